//! What a rule finds in a sentence: the content, its source, and the reporting words.

use std::ops::Range;

use crate::attribution::phrase::noun::Phrase;
use crate::document::rule::Rule;

/// Something reported. Positions are tokens of the sentence.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// What is said. Empty if a colon announces it for the next paragraph.
    pub(crate) content: Range<usize>,
    /// The phrase that names the source. `None` if the sentence has none.
    pub(crate) source: Option<Phrase>,
    /// The reporting words.
    pub(crate) cue: Range<usize>,
    /// The rule that found it.
    pub(crate) rule: Rule,
    /// Whether it is the report of a main clause: only its speaker may go on in the next quotation.
    pub(crate) main: bool,
}

impl Finding {
    /// Whether the content runs on to `end`, where another report closes the sentence. Then all of
    /// it is the content of the other report.
    pub(crate) fn runs_on_to(&self, end: usize) -> bool {
        let follows_verb = matches!(
            self.rule,
            Rule::SaidThat | Rule::SaidClause | Rule::SaidAbout
        );
        follows_verb && self.content.end == end && self.main
    }
}
