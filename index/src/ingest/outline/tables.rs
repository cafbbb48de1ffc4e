//! Tables whose rows are the turns of a transcript, and tables whose cells are no labels.
//!
//! A table is a transcript if its head names columns for the speaker and the text, or if one column
//! has names that come again, another has sentences, and no other column has anything but times. In
//! a table with more columns, or with single words, no cell is a label.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::rule::Rule;
use crate::ingest::block::{Block, Part, Voice};
use crate::text::clock::clock;
use crate::text::label::name::name_in;
use crate::text::label::notice::is_notice;
use crate::text::label::shape::Shape;
use crate::text::role::is_voice;
use crate::text::word_list::WordList;

static SPEAKER_COLUMNS: WordList = WordList::new(include_str!("lists/speaker_columns.txt"));
static TEXT_COLUMNS: WordList = WordList::new(include_str!("lists/text_columns.txt"));
static TIME_COLUMNS: WordList = WordList::new(include_str!("lists/time_columns.txt"));

/// Cells of so many paragraphs may be between two rows of one table.
const BETWEEN: usize = 20;

/// Longer cells are no names.
const NAME_BYTES: usize = 60;

/// More columns are those of figures.
const MAX_COLUMNS: usize = 8;

/// A row: the block that it is, and its cells.
struct Row {
    block: usize,
    cells: Vec<Range<usize>>,
}

/// Which column has what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Columns {
    speaker: usize,
    text: usize,
    time: Option<usize>,
}

/// Gives the rows of transcripts their speakers and times, and takes labels from other tables.
pub fn read(blocks: &mut [Block]) {
    let mut tables: Vec<Vec<Row>> = Vec::new();
    let mut last: Option<usize> = None;
    for (index, block) in blocks.iter().enumerate() {
        if matches!(block.part, Part::Heading(_)) {
            last = None;
        }
        if block.cells.is_empty() || block.voice.is_some() {
            continue;
        }
        let row = Row {
            block: index,
            cells: cells(block),
        };
        let joins = last.is_some_and(|last| index - last <= BETWEEN);
        last = Some(index);
        match tables.last_mut().filter(|_| joins) {
            Some(table) => table.push(row),
            None => tables.push(vec![row]),
        }
    }
    for table in tables {
        read_table(blocks, &table);
    }
}

/// The cells of a row: ranges of its text without white space at their ends.
fn cells(block: &Block) -> Vec<Range<usize>> {
    let length = block.text.len();
    let starts = std::iter::once(0).chain(block.cells.iter().copied());
    let ends = block.cells.iter().copied().chain([length]);
    starts
        .zip(ends)
        .map(|(start, end)| {
            let (start, end) = (start.min(length), end.min(length));
            let text = block.text.get(start..end).unwrap_or_default();
            let from = start + (text.len() - text.trim_start().len());
            from..from + text.trim().len()
        })
        .collect()
}

fn read_table(blocks: &mut [Block], table: &[Row]) {
    let view = View { blocks, table };
    if let Some(columns) = view.head() {
        let head = table[0].block;
        speak(blocks, &table[1..], columns);
        blocks[head].part = Part::Aside;
        return;
    }
    if let Some(columns) = view.columns() {
        speak(blocks, table, columns);
    } else if view.has_no_labels() {
        for row in table {
            blocks[row.block].quoted = true;
        }
    }
}

/// Makes turns of the rows of a transcript. A row without a name goes on.
fn speak(blocks: &mut [Block], rows: &[Row], columns: Columns) {
    let mut name = String::new();
    for row in rows {
        let block = &mut blocks[row.block];
        let cell = |column: usize| {
            row.cells
                .get(column)
                .map_or("", |range| &block.text[range.clone()])
        };
        let written = cell(columns.speaker).trim_end_matches(':').trim();
        if !written.is_empty() {
            name = name_in(written)
                .map_or(written, |(name, _)| name)
                .to_owned();
        }
        let said = cell(columns.text).to_owned();
        let start_ms = columns.time.and_then(|column| time(cell(column)));
        if said.is_empty() || name.is_empty() {
            continue;
        }
        block.text = said;
        block.start_ms = start_ms.or(block.start_ms);
        block.bold = 0;
        block.breaks.clear();
        block.cells.clear();
        block.voice = Some(Voice {
            names: vec![name.clone()],
            rule: Rule::Label,
            opens_turn: false,
        });
    }
}

