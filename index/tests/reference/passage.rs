//! What one passage matches, and with which of its words.
//!
//! Only the primitives on words are shared with the library: where words are cut, how they fold,
//! and how they stem.

use std::ops::Range;

use onrecord_index::hit::Passage;
use onrecord_index::text::fold::fold;
use onrecord_index::text::stem::{Stemming, word_terms};
use onrecord_index::text::token::{Cut, words};

use crate::ask::Ask;
use crate::meant::{at_path, dated, differences, fits, folded, holds, wanted};

/// A word of a text.
#[derive(Clone, Debug)]
struct Token {
    range: Range<usize>,
    folded: String,
    stem: String,
    /// In a script without spaces: its own character, folded, and whether it comes right after
    /// another one.
    unit: Option<Unit>,
}

#[derive(Clone, Debug)]
struct Unit {
    folded: String,
    end: usize,
    joined: bool,
}

fn tokens(text: &str, lang: Option<&str>) -> Vec<Token> {
    let all: Vec<_> = words(text).collect();
    let mut found = Vec::new();
    for (number, word) in all.iter().enumerate() {
        let Some(terms) = word_terms(*word, Stemming::of(lang)) else {
            continue;
        };
        // The character that a pair adds to the text is its first.
        let unit_end = match word.cut {
            Cut::Boundary => None,
            Cut::Pair => Some(all[number + 1].start),
            Cut::Tail => Some(word.end()),
        };
        found.push(Token {
            range: word.start..word.end(),
            folded: terms.exact.into(),
            stem: terms.stem.into(),
            unit: unit_end.map(|end| Unit {
                folded: fold(&text[word.start..end]),
                end,
                joined: number > 0 && all[number - 1].cut == Cut::Pair,
            }),
        });
    }
    found
}

/// All names of each speaker who has several, the one under which they are listed first.
#[derive(Debug, Default)]
pub struct Who(pub Vec<Vec<String>>);

impl Who {
    /// Every name of the speaker with this name.
    fn names<'w>(&'w self, name: &'w String) -> &'w [String] {
        let found = self.0.iter().find(|names| names.contains(name));
        found.map_or(std::slice::from_ref(name), Vec::as_slice)
    }

    /// The name under which a speaker is listed.
    pub fn listed<'w>(&'w self, name: &'w String) -> &'w String {
        &self.names(name)[0]
    }

    /// Whether one name of the speaker contains all words.
    fn is_meant(&self, name: &String, wanted: &[String]) -> bool {
        self.names(name).iter().any(|name| holds(name, wanted))
    }
}

/// A passage, taken apart.
pub struct Scanned<'a> {
    pub passage: &'a Passage,
    tokens: Vec<Token>,
    titles: Vec<Token>,
    /// Names of all documents. A filter with the whole name of one matches only that one.
    docs: &'a [String],
    who: &'a Who,
}

/// Where words count: anywhere, or in the verbatim utterances of these speakers.
#[derive(Clone, Copy)]
pub enum Scope<'s> {
    Anywhere,
    Said(Option<&'s [Vec<String>]>),
}

