//! Blocks to a [`Document`]: the one place where section and speaker are assigned.
//!
//! A rule opens the next story, a heading the next section; a label holds until the next one, the next heading or the
//! next story. A section that nothing names is named by its dateline and first words. Prose that stands under no label
//! is attributed story by story.

mod evidence;
pub mod floor;
pub mod labels;
mod names;
mod roster;
mod sections;

use std::collections::HashMap;
use std::ops::Range;

use crate::attribution::attribute;
use crate::document::{Document, Kind, Paragraph, Section};
use crate::ingest::block::{Block, Part};
use crate::ingest::lang;
use crate::ingest::outline::floor::{Turn, utterances};
use crate::ingest::outline::labels::Labels;
use crate::ingest::outline::sections::title_heading;
use crate::options::ReadOptions;

/// A paragraph longer than this is no prose that anybody attributes (a whole book on one line).
const PROSE_BYTES: usize = 1 << 20;

/// What a source says of itself as a whole.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What the source calls this document.
    pub key: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its language, ISO 639-1.
    pub lang: Option<String>,
    /// The day of every paragraph that has none of its own.
    pub date: Option<String>,
    /// Who speaks: one name and no labels mean that every paragraph is theirs.
    pub speakers: Vec<String>,
    /// The text is speech from end to end (subtitles): brackets are stage directions, and nothing is attributed as prose.
    pub speech: bool,
    /// A lone heading of the outermost level before all text is the document's title, and no section.
    pub titled: bool,
    /// Sections and turns that earlier parts of the same document have used up.
    pub before: Numbers,
    /// Sections of earlier parts, which go on in this one.
    pub continued: Vec<Section>,
    /// The section that the part before ended in. This one goes on in it.
    pub open: Option<Section>,
}

impl Page {
    /// Makes this the page of what follows a part of a document.
    pub fn go_on_behind(&mut self, part: &Document) {
        self.lang.clone_from(&part.lang);
        let sections = part.sections.iter().map(|section| section.number);
        let turns = part
            .paragraphs
            .iter()
            .filter_map(|paragraph| paragraph.turn);
        self.before = Numbers {
            sections: sections.max().unwrap_or(self.before.sections),
            turns: turns.max().unwrap_or(self.before.turns),
        };
        self.open = part.sections.last().cloned();
    }
}

/// How far numbers have run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Outermost sections.
    pub sections: u32,
    /// Turns.
    pub turns: u32,
}

/// Makes a document of the blocks of a source.
pub fn document(page: Page, blocks: Vec<Block>, options: &ReadOptions) -> Document {
    let labels = Labels::of(&blocks, &page.speakers, page.speech);
    let mut outline = Outline::new(&page, &blocks, labels);
    for block in blocks {
        outline.take(block);
    }
    outline.finish(options)
}

struct Outline<'a> {
    page: &'a Page,
    labels: Labels,
    document: Document,
    /// Sections whose outermost title is still to be found, by section index.
    unnamed: Vec<bool>,
    /// Whether a paragraph may be attributed as prose.
    prose: Vec<bool>,
    headings: Vec<(u8, String)>,
    /// Whether rules part this source into stories.
    stories: bool,
    /// Block index of a heading that is the document's title, counted down as blocks come.
    title_block: Option<usize>,
    taken: usize,
    numbers: Numbers,
    turn: Option<Turn>,
    /// The latest turn of the one speaker whom the front matter names.
    talk_turn: Option<u32>,
    /// Who asks the questions and who answers them, where the record says so.
    examiner: Option<String>,
    witness: Option<String>,
    /// A time that stood beside a label on a line of its own.
    pending_ms: Option<u64>,
    /// No section is open: the next paragraph opens one.
    between: bool,
    /// Nothing of the story's body has come yet: bylines may stand here.
    at_head: bool,
    /// The last paragraph was a byline.
    after_byline: bool,
    /// The story's body has ended.
    after_end: bool,
    /// Sections that records name, by path.
    given: HashMap<Vec<String>, usize>,
    /// Numbers of titled sections, by their outermost title; and how many sections were looked at for that.
    numbered: (HashMap<Option<String>, u32>, usize),
    /// The same of the parts of the document before this one, once they are asked for.
    earlier: Option<HashMap<Option<String>, u32>>,
}

