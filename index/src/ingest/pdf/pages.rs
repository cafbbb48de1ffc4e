//! Makes blocks of the lines of pages: paragraphs, also across columns and pages, and headings.
//!
//! A line that is further below the one before than usual, or is indented after the end of a
//! sentence, starts a paragraph; the rest is decided as in plain text. Lines in larger letters are
//! headings. Footnotes follow the paragraph that they interrupt, and are nobody's speech. Running
//! heads and page numbers are left out. Lengths are points; `Block::line` is the page.

use std::collections::{HashMap, HashSet};

use crate::ingest::block::{Block, Part};
use crate::ingest::hyphens::{Compounds, drop_hyphen, is_broken_word};
use crate::ingest::pdf::letters::Line;
use crate::ingest::pdf::margins::{running_heads, text_lines};
use crate::ingest::pdf::sizes::{Sizes, has_mark, tenths};
use crate::ingest::plain;

/// The distance of the lines of a paragraph, in sizes of letters, in a file of single lines.
const DEFAULT_LEADING: f64 = 1.2;

/// A line starts a paragraph if it is this many times as far from the one before as lines usually
/// are.
const APART: f64 = 1.2;

/// How far an indented line is to the right of the one before, in sizes of letters.
const INDENT: f64 = 0.8;

/// The blocks of a file's pages.
pub fn blocks(pages: &[Vec<Line>]) -> Vec<Block> {
    let heads = running_heads(pages);
    let sizes = Sizes::of(pages);
    let mut flow = Flow {
        leading: leading(pages, &heads),
        compounds: Compounds::of(pages.iter().flatten().map(|line| &*line.text)),
        ..Flow::default()
    };
    let mut waiting: Vec<(usize, &Line)> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let lines: Vec<&Line> = text_lines(page, &heads).collect();
        let footnotes = sizes.footnotes(&lines);
        for (line, is_note) in lines.into_iter().zip(footnotes) {
            if is_note {
                waiting.push((number, line));
                continue;
            }
            let level = sizes.heading(line);
            let step = flow.step(line, level, number);
            // Footnotes wait for the end of the paragraph that they interrupt.
            if step == Step::Begins {
                flow.add_footnotes(&mut waiting);
            }
            flow.add(line, level, number, step);
        }
    }
    flow.add_footnotes(&mut waiting);
    flow.blocks()
}

/// How a line follows the one above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It begins a paragraph.
    Begins,
    /// It continues the paragraph.
    Continues,
    /// It continues a word that is broken between the two lines.
    ContinuesWord,
}

/// The text of all pages, with what the lines say about its parts.
#[derive(Default)]
struct Flow<'p> {
    /// The usual distance of lines, in sizes of letters.
    leading: f64,
    /// Words with a hyphen that belongs to them, in lower case.
    compounds: Compounds,
    text: String,
    /// The bytes at which pages begin, with their numbers, counted from 0.
    pages: Vec<(usize, usize)>,
    /// The byte at which each heading begins, with its level.
    headings: HashMap<usize, u8>,
    /// The bytes at which footnotes begin.
    footnotes: HashSet<usize>,
    /// The last line, its level as a heading, and its page.
    above: Option<(&'p Line, Option<u8>, usize)>,
    /// The right end of the longest line of its column.
    right: f64,
}

impl<'p> Flow<'p> {
    /// How a line follows the one above.
    fn step(&self, line: &Line, level: Option<u8>, number: usize) -> Step {
        let Some((above, above_level, above_number)) = self.above else {
            return Step::Begins;
        };
        let (before, words) = (self.text.trim_end(), line.text.trim());
        let elsewhere = is_elsewhere(above, above_number, line, number);
        let begins = level != above_level
            || if elsewhere {
                level.is_some() || !continues_elsewhere(before, words, above, self.right)
            } else {
                is_apart(above, line, self.leading, before)
            };
        if level == above_level && (elsewhere || !begins) && is_broken_word(before, words) {
            Step::ContinuesWord
        } else if begins {
            Step::Begins
        } else {
            Step::Continues
        }
    }

    /// Adds a line, and notes where its column ends.
    fn add(&mut self, line: &'p Line, level: Option<u8>, number: usize, step: Step) {
        self.write(line, number, step);
        if let (Step::Begins, Some(level)) = (step, level) {
            let start = self.text.trim_end().len() - line.text.trim().len();
            self.headings.insert(start, level);
        }
        let starts_column = self
            .above
            .is_none_or(|(above, _, before)| is_elsewhere(above, before, line, number));
        self.right = if starts_column {
            line.to
        } else {
            self.right.max(line.to)
        };
        self.above = Some((line, level, number));
    }

    /// Appends the words of a line.
    fn write(&mut self, line: &Line, number: usize, step: Step) {
        let words = line.text.trim();
        self.text.truncate(self.text.trim_end().len());
        match step {
            _ if self.text.is_empty() => {}
            Step::Begins => self.text.push_str("\n\n"),
            Step::Continues => self.text.push('\n'),
            Step::ContinuesWord => drop_hyphen(&mut self.text, words, &self.compounds),
        }
        if self.pages.last().is_none_or(|(_, last)| *last != number) {
            self.pages.push((self.text.len(), number));
        }
        self.text.push_str(words);
        self.text.push('\n');
    }

