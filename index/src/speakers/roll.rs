//! The names of all sources of an index, before a run and after it, and whether they must be joined anew.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use crate::index::account::SourceAccount;
use crate::speakers::called::{Called, Shown};
use crate::speakers::join::{LARGE, Name, join};
use crate::speakers::table::{JOINING, Table};

/// What a source says of its speakers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Heard {
    /// How many documents it holds.
    pub documents: u64,
    /// Their speakers' names.
    pub names: Vec<Called>,
}

/// The names of all sources.
#[derive(Debug, Default)]
pub(crate) struct Roll {
    /// At the last commit, by the hash of the source's identity.
    before: HashMap<String, Heard>,
    /// What has changed since; `None` for what is gone.
    since: HashMap<String, Option<Heard>>,
}

impl Roll {
    /// A run begins with what the last commit holds.
    pub fn begin(&mut self, books: &[SourceAccount]) {
        self.before.extend(books.iter().map(|book| {
            let heard = Heard {
                documents: book.documents,
                names: book.speakers.clone(),
            };
            (book.source.clone(), heard)
        }));
    }

    /// A source was written.
    pub fn hear(&mut self, source: &str, heard: Heard) {
        self.since.insert(source.to_owned(), Some(heard));
    }

    /// A source was taken out.
    pub fn gone(&mut self, source: &str) {
        self.since.insert(source.to_owned(), None);
    }

    /// Who is who after the run: as before, unless names came or went.
    pub fn table(&self, before: Table) -> Table {
        let untouched = self.before.iter();
        let untouched = untouched.filter(|(source, _)| !self.since.contains_key(*source));
        let now: Vec<&Heard> = untouched
            .map(|(_, heard)| heard)
            .chain(self.since.values().flatten())
            .collect();
        let now = Evidence::of(now.into_iter());
        if now == Evidence::of(self.before.values()) && before.joining == JOINING {
            return before;
        }
        let names: Vec<Name<'_>> = now
            .names
            .into_iter()
            .map(|(text, shown)| Name { text, shown })
            .collect();
        Table::new(join(&names, now.large))
    }
}

/// All that names are joined by.
#[derive(PartialEq, Eq)]
struct Evidence<'a> {
    names: FxHashMap<&'a str, Shown>,
    large: bool,
}

impl<'a> Evidence<'a> {
    fn of(heard: impl Iterator<Item = &'a Heard>) -> Evidence<'a> {
        let mut names: FxHashMap<&str, Shown> = FxHashMap::default();
        let mut documents = 0;
        for heard in heard {
            documents += heard.documents;
            for called in &heard.names {
                names.entry(&called.name).or_default().add(called.shown);
            }
        }
        Evidence {
            names,
            large: documents >= LARGE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Heard, Roll};
    use crate::speakers::called::{Called, Shown};
    use crate::speakers::join::Joined;
    use crate::speakers::table::{JOINING, Table};

    fn heard(names: &[&str]) -> Heard {
        let called = |name: &&str| Called {
            name: (*name).to_owned(),
            shown: Shown {
                documents: 2,
                ..Shown::default()
            },
        };
        Heard {
            documents: 1,
            names: names.iter().map(called).collect(),
        }
    }

    /// A table that no joining would make: whoever gives it back has not joined.
    fn mark(joining: u32) -> Table {
        Table {
            joining,
            people: vec![Joined {
                name: "mark".to_owned(),
                forms: Vec::new(),
            }],
        }
    }

    #[test]
    fn names_are_joined_anew_only_when_some_came_or_went() {
        let mut roll = Roll::default();
        roll.before.insert("one".to_owned(), heard(&["Anna Berg"]));
        roll.before
            .insert("two".to_owned(), heard(&["Anna Berg", "Berg"]));
        roll.hear("one", heard(&["Berg"]));
        roll.hear("three", heard(&["Anna Berg"]));
        assert_eq!(roll.table(mark(JOINING)), mark(JOINING));
        assert_ne!(roll.table(mark(JOINING - 1)), mark(JOINING - 1));
        roll.gone("three");
        roll.gone("two");
        assert_eq!(roll.table(mark(JOINING)).people, []);
        roll.hear("four", heard(&["Anna K. Berg"]));
        assert_eq!(roll.table(mark(JOINING)).people[0].name, "Anna K. Berg");
    }
}
