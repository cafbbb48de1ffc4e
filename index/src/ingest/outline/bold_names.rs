//! Names in bold that are paragraphs of their own, above what is said: "**Anna Berg**", then "It is
//! full."
//!
//! Headings look the same, so two names of people at least must come again.

use std::collections::HashMap;

use crate::ingest::block::{Block, Part};
use crate::ingest::people::is_person;
use crate::text::label::name::name_in;
use crate::text::label::notice::is_notice;
use crate::text::label::shape::Shape;

/// Names of more words are headings.
const NAME_WORDS: usize = 4;

/// Makes labels of the names: with a colon, they are read as any other.
pub fn label_names(blocks: &mut [Block]) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let names: Vec<usize> = (0..blocks.len().saturating_sub(1))
        .filter(|index| {
            let next = &blocks[index + 1];
            let is_said = next.part == Part::Text && next.bold < next.text.len();
            is_said && is_name(&blocks[*index])
        })
        .collect();
    for index in &names {
        *counts.entry(&blocks[*index].text).or_default() += 1;
    }
    let again = counts.values().filter(|count| **count >= 2);
    let (people, turns) = again.fold((0, 0), |(people, all), count| (people + 1, all + count));
    if people < 2 || turns * 2 < names.len() {
        return;
    }
    for index in names {
        blocks[index].text.push(':');
        blocks[index].bold += 1;
    }
}

/// Whether a paragraph is nothing but the name of a person in bold.
fn is_name(block: &Block) -> bool {
    let text = block.text.as_str();
    block.part == Part::Text
        && block.bold == text.len()
        && block.voice.is_none()
        && !block.quoted
        && block.cells.is_empty()
        && block.breaks.is_empty()
        && text.split(' ').count() <= NAME_WORDS
        && !text.ends_with([':', '.', '?', '!'])
        && matches!(name_in(text), Some((_, Shape::Colon | Shape::Capitals)))
        && !is_notice(text)
        && is_person(text)
}

#[cfg(test)]
mod tests {
    use crate::ingest::testing::{document, spoken};

    fn check(names: [&str; 4], expected: &[&str]) {
        let text: String = names
            .iter()
            .map(|name| format!("**{name}**\n\nThe boat is in.\n\n"))
            .collect();
        let document = document("a.md", &text);
        let found: Vec<String> = spoken(&document)
            .into_iter()
            .filter(|one| one.2 == "The boat is in.")
            .map(|one| one.1)
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_of_people_in_bold_speak_if_they_come_again() {
        let names = ["Anna Berg", "Karl Holm", "Anna Berg", "Karl Holm"];
        check(names, &names);
        let headings = ["Free Berths", "Late Boats", "Free Berths", "Late Boats"];
        check(headings, &[""; 4]);
    }
}
