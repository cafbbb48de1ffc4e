//! How long does a search take?
//!
//! Microseconds for the ten (and the hundred) best passages with text and highlights, by kind of
//! query, over 32 MiB of labelled transcripts in an index in memory, with and without a filter on
//! the speaker.

mod corpus;

use criterion::{Criterion, criterion_group, criterion_main};
use onrecord_index::Index;
use onrecord_index::query::Query;
use onrecord_index::searcher::Request;
use onrecord_index::update::UpdateOptions;

const BYTES: usize = 32 << 20;

fn query(c: &mut Criterion) {
    let index = Index::in_memory().expect("an index");
    let text = corpus::transcript(1, BYTES).into_bytes();
    index
        .add_bytes("talk.md", text, &UpdateOptions::default())
        .expect("it can be indexed");
    let searcher = index.searcher().expect("a searcher");
    let (rare, common, middle) = (corpus::word(9_000), corpus::word(3), corpus::word(300));
    let classes = [
        ("rare word", rare.clone()),
        ("common word", common.clone()),
        ("two words", format!("{rare} {middle}")),
        ("either", format!("{rare} OR {middle}")),
        ("phrase", format!("\"{middle} {}\"", corpus::word(30))),
        ("phrase of common words", "\"and the\"".to_owned()),
        ("prefix", format!("{}*", &middle[..3])),
        ("near spelling", format!("{rare}~")),
        ("everything", "*".to_owned()),
    ];
    let mut group = c.benchmark_group("query");
    for (class, text) in &classes {
        for (suffix, filter, limit) in [
            ("", "", 10),
            (", top 100", "", 100),
            (", one speaker", " speaker:berg", 10),
        ] {
            let text = format!("{text}{filter}");
            let query = Query::parse(&text).expect("a query");
            let request = Request {
                limit: Some(limit),
                ..Request::default()
            };
            group.bench_function(format!("{class}{suffix}"), |b| {
                b.iter(|| {
                    let answer = searcher.search(&query, &request).expect("an answer");
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

criterion_group!(benches, query);
criterion_main!(benches);
