//! Pages with numbered lines, as court reporters write them: each line begins with its number, from
//! 1 on each page.
//!
//! The numbers are left out. A paragraph begins at a label ("Q.", "THE COURT:"), at a line in
//! capitals, and at an indented line. A line without a number is a page's head or foot: it is
//! apart and ends no turn.

use crate::ingest::block::{Block, Break, Part, push_squeezed, squeeze};
use crate::ingest::plain::lines::{Line, bare};
use crate::text::label::label;
use crate::text::label::name::is_capitals;
use crate::text::label::shape::Shape;

/// Pages have 25 to 28 lines, some more.
const LAST_NUMBER: u32 = 60;

/// Fewer numbered lines may be a list.
const FEWEST: usize = 8;

/// Lines that the numbering is found from: several pages.
const SAMPLE_LINES: usize = 400;

/// How much further right than the leftmost text a paragraph begins, in characters.
const INDENT: usize = 4;

/// A line without its number.
struct Numbered<'a> {
    text: &'a str,
    /// The column at which its text begins.
    column: usize,
}

/// The paragraphs of a text with numbered lines. `None` if the lines have no numbers.
pub fn paragraphs(lines: &[Line<'_>]) -> Option<Vec<Block>> {
    if !is_numbered(&lines[..lines.len().min(SAMPLE_LINES)]) {
        return None;
    }
    let numbered: Vec<Option<Numbered<'_>>> = lines.iter().map(without_number).collect();
    let left = numbered
        .iter()
        .flatten()
        .filter(|line| !line.text.is_empty())
        .map(|line| line.column)
        .min()
        .unwrap_or(0);
    let mut blocks: Vec<Block> = Vec::new();
    // The paragraph that the next line may continue.
    let mut open: Option<Block> = None;
    for (line, found) in lines.iter().zip(&numbered) {
        let Some(found) = found else {
            blocks.extend(open.take());
            blocks.push(Block {
                text: squeeze(line.text),
                ..bare(Part::Plain, line)
            });
            continue;
        };
        if found.text.is_empty() {
            blocks.extend(open.take());
            continue;
        }
        let start = line.start + (line.text.len() - found.text.len());
        match &mut open {
            Some(block) if !begins(found, left) => {
                block.text.push(' ');
                block.breaks.push(Break {
                    at: block.text.len(),
                    source: start,
                    line: line.number,
                    start_ms: None,
                });
                push_squeezed(&mut block.text, found.text);
                block.span.end = line.start + line.text.len();
            }
            _ => {
                blocks.extend(open.take());
                open = Some(Block {
                    text: squeeze(found.text),
                    span: start..line.start + line.text.len(),
                    ..bare(Part::Text, line)
                });
                if is_title(found.text) {
                    blocks.extend(open.take().map(|block| Block {
                        part: Part::Heading(2),
                        ..block
                    }));
                }
            }
        }
    }
    blocks.extend(open);
    Some(blocks)
}

/// Whether most lines begin with the number after that of the line before, or with 1.
fn is_numbered(lines: &[Line<'_>]) -> bool {
    let mut before = 0;
    let mut follow = 0;
    let mut numbers = 0;
    for line in lines {
        let Some((number, _)) = number(line.text) else {
            continue;
        };
        numbers += 1;
        follow += usize::from(number == before + 1 || (number == 1 && before > 1));
        before = number;
    }
    // A list has a full stop after its numbers, or text of any kind; here each line has a number.
    follow >= FEWEST && numbers * 5 >= lines.len() * 4 && follow * 10 >= numbers * 9
}

/// The number that a line begins with, and its length with the space behind it.
fn number(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let rest = &text[digits..];
    let number = text[..digits]
        .parse()
        .ok()
        .filter(|number| (1..=LAST_NUMBER).contains(number))?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some((number, digits))
}

fn without_number<'a>(line: &Line<'a>) -> Option<Numbered<'a>> {
    let (_, length) = number(line.text)?;
    let text = line.text[length..].trim_start();
    // Tabs are as wide as eight spaces at most; only whether a line is further right matters.
    let space = &line.text[length..line.text.len() - text.len()];
    let column = space.chars().map(|c| if c == '\t' { 8 } else { 1 }).sum();
    Some(Numbered { text, column })
}

fn begins(line: &Numbered<'_>, left: usize) -> bool {
    let is_label = label(line.text).is_some_and(|found| {
        matches!(found.shape, Shape::Letter | Shape::Capitals | Shape::Titled)
    });
    is_label || is_title(line.text) || line.column >= left + INDENT
}

/// "DIRECT EXAMINATION", but not "BY MR. HOLM:", which is a label.
fn is_title(text: &str) -> bool {
    is_capitals(text)
        && text.split_whitespace().count() >= 2
        && !text.ends_with([':', '.', '?', '!', ','])
        && !text.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::ingest::testing::{document, spoken, spoken_as};

    #[test]
    fn numbered_lines_are_joined_to_questions_and_answers() {
        let page = " 1                 DIRECT EXAMINATION\n 2   BY MR. HOLM:\n 3        Q.   Is the \
                    quay new?\n 4        A.   It was built in the year two thousand\n 5   and four.\n \
                    6        Q.   By the town?\n 7        A.   Yes.\n 8             MR. STRAND:  \
                    Objection.\n 9             THE COURT:  Overruled.\n10        Q.   Go on.\n";
        let body = Kind::Body;
        assert_eq!(
            spoken(&document("a.txt", page)),
            spoken_as(&[
                (Kind::Heading, "", "DIRECT EXAMINATION"),
                (Kind::StageDirection, "", "BY MR. HOLM:"),
                (body, "HOLM", "Is the quay new?"),
                (body, "", "It was built in the year two thousand and four."),
                (body, "HOLM", "By the town?"),
                (body, "", "Yes."),
                (body, "STRAND", "Objection."),
                (body, "COURT", "Overruled."),
                (body, "HOLM", "Go on."),
            ])
        );
    }

    #[test]
    fn a_list_keeps_its_numbers() {
        let list: String = (1..=12)
            .map(|n| format!("{n}. The boat comes in.\n"))
            .collect();
        let document = document("a.txt", &list);
        assert!(document.paragraphs[0].text.starts_with("1. "));
    }
}
