//! Proceedings in fixed columns, as the Congressional Record prints them. The speaker comes from a
//! label with a title: "Mr. BERG."
//!
//! The column of a line says what it is. A paragraph of speech begins at column 2 and continues at
//! column 0. Quoted matter begins at 7 and continues at 5. A heading is centred below two empty
//! lines. The clerk's and the recorder's words ("There was no objection.") are nobody's speech, nor
//! is the matter that they announce ("as follows:"); the previous speaker continues after it.
//!
//! Source: <https://www.govinfo.gov/app/collection/crec>, the text files.

use std::sync::LazyLock;

use crate::ingest::block::{Block, Break, Part, push_squeezed, squeeze};
use crate::text::horizontal_rule::rule_of;
use crate::text::label::label;
use crate::text::label::shape::Shape;
use crate::text::word_list::{WordList, entries};

/// What a recorder's paragraph begins with.
static RECORDER_PHRASES: WordList = WordList::new(include_str!("lists/recorder_phrases.txt"));

/// The same, if a space follows.
static RECORDER_WORDS: WordList = WordList::new(include_str!("lists/recorder_words.txt"));

/// Headings of lists of those who voted.
static TALLY_HEADINGS: WordList = WordList::new(include_str!("lists/tally_headings.txt"));

/// The months of the year, each with its number.
static MONTHS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    entries(include_str!("lists/months.txt"))
        .filter_map(|line| line.split_once(' '))
        .collect()
});

/// A line at this column or beyond belongs to quoted matter, or is centred. The first line of
/// quoted matter is further in.
const QUOTED: usize = 5;

/// A line that begins at this column or beyond is centred.
const MIDDLE: usize = 12;

/// The width of the record's columns, in characters.
const WIDTH: usize = 71;

/// Whether the first lines of a text say that it is from the Congressional Record.
pub fn is_proceedings(text: &str) -> bool {
    text.trim_start().lines().take(6).any(|line| {
        line.trim_start()
            .starts_with("[Congressional Record Volume")
    })
}

/// The day in the record's first line:
/// "[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]".
pub fn date(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find(|line| line.contains("[Congressional Record Volume"))?;
    let inner = &line[line.find('(')? + 1..line.find(')')?];
    english_day(inner)
}

/// The blocks of proceedings.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader {
        lines: lines(text),
        blocks: Vec::new(),
        announced: false,
    };
    let mut index = 0;
    while index < reader.lines.len() {
        let line = reader.lines[index];
        index = if rule_of(line.text).is_some_and(|(sign, _)| sign == '_') {
            reader.blocks.push(empty_block(Part::End, &line));
            reader.announced = false;
            index + 1
        } else if let Some(end) = heading_end(&reader.lines, index) {
            reader.heading(index, end);
            end
        } else {
            reader.paragraph(index)
        };
    }
    reader.blocks
}

/// "Wednesday, July 20, 2005" or "July 20, 2005", as `YYYY-MM-DD`.
fn english_day(text: &str) -> Option<String> {
    let mut words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let month_of = |word: &str| MONTHS.iter().find(|(name, _)| *name == word);
    let (_, month) = words.find_map(month_of)?;
    let mut number = |range: std::ops::RangeInclusive<u32>| -> Option<u32> {
        let number = words.next()?.parse().ok()?;
        range.contains(&number).then_some(number)
    };
    let day = number(1..=31)?;
    let year = number(1000..=9999)?;
    Some(format!("{year:04}-{month}-{day:02}"))
}

/// A line that is not blank.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Its text, trimmed.
    text: &'a str,
    /// The column at which it begins, counted from 0 in bytes.
    indent: usize,
    /// The byte at which it begins.
    start: usize,
    /// Its number, starting at 1.
    number: u32,
    /// Empty lines before it.
    blanks: usize,
}

/// What a line begins, judged by its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// A paragraph of speech.
    Body,
    /// Quoted matter.
    Quoted,
    /// Something centred.
    Middle,
    /// Nothing: it continues the paragraph before it.
    Continued,
}

/// The proceedings so far.
struct Reader<'a> {
    lines: Vec<Line<'a>>,
    blocks: Vec<Block>,
    /// Whether the recorder or the chair has announced the matter that follows, which is then
    /// nobody's speech.
    announced: bool,
}

