//! Passages for people on a terminal: rank and speaker in a heading with a link to the source, the
//! text wrapped and highlighted, section and id below. Lengths are terminal columns.

use std::io::Write;
use std::ops::Range;

use onrecord_index::document::Kind;
use onrecord_index::hit::{Facet, Passage, Tier};
use unicode_width::UnicodeWidthStr;

use crate::paths::Paths;
use crate::print::number::{clock, counted, number};
use crate::print::printer::{Shown, Summary};
use crate::print::text::highlight::{explained, highlighted, shortened, wrapped};
use crate::print::text::window;
use crate::style::{Style, plain};

/// Bytes of a long paragraph that are shown: about six lines, so that a page of ten hits is two
/// screens.
const WINDOW_BYTES: usize = 600;
/// Values of a facet in the heading: three names fit onto a line of 80 columns.
const HEADING_VALUES: usize = 3;
/// Indentation below a passage's heading: the width of a rank and the gap behind it.
const INDENT: usize = 4;

pub(super) struct Terminal {
    style: Style,
    paths: Paths,
    /// Tier of the passage printed last.
    tier: Option<Tier>,
}

impl Terminal {
    pub fn new(style: Style, paths: Paths) -> Terminal {
        Terminal {
            style,
            paths,
            tier: None,
        }
    }

    pub fn begin(&mut self, summary: &Summary<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        let (Some(total), Some(tier)) = (summary.total, summary.matched) else {
            return Ok(());
        };
        self.tier = Some(tier);
        let heading = matching(summary, total, tier);
        writeln!(out, "{}", self.style.dim(&heading))?;
        for facet in summary.facets {
            for line in values(facet, self.style.width) {
                writeln!(out, "{}", self.style.dim(&line))?;
            }
        }
        writeln!(out)?;
        Ok(())
    }

    pub fn passage(&mut self, shown: &Shown<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        let tier = shown.hit.map(|hit| hit.tier);
        if tier == Some(Tier::Some) && self.tier == Some(Tier::All) {
            let divider = "passages with some of the words";
            writeln!(out, "{}\n", self.style.dim(divider))?;
        }
        self.tier = tier.or(self.tier);
        self.heading(shown, out)?;
        let (before, after) = shown.before_and_after();
        for other in before {
            self.body(other, &[], true, out)?;
        }
        self.body(shown.passage, shown.highlights(), false, out)?;
        for other in after {
            self.body(other, &[], true, out)?;
        }
        self.footing(shown, out)?;
        if let Some((score, parts)) = shown.explanation() {
            let explained = explained(score, parts);
            writeln!(out, "{:INDENT$}{}", "", self.style.dim(&explained))?;
        }
        writeln!(out)?;
        Ok(())
    }

    fn heading(&self, shown: &Shown<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        let passage = shown.passage;
        let rank = shown
            .hit
            .map_or_else(|| passage.id.to_string(), |hit| format!("{:>2}", hit.rank));
        let speakers = plain(&passage.speakers.join(", ")).into_owned();
        let manner = manner(passage);
        let mut left = self.style.dim(&rank);
        let mut width = rank.width();
        if !speakers.is_empty() {
            left.push_str(&format!("  {}", self.style.name(&speakers)));
            width += 2 + speakers.width();
            if !manner.is_empty() {
                left.push_str(&format!("  {}", self.style.dim(manner)));
                width += 2 + manner.width();
            }
        }
        if passage.kind != Kind::Body {
            left.push_str(&format!("  {}", self.style.dim(passage.kind.name())));
            width += 2 + passage.kind.name().width();
        }
        let mut path = plain(&self.paths.shown(&passage.path)).into_owned();
        if let Some(line) = passage.line {
            path.push_str(&format!(":{line}"));
        }
        if let Some(ms) = passage.start_ms {
            path.push_str(&format!(" at {}", clock(ms)));
        } else if let Some(ms) = passage.after_ms {
            path.push_str(&format!(" after {}", clock(ms)));
        }
        let linked = self.style.link(&self.paths.full(&passage.path), &path);
        let room = self.style.width.saturating_sub(width + path.width());
        if room >= 2 {
            writeln!(out, "{left}{}{linked}", " ".repeat(room))?;
        } else {
            // Too long: on a line of its own, and uncut because people copy it.
            writeln!(out, "{left}\n{:INDENT$}{linked}", "")?;
        }
        Ok(())
    }

