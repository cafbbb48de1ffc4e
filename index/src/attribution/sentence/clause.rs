//! Where a reported clause ends.
//!
//! At the end of its sentence, before another report, at the end of the subordinate or relative
//! clause that contains the report, or before words on where and how it was said. Positions are
//! tokens of the sentence.

use std::ops::Range;

use crate::attribution::sentence::boundary::Boundary;
use crate::attribution::sentence::embedding::Embedding;
use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::{Sentence, is_content};
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::{Kind, Token};
use crate::document::rule::Rule;

/// What is said, and the rule that found it.
pub(crate) type Content = (Range<usize>, Rule);

/// How far before the end of the clause the words on where and how it was said may begin.
const CIRCUMSTANCE_TOKENS: usize = 9;

/// The clauses of a sentence.
pub(crate) struct Clause<'a>(pub(crate) Sentence<'a>);

impl Clause<'_> {
    /// The content from `start` to the end of the clause, found by `rule`. `None` if it is empty.
    pub(crate) fn content(&self, start: usize, rule: Rule) -> Option<Content> {
        let Clause(sentence) = self;
        let last = sentence.last();
        let start = (start..last).find(|&at| {
            let that = rule != Rule::SaidClause && sentence.is_word(at, "that");
            is_content(&sentence.tokens[at]) && !that
        })?;
        if self.is_speech(start) {
            return Some((start..start + 1, rule));
        }
        let boundary = Boundary(*sentence);
        let end = (start + 1..last)
            .find(|&at| boundary.is_at(at))
            .unwrap_or(last);
        let limit = Embedding::of(*sentence, start).map_or(last, |embedding| {
            embedding.content_limit(*sentence, start, last)
        });
        let closes =
            |token: &Token| is_content(token) || token.is(b')') || token.kind == Kind::Possessive;
        let words = &sentence.tokens[start..end.min(limit)];
        let end = start + words.iter().rposition(closes)? + 1;
        let end = self.without_circumstances(start, end);
        (end > start).then_some((start..end, rule))
    }

    /// Whether the token at `start` is a quotation of whole sentences, which is all of the content.
    fn is_speech(&self, start: usize) -> bool {
        let Clause(sentence) = self;
        let stopped = sentence.inside(start).ends_with(['.', ',', '!', '?']);
        let goes_on = sentence.is_quote(start + 1) || sentence.has(start + 1, Class::CONJ);
        sentence.is_quote(start) && stopped && !sentence.is_short_quote(start) && !goes_on
    }

    /// The end of the content without "... in a tweet", "... during an interview on Sunday": where
    /// and how it was said is not what was said.
    fn without_circumstances(&self, start: usize, end: usize) -> usize {
        let Clause(sentence) = self;
        let floor = (start + 2).max(end.saturating_sub(CIRCUMSTANCE_TOKENS));
        let opens = |at: usize| {
            let preposition =
                sentence.is_any(at, &["in", "during", "at", "on"]) && !sentence.is_capital(at);
            let site = sentence.is_any(at + 1, &["twitter", "facebook"]);
            let occasion = sentence.is_any(at + 1, &["a", "an"])
                && (at + 2..end.min(at + 5)).any(|at| sentence.is_in(at, &lists::OCCASIONS));
            preposition && (site || occasion) && !sentence.has_quote(&(at..end))
        };
        (floor..end).find(|&at| opens(at)).unwrap_or(end)
    }
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
    fn circumstances_of_the_report_are_not_said() {
        check(
            "Anna Berg called the ferry a wreck in an interview Sunday.",
            "the ferry a wreck",
        );
        check(
            "Anna Berg said the ferry stays on Twitter.",
            "the ferry stays",
        );
    }
}
