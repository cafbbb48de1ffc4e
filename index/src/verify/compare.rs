//! Compares two texts word by word, without an index.

use crate::hit::Passage;
use crate::speakers::Speakers;
use crate::verify::alignment::{Ends, SourceWords, align};
use crate::verify::edits::read;
use crate::verify::grade::{Compared, Evidence};
use crate::verify::languages::{language, language_of};
use crate::verify::place::{Query, edits, marks};
use crate::verify::quotation::Quotation;
use crate::verify::report::{Edit, Flags, Grade, Mark};
use crate::verify::token::Lexicon;
use crate::verify::window::Window;
use tantivy::DocAddress;

/// How the words of a text are those of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// How far they are the same.
    pub grade: Grade,
    /// The differences. Ranges named `source` count in the source that was given.
    pub edits: Vec<Edit>,
    /// What ellipses and brackets of the quotation are in the source.
    pub marks: Vec<Mark>,
    /// What the differences are about.
    pub flags: Flags,
    /// How many words are edited.
    pub edited: usize,
}

/// Compares a quotation with a text that is all of its source: words that the text has before and
/// after the quotation's are edits, too. The flags are those of the source's language, as far as
/// its words show it, otherwise of English.
///
/// ```
/// use onrecord_index::verify::compare;
/// use onrecord_index::verify::report::Grade;
/// let comparison = compare("The harbour was full.", "The harbour is full.");
/// assert_eq!(comparison.grade, Grade::Altered);
/// assert_eq!(comparison.edits[0].quote_text, "was");
/// assert_eq!(comparison.edits[0].source, 12..14);
/// ```
pub fn compare(quote: &str, source: &str) -> Comparison {
    let mut lexicon = Lexicon::default();
    let quotation = Quotation::new(quote, &mut lexicon);
    let passage = Passage {
        text: source.to_owned(),
        ..Passage::default()
    };
    let window = Window::new(vec![(DocAddress::new(0, 0), passage)], &mut lexicon);
    let words = SourceWords {
        tokens: &window.tokens,
        notes: &window.notes,
    };
    let steps = align(&quotation, words, &lexicon, Ends::Fixed);
    let language = language(language_of(source).as_deref());
    let tokens = &window.tokens;
    let reading = read(
        quote, &quotation, tokens, source, &steps, &lexicon, language,
    );
    // Every word that is the same is known to be from there.
    let evidence = Evidence {
        bits: vec![1.0; quotation.items.len()],
        needed: 1.0,
    };
    let query = Query {
        quote,
        quotation: &quotation,
        evidence: &evidence,
        speakers: &Speakers::default(),
    };
    let compared = Compared {
        quote,
        quotation: &quotation,
        text: source,
        tokens,
        reading: &reading,
        evidence: &evidence,
        is_of_several: false,
    };
    Comparison {
        grade: compared.grade(),
        edits: edits(quote, &quotation, tokens, source, &reading, 0),
        marks: marks(&quotation, tokens, &reading, 0),
        flags: query.flags(&window, &reading, &lexicon, language),
        edited: reading.edited(),
    }
}
