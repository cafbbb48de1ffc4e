//! Texts that programs save of a conversation: chats, meetings, and what was said at which time.
//!
//! Each has a shape of its own for the line with which a message begins, and a text is read so only
//! if that shape comes again and again from the start on. What comes before the first message is
//! read as any other text. The shapes are in `chat.rs` (messengers), `meeting.rs` (calls),
//! `signed.rs` (names with a sign) and `timed.rs` (times without names).

mod chat;
pub mod entry;
mod meeting;
mod signed;
mod stamp;
#[cfg(test)]
mod tests;
mod timed;

use std::collections::BTreeMap;

use crate::document::rule::Rule;
use crate::ingest::block::{Block, Break, Part, Record, Voice, push_squeezed};
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::paragraphs;
use crate::ingest::dialogue::entry::{Entry, Line, Said};
use crate::ingest::dialogue::stamp::{Order, order};
use crate::ingest::people::{are_people, has_spoken_words};
use crate::text::label::label;
use crate::text::label::shape::Shape as LabelShape;

/// The shape of a text is found from so many of its first lines.
pub const SAMPLE_LINES: usize = 400;

/// The first message comes among the first lines that have words: titles and notes come before it.
const HEAD_LINES: usize = 12;

/// How messages begin in one program.
struct Shape {
    /// The message that begins at a line, if one does.
    head: fn(&[Line<'_>], usize) -> Option<Entry>,
    /// One line in so many, at least, begins a message.
    one_in: usize,
    /// Whether the messages are those of one recording, and are joined as captions are.
    recorded: bool,
    /// Whether two names at least must come again: lists and glossaries look the same.
    again: bool,
}

/// The shapes, the most particular first.
const SHAPES: &[Shape] = &[
    Shape {
        head: meeting::arrow_above_name,
        one_in: 20,
        recorded: false,
        again: false,
    },
    Shape {
        head: meeting::from_to,
        one_in: 10,
        recorded: false,
        again: false,
    },
    Shape {
        head: chat::dated,
        one_in: 20,
        recorded: false,
        again: false,
    },
    Shape {
        head: chat::angled,
        one_in: 4,
        recorded: false,
        again: false,
    },
    Shape {
        head: chat::tabbed,
        one_in: 4,
        recorded: false,
        again: false,
    },
    Shape {
        head: chat::bracketed_name,
        one_in: 4,
        recorded: false,
        again: false,
    },
    Shape {
        head: chat::name_above,
        one_in: 20,
        recorded: false,
        again: false,
    },
    Shape {
        head: signed::timed_name,
        one_in: 4,
        recorded: false,
        again: true,
    },
    Shape {
        head: signed::parenthesised,
        one_in: 2,
        recorded: false,
        again: true,
    },
    Shape {
        head: signed::starred,
        one_in: 2,
        recorded: false,
        again: true,
    },
    Shape {
        head: signed::bulleted,
        one_in: 2,
        recorded: false,
        again: true,
    },
    Shape {
        head: signed::dashed,
        one_in: 2,
        recorded: false,
        again: true,
    },
    Shape {
        head: signed::prompted,
        one_in: 2,
        recorded: false,
        again: true,
    },
    Shape {
        head: signed::time_and_name_above,
        one_in: 12,
        recorded: false,
        again: true,
    },
    Shape {
        head: timed::on_one_line,
        one_in: 2,
        recorded: true,
        again: false,
    },
    Shape {
        head: timed::above,
        one_in: 6,
        recorded: true,
        again: false,
    },
];

/// A part of a text that is a conversation: which lines, and their blocks.
pub struct Run {
    /// The index of its first line.
    pub first: usize,
    /// The index after its last line.
    pub end: usize,
    /// Its messages.
    pub blocks: Vec<Block>,
}

/// The parts of a text that are a conversation. Empty: the text is something else.
pub fn runs(lines: &[Line<'_>]) -> Vec<Run> {
    let Some(shape) = shape(&lines[..lines.len().min(SAMPLE_LINES)]) else {
        return Vec::new();
    };
    let entries: Vec<Option<Entry>> = (0..lines.len())
        .map(|index| (shape.head)(lines, index))
        .collect();
    let days: Vec<_> = entries
        .iter()
        .flatten()
        .filter_map(|entry| entry.day)
        .collect();
    let order = order(&days);
    let mut runs: Vec<Run> = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let in_run = runs
            .last()
            .is_some_and(|run| run.end == index && !lines[index].stop);
        if entries[index].is_none() && !in_run {
            index += 1;
            continue;
        }
        if !in_run {
            runs.push(Run {
                first: index,
                end: index,
                blocks: Vec::new(),
            });
        }
        let mut end = index + 1;
        while end < lines.len() && entries[end].is_none() && !lines[end].stop {
            end += 1;
        }
        if let Some(run) = runs.last_mut() {
            run.end = end;
        }
        index = end;
    }
    for run in &mut runs {
        run.blocks = if shape.recorded {
            paragraphs::blocks(cues(lines, &entries, run.first..run.end))
        } else {
            messages(lines, &entries, run.first..run.end, order)
        };
    }
    runs
}

/// Whether a text is a conversation, by its first [`SAMPLE_LINES`].
pub fn is_conversation(sample: &[Line<'_>]) -> bool {
    shape(sample).is_some()
}

fn shape(sample: &[Line<'_>]) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| fits(shape, sample))
}

/// Whether a text has messages of this shape from the start on.
fn fits(shape: &Shape, sample: &[Line<'_>]) -> bool {
    let mut found: Vec<(usize, Entry)> = Vec::new();
    for index in 0..sample.len() {
        if index >= HEAD_LINES && found.is_empty() {
            return false;
        }
        found.extend((shape.head)(sample, index).map(|entry| (index, entry)));
    }
    // In a list of files with their dates, nothing is below the "names".
    let has_text = |at: usize, (index, entry): &(usize, Entry)| {
        let next = found.get(at + 1).map_or(sample.len(), |(next, _)| *next);
        entry.rest < sample[*index].text.len() || next > index + entry.lines
    };
    let named = |(_, entry): &&(usize, Entry)| entry.said != Said::Nobody;
    let heads = found.iter().filter(named).count();
    let said = found
        .iter()
        .enumerate()
        .filter(|(at, one)| named(one) && has_text(*at, one))
        .count();
    found.len() >= 2
        && said * 2 > heads
        && (!shape.again || (names_come_again(&found) && !has_other_labels(sample, &found)))
        && found.len() * shape.one_in >= sample.len()
        && if shape.recorded {
            timed::is_recording(sample, &found)
        } else {
            are_messages(sample, &found)
        }
}

/// Whether lines between the messages have labels of another shape, so that they are turns as well.
fn has_other_labels(sample: &[Line<'_>], found: &[(usize, Entry)]) -> bool {
    let mut heads = found.iter().map(|(index, _)| *index).peekable();
    let others = (0..sample.len())
        .filter(|index| heads.next_if_eq(index).is_none())
        .filter(|index| {
            label(sample[*index].text).is_some_and(|one| one.shape != LabelShape::Loose)
        })
        .count();
    others * 4 > found.len()
}

/// Whether two names at least come again, and most messages are theirs.
fn names_come_again(found: &[(usize, Entry)]) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, entry) in found {
        if let Said::By(name) = &entry.said {
            *counts.entry(name).or_default() += 1;
        }
    }
    let again = counts.values().filter(|count| **count >= 2);
    let (names, messages) = again.fold((0, 0), |(names, all), count| (names + 1, all + count));
    names >= 2 && messages * 2 > found.len()
}

/// Whether what begins at the lines `found` are messages of people. Some times alone prove nothing.
fn are_messages(sample: &[Line<'_>], found: &[(usize, Entry)]) -> bool {
    if !found.iter().any(|(_, entry)| entry.loose) {
        return true;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, entry) in found {
        if let Said::By(name) = &entry.said {
            *counts.entry(name).or_default() += 1;
        }
    }
    let first = found.first().map_or(0, |(index, _)| *index);
    let mut heads = found.iter().peekable();
    let spoken = (first..sample.len()).any(|index| {
        let head = heads.next_if(|(at, _)| *at == index);
        let from = head.map_or(0, |(_, entry)| entry.rest);
        let said = &sample[index].text[from..];
        said.contains('?') || has_spoken_words(said)
    });
    are_people(counts.into_iter(), spoken)
}

/// The blocks of messages: one each, its lines joined.
fn messages(
    lines: &[Line<'_>],
    entries: &[Option<Entry>],
    range: std::ops::Range<usize>,
    order: Option<Order>,
) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for index in range {
        let line = &lines[index];
        let Some(entry) = &entries[index] else {
            // The lines that a head takes besides its own have nothing else in them.
            let is_head = (1..=2).any(|before| {
                index >= before
                    && entries[index - before]
                        .as_ref()
                        .is_some_and(|entry| entry.lines > before)
            });
            if let Some(block) = blocks.last_mut().filter(|_| !is_head) {
                append(block, line, 0);
            }
            continue;
        };
        let mut block = Block {
            span: line.start..line.start,
            line: line.number,
            start_ms: entry.start_ms,
            ..Block::default()
        };
        match &entry.said {
            Said::By(name) => {
                block.voice = Some(Voice {
                    names: vec![name.clone()],
                    rule: Rule::Label,
                    opens_turn: false,
                });
            }
            Said::Nobody => block.part = Part::Stage,
        }
        let date = entry
            .day
            .zip(order)
            .and_then(|(day, order)| day.date(order));
        block.record = date.filter(|_| block.voice.is_some()).map(|date| {
            Box::new(Record {
                date: Some(date),
                ..Record::default()
            })
        });
        append(&mut block, line, entry.rest);
        blocks.push(block);
    }
    blocks.retain(|block| !block.text.is_empty());
    blocks
}

/// Adds a line from byte `from` on to a message.
fn append(block: &mut Block, line: &Line<'_>, from: usize) {
    let said = line.text[from..].trim();
    if said.is_empty() {
        return;
    }
    let span = line.span_from(from);
    if block.text.is_empty() {
        block.span.start = span.start;
        block.line = line.number;
    } else {
        block.text.push(' ');
        block.breaks.push(Break {
            at: block.text.len(),
            source: span.start,
            line: line.number.unwrap_or(0),
            start_ms: None,
        });
    }
    push_squeezed(&mut block.text, said);
    block.span.end = span.end.max(block.span.start);
}

/// Timed lines as cues: each lasts until its own end, else until the next one.
fn cues(lines: &[Line<'_>], entries: &[Option<Entry>], range: std::ops::Range<usize>) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    for index in range {
        let line = &lines[index];
        let mut from = 0;
        if let Some(entry) = &entries[index] {
            let start_ms = entry.start_ms.unwrap_or(0);
            if let Some(before) = cues.last_mut().filter(|cue| cue.end_ms == u64::MAX) {
                before.end_ms = start_ms.max(before.start_ms);
            }
            cues.push(Cue {
                start_ms,
                end_ms: entry.end_ms.unwrap_or(u64::MAX).max(start_ms),
                lines: Vec::new(),
            });
            from = entry.rest;
        }
        let said = line.text[from..].trim();
        if let Some(cue) = cues.last_mut().filter(|_| !said.is_empty()) {
            let mut said = CueLine {
                text: said.to_owned(),
                span: line.span_from(from),
                line: line.number.unwrap_or(0),
                voice: None,
                opens: false,
            };
            said.take_dash();
            cue.lines.push(said);
        }
    }
    cues
}

/// Blocks in which the messages of a conversation are blocks of their own. Blocks whose speaker the
/// format gives stay as they are.
pub fn with_messages(blocks: Vec<Block>) -> Vec<Block> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    // For each line, the block that it is in.
    let mut of_block: Vec<usize> = Vec::new();
    let mut stop = false;
    for (index, block) in blocks.iter().enumerate() {
        let is_given = block.voice.is_some() || block.record.is_some() || !block.cells.is_empty();
        if block.part != Part::Text || is_given {
            stop = true;
            continue;
        }
        let starts = std::iter::once((0, block.span.start, block.line)).chain(
            block
                .breaks
                .iter()
                .map(|one| (one.at, one.source, Some(one.line))),
        );
        let ends = block
            .breaks
            .iter()
            .map(|one| one.at)
            .chain([block.text.len()]);
        let next = block.breaks.iter().map(|one| one.source);
        let next = next.chain([block.span.end]);
        for (((at, source, number), end), next) in starts.zip(ends).zip(next) {
            lines.push(Line {
                text: block.text[at..end].trim_end(),
                start: source,
                end: next,
                exact: false,
                number: number.filter(|number| *number > 0),
                stop: std::mem::take(&mut stop),
            });
            of_block.push(index);
        }
    }
    let runs = runs(&lines);
    if runs.is_empty() {
        return blocks;
    }
    let mut out = Vec::with_capacity(blocks.len());
    let mut runs = runs.into_iter().peekable();
    let mut taken_until = 0;
    let mut line = 0;
    for (index, block) in blocks.iter().enumerate() {
        let first = line;
        while line < of_block.len() && of_block[line] == index {
            line += 1;
        }
        if first == line {
            out.push(block.clone());
            continue;
        }
        // What comes before the messages in this block.
        let until = runs.peek().map_or(line, |run| run.first.min(line));
        if first >= taken_until && until > first {
            out.push(cut_at(block, until - first));
        }
        while let Some(run) = runs.next_if(|run| run.first < line) {
            taken_until = run.end;
            out.extend(run.blocks);
        }
    }
    out
}

/// The first lines of a block, so many of them.
fn cut_at(block: &Block, lines: usize) -> Block {
    let mut block = block.clone();
    if let Some(end) = block.breaks.get(lines - 1) {
        block.text.truncate(end.at);
        block.text.truncate(block.text.trim_end().len());
        block.breaks.truncate(lines - 1);
        block.bold = block.bold.min(block.text.len());
    }
    block
}
