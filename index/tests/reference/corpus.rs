//! Small sources that hold everything a query can meet.

use proptest::prelude::*;

/// Words of the texts and the queries: few, so that they meet.
pub const VOCABULARY: &[&str] = &[
    "the",
    "of",
    "and",
    "that",
    "it",
    "is",
    "end",
    "one",
    "don't",
    "don’t",
    "stop",
    "war",
    "wars",
    "War's",
    "war",
    "the",
    "Berg’s",
    "Berg",
    "harbour",
    "harbours",
    "dredge",
    "dredging",
    "dredged",
    "U.S.",
    "AT&T",
    "café",
    "cafe\u{301}",
    "10:30",
    "1,000",
    "北约成员",
    "北约",
    "战",
    "战争",
    "成员国",
    "แล้ว",
    "ไทย",
    "كتاب",
    "كُتُب",
    "قال",
    "co\u{ad}operate",
    "ﬁve",
    "five",
    "Straße",
    "Hafen",
    "Häfen",
    "Krieg",
    "Kriege",
    "und",
    "ـ",
    "Łódź",
    "136次",
    "Trump-Putin",
    "that",
    "l'eau",
    "l’eau",
    "eau",
    "d'ici",
    "D'Angelo",
    "CO₂",
    "CO2",
    "km²",
    "harbour¹",
    "1000",
    "C++",
    "C",
    ".NET",
    "net",
    "کتاب",
    "시장은",
    "시장",
    "क़लम",
    "कलम",
    "Ph.D.",
    "PhD",
    "e-mail",
    "email",
    "emails",
    "B-52",
    "B52",
    "١٠٠٠",
];

/// Some may be one person: that depends on which of them an index holds.
pub const NAMES: &[&str] = &[
    "Anna Berg",
    "Karl Holm",
    "Anna Holm",
    "Łukasz Żak",
    "Berg",
    "Anna M. Berg",
    "Lukasz Zak",
];

pub const SECTIONS: &[&str] = &["Harbour works", "Berg and war", "Item 2", "Łódź 北约"];

/// A source and what it holds. A later one of the same name replaces an earlier one.
#[derive(Clone, Debug)]
pub struct File {
    pub name: &'static str,
    pub paragraphs: Vec<Paragraph>,
}

#[derive(Clone, Debug)]
pub struct Paragraph {
    pub text: String,
    pub doc: &'static str,
    pub lang: &'static str,
    pub speakers: Vec<&'static str>,
    pub section: Vec<&'static str>,
    pub date: &'static str,
    pub title: String,
}

impl File {
    /// The source as its format writes it.
    pub fn bytes(&self) -> Vec<u8> {
        let lines: Vec<String> = self
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.line(self.name))
            .collect();
        lines.join("\n").into_bytes()
    }
}

impl Paragraph {
    fn line(&self, file: &str) -> String {
        if file.ends_with(".jsonl") {
            return serde_json::json!({
                "doc": self.doc, "lang": self.lang, "speakers": self.speakers, "section": self.section,
                "date": self.date, "title": self.title, "text": self.text,
            })
            .to_string();
        }
        let heading = match (file.ends_with(".md"), self.section.first()) {
            (true, Some(title)) => format!("# {title}\n\n"),
            _ => String::new(),
        };
        let label = match &self.speakers[..] {
            [only] if file.ends_with(".md") => format!("**{only}:** "),
            _ => String::new(),
        };
        format!("{heading}{label}{}\n", self.text)
    }
}

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(VOCABULARY), count).prop_map(|words| words.join(" "))
}

fn text() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(NAMES);
    prop_oneof![
        40 => words(1..9).prop_map(|words| format!("{words}.")),
        10 => prop::sample::select(&[
            "That that that is it is one of the war.", "End the war and don’t stop: end of the war!", "在北约成员国战争与和平",
            "北约 成员, 战 争", "The harbour (the HARBOUR) — Berg’s harbour", "Der Hafen und die Häfen, Krieg und Kriege",
        ][..]).prop_map(str::to_owned),
        10 => (words(1..5), name(), words(1..4)).prop_map(|(said, name, rest)| format!("“{said},” {name} said. {rest}.")),
        10 => (words(1..4), name(), words(1..4), name())
            .prop_map(|(one, first, other, second)| format!("“{one},” said {first}. “{other},” said {second}.")),
        5 => (words(1..4), words(1..4), name()).prop_map(|(one, other, name)| format!("“{one},” {name} said, “{other}.”")),
        5 => (words(2..6), name()).prop_map(|(words, name)| format!("{name} said that {words}.")),
        2 => Just("(the war)".to_owned()),
        1 => words(3..9).prop_map(|words| format!("The {words}. ").repeat(1 + 4_200 / (words.len() + 6)).trim_end().to_owned()),
    ]
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let speakers = prop_oneof![
        6 => Just(Vec::new()),
        4 => prop::sample::select(NAMES).prop_map(|name| vec![name]),
        1 => Just(vec!["Anna Berg", "Karl Holm"]),
        1 => Just(vec!["Anna Berg", "Anna M. Berg"]),
    ];
    let section = prop_oneof![
        2 => Just(Vec::new()),
        3 => prop::sample::select(SECTIONS).prop_map(|title| vec![title]),
        1 => (prop::sample::select(SECTIONS), prop::sample::select(SECTIONS)).prop_map(|(one, other)| vec![one, other]),
    ];
    let date = prop::sample::select(
        &[
            "",
            "2023",
            "2024",
            "2024-03",
            "2024-03-05",
            "2024-03-06",
            "2024-04-01",
        ][..],
    );
    let title = prop_oneof![4 => Just(String::new()), 1 => words(1..3)];
    let doc = prop::sample::select(&["one", "one", "two", "two part"][..]);
    let lang = prop::sample::select(&["en", "en", "de", "zh", "xx", "fr", "ko", ""][..]);
    (text(), doc, lang, speakers, section, date, title).prop_map(
        |(text, doc, lang, speakers, section, date, title)| Paragraph {
            text,
            doc,
            lang,
            speakers,
            section,
            date,
            title,
        },
    )
}

/// Sources in the order in which they are indexed, each by a commit of its own.
pub fn files() -> impl Strategy<Value = Vec<File>> {
    // Two folders with files of one name.
    let names = [
        "one.jsonl",
        "one.jsonl",
        "two.jsonl",
        "one.txt",
        "notes.md",
        "old/notes.md",
        "old/one.jsonl",
    ];
    let name = prop::sample::select(names.to_vec());
    let file = (name, prop::collection::vec(paragraph(), 0..16))
        .prop_map(|(name, paragraphs)| File { name, paragraphs });
    prop::collection::vec(file, 1..6)
}
