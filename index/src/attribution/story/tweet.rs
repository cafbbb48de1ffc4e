//! A message that its author signs: "The ferry stays. — Anna Berg (@annaberg) March 3, 2024".
//!
//! News sites embed messages from other sites as plain text with such a line behind them. Offsets
//! are bytes of the paragraph.

use std::ops::Range;

/// The words of a message and its author's name, as ranges of the paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tweet {
    /// The message.
    pub words: Range<usize>,
    /// The name behind the dash.
    pub name: Range<usize>,
}

/// Longer names are no names.
const MAX_NAME_BYTES: usize = 60;

/// The date behind the handle has fewer bytes than this.
const DATE_BYTES: usize = 40;

/// Whether a text may end in such a line: it has a handle in brackets.
pub(crate) fn may_be_signed(text: &str) -> bool {
    text.contains("(@")
}

/// The message in a paragraph that ends in a dash, a name and a handle.
pub(super) fn tweet(text: &str) -> Option<Tweet> {
    let open = text.rfind("(@")?;
    let close = open + text[open..].find(')')?;
    let mut handle = text[open + 2..close].chars();
    let is_handle = handle.all(|c| c.is_alphanumeric() || c == '_');
    if !is_handle || text.len() - close > DATE_BYTES {
        return None;
    }
    let before = &text[..open];
    let dash = before.rfind(['—', '–'])?;
    let width = text[dash..].chars().next().map_or(1, char::len_utf8);
    let name = trimmed(text, dash + width..open);
    let words = trimmed(text, 0..dash);
    let fits = (1..=MAX_NAME_BYTES).contains(&name.len()) && !words.is_empty();
    fits.then_some(Tweet { words, name })
}

/// `range` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks what is said in a paragraph, and by which person.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = attribute(&[text]);
        let said: Vec<(&str, &str)> = found[0]
            .iter()
            .map(|said| {
                (
                    &text[said.range.clone()],
                    said.speaker.as_deref().unwrap_or(""),
                )
            })
            .collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn who_signs_a_message_says_it() {
        check(
            "The ferry stays. See you on board. — Anna Berg (@annaberg) March 3, 2024",
            &[("The ferry stays. See you on board.", "Anna Berg")],
        );
    }

    #[test]
    fn a_handle_in_running_text_signs_nothing() {
        check("The captain (@lindal) has a ship — and a dog.", &[]);
    }
}
