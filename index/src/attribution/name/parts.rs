//! Person names as strings: their parts, and whether two of them can mean one person.

use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon;
use crate::text::fold::fold;

/// The folded words of a name, without titles, "Jr." and the like. Empty for an empty name.
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
        let title = words.is_empty() && lexicon::class(word).intersects(Class::TITLE);
        let suffix = !words.is_empty() && is_suffix(word)
            || words.len() > 1 && is_letters(word) && name.contains(char::is_lowercase);
        if !word.is_empty() && !title && !suffix {
            words.push(fold(word));
        }
    }
    if words.is_empty() {
        // Nothing but titles: the last is the name ("Pope").
        words.extend(name.split_whitespace().last().map(fold));
    }
    // Marks without a letter fold to nothing.
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word follows a name without being part of it: Jr., III.
pub(crate) fn is_suffix(word: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    ["Jr", "Sr", "II", "III", "IV", "jr", "sr"].contains(&word)
}

/// Party and state of a politician: "R-Ohio", "D-N.Y.".
pub(crate) fn is_party(word: &str) -> bool {
    matches!(word.as_bytes(), [b'A'..=b'Z', b'-', b'A'..=b'Z', ..])
}

/// Letters that follow a name: FRS, DBE.
pub(crate) fn is_letters(word: &str) -> bool {
    (2..=4).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && !is_suffix(word)
}

/// Whether two names can be one person's: the same surname, and given names that are equal, abbreviated or missing.
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

/// [`same_person`] on names already in [`parts`].
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

/// Equal given names, or one that begins the other: "J", "Jon" and "Jonathan".
fn same_given(one: &str, other: &str) -> bool {
    let one = one.trim_end_matches('.');
    let other = other.trim_end_matches('.');
    one == other || one.starts_with(other) || other.starts_with(one)
}

/// What a run of capitalised words names, as far as its words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A given name stands first.
    Person,
    /// Nothing speaks against a person.
    Perhaps,
    /// An organisation, a place, a thing.
    Other,
}

/// What sort of name these words make.
pub(crate) fn sort(words: &[&str]) -> Sort {
    let Some((last, head)) = words.split_last() else {
        return Sort::Other;
    };
    let last_class = lexicon::class(last);
    if words.len() == 1 {
        let plural_people = last_class.intersects(Class::ROLES) || ends_like_people(last);
        let thing = last_class
            .intersects(Class::BRAND | Class::PLACE | Class::ORG | Class::TIME | Class::TEXT);
        if last_class.intersects(Class::GIVEN) && !thing {
            return Sort::Perhaps;
        }
        let common =
            last_class.intersects(Class::COMMON | Class::ROLE | Class::ADVERB | Class::AUX);
        if thing
            || is_adverb(last)
            || plural_people
            || common
            || is_acronym(last)
            || is_party(last)
            || last.len() < 2
            || last.starts_with(['@', '#'])
        {
            return Sort::Other;
        }
        return Sort::Perhaps;
    }
    if words.len() > 5
        || words
            .iter()
            .any(|word| word.starts_with(['@', '#']) || word.chars().any(|c| c.is_ascii_digit()))
    {
        return Sort::Other;
    }
    let given = lexicon::class(head[0]).intersects(Class::GIVEN);
    let organisational = words[1..]
        .iter()
        .any(|word| lexicon::class(word).intersects(Class::ORG | Class::BRAND | Class::TEXT));
    if given
        && words.len() <= 4
        && !(organisational && words.len() > 2)
        && !strongly_organisational(last)
    {
        return Sort::Person;
    }
    let first = lexicon::class(head[0]);
    let thing = words.iter().any(|word| {
        let class = lexicon::class(word);
        class.intersects(Class::ORG | Class::BRAND | Class::TIME | Class::ROLES | Class::TEXT)
            || is_acronym(word) && word.len() > 2
    }) || strongly_organisational(last)
        || is_acronym(head[0]) && !head[0].contains('.') && last_class.intersects(Class::PLACE);
    if thing
        || first.intersects(Class::COMMON | Class::PLACE)
        || last_class.intersects(Class::PLACE) && first.intersects(Class::PLACE)
    {
        return Sort::Other;
    }
    if ends_like_people(last) || head.iter().all(|word| is_acronym(word) && word.len() > 2) {
        return Sort::Other;
    }
    Sort::Perhaps
}

/// "Unfortunately", "Really": an ending that hardly a surname has.
fn is_adverb(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "ately", "ently", "antly", "ously", "ably", "ibly", "ingly", "edly", "arily", "ively",
        "ically", "ionally", "ually", "ormally", "erally", "inally", "eally", "irely", "etely",
    ];
    word.len() > 5 && ENDS.iter().any(|end| word.ends_with(end))
}

/// Words that end the names of bodies and hardly ever a person's.
fn strongly_organisational(last: &str) -> bool {
    const ENDS: &[&str] = &[
        "campaign",
        "committee",
        "university",
        "department",
        "institute",
        "foundation",
        "news",
        "times",
        "center",
        "inc",
        "administration",
        "school",
        "college",
        "company",
        "group",
        "court",
        "council",
        "association",
        "hospital",
        "church",
        "museum",
        "library",
        "stadium",
        "airport",
        "list",
        "party",
        "authority",
        "alliance",
        "coalition",
        "front",
        "movement",
        "league",
        "board",
        "agency",
        "commission",
        "federation",
        "bureau",
        "ministry",
        "program",
        "programme",
        "street",
        "avenue",
        "show",
    ];
    ENDS.contains(&last.to_ascii_lowercase().as_str())
}

/// "Californians", "Democrats": people, not a person.
fn ends_like_people(word: &str) -> bool {
    ["ians", "cans", "crats", "ists", "ters"]
        .iter()
        .any(|end| word.len() > end.len() + 2 && word.ends_with(end))
}

/// All letters upper case, two or more of them.
pub(crate) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && word.chars().all(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{Sort, parts, same_person, sort};

    fn check(words: &str, expected: Sort) {
        let words: Vec<&str> = words.split(' ').collect();
        assert_eq!(sort(&words), expected, "{words:?}");
    }

    #[test]
    fn given_names_make_persons_and_organisation_words_do_not() {
        check("Anna Berg", Sort::Person);
        check("Dagny Solheim", Sort::Perhaps);
        check("Harbour Committee", Sort::Other);
        check("Green List", Sort::Other);
        check("Berg", Sort::Perhaps);
        check("NATO", Sort::Other);
        check("Norwegians", Sort::Other);
        check("North Carolina", Sort::Other);
    }

    #[test]
    fn one_person_has_many_names() {
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
