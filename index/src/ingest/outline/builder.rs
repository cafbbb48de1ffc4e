//! The document that is being built, and the state that goes from one block to the next.
//!
//! `sections.rs` adds the methods for rules and headings, `assign.rs` those for text and its
//! speakers.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::fact::Form;
use crate::document::{Document, Kind, Paragraph};
use crate::ingest::block::{Block, Part};
use crate::ingest::outline::interview::Interview;
use crate::ingest::outline::labels::Labels;
use crate::ingest::outline::page::{Numbers, Page};
use crate::ingest::outline::turn::Turn;

// A longer paragraph is not prose that is worth attributing: a whole book on one line.
const MAX_PROSE_BYTES: usize = 1 << 20;

/// Builds a document from blocks.
pub struct DocumentBuilder<'a> {
    /// What the source says of itself.
    pub page: &'a Page,
    /// The labels that are speakers.
    pub labels: Labels,
    /// Whether labels are for one line each.
    pub brief: bool,
    /// What is built so far.
    pub document: Document,
    /// For each paragraph, whether it may be attributed as prose.
    pub prose: Vec<bool>,
    /// Blocks taken so far.
    pub taken: usize,
    /// The numbers used so far.
    pub numbers: Numbers,

    /// Whether rules divide this source into stories.
    pub has_stories: bool,
    /// Index of the block with a heading that is the document's title.
    pub title_block: Option<usize>,
    /// The headings that the current section is under, each with its level.
    pub headings: Vec<(u8, String)>,
    /// For each section, whether its outermost title is still to be found.
    pub unnamed: Vec<bool>,
    /// No section is open: the next paragraph opens one.
    pub needs_section: bool,
    /// The indexes of sections that records name, by path.
    pub record_sections: HashMap<Vec<String>, usize>,
    /// Section numbers by outermost title.
    pub section_numbers: SectionNumbers,

    /// The current turn.
    pub turn: Option<Turn>,
    /// Number of the latest turn of the one speaker in the front matter.
    pub talk_turn: Option<u32>,
    /// The person who asks the questions, where the record says so.
    pub examiner: Option<String>,
    /// The person who answers them.
    pub witness: Option<String>,
    /// The witness was just asked for a name.
    pub asks_name: bool,
    /// The interview that the document is.
    pub interview: Option<Interview>,
    /// A question in bold has come, and its answer goes on.
    pub in_answer: bool,
    /// The turn is inside quotation marks and ends with them.
    pub turn_in_quotes: bool,
    /// A time next to a label on a line of its own, for the text that follows.
    pub pending_ms: Option<u64>,

    /// No body text of the story has come so far: a byline may come.
    pub at_head: bool,
    /// The last paragraph was a byline.
    pub after_byline: bool,
    /// The body of the story has ended.
    pub after_end: bool,
}

/// Section numbers by outermost title.
#[derive(Default)]
pub struct SectionNumbers {
    /// Those of titled sections of this document.
    pub of_title: HashMap<Option<String>, u32>,
    /// How many of the document's sections are in `of_title`.
    pub sections_seen: usize,
    /// Those of earlier parts of the document. Filled at the first look-up.
    pub earlier: Option<HashMap<Option<String>, u32>>,
}

/// A paragraph without its speakers.
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub text: String,
    /// Its byte range in the decoded source.
    pub span: Range<usize>,
    /// Its line, counted from 1.
    pub line: Option<u32>,
    /// Milliseconds from the start of the recording.
    pub start_ms: Option<u64>,
}

impl Piece {
    /// All of a block.
    pub fn whole(kind: Kind, block: Block) -> Self {
        Self {
            kind,
            text: block.text,
            span: block.span,
            line: block.line,
            start_ms: block.start_ms,
        }
    }
}

impl<'a> DocumentBuilder<'a> {
    /// Starts a document, in the section where the part before it ended.
    pub fn new(page: &'a Page, blocks: &[Block], labels: Labels) -> Self {
        let first = blocks
            .iter()
            .position(Block::is_content)
            .unwrap_or(blocks.len());
        let last = blocks.iter().rposition(Block::is_content).unwrap_or(0);
        let has_stories = blocks
            .iter()
            .enumerate()
            .any(|(index, block)| block.part == Part::Rule && index > first && index < last);
        let title_block = if page.titled && !has_stories {
            title_heading(blocks)
        } else {
            None
        };
        let title = page.title.clone();
        let mut document = Document {
            key: page.key.clone(),
            title: title.or_else(|| title_block.map(|index| blocks[index].text.clone())),
            lang: page.lang.clone(),
            ..Document::default()
        };
        let starts_section = |block: &Block| matches!(block.part, Part::Rule | Part::Heading(_));
        let open = match blocks.first() {
            Some(block) if !starts_section(block) => page.open.clone(),
            _ => None,
        };
        let continues = open.is_some();
        document.sections.extend(open);
        Self {
            page,
            labels,
            brief: false,
            document,
            prose: Vec::new(),
            taken: 0,
            numbers: page.before,
            has_stories,
            title_block,
            headings: Vec::new(),
            unnamed: vec![false; usize::from(continues)],
            needs_section: !continues,
            record_sections: HashMap::new(),
            section_numbers: SectionNumbers::default(),
            turn: None,
            talk_turn: None,
            examiner: None,
            witness: None,
            asks_name: false,
            interview: Interview::of(page, blocks),
            in_answer: false,
            turn_in_quotes: false,
            pending_ms: None,
            at_head: !continues,
            after_byline: false,
            after_end: false,
        }
    }

    /// Adds a paragraph to the current section, with the speakers of `turn`.
    pub fn push(&mut self, piece: Piece, turn: Option<&Turn>) {
        let mut paragraph = Paragraph {
            section: self.document.sections.len().saturating_sub(1),
            kind: piece.kind,
            span: piece.span,
            line: piece.line,
            start_ms: piece.start_ms,
            date: self.page.date.clone(),
            ..Paragraph::default()
        };
        if let Some(turn) = turn {
            paragraph.turn = Some(turn.number);
            paragraph.utterances = turn.utterances(piece.text.len());
            for name in &turn.names {
                if !paragraph.speakers.contains(name) {
                    paragraph.speakers.push(name.clone());
                }
            }
        }
        let is_text = piece.kind == Kind::Body && piece.text.len() <= MAX_PROSE_BYTES;
        let is_prose = matches!(self.page.form(), None | Some(Form::Prose)) && !self.page.speech;
        self.prose.push(is_text && turn.is_none() && is_prose);
        paragraph.text = piece.text;
        self.document.paragraphs.push(paragraph);
    }
}

/// The index of the block that is the document's title: a heading before all text that is the only
/// one of the outermost level, with others after it.
fn title_heading(blocks: &[Block]) -> Option<usize> {
    let level = |block: &Block| match block.part {
        Part::Heading(level) => Some(level),
        _ => None,
    };
    let outermost = blocks.iter().filter_map(level).min()?;
    let first = blocks.iter().position(Block::is_content)?;
    let is_single = blocks
        .iter()
        .filter(|block| level(block) == Some(outermost))
        .count()
        == 1;
    let has_others = blocks.iter().filter_map(level).count() > 1;
    (is_single && has_others && level(&blocks[first]) == Some(outermost)).then_some(first)
}
