//! `onrecord verify`: whether quotations are what a source says, and whose words they are.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::Context;
use onrecord_index::error::Error;
use onrecord_index::options::ReadOptions;
use onrecord_index::query::Query;
use onrecord_index::searcher::Searcher;
use onrecord_index::text::token::words;
use onrecord_index::verify::draft::{self, Draft, Outcome};
use onrecord_index::verify::report::{Claim, Grade, SpeakerVerdict, Verdict};
use onrecord_index::verify::{MAX_WORDS, Sources, Verifier};

use crate::args::quotations::VerifyArgs;
use crate::cmd::batch::Batch;
use crate::cmd::sources::{filtered, open_or_hint, paths, within};
use crate::print::number::{counted, number};
use crate::print::printer::{Checked, Position, Printer, Totals};
use crate::status::{self, BadUsage, Status};
use crate::style::Style;

pub(super) fn run(args: &VerifyArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    check_usage(args)?;
    let filters = filtered(Query::default(), &args.filters)?;
    // A draft that cannot be read is reported before an index is opened.
    let read = |path| read_draft(path, args.input_format.clone());
    let draft = args.draft.as_deref().map(read).transpose()?;
    let batch = args.batch.as_deref().map(Batch::open).transpose()?;
    let Some((index, complete)) = open_or_hint(&args.sources, "verify")? else {
        return Ok(Status::Index);
    };
    let sources = Sources {
        query: filters.filter_any(within(&args.filters, &index)),
        without: args
            .draft
            .iter()
            .filter(|path| *path != Path::new("-"))
            .map(|path| index.within(path, std::env::current_dir().ok().as_deref()))
            .collect(),
    };
    let searcher = index.searcher()?;
    let verifier = Verifier::new(&searcher, &sources)?;
    hint_at_none(&searcher, &verifier, &sources)?;
    let style = Style::of_stdout(args.color);
    let mut printer = args.format.printer(style, paths(&args.sources), out);
    let mut checking = Checking {
        at_least: args.at_least.into(),
        totals: Totals::default(),
        stale: 0,
        long: 0,
        bugs: 0,
    };
    printer.begin_verdicts()?;
    let mut readable = complete;
    if let Some(draft) = draft {
        let path = args.draft.as_deref().unwrap_or(Path::new("-"));
        checking.draft(&verifier, path, &draft, args.min_words, &mut *printer)?;
        readable &= draft.problems.is_empty();
    } else if let Some(mut batch) = batch {
        checking.batch(&verifier, &mut batch, &mut *printer)?;
        readable &= batch.unreadable == 0;
    } else {
        checking.single(&verifier, args, &mut *printer)?;
    }
    printer.end_verdicts(&checking.totals)?;
    checking.hint(args.min_words);
    Ok(match () {
        () if checking.bugs > 0 => Status::Bug,
        () if !readable => Status::Partly,
        () if checking.totals.failed > 0 => Status::Nothing,
        () => Status::Done,
    })
}

fn check_usage(args: &VerifyArgs) -> anyhow::Result<()> {
    let is_stdin = |path: &Path| path == Path::new("-");
    let reads_stdin = args
        .draft
        .iter()
        .chain(&args.batch)
        .any(|path| is_stdin(path));
    if reads_stdin && args.sources.path.iter().any(|path| is_stdin(path)) {
        let message = "standard input cannot be the sources and the quotations: name a file";
        return Err(BadUsage(message.to_owned()).into());
    }
    if args.draft.is_none() && args.batch.is_none() {
        args.quotation()?;
    }
    Ok(())
}

fn read_draft(path: &Path, format: Option<String>) -> anyhow::Result<Draft> {
    let options = ReadOptions {
        format,
        ..ReadOptions::default()
    };
    let draft = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        Draft::read_bytes("-", bytes, &options)?
    } else {
        Draft::read(path, &options)?
    };
    for problem in &draft.problems {
        status::warning(&format!("{}: {problem}", path.display()));
    }
    Ok(draft)
}

/// Says so where no passage is compared: the index is empty, or the filters let none through.
pub(super) fn hint_at_none(
    searcher: &Searcher,
    verifier: &Verifier,
    sources: &Sources,
) -> anyhow::Result<()> {
    if searcher.is_empty()? {
        status::hint("there is no passage to compare with: `onrecord index PATH` adds sources");
    } else if verifier.searched()?.passages == 0 {
        status::warning("the filters let no passage through, so there is nothing to compare with");
        let suggestions = searcher.suggestions(&sources.query)?;
        suggestions.iter().for_each(|text| status::hint(text));
    }
    Ok(())
}

/// Quotations as they are checked, and what became of them.
struct Checking {
    at_least: Grade,
    totals: Totals,
    /// How many were found in a file that has changed since it was indexed.
    stale: u64,
    /// How many have more words than are compared.
    long: u64,
    /// How many could not be checked because of a bug.
    bugs: u64,
}