impl Reader<'_> {
    /// Takes the lines `index..end` as a heading.
    fn heading(&mut self, index: usize, end: usize) {
        let mut block = empty_block(Part::Heading(1), &self.lines[index]);
        for line in &self.lines[index..end] {
            join(&mut block, line);
        }
        block.breaks.clear();
        let capitals = !block.text.chars().any(char::is_lowercase);
        let begins_item = self.blocks.last().is_none_or(|last| last.part == Part::End);
        let announced = self.announced;
        let in_quoted = || (announced || capitals) && above_quoted(&self.lines, end);
        if is_tally(&block.text) {
            // The names below it are nobody's speech.
            block.part = Part::Aside;
            self.announced = true;
        } else if begins_item && capitals {
            // An item of business: at the start of the record or below a rule. The other headings
            // of the item are below this one.
            block.part = Part::Heading(1);
            self.announced = false;
        } else if (announced && capitals) || in_quoted() {
            // A heading in the matter that is read or printed: "CHARGES" in an indictment.
            block.part = Part::Heading(3);
            block.keeps_turn = true;
        } else {
            block.part = Part::Heading(2);
            // A heading in the middle of a speech does not end it.
            block.keeps_turn = !capitals;
            self.announced = false;
        }
        self.blocks.push(block);
    }

    /// Takes the paragraph that begins at line `index`. Returns the line after it.
    fn paragraph(&mut self, index: usize) -> usize {
        let mut end = index + 1;
        while end < self.lines.len() && continues(&self.lines, index, end) {
            end += 1;
        }
        let mut block = empty_block(Part::Text, &self.lines[index]);
        for line in &self.lines[index..end] {
            join(&mut block, line);
        }
        // Here only the beginning of a paragraph has a label.
        block.breaks.clear();
        let column = column(&self.lines[index]);
        let speaks = column == Column::Body && is_label(&block.text);
        if column == Column::Body && !block.text.starts_with(['(', '[']) {
            let recorder = !speaks && is_recorder(&block.text);
            if recorder {
                block.part = Part::Aside;
            }
            // "Without objection, it is so ordered.": what the chair lets be printed follows.
            let ordered = speaks && block.text.contains(". Without objection, ");
            self.announced = (recorder && block.text.ends_with(':')) || ordered;
        } else if self.announced || column == Column::Middle {
            block.part = Part::Aside;
        }
        block.quoted = !speaks;
        self.blocks.push(block);
        end
    }
}

/// The lines of a text that are not blank, without the numbers of pages, the times of day and the
/// head of the page, which nobody says.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    // The first line may be a heading, as if it were below two empty lines.
    let mut blanks = 2;
    let mut in_header = true;
    for (index, whole) in text.split('\n').enumerate() {
        let trimmed = whole.trim();
        let indent = whole.len() - whole.trim_start().len();
        let is_header = in_header
            && (trimmed.starts_with('[')
                || trimmed.starts_with("From the Congressional Record Online"));
        let is_mark = trimmed.starts_with("[[Page ") || trimmed.starts_with("{time}");
        if trimmed.is_empty() {
            blanks += 1;
        } else if !is_header && !is_mark {
            in_header = false;
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

/// A block without text that begins at a line.
fn empty_block(part: Part, line: &Line<'_>) -> Block {
    Block {
        part,
        span: line.start..line.start + line.text.len(),
        line: Some(line.number),
        ..Block::default()
    }
}

/// Appends a line to a block.
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
        0 | 5..7 => Column::Continued,
        1..QUOTED => Column::Body,
        7..MIDDLE => Column::Quoted,
        _ => Column::Middle,
    }
}

