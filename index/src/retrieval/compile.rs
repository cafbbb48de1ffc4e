//! A syntax tree as tantivy queries, for passages whose words went through one stemmer.
//!
//! Words and phrases score; filters select and score nothing. A filter of one name is a term with frequencies, boosted by 0:
//! only such a conjunction is pruned by block maxima (see `boolean_weight.rs` in tantivy).

use std::sync::Arc;

use tantivy::collector::Count;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as Retrieval,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::fields::names::NameKind;
use crate::fields::schema::{Fields, Flag};
use crate::fields::words::{STEM, pair_term};
use crate::hit::Passage;
use crate::query::name::meets;
use crate::query::node::{Element, FieldFilter, Node, NodeKind, QueryWord};
use crate::query::{Query, folded_words};
use crate::retrieval::expand;
use crate::retrieval::filter_values::{holding, matching};
use crate::retrieval::frequency::{Frequencies, idf};
use crate::retrieval::matching::{Known, Tokens, distinct_words, skipped};
use crate::retrieval::queries::boosted_term::Weighed;
use crate::retrieval::queries::exclusion::excluded;
use crate::retrieval::queries::expansion::Expanded;
use crate::retrieval::queries::span::{SpanQuery, SpanWord};
use crate::retrieval::queries::verify::VerifyQuery;
use crate::retrieval::snapshot::Snapshot;
use crate::speakers::Speakers;
use crate::stored::tables::SymbolTables;
use crate::text::learnt::Terms;
use crate::text::stem::Stemming;

/// Values of a filter up to which each is a list of its own.
const FEW_VALUES: usize = 16;

/// Turns nodes into queries.
pub(crate) struct Compiler<'a> {
    searcher: &'a Searcher,
    frequencies: &'a Frequencies,
    fields: Fields,
    /// What unpacks its records.
    tables: &'a Arc<SymbolTables>,
    /// Every stemmer of the index.
    stemmings: &'a [Stemming],
    /// What the index says of the values of the query's filters.
    pub known: Known,
}

/// Where words must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// In the `said` field, which holds uttered words alone.
    Said,
}

