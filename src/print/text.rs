//! Text: laid out for people on a terminal, one line a passage elsewhere.

use std::io::Write;
use std::ops::Range;

use onrecord_index::document::Kind;
use onrecord_index::hit::{Facet, Passage, Tier};
use unicode_width::UnicodeWidthStr;

use crate::place::Paths;
use crate::print::{Printer, Shown, Summary, clock, counted, number, window};
use crate::style::{Style, plain};

/// Bytes of a long paragraph that a terminal is shown.
const WINDOW_BYTES: usize = 600;
/// Values of a facet named in the heading.
const HEADING_VALUES: usize = 3;
const INDENT: usize = 4;

/// `path:line:speaker: text`, as grep prints, for pipes.
pub(crate) struct Lines<'a> {
    style: Style,
    paths: Paths,
    facets: Vec<Facet>,
    out: &'a mut dyn Write,
}

impl<'a> Lines<'a> {
    pub fn new(style: Style, paths: Paths, out: &'a mut dyn Write) -> Lines<'a> {
        Lines {
            style,
            paths,
            facets: Vec::new(),
            out,
        }
    }

    fn line(
        &mut self,
        passage: &Passage,
        marks: &[Range<usize>],
        joint: char,
    ) -> anyhow::Result<()> {
        let path = self.paths.shown(&passage.path);
        let line = passage
            .line
            .map(|line| line.to_string())
            .unwrap_or_default();
        let speakers = passage.speakers.join(", ");
        let text = marked(&passage.text, 0..passage.text.len(), marks, self.style);
        writeln!(
            self.out,
            "{}{joint}{line}{joint}{}{joint} {text}",
            plain(&path),
            plain(&speakers)
        )?;
        Ok(())
    }
}

impl Printer for Lines<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        self.facets = summary.facets.to_vec();
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        // As grep does: the lines around a match have dashes where it has colons.
        let (before, after) = split(shown);
        for other in before {
            self.line(other, &[], '-')?;
        }
        self.line(shown.passage, shown.marks(), ':')?;
        for other in after {
            self.line(other, &[], '-')?;
        }
        if let Some(found) = shown
            .found
            .as_ref()
            .filter(|found| !found.explanation.is_empty())
        {
            writeln!(self.out, "# {}", explained(found.score, found.explanation))?;
        }
        if !shown.around.is_empty() {
            writeln!(self.out, "--")?;
        }
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        facets(&self.facets, self.out)
    }
}

/// `field<TAB>count<TAB>value`, one a line.
pub(crate) fn facets(facets: &[Facet], out: &mut dyn Write) -> anyhow::Result<()> {
    for facet in facets {
        for (value, count) in &facet.counts {
            writeln!(out, "{}\t{count}\t{}", facet.property.name(), plain(value))?;
        }
    }
    Ok(())
}

/// For people: section and speaker in a heading, the text wrapped, the place as a link.
pub(crate) struct Terminal<'a> {
    style: Style,
    paths: Paths,
    /// Tier of the passage shown last.
    tier: Option<Tier>,
    out: &'a mut dyn Write,
}

