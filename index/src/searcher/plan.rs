//! A query prepared to run over one snapshot: compiled for each stemmer of the index, and divided
//! into tiers.

use tantivy::query::{BooleanQuery, Occur, Query as TantivyQuery};

use crate::hit::Tier;
use crate::query::node::{Node, NodeKind};
use crate::query::{Match, Query};
use crate::retrieval::compile::Compiler;
use crate::retrieval::queries::boosted_term::weighted;
use crate::retrieval::queries::exclusion::exclusion;
use crate::retrieval::queries::records::RecordsQuery;
use crate::retrieval::top::ranked_word::FUNCTION_WORD_WEIGHT;
use crate::retrieval::top::top_k::FilteredQuery;
use crate::text::stem::Stemming;

/// What to search for, and in which order to list it.
pub(super) struct Plan {
    /// The query compiled for each stemmer. Where no word of it is stemmed, one serves for all.
    pub compiled: Vec<CompiledQuery>,
    /// The tiers to list, best first.
    pub tiers: Vec<TierRule>,
}

/// A query compiled for passages that were indexed with one stemmer.
pub(super) struct CompiledQuery {
    pub stemming: Stemming,
    pub parts: Vec<Box<dyn TantivyQuery>>,
    /// Whether each part only ranks; see [`Query::only_rank`].
    pub only_rank: Vec<bool>,
    /// Whether each part was written with `+`.
    pub required: Vec<bool>,
    pub filters: Vec<Box<dyn TantivyQuery>>,
    pub excluded: Vec<Box<dyn TantivyQuery>>,
}

/// A tier and the rule for the passages in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TierRule {
    pub tier: Tier,
    pub rule: Rule,
}

/// The rules for the passages that are counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct CountedRules {
    /// Those of all tiers.
    pub total: Rule,
    /// Those that match every part of the query.
    pub every: Rule,
}

/// Which of the query's parts a passage must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Every part.
    All,
    /// At least one.
    Any,
    /// At least one, not every one.
    NotAll,
    /// Every part with a `+`. The others only rank.
    Required,
}

impl Plan {
    /// Compiles a query. `stemmings` are the stemmers that the passages were indexed with.
    pub fn new(
        compiler: &Compiler<'_>,
        stemmings: &[Stemming],
        query: &Query,
        matching: Match,
    ) -> tantivy::Result<Plan> {
        Ok(Plan {
            compiled: compile(compiler, stemmings, query)?,
            tiers: tiers(query, matching),
        })
    }

    /// The rules for the passages that are counted.
    pub fn counted(&self) -> CountedRules {
        let last = self.tiers.last().map_or(Rule::All, |last| last.rule);
        match last {
            // With a `+`, the parts without one only rank, so nothing asks for every part.
            Rule::All | Rule::Required => CountedRules {
                total: last,
                every: last,
            },
            // Both tiers together are the passages that match some part, which is quicker to count
            // than what is left of them without the first tier.
            Rule::Any | Rule::NotAll => CountedRules {
                total: Rule::Any,
                every: Rule::All,
            },
        }
    }
}

impl Plan {
    /// The passages that pass the filters, whatever words they have. A passage may be in several of
    /// these queries.
    pub fn scope(&self, compiler: &Compiler<'_>) -> Vec<Box<dyn TantivyQuery>> {
        let of = |compiled: &CompiledQuery| {
            let mut clauses = vec![(Occur::Must, compiler.everything())];
            let filters = compiled.filters.iter().map(|filter| filter.box_clone());
            clauses.extend(filters.map(|filter| (Occur::Must, filter)));
            let excluded = compiled.excluded.iter().map(|query| query.box_clone());
            clauses.extend(excluded.map(|query| (Occur::MustNot, exclusion(query))));
            single_or_boolean(clauses)
        };
        self.compiled.iter().map(of).collect()
    }

    /// The plan for passages that were found already.
    pub fn of_records(tier: Tier, records: RecordsQuery) -> Plan {
        let compiled = CompiledQuery {
            stemming: Stemming::NONE,
            parts: vec![Box::new(records)],
            only_rank: vec![false],
            required: vec![false],
            filters: Vec::new(),
            excluded: Vec::new(),
        };
        Plan {
            compiled: vec![compiled],
            tiers: vec![TierRule {
                tier,
                rule: Rule::All,
            }],
        }
    }
}

