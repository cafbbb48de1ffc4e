//! Who a pronoun may mean: the persons, and the unnamed ones, that were mentioned last.
//!
//! Only sex and nearness decide. Whatever else fits in the nearest sentence that has somebody who
//! fits means that nobody is named.

use std::collections::VecDeque;

use crate::attribution::languages::class::{Class, Sex};
use crate::attribution::languages::name::{Names, Run};
use crate::attribution::languages::register::{PersonId, Register};
use crate::attribution::languages::tokens::{Kind, Token};

/// How many mentions are kept. A paragraph and the one before it seldom have more.
const KEPT: usize = 64;
/// An organisation within this many tokens of a sentence's start is its subject.
const SUBJECT: usize = 4;

/// Somebody, or a body, that the text mentions.
#[derive(Clone, Copy, Debug)]
struct Mention {
    paragraph: usize,
    sentence: usize,
    /// Its first token.
    at: usize,
    /// `None`: a person without a name, or a body.
    person: Option<PersonId>,
    sex: Option<Sex>,
}

/// Where a pronoun is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) paragraph: usize,
    /// Number of the sentence in the story.
    pub(crate) sentence: usize,
    /// Its token.
    pub(crate) at: usize,
}

/// The last mentions of a story.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    mentions: VecDeque<Mention>,
}

impl Focus {
    /// Adds what a sentence mentions outside quotation marks.
    pub(crate) fn read(&mut self, names: Names<'_>, register: &Register, place: Place) {
        let mut at = 0;
        while at < names.tokens.len() {
            let end = names.run_end(at);
            if end > at {
                self.add_run(names, register, place, (at, end));
                at = end;
                continue;
            }
            let token = &names.tokens[at];
            let opens_name = names.tokens.get(at + 1).is_some_and(Token::is_capital);
            if token.is(Class::ROLE) && !opens_name {
                self.add_office(names, register, place, at, token.class.sex());
            } else if token.is(Class::ORGANISATION) && at < SUBJECT {
                self.push(place, at, None, None);
            }
            at += 1;
        }
    }

    /// The only person that fits a pronoun of this sex; `None` fits all.
    pub(crate) fn person(
        &self,
        register: &Register,
        sex: Option<Sex>,
        place: Place,
    ) -> Option<PersonId> {
        let is_before = |mention: &&Mention| {
            let is_near = mention.paragraph + 1 >= place.paragraph;
            is_near && (mention.sentence < place.sentence || mention.at < place.at)
        };
        let mut near = self.mentions.iter().rev().filter(is_before).peekable();
        if near.peek().is_none() && self.mentions.iter().all(|it| it.sentence >= place.sentence) {
            // "« Je reste », dit-il. Paul Sarrat n'a pas bougé."
            let only = (register.len() == 1 && sex.is_some()).then_some(0);
            return only.filter(|id| register.person(*id).sex == sex);
        }
        let mut found: Option<&Mention> = None;
        let mut is_alone = true;
        for mention in near {
            if found.is_some_and(|found| found.sentence != mention.sentence) {
                break;
            }
            let fits = sex.is_none() || mention.sex.is_none() || mention.sex == sex;
            let is_same =
                found.is_some_and(|found| found.person.is_some() && found.person == mention.person);
            if fits && found.is_some() && !is_same {
                return None;
            }
            is_alone &= fits;
            if fits {
                found = Some(mention);
            }
        }
        let found = found?;
        // A person of unknown sex is meant only if nobody else is mentioned beside.
        let is_clear = found.sex.is_some() || is_alone;
        found.person.filter(|_| is_clear)
    }

    fn add_run(
        &mut self,
        names: Names<'_>,
        register: &Register,
        place: Place,
        (start, end): (usize, usize),
    ) {
        match names.run(start, end) {
            Run::Person {
                first, last, sex, ..
            } => {
                match register.named(&names.name(first, last), sex) {
                    Some(id) => self.push(place, start, Some(id), register.person(id).sex),
                    // Perhaps a person, so a pronoun may mean this one.
                    None if last - first > 1 => self.push(place, start, None, sex),
                    None => {}
                }
            }
            Run::Role(class) if class.intersects(Class::ROLE) => {
                self.add_office(names, register, place, start, class.sex());
            }
            Run::Body(_) if start < SUBJECT => self.push(place, start, None, None),
            Run::Unknown if end == start + 1 => {
                if let Some(id) = register.named(names.word(start), None) {
                    self.push(place, start, Some(id), register.person(id).sex);
                }
            }
            _ => {}
        }
    }

    /// Adds whoever holds the office of the noun at `at`, or somebody without a name.
    fn add_office(
        &mut self,
        names: Names<'_>,
        register: &Register,
        place: Place,
        at: usize,
        sex: Option<Sex>,
    ) {
        let before = at.checked_sub(1).map(|before| &names.tokens[before]);
        let is_known = before.is_some_and(|token| token.is(Class::DETERMINER));
        let has_compounds = names.lexicon.has_noun_capitals();
        let holder = register.holder(names.word(at), has_compounds);
        match holder.filter(|_| is_known) {
            Some(id) => self.push(place, at, Some(id), register.person(id).sex),
            None => self.add_unnamed(names, place, at, sex),
        }
    }

    /// Adds a noun for a person, unless it says what somebody with a name is.
    fn add_unnamed(&mut self, names: Names<'_>, place: Place, at: usize, sex: Option<Sex>) {
        let article = (at.saturating_sub(3)..at)
            .rev()
            .find(|at| names.tokens[*at].is(Class::ANY_DETERMINER));
        let Some(article) = article else {
            return;
        };
        let is_aside = article.checked_sub(1).is_some_and(|before| {
            names.tokens[before].kind == Kind::Comma || names.tokens[before].is(Class::VERB)
        });
        let names_itself = names.tokens[at + 1..]
            .iter()
            .take(SUBJECT)
            .take_while(|token| token.kind != Kind::Comma)
            .count();
        let comma = at + 1 + names_itself;
        let is_named =
            comma - at <= SUBJECT && names.run_end((comma + 1).min(names.tokens.len())) > comma + 1;
        if !is_aside && !is_named {
            self.push(place, at, None, sex);
        }
    }

    fn push(&mut self, place: Place, at: usize, person: Option<PersonId>, sex: Option<Sex>) {
        if self.mentions.len() == KEPT {
            self.mentions.pop_front();
        }
        self.mentions.push_back(Mention {
            paragraph: place.paragraph,
            sentence: place.sentence,
            at,
            person,
            sex,
        });
    }
}
