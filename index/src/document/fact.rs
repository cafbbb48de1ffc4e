//! What is known of a document as a whole, and where each fact comes from.
//!
//! Plain data. The values are as they are shown: `1861`, `Abraham Lincoln`, `speech`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A fact about a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about.
    pub kind: FactKind,
    /// Its value.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// When it was said or published.
    Date,
    /// The one speaker of everything without a label.
    Speaker,
    /// How text without a label is read; see [`Form`].
    Form,
    /// Its title.
    Title,
    /// The outermost section of all of it.
    Section,
    /// A label that is a role, and who has the role: `President = Bill Clinton`.
    Role,
    /// Its language.
    Lang,
}

/// How text without a label is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// It is the speaker's own words.
    Speech,
    /// It is prose, in which people are quoted.
    Prose,
    /// Nobody speaks it: only labels say who speaks.
    Transcript,
}

/// Where a fact comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The option `--facts`.
    Option,
    /// The entry of `documents.toml` on this line, counted from 1.
    Entry(u32),
    /// The front matter.
    FrontMatter,
    /// A header, an element or metadata of the source.
    Source,
    /// Records of the source.
    Record,
    /// The dateline of a story.
    Dateline,
    /// The name of the file.
    FileName,
    /// The text, as with a language that was detected.
    Text,
}

impl FactKind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [FactKind; 7] = [
        FactKind::Date,
        FactKind::Speaker,
        FactKind::Form,
        FactKind::Title,
        FactKind::Section,
        FactKind::Role,
        FactKind::Lang,
    ];

    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            FactKind::Date => "date",
            FactKind::Speaker => "speaker",
            FactKind::Form => "form",
            FactKind::Title => "title",
            FactKind::Section => "section",
            FactKind::Role => "role",
            FactKind::Lang => "lang",
        }
    }
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 3] = [Form::Speech, Form::Prose, Form::Transcript];

    /// Its name in `documents.toml` and in output.
    pub fn name(self) -> &'static str {
        match self {
            Form::Speech => "speech",
            Form::Prose => "prose",
            Form::Transcript => "transcript",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Option => f.write_str("--facts"),
            Origin::Entry(line) => write!(f, "documents.toml:{line}"),
            Origin::FrontMatter => f.write_str("front matter"),
            Origin::Source => f.write_str("the file"),
            Origin::Record => f.write_str("records"),
            Origin::Dateline => f.write_str("dateline"),
            Origin::FileName => f.write_str("file name"),
            Origin::Text => f.write_str("text"),
        }
    }
}

/// A fact of all documents of a source that state it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceFact {
    /// The fact of the first document; of dates, the earliest.
    pub fact: Fact,
    /// The latest date, if documents differ.
    pub last: Option<String>,
    /// Whether it has other values, or comes from elsewhere, in other documents.
    pub differs: bool,
}

/// Roles that differ from document to document could fill an account. A file states a few.
const MAX_FACTS: usize = 64;

/// Collects the facts of the documents of one source.
#[derive(Clone, Debug, Default)]
pub(crate) struct FactSummary {
    facts: Vec<SourceFact>,
}

impl FactSummary {
    /// Adds the facts of a document.
    pub fn add(&mut self, facts: &[Fact]) {
        for fact in facts {
            // A role is a fact of its own: a document may state several.
            let is_same = |known: &&mut SourceFact| {
                known.fact.kind == fact.kind
                    && (fact.kind != FactKind::Role || known.fact.value == fact.value)
            };
            if let Some(known) = self.facts.iter_mut().find(is_same) {
                known.add(fact);
            } else if self.facts.len() < MAX_FACTS {
                self.facts.push(SourceFact {
                    fact: fact.clone(),
                    last: None,
                    differs: false,
                });
            }
        }
    }

    /// The facts, in the order in which they are shown.
    pub fn finish(mut self) -> Vec<SourceFact> {
        self.facts.sort_by_key(|fact| fact.fact.kind);
        self.facts
    }
}

impl SourceFact {
    fn add(&mut self, fact: &Fact) {
        if self.fact.value == fact.value && self.fact.origin == fact.origin {
            return;
        }
        self.differs = true;
        if fact.kind != FactKind::Date || self.fact.value == fact.value {
            return;
        }
        let last = self.last.take().unwrap_or_else(|| self.fact.value.clone());
        self.last = Some(last.max(fact.value.clone()));
        if fact.value < self.fact.value {
            self.fact.value.clone_from(&fact.value);
        }
    }
}
