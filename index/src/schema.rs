//! The index's fields, and the way from a paragraph to a record and from a record to a passage.
//!
//! Tantivy's "document" is a *record* here, and only this file makes or reads one. There are two sorts: a passage, and one
//! record of bookkeeping for each source file, so that a commit is atomic over both. Bump [`VERSION`] whenever a field, a
//! term or the stored form changes.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{TantivyDocument, Term};

use crate::analysis::{self, Analyzed};
use crate::error::{Error, Result};
use crate::hit::Passage;
use crate::query::folded_words;
use crate::speakers::called::Called;
use crate::stored;
use crate::text::stem::Stemming;

/// Version of the index's schema and stored form.
pub const VERSION: u32 = 5;

/// Joins the titles of a section path into one term and one facet value.
pub(crate) const SECTION_JOINT: &str = " > ";

/// The tokenizer that takes an analysis stream apart.
pub(crate) const STREAM: &str = "stream";

/// Longest value of a field that is one term (tantivy's limit is 65,530 bytes); longer ones are cut.
const VALUE_BYTES: usize = 1_000;

/// The fields of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Stems with frequencies and lengths, without positions: retrieval and ranking.
    pub text: Field,
    /// Folded words with positions, and pairs of common words: phrases, prefixes, near spellings.
    pub exact: Field,
    /// Folded words and stems inside verbatim utterances, with positions.
    pub said: Field,
    /// Names of the persons who speak.
    pub speaker: Field,
    /// Section path, joined.
    pub section: Field,
    /// Words of the names of speakers and sections, the name behind each; see [`Named`].
    pub named: Field,
    /// Document name.
    pub doc: Field,
    /// Kind of paragraph.
    pub kind: Field,
    /// Language code.
    pub lang: Field,
    /// Terms that only filter; see [`Flag`].
    pub flag: Field,
    /// Source path, for the order of places.
    pub path: Field,
    /// Passage's number in its source.
    pub place: Field,
    /// Year, month and day as `yyyymmdd`; unknown parts 0.
    pub date: Field,
    /// Document id.
    pub document: Field,
    /// Source id and the run that wrote it: what is deleted when a source changes.
    pub source: Field,
    /// Source id of a bookkeeping record.
    pub book: Field,
    /// The stored form.
    pub record: Field,
}

/// A term of the `flag` field.
pub(crate) enum Flag<'a> {
    /// Every passage has it; a bookkeeping record has not.
    Passage,
    /// The stemmer that the passage's words went through.
    Stemming(Stemming),
    /// Number of the outermost section.
    SectionNumber(u64),
    /// A date, or a leading part of one.
    Date(&'a str),
    /// One whole labelled turn.
    Turn,
    /// All verbatim words are one person's, who is the only speaker.
    OneVoice,
}

impl Flag<'_> {
    fn text(&self) -> String {
        match self {
            Flag::Passage => "p".to_owned(),
            Flag::Stemming(stemming) => format!("{STEMMING}{}", stemming.code()),
            Flag::SectionNumber(number) => format!("n{number}"),
            Flag::Date(date) => format!("d{date}"),
            Flag::Turn => "t".to_owned(),
            Flag::OneVoice => "o".to_owned(),
        }
    }
}

/// How the flag of a stemmer begins.
pub(crate) const STEMMING: &str = "s";

/// Whose name a term of the `named` field leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// A speaker's.
    Speaker,
    /// A section path.
    Section,
}

impl Named {
    /// Parts a word from the name it stands in. No word holds it.
    const JOINT: char = '\u{1}';

    /// The field that holds the whole names.
    pub fn field(self, fields: &Fields) -> Field {
        match self {
            Named::Speaker => fields.speaker,
            Named::Section => fields.section,
        }
    }

