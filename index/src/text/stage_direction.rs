//! Stage directions: a paragraph that is one bracket and says what happens, "(Applause)" or
//! `[laughter]`.

use crate::text::word_list::WordList;

static SOUNDS: WordList = WordList::new(include_str!("lists/sounds.txt"));

/// Longest stage direction. Longer brackets are paragraphs of prose.
const DIRECTION_BYTES: usize = 300;

/// Whether a paragraph is one bracket with letters in it: "(Applause)", "\[laughter\]", "*(a
/// pause)*".
pub fn is_bracket(text: &str) -> bool {
    let text = text.trim_matches(['*', '_', ' ', '.']);
    let (open, close) = match text.chars().next() {
        Some('(') => ('(', ')'),
        Some('[') => ('[', ']'),
        Some('（') => ('（', '）'),
        _ => return false,
    };
    if text.len() > DIRECTION_BYTES || !text.ends_with(close) {
        return false;
    }
    let inner = &text[open.len_utf8()..text.len() - close.len_utf8()];
    !inner.contains([open, close]) && inner.chars().any(char::is_alphabetic)
}

/// Whether a paragraph is one bracket that names a sound or a gesture, as in transcripts. Other
/// brackets are asides.
pub fn is_stage_direction(text: &str) -> bool {
    if !is_bracket(text) {
        return false;
    }
    let text = text.to_lowercase();
    SOUNDS.entries().iter().any(|sound| text.contains(sound))
}

#[cfg(test)]
mod tests {
    use super::{is_bracket, is_stage_direction};

    #[test]
    fn brackets_that_name_sounds_are_stage_directions() {
        assert!(
            is_stage_direction("(Applause.)")
                && is_stage_direction("[laughter]")
                && is_stage_direction("*(Exit Karl)*")
        );
        assert!(!is_stage_direction("(Norhaven is a town.)") && is_bracket("(Norhaven is a town)"));
        assert!(!is_stage_direction("(Applause) and then (laughter)"));
    }
}