impl<'a> Compiler<'a> {
    pub fn new(
        snapshot: &'a Snapshot,
        query: &Query,
        speakers: Arc<Speakers>,
    ) -> tantivy::Result<Compiler<'a>> {
        let mut compiler = Compiler {
            searcher: &snapshot.inner,
            frequencies: &snapshot.frequencies,
            fields: snapshot.index.fields,
            tables: &snapshot.tables,
            stemmings: &snapshot.stemmings,
            known: Known {
                exact_docs: Vec::new(),
                speakers,
            },
        };
        let parts = query.parts().iter().map(|part| &part.node);
        for node in parts.chain(query.filters()).chain(query.excluded()) {
            compiler.add_exact_docs(node)?;
        }
        Ok(compiler)
    }

    fn add_exact_docs(&mut self, node: &Node) -> tantivy::Result<()> {
        match &node.kind {
            NodeKind::Field(FieldFilter::Doc(name)) => {
                let term = self.fields.value(self.fields.doc, name);
                // The dictionary may still hold the name of a document that has left.
                let exact = TermQuery::new(term, IndexRecordOption::Basic);
                if self.searcher.search(&exact, &Count)? > 0 {
                    self.known.exact_docs.push(name.clone());
                }
                Ok(())
            }
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().try_for_each(|node| self.add_exact_docs(node))
            }
            NodeKind::Not(node) => self.add_exact_docs(node),
            _ => Ok(()),
        }
    }

    /// The records that answer a node.
    pub fn node(&self, node: &Node, stemming: Stemming) -> tantivy::Result<Box<dyn Retrieval>> {
        self.node_in(node, stemming, Place::Anywhere)
    }

    fn node_in(
        &self,
        node: &Node,
        stemming: Stemming,
        place: Place,
    ) -> tantivy::Result<Box<dyn Retrieval>> {
        Ok(match &node.kind {
            NodeKind::All => self.everything(),
            NodeKind::Word(word) => match (word.terms(stemming), place) {
                (None, _) => Box::new(EmptyQuery),
                (Some(terms), Place::Anywhere) => {
                    let term = Term::from_field_text(self.fields.text, &terms.stem);
                    let weight = self.frequency_weight(&term, word.is_stemmed().then_some(word))?;
                    if weight == 1.0 {
                        self.term(term)
                    } else {
                        Box::new(Weighed {
                            term: TermQuery::new(term, IndexRecordOption::WithFreqs),
                            weight,
                        })
                    }
                }
                (Some(terms), Place::Said) => self.term(Term::from_field_text(
                    self.fields.said,
                    &format!("{STEM}{}", terms.stem),
                )),
            },
            NodeKind::Phrase(elements) => self.phrase(elements, place)?,
            NodeKind::Near(elements, between) => {
                let (distinct, needs) = distinct_words(elements);
                let words = self.span_words(&distinct, &needs, place)?;
                Box::new(SpanQuery::near(
                    self.words_field(place),
                    words,
                    between + skipped(elements),
                ))
            }
            NodeKind::Prefix(prefix) => self.union(expand::prefix(
                self.searcher,
                self.words_field(place),
                prefix,
            )?),
            NodeKind::Fuzzy(word, distance) => self.union(expand::fuzzy(
                self.searcher,
                self.words_field(place),
                word,
                *distance,
            )?),
            NodeKind::And(nodes) => self.boolean(Occur::Must, nodes, stemming, place)?,
            NodeKind::Or(nodes) => self.boolean(Occur::Should, nodes, stemming, place)?,
            NodeKind::Not(inner) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, self.everything()),
                (
                    Occur::MustNot,
                    excluded(self.node_in(inner, stemming, place)?),
                ),
            ])),
            NodeKind::Said(inner, voices) => self.said(inner, voices.as_deref(), stemming)?,
            NodeKind::Field(filter) => self.filter(filter)?,
        })
    }

    /// Every passage, unscored.
    pub fn everything(&self) -> Box<dyn Retrieval> {
        self.unscored(self.fields.flag(&Flag::Passage))
    }

    /// The passages whose words went through a stemmer, unscored.
    pub fn stemmed_by(&self, stemming: Stemming) -> Box<dyn Retrieval> {
        self.unscored(self.fields.flag(&Flag::Stemming(stemming)))
    }

    fn term(&self, term: Term) -> Box<dyn Retrieval> {
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    /// What turns the idf of a word's stem in one language into that of the word in all.
    fn frequency_weight(&self, stem: &Term, word: Option<&QueryWord>) -> tantivy::Result<f32> {
        let Some(word) = word.filter(|_| self.stemmings.len() > 1) else {
            return Ok(1.0);
        };
        let own = self.frequencies.of_term(stem)?;
        let all = self.frequencies.of_word(word, self.stemmings)?;
        if own == 0 || own == all {
            return Ok(1.0);
        }
        let records = self.frequencies.records();
        Ok(idf(records, all) / idf(records, own))
    }

    fn unscored(&self, term: Term) -> Box<dyn Retrieval> {
        Box::new(BoostQuery::new(self.term(term), 0.0))
    }

    fn words_field(&self, place: Place) -> Field {
        match place {
            Place::Anywhere => self.fields.exact,
            Place::Said => self.fields.said,
        }
    }

    fn boolean(
        &self,
        occur: Occur,
        nodes: &[Node],
        stemming: Stemming,
        place: Place,
    ) -> tantivy::Result<Box<dyn Retrieval>> {
        let mut clauses = Vec::with_capacity(nodes.len());
        for node in nodes {
            match (&node.kind, occur) {
                // An exclusion beside something: no need to walk over everything it leaves.
                (NodeKind::Not(inner), Occur::Must)
                    if nodes.iter().any(|n| !matches!(n.kind, NodeKind::Not(_))) =>
                {
                    clauses.push((
                        Occur::MustNot,
                        excluded(self.node_in(inner, stemming, place)?),
                    ));
                }
                _ => clauses.push((occur, self.node_in(node, stemming, place)?)),
            }
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn phrase(&self, elements: &[Element], place: Place) -> tantivy::Result<Box<dyn Retrieval>> {
        let field = self.words_field(place);
        if elements.iter().any(|element| element.prefix) {
            let distinct: Vec<&Element> = elements.iter().collect();
            let words = self.span_words(&distinct, &vec![1; elements.len()], place)?;
            return Ok(Box::new(SpanQuery::phrase(field, words)));
        }
        let mut terms = self.phrase_terms(elements, place);
        if terms.len() == 1 {
            return Ok(self.term(terms.remove(0).1));
        }
        Ok(Box::new(PhraseQuery::new_with_offset(terms)))
    }

    /// A phrase's terms with their offsets. Two common words in a row are one term, whose list is far shorter than theirs.
    fn phrase_terms(&self, elements: &[Element], place: Place) -> Vec<(usize, Term)> {
        let field = self.words_field(place);
        let mut terms: Vec<(usize, Term)> = Vec::with_capacity(elements.len());
        let mut covered = None;
        for (number, element) in elements.iter().enumerate() {
            let next = elements
                .get(number + 1)
                .filter(|next| next.offset == element.offset + 1);
            let pair = next
                .filter(|_| place == Place::Anywhere)
                .and_then(|next| pair_term(&element.folded, &next.folded));
            match pair {
                Some(pair) => {
                    terms.push((element.offset as usize, Term::from_field_text(field, &pair)));
                    covered = Some(number + 1);
                }
                None if covered == Some(number) => {}
                None => terms.push((
                    element.offset as usize,
                    Term::from_field_text(field, &element.folded),
                )),
            }
        }
        terms
    }

    fn span_words(
        &self,
        elements: &[&Element],
        needs: &[usize],
        place: Place,
    ) -> tantivy::Result<Vec<SpanWord>> {
        let field = self.words_field(place);
        let mut words = Vec::with_capacity(elements.len());
        for (element, &needed) in elements.iter().zip(needs) {
            let terms = if element.prefix {
                expand::prefix(self.searcher, field, &element.folded)?
                    .into_iter()
                    .map(|(term, _)| term)
                    .collect()
            } else {
                vec![Term::from_field_text(field, &element.folded)]
            };
            words.push(SpanWord {
                offset: element.offset,
                needed,
                terms,
            });
        }
        Ok(words)
    }

    fn union(&self, found: expand::Expansion) -> Box<dyn Retrieval> {
        let words = found.into_iter().map(|(term, found)| {
            self.frequencies.know(&term, found);
            term
        });
        Box::new(Expanded::new(words.collect()))
    }

    /// Inside words that somebody uttered: anybody, or those of these names.
    fn said(
        &self,
        inner: &Node,
        voices: Option<&[Vec<String>]>,
        stemming: Stemming,
    ) -> tantivy::Result<Box<dyn Retrieval>> {
        let Some(voices) = voices else {
            return self.said_by_anybody(inner, stemming);
        };
        let names = self.speakers(voices)?;
        // Where one voice is heard, its name settles whose words they are. Elsewhere the passage must tell.
        let one_voice = || self.unscored(self.fields.flag(&Flag::OneVoice));
        let settled = BooleanQuery::new(vec![
            (Occur::Must, self.said_by_anybody(inner, stemming)?),
            (Occur::Must, one_voice()),
            (Occur::Must, self.any_value(self.fields.speaker, names)),
        ]);
        let open = BooleanQuery::new(vec![
            // What others said is no reason to leave a passage out.
            (
                Occur::Must,
                self.said_by_anybody(&without_exclusions(inner), stemming)?,
            ),
            (Occur::MustNot, one_voice()),
        ]);
        let node = Node {
            kind: NodeKind::Said(Box::new(inner.clone()), Some(voices.to_vec())),
            span: inner.span.clone(),
        };
        let known = self.known.clone();
        let holds = move |passage: &Passage| {
            Tokens::new(passage, &mut Terms::default(), &known).find(&node, &mut Vec::new())
        };
        let verified = VerifyQuery {
            inner: Arc::new(open),
            tables: self.tables.clone(),
            holds: Arc::new(holds),
        };
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Should, Box::new(settled) as _),
            (Occur::Should, Box::new(verified) as _),
        ])))
    }

    /// Inside words that anybody uttered. A paragraph that is one whole turn has no `said` stream: all its words are said.
    fn said_by_anybody(
        &self,
        inner: &Node,
        stemming: Stemming,
    ) -> tantivy::Result<Box<dyn Retrieval>> {
        let turn = || self.unscored(self.fields.flag(&Flag::Turn));
        let in_part = BooleanQuery::new(vec![
            (Occur::Must, self.node_in(inner, stemming, Place::Said)?),
            (Occur::MustNot, turn()),
        ]);
        let in_turn = BooleanQuery::new(vec![
            (Occur::Must, turn()),
            (Occur::Must, self.node_in(inner, stemming, Place::Anywhere)?),
        ]);
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Should, Box::new(in_part) as _),
            (Occur::Should, Box::new(in_turn) as _),
        ])))
    }

    fn filter(&self, filter: &FieldFilter) -> tantivy::Result<Box<dyn Retrieval>> {
        let fields = &self.fields;
        Ok(match filter {
            FieldFilter::Speaker(wanted) => {
                let names = self.speakers(std::slice::from_ref(wanted))?;
                self.any_value(fields.speaker, names)
            }
            FieldFilter::Section(wanted) => self.any_value(
                fields.section,
                holding(self.searcher, fields, NameKind::Section, wanted)?,
            ),
            FieldFilter::Doc(pattern) => {
                if self.known.exact_docs.contains(pattern) {
                    return Ok(self.unscored(fields.value(fields.doc, pattern)));
                }
                self.any_value(
                    fields.doc,
                    matching(self.searcher, fields.doc, |name| meets(name, pattern))?,
                )
            }
            FieldFilter::SectionNumber(number) => {
                self.unscored(fields.flag(&Flag::SectionNumber(*number)))
            }
            FieldFilter::Kind(kind) => self.unscored(fields.value(fields.kind, kind.name())),
            FieldFilter::Lang(lang) => self.unscored(fields.value(fields.lang, lang)),
            FieldFilter::Date(from, to) => match date_flag(*from, *to) {
                Some(date) => self.unscored(fields.flag(&Flag::Date(&date))),
                None => zero(RangeQuery::new(
                    std::ops::Bound::Included(Term::from_field_u64(fields.date, u64::from(*from))),
                    std::ops::Bound::Included(Term::from_field_u64(fields.date, u64::from(*to))),
                )),
            },
        })
    }

    /// The names of the speakers whom any of these values means, in every form.
    fn speakers(&self, values: &[Vec<String>]) -> tantivy::Result<Vec<String>> {
        let speakers = &self.known.speakers;
        let mut names = Vec::new();
        for wanted in values {
            names.extend(holding(
                self.searcher,
                &self.fields,
                NameKind::Speaker,
                wanted,
            )?);
        }
        for number in speakers.meant(values) {
            names.extend(speakers.forms(number).iter().cloned());
            // The user may have written a name in another way than the documents.
            for alias in speakers.aliases(number) {
                let words = folded_words(alias).unwrap_or_default();
                let spelt = holding(self.searcher, &self.fields, NameKind::Speaker, &words)?;
                let theirs = |name: &String| speakers.number(name) == Some(number);
                names.extend(spelt.into_iter().filter(theirs));
            }
        }
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    fn any_value(&self, field: Field, mut values: Vec<String>) -> Box<dyn Retrieval> {
        match values.len() {
            0 => Box::new(EmptyQuery),
            1 => self.unscored(self.fields.value(field, &values.remove(0))),
            // A set of terms is gathered whole before the first record is looked at; a few lists are walked as they are needed.
            2..=FEW_VALUES => {
                let terms = values
                    .iter()
                    .map(|value| self.term(self.fields.value(field, value)));
                zero(BooleanQuery::new(
                    terms.map(|term| (Occur::Should, term)).collect(),
                ))
            }
            _ => zero(TermSetQuery::new(
                values.iter().map(|value| self.fields.value(field, value)),
            )),
        }
    }
}

/// A node that at least every passage answers that answers the given one: nothing is left out.
fn without_exclusions(node: &Node) -> Node {
    let each = |nodes: &[Node]| nodes.iter().map(without_exclusions).collect();
    let kind = match &node.kind {
        NodeKind::Not(_) => NodeKind::All,
        NodeKind::And(nodes) => NodeKind::And(each(nodes)),
        NodeKind::Or(nodes) => NodeKind::Or(each(nodes)),
        kind => kind.clone(),
    };
    Node {
        kind,
        span: node.span.clone(),
    }
}

fn zero(query: impl Retrieval) -> Box<dyn Retrieval> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

/// The year, month or day that a range of days is, if it is one.
fn date_flag(from: u32, to: u32) -> Option<String> {
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
    use super::date_flag;
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
            assert_eq!(date_flag(from, to).as_deref(), expected, "{text}");
        }
    }
}
