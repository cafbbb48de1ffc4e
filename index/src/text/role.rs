//! Labels that are roles, not names: "President", "The Court", "Speaker 0", "Q". Each document uses
//! them for another person.

use crate::text::fold::fold;
use crate::text::word_list::WordList;

static ROLES: WordList = WordList::new(include_str!("lists/role_labels.txt"));
static MACHINE_LABELS: WordList = WordList::new(include_str!("lists/machine_labels.txt"));
static VOICE_WORDS: WordList = WordList::new(include_str!("lists/voice_words.txt"));
static UNNAMED_OPENERS: WordList = WordList::new(include_str!("lists/unnamed_openers.txt"));

/// Longer names are no labels of roles, and need not be compared.
const MAX_BYTES: usize = 60;

/// Whether a speaker's label is a role or the number that a machine gave a voice. A role with a
/// surname, such as "Chairman Holm", is a person.
///
/// ```
/// use onrecord_index::text::role::is_role;
/// assert!(is_role("The President"));
/// assert!(is_role("SPEAKER_00"));
/// assert!(!is_role("President Berg"));
/// ```
pub fn is_role(label: &str) -> bool {
    if label.len() > MAX_BYTES {
        return false;
    }
    let folded = fold(label);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let bare = match &words[..] {
        ["the", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    let named: Vec<&str> = bare
        .iter()
        .copied()
        .filter(|word| !is_number(word))
        .collect();
    let name = named.join(" ");
    let has_number = named.len() < bare.len();
    if is_voice(label) {
        return true;
    }
    if ROLES.contains(&name) || (has_number && MACHINE_LABELS.contains(&name)) {
        return true;
    }
    match &named[..] {
        // "Speaker A", "spk0".
        [machine, letter] if letter.len() == 1 => MACHINE_LABELS.contains(machine),
        [one] => {
            let letters = one.trim_end_matches(|c: char| c.is_ascii_digit());
            letters.len() < one.len() && MACHINE_LABELS.contains(letters)
        }
        [opener, _, ..] => UNNAMED_OPENERS.contains(opener),
        [] => has_number,
    }
}

/// Whether a label is a word for a voice with a number or a letter, as machines and transcribers
/// write it: "SPEAKER_00", "Спикер №1", "Sprecher A", "话者1".
///
/// ```
/// use onrecord_index::text::role::is_voice;
/// assert!(is_voice("SPEAKER_00"));
/// assert!(!is_voice("Track 1"));
/// ```
pub fn is_voice(label: &str) -> bool {
    // The longest has a word, a sign and a few digits.
    const MAX_VOICE_BYTES: usize = 48;
    if label.len() > MAX_VOICE_BYTES {
        return false;
    }
    let bare = label.trim().trim_matches(['[', ']', '(', ')', '<', '>']);
    let word_end = bare
        .char_indices()
        .find(|(_, c)| !c.is_alphabetic() && !is_vowel_sign(*c))
        .map_or(bare.len(), |(at, _)| at);
    let number = bare[word_end..].trim_start_matches([' ', '_', '-', '#', '№', '\u{A0}', 'º', '°']);
    let letter = number.chars().count() == 1 && number.chars().all(char::is_uppercase);
    let is_number = !number.is_empty() && number.chars().all(char::is_numeric);
    (is_number || letter) && VOICE_WORDS.contains(&fold(&bare[..word_end]))
}

/// Whether a character is part of a word of a script whose vowels are signs of their own.
fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{0900}'..='\u{0DFF}' | '\u{0E31}'..='\u{0E4E}') && !c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::{is_role, is_voice};

    #[test]
    fn voices_are_numbered_in_many_languages() {
        for label in [
            "SPEAKER_00",
            "Speaker 1",
            "speaker_A",
            "Спикер №1",
            "Спикер 2",
            "话者1",
            "화자 1",
            "वक्ता 1",
            "المتحدث 1",
            "Ομιλητής 1",
            "Mówca 1",
            "Sprecher 1",
        ] {
            assert!(is_voice(label), "{label}");
            assert!(is_role(label), "{label}");
        }
        for label in ["Track 1", "Speaker", "Step 3", "Speaker Berg", "1", ""] {
            assert!(!is_voice(label), "{label}");
        }
    }

    #[test]
    fn roles_and_machine_labels_are_not_names() {
        for label in [
            "President",
            "The PRESIDENT",
            "Chairwoman",
            "The Court",
            "Presiding Officer",
            "Speaker 0",
            "SPEAKER_00",
            "spk_1",
            "Speaker A",
            "S1",
            "Q",
            "A.",
            "Interviewer",
            "Interviewer 2",
            "Moderator",
            "Audience member",
            "Unidentified Male",
            "Unknown speaker",
            "Präsidentin",
            "Der Vorsitzende",
            "Intervieweur",
            "Le Président",
            "Moderador",
            "問",
            "3",
        ] {
            assert!(is_role(label), "{label}");
        }
    }

    #[test]
    fn a_role_with_a_surname_is_a_person() {
        for label in [
            "President Berg",
            "Chairman Smith",
            "Anna Berg",
            "Berg",
            "Jon Speaker",
            "Mayor Holm",
            "Qi",
            "Ali A",
            "",
        ] {
            assert!(!is_role(label), "{label}");
        }
    }
}
