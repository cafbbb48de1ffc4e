//! The first page: what is in the index, and queries that work on it. And whole lists of speakers
//! and documents.

use onrecord_index::searcher::Property;
use serde_json::{Value, json};

use crate::serve::pages::document::linked;
use crate::serve::pages::years::bars;
use crate::serve::params::Params;
use crate::service::failure::Failure;
use crate::service::request::{ListRequest, SearchRequest};
use crate::service::{Cancel, Service};

/// Speakers and documents that are named.
const NAMED: usize = 12;

/// Values of a list on a page.
const LISTED: usize = 200;

/// Queries that are proposed.
const QUERIES: usize = 3;

/// Letters of a word that makes a query: shorter ones are in every text.
const LONG_WORD: usize = 6;

pub(super) fn view(service: &Service, params: &Params, cancel: &Cancel) -> Result<Value, Failure> {
    params.check(&[])?;
    let status = service.status(cancel)?;
    let named = ListRequest {
        limit: Some(NAMED),
        ..ListRequest::default()
    };
    let speakers = service.list(Property::Speaker, &named, cancel)?;
    let documents = service.list(Property::Doc, &named, cancel)?;
    let all = SearchRequest {
        query: "*".to_owned(),
        limit: Some(1),
        facets: vec!["year".to_owned()],
        ..SearchRequest::default()
    };
    let all = service.search(&all, cancel)?;
    let queries = queries(service, &speakers, &all, cancel)?;
    Ok(json!({
        "title": "Who said what",
        "is_start": true,
        "status": status,
        "years": bars(&all["facets"]["year"], &Params::default(), "/search"),
        "speakers": linked(&speakers, |name| Params::default().with("name", name).link("/speaker")),
        "speakers_total": speakers["total"],
        "documents": linked(&documents, |name| {
            Params::default().with("path", name).link("/document")
        }),
        "documents_total": documents["total"],
        "queries": queries,
    }))
}

/// Queries that find something: a word, a speaker, a phrase of the first passage.
fn queries(
    service: &Service,
    speakers: &Value,
    all: &Value,
    cancel: &Cancel,
) -> Result<Vec<Value>, Failure> {
    let text = all["hits"][0]["text"].as_str().unwrap_or_default();
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    let is_long =
        |word: &&&str| word.chars().count() >= LONG_WORD && word.chars().all(char::is_alphanumeric);
    let long: Vec<String> = words
        .iter()
        .filter(is_long)
        .map(|word| word.to_lowercase())
        .collect();
    let speaker = speakers["values"][0]["value"].as_str();
    let plain = |words: &&[&str]| {
        let is_plain = |word: &&str| !word.is_empty() && word.chars().all(char::is_alphanumeric);
        words.iter().all(is_plain)
    };
    let candidates = [
        long.first().cloned(),
        speaker
            .zip(long.last())
            .map(|(name, word)| format!("{word} speaker:\"{name}\"")),
        speaker.map(|name| format!("* speaker:\"{name}\"")),
        words
            .windows(3)
            .find(plain)
            .map(|words| format!("\"{}\"", words.join(" "))),
        long.get(1).map(|word| format!("said:{word}")),
        long.get(2).cloned(),
        Some("*".to_owned()),
    ];
    let mut found: Vec<Value> = Vec::new();
    for query in candidates.into_iter().flatten() {
        if found.len() == QUERIES {
            break;
        }
        let request = SearchRequest {
            query: query.clone(),
            limit: Some(0),
            matching: Some("all".to_owned()),
            ..SearchRequest::default()
        };
        // A name with quotation marks makes no query; then the next one will.
        let Ok(answer) = service.search(&request, cancel) else {
            continue;
        };
        let is_known = found.iter().any(|known| known["query"] == query);
        if answer["total"].as_u64().unwrap_or(0) > 0 && !is_known {
            found.push(json!({
                "query": query,
                "total": answer["total"],
                "href": Params::default().with("q", &query).link("/search"),
            }));
        }
    }
    Ok(found)
}

/// All speakers or all documents, a page at a time.
pub(super) fn list(
    property: Property,
    service: &Service,
    params: &Params,
    cancel: &Cancel,
) -> Result<Value, Failure> {
    params.check(&[&["q", "offset"]])?;
    let request = ListRequest {
        limit: Some(LISTED),
        ..params.list()?
    };
    let list = service.list(property, &request, cancel)?;
    let is_speakers = property == Property::Speaker;
    let (path, title) = if is_speakers {
        ("/speakers", "Speakers")
    } else {
        ("/documents", "Documents")
    };
    let page = |offset: u64| params.set("offset", &offset.to_string()).link(path);
    let previous = request
        .offset
        .checked_sub(LISTED)
        .or(Some(0).filter(|_| request.offset > 0));
    Ok(json!({
        "title": title,
        "path": path,
        "pattern": params.get("q"),
        "values": linked(&list, |name| match is_speakers {
            true => Params::default().with("name", name).link("/speaker"),
            false => Params::default().with("path", name).link("/document"),
        }),
        "total": list["total"],
        "hints": list["hints"],
        "previous": previous.map(|offset| page(offset as u64)),
        "next": list["next"].as_u64().map(page),
    }))
}
