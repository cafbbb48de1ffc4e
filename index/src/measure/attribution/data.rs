//! Annotated documents and predictions, in the one form that both have in files.
//!
//! JSON, one document a line: `{"id", "paragraphs": [..], "quotes": [{"paragraph", "start", "end",
//! ..}]}`. Offsets are Unicode scalar values of the paragraph, not bytes.

use serde::{Deserialize, Serialize};

use crate::document::Utterance;
use crate::document::rule::Rule;

/// A document with its true quotations.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Its identifier; predictions carry the same.
    pub id: String,
    /// Its language, an ISO 639-1 code. Absent: English.
    #[serde(default)]
    pub lang: Option<String>,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<String>,
    /// What is said in it.
    #[serde(default)]
    pub quotes: Vec<GoldQuote>,
}

/// A true quotation.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldQuote {
    /// Index of its paragraph.
    pub paragraph: usize,
    /// First scalar value of the content.
    pub start: usize,
    /// Scalar value behind the content.
    pub end: usize,
    /// "direct", "mixed" or "indirect".
    #[serde(default)]
    pub kind: String,
    /// The source as worded; absent if there is none.
    #[serde(default)]
    pub speaker_text: Option<String>,
    /// Who it is.
    #[serde(default)]
    pub speaker_full: Option<String>,
    /// Where that is from; "coref-silver" is automatic and not trusted.
    #[serde(default)]
    pub speaker_full_src: Option<String>,
    /// Other names of the same source.
    #[serde(default)]
    pub speaker_aliases: Option<Vec<String>>,
    /// "named", "pronoun", "org" or "nominal".
    #[serde(default)]
    pub speaker_type: Option<String>,
    /// "person" unless stated.
    #[serde(default)]
    pub entity_type: Option<String>,
    /// A reporting verb is next to it, or it is a direct quotation.
    #[serde(default = "yes")]
    pub speech_cue: bool,
    /// Neither right nor wrong.
    #[serde(default)]
    pub ignore: bool,
}

fn yes() -> bool {
    true
}

/// A document's predicted quotations, in the form of the gold file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Predicted {
    /// The gold document's identifier.
    pub id: String,
    /// What was found.
    pub quotes: Vec<PredictedQuote>,
}

/// A predicted quotation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PredictedQuote {
    /// Index of its paragraph.
    pub paragraph: usize,
    /// First scalar value of the content.
    pub start: usize,
    /// Scalar value behind the content.
    pub end: usize,
    /// The content.
    #[serde(default)]
    pub text: String,
    /// "direct" or "indirect".
    #[serde(default)]
    pub kind: String,
    /// The source as worded.
    #[serde(default)]
    pub speaker_text: Option<String>,
    /// The person.
    #[serde(default)]
    pub speaker_full: Option<String>,
    /// The reporting words.
    #[serde(default)]
    pub cue: Option<String>,
    /// The rule that decided.
    #[serde(default)]
    pub rule: String,
}

impl PredictedQuote {
    pub(super) fn name(&self) -> Option<&str> {
        let given = |name: &Option<String>| name.as_ref().is_some_and(|name| !name.is_empty());
        if given(&self.speaker_full) {
            return self.speaker_full.as_deref();
        }
        self.speaker_text.as_deref().filter(|name| !name.is_empty())
    }
}

/// Reads a gold file. The error names the line.
pub fn read_gold(jsonl: &str) -> Result<Vec<Gold>, GoldError> {
    jsonl
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).map_err(|source| GoldError {
                line: at + 1,
                source,
            })
        })
        .collect()
}

/// A line of a gold file that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is no annotated document")]
pub struct GoldError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    source: serde_json::Error,
}

/// Utterances in the form of the gold file. The quoted words inside a reported clause, relayed
/// words, and the same words by a second speaker are not an item of their own there.
pub fn predictions(id: &str, paragraphs: &[&str], utterances: &[Vec<Utterance>]) -> Predicted {
    let mut quotes = Vec::new();
    for (number, (text, found)) in paragraphs.iter().zip(utterances).enumerate() {
        // Scalar offsets are counted from the utterance before: paragraphs may be long.
        let (mut bytes, mut scalars) = (0, 0);
        let mut last: Option<&Utterance> = None;
        for utterance in found
            .iter()
            .filter(|utterance| utterance.rule != Rule::WordsWithin && !utterance.relayed)
        {
            if last.is_some_and(|last| last.range == utterance.range) {
                continue;
            }
            last = Some(utterance);
            if utterance.range.start < bytes {
                (bytes, scalars) = (0, 0);
            }
            let start = scalars + text[bytes..utterance.range.start].chars().count();
            let content = &text[utterance.range.clone()];
            (bytes, scalars) = (utterance.range.start, start);
            quotes.push(PredictedQuote {
                paragraph: number,
                start,
                end: start + content.chars().count(),
                text: content.to_owned(),
                kind: if utterance.verbatim {
                    "direct"
                } else {
                    "indirect"
                }
                .to_owned(),
                speaker_text: (!utterance.speaker_text.is_empty())
                    .then(|| utterance.speaker_text.clone()),
                speaker_full: utterance.speaker.clone(),
                cue: utterance.cue.clone(),
                rule: utterance.rule.name().to_owned(),
            });
        }
    }
    Predicted {
        id: id.to_owned(),
        quotes,
    }
}

#[cfg(test)]
mod tests {
    use super::read_gold;

    #[test]
    fn a_broken_line_is_named() {
        let error = read_gold("\n{\"id\": 3}").expect_err("the id is a number");
        assert_eq!(error.line, 2);
    }
}
