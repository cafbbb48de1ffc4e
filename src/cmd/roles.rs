//! Speakers that are roles, and the hint of a search that filters or counts by one.

use onrecord_index::hit::Facet;
use onrecord_index::query::Query;
use onrecord_index::query::node::{FieldFilter, Node, NodeKind};
use onrecord_index::searcher::{Property, Searcher};
use onrecord_index::text::role::is_role;

use crate::print::number::counted;
use crate::status;

/// Roles in a hint: more would make the line longer than a terminal.
const NAMED: usize = 3;

/// Says so where a speaker in a filter or facet is a role in several documents.
pub(super) fn hint(searcher: &Searcher, query: &Query, facets: &[Facet]) -> anyhow::Result<()> {
    let mut roles: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if is_role(name) && roles.len() < NAMED && !roles.iter().any(|known| known == name) {
            roles.push(name.to_owned());
        }
    };
    let mut wanted = Vec::new();
    wanted_speakers(query.filters(), &mut wanted);
    for wanted in wanted.iter().filter(|wanted| is_role(wanted)) {
        let found = searcher.values_like(Property::Speaker, Some(wanted))?;
        found.iter().for_each(|value| add(&value.name));
    }
    let speakers = facets
        .iter()
        .filter(|facet| facet.property == Property::Speaker);
    for (name, _) in speakers.flat_map(|facet| &facet.counts) {
        add(name);
    }
    for role in roles {
        let documents = searcher.documents_of_role(&role)?.unwrap_or_default();
        if documents > 1 {
            let documents = counted(documents, "document", "documents");
            status::hint(&format!(
                "{role} is a role in {documents}, not one person (documents.toml can say who)"
            ));
        }
    }
    Ok(())
}

/// The names that filters ask for.
fn wanted_speakers(nodes: &[Node], wanted: &mut Vec<String>) {
    for node in nodes {
        match &node.kind {
            NodeKind::Field(FieldFilter::Speaker(words)) => wanted.push(words.join(" ")),
            NodeKind::And(nodes) | NodeKind::Or(nodes) => wanted_speakers(nodes, wanted),
            _ => {}
        }
    }
}