impl<'a> Scanned<'a> {
    pub fn new(passage: &'a Passage, docs: &'a [String], who: &'a Who) -> Scanned<'a> {
        let lang = passage.lang.as_deref();
        Scanned {
            passage,
            tokens: tokens(&passage.text, lang),
            titles: passage
                .titles
                .iter()
                .flat_map(|title| tokens(title, lang))
                .collect(),
            docs,
            who,
        }
    }

    /// Runs of tokens that count as one text: all of them, or those of each outermost utterance.
    fn texts(&self, scope: Scope<'_>) -> Vec<&[Token]> {
        let Scope::Said(voices) = scope else {
            return vec![&self.tokens];
        };
        let counts = |speaker: Option<&String>| match voices {
            None => true,
            Some(names) => speaker
                .is_some_and(|speaker| names.iter().any(|name| self.who.is_meant(speaker, name))),
        };
        let ranges: Vec<&Range<usize>> = self
            .passage
            .utterances
            .iter()
            .filter(|utterance| utterance.verbatim && counts(utterance.speaker.as_ref()))
            .map(|utterance| &utterance.range)
            .collect();
        let mut outermost: Vec<&Range<usize>> = ranges
            .iter()
            .filter(|range| {
                !ranges.iter().any(|other| {
                    other != *range && other.start <= range.start && range.end <= other.end
                })
            })
            .copied()
            .collect();
        outermost.dedup();
        let within = |range: &Range<usize>| {
            let first = self
                .tokens
                .partition_point(|token| token.range.end <= range.start);
            let last = self
                .tokens
                .partition_point(|token| token.range.start < range.end);
            &self.tokens[first..last]
        };
        outermost.into_iter().map(within).collect()
    }

    /// The highlights of a part. `None` if the passage does not match it.
    pub fn find(
        &self,
        ask: &Ask,
        scope: Scope<'_>,
        voices: Option<&[Vec<String>]>,
    ) -> Option<Vec<Range<usize>>> {
        let each = |asks: &[Ask], voices| {
            asks.iter()
                .map(|ask| self.find(ask, scope, voices))
                .collect::<Vec<_>>()
        };
        match ask {
            Ask::And(asks) => {
                // `said:` is limited to the speakers named next to it.
                let own: Vec<_> = asks.iter().filter_map(voices_of).flatten().collect();
                let voices = if own.is_empty() {
                    voices
                } else {
                    Some(&own[..])
                };
                let found: Option<Vec<_>> = each(asks, voices).into_iter().collect();
                found.map(|marks| marks.concat())
            }
            Ask::Or(asks) => {
                let found: Vec<_> = each(asks, voices).into_iter().flatten().collect();
                (!found.is_empty()).then(|| found.concat())
            }
            Ask::Not(ask) => match self.find(ask, scope, voices) {
                None => Some(Vec::new()),
                Some(_) => None,
            },
            Ask::Said(ask) => self.find(ask, Scope::Said(voices), voices),
            Ask::Word(typed) => {
                let parts = typed_parts(typed);
                let found: Option<Vec<_>> =
                    parts.iter().map(|part| self.typed(part, scope)).collect();
                found.map(|marks| marks.concat())
            }
            Ask::Phrase(phrase) => some(self.phrase(phrase, scope)),
            Ask::Near(phrase, between) => some(self.near(phrase, *between as usize, scope)),
            Ask::Elided(phrases) => some(self.elided(phrases, scope)),
            Ask::Prefix(prefix) => self.prefix(&last_word(prefix), scope),
            Ask::Fuzzy(word, distance) => {
                let word: Vec<char> = last_word(word).chars().collect();
                some(self.marked(scope, |token| {
                    let token: Vec<char> = token.folded.chars().collect();
                    differences(&token, &word) <= usize::from(*distance)
                }))
            }
            Ask::Everything => Some(Vec::new()),
            filter => self.meets(filter).then(Vec::new),
        }
    }

    fn marked(&self, scope: Scope<'_>, answers: impl Fn(&Token) -> bool) -> Vec<Range<usize>> {
        let texts = self.texts(scope);
        texts
            .into_iter()
            .flatten()
            .filter(|token| answers(token))
            .map(|token| token.range.clone())
            .collect()
    }

    pub fn typed(&self, part: &Typed, scope: Scope<'_>) -> Option<Vec<Range<usize>>> {
        match part {
            Typed::Phrase(phrase) => some(self.phrase(phrase, scope)),
            Typed::Either(spellings) => {
                let found = spellings
                    .iter()
                    .filter_map(|typed| self.typed(typed, scope));
                let found: Vec<_> = found.collect();
                (!found.is_empty()).then(|| found.concat())
            }
            Typed::Begins(character) => self.prefix(character, scope),
            Typed::Word(word) => {
                let lang = self.passage.lang.as_deref();
                let wanted = tokens(word, lang).into_iter().next()?;
                let found = self.marked(scope, |token| token.stem == wanted.stem);
                let titled = matches!(scope, Scope::Anywhere)
                    && self.titles.iter().any(|token| token.stem == wanted.stem);
                (titled || !found.is_empty()).then_some(found)
            }
        }
    }

    fn prefix(&self, prefix: &str, scope: Scope<'_>) -> Option<Vec<Range<usize>>> {
        let texts = self.texts(scope);
        let found = texts
            .into_iter()
            .flatten()
            .filter(|token| token.folded.starts_with(prefix));
        let mark = |token: &Token| match &token.unit {
            Some(unit) if unit.folded == prefix => token.range.start..unit.end,
            _ => token.range.clone(),
        };
        some(found.map(mark).collect())
    }

    /// A phrase's words in this order, next to each other. In a script without spaces its
    /// characters.
    fn phrase(&self, phrase: &str, scope: Scope<'_>) -> Vec<Range<usize>> {
        let wanted = tokens(phrase, None);
        let mut found = Vec::new();
        for text in self.texts(scope) {
            for window in text.windows(wanted.len()) {
                let words = window.iter().zip(&wanted);
                if words
                    .into_iter()
                    .all(|(token, wanted)| is_same(token, wanted))
                {
                    let words = window[0].range.start..end_of(window);
                    found.push(self.with_punctuation(phrase, words));
                }
            }
        }
        found
    }

    /// The words of phrases that follow each other at most 50 words apart, in the nearest way for
    /// each occurrence of the first.
    fn elided(&self, phrases: &[String], scope: Scope<'_>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for text in self.texts(scope) {
            for first in 0..text.len() {
                let words = following(phrases, text, first..first + 1);
                let words = words.into_iter().flatten();
                found.extend(words.map(|words| bytes_of(&text[words])));
            }
        }
        found
    }

