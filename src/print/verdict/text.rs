//! Checked quotations as text: the answer first, then the words with what is different, who says
//! them and where. Lengths are terminal columns.

use std::io::Write;

use onrecord_index::verify::report::{Grade, Place};
use onrecord_index::verify::trace::{Relation, Trace, TracedPlace};

use crate::paths::Paths;
use crate::print::number::counted;
use crate::print::printer::{Checked, stale_text};
use crate::print::text::highlight::{shortened, wrapped};
use crate::print::verdict::difference::{Piece, Signs, difference, inline, spaced};
use crate::print::verdict::sentences::{headline, located, notes, position, speaker};
use crate::style::{Style, plain};

/// Indentation below a headline.
const INDENT: usize = 2;

/// Further places that are named.
const NAMED_PLACES: usize = 3;

/// Prints checked quotations.
pub(in crate::print) struct Report<'a> {
    style: Style,
    paths: &'a Paths,
}

impl<'a> Report<'a> {
    pub(in crate::print) fn new(style: Style, paths: &'a Paths) -> Report<'a> {
        Report { style, paths }
    }

    /// A quotation of a list, or the only one.
    pub(in crate::print) fn verdict(
        &self,
        checked: &Checked<'_>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let headline = plain(&headline(checked)).into_owned();
        let headline = match checked.fails {
            true => self.style.missing(&headline),
            false => self.style.name(&headline),
        };
        match &checked.at {
            Some(at) => writeln!(out, "{}: {headline}", plain(&position(at)))?,
            None => writeln!(out, "{headline}")?,
        }
        self.words(checked, out)?;
        if let Some(place) = &checked.verdict.source {
            let mut about: Vec<String> = Vec::new();
            about.extend(speaker(checked).map(|text| plain(&text).into_owned()));
            about.push(self.place(place));
            writeln!(out, "{:INDENT$}{}", "", about.join(" · "))?;
            self.others(checked, out)?;
        } else if let Some(name) = checked.said_by.filter(|_| checked.is_of_draft()) {
            writeln!(
                out,
                "{:INDENT$}the draft says that {} said it",
                "",
                plain(name)
            )?;
        }
        for note in notes(checked) {
            self.line(&plain(&note), out)?;
        }
        if checked.at.is_some() {
            writeln!(out)?;
        }
        Ok(())
    }

    /// The words: with the difference, or short where there is none.
    fn words(&self, checked: &Checked<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        let verdict = checked.verdict;
        if !checked.fails && verdict.edits.is_empty() && checked.at.is_some() {
            let room = self.style.width.saturating_sub(INDENT);
            let short = shortened(&plain(checked.quote), room);
            writeln!(out, "{:INDENT$}{short}", "")?;
            return Ok(());
        }
        if let Some(place) = &verdict.source
            && verdict.edits.is_empty()
            && verdict.grade.is_verified()
        {
            let selector = &place.selector;
            let words = each_word(&selector.exact, |word| self.style.highlight(word));
            // Only colour sets the words apart from those around them.
            if !self.style.color {
                return self.line(&words, out);
            }
            // The text around the words may be cut inside a word.
            let before = selector
                .prefix
                .split_once(' ')
                .map_or("", |(_, whole)| whole);
            let after = selector
                .suffix
                .rsplit_once(' ')
                .map_or("", |(whole, _)| whole);
            let [before, after] =
                [before, after].map(|around| each_word(around, |word| self.style.dim(word)));
            return self.line(&format!("{before}{words}{after}"), out);
        }
        self.line(&self.shown(&difference(checked.quote, verdict)), out)?;
        if verdict.grade >= Grade::Spliced
            && let Some(place) = verdict.source.as_ref().filter(|_| verdict.edits.is_empty())
        {
            self.line(&format!("source: {}", plain(&place.selector.exact)), out)?;
        }
        Ok(())
    }

    /// Words with what was added and what is missing, in colour or between signs.
    fn shown(&self, pieces: &[Piece<'_>]) -> String {
        let signs = Signs::for_pieces(pieces);
        let parts = pieces.iter().map(|piece| {
            let shown = match piece {
                Piece::Same(text) => plain(text).into_owned(),
                edit if !self.style.color => plain(&signs.around(edit)).into_owned(),
                Piece::Added(text) => each_word(text, |word| self.style.added(word)),
                Piece::Missing(text) => each_word(text, |word| self.style.missing(word)),
            };
            (shown, !matches!(piece, Piece::Same(_)))
        });
        spaced(parts)
    }

    fn line(&self, text: &str, out: &mut dyn Write) -> anyhow::Result<()> {
        for line in wrapped(text, self.style.width.saturating_sub(INDENT)) {
            writeln!(out, "{:INDENT$}{line}", "")?;
        }
        Ok(())
    }

    /// Path and line with a link, date, and id.
    fn place(&self, place: &Place) -> String {
        let located = plain(&located(place, self.paths)).into_owned();
        let mut about = vec![self.style.link(&self.paths.full(&place.path), &located)];
        about.extend(place.date.as_deref().map(|date| plain(date).into_owned()));
        if self.paths.lasting {
            about.push(self.style.dim(&place.id.to_string()));
        }
        about.join(" · ")
    }

    /// The places of the other parts of a spliced quotation, or how many places have the same.
    fn others(&self, checked: &Checked<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
        let verdict = checked.verdict;
        if verdict.grade == Grade::Spliced {
            for place in verdict.others.iter().take(NAMED_PLACES) {
                let part = checked.quote.get(place.quote.clone()).unwrap_or_default();
                let names = place.speakers.join(", ");
                let by = match names.is_empty() {
                    true => String::new(),
                    false => format!("{} · ", plain(&names)),
                };
                let text = format!("\"{}\": {by}{}", plain(part.trim()), self.place(place));
                self.line(&text, out)?;
            }
            return Ok(());
        }
        let more = verdict.count.saturating_sub(1) as u64;
        if more > 0 && checked.at.is_none() {
            let places = counted(more, "more place", "more places");
            let named = verdict.others.iter().take(NAMED_PLACES);
            let named: Vec<String> = named
                .map(|place| plain(&located(place, self.paths)).into_owned())
                .collect();
            let named = match named.is_empty() {
                true => String::new(),
                false => format!(": {}", named.join(", ")),
            };
            self.line(&self.style.dim(&format!("{places}{named}")), out)?;
        }
        Ok(())
    }

    /// The places of a quotation, the earliest first.
    pub(in crate::print) fn trace(&self, found: &Trace, out: &mut dyn Write) -> anyhow::Result<()> {
        let first = found.places.first().map(|first| &first.place);
        for traced in &found.places {
            let place = &traced.place;
            let date = place.date.as_deref().unwrap_or("no date");
            let relation = self.relation(traced, found);
            let names = place.speakers.join(", ");
            let mut about = vec![self.style.name(&plain(date)), relation];
            about.extend((!names.is_empty()).then(|| plain(&names).into_owned()));
            let located = plain(&located(place, self.paths)).into_owned();
            about.push(self.style.link(&self.paths.full(&place.path), &located));
            if self.paths.lasting {
                about.push(self.style.dim(&place.id.to_string()));
            }
            about.extend(place.stale.map(|stale| stale_text(stale).to_owned()));
            writeln!(out, "{}", about.join(" · "))?;
            let exact = place.selector.exact.as_str();
            let words = match first {
                Some(first) if !traced.edits.is_empty() => {
                    self.shown(&inline(&first.selector.exact, exact, &traced.edits))
                }
                _ => plain(exact).into_owned(),
            };
            self.line(&words, out)?;
        }
        Ok(())
    }

    /// `earliest in this index`, `copy of PATH`, `edited from PATH`.
    fn relation(&self, traced: &TracedPlace, found: &Trace) -> String {
        let from = traced.from.as_ref().and_then(|from| {
            let mut places = found.places.iter();
            places.find(|other| other.place.id == *from)
        });
        let from = from.map(|from| plain(&located(&from.place, self.paths)).into_owned());
        match (traced.relation, from) {
            (Relation::First, _) if traced.place.date.is_none() => "first listed".to_owned(),
            (Relation::First, _) => "earliest in this index".to_owned(),
            (Relation::Copy, Some(from)) => format!("same words as {from}"),
            (Relation::Copy, None) => "same words".to_owned(),
            (Relation::Edited, Some(from)) => format!("edited, nearest to {from}"),
            (Relation::Edited, None) => "edited".to_owned(),
        }
    }
}

/// A line may be wrapped inside a piece, so each word has escapes of its own.
fn each_word(text: &str, escaped: impl Fn(&str) -> String) -> String {
    let words = plain(text);
    let words = words.split(' ').map(|word| match word.is_empty() {
        true => String::new(),
        false => escaped(word),
    });
    words.collect::<Vec<_>>().join(" ")
}
