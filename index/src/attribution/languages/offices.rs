//! Which persons of a story hold an office, so that "die Ministerin" can mean one of them.
//!
//! An office means a person only if the story gives it to nobody else, and never speaks of "ein
//! Minister" without a name. Who held it before holds it no longer.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::attribution::languages::class::Class;
use crate::attribution::languages::name::Names;
use crate::attribution::languages::tokens::Kind;

/// How far an office may be before the comma and the name behind it, in tokens: "la maire de
/// Valmont, Claire Dumas".
const FAR: usize = 8;

/// How words begin that say that somebody no longer holds an office, or holds it for another.
const NOT_IN_OFFICE: [&str; 14] = [
    "alt",
    "ancien",
    "antiguo",
    "antigua",
    "designiert",
    "ehemalig",
    "ex",
    "früher",
    "sous-",
    "stellvertret",
    "vice",
    "vize",
    "ex-",
    "ehem",
];

/// Words that open the office of somebody without a name.
const OPEN: [&str; 9] = [
    "ein", "eine", "einem", "einen", "einer", "un", "una", "une", "kein",
];

/// The offices of a story: the name of each holder.
#[derive(Debug, Default)]
pub(crate) struct Offices {
    /// In lower case; `None` if several persons hold one.
    held: FxHashMap<String, Option<String>>,
    open: FxHashSet<String>,
}

impl Offices {
    /// Notes the office of the person whose name is `first..end`, in a run that starts at `start`.
    pub(crate) fn note(&mut self, names: Names<'_>, start: usize, first: usize, end: usize) {
        let Some(at) = office(names, start, first, end) else {
            return;
        };
        let is_out = |word: &str| {
            let word = word.to_lowercase();
            NOT_IN_OFFICE.iter().any(|out| word.starts_with(out))
        };
        let before = at.checked_sub(1).map(|before| names.word(before));
        if before.is_some_and(is_out) || is_out(names.word(at)) {
            return;
        }
        let name = names.name(first, end);
        let held = self.held.entry(names.word(at).to_lowercase());
        let held = held.or_insert_with(|| Some(name.clone()));
        // "Wiese" and "Karla Wiese" are one.
        let is_same = |known: &str| known.ends_with(&name) || name.ends_with(known);
        match held {
            Some(known) if is_same(known) => {
                if name.len() > known.len() {
                    *known = name;
                }
            }
            _ => *held = None,
        }
    }

    /// Notes that the noun at `at` is the office of somebody without a name, if it is: "ein
    /// Minister".
    pub(crate) fn note_open(&mut self, names: Names<'_>, at: usize) {
        let opens = |word: &str| OPEN.contains(&word.to_lowercase().as_str());
        let is_open = (at.saturating_sub(2)..at).any(|at| opens(names.word(at)));
        if is_open {
            self.open.insert(names.word(at).to_lowercase());
        }
    }

    /// The name of the only person who holds the office of this noun. In German the last part of a
    /// compound is enough: "der Minister" for an "Innenminister".
    pub(crate) fn holder(&self, noun: &str, has_compounds: bool) -> Option<&str> {
        let noun = noun.to_lowercase();
        let is_same = |held: &str| held == noun || (has_compounds && held.ends_with(noun.as_str()));
        if self.open.iter().any(|open| is_same(open)) {
            return None;
        }
        let mut held = self.held.iter().filter(|(office, _)| is_same(office));
        let (_, name) = held.next()?;
        let name = name.as_deref()?;
        let is_alone = held.all(|(_, other)| other.as_deref() == Some(name));
        is_alone.then_some(name)
    }
}

/// The token of the office beside a name: "Ministerin Karla Wiese", "la maire de Valmont, Claire
/// Dumas", "Karla Wiese, die Ministerin".
fn office(names: Names<'_>, start: usize, first: usize, end: usize) -> Option<usize> {
    let is_office = |at: &usize| names.noun_class(*at).contains(Class::ROLE);
    if let Some(inside) = (start..first).rev().find(is_office) {
        return Some(inside);
    }
    let before = start.checked_sub(1).map(|at| (at, names.tokens[at].kind));
    let found = match before {
        Some((at, Kind::Word | Kind::Capital)) => Some(at).filter(is_office),
        Some((at, Kind::Comma)) => {
            let phrase = (at.saturating_sub(FAR)..at).rev();
            let mut phrase = phrase.take_while(|at| names.tokens[*at].is_word());
            phrase.find(is_office)
        }
        _ => None,
    };
    if found.is_some() {
        return found;
    }
    let is_comma = names.tokens.get(end)?.kind == Kind::Comma;
    let article = names.tokens.get(end + 1)?.is(Class::ANY_DETERMINER);
    let at = end + 1 + usize::from(article);
    (is_comma && at < names.tokens.len() && is_office(&at)).then_some(at)
}
