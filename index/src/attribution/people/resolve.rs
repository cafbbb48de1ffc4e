//! Resolves a noun phrase that names a source: to a person, or to the reason why there is none.

use crate::attribution::name::parts::{NameKind, kind};
use crate::attribution::name::sex::{Sex, sex_of, sex_of_class};
use crate::attribution::people::focus::Focus;
use crate::attribution::people::offices::Office;
use crate::attribution::people::register::{PersonId, Register};
use crate::attribution::phrase::head::{Head, name_at_end};
use crate::attribution::phrase::noun::Phrase;
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::attribution::words::scan::Token;
use crate::document::Source;
use crate::text::word_list::WordList;

static PLAIN_PEOPLE: WordList = WordList::new(include_str!("lists/plain_people.txt"));

/// A source of speech.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    /// The person, if one is known.
    pub(crate) person: Option<PersonId>,
    /// The words of the text that name the source; empty if no words do.
    pub(crate) text: String,
    pub(crate) source: Source,
}

impl Voice {
    /// Whether two voices are one source: the same person, or the same words if neither is a
    /// person.
    pub(crate) fn is(&self, other: &Voice) -> bool {
        match (self.person, other.person) {
            (None, None) => self.text.eq_ignore_ascii_case(&other.text),
            (one, other) => one == other,
        }
    }
}

/// Resolves the noun phrases of one sentence.
pub(crate) struct Resolver<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) register: &'a Register,
    pub(crate) focus: &'a Focus,
}

