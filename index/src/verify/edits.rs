//! Turns the steps of an alignment into edits, and takes out what is no edit: numbers in another
//! form, hyphens, notes of the source, and what ellipses and brackets say openly.
//!
//! Ranges of items and words are numbers, not bytes.

mod brackets;
mod moves;

use std::ops::Range;

use crate::verify::alignment::Step;
use crate::verify::languages::Language;
use crate::verify::number::{is_apart, is_number_word, numbers_in};
use crate::verify::quotation::{ItemKind, Quotation};
use crate::verify::report::{EditKind, MarkKind};
use crate::verify::respelt::{is_abbreviated, is_joined, is_sign_for};
use crate::verify::token::{Key, Lexicon, Token};

/// Words that are compared letter by letter. No spelling joins more.
const MAX_RESPELT: usize = 4;

/// Words on either side of an edit that may belong to the number in it.
const MAX_NUMBER_WORDS: usize = 6;

/// How a quotation is in a source.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The differences, in the order of the quotation.
    pub changes: Vec<Change>,
    /// What ellipses, brackets and notes are, in the same order.
    pub marks: Vec<ReadMark>,
    /// For each item, whether the source has it.
    pub matched: Vec<bool>,
    /// Whether a number or a hyphen has another form.
    pub is_reformed: bool,
    /// The source's words from the first matched to the last. Empty if nothing is matched.
    pub words: Range<usize>,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub kind: EditKind,
    /// Items of the quotation. Empty where words were left out: there they would be.
    pub items: Range<usize>,
    /// Words of the source. Empty where words were added.
    pub words: Range<usize>,
}

/// An ellipsis, a bracket or a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReadMark {
    pub kind: MarkKind,
    /// The bracket, or the item after an ellipsis or a note.
    pub item: usize,
    /// Words of the source.
    pub words: Range<usize>,
}

impl Change {
    /// How many words it changes.
    pub fn size(&self) -> usize {
        match self.kind {
            // Of two words that change places, one was moved.
            EditKind::Move if self.items.len() == self.words.len() => {
                self.items.len().saturating_sub(1).max(1)
            }
            _ => self.items.len().max(self.words.len()),
        }
    }
}

impl Reading {
    /// How many words are edited.
    pub fn edited(&self) -> usize {
        self.changes.iter().map(Change::size).sum()
    }

    /// How far the quotation is from the source, to choose between places with as many edits: a
    /// word left out or replaced is less than one that is not there.
    pub fn distance(&self) -> usize {
        let weight = |change: &Change| match change.kind {
            EditKind::Substitute | EditKind::Move => 4,
            EditKind::Omit => 5,
            EditKind::Insert => 7,
        };
        let changes = self.changes.iter();
        changes.map(|change| weight(change) * change.size()).sum()
    }

    /// Whether the source has every word.
    pub fn is_complete(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Makes a reading of the steps from a source to a quotation.
pub(super) fn read(
    quote: &str,
    quotation: &Quotation,
    tokens: &[Token],
    text: &str,
    steps: &[Step],
    lexicon: &Lexicon,
    language: &Language,
) -> Reading {
    let mut reader = Reader {
        quote,
        quotation,
        tokens,
        text,
        lexicon,
        language,
        reading: Reading {
            matched: vec![false; quotation.items.len()],
            ..Reading::default()
        },
    };
    reader.go(steps);
    reader.find_moves();
    let reading = &mut reader.reading;
    let touched = steps.iter().filter_map(|step| match step {
        Step::Match(_, word) => Some(*word..*word + 1),
        Step::Substitute(_, word) => Some(*word..*word + 1),
        Step::Bracket(_, words) if !words.is_empty() => Some(words.clone()),
        _ => None,
    });
    let (first, last) = touched.fold((usize::MAX, 0), |(first, last), words| {
        (first.min(words.start), last.max(words.end))
    });
    reading.words = if first < last { first..last } else { 0..0 };
    reader.reading
}

struct Reader<'a> {
    quote: &'a str,
    quotation: &'a Quotation,
    tokens: &'a [Token],
    text: &'a str,
    lexicon: &'a Lexicon,
    language: &'a Language,
    reading: Reading,
}

impl Reader<'_> {
    fn go(&mut self, steps: &[Step]) {
        let mut at = 0;
        let mut item = 0;
        while at < steps.len() {
            match &steps[at] {
                Step::Match(own, word) => {
                    self.reading.matched[*own] = true;
                    self.altered_letters(*own, *word);
                    item = own + 1;
                    at += 1;
                }
                Step::Bracket(own, words) => {
                    let is_note = |step: &&Step| matches!(step, Step::Note(_));
                    let before = steps[..at].iter().rev().take_while(is_note);
                    let after = steps[at + 1..].iter().take_while(is_note);
                    let notes = before.chain(after).cloned().collect::<Vec<_>>();
                    self.bracket(*own, words.clone(), source_words(&notes));
                    item = own + 1;
                    at += 1;
                }
                Step::Hide(_) | Step::Note(_) => {
                    let is_hidden = |step: &Step| matches!(step, Step::Hide(_) | Step::Note(_));
                    let run = steps[at..]
                        .iter()
                        .take_while(|step| is_hidden(step))
                        .count();
                    let hides = steps[at..at + run]
                        .iter()
                        .any(|s| matches!(s, Step::Hide(_)));
                    // Notes next to an edit are read with it.
                    let is_edit = |step: &Step| is_edit(step);
                    if !hides && steps.get(at + run).is_some_and(is_edit) {
                        at = self.edit(steps, at, &mut item);
                        continue;
                    }
                    let words = source_words(&steps[at..at + run]);
                    let kind = if hides {
                        MarkKind::Ellipsis
                    } else {
                        MarkKind::Note
                    };
                    self.reading.marks.push(ReadMark { kind, item, words });
                    at += run;
                }
                _ => at = self.edit(steps, at, &mut item),
            }
        }
    }

