//! How fast are sentences and labels found?
//!
//! MiB/s of one core over a mebibyte of news and of labelled lines: where sentences end, and which
//! lines begin with a label.

mod corpus;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_index::text::label::label;
use onrecord_index::text::sentence::sentence_ends;

const BYTES: usize = 1 << 20;

fn segment(c: &mut Criterion) {
    let mut group = c.benchmark_group("segment");
    for (name, text) in [
        ("news", corpus::news(1, BYTES)),
        ("labelled lines", corpus::labelled(1, BYTES)),
    ] {
        let lines: Vec<&str> = text.lines().collect();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("sentences of {name}"), |b| {
            b.iter(|| {
                lines
                    .iter()
                    .map(|line| sentence_ends(line).len())
                    .sum::<usize>()
            });
        });
        group.bench_function(format!("labels of {name}"), |b| {
            b.iter(|| lines.iter().filter(|line| label(line).is_some()).count());
        });
    }
    group.finish();
}

criterion_group!(benches, segment);
criterion_main!(benches);
