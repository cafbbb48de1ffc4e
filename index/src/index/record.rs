//! Turns passages and source accounts into records of the index, and back.
//!
//! This is the only place that makes or reads a record. Its stored bytes are a CRC-32 (4 bytes,
//! little-endian) and then, for an account, postcard; for a passage, the id of the symbol table
//! (one byte; 0 if its texts are not packed), the head, and the packed texts. The CRC-32 of a
//! packed record continues that of its table. Searches of a large index rely on this checksum,
//! because they do not verify the whole file.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use tantivy::DocId;

use crate::error::{Error, Result};
use crate::fields::names::NameTerms;
use crate::fields::schema::{Fields, Flag, SECTION_SEPARATOR, cut, date_number};
use crate::fields::words;
use crate::hit::Passage;
use crate::index::account::{SourceAccount, SourceState};
use crate::segment::writer::NewRecord;
use crate::stored::head::Head;
use crate::stored::packing::PackedPassage;
use crate::stored::symbols::SymbolTable;
use crate::stored::tables::SymbolTables;
use crate::text::stem::Stemming;

/// The table id of a record that is not packed.
const NOT_PACKED: u8 = 0;

/// Writes the record of a passage. `packed` is its stored form, and `source` the value of the field
/// that deletes it.
pub(crate) fn write_passage(
    fields: &Fields,
    passage: &Passage,
    packed: &PackedPassage,
    source: &str,
    names: &mut NameTerms,
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
        record.value(fields.speaker, cut(speaker));
        for term in names.of_speaker(speaker) {
            record.value(fields.named, term);
        }
    }
    if !passage.section.is_empty() {
        let path = passage.section.join(SECTION_SEPARATOR);
        record.value(fields.section, cut(&path));
        for term in names.of_section(&path) {
            record.value(fields.named, term);
        }
    }
    record.value(fields.doc, cut(&passage.doc));
    record.value(fields.kind, passage.kind.name());
    if let Some(lang) = &passage.lang {
        record.value(fields.lang, cut(lang));
    }
    record.value(fields.path, cut(&passage.path));
    record.number(fields.place, u64::from(passage.place));
    record.value(fields.document, &passage.id.document);
    record.value(fields.source, source);
    write_flags(fields, passage, stemming, &mut record);
    let table = packed.table.as_deref();
    let id = table.map_or(NOT_PACKED, |table| table.id);
    let bytes = [&[id], &packed.head[..], &packed.words].concat();
    record.store(&with_checksum(&bytes, table))
}

fn write_flags(fields: &Fields, passage: &Passage, stemming: Stemming, record: &mut NewRecord<'_>) {
    let mut flag = |flag: Flag<'_>| record.value(fields.flag, &flag.text());
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
            .filter(|utterance| utterance.verbatim)
            .all(|utterance| utterance.speaker.as_ref() == Some(speaker))
    {
        flag(Flag::OneVoice);
    }
    if let Some(date) = &passage.date {
        // The year, the month and the day.
        for end in [4, 7, 10] {
            if let Some(part) = date.get(..end) {
                flag(Flag::Date(part));
            }
        }
        record.number(fields.date, date_number(date));
    }
}

/// Writes the record of a source's account. No other record may ever have the same `key`.
pub(crate) fn write_account(
    fields: &Fields,
    account: &SourceAccount,
    key: &str,
    mut record: NewRecord<'_>,
) -> Result<()> {
    record.value(fields.account, key);
    record.store(&with_checksum(&encode(account)?, None))
}

/// Reads the passage of a record. `stored` returns the stored bytes of a record of the same
/// segment. Fails if these are damaged or `tables` lacks the table of the record.
pub(crate) fn read_passage<B: Deref<Target = [u8]>>(
    record: DocId,
    stored: impl Fn(DocId) -> Result<B>,
    tables: &SymbolTables,
) -> Result<Passage> {
    let own = stored(record)?;
    let (table, own) = split(&own, tables)?;
    let (own, packed) = Head::decode(own)?;
    let texts = match table {
        None => String::from_utf8(packed.to_vec()).ok(),
        Some(table) => table.unpack(packed),
    };
    let texts = texts.ok_or_else(|| damaged("its texts cannot be unpacked"))?;
    let distance = own.distance();
    if distance == 0 {
        return own.passage(&texts, &own);
    }
    let first = record.checked_sub(distance);
    let first = first.ok_or_else(|| damaged("the record it refers to is not there"))?;
    let first = stored(first)?;
    let (first, _) = Head::decode(split(&first, tables)?.1)?;
    own.passage(&texts, &first)
}

/// Reads the account from the stored bytes of its record. Its `key` is empty.
pub(crate) fn read_account(stored: &[u8]) -> Result<SourceAccount> {
    decode(verified(stored, None)?, "the record of a source file")
}

