//! The text that a quotation is compared with: one passage, or several that follow each other.
//!
//! Every word knows its passage, who says it, and whether it belongs to a note that a quotation
//! may leave out: a bracket of the transcript ("\[laughs\]"), a stage direction, or the words
//! between two parts of one person's quotation ("Berg said"). Ranges are bytes of the window's
//! text.

use std::ops::Range;

use tantivy::DocAddress;

use crate::document::{Kind, Utterance};
use crate::hit::Passage;
use crate::text::stage_direction::is_stage_direction;
use crate::verify::token::{Lexicon, Token};

/// Longest bracket that is a note, in bytes. Longer ones are text.
const NOTE_BYTES: usize = 120;

/// Words that may interrupt a quotation to say who speaks.
const MAX_CUE_WORDS: usize = 14;

/// Passages in a row, read for quotations.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// The passages, in order.
    pub passages: Vec<WindowPassage>,
    /// Their texts, joined by line feeds.
    pub text: String,
    /// Their words.
    pub tokens: Vec<Token>,
    /// For each word, whether it belongs to a note.
    pub notes: Vec<bool>,
    /// For each word, the passage it is in.
    pub passage_of: Vec<u16>,
}

/// A passage of a window.
#[derive(Debug)]
pub(super) struct WindowPassage {
    pub address: DocAddress,
    pub passage: Passage,
    /// Where its text begins in the window's.
    pub start: usize,
}

impl Window {
    /// Reads passages that follow each other.
    pub fn new(passages: Vec<(DocAddress, Passage)>, lexicon: &mut Lexicon) -> Window {
        let mut window = Window::default();
        for (address, passage) in passages {
            window.add(address, passage, lexicon);
        }
        window
    }

    fn add(&mut self, address: DocAddress, passage: Passage, lexicon: &mut Lexicon) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(&passage.text);
        let tokens = lexicon.tokens(&passage.text, start);
        let notes = note_ranges(&passage);
        // Words and notes both ascend.
        let mut next = 0;
        for token in &tokens {
            let range = token.range();
            while notes
                .get(next)
                .is_some_and(|note| note.end + start <= range.start)
            {
                next += 1;
            }
            let is_note = notes
                .get(next)
                .is_some_and(|note| note.start + start < range.end);
            self.notes.push(is_note);
            self.passage_of.push(self.passages.len() as u16);
        }
        self.tokens.extend(tokens);
        self.passages.push(WindowPassage {
            address,
            passage,
            start,
        });
    }

    /// The passages again, to read them with others.
    pub fn into_passages(self) -> Vec<(DocAddress, Passage)> {
        let passages = self.passages.into_iter();
        passages.map(|own| (own.address, own.passage)).collect()
    }

    /// The utterances around a word, the outermost first.
    pub fn utterances(&self, word: usize) -> impl Iterator<Item = &Utterance> {
        let own = &self.passages[usize::from(self.passage_of[word])];
        let range = self.tokens[word].range();
        let (start, end) = (range.start - own.start, range.end - own.start);
        own.passage
            .utterances
            .iter()
            .filter(move |utterance| utterance.range.start < end && start < utterance.range.end)
    }

    /// The person whose own words a word is, or the label of a turn; of several inside each other,
    /// the outermost.
    pub fn voice(&self, word: usize) -> Option<&str> {
        let mut verbatim = self.utterances(word).filter(|utterance| utterance.verbatim);
        verbatim.find_map(|utterance| utterance.speaker.as_deref())
    }

    /// Whether the sentence of the source goes on behind a word.
    pub fn goes_on_after(&self, word: usize) -> bool {
        let own = &self.passages[usize::from(self.passage_of[word])];
        let from = self.tokens[word].range().end - own.start;
        let text = &own.passage.text;
        let Some(next) = self.tokens.get(word + 1) else {
            return false;
        };
        if self.passage_of[word + 1] != self.passage_of[word] {
            return false;
        }
        let to = next.range().start - own.start;
        let between = &text[from..to];
        let is_closed = between.contains(['"', '\u{201D}', '\u{BB}', '\u{201C}', '\u{AB}']);
        let ends = |utterance: &Utterance| (from..to).contains(&utterance.range.end);
        if is_closed || own.passage.utterances.iter().any(ends) {
            return false;
        }
        let is_lower = self.text[next.range()].starts_with(char::is_lowercase);
        let ends = |c: char| match c {
            // That of an abbreviation, before a word that begins no sentence.
            '.' => !is_lower,
            _ => matches!(
                c,
                '!' | '?' | '\u{2026}' | '\u{3002}' | '\u{FF01}' | '\u{FF1F}'
            ),
        };
        !between.contains(ends)
    }
}

