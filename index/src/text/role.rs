//! Labels that are roles, not names: "President", "The Court", "Speaker 0", "Q". Each document uses
//! them for another person.

use crate::text::fold::fold;
use crate::text::word_list::WordList;

static ROLES: WordList = WordList::new(include_str!("lists/role_labels.txt"));
static MACHINE_LABELS: WordList = WordList::new(include_str!("lists/machine_labels.txt"));
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

#[cfg(test)]
mod tests {
    use super::is_role;

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