/// Reads the state of a source from the stored bytes of its account.
pub(crate) fn read_state(stored: &[u8]) -> Result<SourceState> {
    decode(verified(stored, None)?, "the record of a source file")
}

/// Encodes a value as postcard.
pub(crate) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|error| Error::Damaged {
        what: "a record to be stored".to_owned(),
        reason: error.to_string(),
    })
}

/// Decodes a value from postcard. `what` names it in the error.
pub(crate) fn decode<T: for<'a> Deserialize<'a>>(bytes: &[u8], what: &str) -> Result<T> {
    postcard::from_bytes(bytes).map_err(|error| Error::Damaged {
        what: what.to_owned(),
        reason: error.to_string(),
    })
}

/// The bytes, after their checksum.
fn with_checksum(bytes: &[u8], table: Option<&SymbolTable>) -> Vec<u8> {
    [&checksum(bytes, table), bytes].concat()
}

/// The CRC-32 of the table, if any, followed by the bytes.
fn checksum(bytes: &[u8], table: Option<&SymbolTable>) -> [u8; 4] {
    let before = table.map_or(0, |table| table.checksum);
    let mut hasher = crc32fast::Hasher::new_with_initial(before);
    hasher.update(bytes);
    hasher.finalize().to_le_bytes()
}

/// Splits the stored bytes of a passage: its symbol table, if it is packed, and the head with the
/// texts. Verifies the checksum.
fn split<'r, 't>(
    stored: &'r [u8],
    tables: &'t SymbolTables,
) -> Result<(Option<&'t SymbolTable>, &'r [u8])> {
    let id = stored.get(4).copied().unwrap_or(NOT_PACKED);
    let table = match id {
        NOT_PACKED => None,
        id => {
            let table = tables.get(id);
            Some(&**table.ok_or_else(|| damaged("its symbol table is missing"))?)
        }
    };
    let rest = verified(stored, table)?.get(1..);
    Ok((table, rest.ok_or_else(|| damaged("it is empty"))?))
}

/// The bytes after the checksum. Fails if the checksum does not match.
fn verified<'r>(stored: &'r [u8], table: Option<&SymbolTable>) -> Result<&'r [u8]> {
    match stored.split_first_chunk::<4>() {
        Some((sum, bytes)) if checksum(bytes, table) == *sum => Ok(bytes),
        _ => Err(damaged("checksum does not match")),
    }
}

fn damaged(reason: &str) -> Error {
    Error::Damaged {
        what: "a stored record".to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{encode, read_account, read_passage, read_state, with_checksum, write_passage};
    use crate::fields::names::NameTerms;
    use crate::hit::Passage;
    use crate::index::account::SourceAccount;
    use crate::index::file_stamp::FileStamp;
    use crate::segment::testing::searcher;
    use crate::stored::encode::EncodedPassage;
    use crate::stored::groups::Groups;
    use crate::stored::packing::RecordPacker;
    use crate::stored::tables::SymbolTables;

    #[test]
    fn a_passage_is_read_from_its_record_as_it_was_written() {
        for length in [0, 1, 100, 200, 20_000] {
            let passage = Passage {
                text: "Łódź ".repeat(length),
                line: Some(7),
                span: 3..9,
                ..Passage::default()
            };
            let packer = RecordPacker::new(SymbolTables::default());
            let (reader, _) = searcher(|segments, fields| {
                let record = segments.record().expect("a record");
                let encoded = EncodedPassage::new(&passage, &mut Groups::default());
                let packed = packer.pack(vec![encoded.expect("encoded")], &mut None);
                let names = &mut NameTerms::default();
                let written = write_passage(fields, &passage, &packed[0], "s", names, record);
                written.expect("written");
            });
            let store = reader
                .segment_reader(0)
                .get_store_reader(1)
                .expect("a store");
            let bytes = store.get_document_bytes(0).expect("bytes");
            let tables = packer.tables();
            let read = |bytes: &[u8]| read_passage(0, |_| Ok(bytes.to_vec()), &tables);
            assert_eq!(read(&bytes).expect("a passage"), passage);
            assert!(read(&bytes[..bytes.len() - 1]).is_err());
        }
    }

    #[test]
    fn the_state_of_a_source_is_the_beginning_of_its_account() {
        let account = SourceAccount {
            path: "town/march.txt".to_owned(),
            path_bytes: Some(vec![0xE4]),
            stamp: FileStamp {
                size: 7,
                modified_ns: -1,
                changed_ns: i128::MAX,
            },
            hash: [9; 32],
            format: "plain".to_owned(),
            ..SourceAccount::default()
        };
        let stored = with_checksum(&encode(&account).expect("bytes"), None);
        let state = read_state(&stored).expect("a state");
        assert_eq!(
            (&state.path, &state.path_bytes),
            (&account.path, &account.path_bytes)
        );
        assert_eq!((state.stamp, state.hash), (account.stamp, account.hash));
        assert_eq!(read_account(&stored).expect("an account"), account);
    }
}
