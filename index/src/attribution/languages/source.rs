//! Resolves a noun phrase to a source: a person of the story, or what else it is.

use crate::attribution::languages::class::{Class, Sex};
use crate::attribution::languages::focus::{Focus, Place};
use crate::attribution::languages::name::Names;
use crate::attribution::languages::phrase::{Head, Phrase};
use crate::attribution::languages::register::{PersonId, Register};
use crate::attribution::languages::subject::is_source;
use crate::attribution::languages::table::Table;
use crate::attribution::languages::verb::Report;
use crate::document::Source;

/// Articles before an office that the text has given to somebody.
const DEFINITE: [&str; 7] = ["der", "die", "das", "le", "la", "l'", "el"];
/// Words between two persons who speak together.
const JOINING: [&str; 5] = ["und", "sowie", "et", "y", "e"];
/// Most others that speak together with somebody.
const MOST_OTHERS: usize = 4;

/// A source of speech.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    /// The person, if one is known.
    pub(crate) person: Option<PersonId>,
    /// The words of the text that name the source; empty if none do.
    pub(crate) text: String,
    pub(crate) source: Source,
    /// Who speaks together with the person, with the words that name each.
    pub(crate) others: Vec<(PersonId, String)>,
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
            Head::Noun(class) => (self.holder(phrase, class), kind_of(class)),
        };
        Voice {
            others: person.map_or_else(Vec::new, |_| self.others(phrase, verb)),
            person,
            text: self.words(phrase.start, phrase.end).to_owned(),
            source: if person.is_some() {
                Source::Person
            } else {
                source
            },
        }
    }

    /// The person who holds the office that a phrase is: "die Ministerin".
    fn holder(&self, phrase: &Phrase, class: Class) -> Option<PersonId> {
        let noun = phrase.start + 1;
        let is_office = class.intersects(Class::ROLE) && phrase.end == noun + 1;
        let article = self.names.word(phrase.start).to_lowercase();
        if !is_office || !DEFINITE.contains(&article.as_str()) {
            return None;
        }
        let has_compounds = self.names.lexicon.has_noun_capitals();
        self.register.holder(self.names.word(noun), has_compounds)
    }

    /// Who else says what the person of a phrase says: "Karla Wiese und Falk Ebner sagten".
    fn others(&self, phrase: &Phrase, verb: Option<usize>) -> Vec<(PersonId, String)> {
        let mut others = Vec::new();
        let is_plural = verb.is_none_or(|verb| {
            let word = self.names.word(verb);
            let mut endings = self.table.plural_endings.iter();
            endings.any(|ending| word.ends_with(ending))
        });
        let mut at = phrase.end;
        let joins =
            |at: usize| at < self.names.tokens.len() && JOINING.contains(&self.names.word(at));
        while is_plural && others.len() < MOST_OTHERS && joins(at) {
            let Some(next) = self.names.phrase(at + 1) else {
                break;
            };
            let person = match next.head {
                Head::Name {
                    first, last, sex, ..
                } => self.register.named(&self.names.name(first, last), sex),
                Head::Surname(at) => self.register.named(self.names.word(at), None),
                _ => None,
            };
            let Some(person) = person else { break };
            others.push((person, self.words(next.start, next.end).to_owned()));
            at = next.end;
        }
        others
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
            others: Vec::new(),
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

    /// The person that "his" or "her" means in the tokens `at..end`: "nach seinen Angaben".
    pub(crate) fn owner(&self, at: usize, end: usize, sex: Sex) -> Voice {
        let place = Place { at, ..self.place };
        let person = self.focus.person(self.register, Some(sex), place);
        Voice {
            person,
            text: self.words(at, end).to_owned(),
            source: person.map_or(Source::Unknown, |_| Source::Person),
            others: Vec::new(),
        }
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
