//! From the words that name a source to the person, or to the reason why there is none.

use crate::attribution::name::parts::{self, Sort};
use crate::attribution::people::register::{PersonId, Register, Sex, sex_of};
use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::Phrase;
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon;
use crate::attribution::words::scan::Token;
use crate::document::Source;

/// Who a source is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    pub(crate) person: Option<PersonId>,
    /// Its words in the text.
    pub(crate) text: String,
    pub(crate) source: Source,
}

impl Voice {
    /// Whether both are one source: the same person, or the same words where nobody is named.
    pub(crate) fn is(&self, other: &Voice) -> bool {
        match (self.person, other.person) {
            (None, None) => self.text.eq_ignore_ascii_case(&other.text),
            (one, other) => one == other,
        }
    }
}

/// What the story has spoken of so far, for pronouns.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    /// Whom the last sentences were about, latest last; `None` for somebody whose name the register cannot tell.
    subjects: Vec<Option<PersonId>>,
}

impl Focus {
    /// The latest person who fits a pronoun of this sex, leaving out `other`.
    pub(crate) fn nearest(
        &self,
        register: &Register,
        sex: Sex,
        other: Option<PersonId>,
    ) -> Option<PersonId> {
        let fits = |&id: &PersonId| {
            Some(id) != other
                && register.is_sure(id)
                && register.person(id).sex.is_none_or(|known| known == sex)
        };
        // Behind a name that two people share, a pronoun may be either's.
        self.subjects.iter().rev().map_while(|&id| id).find(fits)
    }

    /// Notes that a sentence is about this person.
    pub(crate) fn about(&mut self, person: PersonId) {
        self.push(Some(person));
    }

    /// Notes that a sentence is about somebody who cannot be told.
    pub(crate) fn about_somebody(&mut self) {
        self.push(None);
    }

    fn push(&mut self, person: Option<PersonId>) {
        self.subjects.retain(|&other| other != person);
        self.subjects.push(person);
        if self.subjects.len() > 8 {
            self.subjects.remove(0);
        }
    }
}

/// Who the phrase names.
pub(crate) fn voice(
    text: &str,
    tokens: &[Token],
    phrase: &Phrase,
    register: &Register,
    focus: &Focus,
) -> Voice {
    let (person, source) = identity(text, tokens, phrase, register, focus);
    let end = match phrase.head {
        Head::Name(_, last) => last,
        _ => phrase.end,
    };
    Voice {
        person,
        text: text[tokens[phrase.start].start..tokens[end - 1].end].to_owned(),
        source,
    }
}

/// The person whom the phrase names, and what sort of source it is.
pub(crate) fn identity(
    text: &str,
    tokens: &[Token],
    phrase: &Phrase,
    register: &Register,
    focus: &Focus,
) -> (Option<PersonId>, Source) {
    match phrase.head {
        Head::Pronoun(at) => {
            let word = &text[tokens[at].start..tokens[at].end];
            let Some(sex) = sex_of(word) else {
                let source = if word.eq_ignore_ascii_case("it") {
                    Source::Unknown
                } else {
                    Source::Unnamed
                };
                return (None, source);
            };
            (focus.nearest(register, sex, None), Source::Person)
        }
        Head::Name(first, last) => {
            let words: Vec<&str> = tokens[first..last]
                .iter()
                .map(|token| &text[token.start..token.end])
                .collect();
            let introduced = first > phrase.start
                && tokens[first - 1].is_word()
                && tokens[first - 1].has(Class::TITLE_OR_ROLE);
            let the = first > phrase.start
                && (tokens[first - 1].plain(Class::DET)
                    || text[tokens[first - 1].start..tokens[first - 1].end] == *"The");
            let sort = parts::sort(&words);
            let name = &text[tokens[first].start..tokens[last - 1].end];
            if !introduced && (sort == Sort::Other || the) {
                let people = words
                    .last()
                    .is_some_and(|word| lexicon::class(word).intersects(Class::ROLES));
                let source = if people {
                    Source::Unnamed
                } else {
                    Source::Organisation
                };
                return (None, source);
            }
            if introduced
                && sort == Sort::Other
                && words.len() == 1
                && lexicon::class(words[0])
                    .intersects(Class::PLACE | Class::BRAND | Class::ORG | Class::ROLES)
            {
                return (None, Source::Unnamed);
            }
            // A lone capitalised word at the head of a sentence may be any word.
            let single = words.len() == 1 && !introduced && first == 0;
            let person = register.named(name).filter(|&id| {
                !single || register.is_sure(id) || register.person(id).parts.len() > 1
            });
            (person, Source::Person)
        }
        Head::Common(at) => {
            let class = tokens[at].class;
            let source = if class.intersects(Class::ROLE | Class::ROLES | Class::TITLE) {
                Source::Unnamed
            } else if class.intersects(Class::ORG | Class::BRAND | Class::PLACE) {
                Source::Organisation
            } else {
                Source::Unknown
            };
            (None, source)
        }
    }
}
