//! What follows a source behind its verb and describes it: ", the mayor of Lindal,", ", who ...".
//!
//! Positions are tokens of the sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::sentence::apposition::Apposition;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Form;
use crate::attribution::words::scan::Kind;

/// The words behind the sources of a sentence.
pub(crate) struct Description<'a>(pub(crate) Sentence<'a>);

impl Description<'_> {
    /// "said the mayor, Anna Berg, who ...": the name behind the comma, which is the source's.
    pub(crate) fn apposed_name(&self, source: Phrase) -> Option<Head> {
        let Description(sentence) = self;
        let Head::Common(at) = source.head else {
            return None;
        };
        let definite = !sentence.is_any(source.start, &["a", "an", "one"]);
        let office = sentence.has(at, Class::TITLE_OR_ROLE);
        if !definite || !office || !sentence.is_mark(source.end, b',') {
            return None;
        }
        let end = sentence.tokens.len();
        let named = noun::right(sentence.text, sentence.tokens, source.end + 1, end)?;
        let Head::Name(first, last) = named.head else {
            return None;
        };
        let full = first == source.end + 1 && last - first >= 2;
        let closed = named.end >= sentence.last() || sentence.is_mark(named.end, b',');
        (full && closed).then_some(named.head)
    }

    /// Where the apposition behind a source that ends at `end` ends itself; `end` without one.
    pub(crate) fn apposition_end(&self, end: usize) -> usize {
        let Description(sentence) = self;
        let len = sentence.tokens.len();
        if !sentence.is_mark(end, b',')
            || sentence.cue(end + 1).is_some()
            || !Apposition(*sentence).is_likely(end + 1, len)
        {
            return end;
        }
        (end + 1..len)
            .find(|&at| {
                let speech = sentence.is_quote(at) && !sentence.is_short_quote(at);
                let stop = matches!(
                    sentence.tokens[at].kind,
                    Kind::Mark(b'.' | b';' | b':' | b'!' | b'?')
                );
                speech || stop || self.is_comma_before_speech(at)
            })
            .unwrap_or(sentence.last())
    }

    /// Where the relative clause that begins at `start` ends.
    pub(crate) fn clause_end(&self, start: usize) -> usize {
        let Description(sentence) = self;
        let last = sentence.last();
        (start..sentence.tokens.len())
            .find(|&at| {
                let stop = matches!(
                    sentence.tokens[at].kind,
                    Kind::Quote(_) | Kind::Mark(b';' | b':' | b'-')
                );
                stop || self.is_comma_before_speech(at)
            })
            .unwrap_or(last)
            .min(last)
    }

    /// Whether a comma stands before a quotation or ", adding".
    fn is_comma_before_speech(&self, at: usize) -> bool {
        let Description(sentence) = self;
        let participle = || {
            sentence
                .cue(at + 1)
                .is_some_and(|cue| cue.form == Form::Ing)
        };
        sentence.is_mark(at, b',') && (sentence.is_quote(at + 1) || participle())
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks the source and its words of the first thing said in `text`.
    fn check(text: &str, expected: &str) {
        let found = attribute(&[text]);
        let source = found[0].first().map(|utterance| {
            utterance
                .speaker
                .as_ref()
                .unwrap_or(&utterance.speaker_text)
        });
        assert_eq!(source.map(String::as_str), Some(expected), "{text}");
    }

    #[test]
    fn an_apposition_behind_an_office_names_the_source() {
        check(
            "\"It sails at noon,\" said the mayor, Anna Berg, who owns a ship.",
            "Anna Berg",
        );
    }

    #[test]
    fn what_describes_a_source_is_not_said() {
        let text = "It sails, said Anna Berg, the mayor of Lindal, adding that it floats.";
        let found = attribute(&[text]);
        let said: Vec<&str> = found[0]
            .iter()
            .map(|utterance| &text[utterance.range.clone()])
            .collect();
        assert_eq!(said, ["It sails", "it floats"]);
    }
}
