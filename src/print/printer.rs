//! What a format can print: one method for each kind of answer.
//!
//! Every command prints through this trait. A format implements the answers of the commands that
//! offer it (see `Format::BASIC` and its neighbours); the rest keep the default, an error.

use std::collections::BTreeMap;
use std::ops::Range;

use onrecord_index::attribution::refusal::Refusal;
use onrecord_index::document::Utterance;
use onrecord_index::hit::{Copied, Facet, Hit, Passage, Stale, Tier};
use onrecord_index::index::{SourceFacts, Status};
use onrecord_index::measure::attribution::Scores;
use onrecord_index::measure::compare::Comparison;
use onrecord_index::measure::eval::Evaluation;
use onrecord_index::measure::figure::Figure;
use onrecord_index::measure::gate::Verdict;
use onrecord_index::measure::mentions::Pronouns;
use onrecord_index::measure::replay::Recording;
use onrecord_index::searcher::{Property, Value};
use onrecord_index::verify::report::{Grade, Verdict as Checking};
use onrecord_index::verify::trace::Trace;

use crate::paths::Paths;

/// Prints answers in one format.
pub(crate) trait Printer {
    /// Begins a list of passages, for `search` and `get`.
    fn begin(&mut self, _: &Summary<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints a passage of the list.
    fn passage(&mut self, _: &Shown<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Begins a list of quotations, for `search --quotes` and `get --quotes`.
    fn begin_quotes(&mut self) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints a quotation of the list.
    fn quote(&mut self, _: &Quote<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Ends the list.
    fn end(&mut self) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `search --count`.
    fn count(&mut self, _: &Count<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `why`: who says what in the passages, and how that was found.
    fn why(&mut self, _: &[Explained]) -> anyhow::Result<()> {
        not_offered()
    }

    /// Begins a list of checked quotations, for `verify`.
    fn begin_verdicts(&mut self) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints a checked quotation.
    fn verdict(&mut self, _: &Checked<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Ends the list.
    fn end_verdicts(&mut self, _: &Totals) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `trace`.
    fn trace(&mut self, _: &Trace) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `speakers`, `sections` and `docs`.
    fn list(&mut self, _: &List<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `docs --facts`.
    fn facts(&mut self, _: &[SourceFacts]) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `status`.
    fn status(&mut self, _: &Contents<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `eval`.
    fn ranking_scores(&mut self, _: &RankingScores<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `eval-speakers`.
    fn speaker_scores(&mut self, _: &SpeakerScores<'_>) -> anyhow::Result<()> {
        not_offered()
    }

    /// Prints the answer of `bench`.
    fn latencies(&mut self, _: &Latencies<'_>) -> anyhow::Result<()> {
        not_offered()
    }
}

fn not_offered() -> anyhow::Result<()> {
    Err(anyhow::anyhow!(
        "this output format has no form for this answer"
    ))
}

/// A passage of the answer of `why`.
pub(crate) struct Explained {
    pub passage: Passage,
    /// For each utterance, why the source that the text names is no speaker.
    pub refusals: Vec<Option<Refusal>>,
}

/// What is known before the first passage.
#[derive(Default)]
pub(crate) struct Summary<'a> {
    /// How many passages match, if that was counted.
    pub total: Option<u64>,
    /// How many of them match every part of the query, if that was counted.
    pub every: Option<u64>,
    /// How many passages of the tier `matched` there would be without the filters, if there are any
    /// and that was counted.
    pub unfiltered: Option<u64>,
    /// How many parts the query has.
    pub parts: usize,
    /// The tier of the first passage.
    pub matched: Option<Tier>,
    /// How many passages follow.
    pub page_len: usize,
    pub facets: &'a [Facet],
    /// Whether the user asked for the paragraphs around each passage.
    pub context: bool,
    /// Whether the user asked what made up each score.
    pub explain: bool,
    /// Whether near-identical passages are printed once.
    pub fold: bool,
}

/// A passage to print.
pub(crate) struct Shown<'a> {
    /// The hit that it is. `None` if the user named it by its id.
    pub hit: Option<&'a Hit>,
    pub passage: &'a Passage,
    /// Whether its file has changed or is gone since it was indexed.
    pub stale: Option<Stale>,
    /// The paragraphs around it, in order.
    pub around: &'a [Passage],
}

impl<'a> Shown<'a> {
    /// Whether no word of the query led to it.
    pub fn is_by_meaning(&self) -> bool {
        self.hit.is_some_and(|hit| hit.tier == Tier::Meaning)
    }

    /// The byte ranges of the text to highlight.
    pub fn highlights(&self) -> &[Range<usize>] {
        self.hit.map_or(&[], |hit| &hit.highlights)
    }

    /// The score and its parts, if the user asked for them.
    pub fn explanation(&self) -> Option<(f32, &[(String, f32)])> {
        let hit = self.hit.filter(|hit| !hit.explanation.is_empty())?;
        Some((hit.score, &hit.explanation))
    }

    /// The near-identical passages that it speaks for.
    pub fn copies(&self) -> &'a [Copied] {
        self.hit.map_or(&[], |hit| &hit.copies)
    }

    /// What people are shown of `stale`; empty if the file is as it was.
    pub fn stale_text(&self) -> &'static str {
        self.stale.map_or("", stale_text)
    }

    /// The paragraphs before and after the passage.
    pub fn before_and_after(&self) -> (&'a [Passage], &'a [Passage]) {
        let is_before = |other: &&Passage| other.place < self.passage.place;
        let before = self.around.iter().take_while(is_before).count();
        self.around.split_at(before)
    }
}

/// What somebody says in a passage.
pub(crate) struct Quote<'a> {
    /// The hit that the passage is, and the position in the list of quotations from 1. `None` if
    /// the user named the passage by its id.
    pub hit: Option<(&'a Hit, usize)>,
    pub passage: &'a Passage,
    pub utterance: &'a Utterance,
}

impl<'a> Quote<'a> {
    /// The words.
    pub fn words(&self) -> &'a str {
        let range = self.utterance.range.clone();
        self.passage.text.get(range).unwrap_or_default()
    }

    /// The byte ranges of the words to highlight.
    pub fn highlights(&self) -> Vec<Range<usize>> {
        let all = self.hit.map_or(&[][..], |(hit, _)| &hit.highlights[..]);
        let words = &self.utterance.range;
        let inside = |range: &Range<usize>| {
            let range = range.start.max(words.start)..range.end.min(words.end);
            (range.start < range.end).then(|| range.start - words.start..range.end - words.start)
        };
        all.iter().filter_map(inside).collect()
    }

    /// The person, or in brackets what the text calls somebody without a name.
    pub fn speaker(&self) -> String {
        match &self.utterance.speaker {
            Some(name) => name.clone(),
            None if self.utterance.speaker_text.is_empty() => "[unknown]".to_owned(),
            None => format!("[{}]", self.utterance.speaker_text),
        }
    }
}

/// A quotation that was checked.
pub(crate) struct Checked<'a> {
    /// What the user calls it.
    pub id: Option<&'a serde_json::Value>,
    /// Where it is, if it comes from a file.
    pub at: Option<Position<'a>>,
    pub quote: &'a str,
    /// Who is said to have spoken it.
    pub said_by: Option<&'a str>,
    pub verdict: &'a Checking,
    /// Whether the words or the speaker are not what is accepted.
    pub fails: bool,
}

impl Checked<'_> {
    /// Whether it is one of a draft, which may say who spoke it.
    pub fn is_of_draft(&self) -> bool {
        self.at.as_ref().is_some_and(|at| at.paragraph.is_some())
    }
}

/// Where a quotation is in a draft or a batch.
#[derive(Clone, Debug)]
pub(crate) struct Position<'a> {
    pub path: &'a str,
    /// Counted from 1. `None` if the format has no lines.
    pub line: Option<u32>,
    /// Counted from 1, in characters.
    pub column: Option<u32>,
    /// Bytes of the decoded draft.
    pub span: Option<Range<usize>>,
    /// Number of the paragraph in the draft, counted from 1.
    pub paragraph: Option<usize>,
}

