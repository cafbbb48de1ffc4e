//! The source right behind a quotation: "..." Anna Berg riffed; "..." - Anna Berg.
//!
//! Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::sentence::description::Description;
use crate::attribution::sentence::lists;
use crate::attribution::sentence::neighbour::Neighbour;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::sentence::verb::VerbGroup;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Form;
use crate::attribution::words::scan::Kind;

/// A quotation inside a sentence that has fewer lower-case words may be a title.
const SPEECH_WORDS: usize = 5;

/// How far behind the quotation the verb may be when odd words come before the name.
const VERB_TOKENS: usize = 14;

/// How many helpers may come between a source and its verb.
const HELPER_TOKENS: usize = 4;

/// Characters that can be at the end of a quotation without being its punctuation.
const CLOSING: [char; 7] = [
    '"', '\'', '\u{201D}', '\u{2019}', '\u{2018}', '\u{201C}', ' ',
];

/// A quotation and the words behind it.
pub(crate) struct AfterQuote<'a> {
    sentence: Sentence<'a>,
    quote: usize,
    /// The first word behind the quotation and its comma.
    start: usize,
}

impl<'a> AfterQuote<'a> {
    /// The words behind the quotation at `quote`.
    pub(crate) fn new(sentence: Sentence<'a>, quote: usize) -> AfterQuote<'a> {
        let next = quote + 1;
        AfterQuote {
            sentence,
            quote,
            start: next + usize::from(sentence.is_mark(next, b',')),
        }
    }

    /// Its source.
    pub(crate) fn source(&self) -> Option<Neighbour> {
        if self.sentence.is_mark(self.quote + 1, b'-') {
            return self.signature();
        }
        if !self.is_open() || !self.is_speech() {
            return None;
        }
        let verb_first =
            self.is_verb(self.start) && !self.sentence.tokens[self.start].has(Class::CONNECTIVE);
        if verb_first {
            return self.source_behind_verb();
        }
        self.source_before_verb()
            .or_else(|| self.source_behind_odd_words())
    }

    /// "- Anna Berg, mayor of Lindal", if it closes the sentence.
    fn signature(&self) -> Option<Neighbour> {
        let sentence = self.sentence;
        let dash = self.quote + 1;
        let end = sentence.tokens.len();
        let source = noun::right(sentence.text, sentence.tokens, dash + 1, end)?;
        let closes = source.end >= sentence.last() || sentence.is_mark(source.end, b',');
        let named = source.head_is_name() && !sentence.has(source.end, Class::VERB);
        (closes && named).then_some(Neighbour {
            source,
            cue: dash..dash + 1,
        })
    }

    /// Whether the sentence goes on behind the quotation.
    fn is_open(&self) -> bool {
        let inner = self.sentence.word(self.quote).trim_end_matches(CLOSING);
        inner.ends_with([',', '?', '!', '…']) || self.sentence.is_mark(self.quote + 1, b',')
    }

    /// Whether it opens its sentence or is too long for a title.
    fn is_speech(&self) -> bool {
        let lower_case = self
            .sentence
            .word(self.quote)
            .split_whitespace()
            .skip(1)
            .filter(|word| word.starts_with(char::is_lowercase))
            .count();
        self.quote == 0
            || (lower_case >= SPEECH_WORDS && !self.sentence.is_word(self.quote - 1, "the"))
    }

    /// The verb first: "tweeted another".
    fn source_behind_verb(&self) -> Option<Neighbour> {
        let sentence = self.sentence;
        let end = sentence.tokens.len();
        let source = noun::right(sentence.text, sentence.tokens, self.start + 1, end)
            .or_else(|| self.people_word(self.start + 1))?;
        if sentence.has(source.end, Class::ANY_VERB) && !sentence.is_capital(source.end) {
            return None;
        }
        let found = Neighbour {
            source,
            cue: self.start..self.start + 1,
        };
        found.if_speaks(sentence)
    }

    /// "another", "others": people without a noun.
    fn people_word(&self, at: usize) -> Option<Phrase> {
        self.sentence
            .is_in(at, &lists::PEOPLE_WORDS)
            .then_some(Phrase {
                start: at,
                end: at + 1,
                head: Head::Common(at),
            })
    }

    /// The source first: "Anna Berg, the mayor, riffed".
    fn source_before_verb(&self) -> Option<Neighbour> {
        let sentence = self.sentence;
        let title = sentence.is_title(self.quote);
        let len = sentence.tokens.len();
        let source = noun::right(sentence.text, sentence.tokens, self.start, len)?;
        let end = Description(sentence).apposition_end(source.end);
        let closed = sentence.is_mark(end, b',');
        if let Some(cue) = self.heard(source.end) {
            return Some(Neighbour { source, cue });
        }
        let unclosed = || self.verb_behind_description(source, end);
        let verb = [source.end, end, end + 1]
            .into_iter()
            .filter(|&from| from <= end || closed)
            .map(|from| self.skip_helpers(from))
            .find(|&at| self.is_verb(at) && (!title || sentence.cue(at).is_some()))
            .or_else(unclosed)?;
        Some(Neighbour {
            source,
            cue: verb..verb + 1,
        })
    }

    /// "Anna Berg, a captain who owns a ship tweeted": the verb behind a description that no comma
    /// closes. `end` is where the description ends if it runs on.
    fn verb_behind_description(&self, source: Phrase, end: usize) -> Option<usize> {
        let sentence = self.sentence;
        let runs_on = end >= sentence.last() && sentence.is_mark(source.end, b',');
        if !runs_on || !source.head_is_name() {
            return None;
        }
        let limit = end.min(source.end + VERB_TOKENS);
        let is_inside = |at: &usize| {
            let kind = sentence.tokens[*at].kind;
            matches!(kind, Kind::Word | Kind::Possessive | Kind::Number)
        };
        let verbs = (source.end + 1..limit).take_while(is_inside);
        verbs
            .filter(|&at| {
                let cue = sentence.cue(at);
                cue.is_some_and(|cue| cue.form == Form::Past && !cue.noun)
            })
            .last()
    }

    /// "can be heard asking", "was seen shouting": the verb group at `start` in which others hear
    /// somebody speak.
    fn heard(&self, start: usize) -> Option<Range<usize>> {
        let sentence = self.sentence;
        let helps = |at: usize| sentence.is_plain(at, Class::AUX | Class::ADVERB);
        let heard = (start..start + HELPER_TOKENS).find(|&at| !helps(at))?;
        let reports = sentence
            .cue(heard + 1)
            .is_some_and(|cue| cue.form == Form::Ing);
        let passive = heard > start && sentence.is_any(heard, &["heard", "seen"]);
        (passive && reports).then_some(start..heard + 2)
    }

    /// "This Morning co-anchor Anna Berg said": odd words before the name.
    fn source_behind_odd_words(&self) -> Option<Neighbour> {
        let sentence = self.sentence;
        let limit = sentence.tokens.len().min(self.start + VERB_TOKENS);
        let verb = (self.start + 1..limit)
            .take_while(|&at| matches!(sentence.tokens[at].kind, Kind::Word | Kind::Possessive))
            .find(|&at| sentence.cue(at).is_some() && self.is_verb(at))?;
        let group = VerbGroup::new(sentence, verb).start;
        let named = noun::left(sentence.text, sentence.tokens, group, self.start)?;
        let names = (self.start..named.start).all(|at| sentence.is_capital(at));
        names.then_some(Neighbour {
            source: Phrase {
                start: self.start,
                ..named
            },
            cue: group..verb + 1,
        })
    }

    /// Behind adverbs, times and auxiliaries.
    fn skip_helpers(&self, start: usize) -> usize {
        let helper = Class::ADVERB | Class::AUX | Class::TIME;
        let helps =
            |at: usize| self.sentence.is_plain(at, helper) && !self.sentence.has(at, Class::BE);
        (start..start + HELPER_TOKENS)
            .find(|&at| !helps(at))
            .unwrap_or(start + HELPER_TOKENS)
    }

    /// Whether a word looks like a finite verb.
    fn is_verb(&self, at: usize) -> bool {
        let sentence = self.sentence;
        let Some(token) = sentence
            .tokens
            .get(at)
            .filter(|token| token.is_word() && !token.capital)
        else {
            return false;
        };
        if token.cue.is_some_and(|cue| cue.form != Form::Ing) {
            return true;
        }
        let other = Class::PREP
            | Class::CONJ
            | Class::SUBORD
            | Class::REL
            | Class::DET
            | Class::PRONOUN
            | Class::AUX
            | Class::ROLE
            | Class::ROLES;
        let word = sentence.word(at);
        let past = word.len() > 3 && word.ends_with("ed");
        !token.has(other) && (token.has(Class::VERB) || past)
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks who says the first thing in `text`: the person, else the words.
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
    fn any_verb_reports_the_quotation_before_it() {
        check("\"We sail,\" Anna Berg riffed on the storm.", "Anna Berg");
        check("\"We sail at noon,\" tweeted another.", "another");
        check("\"We sail at noon,\" the letter read.", "the letter");
        check(
            "\"We sail at noon,\" read the letter, which nobody had signed.",
            "the letter",
        );
        check(
            "\"We sail at noon,\" Lindal This Morning co-anchor Anna Berg said.",
            "Anna Berg",
        );
    }

    #[test]
    fn no_comma_may_close_a_description() {
        check(
            "\"We sail at noon,\" Anna Berg, the pilot who founded the club tweeted on Monday.",
            "Anna Berg",
        );
    }

    #[test]
    fn others_may_hear_who_speaks() {
        check(
            "\"Will it sail at noon?\" a reporter can be heard asking Anna Berg.",
            "a reporter",
        );
    }

    #[test]
    fn a_quotation_may_be_signed() {
        check(
            "\"We sail at noon, and nobody stays.\" - Anna Berg",
            "Anna Berg",
        );
    }
}
