//! Scores the ranking: searches topics, compares with judgements, prints nDCG@10 and the rest with
//! their intervals.

// An example shows its results.
#![allow(clippy::print_stdout)]

use onrecord_index::Index;
use onrecord_index::measure::eval::{EvalOptions, evaluate};
use onrecord_index::measure::qrels::Qrels;
use onrecord_index::measure::topics::parse_topics;

/// Passages with ids of their own, which judgements name.
const CORPUS: &str = r#"{"id": "p1", "text": "The harbour is dredged every spring."}
{"id": "p2", "text": "Dredging takes six weeks and costs two million."}
{"id": "p3", "text": "The ferry sails on Monday."}
{"id": "p4", "text": "Nobody has asked what the ferry costs."}
"#;

/// A topic a line: id, tab, query.
const TOPICS: &str = "t1\tharbour dredging\nt2\tferry costs\n";

/// Judgements in the form of TREC: topic, 0, passage, grade.
const QRELS: &str = "t1 0 p1 2\nt1 0 p2 1\nt2 0 p4 2\nt2 0 p3 1\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let index = Index::in_memory()?;
    index.add_bytes(
        "corpus.jsonl",
        CORPUS.as_bytes().to_vec(),
        &Default::default(),
    )?;

    let topics = parse_topics(TOPICS)?;
    let qrels = Qrels::parse(QRELS)?;
    let evaluation = evaluate(&index.searcher()?, &topics, &qrels, &EvalOptions::default())?;
    println!("{} topics", evaluation.queries);
    for (name, estimate) in &evaluation.metrics {
        println!(
            "{name:<12} {:.3} [{:.3}, {:.3}]",
            estimate.mean, estimate.low, estimate.high
        );
    }
    Ok(())
}
