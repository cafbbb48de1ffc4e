//! Checks quotations, one or those of a draft, and follows one through the sources.

use onrecord_index::options::ReadOptions;
use onrecord_index::query::Query;
use onrecord_index::verify::draft::{self, Draft, MIN_WORDS, Outcome};
use onrecord_index::verify::report::{Claim, Grade, SpeakerVerdict, Verdict};
use onrecord_index::verify::trace::trace;
use onrecord_index::verify::{Sources, Verifier};
use serde_json::{Value, json};

use crate::print::printer::{Checked, Position, Totals};
use crate::print::schema::SCHEMA_VERSION;
use crate::print::verdict::schema::{TracedJson, VerdictJson, totals_json};
use crate::service::failure::Failure;
use crate::service::limits::{MAX_DRAFT_BYTES, MAX_QUOTE_BYTES, MAX_VALUE_BYTES};
use crate::service::objects::{FreshnessJson, VerdictsJson, value};
use crate::service::request::{Filters, check_text};
use crate::service::{Cancel, Service, View};

/// The path of a draft that came with a request.
const DRAFT: &str = "draft";

/// A checked quotation, with where it is.
struct Line {
    claim: Claim,
    at: Option<Position<'static>>,
    verdict: Verdict,
}

impl Service {
    /// Whether a quotation is what a source says, and whether `speaker` said it: the answer of
    /// `verify`.
    pub fn verify(
        &self,
        quote: &str,
        speaker: Option<&str>,
        filters: &Filters,
        cancel: &Cancel,
    ) -> Result<Value, Failure> {
        check_text("quote", quote, MAX_QUOTE_BYTES)?;
        if let Some(speaker) = speaker {
            check_text("speaker", speaker, MAX_VALUE_BYTES)?;
        }
        let query = filters.apply(Query::default())?;
        self.answer(cancel, |view| {
            let mut claim = Claim::new(quote);
            claim.speaker = speaker.map(|name| name.trim().to_owned());
            let verdict = with_verifier(view, &query, |verifier| Ok(verifier.check(&claim)?))?;
            let line = Line {
                claim,
                at: None,
                verdict,
            };
            verdicts(&[line], 0, view)
        })
    }

    /// Whether the quotations of a draft are what the sources say, and whether those said it who
    /// the draft says did: the answer of `verify --draft`. The draft is Markdown or plain text.
    pub fn verify_draft(
        &self,
        text: &str,
        filters: &Filters,
        cancel: &Cancel,
    ) -> Result<Value, Failure> {
        check_text("draft", text, MAX_DRAFT_BYTES)?;
        let query = filters.apply(Query::default())?;
        let options = ReadOptions {
            format: Some("markdown".to_owned()),
            ..ReadOptions::default()
        };
        let draft = Draft::read_bytes(DRAFT, text.as_bytes().to_vec(), &options)?;
        self.answer(cancel, |view| {
            let (mut lines, mut short) = (Vec::new(), 0);
            with_verifier(view, &query, |verifier| {
                for quotation in &draft.quotations {
                    let Outcome::Checked(verdict) = draft::check(verifier, quotation, MIN_WORDS)?
                    else {
                        short += 1;
                        continue;
                    };
                    let mut claim = Claim::new(&quotation.text);
                    claim.speaker.clone_from(&quotation.said_by);
                    let at = Position {
                        path: DRAFT,
                        line: quotation.at.line,
                        column: quotation.at.column,
                        span: Some(quotation.at.span.clone()),
                        paragraph: Some(quotation.at.paragraph),
                    };
                    lines.push(Line {
                        claim,
                        at: Some(at),
                        verdict: *verdict,
                    });
                }
                Ok(())
            })?;
            verdicts(&lines, short, view)
        })
    }

    /// Every place that has a quotation, the earliest first: the answer of `trace`.
    pub fn trace(&self, quote: &str, filters: &Filters, cancel: &Cancel) -> Result<Value, Failure> {
        check_text("quote", quote, MAX_QUOTE_BYTES)?;
        let query = filters.apply(Query::default())?;
        self.answer(cancel, |view| {
            let found = with_verifier(view, &query, |verifier| Ok(trace(verifier, quote)?))?;
            let places: Vec<TracedJson<'_>> = found.places.iter().map(TracedJson::of).collect();
            Ok(json!({
                "schema_version": SCHEMA_VERSION,
                "undated": found.undated,
                "places": value(&places)?,
                "freshness": value(&FreshnessJson::new(&view.state, 0))?,
            }))
        })
    }
}

/// Runs `work` with a verifier for the sources that pass the filters of a query.
fn with_verifier<T>(
    view: &View,
    query: &Query,
    work: impl FnOnce(&Verifier) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if query.filters().is_empty() {
        let verifier = view.verifier()?;
        verifier.look_again();
        return work(verifier);
    }
    let sources = Sources {
        query: query.clone(),
        ..Sources::default()
    };
    work(&Verifier::new(&view.searcher, &sources)?)
}

fn verdicts(lines: &[Line], short: u64, view: &View) -> Result<Value, Failure> {
    let mut totals = Totals {
        short,
        ..Totals::default()
    };
    let mut stale = 0;
    let mut checked = Vec::with_capacity(lines.len());
    for line in lines {
        let verdict = &line.verdict;
        let is_other = verdict.speaker == SpeakerVerdict::Other;
        let fails = verdict.grade > Grade::Elided || is_other;
        totals.grades[verdict.grade as usize] += 1;
        totals.other += u64::from(is_other);
        totals.failed += u64::from(fails);
        let source = verdict.source.as_ref();
        stale += u64::from(source.is_some_and(|place| place.stale.is_some()));
        checked.push(Checked {
            id: None,
            at: line.at.clone(),
            quote: &line.claim.quote,
            said_by: line.claim.speaker.as_deref(),
            verdict,
            fails,
        });
    }
    value(&VerdictsJson {
        schema_version: SCHEMA_VERSION,
        verdicts: checked.iter().map(VerdictJson::of).collect(),
        totals: totals_json(&totals),
        freshness: FreshnessJson::new(&view.state, stale),
    })
}