    /// Reads a run of edits, with the numbers beside it. Returns the step after it.
    fn edit(&mut self, steps: &[Step], from: usize, item: &mut usize) -> usize {
        let belongs = |step: &Step| is_edit(step) || matches!(step, Step::Note(_));
        let mut end = from
            + steps[from..]
                .iter()
                .take_while(|step| belongs(step))
                .count();
        while end > from && matches!(steps[end - 1], Step::Note(_)) && end < steps.len() {
            // A note at the end of the run is one of its own.
            end -= 1;
        }
        let is_number = |step: &Step| match step {
            Step::Match(own, _) => self.may_be_number(*own),
            _ => false,
        };
        let before = steps[..from].iter().rev().take(MAX_NUMBER_WORDS);
        let before = before.take_while(|step| is_number(step)).count();
        let after = steps[end..].iter().take(MAX_NUMBER_WORDS);
        let after = after.take_while(|step| is_number(step)).count();
        let run = &steps[from - before..end + after];
        let items: Vec<usize> = run.iter().filter_map(own_item).collect();
        let notes = run
            .iter()
            .filter(|step| matches!(step, Step::Note(_)))
            .count();
        let words: Vec<usize> = run.iter().filter_map(own_word).collect();
        let first_item = items.first().copied().unwrap_or(*item);
        let items = first_item..first_item + items.len();
        for step in run {
            if let Step::Match(own, _) = step {
                self.reading.matched[*own] = true;
            }
        }
        if notes > 0 {
            let words = source_words(run);
            let kind = MarkKind::Note;
            self.reading.marks.push(ReadMark {
                kind,
                item: items.end,
                words,
            });
        }
        self.compare_numbers(items.clone(), &words);
        *item = items.end;
        end + after
    }

    /// Whether an item can be part of a number or its unit.
    fn may_be_number(&self, item: usize) -> bool {
        let word = self.own_text(item);
        is_number_word(word, self.language)
            || matches!(word, "a" | "and" | "per" | "et" | "y")
            || self.language.unit(&[word]).is_some()
    }

    /// Takes out the numbers that have the same value in both, and reads what is left.
    fn compare_numbers(&mut self, items: Range<usize>, words: &[usize]) {
        let own: Vec<&str> = items.clone().map(|item| self.own_text(item)).collect();
        let theirs: Vec<&str> = words.iter().map(|word| self.their_text(*word)).collect();
        let own_apart = apart(self.quote, items.clone().map(|item| self.own_range(item)));
        let their_ranges = words.iter().map(|word| self.tokens[*word].range());
        let their_apart = apart(self.text, their_ranges);
        let own_numbers = numbers_in(&own, &own_apart, self.language);
        let their_numbers = numbers_in(&theirs, &their_apart, self.language);
        let mut pairs = Vec::new();
        let mut next = 0;
        for (range, number) in own_numbers {
            let same = |(_, other): &(Range<usize>, _)| *other == number;
            if let Some(found) = their_numbers[next..].iter().position(same) {
                pairs.push((range, their_numbers[next + found].0.clone()));
                next += found + 1;
            }
        }
        let is_reformed =
            |(one, other): &(Range<usize>, Range<usize>)| own[one.clone()] != theirs[other.clone()];
        self.reading.is_reformed |= pairs.iter().any(is_reformed);
        let (mut item, mut word) = (0, 0);
        for (one, other) in pairs {
            for number in one.clone() {
                self.reading.matched[items.start + number] = true;
            }
            self.compare(
                items.start + item..items.start + one.start,
                &words[word..other.start],
            );
            (item, word) = (one.end, other.end);
        }
        self.compare(items.start + item..items.end, &words[word..]);
    }

