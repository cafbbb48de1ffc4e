//! The people that minutes and transcripts list: full names and their short forms.
//!
//! Found are `Anna Berg (AB)` anywhere, `AB | Anna Berg` in a table, `AB = Anna Berg` on a line,
//! and the names after "Present:". A short form of two names is used for neither.

use std::collections::{HashMap, HashSet};

use crate::ingest::block::{Block, Part};
use crate::text::label::name::{is_particle, without_titles};
use crate::text::word_list::WordList;

// Short forms have at most so many letters.
const SHORT_CHARS: usize = 5;

// After "Present", names are looked for in so many blocks: the longest lists have one name in each.
const LIST_BLOCKS: usize = 60;

/// Words before a list of the people present, in lower case.
static PRESENT: WordList = WordList::new(include_str!("lists/present.txt"));

/// The names that a document lists.
#[derive(Debug, Default)]
pub struct Roster {
    /// Full names by short form in lower case. `None` if several names have it.
    short: HashMap<String, Option<String>>,
    /// The names after "Present:".
    pub names: Vec<String>,
    /// The same names as a set.
    known: HashSet<String>,
}

impl Roster {
    /// Finds the people that a document lists.
    pub fn of(blocks: &[Block]) -> Self {
        let mut roster = Self::default();
        for block in blocks {
            let mut before = "";
            let starts = std::iter::once(0).chain(block.breaks.iter().map(|line| line.at));
            let ends = block.breaks.iter().map(|line| line.at);
            for (start, end) in starts.zip(ends.chain(std::iter::once(block.text.len()))) {
                roster.parentheses(&block.text[start..end]);
                roster.cells(&block.text[start..end]);
                // The cells of a table row are lines of its block.
                let line = block.text[start..end].trim();
                for (short, name) in [(before, line), (line, before)] {
                    if is_full_name(name) && is_short_for(short, name) {
                        roster.enter(short, name);
                    }
                }
                before = line;
            }
        }
        for (index, block) in blocks.iter().enumerate() {
            if let Some(rest) = after_present(&block.text) {
                roster.present(rest, &blocks[index + 1..]);
            }
        }
        roster
    }

    /// The full name of a short form.
    pub fn full(&self, short: &str) -> Option<&String> {
        self.short.get(&short.to_lowercase())?.as_ref()
    }

    fn enter(&mut self, short: &str, name: &str) {
        let name = without_titles(name).to_owned();
        let entry = self
            .short
            .entry(short.to_lowercase())
            .or_insert_with(|| Some(name.clone()));
        if entry.as_ref().is_some_and(|known| *known != name) {
            *entry = None;
        }
    }

    /// `Anna Berg (AB)`.
    fn parentheses(&mut self, text: &str) {
        for (open, _) in text.match_indices(" (") {
            let inner = &text[open + 2..];
            let Some(close) = inner.find(')').filter(|close| *close <= 3 * SHORT_CHARS) else {
                continue;
            };
            let short = &inner[..close];
            if let Some(name) = name_before(&text[..open])
                && is_short_for(short, name)
            {
                self.enter(short, name);
            }
        }
    }

    /// `AB | Anna Berg | Chair`, `Anna Berg | AB`, `AB = Anna Berg`, `AB: Anna Berg, chair`.
    fn cells(&mut self, line: &str) {
        const LINE_BYTES: usize = 200;
        if line.len() > LINE_BYTES {
            return;
        }
        let cells: Vec<&str> = line
            .split(['|', '\t', '=', ':', ',', '–', '—'])
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .take(8)
            .collect();
        let table = line.contains(['|', '\t', '=']);
        for pair in cells.windows(2) {
            for (short, name) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                let fits = if table {
                    is_short_for(short, name)
                } else {
                    cells[0] == short && initials(name) == short.to_lowercase()
                };
                if fits && is_full_name(name) {
                    self.enter(short, name);
                }
            }
        }
    }

    /// The names after "Present:", in the same paragraph or in those below.
    fn present(&mut self, rest: &str, below: &[Block]) {
        let before = self.names.len();
        self.list(rest);
        if self.names.len() > before {
            return;
        }
        for block in below.iter().take(LIST_BLOCKS) {
            let before = self.names.len();
            if block.part == Part::Rule || block.text.contains(": ") {
                break;
            }
            self.list(&block.text);
            if self.names.len() == before {
                break;
            }
        }
    }

    fn list(&mut self, text: &str) {
        const LIST_BYTES: usize = 2000;
        if text.len() > LIST_BYTES {
            return;
        }
        for piece in text.split([',', ';', '|', '•', '(', '\n']) {
            let piece = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let name = without_titles(piece.trim_end_matches('.'));
            if is_full_name(name) && self.known.insert(name.to_owned()) {
                self.names.push(name.to_owned());
            }
        }
    }
}

