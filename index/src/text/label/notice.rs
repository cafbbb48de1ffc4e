//! Words before a colon that are not a speaker: "Note", "Date", "Step 3".

use crate::text::word_list::WordList;

static NOTICES: WordList = WordList::new(include_str!("lists/notices.txt"));
static NUMBERED: WordList = WordList::new(include_str!("lists/numbered_notices.txt"));

/// Whether what is before a colon is no speaker but announces what follows: "Note", "Date",
/// "Photo". Case is ignored.
pub fn is_notice(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let is_number = |rest: &str| {
        rest.chars()
            .all(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | '.'))
    };
    let numbered = name
        .split_once(' ')
        .is_some_and(|(word, rest)| NUMBERED.contains(word) && is_number(rest));
    numbered || NOTICES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::is_notice;

    #[test]
    fn notices_are_known_in_any_case() {
        for (name, expected) in [
            ("NOTE", true),
            ("Step 3", true),
            ("Chapter IV.", true),
            ("Ubicación", true),
            ("Step aside", false),
            ("Anna Berg", false),
        ] {
            assert_eq!(is_notice(name), expected, "{name}");
        }
    }
}
