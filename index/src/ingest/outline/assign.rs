//! Takes blocks one by one and assigns each paragraph its turn: the speakers of what is said.
//!
//! A block is cut at its labels. A label's turn lasts until the next label, heading or story; a
//! speaker that the format gives speaks for one block only. Text outside all turns belongs to the
//! one speaker in the front matter, if there is just one.

use std::ops::Range;

use crate::document::Kind;
use crate::document::fact::Form;
use crate::document::rule::Rule;
use crate::ingest::block::{Block, Part, Record, Voice};
use crate::ingest::outline::builder::{DocumentBuilder, Piece};
use crate::ingest::outline::census::QUOTATION_MARKS;
use crate::ingest::outline::interview::is_bold_question;
use crate::ingest::outline::seen::Speaker;
use crate::ingest::outline::turn::{MAX_SPEAKERS, Turn};
use crate::text::boilerplate::{is_byline, is_byline_tail, is_credit};
use crate::text::clock::leading_time;
use crate::text::label::name::{is_capitals, is_particle, without_titles};
use crate::text::label::notice::is_system_line;
use crate::text::stage_direction::{is_bracket, is_stage_direction};

/// Part of a block from one label to the next, and where it is in the source.
struct Cut {
    /// Its byte range in the block's text.
    range: Range<usize>,
    span: Range<usize>,
    line: Option<u32>,
    start_ms: Option<u64>,
}

/// A speaker's label at the start of a cut.
struct TurnLabel {
    written: String,
    speaker: LabelSpeaker,
    time_ms: Option<u64>,
    /// Byte of the cut at which the words after the label start.
    rest: usize,
}

/// What a label does.
enum LabelSpeaker {
    /// It starts a turn of these people.
    Speaks(Vec<String>, Rule),
    /// It says who asks the questions that follow.
    Examines(String),
}

