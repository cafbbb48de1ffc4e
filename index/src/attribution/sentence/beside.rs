//! The source that stands right beside a quotation whose reporting word no list holds.
//!
//! "..." Anna Berg riffed; "..." reads the letter; a letter that reads "..."; "..." - Anna Berg. Asked only for quotations
//! that no report of the sentence has taken: the quotation itself shows that somebody speaks, so that the verb beside it may
//! be any. Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::phrase::subject::subject;
use crate::attribution::sentence::find::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::attribution::words::scan::Kind;
use crate::document::rule::Rule;

/// Who speaks, and the tokens of the reporting words.
pub(crate) type Beside = (Phrase, Range<usize>);

/// A title is hardly longer; speech of fewer words needs to open its sentence.
const TITLE_WORDS: usize = 5;

impl Sentence<'_> {
    /// The source of the quotation at `quote`, behind it or before it.
    pub(crate) fn beside(&self, quote: usize) -> Option<(Beside, Rule)> {
        if let Some(found) = self.behind(quote) {
            return Some((found, Rule::QuoteSaid));
        }
        self.before(quote).map(|found| (found, Rule::SaidQuote))
    }

    /// "..." Anna Berg riffed. "..." tweeted another. "..." - Anna Berg
    fn behind(&self, quote: usize) -> Option<Beside> {
        let next = quote + 1;
        if self.mark(next, b'-') {
            return self.signature(next);
        }
        let inner = self.word(quote).trim_end_matches([
            '"', '\'', '\u{201D}', '\u{2019}', '\u{2018}', '\u{201C}', ' ',
        ]);
        let open = inner.ends_with([',', '?', '!', '…']) || self.mark(next, b',');
        let speech = quote == 0
            || self
                .word(quote)
                .split_whitespace()
                .skip(1)
                .filter(|word| word.starts_with(char::is_lowercase))
                .count()
                >= TITLE_WORDS;
        if !open || !speech || quote > 0 && self.is_word(quote - 1, "the") {
            return None;
        }
        let titled = self.titled(quote);
        let start = if self.mark(next, b',') {
            next + 1
        } else {
            next
        };
        // The verb first: "tweeted another".
        if self.is_verb(start) && !self.tokens[start].has(Class::CONNECTIVE) {
            let source = noun::right(self.text, self.tokens, start + 1, self.tokens.len())
                .or_else(|| self.pronoun_like(start + 1))?;
            let clause = self
                .tokens
                .get(source.end)
                .is_some_and(|token| token.is_word() && token.plain(Class::ANY_VERB));
            let known = match source.head {
                Head::Name(..) | Head::Pronoun(_) => true,
                Head::Common(at) => self.has(at, Class::SOURCE_WORD),
            };
            return (known && !clause).then_some((source, start..start + 1));
        }
        let source = noun::right(self.text, self.tokens, start, self.tokens.len());
        if let Some(source) = source {
            let end = self.apposition_end(source.end);
            let verb = [source.end, end, end + 1]
                .into_iter()
                .filter(|&from| from <= end || self.mark(end, b','))
                .map(|from| self.skip_helpers(from))
                .find(|&at| self.is_verb(at) && (!titled || self.tokens[at].cue.is_some()));
            if let Some(verb) = verb {
                return Some((source, verb..verb + 1));
            }
        }
        // "This Morning co-anchor Anna Berg said": odd words before the name.
        let limit = self.tokens.len().min(start + 14);
        let verb = (start + 1..limit)
            .take_while(|&at| self.tokens[at].is_word() || self.tokens[at].kind == Kind::Possessive)
            .find(|&at| self.tokens[at].cue.is_some() && self.is_verb(at))?;
        let group = self.group_start(verb);
        let found = noun::left(self.text, self.tokens, group, start)?;
        let plain = (start..found.start).all(|at| self.tokens[at].capital);
        plain.then_some((Phrase { start, ..found }, group..verb + 1))
    }

    /// "another", "others": a determiner that stands for people.
    fn pronoun_like(&self, at: usize) -> Option<Phrase> {
        self.is_any(at, &["another", "one", "others", "some", "many"])
            .then_some(Phrase {
                start: at,
                end: at + 1,
                head: Head::Common(at),
            })
    }

    /// "- Anna Berg, mayor of Lindal", if it closes the sentence.
    fn signature(&self, dash: usize) -> Option<Beside> {
        let source = noun::right(self.text, self.tokens, dash + 1, self.tokens.len())?;
        let closes = source.end >= self.last() || self.mark(source.end, b',');
        (closes && matches!(source.head, Head::Name(..)) && !self.has(source.end, Class::VERB))
            .then_some((source, dash..dash + 1))
    }

    /// A letter that reads, "..."; on saying, "...".
    fn before(&self, quote: usize) -> Option<Beside> {
        let mut at = quote;
        while at > 0
            && (self.mark(at - 1, b',') || self.mark(at - 1, b':') || self.is_word(at - 1, "that"))
        {
            at -= 1;
        }
        // "as Berg put it, \"...\""
        if at > 2
            && self.is_word(at - 1, "it")
            && (self.is_word(at - 2, "put") || self.is_word(at - 2, "puts"))
        {
            let source = if self.mark(at - 3, b',') {
                self.apposition_left(at - 3)?
            } else {
                noun::left(self.text, self.tokens, at - 2, 0)?
            };
            return self.speaks(source).then_some((source, at - 2..at));
        }
        let verb = at.checked_sub(1)?;
        let cue = self.tokens[verb]
            .cue
            .filter(|cue| !self.tokens[verb].capital && cue.frame != Frame::Object)?;
        // "the show \"Lindal Today\"", "his claim \"we sail\"": a noun.
        if cue.noun
            && cue.form != Form::Past
            && at == quote
            && cue.form != Form::Ing
            && !self.is_word(verb, "reads")
        {
            return None;
        }
        let group = self.group_start(verb);
        // "From the report: ...", "his claim: ...": a noun.
        let owned = group > 0
            && (self.tokens[group - 1].kind == Kind::Possessive
                || self.has(group - 1, Class::DET | Class::POSSESSIVE | Class::PREP)
                || self.tokens[verb].plain(Class::TEXT) && self.tokens[group - 1].capital);
        if cue.noun && cue.form != Form::Past && cue.form != Form::Ing && owned {
            return None;
        }
        let helpers = &self.tokens[group..verb];
        let passive = cue.form == Form::Past && helpers.iter().any(|token| token.has(Class::BE));
        let doubted = helpers.iter().any(|token| token.has(Class::MODAL));
        if passive || doubted || group == 0 {
            return None;
        }
        let cue = group..verb + 1;
        let before = &self.tokens[group - 1];
        if before.has(Class::REL) || self.is_word(group - 1, "that") {
            let end = if group > 1 && self.mark(group - 2, b',') {
                group - 2
            } else {
                group - 1
            };
            let source = noun::left(self.text, self.tokens, end, 0)?;
            // A slogan on a cap is a label; a sentence on it is said.
            let long = self.word(quote).split_whitespace().count() > TITLE_WORDS;
            return (long || self.speaks(source)).then_some((source, cue));
        }
        if before.plain(Class::CONNECTIVE) || before.is(b',') {
            let source = subject(self.text, self.tokens, group - 1)?;
            return self.speaks(source).then_some((source, cue));
        }
        let source = noun::left(self.text, self.tokens, group, 0)?;
        self.speaks(source).then_some((source, cue))
    }

    /// Whether a phrase can be a source at all: a name, a pronoun, a noun for people, a body or a text.
    fn speaks(&self, source: Phrase) -> bool {
        match source.head {
            Head::Name(..) | Head::Pronoun(_) => true,
            Head::Common(at) => self.has(at, Class::SOURCE_WORD),
        }
    }

    /// Whether the quotation at `quote` has several words, and all but small ones are capitalised.
    pub(crate) fn titled(&self, quote: usize) -> bool {
        let words = || self.word(quote).split_whitespace();
        words().nth(1).is_some()
            && words().all(|word| !word.starts_with(char::is_lowercase) || word.len() < 4)
    }

    /// Behind adverbs, times and auxiliaries.
    fn skip_helpers(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.tokens.len()
            && at < from + 4
            && self.tokens[at].plain(Class::ADVERB | Class::AUX | Class::TIME)
            && !self.has(at, Class::BE)
        {
            at += 1;
        }
        at
    }

    /// A word that looks like a finite verb.
    fn is_verb(&self, at: usize) -> bool {
        let Some(token) = self
            .tokens
            .get(at)
            .filter(|token| token.is_word() && !token.capital)
        else {
            return false;
        };
        let word = self.word(at);
        let closed = token.has(
            Class::PREP
                | Class::CONJ
                | Class::SUBORD
                | Class::REL
                | Class::DET
                | Class::PRONOUN
                | Class::AUX
                | Class::ROLE
                | Class::ROLES,
        );
        token.cue.is_some_and(|cue| cue.form != Form::Ing)
            || !closed && (token.has(Class::VERB) || word.len() > 3 && word.ends_with("ed"))
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
    fn any_verb_reports_the_quotation_beside_it() {
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
    }

    #[test]
    fn a_quotation_may_be_signed() {
        check(
            "\"We sail at noon, and nobody stays.\" - Anna Berg",
            "Anna Berg",
        );
    }
}
