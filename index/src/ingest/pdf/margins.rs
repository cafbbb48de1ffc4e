//! Removes running heads and page numbers, which are at the top and the bottom of pages.
//!
//! A running head is a line near the margin that at least three pages share, digits aside.

use std::collections::HashMap;

use crate::ingest::pdf::letters::Line;

/// How many lines at the top and at the bottom of a page may be running heads.
const MARGIN_LINES: usize = 3;

/// The running heads of a file without their digits, and on how many pages each is.
pub fn running_heads(pages: &[Vec<Line>]) -> HashMap<String, usize> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let mut shapes: Vec<String> = page
            .iter()
            .enumerate()
            .filter(|(index, _)| at_margin(*index, page.len()))
            .map(|(_, line)| shape(line.text.trim()))
            .collect();
        shapes.sort_unstable();
        shapes.dedup();
        for shape in shapes {
            *seen.entry(shape).or_default() += 1;
        }
    }
    // Two pages may share a line by chance. A running head is on every page of a chapter.
    seen.retain(|_, count| *count >= 3);
    // Slides, forms and tickets are the same on every page. What they share is all they say.
    let bare = pages.iter().filter(|page| !page.is_empty());
    let bare = bare.filter(|page| text_lines(page, &seen).next().is_none());
    if bare.count() * 2 > pages.iter().filter(|page| !page.is_empty()).count() {
        return HashMap::new();
    }
    seen
}

fn at_margin(index: usize, lines: usize) -> bool {
    index < MARGIN_LINES || index + MARGIN_LINES >= lines
}

/// A line without its digits: the number of a page is part of its running head.
fn shape(line: &str) -> String {
    line.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The lines of a page without running heads and page numbers at its margins.
pub fn text_lines<'p>(
    page: &'p [Line],
    heads: &'p HashMap<String, usize>,
) -> impl Iterator<Item = &'p Line> {
    let is_number = |line: &str| {
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        !bare.is_empty() && bare.len() <= 5 && bare.bytes().all(|byte| byte.is_ascii_digit())
    };
    page.iter()
        .enumerate()
        .filter(move |(index, line)| {
            let words = line.text.trim();
            !words.is_empty()
                && !(at_margin(*index, page.len())
                    && (heads.contains_key(&shape(words)) || is_number(words)))
        })
        .map(|(_, line)| line)
}
