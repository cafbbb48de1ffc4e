//! What of a passage has a vector, and the key under which the vector is found.
//!
//! The key is a hash of the text that the model reads, so a vector outlives everything that leaves
//! the text as it is: merges, a renamed file, a rebuild. Passages with the same text share one.

use crate::hit::Passage;

/// The text that the model reads: the passage's own titles, then its text.
pub(crate) fn embedded_text(passage: &Passage) -> String {
    let mut text = String::with_capacity(passage.text.len());
    for title in &passage.titles {
        text.push_str(title);
        text.push_str(". ");
    }
    text.push_str(&passage.text);
    text
}

/// The key of a text: the first 64 bits of its BLAKE3 hash.
pub(crate) fn key(text: &str) -> u64 {
    let hash = blake3::hash(text.as_bytes());
    let first = hash.as_bytes().first_chunk::<8>();
    first.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}
