//! Which labels of a document are speakers, and what those speakers are called.
//!
//! A label alone proves nothing ("Note: ...", "Photo: ..."). The whole document is looked at: labels that come again,
//! that cover most paragraphs, that bear a time, or that the front matter lists are speakers; a lone one in running
//! prose never is. Names are shown without titles, in the longest form that the document's labels and front matter give; see [`names`](super::names).

use std::collections::HashMap;

use crate::ingest::block::{Block, Part};
use crate::ingest::outline::evidence::accept;
use crate::ingest::outline::names::canonical;
use crate::ingest::outline::roster::Roster;
use crate::text::clock::leading_time;
use crate::text::label::name::is_enumerator;
use crate::text::label::notice::is_notice;
use crate::text::label::shape::{Label, Shape};
use crate::text::label::{label, timed_line};

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
    /// "BY MR. HOLM:" alone on its line: this person asks from here on.
    Examines(String),
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
    /// `speech`: the text is speech from end to end, as subtitles are.
    pub fn of(blocks: &[Block], listed: &[String], speech: bool) -> Self {
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
        let accepted = accept(seen, texts, listed, blocks, speech);
        let count: usize = accepted.iter().map(|one| one.count).sum();
        let first = accepted.iter().map(|one| one.first_block).min();
        let names: Vec<String> = accepted.iter().map(|one| one.name.clone()).collect();
        let speakers = canonical(accepted, listed, &Roster::of(blocks), blocks);
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
    let found = if at == 0 && block.bold > 0 {
        bold_label(block)
    } else {
        label(text)
    };
    found.or_else(|| {
        // "Anna Berg 0:01" on a line of its own: the line's end stands for the colon.
        let next = block.breaks.partition_point(|line| line.at <= at);
        let end = block.breaks.get(next).map(|line| line.at);
        let line = text[..end.map_or(text.len(), |end| end - at)].trim_end();
        let mut found = timed_line(line)?;
        found.rest = end.map_or(text.len(), |end| end - at);
        Some(found)
    })
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
        // Bold that goes on over the line has no text of its own behind it.
        .and_then(|line| text.get(block.bold..line.at))
        .is_some_and(|behind| behind.trim().is_empty());
    let timed = leading_time(behind.trim_start()).is_some();
    let written = written.trim_end_matches(':').trim_end();
    if !(colon || alone || timed) || written.len() > BOLD_BYTES || written.is_empty() {
        return None;
    }
    if written.contains(['?', '!', ';', '"', '“', ':', '/'])
        || written.split_whitespace().count() > 6
        || is_enumerator(written)
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
        let labels = Labels::of(&blocks, &listed, false);
        let found: Vec<Option<&str>> = blocks
            .iter()
            .map(|block| match labels.at(block, 0)?.1 {
                Speaker::Named(name) => Some(name.as_str()),
                Speaker::Asks => Some("?"),
                Speaker::Answers => Some("!"),
                Speaker::Examines(name) => Some(name.as_str()),
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
        check(
            &[
                "Mr. BERG of Norhaven. I thank Mr. Lund.",
                "Mr. LUND. And I Mr. Berg.",
                "Mr. BERG of Norhaven. Thank you.",
            ],
            &[],
            &[
                Some("Berg of Norhaven"),
                Some("Lund"),
                Some("Berg of Norhaven"),
            ],
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
    fn questions_and_answers_are_told_apart_in_other_languages() {
        check(
            &["P: ¿Dónde?", "R: Aquí.", "P - ¿Cuándo?", "R - Ahora."],
            &[],
            &[Some("?"), Some("!"), Some("?"), Some("!")],
        );
        check(
            &["问：在哪里？", "答：这里。", "问：何时？", "答：现在。"],
            &[],
            &[Some("?"), Some("!"), Some("?"), Some("!")],
        );
        check(
            &["P: Hello.", "M: Hello.", "P: How?", "M: Well."],
            &[],
            &[Some("P"), Some("M"), Some("P"), Some("M")],
        );
    }

    #[test]
    fn court_and_counsel_speak_between_questions_and_answers() {
        check(
            &[
                "Q. Where?",
                "A. Here.",
                "MR. HOLM: Objection.",
                "THE COURT: Overruled.",
                "BY MR. HOLM:",
                "Q. When?",
            ],
            &[],
            &[
                Some("?"),
                Some("!"),
                Some("HOLM"),
                Some("COURT"),
                Some("HOLM"),
                Some("?"),
            ],
        );
    }

    #[test]
    fn a_name_and_a_time_on_a_line_are_a_label_where_they_come_again() {
        check(
            &[
                "Anna Berg 0:01",
                "Hello.",
                "Karl Holm 0:05",
                "Hello.",
                "Anna Berg 1:00:12",
                "How?",
            ],
            &[],
            &[
                Some("Anna Berg"),
                None,
                Some("Karl Holm"),
                None,
                Some("Anna Berg"),
                None,
            ],
        );
    }

    #[test]
    fn those_present_complete_initials() {
        check(
            &[
                "Present: Anna Berg (AB), chair, Karl Holm, Eva Dahl",
                "AB: Hello.",
                "KH: Hello.",
                "AB: How?",
                "KH: Well.",
            ],
            &[],
            &[
                None,
                Some("Anna Berg"),
                Some("Karl Holm"),
                Some("Anna Berg"),
                Some("Karl Holm"),
            ],
        );
    }

    #[test]
    fn headings_in_bold_among_other_text_are_no_speakers() {
        let mut blocks: Vec<Block> = (0..60)
            .map(|_| Block {
                text: "The practice of the trustee follows the tips and provisions of the law."
                    .to_owned(),
                ..Block::default()
            })
            .collect();
        for (index, text) in [
            "Practice Tips",
            "Related Provisions",
            "Practice Tips",
            "(iv)",
            "(iv)",
        ]
        .into_iter()
        .enumerate()
        {
            blocks[10 * index].text = format!("{text}: see below.");
            blocks[10 * index].bold = text.len() + 1;
        }
        assert!(Labels::of(&blocks, &[], false).is_empty());
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
