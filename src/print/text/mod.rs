//! Text: passages laid out for people on a terminal, one line per passage elsewhere; every other
//! answer as lines or a table.

pub(super) mod lines;

pub(super) mod highlight;

mod facts;
mod latencies;
mod tables;
mod terminal;
mod why;
mod window;

use std::io::Write;

use onrecord_index::index::SourceFacts;

use crate::paths::Paths;
use crate::print::printer::{
    Contents, Count, Explained, Latencies, List, Printer, Quote, RankingScores, Shown,
    SpeakerScores, Summary,
};
use crate::print::text::lines::Lines;
use crate::print::text::terminal::Terminal;
use crate::style::Style;

pub(super) struct Text<'a> {
    style: Style,
    paths: Paths,
    passages: Passages,
    out: &'a mut dyn Write,
}

/// How passages are laid out.
enum Passages {
    Terminal(Terminal),
    Lines(Lines),
}

impl<'a> Text<'a> {
    pub fn new(style: Style, paths: Paths, out: &'a mut dyn Write) -> Text<'a> {
        let passages = if style.terminal {
            Passages::Terminal(Terminal::new(style, paths.clone()))
        } else {
            Passages::Lines(Lines::new(style, paths.clone()))
        };
        Text {
            style,
            paths,
            passages,
            out,
        }
    }
}

impl Printer for Text<'_> {
    fn begin(&mut self, summary: &Summary<'_>) -> anyhow::Result<()> {
        match &mut self.passages {
            Passages::Terminal(terminal) => terminal.begin(summary, self.out),
            Passages::Lines(lines) => {
                lines.begin(summary);
                Ok(())
            }
        }
    }

    fn passage(&mut self, shown: &Shown<'_>) -> anyhow::Result<()> {
        match &mut self.passages {
            Passages::Terminal(terminal) => terminal.passage(shown, self.out),
            Passages::Lines(lines) => lines.passage(shown, self.out),
        }
    }

    fn begin_quotes(&mut self) -> anyhow::Result<()> {
        Ok(())
    }

    fn quote(&mut self, quote: &Quote<'_>) -> anyhow::Result<()> {
        match &mut self.passages {
            Passages::Terminal(terminal) => terminal.quote(quote, self.out),
            Passages::Lines(lines) => lines.quote(quote, self.out),
        }
    }

    fn end(&mut self) -> anyhow::Result<()> {
        match &self.passages {
            Passages::Terminal(_) => Ok(()),
            Passages::Lines(lines) => lines.end(self.out),
        }
    }

    fn count(&mut self, count: &Count<'_>) -> anyhow::Result<()> {
        lines::print_count(count, self.out)
    }

    fn why(&mut self, passages: &[Explained]) -> anyhow::Result<()> {
        why::print(passages, self.style, self.out)
    }

    fn list(&mut self, list: &List<'_>) -> anyhow::Result<()> {
        tables::print_list(list, self.style, self.out)
    }

    fn facts(&mut self, facts: &[SourceFacts]) -> anyhow::Result<()> {
        facts::print(facts, &self.paths, self.style, self.out)
    }

    fn status(&mut self, contents: &Contents<'_>) -> anyhow::Result<()> {
        tables::print_contents(contents, self.out)
    }

    fn ranking_scores(&mut self, scores: &RankingScores<'_>) -> anyhow::Result<()> {
        tables::print_ranking_scores(scores, self.out)
    }

    fn speaker_scores(&mut self, scores: &SpeakerScores<'_>) -> anyhow::Result<()> {
        tables::print_speaker_scores(scores, self.out)
    }

    fn latencies(&mut self, latencies: &Latencies<'_>) -> anyhow::Result<()> {
        latencies::print(latencies, self.out)
    }
}
