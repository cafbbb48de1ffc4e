//! What a sentence tells about its subject: whose words it is about, whose kin it names, and which
//! pronouns in it mean the subject.

use crate::attribution::name::sex::{Sex, sex_of};
use crate::attribution::phrase::noun::Phrase;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;
use crate::text::word_list::WordList;

static NEWCOMERS: WordList = WordList::new(include_str!("lists/newcomers.txt"));
static SPEECH: WordList = WordList::new(include_str!("lists/speech.txt"));
static KIN: WordList = WordList::new(include_str!("lists/kin.txt"));

/// A signature is shorter: a name and an office.
pub(super) const SIGNATURE_BYTES: usize = 120;

/// Whether a sentence is about what somebody says: "went on with her remarks".
pub(super) fn is_about_speech(text: &str, tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        token.is_word() && !token.capital && SPEECH.contains(&text[token.start..token.end])
    })
}

/// The sex of a subject that ends at `start` and whose kin its clause names: "lost his brother".
pub(super) fn owner_of_kin(text: &str, tokens: &[Token], start: usize) -> Option<Sex> {
    let mut clause = tokens[start..].iter();
    let is_inside = |token: &&Token| token.is_word() && !token.capital;
    let at = start
        + clause
            .by_ref()
            .take_while(is_inside)
            .position(|token| token.has(Class::POSSESSIVE))?;
    let kin = tokens.get(at + 1).filter(|kin| kin.is_word())?;
    let is_kin = KIN.contains(&text[kin.start..kin.end]);
    is_kin
        .then(|| sex_of(&text[tokens[at].start..tokens[at].end]))
        .flatten()
}

/// Behind the words before a named subject that a comma divides from it, up to the first name in
/// them: a pronoun there means the subject. "In his youth, Berg sailed."
pub(super) fn fronted_end(text: &str, tokens: &[Token], subject: &Phrase) -> Option<usize> {
    let comma = subject.start.checked_sub(1)?;
    if !tokens[comma].is(b',') || !subject.head_is_name() {
        return None;
    }
    let is_name = |token: &Token| token.capital && !token.has(Class::TIME | Class::PLACE);
    let before = tokens.iter().enumerate().take(comma).skip(1);
    let name = before
        .clone()
        .find(|(_, token)| is_name(token) || token.is_quote());
    let end = name.map_or(comma, |(at, _)| at);
    // "Her teacher, Berg, taught": the subject is beside the name.
    let opens = |token: &Token| {
        let word = &text[token.start..token.end];
        token.has(Class::CLAUSE_OPENER) || word.ends_with("ing") || token.cue.is_some()
    };
    opens(&tokens[0]).then_some(end)
}

/// Whether "her" is an object: "told her that", "saw her.".
pub(super) fn is_object_her(text: &str, tokens: &[Token], at: usize) -> bool {
    let word = &text[tokens[at].start..tokens[at].end];
    let ends = Class::PREP | Class::CONJ | Class::TIME | Class::SUBORD | Class::REL;
    let is_end = |next: &Token| !next.is_word() || next.plain(ends);
    word.eq_ignore_ascii_case("her") && tokens.get(at + 1).is_none_or(is_end)
}

/// Whether a sentence has somebody without a name behind its first clause: "The door opened, and
/// the old butler came in."
pub(super) fn has_newcomer(text: &str, tokens: &[Token], subject: Option<Phrase>) -> bool {
    let from = subject.map_or(0, |subject| subject.end);
    let mut opens = false;
    let mut is_clause = false;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        if token.plain(Class::DET) {
            is_clause = before.is_some_and(|before| before.plain(Class::CONJ) || before.is(b','));
        }
        opens &= token.is_word() && !token.has(Class::PREP | Class::ANY_VERB);
        opens |= token.plain(Class::DET) && is_clause;
        let is_listed = || NEWCOMERS.contains(&text[token.start..token.end]);
        let is_person = token.plain(Class::ROLE | Class::TITLE) || is_listed();
        let acts = tokens.get(at + 1).is_some_and(|next| {
            next.is_word() && !next.capital && !next.has(Class::CONNECTIVE | Class::REL)
        });
        if opens && is_person && acts {
            return true;
        }
    }
    false
}

/// Whether a paragraph without a full stop says who somebody is: "Anna Berg, mayor of Norhaven".
pub(super) fn is_caption(text: &str, tokens: &[Token], subject: &Phrase) -> bool {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return false;
    };
    let is_paragraph = text[..first.start].trim().is_empty() && text[last.end..].trim().is_empty();
    let is_short = text.len() <= SIGNATURE_BYTES;
    is_paragraph && is_short && last.is_word() && subject.end < tokens.len()
}

#[cfg(test)]
mod tests {
    use crate::attribution::{attribute, pronouns};

    /// Checks which person each pronoun of a story means.
    fn check(story: &str, expected: &[&str]) {
        let found = pronouns(&[story]);
        let names: Vec<&str> = found[0].iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, expected, "{story}");
    }

    #[test]
    fn a_pronoun_before_the_subject_means_it() {
        check(
            "Otto Holm left. In his youth, Tom Berg sailed.",
            &["Tom Berg"],
        );
    }

    #[test]
    fn an_object_is_not_the_subject() {
        check("Olga Holm left. Anna Berg saw her at noon.", &["Olga Holm"]);
    }

    #[test]
    fn kin_shows_the_sex_of_a_person() {
        let story = "Ashley Berg lost his brother, Jamie Berg. \"I look for him,\" he said.";
        let found = attribute(&[story]);
        assert_eq!(found[0][0].speaker.as_deref(), Some("Ashley Berg"));
    }
}
