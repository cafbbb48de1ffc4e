//! Why the source of an utterance is not a person by name: what the story or a word list shows.
//!
//! Found by reading a story again, with the same decisions; nothing of it is stored.

use std::fmt;

/// Why an utterance has no speaker although the text names a source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// What is beside the name somewhere in the story: `"it" in the same clause`.
    Sign(&'static str),
    /// A word of the name is in a list, named by what it holds: "organisations".
    Listed {
        /// The word, as written.
        word: String,
        /// What the list holds.
        list: &'static str,
    },
    /// "The" comes before the name, as before that of an organisation.
    Article(String),
    /// Several persons of the story have this name.
    Several(Vec<String>),
    /// A pronoun that nobody, or more than one person, fits.
    Pronoun(String),
    /// The words name nobody: "a spokesman".
    NoName(String),
    /// Nothing shows that this is the name of a person.
    Unsure(String),
}

/// Reads "not a person: ..." or "two people could be meant: ...".
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Sign(sign) => write!(f, "not a person: {sign}"),
            Refusal::Listed { word, list } => {
                write!(f, "not a person: \"{word}\" is in a word list ({list})")
            }
            Refusal::Article(name) => write!(f, "not a person: \"the\" before \"{name}\""),
            Refusal::Several(names) => {
                let count = match names.len() {
                    2 => "two".to_owned(),
                    n => n.to_string(),
                };
                write!(f, "{count} people could be meant: {}", names.join(", "))
            }
            Refusal::Pronoun(word) => {
                write!(f, "nobody, or more than one person, could be \"{word}\"")
            }
            Refusal::NoName(words) => write!(f, "\"{words}\" is no name"),
            Refusal::Unsure(name) => write!(f, "nothing shows that \"{name}\" is a person"),
        }
    }
}

/// Finds why the words of a text that name a source name no person.
pub(crate) type Reason<'a> = Box<dyn Fn(&str) -> Option<Refusal> + 'a>;

#[cfg(test)]
mod tests {
    use crate::attribution::refusals;

    /// Checks why nobody says the first utterance of a story.
    fn check(lang: &str, story: &str, expected: &str) {
        let found = refusals(Some(lang), &[story]);
        let why = found[0].first().and_then(|(_, why)| why.as_ref());
        let why = why.map(ToString::to_string).unwrap_or_default();
        assert_eq!(why, expected, "{story}");
    }

    #[test]
    fn a_sign_against_a_person_is_named() {
        let in_clause = "not a person: \"it\" in the same clause";
        check("en", "Holmvik said it would close the yard.", in_clause);
        check(
            "en",
            "\"We sail,\" said Holmvik, which is based in Lindal.",
            "not a person: \"which\" behind it",
        );
        check(
            "en",
            "Holmvik said the yard is closed. The shipbuilder has debts.",
            "not a person: the next sentence calls it a body",
        );
    }

    #[test]
    fn a_word_list_is_named() {
        let story = "The Harbour Committee said the yard is closed.";
        check(
            "en",
            story,
            "not a person: \"Committee\" is in a word list (organisations)",
        );
    }

    #[test]
    fn people_who_share_a_name_are_listed() {
        check(
            "en",
            "Berg said no. Anna Berg and Otto Berg row.",
            "two people could be meant: Anna Berg, Otto Berg",
        );
    }

    #[test]
    fn a_pronoun_and_a_noun_are_no_names() {
        check(
            "en",
            "\"No,\" a spokesman said.",
            "\"a spokesman\" is no name",
        );
        check(
            "en",
            "\"No,\" she said.",
            "nobody, or more than one person, could be \"she\"",
        );
        check(
            "de",
            "„Nein“, sagte ein Sprecher.",
            "\"ein Sprecher\" is no name",
        );
        check(
            "fr",
            "« Non », a-t-elle dit.",
            "nobody, or more than one person, could be \"elle\"",
        );
    }
}
