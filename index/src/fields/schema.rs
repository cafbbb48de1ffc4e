//! The fields of the index and the terms of its values.
//!
//! Increase [`VERSION`] whenever a field, a term or the stored form of a passage changes.

use tantivy::Term;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use crate::text::stem::Stemming;

/// Version of the schema and of the stored form. An index with another version is refused.
pub(crate) const VERSION: u32 = 8;

/// Joins the titles of a section path into one term and one facet value.
pub(crate) const SECTION_SEPARATOR: &str = " > ";

/// The tokenizer that the fields of words name. It does not exist: [`segment`](crate::segment)
/// writes their terms, tantivy never does.
const NO_TOKENIZER: &str = "none";

/// Longer values are cut before they become a term. Tantivy's own limit is 65,530 bytes; no real
/// name or title comes near 1,000.
const VALUE_BYTES: usize = 1_000;

/// The fields of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Stems, with frequencies and lengths but without positions: for retrieval and ranking.
    pub text: Field,
    /// Folded words and pairs of common words, with positions: for phrases, prefixes and similar
    /// spellings.
    pub exact: Field,
    /// Folded words and stems inside verbatim utterances, with positions: for `said:`.
    pub said: Field,
    /// Names of the speakers.
    pub speaker: Field,
    /// Section path, joined by [`SECTION_SEPARATOR`].
    pub section: Field,
    /// Words in the names of speakers and sections; see
    /// [`NameKind`](crate::fields::names::NameKind).
    pub named: Field,
    /// Document name.
    pub doc: Field,
    /// Kind of paragraph.
    pub kind: Field,
    /// Language code.
    pub lang: Field,
    /// Terms for filters only; see [`Flag`].
    pub flag: Field,
    /// Source path, for `path:` and for sorting by source.
    pub path: Field,
    /// Number of the passage in its source, from 0.
    pub place: Field,
    /// Date as the number `yyyymmdd`, with 0 for unknown parts.
    pub date: Field,
    /// Document id.
    pub document: Field,
    /// Id of the source and of the run that wrote the passage: used to delete a source's passages.
    pub source: Field,
    /// Id of the source and of the run that wrote its account: used to delete it.
    pub account: Field,
}

/// A term of the `flag` field.
pub(crate) enum Flag<'a> {
    /// On every passage, but not on the accounts of sources.
    Passage,
    /// The stemmer of the passage's language.
    Stemming(Stemming),
    /// Number of the outermost section.
    SectionNumber(u64),
    /// A date, or its year, or its year and month.
    Date(&'a str),
    /// The whole passage is one verbatim utterance.
    Turn,
    /// The passage has one speaker, who utters all its verbatim words.
    OneVoice,
}

impl Flag<'_> {
    /// The term without its field.
    pub fn text(&self) -> String {
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

/// Prefix of the terms of [`Flag::Stemming`]. The code of the stemmer follows.
pub(crate) const STEMMING: &str = "s";

/// The schema, and the handles of its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let of_words = |option: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(NO_TOKENIZER)
                .set_index_option(option)
                .set_fieldnorms(true),
        )
    };
    // With frequencies, although each is 1: a filter field without them would switch off pruning by
    // score in every ranked conjunction with it.
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
        text: builder.add_text_field("text", of_words(IndexRecordOption::WithFreqs)),
        exact: builder.add_text_field("exact", of_words(IndexRecordOption::WithFreqsAndPositions)),
        said: builder.add_text_field("said", of_words(IndexRecordOption::WithFreqsAndPositions)),
        speaker: builder.add_text_field("speaker", fast_value.clone()),
        section: builder.add_text_field("section", fast_value.clone()),
        named: builder.add_text_field("named", key.clone()),
        doc: builder.add_text_field("doc", fast_value.clone()),
        kind: builder.add_text_field("kind", fast_value.clone()),
        lang: builder.add_text_field("lang", fast_value.clone()),
        flag: builder.add_text_field("flag", value),
        path: builder.add_text_field("path", fast_value),
        place: builder.add_u64_field("place", tantivy::schema::FAST),
        date: builder.add_u64_field("date", tantivy::schema::FAST),
        document: builder.add_text_field("document", key.clone()),
        source: builder.add_text_field("source", key.clone()),
        account: builder.add_text_field("book", key),
    };
    (builder.build(), fields)
}

impl Fields {
    /// The term of a flag.
    pub fn flag(&self, flag: &Flag<'_>) -> Term {
        Term::from_field_text(self.flag, &flag.text())
    }

    /// The term of a value, cut as it was when it was indexed.
    pub fn value(&self, field: Field, value: &str) -> Term {
        Term::from_field_text(field, cut(value))
    }
}

/// A date as a number that sorts: `yyyymmdd`, with 0 for unknown parts.
pub(crate) fn date_number(date: &str) -> u64 {
    let mut parts = date
        .splitn(3, '-')
        .map(|part| part.parse::<u64>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next() * 100 + next().min(99)) * 100 + next().min(99)
}

/// A value as it is indexed: cut if it is very long.
pub(crate) fn cut(value: &str) -> &str {
    if value.len() <= VALUE_BYTES {
        value
    } else {
        &value[..value.floor_char_boundary(VALUE_BYTES)]
    }
}

#[cfg(test)]
mod tests {
    use super::date_number;

    #[test]
    fn dates_sort_as_numbers() {
        assert_eq!(date_number("2025-02-12"), 20_250_212);
        assert_eq!(date_number("2025"), 20_250_000);
        assert_eq!(date_number("nonsense"), 0);
    }
}