/// The parts of a passage that a quotation may leave out, ascending.
fn note_ranges(passage: &Passage) -> Vec<Range<usize>> {
    if passage.kind == Kind::StageDirection {
        return vec![0..passage.text.len()];
    }
    let mut notes = bracketed_notes(&passage.text);
    notes.extend(cues(passage));
    notes.sort_unstable_by_key(|note| note.start);
    notes
}

/// Square brackets, and round ones that name a sound.
fn bracketed_notes(text: &str) -> Vec<Range<usize>> {
    let mut notes = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find(['[', '(']).map(|open| at + open) {
        let limit = text.floor_char_boundary((open + NOTE_BYTES).min(text.len()));
        let close = text[open + 1..limit].find(['[', ']', '(', ')']);
        at = open + 1;
        let Some(close) = close.map(|close| open + 1 + close) else {
            continue;
        };
        let range = open..close + 1;
        let is_note = match (&text[open..=open], &text[close..=close]) {
            ("[", "]") => true,
            ("(", ")") => is_stage_direction(&text[range.clone()]),
            _ => continue,
        };
        if is_note {
            at = range.end;
            notes.push(range);
        }
    }
    notes
}

/// What interrupts one person's quotation in prose, such as "Berg said".
fn cues(passage: &Passage) -> Vec<Range<usize>> {
    let verbatim = passage
        .utterances
        .iter()
        .filter(|utterance| utterance.verbatim);
    let spoken: Vec<&Utterance> = verbatim.collect();
    let mut cues = Vec::new();
    for pair in spoken.windows(2) {
        let (one, other) = (pair[0], pair[1]);
        if one.range.end > other.range.start || one.speaker != other.speaker {
            continue;
        }
        let between = one.range.end..other.range.start;
        let words = passage.text[between.clone()]
            .split_whitespace()
            .take(MAX_CUE_WORDS + 1);
        if one.speaker.is_some() && words.count() <= MAX_CUE_WORDS {
            cues.push(between);
        }
    }
    cues
}

#[cfg(test)]
mod tests {
    use super::Window;
    use crate::document::Utterance;
    use crate::hit::Passage;
    use crate::verify::token::Lexicon;
    use tantivy::DocAddress;

    fn window(text: &str, spoken: &[&str]) -> Window {
        let utterance = |words: &&str| {
            let start = text.find(words).expect("words of the text");
            Utterance {
                range: start..start + words.len(),
                speaker: Some("Anna Berg".to_owned()),
                verbatim: true,
                ..Utterance::default()
            }
        };
        let passage = Passage {
            text: text.to_owned(),
            utterances: spoken.iter().map(utterance).collect(),
            ..Passage::default()
        };
        let address = DocAddress::new(0, 0);
        Window::new(vec![(address, passage)], &mut Lexicon::default())
    }

    fn check_notes(text: &str, spoken: &[&str], expected: &[&str]) {
        let window = window(text, spoken);
        let notes: Vec<&str> = window
            .tokens
            .iter()
            .zip(&window.notes)
            .filter(|(_, note)| **note)
            .map(|(token, _)| &text[token.range()])
            .collect();
        assert_eq!(notes, expected, "{text}");
    }

    #[test]
    fn brackets_of_transcripts_are_notes() {
        check_notes(
            "It is [laughs] full (applause) now.",
            &[],
            &["laughs", "applause"],
        );
        check_notes("It is full (in May).", &[], &[]);
        check_notes("It is [ full.", &[], &[]);
    }

    #[test]
    fn what_interrupts_a_quotation_is_a_note() {
        let text = "“It is full,” Berg said, “and closed.” So it was.";
        check_notes(text, &["“It is full,”", "“and closed.”"], &["Berg", "said"]);
        check_notes(text, &["“It is full,”"], &[]);
    }

    fn check_goes_on(text: &str, last: &str, spoken: &[&str], expected: bool) {
        let window = window(text, spoken);
        let is_last = |token: &crate::verify::token::Token| &text[token.range()] == last;
        let word = window.tokens.iter().position(is_last).expect("a word");
        assert_eq!(window.goes_on_after(word), expected, "{text}");
    }

    #[test]
    fn a_sentence_goes_on_until_its_full_stop() {
        check_goes_on("It is full, because of May.", "full", &[], true);
        check_goes_on("It is full. May comes.", "full", &[], false);
        check_goes_on("It is full", "full", &[], false);
        check_goes_on("The U.S. is full.", "U.S", &[], true);
        check_goes_on("“It is full,” she said.", "full", &["“It is full,”"], false);
    }
}
