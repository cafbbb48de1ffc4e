//! Which section a paragraph is in, and the names of sections.
//!
//! A rule starts the next story, a heading the next section. In a source that rules divide into
//! stories, a story is one outermost section, and its later headings are below its first title. A
//! section without a title is named by its dateline and first words.

use std::collections::HashMap;

use crate::document::{Kind, Section};
use crate::ingest::block::Block;
use crate::ingest::outline::builder::{DocumentBuilder, Piece, SectionNumbers};
use crate::text::boilerplate::dateline;
use crate::text::stage_direction::is_bracket;

// A section's name is cut at a word before it is longer than this: what fits on a line with a
// speaker.
const NAME_CHARS: usize = 66;

// Whatever the length of the dateline, so many characters of the text are in a section's name.
const TEXT_CHARS: usize = 20;

impl DocumentBuilder<'_> {
    /// Ends a story, if this source has stories.
    pub(super) fn next_story(&mut self) {
        if self.has_stories {
            self.headings.clear();
            self.needs_section = true;
            self.at_head = true;
            self.after_end = false;
        }
        self.after_byline = false;
        self.turn = None;
        (self.examiner, self.witness) = (None, None);
    }

    /// Takes a heading, which starts a section unless it is the document's title.
    pub(super) fn heading(&mut self, block: Block, level: u8, is_title: bool) {
        if !block.keeps_turn {
            self.turn = None;
        }
        self.after_end = false;
        self.after_byline = false;
        if is_title {
            self.open_section();
        } else {
            self.start_section(&block.text, level);
        }
        let piece = Piece {
            start_ms: None,
            ..Piece::whole(Kind::Heading, block)
        };
        self.push(piece, None);
    }

    fn start_section(&mut self, title: &str, level: u8) {
        let in_story = self.has_stories && !self.needs_section;
        let unnamed = in_story && self.unnamed.last().copied().unwrap_or(false);
        // A story is one section from rule to rule: its first title stays above later headings.
        let kept = usize::from(in_story && !unnamed);
        let is_deeper = |above: &(u8, String)| above.0 < level;
        while self.headings.len() > kept && !self.headings.last().is_some_and(is_deeper) {
            self.headings.pop();
        }
        if in_story {
            self.headings.push((level.max(2), title.to_owned()));
        } else {
            if self.headings.is_empty() {
                self.numbers.sections += 1;
                self.at_head = true;
            }
            self.headings.push((level, title.to_owned()));
        }
        self.needs_section = false;
        let path = self
            .headings
            .iter()
            .map(|(_, title)| title.clone())
            .collect();
        self.add_section(
            Section {
                path,
                number: self.numbers.sections,
                titled: !unnamed,
            },
            unnamed,
        );
    }

    /// Opens a section without a title if none is open.
    pub(super) fn open_section(&mut self) {
        if !std::mem::take(&mut self.needs_section) {
            return;
        }
        let unnamed = self.page.continued.iter().find(|section| !section.titled);
        if let Some(section) = unnamed {
            self.add_section(section.clone(), false);
            return;
        }
        self.numbers.sections += 1;
        self.add_section(
            Section {
                path: Vec::new(),
                number: self.numbers.sections,
                titled: false,
            },
            true,
        );
    }

    /// The index of the section that a record names. Sections that share their outermost title
    /// share their number.
    pub(super) fn record_section(&mut self, path: &[String]) -> usize {
        if let Some(index) = self.record_sections.get(path) {
            return *index;
        }
        let outermost = path.first().cloned();
        let number = self.number_of(&outermost).unwrap_or_else(|| {
            self.numbers.sections += 1;
            self.numbers.sections
        });
        self.needs_section = false;
        self.add_section(
            Section {
                path: path.to_vec(),
                number,
                titled: !path.is_empty(),
            },
            path.is_empty(),
        );
        let index = self.document.sections.len() - 1;
        self.record_sections.insert(path.to_vec(), index);
        index
    }

    /// The index of the section of records that name none.
    pub(super) fn section_without_path(&mut self) -> usize {
        self.open_section();
        if let Some(index) = self.record_sections.get(&Vec::new()) {
            return *index;
        }
        let index = self.document.sections.len() - 1;
        if !self.document.sections[index].titled {
            self.record_sections.insert(Vec::new(), index);
        }
        index
    }

    /// The number of the titled sections with this outermost title, in this part of the document or
    /// in an earlier one.
    fn number_of(&mut self, outermost: &Option<String>) -> Option<u32> {
        let SectionNumbers {
            of_title,
            sections_seen,
            earlier,
        } = &mut self.section_numbers;
        let earlier = earlier.get_or_insert_with(|| {
            let mut earlier = HashMap::new();
            for section in self.page.continued.iter().filter(|section| section.titled) {
                earlier
                    .entry(section.path.first().cloned())
                    .or_insert(section.number);
            }
            earlier
        });
        let sections = self.document.sections.iter().zip(&self.unnamed);
        for (section, unnamed) in sections.skip(*sections_seen) {
            if !unnamed {
                of_title
                    .entry(section.path.first().cloned())
                    .or_insert(section.number);
            }
        }
        *sections_seen = self.document.sections.len();
        let number = of_title.get(outermost);
        number.or_else(|| earlier.get(outermost)).copied()
    }

    fn add_section(&mut self, section: Section, unnamed: bool) {
        self.document.sections.push(section);
        self.unnamed.push(unnamed);
    }

    /// Names the sections without a title: by the document's title, else by their first words.
    pub(super) fn name_sections(&mut self) {
        if !self.unnamed.contains(&true) {
            return;
        }
        let names = self.first_words_of_sections();
        let title = self
            .document
            .title
            .as_deref()
            .map(str::trim)
            .filter(|title| !title.is_empty() && !self.has_stories);
        for (section, unnamed) in self.document.sections.iter_mut().zip(&self.unnamed) {
            let name = title.or_else(|| names.get(&section.number).map(String::as_str));
            if let Some(name) = name.filter(|_| *unnamed) {
                section.path.insert(0, name.to_owned());
            }
        }
    }

    /// The first words of sections without a title, by section number.
    fn first_words_of_sections(&self) -> HashMap<u32, String> {
        let mut names: HashMap<u32, (Kind, String)> = HashMap::new();
        for paragraph in &self.document.paragraphs {
            if !self.unnamed[paragraph.section] {
                continue;
            }
            let number = self.document.sections[paragraph.section].number;
            // The body names a section; if there is none, any paragraph does.
            let is_better = match names.get(&number) {
                None => true,
                Some((kind, name)) => {
                    paragraph.kind == Kind::Body && (*kind != Kind::Body || is_bracket(name))
                }
            };
            if is_better {
                names.insert(number, (paragraph.kind, first_words(&paragraph.text)));
            }
        }
        names
            .into_iter()
            .map(|(number, (_, name))| (number, name))
            .collect()
    }
}

/// The dateline and the first words of a text, cut at a word.
fn first_words(text: &str) -> String {
    let (head, body) = match dateline(text) {
        Some(found) => (format!("{}: ", found.text), &text[found.end..]),
        None => (String::new(), text),
    };
    let room = NAME_CHARS
        .saturating_sub(head.chars().count())
        .max(TEXT_CHARS);
    let Some((limit, _)) = body.char_indices().nth(room) else {
        return head + body;
    };
    let word_start = body[..limit].rfind(' ').filter(|start| *start > 0);
    let cut = match word_start {
        Some(start) if !body[limit..].starts_with(' ') => start,
        _ => limit,
    };
    format!("{head}{} ...", body[..cut].trim_end())
}
