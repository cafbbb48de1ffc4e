//! Compares the names of people as strings, and tells them from names of organisations, places and
//! things.

use crate::attribution::name::nickname::is_given_name;
use crate::attribution::name::word_name::is_month_name;
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::text::fold::fold;
use crate::text::word_list::WordList;

static GENERATIONS: WordList = WordList::new(include_str!("lists/generations.txt"));
static ADVERB_ENDINGS: WordList = WordList::new(include_str!("lists/adverb_endings.txt"));
static GROUP_ENDINGS: WordList = WordList::new(include_str!("lists/group_endings.txt"));
static PLACE_OPENERS: WordList = WordList::new(include_str!("lists/place_openers.txt"));
static ORGANISATION_ENDINGS: WordList =
    WordList::new(include_str!("lists/organisation_endings.txt"));

/// The folded words of a name without title, "Jr." and the like. Empty for a name without letters.
///
/// ```
/// use onrecord_index::attribution::name::parts::parts;
/// assert_eq!(parts("Sen. Anna-Maria Berg Jr."), ["anna-maria", "berg"]);
/// ```
pub fn parts(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in name.split([' ', ',', '\u{A0}']) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let word = word
            .strip_suffix("'s")
            .or_else(|| word.strip_suffix("\u{2019}s"))
            .unwrap_or(word);
        let is_title = words.is_empty() && class(word).intersects(Class::TITLE);
        let is_suffix = (!words.is_empty() && is_generation(word))
            || (words.len() > 1 && is_capitals(word) && name.contains(char::is_lowercase));
        if !word.is_empty() && !is_title && !is_suffix {
            words.push(fold(word));
        }
    }
    if words.is_empty() {
        // Nothing but titles: the last one is the name ("Pope").
        words.extend(name.split_whitespace().last().map(fold));
    }
    // Marks without a letter fold to nothing.
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word tells people with the same name apart: "Jr.", "III".
pub(crate) fn is_generation(word: &str) -> bool {
    GENERATIONS.contains(word.strip_suffix('.').unwrap_or(word))
}

/// Whether a word is the party and state of a politician: "R-Ohio", "D-N.Y.".
pub(crate) fn is_party(word: &str) -> bool {
    matches!(word.as_bytes(), [b'A'..=b'Z', b'-', b'A'..=b'Z', ..])
}

/// Whether a word can be the letters of an order or office behind a name: "FRS", "DBE".
pub(crate) fn is_capitals(word: &str) -> bool {
    (2..=4).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && !is_generation(word)
}

/// Whether two names can belong to one person: the surnames are equal, and the first given names
/// are equal, abbreviated or missing.
///
/// ```
/// use onrecord_index::attribution::name::parts::same_person;
/// assert!(same_person("Anna Berg", "Minister Berg"));
/// assert!(same_person("Anna K. Berg", "A. Berg"));
/// assert!(!same_person("Anna Berg", "Olga Berg"));
/// ```
pub fn same_person(one: &str, other: &str) -> bool {
    same_parts(&parts(one), &parts(other))
}

/// [`same_person`] for names that are already split into [`parts`].
pub(crate) fn same_parts(one: &[String], other: &[String]) -> bool {
    let (Some((last, given)), Some((other_last, other_given))) =
        (one.split_last(), other.split_last())
    else {
        return false;
    };
    if last != other_last {
        return false;
    }
    match (given.first(), other_given.first()) {
        (Some(first), Some(other_first)) => same_given(first, other_first),
        _ => true,
    }
}

/// Whether given names are equal, or one begins the other: "J", "Jon" and "Jonathan".
fn same_given(one: &str, other: &str) -> bool {
    let one = one.trim_end_matches('.');
    let other = other.trim_end_matches('.');
    one == other || one.starts_with(other) || other.starts_with(one)
}

/// What a run of capitalised words names, as far as the words themselves tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A person: a given name comes first.
    Person,
    /// Perhaps a person: nothing tells otherwise.
    Possible,
    /// An organisation, a place or a thing.
    Other,
}

/// A longer run of capitalised words is a heading or the name of a thing.
const MAX_WORDS: usize = 5;

/// A longer run is not a person's name even if it begins with a given name.
const MAX_PERSON_WORDS: usize = 4;

/// What kind of name these words make.
pub(crate) fn kind(words: &[&str]) -> NameKind {
    match words {
        [] => NameKind::Other,
        // "Anna Berg III"
        [rest @ .., last] if rest.len() > 1 && is_generation(last) => kind(rest),
        [word] => kind_of_word(word),
        [first, .., last] => kind_of_run(words, first, last),
    }
}

fn kind_of_word(word: &str) -> NameKind {
    let class = class(word);
    let is_thing =
        class.intersects(Class::BRAND | Class::PLACE | Class::ORG | Class::TIME | Class::TEXT);
    if class.intersects(Class::GIVEN) && !is_thing {
        return NameKind::Possible;
    }
    let is_common_word = is_adverb(word)
        || class.intersects(Class::COMMON | Class::ROLE | Class::ADVERB | Class::AUX);
    let is_group = class.intersects(Class::ROLES) || ends_like_group(word);
    let is_no_name = is_acronym(word)
        || is_party(word)
        || word.len() < 2
        || is_handle(word)
        || is_site(word)
        || ORGANISATION_ENDINGS.contains_ignore_ascii_case(word);
    if is_thing || is_common_word || is_group || is_no_name {
        return NameKind::Other;
    }
    NameKind::Possible
}

