//! What a stretch of a sentence can be: a clause, an adverbial, a time.
//!
//! As far as word lists and endings tell: there is no parser. Ranges are tokens of the sentence.

use std::ops::Range;

use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Form;
use crate::attribution::words::scan::{Kind, Token};

/// A longer stretch is no adverbial, whatever word opens it.
const ADVERBIAL_TOKENS: usize = 15;

/// The stretches of a sentence.
pub(crate) struct Shape<'a>(pub(crate) Sentence<'a>);

impl Shape<'_> {
    /// "late Thursday", "a few days later".
    pub(crate) fn is_time(&self, range: &Range<usize>) -> bool {
        let Shape(sentence) = self;
        let timed = range.clone().any(|at| sentence.has(at, Class::TIME))
            || sentence.is_word(range.end - 1, "later");
        let class = Class::TIME | Class::ADVERB | Class::DET;
        timed
            && range.clone().all(|at| {
                let token = &sentence.tokens[at];
                token.has(class)
                    || token.kind == Kind::Number
                    || sentence.is_in(at, &lists::TIME_UNITS)
            })
    }

    /// Whether a word for a time is in it.
    pub(crate) fn has_time(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| self.0.has(at, Class::TIME))
    }

    /// "Asked about it", "Speaking in Lindal", "When told": what the subject was doing.
    pub(crate) fn is_participle(&self, range: &Range<usize>) -> bool {
        let Shape(sentence) = self;
        let skipped = Class::CONJ | Class::SUBORD | Class::ADVERB | Class::PREP;
        let Some(first) = range.clone().find(|&at| !sentence.has(at, skipped)) else {
            return false;
        };
        let word = sentence.word(first);
        let ing = word.ends_with("ing") && !sentence.has(first, Class::DET) && word.len() > 5;
        let ed = word.ends_with("ed") && sentence.has(first + 1, Class::PREP);
        let cue = sentence
            .cue(first)
            .is_some_and(|cue| matches!(cue.form, Form::Past | Form::Ing));
        ing || ed || cue
    }

    /// Whether it has a finite verb.
    pub(crate) fn is_finite(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| self.is_finite_verb(at, range.start))
    }

    /// "But in March, as a ship sank": it opens as an adverbial does, whatever follows.
    pub(crate) fn opens_adverbial(&self, range: &Range<usize>) -> bool {
        let Shape(sentence) = self;
        let conjunction = sentence.tokens[range.start].has(Class::CONJ);
        sentence.has(range.start + usize::from(conjunction), Class::CLAUSE_OPENER)
    }

    /// "In both cases", "Instead", "And yet", "Six months ago": it is no clause of its own.
    pub(crate) fn is_adverbial(&self, range: &Range<usize>) -> bool {
        let Shape(sentence) = self;
        let conjunction = sentence.tokens[range.start].has(Class::CONJ) && range.len() > 1;
        let range = range.start + usize::from(conjunction)..range.end;
        if range.len() < 2 {
            return true;
        }
        let first = &sentence.tokens[range.start];
        let counted = first.kind == Kind::Number || first.has(Class::DET);
        let ago = sentence.has(range.end - 1, Class::ADVERBIAL);
        if range.len() < 5 && counted && ago {
            return true;
        }
        let opens = first.is_word() && first.has(Class::CLAUSE_OPENER);
        let verb = |token: &Token| token.plain(Class::ANY_VERB) && !token.has(Class::PREP);
        opens && range.len() <= ADVERBIAL_TOKENS && !sentence.tokens[range].iter().any(verb)
    }

    /// Whether the token at `at` is a finite verb in a stretch that begins at `start`.
    fn is_finite_verb(&self, at: usize, start: usize) -> bool {
        let Shape(sentence) = self;
        let token = &sentence.tokens[at];
        let noun = token.has(Class::PHRASE_OPENER);
        if !token.is_word() || token.capital || noun {
            return false;
        }
        let reports = token
            .cue
            .is_some_and(|cue| !cue.noun && cue.form != Form::Ing);
        if reports || token.has(Class::ANY_VERB) {
            return true;
        }
        if token.class != Class::empty() || at == start {
            return false;
        }
        let word = sentence.word(at);
        (word.len() > 3 && word.ends_with("ed")) || self.is_present(at, start)
    }

    /// Whether a word without a class, but not the first one, is a verb in -s: "the ship sinks".
    fn is_present(&self, at: usize, start: usize) -> bool {
        let Shape(sentence) = self;
        let word = sentence.word(at);
        if !word.ends_with('s') || word.ends_with("ss") {
            return false;
        }
        let before = &sentence.tokens[at - 1];
        let subject = before.is_word()
            && !sentence.word(at - 1).ends_with('s')
            && !before.has(Class::DET | Class::PREP | Class::POSSESSIVE);
        // "of mending ships"
        let object = sentence.word(at - 1).ends_with("ing")
            && at > start + 1
            && sentence.is_plain(at - 2, Class::PREP);
        let ends = Class::PREP | Class::DET | Class::ADVERB | Class::POSSESSIVE;
        let complete = sentence
            .tokens
            .get(at + 1)
            .is_none_or(|next| !next.is_word() || next.has(ends));
        subject && !object && complete
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks how many things are said in `text`.
    fn check(text: &str, expected: usize) {
        assert_eq!(attribute(&[text])[0].len(), expected, "{text}");
    }

    #[test]
    fn a_time_or_an_adverbial_is_no_content() {
        check("Anna Berg reported late on Monday.", 0);
        check("In both cases, Anna Berg said it sails.", 1);
    }

    #[test]
    fn a_verb_of_clauses_needs_a_finite_verb() {
        check("Anna Berg claimed the prize for crossing oceans.", 0);
        check("Anna Berg claimed the ferry crosses the sound.", 1);
    }
}
