//! One pass over speech marked up in XML: blocks, and whose speech each is.

mod hansard;

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::document::rule::Rule;
use crate::ingest::block::{Block, Break, Lines, Part, Voice, push_squeezed, squeeze};
use crate::ingest::date::day;
use crate::ingest::lang;
use crate::ingest::outline::page::Page;
use crate::ingest::tei::walk::hansard::{CONTRIBUTION, contribution};
use crate::ingest::xml::{attribute, local};

/// What the text that is being read is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// It is part of the page.
    Shown,
    /// It is passed over.
    Nothing,
    Title,
    /// The name of the person that was opened last.
    Name,
    /// Who speaks.
    Label,
}

/// An element that is open.
struct Open {
    name: String,
    what: Use,
    /// A division: whether its heading has been seen, and how many divisions of each type stand in it.
    division: Option<Division>,
}

#[derive(Default)]
struct Division {
    kind: String,
    number: String,
    headed: bool,
    types: HashMap<String, usize>,
}

/// A turn that is open.
#[derive(Default)]
struct Speech {
    who: Vec<String>,
    label: String,
    /// Whether one of its blocks was made already.
    begun: bool,
}

/// Identifiers of who speaks, and the label.
type Whose = (Vec<String>, String);

pub struct Reading<'a> {
    lines: Lines<'a>,
    page: Page,
    open: Vec<Open>,
    /// Names by identifier.
    names: HashMap<String, String>,
    /// The longest label of each identifier.
    labels: HashMap<String, String>,
    person: Option<String>,
    /// Blocks, and whose speech each is, by identifiers and label.
    blocks: Vec<(Block, Option<Whose>)>,
    current: Block,
    line_ends: bool,
    speech: Option<Speech>,
    /// A note that says who speaks next.
    announced: String,
    header_text: String,
    /// The text is of the old Hansard, and who holds the floor in it.
    hansard: bool,
    floor: Option<Speech>,
}

