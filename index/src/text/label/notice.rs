//! Words before a colon that are not a speaker: "Note", "Date", "Step 3".

use crate::text::word_list::WordList;

static NOTICES: WordList = WordList::new(include_str!("lists/notices.txt"));
static SYSTEM_ENDINGS: WordList = WordList::new(include_str!("lists/system_endings.txt"));
static NUMBER_WORDS: WordList = WordList::new(include_str!("../lists/number_words.txt"));
static NUMBERED: WordList = WordList::new(include_str!("lists/numbered_notices.txt"));

/// Whether what is before a colon is no speaker but announces what follows: "Note", "Date",
/// "Photo". Case is ignored.
pub fn is_notice(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let is_number = |rest: &str| {
        let digits = rest
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | '.'));
        digits || NUMBER_WORDS.contains(rest)
    };
    let numbered = name
        .split_once(' ')
        .is_some_and(|(word, rest)| NUMBERED.contains(word) && is_number(rest));
    numbered || NOTICES.contains(&name)
}

/// Whether a line is what a program writes of a person, "Anna Berg started transcription", or of
/// itself.
pub fn is_system_line(text: &str) -> bool {
    /// A name and what is behind it are no longer than this.
    const MAX_BYTES: usize = 120;
    let bare = text.trim().trim_end_matches('.');
    let is_note = ["Transcribed by http", "saved-by "]
        .iter()
        .any(|note| bare.starts_with(note));
    let is_notice = text.len() <= MAX_BYTES
        && bare.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic())
        && SYSTEM_ENDINGS.entries().iter().any(|ending| {
            bare.len()
                .checked_sub(ending.len())
                .filter(|at| *at > 1 && bare.is_char_boundary(*at))
                .is_some_and(|at| {
                    bare[at..].to_lowercase() == **ending && bare[..at].ends_with(' ')
                })
        });
    is_notice || (is_note && text.len() <= MAX_BYTES)
}

#[cfg(test)]
mod tests {
    use super::{is_notice, is_system_line};

    #[test]
    fn what_programs_write_of_people_is_no_speech() {
        assert!(is_system_line("Anna Berg started transcription"));
        assert!(is_system_line("Karl Holm left the meeting."));
        assert!(!is_system_line("We left the meeting and went home."));
        assert!(!is_system_line("left the meeting"));
    }

    #[test]
    fn notices_are_known_in_any_case() {
        for (name, expected) in [
            ("NOTE", true),
            ("Step 3", true),
            ("Chapter IV.", true),
            ("Chapter One", true),
            ("Ubicación", true),
            ("Step aside", false),
            ("Anna Berg", false),
        ] {
            assert_eq!(is_notice(name), expected, "{name}");
        }
    }
}
