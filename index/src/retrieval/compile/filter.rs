//! Compiles filters: `speaker:`, `section:`, `doc:`, `path:`, `kind:`, `lang:`, `date:`.
//!
//! Filters restrict and do not score. A filter on one value is a term with frequencies, boosted by
//! 0: tantivy prunes a conjunction by block maxima only if all its clauses are such terms (see
//! `boolean_weight.rs` in tantivy).

use std::ops::Bound;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::fields::names::NameKind;
use crate::fields::schema::{Fields, Flag};
use crate::index::source_id::is_below;
use crate::query::date::begun_before;
use crate::query::name::{folded_words, meets};
use crate::query::node::FieldFilter;
use crate::query::path::{FolderPattern, PathFilter};
use crate::retrieval::filter_values::{names_with_words, values_where, values_with_prefix};
use crate::retrieval::matching::FilterContext;

/// A filter on up to this many values reads their postings as it goes. A larger one is a
/// `TermSetQuery`, which collects all its records before the first is looked at.
const MAX_UNION_VALUES: usize = 16;

/// Turns filters into queries.
pub(super) struct FilterCompiler<'a> {
    pub searcher: &'a Searcher,
    pub fields: Fields,
    pub context: FilterContext,
}

impl FilterCompiler<'_> {
    /// The records that pass a filter.
    pub fn filter(&self, filter: &FieldFilter) -> tantivy::Result<Box<dyn Query>> {
        let fields = &self.fields;
        Ok(match filter {
            FieldFilter::Speaker(wanted) => {
                let names = self.speaker_names(std::slice::from_ref(wanted))?;
                self.any_value(fields.speaker, names)
            }
            FieldFilter::Section(wanted) => {
                let names = names_with_words(self.searcher, fields, NameKind::Section, wanted)?;
                self.any_value(fields.section, names)
            }
            FieldFilter::Doc(name) if self.context.exact_docs.contains(name) => {
                unscored_term(fields.value(fields.doc, name))
            }
            FieldFilter::Doc(pattern) => {
                let names = values_where(self.searcher, fields.doc, |name| meets(name, pattern))?;
                self.any_value(fields.doc, names)
            }
            FieldFilter::Path(pattern) => self.path(pattern)?,
            FieldFilter::Within {
                path, holds_index, ..
            } => {
                let below =
                    |value: &str| is_below(value, path, *holds_index).then(|| value.to_owned());
                let begin = if path == "." || *holds_index {
                    ""
                } else {
                    path
                };
                let paths = values_with_prefix(self.searcher, fields.path, begin, below)?;
                self.any_value(fields.path, paths)
            }
            FieldFilter::SectionNumber(number) => self.flag(&Flag::SectionNumber(*number)),
            FieldFilter::Kind(kind) => unscored_term(fields.value(fields.kind, kind.name())),
            FieldFilter::Lang(lang) => unscored_term(fields.value(fields.lang, lang)),
            FieldFilter::Date(from, to) => self.dated(*from, *to),
        })
    }

    /// The records whose date, which may be a whole year or month, touches these days.
    fn dated(&self, from: u32, to: u32) -> Box<dyn Query> {
        let range = |from: u32, to: u32| {
            let bound = |date: u32| {
                Bound::Included(Term::from_field_u64(self.fields.date, u64::from(date)))
            };
            unscored(RangeQuery::new(bound(from), bound(to)))
        };
        let within = match single_date(from, to) {
            Some(date) => self.flag(&Flag::Date(&date)),
            None => range(from, to),
        };
        let mut clauses = vec![(Occur::Should, within)];
        clauses.extend(begun_before(from).map(|date| (Occur::Should, range(date, date))));
        match clauses.len() {
            1 => clauses.remove(0).1,
            _ => unscored(BooleanQuery::new(clauses)),
        }
    }

    /// The records that have a flag.
    pub fn flag(&self, flag: &Flag<'_>) -> Box<dyn Query> {
        unscored_term(self.fields.flag(flag))
    }

    /// The records by speakers who match any of these values.
    pub fn speakers(&self, values: &[Vec<String>]) -> tantivy::Result<Box<dyn Query>> {
        let names = self.speaker_names(values)?;
        Ok(self.any_value(self.fields.speaker, names))
    }

    /// The records of the documents that a `path:` filter lets through.
    fn path(&self, pattern: &str) -> tantivy::Result<Box<dyn Query>> {
        let fields = &self.fields;
        let filter = PathFilter::new(pattern, self.context.root.as_deref());
        let files = |pattern: &FolderPattern| {
            let paths = values_where(self.searcher, fields.path, |path| pattern.meets(path))?;
            tantivy::Result::Ok(self.any_value(fields.path, paths))
        };
        let mut clauses = vec![(Occur::Should, files(&filter.whole)?)];
        for (file, record) in &filter.records {
            let docs = values_where(self.searcher, fields.doc, |doc| record.meets(doc))?;
            let both = BooleanQuery::new(vec![
                (Occur::Must, files(file)?),
                (Occur::Must, self.any_value(fields.doc, docs)),
            ]);
            clauses.push((Occur::Should, Box::new(both)));
        }
        Ok(match clauses.len() {
            1 => clauses.remove(0).1,
            _ => unscored(BooleanQuery::new(clauses)),
        })
    }

    /// All stored names of the speakers who match any of these values.
    fn speaker_names(&self, values: &[Vec<String>]) -> tantivy::Result<Vec<String>> {
        let speakers = &self.context.speakers;
        let mut names = Vec::new();
        for wanted in values {
            names.extend(names_with_words(
                self.searcher,
                &self.fields,
                NameKind::Speaker,
                wanted,
            )?);
        }
        for number in speakers.matching(values) {
            names.extend(speakers.forms(number).iter().cloned());
            // The user may have spelt an alias differently from the documents.
            for alias in speakers.aliases(number) {
                let words = folded_words(alias).unwrap_or_default();
                let spelt =
                    names_with_words(self.searcher, &self.fields, NameKind::Speaker, &words)?;
                let same_person = |name: &String| speakers.number(name) == Some(number);
                names.extend(spelt.into_iter().filter(same_person));
            }
        }
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    /// The records with any of these values in a field.
    fn any_value(&self, field: Field, mut values: Vec<String>) -> Box<dyn Query> {
        match values.len() {
            0 => Box::new(EmptyQuery),
            1 => unscored_term(self.fields.value(field, &values.remove(0))),
            2..=MAX_UNION_VALUES => {
                let terms = values
                    .iter()
                    .map(|value| scored_term(self.fields.value(field, value)));
                unscored(BooleanQuery::new(
                    terms.map(|term| (Occur::Should, term)).collect(),
                ))
            }
            _ => unscored(TermSetQuery::new(
                values.iter().map(|value| self.fields.value(field, value)),
            )),
        }
    }
}

