//! The way from a passage to a record of the index, and from a record to a passage.
//!
//! Tantivy's "document" is a *record* here, and only this file makes or reads one. There are two sorts: a passage, and one
//! record of bookkeeping for each source file, so that a commit is atomic over both.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use crate::analysis::{self, Analyzed};
use crate::error::{Error, Result};
use crate::hit::Passage;
use crate::name_terms::NameTerms;
use crate::schema::{Fields, Flag, SECTION_JOINT, cut, date_number};
use crate::speakers::called::Called;
use crate::stored;
use crate::text::stem::Stemming;

/// What tantivy marks a stored value of bytes with.
const BYTES_CODE: u8 = 4;

impl Fields {
    /// The record of a passage.
    pub fn passage(
        &self,
        passage: &Passage,
        analyzed: Analyzed,
        source: &str,
        named: &mut NameTerms,
    ) -> Result<TantivyDocument> {
        let mut record = TantivyDocument::default();
        record.add_text(self.text, analyzed.text);
        record.add_text(self.exact, analyzed.exact);
        if !analyzed.said.is_empty() {
            record.add_text(self.said, analyzed.said);
        }
        for speaker in &passage.speakers {
            record.add_text(self.speaker, cut(speaker));
            for term in named.of_speaker(speaker) {
                record.add_text(self.named, term);
            }
        }
        if !passage.section.is_empty() {
            let path = passage.section.join(SECTION_JOINT);
            record.add_text(self.section, cut(&path));
            for term in named.of_section(&path) {
                record.add_text(self.named, term);
            }
        }
        record.add_text(self.doc, cut(&passage.doc));
        record.add_text(self.kind, passage.kind.name());
        if let Some(lang) = &passage.lang {
            record.add_text(self.lang, cut(lang));
        }
        record.add_text(self.path, cut(&passage.path));
        record.add_u64(self.place, u64::from(passage.place));
        record.add_text(self.document, &passage.id.document);
        record.add_text(self.source, source);
        self.flags(passage, &mut record);
        record.add_bytes(self.record, &with_checksum(stored::encode(passage)?));
        Ok(record)
    }

    fn flags(&self, passage: &Passage, record: &mut TantivyDocument) {
        let mut flag = |flag: Flag<'_>| record.add_text(self.flag, flag.text());
        flag(Flag::Passage);
        flag(Flag::Stemming(Stemming::of(passage.lang.as_deref())));
        flag(Flag::SectionNumber(u64::from(passage.section_number)));
        if passage.titles.is_empty() && analysis::is_whole_turn(&passage.text, &passage.utterances)
        {
            flag(Flag::Turn);
        }
        if let [speaker] = &passage.speakers[..]
            && passage
                .utterances
                .iter()
                .filter(|u| u.verbatim)
                .all(|u| u.speaker.as_ref() == Some(speaker))
        {
            flag(Flag::OneVoice);
        }
        if let Some(date) = &passage.date {
            for end in [4, 7, 10] {
                if let Some(part) = date.get(..end) {
                    flag(Flag::Date(part));
                }
            }
            record.add_u64(self.date, date_number(date));
        }
    }

    /// The record that keeps account of a source file.
    pub fn book(&self, book: &Book) -> Result<TantivyDocument> {
        let mut record = TantivyDocument::default();
        record.add_text(self.book, &book.source);
        record.add_bytes(self.record, &with_checksum(encode(book)?));
        Ok(record)
    }

    /// The passage of a record's stored bytes.
    pub fn read_passage(&self, record: &[u8]) -> Result<Passage> {
        stored::decode(self.stored(record)?)
    }

    /// The bookkeeping of a record's stored bytes.
    pub fn read_book(&self, record: &[u8]) -> Result<Book> {
        decode(self.stored(record)?, "the record of a source file")
    }

    /// What was stored, if it is what was written. Tantivy's own reader takes each byte by itself.
    fn stored<'r>(&self, record: &'r [u8]) -> Result<&'r [u8]> {
        self.only_value(record)
            .and_then(without_checksum)
            .ok_or_else(|| Error::Damaged {
                what: "a stored record".to_owned(),
                reason: "checksum does not match".to_owned(),
            })
    }

    /// The one stored value of a record, as tantivy writes it (see its `schema/document/se.rs`): the number of values; field, type,
    /// length and bytes of each.
    fn only_value<'r>(&self, record: &'r [u8]) -> Option<&'r [u8]> {
        let (values, rest) = number(record)?;
        let (field, rest) = rest.split_first_chunk::<4>()?;
        let (kind, rest) = rest.split_first()?;
        let (length, rest) = number(rest)?;
        let is_ours = values == 1
            && u32::from_le_bytes(*field) == self.record.field_id()
            && *kind == BYTES_CODE
            && length == rest.len() as u64;
        is_ours.then_some(rest)
    }
}

