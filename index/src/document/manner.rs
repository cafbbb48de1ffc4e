//! How a paragraph gives somebody's words: as they were spoken, or reported by whoever wrote it.
//!
//! Only words that were spoken may be quoted as a person's own. A reporter's prose about a person
//! never is, even where it says what the person said. Every output decides by the functions here.
//! Ranges are bytes of the paragraph's text.

use std::ops::Range;

use serde::Serialize;

use crate::document::{Utterance, outermost};

/// How the words of one person, or of the persons of one paragraph, are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "&'static str")]
pub enum Manner {
    /// As they were spoken: in a labelled turn, or inside quotation marks.
    Said,
    /// In the words of whoever reports them.
    Reported,
    /// Some as they were spoken, some reported.
    SaidAndReported,
}

impl Manner {
    /// Its name in output: "said", "reported", "said and reported".
    pub fn name(self) -> &'static str {
        match self {
            Manner::Said => "said",
            Manner::Reported => "reported",
            Manner::SaidAndReported => "said and reported",
        }
    }

    /// The manner of several utterances together. `None` if there is none.
    fn of<'u>(utterances: impl Iterator<Item = &'u Utterance>) -> Option<Manner> {
        utterances.map(Utterance::manner).reduce(|one, other| {
            if one == other {
                one
            } else {
                Manner::SaidAndReported
            }
        })
    }
}

impl From<Manner> for &'static str {
    fn from(manner: Manner) -> &'static str {
        manner.name()
    }
}

impl Utterance {
    /// Whether these are the words as spoken, or a report of them.
    pub fn manner(&self) -> Manner {
        if self.verbatim {
            Manner::Said
        } else {
            Manner::Reported
        }
    }
}

/// How the words of a paragraph's speakers are given, or if nobody in it has a name, those of its
/// unnamed sources. `None` if nobody speaks.
///
/// ```
/// use onrecord_index::document::Paragraph;
/// use onrecord_index::document::manner::{Manner, manner};
/// let turn = Paragraph::spoken(0, "Anna Berg", "The harbour is full.");
/// assert_eq!(manner(&turn.utterances), Some(Manner::Said));
/// ```
pub fn manner(utterances: &[Utterance]) -> Option<Manner> {
    let outermost = || outermost(utterances);
    let of_persons = Manner::of(outermost().filter(|utterance| utterance.speaker.is_some()));
    of_persons.or_else(|| Manner::of(outermost()))
}

/// What one person says in a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Voice<'p> {
    /// The person.
    pub speaker: &'p str,
    /// The words as spoken, in order.
    pub said: Vec<Range<usize>>,
    /// The parts of the text that report the person, in order.
    pub reported: Vec<Range<usize>>,
    /// Whether every word of the paragraph is the person's own, so that all of it is a quotation.
    pub is_all: bool,
}

impl Voice<'_> {
    /// How the person's words are given.
    pub fn manner(&self) -> Manner {
        match (self.said.is_empty(), self.reported.is_empty()) {
            (false, true) => Manner::Said,
            (true, _) => Manner::Reported,
            (false, false) => Manner::SaidAndReported,
        }
    }
}

/// The persons who speak in a paragraph with this text, in order of appearance, each with what they
/// say. They are those of [`speakers_of`](crate::document::speakers_of).
pub fn voices<'p>(text: &str, utterances: &'p [Utterance]) -> Vec<Voice<'p>> {
    let mut voices: Vec<Voice<'p>> = Vec::new();
    for utterance in outermost(utterances) {
        let Some(speaker) = utterance.speaker.as_deref() else {
            continue;
        };
        let known = voices.iter().position(|voice| voice.speaker == speaker);
        let number = known.unwrap_or_else(|| {
            voices.push(Voice {
                speaker,
                said: Vec::new(),
                reported: Vec::new(),
                is_all: false,
            });
            voices.len() - 1
        });
        let range = utterance.range.clone();
        match utterance.manner() {
            Manner::Said => voices[number].said.push(range),
            _ => voices[number].reported.push(range),
        }
    }
    for voice in &mut voices {
        voice.is_all = voice.reported.is_empty() && covers_every_word(text, &voice.said);
    }
    voices
}

/// Whether no letter or digit of the text is outside the ranges.
fn covers_every_word(text: &str, ranges: &[Range<usize>]) -> bool {
    let mut end = 0;
    let has_word = |range: Range<usize>| {
        let between = text.get(range).unwrap_or_default();
        between.contains(char::is_alphanumeric)
    };
    for range in ranges {
        if has_word(end..range.start) {
            return false;
        }
        end = end.max(range.end);
    }
    !ranges.is_empty() && !has_word(end..text.len())
}

#[cfg(test)]
mod tests {
    use super::{manner, voices};
    use crate::document::Utterance;

    /// `expected`: the manner of the paragraph, and of each person with `*` if all is theirs.
    fn check(text: &str, said: &[(&str, Option<&str>, bool)], expected: (Option<&str>, &[&str])) {
        let utterance = |(words, speaker, verbatim): &(&str, Option<&str>, bool)| {
            let start = text.find(words).expect("words of the text");
            Utterance {
                range: start..start + words.len(),
                speaker: speaker.map(str::to_owned),
                verbatim: *verbatim,
                ..Utterance::default()
            }
        };
        let utterances: Vec<Utterance> = said.iter().map(utterance).collect();
        let shown: Vec<String> = voices(text, &utterances)
            .iter()
            .map(|voice| {
                let all = if voice.is_all { "*" } else { "" };
                format!("{} {}{all}", voice.speaker, voice.manner().name())
            })
            .collect();
        let manner = manner(&utterances).map(|manner| manner.name());
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        assert_eq!((manner, &shown[..]), expected);
    }

    #[test]
    fn only_a_text_of_spoken_words_alone_is_a_quotation() {
        let anna = Some("Anna");
        check(
            "It is full.",
            &[("It is full.", anna, true)],
            (Some("said"), &["Anna said*"]),
        );
        check(
            "“It is full.”",
            &[("It is full.", anna, true)],
            (Some("said"), &["Anna said*"]),
        );
        check(
            "“It is full,” Anna said.",
            &[("It is full,", anna, true)],
            (Some("said"), &["Anna said"]),
        );
        check(
            "Anna said it was full.",
            &[("it was full.", anna, false)],
            (Some("reported"), &["Anna reported"]),
        );
        check("No.", &[], (None, &[]));
    }

    #[test]
    fn each_person_has_a_manner() {
        let (anna, karl) = (Some("Anna"), Some("Karl"));
        check(
            "“Full,” Anna said, and Karl said it was not.",
            &[("Full,", anna, true), ("it was not.", karl, false)],
            (Some("said and reported"), &["Anna said", "Karl reported"]),
        );
        // The words of somebody without a name are not those of the person who is reported.
        check(
            "Anna said it was full. “No,” said a pilot.",
            &[("it was full.", anna, false), ("No,", None, true)],
            (Some("reported"), &["Anna reported"]),
        );
        check(
            "“No,” said a pilot.",
            &[("No,", None, true)],
            (Some("said"), &[]),
        );
        // Anna repeats what Karl said.
        check(
            "Karl said no to me.",
            &[("Karl said no to me.", anna, true), ("no", karl, false)],
            (Some("said"), &["Anna said*"]),
        );
    }
}
