//! What is wrong with quotations, one line each, as compilers print it:
//! `path:line:column: grade: message`. Vim, Emacs and VS Code jump to such a place.
//!
//! Quotations that are accepted and raise no flag are left out. The path of a quotation that was
//! typed is `-`.

use std::io::Write;

use crate::print::printer::{Checked, Printer, Totals};
use crate::print::verdict::sentences::{found, notes, speaker};
use crate::style::plain;

pub(super) struct Errors<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Errors<'a> {
    pub fn new(out: &'a mut dyn Write) -> Errors<'a> {
        Errors { out }
    }
}

impl Printer for Errors<'_> {
    fn begin_verdicts(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn verdict(&mut self, checked: &Checked<'_>) -> anyhow::Result<()> {
        let notes = notes(checked);
        if !checked.fails && notes.is_empty() {
            return Ok(());
        }
        let at = match &checked.at {
            None => "-:1:1".to_owned(),
            Some(at) => match (at.line, at.paragraph) {
                (Some(line), _) => format!("{}:{line}:{}", at.path, at.column.unwrap_or(1)),
                (None, Some(paragraph)) => format!("{}: paragraph {paragraph}", at.path),
                (None, None) => at.path.to_owned(),
            },
        };
        let mut message = vec![found(checked.verdict)];
        message.extend(speaker(checked).filter(|_| checked.said_by.is_some()));
        message.extend(notes);
        let grade = checked.verdict.grade.name();
        writeln!(
            self.out,
            "{}: {grade}: {}",
            plain(&at),
            plain(&message.join("; "))
        )?;
        Ok(())
    }

    fn end_verdicts(&mut self, _: &Totals) -> anyhow::Result<()> {
        Ok(())
    }
}
