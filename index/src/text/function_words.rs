//! Function words: those that build a sentence and say little about its subject, as in "how does
//! the harbour make money".
//!
//! A list per language, of folded words. A text in an unknown language counts as English, as it
//! does for stems. A language without a list has no function words.

use crate::text::stem::Stemming;
use crate::text::word_list::WordList;

/// The languages with a list (ISO 639-1), and their lists.
static LISTS: [(&str, WordList); 10] = [
    (
        "en",
        WordList::new(include_str!("lists/function_words_en.txt")),
    ),
    (
        "de",
        WordList::new(include_str!("lists/function_words_de.txt")),
    ),
    (
        "fr",
        WordList::new(include_str!("lists/function_words_fr.txt")),
    ),
    (
        "es",
        WordList::new(include_str!("lists/function_words_es.txt")),
    ),
    (
        "it",
        WordList::new(include_str!("lists/function_words_it.txt")),
    ),
    (
        "pt",
        WordList::new(include_str!("lists/function_words_pt.txt")),
    ),
    (
        "nl",
        WordList::new(include_str!("lists/function_words_nl.txt")),
    ),
    (
        "sv",
        WordList::new(include_str!("lists/function_words_sv.txt")),
    ),
    (
        "da",
        WordList::new(include_str!("lists/function_words_da.txt")),
    ),
    (
        "no",
        WordList::new(include_str!("lists/function_words_no.txt")),
    ),
];

/// Whether a folded word is a function word of the language of a stemmer.
///
/// ```
/// use onrecord_index::text::function_words::is_function_word;
/// use onrecord_index::text::stem::Stemming;
/// assert!(is_function_word("how", Stemming::of(Some("en"))));
/// // A war is not the German "was".
/// assert!(!is_function_word("war", Stemming::of(Some("en"))));
/// assert!(is_function_word("war", Stemming::of(Some("de"))));
/// ```
pub fn is_function_word(folded: &str, stemming: Stemming) -> bool {
    let mut lists = LISTS.iter();
    let list = lists.find(|(code, _)| *code == stemming.code());
    list.is_some_and(|(_, words)| words.contains(folded))
}

#[cfg(test)]
mod tests {
    use super::LISTS;
    use crate::text::fold::fold;
    use crate::text::stem::Stemming;

    #[test]
    fn every_list_belongs_to_a_stemmer_and_is_folded() {
        for (code, words) in &LISTS {
            assert!(Stemming::from_code(code).is_some(), "{code}");
            for word in words.entries() {
                assert_eq!(fold(word), **word, "{code}");
            }
        }
    }
}
