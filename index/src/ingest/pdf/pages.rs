//! Lines of pages to blocks: paragraphs, over the ends of columns and pages, and headings.
//!
//! A line that stands further below the one before than lines do, or is indented behind the end of a sentence, begins a paragraph; the rest
//! is told as in plain text. Lines set larger than most are headings, the largest outermost. Notes at a page's foot follow the paragraph
//! that they stand in the way of, and are nobody's speech. Lines that come again at the margins of pages, and their numbers, are
//! left out.

use std::collections::{HashMap, HashSet};

use crate::ingest::block::{Block, Part};
use crate::ingest::pdf::hyphens::{compounds, keeps_hyphen, parted};
use crate::ingest::pdf::letters::Line;
use crate::ingest::pdf::margins::{running, shown};
use crate::ingest::plain;

/// Lines stand this far from each other, in sizes of their letters, where none tell.
const LEADING: f64 = 1.2;

/// A paragraph stands so much further off than its lines do from each other.
const APART: f64 = 1.2;

/// A line is indented by so much, in sizes of its letters.
const INDENT: f64 = 0.8;

/// Letters so much larger than those of the text make a heading.
const LARGER: f64 = 1.15;

/// Letters so much smaller than those of the text make a note.
const SMALLER: f64 = 0.9;

/// The blocks of pages. The page, counted from 1, stands where other formats have the line.
pub fn blocks(pages: &[Vec<Line>]) -> Vec<Block> {
    let heads = running(pages);
    let sizes = Sizes::of(pages);
    let mut flow = Flow {
        leading: leading(pages, &heads),
        compounds: compounds(pages),
        ..Flow::default()
    };
    let mut waiting: Vec<(usize, &Line)> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let lines: Vec<&Line> = shown(page, &heads).collect();
        let notes = notes(&lines, &sizes);
        for (line, is_note) in lines.into_iter().zip(notes) {
            if is_note {
                waiting.push((number, line));
                continue;
            }
            let level = sizes.heading(line);
            let step = flow.step(line, level, number);
            // Notes wait for the end of the paragraph that goes over them.
            if step == Step::Begins {
                flow.notes(&mut waiting);
            }
            flow.add(line, level, number, step);
        }
    }
    flow.notes(&mut waiting);
    flow.blocks()
}

/// How a line follows the one above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It begins a paragraph.
    Begins,
    /// It goes on.
    GoesOn,
    /// It goes on in the middle of a word.
    Parted,
}

/// The text of all pages.
#[derive(Default)]
struct Flow<'p> {
    leading: f64,
    /// Words with a hyphen of their own.
    compounds: HashSet<String>,
    text: String,
    /// Bytes at which another page begins, and its number from 0.
    pages: Vec<(usize, usize)>,
    /// Byte at which each heading begins, and its level.
    headings: HashMap<usize, u8>,
    /// Byte at which each note begins.
    notes: HashSet<usize>,
    /// The last line, its level as a heading, and its page.
    above: Option<(&'p Line, Option<u8>, usize)>,
    /// How far the lines of its column reach.
    right: f64,
}

impl<'p> Flow<'p> {
    fn step(&self, line: &Line, level: Option<u8>, number: usize) -> Step {
        let Some((above, above_level, above_number)) = self.above else {
            return Step::Begins;
        };
        let (before, words) = (self.text.trim_end(), line.text.trim());
        let over = is_over(above, above_number, line, number);
        let begins = level != above_level
            || if over {
                level.is_some() || !goes_over(before, words, above, self.right)
            } else {
                stands_apart(above, line, self.leading, before)
            };
        if level == above_level && (over || !begins) && parted(before, words) {
            Step::Parted
        } else if begins {
            Step::Begins
        } else {
            Step::GoesOn
        }
    }

    fn add(&mut self, line: &'p Line, level: Option<u8>, number: usize, step: Step) {
        self.write(line, number, step);
        if let (Step::Begins, Some(level)) = (step, level) {
            let start = self.text.trim_end().len() - line.text.trim().len();
            self.headings.insert(start, level);
        }
        let over = self
            .above
            .is_none_or(|(above, _, before)| is_over(above, before, line, number));
        self.right = if over {
            line.to
        } else {
            self.right.max(line.to)
        };
        self.above = Some((line, level, number));
    }

    fn write(&mut self, line: &Line, number: usize, step: Step) {
        let words = line.text.trim();
        self.text.truncate(self.text.trim_end().len());
        match step {
            _ if self.text.is_empty() => {}
            Step::Begins => self.text.push_str("\n\n"),
            Step::GoesOn => self.text.push('\n'),
            Step::Parted => {
                if !(self.text.ends_with('-') && keeps_hyphen(&self.text, words, &self.compounds)) {
                    self.text.pop();
                }
            }
        }
        if self.pages.last().is_none_or(|(_, last)| *last != number) {
            self.pages.push((self.text.len(), number));
        }
        self.text.push_str(words);
        self.text.push('\n');
    }

