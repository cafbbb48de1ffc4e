//! The commonest words, whose neighbourhoods are indexed as terms of their own.
//!
//! A phrase of such words alone ("and the") would otherwise read a large part of the index. The list is part of what is
//! stored: a change needs a new `analysis::FINGERPRINT`.

/// Folded, sorted. Taken from the most frequent words of spoken English; other languages bring their commonest few.
pub(crate) const COMMON: &[&str] = &[
    "a", "about", "all", "also", "an", "and", "are", "as", "at", "be", "because", "been", "but",
    "by", "can", "de", "do", "don't", "en", "for", "from", "get", "go", "going", "got", "had",
    "has", "have", "he", "her", "his", "how", "i", "i'm", "if", "in", "into", "is", "it", "just",
    "kind", "know", "la", "like", "lot", "me", "more", "my", "no", "not", "now", "of", "on", "one",
    "or", "our", "out", "people", "really", "right", "she", "so", "some", "that", "the", "their",
    "them", "then", "there", "they", "thing", "things", "think", "this", "time", "to", "und", "up",
    "us", "very", "was", "way", "we", "well", "were", "what", "when", "where", "which", "who",
    "will", "with", "would", "yeah", "you", "your",
];

/// Whether a folded word is one of the commonest.
pub fn is_common(folded: &str) -> bool {
    rank(folded).is_some()
}

/// The place of a folded word in [`COMMON`], if it is one of the commonest.
pub(crate) fn rank(folded: &str) -> Option<u8> {
    let rank = COMMON.binary_search(&folded).ok()?;
    u8::try_from(rank).ok()
}

#[cfg(test)]
mod tests {
    use super::{COMMON, is_common};

    #[test]
    fn the_list_is_sorted() {
        assert!(COMMON.is_sorted());
        assert!(COMMON.len() <= 256, "a rank is a byte");
        assert!(is_common("the") && !is_common("harbour"));
    }
}
