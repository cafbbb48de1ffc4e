//! Flags of the commands about quotations.

use std::path::PathBuf;

use clap::Args;
use onrecord_index::verify::draft::MIN_WORDS;

use crate::args::sources::{FilterArgs, SourceArgs};
use crate::choices::{self, GradeBy, formats, has_word};
use crate::print::format::Format;
use crate::status::BadUsage;
use crate::style::ColorChoice;

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The quotation, with or without quotation marks around it
    #[arg(allow_hyphen_values = true, required_unless_present_any = ["draft", "batch"])]
    #[arg(conflicts_with_all = ["draft", "batch"])]
    pub quote: Option<String>,
    /// More words of the quotation
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// Who is said to have spoken it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["draft", "batch"])]
    #[arg(value_parser = choices::person)]
    pub speaker: Option<String>,
    /// Check every quotation of this file, and whether those said it who the file says did. Any
    /// format that `index` reads; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub draft: Option<PathBuf>,
    /// Read the draft as this format instead of detecting it from name and content, as `markdown`
    /// on standard input
    #[arg(long, value_name = "FORMAT", value_parser = choices::input_formats())]
    #[arg(requires = "draft")]
    pub input_format: Option<String>,
    /// Check each line of this file: {"id": "...", "quote": "...", "speaker": "..."}, where only
    /// the quote is needed; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// The worst grade of words that is accepted; the exit status is 1 if any is worse, or if
    /// somebody else said them
    #[arg(long, value_enum, value_name = "GRADE", default_value_t = GradeBy::Elided)]
    pub at_least: GradeBy,
    /// In a draft, quoted phrases of fewer words, and titles, count only if the person who is named
    /// said them; 1 checks all
    #[arg(long, value_name = "N", default_value_t = MIN_WORDS)]
    #[arg(value_parser = choices::count, allow_negative_numbers = true)]
    pub min_words: usize,
    #[command(flatten)]
    pub sources: SourceArgs,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::VERDICTS))]
    pub format: Format,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

#[derive(Debug, Args)]
pub(crate) struct TraceArgs {
    /// The quotation, with or without quotation marks around it
    #[arg(allow_hyphen_values = true)]
    pub quote: String,
    /// More words of the quotation
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub sources: SourceArgs,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Output format
    #[arg(long, default_value = "text", value_parser = formats(Format::PASSAGES))]
    pub format: Format,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

impl VerifyArgs {
    /// The quotation on the command line. Fails if it has no word.
    pub fn quotation(&self) -> Result<String, BadUsage> {
        joined(self.quote.iter().chain(&self.words))
    }
}

impl TraceArgs {
    /// The quotation on the command line. Fails if it has no word.
    pub fn quotation(&self) -> Result<String, BadUsage> {
        joined(std::iter::once(&self.quote).chain(&self.words))
    }
}

fn joined<'a>(words: impl Iterator<Item = &'a String>) -> Result<String, BadUsage> {
    let quote = words.map(String::as_str).collect::<Vec<_>>().join(" ");
    if has_word(&quote) {
        return Ok(quote);
    }
    let message = "the quotation has no word: write the words to look for";
    Err(BadUsage(message.to_owned()))
}
