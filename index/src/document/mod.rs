//! A document: the sections and paragraphs of a source, and who speaks in each paragraph.
//!
//! Plain data. Nothing here reads a file, knows a format, or knows how passages are stored. All
//! offsets are bytes.

pub mod fact;
pub mod manner;
pub mod rule;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::fact::Fact;
use crate::document::rule::Rule;

/// A story, a transcript, a meeting, a talk or a play.
///
/// A source file gives one document, or several (JSON Lines). What is in a document depends on its
/// source alone, never on other documents.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The name that the source gives to this document, such as the `doc` key of a JSON record.
    /// `None` if the source is one document.
    pub key: Option<String>,
    /// Title. `None` if the source gives none.
    pub title: Option<String>,
    /// Language as a lower-case ISO 639-1 code ("en"), given by the source or detected. `None` if
    /// the source gives none and detection is not certain.
    pub lang: Option<String>,
    /// Sections in reading order. Not empty if there are paragraphs.
    pub sections: Vec<Section>,
    /// Paragraphs in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// What is known of it as a whole, and where that comes from.
    pub facts: Vec<Fact>,
}

/// A story in a file of several, a chapter under a heading, an agenda item, a scene.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Titles from the outermost section down to this one, none of them blank. Empty if nothing
    /// names the section.
    pub path: Vec<String>,
    /// Number of the outermost section that this one belongs to, counted from 1 in its document.
    pub number: u32,
    /// Whether the source gives its title, as a heading or as the `section` of a record. `false` if
    /// the title was made from its first words.
    pub titled: bool,
}

/// A paragraph, the unit of search: it becomes one passage, or several if it is long.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Index of its section in the document's `sections`.
    pub section: usize,
    /// Its part on the page.
    pub kind: Kind,
    /// The text to show: without markup and label, lines joined, white space single.
    pub text: String,
    /// Byte range in the decoded source.
    pub span: Range<usize>,
    /// Line of `span.start`, counted from 1 in the decoded source; in JSON Lines the record's.
    /// `None` if the source has no lines.
    pub line: Option<u32>,
    /// Milliseconds from the start of the recording. `None` if the source has no times.
    pub start_ms: Option<u64>,
    /// The last time stamp before it in its document, in the same unit. `None` if `start_ms` is
    /// known, or if there is no stamp before it.
    pub after_ms: Option<u64>,
    /// Number of the speaking turn that it belongs to, counted from 1 in its document. `None`
    /// outside turns.
    pub turn: Option<u32>,
    /// When it was said or published: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. `None` if unknown.
    pub date: Option<String>,
    /// The identifier that the source gives to this record (`id`, `_id`). `None` if it gives none.
    pub source_id: Option<String>,
    /// A title of this paragraph alone, such as the `title` of a record. Searched with the
    /// paragraph, but never highlighted. `None` if it has none.
    pub title: Option<String>,
    /// Whether the source sets it off from the text around it as a block quotation. Not kept in an
    /// index.
    pub set_off: bool,
    /// Who says which part of `text`: ascending by start, disjoint or nested.
    pub utterances: Vec<Utterance>,
    /// The persons of the outermost utterances, each once, in order of appearance; see
    /// [`speakers_of`].
    pub speakers: Vec<String>,
}

/// The part of a paragraph on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Running text or speech.
    #[default]
    Body,
    /// A title line.
    Heading,
    /// The text under a picture.
    Caption,
    /// A line that names the author.
    Byline,
    /// A line that names who else reported, and from where.
    Credit,
    /// A note on what happens: "(Applause)".
    StageDirection,
}

impl Section {
    /// A section that the source titles. `number` counts outermost sections from 1.
    pub fn titled(path: Vec<String>, number: u32) -> Section {
        Section {
            path,
            number,
            titled: true,
        }
    }
}

impl Paragraph {
    /// A paragraph of body text, in the section with that index, in which nobody speaks.
    pub fn new(section: usize, text: impl Into<String>) -> Paragraph {
        Paragraph {
            section,
            text: text.into(),
            ..Paragraph::default()
        }
    }

    /// A paragraph that is `speaker`'s own words from beginning to end, as under a label. Without
    /// text, nobody speaks.
    ///
    /// ```
    /// use onrecord_index::document::Paragraph;
    /// let paragraph = Paragraph::spoken(0, "Anna Berg", "The harbour is full.");
    /// assert_eq!(paragraph.utterances[0].range, 0..20);
    /// ```
    pub fn spoken(section: usize, speaker: &str, text: impl Into<String>) -> Paragraph {
        let mut paragraph = Paragraph::new(section, text);
        if !paragraph.text.is_empty() {
            paragraph.utterances = vec![Utterance {
                range: 0..paragraph.text.len(),
                speaker: Some(speaker.to_owned()),
                speaker_text: speaker.to_owned(),
                source: Source::Person,
                verbatim: true,
                cue: None,
                rule: Rule::Label,
                relayed: false,
            }];
            paragraph.speakers = vec![speaker.to_owned()];
        }
        paragraph
    }
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: [Kind; 6] = [
        Kind::Body,
        Kind::Heading,
        Kind::Caption,
        Kind::Byline,
        Kind::Credit,
        Kind::StageDirection,
    ];

