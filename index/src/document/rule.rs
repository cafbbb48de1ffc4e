//! The rules that decide who says a part of a paragraph.
//!
//! One table gives each rule its name, its description and an example. The stored name, the output
//! of `why`, the table in `attribution/README.md` and the test of the examples all come from it.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The rule that decided who says something.
///
/// Serialized as its [name](Rule::name).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rule {
    /// A label opens the turn.
    Label,
    /// The format marks the speaker.
    Voice,
    /// A field of the record names the speaker.
    Record,
    /// The front matter names the only speaker.
    FrontMatter,
    /// The guest answers in an interview.
    Interview,
    /// The user states who speaks.
    Stated,
    /// A quotation, then the report.
    QuoteSaid,
    /// A clause without quotation marks, then the report.
    ClauseSaid,
    /// The report, then "that" and a clause.
    SaidThat,
    /// The report, then a clause without "that".
    SaidClause,
    /// The report, then a quotation.
    SaidQuote,
    /// The report, then a colon and words without quotation marks.
    SaidColon,
    /// "spoke of", "talked about", and their object.
    SaidAbout,
    /// The report interrupts what it reports.
    Split,
    /// "according to".
    AccordingTo,
    /// "As ... reported, ...".
    AsSaid,
    /// A question whose asker the text leaves out.
    Asked,
    /// A name and a colon without a reporting verb, then a quotation.
    Colon,
    /// A report, then a quotation in a sentence or paragraph of its own.
    Announced,
    /// A quotation with a signature in the paragraph after it.
    Signed,
    /// Another quotation in the same paragraph.
    Continued,
    /// The quotation before it, in the paragraph above, was left open.
    Reopened,
    /// The paragraph above ends with a quotation.
    ContinuedParagraph,
    /// The paragraph above reports a person.
    Follows,
    /// A quotation without a speaker.
    #[default]
    NoSource,
    /// Quoted words inside a reported clause.
    WordsWithin,
}

/// A text in which a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// A file name that tells the format of the text.
    pub file: &'static str,
    /// The text, with square brackets around the words that the rule attributes.
    pub text: &'static str,
    /// The speaker. `None` if this rule never names one.
    pub speaker: Option<&'static str>,
    /// The `documents.toml` that states facts about it; empty for all rules but one.
    pub documents: &'static str,
}

/// What is stated about the example of [`Rule::Stated`].
const STATED: &str = "[[documents]]\npath = \"talk.txt\"\nspeaker = \"Anna Berg\"\n";

impl Rule {
    /// Every rule: those of the formats first, then those of prose.
    pub fn all() -> impl Iterator<Item = Rule> {
        ENTRIES.iter().map(|entry| entry.rule)
    }

    /// Its name in stored indexes and in output: "said-that".
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it looks for, as a phrase without a full stop.
    pub fn description(self) -> &'static str {
        self.entry().description
    }

    /// A short text in which it decides.
    pub fn example(self) -> Example {
        let entry = self.entry();
        Example {
            file: entry.file,
            text: entry.text,
            speaker: entry.speaker,
            documents: match self {
                Rule::Stated => STATED,
                _ => "",
            },
        }
    }

    /// The rule with that name. `None` if there is none.
    pub fn from_name(name: &str) -> Option<Rule> {
        ENTRIES
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| entry.rule)
    }

    fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Rule, D::Error> {
        let name = String::deserialize(deserializer)?;
        Rule::from_name(&name).ok_or_else(|| D::Error::custom(format!("no rule \"{name}\"")))
    }
}

/// What the table says about one rule.
struct Entry {
    rule: Rule,
    name: &'static str,
    description: &'static str,
    file: &'static str,
    text: &'static str,
    speaker: Option<&'static str>,
}

