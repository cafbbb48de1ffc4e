//! Names that are words for a time or verbs as well: "Clara May", "Dale Winter", "June Holm".
//!
//! What is around the word decides: a name behind a title, before a surname that speaks; a time
//! behind a preposition or before a number.

use crate::attribution::name::nickname::is_given_name;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;
use crate::text::word_list::WordList;

static MONTH_NAMES: WordList = WordList::new(include_str!("lists/month_names.txt"));

/// Classes of words that are surnames as well.
const WORD: Class = Class::TIME.union(Class::MODAL);

/// Whether a word is a given name that is a word for a time as well: "June".
pub(crate) fn is_month_name(word: &str) -> bool {
    MONTH_NAMES.contains_ignore_ascii_case(word)
}

/// Takes the classes from each word that is a surname here: behind a given name, or before the verb
/// of a sentence that has no other subject ("..., May said"). A month that is a given name here
/// ("governor June Holm") becomes one.
pub(crate) fn unmask(text: &str, tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let token = tokens[at];
        if !(token.is_word() && token.capital && token.has(WORD)) {
            continue;
        }
        if is_surname(text, tokens, at) {
            tokens[at].class = Class::empty();
        } else if is_given(text, tokens, at) {
            tokens[at].class = Class::GIVEN;
        }
    }
}

fn is_surname(text: &str, tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| tokens[before]);
    let is_behind_given = before.is_some_and(|before| {
        let word = &text[before.start..before.end];
        let is_titled = || at > 1 && tokens[at - 2].has(Class::TITLE);
        let is_name = before.is_word() && before.capital && !before.has(WORD | Class::PREP);
        is_name && (is_given_name(word) || (is_titled() && before.class.is_empty()))
    });
    let opens_clause = before.is_none_or(|before| !before.is_word());
    let is_modal = tokens[at].has(Class::MODAL);
    let speaks = tokens
        .get(at + 1)
        .is_some_and(|verb| !verb.capital && verb.cue.is_some_and(|cue| !cue.noun));
    let is_said = &text[tokens[at].end..].trim_start().starts_with("said");
    is_behind_given || (opens_clause && is_modal && speaks && *is_said)
}

/// Classes of words that are no surname behind a month: "June Senate", "April London".
const NO_SURNAME: Class = Class::TIME
    .union(Class::PLACE)
    .union(Class::ORG)
    .union(Class::BRAND)
    .union(Class::TITLE_OR_ROLE)
    .union(Class::ROLES)
    .union(Class::TEXT)
    .union(Class::COMMON)
    .union(Class::CONNECTIVE)
    .union(Class::DET)
    .union(Class::ANY_PRONOUN);

/// Whether the month at `at` is a given name: a surname follows, and a title or a reporting verb is
/// right before it, or a verb or a description right behind the surname.
fn is_given(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| &text[tokens[at].start..tokens[at].end];
    let is_surname = |next: &Token| next.is_word() && next.capital && !next.has(NO_SURNAME);
    if !is_month_name(word(at)) || !tokens.get(at + 1).is_some_and(is_surname) {
        return false;
    }
    let reports = |token: &Token| !token.capital && token.cue.is_some_and(|cue| !cue.noun);
    let goes_on = tokens
        .get(at + 2)
        .is_some_and(|behind| reports(behind) || behind.plain(Class::ANY_VERB) || behind.is(b','));
    let Some(before) = at.checked_sub(1) else {
        return goes_on;
    };
    let is_source = word(before) == "to" && before > 0 && word(before - 1).ends_with("ccording");
    let token = &tokens[before];
    let is_titled = token.is_word() && token.has(Class::TITLE_OR_ROLE);
    let opens_clause = !token.is_word() || token.plain(Class::CONJ);
    is_titled || is_source || reports(token) || (opens_clause && goes_on)
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    #[test]
    fn a_month_or_a_season_can_be_a_surname() {
        let story = "Mayor Olga May said that it sails. \"It sails,\" May said in May.";
        let found = attribute(&[story]);
        let speakers: Vec<_> = found[0]
            .iter()
            .map(|said| said.speaker.as_deref())
            .collect();
        assert_eq!(speakers, [Some("Olga May"), Some("Olga May")]);
    }

    /// Checks who says the first utterance of a story.
    fn check(story: &str, expected: Option<&str>) {
        let found = attribute(&[story]);
        let speaker = found[0].first().and_then(|said| said.speaker.as_deref());
        assert_eq!(speaker, expected, "{story}");
    }

    #[test]
    fn a_month_can_be_a_given_name() {
        check("Ferry captain Jan Holm said it sails.", Some("Jan Holm"));
        check(
            "\"We row,\" said April Holm, a captain.",
            Some("April Holm"),
        );
        check("August Lind, a pilot, said no.", Some("August Lind"));
        check("June Berg told us that it sails.", Some("June Berg"));
    }

    #[test]
    fn a_month_can_be_the_surname_of_any_given_name() {
        check("Minister Clara May said that it sails.", Some("Clara May"));
    }

    #[test]
    fn a_month_before_a_name_is_a_time() {
        check("In June Holm said that we sail.", Some("Holm"));
        check("Last May Mayor Olga Rask said no.", Some("Olga Rask"));
        check("On Jan 5 Olga Rask said that we sail.", Some("Olga Rask"));
        check("In August Senate leaders said that it sails.", None);
    }
}
