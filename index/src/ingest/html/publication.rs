//! The day on which a page was published.

use crate::ingest::date::date_in;
use crate::ingest::markup::attribute;
use crate::text::word_list::WordList;

static DATE_KEYS: WordList = WordList::new(include_str!("lists/date_keys.txt"));

/// The day in the attributes of a `<time datetime>`, or of a `<meta>` that names the date.
pub fn published(name: &str, attributes: &str) -> Option<String> {
    if name.eq_ignore_ascii_case("time") {
        return attribute(attributes, "datetime").and_then(|date| date_in(&date));
    }
    let names_date = ["property", "name", "itemprop"]
        .iter()
        .filter_map(|key| attribute(attributes, key))
        .any(|key| DATE_KEYS.contains(&key.to_lowercase()));
    if !names_date {
        return None;
    }
    let date = attribute(attributes, "content").or_else(|| attribute(attributes, "datetime"))?;
    date_in(&date)
}