/// What is remembered of a source file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Book {
    /// Hash of the source's identity.
    pub source: String,
    /// The value of `source` that its passages bear.
    pub passages: String,
    /// As it is shown.
    pub path: String,
    /// Its bytes, if they are no Unicode.
    pub path_bytes: Option<Vec<u8>>,
    /// Size in bytes when it was read.
    pub size: u64,
    /// Modification time when it was read, nanoseconds since 1970.
    pub modified_ns: i128,
    /// Whether the file was so young when it was read that a later change may bear the same time.
    pub racy: bool,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// Options that change what is read from it.
    pub options: String,
    /// Name of the format it was read as.
    pub format: String,
    /// Encoding that was assumed.
    pub encoding: String,
    /// Documents read from it.
    pub documents: u64,
    /// Sections read from it.
    pub sections: u64,
    /// Passages stored of it.
    pub passages_count: u64,
    /// Passages with a speaker.
    pub with_speaker: u64,
    /// Bytes of passage text.
    pub text_bytes: u64,
    /// Records or lines that could not be read.
    pub problems: u64,
    /// The names of its speakers.
    pub speakers: Vec<Called>,
}

/// Bytes with their CRC-32 before them. A search shows a record without reading the file whose checksum would tell.
fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = crc32fast::hash(&bytes).to_le_bytes();
    bytes.splice(0..0, checksum);
    bytes
}

fn without_checksum(bytes: &[u8]) -> Option<&[u8]> {
    let (checksum, bytes) = bytes.split_first_chunk::<4>()?;
    (crc32fast::hash(bytes).to_le_bytes() == *checksum).then_some(bytes)
}

pub(crate) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|error| Error::Damaged {
        what: "a record to be stored".to_owned(),
        reason: error.to_string(),
    })
}

pub(crate) fn decode<T: for<'a> Deserialize<'a>>(bytes: &[u8], what: &str) -> Result<T> {
    postcard::from_bytes(bytes).map_err(|error| Error::Damaged {
        what: what.to_owned(),
        reason: error.to_string(),
    })
}

/// A number as tantivy stores it, seven bits a byte, the last one marked; and what follows it.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().take(10).position(|byte| byte & 0x80 != 0)?;
    let digits = bytes[..=end].iter().rev();
    let value = digits.fold(0u64, |value, byte| value << 7 | u64::from(byte & 0x7f));
    Some((value, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::number;
    use crate::analysis::Analyzed;
    use crate::hit::Passage;
    use crate::name_terms::NameTerms;
    use crate::schema::{STREAM, StreamTokenizer, schema};

    #[test]
    fn a_passage_survives_its_record() {
        let (schema, fields) = schema();
        for length in [0, 1, 100, 200, 20_000] {
            let passage = Passage {
                text: "Łódź ".repeat(length),
                line: Some(7),
                span: 3..9,
                ..Passage::default()
            };
            let named = &mut NameTerms::default();
            let record = fields.passage(&passage, Analyzed::default(), "s", named);
            let index = tantivy::Index::create_in_ram(schema.clone());
            index
                .tokenizers()
                .register(STREAM, StreamTokenizer::default());
            let mut writer = index
                .writer_with_num_threads(1, 15 << 20)
                .expect("a writer");
            writer
                .add_document(record.expect("a record"))
                .expect("added");
            writer.commit().expect("a commit");
            let reader = index.reader().expect("a reader").searcher();
            let store = reader
                .segment_reader(0)
                .get_store_reader(1)
                .expect("a store");
            let bytes = store.get_document_bytes(0).expect("bytes");
            assert_eq!(fields.read_passage(&bytes).expect("a passage"), passage);
            assert!(fields.read_passage(&bytes[..bytes.len() - 1]).is_err());
        }
    }

    #[test]
    fn numbers_end_where_they_are_marked() {
        assert_eq!(number(&[0x81, 9]), Some((1, &[9][..])));
        assert_eq!(number(&[0x00, 0x81]), Some((128, &[][..])));
        assert_eq!(number(&[0x00]), None);
        assert_eq!(number(&[0; 12]), None);
    }
}
