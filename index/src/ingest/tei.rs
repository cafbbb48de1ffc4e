//! Speech marked up in XML: TEI plays (`<sp who>`), parliamentary corpora (`<u who>`), Akoma Ntoso and Hansard speeches
//! (`<speech>`).
//!
//! Each such element is one turn. Who speaks is the name that the header gives to its `who`, else the longest label that
//! this `who` bears anywhere, else the label itself, else the bare identifier. Divisions are sections; one without a
//! heading is named by its type and number. Verse lines of one group are joined to a paragraph; stage directions and notes
//! are paragraphs of their own.
//!
//! Formats: <https://tei-c.org/guidelines/>, <https://clarin-eric.github.io/ParlaMint/>,
//! <https://docs.oasis-open.org/legaldocml/akn-core/v1.0/>.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::error::{Error, Result};
use crate::ingest::block::{Block, Break, Lines, Part, Voice, push_squeezed, squeeze};
use crate::ingest::date::day;
use crate::ingest::encoding::xml_declared;
use crate::ingest::format::{Format, Likeness};
use crate::ingest::lang;
use crate::ingest::options::ReadOptions;
use crate::ingest::outline::{self, Page};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local, root};

/// Speech in XML.
pub struct Tei;

impl Format for Tei {
    fn name(&self) -> &'static str {
        "tei"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml", "tei", "akn"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        match root(head).as_deref() {
            Some("TEI" | "teiCorpus" | "akomaNtoso" | "publicwhip") => Likeness::Certain,
            _ => Likeness::None,
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        // Most XML is something else altogether, and only bears the same ending.
        if options.format.is_none() && self.sniff(source.head()?) == Likeness::None {
            return Err(Error::UnknownFormat {
                path: source.path().to_owned(),
            });
        }
        let text = source.text(options.encoding.as_deref(), xml_declared, sink)?;
        let mut reading = Reading::new(&text);
        let mut nodes = Nodes::new(&text);
        for node in &mut nodes {
            match node {
                Node::Start(element) => reading.start(&element),
                Node::End(name) => reading.end(&name),
                Node::Text(text, start, end) => reading.words(&text, start, end),
            }
        }
        if let Some((byte, reason)) = nodes.error {
            sink.problem(Problem {
                line: Some(
                    Lines::new(&text)
                        .line_of(usize::try_from(byte).unwrap_or(0))
                        .into(),
                ),
                byte: None,
                message: format!("not well-formed XML: {reason}; read up to here"),
            });
        }
        let (page, blocks) = reading.finish();
        sink.document(outline::document(page, blocks, options))
    }
}

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

struct Reading<'a> {
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
}

