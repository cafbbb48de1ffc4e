//! Who holds the floor: blocks are cut at their labels, and each piece is given to the turn that is open.
//!
//! A label holds until the next one, the next heading or the next story; a voice that the format names holds for its own block.
//! The one speaker whom the front matter names holds the floor where no label does.

use std::ops::Range;

use crate::document::{Kind, Source, Utterance};
use crate::ingest::block::{Block, Record, Voice};
use crate::ingest::outline::Outline;
use crate::ingest::outline::labels::Speaker;
use crate::text::boilerplate::{is_byline, is_byline_tail, is_credit};
use crate::text::clock::leading_time;
use crate::text::label::name::{is_capitals, without_titles};
use crate::text::stage_direction::{is_bracket, is_stage_direction};

/// As many speakers can have one turn: the choirs of plays have a few dozen. Every part of a turn bears them all, so that a list
/// without end would make an index without end.
pub const MOST_SPEAKERS: usize = 256;

/// Who holds the floor.
#[derive(Clone, Debug)]
pub struct Turn {
    pub names: Vec<String>,
    pub written: String,
    pub rule: &'static str,
    pub number: u32,
}

impl Outline<'_> {
    /// A block whose speaker, section or day its format gives.
    pub(super) fn voiced(&mut self, block: Block) {
        let record = block.record.map(|record| *record).unwrap_or_default();
        match &record.section {
            Some(path) => {
                let number = match self.given.get(path) {
                    Some(index) => *index,
                    None => self.given_section(path),
                };
                self.place(
                    block.text,
                    block.span,
                    block.line,
                    block.start_ms,
                    block.voice,
                    &record,
                    number,
                );
            }
            None => {
                self.open_section();
                let section = match self.given.get(&Vec::new()) {
                    Some(index) => *index,
                    None => {
                        let index = self.document.sections.len() - 1;
                        if !self.document.sections[index].titled {
                            self.given.insert(Vec::new(), index);
                        }
                        index
                    }
                };
                self.place(
                    block.text,
                    block.span,
                    block.line,
                    block.start_ms,
                    block.voice,
                    &record,
                    section,
                );
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one block")]
    pub(super) fn place(
        &mut self,
        text: String,
        span: Range<usize>,
        line: Option<u32>,
        start_ms: Option<u64>,
        voice: Option<Voice>,
        record: &Record,
        section: usize,
    ) {
        let direction = (self.page.speech
            || voice.as_ref().is_some_and(|voice| !voice.names.is_empty()))
            && is_bracket(&text);
        let turn = voice
            .filter(|voice| !voice.names.is_empty())
            .map(|mut voice| {
                voice.names.truncate(MOST_SPEAKERS);
                let holds = self
                    .turn
                    .as_ref()
                    .filter(|turn| !voice.opens_turn && turn.names == voice.names);
                match holds {
                    Some(turn) => turn.clone(),
                    None => {
                        self.numbers.turns += 1;
                        Turn {
                            written: voice.names.join(", "),
                            names: voice.names,
                            rule: voice.rule,
                            number: self.numbers.turns,
                        }
                    }
                }
            });
        self.turn.clone_from(&turn);
        let kind = if direction {
            Kind::StageDirection
        } else {
            Kind::Body
        };
        self.push(
            kind,
            text,
            span,
            line,
            start_ms,
            turn.filter(|_| !direction).as_ref(),
        );
        if let Some(paragraph) = self.document.paragraphs.last_mut() {
            paragraph.section = section;
            paragraph.date = record.date.clone().or_else(|| self.page.date.clone());
            paragraph.source_id.clone_from(&record.id);
            paragraph.title.clone_from(&record.title);
        }
    }

    /// A block of running text: cut at its labels, each piece put in its place.
    pub(super) fn text(&mut self, block: &Block) {
        self.open_section();
        // A voice span says itself how far it holds.
        if block.opens || self.turn.as_ref().is_some_and(|turn| turn.rule == "voice") {
            self.turn = None;
        }
        let mut starts = vec![(0, block.span.start, block.line, block.start_ms)];
        if !self.labels.is_empty() {
            for line in &block.breaks {
                if self.labels.at(block, line.at).is_some() {
                    let number = (line.line > 0).then_some(line.line);
                    starts.push((line.at, line.source, number, line.start_ms));
                }
            }
        }
        for index in 0..starts.len() {
            let (at, source, line, start_ms) = starts[index];
            let end = starts.get(index + 1);
            let span = source..end.map_or(block.span.end, |next| next.1);
            let line = line.or(block.line);
            let range = at..end.map_or(block.text.len(), |next| next.0);
            self.piece(block, range, span, line, start_ms);
        }
    }

    pub(super) fn piece(
        &mut self,
        block: &Block,
        range: Range<usize>,
        span: Range<usize>,
        line: Option<u32>,
        mut start_ms: Option<u64>,
    ) {
        let mut start = range.start;
        let mut examiner = None;
        let found = self.labels.at(block, range.start).filter(|(label, speaker)| {
            // "AB: Anna Berg" says what the initials stand for, and is nobody's speech.
            let said = block.text.get(range.start + label.rest..range.end);
            !matches!(speaker, Speaker::Named(name) if said.is_some_and(|said| said.trim() == name))
        });
        let labelled = found.map(|(label, speaker)| {
            let (names, rule) = match speaker {
                Speaker::Named(name) => (vec![name.clone()], "label"),
                Speaker::Answers if self.page.speakers.len() == 1 => {
                    (self.page.speakers.clone(), "front-matter")
                }
                Speaker::Asks => (self.examiner.iter().cloned().collect(), "label"),
                Speaker::Answers => (self.witness.iter().cloned().collect(), "label"),
                Speaker::Examines(name) => {
                    examiner = Some(name.clone());
                    (Vec::new(), "label")
                }
            };
            (
                label.written.to_owned(),
                names,
                rule,
                label.time_ms,
                label.rest,
            )
        });
        if examiner.is_some() {
            self.examiner = examiner;
            self.turn = None;
            let text = block.text[range].trim().to_owned();
            self.push(Kind::StageDirection, text, span, line, start_ms, None);
            return;
        }
        let has_label = labelled.is_some();
        if let Some((written, names, rule, time_ms, rest)) = labelled {
            self.numbers.turns += 1;
            self.turn = Some(Turn {
                names,
                written,
                rule,
                number: self.numbers.turns,
            });
            start += rest;
            start_ms = start_ms.or(time_ms);
            self.at_head = false;
            if start >= range.end {
                self.pending_ms = start_ms;
                return;
            }
        }
        let mut text = block.text[start..range.end].trim();
        if let Some((ms, end)) = leading_time(text)
            && (has_label || text.starts_with(['[', '(']) || end == text.len())
        {
            start_ms = start_ms.or(Some(ms));
            text = text[end..].trim_start();
        }
        if text.is_empty() {
            self.pending_ms = start_ms;
            return;
        }
        let start_ms = start_ms.or(self.pending_ms.take());
        self.pending_ms = None;
        if !has_label && let Some(name) = sworn(text) {
            self.witness = Some(name.to_owned());
        }
        let kind = self.kind_of(text, has_label);
        self.after_byline = kind == Kind::Byline && !self.after_byline;
        if kind == Kind::Body {
            self.at_head = false;
        }
        let turn = if kind == Kind::Body {
            self.floor(text, has_label)
        } else {
            None
        };
        self.push(kind, text.to_owned(), span, line, start_ms, turn.as_ref());
    }

    pub(super) fn kind_of(&self, text: &str, has_label: bool) -> Kind {
        let transcript = self.page.speech || self.labels.names_anyone();
        if is_stage_direction(text) || (transcript && is_bracket(text)) {
            Kind::StageDirection
        } else if has_label || self.turn.is_some() {
            Kind::Body
        } else if (self.at_head && is_byline(text)) || (self.after_byline && is_byline_tail(text)) {
            Kind::Byline
        } else if is_credit(text) {
            Kind::Credit
        } else {
            Kind::Body
        }
    }

    /// Who holds the floor for a paragraph of body text.
    pub(super) fn floor(&mut self, text: &str, has_label: bool) -> Option<Turn> {
        let link = text
            .rsplit(' ')
            .next()
            .is_some_and(|word| word.starts_with("http"));
        let given = self
            .turn
            .as_ref()
            .is_none_or(|turn| turn.rule == "front-matter");
        if link && !has_label && given {
            return None;
        }
        let before_labels = !self.labels.names_anyone() || self.labels.is_before(self.taken - 1);
        if self.turn.is_none() && self.page.speakers.len() == 1 && before_labels && !self.after_end
        {
            // Headings do not interrupt a talk: it is one turn until somebody else speaks.
            if self.talk_turn != Some(self.numbers.turns) {
                self.numbers.turns += 1;
                self.talk_turn = Some(self.numbers.turns);
            }
            let name = self.page.speakers[0].clone();
            let number = self.numbers.turns;
            self.turn = Some(Turn {
                written: name.clone(),
                names: vec![name],
                rule: "front-matter",
                number,
            });
        }
        self.turn.clone()
    }
}

/// The utterances of a paragraph that is spoken as a whole: one for each name.
pub fn utterances(turn: &Turn, end: usize) -> Vec<Utterance> {
    let whole = |speaker: Option<&String>| Utterance {
        range: 0..end,
        speaker: speaker.cloned(),
        speaker_text: if turn.names.len() > 1 {
            speaker.cloned().unwrap_or_default()
        } else {
            turn.written.clone()
        },
        source: if speaker.is_some() {
            Source::Person
        } else {
            Source::Unnamed
        },
        verbatim: true,
        cue: None,
        rule: turn.rule.to_owned(),
    };
    if turn.names.is_empty() {
        vec![whole(None)]
    } else {
        turn.names.iter().map(|name| whole(Some(name))).collect()
    }
}

/// The witness whom the record introduces: "ANNA BERG, called as a witness, having been duly sworn, testified as follows:".
fn sworn(text: &str) -> Option<&str> {
    const LONGEST: usize = 600;
    let (name, rest) = text.split_once(',')?;
    let words = name.split_whitespace().count();
    let introduces = ["sworn", "affirmed", "as a witness"]
        .iter()
        .any(|word| rest.contains(word));
    (text.len() <= LONGEST && (2..=5).contains(&words) && is_capitals(name) && introduces)
        .then(|| without_titles(name))
}
