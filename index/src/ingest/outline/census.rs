//! Finds the labels in a document's blocks and counts how often each was seen.
//!
//! A label may be at the start of a block or of a source line in it. Quoted blocks have none.
//! Whether a label is a speaker is decided in `evidence.rs`.

use std::collections::HashMap;

use crate::ingest::block::{Block, Part};
use crate::ingest::outline::seen::{Seen, key};
use crate::ingest::people::has_spoken_words;
use crate::text::clock::leading_time;
use crate::text::label::name::is_enumerator;
use crate::text::label::notice::is_notice;
use crate::text::label::shape::{Label, Shape};
use crate::text::label::{label, timed_line};

/// Marks that open a quotation with a transcript in it: "BERG: You are early.
pub const QUOTATION_MARKS: [char; 2] = ['"', '\u{201C}'];

/// The labels of a document.
#[derive(Default)]
pub struct Census<'b> {
    /// Every label, in the order of its first occurrence.
    pub labels: Vec<Seen>,
    /// How many paragraphs of running text there are, items of lists not counted.
    pub paragraphs: usize,
    // Most labels are written the same way each time and found here, without a change to lower
    // case.
    by_name: HashMap<&'b str, usize>,
    by_key: HashMap<String, usize>,
}

impl<'b> Census<'b> {
    /// Counts the labels of running text whose speaker the format does not give.
    pub fn of(blocks: &'b [Block]) -> Self {
        let mut census = Self::default();
        let in_quotes = transcripts_in_quotes(blocks);
        for (index, block) in blocks.iter().enumerate() {
            if block.part != Part::Text || block.voice.is_some() {
                continue;
            }
            census.paragraphs += usize::from(!block.item);
            if !block.text.starts_with(QUOTATION_MARKS) || in_quotes[index] {
                census.count(block, index, 0);
            }
            for line in &block.breaks {
                census.count(block, index, line.at);
            }
        }
        census
    }

    fn count(&mut self, block: &'b Block, index: usize, at: usize) {
        let Some(found) = label_at(block, at) else {
            return;
        };
        // "Slides: https://..." and "Source: <link>" say where something is.
        if found.name.is_empty() || block.text[at + found.rest..].starts_with("http") {
            return;
        }
        let entry = match self.by_name.get(found.name) {
            Some(entry) => *entry,
            None => self.enter(&found, index),
        };
        let bold = at == 0 && block.bold > 0 && block.bold + 2 >= found.name.len();
        let entry = &mut self.labels[entry];
        entry.count += 1;
        entry.titled += usize::from(found.shape == Shape::Titled);
        entry.timed += usize::from(found.time_ms.is_some());
        entry.first_ms = entry.first_ms.min(found.time_ms.unwrap_or(u64::MAX));
        entry.bold += usize::from(bold);
        entry.terms += usize::from(at == 0 && (block.term || !block.cells.is_empty()));
        entry.unlisted += usize::from(!block.item);
        entry.in_quotes |= at == 0 && block.text.starts_with(QUOTATION_MARKS);
        // Only the label's own line: those below have labels of their own, or none.
        let said_at = at + found.rest;
        let line = block.breaks.partition_point(|line| line.at <= said_at);
        let end = block
            .breaks
            .get(line)
            .map_or(block.text.len(), |line| line.at);
        let said = &block.text[said_at..end];
        entry.lower += usize::from(said.starts_with(char::is_lowercase));
        entry.spoken += usize::from(sounds_spoken(said));
    }

    fn enter(&mut self, found: &Label<'b>, index: usize) -> usize {
        let next = self.labels.len();
        let entry = *self.by_key.entry(key(found.name)).or_insert(next);
        if entry == next {
            self.labels.push(Seen {
                name: found.name.to_owned(),
                shape: found.shape,
                count: 0,
                titled: 0,
                timed: 0,
                terms: 0,
                first_ms: u64::MAX,
                bold: 0,
                unlisted: 0,
                in_quotes: false,
                lower: 0,
                spoken: 0,
                first_block: index,
                notice: is_notice(found.name),
            });
        }
        self.by_name.insert(found.name, entry);
        entry
    }
}

