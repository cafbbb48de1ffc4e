//! The values that flags accept: closed sets of choices, and parsers for the rest.
//!
//! clap lists the choices in `--help` and in error messages. The error of a parser says what is
//! accepted; clap adds the flag and what the user typed.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use onrecord_index::document::Kind;
use onrecord_index::facts::pattern::PathPattern;
use onrecord_index::ingest::encoding;
use onrecord_index::ingest::formats::FORMATS;
use onrecord_index::measure::replay::Work;
use onrecord_index::query::Match;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::searcher::{Property, Sort};
use onrecord_index::verify::report::Grade;

use crate::print::format::Format;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortBy {
    /// Best first
    Score,
    /// Newest first
    Date,
    /// In the order of the sources
    Place,
}

impl From<SortBy> for Sort {
    fn from(choice: SortBy) -> Sort {
        match choice {
            SortBy::Score => Sort::Score,
            SortBy::Date => Sort::Date,
            SortBy::Place => Sort::Place,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatchBy {
    /// Passages with every part of the query
    All,
    /// Passages with at least one part, ranked together
    Any,
}

/// What `--match` asks for. Without it, passages with every part come before those with some.
pub(crate) fn matching(choice: Option<MatchBy>) -> Match {
    match choice {
        None => Match::Tiers,
        Some(MatchBy::All) => Match::All,
        Some(MatchBy::Any) => Match::Any,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FacetBy {
    Speaker,
    Section,
    Doc,
    Kind,
    Lang,
    /// The year of the date
    Year,
    /// The month of the date
    Month,
}

impl From<FacetBy> for Property {
    fn from(choice: FacetBy) -> Property {
        match choice {
            FacetBy::Speaker => Property::Speaker,
            FacetBy::Section => Property::Section,
            FacetBy::Doc => Property::Doc,
            FacetBy::Kind => Property::Kind,
            FacetBy::Lang => Property::Lang,
            FacetBy::Year => Property::Year,
            FacetBy::Month => Property::Month,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindBy {
    /// Running text or speech
    Body,
    /// Titles
    Heading,
    /// The words under a picture
    Caption,
    /// Who wrote it
    Byline,
    /// Who else reported, and from where
    Credit,
    /// What happens while others speak, as (Applause)
    StageDirection,
}

impl From<KindBy> for Kind {
    fn from(choice: KindBy) -> Kind {
        match choice {
            KindBy::Body => Kind::Body,
            KindBy::Heading => Kind::Heading,
            KindBy::Caption => Kind::Caption,
            KindBy::Byline => Kind::Byline,
            KindBy::Credit => Kind::Credit,
            KindBy::StageDirection => Kind::StageDirection,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GradeBy {
    /// The same characters
    Exact,
    /// The same words; case, punctuation and the form of numbers may differ
    Folded,
    /// Words are missing only at an ellipsis, and brackets replace or add some
    Elided,
    /// At most 35 % of the words are edited
    Altered,
}

impl From<GradeBy> for Grade {
    fn from(choice: GradeBy) -> Grade {
        match choice {
            GradeBy::Exact => Grade::Exact,
            GradeBy::Folded => Grade::Folded,
            GradeBy::Elided => Grade::Elided,
            GradeBy::Altered => Grade::Altered,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WorkBy {
    /// Rank
    Ids,
    /// Rank, and read the passages
    Passages,
    /// Rank, read the passages, and find the words to highlight
    Highlight,
    /// Count all matches
    Count,
}

impl From<WorkBy> for Work {
    fn from(choice: WorkBy) -> Work {
        match choice {
            WorkBy::Ids => Work::Ids,
            WorkBy::Passages => Work::Passages,
            WorkBy::Highlight => Work::Highlight,
            WorkBy::Count => Work::Count,
        }
    }
}

/// The output formats that a command offers.
pub(crate) fn formats<const N: usize>(
    offered: [Format; N],
) -> impl TypedValueParser<Value = Format> {
    let values = offered.map(|format| format.to_possible_value().expect("no format is skipped"));
    PossibleValuesParser::new(values)
        .map(|name| Format::from_str(&name, false).expect("clap accepts only the values above"))
}

/// The names of the input formats.
pub(crate) fn input_formats() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.iter().map(|format| format.name()))
}

/// The name of a character encoding.
pub(crate) fn encoding(name: &str) -> Result<String, String> {
    if encoding::is_known(name) {
        Ok(name.to_owned())
    } else {
        Err("not a name of the Encoding Standard, such as utf-8, utf-16le, windows-1252".to_owned())
    }
}

/// A number of bytes, with K, M, G or T for the powers of 1024.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text[digits.len()..].to_uppercase();
    let shift = match unit.trim_end_matches("IB").trim_end_matches('B') {
        "" => Some(0),
        "K" => Some(10),
        "M" => Some(20),
        "G" => Some(30),
        "T" => Some(40),
        _ => None,
    };
    let number = digits.parse::<u64>().ok();
    shift
        .and_then(|shift| number?.checked_mul(1 << shift))
        .ok_or_else(|| "write a number of bytes, such as 500000, 200M or 2G".to_owned())
}

/// How many: 0 or more.
pub(crate) fn count(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| "write a whole number, 0 or more".to_owned())
}

/// The name of a speaker.
pub(crate) fn speaker(name: &str) -> Result<FieldFilter, String> {
    FieldFilter::speaker(name).ok_or_else(words_wanted)
}

/// Whether a text has a word to look for.
pub(crate) fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// The name of a person, as it is to be compared with those of speakers.
pub(crate) fn person(name: &str) -> Result<String, String> {
    has_word(name)
        .then(|| name.trim().to_owned())
        .ok_or_else(|| "write a name, such as \"Anna Berg\" or Berg".to_owned())
}

/// Words of a section's titles, or its number.
pub(crate) fn section(title: &str) -> Result<FieldFilter, String> {
    FieldFilter::section(title).ok_or_else(words_wanted)
}

/// The name of a document.
pub(crate) fn doc(name: &str) -> Result<FieldFilter, String> {
    let is_empty = name.trim().is_empty();
    (!is_empty)
        .then(|| FieldFilter::Doc(name.to_owned()))
        .ok_or_else(|| "write a name, words of it, or a pattern with *".to_owned())
}

/// The code of a language.
pub(crate) fn lang(code: &str) -> Result<FieldFilter, String> {
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code
        .then(|| FieldFilter::Lang(code.to_lowercase()))
        .ok_or_else(|| "write a code of two letters, such as en, de or fr".to_owned())
}

/// The value of `--facts`. `None`: an empty one, which drops what was stated before.
pub(crate) type Facts = Option<PathPattern>;

/// A pattern of paths that states facts.
pub(crate) fn facts(pattern: &str) -> Result<Facts, String> {
    match pattern.trim() {
        "" => Ok(None),
        _ => PathPattern::with_captures(pattern).map(Some),
    }
}

fn words_wanted() -> String {
    "write one or more words; a * may only be at the end of a word".to_owned()
}

/// The first date of a range.
pub(crate) fn since(date: &str) -> Result<FieldFilter, String> {
    bound(">=", date)
}

/// The last date of a range.
pub(crate) fn until(date: &str) -> Result<FieldFilter, String> {
    bound("<=", date)
}

fn bound(sign: &str, date: &str) -> Result<FieldFilter, String> {
    // The date alone must be one: a sign of its own or a range is not accepted here.
    let plain = date.starts_with(|c: char| c.is_ascii_digit()) && !date.contains("..");
    if !plain {
        return Err("write a date such as 2024, 2024-03 or 2024-03-05".to_owned());
    }
    // What is wrong is said of the date as it was typed, without the sign.
    FieldFilter::date(date).map_err(|error| error.message)?;
    FieldFilter::date(&format!("{sign}{date}")).map_err(|error| error.message)
}

/// `doc=key`: a property of passages, and a key of the metadata of queries.
pub(crate) fn property_and_key(text: &str) -> Result<(Property, String), String> {
    let named = |name: &str| {
        let mut properties = Property::ALL.into_iter();
        properties.find(|property| property.name() == name)
    };
    text.split_once('=')
        .and_then(|(name, key)| Some((named(name)?, key.to_owned())))
        .ok_or_else(|| {
            let names = Property::ALL.map(Property::name).join(", ");
            format!("write FIELD=KEY with one of these fields: {names}")
        })
}

#[cfg(test)]
mod tests {
    use super::{since, size};

    #[test]
    fn sizes_are_powers_of_1024() {
        assert_eq!(size("500000"), Ok(500_000));
        assert_eq!(size("200M"), Ok(200 << 20));
        assert_eq!(size("2gib"), Ok(2 << 30));
        assert!(size("2X").is_err() && size("M").is_err() && size("99999999T").is_err());
    }

    #[test]
    fn a_bound_is_one_date() {
        assert!(since("2024").is_ok() && since("2024-03-05").is_ok());
        assert!(since(">=2024").is_err() && since("2024..2025").is_err() && since("").is_err());
    }
}
