//! How fast is attribution?
//!
//! MiB/s of one core over stories of 20 paragraphs, a mebibyte each: news in which two of three
//! paragraphs report somebody's words, and prose with neither quotation marks nor reporting verbs.

mod corpus;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_index::attribution::attribute;

const BYTES: usize = 1 << 20;

fn attribution(c: &mut Criterion) {
    let mut group = c.benchmark_group("attribution");
    for (name, text) in [
        ("news", corpus::news(1, BYTES)),
        ("quiet", corpus::quiet(1, BYTES)),
    ] {
        let paragraphs: Vec<&str> = text.lines().collect();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                paragraphs
                    .chunks(20)
                    .map(attribute)
                    .map(|found| found.len())
                    .sum::<usize>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, attribution);
criterion_main!(benches);
