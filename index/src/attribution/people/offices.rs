//! Which persons of a story hold an office, so that "the mayor" can mean one of them.
//!
//! An office means a person only if the story gives it to nobody else, and never speaks of "a
//! mayor" without a name. Former holders and deputies hold none.

use rustc_hash::FxHashSet;

use crate::attribution::words::class::Class;
use crate::attribution::words::scan::{Kind, Token};
use crate::text::word_list::WordList;

static SOLE_OFFICES: WordList = WordList::new(include_str!("lists/sole_offices.txt"));
static OFFICES: WordList = WordList::new(include_str!("lists/offices.txt"));
static NOT_IN_OFFICE: WordList = WordList::new(include_str!("lists/not_in_office.txt"));

/// Most words between "the" and an office, or before an office: "deputy prime minister".
const MAX_ATTRIBUTES: usize = 3;

/// The offices that a story gives to persons.
#[derive(Debug, Default)]
pub(crate) struct Offices<'a> {
    /// Each with the wording of the person's name.
    held: Vec<(Office<'a>, &'a str)>,
    /// Offices that somebody without a name holds: "a mayor".
    open: FxHashSet<&'a str>,
}

/// An office as written: "prime minister".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Office<'a> {
    /// What comes before the noun, without places. Empty if nothing does.
    attributes: [&'a str; MAX_ATTRIBUTES],
    noun: &'a str,
}

impl<'a> Offices<'a> {
    /// Notes the office around the name `first..end`.
    pub(crate) fn note(&mut self, text: &'a str, tokens: &[Token], first: usize, end: usize) {
        let is_mark = |at: usize, mark| tokens.get(at).is_some_and(|token: &Token| token.is(mark));
        // "Mayor Anna Berg", "the mayor, Anna Berg,"
        let is_apposed = first > 1 && is_mark(first - 1, b',') && is_mark(end, b',');
        let before = first - usize::from(is_apposed);
        // "Anna Berg, the mayor of Norhaven"
        let behind = is_mark(end, b',').then(|| behind_comma(text, tokens, end + 1));
        let offices = [Office::ending_at(text, tokens, before), behind.flatten()];
        for office in offices.into_iter().flatten() {
            let name = &text[tokens[first].start..tokens[end - 1].end];
            self.held.push((office, name));
        }
    }

    /// Notes that the office at `at` is somebody's without a name, if it is: "a mayor".
    pub(crate) fn note_open(&mut self, text: &'a str, tokens: &[Token], at: usize) {
        let word = |at: usize| &text[tokens[at].start..tokens[at].end];
        let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else {
            return;
        };
        let is_open = before.plain(Class::DET)
            && !["the", "this", "that"].contains(&word(at - 1))
            && !tokens.get(at + 1).is_some_and(|next| next.capital);
        if is_open && OFFICES.contains(word(at)) {
            self.open.insert(word(at));
        }
    }

    /// The offices that are held, with the wordings of the names.
    pub(crate) fn held(&self) -> impl Iterator<Item = (Office<'a>, &'a str)> + '_ {
        let is_held = |(office, _): &&(Office<'a>, &'a str)| {
            let is_out = |word: &&str| NOT_IN_OFFICE.contains_ignore_ascii_case(word);
            let is_open = self
                .open
                .iter()
                .any(|noun| noun.eq_ignore_ascii_case(office.noun));
            !is_open && !office.attributes.iter().any(is_out)
        };
        self.held.iter().filter(is_held).copied()
    }
}

