//! Indexes a folder and searches it.
//!
//! ```sh
//! cargo run --example index_folder -- FOLDER QUERY
//! ```
//!
//! Without arguments it reads the repository's own sample texts and asks for "harbour dredging".

// An example shows its results.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;

use onrecord_index::update::{NoProgress, UpdateOptions};
use onrecord_index::{Index, Query};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus");
    let folder = PathBuf::from(args.next().unwrap_or_else(|| samples.to_owned()));
    let text = args.next().unwrap_or_else(|| "harbour dredging".to_owned());

    // An index on disk is opened with `Index::create(path)`, and `update` then reads only what
    // changed.
    let index = Index::in_memory()?;
    let report = index.update(&[folder], &UpdateOptions::default(), &NoProgress)?;
    println!(
        "{} files, {} passages",
        report.added, report.counts.passages
    );
    for failure in &report.failures {
        println!("not read: {}: {}", failure.path.display(), failure.problem);
    }

    let answer = index.search(&Query::parse(&text)?, &Default::default())?;
    for hit in answer.hits() {
        let hit = hit?;
        let speakers = hit.passage.speakers.join(", ");
        println!("{:>2}. {speakers}: {}", hit.rank, hit.passage.text);
    }
    Ok(())
}