    /// How the terms of a folded word begin; of one with a `*` behind it, those of all words that begin so.
    pub fn beginning(self, word: &str) -> String {
        let mark = match self {
            Named::Speaker => 's',
            Named::Section => 't',
        };
        match word.strip_suffix('*') {
            Some(start) => format!("{mark}{start}"),
            None => format!("{mark}{word}{}", Named::JOINT),
        }
    }

    /// The name that a term leads to.
    pub fn name(term: &str) -> Option<&str> {
        term.split_once(Named::JOINT).map(|(_, name)| name)
    }

    fn terms(self, name: &str) -> Box<[String]> {
        let name = cut(name);
        let mut words = folded_words(name).unwrap_or_default();
        words.sort_unstable();
        words.dedup();
        let term = |word: &String| self.beginning(word) + name;
        words.iter().map(term).collect()
    }
}

/// The terms of the names that were met last: a speaker speaks again, and a section goes on.
#[derive(Debug, Default)]
pub(crate) struct NamedTerms {
    speakers: FxHashMap<String, Box<[String]>>,
    section: (String, Box<[String]>),
}

impl NamedTerms {
    /// Names remembered before it starts anew.
    const REMEMBERED: usize = 1_000;

    fn of_speaker(&mut self, name: &str) -> &[String] {
        if self.speakers.len() > NamedTerms::REMEMBERED {
            self.speakers.clear();
        }
        if !self.speakers.contains_key(name) {
            let terms = Named::Speaker.terms(name);
            self.speakers.insert(name.to_owned(), terms);
        }
        self.speakers.get(name).map_or(&[], |terms| terms)
    }

    fn of_section(&mut self, path: &str) -> &[String] {
        if self.section.0 != path {
            self.section = (path.to_owned(), Named::Section.terms(path));
        }
        &self.section.1
    }
}

/// The schema, and its fields by name.
pub(crate) fn schema() -> (Schema, Fields) {
    let stream = |option: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(STREAM)
                .set_index_option(option)
                .set_fieldnorms(true),
        )
    };
    // With frequencies, though each is 1: a filter without them would switch off the pruning of a ranked conjunction.
    let value = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(false),
    );
    let key = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    );
    let fast_value = value.clone().set_fast("raw");
    let mut builder = Schema::builder();
    let fields = Fields {
        text: builder.add_text_field("text", stream(IndexRecordOption::WithFreqs)),
        exact: builder.add_text_field("exact", stream(IndexRecordOption::WithFreqsAndPositions)),
        said: builder.add_text_field("said", stream(IndexRecordOption::WithFreqsAndPositions)),
        speaker: builder.add_text_field("speaker", fast_value.clone()),
        section: builder.add_text_field("section", fast_value.clone()),
        named: builder.add_text_field("named", key.clone()),
        doc: builder.add_text_field("doc", fast_value.clone()),
        kind: builder.add_text_field("kind", fast_value.clone()),
        lang: builder.add_text_field("lang", fast_value),
        flag: builder.add_text_field("flag", value),
        path: builder.add_text_field("path", TextOptions::default().set_fast("raw")),
        place: builder.add_u64_field("place", tantivy::schema::FAST),
        date: builder.add_u64_field("date", tantivy::schema::FAST),
        document: builder.add_text_field("document", key.clone()),
        source: builder.add_text_field("source", key.clone()),
        book: builder.add_text_field("book", key),
        record: builder.add_bytes_field("record", tantivy::schema::STORED),
    };
    (builder.build(), fields)
}

impl Fields {
    /// The term of a flag.
    pub fn flag(&self, flag: &Flag<'_>) -> Term {
        Term::from_field_text(self.flag, &flag.text())
    }

    /// The term of a value, cut as it was cut when it was indexed.
    pub fn value(&self, field: Field, value: &str) -> Term {
        Term::from_field_text(field, cut(value))
    }

