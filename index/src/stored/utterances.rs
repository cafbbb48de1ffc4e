//! The stored form of a passage's utterances. Texts are stored as lengths in bytes.
//!
//! The order of fields and variants is the format; see [`head`](crate::stored::head).

use serde::{Deserialize, Serialize};

use crate::document::rule::Rule;
use crate::document::{Source, Utterance};
use crate::error::Result;
use crate::hit::Passage;
use crate::stored::texts::{TextReader, TextWriter, damaged};

/// The utterances of a passage.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum StoredUtterances {
    /// The first speaker utters the whole text verbatim. The length is that of the rule's name.
    Whole(usize),
    Listed(Vec<StoredUtterance>),
}

/// Utterances whose texts have been read.
pub(super) enum ReadUtterances {
    /// See [`StoredUtterances::Whole`].
    Whole(Rule),
    Listed(Vec<Utterance>),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredUtterance {
    start: usize,
    length: usize,
    speaker: StoredSpeaker,
    /// `None` if it is the speaker's name.
    speaker_text: Option<usize>,
    source: Source,
    verbatim: bool,
    cue: Option<usize>,
    rule: usize,
    relayed: bool,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredSpeaker {
    Unknown,
    /// The passage's speaker with this index.
    OfPassage(usize),
    /// Another name: somebody who is quoted inside an utterance.
    Other(usize),
}

impl StoredUtterances {
    /// The utterances of `passage`. Adds their texts to `texts`.
    pub fn new(passage: &Passage, texts: &mut TextWriter) -> StoredUtterances {
        if let [utterance] = &passage.utterances[..]
            && let [speaker, ..] = &passage.speakers[..]
            && *utterance == whole_turn(&passage.text, speaker, utterance.rule)
        {
            return StoredUtterances::Whole(texts.add(utterance.rule.name()));
        }
        let listed = passage.utterances.iter();
        let new = |utterance| StoredUtterance::new(utterance, &passage.speakers, texts);
        StoredUtterances::Listed(listed.map(new).collect())
    }

    /// Reads the texts of the utterances. `speakers` are those of the passage.
    pub fn read(&self, speakers: &[String], texts: &mut TextReader<'_>) -> Result<ReadUtterances> {
        Ok(match self {
            StoredUtterances::Whole(length) => {
                ReadUtterances::Whole(rule_with_name(texts.next(*length)?)?)
            }
            StoredUtterances::Listed(listed) => {
                let utterances = listed.iter().map(|stored| stored.read(speakers, texts));
                ReadUtterances::Listed(utterances.collect::<Result<_>>()?)
            }
        })
    }
}

impl ReadUtterances {
    /// The utterances of a passage with this text and these speakers.
    pub fn in_text(self, text: &str, speakers: &[String]) -> Vec<Utterance> {
        match (self, speakers.first()) {
            (ReadUtterances::Whole(rule), Some(speaker)) => vec![whole_turn(text, speaker, rule)],
            (ReadUtterances::Whole(_), None) => Vec::new(),
            (ReadUtterances::Listed(utterances), _) => utterances,
        }
    }
}

/// The utterance of a speaker who utters the whole text.
fn whole_turn(text: &str, speaker: &str, rule: Rule) -> Utterance {
    Utterance {
        range: 0..text.len(),
        speaker: Some(speaker.to_owned()),
        speaker_text: speaker.to_owned(),
        source: Source::Person,
        verbatim: true,
        cue: None,
        rule,
        relayed: false,
    }
}

impl StoredUtterance {
    fn new(utterance: &Utterance, speakers: &[String], texts: &mut TextWriter) -> StoredUtterance {
        let range = &utterance.range;
        let speaker = match &utterance.speaker {
            None => StoredSpeaker::Unknown,
            Some(name) => match speakers.iter().position(|speaker| speaker == name) {
                Some(index) => StoredSpeaker::OfPassage(index),
                None => StoredSpeaker::Other(texts.add(name)),
            },
        };
        let is_same = utterance.speaker.as_ref() == Some(&utterance.speaker_text);
        StoredUtterance {
            start: range.start,
            length: range.end.saturating_sub(range.start),
            speaker,
            speaker_text: (!is_same).then(|| texts.add(&utterance.speaker_text)),
            source: utterance.source,
            verbatim: utterance.verbatim,
            cue: utterance.cue.as_deref().map(|cue| texts.add(cue)),
            rule: texts.add(utterance.rule.name()),
            relayed: utterance.relayed,
        }
    }

    fn read(&self, speakers: &[String], texts: &mut TextReader<'_>) -> Result<Utterance> {
        let speaker = match self.speaker {
            StoredSpeaker::Unknown => None,
            StoredSpeaker::OfPassage(index) => {
                let speaker = speakers.get(index).cloned();
                Some(speaker.ok_or_else(|| damaged("the speaker of an utterance is missing"))?)
            }
            StoredSpeaker::Other(length) => Some(texts.next(length)?.to_owned()),
        };
        let speaker_text = match (self.speaker_text, &speaker) {
            (Some(length), _) => texts.next(length)?.to_owned(),
            (None, Some(name)) => name.clone(),
            (None, None) => String::new(),
        };
        let cue = self.cue.map(|length| texts.next(length)).transpose()?;
        Ok(Utterance {
            range: self.start..self.start.saturating_add(self.length),
            speaker,
            speaker_text,
            source: self.source,
            verbatim: self.verbatim,
            cue: cue.map(str::to_owned),
            rule: rule_with_name(texts.next(self.rule)?)?,
            relayed: self.relayed,
        })
    }
}

/// The rule with a stored name.
fn rule_with_name(name: &str) -> Result<Rule> {
    Rule::from_name(name).ok_or_else(|| damaged(format!("there is no rule \"{name}\"")))
}

#[cfg(test)]
mod tests {
    use super::rule_with_name;

    #[test]
    fn an_unknown_rule_is_damage() {
        assert!(rule_with_name("said-that").is_ok());
        assert!(rule_with_name("said").is_err());
    }
}
