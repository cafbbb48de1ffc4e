//! From a paragraph to the terms it is found by: one pass over its words feeds three fields.
//!
//! A field's terms travel as one string, a *stream*: entries end with a line feed and begin with a byte that says where the
//! term stands. The index's tokenizer only takes the stream apart again, so that the work on words is done once, outside
//! of the indexing threads. No term holds a control character (the tokenizer never puts one into a word).

use std::ops::Range;

use crate::document::Utterance;
use crate::text::common::is_common;
use crate::text::stem::{Stemming, Terms};
use crate::text::token::words;

/// Entry byte: the term stands one position after the one before.
pub(crate) const NEXT: u8 = b'+';
/// Entry byte: the term stands where the one before stands.
pub(crate) const SAME: u8 = b'=';
/// Entry byte: the term stands [`APART`] positions after the one before, so that no phrase reaches across.
pub(crate) const FAR: u8 = b'^';

/// Positions between the last word of an utterance and the first of the next: more than the widest phrase spans.
pub(crate) const APART: usize = 1_000;

/// First character of a term that is a pair of common words. Below every letter: expansions of prefixes skip it.
pub(crate) const PAIR: char = '\u{1}';
/// First character of a stem in the `said` field.
pub(crate) const STEM: char = '\u{2}';

/// Names the rules by which words become terms. An index made under another one does not fit this program's queries.
pub const FINGERPRINT: &str = "uax29-1.13.3/fold-1/snowball-20261016/pairs-1";

/// The three streams of one paragraph.
#[derive(Clone, Debug, Default)]
pub struct Analyzed {
    /// Stems of every word, the title's included.
    pub text: String,
    /// Folded words in their positions, and the pairs of common ones.
    pub exact: String,
    /// Folded words and stems inside verbatim utterances; empty if the paragraph is one whole turn or quotes nothing.
    pub said: String,
}

/// Which of a paragraph's utterances each word lies in. Nested ones count as the one they stand in.
pub(crate) struct Spoken<I: Iterator<Item = Range<usize>>> {
    utterances: std::iter::Peekable<I>,
    open_until: usize,
    groups: usize,
}

impl<I: Iterator<Item = Range<usize>>> Spoken<I> {
    /// The utterances come ascending by start.
    pub fn new(utterances: I) -> Spoken<I> {
        Spoken {
            utterances: utterances.peekable(),
            open_until: 0,
            groups: 0,
        }
    }

    /// The number of the outermost utterance that a word lies in. Words must be asked for in order.
    pub fn group(&mut self, word: Range<usize>) -> Option<usize> {
        while let Some(utterance) = self
            .utterances
            .next_if(|utterance| utterance.start < word.end)
        {
            if utterance.end > word.start && utterance.end > self.open_until {
                if self.open_until <= word.start {
                    self.groups += 1;
                }
                self.open_until = utterance.end;
            }
        }
        (word.start < self.open_until).then_some(self.groups)
    }
}

/// Whether a paragraph's words are all one speaker's, uttered: then `said:` needs no stream of its own.
pub fn is_whole_turn(text: &str, utterances: &[Utterance]) -> bool {
    matches!(utterances, [only] if only.verbatim && only.range == (0..text.len()))
}

