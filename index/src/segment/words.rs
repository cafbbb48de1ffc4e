//! The words of a segment's records: noted one after the other as numbers, and sorted into lists when the segment is written.
//!
//! Three fields are made of the one log: `text` of the stems, titles included; `exact` of the folded words and the pairs of common
//! ones; `said` of what stands inside verbatim utterances. See `schema` for what they are for.

use std::ops::Range;

use tantivy::fieldnorm::FieldNormsWriter;

use super::at::At;
use super::lexicon::{Lexicon, Numbered};
use super::lists::Lists;
use super::sorted::ByTerm;
use crate::document::Utterance;
use crate::fields::schema::Fields;
use crate::fields::words::{APART, STEM, Spoken, is_whole_turn, paired};
use crate::text::common_words::common_words;
use crate::text::stem::Stemming;
use crate::text::token::words;

/// What was noted.
#[derive(Debug, Default)]
pub(super) struct WordLog {
    /// Entry of each word in the lexicon.
    words: Vec<u32>,
    /// Where each record's words stand in `words`.
    records: Vec<Span>,
    said: Vec<Said>,
}

/// One record's words.
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    /// Behind the words of its text. Those of titles follow, up to the next record's.
    text_end: u32,
}

/// A word of an utterance.
#[derive(Clone, Copy, Debug)]
struct Said {
    record: u32,
    position: u32,
    entry: u32,
}

/// How many terms a record has in each field of words: its lengths, for ranking.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lengths {
    text: u32,
    exact: u32,
    said: Option<u32>,
}

impl Lengths {
    /// Notes them.
    pub fn record(self, record: u32, fields: &Fields, norms: &mut FieldNormsWriter) {
        norms.record(record, fields.text, self.text);
        norms.record(record, fields.exact, self.exact);
        if let Some(said) = self.said {
            norms.record(record, fields.said, said);
        }
    }
}

impl WordLog {
    /// Notes the words of the next record. `titles` are searched with the text but are none of its words.
    pub fn add(
        &mut self,
        text: &str,
        utterances: &[Utterance],
        titles: &[String],
        stemming: Stemming,
        lexicon: &mut Lexicon,
    ) -> Lengths {
        let under = lexicon.under(stemming);
        let record = self.records.len() as u32;
        let start = self.words.len() as u32;
        let said_before = self.said.len();
        // A title's words are in `text` but nobody said them: with one, even a whole turn gets its own list.
        let separate = !is_whole_turn(text, utterances) || !titles.is_empty();
        let verbatim = utterances.iter().filter(|u| u.verbatim && separate);
        let mut spoken = Spoken::new(verbatim.map(|u| u.range.clone()));
        let mut group_before = None;
        let mut position = u32::MAX;
        let mut pairs = 0;
        let mut after_common = false;
        for word in words(text) {
            let group = spoken.group(word.start..word.end());
            let Some(entry) = lexicon.number(word, under) else {
                continue;
            };
            self.words.push(entry);
            let common = lexicon.entry(entry).common.is_some();
            pairs += u32::from(common && after_common);
            after_common = common;
            if group.is_some() {
                position = position.wrapping_add(if group == group_before { 1 } else { APART });
                group_before = group;
                self.said.push(Said {
                    record,
                    position,
                    entry,
                });
            }
        }
        let text_end = self.words.len() as u32;
        for title in titles {
            for word in words(title) {
                self.words.extend(lexicon.number(word, under));
            }
        }
        self.records.push(Span { start, text_end });
        let said = (self.said.len() - said_before) as u32;
        Lengths {
            text: self.words.len() as u32 - start,
            exact: text_end - start + pairs,
            // A folded form and a stem for each word.
            said: (said > 0).then_some(2 * said),
        }
    }

    /// Notes that there are so many records: the last may have no words.
    pub fn skip_to(&mut self, records: u32) {
        let end = self.words.len() as u32;
        let empty = Span {
            start: end,
            text_end: end,
        };
        self.records.resize(records as usize, empty);
    }

    /// About how much memory they take, the lists that are made of them in the end included.
    pub fn bytes(&self) -> usize {
        const WORD_BYTES: usize = 2 * size_of::<u32>();
        self.words.len() * WORD_BYTES
            + self.records.len() * size_of::<Span>()
            + self.said.len() * (size_of::<Said>() + WORD_BYTES)
    }

