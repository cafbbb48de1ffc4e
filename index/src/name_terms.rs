//! Terms by which speakers and sections are found by any word of their names: the word, and the name behind it.

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::query::folded_words;
use crate::schema::{Fields, cut};

/// Whose name a term of the `named` field leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// A speaker's.
    Speaker,
    /// A section path.
    Section,
}

impl Named {
    /// Parts a word from the name it stands in. No word holds it.
    const JOINT: char = '\u{1}';

    /// The field that holds the whole names.
    pub fn field(self, fields: &Fields) -> Field {
        match self {
            Named::Speaker => fields.speaker,
            Named::Section => fields.section,
        }
    }

    /// How the terms of a folded word begin; of one with a `*` behind it, those of all words that begin so.
    pub fn beginning(self, word: &str) -> String {
        let mark = match self {
            Named::Speaker => 's',
            Named::Section => 't',
        };
        match word.strip_suffix('*') {
            Some(start) => format!("{mark}{start}"),
            None => format!("{mark}{word}{}", Named::JOINT),
        }
    }

    /// The name that a term leads to.
    pub fn name(term: &str) -> Option<&str> {
        term.split_once(Named::JOINT).map(|(_, name)| name)
    }

    fn terms(self, name: &str) -> Box<[String]> {
        let name = cut(name);
        let mut words = folded_words(name).unwrap_or_default();
        words.sort_unstable();
        words.dedup();
        let term = |word: &String| self.beginning(word) + name;
        words.iter().map(term).collect()
    }
}

/// The terms of the names that were met last: a speaker speaks again, and a section goes on.
#[derive(Debug, Default)]
pub(crate) struct NamedTerms {
    speakers: FxHashMap<String, Box<[String]>>,
    section: (String, Box<[String]>),
}

impl NamedTerms {
    /// Names remembered before it starts anew.
    const REMEMBERED: usize = 1_000;

    /// Those of a speaker.
    pub fn of_speaker(&mut self, name: &str) -> &[String] {
        if self.speakers.len() > NamedTerms::REMEMBERED {
            self.speakers.clear();
        }
        if !self.speakers.contains_key(name) {
            let terms = Named::Speaker.terms(name);
            self.speakers.insert(name.to_owned(), terms);
        }
        self.speakers.get(name).map_or(&[], |terms| terms)
    }

    /// Those of a section path.
    pub fn of_section(&mut self, path: &str) -> &[String] {
        if self.section.0 != path {
            self.section = (path.to_owned(), Named::Section.terms(path));
        }
        &self.section.1
    }
}