fn kind_of_run(words: &[&str], first: &str, last: &str) -> NameKind {
    let has_digit = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    let is_no_name = |word: &&str| is_handle(word) || has_digit(word) || is_site(word);
    if words.len() > MAX_WORDS || words.iter().any(is_no_name) {
        return NameKind::Other;
    }
    let ends_like_organisation = || ORGANISATION_ENDINGS.contains(&last.to_ascii_lowercase());
    if opens_with_given(words) && !ends_like_organisation() {
        return NameKind::Person;
    }
    let is_long_acronym = |word: &str| is_acronym(word) && word.len() > 2;
    let is_thing = |word: &&str| {
        is_long_acronym(word)
            || class(word)
                .intersects(Class::ORG | Class::BRAND | Class::TIME | Class::ROLES | Class::TEXT)
    };
    // "FC London", but not "J.F. London".
    let is_club = is_acronym(first) && !first.contains('.') && class(last).intersects(Class::PLACE);
    let opens_otherwise = class(first).intersects(Class::COMMON | Class::PLACE)
        || PLACE_OPENERS.contains_ignore_ascii_case(first);
    let before_last = &words[..words.len() - 1];
    if words.iter().any(is_thing)
        || ends_like_organisation()
        || is_club
        || opens_otherwise
        || ends_like_group(last)
        || before_last.iter().all(|word| is_long_acronym(word))
    {
        return NameKind::Other;
    }
    NameKind::Possible
}

/// Whether a run opens with a given name, and no later word speaks against a person. In "Anna Hall"
/// the second word may be a surname.
fn opens_with_given(words: &[&str]) -> bool {
    let names_organisation =
        |word: &&str| class(word).intersects(Class::ORG | Class::BRAND | Class::TEXT);
    let names_thing = |word: &&str| {
        class(word).intersects(Class::PLACE | Class::ROLES | Class::TITLE_OR_ROLE | Class::TIME)
    };
    // "April Holm", but not "April Senate Vote".
    let is_month = || {
        is_month_name(words[0])
            && !words[1..].iter().any(names_organisation)
            && !words[1..].iter().any(names_thing)
    };
    // "Clara May"
    let is_time_surname =
        || words.len() == 2 && class(words[1]).intersects(Class::TIME) && is_given_name(words[0]);
    (class(words[0]).intersects(Class::GIVEN) || is_month() || is_time_surname())
        && words.len() <= MAX_PERSON_WORDS
        && !(words.len() > 2 && words[1..].iter().any(names_organisation))
}

fn is_handle(word: &str) -> bool {
    word.starts_with(['@', '#'])
}

/// Whether a word is the address of a site: "Holmvik.com".
fn is_site(word: &str) -> bool {
    let endings = [".com", ".org", ".net", ".gov", ".co.uk"];
    endings.iter().any(|ending| word.ends_with(ending))
}

/// Whether a word ends like an adverb: "Unfortunately", "Really".
fn is_adverb(word: &str) -> bool {
    let mut endings = ADVERB_ENDINGS.entries().iter();
    word.len() > 5 && endings.any(|ending| word.ends_with(ending))
}

/// Whether a word ends like the name of a group: "Californians", "Democrats".
fn ends_like_group(word: &str) -> bool {
    let mut endings = GROUP_ENDINGS.entries().iter();
    endings.any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
}

/// Whether a word ends names of organisations: "List", "Authority".
pub(crate) fn ends_organisation(word: &str) -> bool {
    ORGANISATION_ENDINGS.contains_ignore_ascii_case(word)
}

/// Whether a word has at least two letters, all of them capitals.
pub(crate) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && word.chars().all(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{NameKind, kind, parts, same_person};

    fn check(words: &str, expected: NameKind) {
        let words: Vec<&str> = words.split(' ').collect();
        assert_eq!(kind(&words), expected, "{words:?}");
    }

    #[test]
    fn given_names_make_people_and_organisation_words_do_not() {
        check("Anna Berg", NameKind::Person);
        check("Dagny Solheim", NameKind::Possible);
        check("Harbour Committee", NameKind::Other);
        check("Green List", NameKind::Other);
        check("Berg", NameKind::Possible);
        check("NATO", NameKind::Other);
        check("Norwegians", NameKind::Other);
        check("North Carolina", NameKind::Other);
    }

    #[test]
    fn one_person_can_have_many_names() {
        for (one, other, same) in [
            ("Anna Berg", "Berg", true),
            ("Anna Berg", "President Anna K. Berg", true),
            ("Jon Holm", "Jonathan Holm Jr.", true),
            ("Anna Berg", "Otto Berg", false),
            ("Anna Berg", "Anna Holm", false),
            ("", "Anna Holm", false),
        ] {
            assert_eq!(same_person(one, other), same, "{one} / {other}");
        }
    }

    #[test]
    fn titles_alone_still_have_a_part() {
        assert_eq!(parts("President"), ["president"]);
        assert_eq!(parts(""), [""; 0]);
        assert_eq!(parts("\u{5be}"), [""; 0]);
    }
}
