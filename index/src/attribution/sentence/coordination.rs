//! Whether "and that" behind a report goes on with the report around it.
//!
//! "Orlow said that Varga had called for an end to it and that the palace agreed": the second
//! clause is what Orlow said, not what Varga called for. Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::sentence::finding::Finding;
use crate::attribution::sentence::report::Report;
use crate::attribution::sentence::shape::Shape;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::document::rule::Rule;

/// A report inside what another one reports.
pub(crate) struct Coordination<'a> {
    sentence: Sentence<'a>,
    /// The rule that found what is said around it.
    outer: Rule,
}

impl<'a> Coordination<'a> {
    /// The report of `found` whose content `report` is part of. `None` if there is none.
    pub(crate) fn around(
        sentence: Sentence<'a>,
        report: &Report,
        found: &[Finding],
    ) -> Option<Coordination<'a>> {
        let holds = |finding: &&Finding| {
            let content = &finding.content;
            let clause = matches!(finding.rule, Rule::SaidThat | Rule::SaidClause);
            clause && content.start <= report.block.start && report.block.end <= content.end
        };
        let outer = found.iter().rev().find(holds)?.rule;
        Some(Coordination { sentence, outer })
    }

    /// Whether "and that" right before the content makes it the outer report's: "called for an end
    /// and that ...".
    pub(crate) fn has(&self, content: &Range<usize>) -> bool {
        content
            .start
            .checked_sub(2)
            .is_some_and(|at| self.is_joint(at))
    }

    /// Where the content of the inner report, found by `rule`, must end: before "and that", unless
    /// that may go on with the content itself. `None` if it need not end.
    pub(crate) fn end(&self, content: &Range<usize>, rule: Rule) -> Option<usize> {
        let sentence = self.sentence;
        let mut joints = content.clone().skip(1).filter(|&at| self.is_joint(at));
        let at = joints.next()?;
        let before = content.start..at;
        // "said that Varga asked that it end and that ...": nobody can tell.
        let has_that =
            rule == Rule::SaidThat || before.clone().any(|at| sentence.is_word(at, "that"));
        // "said Varga hoped it would end and that ...": nobody can tell, either.
        let is_alike = self.outer == Rule::SaidClause && Shape(sentence).is_finite(&before);
        (!has_that && !is_alike).then(|| sentence.trim_marks(at))
    }

    /// Whether "and that" is at this position.
    fn is_joint(&self, at: usize) -> bool {
        self.sentence.has(at, Class::CONJ) && self.sentence.is_word(at + 1, "that")
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks who says the quotation in `text`.
    fn check(text: &str, expected: &str) {
        let found = attribute(&["Ilja Orlow met Lena Varga in Norhaven.", text]);
        let quotation = found[1].iter().find(|utterance| utterance.verbatim);
        let speaker = quotation.and_then(|utterance| utterance.speaker.as_deref());
        assert_eq!(speaker, Some(expected), "{text}");
    }

    #[test]
    fn and_that_goes_on_with_the_report_around_another() {
        check(
            "Orlow said that Varga had called for an end to it and that \"the palace agreed.\"",
            "Ilja Orlow",
        );
        check(
            "Orlow said on Monday that Varga rejected the plan, but that \"the palace agreed.\"",
            "Ilja Orlow",
        );
        check(
            "Orlow said Varga had called for an end to it and that \"the palace agreed.\"",
            "Ilja Orlow",
        );
        check(
            "Orlow said that Varga hoped it would end and that \"the palace agreed.\"",
            "Ilja Orlow",
        );
    }

    #[test]
    fn what_the_inner_report_is_about_may_be_long() {
        check(
            "Orlow said that Varga had called for a quick end to the blockade and that \"the palace \
             agreed.\"",
            "Ilja Orlow",
        );
    }

    #[test]
    fn a_report_of_its_own_keeps_both_clauses() {
        check(
            "Varga had called for an end to it and said that \"the palace agreed.\"",
            "Lena Varga",
        );
        check(
            "Varga said the blockade would end and that \"the palace agreed.\"",
            "Lena Varga",
        );
    }
}
