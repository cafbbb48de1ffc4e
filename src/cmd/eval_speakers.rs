//! `onrecord eval-speakers`: attribution against hand-annotated quotations.

use std::fs;
use std::io::Write;

use anyhow::Context;
use onrecord_index::attribution::attribute;
use onrecord_index::measure::attribution::data::{Gold, Predicted, predictions, read_gold};
use onrecord_index::measure::attribution::{Scores, View, score};
use onrecord_index::measure::mentions::{Pronouns, score_pronouns};
use serde_json::{Value, json};

use crate::args::EvalSpeakersArgs;
use crate::status::{self, BadUsage};

pub(crate) fn run(args: &EvalSpeakersArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let jsonl = fs::read_to_string(&args.gold)
        .with_context(|| format!("cannot read {}", args.gold.display()))?;
    let gold =
        read_gold(&jsonl).map_err(|error| BadUsage(format!("{}:{error}", args.gold.display())))?;
    let predicted: Vec<Predicted> = gold
        .iter()
        .map(|document| {
            let paragraphs: Vec<&str> = document.paragraphs.iter().map(String::as_str).collect();
            predictions(&document.id, &paragraphs, &attribute(&paragraphs))
        })
        .collect();
    if let Some(path) = &args.predictions {
        write_predictions(path, &predicted)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let views = [
        ("speech", View::Speech),
        ("direct", View::Direct),
        ("all", View::All),
    ];
    let scores: Vec<(&str, Scores)> = views
        .into_iter()
        .map(|(name, view)| (name, score(&gold, &predicted, view)))
        .collect();
    let pronouns = score_pronouns(&jsonl);
    if args.json {
        print_json(&gold, &scores, pronouns, out)
    } else {
        print_table(&gold, &scores, pronouns, out)
    }
}

fn write_predictions(path: &std::path::Path, predicted: &[Predicted]) -> anyhow::Result<()> {
    let mut file = std::io::BufWriter::new(fs::File::create(path)?);
    for document in predicted {
        writeln!(file, "{}", serde_json::to_string(document)?)?;
    }
    file.flush()?;
    Ok(())
}

fn print_table(
    gold: &[Gold],
    scores: &[(&str, Scores)],
    pronouns: Option<Pronouns>,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    writeln!(out, "{} documents", gold.len())?;
    for (view, scores) in scores {
        writeln!(out, "\n{view}: {} quotations", scores.quote_overlap.gold)?;
        let rates = [
            ("quotations, exact", &scores.quote_exact),
            ("quotations, overlap", &scores.quote_overlap),
            ("quotation and speaker", &scores.joint),
            ("speakers of paragraphs", &scores.paragraph_speakers),
        ];
        for (name, rate) in rates {
            writeln!(
                out,
                "  {name:<24} P {:.4}  R {:.4}  F1 {:.4}",
                rate.precision(),
                rate.recall(),
                rate.f1()
            )?;
        }
        for (name, accuracy) in [
            ("speaker", &scores.speaker_key),
            ("full name", &scores.speaker_full),
        ] {
            let shown = |value: Option<f64>| {
                value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"))
            };
            writeln!(
                out,
                "  {name:<24} of all {}  where the quotation was found {}",
                shown(accuracy.end_to_end()),
                shown(accuracy.given_found())
            )?;
        }
    }
    if let Some(pronouns) = pronouns {
        writeln!(
            out,
            "\npronouns: {} of {} resolved, {} of them rightly",
            pronouns.resolved, pronouns.all, pronouns.right
        )?;
    }
    Ok(status::DONE)
}

fn print_json(
    gold: &[Gold],
    scores: &[(&str, Scores)],
    pronouns: Option<Pronouns>,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let rate = |rate: &onrecord_index::measure::attribution::rate::Rate| -> Value {
        json!({"P": rate.precision(), "R": rate.recall(), "F1": rate.f1(), "tp": rate.tp, "pred": rate.pred, "gold": rate.gold})
    };
    let accuracy = |accuracy: &onrecord_index::measure::attribution::rate::Accuracy| -> Value {
        json!({"end2end": accuracy.end_to_end(), "given_found": accuracy.given_found(), "n": accuracy.n, "found": accuracy.found})
    };
    let mut object = json!({"documents": gold.len()});
    for (view, scores) in scores {
        object[*view] = json!({
            "quote_exact": rate(&scores.quote_exact),
            "quote_overlap": rate(&scores.quote_overlap),
            "joint": rate(&scores.joint),
            "paragraph_speakers": rate(&scores.paragraph_speakers),
            "speaker_key": accuracy(&scores.speaker_key),
            "speaker_full": accuracy(&scores.speaker_full),
        });
    }
    if let Some(pronouns) = pronouns {
        object["pronouns"] =
            json!({"all": pronouns.all, "resolved": pronouns.resolved, "right": pronouns.right});
    }
    writeln!(out, "{}", crate::print::json::safe(&object)?)?;
    Ok(status::DONE)
}