impl<'a> Outline<'a> {
    fn new(page: &'a Page, blocks: &[Block], labels: Labels) -> Self {
        let first = blocks.iter().position(is_content).unwrap_or(blocks.len());
        let last = blocks.iter().rposition(is_content).unwrap_or(0);
        let stories = blocks
            .iter()
            .enumerate()
            .any(|(index, block)| block.part == Part::Rule && index > first && index < last);
        let title_block = if page.titled && !stories {
            title_heading(blocks)
        } else {
            None
        };
        let mut document = Document {
            key: page.key.clone(),
            title: page.title.clone(),
            lang: page.lang.clone(),
            ..Document::default()
        };
        if document.title.is_none() {
            document.title = title_block.map(|index| blocks[index].text.clone());
        }
        let opens = |block: &Block| matches!(block.part, Part::Rule | Part::Heading(_));
        let open = match blocks.first() {
            Some(block) if !opens(block) => page.open.clone(),
            _ => None,
        };
        let goes_on = open.is_some();
        document.sections.extend(open);
        Self {
            page,
            labels,
            document,
            unnamed: vec![false; usize::from(goes_on)],
            prose: Vec::new(),
            headings: Vec::new(),
            stories,
            title_block,
            taken: 0,
            numbers: page.before,
            turn: None,
            talk_turn: None,
            examiner: None,
            witness: None,
            pending_ms: None,
            between: !goes_on,
            at_head: !goes_on,
            after_byline: false,
            after_end: false,
            given: HashMap::new(),
            numbered: (HashMap::new(), 0),
            earlier: None,
        }
    }

    fn take(&mut self, block: Block) {
        let index = self.taken;
        self.taken += 1;
        match block.part {
            Part::Rule => self.next_story(),
            Part::End => {
                self.after_end = true;
                self.turn = None;
            }
            _ if block.text.is_empty() => {}
            Part::Heading(level) => self.heading(block, level, self.title_block == Some(index)),
            Part::Caption | Part::Byline | Part::Stage => {
                self.open_section();
                self.push(
                    match block.part {
                        Part::Caption => Kind::Caption,
                        Part::Byline => Kind::Byline,
                        _ => Kind::StageDirection,
                    },
                    block.text,
                    block.span,
                    block.line,
                    None,
                    None,
                );
            }
            Part::Plain | Part::Aside => {
                self.open_section();
                self.at_head = false;
                self.push(
                    Kind::Body,
                    block.text,
                    block.span,
                    block.line,
                    block.start_ms,
                    None,
                );
            }
            Part::Text if block.voice.is_some() || block.record.is_some() => self.voiced(block),
            Part::Text => self.text(&block),
        }
    }

    fn push(
        &mut self,
        kind: Kind,
        text: String,
        span: Range<usize>,
        line: Option<u32>,
        start_ms: Option<u64>,
        turn: Option<&Turn>,
    ) {
        let mut paragraph = Paragraph {
            section: self.document.sections.len().saturating_sub(1),
            kind,
            span,
            line,
            start_ms,
            date: self.page.date.clone(),
            ..Paragraph::default()
        };
        if let Some(turn) = turn {
            paragraph.turn = Some(turn.number);
            paragraph.utterances = utterances(turn, text.len());
            for name in &turn.names {
                if !paragraph.speakers.contains(name) {
                    paragraph.speakers.push(name.clone());
                }
            }
        }
        self.prose.push(
            kind == Kind::Body && turn.is_none() && !self.page.speech && text.len() <= PROSE_BYTES,
        );
        paragraph.text = text;
        self.document.paragraphs.push(paragraph);
    }

    fn finish(mut self, options: &ReadOptions) -> Document {
        self.name_sections();
        if options.attribution {
            self.attribute_prose();
        }
        if self.document.lang.is_none() {
            self.document.lang = lang::detect(&self.document.paragraphs);
        }
        self.document
    }

    fn attribute_prose(&mut self) {
        let document = &mut self.document;
        let mut start = 0;
        while start < document.paragraphs.len() {
            let number =
                |index: usize| document.sections[document.paragraphs[index].section].number;
            let mut end = start + 1;
            while end < document.paragraphs.len() && number(end) == number(start) {
                end += 1;
            }
            let chosen: Vec<usize> = (start..end).filter(|index| self.prose[*index]).collect();
            if !chosen.is_empty() {
                let texts: Vec<&str> = chosen
                    .iter()
                    .map(|index| document.paragraphs[*index].text.as_str())
                    .collect();
                let found = attribute(&texts);
                for (index, utterances) in chosen.iter().zip(found) {
                    let paragraph = &mut document.paragraphs[*index];
                    paragraph.speakers = crate::document::speakers_of(&utterances);
                    paragraph.utterances = utterances;
                }
            }
            start = end;
        }
    }
}

fn is_content(block: &Block) -> bool {
    !matches!(block.part, Part::Rule | Part::End) && !block.text.is_empty()
}