/// The time that a cell is, or the first of a range.
fn time(cell: &str) -> Option<u64> {
    let bare = cell.trim_start_matches(['[', '(']);
    let (ms, length) = clock(bare)?;
    let rest = &bare[length..];
    let ends = rest
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b" :.,->])".contains(&byte));
    ends.then_some(ms)
}

/// A table and the blocks that its rows are.
struct View<'b> {
    blocks: &'b [Block],
    table: &'b [Row],
}

impl<'b> View<'b> {
    fn cell(&self, row: &Row, column: usize) -> &'b str {
        row.cells
            .get(column)
            .map_or("", |range| &self.blocks[row.block].text[range.clone()])
    }

    /// The columns that the first row names.
    fn head(&self) -> Option<Columns> {
        let first = self.table.first().filter(|_| self.table.len() >= 2)?;
        let column_of = |list: &WordList| {
            (0..first.cells.len().min(MAX_COLUMNS)).find(|column| {
                let name = self
                    .cell(first, *column)
                    .trim_end_matches(':')
                    .to_lowercase();
                list.contains(&name)
            })
        };
        Some(Columns {
            speaker: column_of(&SPEAKER_COLUMNS)?,
            text: column_of(&TEXT_COLUMNS)?,
            time: column_of(&TIME_COLUMNS),
        })
    }

    /// The columns of a transcript without a head, by what is in them.
    fn columns(&self) -> Option<Columns> {
        const FEWEST_ROWS: usize = 3;
        let count = self.table.iter().map(|row| row.cells.len()).max()?;
        if self.table.len() < FEWEST_ROWS || count > MAX_COLUMNS {
            return None;
        }
        let filled: Vec<usize> = (0..count)
            .filter(|column| self.filled(*column) > 0)
            .collect();
        let is_time = |column: usize| {
            self.table.iter().all(|row| {
                let cell = self.cell(row, column);
                cell.is_empty() || time(cell).is_some()
            })
        };
        let time = filled.iter().copied().find(|column| is_time(*column));
        let others: Vec<usize> = filled
            .into_iter()
            .filter(|column| Some(*column) != time && !is_time(*column))
            .collect();
        let [speaker, text] = others[..] else {
            return None;
        };
        (self.has_names(speaker) && self.has_speech(text)).then_some(Columns {
            speaker,
            text,
            time,
        })
    }

    fn filled(&self, column: usize) -> usize {
        let rows = self.table.iter();
        rows.filter(|row| !self.cell(row, column).is_empty())
            .count()
    }

    /// Whether a column has names that come again. Those with a colon are labels, which the outline
    /// knows by itself.
    fn has_names(&self, column: usize) -> bool {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for row in self.table {
            let cell = self.cell(row, column);
            if cell.is_empty() {
                continue;
            }
            let is_name = matches!(name_in(cell), Some((_, Shape::Colon | Shape::Capitals)))
                || is_voice(cell);
            if cell.len() > NAME_BYTES || cell.ends_with(':') || !is_name || is_notice(cell) {
                return false;
            }
            *counts.entry(cell).or_default() += 1;
        }
        let repeated = counts.values().any(|count| *count >= 2);
        let voices = counts.keys().any(|name| is_voice(name));
        counts.len() >= 2 && repeated && (voices || counts.len() * 3 <= self.table.len() * 2)
    }

    /// Whether a column has sentences.
    fn has_speech(&self, column: usize) -> bool {
        let filled = self.filled(column);
        let cells = || self.table.iter().map(|row| self.cell(row, column));
        let sentences = cells().filter(|cell| ends_sentence(cell)).count();
        let words: usize = cells().map(|cell| cell.split_whitespace().count()).sum();
        sentences * 2 >= filled && words >= 2 * filled
    }

    /// Whether nothing in the table is a label: most rows have more than a name and a text, or
    /// their second cells are no speech.
    fn has_no_labels(&self) -> bool {
        if self.table.len() < 2 {
            return false;
        }
        let filled = |row: &Row| {
            let cells =
                (0..row.cells.len().min(2 * MAX_COLUMNS)).map(|column| self.cell(row, column));
            cells
                .filter(|cell| !cell.is_empty() && time(cell).is_none())
                .count()
        };
        let wide = self.table.iter().filter(|row| filled(row) > 2).count();
        let pairs: Vec<&Row> = self.table.iter().filter(|row| filled(row) == 2).collect();
        let speech = pairs.iter().filter(|row| {
            let text = self.cell(row, 1);
            ends_sentence(text) || text.split_whitespace().nth(3).is_some()
        });
        let silent = speech.count() * 4 < pairs.len().max(1);
        wide * 2 > self.table.len() || (wide > 0 && silent) || (pairs.len() >= 3 && silent)
    }
}

