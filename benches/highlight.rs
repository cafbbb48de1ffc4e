//! What do highlights cost?
//!
//! Microseconds to read the ten best passages of a search, with and without highlights, by kind of
//! query, over 8 MiB of labelled transcripts in an index in memory.

mod corpus;

use criterion::{Criterion, criterion_group, criterion_main};
use onrecord_index::Index;
use onrecord_index::query::Query;
use onrecord_index::searcher::Request;
use onrecord_index::update::UpdateOptions;

const BYTES: usize = 8 << 20;

fn highlight(c: &mut Criterion) {
    let index = Index::in_memory().expect("an index");
    let text = corpus::transcript(1, BYTES).into_bytes();
    index
        .add_bytes("talk.md", text, &UpdateOptions::default())
        .expect("it can be indexed");
    let searcher = index.searcher().expect("a searcher");
    let word = corpus::word(300);
    let mut group = c.benchmark_group("highlight");
    for (class, text) in [
        ("word", word.clone()),
        ("phrase", "\"of the\"".to_owned()),
        ("prefix", format!("{}*", &word[..3])),
        ("near spelling", format!("{word}~")),
        ("said", format!("said:{word}")),
    ] {
        let query = Query::parse(&text).expect("a query");
        for (suffix, highlight) in [("", true), (", no highlights", false)] {
            let request = Request {
                highlight,
                ..Request::default()
            };
            let answer = searcher.search(&query, &request).expect("an answer");
            group.bench_function(format!("{class}{suffix}"), |b| {
                b.iter(|| {
                    answer
                        .hits()
                        .map(|hit| hit.expect("a hit").highlights.len())
                        .sum::<usize>()
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, highlight);
criterion_main!(benches);