/// What became of all quotations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Totals {
    /// How many have each grade, in the order of [`Grade::ALL`].
    pub grades: [u64; Grade::ALL.len()],
    /// How many were said by somebody else.
    pub other: u64,
    /// How many are not what is accepted.
    pub failed: u64,
    /// How many phrases of a draft were too short to count.
    pub short: u64,
    /// Whether there was only one, which the user typed.
    pub single: bool,
}

impl Totals {
    /// How many were checked.
    pub fn checked(&self) -> u64 {
        self.grades.iter().sum()
    }

    /// How many sources have the words of.
    pub fn verified(&self) -> u64 {
        let grades = Grade::ALL.iter().zip(self.grades);
        let verified = grades.filter(|(grade, _)| grade.is_verified());
        verified.map(|(_, count)| count).sum()
    }
}

/// How many passages match.
pub(crate) struct Count<'a> {
    /// The number that was asked for: of the passages with every part of the query, or with
    /// `--match any` of those with some.
    pub asked: u64,
    /// How many passages match in all.
    pub total: u64,
    /// How many of them match every part of the query.
    pub every: u64,
    /// The tier of the best passage. `None` if nothing matches.
    pub matched: Option<Tier>,
    pub facets: &'a [Facet],
}

/// Speakers that are roles, each with the number of documents that it speaks in.
pub(crate) type Roles = BTreeMap<String, u64>;

/// The values of a property.
pub(crate) struct List<'a> {
    pub property: Property,
    /// The values to print.
    pub values: &'a [Value],
    /// Those of the values that are roles of speakers.
    pub roles: &'a Roles,
    /// How many values there are, beyond the limit included.
    pub total: usize,
    /// Whether people want to see the forms of names. Programs always get them.
    pub with_forms: bool,
    /// How people see the paths of documents. Programs get them as the index has them.
    pub paths: &'a Paths,
}

/// What an index contains.
pub(crate) struct Contents<'a> {
    /// The index's folder.
    pub folder: String,
    pub status: &'a Status,
    /// The path of each root as it is shown, and whether it is missing.
    pub roots: Vec<(String, bool)>,
    /// Whether to list the source files.
    pub with_sources: bool,
}

/// How well the ranking answers judged queries.
pub(crate) struct RankingScores<'a> {
    pub evaluation: &'a Evaluation,
    /// The metrics, with their change if an earlier evaluation was given.
    pub figures: &'a [Figure],
    pub verdicts: &'a [Verdict],
}

/// How well speakers are attributed.
pub(crate) struct SpeakerScores<'a> {
    /// Number of annotated documents.
    pub documents: usize,
    /// Scores by view (`speech`, `direct`, `all`).
    pub views: &'a [(&'static str, Scores)],
    /// `None` if the file annotates no pronouns.
    pub pronouns: Option<Pronouns>,
}

/// How long queries take.
pub(crate) struct Latencies<'a> {
    pub recording: &'a Recording,
    /// Nanoseconds from opening the index to the first answer, before anything was warm.
    pub cold_nanos: u64,
    pub comparison: Option<&'a Comparison>,
    pub verdicts: &'a [Verdict],
}

/// What people are shown of a passage whose file is not as it was.
pub(super) fn stale_text(stale: Stale) -> &'static str {
    match stale {
        Stale::Changed => "file changed since it was indexed",
        Stale::Gone => "file no longer there",
    }
}