impl<'a> Reading<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            lines: Lines::new(text),
            page: Page::default(),
            open: Vec::new(),
            names: HashMap::new(),
            labels: HashMap::new(),
            person: None,
            blocks: Vec::new(),
            current: Block::default(),
            line_ends: false,
            speech: None,
            announced: String::new(),
            header_text: String::new(),
            hansard: false,
            floor: None,
        }
    }

    fn what(&self) -> Use {
        self.open.last().map_or(Use::Shown, |open| open.what)
    }

    fn is_in(&self, name: &str) -> bool {
        // Names of elements repeat on the way down; only the innermost few can matter, and a deep text stays cheap.
        const NEAR: usize = 8;
        self.open
            .iter()
            .rev()
            .take(NEAR)
            .any(|open| open.name == name)
    }

    pub fn start(&mut self, element: &BytesStart<'_>) {
        let name = local(element);
        let parent = self.what();
        let mut what = parent;
        let mut division = None;
        match name.as_str() {
            "hansard" if self.open.is_empty() => {
                self.hansard = true;
                what = Use::Nothing;
            }
            _ if self.hansard => (what, division) = self.hansard(element, &name),
            "TEI" | "teiCorpus" | "akomaNtoso" | "publicwhip" if self.page.lang.is_none() => {
                self.page.lang = attribute(element, "lang").and_then(|code| lang::given(&code));
            }
            "teiHeader" | "standOff" | "meta" | "fw" | "figDesc" | "back"
                if parent != Use::Nothing =>
            {
                what = if name == "back" { parent } else { Use::Nothing };
            }
            "sic" | "orig" if self.open.last().is_some_and(|open| open.name == "choice") => {
                what = Use::Nothing;
            }
            "title"
                if parent == Use::Nothing
                    && self.is_in("titleStmt")
                    && self.page.title.is_none() =>
            {
                what = Use::Title;
                self.header_text.clear();
            }
            "person" | "personGrp" | "org" => {
                self.person = attribute(element, "id");
                self.header_text.clear();
            }
            "TLCPerson" | "TLCRole" | "TLCOrganization" => {
                let id = attribute(element, "eId").or_else(|| attribute(element, "id"));
                if let (Some(id), Some(shown)) = (id, attribute(element, "showAs")) {
                    self.names.insert(id, squeeze(&shown));
                }
            }
            "persName" | "orgName" | "name"
                if parent == Use::Nothing
                    && self
                        .person
                        .as_ref()
                        .is_some_and(|id| !self.names.contains_key(id)) =>
            {
                what = Use::Name;
                self.header_text.clear();
            }
            // Of the header's dates only that of the sitting or the performance is the day of what is said.
            "date"
                if parent == Use::Nothing
                    && self.page.date.is_none()
                    && (self.is_in("setting") || self.is_in("settingDesc")) =>
            {
                self.page.date = attribute(element, "when").and_then(|date| day(&date));
            }
            "FRBRdate" if self.page.date.is_none() => {
                self.page.date = attribute(element, "date").and_then(|date| day(&date));
            }
            _ if parent == Use::Nothing => {}
            "div" | "div1" | "div2" | "div3" | "debateSection" | "body" | "front" | "debate" => {
                self.flush();
                division = Some(self.division(element, &name));
            }
            "major-heading" | "minor-heading" | "oral-heading" => {
                self.flush();
                self.current.part = Part::Heading(if name == "minor-heading" { 2 } else { 1 });
            }
            "head" | "heading" => self.head(),
            "sp" | "u" | "speech" | "question" | "answer" => {
                self.flush();
                self.speak(element);
            }
            "speaker" | "from" if self.speech.is_some() => {
                self.flush();
                what = Use::Label;
                self.header_text.clear();
            }
            "note" if attribute(element, "type").as_deref() == Some("speaker") => {
                self.flush();
                what = Use::Label;
                self.header_text.clear();
            }
            "stage" | "note" | "kinesic" | "vocal" | "incident" | "gap" | "remark" | "scene"
            | "summary" | "narrative" => {
                self.flush();
                self.current.part = Part::Stage;
            }
            "castItem" | "titlePart" | "docAuthor" | "docImprint" => {
                self.flush();
                self.current.part = Part::Plain;
            }
            "p" | "ab" | "seg" | "lg" | "trailer" | "opener" | "closer" | "item" | "cell"
            | "signed" | "dateline" => {
                self.flush();
            }
            "l" | "lb" => self.line_ends = true,
            _ => {}
        }
        self.open.push(Open {
            name,
            what,
            division,
        });
    }

    fn division(&mut self, element: &BytesStart<'_>, name: &str) -> Division {
        let kind = attribute(element, "type").unwrap_or_default();
        let count = self
            .open
            .iter_mut()
            .rev()
            .find_map(|open| open.division.as_mut())
            .map_or(1, |above| {
                let count = above.types.entry(kind.clone()).or_default();
                *count += 1;
                *count
            });
        let outer = matches!(name, "body" | "front" | "debate");
        Division {
            number: attribute(element, "n").unwrap_or_else(|| count.to_string()),
            // What is no division of the text itself needs no heading.
            headed: outer || kind.is_empty(),
            kind,
            ..Division::default()
        }
    }

    /// How deep the open divisions are, counted from 1.
    fn level(&self) -> u8 {
        let depth = self
            .open
            .iter()
            .filter(|open| {
                open.division.is_some()
                    && !matches!(open.name.as_str(), "body" | "front" | "debate")
            })
            .count();
        u8::try_from(depth.clamp(1, 6)).unwrap_or(6)
    }

    fn head(&mut self) {
        let level = self.level();
        let in_list = self.is_in("castList") || self.is_in("list");
        let headed = self
            .open
            .iter_mut()
            .rev()
            .find_map(|open| open.division.as_mut())
            .is_some_and(|division| {
                let empty = division.kind.is_empty() && division.types.is_empty();
                std::mem::replace(&mut division.headed, true) && !empty
            });
        self.flush();
        // A song's heading in the middle of a speech does not end it.
        self.current.keeps_turn = self.speech.is_some();
        let after_head = self
            .blocks
            .last()
            .is_some_and(|(block, _)| matches!(block.part, Part::Heading(_)));
        if headed && after_head && !in_list {
            // "Act one" and "In the harbour" above one scene are one heading.
            if let Some((block, _)) = self.blocks.pop() {
                self.current = block;
                self.line_ends = true;
            }
        } else {
            self.current.part = Part::Heading(if in_list {
                level.saturating_add(1)
            } else {
                level
            });
        }
    }

    /// Names the divisions that have no heading, once there are words in them.
    fn name_divisions(&mut self, start: usize, line: u32) {
        let mut level = 0_u8;
        for open in &mut self.open {
            let Some(division) = &mut open.division else {
                continue;
            };
            if !matches!(open.name.as_str(), "body" | "front" | "debate") {
                level = level.saturating_add(1);
            }
            if division.headed {
                continue;
            }
            division.headed = true;
            let kind = division.kind.replace(['_', '-'], " ");
            let text = format!("{kind} {}", division.number);
            self.blocks.push((
                Block {
                    part: Part::Heading(level.clamp(1, 6)),
                    text,
                    span: start..start,
                    line: Some(line),
                    ..Block::default()
                },
                None,
            ));
        }
    }

    fn speak(&mut self, element: &BytesStart<'_>) {
        let who = ["who", "by", "person_id", "speakerid"]
            .iter()
            .find_map(|key| attribute(element, key))
            .unwrap_or_default();
        let who: Vec<String> = who
            .split_whitespace()
            .map(|id| id.rsplit('#').next().unwrap_or(id).to_owned())
            .filter(|id| !id.is_empty())
            .collect();
        let given = attribute(element, "speakername").map(|name| squeeze(&name));
        let label = given.unwrap_or_else(|| std::mem::take(&mut self.announced));
        self.announced.clear();
        self.note_label(&who, &label);
        self.speech = Some(Speech {
            who,
            label,
            begun: false,
        });
    }

    fn note_label(&mut self, who: &[String], label: &str) {
        if let [id] = who
            && !label.is_empty()
        {
            let longest = self.labels.entry(id.clone()).or_default();
            if label.len() > longest.len() {
                label.clone_into(longest);
            }
        }
    }

    pub fn end(&mut self, name: &str) {
        // End tags without a beginning, and ends that were forgotten, are taken as they come.
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { break };
            self.closed(&open);
        }
    }

    fn closed(&mut self, open: &Open) {
        match open.what {
            Use::Title if open.name == "title" => {
                self.page.title =
                    Some(squeeze(&self.header_text)).filter(|title| !title.is_empty());
            }
            Use::Name if matches!(open.name.as_str(), "persName" | "orgName" | "name") => {
                let name = squeeze(&self.header_text);
                if let Some(id) = self.person.clone().filter(|_| !name.is_empty()) {
                    self.names.entry(id).or_insert(name);
                }
            }
            Use::Name => self.header_text.push(' '),
            _ if self.hansard => self.hansard_closed(&open.name),
            Use::Label if matches!(open.name.as_str(), "speaker" | "from" | "note") => {
                let label = squeeze(&self.header_text);
                let label = label.trim_end_matches(['.', ':', ',', ';', ' ']).to_owned();
                match self.speech.take() {
                    Some(mut speech) if open.name != "note" => {
                        self.note_label(&speech.who, &label);
                        if speech.label.is_empty() {
                            speech.label = label;
                        }
                        self.speech = Some(speech);
                    }
                    speech => {
                        self.speech = speech;
                        // "Anna Berg (Greens):" says her party, too.
                        let name = label.split(" (").next().unwrap_or(&label);
                        self.announced = name.to_owned();
                    }
                }
            }
            Use::Nothing => {
                if matches!(open.name.as_str(), "person" | "personGrp" | "org") {
                    self.person = None;
                }
            }
            _ => match open.name.as_str() {
                "sp" | "u" | "speech" | "question" | "answer" => {
                    self.flush();
                    self.speech = None;
                }
                "p" | "ab" | "seg" | "lg" | "head" | "heading" | "stage" | "note" | "kinesic"
                | "vocal" | "incident" | "gap" | "remark" | "scene" | "summary" | "narrative"
                | "castItem" | "trailer" | "div" | "front" | "body" | "major-heading"
                | "minor-heading" | "oral-heading" | "titlePart" | "docAuthor" | "item"
                | "cell" => self.flush(),
                _ => {}
            },
        }
    }

    pub fn words(&mut self, text: &str, start: usize, end: usize) {
        match self.what() {
            Use::Nothing => return,
            Use::Title | Use::Name | Use::Label => {
                self.header_text.push_str(text);
                return;
            }
            Use::Shown => {}
        }
        let bare = if self.hansard && self.current.text.is_empty() && self.is_in(CONTRIBUTION) {
            contribution(text)
        } else {
            text.trim_start()
        };
        if bare.is_empty() {
            if !self.current.text.is_empty() {
                push_squeezed(&mut self.current.text, " ");
            }
            return;
        }
        // A text node is longer in the source than here only if it is an entity, and then it is no white space.
        let start = start + (text.len() - bare.len());
        let end = end
            .saturating_sub(text.len() - text.trim_end().len())
            .max(start);
        let line = self.lines.line_of(start);
        if self.current.text.is_empty() {
            self.name_divisions(start, line);
            self.current.span.start = start;
            self.current.line = Some(line);
        } else if self.line_ends {
            if !self.current.text.ends_with(' ') {
                self.current.text.push(' ');
            }
            self.current.breaks.push(Break {
                at: self.current.text.len(),
                source: start,
                line,
                start_ms: None,
            });
        }
        self.line_ends = false;
        self.current.span.end = end;
        if self.current.text.is_empty() {
            push_squeezed(&mut self.current.text, bare);
        } else {
            push_squeezed(&mut self.current.text, text);
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.current);
        self.line_ends = false;
        block.text.truncate(block.text.trim_end().len());
        if block.text.is_empty() {
            return;
        }
        let mut voice = None;
        if block.part == Part::Text
            && let Some(speech) = &mut self.speech
        {
            block.voice = Some(Voice {
                names: Vec::new(),
                rule: Rule::Voice,
                opens_turn: !std::mem::replace(&mut speech.begun, true),
            });
            voice = Some((speech.who.clone(), speech.label.clone()));
        }
        self.blocks.push((block, voice));
    }

    pub fn finish(mut self) -> (Page, Vec<Block>) {
        self.flush();
        let (names, labels) = (&self.names, &self.labels);
        let named =
            |id: &String| -> Option<String> { names.get(id).or_else(|| labels.get(id)).cloned() };
        // Where speech is marked up, nothing else is: a line that reads like a label belongs to a song or a preface.
        let marked = self.blocks.iter().any(|(_, voice)| voice.is_some());
        let blocks = self
            .blocks
            .into_iter()
            .map(|(mut block, voice)| {
                block.quoted = marked && voice.is_none();
                if let (Some(voice), Some((who, label))) = (&mut block.voice, voice) {
                    // Somebody unknown among several is left to the label; alone, to the label or the bare identifier.
                    voice.names = who.iter().filter_map(named).collect();
                    voice.names.dedup();
                    if voice.names.is_empty() {
                        voice.names = if label.is_empty() { who } else { vec![label] };
                    }
                }
                block
            })
            .collect();
        (self.page, blocks)
    }
}
