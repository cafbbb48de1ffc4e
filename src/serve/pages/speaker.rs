//! The page of a speaker: years, documents, and what they say.

use serde_json::{Value, json};

use crate::serve::pages::hits::add;
use crate::serve::pages::years::bars;
use crate::serve::params::Params;
use crate::service::failure::Failure;
use crate::service::request::{Filters, SearchRequest};
use crate::service::{Cancel, Service};

/// Quotations of a page.
const LIMIT: usize = 20;

pub(super) fn view(service: &Service, params: &Params, cancel: &Cancel) -> Result<Value, Failure> {
    params.check(&[&["name", "offset"]])?;
    let Some(name) = params.get("name") else {
        return Err(Failure::parameter("name", "names no speaker"));
    };
    let offset = params.number("offset")?.unwrap_or(0);
    let request = SearchRequest {
        query: "*".to_owned(),
        filters: Filters {
            speaker: vec![name.to_owned()],
            ..Filters::default()
        },
        limit: Some(LIMIT),
        offset,
        sort: Some("date".to_owned()),
        ..SearchRequest::default()
    };
    let counted = SearchRequest {
        limit: Some(0),
        offset: 0,
        facets: ["year", "doc", "section"].map(str::to_owned).to_vec(),
        ..request.clone()
    };
    let counted = service.search(&counted, cancel)?;
    if counted["total"] == 0 {
        return Err(Failure::NotFound(format!(
            "no speaker has the name \"{name}\""
        )));
    }
    let mut quotes = service.quotes(&request, cancel)?;
    for quote in quotes["hits"].as_array_mut().into_iter().flatten() {
        add(quote);
    }
    let search = Params::default().with("speaker", name);
    let facet = |property: &str, filter: &str| -> Vec<Value> {
        let none = Vec::new();
        let values = counted["facets"][property]
            .as_array()
            .unwrap_or(&none)
            .iter();
        values
            .map(|entry| {
                let value = entry["value"].as_str().unwrap_or_default();
                json!({
                    "value": value,
                    "passages": entry["count"],
                    "href": search.with(filter, value).link("/search"),
                })
            })
            .collect()
    };
    let page = |offset: u64| params.set("offset", &offset.to_string()).link("/speaker");
    Ok(json!({
        "title": name,
        "name": name,
        "total": counted["total"],
        "years": bars(&counted["facets"]["year"], &search, "/search"),
        "documents": facet("doc", "path"),
        "sections": facet("section", "section"),
        "search": search.link("/search"),
        "previous": (offset > 0).then(|| page(offset.saturating_sub(LIMIT) as u64)),
        "next": quotes["next"].as_u64().map(page),
        "quotes": quotes["hits"].take(),
    }))
}
