//! Lists, the status of an index, and scores, as lines and tables.

use std::collections::BTreeMap;
use std::io::Write;

use onrecord_index::hit::DocumentName;
use onrecord_index::index::Status;
use onrecord_index::measure::attribution::Scores;
use onrecord_index::measure::gate::Verdict;
use onrecord_index::searcher::{Property, Value};

use crate::print::number::{counted, megabytes, number};
use crate::print::printer::{Contents, List, RankingScores, SpeakerScores};
use crate::style::{Style, plain};

/// Roots that are listed: more come from a pattern of the shell such as `*.txt`, and would fill the
/// screen.
const MAX_ROOTS: usize = 20;

/// Right-aligned counts below a heading on a terminal, `passages<TAB>value` elsewhere. A section is
/// followed by its document.
pub(super) fn print_list(list: &List<'_>, style: Style, out: &mut dyn Write) -> anyhow::Result<()> {
    const HEADING: &str = "passages";
    // The first value has the most passages.
    let most = list.values.first().map_or(0, |value| value.passages);
    let width = number(most).len().max(HEADING.len());
    if style.terminal {
        let (name, total) = (list.property.name(), number(list.total as u64));
        writeln!(out, "{HEADING:>width$}  {name}s: {total}")?;
    }
    for value in list.values {
        // In several documents, it is several people.
        let role = list
            .roles
            .get(&value.name)
            .filter(|documents| **documents > 1);
        let role = role.map(|documents| format!(" (in {} documents)", number(*documents)));
        let document = value.document.as_ref().map(|document| DocumentName {
            path: list.paths.shown(&document.path),
            doc: document.doc.clone(),
        });
        // A document is its own name; a section is followed by its document.
        let (name, document) = match (document, list.property) {
            (Some(document), Property::Doc) => (document.to_string(), String::new()),
            (Some(document), _) => (value.name.clone(), document.to_string()),
            (None, _) => (value.name.clone(), String::new()),
        };
        let name = format!("{}{}", plain(&name), role.unwrap_or_default());
        let gap = if style.terminal { "  " } else { "\t" };
        let document = match document.is_empty() {
            true => String::new(),
            false => format!("{gap}{}", plain(&document)),
        };
        if style.terminal {
            let count = number(value.passages);
            let forms = forms(value, list.with_forms, "  = ");
            writeln!(
                out,
                "{count:>width$}  {name}{forms}{}",
                style.dim(&document)
            )?;
        } else {
            let forms = forms(value, list.with_forms, "\t");
            writeln!(out, "{}\t{name}{forms}{document}", value.passages)?;
        }
    }
    Ok(())
}

/// The names of a speaker in the documents, if there are several and they are wanted.
fn forms(value: &Value, wanted: bool, before: &str) -> String {
    if !wanted || value.forms.is_empty() {
        return String::new();
    }
    let forms: Vec<_> = value.forms.iter().map(|form| plain(form)).collect();
    format!("{before}{}", forms.join(" | "))
}

pub(super) fn print_contents(contents: &Contents<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let status = contents.status;
    let (passages, with_speaker) = (number(status.passages), number(status.with_speaker));
    let segments = counted(status.segments as u64, "segment", "segments");
    let on_disk = megabytes(status.index_bytes);
    writeln!(out, "index       {}", plain(&contents.folder))?;
    print_roots(&contents.roots, out)?;
    writeln!(out, "files       {}", number(status.sources.len() as u64))?;
    writeln!(out, "documents   {}", number(status.documents))?;
    writeln!(out, "sections    {}", number(status.sections))?;
    writeln!(out, "paragraphs  {passages}, {with_speaker} with a speaker")?;
    writeln!(out, "text        {}", megabytes(status.text_bytes))?;
    writeln!(out, "on disk     {on_disk} in {segments}")?;
    print_meaning(status, out)?;
    print_formats(status, out)?;
    let with_problems = status.sources.iter().filter(|source| source.problems > 0);
    match with_problems.count() as u64 {
        0 => {}
        files => writeln!(out, "problems    in {}", counted(files, "file", "files"))?,
    }
    if contents.with_sources {
        for source in &status.sources {
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}",
                plain(&source.path),
                plain(&source.format),
                plain(&source.encoding),
                counted(source.passages, "passage", "passages"),
                counted(source.problems, "problem", "problems")
            )?;
        }
    }
    Ok(())
}

