//! `onrecord eval-speakers`: speaker attribution compared with annotated quotations.

use std::io::Write;

use onrecord_index::attribution::attribute_in;
use onrecord_index::measure::attribution::data::{Gold, Predicted, predictions, read_gold};
use onrecord_index::measure::attribution::{Scores, View, score};
use onrecord_index::measure::mentions::score_pronouns;

use crate::args::measuring::EvalSpeakersArgs;
use crate::cmd::eval::format;
use crate::cmd::files;
use crate::paths::Paths;
use crate::print::printer::SpeakerScores;
use crate::status::Status;
use crate::style::Style;

/// What is scored: quotations of persons, those of them that are verbatim, and all quotations.
const VIEWS: [(&str, View); 3] = [
    ("speech", View::Speech),
    ("direct", View::Direct),
    ("all", View::All),
];

pub(super) fn run(args: &EvalSpeakersArgs, out: &mut dyn Write) -> anyhow::Result<Status> {
    let jsonl = files::read(&args.gold, |text| Ok::<_, String>(text.to_owned()))?;
    let gold = files::read(&args.gold, read_gold)?;
    let predicted: Vec<Predicted> = gold.iter().map(predict).collect();
    if let Some(path) = &args.predictions {
        files::write(path, |file| {
            for document in &predicted {
                serde_json::to_writer(&mut *file, document)?;
                writeln!(file)?;
            }
            Ok(())
        })?;
    }
    let scores = |(name, view)| (name, score(&gold, &predicted, view));
    let views: [(&'static str, Scores); 3] = VIEWS.map(scores);
    let mut printer = format(&args.output).printer(Style::default(), Paths::default(), out);
    printer.speaker_scores(&SpeakerScores {
        documents: gold.len(),
        views: &views,
        pronouns: score_pronouns(&jsonl),
    })?;
    Ok(Status::Done)
}

fn predict(document: &Gold) -> Predicted {
    let paragraphs: Vec<&str> = document.paragraphs.iter().map(String::as_str).collect();
    let found = attribute_in(document.lang.as_deref(), &paragraphs);
    predictions(&document.id, &paragraphs, &found)
}
