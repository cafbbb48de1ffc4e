//! What a query means: the query language as a plain scan of all passages.

use std::collections::BTreeMap;
use std::ops::Range;

use onrecord_index::hit::Passage;
use onrecord_index::text::fold::fold;
use onrecord_index::text::function_words::is_function_word;
use onrecord_index::text::stem::Stemming;

use crate::ask::{Ask, Top};
use crate::passage::{Scanned, Scope, Typed, together, typed_parts, voices_of, word_count};

/// What a search must return.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Numbers of the passages that match every part; or that do so together, if `together`.
    pub all: Vec<usize>,
    /// Whether they hold a quotation only together with the next.
    pub together: bool,
    /// Numbers of those that match some.
    pub some: Vec<usize>,
    /// The highlights of both.
    pub marks: BTreeMap<usize, Vec<Range<usize>>>,
    /// Whether a part was written with `+`.
    pub required: bool,
}

/// Every passage against a query.
pub fn scan(tops: &[Top], passages: &[Scanned<'_>]) -> Expected {
    let mut voices: Vec<Vec<String>> = Vec::new();
    let mut restricted = false;
    let (mut filters, mut excluded, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for top in tops {
        match &top.ask {
            Ask::Everything => {}
            Ask::Not(ask) => excluded.push(&**ask),
            ask if ask.is_filter() => {
                if let Some(names) = voices_of(ask) {
                    voices.extend(names);
                    restricted = true;
                }
                filters.push(ask);
            }
            Ask::Word(typed) => parts.extend(
                typed_parts(typed)
                    .into_iter()
                    .map(|typed| (Part::Typed(typed), top.required)),
            ),
            ask => parts.push((Part::Ask(ask), top.required)),
        }
    }
    let voices = restricted.then_some(&voices[..]);
    let mut expected = Expected {
        required: parts.iter().any(|(_, required)| *required),
        ..Expected::default()
    };
    for (number, scanned) in passages.iter().enumerate() {
        let answers = |ask: &&Ask| scanned.find(ask, Scope::Anywhere, voices).is_some();
        if !filters.iter().all(answers) || excluded.iter().any(answers) {
            continue;
        }
        let only_rank = only_rank(&parts, scanned.passage.lang.as_deref());
        let found: Vec<_> = parts
            .iter()
            .map(|(part, _)| match part {
                Part::Ask(ask) => scanned.find(ask, Scope::Anywhere, voices),
                Part::Typed(typed) => scanned.typed(typed, Scope::Anywhere),
            })
            .collect();
        let mut decided = found.iter().zip(&only_rank).filter(|(_, ranks)| !**ranks);
        let in_first = match expected.required {
            true => parts
                .iter()
                .zip(&found)
                .all(|((_, required), found)| !required || found.is_some()),
            false => decided.all(|(found, _)| found.is_some()),
        };
        if in_first {
            expected.all.push(number);
        } else if !expected.required && found.iter().any(Option::is_some) {
            expected.some.push(number);
        } else {
            continue;
        }
        let mut found = marked(found, &only_rank);
        for number in 1..parts.len() {
            let are_words = |part: &Part<'_>| matches!(part, Part::Typed(Typed::Word(_)));
            if are_words(&parts[number - 1].0) && are_words(&parts[number].0) {
                let gaps = gaps(&scanned.passage.text, &found[number - 1], &found[number]);
                found.push(Some(gaps));
            }
        }
        expected.marks.insert(
            number,
            merged(found.into_iter().flatten().flatten().collect()),
        );
    }
    if expected.marks.is_empty()
        && let [(Part::Ask(ask), _)] = &parts[..]
        && let Some(phrases) = quotation(ask)
    {
        let answers = |scanned: &Scanned<'_>| {
            let answers = |ask: &&Ask| scanned.find(ask, Scope::Anywhere, voices).is_some();
            filters.iter().all(answers) && !excluded.iter().any(answers)
        };
        over_borders(&phrases, passages, answers, &mut expected);
    }
    expected
}

/// What is highlighted: what only ranks just where a passage has nothing else.
fn marked(
    found: Vec<Option<Vec<Range<usize>>>>,
    only_rank: &[bool],
) -> Vec<Option<Vec<Range<usize>>>> {
    let has_marks =
        |found: &Option<Vec<Range<usize>>>| found.as_ref().is_some_and(|f| !f.is_empty());
    let mut pairs = found.iter().zip(only_rank);
    let decides = pairs.any(|(found, only_ranks)| !only_ranks && has_marks(found));
    let pairs = found.into_iter().zip(only_rank);
    pairs
        .map(|(found, only_ranks)| found.filter(|_| *only_ranks != decides))
        .collect()
}

/// For each part, whether it only ranks: a function word in a query of three or more parts, if
/// another part remains.
fn only_rank(parts: &[(Part<'_>, bool)], lang: Option<&str>) -> Vec<bool> {
    let is_function_word = |(part, required): &(Part<'_>, bool)| match part {
        Part::Typed(Typed::Word(word)) => {
            !required && is_function_word(&fold(word), Stemming::of(lang))
        }
        _ => false,
    };
    let found: Vec<bool> = parts.iter().map(is_function_word).collect();
    let none = parts.len() < 3 || found.iter().all(|only_ranks| *only_ranks);
    found.into_iter().map(|found| found && !none).collect()
}

/// The phrases of a quotation of at least three words.
fn quotation(ask: &Ask) -> Option<Vec<String>> {
    let phrases = match ask {
        Ask::Phrase(phrase) => vec![phrase.clone()],
        Ask::Elided(phrases) => phrases.clone(),
        _ => return None,
    };
    (word_count(&phrases) >= 3).then_some(phrases)
}

/// Adds the passages that hold a quotation only together: two or three that follow each other.
fn over_borders(
    phrases: &[String],
    passages: &[Scanned<'_>],
    answers: impl Fn(&Scanned<'_>) -> bool,
    expected: &mut Expected,
) {
    let mut marks: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for length in [2, 3] {
        for (first, window) in passages.windows(length).enumerate() {
            let run: Vec<&Scanned<'_>> = window.iter().collect();
            let runs_on = window
                .windows(2)
                .all(|pair| follows(pair[0].passage, pair[1].passage));
            if !runs_on || !window.iter().all(&answers) {
                continue;
            }
            for (number, range) in together(phrases, &run).into_iter().flatten() {
                marks.entry(first + number).or_default().push(range);
            }
        }
    }
    expected.together = !marks.is_empty();
    expected.all = marks.keys().copied().collect();
    expected.marks = marks
        .into_iter()
        .map(|(number, marks)| (number, merged(marks)))
        .collect();
}

/// Whether one speaker may go on from a passage to another.
fn follows(one: &Passage, other: &Passage) -> bool {
    one.id.document == other.id.document
        && one.place + 1 == other.place
        && (one.section == other.section && one.section_number == other.section_number)
        && one.kind == other.kind
        && (one.speakers.is_empty()
            || other.speakers.is_empty()
            || one
                .speakers
                .iter()
                .any(|name| other.speakers.contains(name)))
}

/// White space between highlights of two words that are adjacent in the query: it is highlighted
/// with them.
fn gaps(
    text: &str,
    one: &Option<Vec<Range<usize>>>,
    other: &Option<Vec<Range<usize>>>,
) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    for first in one.iter().flatten() {
        for second in other.iter().flatten() {
            if first.end < second.start && text[first.end..second.start].trim().is_empty() {
                gaps.push(first.end..second.start);
            }
        }
    }
    gaps
}

enum Part<'a> {
    Ask(&'a Ask),
    Typed(Typed),
}

fn merged(marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let end = marks.iter().map(|mark| mark.end).max().unwrap_or(0);
    // Bytes that are marked, as runs.
    let mut marked = vec![false; end + 1];
    for mark in marks {
        marked[mark].fill(true);
    }
    let mut runs = Vec::new();
    let mut start = None;
    for (at, marked) in marked.into_iter().enumerate() {
        match (marked, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}