impl<'a> Office<'a> {
    /// The office whose noun comes right before the token `end`. `None` if there is none.
    pub(crate) fn ending_at(text: &'a str, tokens: &[Token], end: usize) -> Option<Office<'a>> {
        let word = |at: usize| &text[tokens[at].start..tokens[at].end];
        let at = end.checked_sub(1)?;
        let is_noun = tokens[at].is_word() && tokens[at].has(Class::TITLE_OR_ROLE);
        if !is_noun || !OFFICES.contains_ignore_ascii_case(word(at)) {
            return None;
        }
        let mut attributes = [""; MAX_ATTRIBUTES];
        let ends = Class::DET | Class::CONNECTIVE | Class::ANY_PRONOUN | Class::ANY_VERB;
        let is_attribute = |at: &usize| {
            let token = &tokens[*at];
            token.is_word() && !token.has(ends) && token.cue.is_none()
        };
        let before = (0..at).rev().take_while(is_attribute);
        let plain = before.filter(|at| !tokens[*at].has(Class::PLACE));
        for (slot, at) in attributes.iter_mut().zip(plain) {
            *slot = word(at);
        }
        Some(Office {
            attributes,
            noun: word(at),
        })
    }

    /// Whether only one person at a time holds it: "the president" can be far from his name.
    pub(crate) fn is_sole(&self) -> bool {
        let is_prime = self.attributes[0].eq_ignore_ascii_case("prime");
        is_prime || SOLE_OFFICES.contains_ignore_ascii_case(self.noun)
    }

    /// The same, apart from the text.
    pub(crate) fn owned(&self) -> HeldOffice {
        HeldOffice {
            attributes: self.attributes.map(str::to_owned),
            noun: self.noun.to_owned(),
        }
    }
}

/// An [`Office`] apart from the text.
#[derive(Debug)]
pub(crate) struct HeldOffice {
    attributes: [String; MAX_ATTRIBUTES],
    noun: String,
}

impl HeldOffice {
    /// Whether its holder can be called by an office of the text. "The minister" means a finance
    /// minister, but "the prime minister" does not.
    pub(crate) fn answers_to(&self, office: &Office<'_>) -> bool {
        let is_same = |(one, other): (&String, &&str)| one.eq_ignore_ascii_case(other);
        let is_short = office.attributes[0].is_empty();
        self.noun.eq_ignore_ascii_case(office.noun)
            && (is_short || self.attributes.iter().zip(&office.attributes).all(is_same))
    }
}

/// The office in a description that begins at `start`: "the mayor of Norhaven".
fn behind_comma<'a>(text: &'a str, tokens: &[Token], start: usize) -> Option<Office<'a>> {
    let first = tokens.get(start)?;
    let start = start + usize::from(first.plain(Class::DET | Class::POSSESSIVE));
    let is_inside = |token: &&Token| {
        let is_word = token.is_word() && !token.has(Class::PREP | Class::REL | Class::ANY_VERB);
        is_word || token.kind == Kind::Possessive
    };
    let words = tokens[start..].iter().take(MAX_ATTRIBUTES + 1);
    let end = start + words.take_while(is_inside).count();
    let closes = tokens
        .get(end)
        .is_none_or(|token| token.plain(Class::PREP) || token.is(b',') || token.is(b'.'));
    (closes && end > start)
        .then(|| Office::ending_at(text, tokens, end))
        .flatten()
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks who says the last utterance of a story.
    fn check(story: &str, expected: Option<&str>) {
        let found = attribute(&[story]);
        let speaker = found[0].last().and_then(|said| said.speaker.as_deref());
        assert_eq!(speaker, expected, "{story}");
    }

    #[test]
    fn an_office_means_the_only_person_who_holds_it() {
        let told = "\"We sail,\" the mayor said.";
        check(&format!("Mayor Anna Berg rose. {told}"), Some("Anna Berg"));
        check(
            &format!("Anna Berg, the mayor of Lindal, rose. {told}"),
            Some("Anna Berg"),
        );
        check(
            "Prime Minister Otto Holm rose. \"We sail,\" said the prime minister.",
            Some("Otto Holm"),
        );
        check(
            "Finance Minister Otto Holm rose. \"We sail,\" the minister said.",
            Some("Otto Holm"),
        );
    }

    #[test]
    fn an_office_that_others_may_hold_means_the_nearest_person() {
        check(
            "Senator Otto Holm rose. Karl Dahl rowed. \"We sail,\" the senator said.",
            None,
        );
    }

    #[test]
    fn an_office_of_several_or_of_somebody_without_a_name_means_nobody() {
        let told = "\"We sail,\" the mayor said.";
        check(told, None);
        check(
            &format!("Mayor Anna Berg met Mayor Otto Holm. {told}"),
            None,
        );
        check(
            &format!("Mayor Anna Berg met a mayor from Oslo. {told}"),
            None,
        );
        check(&format!("Former mayor Anna Berg rose. {told}"), None);
        check(&format!("Deputy Mayor Anna Berg rose. {told}"), None);
        check(
            "Finance Minister Otto Holm rose. \"We sail,\" the prime minister said.",
            None,
        );
        check(
            "Mayor Anna Berg rose. \"We sail,\" the mayor of Oslo said.",
            None,
        );
    }
}
