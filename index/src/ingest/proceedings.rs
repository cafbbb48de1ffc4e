//! Proceedings set in fixed columns, as the Congressional Record prints them.
//!
//! The columns tell what a line is: a paragraph of speech begins at column 2 and goes on at 0, quoted matter begins at 7
//! and goes on at 5, a heading stands in the middle below two empty lines. Words of the clerk and of the recorder ("There
//! was no objection.") are nobody's speech, and so is the matter that they announce ("as follows:"); whoever spoke before
//! goes on after it.

use crate::ingest::block::{Block, Break, Part, push_squeezed, squeeze};
use crate::ingest::outline::Page;
use crate::text::horizontal_rule::rule_of;
use crate::text::label::label;
use crate::text::label::shape::Shape;

/// Whether a text bears the record's mark in its first lines.
pub fn is_proceedings(text: &str) -> bool {
    text.trim_start().lines().take(6).any(|line| {
        line.trim_start()
            .starts_with("[Congressional Record Volume")
    })
}

/// The day in the record's first line: "[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]".
pub fn date(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find(|line| line.contains("[Congressional Record Volume"))?;
    let inner = &line[line.find('(')? + 1..line.find(')')?];
    english_day(inner)
}

/// "Wednesday, July 20, 2005", "July 20, 2005".
fn english_day(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let month = words.find_map(|word| MONTHS.iter().position(|month| *month == word))? + 1;
    let day: u32 = words
        .next()?
        .parse()
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let year: u32 = words
        .next()?
        .parse()
        .ok()
        .filter(|year| (1000..=9999).contains(year))?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// A page's title names the volume: what the record is about stands in its headings.
pub fn title(page: &mut Page) {
    page.titled = false;
}

/// A line that is not blank.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    indent: usize,
    start: usize,
    number: u32,
    /// Empty lines before it.
    blanks: usize,
}

/// What a line begins, or that it goes on with what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Body,
    Quoted,
    Middle,
    Goes,
}

/// Quoted matter begins at this column or beyond.
const QUOTED: usize = 5;

/// A line that begins beyond this column is set in the middle.
const MIDDLE: usize = 12;

/// How wide the record's columns are, in characters.
const WIDTH: usize = 71;

/// The blocks of proceedings.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let mut blocks: Vec<Block> = Vec::new();
    let mut announced = false;
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        if rule_of(line.text).is_some_and(|(sign, _)| sign == '_') {
            blocks.push(bare(Part::End, &line));
            announced = false;
            index += 1;
            continue;
        }
        if let Some(end) = heading(&lines, index) {
            let mut block = bare(Part::Heading(1), &line);
            for line in &lines[index..end] {
                join(&mut block, line);
            }
            block.breaks.clear();
            let capitals = !block.text.chars().any(char::is_lowercase);
            let begins = blocks.last().is_none_or(|last| last.part == Part::End);
            if is_tally(&block.text) {
                // The names below it are nobody's speech.
                block.part = Part::Aside;
                announced = true;
            } else if begins && capitals {
                // An item of business begins the record, or stands below a rule; within it headings stand beneath its own.
                block.part = Part::Heading(1);
                announced = false;
            } else if (announced || capitals) && above_quoted(&lines, end) || announced && capitals
            {
                // A heading of the matter that is read or printed: "CHARGES" in an indictment.
                block.part = Part::Heading(3);
                block.holds = true;
            } else {
                block.part = Part::Heading(2);
                // A heading in the middle of a speech does not end it.
                block.holds = !capitals;
                announced = false;
            }
            blocks.push(block);
            index = end;
            continue;
        }
        let column = column(&line);
        let mut end = index + 1;
        while end < lines.len() && goes_on(&lines, index, end) {
            end += 1;
        }
        let mut block = bare(Part::Text, &line);
        for line in &lines[index..end] {
            join(&mut block, line);
        }
        // Only the beginning of a paragraph bears a label here.
        block.breaks.clear();
        let speaks = column == Column::Body && is_label(&block.text);
        if column == Column::Body && !block.text.starts_with(['(', '[']) {
            announced = !speaks && is_recorder(&block.text);
            if announced {
                block.part = Part::Aside;
                announced = block.text.ends_with(':');
            }
            // What the chair lets be printed stands below: "Without objection, it is so ordered."
            announced |= speaks && block.text.contains(". Without objection, ");
        } else if announced || column == Column::Middle {
            block.part = Part::Aside;
        }
        block.quoted = !speaks;
        blocks.push(block);
        index = end;
    }
    blocks
}

