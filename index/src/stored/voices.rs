//! The stored form of a passage's utterances.

use serde::{Deserialize, Serialize};

use crate::document::rule::Rule;
use crate::document::{Source, Utterance};
use crate::error::Result;
use crate::hit::Passage;
use crate::stored::damaged::damaged;
use crate::stored::words::{Words, WordsReader};

/// Who utters which part of a passage.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Voices {
    /// The first speaker utters the whole text. The name of the rule that tells.
    Whole(usize),
    Listed(Vec<StoredUtterance>),
}

impl Voices {
    pub(super) fn new(passage: &Passage, words: &mut Words) -> Voices {
        if let [utterance] = &passage.utterances[..]
            && let [speaker, ..] = &passage.speakers[..]
            && utterance.range == (0..passage.text.len())
            && utterance.speaker.as_ref() == Some(speaker)
            && utterance.speaker_text == *speaker
            && utterance.source == Source::Person
            && utterance.verbatim
            && utterance.cue.is_none()
        {
            return Voices::Whole(words.add(utterance.rule.name()));
        }
        let listed = passage.utterances.iter();
        let new = |utterance| StoredUtterance::new(utterance, &passage.speakers, words);
        Voices::Listed(listed.map(new).collect())
    }
}

pub(super) fn whole(text: &str, speaker: &str, rule: Rule) -> Utterance {
    Utterance {
        range: 0..text.len(),
        speaker: Some(speaker.to_owned()),
        speaker_text: speaker.to_owned(),
        source: Source::Person,
        verbatim: true,
        cue: None,
        rule,
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredUtterance {
    start: usize,
    length: usize,
    speaker: Voice,
    /// `None`: the speaker's name.
    speaker_text: Option<usize>,
    source: Source,
    verbatim: bool,
    cue: Option<usize>,
    rule: usize,
}

/// Who utters it.
#[derive(Debug, Serialize, Deserialize)]
enum Voice {
    Nobody,
    /// The passage's speaker of this number.
    Speaker(usize),
    /// Somebody quoted inside another's words.
    Other(usize),
}

impl StoredUtterance {
    fn new(utterance: &Utterance, speakers: &[String], words: &mut Words) -> StoredUtterance {
        let range = &utterance.range;
        let speaker = match &utterance.speaker {
            None => Voice::Nobody,
            Some(name) => match speakers.iter().position(|speaker| speaker == name) {
                Some(number) => Voice::Speaker(number),
                None => Voice::Other(words.add(name)),
            },
        };
        let same = utterance.speaker.as_ref() == Some(&utterance.speaker_text);
        StoredUtterance {
            start: range.start,
            length: range.end.saturating_sub(range.start),
            speaker,
            speaker_text: (!same).then(|| words.add(&utterance.speaker_text)),
            source: utterance.source,
            verbatim: utterance.verbatim,
            cue: utterance.cue.as_deref().map(|cue| words.add(cue)),
            rule: words.add(utterance.rule.name()),
        }
    }

    pub(super) fn read(
        &self,
        speakers: &[String],
        words: &mut WordsReader<'_>,
    ) -> Result<Utterance> {
        let speaker =
            match self.speaker {
                Voice::Nobody => None,
                Voice::Speaker(number) => Some(speakers.get(number).cloned().ok_or_else(|| {
                    damaged("an utterance of a speaker who is not in it".to_owned())
                })?),
                Voice::Other(length) => Some(words.next(length)?.to_owned()),
            };
        let speaker_text = match (self.speaker_text, &speaker) {
            (Some(length), _) => words.next(length)?.to_owned(),
            (None, Some(name)) => name.clone(),
            (None, None) => String::new(),
        };
        let cue = self.cue.map(|length| words.next(length)).transpose()?;
        Ok(Utterance {
            range: self.start..self.start.saturating_add(self.length),
            speaker,
            speaker_text,
            source: self.source,
            verbatim: self.verbatim,
            cue: cue.map(str::to_owned),
            rule: rule_named(words.next(self.rule)?)?,
        })
    }
}

/// The rule with a stored name.
pub(super) fn rule_named(name: &str) -> Result<Rule> {
    Rule::from_name(name).ok_or_else(|| damaged(format!("an unknown rule \"{name}\"")))
}

#[cfg(test)]
mod tests {
    use super::rule_named;

    #[test]
    fn an_unknown_rule_is_damage() {
        assert!(rule_named("said-that").is_ok());
        assert!(rule_named("said").is_err());
    }
}
