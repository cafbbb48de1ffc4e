//! A quotation in a window of the sources: its reading, its grade, and the place to report.

use std::ops::Range;

use tantivy::DocAddress;

use crate::speakers::Speakers;
use crate::text::sentence::sentence_ends;
use crate::verify::alignment::{Ends, SourceWords, align};
use crate::verify::edits::{Change, Reading, read};
use crate::verify::flags::{ComparedWord, Sides, Texts, flags};
use crate::verify::grade::{Compared, Evidence};
use crate::verify::languages::{Language, language};
use crate::verify::quotation::{Item, ItemKind, Quotation};
use crate::verify::report::{
    Edit, EditKind, Flags, Grade, Mark, MarkKind, Place, PlacePart, Selector,
};
use crate::verify::speaker::voices;
use crate::verify::token::{Lexicon, Token};
use crate::verify::window::Window;

/// Characters of a place's prefix and suffix.
const CONTEXT: usize = 40;

/// A quotation, ready to be compared with windows.
pub(super) struct Query<'q> {
    pub quote: &'q str,
    pub quotation: &'q Quotation,
    pub evidence: &'q Evidence,
    /// The aliases of speakers. Empty if nobody has several names.
    pub speakers: &'q Speakers,
}

/// A quotation in a window.
#[derive(Debug)]
pub(super) struct Found {
    pub window: Window,
    pub reading: Reading,
    pub grade: Grade,
    pub flags: Flags,
}

impl Query<'_> {
    /// Reads the quotation in a window.
    pub fn read(&self, window: Window, lexicon: &Lexicon) -> Found {
        let source = SourceWords {
            tokens: &window.tokens,
            notes: &window.notes,
        };
        let steps = align(self.quotation, source, lexicon, Ends::Free);
        let language = window_language(&window);
        let reading = read(
            self.quote,
            self.quotation,
            &window.tokens,
            &window.text,
            &steps,
            lexicon,
            language,
        );
        let is_of_several = self.is_of_several(&window, &reading);
        let compared = Compared {
            quote: self.quote,
            quotation: self.quotation,
            text: &window.text,
            tokens: &window.tokens,
            reading: &reading,
            evidence: self.evidence,
            is_of_several,
        };
        let grade = compared.grade();
        let mut found_flags = self.flags(&window, &reading, lexicon, language);
        if is_of_several {
            found_flags |= Flags::OTHER_TURN;
        }
        Found {
            window,
            reading,
            grade,
            flags: found_flags,
        }
    }

    /// Whether the matched words, or those that an ellipsis hides, are of several persons.
    fn is_of_several(&self, window: &Window, reading: &Reading) -> bool {
        let mut known: Option<&str> = None;
        let mut turns = |word: usize| {
            let Some(voice) = window.voice(word) else {
                return false;
            };
            let voice = self.speakers.listed(voice);
            *known.get_or_insert(voice) != voice
        };
        let is_kept = |word: &usize| !window.notes[*word];
        let mut words = reading.words.clone().filter(is_kept);
        words.any(&mut turns)
    }

    /// The flags of a reading.
    pub fn flags(
        &self,
        window: &Window,
        reading: &Reading,
        lexicon: &Lexicon,
        language: &'static Language,
    ) -> Flags {
        if reading.words.is_empty() {
            return Flags::empty();
        }
        let quote_ends = sentence_ends(self.quote);
        let sides = |change: &Change| Sides {
            quote: self.own_words(change.items.clone(), lexicon, &quote_ends),
            source: window_words(window, change.words.clone(), lexicon),
            source_before: change
                .words
                .start
                .checked_sub(1)
                .map(|word| lexicon.folded(window.tokens[word].key)),
            source_after: window
                .tokens
                .get(change.words.end)
                .map(|token| lexicon.folded(token.key)),
        };
        let hidden = |words: Range<usize>| {
            let tokens = &window.tokens[words];
            tokens
                .iter()
                .map(|token| lexicon.folded(token.key))
                .collect()
        };
        let has_case = has_case(&window.text) && has_case(self.quote) && language.code != "de";
        let mut found = flags(reading, Texts { language, has_case }, sides, hidden);
        let rest = &self.quote[self.quotation.range.end..];
        let ends = rest.starts_with(['.', '!', '?']) && !self.quotation.is_open_ended;
        if ends && window.goes_on_after(reading.words.end - 1) {
            found |= Flags::GOES_ON;
        }
        found
    }

    /// Words of the quotation with what is around them.
    fn own_words<'w>(
        &'w self,
        items: Range<usize>,
        lexicon: &'w Lexicon,
        ends: &[usize],
    ) -> Vec<ComparedWord<'w>> {
        let all = &self.quotation.items;
        let keys = |item: &'w Item| match &item.kind {
            ItemKind::Word { key, .. } | ItemKind::Altered { key, .. } => std::slice::from_ref(key),
            ItemKind::Bracket(keys) => keys,
        };
        let next = |number: usize| {
            let key = all.get(number + 1).and_then(Item::word);
            key.map_or("", |key| lexicon.folded(key))
        };
        let word = |number: usize, folded: &'w str| {
            let range = all[number].range.clone();
            let before = number
                .checked_sub(1)
                .map_or(0, |before| all[before].range.end);
            let after = all.get(number + 1);
            let after = after.map_or(self.quote.len(), |after| after.range.start);
            let (before, after) = (before.min(range.start), after.max(range.end));
            ComparedWord {
                written: &self.quote[range.clone()],
                folded,
                before: &self.quote[before..range.start],
                after: &self.quote[range.end..after],
                next: next(number),
                is_first: number == 0
                    || ends.iter().any(|end| (before..=range.start).contains(end)),
            }
        };
        let words = |number: usize| {
            let keys = keys(&all[number]).iter();
            keys.map(move |key| (number, lexicon.folded(*key)))
        };
        let words = items.flat_map(words);
        words.map(|(number, folded)| word(number, folded)).collect()
    }
}

