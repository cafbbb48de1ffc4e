//! A disjunction of many words, gone through list by list.
//!
//! What each list gives the records of a window is added up: many words leave little to be passed over, and their lists are too
//! large to be kept at hand together. Tantivy puts the lists in order at every step.

use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::retrieval::postings::{Word, lists};

/// Shows every record that scores above the bar, in ascending order, with its score; `show` gives the bar for the next.
pub(crate) fn for_each(
    words: &[Word],
    segment: &SegmentReader,
    mut bar: f32,
    mut show: impl FnMut(DocId, f32) -> f32,
) -> tantivy::Result<()> {
    const WINDOW: u32 = 1 << 14;
    const BLOCK: usize = 64;
    let mut lists = lists(words, segment)?;
    let mut scores = vec![0.0; WINDOW as usize];
    // The blocks of the window in which any record has a score.
    let mut touched = [false; WINDOW as usize / BLOCK];
    loop {
        // On to the next window with a record in it.
        let nearest = lists.iter().map(|(list, _)| list.record()).min();
        let Some(nearest) = nearest.filter(|record| *record != TERMINATED) else {
            return Ok(());
        };
        let start = nearest / WINDOW * WINDOW;
        for (list, _) in &mut lists {
            let mut record = list.record();
            while record < start + WINDOW {
                let place = (record - start) as usize;
                scores[place] += list.score();
                touched[place / BLOCK] = true;
                record = list.advance();
            }
        }
        let blocks = (start..).step_by(BLOCK).zip(scores.chunks_exact_mut(BLOCK));
        for ((first, block), touched) in blocks.zip(&mut touched) {
            if !std::mem::take(touched) {
                continue;
            }
            if block.iter().copied().fold(0.0, f32::max) > bar {
                for (record, score) in (first..).zip(&*block) {
                    // What holds none of the words has nothing.
                    if *score > bar.max(0.0) {
                        bar = bar.max(show(record, *score));
                    }
                }
            }
            block.fill(0.0);
        }
    }
}
