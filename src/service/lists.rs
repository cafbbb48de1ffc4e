//! Lists of speakers, sections and documents.

use onrecord_index::query::Query;
use onrecord_index::searcher::Property;
use serde_json::Value;

use crate::answers::roles::roles_of;
use crate::print::json::values_json;
use crate::print::printer::Roles;
use crate::print::schema::SCHEMA_VERSION;
use crate::service::failure::Failure;
use crate::service::limits::{LIST, MAX_LIST, MAX_VALUE_BYTES};
use crate::service::objects::{FreshnessJson, ListJson, value};
use crate::service::request::{ListRequest, at_most};
use crate::service::{Cancel, Service};

impl Service {
    /// The values of a property, those with the most passages first: the answer of `speakers`,
    /// `sections` and `docs`.
    pub fn list(
        &self,
        property: Property,
        request: &ListRequest,
        cancel: &Cancel,
    ) -> Result<Value, Failure> {
        let limit = request.limit.unwrap_or(LIST);
        at_most("limit", limit, MAX_LIST)?;
        let pattern = request.pattern.as_deref();
        let pattern = pattern.filter(|pattern| !pattern.trim().is_empty());
        if pattern.is_some_and(|pattern| pattern.len() > MAX_VALUE_BYTES) {
            let message = format!("at most {MAX_VALUE_BYTES} bytes");
            return Err(Failure::parameter("pattern", message));
        }
        let scope = request.filters.apply(Query::default())?;
        self.answer(cancel, |view| {
            let searcher = &view.searcher;
            let all = searcher.values_in(property, pattern, &scope)?;
            let total = all.len();
            let values: Vec<_> = all.into_iter().skip(request.offset).take(limit).collect();
            let roles = match property {
                Property::Speaker => roles_of(searcher, values.iter().map(|value| &*value.name))?,
                _ => Roles::new(),
            };
            let end = request.offset.saturating_add(values.len());
            let mut hints = Vec::new();
            if total == 0 {
                hints.extend(searcher.suggestions(&scope)?);
                if let Some(pattern) = pattern.filter(|_| hints.is_empty()) {
                    hints.push(searcher.nothing_like(property, pattern)?);
                }
            }
            value(&ListJson {
                schema_version: SCHEMA_VERSION,
                field: property.name(),
                values: values_json(&values, &roles),
                total,
                next: (!values.is_empty() && end < total).then_some(end),
                hints,
                freshness: FreshnessJson::new(&view.state, 0),
            })
        })
    }
}
