//! Who says what in a passage, and how that was found.

use std::io::Write;

use onrecord_index::document::{Source, Utterance};
use onrecord_index::hit::Passage;

use crate::print::printer::Explained;
use crate::style::{Style, plain};

pub(super) fn print(
    explained: &[Explained],
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for Explained { passage, refusals } in explained {
        let id = style.name(&passage.id.to_string());
        writeln!(out, "{id}  {}", plain(&passage.text))?;
        if passage.utterances.is_empty() {
            writeln!(out, "  nobody speaks in this passage, as far as is known")?;
        }
        for (at, utterance) in passage.utterances.iter().enumerate() {
            explain(passage, utterance, style, out)?;
            if let Some(Some(refusal)) = refusals.get(at) {
                writeln!(out, "    no speaker: {}", plain(&refusal.to_string()))?;
            }
        }
    }
    Ok(())
}

/// Who passes the words of an utterance on: the source of the utterance around it, or of the same
/// words.
fn relayed_by<'a>(passage: &'a Passage, inner: &Utterance) -> Option<&'a str> {
    let is_around = |outer: &&Utterance| {
        let holds = outer.range.start <= inner.range.start && outer.range.end >= inner.range.end;
        holds && !outer.relayed
    };
    let outer = passage.utterances.iter().rev().find(is_around);
    let outer = outer.filter(|_| inner.relayed)?;
    let name = outer.speaker.as_deref().unwrap_or(&outer.speaker_text);
    (!name.is_empty()).then_some(name)
}

fn explain(
    passage: &Passage,
    utterance: &Utterance,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let words = passage
        .text
        .get(utterance.range.clone())
        .unwrap_or_default();
    writeln!(out, "  {}", style.highlight(&plain(words)))?;
    let manner = if utterance.verbatim {
        "in these words"
    } else {
        "reported"
    };
    let speaker = match (&utterance.speaker, utterance.source) {
        (Some(name), _) => format!("by {}", style.name(&plain(name))),
        (None, Source::Organisation) => "by an organisation".to_owned(),
        (None, Source::Unnamed) => "by an unnamed source".to_owned(),
        (None, _) => "by an unknown speaker".to_owned(),
    };
    write!(out, "    {manner} {speaker}")?;
    if !utterance.speaker_text.is_empty() {
        write!(out, ", named \"{}\" here", plain(&utterance.speaker_text))?;
    }
    if let Some(by) = relayed_by(passage, utterance) {
        write!(out, ", relayed by {}", style.name(&plain(by)))?;
    }
    if let Some(cue) = &utterance.cue {
        write!(out, ", by the word \"{}\"", plain(cue))?;
    }
    let rule = utterance.rule;
    writeln!(out, "; rule: {rule} ({})", rule.description())?;
    Ok(())
}