    /// Its name in queries and output: "body", "stage-direction".
    pub fn name(self) -> &'static str {
        match self {
            Kind::Body => "body",
            Kind::Heading => "heading",
            Kind::Caption => "caption",
            Kind::Byline => "byline",
            Kind::Credit => "credit",
            Kind::StageDirection => "stage-direction",
        }
    }

    /// The kind with that name. `None` if there is none.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A part of a paragraph that somebody says.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// Byte range in the paragraph's text, on `char` boundaries, not empty.
    pub range: Range<usize>,
    /// The person, without titles, in the longest form that the document gives. `None` for
    /// organisations, for sources without a name, and if the speaker is not known.
    pub speaker: Option<String>,
    /// The source in the words of the text: "he", "Kremlin spokesman Dmitry Peskov", "White House
    /// officials". Empty if the text names none.
    pub speaker_text: String,
    /// The kind of source.
    pub source: Source,
    /// `true` if these are the words as spoken: inside quotation marks or in a labelled turn.
    /// `false` for indirect speech.
    pub verbatim: bool,
    /// The reporting words: "said", "according to". `None` under a label, and where a quotation
    /// goes on without any.
    pub cue: Option<String>,
    /// The rule that decided who says it.
    pub rule: Rule,
    /// Whether somebody else passes these words on: "Holm said that Berg had left, quoting her".
    /// The words are inside an utterance of that person, or are the same words.
    pub relayed: bool,
}

/// The kind of source that an utterance has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A human being, named or referred to by a pronoun or an office.
    Person,
    /// "the Kremlin", "the Clinton campaign".
    Organisation,
    /// "officials", "a person familiar with the talks".
    Unnamed,
    /// The text does not show who says it.
    #[default]
    Unknown,
}

/// The persons who speak in a paragraph with these utterances: those of the outermost ones and
/// those whose words are relayed, each once, in order of appearance. Words quoted inside a reported
/// clause are somebody's report.
pub fn speakers_of(utterances: &[Utterance]) -> Vec<String> {
    let mut speakers: Vec<String> = Vec::new();
    let is_relayed =
        |utterance: &Utterance| utterance.relayed && utterance.rule != Rule::WordsWithin;
    for (utterance, is_nested) in with_nesting(utterances) {
        if let Some(speaker) = &utterance.speaker
            && (!is_nested || is_relayed(utterance))
            && !speakers.contains(speaker)
        {
            speakers.push(speaker.clone());
        }
    }
    speakers
}

/// The utterances that are not inside another.
pub(crate) fn outermost(utterances: &[Utterance]) -> impl Iterator<Item = &Utterance> {
    with_nesting(utterances)
        .filter(|(_, is_nested)| !is_nested)
        .map(|(utterance, _)| utterance)
}

/// The utterances, each with whether it is inside another. Two persons who say the same words
/// together are not; a person who is quoted inside another's words is.
fn with_nesting(utterances: &[Utterance]) -> impl Iterator<Item = (&Utterance, bool)> {
    let mut around: Range<usize> = 0..0;
    utterances.iter().map(move |utterance| {
        let is_nested = utterance.range.end <= around.end && utterance.range != around;
        if utterance.range.end > around.end {
            around = utterance.range.clone();
        }
        (utterance, is_nested)
    })
}

#[cfg(test)]
mod tests {
    use super::{Utterance, speakers_of};

    fn check(utterances: &[(usize, usize, &str)], expected: &[&str]) {
        let utterances: Vec<Utterance> = utterances
            .iter()
            .map(|(start, end, name)| Utterance {
                range: *start..*end,
                speaker: Some((*name).to_owned()),
                ..Utterance::default()
            })
            .collect();
        assert_eq!(speakers_of(&utterances), expected);
    }

    #[test]
    fn speakers_are_those_of_the_outermost_utterances() {
        check(
            &[(0, 5, "Anna"), (6, 9, "Karl"), (10, 12, "Anna")],
            &["Anna", "Karl"],
        );
        check(&[(0, 20, "Anna"), (5, 9, "Karl")], &["Anna"]);
        check(&[(0, 20, "Anna"), (0, 20, "Karl")], &["Anna", "Karl"]);
    }
}