    /// Adds the notes that wait.
    fn notes(&mut self, waiting: &mut Vec<(usize, &'p Line)>) {
        for (number, line) in waiting.drain(..) {
            let before = self.text.trim_end();
            let step = if is_mark(line) {
                Step::Begins
            } else if parted(before, line.text.trim()) {
                Step::Parted
            } else {
                Step::GoesOn
            };
            self.write(line, number, step);
            if step == Step::Begins {
                let start = self.text.trim_end().len() - line.text.trim().len();
                self.notes.insert(start);
            }
        }
    }

    fn blocks(self) -> Vec<Block> {
        let mut blocks = plain::blocks(&self.text);
        for block in &mut blocks {
            if let Some(level) = self.headings.get(&block.span.start) {
                block.part = Part::Heading(*level);
                block.breaks.clear();
            } else if self.notes.contains(&block.span.start) {
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

fn page_at(pages: &[(usize, usize)], byte: usize) -> u32 {
    let at = pages.partition_point(|(start, _)| *start <= byte);
    let number = at.checked_sub(1).map_or(0, |at| pages[at].1);
    u32::try_from(number + 1).unwrap_or(u32::MAX)
}

/// Which lines of a page are notes: in smaller letters, at the foot of the page or of a column, the first of them behind a mark.
fn notes(lines: &[&Line], sizes: &Sizes) -> Vec<bool> {
    let mut notes = vec![false; lines.len()];
    let mut at_foot = true;
    for index in (0..lines.len()).rev() {
        let line = lines[index];
        let over = lines
            .get(index + 1)
            .is_none_or(|next| next.base <= line.base);
        at_foot = (at_foot || over) && sizes.is_small(line);
        notes[index] = at_foot;
    }
    let mut marked = false;
    for (index, line) in lines.iter().enumerate() {
        marked = notes[index] && (marked || is_mark(line));
        notes[index] = marked;
    }
    notes
}

/// Whether a line begins with the mark of a note.
fn is_mark(line: &Line) -> bool {
    line.text
        .trim_start()
        .starts_with(|c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '§'))
}

/// Which sizes of letters are those of headings.
struct Sizes {
    /// Of most letters, in tenths of points.
    text: u32,
    /// Tenths of points, the largest first.
    headings: Vec<u32>,
}

impl Sizes {
    fn of(pages: &[Vec<Line>]) -> Self {
        let mut letters: HashMap<u32, usize> = HashMap::new();
        for line in pages.iter().flatten() {
            *letters.entry(tenths(line.size)).or_default() += line.text.len();
        }
        let text = letters
            .iter()
            .max_by_key(|(size, count)| (**count, **size))
            .map_or(0, |(size, _)| *size);
        let mut headings: Vec<u32> = letters
            .into_keys()
            .filter(|size| f64::from(*size) >= f64::from(text) * LARGER)
            .collect();
        headings.sort_unstable_by(|one, other| other.cmp(one));
        Self { text, headings }
    }

    fn is_small(&self, line: &Line) -> bool {
        f64::from(tenths(line.size)) <= f64::from(self.text) * SMALLER
    }

    /// The level of a line that is a heading.
    fn heading(&self, line: &Line) -> Option<u8> {
        const LONGEST: usize = 200;
        const LOWEST: usize = 4;
        let level = self
            .headings
            .iter()
            .position(|size| *size == tenths(line.size))?;
        let reads = line.text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        (reads && line.text.len() <= LONGEST)
            .then(|| u8::try_from(level.min(LOWEST) + 1).unwrap_or(1))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a size is positive, and saturates"
)]
fn tenths(size: f64) -> u32 {
    // Halves of points: a size that was scaled is not what it was by a hair.
    (size * 2.0).round() as u32 * 5
}

/// How far lines of a paragraph stand from each other, in sizes of their letters. A quarter of all lines do, if none more.
fn leading(pages: &[Vec<Line>], heads: &HashMap<String, usize>) -> f64 {
    let mut gaps: Vec<f64> = Vec::new();
    for page in pages {
        let lines: Vec<&Line> = shown(page, heads).collect();
        let pairs = lines.windows(2);
        gaps.extend(
            pairs
                .filter(|pair| tenths(pair[0].size) == tenths(pair[1].size))
                .map(|pair| (pair[1].base - pair[0].base) / pair[1].size)
                .filter(|gap| (0.8..4.0).contains(gap)),
        );
    }
    if gaps.is_empty() {
        return LEADING;
    }
    let quarter = gaps.len() / 4;
    *gaps.select_nth_unstable_by(quarter, f64::total_cmp).1
}

/// Whether a line begins a paragraph below the one above.
fn stands_apart(above: &Line, line: &Line, leading: f64, before: &str) -> bool {
    let size = above.size.max(line.size);
    line.base - above.base > leading * APART * size
        || (tenths(above.size) != tenths(line.size))
        || (line.from > above.from + INDENT * size && ends_sentence(before))
}

/// Whether a line stands on another page than the one above, or in another column, which begins higher up.
fn is_over(above: &Line, above_page: usize, line: &Line, page: usize) -> bool {
    page != above_page || line.base <= above.base
}

/// Whether a paragraph goes on over the end of a column or page: its sentence does, and so does its last line, which reaches as far as
/// the others.
fn goes_over(before: &str, words: &str, above: &Line, right: f64) -> bool {
    const FULL: f64 = 4.0;
    !ends_sentence(before)
        && (words.starts_with(char::is_lowercase)
            || (above.to > right - FULL * above.size
                && before.ends_with(|c: char| c.is_alphabetic() || c == ',')))
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', ':', '”', '"'])
}

#[cfg(test)]
mod tests {
    use super::blocks;
    use crate::ingest::block::{Block, Part};
    use crate::ingest::pdf::letters::Line;

    /// Lines of a page in letters of 10 points; a blank line leaves room, a line behind `#` is set in 15 points.
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
    fn heads_and_numbers_go_and_paragraphs_go_over_the_page() {
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
    fn larger_letters_are_headings_and_end_no_name() {
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
    fn a_note_follows_the_paragraph_that_goes_over_the_page() {
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
    fn an_indented_line_begins_a_paragraph_and_a_column_goes_on_in_the_next() {
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
