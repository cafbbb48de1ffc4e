//! Tells whether other letters are only another spelling: a hyphen, the full stops of an
//! abbreviation, a sign for a word.
//!
//! What a mark inside a number or a word says is kept: "2.5 m" is not "25m", and "re-sign" is not
//! "resign". Words are folded, as [`token`](crate::verify::token) compares them; beside them is how
//! they are written.

use crate::text::word_list::WordList;

static OTHER_WITHOUT_HYPHEN: WordList =
    WordList::new(include_str!("lists/other_without_hyphen.txt"));

/// Whether one is the sign for the word that the other is.
pub(super) fn is_sign_for(one: &[&str], other: &[&str]) -> bool {
    one == ["&"] && matches!(other, ["and" | "und" | "et" | "y" | "e"])
}

/// Whether two words are one abbreviation, with full stops and without: "U.S" and "US".
pub(super) fn is_abbreviated(
    one: &str,
    one_written: &str,
    other: &str,
    other_written: &str,
) -> bool {
    let is_capital = |written: &str| written.chars().all(|c| c.is_uppercase() || c == '.');
    let is_both = one.contains('.') != other.contains('.');
    is_both
        && one.replace('.', "") == other.replace('.', "")
        && is_capital(one_written)
        && is_capital(other_written)
}

/// Whether words are the same letters, where one side joins them by a mark or by nothing, or
/// separates a number from its unit.
pub(super) fn is_joined(
    one: &[&str],
    one_written: &str,
    other: &[&str],
    other_written: &str,
) -> bool {
    let letters = letters(one);
    if letters != self::letters(other) || letters.is_empty() {
        return false;
    }
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut joints = one.windows(2).chain(other.windows(2)).map(|pair| {
        (
            is_digit(pair[0].chars().next_back()),
            is_digit(pair[1].chars().next()),
        )
    });
    // "3-5" is not "35".
    if joints.clone().any(|joint| joint == (true, true)) {
        return false;
    }
    if is_other_word(one, other) || is_other_word(other, one) {
        return false;
    }
    let is_mark = |c: char| {
        matches!(
            c,
            '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '/' | '\u{AD}'
        )
    };
    // Words that only a space separates are other words: "a part", "may be".
    one_written.contains(is_mark)
        || other_written.contains(is_mark)
        || joints.all(|(before, after)| before != after)
}

/// The letters of words, with the marks inside numbers.
fn letters(words: &[&str]) -> String {
    let mut letters = String::new();
    for word in words {
        let mut rest = word.chars().peekable();
        let mut before = None;
        while let Some(c) = rest.next() {
            let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let is_inside = is_digit(before) && is_digit(rest.peek().copied());
            if is_inside || !matches!(c, '\'' | '.') {
                letters.push(c);
            }
            before = Some(c);
        }
    }
    letters
}

/// Whether one has a word that means something else than its parts with a hyphen do.
fn is_other_word(one: &[&str], other: &[&str]) -> bool {
    let mut words = one.iter();
    words.any(|word| OTHER_WITHOUT_HYPHEN.contains(word) && !other.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_joined;
    use crate::verify::token::Lexicon;

    fn check(one: &str, other: &str, same: bool) {
        let mut lexicon = Lexicon::default();
        let (ones, others) = (lexicon.tokens(one, 0), lexicon.tokens(other, 0));
        let ones: Vec<&str> = ones.iter().map(|t| lexicon.folded(t.key)).collect();
        let others: Vec<&str> = others.iter().map(|t| lexicon.folded(t.key)).collect();
        assert_eq!(
            is_joined(&ones, one, &others, other),
            same,
            "{one}: {other}"
        );
        assert_eq!(
            is_joined(&others, other, &ones, one),
            same,
            "{other}: {one}"
        );
    }

    #[test]
    fn a_hyphen_or_the_space_before_a_unit_is_no_change() {
        check("e-mail", "email", true);
        check("5pm", "5 pm", true);
        check("2.5 m", "2.5m", true);
        check("3-5", "35", false);
        check("a part", "apart", false);
    }

    #[test]
    fn the_mark_of_a_fraction_counts() {
        check("2.5 m", "25m", false);
        check("1.5kg", "15 kg", false);
        check("£3.5m", "£35 m", false);
        check("1.5-litre", "15litre", false);
        check("1,5 kg", "15kg", false);
    }

    #[test]
    fn a_hyphen_that_makes_another_word_counts() {
        check("re-sign", "resign", false);
        check("re-creation", "recreation", false);
        check("co-op", "coop", false);
        check("re-open", "reopen", true);
    }
}
