//! TTML and DFXP captions: `<p begin end>` cues, with the speaker in `ttm:agent` where one is named.
//!
//! Format: <https://www.w3.org/TR/ttml2/>. Times are clock times, with frames or fractions, or offsets ("12.5s", "300t").

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::ingest::block::Lines;
use crate::ingest::captions::cues::{Cue, CueLine, blocks, dash, unroll};
use crate::ingest::encoding::xml_declared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::lang;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local, root};
use crate::options::ReadOptions;

/// TTML captions.
pub struct Ttml;

impl Format for Ttml {
    fn name(&self) -> &'static str {
        "ttml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ttml", "dfxp", "itt"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        if root(head).as_deref() == Some("tt") {
            Likeness::Certain
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), xml_declared, sink)?;
        let mut reading = Reading::new(&text);
        let mut nodes = Nodes::new(&text);
        for node in &mut nodes {
            match node {
                Node::Start(element) => reading.start(&element, sink),
                Node::End(name) => reading.end(&name),
                Node::Text(text, start, end) => reading.words(&text, start, end),
            }
        }
        if let Some((byte, reason)) = nodes.error {
            let byte = usize::try_from(byte).unwrap_or(0);
            sink.problem(Problem {
                line: Some(Lines::new(&text).line_of(byte).into()),
                byte: None,
                message: format!("not well-formed XML: {reason}; read up to here"),
            });
        }
        reading.cues.extend(reading.cue.take());
        let mut cues = reading.cues;
        for cue in &mut cues {
            cue.lines.iter_mut().for_each(dash);
            cue.lines.retain(|line| !line.text.is_empty());
        }
        unroll(&mut cues);
        let page = Page {
            speech: true,
            title: reading.title,
            lang: reading.lang,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

struct Reading<'a> {
    lines: Lines<'a>,
    lang: Option<String>,
    title: Option<String>,
    /// Units of a second in which times may be given.
    frame_rate: f64,
    tick_rate: f64,
    agents: HashMap<String, String>,
    agent: Option<String>,
    name: Option<String>,
    in_title: bool,
    cue: Option<Cue>,
    cues: Vec<Cue>,
    voice: Option<String>,
    new_line: bool,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            lines: Lines::new(text),
            lang: None,
            title: None,
            frame_rate: 30.0,
            tick_rate: 1.0,
            agents: HashMap::new(),
            agent: None,
            name: None,
            in_title: false,
            cue: None,
            cues: Vec::new(),
            voice: None,
            new_line: true,
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, sink: &mut dyn Sink) {
        match local(element).as_str() {
            "tt" => {
                self.lang = attribute(element, "lang").and_then(|code| lang::given(&code));
                let rate = |name| attribute(element, name).and_then(|rate| rate.parse().ok());
                let usable = |rate: &f64| *rate > 0.0;
                self.frame_rate = rate("frameRate").filter(usable).unwrap_or(30.0);
                self.tick_rate = rate("tickRate").filter(usable).unwrap_or(self.frame_rate);
            }
            "title" => self.in_title = true,
            "agent" if self.cue.is_none() => self.agent = attribute(element, "id"),
            "name" if self.agent.is_some() => self.name = Some(String::new()),
            "p" => {
                self.cues.extend(self.cue.take());
                let time = |name| {
                    attribute(element, name)
                        .and_then(|time| time_of(&time, self.frame_rate, self.tick_rate))
                };
                let start_ms = time("begin");
                let end_ms = time("end").or_else(|| Some(start_ms? + time("dur")?));
                if start_ms.is_none() && attribute(element, "begin").is_some() {
                    sink.problem(Problem {
                        message: "a cue has a time that cannot be read; taken without".to_owned(),
                        ..Problem::default()
                    });
                }
                // A cue without times of its own follows the one before.
                let start_ms =
                    start_ms.unwrap_or_else(|| self.cues.last().map_or(0, |cue| cue.end_ms));
                self.cue = Some(Cue {
                    start_ms,
                    end_ms: end_ms.unwrap_or(start_ms).max(start_ms),
                    lines: Vec::new(),
                });
                self.voice = self.voice_of(element);
                self.new_line = true;
            }
            "span" => {
                if let Some(voice) = self.voice_of(element) {
                    self.voice = Some(voice);
                    self.new_line = true;
                }
            }
            "br" => self.new_line = true,
            _ => {}
        }
    }

    fn voice_of(&self, element: &BytesStart<'_>) -> Option<String> {
        let id = attribute(element, "agent")?;
        Some(self.agents.get(&id).cloned().unwrap_or(id)).filter(|name| !name.is_empty())
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.cues.extend(self.cue.take()),
            "title" => self.in_title = false,
            "name" => {
                if let (Some(id), Some(name)) = (&self.agent, self.name.take()) {
                    self.agents.insert(id.clone(), name.trim().to_owned());
                }
            }
            "agent" => self.agent = None,
            _ => {}
        }
    }

    fn words(&mut self, text: &str, start: usize, end: usize) {
        if let Some(name) = &mut self.name {
            name.push_str(text);
            return;
        }
        let bare = text.trim();
        let Some(cue) = &mut self.cue else {
            if self.in_title && !bare.is_empty() {
                self.title = Some(bare.to_owned());
            }
            return;
        };
        if bare.is_empty() {
            if let Some(line) = cue.lines.last_mut().filter(|_| !self.new_line) {
                line.text.push(' ');
            }
            return;
        }
        let start = start + (text.len() - text.trim_start().len());
        let end = end
            .saturating_sub(text.len() - text.trim_end().len())
            .max(start);
        match cue.lines.last_mut().filter(|_| !self.new_line) {
            Some(line) => {
                line.text.push_str(text);
                line.span.end = end;
            }
            None => cue.lines.push(CueLine {
                text: text.trim_start().to_owned(),
                span: start..end,
                line: self.lines.line_of(start),
                voice: self.voice.clone(),
                opens: false,
            }),
        }
        self.new_line = false;
    }
}

