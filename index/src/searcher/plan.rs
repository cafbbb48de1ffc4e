//! A query made ready to run over one snapshot: once for each stemmer that its words may have gone through, tier by tier.

use tantivy::query::{BooleanQuery, Occur, Query as Retrieval};

use crate::hit::Tier;
use crate::query::node::{Node, NodeKind};
use crate::query::{Match, Query};
use crate::retrieval::compile::Compiler;
use crate::retrieval::queries::exclusion::excluded;
use crate::retrieval::top::top_k::Sieved;
use crate::text::stem::Stemming;

/// What is searched for, and in which order it is listed.
pub(super) struct Plan {
    /// The query for each stemmer that its words may have gone through. Where no word is stemmed, one serves for all.
    pub analyses: Vec<Prepared>,
    /// The tiers that are listed, best first.
    pub tiers: Vec<TierRule>,
}

/// A query made ready for passages of one stemmer.
pub(super) struct Prepared {
    pub stemming: Stemming,
    pub parts: Vec<Box<dyn Retrieval>>,
    pub required: Vec<bool>,
    pub filters: Vec<Box<dyn Retrieval>>,
    pub excluded: Vec<Box<dyn Retrieval>>,
}

/// A tier and what it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct TierRule {
    pub tier: Tier,
    pub rule: Rule,
}

/// Which passages a tier holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Every part.
    All,
    /// At least one.
    Any,
    /// At least one, not every one.
    NotAll,
    /// Every part with a `+`; the others only rank.
    Required,
}

impl Plan {
    /// `stemmings` are those that the passages' words went through.
    pub fn new(
        compiler: &Compiler<'_>,
        stemmings: &[Stemming],
        query: &Query,
        matching: Match,
    ) -> tantivy::Result<Plan> {
        Ok(Plan {
            analyses: analyses(compiler, stemmings, query)?,
            tiers: tiers(query, matching),
        })
    }
}

impl Prepared {
    /// The records that a rule lets through, the filters holding and nothing excluded, in the forms that [`best`] chooses from.
    ///
    /// [`best`]: crate::retrieval::top::top_k::best
    pub fn sieved(&self, rule: Rule) -> Sieved<'_> {
        Sieved {
            scored: alone_or_together(self.scored(rule)),
            filters: &self.filters,
            excluded: &self.excluded,
            whole: self.is_sieved().then(|| self.query(rule)),
        }
    }

    /// The same as one query: one flat conjunction or disjunction wherever that is possible, because only such a one is pruned.
    pub fn query(&self, rule: Rule) -> Box<dyn Retrieval> {
        let mut clauses = self.scored(rule);
        let is_disjunction = clauses.iter().all(|(occur, _)| *occur == Occur::Should);
        if is_disjunction && self.is_sieved() && !clauses.is_empty() {
            clauses = vec![(Occur::Must, Box::new(BooleanQuery::new(clauses)) as _)];
        }
        let copies = |queries: &[Box<dyn Retrieval>]| -> Vec<Box<dyn Retrieval>> {
            queries.iter().map(|query| query.box_clone()).collect()
        };
        clauses.extend(
            copies(&self.filters)
                .into_iter()
                .map(|filter| (Occur::Must, filter)),
        );
        clauses.extend(
            copies(&self.excluded)
                .into_iter()
                .map(|node| (Occur::MustNot, excluded(node))),
        );
        alone_or_together(clauses)
    }

    fn is_sieved(&self) -> bool {
        !(self.filters.is_empty() && self.excluded.is_empty())
    }

    /// The parts that a rule asks for.
    fn scored(&self, rule: Rule) -> Vec<(Occur, Box<dyn Retrieval>)> {
        let parts = || self.parts.iter().map(|part| part.box_clone());
        let all = || parts().map(|part| (Occur::Must, part)).collect::<Vec<_>>();
        let some = || {
            parts()
                .map(|part| (Occur::Should, part))
                .collect::<Vec<_>>()
        };
        match rule {
            Rule::All => all(),
            Rule::Any => some(),
            Rule::NotAll => vec![
                (Occur::Must, alone_or_together(some())),
                (Occur::MustNot, excluded(Box::new(BooleanQuery::new(all())))),
            ],
            Rule::Required => parts()
                .zip(&self.required)
                .map(|(part, required)| match required {
                    true => (Occur::Must, part),
                    false => (Occur::Should, part),
                })
                .collect(),
        }
    }
}

/// A clause alone is its own query: inside another one a disjunction is not pruned.
fn alone_or_together(mut clauses: Vec<(Occur, Box<dyn Retrieval>)>) -> Box<dyn Retrieval> {
    match &clauses[..] {
        [(Occur::Must | Occur::Should, _)] => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

fn analyses(
    compiler: &Compiler<'_>,
    stemmings: &[Stemming],
    query: &Query,
) -> tantivy::Result<Vec<Prepared>> {
    let excluded_words = query.excluded().iter().any(|node| node.kind.has_word());
    let has_words = query.parts().iter().any(|part| part.node.kind.has_word()) || excluded_words;
    let stemmings: Vec<Stemming> = match (stemmings, has_words) {
        ([], _) => Vec::new(),
        ([first, ..], false) => vec![*first],
        (all, true) => all.to_vec(),
    };
    let several = stemmings.len() > 1;
    let mut prepared = Vec::with_capacity(stemmings.len());
    for stemming in stemmings {
        let compile = |nodes: &mut dyn Iterator<Item = &Node>| {
            nodes
                .map(|node| compiler.node(node, stemming))
                .collect::<tantivy::Result<Vec<_>>>()
        };
        let parts = compile(&mut query.parts().iter().map(|part| &part.node))?;
        let mut filters = compile(&mut query.filters().iter())?;
        let excluded = compile(&mut query.excluded().iter())?;
        // A stem is marked with its language, so a passage of another one does not hold it. A query with anything else
        // in it, a pair of Chinese characters say, would find a passage once for each stemmer.
        let all_stems = query.parts().iter().all(|part| is_stemmed(&part.node));
        if several && (!all_stems || parts.is_empty()) {
            filters.push(compiler.stemmed_by(stemming));
        }
        if parts.is_empty() && filters.is_empty() {
            filters.push(compiler.everything());
        }
        let required = query.parts().iter().map(|part| part.required).collect();
        prepared.push(Prepared {
            stemming,
            parts,
            required,
            filters,
            excluded,
        });
    }
    Ok(prepared)
}

fn tiers(query: &Query, matching: Match) -> Vec<TierRule> {
    let any_required = query.parts().iter().any(|part| part.required);
    if any_required {
        return vec![TierRule {
            tier: Tier::All,
            rule: Rule::Required,
        }];
    }
    match matching {
        _ if query.parts().len() < 2 => vec![TierRule {
            tier: Tier::All,
            rule: Rule::All,
        }],
        Match::All => vec![TierRule {
            tier: Tier::All,
            rule: Rule::All,
        }],
        Match::Any => vec![TierRule {
            tier: Tier::Some,
            rule: Rule::Any,
        }],
        Match::Tiers => vec![
            TierRule {
                tier: Tier::All,
                rule: Rule::All,
            },
            TierRule {
                tier: Tier::Some,
                rule: Rule::NotAll,
            },
        ],
    }
}

/// Whether only passages of one stemmer can answer a node, because every one that does holds a stem of it.
fn is_stemmed(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Word(word) => word.is_stemmed(),
        NodeKind::And(nodes) => nodes.iter().any(is_stemmed),
        NodeKind::Or(nodes) => nodes.iter().all(is_stemmed),
        _ => false,
    }
}
