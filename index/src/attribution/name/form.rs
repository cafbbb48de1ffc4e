//! Takes a speaker's name apart, so that it can be compared with the names in other documents.
//!
//! Only what is plainly the name of one person has a `Form`: "Speaker 1", "Chairwoman", "Q." and
//! "SMITH of New Jersey" have none. Titles and degrees are left out, and spelling variants are
//! folded together. English titles and common given names come from the word lists of `lexicon`; an
//! unknown title counts as a given name, which keeps names apart rather than joining them.

use crate::attribution::name::affix::{
    is_degree, is_particle, is_title, without_suffix, without_title,
};
use crate::attribution::name::parts::{NameKind, is_acronym, is_generation, is_party, kind};
use crate::attribution::name::spelling::{Hyphens, is_inner_mark, letters, spelling, spellings};
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::text::fold::{fold, lower, strip};
use crate::text::word_list::WordList;

/// The name of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// The name without title and degrees, otherwise as written.
    pub shown: String,
    /// The given names; empty if there is only a surname.
    pub given: Vec<Given>,
    /// The surname folded, with its particles and with spaces for hyphens.
    pub surname: String,
    /// "jr", "sr", "ii": folded.
    pub suffix: Option<String>,
    /// The whole name in each of its spellings, folded: with spaces for hyphens, without hyphens,
    /// with "ue" for "ü". Names that share a spelling are the same name.
    pub spellings: Vec<String>,
    /// Whether the surname alone can mean a full name: false if it is also a given name, may be
    /// initials, or has no capital.
    pub is_surname: bool,
}

/// A given name, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// Only its first letter is written.
    Initial(char),
    /// The name is written out.
    Word(String),
}

static UNNAMED: WordList = WordList::new(include_str!("lists/unnamed.txt"));

/// Shorter names in capitals may be initials.
const MIN_CAPITALS: usize = 4;

/// Takes a name apart. `None` if it is not plainly the name of one person.
pub(crate) fn form(name: &str) -> Option<Form> {
    let words = words(name)?;
    let words = without_title(words)?;
    let (words, generation) = without_suffix(words);
    let first = *words.first()?;
    let last = *words.last()?;
    if is_no_person(&words) {
        return None;
    }
    let (given_words, surname) = words.split_at(surname_start(&words));
    let shown: Vec<&str> = words.iter().copied().chain(generation).collect();
    let suffix = generation.map(|generation| spelling(generation, Hyphens::Removed));
    let surname_words: Vec<String> = surname
        .iter()
        .map(|word| spelling(word, Hyphens::AsSpaces))
        .collect();
    let is_one_word = given_words.is_empty() && surname.len() == 1;
    let may_be_given = is_one_word && class(first).intersects(Class::GIVEN);
    let may_be_initials = is_one_word && is_acronym(first) && first.chars().count() < MIN_CAPITALS;
    let has_capital = last.starts_with(char::is_uppercase);
    Some(Form {
        shown: shown.join(" "),
        given: given_words.iter().flat_map(|word| given(word)).collect(),
        surname: surname_words.join(" "),
        spellings: spellings(&words, suffix.as_deref()),
        suffix,
        is_surname: has_capital && !may_be_given && !may_be_initials,
    })
}

/// The words of a name, folded. Any of them may be what others call the person.
pub(crate) fn folded_words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !(c.is_alphanumeric() || is_inner_mark(c)))
        .map(|word| spelling(word, Hyphens::AsSpaces))
        .filter(|word| !word.is_empty())
}

/// The words of a name without what is in brackets or, unless it belongs to the name, behind a
/// comma. "Berg, Anna" is turned round.
fn words(name: &str) -> Option<Vec<&str>> {
    let name = match name.split_once(['(', '[']) {
        None => name,
        // Party and state tell nothing about the name. Anything else may tell two people apart:
        // "Officer (II/20)".
        Some((name, inside)) if is_party(inside.trim_end_matches([')', ']'])) => name,
        Some(_) => return None,
    };
    match name.split_once(',') {
        None => bare_words(name),
        Some((before, behind)) => joined_at_comma(bare_words(before)?, bare_words(behind)?),
    }
}

/// Joins the words before and behind the comma in a name.
fn joined_at_comma<'n>(mut before: Vec<&'n str>, behind: Vec<&'n str>) -> Option<Vec<&'n str>> {
    let is_suffix = |word: &&str| is_generation(word) || is_degree(word);
    if behind.iter().all(is_suffix) {
        before.extend(behind);
        return Some(before);
    }
    let names_office = |word: &&str| is_title(word) || word.starts_with(char::is_lowercase);
    if before.len() != 1 || behind.iter().any(names_office) {
        // "Anna Berg, harbour master"
        return Some(before);
    }
    let is_given = |word: &&str| class(word).intersects(Class::GIVEN) || letters(word) == 1;
    let is_reversed = behind.first().is_some_and(is_given) && behind.len() <= 3;
    is_reversed.then(|| behind.into_iter().chain(before).collect())
}

