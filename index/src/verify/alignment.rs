//! Aligns the words of a quotation with those of a source, at the least cost.
//!
//! The source's words before and after the quotation cost nothing. A gap costs more to open than
//! to extend. A substitution costs less than an insertion, so that a changed word at either end is
//! shown as one. Time and memory are those of a table with a cell for each word and word, of at
//! most [`MAX_CELLS`]; what is larger is cut at words that both have only once.
//!
//! O. Gotoh: An improved algorithm for matching biological sequences. J. Mol. Biol. 162 (1982).

mod anchors;

use std::ops::Range;

use crate::verify::quotation::{Item, ItemKind, Kept, Quotation};
use crate::verify::token::{Key, Lexicon, Token};

/// A step from the source to the quotation. Numbers are those of items and of source words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Both have the word.
    Match(usize, usize),
    /// The quotation has another word.
    Substitute(usize, usize),
    /// Only the quotation has the word.
    Insert(usize),
    /// Only the source has the word.
    Omit(usize),
    /// An ellipsis hides the word.
    Hide(usize),
    /// The word belongs to a note of the source.
    Note(usize),
    /// A bracket, and the words that it replaces.
    Bracket(usize, Range<usize>),
}

/// The words of a source.
#[derive(Clone, Copy)]
pub(super) struct SourceWords<'s> {
    pub tokens: &'s [Token],
    /// For each, whether it belongs to a note that a quotation may leave out.
    pub notes: &'s [bool],
}

/// Which ends of the source may have words that the quotation does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// Both: the quotation is a part of the source.
    Free,
    /// None: the quotation is all of the source.
    Fixed,
}

/// Cells of the largest table: a megabyte, filled in about three milliseconds.
const MAX_CELLS: usize = 1 << 20;

// Costs. A gap of one word costs more than a substitution, less than two.
const SUBSTITUTION: i32 = 400;
/// Of a word with the same first letters, which is probably another form of it.
const SIMILAR: i32 = 340;
/// More for the first and the last word: a word or two left out beside them is likelier.
const AT_END: i32 = 320;
const OPEN: i32 = 300;
const EXTEND: i32 = 200;
/// To put words in costs more than to leave some out, so that the words after a gap are matched.
const OPEN_INSERTION: i32 = 560;
/// What an ellipsis hides costs a little, so that the nearest of several ways to go on is taken.
const OPEN_ELLIPSIS: i32 = 20;
const HIDE: i32 = 1;
const NOTE: i32 = 1;
/// A bracket, and each word that it replaces.
const BRACKET: i32 = 30;
const REPLACE: i32 = 2;

/// Words that one bracket may replace. "\[the committee\]" is short for few more.
const MAX_REPLACED: usize = 6;

const UNREACHED: i32 = i32::MAX / 2;

/// The steps of the cheapest way from the source to the quotation, in order.
pub(super) fn align(
    quotation: &Quotation,
    source: SourceWords<'_>,
    lexicon: &Lexicon,
    ends: Ends,
) -> Vec<Step> {
    let table = Table::new(quotation, source, lexicon);
    let all = Block {
        items: 0..table.rows.len(),
        words: 0..source.tokens.len(),
        start: ends,
        end: ends,
    };
    let mut steps = Vec::with_capacity(all.items.len() + 8);
    if table.cells(&all) <= MAX_CELLS {
        table.solve(&all, &mut steps);
    } else {
        table.solve_by_anchors(&all, MAX_CELLS, &mut steps);
    }
    steps
}

/// A part of the quotation and the part of the source to align it with.
#[derive(Clone, Debug)]
struct Block {
    items: Range<usize>,
    words: Range<usize>,
    start: Ends,
    end: Ends,
}

/// An item of the quotation, as the table reads it.
struct Row<'q> {
    kind: RowKind<'q>,
    /// Whether an ellipsis is before it.
    ellipsis: bool,
}

enum RowKind<'q> {
    Word {
        key: Key,
        start: Key,
    },
    Altered {
        key: Key,
        kept: &'q Kept,
    },
    /// With the most words that it may replace.
    Bracket(usize),
}

struct Table<'a> {
    rows: Vec<Row<'a>>,
    source: SourceWords<'a>,
    lexicon: &'a Lexicon,
}

// What a cell remembers: how it was reached, whether an insertion and an omission that end there
// continue one, and how many words a bracket replaces.
const FROM_DIAGONAL: u8 = 0;
const FROM_INSERT: u8 = 1;
const FROM_OMIT: u8 = 2;
const FROM_BRACKET: u8 = 3;
const FROM_NOTE: u8 = 4;
const ORIGIN: u8 = 7;
const INSERT_CONTINUES: u8 = 8;
const OMIT_CONTINUES: u8 = 16;
const REPLACED_SHIFT: u8 = 5;

