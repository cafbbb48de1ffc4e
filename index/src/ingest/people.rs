//! Whether the names beside times are those of people.
//!
//! A line with a time and a name begins a message of a chat, and so do the lines of programmes,
//! timetables, diaries, logs and lists of chapters. The names of a text are judged together: most
//! are those of people, or one comes back and the text has a sign of people besides. One name of a
//! person among others proves nothing.

use crate::attribution::name::nickname::is_given_name;
use crate::attribution::name::parts::{NameKind, kind};
use crate::text::label::name::{is_role, is_telephone, is_titled};
use crate::text::label::notice::is_notice;
use crate::text::role::is_voice;
use crate::text::word_list::WordList;

static SPOKEN_WORDS: WordList = WordList::new(include_str!("lists/spoken_words.txt"));
static OCCASION_WORDS: WordList = WordList::new(include_str!("lists/occasion_words.txt"));

/// What a name is, as far as its words tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Thing,
    Unknown,
}

/// Whether these names, each with how often it comes, are those of people. `spoken`: something
/// beside them sounds as if somebody said it.
pub fn are_people<'n>(names: impl Iterator<Item = (&'n str, usize)>, spoken: bool) -> bool {
    let (mut all, mut people) = (0, 0);
    let (mut comes_back, mut person_back) = (false, false);
    for (name, count) in names {
        let kind = kind_of(name);
        all += 1;
        people += usize::from(kind == Kind::Person);
        comes_back |= count >= 2 && kind != Kind::Thing;
        person_back |= count >= 2 && kind == Kind::Person;
    }
    people * 2 > all || person_back || (comes_back && spoken)
}

fn kind_of(name: &str) -> Kind {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some(first) = words.first() else {
        return Kind::Thing;
    };
    let in_list = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        OCCASION_WORDS.contains(&bare.to_lowercase())
    };
    if is_telephone(name) || is_voice(name) || is_role(name) {
        return Kind::Person;
    }
    if is_notice(name) || words.iter().any(in_list) {
        return Kind::Thing;
    }
    // "anna_berg", "karl99", "anna@berg.example"
    let digit = name.contains(|c: char| c.is_ascii_digit());
    let is_user = words.len() == 1
        && (name.contains(['@', '_']) || (digit && name.contains(char::is_alphabetic)));
    // The word lists know no names in other scripts than Latin, whose letters end here.
    const LATIN_ENDS: char = '\u{24F}';
    let other_script = name.contains(|c: char| c.is_alphabetic() && c > LATIN_ENDS);
    let found = kind(&words);
    let given = is_given_name(first) && found != NameKind::Other;
    if is_user || other_script || given || is_titled(name) || found == NameKind::Person {
        return Kind::Person;
    }
    match found {
        NameKind::Other => Kind::Thing,
        _ => Kind::Unknown,
    }
}

/// Whether a name is that of a person, as far as its words tell.
pub fn is_person(name: &str) -> bool {
    kind_of(name) == Kind::Person
}

/// Whether words are those of somebody who speaks to somebody: "I", "you", "thanks".
pub fn has_spoken_words(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic())
        .any(|word| SPOKEN_WORDS.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::are_people;

    /// Checks names that come so often each.
    fn check(names: &[(&str, usize)], spoken: bool, expected: bool) {
        let found = are_people(names.iter().copied(), spoken);
        assert_eq!(found, expected, "{names:?}");
    }

    #[test]
    fn most_names_are_those_of_people() {
        check(&[("Anna Berg", 1), ("Karl Holm", 1)], false, true);
        check(&[("anna", 1), ("+47 900 12 345", 1)], false, true);
        check(&[("Анна", 1), ("Karl", 1)], false, true);
        check(&[("Anna Berg", 1), ("Chapter One", 1)], true, false);
        check(&[("Registration", 1), ("Panel Discussion", 1)], true, false);
    }

    #[test]
    fn a_name_that_comes_back_needs_a_sign_of_people() {
        check(&[("Vresk", 2), ("Ombrel", 2)], true, true);
        check(&[("Vresk", 2), ("Anna", 1), ("Ombrel", 1)], false, false);
        check(&[("Vresk", 2), ("Ombrel", 2)], false, false);
        check(&[("London", 2), ("Paris", 1)], true, false);
        check(&[("Backup", 2), ("Mail Queue", 1)], true, false);
    }
}
