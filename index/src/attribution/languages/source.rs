//! Resolves a noun phrase to a source: a person of the story, or what else it is.

use crate::attribution::languages::class::Class;
use crate::attribution::languages::focus::{Focus, Place};
use crate::attribution::languages::name::Names;
use crate::attribution::languages::phrase::{Head, Phrase};
use crate::attribution::languages::register::{PersonId, Register};
use crate::attribution::languages::subject::is_source;
use crate::attribution::languages::table::Table;
use crate::attribution::languages::verb::Report;
use crate::document::Source;

/// A source of speech.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    /// The person, if one is known.
    pub(crate) person: Option<PersonId>,
    /// The words of the text that name the source; empty if none do.
    pub(crate) text: String,
    pub(crate) source: Source,
}

/// Resolves the phrases of one sentence.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'a> {
    pub(crate) table: &'static Table,
    pub(crate) names: Names<'a>,
    pub(crate) register: &'a Register,
    pub(crate) focus: &'a Focus,
    pub(crate) place: Place,
}

impl Resolver<'_> {
    /// The source that a phrase names. `verb` is the token of its verb, which shows the number.
    pub(crate) fn voice(&self, phrase: &Phrase, verb: Option<usize>) -> Voice {
        if let Some(voice) = self.impersonal(phrase) {
            return voice;
        }
        let (person, source) = match phrase.head {
            Head::Pronoun(at) => (self.pronoun(at, verb), Source::Unknown),
            Head::Name {
                first, last, sex, ..
            } => (
                self.register.named(&self.names.name(first, last), sex),
                Source::Person,
            ),
            Head::Surname(at) => (
                self.register.named(self.names.word(at), None),
                Source::Unknown,
            ),
            // "Richter" may be a name.
            Head::Noun(class) if phrase.end == phrase.start + 1 => (
                self.register.named(self.names.word(phrase.start), None),
                kind_of(class),
            ),
            Head::Noun(class) => (None, kind_of(class)),
        };
        Voice {
            person,
            text: self.words(phrase.start, phrase.end).to_owned(),
            source: if person.is_some() {
                Source::Person
            } else {
                source
            },
        }
    }

    /// The subject of a report.
    pub(crate) fn subject(&self, report: &Report) -> Option<Phrase> {
        self.names.subject(report, |at| self.is_known(at))
    }

    /// Whether a phrase is likely to say something.
    pub(crate) fn is_source(&self, phrase: &Phrase) -> bool {
        is_source(phrase, |at| self.is_known(at))
    }

    /// Whether the word at a token is the surname of somebody in the story.
    fn is_known(&self, at: usize) -> bool {
        self.register.named(self.names.word(at), None).is_some()
    }

    /// The source of a verb without a subject, where the language allows it.
    pub(crate) fn understood(&self, verb: usize) -> Voice {
        let place = Place {
            at: verb,
            ..self.place
        };
        let person = self.focus.person(self.register, None, place);
        Voice {
            person,
            text: String::new(),
            source: person.map_or(Source::Unknown, |_| Source::Person),
        }
    }

    /// "hieß es in der Rede", "In der Rede heißt es": what the words are from.
    fn impersonal(&self, phrase: &Phrase) -> Option<Voice> {
        let Head::Pronoun(at) = phrase.head else {
            return None;
        };
        let tokens = self.names.tokens;
        if !self.table.comma_clauses || tokens[at].is(Class::SEX) {
            return None;
        }
        let is_preposition = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|token| token.is(Class::PREPOSITION))
        };
        let is_adverb = |at: &usize| tokens.get(*at).is_some_and(|it| it.is(Class::ADVERB));
        let behind = (at + 1..tokens.len())
            .find(|at| !is_adverb(at))
            .unwrap_or(0);
        let start = [0, behind].into_iter().find(|at| is_preposition(*at))?;
        let place = self.names.phrase(start + 1)?;
        let is_pronoun = matches!(place.head, Head::Pronoun(_));
        (!is_pronoun).then(|| self.voice(&place, None))
    }

    fn pronoun(&self, at: usize, verb: Option<usize>) -> Option<PersonId> {
        let sex = self.names.tokens[at].class.sex()?;
        let is_plural = verb.is_some_and(|verb| {
            let word = self.names.word(verb);
            let mut endings = self.table.plural_endings.iter();
            endings.any(|ending| word.ends_with(ending))
        });
        // "sie" means several with a verb in the plural.
        if is_plural && self.names.tokens[at].is(Class::FEMALE) {
            return None;
        }
        let place = Place { at, ..self.place };
        self.focus.person(self.register, Some(sex), place)
    }

    /// The text of the tokens `start..end`.
    pub(crate) fn words(&self, start: usize, end: usize) -> &str {
        let tokens = self.names.tokens;
        &self.names.text[tokens[start].start..tokens[end - 1].end]
    }
}

/// What kind of source a noun is.
fn kind_of(class: Class) -> Source {
    if class.intersects(Class::ROLE | Class::TITLE) {
        Source::Unnamed
    } else if class.intersects(Class::ORGANISATION | Class::PLACE) {
        Source::Organisation
    } else {
        Source::Unknown
    }
}
