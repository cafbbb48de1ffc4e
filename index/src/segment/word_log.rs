//! The log of a segment's words, from which its three fields of words are made.
//!
//! `text` holds the stems, those of titles included. `exact` holds the folded words and the pairs
//! of common words. `said` holds the folded words and stems inside verbatim utterances.
//! `fields::schema` says what each is for. Positions count words from 0.

use std::ops::Range;

use tantivy::fieldnorm::FieldNormsWriter;

use crate::document::Utterance;
use crate::fields::schema::Fields;
use crate::fields::words::{STEM, UTTERANCE_GAP, UtteranceCursor, common_pair, is_whole_turn};
use crate::segment::by_term::OccurrencesByTerm;
use crate::segment::lexicon::{Lexicon, Numbered};
use crate::segment::postings::{OccurrenceMap, PostingsWriter};
use crate::text::common_words::common_words;
use crate::text::stem::Stemming;
use crate::text::token::words;

/// How many times a word of a title counts as a word of the text. What is named in the title is
/// what the text is about; `retrieval/README.md` has the figures.
const TITLE_COUNT: usize = 2;

/// The words of the records, in order.
#[derive(Debug, Default)]
pub(super) struct WordLog {
    /// The lexicon entry of each word.
    words: Vec<u32>,
    /// The range of each record in `words`.
    records: Vec<Span>,
    /// The words inside verbatim utterances.
    said: Vec<SaidWord>,
}

/// The words of one record.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    /// End of the words of the text. The words of the titles follow, up to the next record.
    text_end: u32,
}

/// A word inside a verbatim utterance.
#[derive(Clone, Copy, Debug)]
struct SaidWord {
    record: u32,
    position: u32,
    entry: u32,
}

/// Number of terms of a record in each field of words. Ranking uses these lengths.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lengths {
    text: u32,
    exact: u32,
    said: Option<u32>,
}

impl Lengths {
    /// Records the lengths for a record.
    pub fn record(self, record: u32, fields: &Fields, norms: &mut FieldNormsWriter) {
        norms.record(record, fields.text, self.text);
        norms.record(record, fields.exact, self.exact);
        if let Some(said) = self.said {
            norms.record(record, fields.said, said);
        }
    }
}

impl WordLog {
    /// Adds the words of the next record. `titles` are found with the text (field `text`), but are
    /// not part of it (fields `exact` and `said`).
    pub fn add(
        &mut self,
        text: &str,
        utterances: &[Utterance],
        titles: &[String],
        stemming: Stemming,
        lexicon: &mut Lexicon,
    ) -> Lengths {
        let table = lexicon.table_of(stemming);
        let record = self.records.len() as u32;
        let start = self.words.len() as u32;
        let said_before = self.said.len();
        // A whole turn needs nothing in `said`: searches use `text` and `exact` instead. But nobody
        // said the title in `text`, so a turn with a title does need it.
        let needs_said = !is_whole_turn(text, utterances) || !titles.is_empty();
        let verbatim = utterances.iter().filter(|u| u.verbatim && needs_said);
        let mut cursor = UtteranceCursor::new(verbatim.map(|u| u.range.clone()));
        let mut group_before = None;
        // The first gap is added to -1.
        let mut position = u32::MAX;
        let mut pairs = 0;
        let mut after_common = false;
        for word in words(text) {
            let group = cursor.group(word.start..word.end());
            let Some(entry) = lexicon.number(word, table) else {
                continue;
            };
            self.words.push(entry);
            let common = lexicon.entry(entry).common.is_some();
            pairs += u32::from(common && after_common);
            after_common = common;
            if group.is_some() {
                let same_utterance = group == group_before;
                let step = if same_utterance { 1 } else { UTTERANCE_GAP };
                position = position.wrapping_add(step);
                group_before = group;
                self.said.push(SaidWord {
                    record,
                    position,
                    entry,
                });
            }
        }
        let text_end = self.words.len() as u32;
        for title in titles {
            for word in words(title) {
                let entry = lexicon.number(word, table);
                let entries = entry.into_iter().flat_map(|entry| [entry; TITLE_COUNT]);
                self.words.extend(entries);
            }
        }
        self.records.push(Span { start, text_end });
        let said = (self.said.len() - said_before) as u32;
        Lengths {
            text: self.words.len() as u32 - start,
            exact: text_end - start + pairs,
            // A folded word and a stem for each.
            said: (said > 0).then_some(2 * said),
        }
    }

    /// Adds records without words until the log has `records`.
    pub fn skip_to(&mut self, records: u32) {
        let end = self.words.len() as u32;
        let empty = Span {
            start: end,
            text_end: end,
        };
        self.records.resize(records as usize, empty);
    }

    /// Approximate memory in bytes, including that of sorting the log at the end.
    pub fn bytes(&self) -> usize {
        const WORD_BYTES: usize = 2 * size_of::<u32>();
        self.words.len() * WORD_BYTES
            + self.records.len() * size_of::<Span>()
            + self.said.len() * (size_of::<SaidWord>() + WORD_BYTES)
    }

    /// Writes the three fields.
    pub fn write(
        &self,
        lexicon: &Lexicon,
        fields: &Fields,
        mut to: PostingsWriter<'_>,
    ) -> tantivy::Result<()> {
        let records = RecordFinder::new(&self.records);
        self.write_text(lexicon, fields, &records, &mut to)?;
        self.write_exact(lexicon, fields, &records, &mut to)?;
        self.write_said(lexicon, fields, &mut to)
    }

