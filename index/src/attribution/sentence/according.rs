//! "..., according to Anna Berg" and "According to Anna Berg, ...".
//!
//! Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::sentence::apposition::Apposition;
use crate::attribution::sentence::clause::Clause;
use crate::attribution::sentence::finding::Finding;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::document::rule::Rule;

/// "according to" and the source behind it.
pub(crate) struct According<'a> {
    sentence: Sentence<'a>,
    at: usize,
    source: Phrase,
}

impl<'a> According<'a> {
    /// "according to" at `at`. `None` if no source follows.
    pub(crate) fn new(sentence: Sentence<'a>, at: usize) -> Option<According<'a>> {
        let end = sentence.tokens.len();
        let source = noun::right(sentence.text, sentence.tokens, at + 2, end)?;
        Some(According {
            sentence,
            at,
            source,
        })
    }

    /// What its source says, behind the contents of the reports in `found`.
    pub(crate) fn finding(&self, found: &[Finding]) -> Option<Finding> {
        let sentence = self.sentence;
        if self.at == 0 || (self.at == 1 && sentence.has(0, Class::CONJ)) {
            return self.opening();
        }
        let end = sentence.trim_marks(self.at);
        if self.is_complement(end) {
            return None;
        }
        if self.is_inside_clause(end) {
            // "reported that, according to its own count, ..."
            let comma =
                (self.source.end..sentence.last()).find(|&at| sentence.is_mark(at, b','))?;
            return self.behind(comma);
        }
        let floor = found
            .iter()
            .filter(|finding| finding.content.end <= end && !finding.runs_on_to(end))
            .map(|finding| finding.content.end)
            .max()
            .unwrap_or(0);
        let start = sentence.skip_marks(floor, end);
        (start < end).then(|| self.report(start..end, Rule::AccordingTo))
    }

    /// "According to Berg, ..."
    fn opening(&self) -> Option<Finding> {
        let sentence = self.sentence;
        let last = sentence.last();
        let comma = (self.opening_end(last)..last)
            .find(|&at| sentence.is_mark(at, b',') || sentence.is_quote(at))?;
        // "According to Berg, writing to the council:" announces the next paragraph.
        if sentence.ends_in_colon() && sentence.word(comma + 1).ends_with("ing") {
            let end = sentence.tokens.len();
            let announced = self.report(end..end, Rule::Announced);
            return Some(Finding {
                main: true,
                ..announced
            });
        }
        self.behind(comma)
    }

    /// Where the source of an opening "According to Berg, the mayor," ends: behind its apposition,
    /// unless the words behind the comma are a clause of their own, or behind the one it quotes.
    fn opening_end(&self, last: usize) -> usize {
        let sentence = self.sentence;
        let start = self.source.end + 1;
        let next = (start..last)
            .find(|&at| sentence.is_mark(at, b','))
            .unwrap_or(last);
        let verb =
            |at: usize| sentence.is_plain(at, Class::ANY_VERB) && !sentence.has(at, Class::PREP);
        let clause = (start..next).any(verb) && !sentence.has(start, Class::REL);
        let described = Apposition(sentence).is_likely(start, sentence.tokens.len());
        // "According to Berg, quoting Holm, ...": Holm's words are passed on in the clause.
        let quotes = sentence.is_word(start, "quoting");
        if next < last && ((described && !clause) || quotes) {
            next
        } else {
            self.source.end
        }
    }

    /// "This is according to Berg": what it is was said before.
    fn is_complement(&self, end: usize) -> bool {
        let Some(before) = end.checked_sub(1) else {
            return false;
        };
        self.sentence.has(before, Class::BE)
            || self.sentence.word(before).starts_with(['\'', '\u{2019}'])
    }

    /// Whether what is said follows although "according to" does not open the sentence.
    fn is_inside_clause(&self, end: usize) -> bool {
        let sentence = self.sentence;
        let Some(before) = end.checked_sub(1) else {
            return false;
        };
        let subordinate =
            sentence.is_plain(before, Class::SUBORD) && !sentence.has(before, Class::PREP);
        let short = end < 3 && sentence.is_mark(self.source.end, b',');
        let relative = sentence.is_word(before, "that") || sentence.has(before, Class::REL);
        relative || subordinate || short
    }

    /// The clause behind the mark at `comma`.
    fn behind(&self, comma: usize) -> Option<Finding> {
        let (content, rule) = Clause(self.sentence).content(comma, Rule::AccordingTo)?;
        Some(self.report(content, rule))
    }

    fn report(&self, content: Range<usize>, rule: Rule) -> Finding {
        Finding {
            content,
            source: Some(self.source),
            cue: self.at..self.at + 2,
            rule,
            main: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks what is said in `text`.
    fn check(text: &str, expected: &[&str]) {
        let found = attribute(&[text]);
        let said: Vec<&str> = found[0]
            .iter()
            .map(|utterance| &text[utterance.range.clone()])
            .collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn the_source_may_come_first_or_last() {
        check(
            "The ferry will stay, according to Anna Berg, a captain.",
            &["The ferry will stay"],
        );
        check(
            "According to Anna Berg, the ferry will stay.",
            &["the ferry will stay"],
        );
    }

    #[test]
    fn what_describes_the_source_is_not_said() {
        check(
            "According to Anna Berg, a captain in Lindal, the ferry will stay.",
            &["the ferry will stay"],
        );
        // Both say it.
        check(
            "According to Anna Berg, quoting Otto Holm, the ferry will stay.",
            &["the ferry will stay", "the ferry will stay"],
        );
        check(
            "According to Anna Berg, the ferry will stay, and so will the crew.",
            &["the ferry will stay, and so will the crew"],
        );
    }

    #[test]
    fn a_mere_remark_on_the_source_says_nothing() {
        check("This is according to Anna Berg.", &[]);
    }
}