    /// Punctuation that the phrase has around its words is marked as far as the text has the same.
    fn with_punctuation(&self, phrase: &str, words: Range<usize>) -> Range<usize> {
        let (text, wanted) = (&self.passage.text, tokens(phrase, None));
        let (mut start, mut end) = (words.start, words.end);
        let (mut first, mut last) = (wanted[0].range.start, wanted[wanted.len() - 1].range.end);
        let before = |text: &str, at: usize| {
            text[..at]
                .chars()
                .next_back()
                .filter(|c| !c.is_whitespace())
        };
        let after =
            |text: &str, at: usize| text[at..].chars().next().filter(|c| !c.is_whitespace());
        while let Some(c) = before(text, start).filter(|c| before(phrase, first) == Some(*c)) {
            start -= c.len_utf8();
            first -= c.len_utf8();
        }
        while let Some(c) = after(text, end).filter(|c| after(phrase, last) == Some(*c)) {
            end += c.len_utf8();
            last += c.len_utf8();
        }
        start..end
    }

    /// Narrowest stretches that hold every word of the phrase as often as it does, with at most
    /// `between` others.
    fn near(&self, phrase: &str, between: usize, scope: Scope<'_>) -> Vec<Range<usize>> {
        let phrase = tokens(phrase, None);
        // The last character of a run is in the pair before it; a lone one is a unit of its own.
        let wanted: Vec<(&str, bool)> = phrase
            .iter()
            .filter(|token| {
                token
                    .unit
                    .as_ref()
                    .is_none_or(|unit| !(unit.joined && unit.end == token.range.end))
            })
            .map(|token| {
                (
                    &*token.folded,
                    token
                        .unit
                        .as_ref()
                        .is_some_and(|unit| unit.end == token.range.end),
                )
            })
            .collect();
        let answers = |token: &Token, (word, begins): &(&str, bool)| {
            if *begins {
                token.folded.starts_with(word)
            } else {
                token.folded == *word
            }
        };
        // A dropped character at the end is no place that the phrase takes.
        let last_dropped = phrase
            .last()
            .and_then(|token| token.unit.as_ref())
            .is_some_and(|unit| unit.joined);
        let width = phrase.len() - usize::from(last_dropped) + between;
        let mut found = Vec::new();
        for text in self.texts(scope) {
            let holds_all = |first: usize, end: usize| {
                first < end
                    && wanted.iter().all(|word| {
                        let needed = wanted.iter().filter(|other| *other == word).count();
                        text[first..end]
                            .iter()
                            .filter(|token| answers(token, word))
                            .count()
                            >= needed
                    })
            };
            for first in 0..text.len() {
                for end in first + 1..=text.len().min(first + width) {
                    if holds_all(first, end)
                        && !holds_all(first + 1, end)
                        && !holds_all(first, end - 1)
                    {
                        for token in &text[first..end] {
                            for (_, begins) in wanted.iter().filter(|word| answers(token, word)) {
                                let end = match &token.unit {
                                    Some(unit) if *begins => unit.end,
                                    _ => token.range.end,
                                };
                                found.push(token.range.start..end);
                            }
                        }
                    }
                }
            }
        }
        found
    }

