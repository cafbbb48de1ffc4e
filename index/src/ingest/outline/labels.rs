//! Which labels of a document are speakers, and what those speakers are called.
//!
//! A label alone proves nothing ("Note: ...", "Photo: ..."). The whole document is looked at: labels that come again,
//! that cover most paragraphs, that bear a time, or that the front matter lists are speakers; a lone one in running
//! prose never is. Names are shown without titles, in the longest form that the document's labels and front matter give; see [`names`](super::names).

use std::collections::HashMap;

use crate::ingest::block::{Block, Part};
use crate::ingest::outline::names::{canonical, names_part_of};
use crate::text::clock::leading_time;
use crate::text::label::notice::is_notice;
use crate::text::label::{Label, Shape, label};

/// What the labels of a document stand for.
#[derive(Debug, Default)]
pub struct Labels {
    /// By the name in lower case.
    speakers: HashMap<String, Speaker>,
    /// By the name as it was first written, to spare most labels the folding.
    by_name: HashMap<String, Speaker>,
    /// First block with a speaker's label.
    first: Option<usize>,
    /// Share of the paragraphs that bear a speaker's label, 0 to 1.
    share: f64,
}

/// Whom a label names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// A person, as shown.
    Named(String),
    /// "Q" or "A": one who asks or answers, whoever it is.
    Asks,
    /// See [`Speaker::Asks`].
    Answers,
}

/// How often, and how, a label was seen.
#[derive(Debug)]
pub struct Seen {
    pub name: String,
    pub shape: Shape,
    pub count: usize,
    pub titled: usize,
    pub timed: usize,
    pub bold: usize,
    /// Occurrences that are not items of a list.
    pub upright: usize,
    pub first_block: usize,
    /// Whether it is a word that speaks for nobody.
    pub notice: bool,
}

impl Labels {
    /// Looks at all blocks of a document. `listed` are the speakers that its front matter names.
    pub fn of(blocks: &[Block], listed: &[String]) -> Self {
        let mut seen = Census::default();
        let mut texts = 0;
        for (index, block) in blocks.iter().enumerate() {
            if block.part != Part::Text || block.voice.is_some() {
                continue;
            }
            texts += usize::from(!block.item);
            seen.note(block, index, 0);
            for line in &block.breaks {
                seen.note(block, index, line.at);
            }
        }
        let seen = seen.labels;
        if seen.is_empty() {
            return Self::default();
        }
        let accepted = accept(seen, texts, listed, blocks);
        let count: usize = accepted.iter().map(|one| one.count).sum();
        let first = accepted.iter().map(|one| one.first_block).min();
        let names: Vec<String> = accepted.iter().map(|one| one.name.clone()).collect();
        let speakers = canonical(accepted, listed, blocks);
        let by_name = names
            .into_iter()
            .filter_map(|name| {
                speakers
                    .get(&key(&name))
                    .cloned()
                    .map(|speaker| (name, speaker))
            })
            .collect();
        Self {
            speakers,
            by_name,
            first,
            share: count as f64 / texts.max(1) as f64,
        }
    }

    /// Whether no label of the document is a speaker.
    pub fn is_empty(&self) -> bool {
        self.speakers.is_empty()
    }

    /// Whether some label names a person ("Q" and "A" do not).
    pub fn names_anyone(&self) -> bool {
        self.speakers
            .values()
            .any(|speaker| matches!(speaker, Speaker::Named(_)))
    }

    /// Whether block `index` stands before all labels, in a document where most paragraphs bear none: the talk before the
    /// questions.
    pub fn is_before(&self, index: usize) -> bool {
        self.first.is_none_or(|first| index < first) && self.share < 0.5
    }

    /// The label at byte `at` of a block's text, if it is a speaker's.
    pub fn at<'b>(&self, block: &'b Block, at: usize) -> Option<(Label<'b>, &Speaker)> {
        if self.speakers.is_empty() {
            return None;
        }
        let found = candidate(block, at)?;
        let speaker = match self.by_name.get(found.name) {
            Some(speaker) => speaker,
            None => self.speakers.get(&key(found.name))?,
        };
        Some((found, speaker))
    }
}

/// Counts labels. Most of them are written the same way each time, and are found without folding their case.
#[derive(Default)]
struct Census<'b> {
    labels: Vec<Seen>,
    by_name: HashMap<&'b str, usize>,
    by_key: HashMap<String, usize>,
}

impl<'b> Census<'b> {
    fn note(&mut self, block: &'b Block, index: usize, at: usize) {
        let Some(found) = candidate(block, at) else {
            return;
        };
        // "Slides: https://..." and "Source: <link>" tell where something is.
        if found.name.is_empty() || block.text[at + found.rest..].starts_with("http") {
            return;
        }
        let place = match self.by_name.get(found.name) {
            Some(place) => *place,
            None => self.enter(&found, index),
        };
        let bold = at == 0 && block.bold > 0 && block.bold + 2 >= found.name.len();
        let entry = &mut self.labels[place];
        entry.count += 1;
        entry.titled += usize::from(found.shape == Shape::Titled);
        entry.timed += usize::from(found.time_ms.is_some());
        entry.bold += usize::from(bold);
        entry.upright += usize::from(!block.item);
    }