/// Works out the streams of a paragraph. `titles` are searched with it but are none of its words.
pub fn analyze(
    text: &str,
    utterances: &[Utterance],
    titles: &[&str],
    stemming: Stemming,
    terms: &mut Terms,
) -> Analyzed {
    let mut streams = Analyzed {
        text: String::with_capacity(text.len() + text.len() / 4),
        exact: String::with_capacity(text.len() + text.len() / 2),
        said: String::new(),
    };
    // A title's words are in `text` but nobody said them: with one, even a whole turn gets its own stream.
    let separate = !is_whole_turn(text, utterances) || !titles.is_empty();
    let mut spoken = Spoken::new(
        utterances
            .iter()
            .filter(|u| u.verbatim && separate)
            .map(|u| u.range.clone()),
    );
    let mut group_before = None;
    // The common word before, if there is one; empty if not.
    let mut previous_common = String::new();
    for word in words(text) {
        let group = spoken.group(word.start..word.end());
        let Some(word_terms) = terms.of(word, stemming) else {
            continue;
        };
        push(&mut streams.text, NEXT, None, &word_terms.stem);
        // A pair belongs to its first word's position, which is the last one written.
        if word_terms.common && !previous_common.is_empty() {
            streams.exact.push(char::from(SAME));
            streams.exact.push(PAIR);
            streams.exact.push_str(&previous_common);
            streams.exact.push(' ');
            streams.exact.push_str(&word_terms.exact);
            streams.exact.push('\n');
        }
        previous_common.clear();
        if word_terms.common {
            previous_common.push_str(&word_terms.exact);
        }
        push(&mut streams.exact, NEXT, None, &word_terms.exact);
        if group.is_some() {
            push(
                &mut streams.said,
                if group == group_before { NEXT } else { FAR },
                None,
                &word_terms.exact,
            );
            push(&mut streams.said, SAME, Some(STEM), &word_terms.stem);
            group_before = group;
        }
    }
    for title in titles {
        for word in words(title) {
            if let Some(word_terms) = terms.of(word, stemming) {
                push(&mut streams.text, NEXT, None, &word_terms.stem);
            }
        }
    }
    streams
}

/// The term of two neighbouring words, if both are common.
pub(crate) fn pair_term(first: &str, second: &str) -> Option<String> {
    (is_common(first) && is_common(second)).then(|| format!("{PAIR}{first} {second}"))
}

fn push(stream: &mut String, place: u8, mark: Option<char>, term: &str) {
    stream.push(char::from(place));
    stream.extend(mark);
    stream.push_str(term);
    stream.push('\n');
}

#[cfg(test)]
mod tests {
    use super::{Analyzed, analyze, pair_term};
    use crate::document::Utterance;
    use crate::text::stem::{Stemming, Terms};

    fn streams(text: &str, verbatim: &[&str]) -> Analyzed {
        let utterances: Vec<Utterance> = verbatim
            .iter()
            .map(|part| {
                let start = text.find(part).expect("a part of the text");
                Utterance {
                    range: start..start + part.len(),
                    verbatim: true,
                    ..Utterance::default()
                }
            })
            .collect();
        analyze(
            text,
            &utterances,
            &[],
            Stemming::NONE,
            &mut Terms::default(),
        )
    }

    #[test]
    fn pairs_of_common_words_stand_at_the_first_word() {
        let exact = streams("one of the best", &[]).exact;
        assert_eq!(
            exact,
            "+one\n=\u{1}one of\n+of\n=\u{1}of the\n+the\n+best\n"
        );
        assert_eq!(pair_term("of", "the").as_deref(), Some("\u{1}of the"));
        assert_eq!(pair_term("the", "best"), None);
    }

    #[test]
    fn only_uttered_words_are_said_and_utterances_stand_apart() {
        let said = streams(
            "\"Dig now,\" she said. \"Or never.\"",
            &["Dig now,", "Or never."],
        )
        .said;
        assert_eq!(
            said,
            "^dig\n=\u{2}dig\n+now\n=\u{2}now\n^or\n=\u{2}or\n+never\n=\u{2}never\n"
        );
    }

    #[test]
    fn a_whole_turn_needs_no_stream_of_its_own() {
        assert_eq!(streams("Dig now.", &["Dig now."]).said, "");
        let titled = analyze(
            "Dig now.",
            &[Utterance {
                range: 0..8,
                verbatim: true,
                ..Utterance::default()
            }],
            &["Harbour"],
            Stemming::NONE,
            &mut Terms::default(),
        );
        assert_eq!(titled.text, "+dig\n+now\n+harbour\n");
        assert!(titled.said.starts_with("^dig\n"));
    }
}
