//! The part of a long paragraph that is shown: the one with the most different highlighted words,
//! then with the most highlights. Offsets are bytes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

/// How far a window is extended to whole words. A script without spaces has no word end this near.
const REACH: usize = 40;

/// The best window of at most `length` bytes, then extended to whole words. The whole text if it is
/// not longer than that.
pub(super) fn best(text: &str, highlights: &[Range<usize>], length: usize) -> Range<usize> {
    if text.len() <= length {
        return 0..text.len();
    }
    let span = densest(text, highlights, length);
    // The highlights are in the middle, with the same amount of text on both sides.
    let spare = length.saturating_sub(span.len());
    let start = span
        .start
        .saturating_sub(spare / 2)
        .min(text.len().saturating_sub(length));
    let end = (start + length).min(text.len());
    let start = word_start(text, start);
    start..word_end(text, end.max(start))
}

/// From the first to the last highlight of the best window; empty without highlights.
fn densest(text: &str, highlights: &[Range<usize>], length: usize) -> Range<usize> {
    let words: Vec<String> = highlights
        .iter()
        .map(|range| text[range.clone()].to_lowercase())
        .collect();
    let (mut most, mut best) = ((0, 0), 0..0);
    // How often each word is in the window that ends with the current highlight.
    let mut inside: HashMap<&str, usize> = HashMap::new();
    let mut first = 0;
    for (last, range) in highlights.iter().enumerate() {
        *inside.entry(&words[last]).or_default() += 1;
        while range.end - highlights[first].start > length && first < last {
            if let Entry::Occupied(mut times) = inside.entry(&words[first]) {
                *times.get_mut() -= 1;
                if *times.get() == 0 {
                    times.remove();
                }
            }
            first += 1;
        }
        // Several words say more about the passage than one word several times.
        let worth = (inside.len(), last + 1 - first);
        if worth > most {
            let start = highlights[first].start;
            (most, best) = (worth, start..range.end.min(start + length));
        }
    }
    best
}

fn word_start(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    if at == 0 {
        return 0;
    }
    let near = &text[text.floor_char_boundary(at.saturating_sub(REACH))..at];
    near.rfind(char::is_whitespace)
        .map_or(at, |space| at - near.len() + space + 1)
}

fn word_end(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let near = &text[at..text.ceil_char_boundary((at + REACH).min(text.len()))];
    if at + near.len() == text.len() && !near.contains(char::is_whitespace) {
        return text.len();
    }
    near.find(char::is_whitespace)
        .map_or(at, |space| at + space)
}

#[cfg(test)]
mod tests {
    use super::best;

    #[test]
    fn the_window_is_where_the_highlights_are() {
        let text = "word ".repeat(200);
        assert_eq!(best("short", &[], 100), 0..5);
        let window = best(&text, &[500..504, 510..514], 100);
        assert!(window.start <= 500 && window.end >= 514 && window.len() <= 180);
        assert!(text[window].starts_with("word "));
        assert_eq!(best(&text, &[], 100).start, 0);
    }

    #[test]
    fn several_words_win_over_one_word_several_times() {
        let text = format!(
            "{}{}end of the war",
            "war war war war ",
            "word ".repeat(200)
        );
        let war = [0..3, 4..7, 8..11, 12..15, 1_016..1_019, 1_027..1_030];
        let window = best(&text, &war, 100);
        assert!(window.start > 900, "{window:?}");
    }

    #[test]
    fn the_window_ends_at_character_boundaries() {
        let text = "北约".repeat(300);
        let window = best(&text, &[900..906], 100);
        assert!(text.is_char_boundary(window.start) && text.is_char_boundary(window.end));
    }
}
