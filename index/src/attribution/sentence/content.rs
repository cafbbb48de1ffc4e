//! What a report reports: before it, behind it, or on both sides.
//!
//! "The ferry stays, Berg said", "Berg said that it stays", "The ferry, Berg said, was dead".
//! Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::sentence::clause::{Clause, Content};
use crate::attribution::sentence::coordination::Coordination;
use crate::attribution::sentence::embedding::Embedding;
use crate::attribution::sentence::finding::Finding;
use crate::attribution::sentence::leading::Leading;
use crate::attribution::sentence::report::{Link, Report};
use crate::attribution::sentence::said::Said;
use crate::attribution::sentence::shape::Shape;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::sentence::trailing::Trailing;
use crate::attribution::sentence::verb::VerbGroup;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::document::rule::Rule;

/// How far behind the report a colon may end the sentence and still belong to the report.
const COLON_TOKENS: usize = 30;

/// How far behind "As the Herald reported" its comma may be.
const AS_CLAUSE_TOKENS: usize = 12;

/// A report whose content is to be found.
pub(crate) struct ContentSearch<'a> {
    sentence: Sentence<'a>,
    report: &'a Report,
    /// The first token behind the verb and its source.
    behind: usize,
}

impl<'a> ContentSearch<'a> {
    /// The words around `report`.
    pub(crate) fn new(sentence: Sentence<'a>, report: &'a Report) -> ContentSearch<'a> {
        let behind = if report.link == Link::Inverted {
            report.block.end
        } else {
            report.verb + 1
        };
        // "said, however, that"
        let aside = sentence.is_mark(behind, b',')
            && sentence.has(behind + 1, Class::ADVERB | Class::COMMON)
            && sentence.is_mark(behind + 2, b',')
            && sentence.is_word(behind + 3, "that");
        let behind = behind + if aside { 3 } else { 0 };
        ContentSearch {
            sentence,
            report,
            behind,
        }
    }

    /// Adds what is reported to `found`, which holds what the verbs before it report.
    pub(crate) fn add_findings(&self, found: &mut Vec<Finding>) {
        let leading = Leading::new(self.sentence, self.report).content(found);
        let quoted = leading
            .as_ref()
            .is_some_and(|content| self.sentence.is_quote(content.end - 1));
        if self.is_thought_of_report(found) {
            return;
        }
        let leading = leading.filter(|content| !self.is_thought(content));
        let (leading, trailing) =
            self.without_unsaid(leading, self.trailing(quoted, found), quoted);
        match (leading, trailing) {
            (Some(before), Some((after, _))) if quoted => {
                found.push(self.finding(before, Rule::QuoteSaid));
                found.push(self.finding(after, Rule::Split));
            }
            (Some(before), Some((after, Rule::SaidThat))) if self.is_letter(&before, &after) => {
                found.push(self.finding(before, Rule::ClauseSaid));
            }
            (Some(before), Some(after)) => self.add_both_sides(before, after, found),
            (Some(before), None) if quoted => found.push(self.finding(before, Rule::QuoteSaid)),
            (Some(before), None) => {
                if !Shape(self.sentence).is_adverbial(&before) {
                    found.push(self.finding(before, Rule::ClauseSaid));
                }
            }
            (None, Some((after, rule))) => found.push(self.finding(after, rule)),
            (None, None) => found.extend(self.announcement()),
        }
    }

    /// What is said behind the verb.
    fn trailing(&self, has_leading_quote: bool, found: &[Finding]) -> Option<Content> {
        let sentence = self.sentence;
        let trailing = Trailing::new(sentence, self.report, self.behind, has_leading_quote);
        let (mut content, rule) = trailing.content()?;
        if self.is_thought(&content) {
            return None;
        }
        // "Recalling the storm, Berg left": what a participle recalls at the head of a sentence
        // ends before the subject.
        if self.report.link == Link::Participle
            && self.report.verb == 0
            && let Some(source) = self.report.source
            && (content.start + 1..content.end).contains(&source.start)
        {
            content.end = source.start - 1;
        }
        let around = Coordination::around(sentence, self.report, found);
        if let Some(around) = around {
            if around.has(&content) {
                return None;
            }
            content.end = around.end(&content, rule).unwrap_or(content.end);
        }
        if sentence.has_quote(&content) || Shape(sentence).is_finite(&content) {
            return Some((content, rule));
        }
        // "Berg said of the storm:" announces the next paragraph.
        let announces =
            rule == Rule::SaidClause && sentence.ends_in_colon() && content.end == sentence.last();
        // "..., as the Herald reported a day later": the time is not said.
        let as_clause = self
            .report
            .block
            .start
            .checked_sub(1)
            .is_some_and(|before| sentence.is_word(before, "as"));
        (!announces && !as_clause).then_some((content, rule))
    }

    /// "Berg said she thinks it sails": the thought is a part of what Berg says.
    fn is_thought_of_report(&self, found: &[Finding]) -> bool {
        let verb = self.report.verb;
        let is_inside = |finding: &Finding| finding.content.contains(&verb);
        self.is_thinking() && found.iter().any(is_inside)
    }

    fn is_thinking(&self) -> bool {
        let forms = ["think", "thinks", "thought", "thinking"];
        self.sentence.is_any(self.report.verb, &forms)
    }

    /// Whether the words were thought rather than said: "I think", "Berg thought". "Berg thinks"
    /// reports an opinion that somebody has stated.
    fn is_thought(&self, content: &Range<usize>) -> bool {
        let sentence = self.sentence;
        let verb = self.report.verb;
        if !self.is_thinking() {
            return false;
        }
        let writer = self
            .report
            .source
            .is_none_or(|source| sentence.is_any(source.start, &["i", "we", "you", "one", "who"]));
        let helped = VerbGroup::new(sentence, verb).has_helper(Class::AUX);
        let topic = sentence.is_any(content.start, &["about", "of"]);
        let states = sentence.is_any(verb, &["think", "thinks"]) && !writer && !helped && !topic;
        !states && !sentence.is_quote(content.start) && !sentence.is_quote(content.end - 1)
    }

    /// "The ferry has sailed, Berg wrote in a letter that nobody read": what follows "that" is
    /// about the letter, as a clause before the report was said already.
    fn is_letter(&self, before: &Range<usize>, after: &Range<usize>) -> bool {
        let sentence = self.sentence;
        let Some(noun) = after.start.checked_sub(2) else {
            return false;
        };
        let adverbial =
            Shape(sentence).is_adverbial(before) || Shape(sentence).is_participle(before);
        noun > self.report.verb
            && sentence.is_plain(noun, Class::TEXT)
            && Shape(sentence).is_finite(before)
            && !Shape(sentence).opens_adverbial(before)
            && !adverbial
    }

    /// The contents before and behind the verb without those that were not said, or with what the
    /// clause behind "As the Herald reported" says.
    fn without_unsaid(
        &self,
        leading: Option<Range<usize>>,
        trailing: Option<Content>,
        has_leading_quote: bool,
    ) -> (Option<Range<usize>>, Option<Content>) {
        let Some(content) = trailing else {
            let opened = leading.is_none().then(|| self.behind_as_clause()).flatten();
            return (leading, opened);
        };
        if Said::new(self.sentence, self.report, &content).is_said() {
            return (leading, Some(content));
        }
        // "When the ship sank, Berg claimed victory" reports nothing; "The ferry stays, Berg said
        // on Monday" does.
        let keeps = has_leading_quote || Shape(self.sentence).is_time(&content.0);
        let leading = leading.filter(|_| keeps);
        let opened = leading.is_none().then(|| self.behind_as_clause()).flatten();
        (leading, opened)
    }

    /// "As the Herald reported, the ferry stays."
    fn behind_as_clause(&self) -> Option<Content> {
        let sentence = self.sentence;
        let frame = self.report.cue.frame;
        let pointed = frame == Frame::About && sentence.is_word(self.behind, "out");
        let speaks = matches!(frame, Frame::Any | Frame::Tell | Frame::Clause) || pointed;
        // "But as Berg reported"
        let opener = self.report.block.start.checked_sub(1)?;
        let opens = opener == 0 || (opener == 1 && sentence.has(0, Class::CONJ));
        if !opens || !sentence.is_word(opener, "as") || !speaks {
            return None;
        }
        let behind = self.behind + usize::from(pointed);
        let next = sentence.tokens.get(behind)?;
        // "As Berg joked with a friend, ..." tells when something else happened.
        let other = next.plain(Class::PREP)
            && !next.has(Class::ADVERB)
            && !sentence.is_any(behind, &["at", "during", "in", "on"]);
        if next.is_word() && (other || !next.has(Class::ADJUNCT_OPENER)) {
            return None;
        }
        let limit = sentence.tokens.len().min(behind + AS_CLAUSE_TOKENS);
        let comma = (behind..limit).find(|&at| sentence.is_mark(at, b','))?;
        Clause(sentence).content(comma + 1, Rule::AsSaid)
    }

    /// "The plan, Berg said, was dead", with content on both sides; otherwise what is before the
    /// report is an adverbial.
    fn add_both_sides(&self, before: Range<usize>, after: Content, found: &mut Vec<Finding>) {
        let sentence = self.sentence;
        let (after, rule) = after;
        let end = self.report.block.end;
        let comma = sentence.is_mark(end, b',') && end + 1 == after.start;
        let resumed = match rule {
            Rule::Split | Rule::SaidColon => true,
            Rule::SaidQuote => comma,
            _ => false,
        };
        // "The ferry has sailed, Berg said on Monday, and it will be back."
        let joined = rule == Rule::SaidClause
            && sentence.is_mark(after.start.saturating_sub(1), b',')
            && sentence.tokens[after.start].has(Class::CONJ)
            && Shape(sentence).is_finite(&before);
        if joined {
            found.push(self.finding(before, Rule::ClauseSaid));
            return;
        }
        if !resumed || self.report.link == Link::Participle {
            found.push(self.finding(after, rule));
            return;
        }
        if self.is_fronted(&before, &after) {
            found.push(self.finding(before, Rule::Split));
        }
        found.push(self.finding(after, Rule::Split));
    }

    /// Whether the words before a report between commas belong to what is said: "Still, Berg said,
    /// it sails". Before a quotation with a capital they tell when it was said: "In March, Berg
    /// said, \"It sails.\"" What the speaker was doing is never said: "Asked about it, Berg said,".
    fn is_fronted(&self, before: &Range<usize>, after: &Range<usize>) -> bool {
        let sentence = self.sentence;
        let shape = Shape(sentence);
        let quoted = sentence
            .word(after.start)
            .trim_start_matches(|c: char| !c.is_alphanumeric());
        let verb = [
            "is ", "are ", "was ", "were ", "has ", "have ", "will ", "would ",
        ]
        .iter()
        .any(|verb| quoted.starts_with(verb));
        if shape.is_participle(before) && !verb {
            return false;
        }
        if !sentence.is_quote(after.start) || sentence.has_quote(before) || verb {
            return true;
        }
        let goes_on = quoted.starts_with(char::is_lowercase) && before.len() > 1;
        let circumstance = shape.is_adverbial(before) || shape.opens_adverbial(before);
        !circumstance || (goes_on && !shape.has_time(before))
    }

    /// "Berg said:", and also "Berg agreed." before a quotation, announce what the next paragraph
    /// quotes.
    fn announcement(&self) -> Option<Finding> {
        let sentence = self.sentence;
        let end = sentence.tokens.len();
        let block = &self.report.block;
        let agrees = self.report.cue.frame == Frame::Quote
            && self.report.cue.form != Form::Ing
            && block.end >= sentence.last().saturating_sub(1);
        let colon = sentence.ends_in_colon() && end < block.end + COLON_TOKENS;
        (agrees || colon).then(|| Finding {
            content: end..end,
            source: self.report.source,
            cue: self.cue(),
            rule: Rule::Announced,
            main: true,
        })
    }

    fn finding(&self, content: Range<usize>, rule: Rule) -> Finding {
        let behind = content.start > self.report.verb;
        let embedded = behind && Embedding::of(self.sentence, content.start).is_some();
        let object = self.report.cue.frame == Frame::Object && !self.sentence.has_quote(&content);
        Finding {
            main: self.report.link != Link::Dependent && !embedded && !object,
            content,
            source: self.report.source,
            cue: self.cue(),
            rule,
        }
    }

    /// The verb with its helpers, which come before the source if that follows the verb.
    fn cue(&self) -> Range<usize> {
        let verb = self.report.verb;
        let start = if self.report.link == Link::Inverted {
            verb
        } else {
            VerbGroup::new(self.sentence, verb).start
        };
        start..verb + 1
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
    fn a_report_may_interrupt_its_content() {
        check(
            "The plan, Anna Berg said, was dead.",
            &["The plan", "was dead"],
        );
        check(
            "\"We sail,\" Anna Berg said, \"at noon.\"",
            &["\"We sail,\"", "\"at noon.\""],
        );
    }

    #[test]
    fn an_adverbial_before_the_report_is_not_said() {
        check(
            "In March, Anna Berg said, \"We sail at noon.\"",
            &["\"We sail at noon.\""],
        );
    }

    #[test]
    fn an_opinion_is_said_and_a_thought_is_not() {
        check("Anna Berg thinks it still sails.", &["it still sails"]);
        check("Anna Berg thought it still sailed.", &[]);
        check("I think it still sails.", &[]);
    }

    #[test]
    fn a_clause_before_the_report_is_all_that_was_said() {
        check(
            "The ferry has sailed, Anna Berg wrote in a letter that her lawyer read aloud.",
            &["The ferry has sailed"],
        );
        check(
            "In March, Anna Berg wrote in a letter that the ferry sails.",
            &["the ferry sails"],
        );
        check(
            "The ferry has sailed, Anna Berg said on Monday, and it has sunk twice since.",
            &["The ferry has sailed"],
        );
    }

    #[test]
    fn an_aside_before_that_is_not_said() {
        check("Anna Berg says, however, that it sails.", &["it sails"]);
    }

    #[test]
    fn a_clause_with_as_may_follow_a_conjunction_or_have_adjuncts() {
        check(
            "But as Anna Berg noted in the Herald on Monday, it still sails.",
            &["it still sails"],
        );
        check(
            "As Anna Berg has pointed out, it still sails.",
            &["it still sails"],
        );
    }

    #[test]
    fn fronted_words_are_said() {
        check("Still, Anna Berg said, it sails.", &["Still", "it sails"]);
        check(
            "In the long run, Anna Berg said, it sails.",
            &["In the long run", "it sails"],
        );
        check(
            "In a storm, Anna Berg said, \"the ferry is a victim.\"",
            &["In a storm", "\"the ferry is a victim.\""],
        );
        check("Asked about it, Anna Berg said, it sails.", &["it sails"]);
        check(
            "The trouble, Anna Berg writes, began in May.",
            &["The trouble", "began in May"],
        );
    }

    #[test]
    fn a_time_behind_the_report_is_not_said() {
        check(
            "The ferry stays, Anna Berg said on Monday.",
            &["The ferry stays"],
        );
        check("The ferry stays, as Anna Berg reported a day later.", &[]);
    }
}
