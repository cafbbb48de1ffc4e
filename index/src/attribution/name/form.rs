//! A speaker's name taken apart, to be compared with the names that other documents use.
//!
//! Only what is plainly the name of one person is a [`Form`]: "Speaker 1", "Chairwoman", "Q." and "SMITH of New Jersey"
//! have none. Titles before a name and letters behind it are left out, spelling variants have one spelling. English titles
//! and common given names are known (the lists of `lexicon`); a title that is not known counts as a given name, which keeps
//! names apart rather than joining them.

use crate::attribution::name::affix::{
    is_letters, is_particle, is_title, without_suffix, without_title,
};
use crate::attribution::name::parts::{Sort, is_acronym, is_party, is_suffix, sort};
use crate::attribution::name::spelling::{Hyphen, is_inner, letters, spellings, spelt};
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::text::fold::{fold, lower, strip};

/// The name of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// Without title and letters, as written otherwise.
    pub shown: String,
    /// What stands before the surname. Empty: a surname alone, or a name of one word.
    pub given: Vec<Given>,
    /// Folded, with its particles; a hyphen is a space.
    pub surname: String,
    /// "jr", "sr", "ii": folded.
    pub suffix: Option<String>,
    /// The whole name in each of its spellings, folded: with its hyphens as spaces, without them, with ü as ue. Names that
    /// share one are the same name.
    pub spellings: Vec<String>,
    /// Whether it can stand for a full name with this surname: it is not a given name as well, nor typed without capitals.
    pub is_surname: bool,
}

/// A given name, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// Its first letter.
    Initial(char),
    /// Spelt out.
    Word(String),
}

/// What words beside a name say that no person bears: who is meant by it is another in every document.
const NOBODY: &[&str] = &[
    "little",
    "neither",
    "either",
    "old",
    "poor",
    "young",
    "all",
    "announcer",
    "audience",
    "chorus",
    "crowd",
    "everyone",
    "interviewer",
    "member",
    "moderator",
    "narrator",
    "operator",
    "participant",
    "question",
    "answer",
    "unidentified",
    "unknown",
    "various",
    "voice",
    "voices",
];

/// The parts of a name, or `None` if it is no person's, several persons', or cannot be told.
pub(crate) fn form(name: &str) -> Option<Form> {
    let words = words(name)?;
    let words = without_title(words)?;
    let (words, suffix) = without_suffix(words);
    let first = *words.first()?;
    let last = *words.last()?;
    if is_no_person(&words) {
        return None;
    }
    let start = surname_start(&words);
    let (before, surname) = words.split_at(start);
    let shown = words
        .iter()
        .chain(suffix.iter())
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let suffix = suffix.map(|suffix| spelt(suffix, Hyphen::Gone));
    let alone = before.is_empty() && surname.len() == 1;
    Some(Form {
        shown,
        given: before.iter().flat_map(|word| given(word)).collect(),
        surname: surname
            .iter()
            .map(|word| spelt(word, Hyphen::Parts))
            .collect::<Vec<_>>()
            .join(" "),
        spellings: spellings(&words, suffix.as_deref()),
        suffix,
        is_surname: last.starts_with(char::is_uppercase)
            && !(alone && class(first).intersects(Class::GIVEN))
            // A name in capitals of so few letters may be initials.
            && !(alone && is_acronym(first) && first.chars().count() < 4),
    })
}

/// The words that a name is made of, folded: what somebody may call its bearer.
pub(crate) fn folded_words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !(c.is_alphanumeric() || is_inner(c)))
        .map(|word| spelt(word, Hyphen::Parts))
        .filter(|word| !word.is_empty())
}

