//! Blocks to a [`Document`]: the one place where section and speaker are assigned.
//!
//! A rule opens the next story, a heading the next section; a label holds until the next one, the next heading or the
//! next story. A section that nothing names is named by its dateline and first words. Prose that stands under no label
//! is attributed story by story.

use std::collections::HashMap;
use std::ops::Range;

use crate::attribution::attribute;
use crate::document::{Document, Kind, Paragraph, Section, Source, Utterance};
use crate::ingest::block::{Block, Part, Record, Voice};
use crate::ingest::labels::{Labels, Speaker};
use crate::ingest::lang;
use crate::ingest::options::ReadOptions;
use crate::text::furniture::{
    dateline, is_bracket, is_byline, is_byline_tail, is_credit, is_stage_direction,
};
use crate::text::label::leading_time;

/// A section's name is cut at a word before it grows longer than this.
const NAME_CHARS: usize = 66;

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
    let labels = Labels::of(&blocks, &page.speakers);
    let mut outline = Outline::new(&page, &blocks, labels);
    for block in blocks {
        outline.take(block);
    }
    outline.finish(options)
}

/// Who holds the floor.
#[derive(Clone, Debug)]
struct Turn {
    names: Vec<String>,
    written: String,
    rule: &'static str,
    number: u32,
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
        Self {
            page,
            labels,
            document,
            unnamed: Vec::new(),
            prose: Vec::new(),
            headings: Vec::new(),
            stories,
            title_block,
            taken: 0,
            numbers: page.before,
            turn: None,
            talk_turn: None,
            pending_ms: None,
            between: true,
            at_head: true,
            after_byline: false,
            after_end: false,
            given: HashMap::new(),
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

    fn next_story(&mut self) {
        if self.stories {
            self.headings.clear();
            self.between = true;
            self.at_head = true;
            self.after_end = false;
        }
        self.after_byline = false;
        self.turn = None;
    }

    fn heading(&mut self, block: Block, level: u8, is_title: bool) {
        if !block.holds {
            self.turn = None;
        }
        self.after_end = false;
        self.after_byline = false;
        if is_title {
            self.open_section();
            self.push(
                Kind::Heading,
                block.text,
                block.span,
                block.line,
                None,
                None,
            );
            return;
        }
        if self.stories && !self.between {
            // A story is one section from rule to rule: what comes later in it stands beneath its first title.
            let root = usize::from(!self.unnamed.last().copied().unwrap_or(false));
            while self.headings.len() > root
                && self
                    .headings
                    .last()
                    .is_some_and(|(above, _)| *above >= level)
            {
                self.headings.pop();
            }
            self.headings.push((level.max(2), block.text.clone()));
        } else {
            while self
                .headings
                .last()
                .is_some_and(|(above, _)| *above >= level)
            {
                self.headings.pop();
            }
            if self.headings.is_empty() {
                self.numbers.sections += 1;
                self.at_head = true;
            }
            self.headings.push((level, block.text.clone()));
        }
        let unnamed =
            self.stories && !self.between && self.unnamed.last().copied().unwrap_or(false);
        self.between = false;
        let path = self
            .headings
            .iter()
            .map(|(_, title)| title.clone())
            .collect();
        self.document.sections.push(Section {
            path,
            number: self.numbers.sections,
            titled: !unnamed,
        });
        self.unnamed.push(unnamed);
        self.push(
            Kind::Heading,
            block.text,
            block.span,
            block.line,
            None,
            None,
        );
    }

    /// Opens a section without a title, if none is open.
    fn open_section(&mut self) {
        if self.between {
            self.between = false;
            self.numbers.sections += 1;
            self.document.sections.push(Section {
                path: Vec::new(),
                number: self.numbers.sections,
                titled: false,
            });
            self.unnamed.push(true);
        }
    }

    /// A block whose speaker, section or day its format gives.
    fn voiced(&mut self, block: Block) {
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
                        if self.unnamed.get(index).copied().unwrap_or(false) {
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

    fn given_section(&mut self, path: &[String]) -> usize {
        let outermost = path.first();
        let number = self
            .document
            .sections
            .iter()
            .zip(&self.unnamed)
            .find(|(section, unnamed)| !**unnamed && section.path.first() == outermost)
            .map(|(section, _)| section.number);
        let number = number.unwrap_or_else(|| {
            self.numbers.sections += 1;
            self.numbers.sections
        });
        self.between = false;
        self.document.sections.push(Section {
            path: path.to_vec(),
            number,
            titled: !path.is_empty(),
        });
        self.unnamed.push(path.is_empty());
        self.given
            .insert(path.to_vec(), self.document.sections.len() - 1);
        self.document.sections.len() - 1
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one block")]
    fn place(
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
        let turn = voice.filter(|voice| !voice.names.is_empty()).map(|voice| {
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
    fn text(&mut self, block: &Block) {
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

    fn piece(
        &mut self,
        block: &Block,
        range: Range<usize>,
        span: Range<usize>,
        line: Option<u32>,
        mut start_ms: Option<u64>,
    ) {
        let mut start = range.start;
        let labelled = self.labels.at(block, range.start).map(|(label, speaker)| {
            let (names, rule) = match speaker {
                Speaker::Named(name) => (vec![name.clone()], "label"),
                Speaker::Answers if self.page.speakers.len() == 1 => {
                    (self.page.speakers.clone(), "front-matter")
                }
                Speaker::Asks | Speaker::Answers => (Vec::new(), "label"),
            };
            (
                label.written.to_owned(),
                names,
                rule,
                label.time_ms,
                label.rest,
            )
        });
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

    fn kind_of(&self, text: &str, has_label: bool) -> Kind {
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
    fn floor(&mut self, text: &str, has_label: bool) -> Option<Turn> {
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

    fn name_sections(&mut self) {
        if !self.unnamed.contains(&true) {
            return;
        }
        let mut names: HashMap<u32, (Kind, String)> = HashMap::new();
        for paragraph in &self.document.paragraphs {
            let section = &self.document.sections[paragraph.section];
            if !self.unnamed[paragraph.section] {
                continue;
            }
            // The body names a story; where there is none, whatever there is.
            let better = match names.get(&section.number) {
                None => true,
                Some((kind, name)) => {
                    paragraph.kind == Kind::Body && (*kind != Kind::Body || is_bracket(name))
                }
            };
            if better {
                names.insert(
                    section.number,
                    (paragraph.kind, first_words(&paragraph.text)),
                );
            }
        }
        let title = self
            .document
            .title
            .as_deref()
            .map(str::trim)
            .filter(|title| !title.is_empty() && !self.stories);
        for (section, unnamed) in self.document.sections.iter_mut().zip(&self.unnamed) {
            let name = title.or_else(|| names.get(&section.number).map(|(_, name)| name.as_str()));
            if let Some(name) = name.filter(|_| *unnamed) {
                section.path.insert(0, name.to_owned());
            }
        }
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

/// The block that is the document's title: the only heading of the outermost level, before all text, with others below.
fn title_heading(blocks: &[Block]) -> Option<usize> {
    let level = |block: &Block| {
        if let Part::Heading(level) = block.part {
            Some(level)
        } else {
            None
        }
    };
    let outermost = blocks.iter().filter_map(level).min()?;
    let first = blocks.iter().position(is_content)?;
    let alone = blocks
        .iter()
        .filter(|block| level(block) == Some(outermost))
        .count()
        == 1;
    let others = blocks.iter().filter_map(level).count() > 1;
    (alone && others && level(&blocks[first]) == Some(outermost)).then_some(first)
}

/// The utterances of a paragraph that is spoken as a whole: one for each name.
fn utterances(turn: &Turn, end: usize) -> Vec<Utterance> {
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

/// A section's name: its dateline and first words, cut at a word.
fn first_words(text: &str) -> String {
    let (head, body) = match dateline(text) {
        Some(found) => (format!("{}: ", found.text), &text[found.end..]),
        None => (String::new(), text),
    };
    let room = NAME_CHARS.saturating_sub(head.chars().count()).max(20);
    match body.char_indices().nth(room) {
        None => head + body,
        Some((limit, _)) => {
            let cut = body[..limit]
                .rfind(' ')
                .filter(|cut| *cut > 0)
                .unwrap_or(limit);
            let cut = if body[limit..].starts_with(' ') {
                limit
            } else {
                cut
            };
            format!("{head}{} ...", body[..cut].trim_end())
        }
    }
}
