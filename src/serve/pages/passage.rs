//! The page of a passage, with its permanent address: its neighbours, its citation, and how its
//! speakers were found.

use serde_json::{Value, json};

use crate::serve::cite::citations;
use crate::serve::pages::hits::add_links;
use crate::serve::params::{Params, segment};
use crate::service::failure::Failure;
use crate::service::limits::MAX_CONTEXT;
use crate::service::{Cancel, Service};

/// Paragraphs on either side if the address does not say.
const CONTEXT: usize = 3;

/// `origin` is where the page is: `http://localhost:4747`.
pub(super) fn view(
    service: &Service,
    id: &str,
    params: &Params,
    origin: &str,
    cancel: &Cancel,
) -> Result<Value, Failure> {
    params.check(&[&["context"]])?;
    let context = params.number("context")?.unwrap_or(CONTEXT);
    let ids = [id.to_owned()];
    let mut answer = service.get(&ids, context, cancel)?;
    add_links(&mut answer);
    let mut why = service.why(&ids, cancel)?;
    // With the full id, also where the address has only its beginning.
    let full = answer["hits"][0]["id"].as_str().unwrap_or(id).to_owned();
    let path = format!("/passage/{}", segment(&full));
    let address = format!("{origin}{path}");
    let more = (context < MAX_CONTEXT).then(|| {
        let wider = (2 * context.max(1)).min(MAX_CONTEXT);
        params.set("context", &wider.to_string()).link(&path)
    });
    let hit = &answer["hits"][0];
    let name = hit["speakers"][0].as_str().or(hit["doc"].as_str());
    Ok(json!({
        "title": format!("{} in {}", name.unwrap_or("Passage"), hit["doc"].as_str().unwrap_or("")),
        "citations": citations(hit, &address),
        "address": address,
        "more": more,
        "why": why["passages"].take(),
        "answer": answer,
    }))
}
