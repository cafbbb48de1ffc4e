//! The people that the last sentences were about, to resolve pronouns.
//!
//! The subject of a sentence is remembered before the others that it names. A pronoun means the
//! latest person that it agrees with. It means nobody if somebody came later that the story does
//! not name.

use crate::attribution::name::sex::Sex;
use crate::attribution::people::register::{PersonId, Register};

/// Only this many people are remembered: a pronoun does not reach further back.
const MAX_PEOPLE: usize = 10;

/// A pronoun means somebody who is not the subject only this many sentences later.
const MAX_AGE: usize = 2;

/// The people that a story has been about so far.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    /// The latest last. Each person is here once.
    entries: Vec<Entry>,
    /// Number of sentences read so far.
    sentences: usize,
}

/// Somebody that a pronoun may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    /// The subject of a sentence, or the speaker.
    Subject(PersonId),
    /// Somebody else that the sentence of this number names.
    Mentioned(PersonId, usize),
    /// A name that may be a person's.
    Unknown,
    /// Somebody whose name several people share.
    Shared,
    /// Somebody without a name: "an old man".
    Stranger(Sex),
}

impl Entry {
    fn person(self) -> Option<PersonId> {
        match self {
            Entry::Subject(id) | Entry::Mentioned(id, _) => Some(id),
            Entry::Unknown | Entry::Shared | Entry::Stranger(_) => None,
        }
    }
}

impl Focus {
    /// The latest person, other than `except`, that a pronoun of this sex can mean. `None` if
    /// nobody fits, or if somebody else came later that it can mean.
    pub(crate) fn nearest(
        &self,
        register: &Register,
        sex: Sex,
        except: Option<PersonId>,
    ) -> Option<PersonId> {
        let (mut mentioned, mut is_doubtful) = (None, false);
        for entry in self.entries.iter().rev() {
            let known = entry.person().and_then(|id| register.person(id).sex);
            match *entry {
                Entry::Shared => return None,
                Entry::Stranger(other) if other == sex => break,
                Entry::Subject(id) | Entry::Mentioned(id, _) if Some(id) == except => {}
                Entry::Unknown => is_doubtful = true,
                Entry::Subject(id) if known.is_none_or(|known| known == sex) => {
                    if register.is_sure(id) {
                        return Some(id);
                    }
                    is_doubtful = true;
                }
                Entry::Mentioned(id, at)
                    if known == Some(sex) && self.sentences <= at + MAX_AGE =>
                {
                    mentioned = mentioned.or(Some(id));
                }
                _ => {}
            }
        }
        mentioned.filter(|_| !is_doubtful)
    }

    /// Notes that a sentence is about this person.
    pub(crate) fn set(&mut self, person: PersonId) {
        self.entries.retain(|entry| entry.person() != Some(person));
        self.push(Entry::Subject(person));
    }

    /// Notes that a sentence is about somebody whose name several people share.
    pub(crate) fn set_ambiguous(&mut self) {
        self.push(Entry::Shared);
    }

    /// Notes that a sentence is about a name that may be a person's.
    pub(crate) fn set_unknown(&mut self) {
        self.push(Entry::Unknown);
    }

    /// Notes that a sentence is about somebody without a name.
    pub(crate) fn set_stranger(&mut self, sex: Sex) {
        self.push(Entry::Stranger(sex));
    }

    /// Notes the others that a sentence names, in the order in which it names them. Its subject, if
    /// it was noted, stays the latest.
    pub(crate) fn mention(&mut self, people: &[PersonId], has_subject: bool) {
        self.sentences += 1;
        let subject = has_subject.then(|| self.entries.pop()).flatten();
        for &id in people.iter().rev() {
            if subject.and_then(Entry::person) != Some(id) && !self.is_subject(id) {
                self.entries.retain(|entry| entry.person() != Some(id));
                self.push(Entry::Mentioned(id, self.sentences));
            }
        }
        self.entries.extend(subject);
    }

    fn is_subject(&self, person: PersonId) -> bool {
        self.entries.contains(&Entry::Subject(person))
    }

    fn push(&mut self, entry: Entry) {
        self.entries.retain(|other| *other != entry);
        self.entries.push(entry);
        if self.entries.len() > MAX_PEOPLE {
            self.entries.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks who says the last utterance of a story.
    fn check(story: &str, expected: Option<&str>) {
        let found = attribute(&[story]);
        let speaker = found[0].last().and_then(|said| said.speaker.as_deref());
        assert_eq!(speaker, expected, "{story}");
    }

    #[test]
    fn a_given_name_tells_whom_a_pronoun_does_not_mean() {
        check("Otto Berg was away. \"He sails,\" she said.", None);
        check(
            "Otto Berg was away. \"I sail,\" he said.",
            Some("Otto Berg"),
        );
    }

    #[test]
    fn a_stranger_of_the_same_sex_blocks_a_pronoun() {
        check(
            "Anna Berg rose. A woman came in. \"I row,\" she said.",
            None,
        );
        check(
            "Otto Berg rose. His wife stayed. \"I row,\" she said.",
            None,
        );
        check(
            "Anna Berg rose. An old man left. \"I row,\" she said.",
            Some("Anna Berg"),
        );
    }

    #[test]
    fn a_name_like_that_of_a_person_blocks_a_pronoun() {
        check(
            "\"I row,\" said Mr. Holm. Otto Berg left. Old Holm came in. \"I sail,\" he said.",
            None,
        );
    }

    #[test]
    fn a_pronoun_can_mean_somebody_beside_the_subject() {
        check(
            "Otto Berg met Anna Holm. \"I row,\" she said.",
            Some("Anna Holm"),
        );
        let apposed = "Otto Berg won. His sister, Kim Berg, rose. \"I row,\" she said.";
        check(apposed, Some("Kim Berg"));
    }

    #[test]
    fn a_title_tells_two_people_with_one_surname_apart() {
        check(
            "Anna Berg and Otto Berg row. \"We row,\" Mr. Berg said.",
            Some("Otto Berg"),
        );
        check("Otto Berg rows. \"We row,\" Mrs. Berg said.", None);
    }
}
