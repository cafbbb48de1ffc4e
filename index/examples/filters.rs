//! Restricts a search to speakers and sections, in the query and from values the user chose.

// An example shows its results.
#![allow(clippy::print_stdout)]

use onrecord_index::query::node::FieldFilter;
use onrecord_index::searcher::{Property, Request};
use onrecord_index::{Index, Query};

const MINUTES: &str = "\
# Ferry

**Anna Berg:** The ferry sails on Monday.

**Karl Holm:** The ferry is late every Monday.

# Harbour

**Anna Berg:** The harbour is full, and so is the ferry.
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let index = Index::in_memory()?;
    index.add_bytes(
        "minutes.md",
        MINUTES.as_bytes().to_vec(),
        &Default::default(),
    )?;

    // As a user types it.
    print(
        "ferry speaker:berg section:harbour",
        &index,
        &Query::parse("ferry speaker:berg section:harbour")?,
    )?;

    // The same from a form: a filter is a value, so nothing has to be escaped. Several values mean
    // any of them.
    let speakers = ["Anna Berg", "Karl Holm"]
        .iter()
        .filter_map(|name| FieldFilter::speaker(name));
    let query = Query::parse("ferry")?
        .filter_any(speakers.collect())
        .filter_any(FieldFilter::section("ferry").into_iter().collect());
    print("ferry, by either of them, under Ferry", &index, &query)?;

    // What there is to choose from, with the passages of each.
    for speaker in index.searcher()?.values(Property::Speaker)? {
        println!("{} speaks in {} passages", speaker.name, speaker.passages);
    }
    Ok(())
}

fn print(title: &str, index: &Index, query: &Query) -> Result<(), Box<dyn std::error::Error>> {
    println!("== {title}");
    let request = Request {
        count: true,
        ..Request::default()
    };
    let answer = index.search(query, &request)?;
    println!("{} passages", answer.total.unwrap_or(0));
    for hit in answer.hits() {
        let passage = hit?.passage;
        println!(
            "{} ({}): {}",
            passage.speakers.join(", "),
            passage.section.join(" > "),
            passage.text
        );
    }
    Ok(())
}