    /// The record of a passage.
    pub fn passage(
        &self,
        passage: &Passage,
        analyzed: Analyzed,
        source: &str,
        named: &mut NamedTerms,
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

    /// The stored bytes of a record, if they are what was written.
    fn stored<'a>(&self, record: &'a TantivyDocument) -> Result<&'a [u8]> {
        record
            .get_first(self.record)
            .and_then(|value| tantivy::schema::Value::as_bytes(&value))
            .and_then(without_checksum)
            .ok_or_else(|| Error::Damaged {
                what: "a stored record".to_owned(),
                reason: "checksum does not match".to_owned(),
            })
    }

    /// The passage of a record.
    pub fn read_passage(&self, record: &TantivyDocument) -> Result<Passage> {
        stored::decode(self.stored(record)?)
    }

    /// The bookkeeping of a record.
    pub fn read_book(&self, record: &TantivyDocument) -> Result<Book> {
        decode(self.stored(record)?, "the record of a source file")
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

/// A date as a number that sorts: `yyyymmdd`, unknown parts 0.
pub(crate) fn date_number(date: &str) -> u64 {
    let mut parts = date
        .splitn(3, '-')
        .map(|part| part.parse::<u64>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next() * 100 + next().min(99)) * 100 + next().min(99)
}

fn cut(value: &str) -> &str {
    if value.len() <= VALUE_BYTES {
        value
    } else {
        &value[..value.floor_char_boundary(VALUE_BYTES)]
    }
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

/// Takes an analysis stream apart into its terms; see [`analysis`].
#[derive(Clone, Default)]
pub(crate) struct StreamTokenizer {
    token: Token,
}

impl Tokenizer for StreamTokenizer {
    type TokenStream<'a> = StreamTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> StreamTokens<'a> {
        self.token.reset();
        StreamTokens {
            token: &mut self.token,
            rest: text,
        }
    }
}

/// The terms of one stream.
pub(crate) struct StreamTokens<'a> {
    token: &'a mut Token,
    rest: &'a str,
}

impl TokenStream for StreamTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr::memchr(b'\n', self.rest.as_bytes()) else {
            return false;
        };
        let (entry, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        let Some(&place) = entry.as_bytes().first() else {
            return false;
        };
        self.token.position = match place {
            analysis::SAME => self.token.position,
            analysis::FAR => self.token.position.wrapping_add(analysis::APART),
            // `Token::reset` leaves a position one before 0.
            _ => self.token.position.wrapping_add(1),
        };
        self.token.text.clear();
        self.token.text.push_str(&entry[1..]);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_stream(stream: &str, expected: &[(&str, usize)]) {
        let mut tokenizer = StreamTokenizer::default();
        let mut tokens = tokenizer.token_stream(stream);
        let mut found = Vec::new();
        while tokens.advance() {
            found.push((tokens.token().text.clone(), tokens.token().position));
        }
        let found: Vec<(&str, usize)> = found
            .iter()
            .map(|(text, position)| (text.as_str(), *position))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_stream_comes_apart_with_its_positions() {
        check_stream("", &[]);
        check_stream(
            "+one\n=one of\n+of\n^far\n",
            &[("one", 0), ("one of", 0), ("of", 1), ("far", 1_001)],
        );
        check_stream("^far\n+on\n", &[("far", 999), ("on", 1_000)]);
    }

    #[test]
    fn a_passage_survives_its_record() {
        let (_, fields) = schema();
        let passage = Passage {
            text: "Łódź".to_owned(),
            line: Some(7),
            span: 3..9,
            ..Passage::default()
        };
        let record = fields
            .passage(
                &passage,
                Analyzed::default(),
                "s",
                &mut NamedTerms::default(),
            )
            .expect("a record");
        assert_eq!(fields.read_passage(&record).expect("a passage"), passage);
    }

    #[test]
    fn dates_sort_as_numbers() {
        assert_eq!(date_number("2025-02-12"), 20_250_212);
        assert_eq!(date_number("2025"), 20_250_000);
        assert_eq!(date_number("nonsense"), 0);
    }
}
