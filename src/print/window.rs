//! The part of a long paragraph that is worth showing: the stretch with the most different marked words in it, then with the
//! most marks.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

/// The stretch of at most `length` bytes that holds the most marked ranges, widened to whole words. The whole text if it is
/// short enough.
pub(super) fn best(text: &str, marks: &[Range<usize>], length: usize) -> Range<usize> {
    if text.len() <= length {
        return 0..text.len();
    }
    let words: Vec<String> = marks
        .iter()
        .map(|mark| text[mark.clone()].to_lowercase())
        .collect();
    let mut best = ((0, 0), 0, 0);
    let mut inside: HashMap<&str, usize> = HashMap::new();
    let mut first = 0;
    for (last, mark) in marks.iter().enumerate() {
        *inside.entry(&words[last]).or_default() += 1;
        while mark.end - marks[first].start > length && first < last {
            if let Entry::Occupied(mut times) = inside.entry(&words[first]) {
                *times.get_mut() -= 1;
                if *times.get() == 0 {
                    times.remove();
                }
            }
            first += 1;
        }
        // Different words say more than one word many times.
        let worth = (inside.len(), last + 1 - first);
        if worth > best.0 {
            let end = mark.end.min(marks[first].start + length);
            best = (worth, marks[first].start, end);
        }
    }
    let (_, from, to) = best;
    // The marks stand in the middle, with as much before as behind them.
    let spare = length.saturating_sub(to - from);
    let start = from
        .saturating_sub(spare / 2)
        .min(text.len().saturating_sub(length));
    let end = (start + length).min(text.len());
    let start = word_start(text, start);
    let end = word_end(text, end.max(start));
    start..end
}

fn word_start(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    if at == 0 {
        return 0;
    }
    // A script without spaces has no word to widen to within reach.
    let near = &text[text.floor_char_boundary(at.saturating_sub(40))..at];
    near.rfind(char::is_whitespace)
        .map_or(at, |space| at - near.len() + space + 1)
}

fn word_end(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let near = &text[at..text.ceil_char_boundary((at + 40).min(text.len()))];
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
    fn the_window_lies_where_the_marks_are() {
        let text = "word ".repeat(200);
        assert_eq!(best("short", &[], 100), 0..5);
        let window = best(&text, &[500..504, 510..514], 100);
        assert!(window.start <= 500 && window.end >= 514 && window.len() <= 180);
        assert!(text[window].starts_with("word "));
        assert_eq!(best(&text, &[], 100).start, 0);
    }

    #[test]
    fn different_words_say_more_than_one_many_times() {
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
    fn no_character_is_cut_in_two() {
        let text = "北约".repeat(300);
        let window = best(&text, &[900..906], 100);
        assert!(text.is_char_boundary(window.start) && text.is_char_boundary(window.end));
    }
}
