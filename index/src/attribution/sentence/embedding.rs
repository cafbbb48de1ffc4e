//! Whether a report is in a subordinate or relative clause, and where that clause ends.
//!
//! "While Berg said it sails, the captain stayed ashore." Positions are tokens of the sentence.

use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Form};
use crate::attribution::words::scan::{Kind, Token};

/// How far before its content the clause of a report may open.
const CLAUSE_TOKENS: usize = 16;

/// A kind of clause other than a main one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Embedding {
    /// A clause that "while", "when" or the like opens.
    Subordinate,
    /// A clause that "who" or "which" opens.
    Relative,
}

impl Embedding {
    /// The clause of the report whose content begins at `start`. `None` if it is a main clause.
    pub(crate) fn of(sentence: Sentence<'_>, start: usize) -> Option<Embedding> {
        for at in (start.saturating_sub(CLAUSE_TOKENS)..start).rev() {
            let token = &sentence.tokens[at];
            if !token.is_word() && !token.is_quote() && token.kind != Kind::Possessive {
                return None;
            }
            if sentence.has(at, Class::REL) && at + 1 < start {
                return Some(Embedding::Relative);
            }
            if at + 2 < start && sentence.is_in(at, &lists::SUBORDINATORS) {
                let opens = at == 0
                    || !sentence.tokens[at - 1].is_word()
                    || sentence.has(at - 1, Class::CONJ | Class::ADVERB);
                if opens {
                    return Some(Embedding::Subordinate);
                }
            }
        }
        None
    }

    /// Where the content that begins at `start` must end, at `last` at the latest.
    pub(crate) fn content_limit(self, sentence: Sentence<'_>, start: usize, last: usize) -> usize {
        let found = (start + 1..last).find(|&at| match self {
            Embedding::Subordinate => {
                opens_main_clause(sentence, at) || closes_quotation(sentence, at)
            }
            Embedding::Relative => resumes_main_clause(sentence, at),
        });
        match found {
            Some(at) if self == Embedding::Subordinate && sentence.is_quote(at) => at + 1,
            Some(at) => at,
            None => last,
        }
    }
}

/// A comma and a subject: "While Berg said it sails, the captain".
fn opens_main_clause(sentence: Sentence<'_>, at: usize) -> bool {
    let subject = Class::PRONOUN | Class::DET | Class::POSSESSIVE;
    let other = Class::REL | Class::PLACE | Class::TIME;
    let next = sentence.tokens.get(at + 1);
    sentence.is_mark(at, b',')
        && next.is_some_and(|next| {
            next.is_word() && (next.capital || next.has(subject)) && !next.has(other)
        })
}

/// A quotation that ends with a comma, before a word that begins the main clause.
fn closes_quotation(sentence: Sentence<'_>, at: usize) -> bool {
    let next = sentence.tokens.get(at + 1);
    sentence.is_quote(at)
        && sentence.ends_in_comma(at)
        && next.is_some_and(|next| next.is_word() && !next.has(Class::CONJ))
}

/// The verb of the main clause behind a relative clause: "Berg, who said it sails, left".
fn resumes_main_clause(sentence: Sentence<'_>, at: usize) -> bool {
    let finite = |cue: Cue| matches!(cue.form, Form::Past | Form::Present);
    let begins = |next: &Token| {
        let verb = next.has(Class::ANY_VERB) && !next.has(Class::PREP);
        next.is_word() && !next.capital && (verb || next.cue.is_some_and(finite))
    };
    if sentence.is_mark(at, b',') && sentence.tokens.get(at + 1).is_some_and(begins) {
        return true;
    }
    let token = &sentence.tokens[at];
    let reports = token.cue.is_some_and(|cue| !cue.noun && finite(cue)) && !token.capital;
    reports && sentence.has(at - 1, Class::ROLE | Class::ORG)
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks where the first thing said in `text` begins and ends.
    fn check(text: &str, expected: &str) {
        let found = attribute(&[text]);
        let content = found[0]
            .first()
            .map(|utterance| &text[utterance.range.clone()]);
        assert_eq!(content, Some(expected), "{text}");
    }

    #[test]
    fn a_subordinate_report_ends_with_its_clause() {
        check(
            "While Anna Berg said it sails, the captain stayed ashore.",
            "it sails",
        );
    }

    #[test]
    fn a_relative_report_ends_before_the_verb_of_the_main_clause() {
        check(
            "Anna Berg, who said it sails, left the harbour.",
            "it sails",
        );
    }
}
