//! Splits very long paragraphs into several passages, at ends of sentences.
//!
//! A search result of ten thousand words would be no answer. Shorter paragraphs are never split,
//! even if they differ a lot in length, because the author meant each as one thought. Ranges are in
//! bytes, limits in characters.

use std::ops::Range;

use crate::document::{Utterance, speakers_of};
use crate::text::sentence::sentence_ends;

/// Longest paragraph that is not split, in characters: about one printed page.
const MAX_WHOLE: usize = 4_000;
/// Longest part of a longer paragraph, in characters: about half a page.
const MAX_PART: usize = 2_000;

/// The parts of a paragraph: one if it is not split. White space between parts is left out.
pub(crate) fn split(text: &str) -> Vec<Range<usize>> {
    if text.len() <= MAX_WHOLE || text.chars().take(MAX_WHOLE + 1).count() <= MAX_WHOLE {
        return vec![0..text.len()];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    let mut end = 0;
    let mut length = 0;
    for sentence_end in sentence_ends(text).into_iter().chain([text.len()]) {
        if sentence_end <= end {
            continue;
        }
        let sentence = text[end..sentence_end].chars().count();
        if length > 0 && length + sentence > MAX_PART {
            parts.push(start..end);
            start = end;
            length = 0;
        }
        end = sentence_end;
        length += sentence;
        while length > MAX_PART {
            let middle = split_point(text, start, end);
            parts.push(start..middle);
            start = middle;
            length = text[start..end].chars().count();
            if length > MAX_PART * 64 {
                // Counting such a long rest again for every part would take quadratic time.
                start = split_evenly(text, start, end, &mut parts);
                length = text[start..end].chars().count();
            }
        }
    }
    if start < end {
        parts.push(start..end);
    }
    parts
        .into_iter()
        .filter_map(|part| trimmed(text, part))
        .collect()
}

/// Where to end a part inside a sentence: at the last white space before the limit, or at the limit
/// if there is none.
fn split_point(text: &str, start: usize, end: usize) -> usize {
    let limit = text[start..end]
        .char_indices()
        .nth(MAX_PART)
        .map_or(end, |(offset, _)| start + offset);
    match text[start..limit].rfind(char::is_whitespace) {
        Some(space) if space > 0 => start + space,
        _ => limit,
    }
}

/// Splits most of a very long sentence without counting the characters of its rest. Returns where
/// the rest starts.
fn split_evenly(text: &str, mut start: usize, end: usize, parts: &mut Vec<Range<usize>>) -> usize {
    while end - start > MAX_PART * 4 {
        let middle = split_point(
            text,
            start,
            text.floor_char_boundary(end.min(start + MAX_PART * 4)),
        );
        parts.push(start..middle);
        start = middle;
    }
    start
}

/// The part without white space at its ends. `None` if nothing is left.
fn trimmed(text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[part.clone()];
    let start = part.start + (piece.len() - piece.trim_start().len());
    let end = part.end - (piece.len() - piece.trim_end().len());
    (start < end).then_some(start..end)
}

/// Cuts the utterances of a paragraph to its parts. Parts are asked for in order, so that no
/// utterance is looked at again for every part.
pub(crate) struct UtteranceClipper<'p> {
    /// Utterances that start after the last part.
    ahead: &'p [Utterance],
    /// Utterances that start before the end of the last part, and may continue after it.
    open: Vec<&'p Utterance>,
}

impl<'p> UtteranceClipper<'p> {
    /// `utterances` must ascend by start.
    pub(crate) fn new(utterances: &'p [Utterance]) -> Self {
        Self {
            ahead: utterances,
            open: Vec::new(),
        }
    }

    /// The utterances in a part, with ranges relative to it, and their speakers.
    pub(crate) fn clip(&mut self, part: &Range<usize>) -> (Vec<Utterance>, Vec<String>) {
        self.open
            .retain(|utterance| utterance.range.end > part.start);
        let reached = self
            .ahead
            .partition_point(|utterance| utterance.range.start < part.end);
        let (reached, ahead) = self.ahead.split_at(reached);
        self.open.extend(reached);
        self.ahead = ahead;
        let clipped: Vec<Utterance> = self
            .open
            .iter()
            .filter_map(|utterance| {
                let start = utterance.range.start.max(part.start);
                let end = utterance.range.end.min(part.end);
                (start < end).then(|| Utterance {
                    range: start - part.start..end - part.start,
                    ..(*utterance).clone()
                })
            })
            .collect();
        let speakers = speakers_of(&clipped);
        (clipped, speakers)
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_PART, UtteranceClipper, split};
    use crate::document::Utterance;

    fn check(text: &str, expected_parts: usize) {
        let parts = split(text);
        assert_eq!(parts.len(), expected_parts);
        let kept: usize = parts
            .iter()
            .map(|part| {
                text[part.clone()]
                    .split_whitespace()
                    .map(str::len)
                    .sum::<usize>()
            })
            .sum();
        assert_eq!(
            kept,
            text.split_whitespace().map(str::len).sum::<usize>(),
            "words were lost"
        );
        if parts.len() > 1 {
            assert!(
                parts
                    .iter()
                    .all(|part| text[part.clone()].chars().count() <= MAX_PART)
            );
        }
        assert!(parts.is_sorted_by(|one, other| one.end <= other.start));
    }

    #[test]
    fn a_paragraph_of_ordinary_length_is_not_split() {
        check("The dredger came.", 1);
        check(&"The dredger came. ".repeat(222), 1);
    }

    #[test]
    fn a_long_paragraph_is_split_at_ends_of_sentences() {
        check(&"The dredger came at noon. ".repeat(200), 3);
        let text = "The dredger came at noon. ".repeat(200);
        assert!(
            split(&text)
                .iter()
                .all(|part| text[part.clone()].ends_with('.'))
        );
    }

    #[test]
    fn an_endless_sentence_is_split_at_spaces_and_an_endless_word_anywhere() {
        check(&"dredger ".repeat(1_000), 5);
        check(&"é".repeat(5_000), 3);
        assert!(split(&"é".repeat(3_000_000)).len() >= 1_500);
    }

    #[test]
    fn utterances_are_clipped_to_their_part() {
        let utterance = Utterance {
            range: 5..20,
            speaker: Some("Anna Berg".to_owned()),
            ..Utterance::default()
        };
        let inner = Utterance {
            range: 12..14,
            ..Utterance::default()
        };
        let utterances = [utterance, inner];
        let mut clipper = UtteranceClipper::new(&utterances);
        let ranges = |clipped: Vec<Utterance>| -> Vec<_> {
            clipped.into_iter().map(|one| one.range).collect()
        };
        assert_eq!(ranges(clipper.clip(&(0..10)).0), [5..10]);
        let (clipped, speakers) = clipper.clip(&(10..18));
        assert_eq!(ranges(clipped), [0..8, 2..4]);
        assert_eq!(speakers, ["Anna Berg"]);
        assert_eq!(ranges(clipper.clip(&(18..30)).0), [0..2]);
        assert!(clipper.clip(&(30..40)).0.is_empty());
    }
}
