//! A source beside a quotation, and the words between them.

use std::ops::Range;

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::Phrase;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;

/// A source beside a quotation. Positions are tokens of the sentence.
pub(crate) struct Neighbour {
    /// The phrase that names the source.
    pub(crate) source: Phrase,
    /// The reporting words.
    pub(crate) cue: Range<usize>,
}

impl Neighbour {
    /// The neighbour if its source can speak: a name, a pronoun, a noun for people, a body or a
    /// text.
    pub(crate) fn if_speaks(self, sentence: Sentence<'_>) -> Option<Neighbour> {
        let speaks = match self.source.head {
            Head::Name(..) | Head::Pronoun(_) => true,
            Head::Common(at) => sentence.has(at, Class::SOURCE_WORD),
        };
        speaks.then_some(self)
    }
}
