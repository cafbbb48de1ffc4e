//! The table of output formats: their names on the command line, and the printer of each.

use std::io::Write;

use clap::ValueEnum;

use crate::paths::Paths;
use crate::print::csv::Csv;
use crate::print::errors::Errors;
use crate::print::html::Html;
use crate::print::json::Json;
use crate::print::jsonl::Jsonl;
use crate::print::markdown::Markdown;
use crate::print::printer::Printer;
use crate::print::text::Text;
use crate::style::Style;

/// An output format. A command offers one of the sets below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: the default. `search` prints one line per passage when not on a terminal
    Text,
    /// One JSON object
    Json,
    /// One JSON object per passage
    Jsonl,
    /// A table for spreadsheets
    Csv,
    /// For pasting into a document
    Markdown,
    /// One self-contained page with charts
    Html,
    /// `path:line:column: grade: message` for what is wrong, as compilers print it for editors
    Errors,
}

impl Format {
    /// Of commands whose answer has one form for people and one for programs.
    pub const BASIC: [Format; 2] = [Format::Text, Format::Json];
    /// Of commands that print passages.
    pub const PASSAGES: [Format; 5] = [
        Format::Text,
        Format::Json,
        Format::Jsonl,
        Format::Csv,
        Format::Markdown,
    ];
    /// Of `verify`.
    pub const VERDICTS: [Format; 6] = [
        Format::Text,
        Format::Json,
        Format::Jsonl,
        Format::Csv,
        Format::Markdown,
        Format::Errors,
    ];
    /// Of `bench`.
    pub const BENCH: [Format; 5] = [
        Format::Text,
        Format::Json,
        Format::Markdown,
        Format::Csv,
        Format::Html,
    ];

    /// Whether the output says how many passages match, which costs a count.
    pub fn has_total(self, style: Style) -> bool {
        matches!(self, Format::Json | Format::Markdown) || self.has_heading(style)
    }

    /// Whether the values of facets have a place beside passages. A table of passages has none.
    pub fn has_facets(self) -> bool {
        self != Format::Csv
    }

    /// Whether the output has a heading that compares the total with the total without filters.
    pub fn has_heading(self, style: Style) -> bool {
        self == Format::Text && style.terminal
    }

    /// The printer of this format.
    pub fn printer<'a>(
        self,
        style: Style,
        paths: Paths,
        out: &'a mut dyn Write,
    ) -> Box<dyn Printer + 'a> {
        match self {
            Format::Text => Box::new(Text::new(style, paths, out)),
            Format::Json => Box::new(Json::new(out)),
            Format::Jsonl => Box::new(Jsonl::new(out)),
            Format::Csv => Box::new(Csv::new(out)),
            Format::Markdown => Box::new(Markdown::new(paths, out)),
            Format::Html => Box::new(Html::new(out)),
            Format::Errors => Box::new(Errors::new(out)),
        }
    }
}
