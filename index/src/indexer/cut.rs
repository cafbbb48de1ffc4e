//! Cuts a paragraph that is too long to be one passage, at sentence ends.
//!
//! A search hands back passages, and a passage of ten thousand words answers nothing. Shorter paragraphs stay whole however
//! unevenly that leaves them, because a paragraph is what its author took for one thought.

use std::ops::Range;

use crate::document::{Utterance, speakers_of};
use crate::text::sentence::sentence_ends;

/// Characters up to which a paragraph stays whole.
const WHOLE: usize = 4_000;
/// Characters that a part of a longer one has at most.
const PART: usize = 2_000;

/// Byte ranges of the parts of a paragraph: one range for a paragraph that stays whole. White space between parts is in none.
pub(crate) fn parts(text: &str) -> Vec<Range<usize>> {
    if text.len() <= WHOLE || text.chars().take(WHOLE + 1).count() <= WHOLE {
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
        if length > 0 && length + sentence > PART {
            parts.push(start..end);
            start = end;
            length = 0;
        }
        end = sentence_end;
        length += sentence;
        while length > PART {
            let cut = split_point(text, start, end);
            parts.push(start..cut);
            start = cut;
            length = text[start..end].chars().count();
            if length > PART * 64 {
                // A sentence without end: the rest is cut by one walk instead of counting it anew for every part.
                start = cut_evenly(text, start, end, &mut parts);
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

/// The last white space before a part would grow too long, or just that length where there is none.
fn split_point(text: &str, start: usize, end: usize) -> usize {
    let limit = text[start..end]
        .char_indices()
        .nth(PART)
        .map_or(end, |(offset, _)| start + offset);
    match text[start..limit].rfind(char::is_whitespace) {
        Some(space) if space > 0 => start + space,
        _ => limit,
    }
}

fn cut_evenly(text: &str, mut start: usize, end: usize, parts: &mut Vec<Range<usize>>) -> usize {
    while end - start > PART * 4 {
        let cut = split_point(
            text,
            start,
            text.floor_char_boundary(end.min(start + PART * 4)),
        );
        parts.push(start..cut);
        start = cut;
    }
    start
}

fn trimmed(text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[part.clone()];
    let start = part.start + (piece.len() - piece.trim_start().len());
    let end = part.end - (piece.len() - piece.trim_end().len());
    (start < end).then_some(start..end)
}

/// Hands each part of a paragraph the utterances that reach into it. The parts are asked for in their order, so that
/// utterances behind and before a part are not looked at anew for each.
pub(crate) struct Clipper<'p> {
    /// Not yet reached.
    ahead: &'p [Utterance],
    /// Those that began before the last part's end and may go on.
    open: Vec<&'p Utterance>,
}

impl<'p> Clipper<'p> {
    /// `utterances` are a paragraph's: ascending by start.
    pub(crate) fn new(utterances: &'p [Utterance]) -> Self {
        Self {
            ahead: utterances,
            open: Vec::new(),
        }
    }

    /// The utterances of a part: clipped to it, with offsets from its start; and its speakers.
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
    use super::{Clipper, PART, parts};
    use crate::document::Utterance;

    fn check(text: &str, expected_parts: usize) {
        let parts = parts(text);
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
                    .all(|part| text[part.clone()].chars().count() <= PART)
            );
        }
        assert!(parts.is_sorted_by(|one, other| one.end <= other.start));
    }

    #[test]
    fn a_paragraph_of_ordinary_length_stays_whole() {
        check("The dredger came.", 1);
        check(&"The dredger came. ".repeat(222), 1);
    }

    #[test]
    fn a_long_one_is_cut_at_sentence_ends() {
        check(&"The dredger came at noon. ".repeat(200), 3);
        let text = "The dredger came at noon. ".repeat(200);
        assert!(
            parts(&text)
                .iter()
                .all(|part| text[part.clone()].ends_with('.'))
        );
    }

    #[test]
    fn a_sentence_without_end_is_cut_at_spaces_and_a_word_without_end_anywhere() {
        check(&"dredger ".repeat(1_000), 5);
        check(&"é".repeat(5_000), 3);
        assert!(parts(&"é".repeat(3_000_000)).len() >= 1_500);
    }

    #[test]
    fn utterances_follow_their_part() {
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
        let mut clipper = Clipper::new(&utterances);
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
