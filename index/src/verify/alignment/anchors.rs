//! Cuts what is too large for one table at rows of words that the quotation and the source both
//! have only once. Between two of them the tables are small.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::text::ascending::longest_ascending;
use crate::verify::alignment::{Block, Ends, RowKind, Step, Table};
use crate::verify::token::Key;

/// Words in a row that both must have only once to be cut at.
const ANCHOR_WORDS: usize = 4;

impl Table<'_> {
    /// Appends the steps through a block that is too large for one table: it is cut at rows of
    /// words that both sides have only once.
    pub(super) fn solve_by_anchors(&self, block: &Block, max_cells: usize, steps: &mut Vec<Step>) {
        let mut start = (block.items.start, block.words.start);
        let mut open = block.start;
        for (item, word) in self.anchors(block) {
            let part = Block {
                items: start.0..item,
                words: start.1..word,
                start: open,
                end: Ends::Fixed,
            };
            self.solve_part(part, max_cells, steps);
            start = (item, word);
            open = Ends::Fixed;
        }
        let last = Block {
            items: start.0..block.items.end,
            words: start.1..block.words.end,
            start: open,
            end: block.end,
        };
        self.solve_part(last, max_cells, steps);
    }

    /// Appends the steps through a part between two anchors. If it is still too large, the words
    /// that both begin or end with are matched, and the others replaced.
    fn solve_part(&self, mut block: Block, max_cells: usize, steps: &mut Vec<Step>) {
        // No more words of the source are needed beside a free end.
        let needed = 2 * block.items.len() + ANCHOR_WORDS;
        if block.start == Ends::Free && block.end == Ends::Fixed {
            block.words.start = block
                .words
                .start
                .max(block.words.end.saturating_sub(needed));
        }
        if block.end == Ends::Free && block.start == Ends::Fixed {
            block.words.end = block.words.end.min(block.words.start + needed);
        }
        if self.cells(&block) <= max_cells {
            return self.solve(&block, steps);
        }
        let (items, words) = (block.items, block.words);
        let shorter = items.len().min(words.len());
        let is_fixed = |ends: Ends| ends == Ends::Fixed;
        // Beside a free end nothing tells which words to compare.
        let matches = |limit: usize, pair: &dyn Fn(usize) -> (usize, usize)| {
            let same = |at: &usize| self.is_match(pair(*at).0, pair(*at).1);
            (0..limit).take_while(same).count()
        };
        let from_start = |at: usize| (items.start + at, words.start + at);
        let from_end = |at: usize| (items.end - 1 - at, words.end - 1 - at);
        let head = matches(if is_fixed(block.start) { shorter } else { 0 }, &from_start);
        let tail = matches(
            if is_fixed(block.end) {
                shorter - head
            } else {
                0
            },
            &from_end,
        );
        let step = |(item, word): (usize, usize)| Step::Match(item, word);
        steps.extend((0..head).map(|at| step(from_start(at))));
        steps.extend((items.start + head..items.end - tail).map(Step::Insert));
        if is_fixed(block.start) && is_fixed(block.end) {
            steps.extend((words.start + head..words.end - tail).map(Step::Omit));
        }
        steps.extend((0..tail).rev().map(|at| step(from_end(at))));
    }

    /// Pairs of an item and a word, ascending, at which a row of words begins that the block has
    /// once on either side.
    fn anchors(&self, block: &Block) -> Vec<(usize, usize)> {
        let item_key = |item: usize| match self.rows[item].kind {
            RowKind::Word { key, .. } => Some(key),
            _ => None,
        };
        let in_quotation = unique_rows(block.items.clone(), item_key);
        let in_source = unique_rows(block.words.clone(), |word| {
            Some(self.source.tokens[word].key)
        });
        let mut pairs: Vec<(usize, usize)> = in_quotation
            .iter()
            .filter_map(|(row, item)| Some((*item, *in_source.get(row)?)))
            .collect();
        pairs.sort_unstable();
        longest_ascending(&pairs)
    }
}

/// Where each row of words begins that is there only once.
fn unique_rows(
    range: Range<usize>,
    key: impl Fn(usize) -> Option<Key>,
) -> FxHashMap<[Key; ANCHOR_WORDS], usize> {
    let mut found: FxHashMap<[Key; ANCHOR_WORDS], Option<usize>> = FxHashMap::default();
    for start in range.start
        ..(range.end + 1)
            .saturating_sub(ANCHOR_WORDS)
            .max(range.start)
    {
        let mut row = [0; ANCHOR_WORDS];
        let filled = (0..ANCHOR_WORDS).all(|at| {
            let key = key(start + at);
            row[at] = key.unwrap_or_default();
            key.is_some()
        });
        if filled {
            let place = found.entry(row).or_insert(Some(start));
            if *place != Some(start) {
                *place = None;
            }
        }
    }
    let once = found.into_iter();
    once.filter_map(|(row, place)| Some((row, place?)))
        .collect()
}
