//! The transcript that the elements of a file build: blocks of text, and who speaks each.
//!
//! It knows nothing of element names; `speech` and `hansard` translate those. Spans are bytes of
//! the decoded source.

use std::collections::HashMap;

use crate::document::rule::Rule;
use crate::ingest::block::{Block, Break, Lines, Part, Voice, push_squeezed};
use crate::ingest::date::date_or_problem;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::Problem;
use crate::ingest::tei::speakers::{Speaker, Speakers};

/// What the text inside an element is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It is part of the transcript.
    Shown,
    /// It is not read.
    Skipped,
    /// It is the title of the document.
    Title,
    /// It is the name of the person whose entry in the header is open.
    Name,
    /// It is a speaker's label.
    Label,
}

/// An element that is open.
pub struct Open {
    /// Its name, without prefix.
    pub name: String,
    /// What its text is used for.
    pub purpose: Purpose,
    /// The division that it is, if it is one.
    pub division: Option<Division>,
}

/// A section of the text.
#[derive(Default)]
pub struct Division {
    /// Its type, such as `act`. May be empty.
    pub kind: String,
    /// Its number, as written or counted among its siblings of the same type.
    pub number: String,
    /// Whether it has a heading, or needs none.
    pub headed: bool,
    /// Whether it is the whole body or front of a text, which does not count as a level.
    pub outer: bool,
    /// How many divisions of each type it contains so far.
    pub types: HashMap<String, usize>,
}

/// A speech that is open.
#[derive(Default)]
pub struct Speech {
    /// Who gives it.
    pub speaker: Speaker,
    /// Whether one of its paragraphs has been read already.
    pub begun: bool,
}

/// The transcript so far.
pub struct Transcript<'a> {
    /// Title, date and language of the document.
    pub page: Page,
    /// What could not be read so far.
    pub problems: Vec<Problem>,
    /// The persons of the file.
    pub speakers: Speakers,
    /// The open elements, the innermost last.
    pub open: Vec<Open>,
    /// The block that is being read.
    pub current: Block,
    /// Whether the source has ended a line since the last text of `current`.
    pub line_ends: bool,
    /// The speech that is open.
    pub speech: Option<Speech>,
    /// The text of the title, name or label that is being read.
    pub side_text: String,
    lines: Lines<'a>,
    /// The finished blocks, each with its speaker.
    blocks: Vec<(Block, Option<Speaker>)>,
}

