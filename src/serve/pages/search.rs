//! The page of a search: hits, filters with counts, chips, years, and the pages before and after.

use serde_json::{Value, json};

use crate::serve::pages::hits::add_links;
use crate::serve::pages::years::bars;
use crate::serve::params::{FILTERS, Params, SEARCH};
use crate::service::failure::Failure;
use crate::service::{Cancel, Service};

/// Hits of a page.
const LIMIT: usize = 20;

/// What the filters on the left count: the property, its heading, and the parameter of its filter.
const FACETS: [(&str, &str, &str); 3] = [
    ("speaker", "Speakers", "speaker"),
    ("doc", "Documents", "path"),
    ("section", "Sections", "section"),
];

pub(super) fn view(service: &Service, params: &Params, cancel: &Cancel) -> Result<Value, Failure> {
    params.check(&[&SEARCH, &FILTERS])?;
    let mut request = params.search()?;
    let typed = request.query.clone();
    if request.query.trim().is_empty() {
        "*".clone_into(&mut request.query);
    }
    request.limit = Some(request.limit.unwrap_or(LIMIT));
    request.facets = ["speaker", "section", "doc", "year"]
        .map(str::to_owned)
        .to_vec();
    let mut answer = service.search(&request, cancel)?;
    add_links(&mut answer);
    let facets: Vec<Value> = FACETS
        .iter()
        .map(|(property, heading, name)| {
            json!({
                "heading": heading,
                "values": values(&answer["facets"][property], name, params),
                "more": answer["facets_more"][property],
            })
        })
        .collect();
    let hits = answer["hits"].as_array().map_or(0, Vec::len);
    let next = answer["next"].as_u64();
    let page = |offset: usize| match offset {
        0 => params.without("offset", params.get("offset").unwrap_or_default()),
        offset => params.set("offset", &offset.to_string()),
    };
    let before = request.offset.checked_sub(1);
    let before = before.map(|_| request.offset.saturating_sub(request.limit()));
    Ok(json!({
        "unfiltered": Params::default().with("q", &request.query).link("/search"),
        "title": if typed.is_empty() { "All passages" } else { &typed },
        "query": typed,
        "is_search": true,
        "years": bars(&answer["facets"]["year"], params, "/search"),
        "facets": facets,
        "chips": chips(params),
        "kept": kept(params),
        "since": params.get("since"),
        "until": params.get("until"),
        "sort": params.get("sort").unwrap_or("score"),
        "first": request.offset + 1,
        "last": request.offset + hits,
        "previous": before.map(|offset| page(offset).link("/search")),
        "next": next.map(|next| page(next as usize).link("/search")),
        "api": params.link("/api/v1/search"),
        "answer": answer,
    }))
}

/// The values of a facet, each with a link that adds or removes it as a filter.
fn values(facet: &Value, name: &str, params: &Params) -> Vec<Value> {
    let none = Vec::new();
    let values = facet.as_array().unwrap_or(&none).iter();
    values
        .map(|entry| {
            let value = entry["value"].as_str().unwrap_or_default();
            let is_chosen = params.has(name, value);
            let changed = if is_chosen {
                params.without(name, value)
            } else {
                params.with(name, value)
            };
            json!({
                "value": value,
                "count": entry["count"],
                "chosen": is_chosen,
                "href": changed.link("/search"),
            })
        })
        .collect()
}

/// The filters that are set, each with a link that takes it off.
fn chips(params: &Params) -> Vec<Value> {
    let set = params.pairs().filter(|(name, _)| FILTERS.contains(name));
    set.map(|(name, value)| {
        let label = match name {
            "since" => "from",
            "until" => "to",
            "path" => "document",
            name => name,
        };
        json!({
            "label": label,
            "value": value,
            "href": params.without(name, value).link("/search"),
        })
    })
    .collect()
}

/// What a new query keeps: the filters, as hidden fields of the form. The dates and the order have
/// fields of their own.
fn kept(params: &Params) -> Vec<Value> {
    let is_kept = |name: &str| {
        let is_filter = FILTERS.contains(&name) && !matches!(name, "since" | "until");
        is_filter || matches!(name, "limit" | "match" | "context")
    };
    let kept = params.pairs().filter(|(name, _)| is_kept(name));
    kept.map(|(name, value)| json!({"name": name, "value": value}))
        .collect()
}
