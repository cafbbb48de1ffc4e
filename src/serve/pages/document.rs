//! The page of a document: its sections, its speakers, and its passages in order.

use onrecord_index::searcher::Property;
use serde_json::{Value, json};

use crate::serve::pages::hits::add_links;
use crate::serve::params::Params;
use crate::service::failure::Failure;
use crate::service::request::{Filters, ListRequest, SearchRequest};
use crate::service::{Cancel, Service};

/// Passages of a page.
const LIMIT: usize = 50;

/// Sections and speakers that are listed.
const LISTED: usize = 60;

pub(super) fn view(service: &Service, params: &Params, cancel: &Cancel) -> Result<Value, Failure> {
    params.check(&[&["path", "section", "offset"]])?;
    let Some(path) = params.get("path") else {
        return Err(Failure::parameter("path", "names no document"));
    };
    let filters = Filters {
        path: vec![path.to_owned()],
        section: params.all("section"),
        ..Filters::default()
    };
    let offset = params.number("offset")?.unwrap_or(0);
    let request = SearchRequest {
        query: "*".to_owned(),
        filters: filters.clone(),
        limit: Some(LIMIT),
        offset,
        sort: Some("place".to_owned()),
        ..SearchRequest::default()
    };
    let mut answer = service.search(&request, cancel)?;
    if answer["total"] == 0 {
        return Err(Failure::NotFound(format!("no document is at \"{path}\"")));
    }
    add_links(&mut answer);
    let mut lists = Vec::new();
    for property in [Property::Section, Property::Speaker] {
        let list = ListRequest {
            filters: Filters {
                path: filters.path.clone(),
                ..Filters::default()
            },
            limit: Some(LISTED),
            ..ListRequest::default()
        };
        lists.push(service.list(property, &list, cancel)?);
    }
    let [sections, speakers] = [&lists[0], &lists[1]];
    let page = |offset: u64| params.set("offset", &offset.to_string()).link("/document");
    let previous = (offset > 0).then(|| page(offset.saturating_sub(LIMIT) as u64));
    Ok(json!({
        "title": path,
        "path": path,
        "date": answer["hits"][0]["date"],
        "sections": linked(sections, |name| {
            params.set("section", name).without("offset", "").link("/document")
        }),
        "speakers": linked(speakers, |name| {
            Params::default().with("path", path).with("speaker", name).link("/search")
        }),
        "section": params.get("section"),
        "whole": Params::default().with("path", path).link("/document"),
        "search": Params::default().with("path", path).link("/search"),
        "previous": previous,
        "next": answer["next"].as_u64().map(page),
        "answer": answer,
    }))
}

/// The values of a list, each with a link.
pub(super) fn linked(list: &Value, link: impl Fn(&str) -> String) -> Vec<Value> {
    let none = Vec::new();
    let values = list["values"].as_array().unwrap_or(&none).iter();
    values
        .map(|value| {
            let name = value["value"].as_str().unwrap_or_default();
            json!({
                "value": name,
                "passages": value["passages"],
                "role": value["role"],
                "documents": value["documents"],
                "href": link(name),
            })
        })
        .collect()
}