    pub fn meets(&self, filter: &Ask) -> bool {
        let passage = self.passage;
        match filter {
            Ask::Speaker(name) => passage
                .speakers
                .iter()
                .any(|speaker| self.who.is_meant(speaker, &wanted(name))),
            Ask::Section(title) => holds(&passage.section.join(" "), &wanted(title)),
            Ask::SectionNumber(number) => passage.section_number == *number,
            Ask::Doc(pattern) if self.docs.contains(pattern) => passage.doc == *pattern,
            Ask::Doc(pattern) if pattern.contains('*') => fits(&fold(&passage.doc), &fold(pattern)),
            Ask::Doc(name) => {
                let parted = |text: &str| text.replace('.', " ");
                holds(&parted(&passage.doc), &folded(&parted(name)))
            }
            Ask::Path(pattern) => at_path(&passage.path, &passage.doc, pattern),
            Ask::Kind(kind) => passage.kind.name() == kind,
            Ask::Lang(lang) => passage.lang.as_deref() == Some(lang),
            Ask::Date(range) => passage
                .date
                .as_deref()
                .is_some_and(|date| dated(date, range)),
            _ => unreachable!("{filter:?} is no filter"),
        }
    }
}

/// The number of words of phrases. A run of a script without spaces counts one for each pair of
/// characters.
pub fn word_count(phrases: &[String]) -> usize {
    let tokens = phrases.iter().map(|phrase| tokens(phrase, None));
    tokens
        .map(|tokens| tokens.len() - usize::from(ends_in_dropped(&tokens)))
        .sum()
}

/// Whether the last character is in the pair before it, and so is no place that the phrase takes.
fn ends_in_dropped(phrase: &[Token]) -> bool {
    let last = phrase.last().and_then(|token| token.unit.as_ref());
    last.is_some_and(|unit| unit.joined)
}

