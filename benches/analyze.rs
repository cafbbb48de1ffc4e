//! How fast do words become terms?
//!
//! MiB/s of one core over a mebibyte of news, paragraph by paragraph: words alone, and words with
//! their folded forms and stems, in English and without a stemmer. Words seen before are not
//! stemmed again, as in the middle of a long run.

mod corpus;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord_index::text::stem::Stemming;
use onrecord_index::text::term_cache::TermCache;
use onrecord_index::text::token::words;

const BYTES: usize = 1 << 20;

fn analysis(c: &mut Criterion) {
    let text = corpus::news(1, BYTES);
    let paragraphs: Vec<&str> = text.lines().collect();
    let mut group = c.benchmark_group("analyze");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("words", |b| {
        b.iter(|| {
            paragraphs
                .iter()
                .map(|paragraph| words(paragraph).count())
                .sum::<usize>()
        });
    });
    for (name, stemming) in [
        ("terms, English", Stemming::of(Some("en"))),
        ("terms, no stemmer", Stemming::NONE),
    ] {
        group.bench_function(name, |b| {
            let mut terms = TermCache::default();
            b.iter(|| {
                paragraphs
                    .iter()
                    .map(|paragraph| terms.add(words(paragraph), stemming).1.len())
                    .sum::<usize>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, analysis);
criterion_main!(benches);
