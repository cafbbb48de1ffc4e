//! What the differences between a quotation and its source are about: negations, numbers, dates,
//! names, quantities, modal verbs, fillers; and what an ellipsis hides.
//!
//! A flag is raised by the words that differ, never by how many they are.

use crate::verify::denial::is_opposite;
use crate::verify::edits::{Change, Reading};
use crate::verify::languages::Language;
use crate::verify::number::is_number_word;
use crate::verify::report::{EditKind, Flags, MarkKind};

/// Words that an ellipsis may hide before its sides are far from each other: about three sentences.
const NEAR_WORDS: usize = crate::query::elided::MAX_HIDDEN;

/// A word beside a difference.
#[derive(Clone, Copy, Debug)]
pub(super) struct ComparedWord<'w> {
    /// As written.
    pub written: &'w str,
    /// Folded.
    pub folded: &'w str,
    /// What is written before it, from the word before, and after it, to the word after.
    pub before: &'w str,
    pub after: &'w str,
    /// The folded word after it.
    pub next: &'w str,
    /// Whether it is the first word of a text or behind the end of a sentence.
    pub is_first: bool,
}

/// Both sides of a difference.
#[derive(Debug, Default)]
pub(super) struct Sides<'w> {
    pub quote: Vec<ComparedWord<'w>>,
    pub source: Vec<ComparedWord<'w>>,
    /// The source's words around those of the difference, for repeated words.
    pub source_before: Option<&'w str>,
    pub source_after: Option<&'w str>,
}

/// What is known of the texts that are compared.
#[derive(Clone, Copy)]
pub(super) struct Texts {
    pub language: &'static Language,
    /// Whether capital letters tell names from other words.
    pub has_case: bool,
}

/// The flags of a reading. `sides` gives the words of a change, `hidden` those of the source that
/// an ellipsis or a bracket takes the place of.
pub(super) fn flags<'w>(
    reading: &Reading,
    texts: Texts,
    sides: impl Fn(&Change) -> Sides<'w>,
    hidden: impl Fn(std::ops::Range<usize>) -> Vec<&'w str>,
) -> Flags {
    let mut flags = Flags::empty();
    let mut is_cleaned = !reading.changes.is_empty();
    for change in &reading.changes {
        let sides = sides(change);
        is_cleaned &= change.kind == EditKind::Omit && is_filler(&sides, texts.language);
        if change.kind == EditKind::Move {
            flags |= Flags::ORDER;
        } else {
            flags |= difference(&sides, texts);
        }
    }
    if is_cleaned {
        flags |= Flags::CLEANED;
    }
    for mark in &reading.marks {
        if mark.kind == MarkKind::Note {
            continue;
        }
        let words = hidden(mark.words.clone());
        let denies = |word: &&str| texts.language.is_negation(word);
        let restricts = |word: &&str| texts.language.conditions.contains(word);
        // A negation that a bracket takes away is an edit.
        let is_ellipsis = mark.kind == MarkKind::Ellipsis;
        if is_ellipsis && words.iter().any(|word| denies(word) || restricts(word)) {
            flags |= Flags::HIDES_NEGATION;
        }
        if is_ellipsis && words.len() > NEAR_WORDS {
            flags |= Flags::FAR;
        }
    }
    flags
}

/// What a difference is about.
fn difference(sides: &Sides<'_>, texts: Texts) -> Flags {
    let language = texts.language;
    let mut flags = Flags::empty();
    let quote = || sides.quote.iter();
    let source = || sides.source.iter();
    let denials = |words: &[ComparedWord<'_>]| {
        let words = words.iter();
        words
            .filter(|word| language.is_negation(word.folded))
            .count()
    };
    // Letters in brackets: "[un]able".
    let reverses = |word: &ComparedWord<'_>| {
        word.written.contains('[') && source().any(|other| is_opposite(word.folded, other.folded))
    };
    if denials(&sides.quote) != denials(&sides.source) || quote().any(reverses) {
        flags |= Flags::NEGATION;
    }
    let differs = |of: &dyn Fn(&ComparedWord<'_>) -> Option<String>| {
        let sorted = |words: &[ComparedWord<'_>]| {
            let mut found: Vec<String> = words.iter().filter_map(of).collect();
            found.sort_unstable();
            found
        };
        sorted(&sides.quote) != sorted(&sides.source)
    };
    let modal = |word: &ComparedWord<'_>| {
        let base = base_verb(word.folded, language);
        let is_modal = language.modals.contains(&base) && !is_date(word, language);
        is_modal.then_some(base)
    };
    if differs(&modal) {
        flags |= Flags::MODAL;
    }
    let kept = |keep: bool, word: &ComparedWord<'_>| keep.then(|| word.folded.to_owned());
    let quantity = |word: &ComparedWord<'_>| kept(is_quantity(word, language), word);
    if differs(&quantity) {
        flags |= Flags::QUANTITY;
    }
    // A year is another year; beside any other number it is one.
    let years = |words: &[ComparedWord<'_>]| words.iter().filter(|word| is_year(word)).count();
    let has_years = years(&sides.quote) == years(&sides.source);
    let is_of_date =
        |word: &ComparedWord<'_>| is_date(word, language) || (has_years && is_year(word));
    let date = |word: &ComparedWord<'_>| kept(is_of_date(word), word);
    let number = |word: &ComparedWord<'_>| {
        let is_number = is_number_word(word.folded, language);
        kept(is_number && !is_of_date(word), word)
    };
    if differs(&date) {
        flags |= Flags::DATE;
    }
    if differs(&number) {
        flags |= Flags::NUMBER;
    }
    let name = |word: &ComparedWord<'_>| kept(is_name(word, language), word);
    let has_name = quote().chain(source()).any(|word| is_name(word, language));
    if texts.has_case && has_name && differs(&name) {
        flags |= Flags::NAME;
    }
    flags
}