/// Words of a window with what is around them.
fn window_words<'w>(
    window: &'w Window,
    words: Range<usize>,
    lexicon: &'w Lexicon,
) -> Vec<ComparedWord<'w>> {
    let tokens = &window.tokens;
    let folded = |token: Option<&Token>| token.map_or("", |token| lexicon.folded(token.key));
    let word = |number: usize| {
        let range = tokens[number].range();
        let before = number
            .checked_sub(1)
            .map_or(0, |before| tokens[before].range().end);
        let after = tokens.get(number + 1);
        let after = after.map_or(window.text.len(), |after| after.range().start);
        let between = &window.text[before..range.start];
        ComparedWord {
            written: &window.text[range.clone()],
            folded: folded(tokens.get(number)),
            before: between,
            after: &window.text[range.end..after],
            next: folded(tokens.get(number + 1)),
            is_first: number == 0 || between.contains(['.', '!', '?', '\n', ':', '\u{201C}', '"']),
        }
    };
    words.map(word).collect()
}

/// The language of a window's passages.
fn window_language(window: &Window) -> &'static Language {
    let first = window.passages.first();
    language(first.and_then(|own| own.passage.lang.as_deref()))
}

/// Whether a text has words without capitals, so that capitals tell something.
fn has_case(text: &str) -> bool {
    let words = text.split_whitespace().take(200);
    let (mut lower, mut upper) = (0, 0);
    for word in words {
        match word.chars().find(|c| c.is_alphabetic()) {
            Some(c) if c.is_lowercase() => lower += 1,
            Some(_) => upper += 1,
            None => {}
        }
    }
    // Titles have few words without.
    3 * lower > upper
}

impl Found {
    /// Identifies the words: the passage where they begin, and their bytes there.
    pub fn key(&self) -> (DocAddress, usize, usize) {
        let words = &self.reading.words;
        let first = words.start.min(self.window.tokens.len().saturating_sub(1));
        let passage = self
            .window
            .passage_of
            .get(first)
            .copied()
            .unwrap_or_default();
        let own = &self.window.passages[usize::from(passage)];
        let at = |word: Option<&Token>| word.map_or(0, |token| token.range().start - own.start);
        let last = words.end.saturating_sub(1);
        (
            own.address,
            at(self.window.tokens.get(first)),
            at(self.window.tokens.get(last.max(first))),
        )
    }

    /// What makes it better than another place, the best least.
    pub fn rank(&self) -> (Grade, usize, usize) {
        (self.grade, self.reading.edited(), self.reading.distance())
    }

    /// The words of the source that are matched and no notes.
    pub fn spoken_words(&self) -> impl Iterator<Item = usize> {
        let words = self.reading.words.clone();
        words.filter(|word| !self.window.notes[*word])
    }

    /// The place, as it is reported.
    pub fn place(&self, query: &Query<'_>) -> Place {
        self.place_of(query, self.reading.words.clone())
    }

    /// The place of some of the window's words.
    fn place_of(&self, query: &Query<'_>, words: Range<usize>) -> Place {
        let window = &self.window;
        let range = self.exact_range(&words);
        let parts = self.parts(&range);
        let number = parts.first().map_or(0, |(number, _)| *number);
        let first = &window.passages[number];
        let last = &window.passages[parts.last().map_or(0, |(number, _)| *number)];
        let (voices, standing) = voices(window, self.spoken_words());
        let mut speakers: Vec<String> = Vec::new();
        for voice in voices {
            if !speakers.iter().any(|known| known == voice.speaker) {
                speakers.push(voice.speaker.to_owned());
            }
        }
        let passage = &first.passage;
        let last_end = last.start + last.passage.text.len();
        Place {
            id: passage.id.clone(),
            path: passage.path.clone(),
            doc: passage.doc.clone(),
            place: passage.place,
            line: passage.line,
            span: passage.span.start..last.passage.span.end.max(passage.span.start),
            section: passage.section.clone(),
            speakers,
            date: passage.date.clone(),
            lang: passage.lang.clone(),
            start_ms: passage.start_ms,
            standing,
            selector: Selector {
                exact: window.text[range.clone()].to_owned(),
                prefix: tail(&window.text[first.start..range.start]).to_owned(),
                suffix: head(&window.text[range.end..last_end.max(range.end)]).to_owned(),
            },
            parts: parts.into_iter().map(|(_, part)| part).collect(),
            grade: self.grade,
            quote: query.quotation.range.clone(),
            edits: self.edits(query, range.start),
            marks: self.marks(query, range.start),
            flags: self.flags,
            stale: None,
        }
    }

