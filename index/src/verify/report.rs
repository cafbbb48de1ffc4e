//! What checking a quotation returns: plain data that knows no index.
//!
//! There are two verdicts: [`Grade`] on the words, [`SpeakerVerdict`] on who says them. Ranges are
//! bytes on `char` boundaries: those named `quote` count in [`Claim::quote`], those named `source`
//! in the [`Selector::exact`] of the place beside them.

use std::ops::Range;

use serde::Serialize;

use crate::hit::{PassageId, Stale};

/// A quotation to check, and whose words it is said to be.
///
/// ```
/// use onrecord_index::verify::report::Claim;
/// let claim = Claim::new("The harbour is full.").by("Anna Berg");
/// assert_eq!(claim.speaker.as_deref(), Some("Anna Berg"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The words, with or without quotation marks around them.
    pub quote: String,
    /// The person who is said to have spoken them. `None`: only the words are checked.
    pub speaker: Option<String>,
}

impl Claim {
    /// A claim about the words alone.
    pub fn new(quote: impl Into<String>) -> Claim {
        Claim {
            quote: quote.into(),
            speaker: None,
        }
    }

    /// The same words, said to be those of this person.
    #[must_use]
    pub fn by(mut self, speaker: impl Into<String>) -> Claim {
        self.speaker = Some(speaker.into());
        self
    }
}

/// How far the words of a quotation are those of a source, the best first.
///
/// ```
/// use onrecord_index::verify::report::Grade;
/// assert!(Grade::Exact < Grade::Altered);
/// assert!(Grade::Folded.is_verified() && !Grade::Altered.is_verified());
/// assert_eq!(Grade::from_name("not-found"), Some(Grade::NotFound));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// The same characters. White space, the shape of quotation marks and apostrophes, and the
    /// marks around the whole quotation do not count.
    Exact,
    /// The same words. Case, punctuation, typography, hyphens and the form of a number differ, or a
    /// note such as "\[laughs\]" in the source is left out.
    Folded,
    /// All words in order. Words are missing only at an ellipsis, and brackets replace, add or
    /// alter words.
    Elided,
    /// At most 35 % of the words are edited. Each edit is shown.
    Altered,
    /// Parts of at least four words from different places, with nothing that says so.
    Spliced,
    /// Words like those of a source, with more edits than an altered quotation may have.
    Near,
    /// No source has such words.
    #[default]
    NotFound,
}

impl Grade {
    /// Every grade, the best first.
    pub const ALL: [Grade; 7] = [
        Grade::Exact,
        Grade::Folded,
        Grade::Elided,
        Grade::Altered,
        Grade::Spliced,
        Grade::Near,
        Grade::NotFound,
    ];

    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Exact => "exact",
            Grade::Folded => "folded",
            Grade::Elided => "elided",
            Grade::Altered => "altered",
            Grade::Spliced => "spliced",
            Grade::Near => "near",
            Grade::NotFound => "not-found",
        }
    }

    /// The grade with that name. `None` if there is none.
    pub fn from_name(name: &str) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.name() == name)
    }

    /// Whether a source has these words: the grade is [`Elided`](Grade::Elided) or better.
    pub fn is_verified(self) -> bool {
        self <= Grade::Elided
    }
}

/// Whether the person who is said to have spoken the words did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpeakerVerdict {
    /// At one of the places these are that person's own words.
    Same,
    /// At every place they are the words of known persons, and none is that person.
    Other,
    /// No place shows whose words they are, or the words themselves were not found.
    Unknown,
    /// A source gives them as what that person said, in words of its own.
    Reported,
    /// The claim names nobody.
    #[default]
    Unasked,
}

impl SpeakerVerdict {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            SpeakerVerdict::Same => "same",
            SpeakerVerdict::Other => "other",
            SpeakerVerdict::Unknown => "unknown",
            SpeakerVerdict::Reported => "reported",
            SpeakerVerdict::Unasked => "unasked",
        }
    }
}

