//! Which lines are headings: underlined, numbered, in capitals, a headline over a byline, an item of an agenda.

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

/// The items of an agenda: "1. Dredging", "2. Any other business", each alone on its line with text below it.
pub fn agenda(lines: &[Line<'_>]) -> HashSet<usize> {
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
        // A list has nothing between its items.
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

/// A rule right under a short line of about its length makes that line a heading, and is no rule between stories.
pub fn underlines(rule: &str, line: &str) -> bool {
    const LONGEST: usize = 80;
    let Some((sign, count)) = rule_of(rule) else {
        return false;
    };
    let width = line.chars().count();
    matches!(sign, '=' | '-' | '~')
        && width <= LONGEST
        && count.abs_diff(width) <= 3
        && !line.ends_with('.')
}

/// The level of line `index`, if it is a heading.
pub fn heading(lines: &[Line<'_>], index: usize, alone: bool, before: &[Block]) -> Option<u8> {
    let line = &lines[index];
    let next = lines.get(index + 1);
    if let Some(next) = next
        .filter(|next| line.after_blank && !next.after_blank && underlines(next.text, line.text))
    {
        return Some(if next.text.starts_with('=') { 1 } else { 2 });
    }
    // "ACT I" and "SCENE I. A harbour." may stand right under each other.
    let numbered = |line: &Line<'_>| heading_level(line.text).filter(|level| *level <= 2);
    if let Some(level) = numbered(line)
        && (line.after_blank
            || index > 0 && numbered(&lines[index - 1]).is_some_and(|above| above < level))
        && next.is_none_or(|next| {
            next.after_blank || numbered(next).is_some_and(|below| below > level)
        })
    {
        return Some(level);
    }
    if alone && let Some(level) = heading_level(line.text) {
        // A heading stands once or twice; a line in capitals that comes again and again is a label or a running head.
        return Some(level);
    }
    // A headline: a short line at the head of a story, with a byline, a dateline or a first label under it.
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
