//! The source right before a quotation: a letter that reads, "..."; on saying, "...".
//!
//! Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::phrase::noun;
use crate::attribution::phrase::subject::subject;
use crate::attribution::sentence::apposition::Apposition;
use crate::attribution::sentence::neighbour::Neighbour;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::sentence::verb::VerbGroup;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Form, Frame};
use crate::attribution::words::scan::Kind;

/// Fewer words behind "a cap that reads" are a slogan on it rather than a sentence.
const SENTENCE_WORDS: usize = 6;

/// A quotation and the words before it.
pub(crate) struct BeforeQuote<'a> {
    sentence: Sentence<'a>,
    quote: usize,
    /// The end of the words before the quotation, without commas, colons and "that".
    end: usize,
}

impl<'a> BeforeQuote<'a> {
    /// The words before the quotation at `quote`.
    pub(crate) fn new(sentence: Sentence<'a>, quote: usize) -> BeforeQuote<'a> {
        let introduces = |at: usize| {
            sentence.is_mark(at, b',') || sentence.is_mark(at, b':') || sentence.is_word(at, "that")
        };
        let end = (0..quote)
            .rev()
            .find(|&at| !introduces(at))
            .map_or(0, |at| at + 1);
        BeforeQuote {
            sentence,
            quote,
            end,
        }
    }

    /// Its source.
    pub(crate) fn source(&self) -> Option<Neighbour> {
        if self.ends_in_put_it() {
            return self.source_of_put_it();
        }
        let sentence = self.sentence;
        let verb = self.end.checked_sub(1)?;
        let cue = sentence
            .cue(verb)
            .filter(|cue| !sentence.is_capital(verb) && cue.frame != Frame::Object)?;
        let group = VerbGroup::new(sentence, verb);
        if group.start == 0 || self.is_noun(verb, cue, group.start) {
            return None;
        }
        let passive = cue.form == Form::Past && group.has_helper(Class::BE);
        if passive || group.has_helper(Class::MODAL) {
            return None;
        }
        self.source_before(group.start, group.start..verb + 1)
    }

    /// "as Berg put it, \"...\"".
    fn ends_in_put_it(&self) -> bool {
        self.end > 2
            && self.sentence.is_word(self.end - 1, "it")
            && self.sentence.is_any(self.end - 2, &["put", "puts"])
    }

    fn source_of_put_it(&self) -> Option<Neighbour> {
        let sentence = self.sentence;
        let put = self.end - 2;
        let source = if sentence.is_mark(put - 1, b',') {
            Apposition(sentence).source_before(put - 1)?
        } else {
            noun::left(sentence.text, sentence.tokens, put, 0)?
        };
        let found = Neighbour {
            source,
            cue: put..self.end,
        };
        found.if_speaks(sentence)
    }

    /// Whether the word before the quotation is a noun: "his claim: ...", "the show ...".
    fn is_noun(&self, verb: usize, cue: Cue, group: usize) -> bool {
        let sentence = self.sentence;
        if !cue.noun || matches!(cue.form, Form::Past | Form::Ing) {
            return false;
        }
        // Nothing between them: only "reads" is the verb more often.
        let adjoining = self.end == self.quote && !sentence.is_word(verb, "reads");
        let Some(before) = group.checked_sub(1) else {
            return adjoining;
        };
        let determiner = Class::DET | Class::POSSESSIVE | Class::PREP;
        let text = sentence.is_plain(verb, Class::TEXT) && sentence.is_capital(before);
        let owned = sentence.tokens[before].kind == Kind::Possessive
            || sentence.has(before, determiner)
            || text;
        adjoining || owned
    }

    /// The source before the verb group at `group`.
    fn source_before(&self, group: usize, cue: Range<usize>) -> Option<Neighbour> {
        let sentence = self.sentence;
        let last = group - 1;
        let before = &sentence.tokens[last];
        if before.has(Class::REL) || sentence.is_word(last, "that") {
            let comma = last > 0 && sentence.is_mark(last - 1, b',');
            let end = last - usize::from(comma);
            let source = noun::left(sentence.text, sentence.tokens, end, 0)?;
            let found = Neighbour { source, cue };
            // A slogan on a cap is a label; a sentence on it is said.
            let words = sentence.word(self.quote).split_whitespace().count();
            if words >= SENTENCE_WORDS {
                return Some(found);
            }
            return found.if_speaks(sentence);
        }
        let source = if before.is(b',') || before.plain(Class::CONNECTIVE) {
            subject(sentence.text, sentence.tokens, last)?
        } else {
            noun::left(sentence.text, sentence.tokens, group, 0)?
        };
        Neighbour { source, cue }.if_speaks(sentence)
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
    fn a_verb_right_before_a_quotation_reports_it() {
        check(
            "They made caps that said, \"We sail at noon, and nobody stays.\"",
            "caps",
        );
        check(
            "Anna Berg was booed upon saying, \"We sail at noon.\"",
            "Anna Berg",
        );
        check(
            "Anna Berg was asked, \"Do we sail at noon, and who pays?\"",
            "",
        );
        check(
            "As Anna Berg put it, \"We sail at noon, and nobody stays.\"",
            "Anna Berg",
        );
    }
}
