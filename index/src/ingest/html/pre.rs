//! The text of a `<pre>`, its entities decoded, with the way back to the source.

use crate::ingest::markup::decode;

/// The text of a `<pre>` so far, and where its parts come from.
#[derive(Default)]
pub struct Pre {
    pub text: String,
    /// Byte in `text`, byte in the source.
    places: Vec<(usize, usize)>,
}

impl Pre {
    /// Adds text as it is written in the source at `start`.
    pub fn add(&mut self, written: &str, start: usize) {
        self.places.push((self.text.len(), start));
        let mut at = 0;
        // Entities change lengths: after each the place is told anew.
        for found in memchr::memchr_iter(b'&', written.as_bytes()) {
            if found < at {
                continue;
            }
            self.text.push_str(&written[at..found]);
            let length = written[found..]
                .bytes()
                .take(40)
                .position(|byte| byte == b';')
                .map_or(1, |end| end + 1);
            decode(&written[found..found + length], &mut self.text);
            at = found + length;
            self.places.push((self.text.len(), start + at));
        }
        self.text.push_str(&written[at..]);
    }

    /// Where a byte of the text stands in the source.
    pub fn place(&self, at: usize) -> usize {
        let index = self.places.partition_point(|(from, _)| *from <= at);
        match index.checked_sub(1).map(|index| self.places[index]) {
            Some((from, source)) => {
                let next = self
                    .places
                    .get(index)
                    .map_or(usize::MAX, |(_, source)| *source);
                (source + (at - from)).min(next)
            }
            None => 0,
        }
    }
}
