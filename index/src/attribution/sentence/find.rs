//! Everything that is reported in a sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::Phrase;
use crate::attribution::sentence::according::According;
use crate::attribution::sentence::candidate::Candidate;
use crate::attribution::sentence::content::ContentSearch;
use crate::attribution::sentence::finding::Finding;
use crate::attribution::sentence::question::question;
use crate::attribution::sentence::report::Report;
use crate::attribution::sentence::source::SourceSearch;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Frame};

/// Finds what is reported in a sentence, in the order of the reporting words.
pub(crate) fn findings(sentence: Sentence<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for at in 0..sentence.tokens.len() {
        if sentence.is_word(at, "according") && sentence.is_word(at + 1, "to") {
            let according = According::new(sentence, at);
            found.extend(according.and_then(|according| according.finding(&found)));
        } else if let Some(asked) = question(sentence, at) {
            found.extend(asked.finding());
        } else if let Some(report) = report_at(sentence, at, &found) {
            ContentSearch::new(sentence, &report).add_findings(&mut found);
        }
    }
    found
}

/// The report of the word at `at`, if it is a verb that reports.
fn report_at(sentence: Sentence<'_>, at: usize, found: &[Finding]) -> Option<Report> {
    let cue = sentence.tokens[at].cue?;
    if !Candidate::new(sentence, at, cue).reports() {
        return None;
    }
    let report = SourceSearch::new(sentence, at, cue, found).report()?;
    (!is_described_by_thing(sentence, cue, report.source)).then_some(report)
}

/// "a law that describes the motion": what calls or describes here is neither people nor a text.
fn is_described_by_thing(sentence: Sentence<'_>, cue: Cue, source: Option<Phrase>) -> bool {
    let Some(Head::Common(at)) = source.map(|source| source.head) else {
        return false;
    };
    cue.frame == Frame::Object
        && !sentence.is_capital(at)
        && !sentence.has(at, Class::SOURCE_WORD | Class::BRAND)
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks how many things are said in `text`.
    fn check(text: &str, expected: usize) {
        assert_eq!(attribute(&[text])[0].len(), expected, "{text}");
    }

    #[test]
    fn a_thing_dismisses_nothing() {
        check("The storm dismissed the plan.", 0);
        check("Anna Berg dismissed the plan.", 1);
    }

    #[test]
    fn each_reporting_verb_has_its_content() {
        check("Anna Berg said it sails, but Otto Holm said it sinks.", 2);
    }
}
