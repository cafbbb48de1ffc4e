//! The way from a passage to a record of the index, and from a record to a passage.
//!
//! Tantivy's "document" is a *record* here, and only this file makes or reads one. There are two sorts: a passage, and one
//! record of bookkeeping for each source file, so that a commit is atomic over both.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use tantivy::DocId;

use crate::error::{Error, Result};
use crate::fields::names::NameTerms;
use crate::fields::schema::{Fields, Flag, SECTION_JOINT, cut, date_number};
use crate::fields::words;
use crate::hit::Passage;
use crate::options::Limits;
use crate::segment::NewRecord;
use crate::speakers::names::SpeakerName;
use crate::stored;
use crate::stored::packing::Packed;
use crate::stored::symbols::SymbolTable;
use crate::stored::tables::Tables;
use crate::text::stem::Stemming;

/// What stands for a table where words are stored as they are.
const AS_IT_IS: u8 = 0;

impl Fields {
    /// Writes the record of a passage, whose stored form is given.
    pub fn passage(
        &self,
        passage: &Passage,
        packed: &Packed,
        source: &str,
        named: &mut NameTerms,
        mut record: NewRecord<'_>,
    ) -> Result<()> {
        let stemming = Stemming::of(passage.lang.as_deref());
        record.words(
            &passage.text,
            &passage.utterances,
            &passage.titles,
            stemming,
        );
        for speaker in &passage.speakers {
            record.value(self.speaker, cut(speaker));
            for term in named.of_speaker(speaker) {
                record.value(self.named, term);
            }
        }
        if !passage.section.is_empty() {
            let path = passage.section.join(SECTION_JOINT);
            record.value(self.section, cut(&path));
            for term in named.of_section(&path) {
                record.value(self.named, term);
            }
        }
        record.value(self.doc, cut(&passage.doc));
        record.value(self.kind, passage.kind.name());
        if let Some(lang) = &passage.lang {
            record.value(self.lang, cut(lang));
        }
        record.value(self.path, cut(&passage.path));
        record.number(self.place, u64::from(passage.place));
        record.value(self.document, &passage.id.document);
        record.value(self.source, source);
        self.flags(passage, stemming, &mut record);
        let table = packed.table.as_deref();
        let id = table.map_or(AS_IT_IS, |table| table.id);
        let bytes = [&[id], &packed.head[..], &packed.words].concat();
        record.store(&with_checksum(&bytes, table))
    }

    fn flags(&self, passage: &Passage, stemming: Stemming, record: &mut NewRecord<'_>) {
        let mut flag = |flag: Flag<'_>| record.value(self.flag, &flag.text());
        flag(Flag::Passage);
        flag(Flag::Stemming(stemming));
        flag(Flag::SectionNumber(u64::from(passage.section_number)));
        if passage.titles.is_empty() && words::is_whole_turn(&passage.text, &passage.utterances) {
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
            record.number(self.date, date_number(date));
        }
    }

    /// Writes the record that keeps account of a source file, under a key that no other record bears.
    pub fn book(&self, book: &Book, key: &str, mut record: NewRecord<'_>) -> Result<()> {
        record.value(self.book, key);
        record.store(&with_checksum(&encode(book)?, None))
    }

    /// The passage of a record, from the stored bytes of its segment's records and the tables that pack them.
    pub fn read_passage<B: Deref<Target = [u8]>>(
        &self,
        record: DocId,
        stored: impl Fn(DocId) -> Result<B>,
        tables: &Tables,
    ) -> Result<Passage> {
        let own = stored(record)?;
        let (table, own) = head_of(&own, tables)?;
        let (own, packed) = stored::head(own)?;
        let words = match table {
            None => String::from_utf8(packed.to_vec()).ok(),
            Some(table) => table.unpack(packed),
        };
        let words = words.ok_or_else(|| damaged("its words cannot be unpacked"))?;
        let distance = own.distance();
        if distance == 0 {
            return own.passage(&words, &own);
        }
        let first = record.checked_sub(distance);
        let first = first.ok_or_else(|| damaged("it names another that is not there"))?;
        let first = stored(first)?;
        let (first, _) = stored::head(head_of(&first, tables)?.1)?;
        own.passage(&words, &first)
    }