impl Resolver<'_> {
    /// The source that the phrase names.
    pub(crate) fn voice(&self, phrase: &Phrase) -> Voice {
        let (person, source) = self.identity(phrase);
        let end = match phrase.head {
            Head::Name(_, last) => last,
            _ => phrase.end,
        };
        Voice {
            person,
            text: self.words(phrase.start, end).to_owned(),
            source,
        }
    }

    /// The person that the phrase names, if any.
    pub(crate) fn person(&self, phrase: &Phrase) -> Option<PersonId> {
        self.identity(phrase).0
    }

    /// The person that the phrase names, and what kind of source it is.
    pub(crate) fn identity(&self, phrase: &Phrase) -> (Option<PersonId>, Source) {
        match phrase.head {
            Head::Pronoun(at) => self.pronoun(self.word(at)),
            Head::Name(first, last) => self.name(phrase.start, first, last),
            Head::Common(at) => match self.holder(phrase, at) {
                Some(person) => (Some(person), Source::Person),
                None => (None, source_of(self.tokens[at].class)),
            },
        }
    }

    /// Whether the phrase is an office, written as a name, that the story gives to nobody, or to
    /// several: "the Colonel".
    pub(crate) fn is_open_office(&self, phrase: &Phrase) -> bool {
        let Head::Common(at) = phrase.head else {
            return false;
        };
        let opens = self.word(phrase.start).eq_ignore_ascii_case("the");
        let is_written_so = opens && self.tokens[at].capital && at + 1 == phrase.end;
        let tokens = &self.tokens[..phrase.end];
        is_written_so && Office::ending_at(self.text, tokens, phrase.end).is_some()
    }

    /// The person who holds the office that the phrase is: "the mayor".
    fn holder(&self, phrase: &Phrase, noun: usize) -> Option<PersonId> {
        let is_office = noun + 1 == phrase.end
            && noun > phrase.start
            && self.word(phrase.start).eq_ignore_ascii_case("the");
        let is_plain = |token: &Token| token.is_word();
        if !is_office || !self.tokens[phrase.start..noun].iter().all(is_plain) {
            return None;
        }
        let office = Office::ending_at(self.text, &self.tokens[..phrase.end], phrase.end)?;
        let holder = self.register.holder(&office)?;
        // Somebody else in the story may be a senator, too.
        let is_near = || {
            let sex = self.register.person(holder).sex?;
            self.focus.nearest(self.register, sex, None)
        };
        (office.is_sole() || is_near() == Some(holder)).then_some(holder)
    }

    /// The person whose name is apposed to a noun: "His deputy, Anna Berg, rowed".
    pub(crate) fn apposed(&self, phrase: &Phrase) -> Option<PersonId> {
        let Head::Common(at) = phrase.head else {
            return None;
        };
        let comma = phrase.end;
        let is_role = self.tokens[at].plain(Class::TITLE_OR_ROLE);
        let is_apposed = is_role && self.tokens.get(comma).is_some_and(|token| token.is(b','));
        if !is_apposed {
            return None;
        }
        let is_name = |token: &&Token| token.is_word() && token.capital;
        let words = self.tokens[comma + 1..].iter().take_while(is_name).count();
        let end = comma + 1 + words;
        let closes = self
            .tokens
            .get(end)
            .is_none_or(|token| token.is(b',') || token.is(b'.'));
        let name = name_at_end(self.tokens, comma + 1, end).filter(|_| words > 0 && closes)?;
        match name {
            Head::Name(first, last) => self.name(comma + 1, first, last).0,
            _ => None,
        }
    }

    /// The sex of somebody that the phrase does not name: "an old man", "his wife", "she".
    pub(crate) fn stranger(&self, phrase: &Phrase) -> Option<Sex> {
        let at = match phrase.head {
            // Whoever "she" is: the next "she" is the same.
            Head::Pronoun(at) => return sex_of(self.word(at)),
            Head::Common(at) => at,
            Head::Name(..) => return None,
        };
        let noun = &self.tokens[at];
        let sex = sex_of_class(noun.class).filter(|_| !noun.capital)?;
        // "The spokeswoman" may be somebody that the story has named.
        let is_known = self.word(phrase.start).eq_ignore_ascii_case("the");
        (!is_known || PLAIN_PEOPLE.contains(self.word(at))).then_some(sex)
    }

    fn pronoun(&self, word: &str) -> (Option<PersonId>, Source) {
        match sex_of(word) {
            Some(sex) => (self.focus.nearest(self.register, sex, None), Source::Person),
            None if word.eq_ignore_ascii_case("it") => (None, Source::Unknown),
            None => (None, Source::Unnamed),
        }
    }

    /// The name `first..last` in a phrase that begins at `start`.
    fn name(&self, start: usize, first: usize, last: usize) -> (Option<PersonId>, Source) {
        let words: Vec<&str> = (first..last).map(|at| self.word(at)).collect();
        let kind = kind(&words);
        let has_title = self.has_title(start, first);
        if !has_title
            && kind == NameKind::Other
            && let Some(person) = self.surname(start, &words)
        {
            return (Some(person), Source::Person);
        }
        if !has_title && (kind == NameKind::Other || self.has_article(start, first)) {
            let is_group = class(self.word(last - 1)).intersects(Class::ROLES);
            let source = if is_group {
                Source::Unnamed
            } else {
                Source::Organisation
            };
            return (None, source);
        }
        if !has_title && self.register.is_body(self.words(first, last)) {
            return (None, Source::Organisation);
        }
        // A title before a place or an organisation: its holder is not named.
        let names_employer =
            words.len() == 1 && kind == NameKind::Other && class(words[0]).intersects(EMPLOYER);
        if names_employer {
            return (None, Source::Unnamed);
        }
        // A single capitalised word that opens the sentence can be any word.
        let may_be_common_word = words.len() == 1 && !has_title && first == 0;
        let is_plausible = |id: &PersonId| {
            !may_be_common_word
                || self.register.is_sure(*id)
                || self.register.person(*id).parts.len() > 1
        };
        let name = self.words(first, last);
        let sex = has_title.then(|| sex_of_class(self.tokens[first - 1].class));
        let person = match sex.flatten() {
            Some(sex) => self.register.titled(name, sex),
            None => self.register.named(name),
        };
        let person = person.filter(is_plausible);
        (person, Source::Person)
    }

    /// The person whose surname is the name of a place or a thing as well: "Hall" behind Anna Hall.
    fn surname(&self, start: usize, words: &[&str]) -> Option<PersonId> {
        let [word] = words else { return None };
        let is_phrase = self.tokens[start].capital && self.word(start) == *word;
        let may_be_surname = class(word).intersects(SURNAME) && is_phrase;
        let id = self.register.named(word).filter(|_| may_be_surname)?;
        let person = self.register.person(id);
        (person.parts.len() > 1 && self.register.is_sure(id)).then_some(id)
    }

    /// Whether a title or a noun for a person comes right before the name.
    fn has_title(&self, start: usize, first: usize) -> bool {
        if first <= start {
            return false;
        }
        let before = &self.tokens[first - 1];
        before.is_word() && before.has(Class::TITLE_OR_ROLE)
    }

    /// Whether "the" comes right before the name, as before the name of an organisation.
    fn has_article(&self, start: usize, first: usize) -> bool {
        first > start && (self.tokens[first - 1].plain(Class::DET) || self.word(first - 1) == "The")
    }

    fn word(&self, at: usize) -> &str {
        self.words(at, at + 1)
    }

    /// Whether a name that is nobody's ends as a person's does: "Old Holm" may be Holm.
    pub(crate) fn is_like_somebody(&self, phrase: &Phrase) -> bool {
        match phrase.head {
            Head::Name(first, last) if last > first + 1 => {
                self.register.named(self.words(last - 1, last)).is_some()
            }
            _ => false,
        }
    }

    /// The text of the tokens `start..end`.
    pub(crate) fn words(&self, start: usize, end: usize) -> &str {
        &self.text[self.tokens[start].start..self.tokens[end - 1].end]
    }
}

/// Words that are surnames as well: "Hall", "Paris", "March".
const SURNAME: Class = Class::PLACE.union(Class::ORG).union(Class::TIME);

/// What the holder of an office works for.
const EMPLOYER: Class = Class::PLACE
    .union(Class::BRAND)
    .union(Class::ORG)
    .union(Class::ROLES);

/// What kind of source a common noun is.
fn source_of(noun: Class) -> Source {
    if noun.intersects(Class::TITLE_OR_ROLE | Class::ROLES) {
        Source::Unnamed
    } else if noun.intersects(Class::ORG | Class::BRAND | Class::PLACE) {
        Source::Organisation
    } else {
        Source::Unknown
    }
}
