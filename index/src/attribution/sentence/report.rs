//! Which words of a sentence report.
//!
//! A reporting verb reports if it is active, says that something was said rather than that it might be, has a subject, and
//! is no noun here. Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::phrase::noun::Phrase;
use crate::attribution::sentence::find::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Form, Frame};
use crate::attribution::words::scan::{Kind, Token};

/// Where a verb stands, with its auxiliaries and adverbs, and who does it.
pub(crate) struct Report {
    pub(crate) verb: usize,
    pub(crate) cue: Cue,
    /// First token of source and verb together, and the one behind them.
    pub(crate) block: Range<usize>,
    pub(crate) source: Option<Phrase>,
    pub(crate) inverted: bool,
    pub(crate) participle: bool,
    /// The verb is joined to one before it, or stands in a relative clause: nothing before it is its content.
    pub(crate) dependent: bool,
}

impl Sentence<'_> {
    /// Position of the first of the auxiliaries and adverbs right before the verb at `verb`.
    pub(crate) fn group_start(&self, verb: usize) -> usize {
        let mut start = verb;
        while start > 0 {
            let token = &self.tokens[start - 1];
            let helps = token.is_word()
                && !token.capital
                && (token.has(Class::AUX)
                    || token.has(Class::NEGATION)
                    || token.has(Class::ADVERBIAL) && !token.has(Class::DET)
                    || self.is_word(start - 1, "both"));
            if helps {
                start -= 1;
                continue;
            }
            // "Berg on Monday said", "Berg late Monday night said"
            let month = token.capital
                && !self.has(start - 1, Class::GIVEN)
                && start > 1
                && self.tokens[start - 2].capital
                && self.word(start - 1).len() <= 4;
            let time = token.is_word()
                && token.has(Class::TIME)
                && !token.has(Class::GIVEN)
                && !month
                && start > 1;
            if time {
                let mut from = start - 1;
                while from > 1
                    && self.has(from - 1, Class::ADVERBIAL)
                    && !self.has(from - 1, Class::DET)
                {
                    from -= 1;
                }
                if from > 1 && self.is_any(from - 1, &["on", "in", "this", "last", "late", "early"])
                {
                    from -= 1;
                }
                if from > 1 && self.is_any(from - 1, &["on", "in"]) {
                    from -= 1;
                }
                start = from;
                continue;
            }
            break;
        }
        start
    }

    /// Whether the word at `at` reports here: a verb, active, with a subject.
    pub(crate) fn reports(&self, at: usize, cue: Cue) -> bool {
        let token = &self.tokens[at];
        if token.capital && at > 0 {
            return false;
        }
        if at == 0 {
            let said = matches!(cue.form, Form::Past | Form::Present)
                && self.tokens.get(1).is_some_and(|next| next.capital)
                && (self.tokens[1..].iter().take(24).any(Token::is_quote)
                    || self.tokens.last().is_some_and(|last| last.is(b':')));
            return cue.form == Form::Ing && !cue.noun
                || said && !cue.noun && self.inverted_source(0).is_some();
        }
        let before = &self.tokens[at - 1];
        // "quips/quotes/photos": words side by side.
        if before.is(b'/') || self.mark(at + 1, b'/') {
            return false;
        }
        if before.kind == Kind::Possessive
            || before.is_word()
                && before.has(Class::NOUN_PHRASE_OPENER)
                && !before.has(Class::PRONOUN | Class::ADVERB)
                && !self.is_any(
                    at - 1,
                    &[
                        "all", "half", "another", "others", "some", "many", "most", "one",
                        "several", "both",
                    ],
                )
                && !self.relative_that(at - 1)
        {
            return false;
        }
        if self.is_word(at, "think")
            && (self.is_word(at + 1, "tank") || self.is_word(at + 1, "tanks"))
        {
            return false;
        }
        if cue.frame == Frame::About
            && (self.particle(at).is_none() || self.is_word(at, "pointing"))
        {
            return false;
        }
        let group = self.group_start(at);
        if before.is_word()
            && before.has(Class::PREP)
            && !before.capital
            && !before.has(Class::ADVERB)
        {
            let to = self.is_word(at - 1, "to")
                && cue.form == Form::Base
                && at >= 2
                && self.takes_infinitive(at - 2);
            let by = cue.form == Form::Ing
                && self.is_any(at - 1, &["in", "by", "while", "after", "before"]);
            return to
                || by
                    && !cue.noun
                    && matches!(cue.frame, Frame::Any | Frame::Clause | Frame::Tell);
        }
        if before.has(Class::SUBORD | Class::CONJ) && self.is_word(at - 1, "when")
            || self.is_word(at - 1, "if")
            || self.is_word(at - 1, "as")
        {
            return false;
        }
        // "praised by", "add to the trouble": no report.
        if cue.form == Form::Past && self.is_word(at + 1, "by") && group == at
            || self.is_word(at, "adds") && self.is_word(at + 1, "to")
            || self.is_word(at, "add") && self.is_word(at + 1, "to")
        {
            return false;
        }
        let helpers = &self.tokens[group..at];
        if helpers
            .iter()
            .any(|token| token.has(Class::MODAL) && self.doubts(token))
        {
            return false;
        }
        // "more pledged delegates", "whose state"
        if self.is_word(at - 1, "more")
            || self.is_word(at - 1, "most")
            || self.is_word(at - 1, "whose")
        {
            return false;
        }
        let be = helpers.iter().any(|token| token.has(Class::BE));
        let after_have = helpers
            .iter()
            .any(|token| token.has(Class::AUX) && !token.has(Class::BE));
        // "Jobs report gives", "Southern states that have": a noun before a finite verb.
        let next = at + 1 + usize::from(self.is_word(at + 1, "that"));
        if cue.noun
            && matches!(cue.form, Form::Base | Form::Present)
            && self
                .tokens
                .get(next)
                .is_some_and(|next| next.plain(Class::ANY_VERB) && !next.has(Class::PREP))
        {
            return false;
        }
        match cue.form {
            Form::Past if be => false,
            Form::Base => {
                let modal = helpers.iter().any(|token| {
                    token.has(Class::MODAL)
                        || matches!(
                            self.text[token.start..token.end]
                                .to_ascii_lowercase()
                                .as_str(),
                            "do" | "did"
                                | "does"
                                | "didn't"
                                | "don't"
                                | "doesn't"
                                | "didn’t"
                                | "don’t"
                                | "doesn’t"
                        )
                });
                modal || self.plural_before(group)
            }
            Form::Past => {
                !(cue.noun && !matches!(cue.frame, Frame::Any | Frame::Clause))
                    || after_have
                    || self.subject_before(group)
            }
            Form::Present => !cue.noun || self.subject_before(group) && self.singular_before(group),
            Form::Ing => {
                let progressive = be;
                progressive
                    || before.plain(Class::TEXT) && !cue.noun
                    || before.is(b',')
                    || before.is(b'-')
                    || before.has(Class::CONJ)
                    || before.is_quote()
                    || group < at
            }
        }
    }

    /// "that" behind a noun for people, a body or a text: "a video that said".
    pub(crate) fn relative_that(&self, at: usize) -> bool {
        self.is_word(at, "that") && at > 0 && self.has(at - 1, Class::SOURCE_NOUN)
    }

    /// "could say", "might say": nobody said it.
    fn doubts(&self, token: &Token) -> bool {
        const DOUBTS: &[&str] = &[
            "could",
            "should",
            "may",
            "might",
            "must",
            "can",
            "shall",
            "cannot",
            "can't",
            "can\u{2019}t",
            "couldn't",
            "couldn\u{2019}t",
        ];
        DOUBTS
            .iter()
            .any(|word| self.text[token.start..token.end].eq_ignore_ascii_case(word))
    }

    /// "declined to say", "went on to say".
    fn takes_infinitive(&self, at: usize) -> bool {
        const VERBS: &[&str] = &[
            "declined",
            "goes",
            "went",
            "refused",
            "continued",
            "continues",
            "began",
            "proceeded",
            "on",
            "declines",
            "refuses",
            "rushed",
            "failed",
            "quick",
            "careful",
        ];
        self.is_any(at, VERBS)
    }

    /// A clear subject ends before `end`: a pronoun, a name, a noun for people or a body.
    fn subject_before(&self, end: usize) -> bool {
        let Some(token) = end.checked_sub(1).map(|at| &self.tokens[at]) else {
            return false;
        };
        match token.kind {
            Kind::Word => {
                token.capital && !(end == 1 && token.has(Class::COMMON))
                    || token.has(Class::SOURCE_NOUN | Class::PRONOUN | Class::REL)
            }
            Kind::Mark(b')') => true,
            Kind::Mark(b',') => true,
            _ => false,
        }
    }

    /// A noun in -s that is a verb here has a singular subject with an article or a name: "the paper reports", not "news
    /// reports", "Rust Belt states".
    fn singular_before(&self, end: usize) -> bool {
        let token = &self.tokens[end - 1];
        let says = self.is_word(end + 1, "that") || self.quote(end + 1) || self.mark(end + 1, b':');
        // "the issue of Treasury notes", "Treasury notes of every sort": things, not what somebody notes.
        let body = token.capital && token.has(Class::ORG);
        let of_these = body && end >= 2 && self.is_word(end - 2, "of");
        let goes_on = self.is_any(end + 1, &["of", "which", "whose"]);
        if !says && (of_these || goes_on && !token.has(Class::PRONOUN)) {
            return false;
        }
        if self.is_word(end, "states") && !says {
            return false;
        }
        // "Democratic calls": an adjective, though written like a name.
        let adjective = token.capital
            && !self.is_word(end + 1, "that")
            && ["ic", "ican", "ish", "ese"]
                .iter()
                .any(|ending| self.word(end - 1).ends_with(ending));
        if adjective {
            return false;
        }
        if token.has(Class::ROLES) || token.plain(Class::TEXT | Class::ORG) {
            return self.tokens[end.saturating_sub(5)..end]
                .iter()
                .any(|token| token.has(Class::NOUN_PHRASE_OPENER))
                && !token.has(Class::ROLES);
        }
        true
    }

    fn plural_before(&self, end: usize) -> bool {
        let Some(at) = end.checked_sub(1) else {
            return false;
        };
        let token = &self.tokens[at];
        let singular = self.is_any(at, &["he", "she", "it"]);
        let noun = self.tokens[end].cue.is_some_and(|cue| cue.noun);
        token.is_word()
            && (token.has(Class::ROLES)
                || token.has(Class::PRONOUN | Class::REL) && !singular
                || self.word(at).ends_with('s') && !token.has(Class::AUX) && !noun
                || token.capital && at > 0 && !noun)
            || token.is(b',') && !noun
    }

    /// The preposition that a verb like "spoke" needs, and the position behind it.
    pub(crate) fn particle(&self, verb: usize) -> Option<usize> {
        let allowed: &[&str] = match self.word(verb).as_bytes().first()?.to_ascii_lowercase() {
            b's' | b't' => &["about", "of", "out", "up"],
            b'p' => &["to", "out"],
            b'c' | b'b' => &["about", "that", "of"],
            _ => &["to", "at", "that", "about"],
        };
        allowed
            .iter()
            .any(|word| self.is_word(verb + 1, word))
            .then_some(verb + 2)
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks how many things are said in `text`.
    fn check(text: &str, expected: usize) {
        assert_eq!(attribute(&[text])[0].len(), expected, "{text}");
    }

    #[test]
    fn nouns_passives_and_doubts_do_not_report() {
        check(
            "The ferry reports of the board, its claims and its calls are old.",
            0,
        );
        check("The ferry was called a wreck.", 0);
        check("Anna Berg could say that it sails.", 0);
        check("Anna Berg was criticized by the board.", 0);
        check("A ship called Spring sails.", 0);
        check("The amount of Treasury notes issued is small.", 0);
        check("All issues of Harbour notes of every sort are old.", 0);
    }

    #[test]
    fn verbs_with_a_subject_report() {
        check("The board claims that it sails.", 1);
        check("The mayor of Lindalen claims that it sails.", 1);
        check("The Bank of England notes that it sails.", 1);
        check("Anna Berg reports from Lindalen that it sails.", 1);
        check("He's said that it sails.", 1);
        check("Anna Berg on Monday said it sails.", 1);
        check("Anna Berg went on to say that it sails.", 1);
        check("Anna Berg declined to say if it sails.", 1);
    }
}
