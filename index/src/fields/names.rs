//! Terms by which speakers and sections are found by any word of their names: the word, and the name behind it.

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::fields::schema::{Fields, cut};
use crate::query::name::folded_words;

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    /// A speaker's.
    Speaker,
    /// The section's: its titles.
    Section,
}

impl Name {
    /// Parts a word from the name it stands in. No word holds it.
    const JOINT: char = '\u{1}';

    /// The field that holds the whole names.
    pub fn field(self, fields: &Fields) -> Field {
        match self {
            Name::Speaker => fields.speaker,
            Name::Section => fields.section,
        }
    }

    /// How the terms of a folded word begin in the field `named`; of one with a `*` behind it, those of all words that begin so.
    pub fn beginning(self, word: &str) -> String {
        let mark = match self {
            Name::Speaker => 's',
            Name::Section => 't',
        };
        match word.strip_suffix('*') {
            Some(start) => format!("{mark}{start}"),
            None => format!("{mark}{word}{}", Name::JOINT),
        }
    }

    /// The name that a term of the field `named` leads to.
    pub fn behind(term: &str) -> Option<&str> {
        term.split_once(Name::JOINT).map(|(_, name)| name)
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
pub(crate) struct NameTerms {
    speakers: FxHashMap<String, Box<[String]>>,
    section: (String, Box<[String]>),
}

impl NameTerms {
    /// Names remembered before it starts anew.
    const REMEMBERED: usize = 1_000;

    /// Those of a speaker.
    pub fn of_speaker(&mut self, name: &str) -> &[String] {
        if self.speakers.len() > NameTerms::REMEMBERED {
            self.speakers.clear();
        }
        if !self.speakers.contains_key(name) {
            let terms = Name::Speaker.terms(name);
            self.speakers.insert(name.to_owned(), terms);
        }
        self.speakers.get(name).map_or(&[], |terms| terms)
    }

    /// Those of a section path.
    pub fn of_section(&mut self, path: &str) -> &[String] {
        if self.section.0 != path {
            self.section = (path.to_owned(), Name::Section.terms(path));
        }
        &self.section.1
    }
}
