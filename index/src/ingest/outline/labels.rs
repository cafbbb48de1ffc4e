//! Which labels of a document are speakers, and the names to show for them.
//!
//! A label alone proves nothing ("Note: ...", "Photo: ..."), so the whole document is counted
//! first. Labels that are repeated, that cover most paragraphs, that have a time, or that the front
//! matter lists are speakers; a single one in prose never is.

use std::collections::HashMap;

use crate::facts::stated::StatedFacts;
use crate::ingest::block::Block;
use crate::ingest::outline::census::{Census, label_at};
use crate::ingest::outline::evidence::accept;
use crate::ingest::outline::names::canonical;
use crate::ingest::outline::roster::Roster;
use crate::ingest::outline::seen::{Speaker, key};
use crate::text::label::shape::Label;

/// The labels of a document that are speakers.
#[derive(Debug, Default)]
pub struct Labels {
    /// Speakers by the name in lower case.
    speakers: HashMap<String, Speaker>,
    // Most labels are written as they were first, and found here without a change to lower case.
    by_name: HashMap<String, Speaker>,
    /// Index of the first block with a speaker's label.
    first: Option<usize>,
    /// Share of the paragraphs that have a speaker's label, 0 to 1.
    share: f64,
}

impl Labels {
    /// Finds the speakers among the labels of all blocks of a document.
    ///
    /// `listed` are the speakers in its front matter. `speech` says that the text is speech
    /// throughout, as subtitles are.
    #[cfg(any(test, feature = "html"))]
    pub fn of(blocks: &[Block], listed: &[String], speech: bool) -> Self {
        Self::with_roles(blocks, listed, speech, &StatedFacts::default())
    }

    /// As [`of`](Self::of), where some labels are stated to be roles.
    pub fn with_roles(
        blocks: &[Block],
        listed: &[String],
        speech: bool,
        stated: &StatedFacts,
    ) -> Self {
        let census = Census::of(blocks);
        if census.labels.is_empty() {
            return Self::default();
        }
        let paragraphs = census.paragraphs;
        let accepted = accept(census.labels, paragraphs, listed, blocks, speech, stated);
        let count: usize = accepted.iter().map(|one| one.count).sum();
        let first = accepted.iter().map(|one| one.first_block).min();
        let names: Vec<String> = accepted.iter().map(|one| one.name.clone()).collect();
        let speakers = canonical(&accepted, listed, &Roster::of(blocks), blocks);
        let by_name = names
            .into_iter()
            .filter_map(|name| {
                let speaker = speakers.get(&key(&name)).cloned()?;
                Some((name, speaker))
            })
            .collect();
        Self {
            speakers,
            by_name,
            first,
            share: count as f64 / paragraphs.max(1) as f64,
        }
    }

    /// Whether no label of the document is a speaker.
    pub fn is_empty(&self) -> bool {
        self.speakers.is_empty()
    }

    /// Whether there are labels, and most paragraphs have none.
    pub fn is_sparse(&self) -> bool {
        !self.is_empty() && self.share < 0.5
    }

    /// Whether some label names a person ("Q" and "A" do not).
    pub fn names_anyone(&self) -> bool {
        self.speakers
            .values()
            .any(|speaker| matches!(speaker, Speaker::Named(_)))
    }

    /// Whether block `index` comes before all labels in a document where most paragraphs have none:
    /// the talk before the questions.
    pub fn is_before(&self, index: usize) -> bool {
        self.first.is_none_or(|first| index < first) && self.share < 0.5
    }

    /// The label at byte `at` of a block's text, if it is a speaker's.
    pub fn at<'b>(&self, block: &'b Block, at: usize) -> Option<(Label<'b>, &Speaker)> {
        if self.speakers.is_empty() {
            return None;
        }
        let found = label_at(block, at)?;
        let speaker = match self.by_name.get(found.name) {
            Some(speaker) => speaker,
            None => self.speakers.get(&key(found.name))?,
        };
        Some((found, speaker))
    }
}

#[cfg(test)]
mod tests {
    use super::Labels;
    use crate::ingest::block::Block;
    use crate::ingest::outline::seen::Speaker;

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
    fn a_single_label_in_prose_is_not_a_speaker() {
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
    fn notices_are_not_speakers_however_often_they_come() {
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
    fn names_in_capitals_take_the_form_in_the_text_and_lose_their_titles() {
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
    fn initials_become_the_one_name_they_fit() {
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
    fn questions_and_answers_are_recognised() {
        check(
            &["Q. Where?", "A. Here.", "Q. When?", "A. Now."],
            &[],
            &[Some("?"), Some("!"), Some("?"), Some("!")],
        );
    }

    #[test]
    fn questions_and_answers_are_recognised_in_other_languages() {
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
    fn a_name_and_a_time_on_a_line_are_a_label_if_they_come_again() {
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
    fn a_list_of_people_present_completes_initials() {
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
    fn headings_in_bold_among_other_text_are_not_speakers() {
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
    fn ranks_are_not_surnames() {
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
