//! What lies between a reporting verb and its content: times, ways, places, the addressee.
//!
//! "told the board on Monday in Lindal that ...". Positions are tokens of the sentence.

use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::attribution::words::scan::Kind;
use crate::document::rule::Rule;

/// How far behind the verb the content may open.
const ADJUNCT_TOKENS: usize = 22;

/// How far behind a place or time the subject of the content may be.
const SUBJECT_TOKENS: usize = 14;

/// A quotation behind adjuncts that no comma introduces is speech if it is longer than this, in
/// bytes; a shorter one may be a title.
const TITLE_BYTES: usize = 40;

/// The adjuncts of a sentence.
pub(crate) struct Adjuncts<'a>(pub(crate) Sentence<'a>);

impl Adjuncts<'_> {
    /// Looks past adjuncts from `start` on for what opens the content: "that", a colon, a
    /// quotation. Gives where the content begins.
    pub(crate) fn content_start(&self, start: usize, last: usize) -> Option<(usize, Rule)> {
        let Adjuncts(sentence) = self;
        let mut aside_end = start;
        for at in start..last.min(start + ADJUNCT_TOKENS) {
            if at < aside_end {
                continue;
            }
            let token = &sentence.tokens[at];
            if let Some(end) = self.aside_end(start, at, last) {
                aside_end = end;
                continue;
            }
            if sentence.is_word(at, "that") {
                let opens = at + 1 < last && self.opens_that_clause(start, at);
                return opens.then_some((at + 1, Rule::SaidThat));
            }
            if token.is_word() {
                if self.begins_clause(start, at) {
                    return None;
                }
            } else if token.is(b':') {
                let speech = sentence.is_capital(at + 1) || sentence.is_quote(at + 1);
                let opens = !self.takes_object(start) && speech && at + 1 < last;
                return opens.then_some((at + 1, Rule::SaidColon));
            } else if token.is(b'-') || token.is(b';') {
                return None;
            } else if token.is_quote() && at > start {
                let comma = sentence.is_mark(at - 1, b',') && !self.takes_object(start);
                let long = token.end - token.start > TITLE_BYTES;
                let opens = comma || (long && self.is_adjunct(start));
                return opens.then_some((at, Rule::SaidQuote));
            }
        }
        None
    }

    /// The end of an aside that opens at `at`, behind adjuncts from `start` on, and closes before
    /// "that": "said — on Twitter — that", "said in Oslo, where she lives, that".
    fn aside_end(&self, start: usize, at: usize, last: usize) -> Option<usize> {
        let Adjuncts(sentence) = self;
        let dash = at == start && sentence.is_mark(at, b'-');
        let relative = at > start
            && sentence.is_mark(at, b',')
            && (sentence.has(at + 1, Class::REL) || sentence.is_word(at + 1, "where"));
        if !dash && !relative {
            return None;
        }
        let mark = if dash { b'-' } else { b',' };
        let close = (at + 1..last).find(|&close| sentence.is_mark(close, mark))?;
        sentence.is_word(close + 1, "that").then_some(close + 1)
    }

    /// Behind the addressee: "told the board on Monday".
    pub(crate) fn addressee_end(&self, start: usize, last: usize) -> usize {
        let Adjuncts(sentence) = self;
        if sentence.has(start, Class::PERSONAL_PRONOUN) {
            return start + 1;
        }
        let mut at = start;
        while at < last && self.is_in_addressee(start, at) {
            at += 1;
        }
        while at < last && (self.is_time_or_adverb(at) || self.opens_own_time(at)) {
            at += 1;
        }
        at
    }

    /// Behind times and places: "said Monday in Oslo the plan". `None` if nothing but adjuncts
    /// follows.
    pub(crate) fn end(&self, start: usize, last: usize) -> Option<usize> {
        let Adjuncts(sentence) = self;
        let mut at = start;
        while at < last && self.is_time(at) {
            at += 1;
        }
        if at >= last {
            return None;
        }
        let place = sentence.is_plain(at, Class::PREP)
            && !sentence.is_any(at, &["of", "about"])
            && !self.is_infinitive(at);
        if !place {
            return Some(at);
        }
        // A subject behind the place opens the clause: "said in an interview he would go".
        let subject = (at + 1..last.min(at + SUBJECT_TOKENS)).find(|&position| {
            let pronoun =
                sentence.has(position, Class::PRONOUN) && !sentence.has(position, Class::REL);
            pronoun || sentence.is_mark(position, b',')
        })?;
        (!sentence.is_mark(subject, b',')).then_some(subject)
    }

    /// "to leave", not "to reporters".
    fn is_infinitive(&self, at: usize) -> bool {
        let Adjuncts(sentence) = self;
        let noun = Class::DET | Class::POSSESSIVE | Class::OBJECT | Class::ROLES;
        let verb = sentence
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.is_word() && !next.capital && !next.has(noun));
        sentence.is_word(at, "to") && verb
    }

    /// Whether the word at `at`, behind adjuncts from `start` on, belongs to a clause already.
    fn begins_clause(&self, start: usize, at: usize) -> bool {
        let Adjuncts(sentence) = self;
        let token = &sentence.tokens[at];
        // "a written statement"
        let attribute = at > start && sentence.has(at - 1, Class::NOUN_PHRASE_OPENER);
        let reports = at > start
            && !attribute
            && !token.capital
            && token
                .cue
                .is_some_and(|cue| !cue.noun && cue.form != Form::Base);
        let finite = token.plain(Class::ANY_VERB) && !token.has(Class::PREP);
        token.plain(Class::PRONOUN) || self.is_infinitive(at) || reports || finite
    }

    /// Whether "that" at `at` opens what is said. "the plan that" is a relative clause; "told the
    /// board that" is not known to be one.
    fn opens_that_clause(&self, start: usize, at: usize) -> bool {
        let Adjuncts(sentence) = self;
        let aside = sentence.is_mark(start, b',')
            && sentence.is_mark(at - 1, b',')
            && sentence.has(start + 1, Class::PREP);
        let dashes = sentence.is_mark(start, b'-') && sentence.is_mark(at - 1, b'-');
        at == start || aside || dashes || self.is_adjunct(start)
    }

    /// Whether adjuncts or the addressee can begin at `start`: with a preposition or a time, or
    /// with anything if the verb before takes an addressee.
    fn is_adjunct(&self, start: usize) -> bool {
        let Adjuncts(sentence) = self;
        let Some(first) = sentence.tokens.get(start) else {
            return false;
        };
        let tells = verb_before(*sentence, start, &[Frame::Tell, Frame::Urge]);
        // "late on Monday"
        let graded = sentence.is_any(start, &["late", "early"])
            && sentence.has(start + 1, Class::PREP | Class::TIME);
        tells || graded || first.has(Class::ADJUNCT_OPENER)
    }

    /// Whether the verb before `start` takes an object: "called the ferry: ..." announces nothing.
    fn takes_object(&self, start: usize) -> bool {
        verb_before(self.0, start, &[Frame::Object])
    }

    /// Whether the token at `at` belongs to the addressee that starts at `start`.
    fn is_in_addressee(&self, start: usize, at: usize) -> bool {
        let Adjuncts(sentence) = self;
        let token = &sentence.tokens[at];
        if token.kind == Kind::Possessive {
            return true;
        }
        if !token.is_word() {
            return false;
        }
        if token.capital {
            return true;
        }
        let determiner = token.has(Class::NOUN_PHRASE_OPENER);
        let joined = at > start && sentence.has(at - 1, Class::CONNECTIVE);
        if determiner && at > start && !joined {
            return false;
        }
        let time = token.has(Class::ADVERBIAL) && !determiner;
        let ends = Class::ANY_VERB | Class::PRONOUN | Class::SUBORD | Class::REL | Class::PREP;
        !time && !token.has(ends)
    }

    fn is_time_or_adverb(&self, at: usize) -> bool {
        self.0.has(at, Class::TIME) || self.0.is_plain(at, Class::ADVERB)
    }

    /// "on Monday", "this week", but not "this week's".
    fn opens_own_time(&self, at: usize) -> bool {
        let Adjuncts(sentence) = self;
        let possessive = sentence
            .tokens
            .get(at + 2)
            .is_some_and(|next| next.kind == Kind::Possessive);
        sentence.has(at + 1, Class::TIME) && sentence.has(at, Class::PHRASE_OPENER) && !possessive
    }

    /// A time, an adverb, or the word before a time: "on Monday".
    fn is_time(&self, at: usize) -> bool {
        let Adjuncts(sentence) = self;
        let time = sentence.has(at, Class::ADVERBIAL) && !sentence.has(at, Class::DET);
        // "said almost everybody": the adverb belongs to what is said.
        let degree = sentence.is_in(at, &lists::DEGREES) && !sentence.has(at + 1, Class::TIME);
        if degree {
            return false;
        }
        let opens = sentence.has(at + 1, Class::TIME)
            && sentence.has(at, Class::PHRASE_OPENER)
            && !sentence.is_capital(at);
        time || opens
    }
}

