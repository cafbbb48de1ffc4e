//! Finds in one sentence what is reported, by which word, and which phrase names the source.
//!
//! Each rule has a name that is stored with the utterance: `quote-said` (content before the verb), `said-that`, `said-quote`,
//! `said-clause`, `according-to`, `split` (content on both sides), `participle` (", saying ..."). Positions are tokens of
//! the sentence.

use std::ops::Range;

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Frame};
use crate::attribution::words::scan::{Kind, Token};
use crate::document::rule::Rule;

/// Something reported.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Tokens of what is said; may be empty if a colon announces it for the next paragraph.
    pub(crate) content: Range<usize>,
    pub(crate) source: Option<Phrase>,
    /// Tokens of the reporting words.
    pub(crate) cue: Range<usize>,
    pub(crate) rule: Rule,
    /// The report of a main clause: who speaks in it may speak on in the next quotation.
    pub(crate) main: bool,
}

/// A sentence under the eyes of the rules.
pub(crate) struct Sentence<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
}

impl Sentence<'_> {
    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.text[token.start..token.end])
    }

    pub(crate) fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether it is one of some words, given in lower case.
    pub(crate) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(at, word))
    }

    pub(crate) fn has(&self, at: usize, class: Class) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.is_word() && token.has(class))
    }

    pub(crate) fn mark(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(mark))
    }

    pub(crate) fn quote(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_quote)
    }

    /// A quotation that is a title or a few words rather than speech.
    pub(crate) fn short_quote(&self, at: usize) -> bool {
        self.quote(at) && self.word(at).len() < 80 && self.word(at).split_whitespace().count() <= 4
    }

    /// A quotation whose last character is the sentence's comma.
    pub(crate) fn comma_inside(&self, at: usize) -> bool {
        self.word(at)
            .trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}'])
            .ends_with(',')
    }

    /// Position behind the last token that is no closing punctuation.
    pub(crate) fn last(&self) -> usize {
        let mut end = self.tokens.len();
        while end > 0
            && matches!(
                self.tokens[end - 1].kind,
                Kind::Mark(b'.' | b'!' | b'?' | b',' | b';' | b':' | b'-' | b' ')
            )
        {
            end -= 1;
        }
        end
    }

    /// Everything that is reported in the sentence, in the order of the reporting words.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if self.is_word(at, "according") && self.is_word(at + 1, "to") {
                self.according_to(at, &mut found);
            } else if self.is_word(at, "asked") && self.unsourced_question(at) {
                self.question(at, &mut found);
            } else if let Some(cue) = self.tokens[at].cue
                && self.reports(at, cue)
                && let Some(report) = self.report(at, cue, &found)
                && !self.thing_describes(cue, report.source)
            {
                self.contents(&report, &mut found);
            }
            at += 1;
        }
        found
    }

    /// "a law that describes the motion": what calls or describes here is neither people nor a text.
    fn thing_describes(&self, cue: Cue, source: Option<Phrase>) -> bool {
        let Some(Head::Common(at)) = source.map(|source| source.head) else {
            return false;
        };
        let speaks = Class::SOURCE_WORD | Class::BRAND;
        cue.frame == Frame::Object && !self.has(at, speaks) && !self.tokens[at].capital
    }

    /// "When asked whether", "Asked about", "she was asked how": a question whose asker is not named.
    fn unsourced_question(&self, at: usize) -> bool {
        let passive =
            at == 0 || self.is_any(at - 1, &["when", "if", "was", "were", "been", "being"]);
        let question = |at: usize| {
            self.is_any(
                at,
                &[
                    "whether", "if", "what", "why", "how", "which", "who", "when", "where",
                ],
            )
        };
        passive && (at + 1..self.tokens.len().min(at + 5)).any(question)
    }

    fn question(&self, at: usize, found: &mut Vec<Finding>) {
        let last = self.last();
        let Some(start) = (at + 1..last).find(|&word| {
            self.is_any(
                word,
                &[
                    "whether", "if", "what", "why", "how", "which", "who", "when", "where",
                ],
            )
        }) else {
            return;
        };

        let end = (start + 1..last)
            .find(|&end| self.mark(end, b',') || self.mark(end, b'-'))
            .unwrap_or(last);
        if start < end {
            found.push(Finding {
                content: start..end,
                source: None,
                cue: at..at + 1,
                rule: Rule::Asked,
                main: false,
            });
        }
    }

    /// "..., according to Anna Berg" and "According to Anna Berg, ...".
    fn according_to(&self, at: usize, found: &mut Vec<Finding>) {
        let Some(source) = noun::right(self.text, self.tokens, at + 2, self.tokens.len()) else {
            return;
        };
        let last = self.last();
        let cue = at..at + 2;
        let opens = at == 0 || at == 1 && self.has(0, Class::CONJ);
        if opens {
            let next = (source.end + 1..last)
                .find(|&at| self.mark(at, b','))
                .unwrap_or(last);
            let clause = (source.end + 1..next)
                .any(|at| self.tokens[at].plain(Class::ANY_VERB) && !self.has(at, Class::PREP))
                && !self.has(source.end + 1, Class::REL);
            let end = if clause || next == last {
                source.end
            } else {
                self.apposition_end(source.end)
            };
            let Some(comma) =
                (end..last).find(|&position| self.mark(position, b',') || self.quote(position))
            else {
                return;
            };
            // "According to Berg, writing to the council:" announces the next paragraph.
            if self.tokens.last().is_some_and(|token| token.is(b':'))
                && self.word(comma + 1).ends_with("ing")
            {
                let end = self.tokens.len();
                found.push(Finding {
                    content: end..end,
                    source: Some(source),
                    cue,
                    rule: Rule::Announced,
                    main: true,
                });
            } else if let Some((content, _)) = self.clause(comma, Rule::AccordingTo) {
                found.push(Finding {
                    content,
                    source: Some(source),
                    cue,
                    rule: Rule::AccordingTo,
                    main: false,
                });
            }
            return;
        }
        let mut end = at;
        while end > 0
            && !self.quote(end - 1)
            && !self.tokens[end - 1].is_word()
            && self.tokens[end - 1].kind != Kind::Number
            && !self.mark(end - 1, b')')
        {
            end -= 1;
        }
        let copula = end > 0
            && (self.has(end - 1, Class::BE) || self.word(end - 1).starts_with(['\'', '\u{2019}']));
        if copula {
            return;
        }
        if end > 0
            && (self.is_word(end - 1, "that")
                || self.has(end - 1, Class::REL)
                || self.tokens[end - 1].plain(Class::SUBORD) && !self.has(end - 1, Class::PREP)
                || end < 3 && self.mark(source.end, b','))
        {
            // "reported that, according to its own count, ..."
            if let Some(comma) = (source.end..last).find(|&position| self.mark(position, b','))
                && let Some((content, _)) = self.clause(comma, Rule::AccordingTo)
            {
                found.push(Finding {
                    content,
                    source: Some(source),
                    cue,
                    rule: Rule::AccordingTo,
                    main: false,
                });
            }
            return;
        }
        let floor = found
            .iter()
            .filter(|finding| finding.content.end <= end && !self.forward(finding, end))
            .map(|finding| finding.content.end)
            .max()
            .unwrap_or(0);
        let mut start = floor.min(end);
        while start < end
            && (!self.tokens[start].is_word()
                && !self.quote(start)
                && self.tokens[start].kind != Kind::Number)
        {
            start += 1;
        }
        if start < end {
            found.push(Finding {
                content: start..end,
                source: Some(source),
                cue,
                rule: Rule::AccordingTo,
                main: false,
            });
        }
    }
}
