//! Names as the annotation compares them: by KEY, the last word, and as a whole.

use unicode_normalization::UnicodeNormalization;

use crate::text::word_list::WordList;

static GENERATIONS: WordList = WordList::new(include_str!("lists/generations.txt"));
static PRONOUNS: WordList = WordList::new(include_str!("lists/pronouns.txt"));
static TITLES: WordList = WordList::new(include_str!("lists/titles.txt"));

/// A text in lower case, without accents, with straight apostrophes.
pub(super) fn fold(text: &str) -> String {
    let plain = text
        .nfkc()
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    plain
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('ß', "ss")
}

/// The words of a name, folded, without leading titles and trailing "Jr.".
pub(super) fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| {
            word.strip_suffix("'s")
                .unwrap_or(word)
                .trim_matches(|c: char| !c.is_alphanumeric() && c != '_')
        })
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1 && words.last().is_some_and(|last| GENERATIONS.contains(last)) {
        words.pop();
    }
    let titles = words
        .iter()
        .take_while(|word| TITLES.contains(&word.replace('.', "")))
        .count();
    words.drain(..titles.min(words.len().saturating_sub(1)));
    words.into_iter().map(str::to_owned).collect()
}

/// The last word of a name: what the annotation calls its key. `None` without a word.
pub(super) fn key(name: &str) -> Option<String> {
    words(name).pop()
}

/// Whether a text is made of pronouns.
pub(super) fn is_pronoun(text: &str) -> bool {
    fold(text)
        .split_whitespace()
        .all(|word| PRONOUNS.contains(word))
}

/// Whether a text names somebody: it has a capital and is no pronoun.
pub(super) fn is_name(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !is_pronoun(text)
}
