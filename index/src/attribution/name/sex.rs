//! What a word tells about the sex of a person: a pronoun, a title, a noun, a given name.
//!
//! A given name counts only if hardly anybody of the other sex has it: "Robin", "Kim" and "Jan"
//! tell nothing.

use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::text::word_list::WordList;

static MALE_NAMES: WordList = WordList::new(include_str!("lists/male_names.txt"));
static FEMALE_NAMES: WordList = WordList::new(include_str!("lists/female_names.txt"));

/// What a pronoun must agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    He,
    She,
}

/// The sex that a pronoun or noun tells, if any.
pub(crate) fn sex_of(word: &str) -> Option<Sex> {
    match word.to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Some(Sex::He),
        "she" | "her" | "hers" | "herself" => Some(Sex::She),
        other => sex_of_class(class(other)),
    }
}

/// The sex that the classes of a noun or title tell, if any.
pub(crate) fn sex_of_class(class: Class) -> Option<Sex> {
    match (class.intersects(Class::HE), class.intersects(Class::SHE)) {
        (true, false) => Some(Sex::He),
        (false, true) => Some(Sex::She),
        _ => None,
    }
}

/// The sex of people with this given name, which is folded. `None` if it is unknown, or if both
/// have it.
pub(crate) fn sex_of_given_name(name: &str) -> Option<Sex> {
    let is_in = |list: &WordList| list.entries().binary_search(&name).is_ok();
    if is_in(&MALE_NAMES) {
        Some(Sex::He)
    } else {
        is_in(&FEMALE_NAMES).then_some(Sex::She)
    }
}

#[cfg(test)]
mod tests {
    use super::{FEMALE_NAMES, MALE_NAMES, Sex, sex_of, sex_of_given_name};
    use crate::text::fold::fold;

    #[test]
    fn pronouns_and_titles_tell_sex() {
        assert_eq!(sex_of("Her"), Some(Sex::She));
        assert_eq!(sex_of("spokesman"), Some(Sex::He));
        assert_eq!(sex_of("they"), None);
    }

    #[test]
    fn most_given_names_tell_sex() {
        for (name, sex) in [
            ("anna", Some(Sex::She)),
            ("otto", Some(Sex::He)),
            ("robin", None),
            ("berg", None),
        ] {
            assert_eq!(sex_of_given_name(name), sex, "{name}");
        }
    }

    #[test]
    fn no_name_is_in_both_lists() {
        for name in MALE_NAMES.entries() {
            assert_eq!(*name, fold(name));
            assert!(!FEMALE_NAMES.entries().contains(name), "{name}");
        }
    }
}