/// The one table, in the order of the variants, so that a rule is the index of its entry.
static ENTRIES: [Entry; 26] = [
    Entry {
        rule: Rule::Label,
        name: "label",
        description: "a label before the words names the speaker, until the next label or heading",
        file: "hearing.txt",
        text: "Anna Berg: [The ferry to Norhaven stays.]\n\nOtto Holm: Until when?",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Voice,
        name: "voice",
        description: "the file format marks who speaks, as WebVTT does with a voice span",
        file: "radio.vtt",
        text: "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Anna Berg>[The ferry to Norhaven stays.]</v>",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Record,
        name: "record",
        description: "a field of the record, such as \"speaker\", names the speaker",
        file: "log.jsonl",
        text: "{\"speaker\": \"Anna Berg\", \"text\": \"[The ferry to Norhaven stays.]\"}",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::FrontMatter,
        name: "front-matter",
        description: "the front matter names one speaker, who says everything without a label",
        file: "talk.md",
        text: "---\nspeaker: Anna Berg\n---\n\n[The ferry to Norhaven stays.]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Interview,
        name: "interview",
        description: "an interview names one guest, who answers the questions",
        file: "talk.md",
        text: "# An hour with Anna Berg\n\nAnna Berg builds ships.\n\n**Why ships?**\n\n[They \
               float to Norhaven, as a rule.]\n\n**And why here?**\n\nIt is home.",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Stated,
        name: "stated",
        description: "`documents.toml` or `--facts` states the speaker of what has no label, or \
            who has the role in a label",
        file: "talk.txt",
        text: "[The ferry to Norhaven stays.]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::QuoteSaid,
        name: "quote-said",
        description: "the reporting verb and its subject follow a quotation",
        file: "story.txt",
        text: "[\"The ferry stays,\"] said Anna Berg, the mayor of Norhaven.",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::ClauseSaid,
        name: "clause-said",
        description: "the reporting verb and its subject follow a clause without quotation marks",
        file: "story.txt",
        text: "[The ferry to Norhaven stays], Anna Berg said.",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::SaidThat,
        name: "said-that",
        description: "the reporting verb introduces a clause with \"that\"",
        file: "story.txt",
        text: "Anna Berg said on Monday that [the ferry to Norhaven stays].",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::SaidClause,
        name: "said-clause",
        description: "the reporting verb introduces a clause without \"that\"",
        file: "story.txt",
        text: "Anna Berg said [the ferry to Norhaven stays].",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::SaidQuote,
        name: "said-quote",
        description: "the reporting verb introduces a quotation",
        file: "story.txt",
        text: "Anna Berg told the council of Norhaven, [\"The ferry stays.\"]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::SaidColon,
        name: "said-colon",
        description: "the reporting verb and a colon introduce words without quotation marks",
        file: "story.txt",
        text: "Anna Berg said: [the ferry to Norhaven stays].",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::SaidAbout,
        name: "said-about",
        description: "a verb such as \"spoke of\" or \"pointed to\" introduces what it is about",
        file: "story.txt",
        text: "Anna Berg spoke of [a ferry that nobody in Norhaven pays for].",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Split,
        name: "split",
        description: "the reporting verb and its subject interrupt the words that they report",
        file: "story.txt",
        text: "The ferry, Anna Berg said, [would stay in Norhaven].",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::AccordingTo,
        name: "according-to",
        description: "\"according to\" names the source of a clause",
        file: "story.txt",
        text: "[The ferry to Norhaven will stay], according to Anna Berg, a captain.",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::AsSaid,
        name: "as-said",
        description: "a clause with \"as\" and a reporting verb opens the sentence",
        file: "story.txt",
        text: "As Anna Berg reported, [the ferry to Norhaven stays].",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Asked,
        name: "asked",
        description: "somebody is asked a question, and the text leaves out who asks",
        file: "story.txt",
        text: "Asked [whether the ferry to Norhaven stays], Anna Berg smiled.",
        speaker: None,
    },
    Entry {
        rule: Rule::Colon,
        name: "colon",
        description: "a source and a colon, without a reporting verb, introduce a quotation",
        file: "story.txt",
        text: "A word from Anna Berg: [\"The ferry to Norhaven stays, and nobody pays.\"]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Announced,
        name: "announced",
        description: "the sentence before a quotation ends by announcing it, often with a colon",
        file: "story.txt",
        text: "Anna Berg wrote to the council of Norhaven:\n\n[\"The ferry stays.\"]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Signed,
        name: "signed",
        description: "the paragraph after a quotation is a dash and the name of its speaker",
        file: "story.txt",
        text: "[\"We sail to Norhaven in May, and nobody stays.\"]\n\n- Anna Berg, mayor",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Continued,
        name: "continued",
        description: "the speaker of another quotation in the paragraph speaks here, too",
        file: "story.txt",
        text: "\"The ferry stays,\" Anna Berg said. [\"Norhaven needs it.\"]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Reopened,
        name: "reopened",
        description: "the quotation above was left open, and this paragraph opens it again",
        file: "story.txt",
        text: "Anna Berg said, \"The ferry stays.\n\n[\"And Norhaven pays for it.\"]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::ContinuedParagraph,
        name: "continued-paragraph",
        description: "the speaker at the end of the paragraph above goes on",
        file: "story.txt",
        text: "\"It stays,\" Anna Berg said. \"Norhaven needs it.\"\n\n[\"And it will pay.\"]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::Follows,
        name: "follows",
        description: "the person who was reported last goes on in a paragraph of quotations",
        file: "story.txt",
        text: "Anna Berg said that the ferry stays.\n\n[\"Norhaven will pay for it.\"]",
        speaker: Some("Anna Berg"),
    },
    Entry {
        rule: Rule::NoSource,
        name: "no-source",
        description: "nothing near the quotation shows who says it",
        file: "story.txt",
        text: "[\"The ferry to Norhaven stays, and nobody will pay for it.\"]",
        speaker: None,
    },
    Entry {
        rule: Rule::WordsWithin,
        name: "words-within",
        description: "the words are quoted inside a reported clause",
        file: "story.txt",
        text: "Anna Berg said the ferry to Norhaven was [\"a wreck\"] in all but name.",
        speaker: Some("Anna Berg"),
    },
];

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn each_rule_has_one_entry_and_one_name() {
        for rule in Rule::all() {
            assert_eq!(rule.entry().rule, rule);
            assert_eq!(Rule::from_name(rule.name()), Some(rule));
        }
        assert_eq!(Rule::from_name("said"), None);
    }

    #[test]
    fn a_rule_is_serialized_as_its_name() {
        let json = serde_json::to_string(&Rule::SaidThat).expect("json");
        assert_eq!(json, "\"said-that\"");
        let read: Rule = serde_json::from_str(&json).expect("a rule");
        assert_eq!(read, Rule::SaidThat);
        assert!(serde_json::from_str::<Rule>("\"said\"").is_err());
    }
}