    /// Adds the footnotes that wait.
    fn add_footnotes(&mut self, waiting: &mut Vec<(usize, &'p Line)>) {
        for (number, line) in waiting.drain(..) {
            let before = self.text.trim_end();
            let step = if has_mark(line) {
                Step::Begins
            } else if is_broken_word(before, line.text.trim()) {
                Step::ContinuesWord
            } else {
                Step::Continues
            };
            self.write(line, number, step);
            if step == Step::Begins {
                let start = self.text.trim_end().len() - line.text.trim().len();
                self.footnotes.insert(start);
            }
        }
    }

    fn blocks(self) -> Vec<Block> {
        let mut blocks = plain::blocks(&self.text);
        for block in &mut blocks {
            if let Some(level) = self.headings.get(&block.span.start) {
                block.part = Part::Heading(*level);
                block.breaks.clear();
            } else if self.footnotes.contains(&block.span.start) {
                block.part = Part::Plain;
            }
            block.line = Some(page_at(&self.pages, block.span.start));
            block.span = 0..0;
            for line in &mut block.breaks {
                line.line = page_at(&self.pages, line.source);
                line.source = 0;
            }
        }
        blocks
    }
}

/// The page, starting at 1, on which a byte of the text is.
fn page_at(pages: &[(usize, usize)], byte: usize) -> u32 {
    let at = pages.partition_point(|(start, _)| *start <= byte);
    let number = at.checked_sub(1).map_or(0, |at| pages[at].1);
    u32::try_from(number + 1).unwrap_or(u32::MAX)
}

/// The usual distance of the lines of a paragraph, in sizes of letters: the lower quartile of all
/// distances, because at least a quarter of the lines are inside a paragraph.
fn leading(pages: &[Vec<Line>], heads: &HashMap<String, usize>) -> f64 {
    let mut gaps: Vec<f64> = Vec::new();
    for page in pages {
        let lines: Vec<&Line> = text_lines(page, heads).collect();
        let pairs = lines.windows(2);
        gaps.extend(
            pairs
                .filter(|pair| tenths(pair[0].size) == tenths(pair[1].size))
                .map(|pair| (pair[1].base - pair[0].base) / pair[1].size)
                .filter(|gap| (0.8..4.0).contains(gap)),
        );
    }
    if gaps.is_empty() {
        return DEFAULT_LEADING;
    }
    let quarter = gaps.len() / 4;
    *gaps.select_nth_unstable_by(quarter, f64::total_cmp).1
}

/// Whether a line starts a paragraph below the one above.
fn is_apart(above: &Line, line: &Line, leading: f64, before: &str) -> bool {
    let size = above.size.max(line.size);
    line.base - above.base > leading * APART * size
        || (tenths(above.size) != tenths(line.size))
        || (line.from > above.from + INDENT * size && ends_sentence(before))
}

/// Whether a line is on another page than the one above, or in another column, which begins higher
/// up.
fn is_elsewhere(above: &Line, above_page: usize, line: &Line, page: usize) -> bool {
    page != above_page || line.base <= above.base
}

/// Whether a paragraph continues in the next column or on the next page: its sentence does, and its
/// last line is as long as the others.
fn continues_elsewhere(before: &str, words: &str, above: &Line, right: f64) -> bool {
    /// A full line may end this much before the longest, in sizes of letters.
    const RAGGED: f64 = 4.0;
    let is_full = above.to > right - RAGGED * above.size;
    let breaks_off = before.ends_with(|c: char| c.is_alphabetic() || c == ',');
    !ends_sentence(before) && (words.starts_with(char::is_lowercase) || (is_full && breaks_off))
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', ':', '”', '"'])
}

#[cfg(test)]
mod tests {
    use super::blocks;
    use crate::ingest::block::{Block, Part};
    use crate::ingest::pdf::letters::Line;

    /// The lines of a page in letters of 10 points. A blank line is a gap; `#` begins a line in
    /// letters of 15 points.
    fn lines(page: &str) -> Vec<Line> {
        page.lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(index, line)| {
                let from = (line.len() - line.trim_start().len()) as f64 * 5.0;
                let text = line.trim_start().trim_start_matches('#').to_owned();
                Line {
                    from,
                    to: from + text.len() as f64 * 5.0,
                    base: index as f64 * 12.0,
                    size: if line.starts_with('#') { 15.0 } else { 10.0 },
                    text,
                }
            })
            .collect()
    }

