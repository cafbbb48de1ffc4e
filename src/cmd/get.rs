//! `onrecord get`: a passage by its id.

use std::io::Write;

use onrecord_index::hit::Passage;
use onrecord_index::searcher::Searcher;

use crate::args::GetArgs;
use crate::cmd::search::around;
use crate::place::Paths;
use crate::print::{self, Shown, Summary};
use crate::status::{self, BadUsage};
use crate::style::Style;

pub(crate) fn run(args: &GetArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let index = super::open(&args.index)?;
    let searcher = index.searcher()?;
    let Some(found) = by_id(&searcher, &args.id)? else {
        return Ok(status::NOTHING);
    };
    let style = Style {
        terminal: true,
        ..Style::of_stdout(args.color)
    };
    let mut printer = print::printer(args.format, style, Paths::new(index.path()), out);
    printer.begin(&Summary {
        total: None,
        unfiltered: None,
        parts: 0,
        matched: None,
        parts_of_page: found.len(),
        facets: &[],
    })?;
    for passage in &found {
        let around = around(&searcher, passage, args.context)?;
        printer.passage(&Shown {
            found: None,
            passage,
            around: &around,
        })?;
    }
    printer.end()?;
    Ok(status::DONE)
}

/// The passage that an id or its beginning names: all its parts, if it was cut. `None`, with a note, if there is none.
pub(crate) fn by_id(searcher: &Searcher, id: &str) -> anyhow::Result<Option<Vec<Passage>>> {
    let found = searcher.passages(id)?;
    let mut documents: Vec<&str> = found
        .iter()
        .map(|passage| passage.id.document.as_str())
        .collect();
    documents.dedup();
    if found.is_empty() {
        status::note(&format!("no passage has the id {id}"));
        return Ok(None);
    }
    if documents.len() > 1 {
        let message = format!(
            "{id} is the beginning of several ids ({}): give more of it",
            documents.join(", ")
        );
        return Err(BadUsage(message).into());
    }
    if !id.contains(':') {
        let message = format!(
            "{id} names a document; a passage is {}:N with N up to {}",
            documents[0],
            found.len()
        );
        return Err(BadUsage(message).into());
    }
    Ok(Some(found))
}
