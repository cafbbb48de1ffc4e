//! Terms that find a speaker or a section by any word of its name.
//!
//! Each term of the field `named` is a letter for the kind of name, a folded word, U+0001, and the
//! whole name. So the terms that start with a word list all names that contain it.

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::fields::schema::{Fields, cut};
use crate::query::name::folded_words;

/// What a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NameKind {
    /// A speaker.
    Speaker,
    /// A section: the titles on the path to it.
    Section,
}

impl NameKind {
    /// Separates the word from the name. No word contains it.
    const SEPARATOR: char = '\u{1}';

    /// The field with the whole names.
    pub fn field(self, fields: &Fields) -> Field {
        match self {
            NameKind::Speaker => fields.speaker,
            NameKind::Section => fields.section,
        }
    }

    /// The common prefix of all terms of a folded word in the field `named`. If the word ends in
    /// `*`: of all words with that prefix.
    pub fn term_prefix(self, word: &str) -> String {
        let kind = match self {
            NameKind::Speaker => 's',
            NameKind::Section => 't',
        };
        match word.strip_suffix('*') {
            Some(start) => format!("{kind}{start}"),
            None => format!("{kind}{word}{}", NameKind::SEPARATOR),
        }
    }

    /// The whole name in a term of the field `named`.
    pub fn whole_name(term: &str) -> Option<&str> {
        term.split_once(NameKind::SEPARATOR).map(|(_, name)| name)
    }

    /// The terms of a name, one for each of its different words.
    fn terms(self, name: &str) -> Box<[String]> {
        let name = cut(name);
        let mut words = folded_words(name).unwrap_or_default();
        words.sort_unstable();
        words.dedup();
        let term = |word: &String| self.term_prefix(word) + name;
        words.iter().map(term).collect()
    }
}

/// A cache of the terms of recent names: speakers and sections repeat from passage to passage.
#[derive(Debug, Default)]
pub(crate) struct NameTerms {
    speakers: FxHashMap<String, Box<[String]>>,
    section: (String, Box<[String]>),
}

impl NameTerms {
    /// The cache is emptied when it has more speakers than this, to bound its memory. Most
    /// documents have far fewer speakers.
    const MAX_SPEAKERS: usize = 1_000;

    /// The terms of a speaker's name.
    pub fn of_speaker(&mut self, name: &str) -> &[String] {
        if self.speakers.len() > NameTerms::MAX_SPEAKERS {
            self.speakers.clear();
        }
        if !self.speakers.contains_key(name) {
            let terms = NameKind::Speaker.terms(name);
            self.speakers.insert(name.to_owned(), terms);
        }
        self.speakers.get(name).map_or(&[], |terms| terms)
    }

    /// The terms of a section path.
    pub fn of_section(&mut self, path: &str) -> &[String] {
        if self.section.0 != path {
            self.section = (path.to_owned(), NameKind::Section.terms(path));
        }
        &self.section.1
    }
}