impl<'a> Terminal<'a> {
    pub fn new(style: Style, paths: Paths, out: &'a mut dyn Write) -> Terminal<'a> {
        Terminal {
            style,
            paths,
            tier: None,
            out,
        }
    }

    fn heading(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let passage = shown.passage;
        let rank = shown.found.as_ref().map_or_else(
            || passage.id.to_string(),
            |found| format!("{:>2}", found.rank),
        );
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
        let mut place = plain(&self.paths.shown(&passage.path)).into_owned();
        if let Some(line) = passage.line {
            place.push_str(&format!(":{line}"));
        }
        if let Some(ms) = passage.start_ms {
            place.push_str(&format!(" at {}", clock(ms)));
        }
        let linked = self.style.link(&self.paths.full(&passage.path), &place);
        let room = self.style.width.saturating_sub(width + place.width());
        if room >= 2 {
            writeln!(self.out, "{left}{}{linked}", " ".repeat(room))?;
        } else {
            // Where it does not fit, it has a line to itself: whole, because people copy it.
            writeln!(self.out, "{left}\n{:INDENT$}{linked}", "")?;
        }
        Ok(())
    }

    /// Under the text, in the background: section, date, and the id by which `get` and `why` know the passage.
    fn footing(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let passage = shown.passage;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(passage.date.as_deref().map(|date| plain(date).into_owned()));
        if self.paths.lasting && shown.found.is_some() {
            parts.push(format!("id {}", passage.id));
        }
        let section = plain(&passage.section.join(" > ")).into_owned();
        if !section.is_empty() {
            let taken: usize = parts.iter().map(|part| part.width() + 3).sum();
            let room = self.style.width.saturating_sub(INDENT + taken).max(20);
            parts.insert(0, shortened(&section, room));
        }
        if !parts.is_empty() {
            writeln!(
                self.out,
                "{:INDENT$}{}",
                "",
                self.style.dim(&parts.join(" · "))
            )?;
        }
        Ok(())
    }

    fn body(&mut self, passage: &Passage, marks: &[Range<usize>], dim: bool) -> anyhow::Result<()> {
        let window = window::best(&passage.text, marks, WINDOW_BYTES);
        let mut text = String::new();
        if window.start > 0 {
            text.push_str("… ");
        }
        text.push_str(&marked(
            &passage.text,
            window.clone(),
            marks,
            if dim { Style::default() } else { self.style },
        ));
        if window.end < passage.text.len() {
            text.push_str(" …");
        }
        for line in wrapped(&text, self.style.width.saturating_sub(INDENT)) {
            let line = if dim { self.style.dim(&line) } else { line };
            writeln!(self.out, "{:INDENT$}{line}", "")?;
        }
        Ok(())
    }
}

impl Printer for Terminal<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        let (Some(total), Some(tier)) = (summary.total, summary.matched) else {
            return Ok(());
        };
        self.tier = Some(tier);
        let heading = matching(summary, total, tier);
        writeln!(self.out, "{}", self.style.dim(&heading))?;
        for facet in summary.facets {
            let named = values(facet, self.style.width);
            writeln!(self.out, "{}", self.style.dim(&named))?;
        }
        writeln!(self.out)?;
        Ok(())
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        let tier = shown.found.as_ref().map(|found| found.tier);
        if tier == Some(Tier::Some) && self.tier == Some(Tier::All) {
            let divider = "passages with some of the words";
            writeln!(self.out, "{}\n", self.style.dim(divider))?;
        }
        self.tier = tier.or(self.tier);
        self.heading(shown)?;
        let (before, after) = split(shown);
        for other in before {
            self.body(other, &[], true)?;
        }
        self.body(shown.passage, shown.marks(), false)?;
        for other in after {
            self.body(other, &[], true)?;
        }
        self.footing(shown)?;
        if let Some(found) = shown
            .found
            .as_ref()
            .filter(|found| !found.explanation.is_empty())
        {
            let explained = explained(found.score, found.explanation);
            writeln!(self.out, "{:INDENT$}{}", "", self.style.dim(&explained))?;
        }
        writeln!(self.out)?;
        Ok(())
    }

    fn end(&mut self) -> anyhow::Result<()> {
        Ok(())
    }
}

/// How many passages match: "2 of 9 passages have every word", of those that do whatever the filters.
fn matching(summary: &Summary<'_>, total: u64, tier: Tier) -> String {
    let have = match tier {
        _ if summary.parts < 2 => "",
        Tier::All if total == 1 => " has every word",
        Tier::All => " have every word",
        Tier::Some if total == 1 => " has some of the words",
        Tier::Some => " have some of the words",
    };
    match summary.unfiltered.filter(|all| *all > total) {
        Some(all) => format!("{} of {} passages{have}", number(total), number(all)),
        None => format!("{}{have}", counted(total, "passage", "passages")),
    }
}