impl DocumentBuilder<'_> {
    /// Takes the next block.
    pub(super) fn take(&mut self, block: Block) {
        let index = self.taken;
        self.taken += 1;
        let (before, set_off) = (self.document.paragraphs.len(), block.set_off);
        if !matches!(block.part, Part::Text | Part::Plain) {
            self.in_answer = false;
        }
        match block.part {
            Part::Rule => self.next_story(),
            Part::End => {
                self.after_end = true;
                self.turn = None;
            }
            _ if block.text.is_empty() => {}
            Part::Heading(level) => self.heading(block, level, self.title_block == Some(index)),
            Part::Caption => self.page_element(Kind::Caption, block),
            Part::Byline => self.page_element(Kind::Byline, block),
            Part::Stage => self.page_element(Kind::StageDirection, block),
            Part::Plain | Part::Aside => {
                self.open_section();
                self.at_head = false;
                self.push(Piece::whole(Kind::Body, block), None);
            }
            Part::Text if block.voice.is_some() || block.record.is_some() => self.voiced(block),
            Part::Text => self.text(&block),
        }
        if set_off {
            let paragraphs = self.document.paragraphs.iter_mut();
            paragraphs
                .skip(before)
                .for_each(|added| added.set_off = true);
        }
    }

    fn page_element(&mut self, kind: Kind, block: Block) {
        self.open_section();
        let piece = Piece {
            start_ms: None,
            ..Piece::whole(kind, block)
        };
        self.push(piece, None);
    }

    /// A block whose speaker, section or date the format gives.
    fn voiced(&mut self, mut block: Block) {
        let record: Record = block.record.take().map(|one| *one).unwrap_or_default();
        let section = match &record.section {
            Some(path) => self.record_section(path),
            None => self.section_without_path(),
        };
        let voice = block.voice.take().filter(|voice| !voice.names.is_empty());
        let is_speech = self.page.speech || voice.is_some();
        let is_direction = is_speech && is_bracket(&block.text);
        let is_plain = record.section.is_none() && record.id.is_none() && record.title.is_none();
        match voice {
            Some(voice) => self.turn = Some(self.turn_of(voice)),
            // A record without a speaker, in what is stated to be one person's speech.
            None if self.page.form() == Some(Form::Speech) && !is_direction => {
                self.turn = None;
                self.turn = self.talk();
            }
            None if is_plain => {
                if !self.take_label(&mut block) {
                    return;
                }
            }
            None => self.turn = None,
        }
        let kind = if is_direction {
            Kind::StageDirection
        } else {
            Kind::Body
        };
        let turn = self.turn.clone().filter(|_| !is_direction);
        self.push(Piece::whole(kind, block), turn.as_ref());
        if let Some(paragraph) = self.document.paragraphs.last_mut() {
            paragraph.section = section;
            paragraph.date = record.date.or_else(|| self.page.date.clone());
            paragraph.source_id = record.id;
            paragraph.title = record.title;
        }
    }

    /// Starts the turn that a label at the head of a record without a speaker names, and cuts the
    /// label off. Without a label the turn of the last one goes on. `false` if nothing is left.
    fn take_label(&mut self, block: &mut Block) -> bool {
        self.end_quoted_turn(&block.text);
        let is_label = |turn: &Turn| turn.rule == Rule::Label;
        if !self.turn.as_ref().is_some_and(is_label) {
            self.turn = None;
        }
        let Some(label) = self.label_of(block, &(0..block.text.len())) else {
            return true;
        };
        let LabelSpeaker::Speaks(names, rule) = label.speaker else {
            return true;
        };
        self.start_turn(names, label.written, rule, &block.text);
        block.text.replace_range(..label.rest, "");
        !block.text.is_empty()
    }

    /// Starts the turn of a label at the head of `text`.
    fn start_turn(&mut self, names: Vec<String>, written: String, rule: Rule, text: &str) {
        self.numbers.turns += 1;
        self.turn_in_quotes = opens_quotation(text);
        self.turn = Some(Turn {
            names,
            written,
            rule,
            number: self.numbers.turns,
        });
    }

    /// Ends a turn inside quotation marks at a paragraph that does not open with one.
    fn end_quoted_turn(&mut self, text: &str) {
        if self.turn_in_quotes && !opens_quotation(text) {
            (self.turn, self.turn_in_quotes) = (None, false);
        }
    }

    /// The current turn, if these are its speakers; else a new one.
    fn turn_of(&mut self, mut voice: Voice) -> Turn {
        voice.names.truncate(MAX_SPEAKERS);
        let written = voice.names.join(", ");
        for name in &mut voice.names {
            if let Some(person) = self.page.stated.person_in_role(name) {
                person.clone_into(name);
                voice.rule = Rule::Stated;
            }
        }
        let current = self
            .turn
            .as_ref()
            .filter(|turn| !voice.opens_turn && turn.names == voice.names);
        if let Some(turn) = current {
            return turn.clone();
        }
        self.numbers.turns += 1;
        Turn {
            written,
            names: voice.names,
            rule: voice.rule,
            number: self.numbers.turns,
        }
    }

    /// A block of running text, which is cut at its labels.
    fn text(&mut self, block: &Block) {
        self.open_section();
        self.end_quoted_turn(&block.text);
        self.interview_turn(block);
        // A voice span applies to its own block only.
        let is_voice = |turn: &Turn| turn.rule == Rule::Voice;
        let silent = self.brief && self.labels.at(block, 0).is_none();
        if block.ends_turn || silent || self.turn.as_ref().is_some_and(is_voice) {
            self.turn = None;
        }
        let mut starts = vec![(0, block.span.start, block.line, block.start_ms)];
        if !self.labels.is_empty() {
            let mut cue_ms = block.start_ms;
            for line in &block.breaks {
                // The next cue is not the labelled one's, unless that broke off.
                let other = self.brief && line.start_ms != cue_ms;
                let ends = other && ends_sentence(&block.text[..line.at]);
                cue_ms = line.start_ms;
                if ends || self.labels.at(block, line.at).is_some() {
                    let number = (line.line > 0).then_some(line.line);
                    starts.push((line.at, line.source, number, line.start_ms));
                }
            }
        }
        for (index, (at, source, line, start_ms)) in starts.iter().copied().enumerate() {
            let next = starts.get(index + 1);
            let cut = Cut {
                range: at..next.map_or(block.text.len(), |next| next.0),
                span: source..next.map_or(block.span.end, |next| next.1),
                line: line.or(block.line),
                start_ms,
            };
            if index > 0 && self.labels.at(block, at).is_none() {
                self.turn = None;
            }
            self.cut(block, cut);
        }
    }

    fn cut(&mut self, block: &Block, cut: Cut) {
        let mut start = cut.range.start;
        let mut start_ms = cut.start_ms;
        self.hear_name(&block.text[cut.range.clone()], block, cut.range.start);
        let label = self.label_of(block, &cut.range);
        let has_label = label.is_some();
        if let Some(label) = label {
            let (names, rule) = match label.speaker {
                LabelSpeaker::Speaks(names, rule) => (names, rule),
                LabelSpeaker::Examines(name) => {
                    self.examine(name, block, cut);
                    return;
                }
            };
            self.start_turn(names, label.written, rule, &block.text[start..]);
            start += label.rest;
            start_ms = start_ms.or(label.time_ms);
            self.at_head = false;
            if start >= cut.range.end {
                self.pending_ms = start_ms;
                return;
            }
        }
        let mut text = block.text[start..cut.range.end].trim();
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
        let mut turn = None;
        if kind == Kind::Body {
            self.at_head = false;
            turn = self.turn_for(text, has_label);
        }
        let piece = Piece {
            kind,
            text: text.to_owned(),
            span: cut.span,
            line: cut.line,
            start_ms,
        };
        self.push(piece, turn.as_ref());
    }

    /// Between a question in bold and the next one the guest of the interview answers, until the
    /// text speaks of the guest.
    fn interview_turn(&mut self, block: &Block) {
        let Some(interview) = self.interview.as_ref().filter(|found| found.is_bold) else {
            return;
        };
        let is_question = is_bold_question(block);
        if is_question || (self.in_answer && interview.is_about_guest(&block.text)) {
            self.in_answer = is_question;
            self.turn = None;
        } else if self.in_answer && self.turn.is_none() {
            self.numbers.turns += 1;
            self.turn = Some(Turn {
                names: vec![interview.guest.clone()],
                written: interview.guest.clone(),
                rule: Rule::Interview,
                number: self.numbers.turns,
            });
        }
    }

    /// The speaker's label at the start of `range`.
    fn label_of(&self, block: &Block, range: &Range<usize>) -> Option<TurnLabel> {
        let (label, speaker) = self.labels.at(block, range.start)?;
        // "AB: Anna Berg" says what the initials mean; nobody speaks.
        let said = block.text.get(range.start + label.rest..range.end);
        if matches!(speaker, Speaker::Named(name) if said.is_some_and(|said| said.trim() == name)) {
            return None;
        }
        let speaks = |names| LabelSpeaker::Speaks(names, Rule::Label);
        let person = self.page.stated.person_in_role(label.written);
        let speaker = match speaker {
            _ if let Some(person) = person => {
                LabelSpeaker::Speaks(vec![person.to_owned()], Rule::Stated)
            }
            Speaker::Named(name) => speaks(vec![name.clone()]),
            Speaker::Answers if self.page.speakers.len() == 1 => {
                LabelSpeaker::Speaks(self.page.speakers.clone(), self.talk_rule())
            }
            Speaker::Asks => speaks(self.examiner.iter().cloned().collect()),
            Speaker::Answers => match (&self.witness, &self.interview) {
                (None, Some(interview)) => {
                    LabelSpeaker::Speaks(vec![interview.guest.clone()], Rule::Interview)
                }
                (witness, _) => speaks(witness.iter().cloned().collect()),
            },
            Speaker::Examines(name) => LabelSpeaker::Examines(name.clone()),
        };
        Some(TurnLabel {
            written: label.written.to_owned(),
            speaker,
            time_ms: label.time_ms,
            rest: label.rest,
        })
    }

    /// A witness who is asked for a name and answers with nothing else: who answers from here on.
    fn hear_name(&mut self, text: &str, block: &Block, at: usize) {
        let Some((label, speaker)) = self.labels.at(block, at) else {
            return;
        };
        let said = text.get(label.rest..).unwrap_or_default().trim();
        match speaker {
            Speaker::Asks => {
                let said = said.to_lowercase();
                self.asks_name = ["your name", "your full name"]
                    .iter()
                    .any(|ask| said.contains(ask));
            }
            Speaker::Answers => {
                let asked = std::mem::take(&mut self.asks_name);
                if asked && self.witness.is_none() && is_name_alone(said) {
                    self.witness = Some(without_titles(said.trim_end_matches('.')).to_owned());
                }
            }
            _ => {}
        }
    }

    /// "BY MR. HOLM:" on its line: he asks from here on.
    fn examine(&mut self, name: String, block: &Block, cut: Cut) {
        self.examiner = Some(name);
        self.turn = None;
        let piece = Piece {
            kind: Kind::StageDirection,
            text: block.text[cut.range].trim().to_owned(),
            span: cut.span,
            line: cut.line,
            start_ms: cut.start_ms,
        };
        self.push(piece, None);
    }

    fn kind_of(&self, text: &str, has_label: bool) -> Kind {
        let is_spoken = matches!(self.page.form(), Some(Form::Speech | Form::Transcript));
        let is_transcript = is_spoken || self.page.speech || self.labels.names_anyone();
        let is_direction = is_bracket(text) || is_system_line(text);
        if is_stage_direction(text) || (is_transcript && !has_label && is_direction) {
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

    /// The turn of a paragraph of body text: the current one, else that of the one speaker in the
    /// front matter, or the one who is stated.
    fn turn_for(&mut self, text: &str, has_label: bool) -> Option<Turn> {
        let form = self.page.form();
        let is_speech = form == Some(Form::Speech);
        let is_others = |turn: &Turn| turn.names != self.page.speakers;
        if is_speech && !has_label && self.page.speakers.len() == 1 {
            // In a speech, others have the paragraphs with their labels only.
            self.turn = self.turn.take().filter(|turn| !is_others(turn));
        }
        let is_link = text
            .rsplit(' ')
            .next()
            .is_some_and(|word| word.starts_with("http"));
        let is_talk = self
            .turn
            .as_ref()
            .is_none_or(|turn| turn.rule == self.talk_rule());
        if is_link && !has_label && is_talk && !is_speech {
            return None;
        }
        let before_labels = !self.labels.names_anyone() || self.labels.is_before(self.taken - 1);
        let may_talk = matches!(form, None | Some(Form::Speech));
        if self.turn.is_none() && may_talk && (is_speech || (before_labels && !self.after_end)) {
            self.turn = self.talk();
        }
        self.turn.clone()
    }

    /// The turn of the one speaker of all that has no label. `None` if there is not just one.
    fn talk(&mut self) -> Option<Turn> {
        let [name] = &self.page.speakers[..] else {
            return None;
        };
        // Headings do not interrupt a talk: it is one turn until another speaker begins.
        if self.talk_turn != Some(self.numbers.turns) {
            self.numbers.turns += 1;
            self.talk_turn = Some(self.numbers.turns);
        }
        Some(Turn {
            written: name.clone(),
            names: vec![name.clone()],
            rule: self.talk_rule(),
            number: self.numbers.turns,
        })
    }

    /// What says who speaks where there is no label.
    fn talk_rule(&self) -> Rule {
        match self.page.has_stated_speaker() {
            true => Rule::Stated,
            false => Rule::FrontMatter,
        }
    }
}

/// Whether an answer is a full name and nothing else: "Anna Berg."
fn is_name_alone(said: &str) -> bool {
    let name = said.trim_end_matches('.');
    let words = name.split_whitespace().count();
    (2..=4).contains(&words)
        && name
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase) || is_particle(word))
        && !name.contains([',', '?', '!', ':', ';'])
        && name.starts_with(char::is_uppercase)
}

/// Whether a text ends as a sentence does.
fn ends_sentence(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches(['"', '”', '’', ')', ']'])
        .ends_with(['.', '!', '?', '…', '。', '？', '！', '؟', '।'])
}

/// Whether a text begins with a quotation mark.
fn opens_quotation(text: &str) -> bool {
    text.starts_with(QUOTATION_MARKS)
}

/// The witness in "ANNA BERG, called as a witness, having been duly sworn, testified as follows:".
fn sworn(text: &str) -> Option<&str> {
    // An introduction is one sentence.
    const MAX_BYTES: usize = 600;
    let (name, rest) = text.split_once(',')?;
    let words = name.split_whitespace().count();
    let introduces = ["sworn", "affirmed", "as a witness"]
        .iter()
        .any(|word| rest.contains(word));
    let is_name = (2..=5).contains(&words) && is_capitals(name);
    (text.len() <= MAX_BYTES && is_name && introduces).then(|| without_titles(name))
}
