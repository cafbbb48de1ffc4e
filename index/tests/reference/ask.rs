//! Random queries as trees, and how each is written.

use proptest::prelude::*;

use crate::corpus::{NAMES, SECTIONS, VOCABULARY};

const PREFIXES: &[&str] = &[
    "w", "har", "dredg", "th", "北", "كت", "caf", "it", "b", "hafe", "d", "l'ea", "c", "시", "e",
];
const NEAR_SPELLINGS: &[&str] = &[
    "harbor", "wra", "dregde", "brieg", "caffe", "teh", "كتب", "iss", "lodz", "Berg", "قلا",
    "d'eua", "eamil",
];
const NAME_WORDS: &[&str] = &[
    "anna", "berg", "Holm", "żak", "Zak", "nobody", "Ann", "m", "m berg", "an*", "A* hol*", "*",
    "ż*",
];
const TITLE_WORDS: &[&str] = &["harbour", "works", "har*", "w* berg", "lo*", "*", "北*"];
const DOCS: &[&str] = &[
    "one", "two", "o*", "*.md", "*w*", "one.txt", "part", "ONE", "notes.md", "*",
];
const PATHS: &[&str] = &[
    "one.jsonl",
    "old",
    "old/",
    "*.md",
    "old/*",
    "OLD/notes.md",
    "*one*",
    "notes.md",
    "one",
    "two.jsonl#two",
    "one.jsonl#o*",
    "*#two part",
    "old/**",
    "/old",
    "o*",
];
const KINDS: &[&str] = &["body", "heading", "stage-direction", "caption"];
const LANGS: &[&str] = &["en", "de", "zh", "fr", "ko"];
const DATES: &[&str] = &[
    "2024",
    "2024-03",
    "2024-03-05",
    "2023..2024",
    "2024-02..2024-03-05",
    ">=2024-03",
    "<=2024-03",
    ">2024-03-05",
    "<2024",
    "..2024-03",
    "2024-04..",
    "2023",
];

/// A part of a query.
#[derive(Clone, Debug)]
pub enum Ask {
    /// `*`: every passage.
    Everything,
    Word(String),
    Phrase(String),
    Near(String, u32),
    /// Phrases in this order, each at most 50 words after the last.
    Elided(Vec<String>),
    Prefix(String),
    Fuzzy(String, u8),
    And(Vec<Ask>),
    Or(Vec<Ask>),
    Not(Box<Ask>),
    Said(Box<Ask>),
    Speaker(String),
    Section(String),
    SectionNumber(u32),
    Doc(String),
    Path(String),
    Kind(String),
    Lang(String),
    Date(String),
}

/// A part, filter or exclusion at the top level of a query.
#[derive(Clone, Debug)]
pub struct Top {
    pub ask: Ask,
    /// Written with `+`.
    pub required: bool,
}

impl Ask {
    pub fn is_filter(&self) -> bool {
        match self {
            Ask::And(asks) | Ask::Or(asks) => asks.iter().all(Ask::is_filter),
            Ask::Not(ask) => ask.is_filter(),
            Ask::Speaker(_)
            | Ask::Section(_)
            | Ask::SectionNumber(_)
            | Ask::Doc(_)
            | Ask::Path(_)
            | Ask::Kind(_)
            | Ask::Lang(_)
            | Ask::Date(_) => true,
            _ => false,
        }
    }

    pub fn written(&self) -> String {
        let side_by_side = |asks: &[Ask], joint: &str| {
            let written: Vec<String> = asks.iter().map(Ask::written).collect();
            format!("({})", written.join(joint))
        };
        let value = |name: &str, value: &str| {
            if value.contains(' ') {
                format!("{name}:\"{value}\"")
            } else {
                format!("{name}:{value}")
            }
        };
        match self {
            Ask::Everything => "*".to_owned(),
            Ask::Word(word) => word.clone(),
            Ask::Phrase(words) if words.len() % 2 == 0 => format!("\"{words}\""),
            Ask::Phrase(words) => format!("“{words}”"),
            Ask::Near(words, between) => format!("\"{words}\"~{between}"),
            Ask::Elided(phrases) => format!("\"{}\"", phrases.join(" … ")),
            Ask::Prefix(prefix) => format!("{prefix}*"),
            Ask::Fuzzy(word, 1) => format!("{word}~"),
            Ask::Fuzzy(word, distance) => format!("{word}~{distance}"),
            Ask::And(asks) => side_by_side(asks, " "),
            Ask::Or(asks) => side_by_side(asks, " OR "),
            // Both signs mean the same.
            Ask::Not(ask) if ask.written().len() % 2 == 0 => format!("!{}", ask.written()),
            Ask::Not(ask) => format!("-{}", ask.written()),
            Ask::Said(ask) => format!("said:{}", ask.written()),
            Ask::Speaker(name) => value("speaker", name),
            Ask::Section(words) => value("section", words),
            Ask::SectionNumber(number) => format!("section:{number}"),
            Ask::Doc(pattern) => value("doc", pattern),
            Ask::Path(pattern) => value("path", pattern),
            Ask::Kind(kind) => value("kind", kind),
            Ask::Lang(lang) => value("lang", lang),
            Ask::Date(date) => value("date", date),
        }
    }
}

/// A whole query as it is typed.
pub fn written(tops: &[Top]) -> String {
    let written: Vec<String> = tops
        .iter()
        .map(|top| {
            format!(
                "{}{}",
                if top.required { "+" } else { "" },
                top.ask.written()
            )
        })
        .collect();
    written.join(" ")
}

