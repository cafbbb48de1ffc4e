//! How fast are texts read and indexed?
//!
//! MiB/s of source text with one thread, into an index in memory:
//! labelled transcripts in Markdown, and news with and without attribution.

mod corpus;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_index::Index;
use onrecord_index::options::ReadOptions;
use onrecord_index::update::UpdateOptions;

const BYTES: usize = 1 << 20;

fn index(c: &mut Criterion) {
    let mut group = c.benchmark_group("index");
    group.sample_size(10);
    let cases = [
        ("talk.md", corpus::transcript(1, BYTES), true),
        ("news.txt", corpus::news(1, BYTES), true),
        ("news.txt, labels only", corpus::news(1, BYTES), false),
    ];
    for (name, text, attribution) in cases {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            let options = UpdateOptions {
                read: ReadOptions {
                    attribution,
                    ..ReadOptions::default()
                },
                ..UpdateOptions::default()
            };
            let file = name.split(',').next().unwrap_or(name);
            b.iter(|| {
                let index = Index::in_memory().expect("an index");
                index
                    .add_bytes(file, text.clone().into_bytes(), &options)
                    .expect("it can be indexed")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, index);
criterion_main!(benches);