    /// Reads words without numbers in common.
    fn compare(&mut self, mut items: Range<usize>, mut words: &[usize]) {
        let same = |reader: &Self, item: usize, word: usize| {
            reader.own_key(item) == Some(reader.tokens[word].key)
        };
        while !items.is_empty() && !words.is_empty() && same(self, items.start, words[0]) {
            self.reading.matched[items.start] = true;
            items.start += 1;
            words = &words[1..];
        }
        while let Some((last, rest)) = words.split_last()
            && !items.is_empty()
            && same(self, items.end - 1, *last)
        {
            self.reading.matched[items.end - 1] = true;
            items.end -= 1;
            words = rest;
        }
        if items.is_empty() && words.is_empty() {
            return;
        }
        if self.is_respelt(items.clone(), words) {
            self.reading.is_reformed = true;
            items.for_each(|item| self.reading.matched[item] = true);
            return;
        }
        let kind = match (items.is_empty(), words.is_empty()) {
            (true, _) => EditKind::Omit,
            (_, true) => EditKind::Insert,
            _ => EditKind::Substitute,
        };
        let words = match (words.first(), words.last()) {
            (Some(first), Some(last)) => *first..*last + 1,
            _ => 0..0,
        };
        for item in items.clone() {
            self.reading.matched[item] = false;
        }
        self.reading.changes.push(Change { kind, items, words });
    }

    /// Whether both have the same letters, joined by a mark in one: "e-mail" and "email", "5pm"
    /// and "5 pm"; or a sign for a word.
    fn is_respelt(&self, items: Range<usize>, words: &[usize]) -> bool {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return false;
        };
        if items.is_empty() || items.len().max(words.len()) > MAX_RESPELT {
            return false;
        }
        let own: Vec<&str> = items.clone().map(|item| self.own_text(item)).collect();
        let theirs: Vec<&str> = words.iter().map(|word| self.their_text(*word)).collect();
        let ranges = &self.quotation.items;
        let own_written =
            &self.quote[ranges[items.start].range.start..ranges[items.end - 1].range.end];
        let their_written =
            &self.text[self.tokens[*first].range().start..self.tokens[*last].range().end];
        is_sign_for(&own, &theirs)
            || is_sign_for(&theirs, &own)
            || match (&own[..], &theirs[..]) {
                ([one], [other]) => is_abbreviated(one, own_written, other, their_written),
                _ => is_joined(&own, own_written, &theirs, their_written),
            }
    }

    fn own_key(&self, item: usize) -> Option<Key> {
        match self.quotation.items[item].kind {
            ItemKind::Word { key, .. } | ItemKind::Altered { key, .. } => Some(key),
            ItemKind::Bracket(_) => None,
        }
    }

    fn own_range(&self, item: usize) -> Range<usize> {
        self.quotation.items[item].range.clone()
    }

    fn own_text(&self, item: usize) -> &str {
        self.own_key(item)
            .map_or("", |key| self.lexicon.folded(key))
    }

    fn their_text(&self, word: usize) -> &str {
        self.lexicon.folded(self.tokens[word].key)
    }
}

/// For each of some words, whether a mark separates it from the word before.
fn apart(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<bool> {
    let mut end = None;
    let is_word_apart = |range: Range<usize>| {
        let from = end.replace(range.end);
        let between = from.and_then(|from| text.get(from..range.start));
        between.is_some_and(is_apart)
    };
    ranges.map(is_word_apart).collect()
}

fn is_edit(step: &Step) -> bool {
    matches!(step, Step::Substitute(..) | Step::Insert(_) | Step::Omit(_))
}

fn own_item(step: &Step) -> Option<usize> {
    match step {
        Step::Match(item, _) | Step::Substitute(item, _) | Step::Insert(item) => Some(*item),
        _ => None,
    }
}

fn own_word(step: &Step) -> Option<usize> {
    match step {
        Step::Match(_, word) | Step::Substitute(_, word) | Step::Omit(word) => Some(*word),
        _ => None,
    }
}

/// The words of the source that steps touch.
fn source_words(steps: &[Step]) -> Range<usize> {
    let words = steps.iter().filter_map(|step| match step {
        Step::Hide(word) | Step::Note(word) => Some(*word),
        _ => None,
    });
    let (first, last) = words.fold((usize::MAX, 0), |(first, last), word| {
        (first.min(word), last.max(word + 1))
    });
    if first < last { first..last } else { 0..0 }
}
