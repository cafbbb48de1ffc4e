//! Words that matter when a quotation differs from its source: negations, modal verbs, quantities,
//! conditions, dates, numbers and fillers, a table for each language.
//!
//! Other languages have empty tables, so that nothing is flagged in them but digits. The lists are
//! in `languages/CODE`, their entries folded. A text in an unknown language is read as English, as
//! stemming does.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::document::Paragraph;
use crate::ingest::lang::detect;
use crate::text::word_list::WordList;

/// The words of one language.
pub(super) struct Language {
    /// ISO 639-1.
    pub code: &'static str,
    /// Words that deny.
    negations: &'static WordList,
    /// Modal verbs.
    pub modals: &'static WordList,
    /// How many, how much, how often.
    pub quantities: &'static WordList,
    /// What restricts a sentence.
    pub conditions: &'static WordList,
    /// Months and days.
    pub dates: &'static WordList,
    /// Words and phrases that mean nothing.
    pub fillers: &'static WordList,
    /// Those of them that mean nothing beside a comma only.
    pub fillers_beside_comma: &'static WordList,
    numbers: &'static WordList,
    units: &'static WordList,
    parsed: &'static OnceLock<Parsed>,
}

/// A word for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NumberWord {
    pub value: u64,
    pub is_ordinal: bool,
}

#[derive(Default)]
struct Parsed {
    numbers: FxHashMap<&'static str, NumberWord>,
    /// The words of each unit, and its sign.
    units: Vec<(Vec<&'static str>, &'static str)>,
}

macro_rules! language {
    ($code:literal, $table:ident) => {
        static $table: Language = {
            macro_rules! list {
                ($name:literal) => {{
                    static LIST: WordList = WordList::new(include_str!(concat!(
                        "languages/",
                        $code,
                        "/",
                        $name,
                        ".txt"
                    )));
                    &LIST
                }};
            }
            static PARSED: OnceLock<Parsed> = OnceLock::new();
            Language {
                code: $code,
                negations: list!("negations"),
                modals: list!("modals"),
                quantities: list!("quantities"),
                conditions: list!("conditions"),
                dates: list!("dates"),
                fillers: list!("fillers"),
                fillers_beside_comma: list!("fillers_beside_comma"),
                numbers: list!("numbers"),
                units: list!("units"),
                parsed: &PARSED,
            }
        };
    };
}

language!("en", ENGLISH);
language!("de", GERMAN);
language!("fr", FRENCH);
language!("es", SPANISH);

static NO_WORDS: WordList = WordList::new("");
static NOTHING_PARSED: OnceLock<Parsed> = OnceLock::new();
static OTHER: Language = Language {
    code: "",
    negations: &NO_WORDS,
    modals: &NO_WORDS,
    quantities: &NO_WORDS,
    conditions: &NO_WORDS,
    dates: &NO_WORDS,
    fillers: &NO_WORDS,
    fillers_beside_comma: &NO_WORDS,
    numbers: &NO_WORDS,
    units: &NO_WORDS,
    parsed: &NOTHING_PARSED,
};

/// The words of the language with this code (ISO 639-1), or of English if it is not known.
pub(super) fn language(code: Option<&str>) -> &'static Language {
    match code {
        None | Some("en") => &ENGLISH,
        Some("de") => &GERMAN,
        Some("fr") => &FRENCH,
        Some("es") => &SPANISH,
        Some(_) => &OTHER,
    }
}

/// The language of a quotation, where that is certain.
pub(super) fn language_of(quote: &str) -> Option<String> {
    // Fewer words show no language.
    const MIN_WORDS: usize = 5;
    // The detector reads no more at first.
    const BYTES: usize = 1 << 10;
    quote.split_whitespace().nth(MIN_WORDS - 1)?;
    let end = quote.floor_char_boundary(quote.len().min(BYTES));
    detect(&[Paragraph::new(0, &quote[..end])])
}

impl Language {
    /// Whether a folded word denies.
    pub fn is_negation(&self, word: &str) -> bool {
        self.negations.contains(word) || (self.is_english() && word.ends_with("n't"))
    }

    /// Whether this is English.
    pub fn is_english(&self) -> bool {
        self.code == "en"
    }

    /// The number that a folded word is.
    pub fn number(&self, word: &str) -> Option<NumberWord> {
        self.parsed().numbers.get(word).copied()
    }

    /// The sign of the unit that folded words begin with, and how many of them it takes.
    pub fn unit(&self, words: &[&str]) -> Option<(&'static str, usize)> {
        let units = &self.parsed().units;
        let (of_unit, sign) = units.iter().find(|(unit, _)| words.starts_with(unit))?;
        Some((sign, of_unit.len()))
    }

    fn parsed(&self) -> &'static Parsed {
        self.parsed.get_or_init(|| {
            let numbers = self.numbers.entries().iter().filter_map(|entry| {
                let mut columns = entry.split(' ');
                let word = columns.next()?;
                let value = columns.next()?.parse().ok()?;
                let is_ordinal = columns.next().is_some();
                Some((word, NumberWord { value, is_ordinal }))
            });
            let units = self.units.entries().iter().filter_map(|entry| {
                let (words, sign) = entry.rsplit_once(' ')?;
                Some((words.split(' ').collect(), sign))
            });
            Parsed {
                numbers: numbers.collect(),
                units: units.collect(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::language;
    use crate::text::fold::fold;

    const CODES: [&str; 4] = ["en", "de", "fr", "es"];

    #[test]
    fn entries_are_folded() {
        for code in CODES {
            let table = language(Some(code));
            for list in [
                table.negations,
                table.modals,
                table.quantities,
                table.conditions,
                table.dates,
                table.fillers,
                table.fillers_beside_comma,
            ] {
                for word in list.entries().iter().flat_map(|entry| entry.split(' ')) {
                    assert_eq!(fold(word), word, "{code}");
                }
            }
        }
    }

    #[test]
    fn every_number_and_unit_is_read() {
        for code in CODES {
            let table = language(Some(code));
            assert_eq!(table.parsed().numbers.len(), table.numbers.entries().len());
            assert_eq!(table.parsed().units.len(), table.units.entries().len());
        }
        assert_eq!(language(Some("fr")).unit(&["pour", "cent"]), Some(("%", 2)));
    }

    #[test]
    fn every_language_denies() {
        for (code, word) in [
            ("en", "don't"),
            ("de", "kein"),
            ("fr", "jamais"),
            ("es", "nunca"),
        ] {
            assert!(language(Some(code)).is_negation(word), "{word}");
        }
        assert!(!language(Some("nl")).is_negation("not"));
        assert!(language(None).is_negation("not"));
    }
}
