//! Checks many quotations: `verify_batch INDEX BATCH`, where each line of BATCH is
//! `{"id","quote","speaker"?}`. Prints a line of JSON for each, and the latencies to standard error.

// An example shows its results.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use onrecord_index::Index;
use onrecord_index::verify::report::{Claim, Edit, Place};
use onrecord_index::verify::{Sources, Verifier};
use serde_json::{Value, json};

fn edit(edit: &Edit) -> Value {
    json!({
        "kind": edit.kind,
        "quote_text": edit.quote_text,
        "source_text": edit.source_text,
        "quote": [edit.quote.start, edit.quote.end],
        "source": [edit.source.start, edit.source.end],
    })
}

fn place(place: &Place) -> Value {
    json!({
        "id": place.id.to_string(),
        "path": place.path,
        "line": place.line,
        "speakers": place.speakers,
        "standing": place.standing,
        "grade": place.grade,
        "selector": {
            "exact": place.selector.exact,
            "prefix": place.selector.prefix,
            "suffix": place.selector.suffix,
        },
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(index), Some(batch)) = (arguments.next(), arguments.next()) else {
        return Err("usage: verify_batch INDEX BATCH".into());
    };
    let verifier = Verifier::new(
        &Index::open(Path::new(&index))?.searcher()?,
        &Sources::default(),
    )?;
    let mut times = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(batch)?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let mut claim = Claim::new(line["quote"].as_str().unwrap_or_default());
        claim.speaker = line["speaker"].as_str().map(str::to_owned);
        let start = Instant::now();
        let verdict = verifier.check(&claim)?;
        times.push((start.elapsed(), line["id"].to_string()));
        println!(
            "{}",
            json!({
                "id": line["id"],
                "words": verdict.grade,
                "speaker": verdict.speaker,
                "flags": verdict.flags.names().collect::<Vec<_>>(),
                "edits": verdict.edits.iter().map(edit).collect::<Vec<_>>(),
                "source": verdict.source.as_ref().map(place),
                "others": verdict.others.iter().map(place).collect::<Vec<_>>(),
                "count": verdict.count,
            })
        );
    }
    times.sort_unstable();
    let total: std::time::Duration = times.iter().map(|(time, _)| *time).sum();
    let at = |share: f64| &times[((times.len() - 1) as f64 * share) as usize];
    for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("worst", 1.0)] {
        let (time, id) = at(share);
        eprintln!("{name} {:.1} ms ({id})", time.as_secs_f64() * 1e3);
    }
    eprintln!("{} in {:.2} s", times.len(), total.as_secs_f64());
    Ok(())
}
