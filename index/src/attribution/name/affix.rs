//! What surrounds the name proper: titles before it, particles of the surname, degrees and
//! generations behind it.

use crate::attribution::name::parts::is_generation;
use crate::attribution::name::spelling::{Hyphens, letters, spelling};
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::text::fold::fold;
use crate::text::word_list::WordList;

static SURNAME_TITLES: WordList = WordList::new(include_str!("lists/surname_titles.txt"));
static MORE_TITLES: WordList = WordList::new(include_str!("lists/more_titles.txt"));
static DEGREES: WordList = WordList::new(include_str!("lists/degrees.txt"));
static PARTICLES: WordList = WordList::new(include_str!("lists/particles.txt"));
static LOWERCASE_PARTICLES: WordList = WordList::new(include_str!("lists/lowercase_particles.txt"));

/// The words of a name behind its last title: "Pete Hegseth" of "U.S. Defense Secretary Pete
/// Hegseth". `None` if nothing tells where the name begins, or whose name it is ("Pope Francis").
pub(crate) fn without_title(words: Vec<&str>) -> Option<Vec<&str>> {
    let first = words.first()?;
    let is_given = class(first).intersects(Class::GIVEN) && !is_title(first);
    if is_given || letters(first) == 1 || words.len() == 1 {
        return Some(words);
    }
    let before_last = &words[..words.len() - 1];
    let Some(title) = before_last.iter().rposition(|word| is_title(word)) else {
        return Some(words);
    };
    let name = &words[title + 1..];
    if name[0].starts_with(char::is_lowercase) && !is_particle(name[0]) {
        return behind_office(name);
    }
    let (last, before) = name.split_last()?;
    if before.iter().all(|word| is_particle(word)) {
        let is_surname =
            SURNAME_TITLES.contains(&fold(words[title])) && !class(last).intersects(Class::GIVEN);
        return is_surname.then(|| name.to_vec());
    }
    Some(name.to_vec())
}

/// "of State Marco Rubio": only a given name can tell where the office ends.
fn behind_office<'w>(words: &[&'w str]) -> Option<Vec<&'w str>> {
    let is_given = |word: &&str| class(word).intersects(Class::GIVEN);
    let name = &words[words.iter().position(is_given)?..];
    (name.len() > 1).then(|| name.to_vec())
}

/// The words without generation and degrees, and the generation ("Jr.") if there is one.
pub(crate) fn without_suffix(mut words: Vec<&str>) -> (Vec<&str>, Option<&str>) {
    let mut generation = None;
    while words.len() > 1 {
        let last = words[words.len() - 1];
        if is_generation(last) {
            generation = Some(last);
        } else if !is_degree(last) {
            break;
        }
        words.pop();
    }
    (words, generation)
}

/// Whether a word is a title or a noun for one person.
pub(crate) fn is_title(word: &str) -> bool {
    class(word).intersects(Class::TITLE_OR_ROLE) || MORE_TITLES.contains(&fold(word))
}

/// Whether a word behind a name is a degree, an order or an office: "Ph.D", "MP".
pub(crate) fn is_degree(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let is_listed = || DEGREES.contains(&spelling(word, Hyphens::Removed));
    (capitals > 1 && is_listed()) || ["Esq", "Ret"].contains(&word)
}

/// Whether a word belongs to the surname behind it.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&fold(word)) || LOWERCASE_PARTICLES.contains(word)
}
