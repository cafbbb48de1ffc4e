//! The text of a `<pre>` with its entities decoded, and where in the source each byte comes from.

use crate::ingest::markup::decode;

/// The text of a `<pre>` so far.
#[derive(Default)]
pub struct Pre {
    /// The text.
    pub text: String,
    /// Starts of pieces that are as long in the text as in the source: byte in `text`, byte in the
    /// source. Both ascend.
    pieces: Vec<(usize, usize)>,
}

impl Pre {
    /// Adds text as it is written in the source at byte `start`.
    pub fn add(&mut self, written: &str, start: usize) {
        /// Longer than the longest entity.
        const MAX_ENTITY_BYTES: usize = 40;
        self.pieces.push((self.text.len(), start));
        let mut at = 0;
        // A decoded entity is shorter than the written one, so a new piece starts after it.
        for found in memchr::memchr_iter(b'&', written.as_bytes()) {
            if found < at {
                continue;
            }
            self.text.push_str(&written[at..found]);
            let length = written[found..]
                .bytes()
                .take(MAX_ENTITY_BYTES)
                .position(|byte| byte == b';')
                .map_or(1, |end| end + 1);
            decode(&written[found..found + length], &mut self.text);
            at = found + length;
            self.pieces.push((self.text.len(), start + at));
        }
        self.text.push_str(&written[at..]);
    }

    /// The byte in the source that byte `at` of the text comes from.
    pub fn source_of(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|(from, _)| *from <= at);
        match index.checked_sub(1).map(|index| self.pieces[index]) {
            Some((from, source)) => {
                let next = self.pieces.get(index);
                let limit = next.map_or(usize::MAX, |(_, source)| *source);
                (source + (at - from)).min(limit)
            }
            None => 0,
        }
    }
}