    fn write_text(
        &self,
        lexicon: &Lexicon,
        fields: &Fields,
        records: &RecordFinder<'_>,
        to: &mut PostingsWriter<'_>,
    ) -> tantivy::Result<()> {
        let stems = lexicon.stems();
        let words = (0..).zip(&self.words);
        let pairs = words.map(|(at, entry)| (lexicon.entry(*entry).stem, at));
        let occurrences = OccurrencesByTerm::new(stems.len(), pairs);
        to.write(fields.text, texts(stems), &occurrences, &TextMap(records))
    }

    fn write_exact(
        &self,
        lexicon: &Lexicon,
        fields: &Fields,
        records: &RecordFinder<'_>,
        to: &mut PostingsWriter<'_>,
    ) -> tantivy::Result<()> {
        let exact = lexicon.exact();
        let common = common_words();
        let words = self.records.iter().flat_map(|span| span.text());
        let words = words.map(|at| (lexicon.entry(self.words[at]).exact, at as u32));
        // A pair occurs at its first word. Its term follows those of all single words.
        let firsts = self.records.iter().flat_map(|span| {
            let text = span.text();
            text.start..text.end.saturating_sub(1).max(text.start)
        });
        let common_pairs = firsts.filter_map(|at: usize| {
            let first = lexicon.entry(self.words[at]).common?;
            let second = lexicon.entry(self.words[at + 1]).common?;
            let number = usize::from(first) * common.len() + usize::from(second);
            Some(((exact.len() + number) as u32, at as u32))
        });
        let terms = exact.len() + common.len() * common.len();
        let occurrences = OccurrencesByTerm::new(terms, words.chain(common_pairs));
        let pair_terms: Vec<String> = common
            .iter()
            .flat_map(|first| common.iter().map(|second| common_pair(first, second)))
            .collect();
        let terms = texts(exact).chain(pair_terms.iter().map(String::as_str));
        to.write(fields.exact, terms, &occurrences, &ExactMap(records))
    }

    fn write_said(
        &self,
        lexicon: &Lexicon,
        fields: &Fields,
        to: &mut PostingsWriter<'_>,
    ) -> tantivy::Result<()> {
        let (exact, stems) = (lexicon.exact(), lexicon.stems());
        let pairs = (0..).zip(&self.said).flat_map(|(at, said)| {
            let entry = lexicon.entry(said.entry);
            [(entry.exact, at), (exact.len() as u32 + entry.stem, at)]
        });
        let occurrences = OccurrencesByTerm::new(exact.len() + stems.len(), pairs);
        let stem_terms: Vec<String> = texts(stems).map(|stem| format!("{STEM}{stem}")).collect();
        let terms = texts(exact).chain(stem_terms.iter().map(String::as_str));
        to.write(fields.said, terms, &occurrences, &SaidMap(&self.said))
    }
}

fn texts(terms: &Numbered) -> impl Iterator<Item = &str> {
    terms.iter().map(|term| &**term)
}

impl Span {
    fn text(self) -> Range<usize> {
        self.start as usize..self.text_end as usize
    }
}

/// The occurrences of `text`, a field without positions: indices in the log.
struct TextMap<'l>(&'l RecordFinder<'l>);

impl OccurrenceMap for TextMap<'_> {
    const HAS_POSITIONS: bool = false;

    fn resolve(&self, occurrence: u32) -> (u32, u32) {
        (self.0.record_of(occurrence), 0)
    }
}

/// The occurrences of `exact`: indices in the log.
struct ExactMap<'l>(&'l RecordFinder<'l>);

impl OccurrenceMap for ExactMap<'_> {
    const HAS_POSITIONS: bool = true;

    fn resolve(&self, occurrence: u32) -> (u32, u32) {
        let record = self.0.record_of(occurrence);
        (record, occurrence - self.0.spans[record as usize].start)
    }
}

/// The occurrences of `said`: indices in the log of said words.
struct SaidMap<'l>(&'l [SaidWord]);

impl OccurrenceMap for SaidMap<'_> {
    const HAS_POSITIONS: bool = true;

    fn resolve(&self, occurrence: u32) -> (u32, u32) {
        let said = self.0[occurrence as usize];
        (said.record, said.position)
    }
}

/// Finds the record of a word in the log.
struct RecordFinder<'l> {
    spans: &'l [Span],
    /// The record of every [`STRIDE`](Self::STRIDE)-th word, up to the first word of the last
    /// record.
    coarse: Vec<u32>,
}

impl<'l> RecordFinder<'l> {
    /// A record has about 40 words, so one step from the coarse entry is nearly always enough.
    const STRIDE: usize = 32;

    fn new(spans: &'l [Span]) -> RecordFinder<'l> {
        let mut coarse = Vec::new();
        for (record, span) in spans.iter().enumerate() {
            while coarse.len() * RecordFinder::STRIDE < span.start as usize {
                coarse.push(record as u32 - 1);
            }
        }
        RecordFinder { spans, coarse }
    }

    /// The last record that starts at or before `occurrence`. A record without words starts where
    /// the next one does, so it is never the result for a word.
    fn record_of(&self, occurrence: u32) -> u32 {
        let coarse = self.coarse.get(occurrence as usize / RecordFinder::STRIDE);
        let last = self.spans.len() as u32 - 1;
        let mut record = coarse.copied().unwrap_or(last);
        while let Some(next) = self.spans.get(record as usize + 1)
            && next.start <= occurrence
        {
            record += 1;
        }
        record
    }
}