/// A facet's commonest values in one line.
fn values(facet: &Facet, width: usize) -> String {
    let named = facet.counts.len().min(HEADING_VALUES);
    let more = facet.counts.len() - named;
    let more = if more > 0 {
        format!(" · {} more", number(more as u64))
    } else {
        String::new()
    };
    // Each value has its share of the line.
    let room = width.saturating_sub(facet.property.name().width() + 2 + more.width());
    let share = (room / named.max(1)).saturating_sub(8).max(12);
    let values: Vec<String> = facet.counts[..named]
        .iter()
        .map(|(value, count)| format!("{} {}", shortened(&plain(value), share), number(*count)))
        .collect();
    format!("{}: {}{more}", facet.property.name(), values.join(" · "))
}

/// "said" if the speakers' own words are in it, "reported" if only others tell them, nothing for a labelled turn.
fn manner(passage: &Passage) -> &'static str {
    let of_persons = || {
        passage
            .utterances
            .iter()
            .filter(|utterance| utterance.speaker.is_some())
    };
    if of_persons().all(|utterance| utterance.cue.is_none() && utterance.verbatim) {
        return "";
    }
    if of_persons().any(|utterance| utterance.verbatim) {
        "said"
    } else {
        "reported"
    }
}

/// The paragraphs before and after the passage.
fn split<'s>(shown: &'s Shown<'_>) -> (&'s [Passage], &'s [Passage]) {
    let before = shown
        .around
        .iter()
        .take_while(|other| other.place < shown.passage.place)
        .count();
    shown.around.split_at(before)
}

fn explained(score: f32, explanation: &[(String, f32)]) -> String {
    let parts: Vec<String> = explanation
        .iter()
        .map(|(part, score)| format!("{score:.2} {}", plain(part)))
        .collect();
    format!("{score:.2} = {}", parts.join(" + "))
}

/// A stretch of a text with its marked ranges marked.
fn marked(text: &str, window: Range<usize>, marks: &[Range<usize>], style: Style) -> String {
    let mut out = String::with_capacity(window.len() + marks.len() * 12);
    let mut at = window.start;
    for mark in marks
        .iter()
        .filter(|mark| mark.start >= window.start && mark.end <= window.end)
    {
        out.push_str(&plain(&text[at..mark.start]));
        // A line may be wrapped inside a mark: each word is marked by itself.
        let mut first = true;
        for word in plain(&text[mark.clone()]).split(' ') {
            if !first {
                out.push(' ');
            }
            first = false;
            out.push_str(&style.mark(word));
        }
        at = mark.end;
    }
    out.push_str(&plain(&text[at..window.end]));
    out
}

/// Lines of at most `width` columns. Escapes take none.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    for word in text.split(' ') {
        let word_columns = visible(word).width();
        if columns > 0 && columns + 1 + word_columns > width {
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        if columns > 0 {
            line.push(' ');
            columns += 1;
        }
        line.push_str(word);
        columns += word_columns;
    }
    lines.push(line);
    lines
}

/// A word without its escapes, which are all our own: `ESC [ ... m`.
fn visible(word: &str) -> String {
    let mut shown = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(escape) = rest.find('\x1b') {
        shown.push_str(&rest[..escape]);
        rest = rest[escape..].split_once('m').map_or("", |(_, rest)| rest);
    }
    shown.push_str(rest);
    shown
}

/// A text cut to some columns, with an ellipsis.
fn shortened(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if out.width() + 2 > columns {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{marked, shortened, wrapped};
    use crate::style::Style;

    #[test]
    fn marks_are_escapes_and_text_has_none_of_its_own() {
        let style = Style {
            color: true,
            ..Style::default()
        };
        assert_eq!(
            marked("a \u{1b}b c", 0..6, &[4..5], style),
            "a \u{FFFD}b\x1b[1;33m \x1b[0mc"
                .replace("\x1b[1;33m \x1b[0m", "\x1b[1;33m\x1b[0m \x1b[1;33m\x1b[0m")
        );
        assert_eq!(
            marked("end the war", 0..11, &[4..11], style),
            "end \x1b[1;33mthe\x1b[0m \x1b[1;33mwar\x1b[0m"
        );
        assert_eq!(
            marked("end the war", 0..11, &[4..11], Style::default()),
            "end the war"
        );
    }

    #[test]
    fn lines_are_wrapped_by_columns() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("\x1b[1mone\x1b[0m two", 7).len(), 1);
        assert_eq!(shortened("harbour dredging", 8), "harbour…");
    }
}