impl<'a> Table<'a> {
    fn new(quotation: &'a Quotation, source: SourceWords<'a>, lexicon: &'a Lexicon) -> Table<'a> {
        let row = |(number, item): (usize, &'a Item)| Row {
            kind: match &item.kind {
                ItemKind::Word { key, start, .. } => RowKind::Word {
                    key: *key,
                    start: *start,
                },
                ItemKind::Altered { key, kept } => RowKind::Altered { key: *key, kept },
                ItemKind::Bracket(keys) => RowKind::Bracket(if is_remark(keys, lexicon) {
                    0
                } else {
                    MAX_REPLACED
                }),
            },
            ellipsis: quotation.has_ellipsis_before(number),
        };
        Table {
            rows: quotation.items.iter().enumerate().map(row).collect(),
            source,
            lexicon,
        }
    }

    fn cells(&self, block: &Block) -> usize {
        (block.items.len() + 1).saturating_mul(block.words.len() + 1)
    }

    /// The cost of pairing an item with a word. `None` for a bracket.
    fn pair(&self, item: usize, word: usize) -> Option<i32> {
        let token = &self.source.tokens[word];
        let (is_same, other) = match self.rows[item].kind {
            RowKind::Word { key, start } if token.start == start => (token.key == key, SIMILAR),
            RowKind::Word { .. } => (false, SUBSTITUTION),
            RowKind::Altered { key, kept } => (self.is_altered(token.key, key, kept), SUBSTITUTION),
            RowKind::Bracket(_) => return None,
        };
        let is_end = item == 0 || item + 1 == self.rows.len();
        Some(match (is_same, is_end) {
            (true, _) => 0,
            (false, true) => other + AT_END,
            (false, false) => other,
        })
    }

    /// Whether a word of the source can be the one that brackets alter.
    fn is_altered(&self, word: Key, whole: Key, kept: &Kept) -> bool {
        // Of fewer letters many words are left.
        const MIN_KEPT: usize = 3;
        word == whole
            || match kept {
                Kept::End(end) => {
                    end.len() >= MIN_KEPT && self.lexicon.folded(word).ends_with(&**end)
                }
                Kept::Start(start) => {
                    start.len() >= MIN_KEPT && self.lexicon.folded(word).starts_with(&**start)
                }
            }
    }

    fn is_match(&self, item: usize, word: usize) -> bool {
        self.pair(item, word) == Some(0)
    }

    /// The costs to open and to extend an omission before an item.
    fn omission(&self, item: usize) -> (i32, i32) {
        if self.rows.get(item).is_some_and(|row| row.ellipsis) {
            (OPEN_ELLIPSIS, HIDE)
        } else {
            (OPEN, EXTEND)
        }
    }

    /// Appends the steps of the cheapest way through a block.
    fn solve(&self, block: &Block, steps: &mut Vec<Step>) {
        let width = block.words.len() + 1;
        let mut cells = vec![0u8; self.cells(block)];
        let mut before = vec![UNREACHED; width];
        let mut here = vec![UNREACHED; width];
        let mut inserts = vec![UNREACHED; width];
        self.first_row(block, &mut here, &mut cells[..width]);
        for (number, item) in block.items.clone().enumerate() {
            std::mem::swap(&mut before, &mut here);
            let row = &mut cells[(number + 1) * width..(number + 2) * width];
            self.fill(block, item, &before, &mut here, &mut inserts, row);
        }
        let end = match block.end {
            Ends::Fixed => width - 1,
            // The first of several.
            Ends::Free => (0..width)
                .min_by_key(|word| here[*word])
                .unwrap_or_default(),
        };
        self.trace(block, &cells, end, steps);
    }

    fn first_row(&self, block: &Block, here: &mut [i32], cells: &mut [u8]) {
        here[0] = 0;
        let (open, extend) = self.omission(block.items.start);
        let mut omit = UNREACHED;
        for word in 1..here.len() {
            if block.start == Ends::Free {
                here[word] = 0;
                continue;
            }
            let is_note = self.source.notes[block.words.start + word - 1];
            let extend = if is_note { NOTE } else { extend };
            cells[word] = self.omit(&mut omit, here[word - 1], open, extend);
            here[word] = omit;
            cells[word] |= FROM_OMIT;
            if is_note && here[word - 1] + NOTE < omit {
                here[word] = here[word - 1] + NOTE;
                cells[word] = (cells[word] & !ORIGIN) | FROM_NOTE;
            }
        }
    }

    /// Extends or opens an omission; returns what the cell remembers of it.
    fn omit(&self, omit: &mut i32, before: i32, open: i32, extend: i32) -> u8 {
        let opened = before + open + extend;
        let continued = *omit + extend;
        *omit = opened.min(continued);
        if continued < opened {
            OMIT_CONTINUES
        } else {
            0
        }
    }

    /// Fills the row of an item.
    fn fill(
        &self,
        block: &Block,
        item: usize,
        before: &[i32],
        here: &mut [i32],
        inserts: &mut [i32],
        cells: &mut [u8],
    ) {
        // An omission in this row is after the item, so before the next.
        let (open, extend) = self.omission(item + 1);
        let replaces = match self.rows[item].kind {
            RowKind::Bracket(most) => Some(most),
            _ => None,
        };
        let mut omit = UNREACHED;
        for word in 0..here.len() {
            let mut cell = 0;
            let opened = before[word] + OPEN_INSERTION + EXTEND;
            let continued = inserts[word] + EXTEND;
            inserts[word] = opened.min(continued);
            if continued < opened {
                cell |= INSERT_CONTINUES;
            }
            let (mut best, mut origin) = (UNREACHED, FROM_DIAGONAL);
            if let Some(most) = replaces {
                for replaced in 0..=word.min(most) {
                    let cost = before[word - replaced] + BRACKET + REPLACE * replaced as i32;
                    if cost < best {
                        (best, origin) = (cost, FROM_BRACKET);
                        cell = (cell & !(7 << REPLACED_SHIFT)) | (replaced as u8) << REPLACED_SHIFT;
                    }
                }
            } else if word > 0
                && let Some(cost) = self.pair(item, block.words.start + word - 1)
            {
                best = before[word - 1] + cost;
            }
            if inserts[word] < best {
                (best, origin) = (inserts[word], FROM_INSERT);
            }
            if word > 0 {
                let is_note = self.source.notes[block.words.start + word - 1];
                let extend = if is_note { NOTE } else { extend };
                cell |= self.omit(&mut omit, here[word - 1], open, extend);
                if omit < best {
                    (best, origin) = (omit, FROM_OMIT);
                }
                if is_note && here[word - 1] + NOTE < best {
                    (best, origin) = (here[word - 1] + NOTE, FROM_NOTE);
                }
            }
            here[word] = best;
            cells[word] = cell | origin;
        }
    }

    /// Follows the cells back from the end of a block.
    fn trace(&self, block: &Block, cells: &[u8], end: usize, steps: &mut Vec<Step>) {
        let width = block.words.len() + 1;
        let from = steps.len();
        let (mut row, mut word) = (block.items.len(), end);
        let mut origin = cells[row * width + word] & ORIGIN;
        while row > 0 || (word > 0 && block.start == Ends::Fixed) {
            let cell = cells[row * width + word];
            let item = block.items.start + row;
            let in_source = block.words.start + word;
            match origin {
                FROM_DIAGONAL => {
                    let (item, in_source) = (item - 1, in_source - 1);
                    steps.push(if self.is_match(item, in_source) {
                        Step::Match(item, in_source)
                    } else {
                        Step::Substitute(item, in_source)
                    });
                    (row, word) = (row - 1, word - 1);
                }
                FROM_INSERT => {
                    steps.push(Step::Insert(item - 1));
                    row -= 1;
                    if cell & INSERT_CONTINUES != 0 {
                        continue;
                    }
                }
                FROM_BRACKET => {
                    let replaced = usize::from(cell >> REPLACED_SHIFT);
                    steps.push(Step::Bracket(item - 1, in_source - replaced..in_source));
                    (row, word) = (row - 1, word - replaced);
                }
                _ => {
                    let is_hidden = self.rows.get(item).is_some_and(|row| row.ellipsis);
                    steps.push(if self.source.notes[in_source - 1] {
                        Step::Note(in_source - 1)
                    } else if is_hidden {
                        Step::Hide(in_source - 1)
                    } else {
                        Step::Omit(in_source - 1)
                    });
                    word -= 1;
                    if origin == FROM_OMIT && cell & OMIT_CONTINUES != 0 {
                        continue;
                    }
                }
            }
            origin = cells[row * width + word] & ORIGIN;
        }
        steps[from..].reverse();
    }
}

/// Whether a bracket only remarks on the words beside it, so that it replaces none: "\[sic\]",
/// "\[\]".
fn is_remark(keys: &[Key], lexicon: &Lexicon) -> bool {
    let words: Vec<&str> = keys.iter().map(|key| lexicon.folded(*key)).collect();
    matches!(
        words[..],
        [] | ["sic"] | ["emphasis", "added" | "mine"] | ["my", "emphasis"]
    )
}

#[cfg(test)]
mod tests;
