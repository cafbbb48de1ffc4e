//! One pass over a file: hands each element to the reader of the file's vocabulary.

use quick_xml::events::BytesStart;

use crate::ingest::block::Block;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::Problem;
use crate::ingest::tei::hansard::{self, HansardReader};
use crate::ingest::tei::speech::SpeechReader;
use crate::ingest::tei::transcript::{Open, Purpose, Transcript};
use crate::ingest::xml::local;

/// The reader of a vocabulary.
enum Vocabulary {
    /// TEI, ParlaMint, Akoma Ntoso, publicwhip.
    Speech(SpeechReader),
    /// The historic Hansard.
    Hansard(HansardReader),
}

/// A pass over a file.
pub struct Walk<'a> {
    transcript: Transcript<'a>,
    vocabulary: Vocabulary,
}

impl<'a> Walk<'a> {
    /// A pass over `text` that has read nothing yet.
    pub fn new(text: &'a str) -> Self {
        Self {
            transcript: Transcript::new(text),
            vocabulary: Vocabulary::Speech(SpeechReader::default()),
        }
    }

    /// An element begins.
    pub fn start(&mut self, element: &BytesStart<'_>) {
        let name = local(element);
        let (purpose, division) = if name == hansard::ROOT && self.transcript.open.is_empty() {
            self.vocabulary = Vocabulary::Hansard(HansardReader::default());
            (Purpose::Skipped, None)
        } else {
            match &mut self.vocabulary {
                Vocabulary::Speech(reader) => reader.start(&mut self.transcript, element, &name),
                Vocabulary::Hansard(reader) => reader.start(&mut self.transcript, element, &name),
            }
        };
        self.transcript.open.push(Open {
            name,
            purpose,
            division,
        });
    }

    /// An element of this name ends.
    pub fn end(&mut self, name: &str) {
        match &mut self.vocabulary {
            Vocabulary::Speech(reader) => self
                .transcript
                .close(name, |transcript, open| reader.close(transcript, open)),
            Vocabulary::Hansard(reader) => self.transcript.close(name, |transcript, open| {
                reader.close(transcript, &open.name)
            }),
        }
    }

    /// Takes text, which lies at `start..end` in the source.
    pub fn text(&mut self, text: &str, start: usize, end: usize) {
        let bare = match &self.vocabulary {
            Vocabulary::Speech(_) => text.trim_start(),
            Vocabulary::Hansard(_) => hansard::bare(&self.transcript, text),
        };
        self.transcript.text(text, bare, start, end);
    }

    /// Takes the problems found so far.
    pub fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.transcript.problems)
    }

    /// The document and its blocks.
    pub fn finish(self) -> (Page, Vec<Block>) {
        self.transcript.finish()
    }
}
