//! Finds the lines that are headings: underlined, numbered or in capitals, headlines above a
//! byline, and items of an agenda.

use std::collections::HashSet;

use crate::ingest::block::{Block, Part};
use crate::ingest::plain::layout::ends_sentence;
use crate::ingest::plain::lines::Line;
use crate::text::boilerplate::{dateline, is_byline};
use crate::text::heading::heading_level;
use crate::text::horizontal_rule::rule_of;
use crate::text::label::label;
use crate::text::label::notice::is_notice;
use crate::text::label::shape::Shape;
use crate::text::stage_direction::is_bracket;

/// The indexes of the items of an agenda: "1. Dredging", "2. Any other business", each between
/// blank lines and with text below.
pub fn agenda(lines: &[Line<'_>]) -> HashSet<usize> {
    // Longer items are sentences.
    const ITEM_CHARS: usize = 80;
    let mut found: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some((number, title)) = line.text.split_once(['.', ')']) else {
            continue;
        };
        let alone = line.after_blank && lines.get(index + 1).is_some_and(|next| next.after_blank);
        if !alone
            || line.indent > 0
            || !number
                .parse()
                .is_ok_and(|number: usize| number == found.len() + 1)
            || !title.starts_with(' ')
            || !title.trim_start().starts_with(char::is_uppercase)
            || line.text.chars().count() > ITEM_CHARS
            || ends_sentence(line.text)
        {
            continue;
        }
        // Without text between them, the items are those of a list.
        if found.last().is_some_and(|last| index - last < 2) {
            return HashSet::new();
        }
        found.push(index);
    }
    if found.len() < 2 {
        found.clear();
    }
    found.into_iter().collect()
}

/// Whether a rule underlines the line above it, which is a heading then: both have about the same
/// length. Such a rule does not end a story.
pub fn underlines(rule: &str, line: &str) -> bool {
    // Longer lines are text above a rule that ends a story.
    const MAX_CHARS: usize = 80;
    let Some((sign, count)) = rule_of(rule) else {
        return false;
    };
    let width = line.chars().count();
    matches!(sign, '=' | '-' | '~')
        && width <= MAX_CHARS
        && count.abs_diff(width) <= 3
        && !line.ends_with('.')
}

/// The level of line `index` if it is a heading. `alone`: it is between blank lines or rules.
/// `before`: the blocks so far.
pub fn heading(lines: &[Line<'_>], index: usize, alone: bool, before: &[Block]) -> Option<u8> {
    let line = &lines[index];
    let next = lines.get(index + 1);
    if let Some(next) = next
        .filter(|next| line.after_blank && !next.after_blank && underlines(next.text, line.text))
    {
        return Some(if next.text.starts_with('=') { 1 } else { 2 });
    }
    // "SCENE I. A harbour." may follow "ACT I" without a blank line.
    let numbered = |line: &Line<'_>| heading_level(line.text).filter(|level| *level <= 2);
    if let Some(level) = numbered(line)
        && (line.after_blank
            || (index > 0 && numbered(&lines[index - 1]).is_some_and(|above| above < level)))
        && next.is_none_or(|next| {
            next.after_blank || numbered(next).is_some_and(|below| below > level)
        })
    {
        return Some(level);
    }
    // "(SOUNDBITE OF ENGINE)" is a stage direction.
    if alone
        && !is_bracket(line.text)
        && let Some(level) = heading_level(line.text)
    {
        return Some(level);
    }
    // A headline: a short line at the start of a story, above a byline, a dateline or the first
    // label.
    let at_head = before.last().is_none_or(|block| block.part == Part::Rule);
    let short = line.text.chars().count() <= 120
        && !ends_sentence(line.text)
        && !line.text.ends_with([',', ';']);
    let next = next.filter(|_| {
        at_head
            && short
            && !is_byline(line.text)
            && dateline(line.text).is_none()
            && label(line.text).is_none()
    })?;
    let labelled = next.after_blank
        && label(next.text).is_some_and(|found| {
            matches!(found.shape, Shape::Capitals | Shape::Colon | Shape::Titled)
                && !is_notice(found.name)
        });
    (is_byline(next.text) || dateline(next.text).is_some() || labelled).then_some(1)
}
