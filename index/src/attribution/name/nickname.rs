//! Nicknames in quotation marks, which are part of a name and no speech: Roy "Hammer" Holm.

use std::ops::Range;

use crate::attribution::name::sex::sex_of_given_name;
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::text::fold::fold;

/// A nickname has no more words than this.
const MAX_WORDS: usize = 3;

/// Whether the quotation at `quote` is a nickname: capitalised words without punctuation between a
/// given name and a capitalised word.
pub(crate) fn is_nickname(text: &str, quote: &Range<usize>) -> bool {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_mark = |c: char| {
        matches!(
            c,
            '"' | '\'' | '\u{201C}' | '\u{201D}' | '\u{2018}' | '\u{2019}'
        )
    };
    let inside = text[quote.clone()].trim_matches(is_mark);
    let is_short = (1..=MAX_WORDS).contains(&inside.split(' ').count());
    let is_name = inside.split(' ').all(is_capital) && inside.ends_with(char::is_alphanumeric);
    let before = text[..quote.start].strip_suffix(' ');
    let before = before.and_then(|text| text.rsplit(char::is_whitespace).next());
    let is_given = before.is_some_and(|word| is_capital(word) && is_given_name(word));
    let behind = text[quote.end..].strip_prefix(' ').unwrap_or_default();
    is_short && is_name && is_given && is_capital(behind)
}

/// Words that are no names, however they are written.
const GRAMMAR: Class = Class::DET
    .union(Class::CONJ)
    .union(Class::AUX)
    .union(Class::COMMON);

/// Whether a word is a given name, as far as the word lists tell.
pub(crate) fn is_given_name(word: &str) -> bool {
    let class = class(word);
    // The census has an "In" and a "So".
    let is_grammar = class.intersects(Class::CLAUSE_OPENER | Class::ANY_PRONOUN | GRAMMAR);
    let is_listed = || sex_of_given_name(&fold(word)).is_some();
    class.intersects(Class::GIVEN) || (!is_grammar && is_listed())
}

#[cfg(test)]
mod tests {
    use super::is_nickname;

    fn check(text: &str, expected: bool) {
        let start = text.find('"').expect("a mark");
        let end = text.rfind('"').expect("a mark") + 1;
        assert_eq!(is_nickname(text, &(start..end)), expected, "{text}");
    }

    #[test]
    fn a_nickname_is_between_a_given_name_and_a_surname() {
        check("Then Otto \"The Oar\" Holm rowed.", true);
        check("Then Otto \"The Oar,\" Holm rowed.", false);
        check("In \"The Oar\" Holm rowed.", false);
        check("Otto \"the oar\" Holm rowed.", false);
        check("Otto \"Oar\" rowed.", false);
    }
}
