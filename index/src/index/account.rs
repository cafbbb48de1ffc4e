//! The account of a source: what the index remembers about a file that it has read.
//!
//! Each account is a record of the index, so that a commit changes accounts and passages together.

use serde::{Deserialize, Serialize};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::document::fact::{Fact, SourceFact};
use crate::facts::stated::StatedFacts;
use crate::fields::schema::Fields;
use crate::index::file_stamp::FileStamp;
use crate::options::Limits;
use crate::speakers::names::SpeakerName;

/// What is remembered about a source. Stored with postcard: the order of the fields is the format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SourceAccount {
    /// The term that deletes this account. No other record ever has it. Empty for an account that
    /// is not from an index.
    #[serde(skip)]
    pub key: String,
    /// Hash of the source's identity.
    pub source: String,
    /// The value of the field `source` in its passages.
    pub passages: String,
    /// The path that is shown.
    pub path: String,
    /// The bytes of the path; `None` if it is valid Unicode.
    pub path_bytes: Option<Vec<u8>>,
    /// Whether it was given as bytes or documents, so that there is no file to look at.
    pub in_memory: bool,
    /// The state of its file when it was read.
    pub stamp: FileStamp,
    /// Whether a later change may have the same times, because the file was changed just before it
    /// was read. Its contents are then compared in the next run.
    pub racy: bool,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// The options that it was read with: `ReadSettings` as JSON.
    pub options: String,
    /// The limits that it was read with.
    pub limits: Limits,
    /// Name of the format it was read as.
    pub format: String,
    /// The encoding it was decoded with; empty if it has none.
    pub encoding: String,
    /// Number of documents.
    pub documents: u64,
    /// Number of sections in all documents.
    pub sections: u64,
    /// Number of passages.
    pub passages_count: u64,
    /// Number of passages with a speaker.
    pub with_speaker: u64,
    /// Size of the text of all passages in bytes.
    pub text_bytes: u64,
    /// Number of records or lines that could not be read.
    pub problems: u64,
    /// The names of its speakers.
    pub speakers: Vec<SpeakerName>,
    /// What was stated about it.
    pub stated: Vec<Fact>,
    /// What is known of its documents.
    pub facts: Vec<SourceFact>,
}

impl SourceAccount {
    /// Whether the same is stated about it now, wherever that is written.
    pub fn is_stated_as(&self, stated: &StatedFacts) -> bool {
        let before = self.stated.iter().map(|fact| (fact.kind, &fact.value));
        before.eq(stated.facts().iter().map(|fact| (fact.kind, &fact.value)))
    }

    /// Notes where the same facts are stated now.
    pub fn note_origins(&mut self, stated: &[Fact]) {
        for (before, now) in self.stated.iter().zip(stated) {
            let known = self.facts.iter_mut();
            for known in known.filter(|known| known.fact == *before) {
                known.fact.origin = now.origin;
            }
        }
        self.stated = stated.to_vec();
    }
}

/// The first fields of a [`SourceAccount`]: its names may be many, and few callers need them.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct SourceState {
    source: String,
    passages: String,
    /// The path that is shown.
    pub path: String,
    /// The bytes of the path; `None` if it is valid Unicode.
    pub path_bytes: Option<Vec<u8>>,
    /// Whether it was given as bytes or documents, so that there is no file to look at.
    pub in_memory: bool,
    /// The state of its file when it was read.
    pub stamp: FileStamp,
    racy: bool,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
}

/// The records of the accounts in a segment whose keys start with `prefix`, in order, each with its
/// key.
pub(crate) fn accounts_of_segment(
    segment: &SegmentReader,
    fields: &Fields,
    prefix: &str,
) -> tantivy::Result<Vec<(DocId, String)>> {
    let inverted = segment.inverted_index(fields.account)?;
    let mut records = Vec::new();
    let mut keys = inverted.terms().range().ge(prefix).into_stream()?;
    while keys.advance() && keys.key().starts_with(prefix.as_bytes()) {
        let mut postings =
            inverted.read_postings_from_terminfo(keys.value(), IndexRecordOption::Basic)?;
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                let key = String::from_utf8_lossy(keys.key()).into_owned();
                records.push((postings.doc(), key));
            }
            postings.advance();
        }
    }
    records.sort_unstable();
    Ok(records)
}
