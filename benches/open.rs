//! How long does a process take from its start to its first hits?
//!
//! Milliseconds of a whole `onrecord search` on an index of 16 MiB of labelled transcripts on
//! disk, its files in the page cache; and of `--version` for comparison.

mod corpus;

use std::process::Command;

use criterion::{Criterion, criterion_group, criterion_main};

const BYTES: usize = 16 << 20;

fn open(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("talk.md");
    std::fs::write(&source, corpus::transcript(1, BYTES)).expect("a source");
    let index = folder.path().join("index");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(arguments)
            .env("ONRECORD_INDEX", &index)
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{arguments:?}");
        output.stdout.len()
    };
    run(&["index", &source.to_string_lossy()]);
    let mut group = c.benchmark_group("open");
    group.bench_function("nothing", |b| b.iter(|| run(&["--version"])));
    group.bench_function("a word", |b| {
        b.iter(|| run(&["search", &corpus::word(300)]));
    });
    group.bench_function("a word, one speaker", |b| {
        b.iter(|| run(&["search", &corpus::word(300), "--speaker", "berg"]));
    });
    group.bench_function("a count", |b| {
        b.iter(|| run(&["search", "--count", &corpus::word(3)]));
    });
    group.finish();
}

criterion_group!(benches, open);
criterion_main!(benches);
