//! The text at the head and the foot of a document's pages.

/// Whether it is text: not a page number with the word for "page" beside it.
pub fn is_head_text(text: &str) -> bool {
    /// One word of fewer letters is "Page" or "Seite".
    const LETTERS: usize = 6;
    let is_word = |word: &&str| word.contains(char::is_alphabetic);
    let mut words = text.split_whitespace().filter(is_word);
    let first = words.next().map_or(0, |word| word.chars().count());
    words.next().is_some() || first >= LETTERS
}
