//! The people that the last sentences were about, to resolve pronouns.

use crate::attribution::people::register::{PersonId, Register};
use crate::attribution::people::sex::Sex;

/// Only this many people are remembered: a pronoun does not reach further back.
const MAX_PEOPLE: usize = 8;

/// The people that a story has been about so far.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    /// The subjects of the last sentences, each once, the latest last. `None` is somebody whose
    /// name several people share.
    subjects: Vec<Option<PersonId>>,
}

impl Focus {
    /// The latest person, other than `except`, that a pronoun of this sex can mean. `None` if
    /// nobody fits, or if somebody came later whose name several people share.
    pub(crate) fn nearest(
        &self,
        register: &Register,
        sex: Sex,
        except: Option<PersonId>,
    ) -> Option<PersonId> {
        let fits = |&id: &PersonId| {
            let agrees = register.person(id).sex.is_none_or(|known| known == sex);
            Some(id) != except && agrees && register.is_sure(id)
        };
        self.subjects.iter().rev().map_while(|&id| id).find(fits)
    }

    /// Notes that a sentence is about this person.
    pub(crate) fn set(&mut self, person: PersonId) {
        self.push(Some(person));
    }

    /// Notes that a sentence is about somebody whose name several people share.
    pub(crate) fn set_ambiguous(&mut self) {
        self.push(None);
    }

    fn push(&mut self, person: Option<PersonId>) {
        self.subjects.retain(|&other| other != person);
        self.subjects.push(person);
        if self.subjects.len() > MAX_PEOPLE {
            self.subjects.remove(0);
        }
    }
}
