//! Prints hits as HTML with the matching words in `<mark>`, escaped so that no text can break out
//! of it.

// An example shows its results.
#![allow(clippy::print_stdout)]

use onrecord_index::hit::Hit;
use onrecord_index::{Index, Query};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = "Mayor Karl Holm said: \"Ferries < 20 m & barges may stay in the harbour.\"\n";
    let index = Index::in_memory()?;
    index.add_bytes("note.txt", text.as_bytes().to_vec(), &Default::default())?;
    for hit in index
        .search(&Query::parse("ferries harbour")?, &Default::default())?
        .hits()
    {
        println!("<blockquote>{}</blockquote>", html(&hit?));
    }
    Ok(())
}

/// Highlights are byte ranges, ascending and disjoint, on the boundaries of characters.
fn html(hit: &Hit) -> String {
    let text = &hit.passage.text;
    let (mut html, mut end) = (String::new(), 0);
    for range in &hit.highlights {
        html += &escape(&text[end..range.start]);
        html += &format!("<mark>{}</mark>", escape(&text[range.clone()]));
        end = range.end;
    }
    html + &escape(&text[end..])
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