bitflags::bitflags! {
    /// What a reader should know about a quotation beside its grade.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Flags: u32 {
        /// A negative word was added, removed or replaced.
        const NEGATION = 1;
        /// A number is another.
        const NUMBER = 1 << 1;
        /// A day, month or year is another.
        const DATE = 1 << 2;
        /// A name is another.
        const NAME = 1 << 3;
        /// A word such as "all", "some" or "never" is another.
        const QUANTITY = 1 << 4;
        /// A word such as "may" or "must" is another.
        const MODAL = 1 << 5;
        /// An ellipsis hides a negation or a condition.
        const HIDES_NEGATION = 1 << 6;
        /// An ellipsis joins words that are far from each other.
        const FAR = 1 << 7;
        /// An ellipsis hides what somebody else said.
        const OTHER_TURN = 1 << 8;
        /// The parts are in another order than in the source.
        const ORDER = 1 << 9;
        /// The quotation ends like a sentence where the sentence of the source goes on.
        const GOES_ON = 1 << 10;
        /// Fillers such as "you know" were left out.
        const CLEANED = 1 << 11;
        /// Two quotations of a draft, split by "she said", were checked as one.
        const JOINED = 1 << 12;
        /// The quotation is in a language that none of the sources searched has.
        const TRANSLATED = 1 << 13;
    }
}

impl Flags {
    /// The names of those that are set, in lower case, always in the same order.
    ///
    /// ```
    /// use onrecord_index::verify::report::Flags;
    /// let flags = Flags::HIDES_NEGATION | Flags::NUMBER;
    /// assert_eq!(flags.names().collect::<Vec<_>>(), ["number", "hides_negation"]);
    /// ```
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        const NAMES: [(Flags, &str); 14] = [
            (Flags::NEGATION, "negation"),
            (Flags::NUMBER, "number"),
            (Flags::DATE, "date"),
            (Flags::NAME, "name"),
            (Flags::QUANTITY, "quantity"),
            (Flags::MODAL, "modal"),
            (Flags::HIDES_NEGATION, "hides_negation"),
            (Flags::FAR, "far"),
            (Flags::OTHER_TURN, "other_turn"),
            (Flags::ORDER, "order"),
            (Flags::GOES_ON, "goes_on"),
            (Flags::CLEANED, "cleaned"),
            (Flags::JOINED, "joined"),
            (Flags::TRANSLATED, "translated"),
        ];
        NAMES
            .into_iter()
            .filter(move |(flag, _)| self.contains(*flag))
            .map(|(_, name)| name)
    }
}

/// The kind of an edit, from the source to the quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// The quotation has other words.
    Substitute,
    /// The quotation has words that the source does not have.
    Insert,
    /// The quotation lacks words of the source.
    Omit,
    /// The quotation has the words in another place.
    Move,
}

impl EditKind {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            EditKind::Substitute => "substitute",
            EditKind::Insert => "insert",
            EditKind::Omit => "omit",
            EditKind::Move => "move",
        }
    }
}

/// A difference between the words of a quotation and those of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// What was done to the source's words.
    pub kind: EditKind,
    /// The words in the quotation, as written there. Empty where they are left out.
    pub quote_text: String,
    /// The words in the source, as written there. Empty where words were added.
    pub source_text: String,
    /// Bytes of the quotation. Empty where words are left out: there they would be.
    pub quote: Range<usize>,
    /// Bytes of [`Selector::exact`]. Empty where words were added.
    pub source: Range<usize>,
}

/// What a mark of the quotation does openly, so that it is no edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// An ellipsis, or words of the source that it hides.
    Ellipsis,
    /// Brackets: words added, replaced or altered.
    Bracket,
    /// A note of the source, such as "\[laughs\]", that the quotation leaves out.
    Note,
}

/// An ellipsis or brackets in the quotation, and what they are in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// Bytes of the quotation. Empty for a note of the source.
    pub quote: Range<usize>,
    /// Bytes of [`Selector::exact`]: the words that are hidden or replaced. May be empty.
    pub source: Range<usize>,
}

/// How a source gives the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// As spoken, in a turn: the source labels it with a name, or states who speaks.
    Label,
    /// As spoken, inside quotation marks in prose.
    Quoted,
    /// As prose: reported, or nobody's words.
    Prose,
}