/// Whether a cell ends as a sentence does.
fn ends_sentence(cell: &str) -> bool {
    cell.trim_end_matches(['"', '”', '’', ')', ']'])
        .ends_with(['.', '!', '?', '…', '。', '？', '！', '؟', '।'])
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use crate::ingest::testing::document;

    /// Checks speaker, start and text of each paragraph of a page with a table of these rows, whose
    /// cells are separated by bars.
    fn check(rows: &[&str], expected: &[(&str, Option<u64>, &str)]) {
        let row = |row: &&str| {
            let cells: String = row
                .split('|')
                .map(|cell| format!("<td>{cell}</td>"))
                .collect();
            format!("<tr>{cells}</tr>")
        };
        let rows: String = rows.iter().map(row).collect();
        let page = format!("<html><body><table>{rows}</table></body></html>");
        let document = document("a.html", &page);
        let found: Vec<(String, Option<u64>, &str)> = document
            .paragraphs
            .iter()
            .map(|p| (p.speakers.join("+"), p.start_ms, p.text.as_str()))
            .collect();
        let expected: Vec<(String, Option<u64>, &str)> = expected
            .iter()
            .map(|(name, start, text)| ((*name).to_owned(), *start, *text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_head_of_a_table_names_its_columns() {
        check(
            &[
                "Zeit|Sprecher|Text",
                "00:03|Anna Berg|Is it full?",
                "00:07|Karl Holm|Yes",
                "00:09||All.",
            ],
            &[
                ("", None, "Zeit Sprecher Text"),
                ("Anna Berg", Some(3000), "Is it full?"),
                ("Karl Holm", Some(7000), "Yes"),
                ("Karl Holm", Some(9000), "All."),
            ],
        );
    }

    #[test]
    fn names_that_come_again_beside_sentences_are_speakers() {
        check(
            &[
                "Anna Berg|Is it full?",
                "Karl Holm|It is.",
                "Anna Berg|Since May?",
            ],
            &[
                ("Anna Berg", None, "Is it full?"),
                ("Karl Holm", None, "It is."),
                ("Anna Berg", None, "Since May?"),
            ],
        );
    }

    #[test]
    fn cells_of_other_tables_are_no_speakers() {
        for rows in [
            [
                "Soup:|M 1|Fish with leek",
                "Stew:|M 2|Cod with dill",
                "Soup:|M 1|Plum with dill",
            ],
            [
                "Berth 1|12 m|North",
                "Berth 2|14 m|South",
                "Berth 1|12 m|West",
            ],
            ["Monday|Closed", "Tuesday|Open", "Monday|Closed"],
        ] {
            check(
                &rows,
                &[
                    ("", None, &rows[0].replace('|', " ")),
                    ("", None, &rows[1].replace('|', " ")),
                    ("", None, &rows[2].replace('|', " ")),
                ],
            );
        }
    }
}