/// Whether the word before `start` is a form of a reporting verb of one of these frames.
fn verb_before(sentence: Sentence<'_>, start: usize, frames: &[Frame]) -> bool {
    start
        .checked_sub(1)
        .and_then(|at| sentence.cue(at))
        .is_some_and(|cue| frames.contains(&cue.frame))
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
    fn adjuncts_before_the_content_are_not_said() {
        check(
            "Anna Berg said Tuesday in Lindal that it sails.",
            "it sails",
        );
        check("Anna Berg told the harbour board it sails.", "it sails");
        check(
            "Anna Berg told the board on Monday that it sails.",
            "it sails",
        );
        check(
            "Anna Berg said in an interview she would go.",
            "she would go",
        );
        check("Anna Berg said late on Monday that it sails.", "it sails");
        check(
            "Anna Berg said in a written note in May that it sails.",
            "it sails",
        );
    }

    #[test]
    fn an_aside_before_that_is_not_said() {
        check("Anna Berg said — on Twitter — that it sails.", "it sails");
        check(
            "Anna Berg said in Lindal, where she lives, that it sails.",
            "it sails",
        );
    }

    #[test]
    fn an_adverb_of_degree_is_said() {
        check(
            "Anna Berg said more than 10 ships left.",
            "more than 10 ships left",
        );
        check("Anna Berg said today it sails.", "it sails");
    }
}
