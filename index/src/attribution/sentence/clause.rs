//! Where the clause ends that is reported.
//!
//! At the end of its sentence; before another report; where the subordinate or relative clause ends that the report itself
//! stands in; and before words on where and how it was said. Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::sentence::find::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::attribution::words::scan::Kind;
use crate::document::rule::Rule;

/// What kind of clause a report stands in, if not the main one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Embedding {
    Subordinate,
    Relative,
}

impl Sentence<'_> {
    /// "to leave", not "to reporters".
    fn infinitive(&self, at: usize) -> bool {
        self.is_word(at, "to")
            && !self.has(
                at + 1,
                Class::DET | Class::POSSESSIVE | Class::OBJECT | Class::ROLES,
            )
            && self
                .tokens
                .get(at + 1)
                .is_some_and(|token| token.is_word() && !token.capital)
    }

    /// Looks past adjuncts ("in a statement on Monday", "told the board") for what opens the content: "that", a colon, a
    /// quotation.
    pub(crate) fn adjunct_end(&self, start: usize, last: usize) -> Option<(usize, Rule)> {
        let limit = last.min(start + 22);
        let mut finite = false;
        for at in start..limit {
            let token = &self.tokens[at];
            if token.is_word() {
                let opens = self.is_word(at, "that");
                if opens {
                    // "the plan that" is a relative clause; "told the board that" is not known to be one.
                    let aside = self.mark(start, b',')
                        && self.mark(at - 1, b',')
                        && self.has(start + 1, Class::PREP);
                    if at + 1 >= last {
                        return None;
                    }
                    let told = at == start || self.is_adjunct(start, at) || aside;
                    return told.then_some((at + 1, Rule::SaidThat));
                }
                let other = at > start
                    && !token.capital
                    && token
                        .cue
                        .is_some_and(|cue| !cue.noun && cue.form != Form::Base);
                if token.plain(Class::PRONOUN) || self.infinitive(at) || other {
                    return None;
                }
                if token.has(Class::ANY_VERB) && !token.capital && !token.has(Class::PREP) {
                    finite = true;
                }
                if finite {
                    return None;
                }
            } else if token.is(b':') {
                let object = start > 0
                    && self.tokens[start - 1]
                        .cue
                        .is_some_and(|cue| cue.frame == Frame::Object);
                let speech = self
                    .tokens
                    .get(at + 1)
                    .is_some_and(|next| next.capital || next.is_quote());
                return (!finite && !object && speech && at + 1 < last)
                    .then_some((at + 1, Rule::SaidColon));
            } else if token.is(b'-') || token.is(b';') {
                return None;
            } else if token.is_quote() && at > start {
                let object = start > 0
                    && self.tokens[start - 1]
                        .cue
                        .is_some_and(|cue| cue.frame == Frame::Object);
                let introduced = !object && self.mark(at - 1, b',')
                    || token.end - token.start > 40 && self.is_adjunct(start, at);
                return introduced.then_some((at, Rule::SaidQuote));
            }
        }
        None
    }

    /// Whether `start..end` can be adjuncts or the one who is told: it opens with a preposition, a time, a person.
    fn is_adjunct(&self, start: usize, end: usize) -> bool {
        let Some(first) = self.tokens.get(start) else {
            return false;
        };
        let tells = start > 0
            && self.tokens[start - 1]
                .cue
                .is_some_and(|cue| matches!(cue.frame, Frame::Tell | Frame::Urge));
        tells || first.has(Class::ADJUNCT_OPENER) || end - start <= 2 && first.has(Class::ADVERB)
    }

    /// Behind the one who is told.
    pub(crate) fn addressee_end(&self, start: usize, last: usize) -> usize {
        let mut at = start;
        if self.has(at, Class::PERSONAL_PRONOUN) {
            return at + 1;
        }
        while at < last {
            let token = &self.tokens[at];
            let inside = match token.kind {
                Kind::Possessive => true,
                Kind::Word if token.capital => true,
                Kind::Word => {
                    let det = token.has(Class::NOUN_PHRASE_OPENER);
                    !(det && at > start && !self.has(at - 1, Class::CONNECTIVE))
                        && !(token.has(Class::ADVERBIAL) && !det)
                        && !token.has(
                            Class::PRONOUN
                                | Class::AUX
                                | Class::VERB
                                | Class::SUBORD
                                | Class::REL
                                | Class::PREP,
                        )
                }
                _ => false,
            };
            if !inside {
                break;
            }
            at += 1;
        }
        while at < last
            && (self.has(at, Class::TIME)
                || self.tokens[at].plain(Class::ADVERB)
                || self.has(at + 1, Class::TIME)
                    && self.has(at, Class::PHRASE_OPENER)
                    && !self
                        .tokens
                        .get(at + 2)
                        .is_some_and(|next| next.kind == Kind::Possessive))
        {
            at += 1;
        }
        at
    }

    /// Behind times and places: "said Monday in Oslo the plan". `None` if nothing but adjuncts follows.
    pub(crate) fn skip_adjuncts(&self, start: usize, last: usize) -> Option<usize> {
        let mut at = start;
        while at < last
            && (self.has(at, Class::ADVERBIAL) && !self.has(at, Class::DET)
                || self.has(at + 1, Class::TIME)
                    && self.has(at, Class::PHRASE_OPENER)
                    && !self.tokens[at].capital)
        {
            at += 1;
        }
        if at >= last {
            return None;
        }
        let adjunct = self.tokens[at].plain(Class::PREP)
            && !self.is_word(at, "of")
            && !self.is_word(at, "about")
            && !self.infinitive(at);
        if !adjunct {
            return Some(at);
        }
        // A subject behind the adjunct opens the clause: "said in an interview he would go".
        let subject = (at + 1..last.min(at + 14)).find(|&position| {
            self.has(position, Class::PRONOUN) && !self.has(position, Class::REL)
                || self.mark(position, b',')
        })?;
        if self.mark(subject, b',') {
            None
        } else {
            Some(subject)
        }
    }

    /// The content from `start` to the end of the clause.
    pub(crate) fn clause(&self, start: usize, rule: Rule) -> Option<(Range<usize>, Rule)> {
        let last = self.last();
        let mut start = start;
        while start < last
            && (!self.tokens[start].is_word()
                && !self.quote(start)
                && self.tokens[start].kind != Kind::Number
                || self.is_word(start, "that") && rule != Rule::SaidClause)
        {
            start += 1;
        }
        if start >= last {
            return None;
        }
        let full = |at: usize| {
            self.word(at)
                .trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}'])
                .ends_with(['.', ',', '!', '?'])
        };
        if self.quote(start)
            && full(start)
            && !self.short_quote(start)
            && !self.quote(start + 1)
            && !self.has(start + 1, Class::CONJ)
        {
            return Some((start..start + 1, rule));
        }
        let end = (start + 1..last)
            .find(|&at| self.ends_clause(at))
            .unwrap_or(last);
        let mut end = end.min(self.clause_limit(start, last));
        while end > start
            && !self.quote(end - 1)
            && !self.tokens[end - 1].is_word()
            && self.tokens[end - 1].kind != Kind::Number
            && !self.mark(end - 1, b')')
            && self.tokens[end - 1].kind != Kind::Possessive
        {
            end -= 1;
        }
        let end = self.without_circumstances(start, end);
        (end > start).then_some((start..end, rule))
    }

    /// "... in a tweet", "... during an interview on Sunday": where and how it was said is not what was said.
    fn without_circumstances(&self, start: usize, end: usize) -> usize {
        const WAYS: &[&str] = &[
            "interview",
            "tweet",
            "statement",
            "speech",
            "debate",
            "appearance",
            "email",
            "e-mail",
            "letter",
            "memo",
            "briefing",
            "op-ed",
            "twitter",
            "facebook",
            "rally",
            "tweets",
            "remarks",
        ];
        let floor = (start + 2).max(end.saturating_sub(9));
        (floor..end)
            .find(|&at| {
                let opens =
                    self.is_any(at, &["in", "during", "at", "on"]) && !self.tokens[at].capital;
                let named = self.is_any(at + 1, &["twitter", "facebook"]);
                let way = (at + 2..end.min(at + 5)).any(|next| self.is_any(next, WAYS));
                let article = self.is_any(at + 1, &["a", "an"]);
                opens && (named || article && way) && !(at..end).any(|next| self.quote(next))
            })
            .unwrap_or(end)
    }

    /// Where a report in a subordinate or relative clause must end, if `start` is the content of one.
    fn clause_limit(&self, start: usize, last: usize) -> usize {
        let Some(kind) = self.embedding(start) else {
            return last;
        };
        let found = (start + 1..last).find(|&at| match kind {
            Embedding::Subordinate => {
                self.mark(at, b',')
                    && self.tokens.get(at + 1).is_some_and(|next| {
                        next.is_word()
                            && (next.has(Class::PRONOUN | Class::DET | Class::POSSESSIVE)
                                || next.capital)
                            && !next.has(Class::REL | Class::PLACE | Class::TIME)
                    })
                    || self.quote(at)
                        && self.comma_inside(at)
                        && self
                            .tokens
                            .get(at + 1)
                            .is_some_and(|next| next.is_word() && !next.has(Class::CONJ))
            }
            Embedding::Relative => {
                self.mark(at, b',')
                    && self.tokens.get(at + 1).is_some_and(|next| {
                        next.is_word()
                            && !next.capital
                            && (next.has(Class::ANY_VERB) && !next.has(Class::PREP)
                                || next.cue.is_some_and(|cue| {
                                    matches!(cue.form, Form::Past | Form::Present)
                                }))
                    })
                    || self.tokens[at].cue.is_some_and(|cue| {
                        !cue.noun && matches!(cue.form, Form::Past | Form::Present)
                    }) && !self.tokens[at].capital
                        && self.has(at - 1, Class::ROLE | Class::ORG)
            }
        });
        match (kind, found) {
            (Embedding::Subordinate, Some(at)) if self.quote(at) => at + 1,
            (_, Some(at)) => at,
            (_, None) => last,
        }
    }

    /// Whether the report whose content begins at `start` stands in a subordinate or relative clause.
    pub(crate) fn is_embedded(&self, start: usize) -> bool {
        self.embedding(start).is_some()
    }

    /// In which kind of clause the report stands whose content begins at `start`.
    fn embedding(&self, start: usize) -> Option<Embedding> {
        const OPENERS: &[&str] = &[
            "while", "when", "if", "although", "though", "because", "since", "after", "before",
            "as", "once", "whenever",
        ];
        let floor = start.saturating_sub(16);
        for at in (floor..start).rev() {
            if !self.tokens[at].is_word()
                && !self.quote(at)
                && self.tokens[at].kind != Kind::Possessive
            {
                // "who, Berg said," keeps looking; any other mark ends the clause.
                return None;
            }
            if self.has(at, Class::REL) && at + 1 < start {
                return Some(Embedding::Relative);
            }
            let opens = self.is_any(at, OPENERS) && at + 2 < start;
            if opens
                && (at == 0
                    || !self.tokens[at - 1].is_word()
                    || self.has(at - 1, Class::CONJ | Class::ADVERB))
            {
                return Some(Embedding::Subordinate);
            }
        }
        None
    }

    /// Whether another report begins at `at`, so that what is said ends before it.
    fn ends_clause(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let comma = token.is(b',') || token.is(b'-') || token.is(b';');
        if at > 0
            && self.quote(at - 1)
            && self.comma_inside(at - 1)
            && token
                .cue
                .is_some_and(|cue| cue.form == Form::Ing && !cue.noun)
        {
            return true;
        }
        if at > 0
            && self.quote(at - 1)
            && self.comma_inside(at - 1)
            && token.is_word()
            && self.other_report(at)
        {
            return true;
        }
        if comma && self.other_report(at + 1) {
            return true;
        }
        if comma && self.is_word(at + 1, "according") {
            return true;
        }
        let mut next = at + 1;
        if comma && self.has(next, Class::CONJ) && !self.tokens[next].capital {
            next += 1;
        } else if !comma && !(token.is_word() && token.has(Class::CONJ) && !token.capital) {
            return false;
        } else if !comma && self.other_report(at) {
            return true;
        }
        while self.has(next, Class::ADVERB) && !self.has(next, Class::DET) {
            next += 1;
        }
        let Some(verb) = self.tokens.get(next) else {
            return false;
        };
        let Some(cue) = verb.cue else { return false };
        if verb.capital {
            return false;
        }
        let conjunction = !comma || next > at + 1;
        match cue.form {
            Form::Ing => comma && !cue.noun,
            Form::Past | Form::Present => conjunction && !cue.noun && cue.frame != Frame::Quote,
            Form::Base => false,
        }
    }

    /// "while other voters said", "but Berg said": a report with a subject of its own begins at `start`.
    fn other_report(&self, start: usize) -> bool {
        const OPENERS: &[&str] = &[
            "and", "but", "while", "though", "although", "whereas", "yet",
        ];
        let opened = self.is_any(start, OPENERS);
        if opened && self.is_word(start + 1, "when") && self.is_word(start + 2, "asked") {
            return true;
        }
        let from = if opened { start + 1 } else { start };
        let limit = self.tokens.len().min(from + if opened { 14 } else { 7 });
        for at in from..limit {
            let token = &self.tokens[at];
            if !token.is_word() && token.kind != Kind::Possessive && token.kind != Kind::Number {
                return false;
            }
            if let Some(cue) = token.cue
                && !token.capital
                && !cue.noun
                && at > from
                && matches!(cue.frame, Frame::Any | Frame::Clause | Frame::Tell)
                && (matches!(cue.form, Form::Past | Form::Present) || self.is_word(at, "say"))
            {
                return self.reports(at, cue);
            }
            if token.plain(Class::AUX | Class::VERB | Class::SUBORD | Class::REL)
                && !self.has(at, Class::PREP)
                && !(self.is_word(at, "has") || self.is_word(at, "have") || self.is_word(at, "had"))
            {
                return false;
            }
        }
        false
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
    fn circumstances_of_the_report_are_not_said() {
        check(
            "Anna Berg said Tuesday in Lindal that it sails.",
            "it sails",
        );
        check(
            "Anna Berg called the ferry a wreck in an interview Sunday.",
            "the ferry a wreck",
        );
        check("Anna Berg told the harbour board it sails.", "it sails");
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
    }

    #[test]
    fn a_subordinate_report_ends_with_its_clause() {
        check(
            "While Anna Berg said it sails, the captain stayed ashore.",
            "it sails",
        );
    }
}