    /// The bookkeeping of a record's stored bytes.
    pub fn read_book(&self, record: &[u8]) -> Result<Book> {
        decode(checked(record, None)?, "the record of a source file")
    }
}

/// What is remembered of a source file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Book {
    /// What its record is found by to be deleted: no other record ever bore it. Empty as long as it stands in no index.
    #[serde(skip)]
    pub key: String,
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
    /// How large it might be, and what was unpacked of it.
    pub limits: Limits,
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
    pub speakers: Vec<SpeakerName>,
}

/// What is stored: bytes behind their CRC-32, in no form of tantivy's. A search shows a record without reading the file whose
/// checksum would tell.
fn with_checksum(bytes: &[u8], table: Option<&SymbolTable>) -> Vec<u8> {
    [&checksum(bytes, table), bytes].concat()
}

/// The CRC-32 of some bytes, and before them of the table that packs them.
fn checksum(bytes: &[u8], table: Option<&SymbolTable>) -> [u8; 4] {
    let before = table.map_or(0, |table| table.checksum);
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(bytes);
    hasher.finalize().to_le_bytes()
}

/// The table that packs a passage's words, if any does, and the head with them behind it.
fn head_of<'r, 't>(
    record: &'r [u8],
    tables: &'t Tables,
) -> Result<(Option<&'t SymbolTable>, &'r [u8])> {
    let id = record.get(4).copied().unwrap_or(AS_IT_IS);
    let table = match id {
        AS_IT_IS => None,
        id => {
            let table = tables.get(id);
            Some(&**table.ok_or_else(|| damaged("what it was packed by is not there"))?)
        }
    };
    let head = checked(record, table)?.get(1..);
    Ok((table, head.ok_or_else(|| damaged("it is empty"))?))
}

/// What was stored, if it is what was written.
fn checked<'r>(record: &'r [u8], table: Option<&SymbolTable>) -> Result<&'r [u8]> {
    let bytes = record.split_first_chunk::<4>();
    let sound = bytes.filter(|(sum, bytes)| checksum(bytes, table) == **sum);
    sound
        .map(|(_, bytes)| bytes)
        .ok_or_else(|| damaged("checksum does not match"))
}

fn damaged(reason: &str) -> Error {
    Error::Damaged {
        what: "a stored record".to_owned(),
        reason: reason.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use crate::fields::names::NameTerms;
    use crate::hit::Passage;
    use crate::segment::testing::searcher;
    use crate::stored::packing::Packing;
    use crate::stored::tables::Tables;
    use crate::stored::{Encoded, Neighbours};

    #[test]
    fn a_passage_survives_its_record() {
        for length in [0, 1, 100, 200, 20_000] {
            let passage = Passage {
                text: "Łódź ".repeat(length),
                line: Some(7),
                span: 3..9,
                ..Passage::default()
            };
            let packing = Packing::new(Tables::default());
            let (reader, fields) = searcher(|segments, fields| {
                let record = segments.record().expect("a record");
                let encoded = Encoded::new(&passage, &mut Neighbours::default());
                let packed = packing.pack(vec![encoded.expect("encoded")], &mut None);
                let named = &mut NameTerms::default();
                let added = fields.passage(&passage, &packed[0], "s", named, record);
                added.expect("added");
            });
            let store = reader
                .segment_reader(0)
                .get_store_reader(1)
                .expect("a store");
            let bytes = store.get_document_bytes(0).expect("bytes");
            let tables = packing.tables();
            let read = |bytes: &[u8]| fields.read_passage(0, |_| Ok(bytes.to_vec()), &tables);
            assert_eq!(read(&bytes).expect("a passage"), passage);
            assert!(read(&bytes[..bytes.len() - 1]).is_err());
        }
    }
}