/// A time expression, in milliseconds.
fn time_of(text: &str, frame_rate: f64, tick_rate: f64) -> Option<u64> {
    let text = text.trim();
    let seconds = if text.contains(':') {
        let mut seconds = 0.0;
        for (index, part) in text.split(':').enumerate() {
            let value: f64 = part.parse().ok()?;
            match index {
                0..3 => seconds = seconds * 60.0 + value,
                3 => seconds += value / frame_rate,
                _ => return None,
            }
        }
        seconds
    } else {
        let at = text.find(|c: char| c.is_ascii_alphabetic())?;
        let value: f64 = text[..at].parse().ok()?;
        match &text[at..] {
            "h" => value * 3600.0,
            "m" => value * 60.0,
            "s" => value,
            "ms" => value / 1000.0,
            "f" => value / frame_rate,
            "t" => value / tick_rate,
            _ => return None,
        }
    };
    const LONGEST_SECONDS: f64 = 1e9;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to lie between 0 and 1e9 s"
    )]
    (0.0..LONGEST_SECONDS)
        .contains(&seconds)
        .then(|| (seconds * 1000.0).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::time_of;
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    #[test]
    fn cues_have_agents_and_times() {
        let text = "<?xml version='1.0'?>\n<tt xmlns='http://www.w3.org/ns/ttml' xml:lang='en'><head><metadata><ttm:agent xml:id='a'><ttm:name>Anna Berg</ttm:name></ttm:agent></metadata></head>\n<body><div><p begin='00:00:01.000' end='00:00:02.000' ttm:agent='a'>Is it<br/>full &amp; silted?</p>\n<p begin='2s' dur='1s'>- It is.</p></div></body></tt>";
        let mut sink = Collected::default();
        read_bytes(
            "a.xml",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        let found: Vec<(String, Option<u64>, &str)> = sink.documents[0]
            .paragraphs
            .iter()
            .map(|p| (p.speakers.join("+"), p.start_ms, p.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("Anna Berg".to_owned(), Some(1000), "Is it full & silted?"),
                (String::new(), Some(2000), "It is."),
            ]
        );
    }

    #[test]
    fn times_are_clocks_or_offsets() {
        let check = |text, expected| assert_eq!(time_of(text, 25.0, 100.0), expected, "{text}");
        check("01:00:02.5", Some(3_602_500));
        check("00:00:01:05", Some(1200));
        check("1.5s", Some(1500));
        check("50t", Some(500));
        check("12", None);
        check("a:b", None);
        check("-1s", None);
        check("1e300s", None);
    }
}
