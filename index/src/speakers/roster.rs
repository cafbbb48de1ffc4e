//! The speakers' names of all sources of an index, at the last commit and after the current run.
//!
//! Joining reads nothing but the set of all names, their evidence, and whether the index is large.
//! As long as a run changes none of these, the alias table of the last commit is kept.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use crate::speakers::join::{LARGE, join};
use crate::speakers::names::{Name, NameEvidence, SpeakerName};
use crate::speakers::table::{AliasTable, JOIN_VERSION};

/// The speakers' names of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SourceSpeakers {
    /// Number of documents in the source.
    pub documents: u64,
    /// The names that they use.
    pub names: Vec<SpeakerName>,
}

/// The speakers' names of all sources. A source is identified by the hash of its identity.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    /// At the last commit.
    committed: HashMap<String, SourceSpeakers>,
    /// Changes since then; `None` for a source that was removed.
    changed: HashMap<String, Option<SourceSpeakers>>,
}

impl Roster {
    /// Adds a source as the last commit has it. Called for every source before a run changes any.
    pub fn add_committed(&mut self, source: &str, documents: u64, names: &[SpeakerName]) {
        let names = names.to_vec();
        let speakers = SourceSpeakers { documents, names };
        self.committed.insert(source.to_owned(), speakers);
    }

    /// Notes that the run wrote a source.
    pub fn set(&mut self, source: &str, speakers: SourceSpeakers) {
        self.changed.insert(source.to_owned(), Some(speakers));
    }

    /// Notes that the run removed a source.
    pub fn remove(&mut self, source: &str) {
        self.changed.insert(source.to_owned(), None);
    }

    /// The alias table after the run: `committed`, unless what it was made from has changed.
    pub fn table(&self, committed: AliasTable) -> AliasTable {
        let untouched = self.committed.iter();
        let untouched = untouched.filter(|(source, _)| !self.changed.contains_key(*source));
        let written = self.changed.values().flatten();
        let now = JoinInput::new(untouched.map(|(_, speakers)| speakers).chain(written));
        let is_unchanged = now == JoinInput::new(self.committed.values());
        if is_unchanged && committed.version == JOIN_VERSION {
            return committed;
        }
        let names = now.names.into_iter();
        let names: Vec<Name<'_>> = names
            .map(|(text, evidence)| Name { text, evidence })
            .collect();
        AliasTable::new(join(&names, now.is_large))
    }
}

/// Everything that joining depends on.
#[derive(PartialEq, Eq)]
struct JoinInput<'a> {
    names: FxHashMap<&'a str, NameEvidence>,
    is_large: bool,
}

impl<'a> JoinInput<'a> {
    fn new(sources: impl Iterator<Item = &'a SourceSpeakers>) -> JoinInput<'a> {
        let mut names: FxHashMap<&str, NameEvidence> = FxHashMap::default();
        let mut documents = 0;
        for source in sources {
            documents += source.documents;
            for name in &source.names {
                names.entry(&name.name).or_default().add(name.evidence);
            }
        }
        JoinInput {
            names,
            is_large: documents >= LARGE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Roster, SourceSpeakers};
    use crate::speakers::join::Person;
    use crate::speakers::names::{NameEvidence, SpeakerName};
    use crate::speakers::table::{AliasTable, JOIN_VERSION};

    fn names(names: &[&str]) -> Vec<SpeakerName> {
        let speaker_name = |name: &&str| SpeakerName {
            name: (*name).to_owned(),
            evidence: NameEvidence {
                documents: 2,
                ..NameEvidence::default()
            },
        };
        names.iter().map(speaker_name).collect()
    }

    fn speakers(texts: &[&str]) -> SourceSpeakers {
        SourceSpeakers {
            documents: 1,
            names: names(texts),
        }
    }

    /// A table that `join` cannot produce: if the roster returns it, nothing was joined.
    fn mark(version: u32) -> AliasTable {
        AliasTable {
            version,
            people: vec![Person {
                name: "mark".to_owned(),
                forms: Vec::new(),
            }],
        }
    }

    #[test]
    fn names_are_joined_again_only_when_some_came_or_went() {
        let mut roster = Roster::default();
        roster.add_committed("one", 1, &names(&["Anna Berg"]));
        roster.add_committed("two", 1, &names(&["Anna Berg", "Berg"]));
        roster.set("one", speakers(&["Berg"]));
        roster.set("three", speakers(&["Anna Berg"]));
        assert_eq!(roster.table(mark(JOIN_VERSION)), mark(JOIN_VERSION));
        let outdated = JOIN_VERSION - 1;
        assert_ne!(roster.table(mark(outdated)), mark(outdated));
        roster.remove("three");
        roster.remove("two");
        assert_eq!(roster.table(mark(JOIN_VERSION)).people, []);
        roster.set("four", speakers(&["Anna K. Berg"]));
        assert_eq!(
            roster.table(mark(JOIN_VERSION)).people[0].name,
            "Anna K. Berg"
        );
    }
}