/// The label at byte `at` of a block's text, whether or not it is a speaker.
pub fn label_at(block: &Block, at: usize) -> Option<Label<'_>> {
    if block.quoted {
        return None;
    }
    let text = &block.text[at..];
    if at == 0 && text.starts_with(QUOTATION_MARKS) {
        return label_in_quotes(text);
    }
    let found = if at == 0 && block.bold > 0 {
        bold_label(block)
    } else {
        label(text)
    };
    found.or_else(|| {
        // "Anna Berg 0:01" on a line of its own: the end of the line takes the place of the colon.
        let next = block.breaks.partition_point(|line| line.at <= at);
        let end = block.breaks.get(next).map(|line| line.at);
        let length = end.map_or(text.len(), |end| end - at);
        let mut found = timed_line(text[..length].trim_end())?;
        found.rest = length;
        Some(found)
    })
}

/// The label behind a quotation mark: "BERG: You are early.
fn label_in_quotes(text: &str) -> Option<Label<'_>> {
    let inner = text.trim_start_matches(QUOTATION_MARKS);
    let mark = text.len() - inner.len();
    let mut found = label(inner).filter(|found| {
        matches!(
            found.shape,
            Shape::Capitals | Shape::Colon | Shape::Titled | Shape::Address
        ) || found.name.starts_with("The ")
    })?;
    // "The Chair. Order." is a sentence, "The Chair: Order." a label.
    let has_colon = inner[..found.rest].trim_end().ends_with(':');
    found.rest += mark;
    has_colon.then_some(found)
}

/// For each block whether it is part of a transcript in quotation marks: two or more in a row that
/// open with a mark and a label, with two names at least.
fn transcripts_in_quotes(blocks: &[Block]) -> Vec<bool> {
    let names: Vec<Option<&str>> = blocks
        .iter()
        .map(|block| {
            let is_text = block.part == Part::Text && block.voice.is_none() && !block.quoted;
            let found = is_text.then_some(block.text.as_str())?;
            let found = found.starts_with(QUOTATION_MARKS).then_some(found)?;
            label_in_quotes(found).map(|label| label.name)
        })
        .collect();
    let mut found = vec![false; blocks.len()];
    let mut start = 0;
    for run in names.chunk_by(|one, next| one.is_some() && next.is_some()) {
        let end = start + run.len();
        if run.iter().any(|name| *name != run[0]) {
            found[start..end].fill(true);
        }
        start = end;
    }
    found
}

/// Whether words sound as if somebody said them: they ask, exclaim, or speak of "I" or "you".
fn sounds_spoken(text: &str) -> bool {
    text.contains(['?', '!']) || has_spoken_words(text)
}

/// A label in bold. It may have a looser form, and may be alone on its line without a colon.
fn bold_label(block: &Block) -> Option<Label<'_>> {
    // Bold text longer than this, or with more words, is emphasis or a heading, not a name.
    const BOLD_BYTES: usize = 80;
    const BOLD_WORDS: usize = 6;
    let text = block.text.as_str();
    // A paragraph that is bold as a whole has its colon where any other has it.
    if let Some(found) = label(text) {
        return Some(found);
    }
    let written = text.get(..block.bold)?.trim();
    let behind = &text[block.bold..];
    let colon = written.ends_with(':') || behind.trim_start().starts_with(':');
    let alone = block
        .breaks
        .first()
        // Bold that continues on the next line is not alone on its line.
        .and_then(|line| text.get(block.bold..line.at))
        .is_some_and(|behind| behind.trim().is_empty());
    let timed = leading_time(behind.trim_start()).is_some();
    let ends_label = colon || alone || timed;
    let written = written.trim_end_matches(':').trim_end();
    let length_fits = (1..=BOLD_BYTES).contains(&written.len())
        && written.split_whitespace().count() <= BOLD_WORDS;
    let is_sentence = written.contains(['?', '!', ';', '"', '“', ':', '/']);
    if !ends_label || !length_fits || is_sentence || is_enumerator(written) {
        return None;
    }
    let mut rest = after_colon(text, skip_space(text, block.bold));
    let mut time_ms = None;
    if let Some((ms, end)) = leading_time(&text[rest..]) {
        time_ms = Some(ms);
        rest = after_colon(text, rest + end);
    }
    let name = written.find(" (").map_or(written, |open| &written[..open]);
    Some(Label {
        written,
        name,
        shape: Shape::Loose,
        time_ms,
        rest,
    })
}

/// The offset after a colon at `at`, if there is one, and after the white space that follows.
fn after_colon(text: &str, at: usize) -> usize {
    skip_space(text, at + usize::from(text[at..].starts_with(':')))
}

fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}
