//! What is said before the source and the verb: "The ferry stays, Berg said."
//!
//! Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::sentence::finding::Finding;
use crate::attribution::sentence::report::{Link, Report};
use crate::attribution::sentence::shape::Shape;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Frame;

/// The words before a report.
pub(crate) struct Leading<'a> {
    sentence: Sentence<'a>,
    report: &'a Report,
}

impl<'a> Leading<'a> {
    /// The words before `report`.
    pub(crate) fn new(sentence: Sentence<'a>, report: &'a Report) -> Leading<'a> {
        Leading { sentence, report }
    }

    /// What is said in them, behind the contents of the reports in `found`.
    pub(crate) fn content(&self, found: &[Finding]) -> Option<Range<usize>> {
        let sentence = self.sentence;
        let block = self.report.block.start;
        if !self.can_follow_content() {
            return None;
        }
        let last = block.checked_sub(1)?;
        if !sentence.is_quote(last) && !sentence.is_comma_or_dash(last) {
            return None;
        }
        let end = sentence.trim_marks(block);
        let floor = self.floor(found, end);
        let start = sentence.skip_marks(floor, end);
        if start >= end {
            return None;
        }
        let start = self.behind_bracket(start, end);
        if start >= end {
            return None;
        }
        if sentence.is_quote(end - 1) && end - start > 1 {
            if self.is_introduced_quotation(start, end) {
                return Some(end - 1..end);
            }
            if self.is_title(start, end) {
                return None;
            }
        }
        // A frame that takes a quotation only, with words before it, still reports the quotation.
        let behind_report = start > 0 && floor > 0;
        let frame = self.report.cue.frame;
        if sentence.is_quote(end - 1) && (frame == Frame::Quote || behind_report) {
            return Some(end - 1..end);
        }
        // "The plan, Holm writes, is dead."
        let needs_clause = matches!(frame, Frame::Quote | Frame::That) || end - start < 2;
        let parenthesis = frame != Frame::Quote
            && self.report.is_between_commas(sentence)
            && !sentence.is_quote(self.report.end() + 1);
        // "The ferry has sailed, Holm added."
        let shows = ["find", "finds", "found", "show", "shows", "showed", "shown"];
        let closes = frame == Frame::That
            && !sentence.is_any(self.report.verb, &shows)
            && self.closes_clause()
            && Shape(sentence).is_finite(&(start..end))
            && !Shape(sentence).opens_adverbial(&(start..end));
        let needs_quotation = needs_clause && !parenthesis && !closes;
        (!needs_quotation || sentence.has_quote(&(start..end))).then_some(start..end)
    }

    /// Whether nothing but an adjunct follows the report, or a comma.
    fn closes_clause(&self) -> bool {
        let (sentence, end) = (self.sentence, self.report.end());
        let adjunct = sentence.is_plain(end, Class::ADJUNCT_OPENER) && !sentence.is_word(end, "to");
        end >= sentence.last() || self.report.is_between_commas(sentence) || adjunct
    }

    /// Whether the verb can follow its content: by its frame, or because a quotation is before it.
    fn can_follow_content(&self) -> bool {
        let frame = matches!(
            self.report.cue.frame,
            Frame::Any | Frame::Clause | Frame::Tell | Frame::Quote | Frame::Urge | Frame::That
        );
        let last = self.report.block.start.checked_sub(1);
        let quoted = last.is_some_and(|at| self.sentence.is_quote(at));
        let link = !matches!(self.report.link, Link::Participle | Link::Dependent);
        link && (frame || quoted)
    }

    /// The end of the reports before this one. Past `end` if they leave nothing.
    fn floor(&self, found: &[Finding], end: usize) -> usize {
        found
            .iter()
            .filter(|finding| finding.cue.start < self.report.block.start)
            .filter(|finding| !finding.runs_on_to(end))
            .map(|finding| {
                let source = finding.source.map_or(0, |source| source.end);
                finding.content.end.max(finding.cue.end).max(source)
            })
            .max()
            .unwrap_or(0)
    }

    /// "members (\"Never!\" wrote Berg)": behind the last bracket if it is still open at `end`.
    fn behind_bracket(&self, start: usize, end: usize) -> usize {
        let words = &self.sentence.tokens[start..end];
        let open = words.iter().rposition(|token| token.is(b'('));
        match open {
            Some(open) if !words[open..].iter().any(|token| token.is(b')')) => start + open + 1,
            _ => start,
        }
    }

    /// "In March, \"we left,\" she said": the adverbial before the quotation is not said.
    fn is_introduced_quotation(&self, start: usize, end: usize) -> bool {
        let sentence = self.sentence;
        let comma = sentence.is_mark(end - 2, b',') || sentence.is_mark(end - 2, b':');
        let before = start..end - 1;
        // "The board had a rule: \"Nobody sails,\" she said": the writer introduces it.
        let introduces = sentence.is_mark(end - 2, b':') || sentence.is_mark(end - 2, b'-');
        if introduces && !sentence.has_quote(&before) && Shape(sentence).is_finite(&before) {
            return true;
        }
        comma
            && !sentence.has_quote(&before)
            && (self.opens_aside(start) || Shape(sentence).is_adverbial(&before))
    }

    /// "On Sunday on \"Lindal Today,\" Berg said": the quotation is the title of a programme.
    fn is_title(&self, start: usize, end: usize) -> bool {
        let sentence = self.sentence;
        if !sentence.is_short_quote(end - 1) {
            return false;
        }
        if sentence.word(start).ends_with("ing") && sentence.is_capital(start) {
            return true;
        }
        let title = sentence
            .word(end - 1)
            .split_whitespace()
            .all(|word| !word.starts_with(char::is_lowercase));
        title && self.opens_aside(start) && Shape(sentence).is_adverbial(&(start..end - 1))
    }

    /// Whether the word opens an adverbial or is a participle.
    fn opens_aside(&self, at: usize) -> bool {
        let participle =
            self.sentence.tokens[at].is_word() && self.sentence.word(at).ends_with("ing");
        self.sentence.has(at, Class::CLAUSE_OPENER) || participle
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks the first thing said in `text`. `None` if nothing is said.
    fn check(text: &str, expected: Option<&str>) {
        let found = attribute(&[text]);
        let content = found[0]
            .first()
            .map(|utterance| &text[utterance.range.clone()]);
        assert_eq!(content, expected, "{text}");
    }

    #[test]
    fn an_adverbial_before_a_quotation_is_not_said() {
        check(
            "In March, \"we sail at noon, and nobody stays,\" Anna Berg said.",
            Some("\"we sail at noon, and nobody stays,\""),
        );
    }

    #[test]
    fn a_verb_of_that_closes_a_clause() {
        check(
            "The ferry has sailed, Anna Berg added.",
            Some("The ferry has sailed"),
        );
        check(
            "The ferry has sailed, Anna Berg added, \"but it will be back.\"",
            Some("The ferry has sailed"),
        );
    }

    #[test]
    fn what_introduces_a_quotation_is_not_said() {
        check(
            "The board has kept one rule: \"Nobody sails after dark,\" Anna Berg said.",
            Some("\"Nobody sails after dark,\""),
        );
    }

    #[test]
    fn the_title_of_a_programme_is_not_said() {
        check("On Sunday on \"Lindal Today,\" Anna Berg said.", None);
    }

    #[test]
    fn words_before_an_open_bracket_are_not_said() {
        check(
            "They met the members (\"We never sail at noon!\" wrote Anna Berg).",
            Some("\"We never sail at noon!\""),
        );
    }
}
