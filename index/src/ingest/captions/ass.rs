//! ASS and SSA subtitles. The speaker comes from the column `Name` (or `Actor`).
//!
//! A `Format:` line names the columns of the `Dialogue:` lines; `\N` ends a line of text. Comments,
//! drawings and override tags (`{\i1}`) are skipped.
//!
//! Format: <http://www.tcax.org/docs/ass-specs.htm>.

use crate::error::Result;
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::captions::parse::{lines as all_lines, time};
use crate::ingest::captions::rolling::remove_repeated_lines;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// ASS and SSA subtitles. The speaker comes from the column `Name` (or `Actor`).
pub struct Ass;

impl Format for Ass {
    fn name(&self) -> &'static str {
        "ass"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ass", "ssa"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(head)
            .trim_ascii_start();
        if head.len() >= 13 && head[..13].eq_ignore_ascii_case(b"[Script Info]") {
            Likeness::Certain
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), undeclared, sink)?;
        let (title, mut cues) = cues(&text, sink);
        remove_repeated_lines(&mut cues);
        let page = Page {
            speech: true,
            title,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

/// Which column holds what, counted from 0.
struct Columns {
    start: usize,
    end: usize,
    name: usize,
    text: usize,
}

impl Columns {
    /// The columns of version 4 and later, for files without a `Format:` line.
    const DEFAULT: Columns = Columns {
        start: 1,
        end: 2,
        name: 4,
        text: 9,
    };

    /// The columns that a `Format:` line names. Times it does not name stay where they are.
    fn named_by(format: &str, before: &Columns) -> Columns {
        let names: Vec<String> = format
            .split(',')
            .map(|name| name.trim().to_lowercase())
            .collect();
        let column = |wanted: &[&str]| {
            names
                .iter()
                .position(|name| wanted.contains(&name.as_str()))
        };
        Columns {
            start: column(&["start"]).unwrap_or(before.start),
            end: column(&["end"]).unwrap_or(before.end),
            name: column(&["name", "actor"]).unwrap_or(usize::MAX),
            text: column(&["text"]).unwrap_or(names.len().saturating_sub(1)),
        }
    }
}

/// The title of a file and its cues. A `Dialogue:` line without times is a problem and is skipped.
fn cues(text: &str, sink: &mut dyn Sink) -> (Option<String>, Vec<Cue>) {
    let mut columns = Columns::DEFAULT;
    let (mut title, mut cues) = (None, Vec::new());
    let mut in_events = false;
    let mut start = 0;
    for (index, whole) in all_lines(text).enumerate() {
        let line = whole.trim();
        let at = start + (whole.len() - whole.trim_start().len());
        start += whole.len();
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if line.starts_with('[') {
            in_events = line.eq_ignore_ascii_case("[events]");
        } else if let Some(found) = line.strip_prefix("Title:").filter(|_| !in_events) {
            title = Some(found.trim().to_owned()).filter(|title| !title.is_empty());
        } else if let Some(format) = line.strip_prefix("Format:").filter(|_| in_events) {
            columns = Columns::named_by(format, &columns);
        } else if let Some(values) = line.strip_prefix("Dialogue:").filter(|_| in_events) {
            let values_at = at + "Dialogue:".len();
            match cue(values, values_at, number, &columns) {
                Some(cue) => cues.push(cue),
                None => sink.problem(Problem {
                    line: Some(number.into()),
                    message: "dialogue line has no readable times or no text column; skipped"
                        .to_owned(),
                    ..Problem::default()
                }),
            }
        }
    }
    (title, cues)
}

/// The cue of a `Dialogue:` line, whose values begin at byte `at` of the source.
fn cue(values: &str, at: usize, line: u32, columns: &Columns) -> Option<Cue> {
    // The text is the last column and may contain commas.
    let fields: Vec<&str> = values.splitn(columns.text + 1, ',').collect();
    let field = |index: usize| fields.get(index).map(|field| field.trim());
    let start_ms = time(field(columns.start)?)?;
    let end_ms = time(field(columns.end)?)?.max(start_ms);
    let written = *fields.get(columns.text)?;
    let from = at + (values.len() - written.len());
    let voice = field(columns.name)
        .filter(|name| !name.is_empty())
        .map(str::to_owned);
    let lines = lines(written, from, line, voice.as_ref());
    Some(Cue {
        start_ms,
        end_ms,
        lines,
    })
}

/// The lines of a text that begins at byte `from` of the source. `\N` and `\n` end a line.
fn lines(written: &str, from: usize, number: u32, voice: Option<&String>) -> Vec<CueLine> {
    let mut lines = Vec::new();
    let mut offset = 0;
    let mut drawing = false;
    for piece in written
        .split_inclusive("\\N")
        .flat_map(|piece| piece.split_inclusive("\\n"))
    {
        let bare = piece
            .strip_suffix("\\N")
            .or_else(|| piece.strip_suffix("\\n"))
            .unwrap_or(piece);
        let shown = without_overrides(bare, &mut drawing);
        let mut line = CueLine {
            text: shown.trim().to_owned(),
            span: from + offset + (bare.len() - bare.trim_start().len())
                ..from + offset + bare.trim_end().len(),
            line: number,
            voice: voice.cloned(),
            opens: false,
        };
        offset += piece.len();
        line.take_dash();
        if !line.text.is_empty() {
            lines.push(line);
        }
    }
    lines
}

/// A text without its override tags, and without what a `\p` tag declares to be a drawing.
///
/// `drawing` says whether a drawing is open, from one line of a text to the next.
fn without_overrides(text: &str, drawing: &mut bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            break;
        };
        if !*drawing {
            out.push_str(&rest[..open]);
        }
        let tags = &rest[open..open + length];
        // Only `\p` and a digit: `\pos` and `\pbo` are other tags.
        let level = tags
            .match_indices("\\p")
            .map(|(found, _)| &tags[found + 2..])
            .filter(|behind| behind.starts_with(|c: char| c.is_ascii_digit()))
            .last();
        if let Some(level) = level {
            *drawing = !level.starts_with('0');
        }
        rest = &rest[open + length + 1..];
    }
    if !*drawing {
        out.push_str(rest);
    }
    out.replace("\\h", " ")
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    #[test]
    fn actors_speak_and_tags_are_removed() {
        let text = "[Script Info]\nTitle: The Pilot\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Anna,0,0,0,,{\\an8}Is it, then,\\N{\\i1}full{\\i0}?\nComment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,no\nDialogue: 0,0:00:02.10,0:00:03.00,Default,,0,0,0,,{\\pos(1,2)\\p1}m 0 0 l 1 1{\\p0}It is.\nDialogue: 0,bad\n";
        let mut sink = Collected::default();
        read_bytes(
            "a.ass",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        let found: Vec<(String, Option<u64>, &str)> = sink.documents[0]
            .paragraphs
            .iter()
            .map(|p| (p.speakers.join("+"), p.start_ms, p.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("Anna".to_owned(), Some(1000), "Is it, then, full?"),
                (String::new(), Some(2100), "It is."),
            ]
        );
        assert_eq!(sink.documents[0].title.as_deref(), Some("The Pilot"));
        assert_eq!(sink.problems.len(), 1);
    }
}