/// The words of a text without the punctuation around them. `None` if it has a character that names
/// do not have.
fn bare_words(text: &str) -> Option<Vec<&str>> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let is_nickname = !words.is_empty()
            && word.starts_with(['"', '\u{201c}', '\u{2018}', '\''])
            && word.len() > 2;
        if is_nickname {
            continue;
        }
        let word = bare_word(word);
        let is_in_names = |c: char| c.is_alphabetic() || is_inner_mark(c) || is_combining_mark(c);
        if !word.chars().all(is_in_names) {
            return None;
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    Some(words)
}

/// A word without the punctuation around it, except the full stop of an abbreviation.
fn bare_word(word: &str) -> &str {
    let open = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bare = open.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_abbreviation = letters(bare) == 1 || bare.contains('.') || is_generation(bare);
    let has_stop = is_abbreviation && open[bare.len()..].starts_with('.');
    &open[..bare.len() + usize::from(has_stop)]
}

/// Marks of decomposed letters, joiners, and the vowel signs of Indic scripts and Thai.
fn is_combining_mark(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}'
            | '\u{200C}'
            | '\u{200D}'
            | '\u{0900}'..='\u{0DFF}'
            | '\u{0E00}'..='\u{0E7F}'
    )
}

/// Whether these words, without title and suffix, are not the name of one person.
fn is_no_person(words: &[&str]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return true;
    };
    if letters(last) < 2 || words.iter().any(|word| is_unnamed(word)) || has_stray_word(words) {
        return true;
    }
    let opens_with_given = class(first).intersects(Class::GIVEN) || letters(first) == 1;
    let ends_in_role = is_title(last) || class(last).intersects(Class::ROLES);
    let opens_like_text = class(first).intersects(TEXT_OPENER);
    if !opens_with_given && (ends_in_role || opens_like_text) {
        return true;
    }
    // `kind` takes capitals for initials of organisations, and "A." for a word.
    let without_initials = words.iter().filter(|word| letters(word) > 1);
    let cased: Vec<String> = without_initials.map(|word| capitalised(word)).collect();
    let cased: Vec<&str> = cased.iter().map(String::as_str).collect();
    kind(&cased) == NameKind::Other
}

/// A word that opens a phrase or a sentence rather than a name.
const TEXT_OPENER: Class = Class::PREP
    .union(Class::SUBORD)
    .union(Class::CONJ)
    .union(Class::DET)
    .union(Class::ADVERB)
    .union(Class::COMMON)
    .union(Class::AUX)
    .union(Class::POSSESSIVE);

/// Whether a word says that a name is only a role, or is possessive.
fn is_unnamed(word: &str) -> bool {
    let is_possessive = word.ends_with("'s") || word.ends_with("\u{2019}s");
    is_possessive || UNNAMED.contains(&fold(word))
}

/// Whether a name has a word in lower case that names do not have: "SMITH of New Jersey", "Maverick
/// and Goose". A name typed in lower case throughout has none.
fn has_stray_word(words: &[&str]) -> bool {
    let has_capitals = words
        .iter()
        .any(|word| word.starts_with(char::is_uppercase));
    let is_stray = |word: &&str| word.starts_with(char::is_lowercase) && !is_particle(word);
    has_capitals && words.iter().any(is_stray)
}

fn capitalised(word: &str) -> String {
    if !is_acronym(word) && word.starts_with(char::is_uppercase) {
        return word.to_owned();
    }
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + &letters.as_str().to_lowercase()
}

/// Where the surname begins: at the last word, or at the particles before it.
fn surname_start(words: &[&str]) -> usize {
    let mut start = words.len() - 1;
    while start > 0 && is_particle(words[start - 1]) {
        start -= 1;
    }
    start
}

/// The given names in a word: "J.F." has two.
fn given(word: &str) -> Vec<Given> {
    let pieces: Vec<&str> = word.split('.').filter(|piece| !piece.is_empty()).collect();
    if pieces.iter().all(|piece| letters(piece) == 1) {
        let initials = pieces.into_iter();
        let initials = initials.filter_map(|piece| strip(&lower(piece)).chars().next());
        return initials.map(Given::Initial).collect();
    }
    vec![Given::Word(spelling(word, Hyphens::Removed))]
}

#[cfg(test)]
mod tests {
    use super::{Given, form};

    /// Checks the parts of a name: "given names|surname" or "given names|surname|suffix".
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
    fn titles_are_not_part_of_a_name() {
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
    fn degrees_and_generations_come_last() {
        check("Mireille B. Reece, Psy.D", Some("mireille b.|reece"));
        check("Jon Holm III", Some("jon|holm|iii"));
        check("Jon Holm, Jr.", Some("jon|holm|jr"));
    }

    #[test]
    fn labels_organisations_and_several_people_are_not_a_person() {
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
    fn a_surname_alone_is_not_a_given_name_or_initials() {
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
