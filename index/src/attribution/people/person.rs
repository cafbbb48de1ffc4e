//! Decides whether a name is that of a person, from everything that its story shows.
//!
//! Evidence against a person beats a capitalised word that merely speaks. A title, a description or
//! a given name protects a person from an "it" that means something else, and so does a full name
//! that came before its surname.

use crate::attribution::people::evidence::Signs;

/// A wording of a name, with what decides about it.
pub(crate) struct Candidate {
    /// What all its mentions show.
    pub(crate) signs: Signs,
    /// Number of its words.
    pub(crate) words: usize,
    /// Whether it is a single word that a full name of the story ends with.
    pub(crate) surname: Surname,
}

/// Whether a full name in the story ends with a name of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surname {
    /// None does.
    Unknown,
    /// The full name came first.
    Introduced,
    /// The full name came later.
    Early,
}

/// Shows that a name is a body's, however much like a person's it looks.
const PLAIN: Signs = Signs::BODY_DESCRIBED
    .union(Signs::LISTED)
    .union(Signs::JOINED);

/// Shows that the surname of a person is the name of a body as well: "Keel" before Tom Keel.
const NAMESAKE: Signs = PLAIN.union(Signs::ITS).union(Signs::EMPLOYER);

/// Shows that a name without any sign of a person is a body's.
const AGAINST: Signs = NAMESAKE
    .union(Signs::IT)
    .union(Signs::WHICH)
    .union(Signs::BODY_BEFORE)
    .union(Signs::RENAMED);

/// The same for a name of one word.
const AGAINST_LONE: Signs = AGAINST.union(Signs::WEAK_IT);

/// Shows that a name is a person's.
const SHOWN: Signs = Signs::TITLE.union(Signs::DESCRIBED);

impl Candidate {
    /// Whether the name is that of a body rather than of a person.
    pub(crate) fn is_body(&self) -> bool {
        let has = |signs: Signs| self.signs.intersects(signs);
        if has(SHOWN) {
            return false;
        }
        match self.surname {
            Surname::Introduced => return false,
            Surname::Early => return has(NAMESAKE),
            Surname::Unknown => {}
        }
        if has(Signs::GIVEN | Signs::HE_SHE) {
            return has(PLAIN);
        }
        has(if self.words == 1 {
            AGAINST_LONE
        } else {
            AGAINST
        })
    }
}
