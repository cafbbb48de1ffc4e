//! Scores a disjunction of many terms, one term's postings after the other.
//!
//! The scores of a window of records are summed term by term. With many terms pruning skips little,
//! and their postings do not fit into the processor's cache together. Tantivy sorts all postings at
//! every step instead.

use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::retrieval::postings::{ScoredTerm, segment_postings};
use crate::storage::interrupt::is_interrupted;

/// Records that are scored together. Their scores take 64 KB.
const WINDOW: u32 = 1 << 14;
/// Records of a window that are searched or skipped together.
const BLOCK: usize = 64;

/// Calls `collect` with each record that scores above the threshold, in ascending order, and its
/// score.
///
/// `collect` returns the threshold for the next record.
pub(crate) fn for_each(
    terms: &[ScoredTerm],
    segment: &SegmentReader,
    mut threshold: f32,
    mut collect: impl FnMut(DocId, f32) -> f32,
) -> tantivy::Result<()> {
    let mut postings = segment_postings(terms, segment)?;
    let mut scores = vec![0.0; WINDOW as usize];
    // Whether any record of a block has a score.
    let mut touched = [false; WINDOW as usize / BLOCK];
    loop {
        // Skip windows without any record.
        let nearest = postings.iter().map(|(postings, _)| postings.record()).min();
        let Some(nearest) = nearest.filter(|record| *record != TERMINATED) else {
            return Ok(());
        };
        if is_interrupted() {
            return Ok(());
        }
        let start = nearest / WINDOW * WINDOW;
        for (postings, _) in &mut postings {
            let mut record = postings.record();
            while record < start + WINDOW {
                let slot = (record - start) as usize;
                scores[slot] += postings.score();
                touched[slot / BLOCK] = true;
                record = postings.advance();
            }
        }
        let blocks = (start..).step_by(BLOCK).zip(scores.chunks_exact_mut(BLOCK));
        for ((first, block), touched) in blocks.zip(&mut touched) {
            if !std::mem::take(touched) {
                continue;
            }
            if block.iter().copied().fold(0.0, f32::max) > threshold {
                for (record, score) in (first..).zip(&*block) {
                    // A record with none of the terms has the score 0.
                    if *score > threshold.max(0.0) {
                        threshold = threshold.max(collect(record, *score));
                    }
                }
            }
            block.fill(0.0);
        }
    }
}