/// A negation counts as such, not as a quantity.
fn is_quantity(word: &ComparedWord<'_>, language: &Language) -> bool {
    language.quantities.contains(word.folded) && !language.is_negation(word.folded)
}

/// A verb without what contracts it: "can" of "can't", "will" of "we'll".
fn base_verb(word: &str, language: &Language) -> String {
    if !language.is_english() {
        return word.to_owned();
    }
    match word {
        "can't" | "cannot" => "can",
        "won't" => "will",
        "shan't" => "shall",
        word if word.ends_with("'ll") => "will",
        word => word.strip_suffix("n't").unwrap_or(word),
    }
    .to_owned()
}

/// Whether a word is a month, a day, or a day told from today.
fn is_date(word: &ComparedWord<'_>, language: &Language) -> bool {
    // Other words, too, unless they have a capital and a day follows.
    const AMBIGUOUS: [&str; 3] = ["august", "march", "may"];
    if !language.dates.contains(word.folded) {
        return false;
    }
    if !language.is_english() || !AMBIGUOUS.contains(&word.folded) {
        return true;
    }
    let is_capital = word.written.starts_with(char::is_uppercase);
    let follows = word.next == "of" || word.next.starts_with(|c: char| c.is_ascii_digit());
    is_capital && (!word.is_first || follows)
}

/// Whether a word is a year, or a decade such as "1990s".
fn is_year(word: &ComparedWord<'_>) -> bool {
    let year = word.folded.strip_suffix('s').unwrap_or(word.folded);
    year.len() == 4
        && matches!(year.as_bytes(), [b'1', b'1'..=b'9', ..] | [b'2', b'0', ..])
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && word.written.starts_with(year)
}

/// Whether a word is written as a name: with a capital where other words have none.
fn is_name(word: &ComparedWord<'_>, language: &Language) -> bool {
    let mut letters = word.written.chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase);
    is_capital
        && letters
            .next()
            .is_some_and(|c| c.is_alphabetic() || c == '.')
        && !word.is_first
        && !is_date(word, language)
        && !(language.is_english() && is_pronoun(word.folded))
}

/// The English pronoun with a capital, contracted.
fn is_pronoun(word: &str) -> bool {
    matches!(word, "i'm" | "i've" | "i'll" | "i'd")
}

/// Whether what was left out means nothing: a filler, or a word said twice with a pause.
fn is_filler(sides: &Sides<'_>, language: &Language) -> bool {
    let words: Vec<&str> = sides.source.iter().map(|word| word.folded).collect();
    let (Some(first), Some(last)) = (sides.source.first(), sides.source.last()) else {
        return false;
    };
    let is_mark = |text: &str| text.contains([',', '\u{2013}', '\u{2014}', '-']);
    let (before, after) = (is_mark(first.before), is_mark(last.after));
    let is_repeated = words.len() == 1
        && ((before && sides.source_before == Some(words[0]))
            || (after && sides.source_after == Some(words[0])));
    if is_repeated {
        return true;
    }
    let mut rest = &words[..];
    while !rest.is_empty() {
        let longest = rest.len().min(MAX_FILLER_WORDS);
        let found = (1..=longest).rev().find(|count| {
            let phrase = rest[..*count].join(" ");
            // "like" between commas is a filler, before a name it is none.
            let is_apart = (before && after) || (*count > 1 && (before || after));
            language.fillers.contains(&phrase)
                && (is_apart || !language.fillers_beside_comma.contains(&phrase))
        });
        match found {
            Some(count) => rest = &rest[count..],
            None => return false,
        }
    }
    true
}

/// Words of the longest filler.
const MAX_FILLER_WORDS: usize = 3;
