//! `onrecord why`: who says what in a passage, and how that was found.

use std::io::Write;

use onrecord_index::document::{Source, Utterance};

use crate::args::WhyArgs;
use crate::status;
use crate::style::{Style, plain};

pub(crate) fn run(args: &WhyArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let index = super::open(&args.index)?;
    let searcher = index.searcher()?;
    let Some(found) = super::get::by_id(&searcher, &args.id)? else {
        return Ok(status::NOTHING);
    };
    let style = Style::of_stdout(args.color);
    for passage in &found {
        writeln!(
            out,
            "{}  {}",
            style.name(&passage.id.to_string()),
            plain(&passage.text)
        )?;
        if passage.utterances.is_empty() {
            writeln!(out, "  nobody is found to speak in it")?;
        }
        for utterance in &passage.utterances {
            explain(&passage.text, utterance, style, out)?;
        }
    }
    Ok(status::DONE)
}

fn explain(
    text: &str,
    utterance: &Utterance,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let words = text.get(utterance.range.clone()).unwrap_or_default();
    writeln!(out, "  {}", style.mark(&plain(words)))?;
    let manner = if utterance.verbatim {
        "in these words"
    } else {
        "reported"
    };
    let speaker = match (&utterance.speaker, utterance.source) {
        (Some(name), _) => format!("by {}", style.name(&plain(name))),
        (None, Source::Organisation) => "by an organisation".to_owned(),
        (None, Source::Unnamed) => "by somebody unnamed".to_owned(),
        (None, _) => "by somebody who could not be told".to_owned(),
    };
    write!(out, "    {manner} {speaker}")?;
    if !utterance.speaker_text.is_empty() {
        write!(out, ", named \"{}\" here", plain(&utterance.speaker_text))?;
    }
    if let Some(cue) = &utterance.cue {
        write!(out, ", by the word \"{}\"", plain(cue))?;
    }
    let rule = utterance.rule;
    writeln!(out, "; rule: {rule} ({})", rule.description())?;
    Ok(())
}