/// The records with a term, scored by BM25.
pub(super) fn scored_term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// The records with a term, scored 0.
fn unscored_term(term: Term) -> Box<dyn Query> {
    Box::new(BoostQuery::new(scored_term(term), 0.0))
}

/// The records of a query, scored 0.
fn unscored(query: impl Query) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

/// The year, month or day that a range of days covers exactly, as it is stored. `None` for any
/// other range.
fn single_date(from: u32, to: u32) -> Option<String> {
    let (year, month, day) = (from / 10_000, from / 100 % 100, from % 100);
    if from == to && day > 0 {
        return Some(format!("{year:04}-{month:02}-{day:02}"));
    }
    if day == 0 && month > 0 && to == from + 99 {
        return Some(format!("{year:04}-{month:02}"));
    }
    (day == 0 && month == 0 && to == from + 1_299).then(|| format!("{year:04}"))
}

#[cfg(test)]
mod tests {
    use super::single_date;
    use crate::query::date::range;

    #[test]
    fn a_whole_year_month_or_day_is_one_term() {
        for (text, expected) in [
            ("2024", Some("2024")),
            ("2024-03", Some("2024-03")),
            ("2024-03-05", Some("2024-03-05")),
            ("2024-03..2024-04", None),
            (">=2024", None),
        ] {
            let (from, to) = range(text).expect("a date");
            assert_eq!(single_date(from, to).as_deref(), expected, "{text}");
        }
    }
}