/// Whether line `at` continues the paragraph that began at line `first`.
fn continues(lines: &[Line<'_>], first: usize, at: usize) -> bool {
    let (line, before) = (&lines[at], &lines[at - 1]);
    if hangs(&lines[first], before, line) {
        return true;
    }
    if rule_of(line.text).is_some() || column(line) != Column::Continued {
        return false;
    }
    let quoted = lines[first].indent >= QUOTED;
    if (line.indent >= QUOTED) != quoted || (quoted && lines[first].indent >= MIDDLE) {
        return false;
    }
    // The end of a page may be in the middle of a paragraph. The line with its number has been
    // removed, but not the empty lines around it.
    let ends_sentence = before.text.ends_with(['.', ':', '!', '?']);
    line.blanks == 0 || (line.blanks <= 4 && !ends_sentence && heading_end(lines, at).is_none())
}

/// Whether `line` continues a hanging paragraph of quoted matter, whose first line begins to the
/// left of the others. It does if its first word had no room on the line before.
fn hangs(first: &Line<'_>, before: &Line<'_>, line: &Line<'_>) -> bool {
    /// The width of quoted matter, in characters.
    const QUOTED_WIDTH: usize = 66;
    let word = line.text.split(' ').next().unwrap_or("").chars().count();
    let is_quoted = (QUOTED..MIDDLE).contains(&first.indent);
    let hanging = line.indent == first.indent + 2
        && (before.indent == line.indent || before.number == first.number);
    let no_room = before.indent + before.text.chars().count() + 1 + word > QUOTED_WIDTH;
    line.blanks == 0 && is_quoted && hanging && no_room
}

/// The line after the heading that begins at line `index`: centred lines below two empty lines.
/// `None`: no heading begins there.
fn heading_end(lines: &[Line<'_>], index: usize) -> Option<usize> {
    const MAX_LINES: usize = 6;
    let line = &lines[index];
    if line.blanks < 2 || !is_centred(line) {
        return None;
    }
    // A short line of speech may look centred.
    let body = line.indent < QUOTED;
    if body && (label(line.text).is_some() || line.text.ends_with('.')) {
        return None;
    }
    let mut end = index + 1;
    while end < lines.len() && lines[end].blanks == 0 && end - index < MAX_LINES {
        if !is_centred(&lines[end]) {
            return None;
        }
        end += 1;
    }
    let alone = lines.get(end).is_none_or(|next| next.blanks > 0);
    let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
    (alone && letters >= 3 && !line.text.starts_with(['[', '{'])).then_some(end)
}

/// Whether a line is in the middle of the column, give or take a few characters.
fn is_centred(line: &Line<'_>) -> bool {
    const TOLERANCE: usize = 3;
    let length = line.text.chars().count();
    line.indent.abs_diff(WIDTH.saturating_sub(length) / 2) <= TOLERANCE
}

/// Below a heading: whether the first line that is neither heading nor centred is quoted matter.
fn above_quoted(lines: &[Line<'_>], mut index: usize) -> bool {
    while let Some(line) = lines.get(index) {
        index = match heading_end(lines, index) {
            Some(end) => end,
            None if line.indent >= MIDDLE => index + 1,
            None => return line.indent >= QUOTED,
        };
    }
    false
}

/// Whether a heading is that of a list of those who voted: "AYES--390", "NOT VOTING--9".
fn is_tally(text: &str) -> bool {
    text.split_once("--").is_some_and(|(what, count)| {
        TALLY_HEADINGS.prefix_of(what).is_some() && count.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a paragraph begins with a speaker's label. In the record it always has a title, and
/// "Mr. Chairman." is how speakers address the chair.
fn is_label(text: &str) -> bool {
    label(text).is_some_and(|found| {
        matches!(found.shape, Shape::Titled | Shape::Address) && !addresses_chair(found.written)
    })
}

/// Whether words address whoever is in the chair: "Madam Speaker".
fn addresses_chair(words: &str) -> bool {
    words.split_once(' ').is_some_and(|(title, office)| {
        matches!(title, "Mr." | "Madam") && matches!(office, "Chairman" | "Speaker" | "President")
    })
}

/// Whether a paragraph without a label is the clerk's or the recorder's: "There was no objection.",
/// "The amendment is as follows:".
fn is_recorder(text: &str) -> bool {
    /// Longer paragraphs are speech, unless they announce something.
    const SHORT_BYTES: usize = 200;
    let changes_vote = || {
        [
            " changed his vote from",
            " changed her vote from",
            " changed their vote from",
        ]
        .iter()
        .any(|words| text.contains(words))
    };
    let begins = || {
        let word = RECORDER_WORDS.prefix_of(text);
        RECORDER_PHRASES.prefix_of(text).is_some()
            || word.is_some_and(|word| text[word.len()..].starts_with(' '))
    };
    (text.len() <= SHORT_BYTES || text.ends_with(':'))
        && (begins() || changes_vote() || text.ends_with("as above recorded."))
}

#[cfg(test)]
mod tests {
    use super::{blocks, english_day};
    use crate::ingest::block::Part;

    #[test]
    fn columns_distinguish_speech_quoted_matter_and_headings() {
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
    fn printed_matter_has_its_own_headings_and_hanging_lists() {
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
