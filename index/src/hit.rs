//! What a search returns: passages, ranked, with the byte ranges to highlight.
//!
//! Plain data that knows no index. Colour, HTML and JSON are up to whoever prints it.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::{Kind, Utterance};

/// The id of a passage. It survives re-indexing as long as its source keeps its path and its
/// paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PassageId {
    /// The document's id: 13 characters of base 32.
    pub document: String,
    /// The paragraph's number in its document, counted from 1.
    pub ordinal: u32,
    /// The part of a long paragraph, counted from 1. `None` if the paragraph is stored whole.
    pub part: Option<u32>,
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.document, self.ordinal)?;
        self.part.map_or(Ok(()), |part| write!(f, ".{part}"))
    }
}

/// What a document is known by: no other document of an index has both the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentName {
    /// The source file; see [`Passage::path`].
    pub path: String,
    /// The document's name in that file; see [`Passage::doc`].
    pub doc: String,
}

impl DocumentName {
    /// Whether the document is all of its file, and not a record, a member or a letter in it.
    pub fn is_whole_file(&self) -> bool {
        let file = self.path.rsplit(['/', '\\']).next();
        file == Some(&self.doc)
    }
}

/// Writes the path, and after a `#` the name of a document that shares its file with others. The
/// filter `path:` accepts that.
///
/// ```
/// use onrecord_index::hit::DocumentName;
/// let name = |path: &str, doc: &str| {
///     DocumentName { path: path.to_owned(), doc: doc.to_owned() }.to_string()
/// };
/// assert_eq!(name("town/march.txt", "march.txt"), "town/march.txt");
/// assert_eq!(name("wire.jsonl", "story 1"), "wire.jsonl#story 1");
/// ```
impl fmt::Display for DocumentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if !self.is_whole_file() {
            write!(f, "#{}", self.doc)?;
        }
        Ok(())
    }
}

/// A stored paragraph, or a part of a long one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its id.
    pub id: PassageId,
    /// How many parts its paragraph was cut into. `None` if the paragraph is stored whole.
    pub parts: Option<u32>,
    /// The document's name in its source: the key of a record, otherwise the name of the file.
    pub doc: String,
    /// The source file, as it was given to the index: relative to the folder that contains the
    /// index, or absolute.
    pub path: String,
    /// Number of the passage in its source file, counted from 0. Path and place give the order of
    /// the sources.
    pub place: u32,
    /// Line of its first word in the decoded source, counted from 1. `None` if the source has no
    /// lines.
    pub line: Option<u32>,
    /// Bytes of the decoded source that it was read from.
    pub span: Range<usize>,
    /// Titles from the outermost section to its own. Empty outside any section.
    pub section: Vec<String>,
    /// Number of the outermost section in its document, counted from 1.
    pub section_number: u32,
    /// Its kind of paragraph.
    pub kind: Kind,
    /// The people who speak in it.
    pub speakers: Vec<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. `None` if unknown.
    pub date: Option<String>,
    /// Language code (ISO 639-1). `None` if unknown.
    pub lang: Option<String>,
    /// Milliseconds from the start of the recording. `None` if the source has no times.
    pub start_ms: Option<u64>,
    /// Where `start_ms` is unknown, the last time stamp before it in its document: it is spoken
    /// after that time. `None` if there is no stamp before it.
    pub after_ms: Option<u64>,
    /// Number of the speaker's turn in its document, counted from 1. `None` outside any turn.
    pub turn: Option<u32>,
    /// The source's own id of the record. `None` if it has none.
    pub source_id: Option<String>,
    /// Titles that are searched with the passage but are not part of its text.
    pub titles: Vec<String>,
    /// The text.
    pub text: String,
    /// Who says which part of `text`.
    pub utterances: Vec<Utterance>,
}

/// Which of a query's parts a passage matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Every one.
    All,
    /// Only together with the paragraph before or after it: a quotation runs over the end of a
    /// paragraph.
    Across,
    /// At least one, not every one.
    Some,
    /// Perhaps none: it was found by its meaning alone.
    Meaning,
}

/// Why a passage may no longer be what its source says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stale {
    /// The file has other contents than when it was indexed.
    Changed,
    /// The file is gone.
    Gone,
}

impl Stale {
    /// Its name in output for programs.
    pub fn name(self) -> &'static str {
        match self {
            Stale::Changed => "changed",
            Stale::Gone => "gone",
        }
    }
}

/// A passage that matches a query.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Hit {
    /// Position in the whole ranking, counted from 1.
    pub rank: usize,
    /// Relevance. Comparable within one tier of one search only. 0 if nothing is scored: for `*`,
    /// and sorted by date or place.
    pub score: f32,
    /// Which of the query's parts it matches.
    pub tier: Tier,
    /// The stored paragraph.
    pub passage: Passage,
    /// Byte ranges of `passage.text` to highlight: ascending, disjoint, on `char` boundaries. Empty
    /// if not asked for.
    pub highlights: Vec<Range<usize>>,
    /// Indexes of those of `passage.utterances` that the query asks for, ascending: they hold a
    /// highlighted word, or any word if the query has only filters, and are by the speakers of its
    /// filters. Empty if not asked for.
    pub utterances: Vec<usize>,
    /// Each part of the query, or a description, with its contribution to the score. Empty if not
    /// asked for.
    pub explanation: Vec<(String, f32)>,
    /// The near-identical passages that it speaks for, best first, as far as the ranking was read
    /// for this page. Empty if not asked for.
    pub copies: Vec<Copied>,
}

/// Where a passage is that says nearly the same as a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Its id.
    pub id: PassageId,
    /// The source file; see [`Passage::path`].
    pub path: String,
    /// The document's name in that file; see [`Passage::doc`].
    pub doc: String,
    /// Line of its first word; see [`Passage::line`].
    pub line: Option<u32>,
}

/// How the matching passages spread over the values of one property.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facet {
    /// The property.
    pub property: Property,
    /// Values with their number of passages: most passages first, then by name. Years and months
    /// are in the order of time. Documents are named as [`DocumentName`] writes them.
    pub counts: Vec<(String, u64)>,
    /// How many more values there are beyond the limit of the request.
    pub more: usize,
    /// How many of the passages have no value.
    pub without: u64,
}

/// A property of passages whose values can be listed and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The people who speak.
    Speaker,
    /// Section paths, joined by " > ".
    Section,
    /// Documents.
    Doc,
    /// Kinds of paragraph.
    Kind,
    /// Languages.
    Lang,
    /// Years of the dates.
    Year,
    /// Months of the dates. A date that is only a year counts under the year.
    Month,
}

impl Property {
    /// Every property.
    pub const ALL: [Property; 7] = [
        Property::Speaker,
        Property::Section,
        Property::Doc,
        Property::Kind,
        Property::Lang,
        Property::Year,
        Property::Month,
    ];

    /// Its name in queries and output.
    pub fn name(self) -> &'static str {
        match self {
            Property::Speaker => "speaker",
            Property::Section => "section",
            Property::Doc => "doc",
            Property::Kind => "kind",
            Property::Lang => "lang",
            Property::Year => "year",
            Property::Month => "month",
        }
    }

    /// Whether its values are dates, which are listed in the order of time.
    pub fn is_date(self) -> bool {
        matches!(self, Property::Year | Property::Month)
    }
}