/// What passages that follow each other hold of a quotation together: for each occurrence that
/// begins in the first and ends in the last, the bytes of each passage, by its number among them.
pub fn together(phrases: &[String], passages: &[&Scanned<'_>]) -> Vec<Vec<(usize, Range<usize>)>> {
    let owned = (0..).zip(passages).flat_map(|(number, scanned)| {
        let tokens = scanned.tokens.iter();
        tokens.map(move |token| (number, token.clone()))
    });
    let (owners, text): (Vec<usize>, Vec<Token>) = owned.unzip();
    let mut found = Vec::new();
    for first in 0..text.len() {
        let Some(words) = following(phrases, &text, first..first + 1) else {
            continue;
        };
        let last = words.iter().map(|words| words.end - 1).max().unwrap_or(0);
        if owners[first] != 0 || owners[last] + 1 != passages.len() {
            continue;
        }
        let mut parts = Vec::new();
        for words in words {
            for number in 0..passages.len() {
                let own = words.clone().filter(|at| owners[*at] == number);
                let own: Vec<Token> = own.map(|at| text[at].clone()).collect();
                if !own.is_empty() {
                    parts.push((number, bytes_of(&own)));
                }
            }
        }
        found.push(parts);
    }
    found
}

/// The words of phrases that follow each other, the first of which starts at one of `starts`, as
/// numbers of words of the text.
fn following(
    phrases: &[String],
    text: &[Token],
    starts: Range<usize>,
) -> Option<Vec<Range<usize>>> {
    let Some((phrase, rest)) = phrases.split_first() else {
        return Some(Vec::new());
    };
    let wanted = tokens(phrase, None);
    starts.into_iter().find_map(|start| {
        let window = text.get(start..start + wanted.len())?;
        let mut words = window.iter().zip(&wanted);
        if !words.all(|(token, wanted)| is_same(token, wanted)) {
            return None;
        }
        let after = start + wanted.len() - usize::from(ends_in_dropped(&wanted));
        let mut found = following(rest, text, after..after + 51)?;
        found.push(start..start + wanted.len());
        Some(found)
    })
}

/// Whether a word of a text is that of a phrase. In a script without spaces its character.
fn is_same(token: &Token, wanted: &Token) -> bool {
    match (&token.unit, &wanted.unit) {
        (None, None) => token.folded == wanted.folded,
        // Characters written together in the phrase must be adjacent in the text.
        (Some(unit), Some(wanted)) => {
            unit.folded == wanted.folded && (unit.joined || !wanted.joined)
        }
        _ => false,
    }
}

/// From the first to the last of these words.
fn bytes_of(words: &[Token]) -> Range<usize> {
    words[0].range.start..end_of(words)
}

/// Where the last word, or character, of a phrase's words ends.
fn end_of(words: &[Token]) -> usize {
    words.last().map_or(0, |token| {
        token.unit.as_ref().map_or(token.range.end, |unit| unit.end)
    })
}

fn some(marks: Vec<Range<usize>>) -> Option<Vec<Range<usize>>> {
    (!marks.is_empty()).then_some(marks)
}

/// Whose words `said:` means under a filter: `None` where it names nobody, or lets passages through
/// whoever speaks.
pub fn voices_of(filter: &Ask) -> Option<Vec<Vec<String>>> {
    match filter {
        Ask::Speaker(name) => Some(vec![wanted(name)]),
        Ask::Or(asks) => asks
            .iter()
            .map(voices_of)
            .collect::<Option<Vec<_>>>()
            .map(|names| names.concat()),
        Ask::And(asks) => {
            let named: Vec<_> = asks.iter().filter_map(voices_of).collect();
            (!named.is_empty()).then(|| named.concat())
        }
        _ => None,
    }
}

/// The last word of a text, folded: an article elided before it is left out.
fn last_word(typed: &str) -> String {
    words(typed)
        .last()
        .map_or_else(String::new, |word| fold(word.text))
}

/// What a bare word means: itself, a phrase if punctuation joins several, pairs of characters
/// in a script without spaces.
#[derive(Clone, Debug)]
pub enum Typed {
    Word(String),
    Phrase(String),
    Begins(String),
    /// One of these spellings.
    Either(Vec<Typed>),
}

pub fn typed_parts(typed: &str) -> Vec<Typed> {
    let all: Vec<_> = words(typed)
        .filter(|word| !fold(word.text).is_empty())
        .collect();
    if all.iter().all(|word| word.cut == Cut::Boundary) {
        let starts: Vec<usize> = all.iter().map(|word| word.start).collect();
        let is_article = |number: usize| {
            // An apostrophe inside a word is part of it, so after a word it ends an article.
            let word = all[number];
            let after = &typed[word.end()..];
            let next = ["'", "’"].into_iter().find(|sign| after.starts_with(sign));
            let is_elided =
                next.is_some_and(|sign| starts.get(number + 1) == Some(&(word.end() + sign.len())));
            // "D'Angelo" is a name.
            let is_capital = |text: &str| text.starts_with(char::is_uppercase);
            is_elided && !(is_capital(word.text) && is_capital(all[number + 1].text))
        };
        let kept: Vec<_> = (0..all.len())
            .filter(|number| !is_article(*number))
            .collect();
        let typed_once = match &kept[..] {
            [] => return Vec::new(),
            [only] => Typed::Word(all[*only].text.to_owned()),
            _ => Typed::Phrase(typed.to_owned()),
        };
        return vec![match other_spelling(typed) {
            Some(other) => Typed::Either(vec![typed_once, other]),
            None => typed_once,
        }];
    }
    let mut parts = Vec::new();
    for (number, word) in all.iter().enumerate() {
        match word.cut {
            Cut::Tail if number > 0 && all[number - 1].cut == Cut::Pair => {}
            Cut::Tail => parts.push(Typed::Begins(fold(word.text))),
            _ => parts.push(Typed::Word(word.text.to_owned())),
        }
    }
    parts
}

/// A word with a hyphen is also written without, and one of letters and digits with one between.
fn other_spelling(typed: &str) -> Option<Typed> {
    if typed.contains('-') {
        return Some(Typed::Word(typed.replace('-', "")));
    }
    let at = typed.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = typed.split_at(at);
    let is_both = !letters.is_empty()
        && letters.chars().all(char::is_alphabetic)
        && digits.chars().all(|c| c.is_ascii_digit());
    is_both.then(|| Typed::Phrase(format!("{letters} {digits}")))
}
