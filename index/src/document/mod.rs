//! What a source becomes once it is read: a document of sections and paragraphs, with who speaks in each.
//!
//! Plain data. Nothing here reads a file, knows a format, or knows how passages are stored. All offsets are bytes.

pub mod rule;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::rule::Rule;

/// One story file, transcript, meeting, talk or play.
///
/// A source file gives one document, or several (JSON Lines). What is in a document depends on its source alone, never
/// on the other documents beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What the source itself calls this document (the `doc` key of a JSON record). `None`: the source is one document.
    pub key: Option<String>,
    /// Title, if the source gives one.
    pub title: Option<String>,
    /// Language as a lower-case ISO 639-1 code ("en"), given by the source or detected. `None` if neither could tell.
    pub lang: Option<String>,
    /// Sections in reading order. Not empty if there are paragraphs.
    pub sections: Vec<Section>,
    /// Paragraphs in reading order.
    pub paragraphs: Vec<Paragraph>,
}

/// A story in a file of several, a chapter under a heading, an agenda item, a scene.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Titles from the outermost section down to this one. Never empty strings; empty only if nothing names the section.
    pub path: Vec<String>,
    /// Number of the outermost section this one belongs to, counted from 1 in its document.
    pub number: u32,
    /// Whether the source titles it (a heading, a record's `section`). `false` if its name was made from its first words.
    pub titled: bool,
}

/// The unit that is stored and found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Which of the document's `sections` it stands in.
    pub section: usize,
    /// What part it plays on the page.
    pub kind: Kind,
    /// The words as shown: markup and label removed, lines joined, white space single.
    pub text: String,
    /// Where it stands in the decoded source.
    pub span: Range<usize>,
    /// Line of `span.start`, counted from 1 in the decoded source (JSON Lines: the record's line). `None` where the
    /// source has no lines.
    pub line: Option<u32>,
    /// Milliseconds from the start of the recording, where the source has times.
    pub start_ms: Option<u64>,
    /// Number of the speaking turn it belongs to, counted from 1 in its document. `None` outside turns.
    pub turn: Option<u32>,
    /// The day it was said or published: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The source's own identifier of this record (`id`, `_id`).
    pub source_id: Option<String>,
    /// A title that belongs to this paragraph alone (a record's `title`), if any. Searched with the paragraph, never marked.
    pub title: Option<String>,
    /// Who utters which part of `text`: ascending by start, disjoint or nested.
    pub utterances: Vec<Utterance>,
    /// The persons of the outermost utterances, each once, in order of appearance; see [`speakers_of`].
    pub speakers: Vec<String>,
}

/// What part a paragraph plays on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Running text or speech.
    #[default]
    Body,
    /// A title line.
    Heading,
    /// The words under a picture.
    Caption,
    /// Who wrote it.
    Byline,
    /// Who else reported, and from where.
    Credit,
    /// What happens while others speak: "(Applause)".
    StageDirection,
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

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A span of a paragraph that somebody utters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Utterance {
    /// Byte range in the paragraph's text, on `char` boundaries, not empty.
    pub range: Range<usize>,
    /// The person, without titles, in the longest form the document gives. `None` for organisations, unnamed sources
    /// and whoever could not be told.
    pub speaker: Option<String>,
    /// The source as the text words it ("he", "Kremlin spokesman Dmitry Peskov", "White House officials"); empty if the
    /// text names none.
    pub speaker_text: String,
    /// What sort of source it is.
    pub source: Source,
    /// `true`: the very words, inside quotation marks or in a labelled turn. `false`: indirect speech.
    pub verbatim: bool,
    /// The word that reports ("said", "according to"). `None` under a label.
    pub cue: Option<String>,
    /// The rule that decided, by its name.
    pub rule: Rule,
}

/// What sort of source an utterance has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A human being, named or referred to by a pronoun or an office.
    Person,
    /// "the Kremlin", "the Clinton campaign".
    Organisation,
    /// "officials", "a person familiar with the talks".
    Unnamed,
    /// Nobody could be told.
    #[default]
    Unknown,
}

/// The persons who speak in a paragraph with these utterances: those of the outermost ones, each once, in order.
pub fn speakers_of(utterances: &[Utterance]) -> Vec<String> {
    let mut speakers: Vec<String> = Vec::new();
    let mut outermost: Range<usize> = 0..0;
    for utterance in utterances {
        // Two who say the same words together are both heard; who is quoted inside another's words is not.
        let nested = utterance.range.end <= outermost.end && utterance.range != outermost;
        if utterance.range.end > outermost.end {
            outermost = utterance.range.clone();
        }
        if let Some(speaker) = utterance.speaker.as_ref().filter(|_| !nested)
            && !speakers.contains(speaker)
        {
            speakers.push(speaker.clone());
        }
    }
    speakers
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