/// "AYES--390", "NOT VOTING--9": the head of a list of those who voted.
fn is_tally(text: &str) -> bool {
    text.split_once("--").is_some_and(|(what, count)| {
        let list = [
            "AYES",
            "NOES",
            "YEAS",
            "NAYS",
            "NOT VOTING",
            "PRESENT",
            "ANSWERED",
        ];
        list.iter().any(|head| what.starts_with(head))
            && count.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a paragraph begins with a speaker's label. The record always gives a title, and "Mr. Chairman." is spoken to.
fn is_label(text: &str) -> bool {
    label(text).is_some_and(|found| {
        matches!(found.shape, Shape::Titled | Shape::Address)
            && !matches!(
                found.written,
                "Mr. Chairman"
                    | "Mr. Speaker"
                    | "Mr. President"
                    | "Madam Chairman"
                    | "Madam Speaker"
                    | "Madam President"
            )
    })
}

fn bare(part: Part, line: &Line<'_>) -> Block {
    Block {
        part,
        span: line.start..line.start + line.text.len(),
        line: Some(line.number),
        ..Block::default()
    }
}

fn join(block: &mut Block, line: &Line<'_>) {
    if block.text.is_empty() {
        block.text = squeeze(line.text);
    } else {
        block.text.push(' ');
        block.breaks.push(Break {
            at: block.text.len(),
            source: line.start,
            line: line.number,
            start_ms: None,
        });
        push_squeezed(&mut block.text, line.text);
    }
    block.span.end = line.start + line.text.len();
}

fn column(line: &Line<'_>) -> Column {
    match line.indent {
        0 => Column::Goes,
        1..QUOTED => Column::Body,
        5..7 => Column::Goes,
        7..MIDDLE => Column::Quoted,
        _ => Column::Middle,
    }
}

/// Whether quoted matter follows a heading, other headings and titles passed over.
fn above_quoted(lines: &[Line<'_>], mut index: usize) -> bool {
    while let Some(line) = lines.get(index) {
        index = match heading(lines, index) {
            Some(end) => end,
            None if line.indent >= MIDDLE => index + 1,
            None => return line.indent >= QUOTED,
        };
    }
    false
}

/// Whether line `at` goes on with the paragraph that began at line `first`.
fn goes_on(lines: &[Line<'_>], first: usize, at: usize) -> bool {
    let (line, before) = (&lines[at], &lines[at - 1]);
    if hangs(&lines[first], before, line) {
        return true;
    }
    if rule_of(line.text).is_some() || column(line) != Column::Goes {
        return false;
    }
    let quoted = lines[first].indent >= QUOTED;
    if (line.indent >= QUOTED) != quoted || (quoted && lines[first].indent >= MIDDLE) {
        return false;
    }
    // A page's end may stand in the middle of a paragraph; its mark is gone, the empty lines around it are not.
    line.blanks == 0
        || (line.blanks <= 4
            && !before.text.ends_with(['.', ':', '!', '?'])
            && heading(lines, at).is_none())
}

/// Whether `line` goes on with a paragraph of quoted matter that hangs: its first line stands to the left of the others. Such a line
/// begins because the one before had no room for its first word.
fn hangs(first: &Line<'_>, before: &Line<'_>, line: &Line<'_>) -> bool {
    /// How wide quoted matter is set, in characters.
    const QUOTED_WIDTH: usize = 66;
    let word = line.text.split(' ').next().unwrap_or("").chars().count();
    line.blanks == 0
        && (QUOTED..MIDDLE).contains(&first.indent)
        && line.indent == first.indent + 2
        && (before.indent == line.indent || before.number == first.number)
        && before.indent + before.text.chars().count() + 1 + word > QUOTED_WIDTH
}

/// The end of the heading that begins at line `index`: lines set in the middle below two empty lines.
fn heading(lines: &[Line<'_>], index: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    let line = &lines[index];
    if line.blanks < 2 || !is_centred(line) {
        return None;
    }
    let body = line.indent < QUOTED;
    if body && (label(line.text).is_some() || line.text.ends_with('.')) {
        return None;
    }
    let mut end = index + 1;
    while end < lines.len() && lines[end].blanks == 0 && end - index < LONGEST {
        if !is_centred(&lines[end]) {
            return None;
        }
        end += 1;
    }
    let alone = lines.get(end).is_none_or(|next| next.blanks > 0);
    let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
    (alone && letters >= 3 && !line.text.starts_with(['[', '{'])).then_some(end)
}

fn is_centred(line: &Line<'_>) -> bool {
    const OFF: usize = 3;
    let length = line.text.chars().count();
    line.indent.abs_diff(WIDTH.saturating_sub(length) / 2) <= OFF
}

/// Whether a paragraph without a label is the clerk's or the recorder's: "There was no objection.", "The amendment is as
/// follows:".
fn is_recorder(text: &str) -> bool {
    const SHORT: usize = 200;
    const BEGINNINGS: &[&str] = &[
        "There being no objection",
        "There was no objection",
        "The amendment was",
        "The amendments were",
        "The text of",
        "The amendment is as follows",
        "The amendment, as",
        "The amendment (No.",
        "The amendments (Nos.",
        "The Clerk ",
        "The clerk ",
        "The legislative clerk",
        "The assistant ",
        "The bill clerk",
        "The journal clerk",
        "The senior assistant",
        "The result was announced",
        "The question was taken",
        "The vote was taken",
        "A recorded vote was ordered",
        "So the ",
        "So (",
        "The motion was",
        "The motion to",
        "The bill was",
        "The bill (",
        "The joint resolution",
        "The resolution was",
        "The resolution (",
        "The concurrent resolution",
        "The nomination",
        "The yeas and nays were ordered",
        "The yeas and nays resulted",
        "The Presiding Officer",
        "The Senate proceeded",
        "The Senate resumed",
        "The Senate continued",
        "The previous question was ordered",
        "The Committee resumed",
        "The result of the vote",
        "The Acting CHAIRMAN announced",
        "The SPEAKER pro tempore announced",
        "The material ",
        "The letter ",
        "Accordingly, the Committee",
        "Pending:",
        "Thereupon",
        "The preamble",
        "The title was",
    ];
    (text.len() <= SHORT || text.ends_with(':'))
        && (BEGINNINGS
            .iter()
            .any(|beginning| text.starts_with(beginning))
            || text.contains(" changed his vote from")
            || text.contains(" changed her vote from")
            || text.contains(" changed their vote from")
            || text.ends_with("as above recorded."))
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut blanks = 2;
    let mut header = true;
    for (index, whole) in text.split('\n').enumerate() {
        let trimmed = whole.trim();
        let indent = whole.len() - whole.trim_start().len();
        let is_header = header
            && (trimmed.starts_with('[')
                || trimmed.starts_with("From the Congressional Record Online"));
        if trimmed.is_empty() {
            blanks += 1;
        } else if trimmed.starts_with("[[Page ") || trimmed.starts_with("{time}") || is_header {
            // The page's number, the time of day, the head of the page: none of them is said.
        } else {
            header = false;
            lines.push(Line {
                text: trimmed,
                indent,
                start: start + indent,
                number: u32::try_from(index + 1).unwrap_or(u32::MAX),
                blanks,
            });
            blanks = 0;
        }
        start += whole.len() + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{blocks, english_day};
    use crate::ingest::block::Part;

    #[test]
    fn columns_tell_speech_from_quoted_matter_and_headings() {
        let text = "\n[Congressional Record Volume 9, Number 9 (Monday, March 3, 2003)]\n[Senate]\n\n\n                       DREDGING OF NORHAVEN HARBOUR\n\n  Mr. BERG. Mr. President, the harbour is full of silt, and I have said so\nsince May.\n  I ask for the amendment.\n  The PRESIDING OFFICER. The clerk will report.\n  The clerk read as follows:\n\n       Amendment No. 7: Mr. Holm. Strike the word silt wherever it\n     stands.\n\n[[Page S1]]\n\n  I rest my case.\n                                 ____\n";
        let found: Vec<(Part, bool, String)> = blocks(text)
            .into_iter()
            .map(|block| {
                (
                    block.part,
                    block.quoted,
                    block.text.chars().take(24).collect(),
                )
            })
            .collect();
        let expected = [
            (Part::Heading(1), false, "DREDGING OF NORHAVEN HAR"),
            (Part::Text, false, "Mr. BERG. Mr. President,"),
            (Part::Text, true, "I ask for the amendment."),
            (Part::Text, false, "The PRESIDING OFFICER. T"),
            (Part::Aside, true, "The clerk read as follow"),
            (Part::Aside, true, "Amendment No. 7: Mr. Hol"),
            (Part::Text, true, "I rest my case."),
            (Part::End, false, ""),
        ];
        assert_eq!(
            found,
            expected.map(|(part, quoted, text)| (part, quoted, text.to_owned()))
        );
    }

    #[test]
    fn matter_that_is_printed_has_headings_of_its_own_and_lists_that_hang() {
        let text = "\n[Congressional Record Volume 9, Number 9 (Monday, March 3, 2003)]\n[Senate]\n\n\n                       DREDGING OF NORHAVEN HARBOUR\n\n  Mr. BERG. Mr. President, I ask that the bill be printed in the Record.\n  The PRESIDING OFFICER. Without objection, it is so ordered.\n\n       Be it enacted that the harbour of Norhaven and all of its quays\n     be dredged.\n\n\n                              SEC. 2. COSTS\n\n         The pilots of Norhaven, the fishermen of the islands, the\n           harbour master and her clerk.\n         The town.\n\n\n                            Who Pays for It\n\n       The state pays half.\n\n\n                              The Ferries\n\n  Mr. BERG. I thank the chair.\n";
        let found: Vec<(Part, String)> = blocks(text)
            .into_iter()
            .map(|block| (block.part, block.text))
            .collect();
        let expected = [
            (Part::Heading(1), "DREDGING OF NORHAVEN HARBOUR"),
            (
                Part::Text,
                "Mr. BERG. Mr. President, I ask that the bill be printed in the Record.",
            ),
            (
                Part::Text,
                "The PRESIDING OFFICER. Without objection, it is so ordered.",
            ),
            (
                Part::Aside,
                "Be it enacted that the harbour of Norhaven and all of its quays be dredged.",
            ),
            (Part::Heading(3), "SEC. 2. COSTS"),
            (
                Part::Aside,
                "The pilots of Norhaven, the fishermen of the islands, the harbour master and her clerk.",
            ),
            (Part::Aside, "The town."),
            (Part::Heading(3), "Who Pays for It"),
            (Part::Aside, "The state pays half."),
            (Part::Heading(2), "The Ferries"),
            (Part::Text, "Mr. BERG. I thank the chair."),
        ];
        assert_eq!(found, expected.map(|(part, text)| (part, text.to_owned())));
    }

    #[test]
    fn days_are_read_in_english() {
        assert_eq!(
            english_day("Wednesday, July 20, 2005").as_deref(),
            Some("2005-07-20")
        );
        assert_eq!(english_day("July 2005"), None);
    }
}
