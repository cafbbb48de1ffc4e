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

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks who says the first utterance of a story.
    fn check(story: &str, expected: Option<&str>) {
        let found = attribute(&[story]);
        let speaker = found[0].first().and_then(|said| said.speaker.as_deref());
        assert_eq!(speaker, expected, "{story}");
    }

    #[test]
    fn a_name_with_it_in_its_clause_is_a_body() {
        check("Holmvik said it would close the yard.", None);
        check("Holmvik says its boats are full.", None);
        check("Holmvik, the town's oldest bank, said \"no\".", None);
        check("\"We sail,\" said Holmvik, which is based in Lindal.", None);
        check(
            "Holmvik said the yard is closed. The shipbuilder has debts.",
            None,
        );
        check("Holmvik Ferries said the yard is closed.", None);
    }

    #[test]
    fn a_person_survives_an_it_that_means_something_else() {
        check("Anna Berg said it would rain.", Some("Anna Berg"));
        check("Mayor Solheim said it would rain.", Some("Solheim"));
        check(
            "Dagny Solheim, 42, said it would rain.",
            Some("Dagny Solheim"),
        );
        let surname = "Anna Berg rose. \"It sails,\" Berg said. Berg said it would rain.";
        check(surname, Some("Anna Berg"));
    }

    #[test]
    fn half_the_name_of_a_body_is_no_person() {
        let story = "Holm says its boats are full. \"We row,\" said its founder, Otto Holm.";
        check(story, None);
        check(
            "Lindal Holm warned that it would close. Anna Holm left.",
            None,
        );
    }
}