/// The words of a name without brackets and what follows a comma, a name in reverse ("Berg, Anna") turned round.
fn words(name: &str) -> Option<Vec<&str>> {
    let name = match name.split_once(['(', '[']) {
        None => name,
        // A party and a state say nothing of the name; anything else may tell two people apart: "Officer (II/20)".
        Some((name, inside)) if is_party(inside.trim_end_matches([')', ']'])) => name,
        Some(_) => return None,
    };
    let (name, behind) = match name.split_once(',') {
        Some((name, behind)) => (name, Some(behind)),
        None => (name, None),
    };
    let mut words = bare_words(name)?;
    let Some(behind) = behind.map(bare_words) else {
        return Some(words);
    };
    let behind = behind?;
    let extra = |word: &&str| is_suffix(word) || is_letters(word);
    if behind.iter().all(extra) {
        words.extend(behind);
    } else if words.len() == 1 {
        let is_office = behind
            .iter()
            .any(|word| is_title(word) || word.starts_with(char::is_lowercase));
        let is_given = |word: &&str| class(word).intersects(Class::GIVEN) || letters(word) == 1;
        if behind.first().is_some_and(is_given) && behind.len() <= 3 && !is_office {
            words.splice(0..0, behind);
        } else if !is_office {
            return None;
        }
    }
    Some(words)
}

/// The words of a text without the marks around them. `None` if there is anything in it that stands in no name.
fn bare_words(text: &str) -> Option<Vec<&str>> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        // A nickname between the names.
        if !words.is_empty()
            && word.starts_with(['"', '\u{201c}', '\u{2018}', '\''])
            && word.len() > 2
        {
            continue;
        }
        let start = word.len()
            - word
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .len();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        // The full stop of an abbreviation is shown with it.
        let has_stop = word[start + bare.len()..].starts_with('.')
            && (letters(bare) == 1 || bare.contains('.') || is_suffix(bare));
        let word = &word[start..start + bare.len() + usize::from(has_stop)];
        if !word
            .chars()
            .all(|c| c.is_alphabetic() || is_inner(c) || is_mark(c))
        {
            return None;
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    Some(words)
}

/// Combining marks, as decomposed letters have them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{200C}' | '\u{200D}' | '\u{0900}'..='\u{0DFF}' | '\u{0E00}'..='\u{0E7F}')
}

/// Whether these words name no single person.
fn is_no_person(words: &[&str]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return true;
    };
    let possessive = |word: &&str| word.ends_with("'s") || word.ends_with("\u{2019}s");
    let nobody = |word: &&str| NOBODY.contains(&&*fold(word)) || possessive(word);
    if letters(last) < 2 || words.iter().any(nobody) {
        return true;
    }
    // "SMITH of New Jersey", "Maverick and Goose"; a name typed all in small letters is one, too.
    let typed_small = words
        .iter()
        .all(|word| !word.starts_with(char::is_uppercase));
    let stray = |word: &&str| word.starts_with(char::is_lowercase) && !is_particle(word);
    if !typed_small && words.iter().any(stray) {
        return true;
    }
    let begins_with_given = class(first).intersects(Class::GIVEN) || letters(first) == 1;
    let function = Class::PREP | Class::SUBORD | Class::CONJ | Class::DET | Class::ADVERB;
    if !begins_with_given
        && (is_title(last)
            || class(last).intersects(Class::ROLES)
            || class(first).intersects(function | Class::COMMON | Class::AUX | Class::POSSESSIVE))
    {
        return true;
    }
    // What tells things from persons reads capital letters as initials of bodies, and "A." as a word.
    let names = words.iter().filter(|word| letters(word) > 1);
    let cased: Vec<String> = names.map(|word| capitalised(word)).collect();
    let cased: Vec<&str> = cased.iter().map(String::as_str).collect();
    sort(&cased) == Sort::Other
}

fn capitalised(word: &str) -> String {
    if !is_acronym(word) && word.starts_with(char::is_uppercase) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + &letters.as_str().to_lowercase()
}

/// Where the surname begins: at the last word, or at the particles before it.
fn surname_start(words: &[&str]) -> usize {
    let mut start = words.len() - 1;
    while start > 0 && is_particle(words[start - 1]) {
        start -= 1;
    }
    start
}

