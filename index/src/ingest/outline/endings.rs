//! Times behind the text of paragraphs, which are left out: `text [00:00:05][2.1]`, and the marks
//! of f4transkript, `text #00:00:05-0#`.
//!
//! Such a time is where the words end, and so says nothing of where they start. One paragraph with
//! a time at its end may be a quotation of one; the times are left out where they come again and
//! again.

use crate::ingest::block::{Block, Part};
use crate::text::clock::clock;

/// Leaves out the times behind the text, if a third of the paragraphs have one.
pub fn cut_times(blocks: &mut [Block]) {
    let is_text = |block: &Block| block.part == Part::Text && block.voice.is_none();
    let (mut timed, mut all) = (0, 0);
    for block in blocks.iter().filter(|block| is_text(block)) {
        all += 1;
        timed += usize::from(end_of_words(&block.text).is_some());
    }
    if timed < 2 || timed * 3 < all {
        return;
    }
    for block in blocks.iter_mut().filter(|block| is_text(block)) {
        while let Some(end) = end_of_words(&block.text) {
            block.text.truncate(end);
            block.breaks.retain(|line| line.at < end);
            block.bold = block.bold.min(end);
        }
    }
}

/// Where the words of a text end that has a time behind them. `None` if it has none, or nothing
/// else.
fn end_of_words(text: &str) -> Option<usize> {
    let bare = without_length(text.trim_end());
    let (start, inner) = match bare.as_bytes().last()? {
        b']' => (bare.rfind('[')?, 1),
        b')' => (bare.rfind('(')?, 1),
        b'#' => (bare[..bare.len() - 1].rfind('#')?, 1),
        _ => return None,
    };
    let time = &bare[start + inner..bare.len() - 1];
    let (_, length) = clock(time)?;
    // "#00:00:05-0#" has tenths behind a dash.
    let rest = time[length..].trim_start_matches('-');
    let end = bare[..start].trim_end().len();
    (rest.bytes().all(|byte| byte.is_ascii_digit()) && end > 0).then_some(end)
}

/// A text without the seconds that a turn took, behind its end: "[00:00:05][2.1]".
fn without_length(text: &str) -> &str {
    let length = |text: &str| -> Option<usize> {
        let start = text.strip_suffix(']')?.rfind('[')?;
        let inner = &text[start + 1..text.len() - 1];
        let is_number = inner.contains('.') && inner.parse::<f64>().is_ok();
        (is_number && text[..start].ends_with(']')).then_some(start)
    };
    length(text).map_or(text, |end| &text[..end])
}

#[cfg(test)]
mod tests {
    use crate::ingest::testing::document;

    fn check(text: &str, expected: &[&str]) {
        let document = document("a.txt", text);
        let found: Vec<&str> = document
            .paragraphs
            .iter()
            .map(|p| p.text.as_str())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn times_behind_the_text_are_left_out_if_they_come_again() {
        check(
            "ANNA: It is full. [00:00:05][2.1]\n\nKARL: It is. [00:00:09]\n",
            &["It is full.", "It is."],
        );
        check(
            "ANNA: It is full. #00:00:05-0#\n\nKARL: It is. #00:00:09-7#\n",
            &["It is full.", "It is."],
        );
        check(
            "The film ends thus. (1:32:05)\n",
            &["The film ends thus. (1:32:05)"],
        );
    }
}