/// What there is for search by meaning.
fn print_meaning(status: &Status, out: &mut dyn Write) -> anyhow::Result<()> {
    let Some(meaning) = &status.meaning else {
        return Ok(());
    };
    let model = &meaning.model;
    let licence = model.licence.as_deref().unwrap_or("unknown licence");
    let missing = match status.passages.saturating_sub(meaning.passages) {
        0 => String::new(),
        missing => format!(", {} without: run `onrecord embed`", number(missing)),
    };
    writeln!(out, "vectors     {}{missing}", number(meaning.passages))?;
    writeln!(
        out,
        "            {}, lookup table {}",
        megabytes(meaning.vector_bytes),
        megabytes(meaning.lookup_bytes)
    )?;
    writeln!(
        out,
        "model       {} ({})",
        plain(&model.shown()),
        plain(licence)
    )?;
    Ok(())
}

/// What `onrecord index` without a path brings up to date.
fn print_roots(roots: &[(String, bool)], out: &mut dyn Write) -> anyhow::Result<()> {
    for (number, (path, missing)) in roots.iter().take(MAX_ROOTS).enumerate() {
        let name = if number == 0 { "roots" } else { "" };
        let missing = if *missing { " (missing)" } else { "" };
        writeln!(out, "{name:<12}{}{missing}", plain(path))?;
    }
    let more = roots.len().saturating_sub(MAX_ROOTS) as u64;
    if more > 0 {
        let more = number(more);
        writeln!(out, "            and {more} more: --format json lists all")?;
    }
    Ok(())
}

/// How many files were read as each format and encoding.
fn print_formats(status: &Status, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut files: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for source in &status.sources {
        *files.entry((&source.format, &source.encoding)).or_default() += 1;
    }
    for ((format, encoding), files) in files {
        let comma = if encoding.is_empty() { "" } else { ", " };
        let (format, encoding) = (plain(format), plain(encoding));
        writeln!(
            out,
            "read as     {format}{comma}{encoding}: {}",
            number(files)
        )?;
    }
    Ok(())
}

pub(super) fn print_ranking_scores(
    scores: &RankingScores<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let evaluation = scores.evaluation;
    writeln!(
        out,
        "{}; mean and 95 % interval",
        counted(evaluation.queries as u64, "query", "queries")
    )?;
    for (name, estimate) in &evaluation.metrics {
        let (mean, low, high) = (estimate.mean, estimate.low, estimate.high);
        writeln!(out, "{name:<12} {mean:.4}  {low:.4} to {high:.4}")?;
    }
    for figure in scores.figures {
        if let Some(change) = figure.change {
            let (name, base, difference) = (&figure.name, change.base, change.difference);
            writeln!(
                out,
                "{name:<12} {:+.4} from {base:.4}  ({:+.4} to {:+.4})",
                difference.value, difference.low, difference.high
            )?;
        }
    }
    print_verdicts(scores.verdicts, out)
}

/// One line for each gate.
pub(super) fn print_verdicts(verdicts: &[Verdict], out: &mut dyn Write) -> anyhow::Result<()> {
    for verdict in verdicts {
        let outcome = if verdict.failed { "FAILED" } else { "kept  " };
        writeln!(out, "{outcome}  {}", plain(&verdict.to_string()))?;
    }
    Ok(())
}

pub(super) fn print_speaker_scores(
    scores: &SpeakerScores<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let documents = counted(scores.documents as u64, "document", "documents");
    writeln!(out, "{documents}")?;
    for (view, scores) in scores.views {
        print_view(view, scores, out)?;
    }
    if let Some(pronouns) = &scores.pronouns {
        writeln!(
            out,
            "\npronouns: {} of {} resolved, {} of them correctly",
            pronouns.resolved, pronouns.all, pronouns.right
        )?;
    }
    Ok(())
}

fn print_view(view: &str, scores: &Scores, out: &mut dyn Write) -> anyhow::Result<()> {
    let quotations = scores.quote_overlap.gold as u64;
    let quotations = counted(quotations, "quotation", "quotations");
    writeln!(out, "\n{view}: {quotations}")?;
    for (name, rate) in [
        ("quotations, exact", &scores.quote_exact),
        ("quotations, overlap", &scores.quote_overlap),
        ("quotation and speaker", &scores.joint),
        ("speakers of paragraphs", &scores.paragraph_speakers),
    ] {
        let (precision, recall, f1) = (rate.precision(), rate.recall(), rate.f1());
        writeln!(
            out,
            "  {name:<24} P {precision:.4}  R {recall:.4}  F1 {f1:.4}"
        )?;
    }
    let shown =
        |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
    for (name, accuracy) in [
        ("speaker", &scores.speaker_key),
        ("full name", &scores.speaker_full),
    ] {
        let of_all = shown(accuracy.end_to_end());
        let of_found = shown(accuracy.given_found());
        writeln!(
            out,
            "  {name:<24} of all {of_all}  where the quotation was found {of_found}"
        )?;
    }
    Ok(())
}