    fn enter(&mut self, found: &Label<'b>, index: usize) -> usize {
        let next = self.labels.len();
        let place = *self.by_key.entry(key(found.name)).or_insert(next);
        if place == next {
            self.labels.push(Seen {
                name: found.name.to_owned(),
                shape: found.shape,
                count: 0,
                titled: 0,
                timed: 0,
                bold: 0,
                upright: 0,
                first_block: index,
                notice: is_notice(found.name),
            });
        }
        self.by_name.insert(found.name, place);
        place
    }
}

/// The label at a place of a block, whoever it may be.
fn candidate(block: &Block, at: usize) -> Option<Label<'_>> {
    if block.quoted {
        return None;
    }
    let text = &block.text[at..];
    if at == 0 && block.bold > 0 {
        return bold_label(block);
    }
    label(text)
}

/// A label that the source sets in bold: it may be written more freely, and stand alone on its line without a colon.
fn bold_label(block: &Block) -> Option<Label<'_>> {
    const BOLD_BYTES: usize = 80;
    let text = block.text.as_str();
    if let Some(found) = label(text) {
        // A paragraph that is bold as a whole holds its colon like any other.
        return Some(found);
    }
    let written = text.get(..block.bold)?.trim();
    let behind = &text[block.bold..];
    let colon = written.ends_with(':') || behind.trim_start().starts_with(':');
    let alone = block
        .breaks
        .first()
        .is_some_and(|line| text[block.bold..line.at].trim().is_empty());
    let timed = leading_time(behind.trim_start()).is_some();
    let written = written.trim_end_matches(':').trim_end();
    if !(colon || alone || timed) || written.len() > BOLD_BYTES || written.is_empty() {
        return None;
    }
    if written.contains(['?', '!', ';', '"', '“', ':']) || written.split_whitespace().count() > 6
    {
        return None;
    }
    let mut rest = block.bold + (behind.len() - behind.trim_start().len());
    if text[rest..].starts_with(':') {
        rest += 1;
    }
    rest += text[rest..].len() - text[rest..].trim_start().len();
    let mut time_ms = None;
    if let Some((ms, end)) = leading_time(&text[rest..]) {
        time_ms = Some(ms);
        rest += end;
        if text[rest..].starts_with(':') {
            rest += 1;
        }
        rest += text[rest..].len() - text[rest..].trim_start().len();
    }
    let name = written.find(" (").map_or(written, |open| &written[..open]);
    Some(Label {
        written,
        name,
        shape: Shape::Loose,
        time_ms,
        rest,
    })
}

pub fn key(name: &str) -> String {
    name.to_lowercase()
}