/// The given names in a word: "J.F." holds two.
fn given(word: &str) -> Vec<Given> {
    let pieces: Vec<&str> = word.split('.').filter(|piece| !piece.is_empty()).collect();
    let initial = |piece: &str| strip(&lower(piece)).chars().next();
    if pieces.iter().all(|piece| letters(piece) == 1) {
        return pieces
            .into_iter()
            .filter_map(initial)
            .map(Given::Initial)
            .collect();
    }
    vec![Given::Word(spelt(word, Hyphen::Gone))]
}

#[cfg(test)]
mod tests {
    use super::{Given, form};

    /// `expected`: given names and surname, a bar between them.
    fn check(name: &str, expected: Option<&str>) {
        let found = form(name).map(|form| {
            let given: Vec<String> = form
                .given
                .iter()
                .map(|given| match given {
                    Given::Initial(letter) => format!("{letter}."),
                    Given::Word(word) => word.clone(),
                })
                .collect();
            let suffix = form
                .suffix
                .map(|suffix| format!("|{suffix}"))
                .unwrap_or_default();
            format!("{}|{}{suffix}", given.join(" "), form.surname)
        });
        assert_eq!(found.as_deref(), expected, "{name}");
    }

    #[test]
    fn titles_are_no_part_of_a_name() {
        check("Sen. Anna Berg", Some("anna|berg"));
        check("U.S. Defense Secretary Pete Hegseth", Some("pete|hegseth"));
        check("Secretary of State Marco Rubio", Some("marco|rubio"));
        check("Senator Anna Berg (D-Ohio)", Some("anna|berg"));
        check("Anna Berg, the harbour master", Some("anna|berg"));
        check("Sen. BERG", Some("|berg"));
        check("Berg, Chairwoman", Some("|berg"));
    }

    #[test]
    fn words_that_are_titles_may_be_names() {
        check("Martin Luther King Jr.", Some("martin luther|king|jr"));
        check("John Major", Some("john|major"));
        check("John Dean Holm", Some("john dean|holm"));
    }

    #[test]
    fn given_names_are_initials_or_words() {
        check("Anna M. Berg", Some("anna m.|berg"));
        check("J.F. Holm", Some("j. f.|holm"));
        check("J. F. Holm", Some("j. f.|holm"));
        check("Anna-Lena Berg", Some("annalena|berg"));
        check("Robert \"Bob\" Holm", Some("robert|holm"));
        check("Berg, Anna", Some("anna|berg"));
        check("Berg, Umbrella", None);
    }

    #[test]
    fn surnames_keep_their_particles_and_their_hyphens() {
        check("Ursula von der Leyen", Some("ursula|von der leyen"));
        check("von der Leyen", Some("|von der leyen"));
        check("Lucas Da Costa", Some("lucas|da costa"));
        check("Alexandra Ocasio-Cortez", Some("alexandra|ocasio cortez"));
        check("Russell O’Connor", Some("russell|oconnor"));
    }

    #[test]
    fn letters_and_generations_stand_behind() {
        check("Mireille B. Reece, Psy.D", Some("mireille b.|reece"));
        check("Jon Holm III", Some("jon|holm|iii"));
        check("Jon Holm, Jr.", Some("jon|holm|jr"));
    }

    #[test]
    fn labels_bodies_and_several_people_are_no_person() {
        for name in [
            "Speaker 1",
            "Speaker A",
            "Chairwoman",
            "Q.",
            "Q",
            "Audience member",
            "Audience Max",
            "Presiding Officer",
            "Acting CHAIRMAN",
            "Mr. Speaker",
            "SMITH of New Jersey",
            "Maverick and Goose",
            "Harbour Committee",
            "King Charles",
            "Mrs. Berg",
            "Der Kellner (I/17)",
            "Der Herr der Zeit",
            "Pope Francis",
            "Whether Holm",
            "Here's Anna Berg",
            "0xB10C",
            "",
            "答",
        ] {
            check(name, None);
        }
    }

    #[test]
    fn a_surname_alone_is_no_given_name() {
        for (name, expected) in [
            ("Hegseth", true),
            ("BERG", true),
            ("Anna", false),
            ("NVK", false),
            ("berg", false),
        ] {
            assert_eq!(
                form(name).map(|form| form.is_surname),
                Some(expected),
                "{name}"
            );
        }
    }
}
