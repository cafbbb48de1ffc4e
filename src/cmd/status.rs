//! `onrecord status` and `onrecord check`: what the index holds, and whether it is whole.

use std::io::Write;

use crate::args::{IndexOnlyArgs, ListFormat, StatusArgs};
use crate::print::{counted, number};
use crate::status;
use crate::style::plain;

pub(crate) fn run(args: &StatusArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let index = super::open(&args.index)?;
    let mut held = index.status()?;
    if args.format == ListFormat::Json {
        if !args.sources {
            held.sources.clear();
        }
        crate::print::json::status(&held, out)?;
        return Ok(status::DONE);
    }
    let path = index
        .path()
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    writeln!(out, "index       {}", plain(&path))?;
    writeln!(out, "files       {}", number(held.sources.len() as u64))?;
    writeln!(out, "documents   {}", number(held.documents))?;
    writeln!(out, "sections    {}", number(held.sections))?;
    writeln!(
        out,
        "paragraphs  {}, {} with a speaker",
        number(held.passages),
        number(held.with_speaker)
    )?;
    writeln!(out, "text        {:.1} MB", held.text_bytes as f64 / 1e6)?;
    writeln!(
        out,
        "on disk     {:.1} MB in {}",
        held.index_bytes as f64 / 1e6,
        counted(held.segments as u64, "segment", "segments")
    )?;
    let mut encodings: std::collections::BTreeMap<(&str, &str), u64> =
        std::collections::BTreeMap::new();
    for source in &held.sources {
        *encodings
            .entry((&source.format, &source.encoding))
            .or_default() += 1;
    }
    for ((format, encoding), files) in encodings {
        writeln!(
            out,
            "read as     {}{}{}: {}",
            plain(format),
            if encoding.is_empty() { "" } else { ", " },
            plain(encoding),
            number(files)
        )?;
    }
    let troubled = held
        .sources
        .iter()
        .filter(|source| source.problems > 0)
        .count();
    if troubled > 0 {
        writeln!(
            out,
            "problems    in {}",
            counted(troubled as u64, "file", "files")
        )?;
    }
    if args.sources {
        for source in &held.sources {
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
    Ok(status::DONE)
}

pub(crate) fn check(args: &IndexOnlyArgs, out: &mut dyn Write) -> anyhow::Result<u8> {
    let index = super::open(args)?;
    let damaged = index.check()?;
    for damage in &damaged {
        status::note(damage);
    }
    if damaged.is_empty() {
        writeln!(out, "nothing is damaged")?;
        return Ok(status::DONE);
    }
    let path = index
        .path()
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    status::note(&format!(
        "`onrecord index --rebuild --index {path}` builds it anew from its sources"
    ));
    Ok(status::INDEX)
}