    /// The bytes of some words, with the mark that ends the last.
    fn exact_range(&self, words: &Range<usize>) -> Range<usize> {
        if words.is_empty() {
            return 0..0;
        }
        let window = &self.window;
        let start = window.tokens[words.start].range().start;
        let end = window.tokens[words.end - 1].range().end;
        let mark = window.text[end..].chars().next();
        let mark = mark.filter(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?'));
        start..end + mark.map_or(0, char::len_utf8)
    }

    /// The parts of the passages that a range of the window touches, with their numbers.
    fn parts(&self, range: &Range<usize>) -> Vec<(usize, PlacePart)> {
        let mut parts = Vec::new();
        for (number, own) in self.window.passages.iter().enumerate() {
            let end = own.start + own.passage.text.len();
            let (from, to) = (range.start.max(own.start), range.end.min(end));
            if from < to {
                let part = PlacePart {
                    id: own.passage.id.clone(),
                    range: from - own.start..to - own.start,
                    exact: from - range.start..to - range.start,
                };
                parts.push((number, part));
            }
        }
        parts
    }

    /// The edits, with offsets from the first byte of the place.
    fn edits(&self, query: &Query<'_>, start: usize) -> Vec<Edit> {
        edits(
            query.quote,
            query.quotation,
            &self.window.tokens,
            &self.window.text,
            &self.reading,
            start,
        )
    }

    fn marks(&self, query: &Query<'_>, start: usize) -> Vec<Mark> {
        marks(query.quotation, &self.window.tokens, &self.reading, start)
    }
}

/// The edits of a reading. `start` is subtracted from the source's offsets.
pub(super) fn edits(
    quote: &str,
    quotation: &Quotation,
    tokens: &[Token],
    text: &str,
    reading: &Reading,
    start: usize,
) -> Vec<Edit> {
    let own = |items: &Range<usize>| {
        if items.is_empty() {
            let after = quotation.items.get(items.start);
            let at = after.map_or(quotation.range.end, |after| after.range.start);
            at..at
        } else {
            quotation.items[items.start].range.start..quotation.items[items.end - 1].range.end
        }
    };
    let theirs = |words: &Range<usize>, after: usize| {
        if words.is_empty() {
            after..after
        } else {
            tokens[words.start].range().start..tokens[words.end - 1].range().end
        }
    };
    // Where an inserted word would be: after the last word of the source before it.
    let mut last = start;
    let mut found = Vec::with_capacity(reading.changes.len());
    for change in &reading.changes {
        let (own, theirs) = (own(&change.items), theirs(&change.words, last));
        if change.kind != EditKind::Move {
            last = theirs.end;
        }
        let from = theirs.start.max(start) - start;
        found.push(Edit {
            kind: change.kind,
            quote_text: quote[own.clone()].to_owned(),
            source_text: text[theirs.clone()].to_owned(),
            quote: own,
            source: from..from + theirs.len(),
        });
    }
    found
}

/// The marks of a reading. `start` is subtracted from the source's offsets.
pub(super) fn marks(
    quotation: &Quotation,
    tokens: &[Token],
    reading: &Reading,
    start: usize,
) -> Vec<Mark> {
    let mut found = Vec::with_capacity(reading.marks.len());
    for mark in &reading.marks {
        let item = quotation.items.get(mark.item);
        let at = item.map_or(quotation.range.end, |item| item.range.start);
        let quote = match mark.kind {
            MarkKind::Bracket => item.map_or(at..at, |item| item.range.clone()),
            MarkKind::Note => at..at,
            MarkKind::Ellipsis => {
                let of = |(before, _): &&(usize, Range<usize>)| *before == mark.item;
                let ellipsis = quotation.ellipses.iter().find(of);
                ellipsis.map_or(at..at, |(_, range)| range.clone())
            }
        };
        let words = &mark.words;
        let source = if words.is_empty() {
            0..0
        } else {
            let (from, to) = (
                tokens[words.start].range().start,
                tokens[words.end - 1].range().end,
            );
            from.max(start) - start..to.max(start) - start
        };
        found.push(Mark {
            kind: mark.kind,
            quote,
            source,
        });
    }
    found
}

/// The last characters of a text.
fn tail(text: &str) -> &str {
    let start = text.char_indices().rev().nth(CONTEXT - 1);
    &text[start.map_or(0, |(start, _)| start)..]
}

/// The first characters of a text.
fn head(text: &str) -> &str {
    let end = text.char_indices().nth(CONTEXT);
    &text[..end.map_or(text.len(), |(end, _)| end)]
}