fn accept(seen: Vec<Seen>, texts: usize, listed: &[String], blocks: &[Block]) -> Vec<Seen> {
    let first_text = blocks
        .iter()
        .position(|block| block.part == Part::Text)
        .unwrap_or(0);
    let is_candidate = |one: &&Seen| !one.notice && !matches!(one.shape, Shape::Letter);
    let repeated: usize = seen
        .iter()
        .filter(is_candidate)
        .filter(|one| one.upright >= 2)
        .map(|one| one.upright)
        .sum();
    let repeaters = seen
        .iter()
        .filter(is_candidate)
        .filter(|one| one.upright >= 2)
        .count();
    let upright: usize = seen
        .iter()
        .filter(is_candidate)
        .map(|one| one.upright)
        .sum();
    let distinct = seen.iter().filter(is_candidate).count();
    let timed: usize = seen.iter().filter(is_candidate).map(|one| one.timed).sum();
    let titled: usize = seen.iter().map(|one| one.titled).sum();
    let addresses: usize = seen
        .iter()
        .filter(|one| one.shape == Shape::Address)
        .map(|one| one.count)
        .sum();
    let share = |count: usize| count as f64 / texts.max(1) as f64;
    let coverage = share(upright);
    let person_like = |one: &Seen| {
        one.shape == Shape::Capitals || (one.shape == Shape::Colon && one.name.contains(' '))
    };
    let all_person_like = seen.iter().filter(is_candidate).all(person_like);
    let is_listed = |one: &Seen| listed.iter().any(|full| names_part_of(&one.name, full));
    let has_listed = seen.iter().any(is_listed);
    let bold_again = seen.iter().filter(is_candidate).any(|one| one.bold >= 2);
    let labelled = titled > 0
        || has_listed
        || timed >= 2
        || bold_again
        || (repeated >= 4
            && repeaters >= 2
            && (share(repeated) >= 0.15 || (repeated >= 20 && share(repeated) >= 0.05)))
        || (repeated >= 3 && coverage >= 0.5)
        || (distinct >= 2 && upright >= 2 && coverage >= 0.6 && all_person_like);
    let asked = ["Q", "A"].map(|letter| {
        seen.iter()
            .find(|one| one.name == letter)
            .map_or(0, |one| one.count)
    });
    let letters = (asked[0] >= 1 && asked[1] >= 1 && asked[0] + asked[1] >= 3) || asked[0] >= 2;
    seen.into_iter()
        .filter(|one| {
            if is_listed(one) {
                return true;
            }
            if one.notice {
                return false;
            }
            let again = one.count >= 2;
            match one.shape {
                _ if one.titled > 0 => true,
                Shape::Titled => true,
                Shape::Letter => letters,
                Shape::Address => again || (one.name.contains(' ') && addresses + titled >= 4),
                Shape::Bracket => labelled && (again || coverage >= 0.5),
                _ if one.timed > 0 && timed >= 2 => true,
                // A talk under one bold label at its very beginning is the one case where a lone label is trusted.
                _ if one.bold > 0 && !labelled => {
                    one.shape == Shape::Colon
                        && one.name.contains(' ')
                        && one.first_block == first_text
                }
                Shape::Loose => labelled && again && (one.bold > 0 || coverage >= 0.3),
                _ if !labelled => false,
                _ if one.upright == 0 => one.count >= 3,
                _ => {
                    again
                        || coverage >= 0.6
                        || (person_like(one) && coverage >= 0.3)
                        || one.bold > 0
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Labels, Speaker};
    use crate::ingest::block::Block;

    fn check(paragraphs: &[&str], listed: &[&str], expected: &[Option<&str>]) {
        let blocks: Vec<Block> = paragraphs
            .iter()
            .map(|text| Block {
                text: (*text).to_owned(),
                ..Block::default()
            })
            .collect();
        let listed: Vec<String> = listed.iter().map(|name| (*name).to_owned()).collect();
        let labels = Labels::of(&blocks, &listed);
        let found: Vec<Option<&str>> = blocks
            .iter()
            .map(|block| match labels.at(block, 0)?.1 {
                Speaker::Named(name) => Some(name.as_str()),
                Speaker::Asks => Some("?"),
                Speaker::Answers => Some("!"),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn labels_that_come_again_are_speakers() {
        check(
            &[
                "Anna Berg: Hello.",
                "Karl: Hello.",
                "Anna Berg: How?",
                "Karl: Well.",
            ],
            &[],
            &[
                Some("Anna Berg"),
                Some("Karl"),
                Some("Anna Berg"),
                Some("Karl"),
            ],
        );
    }

    #[test]
    fn a_lone_label_in_prose_is_none() {
        check(
            &[
                "The harbour is full.",
                "Note: it rains.",
                "The master went home.",
                "At 10:30 the doors opened.",
            ],
            &[],
            &[None; 4],
        );
    }

    #[test]
    fn notices_are_no_speakers_however_often_they_come() {
        check(
            &[
                "Photo: a ship.",
                "Photo: a quay.",
                "Photo: a crane.",
                "Source: the port.",
            ],
            &[],
            &[None; 4],
        );
    }

    #[test]
    fn capitals_take_the_form_of_the_text_and_titles_go() {
        check(
            &[
                "Mr. BERG. I thank Senator Lund.",
                "Mr. LUND. I yield to Mr. Dahl.",
                "Mr. BERG. Thank you.",
            ],
            &[],
            &[Some("BERG"), Some("Lund"), Some("BERG")],
        );
    }

    #[test]
    fn listed_names_complete_a_label() {
        check(
            &["Anna: Hello.", "It rained.", "Karl: Hello."],
            &["Anna Berg", "Karl Holm"],
            &[Some("Anna Berg"), None, Some("Karl Holm")],
        );
    }

    #[test]
    fn initials_stand_for_the_one_name_they_fit() {
        check(
            &[
                "Anna Berg (AB): Hello.",
                "KvH: Hello.",
                "AB: How?",
                "KvH: Well.",
                "AB: Oh.",
            ],
            &["Karl van Holm"],
            &[
                Some("Anna Berg"),
                Some("Karl van Holm"),
                Some("Anna Berg"),
                Some("Karl van Holm"),
                Some("Anna Berg"),
            ],
        );
    }

    #[test]
    fn questions_and_answers_are_told_apart() {
        check(
            &["Q. Where?", "A. Here.", "Q. When?", "A. Now."],
            &[],
            &[Some("?"), Some("!"), Some("?"), Some("!")],
        );
    }

    #[test]
    fn ranks_are_no_surnames() {
        check(
            &[
                "MACBETH: So foul.",
                "LADY MACBETH: Was.",
                "MACBETH: Yes.",
                "LADY MACBETH: No.",
            ],
            &[],
            &[
                Some("MACBETH"),
                Some("LADY MACBETH"),
                Some("MACBETH"),
                Some("LADY MACBETH"),
            ],
        );
    }
}
