//! Scores how pronouns are followed to persons, against hand-annotated mentions.
//!
//! Documents are JSON, one a line: `{"id", "paragraphs": [..], "mentions": [{"paragraph", "start",
//! "end", "kind", "name", "aliases"}]}`, offsets in Unicode scalar values. A pronoun is right if
//! the name found for it ends in the last word of the true name or of one of its aliases.

use serde::Deserialize;

use crate::attribution::pronouns;
use crate::query::name::folded_words;

#[derive(Debug, Deserialize)]
struct Document {
    paragraphs: Vec<String>,
    #[serde(default)]
    mentions: Vec<Mention>,
}

#[derive(Debug, Deserialize)]
struct Mention {
    paragraph: usize,
    start: usize,
    kind: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// How many pronouns there are, were followed to a person, and to the right one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pronouns {
    /// Pronouns that stand for a named person.
    pub all: usize,
    /// Those of them for which a person was found.
    pub resolved: usize,
    /// Those of them for which it was the right one.
    pub right: usize,
}

/// Follows the pronouns of each document. `None` if a line is no such document, or none has
/// mentions.
pub fn score_pronouns(jsonl: &str) -> Option<Pronouns> {
    let mut score = Pronouns::default();
    for line in jsonl.lines().filter(|line| !line.trim().is_empty()) {
        let document: Document = serde_json::from_str(line).ok()?;
        let paragraphs: Vec<&str> = document.paragraphs.iter().map(String::as_str).collect();
        let found = pronouns(&paragraphs);
        for mention in document
            .mentions
            .iter()
            .filter(|mention| mention.kind == "pronoun")
        {
            let Some(text) = paragraphs.get(mention.paragraph) else {
                continue;
            };
            let start = text.char_indices().nth(mention.start).map(|(byte, _)| byte);
            let here = &found[mention.paragraph];
            let name = here
                .iter()
                .find(|(range, _)| Some(range.start) == start)
                .map(|(_, name)| name);
            score.all += 1;
            score.resolved += usize::from(name.is_some());
            let right = name.is_some_and(|name| {
                let last = |name: &str| folded_words(name).and_then(|mut words| words.pop());
                mention
                    .aliases
                    .iter()
                    .chain([&mention.name])
                    .any(|true_name| last(true_name) == last(name))
            });
            score.right += usize::from(right);
        }
    }
    (score.all > 0).then_some(score)
}

#[cfg(test)]
mod tests {
    use super::{Pronouns, score_pronouns};

    #[test]
    fn a_pronoun_is_right_by_the_last_word_of_the_name() {
        let document = r#"{"id":"a","paragraphs":["Anna Berg is the mayor. She dug."],"mentions":[{"paragraph":0,"start":24,"end":27,"kind":"pronoun","name":"Berg","aliases":[]}]}"#;
        let score = score_pronouns(document).expect("a score");
        assert_eq!(score.all, 1);
        assert_eq!(score.resolved, score.right);
        assert_eq!(score_pronouns("{}"), None);
        assert_ne!(score, Pronouns::default());
    }
}