/// A word of the texts that folding leaves something of.
fn word() -> impl Strategy<Value = String> {
    let words: Vec<&str> = VOCABULARY
        .iter()
        .copied()
        .filter(|word| *word != "ـ")
        .collect();
    prop::sample::select(words).prop_map(str::to_owned)
}

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(VOCABULARY), count).prop_map(|words| words.join(" "))
}

/// Words that are adjacent in most corpora, so that phrases are found.
fn phrase() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => (word(), words(1..3)).prop_map(|(first, rest)| format!("{first} {rest}")),
        1 => word(),
        4 => prop::sample::select(&[
            "that that", "that that that", "it is", "of the", "one of the", "the war",
            "end the war", "don't stop", "北约成员", "北约 成员", "约成", "战 争", "战争 与",
            "the harbour", "Hafen und", "is it is", "five war",
            "Berg's harbour", "the 北约", "成员 war", "U.S. war", "the end of the war",
            "l’eau", "l'eau CO2", "e mail", "1,000 war", "B 52", "harbour the",
        ][..]).prop_map(str::to_owned),
    ]
}

fn leaf() -> impl Strategy<Value = Ask> {
    prop_oneof![
        6 => word().prop_map(Ask::Word),
        4 => phrase().prop_map(Ask::Phrase),
        2 => (phrase(), 0u32..4).prop_map(|(words, between)| Ask::Near(words, between)),
        1 => prop::collection::vec(phrase(), 2..4).prop_map(Ask::Elided),
        2 => prop::sample::select(PREFIXES).prop_map(|prefix| Ask::Prefix(prefix.to_owned())),
        2 => (prop::sample::select(NEAR_SPELLINGS), 1u8..3)
            .prop_map(|(word, distance)| Ask::Fuzzy(word.to_owned(), distance)),
    ]
}

fn filter() -> impl Strategy<Value = Ask> {
    let name = prop::sample::select(NAMES).prop_map(str::to_owned);
    prop_oneof![
        4 => name.prop_map(Ask::Speaker),
        3 => prop::sample::select(NAME_WORDS).prop_map(|name| Ask::Speaker(name.to_owned())),
        2 => prop::sample::select(SECTIONS).prop_map(|title| Ask::Section(title.to_owned())),
        1 => prop::sample::select(TITLE_WORDS).prop_map(|title| Ask::Section(title.to_owned())),
        1 => (0u32..4).prop_map(Ask::SectionNumber),
        2 => prop::sample::select(DOCS).prop_map(|pattern| Ask::Doc(pattern.to_owned())),
        2 => prop::sample::select(PATHS).prop_map(|pattern| Ask::Path(pattern.to_owned())),
        1 => prop::sample::select(KINDS).prop_map(|kind| Ask::Kind(kind.to_owned())),
        2 => prop::sample::select(LANGS).prop_map(|lang| Ask::Lang(lang.to_owned())),
        3 => prop::sample::select(DATES).prop_map(|date| Ask::Date(date.to_owned())),
    ]
}

fn group(inner: impl Strategy<Value = Ask> + Clone + 'static) -> impl Strategy<Value = Ask> {
    prop_oneof![
        prop::collection::vec(inner.clone(), 2..4).prop_map(Ask::Or),
        prop::collection::vec(inner.clone(), 2..3).prop_map(Ask::And),
        (inner.clone(), inner.clone())
            .prop_map(|(with, without)| Ask::And(vec![with, Ask::Not(Box::new(without))])),
        (inner.clone(), inner)
            .prop_map(|(one, other)| Ask::Or(vec![one, Ask::Not(Box::new(other))])),
    ]
}

fn said() -> impl Strategy<Value = Ask> {
    let inner = leaf().prop_recursive(2, 6, 3, group);
    inner.prop_map(|ask| Ask::Said(Box::new(ask)))
}

fn part() -> impl Strategy<Value = Ask> {
    let mixed = prop_oneof![12 => leaf(), 4 => filter(), 2 => said(), 1 => Just(Ask::Everything)];
    prop_oneof![
        6 => leaf(),
        2 => mixed.prop_recursive(3, 10, 3, group),
        2 => said(),
    ]
}

/// A whole query.
pub fn query() -> impl Strategy<Value = Vec<Top>> {
    let top = prop_oneof![
        8 => part().prop_map(|ask| Top { ask, required: false }),
        1 => part().prop_map(|ask| Top { ask, required: true }),
        3 => filter().prop_map(|ask| Top { ask, required: false }),
        1 => any::<bool>().prop_map(|required| Top { ask: Ask::Everything, required }),
        1 => part().prop_map(|ask| Top { ask: Ask::Not(Box::new(ask)), required: false }),
        1 => filter().prop_map(|ask| Top { ask: Ask::Not(Box::new(ask)), required: false }),
        1 => prop::collection::vec(filter(), 2..3)
            .prop_map(|asks| Top { ask: Ask::Or(asks), required: false }),
    ];
    // Queries of many words take a loop of their own in the library (`many_terms`).
    let plain = word().prop_map(|word| Top {
        ask: Ask::Word(word),
        required: false,
    });
    let either = prop::collection::vec(word().prop_map(Ask::Word), 9..20).prop_map(|asks| {
        vec![Top {
            ask: Ask::Or(asks),
            required: false,
        }]
    });
    prop_oneof![
        16 => prop::collection::vec(top, 1..4),
        1 => prop::collection::vec(plain, 9..20),
        1 => either,
    ]
}
