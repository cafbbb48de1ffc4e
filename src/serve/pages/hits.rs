//! What a page adds to a passage: links, who speaks in which way, and when.

use serde_json::{Value, json};

use crate::serve::params::{Params, segment};

/// Adds to each passage of an answer what the templates need.
pub(super) fn add_links(answer: &mut Value) {
    let Some(hits) = answer["hits"].as_array_mut() else {
        return;
    };
    for hit in hits {
        add(hit);
        let span = hit["span"][0].as_u64().unwrap_or(0);
        let around = hit["context"].as_array_mut().map(std::mem::take);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for mut other in around.unwrap_or_default() {
            add(&mut other);
            if other["span"][0].as_u64().unwrap_or(0) < span {
                before.push(other);
            } else {
                after.push(other);
            }
        }
        hit["before"] = json!(before);
        hit["after"] = json!(after);
    }
}

/// Adds links and people to a passage.
pub(super) fn add(passage: &mut Value) {
    let text = |name: &str| passage[name].as_str().unwrap_or_default().to_owned();
    let href = format!("/passage/{}", segment(&text("id")));
    let doc = text("doc");
    let document = document_name(&text("path"), &doc);
    let people = people(passage);
    passage["href"] = json!(href);
    passage["document"] = json!({
        "name": doc,
        "href": Params::default().with("path", &document).link("/document"),
    });
    passage["people"] = json!(people);
}

/// A document as `path:` names it: its path, and its name where it shares its file with others.
pub(super) fn document_name(path: &str, doc: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    if file == doc || doc.is_empty() {
        path.to_owned()
    } else {
        format!("{path}#{doc}")
    }
}

/// The speakers of a passage, each with a link, and a note where not all of the text is their own
/// words.
fn people(passage: &Value) -> Vec<Value> {
    let none = Vec::new();
    let names = passage["speakers"].as_array().unwrap_or(&none);
    let utterances = passage["utterances"].as_array().unwrap_or(&none);
    let length = passage["text"].as_str().map_or(0, str::len) as u64;
    let people = names.iter().filter_map(Value::as_str).map(|name| {
        let own = utterances.iter().filter(|said| said["speaker"] == name);
        let (mut manner, mut bytes) = (None, 0);
        for said in own {
            let how = said["how"].as_str().unwrap_or_default();
            manner = Some(match manner {
                None => how,
                Some(known) if known == how => how,
                Some(_) => "said and reported",
            });
            let end = |at: usize| said["range"][at].as_u64().unwrap_or(0);
            bytes += end(1).saturating_sub(end(0));
        }
        let is_all = bytes == length && manner == Some("said");
        json!({
            "name": name,
            "note": manner.filter(|_| !is_all),
            "href": Params::default().with("name", name).link("/speaker"),
        })
    });
    people.collect()
}