/// The text after "Present:" or a word like it at the start of a paragraph.
fn after_present(text: &str) -> Option<&str> {
    // Longer starts of a paragraph are not looked up. The longest entry has 15 bytes.
    const MAX_BYTES: usize = 24;
    let end = text
        .char_indices()
        .find(|(_, c)| !c.is_alphabetic() && *c != ' ')
        .map_or(text.len(), |(at, _)| at);
    let head = text[..end].trim();
    (head.len() <= MAX_BYTES && PRESENT.contains(&head.to_lowercase()))
        .then(|| text[end..].trim_start_matches([':', ' ', '-', '–', '—', '*']))
}

/// The name, or the nickname in one word, at the end of a text.
fn name_before(text: &str) -> Option<&str> {
    const WORDS: usize = 5;
    let mut start = text.len();
    for word in text.rsplit(' ').take(WORDS) {
        let at = (word.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let bare = word.trim_start_matches(['*', '_', '-', '•', '(', '[']);
        if bare.is_empty() || bare.contains([')', ']', ':']) {
            break;
        }
        if bare.starts_with(char::is_uppercase) {
            start = at + (word.len() - bare.len());
        } else if !is_particle(bare) {
            // A nickname may be in lower case if nothing is before it.
            if start == text.len() && at == 0 {
                start = at + (word.len() - bare.len());
            }
            break;
        }
        if bare.len() < word.len() || bare.ends_with([',', ';', ':']) {
            break;
        }
    }
    let name = text[start..].trim_matches(['*', '_', ' ', ',']);
    (!name.is_empty() && !name.ends_with(['.', ':'])).then_some(name)
}

/// Whether this is two to five words that all look like those of a name.
fn is_full_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (2..=5).contains(&words)
        && name.starts_with(char::is_uppercase)
        && name.split_whitespace().all(|word| {
            is_particle(word)
                || (word.starts_with(char::is_uppercase)
                    && word
                        .chars()
                        .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’')))
        })
}

/// Whether a few letters may be short for a name: they start with the first letter of one of its
/// words.
fn is_short_for(short: &str, name: &str) -> bool {
    let letters = short.chars().count();
    let Some(first) = short.chars().next().filter(|c| c.is_uppercase()) else {
        return false;
    };
    (1..=SHORT_CHARS).contains(&letters)
        && short.chars().all(char::is_alphanumeric)
        && (letters < 3 || short.chars().filter(|c| c.is_uppercase()).count() >= 2)
        && short != name
        && name
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .any(|c| c.to_uppercase().eq(std::iter::once(first)))
}

fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Roster;
    use crate::ingest::block::Block;

    fn roster(texts: &[&str]) -> Roster {
        let blocks: Vec<Block> = texts
            .iter()
            .map(|text| Block {
                text: (*text).to_owned(),
                ..Block::default()
            })
            .collect();
        Roster::of(&blocks)
    }

    #[test]
    fn short_forms_have_a_full_name() {
        let roster = roster(&[
            "Anna Berg (AB), chair",
            "KH | Karl Holm | Pilot",
            "ED = Eva Dahl",
            "Jo O’Brien (JOB)",
            "seadog (S)",
        ]);
        for (short, name) in [
            ("AB", "Anna Berg"),
            ("kh", "Karl Holm"),
            ("ED", "Eva Dahl"),
            ("JOB", "Jo O’Brien"),
            ("S", "seadog"),
        ] {
            assert_eq!(roster.full(short).map(String::as_str), Some(name));
        }
    }

    #[test]
    fn a_short_form_of_two_names_is_used_for_neither() {
        let roster = roster(&["Anna Berg (AB)", "Axel Bohr (AB)", "Eva Dahl (she)"]);
        assert_eq!((roster.full("AB"), roster.full("she")), (None, None));
    }

    #[test]
    fn people_present_are_listed_after_the_word_or_below_it() {
        assert_eq!(
            roster(&["Present: Anna Berg, Dr. Karl Holm (chair)"]).names,
            ["Anna Berg", "Karl Holm"]
        );
        assert_eq!(
            roster(&[
                "Attendees",
                "Anna Berg",
                "Karl Holm, pilot",
                "The harbour is full."
            ])
            .names,
            ["Anna Berg", "Karl Holm"]
        );
    }
}
