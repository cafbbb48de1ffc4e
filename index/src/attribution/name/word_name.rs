//! Surnames that are words for a time or verbs as well: "Clara May", "Dale Winter".

use crate::attribution::name::nickname::is_given_name;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;

/// Classes of words that are surnames as well.
const WORD: Class = Class::TIME.union(Class::MODAL);

/// Takes the classes from each word that is a surname here: behind a given name, or before the verb
/// of a sentence that has no other subject ("..., May said").
pub(crate) fn unmask(text: &str, tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let token = tokens[at];
        if token.is_word() && token.capital && token.has(WORD) && is_surname(text, tokens, at) {
            tokens[at].class = Class::empty();
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
}
