//! The index's fields and their terms. Bump [`VERSION`] whenever a field, a term or the stored form changes.

use tantivy::Term;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use crate::text::stem::Stemming;

/// Version of the index's schema and stored form.
pub const VERSION: u32 = 7;

/// Joins the titles of a section path into one term and one facet value.
pub(crate) const SECTION_JOINT: &str = " > ";

/// What the fields of words name as their tokenizer. There is none by that name: terms come from [`segment`](crate::segment).
const NO_TOKENIZER: &str = "none";

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
    /// Words of the names of speakers and sections, the name behind each; see [`Name`](crate::fields::names::Name).
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
    /// Source id of a bookkeeping record and the run that wrote it: what is deleted when the account changes.
    pub book: Field,
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
    /// As it is indexed.
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

/// How the flag of a stemmer begins.
pub(crate) const STEMMING: &str = "s";

/// The schema, and its fields by name.
pub(crate) fn schema() -> (Schema, Fields) {
    let of_words = |option: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(NO_TOKENIZER)
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
        text: builder.add_text_field("text", of_words(IndexRecordOption::WithFreqs)),
        exact: builder.add_text_field("exact", of_words(IndexRecordOption::WithFreqsAndPositions)),
        said: builder.add_text_field("said", of_words(IndexRecordOption::WithFreqsAndPositions)),
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
}

/// A date as a number that sorts: `yyyymmdd`, unknown parts 0.
pub(crate) fn date_number(date: &str) -> u64 {
    let mut parts = date
        .splitn(3, '-')
        .map(|part| part.parse::<u64>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next() * 100 + next().min(99)) * 100 + next().min(99)
}

/// A value as it is indexed.
pub(crate) fn cut(value: &str) -> &str {
    if value.len() <= VALUE_BYTES {
        value
    } else {
        &value[..value.floor_char_boundary(VALUE_BYTES)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_sort_as_numbers() {
        assert_eq!(date_number("2025-02-12"), 20_250_212);
        assert_eq!(date_number("2025"), 20_250_000);
        assert_eq!(date_number("nonsense"), 0);
    }
}
