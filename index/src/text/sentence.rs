//! Where sentences end.
//!
//! A full stop behind an abbreviation that a name or number follows (Gen., Sept. 11) ends nothing; behind one that may
//! stand last (U.S., p.m., Inc.) it ends a sentence only if the next word is one that opens sentences. Closing marks and
//! brackets belong to the sentence they close. All offsets are bytes.

use crate::text::word_list::WordList;

/// Byte offsets behind each sentence end, ascending; the last is the end of the text without trailing white space.
/// Empty for a text of white space alone.
///
/// ```
/// use onrecord_index::text::sentence::sentence_ends;
/// assert_eq!(sentence_ends("Gen. Berg left the U.S. in May. Who knew?"), [31, 41]);
/// ```
pub fn sentence_ends(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let last = text.trim_end().len();
    let mut ends = Vec::new();
    let mut at = 0;
    while at < last {
        let length = terminator(&bytes[at..]);
        if length == 0 {
            at += 1;
            continue;
        }
        let mut end = at + length;
        if bytes[at] == b'.' && !stop_ends_sentence(text, at) {
            at = end;
            continue;
        }
        while end < last {
            let closing = terminator(&bytes[end..]).max(closer(&bytes[end..]));
            if closing == 0 {
                break;
            }
            end += closing;
        }
        let wide = length == 3;
        let next = text[end..].trim_start().chars().next();
        let spaced = text[end..].starts_with(char::is_whitespace);
        if end >= last || wide || (spaced && !next.is_some_and(char::is_lowercase)) {
            ends.push(end.min(last));
        }
        at = end;
    }
    if last > 0 && ends.last() != Some(&last) {
        ends.push(last);
    }
    ends
}

/// Length of the mark at the start of `bytes` if it can end a sentence, else 0.
fn terminator(bytes: &[u8]) -> usize {
    match bytes {
        [b'.' | b'!' | b'?', ..] => 1,
        [0xD8, 0x9F, ..] => 2, // ؟
        [0xE3, 0x80, 0x82, ..] | [0xEF, 0xBC, 0x81 | 0x9F, ..] | [0xE0, 0xA5, 0xA4, ..] => 3, // 。！？ ।
        _ => 0,
    }
}

/// Length of the closing mark or bracket at the start of `bytes`, else 0.
fn closer(bytes: &[u8]) -> usize {
    match bytes {
        [b'"' | b'\'' | b')' | b']', ..] => 1,
        [0xC2, 0xBB, ..] => 2,
        [0xE2, 0x80, 0x9D | 0x99, ..] | [0xE3, 0x80, 0x8D | 0x8F, ..] => 3,
        _ => 0,
    }
}

/// Whether the full stop at byte `stop` ends a sentence, as far as the word before it and the one behind tell. A stop
/// with no space behind it (3.5, example.org) ends none.
pub(crate) fn stop_ends_sentence(text: &str, stop: usize) -> bool {
    let bytes = text.as_bytes();
    let behind = stop + 1;
    let Some(&next) = bytes.get(behind) else {
        return true;
    };
    if next == b'.' {
        return false;
    }
    if next.is_ascii_alphanumeric() {
        return false;
    }
    let start = word_start(bytes, stop);
    let word = &text[start..stop];
    let initial = word.len() == 1 && word.as_bytes()[0].is_ascii_uppercase();
    if initial {
        // "J. Edgar", but "Plan B. The": a letter is an initial if a capitalised word follows that opens no sentence.
        return opens_sentence(text, behind);
    }
    let stopped = word.contains('.') && word.split('.').all(|part| part.len() <= 2);
    let lower = lower(word);
    if stopped || ANYWHERE.contains(&lower) {
        return opens_sentence(text, behind);
    }
    if BEFORE_NAMES.contains(&lower) {
        return false;
    }
    if BEFORE_NUMBERS.contains(&lower) {
        let digit = text[behind..]
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit());
        return !digit && (opens_sentence(text, behind) || word.len() > 4);
    }
    true
}

/// Start of the word that ends at `end`; inner full stops belong to it. Looks back 24 bytes at most.
fn word_start(bytes: &[u8], end: usize) -> usize {
    let floor = end.saturating_sub(24);
    let mut start = end;
    while start > floor && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'.') {
        start -= 1;
    }
    start
}

fn lower(word: &str) -> String {
    word.to_ascii_lowercase()
}

/// Whether the next word is one that opens a sentence rather than going on with a name.
fn opens_sentence(text: &str, from: usize) -> bool {
    let rest = text[from..].trim_start_matches(['"', '\'', ')', ']', '\u{201D}', '\u{2019}']);
    let rest = rest.trim_start();
    if rest.is_empty() || rest.starts_with(['"', '\u{201C}']) {
        return true;
    }
    let word: &str = rest
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    OPENERS.contains(word)
}

static BEFORE_NAMES: WordList = WordList::new(include_str!("lists/abbreviations_before_names.txt"));
static BEFORE_NUMBERS: WordList =
    WordList::new(include_str!("lists/abbreviations_before_numbers.txt"));
static ANYWHERE: WordList = WordList::new(include_str!("lists/abbreviations_anywhere.txt"));
static OPENERS: WordList = WordList::new(include_str!("lists/sentence_openers.txt"));

#[cfg(test)]
mod tests {
    use super::sentence_ends;

    fn check(text: &str, expected: &[&str]) {
        let mut start = 0;
        let mut found = Vec::new();
        for end in sentence_ends(text) {
            found.push(text[start..end].trim());
            start = end;
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn stops_marks_and_the_end_of_the_text_end_sentences() {
        check("One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"]);
        check("  ", &[]);
        check("Wait... what? Yes.", &["Wait... what?", "Yes."]);
    }

    #[test]
    fn abbreviations_end_none() {
        check(
            "Gen. Olga Berg met Mr. Ito on Sept. 4. They talked.",
            &["Gen. Olga Berg met Mr. Ito on Sept. 4.", "They talked."],
        );
        check(
            "It left the U.S. in May. It came back.",
            &["It left the U.S. in May.", "It came back."],
        );
        check(
            "It left the U.S. The ship sank.",
            &["It left the U.S.", "The ship sank."],
        );
        check(
            "J. B. Holm paid $3.50 at example.org today.",
            &["J. B. Holm paid $3.50 at example.org today."],
        );
        check(
            "At 5 p.m. the doors closed.",
            &["At 5 p.m. the doors closed."],
        );
    }

    #[test]
    fn closing_marks_belong_to_their_sentence() {
        check(
            "\"We left.\" She (really!) did.",
            &["\"We left.\"", "She (really!) did."],
        );
        check("“Why?” he asked.", &["“Why?” he asked."]);
    }

    #[test]
    fn other_scripts_have_their_own_stops() {
        check("第一。第二！", &["第一。", "第二！"]);
        check("ماذا؟ نعم.", &["ماذا؟", "نعم."]);
        check("एक। दो।", &["एक।", "दो।"]);
    }
}
