//! How fast are sources read?
//!
//! MiB/s of one core from bytes to documents, without attribution of prose, for a mebibyte in each
//! of the most common forms: a labelled transcript, news, subtitles, records, a web page.

mod corpus;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_index::ingest::read_bytes;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::options::ReadOptions;

const BYTES: usize = 1 << 20;

fn ingest(c: &mut Criterion) {
    let mut group = c.benchmark_group("ingest");
    for (name, text) in [
        ("talk.md", corpus::transcript(1, BYTES)),
        ("news.txt", corpus::news(1, BYTES)),
        ("film.srt", corpus::subtitles(1, BYTES)),
        ("turns.jsonl", corpus::records(1, BYTES)),
        ("page.html", corpus::page(1, BYTES)),
    ] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            let options = ReadOptions {
                attribution: false,
                ..ReadOptions::default()
            };
            b.iter(|| {
                let mut sink = Collected::default();
                read_bytes(name, text.clone().into_bytes(), &options, &mut sink)
                    .expect("it can be read");
                sink.documents.len()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, ingest);
criterion_main!(benches);