impl<'a> Reading<'a> {
    fn new(text: &'a str) -> Self {
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

    fn start(&mut self, element: &BytesStart<'_>) {
        let name = local(element);
        let parent = self.what();
        let mut what = parent;
        let mut division = None;
        match name.as_str() {
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
            "stage" | "note" | "kinesic" | "vocal" | "incident" | "gap" | "remark" => {
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
        self.current.holds = self.speech.is_some();
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

    fn end(&mut self, name: &str) {
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
                        self.announced = label;
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
                | "vocal" | "incident" | "gap" | "remark" | "castItem" | "trailer" | "div"
                | "front" | "body" | "major-heading" | "minor-heading" | "oral-heading"
                | "titlePart" | "docAuthor" | "item" | "cell" => self.flush(),
                _ => {}
            },
        }
    }

    fn words(&mut self, text: &str, start: usize, end: usize) {
        match self.what() {
            Use::Nothing => return,
            Use::Title | Use::Name | Use::Label => {
                self.header_text.push_str(text);
                return;
            }
            Use::Shown => {}
        }
        let bare = text.trim_start();
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
        push_squeezed(&mut self.current.text, text);
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
                rule: "voice",
                opens_turn: !std::mem::replace(&mut speech.begun, true),
            });
            voice = Some((speech.who.clone(), speech.label.clone()));
        }
        self.blocks.push((block, voice));
    }

    fn finish(mut self) -> (Page, Vec<Block>) {
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

#[cfg(test)]
mod tests {
    use crate::document::{Document, Kind};
    use crate::ingest::sink::Collected;
    use crate::ingest::{ReadOptions, read_bytes};

    fn read(text: &str) -> Document {
        let mut sink = Collected::default();
        read_bytes(
            "a.xml",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        assert!(sink.problems.is_empty(), "{:?}", sink.problems);
        sink.documents.remove(0)
    }

    fn check(text: &str, expected: &[&str]) {
        let document = read(text);
        let found: Vec<String> = document
            .paragraphs
            .iter()
            .map(|p| {
                let path = document.sections[p.section].path.join(">");
                let turn = p.turn.map_or_else(String::new, |turn| turn.to_string());
                format!(
                    "{path}|{}|{turn}|{}|{}",
                    p.kind.name(),
                    p.speakers.join("+"),
                    p.text
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    const PLAY: &str = "<?xml version=\"1.0\"?>
<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"en\"><teiHeader><titleStmt><title>The Sandbank</title><title>A play</title></titleStmt>
<listPerson><person xml:id=\"anna\"><persName>Anna Berg</persName></person></listPerson></teiHeader>
<text><body><div type=\"act\"><head>Act One</head><head>In the harbour</head>
<div type=\"scene\"><stage>Fog.</stage>
<sp who=\"#anna\"><speaker>ANNA.</speaker><stage>alone</stage><lg><l>The tide &amp; the mud</l><l>are one.</l></lg><p>Who is <stage>(listens)</stage> there?</p></sp>
<sp who=\"#karl\"><speaker>KARL</speaker><p>I.</p></sp>
<sp who=\"#karl\"><speaker>KARL, the pilot.</speaker><p>I, the pilot.</p></sp>
<sp who=\"#anna #karl\"><speaker>BOTH</speaker><p>Silt!</p></sp>
<sp><speaker>A voice:</speaker><p>Ahoy!</p></sp></div></div></body></text></TEI>";

    #[test]
    fn each_speech_of_a_play_is_one_turn_in_its_scene() {
        let act = "Act One In the harbour";
        let scene = format!("{act}>scene 1");
        let expected = [
            format!("{act}|heading|||{act}"),
            format!("{scene}|heading|||scene 1"),
            format!("{scene}|stage-direction|||Fog."),
            format!("{scene}|stage-direction|||alone"),
            format!("{scene}|body|1|Anna Berg|The tide & the mud are one."),
            format!("{scene}|body|1|Anna Berg|Who is"),
            format!("{scene}|stage-direction|||(listens)"),
            format!("{scene}|body|1|Anna Berg|there?"),
            format!("{scene}|body|2|KARL, the pilot|I."),
            format!("{scene}|body|3|KARL, the pilot|I, the pilot."),
            format!("{scene}|body|4|Anna Berg+KARL, the pilot|Silt!"),
            format!("{scene}|body|5|A voice|Ahoy!"),
        ];
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(PLAY, &expected);
        assert_eq!(read(PLAY).title.as_deref(), Some("The Sandbank"));
    }

    #[test]
    fn parliaments_name_speakers_by_who() {
        check(
            "<TEI><teiHeader><person xml:id='BergAnna'><persName><surname>Berg</surname> <forename>Anna</forename></persName></person></teiHeader><text><body><div type='debateSection'><head>Item 4</head><note type='speaker'>The Speaker:</note><u who='#chair'><seg>Order.</seg></u><u who='#BergAnna'><seg>Thank you.</seg><kinesic><desc>Applause</desc></kinesic><seg>I mean it.</seg></u></div></body></text></TEI>",
            &[
                "Item 4|heading|||Item 4",
                "Item 4|body|1|The Speaker|Order.",
                "Item 4|body|2|Berg Anna|Thank you.",
                "Item 4|stage-direction|||Applause",
                "Item 4|body|2|Berg Anna|I mean it.",
            ],
        );
    }

    #[test]
    fn akoma_ntoso_speeches_bear_the_shown_name() {
        check(
            "<akomaNtoso><debate><meta><references><TLCPerson eId='berg' showAs='Anna Berg'/></references></meta><debateBody><debateSection><heading>Harbour</heading><speech by='#berg'><from>Ms Berg</from><p>It is full.</p></speech></debateSection></debateBody></debate></akomaNtoso>",
            &[
                "Harbour|heading|||Harbour",
                "Harbour|body|1|Anna Berg|It is full.",
            ],
        );
    }

    #[test]
    fn entities_that_a_document_defines_do_not_grow() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE TEI [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]><TEI><text><body><sp><speaker>A</speaker><p>one &b;&x; two</p></sp></body></text></TEI>";
        let document = read(bomb);
        assert_eq!(document.paragraphs[0].text, "one two");
        assert_eq!(document.paragraphs[0].kind, Kind::Body);
    }

    #[test]
    fn a_text_that_breaks_off_is_read_so_far_and_a_deep_one_to_its_end() {
        let mut sink = Collected::default();
        let broken = "<TEI><text><p>One.</p><p>Two <b".as_bytes().to_vec();
        read_bytes("a.xml", broken, &ReadOptions::default(), &mut sink).expect("readable");
        assert_eq!(
            (sink.problems.len(), sink.documents[0].paragraphs.len()),
            (1, 2)
        );
        let deep = format!(
            "<TEI><text>{}<p>One.</p>{}",
            "<q>".repeat(100_000),
            "</q>".repeat(100_000)
        );
        assert_eq!(read(&deep).paragraphs[0].text, "One.");
    }
}
