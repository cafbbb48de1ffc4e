//! Which section a paragraph stands in, and what that section is called.
//!
//! A rule opens the next story, a heading the next section. In a source parted by rules a story is one section from rule to rule, and
//! the headings in it stand beneath its first title. A section that nothing names is named by its dateline and first words.

use std::collections::HashMap;

use crate::document::{Kind, Section};
use crate::ingest::block::{Block, Part};
use crate::ingest::outline::{Outline, is_content};
use crate::text::boilerplate::dateline;
use crate::text::stage_direction::is_bracket;

/// A section's name is cut at a word before it grows longer than this.
const NAME_CHARS: usize = 66;

impl Outline<'_> {
    pub(super) fn next_story(&mut self) {
        if self.stories {
            self.headings.clear();
            self.between = true;
            self.at_head = true;
            self.after_end = false;
        }
        self.after_byline = false;
        self.turn = None;
        (self.examiner, self.witness) = (None, None);
    }

    pub(super) fn heading(&mut self, block: Block, level: u8, is_title: bool) {
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
    pub(super) fn open_section(&mut self) {
        if self.between {
            self.between = false;
            let unnamed = self.page.continued.iter().find(|section| !section.titled);
            if let Some(section) = unnamed {
                self.document.sections.push(section.clone());
                self.unnamed.push(false);
                return;
            }
            self.numbers.sections += 1;
            self.document.sections.push(Section {
                path: Vec::new(),
                number: self.numbers.sections,
                titled: false,
            });
            self.unnamed.push(true);
        }
    }

    pub(super) fn given_section(&mut self, path: &[String]) -> usize {
        let (numbered, looked_at) = &mut self.numbered;
        let earlier = self.earlier.get_or_insert_with(|| {
            let mut earlier = HashMap::new();
            for section in self.page.continued.iter().filter(|section| section.titled) {
                earlier
                    .entry(section.path.first().cloned())
                    .or_insert(section.number);
            }
            earlier
        });
        let sections = self.document.sections.iter().zip(&self.unnamed);
        for (section, unnamed) in sections.skip(*looked_at) {
            if !unnamed {
                numbered
                    .entry(section.path.first().cloned())
                    .or_insert(section.number);
            }
        }
        *looked_at = self.document.sections.len();
        let outermost = path.first().cloned();
        let number = numbered
            .get(&outermost)
            .or_else(|| earlier.get(&outermost))
            .copied();
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

    pub(super) fn name_sections(&mut self) {
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
}

/// The block that is the document's title: the only heading of the outermost level, before all text, with others below.
pub fn title_heading(blocks: &[Block]) -> Option<usize> {
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
