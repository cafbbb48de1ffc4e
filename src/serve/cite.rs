//! A passage as a citation: plain, Markdown, BibTeX, and CSL JSON for reference managers.
//!
//! Only words that somebody spoke are cited as that person's; see `how`.

use serde_json::{Value, json};

/// The forms of a citation.
pub(super) fn citations(passage: &Value, address: &str) -> Value {
    let text = |name: &str| passage[name].as_str().unwrap_or_default();
    let names: Vec<&str> = passage["speakers"]
        .as_array()
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let is_spoken = text("how") == "said";
    let section: Vec<&str> = passage["section"]
        .as_array()
        .map(|titles| titles.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let place = match passage["line"].as_u64() {
        Some(line) => format!("{}:{line}", text("path")),
        None => text("path").to_owned(),
    };
    let who = match (names.is_empty(), is_spoken) {
        (true, _) => String::new(),
        (false, true) => format!("{}: ", names.join(", ")),
        (false, false) => format!("{} ({}): ", names.join(", "), text("how")),
    };
    let mut source: Vec<&str> = vec![text("doc")];
    source.extend(&section);
    source.extend(Some(text("date")).filter(|date| !date.is_empty()));
    source.push(&place);
    let source = source.join(", ");
    let words = text("text");
    json!({
        "plain": format!("{who}“{words}” ({source})"),
        "markdown": format!(
            "> {}\n>\n> — {}{}\n",
            markdown(words),
            markdown(who.trim_end_matches(": ")),
            markdown(&format!("{}{source}", if who.is_empty() { "" } else { ", " })),
        ),
        "bibtex": bibtex(passage, &names, &section.join(", "), &place, address),
        "csl": csl(passage, &names, &section.join(", "), &place, address),
    })
}

/// Text in which nothing is markup.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_{}[]<>#|!~".contains(c) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

fn bibtex(passage: &Value, names: &[&str], section: &str, place: &str, address: &str) -> String {
    let text = |name: &str| passage[name].as_str().unwrap_or_default();
    let key: String = text("id")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let mut fields = vec![("title", text("doc").to_owned())];
    if !names.is_empty() {
        fields.insert(0, ("author", names.join(" and ")));
    }
    if let Some(year) = text("date").get(..4) {
        fields.push(("year", year.to_owned()));
        fields.push(("date", text("date").to_owned()));
    }
    if !section.is_empty() {
        fields.push(("chapter", section.to_owned()));
    }
    fields.push(("howpublished", place.to_owned()));
    fields.push(("url", address.to_owned()));
    fields.push(("note", text("text").to_owned()));
    let fields = fields.into_iter().map(|(name, value)| {
        // Braces would end the value, a backslash begin a command.
        let value: String = value
            .chars()
            .map(|c| match c {
                '{' => '(',
                '}' => ')',
                '\\' => '/',
                '\n' => ' ',
                c => c,
            })
            .collect();
        format!("  {name} = {{{value}}}")
    });
    format!(
        "@misc{{{key},\n{}\n}}\n",
        fields.collect::<Vec<_>>().join(",\n")
    )
}

fn csl(passage: &Value, names: &[&str], section: &str, place: &str, address: &str) -> String {
    let text = |name: &str| passage[name].as_str().unwrap_or_default();
    let date: Vec<u64> = text("date")
        .split('-')
        .filter_map(|part| part.parse().ok())
        .collect();
    let authors: Vec<Value> = names.iter().map(|name| json!({"literal": name})).collect();
    let mut object = json!({
        "id": text("id"),
        "type": "document",
        "title": text("doc"),
        "author": authors,
        "section": section,
        "source": place,
        "URL": address,
        "note": text("text"),
    });
    if !date.is_empty() {
        object["issued"] = json!({"date-parts": [date]});
    }
    serde_json::to_string_pretty(&json!([object])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::citations;

    #[test]
    fn only_spoken_words_are_cited_as_the_speakers_own() {
        let mut passage = json!({
            "id": "pfd23t5lntf7w:5", "speakers": ["Anna Berg"], "how": "said", "doc": "talk.md",
            "path": "texts/talk.md", "line": 7, "section": ["Harbour"], "date": "2024-03-05",
            "text": "The {harbour} is *full*.",
        });
        let said = citations(&passage, "http://localhost:4747/passage/x");
        assert_eq!(
            said["plain"],
            "Anna Berg: “The {harbour} is *full*.” (talk.md, Harbour, 2024-03-05, texts/talk.md:7)"
        );
        assert!(
            said["markdown"]
                .as_str()
                .is_some_and(|text| text.contains("\\*full\\*"))
        );
        assert!(
            said["bibtex"]
                .as_str()
                .is_some_and(|text| text.contains("(harbour)"))
        );
        assert!(
            said["csl"]
                .as_str()
                .is_some_and(|text| text.contains("\"date-parts\""))
        );
        passage["how"] = json!("reported");
        let reported = citations(&passage, "");
        let plain = reported["plain"].as_str().unwrap_or_default();
        assert!(plain.starts_with("Anna Berg (reported): "));
    }
}
