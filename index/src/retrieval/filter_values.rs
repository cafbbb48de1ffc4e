//! The values behind a filter: which speakers, sections or documents hold all the words that the user gave.
//!
//! The term dictionary of a field is the table of its distinct values, so there is no other. Speakers and sections are also
//! found by any word of theirs: the field `named` has a term for each word of a name, with the name behind it.

use std::collections::BTreeMap;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED};

use crate::fields::names::NameKind;
use crate::fields::schema::Fields;
use crate::query::name::holds_words;

/// The distinct values of a field with the number of passages that bear each, by name.
pub(crate) fn values(searcher: &Searcher, field: Field) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut values = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let count = match segment.alive_bitset() {
                None => u64::from(stream.value().doc_freq),
                Some(alive) => {
                    let mut postings = index
                        .read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
                    let mut count = 0;
                    let mut record = postings.doc();
                    while record != TERMINATED {
                        count += u64::from(alive.is_alive(record));
                        record = postings.advance();
                    }
                    count
                }
            };
            if count > 0
                && let Ok(name) = std::str::from_utf8(stream.key())
            {
                *values.entry(name.to_owned()).or_default() += count;
            }
        }
    }
    Ok(values)
}

/// The values of a field for which `holds` is true, each once, in order.
pub(crate) fn matching(
    searcher: &Searcher,
    field: Field,
    holds: impl Fn(&str) -> bool,
) -> tantivy::Result<Vec<String>> {
    beginning(searcher, field, "", |name| {
        holds(name).then(|| name.to_owned())
    })
}

/// The names of speakers or sections that hold every one of these folded words (see [`holds_words`]), each once, in order.
pub(crate) fn holding(
    searcher: &Searcher,
    fields: &Fields,
    whose: NameKind,
    wanted: &[String],
) -> tantivy::Result<Vec<String>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    // The longest word is likely the rarest; one with a star stands for many.
    let word = wanted
        .iter()
        .max_by_key(|word| (!word.ends_with('*'), word.len()));
    let Some(word) = word.filter(|word| *word != "*") else {
        return matching(searcher, whose.field(fields), |name| {
            holds_words(name, wanted)
        });
    };
    beginning(searcher, fields.named, &whose.term_prefix(word), |term| {
        NameKind::whole_name(term)
            .filter(|name| wanted.len() == 1 || holds_words(name, wanted))
            .map(str::to_owned)
    })
}

/// What `take` makes of the values of a field that begin so, each once, in order.
pub(crate) fn beginning<T: Ord>(
    searcher: &Searcher,
    field: Field,
    start: &str,
    take: impl Fn(&str) -> Option<T>,
) -> tantivy::Result<Vec<T>> {
    let mut found = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().range().ge(start).into_stream()?;
        while stream.advance() && stream.key().starts_with(start.as_bytes()) {
            found.extend(std::str::from_utf8(stream.key()).ok().and_then(&take));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
