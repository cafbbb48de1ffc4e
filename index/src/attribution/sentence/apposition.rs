//! What stands beside a source and describes it: ", the mayor of Lindal,", ", who ...", "- never at a loss -".
//!
//! An apposition closes before the verb and opens behind the name that it describes; or it bears the name itself ("the mayor,
//! Anna Berg, said"). Positions are tokens of the sentence.

use crate::attribution::name::parts;
use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::sentence::find::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Form;
use crate::attribution::words::scan::Kind;

impl Sentence<'_> {
    /// "Anna Berg, 32, a captain who said": the name that the phrase describes.
    pub(crate) fn described(&self, phrase: Phrase) -> Option<Phrase> {
        if !matches!(phrase.head, Head::Common(_)) {
            return None;
        }
        let mut end = phrase.start;
        while end > 0 && (self.mark(end - 1, b',') || self.tokens[end - 1].kind == Kind::Number) {
            end -= 1;
        }
        if end == phrase.start {
            return None;
        }
        noun::left(self.text, self.tokens, end, 0).filter(Phrase::head_is_name)
    }

    /// "Berg, the minister, said": the phrase before the apposition that the mark at `close` closes.
    pub(crate) fn apposition_left(&self, close: usize) -> Option<Phrase> {
        let dash = self.mark(close, b'-');
        let floor = (0..close)
            .rev()
            .find(|&at| {
                self.quote(at) && !self.short_quote(at)
                    || self.mark(at, b';')
                    || self.mark(at, b':')
            })
            .map_or(0, |at| at + 1);
        for open in floor..close {
            if !(self.mark(open, b',') && !dash || self.mark(open, b'-') && dash) || open == floor {
                continue;
            }
            let from = (floor..open)
                .rev()
                .find(|&at| {
                    self.mark(at, b',')
                        || self.mark(at, b'-')
                        || self.quote(at) && self.comma_inside(at)
                })
                .map_or(floor, |at| at + 1);
            let Some(source) = noun::left(self.text, self.tokens, open, from) else {
                continue;
            };
            // "Sen. Berg, R-Ohio, speaking in Lindal, said": party and state are no source.
            if source.end == source.start + 1 && parts::is_party(self.word(source.start)) {
                continue;
            }
            // "Alarmed by the storm, Mayor Berg, the chair, said": a participle that opens its sentence.
            if source.start == 0
                && self.has(1, Class::PREP)
                && !self.has(0, Class::GIVEN | Class::ROLES | Class::ROLE)
                && ["ed", "ing"]
                    .iter()
                    .any(|ending| self.word(0).ends_with(ending))
            {
                continue;
            }
            // "in Lindal, OH, after the storm, Mayor Berg said"
            if source.end == source.start + 1
                && source.start > 0
                && self.mark(source.start - 1, b',')
                && self.word(source.start).len() == 2
                && parts::is_acronym(self.word(source.start))
            {
                continue;
            }
            // "in Lindal, after the storm, Mayor Berg (Green), said": a place is no source.
            if let Head::Name(_, last) = source.head
                && self.has(last - 1, Class::PLACE)
                && !self.has(last - 1, Class::GIVEN)
            {
                continue;
            }
            // The phrase must open its clause, and what follows must look like an apposition, not like a clause.
            let opens = source.start == from
                || self.has(
                    source.start - 1,
                    Class::CONJ | Class::SUBORD | Class::ADVERB,
                )
                || source.start == 0;
            let person = match source.head {
                Head::Name(..) | Head::Pronoun(_) => true,
                Head::Common(at) => {
                    self.has(at, Class::SOURCE_NOUN)
                        || self.is_any(source.start, &["many", "some", "several", "most", "one"])
                }
            };
            if let Head::Common(_) = source.head
                && opens
                && person
                && let Some(named) = noun::right(self.text, self.tokens, open + 1, close)
                && let Head::Name(first, last) = named.head
                && last - first >= 2
                && (named.end == close || self.mark(named.end, b','))
            {
                return Some(Phrase {
                    start: source.start,
                    end: close,
                    head: named.head,
                });
            }
            if opens && person && (dash || self.looks_apposed(open + 1, close)) {
                return Some(Phrase {
                    end: close,
                    ..source
                });
            }
        }
        None
    }

    /// "said the mayor, Anna Berg, who ...": the name behind the comma is what the phrase is about.
    pub(crate) fn apposed_name(&self, source: Phrase) -> Option<Head> {
        let Head::Common(at) = source.head else {
            return None;
        };
        let definite = !self.is_any(source.start, &["a", "an", "one"]);
        if !definite || !self.has(at, Class::TITLE_OR_ROLE) || !self.mark(source.end, b',') {
            return None;
        }
        let named = noun::right(self.text, self.tokens, source.end + 1, self.tokens.len())?;
        let Head::Name(first, last) = named.head else {
            return None;
        };
        let closed = named.end >= self.last() || self.mark(named.end, b',');
        (first == source.end + 1 && last - first >= 2 && closed).then_some(named.head)
    }

    fn looks_apposed(&self, start: usize, close: usize) -> bool {
        let Some(first) = self.tokens.get(start) else {
            return false;
        };
        if first.kind == Kind::Number {
            return true;
        }
        if first.is_quote() || !first.is_word() {
            return false;
        }
        if self.is_word(start + 1, "by") {
            return true;
        }
        if first.has(
            Class::DET
                | Class::REL
                | Class::POSSESSIVE
                | Class::PREP
                | Class::TITLE
                | Class::ROLE
                | Class::ROLES
                | Class::ADVERB,
        ) {
            // "the city, the mayor said": a clause of its own has a verb.
            return !first.has(Class::PRONOUN) || first.has(Class::REL);
        }
        if first.capital {
            return first.has(Class::PLACE)
                || close - start <= 4 && !first.has(Class::COMMON)
                || self
                    .tokens
                    .get(start + 1)
                    .is_some_and(|token| token.kind == Kind::Possessive);
        }
        !first.has(Class::AUX | Class::VERB | Class::CONJ | Class::PRONOUN)
            && (first.cue.is_none() || self.word(start).ends_with("ing"))
    }

    /// Where the apposition behind an inverted source ends: ", the mayor of Lindal," or "who ...".
    pub(crate) fn apposition_end(&self, end: usize) -> usize {
        if !self.mark(end, b',') {
            return end;
        }
        if !self.looks_apposed(end + 1, self.tokens.len())
            || self
                .tokens
                .get(end + 1)
                .is_some_and(|token| token.cue.is_some())
        {
            return end;
        }
        let stop = (end + 1..self.tokens.len()).find(|&at| {
            self.quote(at) && !self.short_quote(at)
                || matches!(
                    self.tokens[at].kind,
                    Kind::Mark(b'.' | b';' | b':' | b'!' | b'?')
                )
                || self.mark(at, b',') && self.quote(at + 1)
                || self.mark(at, b',')
                    && self
                        .tokens
                        .get(at + 1)
                        .is_some_and(|token| token.cue.is_some_and(|cue| cue.form == Form::Ing))
        });
        stop.unwrap_or(self.last())
    }

    /// "Berg, the mayor, said": a short apposition leaves no doubt.
    pub(crate) fn near_apposition(&self, apposed: Option<Phrase>, group: usize) -> bool {
        apposed.is_some_and(|source| {
            (source.start..group)
                .find(|&at| self.mark(at, b','))
                .is_some_and(|comma| {
                    self.has(comma + 1, Class::DESCRIPTION_OPENER) || group - comma <= 6
                })
        })
    }

    /// Where a relative clause that describes the source ends.
    pub(crate) fn description_end(&self, from: usize) -> usize {
        let stop = (from..self.tokens.len()).find(|&at| {
            self.quote(at)
                || self.mark(at, b';')
                || self.mark(at, b':')
                || self.mark(at, b'-')
                || self.mark(at, b',')
                    && self.tokens.get(at + 1).is_some_and(|token| {
                        token.is_quote() || token.cue.is_some_and(|cue| cue.form == Form::Ing)
                    })
        });
        stop.unwrap_or(self.last()).min(self.last())
    }
}