    /// Writes the three fields.
    pub fn write(
        &self,
        lexicon: &Lexicon,
        fields: &Fields,
        mut to: Lists<'_>,
    ) -> tantivy::Result<()> {
        let records = Records::new(&self.records);
        let (exact, stems) = (lexicon.exact(), lexicon.stems());

        let entries = (0..).zip(&self.words);
        let noted = entries.map(|(at, entry)| (lexicon.entry(*entry).stem, at));
        let places = ByTerm::new(stems.len(), noted);
        to.write(fields.text, names(stems), &places, &Frequencies(&records))?;
        drop(places);

        let words = self.records.iter().flat_map(|span| span.text());
        let noted = words.map(|at| (lexicon.entry(self.words[at]).exact, at as u32));
        // A pair stands where its first word does.
        let neighbours = self.records.iter().flat_map(|span| {
            let text = span.text();
            text.start..text.end.saturating_sub(1).max(text.start)
        });
        let common = common_words();
        let pair = |at: usize| {
            let first = lexicon.entry(self.words[at]).common?;
            let second = lexicon.entry(self.words[at + 1]).common?;
            let number = usize::from(first) * common.len() + usize::from(second);
            Some(((exact.len() + number) as u32, at as u32))
        };
        let noted = noted.chain(neighbours.filter_map(pair));
        let places = ByTerm::new(exact.len() + common.len() * common.len(), noted);
        let pairs: Vec<String> = common
            .iter()
            .flat_map(|first| common.iter().map(|second| paired(first, second)))
            .collect();
        let terms = names(exact).chain(pairs.iter().map(String::as_str));
        to.write(fields.exact, terms, &places, &Positions(&records))?;
        drop(places);

        let noted = (0..).zip(&self.said).flat_map(|(at, said)| {
            let entry = lexicon.entry(said.entry);
            [(entry.exact, at), (exact.len() as u32 + entry.stem, at)]
        });
        let places = ByTerm::new(exact.len() + stems.len(), noted);
        let marked: Vec<String> = names(stems).map(|stem| format!("{STEM}{stem}")).collect();
        let terms = names(exact).chain(marked.iter().map(String::as_str));
        to.write(fields.said, terms, &places, &Utterances(&self.said))
    }
}

fn names(terms: &Numbered) -> impl Iterator<Item = &str> {
    terms.iter().map(|term| &**term)
}

impl Span {
    fn text(self) -> Range<usize> {
        self.start as usize..self.text_end as usize
    }
}

/// Of words of the log, in a field without positions.
struct Frequencies<'l>(&'l Records<'l>);

impl At for Frequencies<'_> {
    const HAS_POSITIONS: bool = false;

    fn at(&self, place: u32) -> (u32, u32) {
        (self.0.of(place), 0)
    }
}

/// Of words of the log.
struct Positions<'l>(&'l Records<'l>);

impl At for Positions<'_> {
    const HAS_POSITIONS: bool = true;

    fn at(&self, place: u32) -> (u32, u32) {
        let record = self.0.of(place);
        (record, place - self.0.spans[record as usize].start)
    }
}

/// Of words of utterances.
struct Utterances<'l>(&'l [Said]);

impl At for Utterances<'_> {
    const HAS_POSITIONS: bool = true;

    fn at(&self, place: u32) -> (u32, u32) {
        let said = self.0[place as usize];
        (said.record, said.position)
    }
}

/// Finds the record that a word of the log belongs to.
struct Records<'l> {
    spans: &'l [Span],
    /// The record of every [`STRIDE`](Self::STRIDE)-th word, up to the last record's first.
    coarse: Vec<u32>,
}

impl<'l> Records<'l> {
    /// A record has about 40 words: nearly always one look is enough.
    const STRIDE: usize = 32;

    fn new(spans: &'l [Span]) -> Records<'l> {
        let mut coarse = Vec::new();
        for (record, span) in spans.iter().enumerate() {
            while coarse.len() * Records::STRIDE < span.start as usize {
                coarse.push(record as u32 - 1);
            }
        }
        Records { spans, coarse }
    }

    /// The last record that begins at or before a place. Records without words begin where the next one does.
    fn of(&self, place: u32) -> u32 {
        let coarse = self.coarse.get(place as usize / Records::STRIDE);
        let last = self.spans.len() as u32 - 1;
        let mut record = coarse.copied().unwrap_or(last);
        while let Some(next) = self.spans.get(record as usize + 1)
            && next.start <= place
        {
            record += 1;
        }
        record
    }
}
