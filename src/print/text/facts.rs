//! What is known of documents: below the path of their file on a terminal, elsewhere path, kind,
//! value and origin on one line, with tabs between them.

use std::io::Write;

use onrecord_index::document::fact::{FactKind, SourceFact};
use onrecord_index::index::SourceFacts;
use unicode_width::UnicodeWidthStr;

use crate::paths::Paths;
use crate::print::number::counted;
use crate::style::{Style, plain};

/// Columns of the longest kind, "section", and of a value before its origin.
const KIND_WIDTH: usize = 7;
const VALUE_WIDTH: usize = 28;

pub(super) fn print(
    files: &[SourceFacts],
    paths: &Paths,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for file in files {
        let path = paths.shown(&file.path);
        let path = plain(&path);
        if style.terminal {
            let documents = match file.documents {
                1 => String::new(),
                count => format!("  {}", counted(count, "document", "documents")),
            };
            writeln!(out, "{}{}", style.name(&path), style.dim(&documents))?;
        } else if file.facts.is_empty() {
            writeln!(out, "{path}\t\t\t")?;
        }
        for known in &file.facts {
            let (kind, value) = (known.fact.kind.name(), value(known));
            let value = plain(&value);
            let origin = known.fact.origin.to_string();
            if style.terminal {
                let gap = " ".repeat(VALUE_WIDTH.saturating_sub(value.width()).max(2));
                writeln!(
                    out,
                    "  {kind:KIND_WIDTH$}  {value}{gap}{}",
                    style.dim(&origin)
                )?;
            } else {
                writeln!(out, "{path}\t{kind}\t{value}\t{origin}")?;
            }
        }
    }
    Ok(())
}

/// The value, and whether other documents have others.
fn value(known: &SourceFact) -> String {
    let value = &known.fact.value;
    match &known.last {
        Some(last) => format!("{value}..{last}"),
        None if known.differs && known.fact.kind != FactKind::Role => format!("{value}, ..."),
        None => value.clone(),
    }
}