impl Standing {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Label => "label",
            Standing::Quoted => "quoted",
            Standing::Prose => "prose",
        }
    }
}

/// The words at a place with some of the text around them, as a `TextQuoteSelector` of
/// <https://www.w3.org/TR/annotation-model/#text-quote-selector>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Selector {
    /// The source's text from the first word of the quotation to the last, with the mark that ends
    /// it. Where it runs over the end of a paragraph, the paragraphs are joined by a line feed.
    pub exact: String,
    /// At most 40 characters of the paragraph before it.
    pub prefix: String,
    /// At most 40 characters of the paragraph after it.
    pub suffix: String,
}

/// A passage that holds a part of the words at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlacePart {
    /// The passage.
    pub id: PassageId,
    /// Bytes of the passage's text.
    pub range: Range<usize>,
    /// The same bytes in [`Selector::exact`].
    pub exact: Range<usize>,
}

/// A place in the sources that has the words of a quotation, or words like them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The passage in which the words begin.
    pub id: PassageId,
    /// Its source; see [`Passage::path`](crate::hit::Passage::path).
    pub path: String,
    /// The document's name; see [`Passage::doc`](crate::hit::Passage::doc).
    pub doc: String,
    /// Number of that passage in its source. Path and place give the order of the sources.
    pub place: u32,
    /// Line of that passage's first word, counted from 1. `None` if the source has no lines.
    pub line: Option<u32>,
    /// Bytes of the decoded source that its passages were read from.
    pub span: Range<usize>,
    /// Titles from the outermost section to its own.
    pub section: Vec<String>,
    /// Who says the words there, or is reported to. Empty if that is not known.
    pub speakers: Vec<String>,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. `None` if unknown.
    pub date: Option<String>,
    /// Language code (ISO 639-1). `None` if unknown.
    pub lang: Option<String>,
    /// Milliseconds from the start of the recording to the passage. `None` if unknown.
    pub start_ms: Option<u64>,
    /// How the source gives the words.
    pub standing: Standing,
    /// The source's words.
    pub selector: Selector,
    /// The passages that hold them, in order; nearly always one.
    pub parts: Vec<PlacePart>,
    /// How far they are the quotation's words.
    pub grade: Grade,
    /// The part of the quotation that this place has: all of it, except in a spliced one.
    pub quote: Range<usize>,
    /// How the quotation's words differ, in the order of the quotation.
    pub edits: Vec<Edit>,
    /// What its ellipses and brackets are here, in the order of the quotation.
    pub marks: Vec<Mark>,
    /// What a reader should know if this is the source.
    pub flags: Flags,
    /// Whether the source has changed since it was indexed.
    pub stale: Option<Stale>,
}

/// What was searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Searched {
    /// Passages that pass the filters.
    pub passages: u64,
    /// How many of these have no date.
    pub undated: u64,
    /// How many of the places given are in sources that have changed since they were indexed.
    pub stale: u64,
}

/// The answer to a [`Claim`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// How far the words are those of the source.
    pub grade: Grade,
    /// Whether the person who is said to have spoken them did.
    pub speaker: SpeakerVerdict,
    /// What a reader should know besides.
    pub flags: Flags,
    /// How the words differ from those of `source`, in the order of the quotation. Empty for a
    /// quotation that was spliced or not found.
    pub edits: Vec<Edit>,
    /// The best place. `None` if nothing was found.
    pub source: Option<Place>,
    /// Further places with the same grade and the same edits, at most 40, in the order of the
    /// sources. For a spliced quotation, the places of its other parts.
    pub others: Vec<Place>,
    /// How many places there are, the best one included. Of very frequent words not all are
    /// counted; see [`MAX_PLACES`](crate::verify::MAX_PLACES).
    pub count: usize,
    /// What was searched.
    pub searched: Searched,
    /// The language of the quotation, where it is not the one of the source. Where nothing was
    /// found: where no passage searched has it.
    pub language: Option<String>,
}
