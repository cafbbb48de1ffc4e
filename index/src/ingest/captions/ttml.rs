//! TTML and DFXP captions: `<p begin end>` cues. The speaker comes from the attribute `ttm:agent`.
//!
//! Times are clocks, with fractions or frames, or offsets ("12.5s", "300t"). A cue without times of
//! its own follows the cue before it.
//!
//! Format: <https://www.w3.org/TR/ttml2/>.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::error::Result;
use crate::ingest::block::Lines;
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::captions::paragraphs::blocks;
use crate::ingest::captions::rolling::remove_repeated_lines;
use crate::ingest::encoding::xml_declared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::lang;
use crate::ingest::outline;
use crate::ingest::outline::page::Page;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::ingest::xml::{Node, Nodes, attribute, local, root};
use crate::options::ReadOptions;

/// TTML and DFXP captions. The speaker comes from the attribute `ttm:agent`.
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
        let mut reader = Reader::new(&text);
        let mut nodes = Nodes::new(&text);
        for node in &mut nodes {
            match node {
                Node::Start(element) => reader.start(&element, sink),
                Node::End(name) => reader.end(&name),
                Node::Text(text, start, end) => reader.text(&text, start, end),
            }
        }
        if let Some(problem) = nodes.problem(&text) {
            sink.problem(problem);
        }
        reader.cues.extend(reader.cue.take());
        let mut cues = reader.cues;
        for cue in &mut cues {
            cue.lines.iter_mut().for_each(CueLine::take_dash);
            cue.lines.retain(|line| !line.text.is_empty());
        }
        remove_repeated_lines(&mut cues);
        let page = Page {
            speech: true,
            title: reader.title,
            lang: reader.lang,
            ..Page::default()
        };
        sink.document(outline::document(page, blocks(cues), options))
    }
}

/// The cues so far, and the element that is being read.
struct Reader<'a> {
    lines: Lines<'a>,
    lang: Option<String>,
    title: Option<String>,
    rates: Rates,
    /// Names of the agents by identifier.
    agents: HashMap<String, String>,
    /// The identifier of the agent being read, and the text of its name.
    agent: Option<String>,
    name: Option<String>,
    in_title: bool,
    cues: Vec<Cue>,
    cue: Option<Cue>,
    /// The speaker of the text that follows.
    voice: Option<String>,
    new_line: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            lines: Lines::new(text),
            lang: None,
            title: None,
            rates: Rates::default(),
            agents: HashMap::new(),
            agent: None,
            name: None,
            in_title: false,
            cues: Vec::new(),
            cue: None,
            voice: None,
            new_line: true,
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, sink: &mut dyn Sink) {
        match local(element).as_str() {
            "tt" => {
                self.lang = attribute(element, "lang").and_then(|code| lang::given(&code));
                self.rates = Rates::of(element);
            }
            "title" => self.in_title = true,
            "agent" if self.cue.is_none() => self.agent = attribute(element, "id"),
            "name" if self.agent.is_some() => self.name = Some(String::new()),
            "p" => self.begin_cue(element, sink),
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

    fn begin_cue(&mut self, element: &BytesStart<'_>, sink: &mut dyn Sink) {
        self.cues.extend(self.cue.take());
        let time = |name| attribute(element, name).and_then(|time| self.rates.ms_of(&time));
        let start_ms = time("begin");
        let end_ms = time("end").or_else(|| Some(start_ms? + time("dur")?));
        if start_ms.is_none()
            && let Some(begin) = attribute(element, "begin")
        {
            sink.problem(Problem {
                message: format!(
                    "cue has an unreadable begin time `{begin}`; placed after the cue before it"
                ),
                ..Problem::default()
            });
        }
        let start_ms = start_ms.unwrap_or_else(|| self.cues.last().map_or(0, |cue| cue.end_ms));
        self.cue = Some(Cue {
            start_ms,
            end_ms: end_ms.unwrap_or(start_ms).max(start_ms),
            lines: Vec::new(),
        });
        self.voice = self.voice_of(element);
        self.new_line = true;
    }

    /// The name of an element's agent, or the agent's identifier if the head does not name it.
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

    /// Takes text, which lies at `start..end` in the source.
    fn text(&mut self, text: &str, start: usize, end: usize) {
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

/// How many frames and ticks a second has, for times given in them. Both are positive.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rates {
    frames: f64,
    ticks: f64,
}

impl Default for Rates {
    /// The defaults of the standard.
    fn default() -> Self {
        Self {
            frames: 30.0,
            ticks: 1.0,
        }
    }
}

impl Rates {
    /// The rates that `<tt>` declares. Without a tick rate, a tick is a frame.
    fn of(element: &BytesStart<'_>) -> Self {
        let rate = |name| {
            attribute(element, name)
                .and_then(|rate| rate.parse().ok())
                .filter(|rate: &f64| *rate > 0.0)
        };
        let frames = rate("frameRate").unwrap_or(Self::default().frames);
        Self {
            frames,
            ticks: rate("tickRate").unwrap_or(frames),
        }
    }

    /// The milliseconds of a time expression: a clock ("00:01:02.5", "00:00:01:05" with frames) or
    /// an offset ("1.5s", "50t").
    fn ms_of(self, text: &str) -> Option<u64> {
        /// Later than in any recording, and exact as a float.
        const MAX_SECONDS: f64 = 1e9;
        let text = text.trim();
        let seconds = if text.contains(':') {
            self.clock_seconds(text)?
        } else {
            self.offset_seconds(text)?
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be between 0 and 1e9 s"
        )]
        (0.0..MAX_SECONDS)
            .contains(&seconds)
            .then(|| (seconds * 1000.0).round() as u64)
    }

    fn clock_seconds(self, text: &str) -> Option<f64> {
        let mut seconds = 0.0;
        for (index, part) in text.split(':').enumerate() {
            let value: f64 = part.parse().ok()?;
            match index {
                0..3 => seconds = seconds * 60.0 + value,
                3 => seconds += value / self.frames,
                _ => return None,
            }
        }
        Some(seconds)
    }

    fn offset_seconds(self, text: &str) -> Option<f64> {
        let at = text.find(|c: char| c.is_ascii_alphabetic())?;
        let value: f64 = text[..at].parse().ok()?;
        match &text[at..] {
            "h" => Some(value * 3600.0),
            "m" => Some(value * 60.0),
            "s" => Some(value),
            "ms" => Some(value / 1000.0),
            "f" => Some(value / self.frames),
            "t" => Some(value / self.ticks),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rates;
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
        let rates = Rates {
            frames: 25.0,
            ticks: 100.0,
        };
        let check = |text, expected| assert_eq!(rates.ms_of(text), expected, "{text}");
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
