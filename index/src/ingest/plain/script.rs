//! Plays and screenplays in plain text: a name in capitals alone on its line, with the speech on
//! the lines below, up to a blank line.
//!
//! One such line proves nothing: the text is a play if a quarter of all paragraphs start with a
//! name that is repeated. Text between the speeches has no speaker.

use std::cell::LazyCell;
use std::collections::HashMap;

use crate::ingest::block::{Block, Part, push_squeezed, squeeze};
use crate::ingest::hyphens::{Compounds, end_line};
use crate::ingest::plain::lines::{Line, bare};
use crate::text::heading::heading_level;
use crate::text::stage_direction::is_bracket;

/// The names that are alone on a line, by the index of the line. Empty if the text is not a play.
pub fn names<'a>(lines: &[Line<'a>]) -> HashMap<usize, &'a str> {
    // A play has at least so many speeches by repeated names, and one in so many paragraphs.
    const MIN_REPEATED: usize = 4;
    const ONE_IN: usize = 4;
    let mut found = HashMap::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut apart = 0;
    for (index, pair) in lines.windows(2).enumerate() {
        // Between a name and its speech may be a blank line.
        if pair[0].after_blank
            && (!pair[1].after_blank || name(pair[1].text).is_none())
            && let Some(name) = name(pair[0].text)
        {
            found.insert(index, name);
            *counts.entry(bare_name(name)).or_default() += 1;
            apart += usize::from(pair[1].after_blank);
        }
    }
    let repeated: Vec<usize> = counts.into_values().filter(|count| *count >= 2).collect();
    let again: usize = repeated.iter().sum();
    let paragraphs = lines.iter().filter(|line| line.after_blank).count();
    // Names with blank lines below them look like headings, of which few come again.
    let headings = apart * 2 > found.len() && again * 4 < found.len() * 3;
    if repeated.len() < 2 || again < MIN_REPEATED || again * ONE_IN < paragraphs || headings {
        found.clear();
    }
    found
}

/// Takes the speech of the name on line `index`. Returns the index of the line after it.
pub fn speech(
    blocks: &mut Vec<Block>,
    lines: &[Line<'_>],
    index: usize,
    name: &str,
    compounds: &LazyCell<Compounds, impl FnOnce() -> Compounds>,
) -> usize {
    let first = lines[index];
    // With a colon, the outline recognises the label.
    let mut block = Block {
        text: format!("{}:", squeeze(name)),
        ..bare(Part::Text, &first)
    };
    let mut end = index + 1;
    if let Some(line) = lines.get(end).filter(|line| is_bracket(line.text)) {
        blocks.push(block);
        blocks.push(Block {
            text: squeeze(line.text),
            ..bare(Part::Stage, line)
        });
        block = Block::default();
        end += 1;
    }
    let start = end;
    while let Some(line) = lines.get(end)
        && (!line.after_blank || end == start)
    {
        if block.text.is_empty() {
            block = bare(Part::Text, line);
        } else {
            // No breaks, at which labels are looked for: "Nay, answer me: stand" is not one.
            end_line(&mut block.text, line.text, compounds);
        }
        push_squeezed(&mut block.text, line.text);
        block.span.end = line.start + line.text.len();
        end += 1;
    }
    if !block.text.is_empty() {
        blocks.push(block);
    }
    end
}

/// The name on a line that may be just a name: `ANNA`, `FIRST PILOT.`, `KARL (V.O.)`.
fn name(line: &str) -> Option<&str> {
    // Longer lines in capitals are headings or stage directions.
    const NAME_BYTES: usize = 40;
    let name = line.trim_end_matches(['.', ':']);
    let bare = bare_name(name);
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    (line.len() <= NAME_BYTES
        && letters >= 2
        && bare.split_whitespace().count() <= 4
        && bare.starts_with(char::is_alphabetic)
        && bare.chars().all(|c| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '&' | '#')
        })
        && heading_level(line).is_none_or(|level| level > 2))
    .then_some(name)
}

fn bare_name(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name).trim_end()
}