impl<'a> Transcript<'a> {
    /// An empty transcript of the source `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            page: Page::default(),
            problems: Vec::new(),
            speakers: Speakers::default(),
            open: Vec::new(),
            current: Block::default(),
            line_ends: false,
            speech: None,
            side_text: String::new(),
            lines: Lines::new(text),
            blocks: Vec::new(),
        }
    }

    /// What text at this point is used for.
    pub fn purpose(&self) -> Purpose {
        self.open.last().map_or(Purpose::Shown, |open| open.purpose)
    }

    /// Whether an element of this name is open, not far out.
    pub fn is_in(&self, name: &str) -> bool {
        /// How many levels are looked at. More never matter, and a deeply nested file stays cheap.
        const MAX_LEVELS: usize = 8;
        self.open
            .iter()
            .rev()
            .take(MAX_LEVELS)
            .any(|open| open.name == name)
    }

    /// The innermost open division.
    pub fn innermost_division(&mut self) -> Option<&mut Division> {
        self.open
            .iter_mut()
            .rev()
            .find_map(|open| open.division.as_mut())
    }

    /// Closes the innermost element of this name and all elements inside it, calling `on_close`
    /// with each. An end tag without a start tag is ignored.
    pub fn close(&mut self, name: &str, mut on_close: impl FnMut(&mut Self, &Open)) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { break };
            on_close(self, &open);
        }
    }

    /// Begins the heading of the innermost division. `in_list`: it heads a list in it.
    pub fn begin_heading(&mut self, in_list: bool) {
        let level = self.level();
        let headed = self.innermost_division().is_some_and(|division| {
            let empty = division.kind.is_empty() && division.types.is_empty();
            std::mem::replace(&mut division.headed, true) && !empty
        });
        self.end_block();
        // The heading of a song in the middle of a speech does not end the speech.
        self.current.keeps_turn = self.speech.is_some();
        let after_heading = self
            .blocks
            .last()
            .is_some_and(|(block, _)| matches!(block.part, Part::Heading(_)));
        if headed && after_heading && !in_list {
            // "Act One" and "In the harbour" above one scene are one heading.
            if let Some((block, _)) = self.blocks.pop() {
                self.current = block;
                self.line_ends = true;
            }
        } else {
            let level = level.saturating_add(u8::from(in_list));
            self.current.part = Part::Heading(level);
        }
    }

    /// The heading level of the innermost division: 1 is the outermost, 6 the deepest.
    fn level(&self) -> u8 {
        let divisions = self.open.iter().filter_map(|open| open.division.as_ref());
        let depth = divisions.filter(|division| !division.outer).count();
        u8::try_from(depth.clamp(1, 6)).unwrap_or(6)
    }

    /// Takes text, which lies at `start..end` in the source. `bare` is the text without what is to
    /// be dropped at the start of a block, white space at least.
    pub fn text(&mut self, text: &str, bare: &str, start: usize, end: usize) {
        match self.purpose() {
            Purpose::Skipped => return,
            Purpose::Title | Purpose::Name | Purpose::Label => {
                self.side_text.push_str(text);
                return;
            }
            Purpose::Shown => {}
        }
        if bare.is_empty() {
            if !self.current.text.is_empty() {
                push_squeezed(&mut self.current.text, " ");
            }
            return;
        }
        // Text that is longer in the source than here is an entity. Nothing is trimmed off one: an
        // entity that is white space has returned above.
        let start = start + (text.len() - bare.len());
        let end = end
            .saturating_sub(text.len() - text.trim_end().len())
            .max(start);
        let line = self.lines.line_of(start);
        if self.current.text.is_empty() {
            self.name_divisions(start, line);
            self.current.span = start..end;
            self.current.line = Some(line);
            push_squeezed(&mut self.current.text, bare);
        } else {
            if self.line_ends {
                self.break_line(start, line);
            }
            self.current.span.end = end;
            push_squeezed(&mut self.current.text, text);
        }
        self.line_ends = false;
    }

    fn break_line(&mut self, source: usize, line: u32) {
        if !self.current.text.ends_with(' ') {
            self.current.text.push(' ');
        }
        self.current.breaks.push(Break {
            at: self.current.text.len(),
            source,
            line,
            start_ms: None,
        });
    }

    /// Adds headings such as "scene 1" for the open divisions that have none, once there is text
    /// in them.
    fn name_divisions(&mut self, start: usize, line: u32) {
        let mut level = 0_u8;
        for division in self
            .open
            .iter_mut()
            .filter_map(|open| open.division.as_mut())
        {
            if !division.outer {
                level = level.saturating_add(1);
            }
            if division.headed {
                continue;
            }
            division.headed = true;
            let kind = division.kind.replace(['_', '-'], " ");
            let heading = Block {
                part: Part::Heading(level.clamp(1, 6)),
                text: format!("{kind} {}", division.number),
                span: start..start,
                line: Some(line),
                ..Block::default()
            };
            self.blocks.push((heading, None));
        }
    }

    /// Ends the block that is being read. Without text there is none.
    pub fn end_block(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        self.line_ends = false;
        block.text.truncate(block.text.trim_end().len());
        if block.text.is_empty() {
            return;
        }
        let mut speaker = None;
        if block.part == Part::Text
            && let Some(speech) = &mut self.speech
        {
            block.voice = Some(Voice {
                names: Vec::new(),
                rule: Rule::Voice,
                opens_turn: !std::mem::replace(&mut speech.begun, true),
            });
            speaker = Some(speech.speaker.clone());
        }
        self.blocks.push((block, speaker));
    }

    /// The date in an attribute. One that does not exist is a problem.
    pub fn date(&mut self, written: Option<String>) -> Option<String> {
        date_or_problem(&written?).unwrap_or_else(|problem| {
            self.problems.push(problem);
            None
        })
    }

    /// The document and its blocks, their speakers named.
    pub fn finish(mut self) -> (Page, Vec<Block>) {
        self.end_block();
        let speakers = self.speakers;
        // Where speeches are marked up, a line outside them that looks like a label is none: it
        // belongs to a song or a preface.
        let marked = self.blocks.iter().any(|(_, speaker)| speaker.is_some());
        let blocks = self
            .blocks
            .into_iter()
            .map(|(mut block, speaker)| {
                block.quoted = marked && speaker.is_none();
                if let (Some(voice), Some(speaker)) = (&mut block.voice, speaker) {
                    voice.names = speakers.names_of(speaker);
                }
                block
            })
            .collect();
        (self.page, blocks)
    }
}
