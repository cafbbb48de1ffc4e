//! A report: a verb that reports, and its source.

use std::ops::Range;

use crate::attribution::phrase::noun::Phrase;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::cue::Cue;

/// A verb that reports, and who does it. Positions are tokens of the sentence.
pub(crate) struct Report {
    /// Position of the verb.
    pub(crate) verb: usize,
    /// What the lexicon says about the verb.
    pub(crate) cue: Cue,
    /// From the first token of source and verb to the end of both.
    pub(crate) block: Range<usize>,
    /// The phrase that names the source. `None` if the sentence has none.
    pub(crate) source: Option<Phrase>,
    /// How the verb is joined to its source.
    pub(crate) link: Link,
}

impl Report {
    /// Whether source and verb are between two commas or dashes: "The plan, Berg said, was".
    pub(crate) fn is_between_commas(&self, sentence: Sentence<'_>) -> bool {
        let before = self.block.start.checked_sub(1);
        before.is_some_and(|at| sentence.is_comma_or_dash(at))
            && sentence.is_comma_or_dash(self.end())
    }

    /// The first token behind source and verb.
    pub(crate) fn end(&self) -> usize {
        self.block.end.max(self.verb + 1)
    }
}

/// How a verb is joined to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// The source is the subject before the verb: "Berg said".
    Subject,
    /// The source follows the verb: "said Berg".
    Inverted,
    /// The verb is a participle: "Berg rose, saying".
    Participle,
    /// The verb is joined to one before it or is in a relative clause, so that nothing before it is
    /// its content: "Berg rose and said", "Berg, who said".
    Dependent,
}
