//! Where another report begins, so that what was said before it ends.
//!
//! "Berg said it sails, but Holm said it sinks." Positions are tokens of the sentence.

use crate::attribution::sentence::candidate::Candidate;
use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Form, Frame};
use crate::attribution::words::scan::Kind;

/// How far the verb of another report may be from where the report begins.
const REPORT_TOKENS: usize = 7;

/// The same if a conjunction opens the report, which makes a longer subject likely.
const OPENED_TOKENS: usize = 14;

/// The boundaries between the reports of a sentence.
pub(crate) struct Boundary<'a>(pub(crate) Sentence<'a>);

impl Boundary<'_> {
    /// Whether what is said ends before the token at `at`.
    pub(crate) fn is_at(&self, at: usize) -> bool {
        let Boundary(sentence) = self;
        if self.follows_quotation(at) || self.introduces_quotation(at) {
            return true;
        }
        let token = &sentence.tokens[at];
        let comma = token.is(b',') || token.is(b'-') || token.is(b';');
        if comma && (self.report_begins(at + 1) || sentence.is_word(at + 1, "according")) {
            return true;
        }
        if comma && self.is_before_with(at + 1) {
            return true;
        }
        let conjunction = token.is_word() && token.plain(Class::CONJ);
        if !comma && !conjunction {
            return false;
        }
        if conjunction && self.report_begins(at) {
            return true;
        }
        self.is_before_verb(at, comma)
    }

    /// ", with Berg saying": somebody else reports from `at` on.
    fn is_before_with(&self, at: usize) -> bool {
        let Boundary(sentence) = self;
        if !sentence.is_word(at, "with") {
            return false;
        }
        let limit = sentence.tokens.len().min(at + REPORT_TOKENS);
        let is_part = |at: &usize| {
            let kind = sentence.tokens[*at].kind;
            matches!(kind, Kind::Word | Kind::Possessive | Kind::Number)
        };
        let reports = |at: usize| {
            let cue = sentence
                .cue(at)
                .filter(|cue| cue.form == Form::Ing && !cue.noun);
            let clause = |cue: Cue| matches!(cue.frame, Frame::Any | Frame::Clause | Frame::Tell);
            cue.is_some_and(clause)
        };
        (at + 2..limit).take_while(is_part).any(reports)
    }

    /// Whether a quotation with its comma ends right before `at`, and another report begins.
    fn follows_quotation(&self, at: usize) -> bool {
        let Boundary(sentence) = self;
        let quoted = at > 0 && sentence.is_quote(at - 1) && sentence.ends_in_comma(at - 1);
        if !quoted {
            return false;
        }
        let participle = sentence
            .cue(at)
            .is_some_and(|cue| cue.form == Form::Ing && !cue.noun);
        participle || (sentence.tokens[at].is_word() && self.report_begins(at))
    }

    /// "said it sinks - \"It always has,\" she said": a dash or colon before a quotation with a
    /// report of its own.
    fn introduces_quotation(&self, at: usize) -> bool {
        let Boundary(sentence) = self;
        let mark = sentence.is_mark(at, b'-') || sentence.is_mark(at, b':');
        mark && sentence.is_quote(at + 1)
            && sentence.ends_in_comma(at + 1)
            && self.report_begins(at + 2)
    }

    /// Whether a reporting verb without a subject of its own follows: ", adding", "and noted".
    fn is_before_verb(&self, at: usize, comma: bool) -> bool {
        let Boundary(sentence) = self;
        let joined = comma && sentence.has(at + 1, Class::CONJ) && !sentence.is_capital(at + 1);
        let mut next = at + 1 + usize::from(joined);
        while sentence.has(next, Class::ADVERB) && !sentence.has(next, Class::DET) {
            next += 1;
        }
        let Some(cue) = sentence.cue(next).filter(|_| !sentence.is_capital(next)) else {
            return false;
        };
        let conjunction = !comma || next > at + 1;
        match cue.form {
            Form::Ing => comma && !cue.noun,
            Form::Past | Form::Present => conjunction && !cue.noun && cue.frame != Frame::Quote,
            Form::Base => false,
        }
    }

    /// "while other voters said", "but Berg said": a report with a subject of its own begins at
    /// `start`.
    fn report_begins(&self, start: usize) -> bool {
        let Boundary(sentence) = self;
        let opened = sentence.is_in(start, &lists::REPORT_OPENERS);
        if opened && sentence.is_word(start + 1, "when") && sentence.is_word(start + 2, "asked") {
            return true;
        }
        let from = start + usize::from(opened);
        let count = if opened { OPENED_TOKENS } else { REPORT_TOKENS };
        for at in from..sentence.tokens.len().min(from + count) {
            let token = &sentence.tokens[at];
            if !token.is_word() && !matches!(token.kind, Kind::Possessive | Kind::Number) {
                return false;
            }
            if let Some(cue) = token.cue.filter(|_| at > from && self.is_plain_report(at)) {
                return Candidate::new(*sentence, at, cue).reports();
            }
            let ends = Class::ANY_VERB | Class::SUBORD | Class::REL;
            let have = sentence.is_any(at, &["has", "have", "had"]);
            if token.plain(ends) && !sentence.has(at, Class::PREP) && !have {
                return false;
            }
        }
        false
    }

    /// Whether the token is a finite form of a verb that takes a clause and is no noun.
    fn is_plain_report(&self, at: usize) -> bool {
        let Boundary(sentence) = self;
        let Some(cue) = sentence.cue(at).filter(|cue| !cue.noun) else {
            return false;
        };
        let finite = matches!(cue.form, Form::Past | Form::Present) || sentence.is_word(at, "say");
        let clause = matches!(cue.frame, Frame::Any | Frame::Clause | Frame::Tell);
        !sentence.is_capital(at) && finite && clause
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks where the first thing said in `text` begins and ends.
    fn check(text: &str, expected: &str) {
        let found = attribute(&[text]);
        let content = found[0]
            .first()
            .map(|utterance| &text[utterance.range.clone()]);
        assert_eq!(content, Some(expected), "{text}");
    }

    #[test]
    fn another_report_ends_the_content() {
        check(
            "Anna Berg said it sails, but Otto Holm said it sinks.",
            "it sails",
        );
        check(
            "Anna Berg said it sails, adding that it floats.",
            "it sails",
        );
        check(
            "Anna Berg said it sails, according to Otto Holm.",
            "Anna Berg said it sails",
        );
        check(
            "Anna Berg suggested that it sails - \"As ever, we sail at noon,\" she said.",
            "it sails",
        );
    }
}
