//! Passages and quotations for people on a terminal: rank and speaker in a heading with a link to
//! the source, the text wrapped and highlighted, section and id below. The paragraphs around a
//! passage are inset under speakers of their own. Lengths are terminal columns.

use std::io::Write;
use std::ops::Range;

use onrecord_index::document::Kind;
use onrecord_index::hit::{Facet, Passage, Tier};
use unicode_width::UnicodeWidthStr;

use crate::paths::Paths;
use crate::print::number::{counted, number};
use crate::print::people::{copies, introduction, note, part, people, said_at};
use crate::print::printer::{Quote, Shown, Summary};
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
/// Indentation of the paragraphs around a passage, so that they are set off without colour, too.
const INSET: usize = 6;

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
        self.divider(shown.hit.map(|hit| hit.tier), out)?;
        let passage = shown.passage;
        let (before, after) = shown.before_and_after();
        for other in before {
            self.beside(other, passage, out)?;
        }
        let rank = shown.hit.map(|hit| hit.rank);
        let mut left = self.rank(rank, passage);
        for (number, voice) in people(passage).iter().enumerate() {
            left.add(if number > 0 { ", " } else { "  " }, |text| text.to_owned());
            left.add(&plain(voice.speaker), |name| self.style.name(name));
            if let Some(note) = note(voice) {
                left.add(&format!(" {note}"), |note| self.style.dim(note));
            }
        }
        if passage.kind != Kind::Body {
            left.add("  ", |text| text.to_owned());
            left.add(passage.kind.name(), |kind| self.style.dim(kind));
        }
        if shown.is_by_meaning() {
            left.add("  by meaning", |text| self.style.dim(text));
        }
        self.heading(left, passage, out)?;
        let window = window::best(&passage.text, shown.highlights(), WINDOW_BYTES);
        let text = cut(&passage.text, window, shown.highlights(), self.style);
        self.body(&text, out)?;
        self.footing(passage, rank.is_some(), shown.stale_text(), out)?;
        if let Some(copies) = copies(shown.copies(), &self.paths) {
            let copies = shortened(&plain(&copies), self.style.width.saturating_sub(INDENT));
            writeln!(out, "{:INDENT$}{}", "", self.style.dim(&copies))?;
        }
        if let Some((score, parts)) = shown.explanation() {
            let explained = explained(score, parts);
            writeln!(out, "{:INDENT$}{}", "", self.style.dim(&explained))?;
        }
        for other in after {
            self.beside(other, passage, out)?;
        }
        writeln!(out)?;
        Ok(())
    }

    pub fn quote(&mut self, quote: &Quote<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        self.divider(quote.hit.map(|(hit, _)| hit.tier), out)?;
        let passage = quote.passage;
        let rank = quote.hit.map(|(_, rank)| rank);
        let mut left = self.rank(rank, passage);
        left.add("  ", |text| text.to_owned());
        left.add(&plain(&quote.speaker()), |name| self.style.name(name));
        left.add(&format!(" {}", quote.utterance.manner().name()), |manner| {
            self.style.dim(manner)
        });
        self.heading(left, passage, out)?;
        // Exact words are copied, so they are never cut.
        let words = quote.words();
        self.body(
            &highlighted(words, 0..words.len(), &quote.highlights(), self.style),
            out,
        )?;
        self.footing(passage, rank.is_some(), "", out)?;
        writeln!(out)?;
        Ok(())
    }

    /// Says where the passages begin that match only some parts of the query.
    fn divider(&mut self, tier: Option<Tier>, out: &mut dyn Write) -> anyhow::Result<()> {
        if tier == Some(Tier::Some) && self.tier == Some(Tier::All) {
            let divider = "passages with some of the words";
            writeln!(out, "{}\n", self.style.dim(divider))?;
        }
        let is_first = tier == Some(Tier::Meaning) && self.tier != Some(Tier::Meaning);
        if is_first && self.tier.is_some() {
            writeln!(
                out,
                "{}\n",
                self.style.dim("passages found by meaning alone")
            )?;
        }
        self.tier = tier.or(self.tier);
        Ok(())
    }

    /// The beginning of a heading: the rank, or the id of a passage that is no hit.
    fn rank(&self, rank: Option<usize>, passage: &Passage) -> Columns {
        let rank = rank.map_or_else(|| passage.id.to_string(), |rank| format!("{rank:>2}"));
        let mut left = Columns::default();
        left.add(&rank, |rank| self.style.dim(rank));
        left
    }

    /// Prints a heading with a link to the source on the right.
    fn heading(&self, left: Columns, passage: &Passage, out: &mut dyn Write) -> anyhow::Result<()> {
        let cited = self.paths.cited(&passage.path, &passage.doc, passage.line);
        let mut path = plain(&cited).into_owned();
        if let Some(line) = passage.line {
            path.push_str(&format!(":{line}"));
        }
        if let Some(time) = said_at(passage) {
            path.push_str(&format!(" {time}"));
        }
        let linked = self.style.link(&self.paths.full(&passage.path), &path);
        let room = self.style.width.saturating_sub(left.width + path.width());
        if room >= 2 {
            writeln!(out, "{}{}{linked}", left.text, " ".repeat(room))?;
        } else {
            // Too long: on a line of its own, and uncut because people copy it.
            writeln!(out, "{}\n{:INDENT$}{linked}", left.text, "")?;
        }
        Ok(())
    }

    fn body(&self, text: &str, out: &mut dyn Write) -> anyhow::Result<()> {
        for line in wrapped(text, self.style.width.saturating_sub(INDENT)) {
            writeln!(out, "{:INDENT$}{line}", "")?;
        }
        Ok(())
    }

    /// A paragraph next to the passage, under its own speakers.
    fn beside(
        &self,
        other: &Passage,
        passage: &Passage,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let introduction = introduction(other, passage);
        for line in wrapped(
            &plain(&introduction),
            self.style.width.saturating_sub(INDENT),
        ) {
            writeln!(out, "{:INDENT$}{}", "", self.style.dim(&line))?;
        }
        let window = window::best(&other.text, &[], WINDOW_BYTES);
        let text = cut(&other.text, window, &[], Style::default());
        for line in wrapped(&text, self.style.width.saturating_sub(INSET)) {
            writeln!(out, "{:INSET$}{}", "", self.style.dim(&line))?;
        }
        Ok(())
    }

    /// Section, date, the part of a long paragraph, the id for `get` and `why` unless the heading
    /// has it, and what happened to the file.
    fn footing(
        &self,
        passage: &Passage,
        with_id: bool,
        stale: &str,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(passage.date.as_deref().map(|date| plain(date).into_owned()));
        parts.extend(part(passage));
        if self.paths.lasting && with_id {
            parts.push(format!("id {}", passage.id));
        }
        if !stale.is_empty() {
            parts.push(stale.to_owned());
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

/// Text with escapes, and the columns that it takes.
#[derive(Default)]
struct Columns {
    text: String,
    width: usize,
}

impl Columns {
    /// Adds a text in a style.
    fn add(&mut self, text: &str, styled: impl Fn(&str) -> String) {
        self.width += text.width();
        self.text.push_str(&styled(text));
    }
}

/// The part of a text in `window`, with ellipses where it is cut.
fn cut(text: &str, window: Range<usize>, highlights: &[Range<usize>], style: Style) -> String {
    let before = if window.start > 0 { "… " } else { "" };
    let after = if window.end < text.len() { " …" } else { "" };
    format!(
        "{before}{}{after}",
        highlighted(text, window, highlights, style)
    )
}

/// How many passages match: "9 passages have every word, 4 more have some", or "2 of 9 passages" if
/// filters hide some.
fn matching(summary: &Summary<'_>, total: u64, tier: Tier) -> String {
    let every = summary.every.unwrap_or(total);
    let (found, have) = match tier {
        Tier::All => (every, "every word"),
        Tier::Across => (every, ""),
        Tier::Some => (total, "some of the words"),
        Tier::Meaning => (total, ""),
    };
    let have = match found {
        _ if summary.parts < 2 || have.is_empty() => String::new(),
        1 => format!(" has {have}"),
        _ => format!(" have {have}"),
    };
    let others = match (total - every.min(total), tier) {
        (0, _) | (_, Tier::Some | Tier::Meaning) => String::new(),
        (1, _) => ", 1 more has some".to_owned(),
        (others, _) => format!(", {} more have some", number(others)),
    };
    match summary.unfiltered.filter(|all| *all > found) {
        Some(all) => format!(
            "{} of {} passages{have}{others}",
            number(found),
            number(all)
        ),
        None => format!("{}{have}{others}", counted(found, "passage", "passages")),
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