impl Checking {
    fn single(
        &mut self,
        verifier: &Verifier,
        args: &VerifyArgs,
        printer: &mut dyn Printer,
    ) -> anyhow::Result<()> {
        let mut claim = Claim::new(args.quotation()?);
        claim.speaker.clone_from(&args.speaker);
        self.totals.single = true;
        let verdict = verifier.check(&claim)?;
        self.print(None, None, &claim, &verdict, printer)
    }

    fn batch(
        &mut self,
        verifier: &Verifier,
        batch: &mut Batch,
        printer: &mut dyn Printer,
    ) -> anyhow::Result<()> {
        while let Some(line) = batch.next()? {
            let place = || format!("{}:{}", batch.name, line.number);
            let Some(verdict) = self.unless_bug(verifier.check(&line.claim), place)? else {
                continue;
            };
            let at = Position {
                path: &batch.name,
                line: Some(u32::try_from(line.number).unwrap_or(u32::MAX)),
                column: Some(1),
                span: None,
                paragraph: None,
            };
            self.print(line.id.as_ref(), Some(at), &line.claim, &verdict, printer)?;
        }
        Ok(())
    }

    fn draft(
        &mut self,
        verifier: &Verifier,
        path: &Path,
        draft: &Draft,
        min_words: usize,
        printer: &mut dyn Printer,
    ) -> anyhow::Result<()> {
        let path = path.display().to_string();
        for quotation in &draft.quotations {
            let checked = draft::check(verifier, quotation, min_words);
            let place = || format!("{path}: \"{}\"", quotation.text);
            let verdict = match self.unless_bug(checked, place)? {
                None => continue,
                Some(Outcome::Checked(verdict)) => verdict,
                Some(Outcome::Short) => {
                    self.totals.short += 1;
                    continue;
                }
            };
            let mut claim = Claim::new(&quotation.text);
            claim.speaker.clone_from(&quotation.said_by);
            let at = Position {
                path: &path,
                line: quotation.at.line,
                column: quotation.at.column,
                span: Some(quotation.at.span.clone()),
                paragraph: Some(quotation.at.paragraph),
            };
            self.print(None, Some(at), &claim, &verdict, printer)?;
        }
        Ok(())
    }

    /// What was found. `None` after reporting a bug of the program at `place`: the other quotations
    /// are checked all the same.
    fn unless_bug<T>(
        &mut self,
        found: onrecord_index::error::Result<T>,
        place: impl FnOnce() -> String,
    ) -> anyhow::Result<Option<T>> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(error @ Error::Bug { .. }) => {
                self.bugs += 1;
                status::error(&format!("{}: {error}", place()));
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn print(
        &mut self,
        id: Option<&serde_json::Value>,
        at: Option<Position<'_>>,
        claim: &Claim,
        verdict: &Verdict,
        printer: &mut dyn Printer,
    ) -> anyhow::Result<()> {
        let is_other = verdict.speaker == SpeakerVerdict::Other;
        let fails = verdict.grade > self.at_least || is_other;
        let totals = &mut self.totals;
        totals.grades[verdict.grade as usize] += 1;
        totals.other += u64::from(is_other);
        totals.failed += u64::from(fails);
        self.stale += u64::from(
            verdict
                .source
                .as_ref()
                .is_some_and(|place| place.stale.is_some()),
        );
        self.long += u64::from(words(&claim.quote).nth(MAX_WORDS).is_some());
        printer.verdict(&Checked {
            id,
            at,
            quote: &claim.quote,
            said_by: claim.speaker.as_deref(),
            verdict,
            fails,
        })
    }

    /// Says what was not checked, and what may be out of date.
    fn hint(&self, min_words: usize) {
        if self.totals.short > 0 {
            let phrases = counted(
                self.totals.short,
                "title or quoted phrase of under",
                "titles and quoted phrases of under",
            );
            let were = if self.totals.short == 1 {
                "was"
            } else {
                "were"
            };
            status::hint(&format!(
                "{phrases} {min_words} words {were} not checked: --min-words 1 checks all"
            ));
        }
        if self.long > 0 {
            let have = if self.long == 1 { "has" } else { "have" };
            status::warning(&format!(
                "{} {have} more than {} words, of which only these are compared: check longer \
                 texts in parts",
                counted(self.long, "quotation", "quotations"),
                number(MAX_WORDS as u64)
            ));
        }
        if self.stale > 0 {
            let sources = counted(self.stale, "quotation was found", "quotations were found");
            status::hint(&format!(
                "{sources} in a file that has changed since it was indexed: `onrecord index` \
                 brings the index up to date"
            ));
        }
    }
}
