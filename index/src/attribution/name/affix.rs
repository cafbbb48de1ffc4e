//! What stands around a name: titles before it, particles of a surname, letters of degrees and generations behind it.

use crate::attribution::name::parts::is_suffix;
use crate::attribution::name::spelling::{Hyphen, letters, spelt};
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;
use crate::text::fold::fold;

/// Titles before a surname. After others (King, Pope, Sister) a given name may stand as well, and Mr. and Mrs. Berg are two.
const BEFORE_SURNAMES: &[&str] = &[
    "admiral",
    "adm",
    "ambassador",
    "attorney",
    "capt",
    "captain",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
    "col",
    "colonel",
    "commander",
    "commissioner",
    "congressman",
    "congresswoman",
    "councillor",
    "councilor",
    "councilman",
    "councilwoman",
    "delegate",
    "detective",
    "dr",
    "gen",
    "general",
    "gov",
    "governor",
    "inspector",
    "judge",
    "justice",
    "lieutenant",
    "lt",
    "maj",
    "mayor",
    "minister",
    "premier",
    "president",
    "prof",
    "professor",
    "rep",
    "representative",
    "secretary",
    "sen",
    "senator",
    "sergeant",
    "sgt",
    "sheriff",
    "speaker",
    "superintendent",
];

/// Titles that the lists of attribution do not hold.
const MORE_TITLES: &[&str] = &[
    "herr",
    "frau",
    "monsieur",
    "madame",
    "cllr",
    "supervisor",
    "count",
    "countess",
    "baron",
    "baroness",
    "duke",
    "duchess",
];

/// Letters behind a name: degrees, orders, offices.
const LETTERS: &[&str] = &[
    "phd", "md", "mp", "mep", "msp", "esq", "qc", "kc", "obe", "cbe", "mbe", "frs", "dds", "rn",
    "jd", "psyd", "cpa", "mba", "dphil", "ret",
];

/// Particles that begin a surname however they are written. "Al" and "Ben" are given names as well.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "bin",
    "ibn", "el", "ter",
];

/// Further particles, where they are written small.
const SMALL_PARTICLES: &[&str] = &[
    "al", "ben", "abu", "do", "das", "zu", "zur", "af", "av", "ten", "y", "e", "den", "dela",
];

/// The words after the last title, if the name begins with titles: "U.S. Defense Secretary Pete Hegseth".
pub(crate) fn without_title(words: Vec<&str>) -> Option<Vec<&str>> {
    let first = words.first()?;
    let begins_with_given =
        class(first).intersects(Class::GIVEN) && !is_title(first) || letters(first) == 1;
    if begins_with_given || words.len() == 1 {
        return Some(words);
    }
    let Some(title) = words[..words.len() - 1]
        .iter()
        .rposition(|word| is_title(word))
    else {
        return Some(words);
    };
    let mut rest = words[title + 1..].to_vec();
    if rest[0].starts_with(char::is_lowercase) && !is_particle(rest[0]) {
        // "Secretary of State Marco Rubio": where the office ends only a given name can tell.
        let begins = rest
            .iter()
            .position(|word| class(word).intersects(Class::GIVEN))?;
        rest.drain(..begins);
        return (rest.len() > 1).then_some(rest);
    }
    if rest[..rest.len() - 1].iter().all(|word| is_particle(word)) {
        let is_surname = BEFORE_SURNAMES.contains(&&*fold(words[title]))
            && !class(rest[rest.len() - 1]).intersects(Class::GIVEN);
        return is_surname.then_some(rest);
    }
    Some(rest)
}

/// The words without what tells generations apart, and without degrees and orders.
pub(crate) fn without_suffix(mut words: Vec<&str>) -> (Vec<&str>, Option<&str>) {
    let mut suffix = None;
    while words.len() > 1 {
        let last = words[words.len() - 1];
        if is_suffix(last) {
            suffix = Some(last);
        } else if !is_letters(last) {
            break;
        }
        words.pop();
    }
    (words, suffix)
}

pub(crate) fn is_title(word: &str) -> bool {
    class(word).intersects(Class::TITLE_OR_ROLE) || MORE_TITLES.contains(&&*fold(word))
}

/// "Ph.D", "MP": upper case in the main.
pub(crate) fn is_letters(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1
        && LETTERS.contains(&&*spelt(word, Hyphen::Gone))
        || ["Esq", "Ret"].contains(&word)
}

/// Whether a word belongs to the surname behind it.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&&*fold(word)) || SMALL_PARTICLES.contains(&word)
}