    fn body(
        &self,
        passage: &Passage,
        highlights: &[Range<usize>],
        dim: bool,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let window = window::best(&passage.text, highlights, WINDOW_BYTES);
        let style = if dim { Style::default() } else { self.style };
        let before = if window.start > 0 { "… " } else { "" };
        let after = if window.end < passage.text.len() {
            " …"
        } else {
            ""
        };
        let shown = highlighted(&passage.text, window, highlights, style);
        let text = format!("{before}{shown}{after}");
        for line in wrapped(&text, self.style.width.saturating_sub(INDENT)) {
            if dim {
                writeln!(out, "{:INDENT$}{}", "", self.style.dim(&line))?;
            } else {
                writeln!(out, "{:INDENT$}{line}", "")?;
            }
        }
        Ok(())
    }

    /// Section, date, and the id for `get` and `why`.
    fn footing(&self, shown: &Shown<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        let passage = shown.passage;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(passage.date.as_deref().map(|date| plain(date).into_owned()));
        // Without a hit, the heading has the id.
        if self.paths.lasting && shown.hit.is_some() {
            parts.push(format!("id {}", passage.id));
        }
        if shown.stale.is_some() {
            parts.push(shown.stale_text().to_owned());
        }
        let section = plain(&passage.section.join(" > ")).into_owned();
        if !section.is_empty() {
            let taken: usize = parts.iter().map(|part| part.width() + 3).sum();
            let room = self.style.width.saturating_sub(INDENT + taken).max(20);
            parts.insert(0, shortened(&section, room));
        }
        if !parts.is_empty() {
            let line = self.style.dim(&parts.join(" · "));
            writeln!(out, "{:INDENT$}{line}", "")?;
        }
        Ok(())
    }
}

/// How many passages match: "9 passages have every word", or "2 of 9 passages" if filters hide
/// some.
fn matching(summary: &Summary<'_>, total: u64, tier: Tier) -> String {
    let have = match tier {
        _ if summary.parts < 2 => "",
        Tier::All if total == 1 => " has every word",
        Tier::All => " have every word",
        Tier::Across => "",
        Tier::Some if total == 1 => " has some of the words",
        Tier::Some => " have some of the words",
    };
    match summary.unfiltered.filter(|all| *all > total) {
        Some(all) => format!("{} of {} passages{have}", number(total), number(all)),
        None => format!("{}{have}", counted(total, "passage", "passages")),
    }
}

/// A facet's most frequent values, on one line. Years and months, and as many values as the user
/// asked for, take as many lines as they need.
fn values(facet: &Facet, width: usize) -> Vec<String> {
    if facet.property.is_date() || facet.more > 0 {
        return all_values(facet, width);
    }
    let named = facet.counts.len().min(HEADING_VALUES);
    let more = match facet.counts.len() - named {
        0 => String::new(),
        more => format!(" · {} more", number(more as u64)),
    };
    // Values share the line equally. Each needs 8 columns for its count and the gap.
    let room = width.saturating_sub(facet.property.name().width() + 2 + more.width());
    let share = (room / named.max(1)).saturating_sub(8).max(12);
    let values: Vec<String> = facet.counts[..named]
        .iter()
        .map(|(value, count)| format!("{} {}", shortened(&plain(value), share), number(*count)))
        .collect();
    vec![format!(
        "{}: {}{more}",
        facet.property.name(),
        values.join(" · ")
    )]
}

/// All values of a facet, on lines that fit into the width.
fn all_values(facet: &Facet, width: usize) -> Vec<String> {
    let counts = facet.counts.iter();
    let mut values: Vec<String> = counts
        .map(|(value, count)| {
            let value = shortened(&plain(value), width / 2);
            format!("{value} {}", number(*count))
        })
        .collect();
    if facet.property.is_date() && facet.without > 0 {
        values.push(format!("no date {}", number(facet.without)));
    }
    if facet.more > 0 {
        values.push(format!("{} more", number(facet.more as u64)));
    }
    let mut lines: Vec<String> = Vec::new();
    let mut line = format!("{}:", facet.property.name());
    for (number, value) in values.iter().enumerate() {
        let gap = if number == 0 { " " } else { " · " };
        if number > 0 && line.width() + gap.width() + value.width() > width {
            lines.push(std::mem::replace(&mut line, format!("  {value}")));
        } else {
            line.push_str(gap);
            line.push_str(value);
        }
    }
    lines.push(line);
    lines
}

/// "said" if the speakers' own words are in the passage, "reported" if others report them, nothing
/// for a labelled turn.
fn manner(passage: &Passage) -> &'static str {
    let of_persons = || {
        let utterances = passage.utterances.iter();
        utterances.filter(|utterance| utterance.speaker.is_some())
    };
    if of_persons().all(|utterance| utterance.cue.is_none() && utterance.verbatim) {
        ""
    } else if of_persons().any(|utterance| utterance.verbatim) {
        "said"
    } else {
        "reported"
    }
}