    #[test]
    fn running_heads_are_removed_and_paragraphs_continue_on_the_next_page() {
        let page = |number: u32, text: &str| format!("\n\nHarbour Report\n\n{text}\n\n{number}\n");
        let pages = [
            page(
                1,
                "The harbour of Norhaven is full of silt, and nobody in the town hall wants to dred-\nge it before the winter comes, which is when all of the ferries in the fleet",
            ),
            page(
                2,
                "come in. That is what the report says, and it says so on each and every page.\n\nIt ends.",
            ),
            page(3, "There is an annex."),
        ];
        let found: Vec<(Option<u32>, String)> = blocks(&pages.map(|page| lines(&page)))
            .into_iter()
            .map(|block| (block.line, block.text))
            .collect();
        assert_eq!(
            found,
            [
                (Some(1), "The harbour of Norhaven is full of silt, and nobody in the town hall wants to dredge it before the winter comes, which is when all of the ferries in the fleet come in. That is what the report says, and it says so on each and every page.".to_owned()),
                (Some(2), "It ends.".to_owned()),
                (Some(3), "There is an annex.".to_owned()),
            ]
        );
    }

    #[test]
    fn what_all_pages_share_is_text_if_it_is_all_they_say() {
        let page = lines("The ferry does not run on Sundays\n");
        let pages = [page.clone(), page.clone(), page.clone(), page];
        assert_eq!(texts(&pages).len(), 4);
    }

    #[test]
    fn a_hyphen_that_belongs_to_its_word_stays() {
        let page = "The harbour master, a well-\nknown woman, asked for a short-\nterm loan, and no short-term loan was ever re-\npaid in Norhaven.\n";
        assert_eq!(
            blocks(&[lines(page)])[0].text,
            "The harbour master, a well-known woman, asked for a short-term loan, and no short-term loan was ever repaid in Norhaven."
        );
    }

    fn texts(pages: &[Vec<Line>]) -> Vec<String> {
        blocks(pages).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn larger_letters_are_headings() {
        let page = "#The harbour\nAnna Berg: It is full of silt from the quay to the bar and beyond.\n#Costs\n#of it\nKarl Holm: It costs more than the library does in a year.\n";
        let found: Vec<(Part, String)> = blocks(&[lines(page)])
            .into_iter()
            .map(|block: Block| (block.part, block.text))
            .collect();
        let expected = [
            (Part::Heading(1), "The harbour"),
            (
                Part::Text,
                "Anna Berg: It is full of silt from the quay to the bar and beyond.",
            ),
            (Part::Heading(1), "Costs of it"),
            (
                Part::Text,
                "Karl Holm: It costs more than the library does in a year.",
            ),
        ];
        assert_eq!(found, expected.map(|(part, text)| (part, text.to_owned())));
    }

    #[test]
    fn lines_far_apart_are_one_paragraph_where_all_are() {
        let page = "The harbour of Norhaven is full of silt, and nobody in the town\n\nhall wants to pay for the dredger that takes it out. Nobody at\n\nall, it is said.\n\n\n\nThe ferries wait.\n";
        assert_eq!(
            texts(&[lines(page)]),
            [
                "The harbour of Norhaven is full of silt, and nobody in the town hall wants to pay for the dredger that takes it out. Nobody at all, it is said.",
                "The ferries wait."
            ]
        );
    }

    #[test]
    fn a_footnote_follows_the_paragraph_that_it_interrupts() {
        let mut first = lines(
            "Anna Berg: The harbour of Norhaven is full of silt, and nobody pays for it.\nKarl Holm: It is full, and nobody in the whole town wants to pay for the dred-\n",
        );
        let note =
            lines("1 Port log of 1998, page 7, and the let-\nters in it.\n2 Port log of 1999.\n");
        first.extend(note.into_iter().map(|line| Line {
            base: line.base + 500.0,
            size: 8.0,
            ..line
        }));
        let second = lines("ger that takes it out.\n\nAnna Berg: Nobody.\nKarl Holm: So it is.\n");
        let found: Vec<(Part, Option<u32>, String)> = blocks(&[first, second])
            .into_iter()
            .map(|block| (block.part, block.line, block.text))
            .collect();
        let expected = [
            (
                Part::Text,
                1,
                "Anna Berg: The harbour of Norhaven is full of silt, and nobody pays for it.",
            ),
            (
                Part::Text,
                1,
                "Karl Holm: It is full, and nobody in the whole town wants to pay for the dredger that takes it out.",
            ),
            (
                Part::Plain,
                1,
                "1 Port log of 1998, page 7, and the letters in it.",
            ),
            (Part::Plain, 1, "2 Port log of 1999."),
            (Part::Text, 2, "Anna Berg: Nobody."),
            (Part::Text, 2, "Karl Holm: So it is."),
        ];
        assert_eq!(
            found,
            expected.map(|(part, page, text)| (part, Some(page), text.to_owned()))
        );
    }

    #[test]
    fn an_indented_line_begins_a_paragraph_and_a_column_continues_in_the_next() {
        let mut page = lines(
            "The harbour of Norhaven is full of silt, and nobody in the town.\n  Nobody wants to pay for the dredger that takes it out, say both Anna\n",
        );
        let next = lines("Berg and Karl Holm. The town or\u{AD}\nders it.\n");
        page.extend(next.into_iter().map(|line| Line {
            from: line.from + 300.0,
            to: line.to + 300.0,
            ..line
        }));
        assert_eq!(
            texts(&[page]),
            [
                "The harbour of Norhaven is full of silt, and nobody in the town.",
                "Nobody wants to pay for the dredger that takes it out, say both Anna Berg and Karl Holm. The town orders it."
            ]
        );
    }
}