impl CompiledQuery {
    /// The records that a rule allows, in the forms that
    /// [`top_k`](crate::retrieval::top::top_k::top_k) chooses from.
    pub fn filtered(&self, rule: Rule) -> FilteredQuery<'_> {
        FilteredQuery {
            scored: single_or_boolean(self.scored(rule)),
            filters: &self.filters,
            excluded: &self.excluded,
            whole: self.is_filtered().then(|| self.query(rule)),
        }
    }

    /// The same as one query. It is one flat conjunction or disjunction wherever possible: tantivy
    /// prunes no other.
    pub fn query(&self, rule: Rule) -> Box<dyn TantivyQuery> {
        let mut clauses = self.scored(rule);
        let is_disjunction = clauses.iter().all(|(occur, _)| *occur == Occur::Should);
        if is_disjunction && self.is_filtered() && !clauses.is_empty() {
            clauses = vec![(Occur::Must, Box::new(BooleanQuery::new(clauses)) as _)];
        }
        let filters = self.filters.iter().map(|filter| filter.box_clone());
        clauses.extend(filters.map(|filter| (Occur::Must, filter)));
        let excluded = self.excluded.iter().map(|query| query.box_clone());
        clauses.extend(excluded.map(|query| (Occur::MustNot, exclusion(query))));
        single_or_boolean(clauses)
    }

    fn is_filtered(&self) -> bool {
        !(self.filters.is_empty() && self.excluded.is_empty())
    }

    /// The parts as a rule asks for them.
    fn scored(&self, rule: Rule) -> Vec<(Occur, Box<dyn TantivyQuery>)> {
        let parts = || self.parts.iter().map(|part| part.box_clone());
        let all = || {
            let parts = parts().zip(&self.only_rank);
            parts
                .filter_map(|(part, only_ranks)| (!only_ranks).then_some((Occur::Must, part)))
                .collect::<Vec<_>>()
        };
        let some = || {
            parts()
                .map(|part| (Occur::Should, part))
                .collect::<Vec<_>>()
        };
        match rule {
            Rule::All => all(),
            Rule::Any => some(),
            Rule::NotAll => vec![
                (Occur::Must, single_or_boolean(some())),
                (
                    Occur::MustNot,
                    exclusion(Box::new(BooleanQuery::new(all()))),
                ),
            ],
            Rule::Required => parts()
                .zip(&self.required)
                .map(|(part, required)| {
                    let occur = if *required {
                        Occur::Must
                    } else {
                        Occur::Should
                    };
                    (occur, part)
                })
                .collect(),
        }
    }
}

/// Joins clauses to one query. A single clause stays as it is: tantivy does not prune a disjunction
/// inside another query.
fn single_or_boolean(mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)>) -> Box<dyn TantivyQuery> {
    match &clauses[..] {
        [(Occur::Must | Occur::Should, _)] => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

fn compile(
    compiler: &Compiler<'_>,
    stemmings: &[Stemming],
    query: &Query,
) -> tantivy::Result<Vec<CompiledQuery>> {
    let parts = query.parts().iter().map(|part| &part.node);
    let has_words = parts
        .chain(query.excluded())
        .any(|node| node.kind.has_word());
    let stemmings = match stemmings {
        [first, ..] if !has_words => std::slice::from_ref(first),
        all => all,
    };
    stemmings
        .iter()
        .map(|stemming| compile_for(compiler, *stemming, query, stemmings.len() > 1))
        .collect()
}

/// Compiles for one stemmer; `several`: it is one of several.
fn compile_for(
    compiler: &Compiler<'_>,
    stemming: Stemming,
    query: &Query,
    several: bool,
) -> tantivy::Result<CompiledQuery> {
    let compile = |nodes: &mut dyn Iterator<Item = &Node>| {
        nodes
            .map(|node| compiler.node(node, stemming))
            .collect::<tantivy::Result<Vec<_>>>()
    };
    let parts = compile(&mut query.parts().iter().map(|part| &part.node))?;
    let only_rank = query.only_rank(stemming);
    let parts = parts.into_iter().zip(&only_rank);
    let parts: Vec<_> = parts
        .map(|(part, only_ranks)| match only_ranks {
            true => weighted(part, FUNCTION_WORD_WEIGHT),
            false => part,
        })
        .collect();
    let mut filters = compile(&mut query.filters().iter())?;
    let excluded = compile(&mut query.excluded().iter())?;
    // A stem is marked with its language, so passages in another language do not contain it. A
    // query with anything else in it, such as a pair of Chinese characters, would find a passage
    // once for each stemmer.
    let all_stems = query.parts().iter().all(|part| is_stemmed(&part.node));
    if several && (!all_stems || parts.is_empty()) {
        filters.push(compiler.stemmed_by(stemming));
    }
    if parts.is_empty() && filters.is_empty() {
        filters.push(compiler.everything());
    }
    Ok(CompiledQuery {
        stemming,
        parts,
        only_rank,
        required: query.parts().iter().map(|part| part.required).collect(),
        filters,
        excluded,
    })
}

/// The tiers of a query, best first.
fn tiers(query: &Query, matching: Match) -> Vec<TierRule> {
    let tier = |tier, rule| TierRule { tier, rule };
    if query.parts().iter().any(|part| part.required) {
        return vec![tier(Tier::All, Rule::Required)];
    }
    match matching {
        _ if query.parts().len() < 2 => vec![tier(Tier::All, Rule::All)],
        Match::All => vec![tier(Tier::All, Rule::All)],
        Match::Any => vec![tier(Tier::Some, Rule::Any)],
        Match::Tiers => vec![tier(Tier::All, Rule::All), tier(Tier::Some, Rule::NotAll)],
    }
}

/// Whether only passages of one stemmer can match a node, because each of them contains one of its
/// stems.
fn is_stemmed(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Word(word) => word.is_stemmed(),
        NodeKind::And(nodes) => nodes.iter().any(is_stemmed),
        NodeKind::Or(nodes) => nodes.iter().all(is_stemmed),
        _ => false,
    }
}
