//! Whether the words behind a reporting verb are what was said.
//!
//! They are not where somebody denies having said them, where they are a thing and the verb needs a
//! clause, and where they are a mere time. Quoted words always are.

use std::ops::Range;

use crate::attribution::phrase::noun;
use crate::attribution::sentence::clause::Content;
use crate::attribution::sentence::lists;
use crate::attribution::sentence::report::Report;
use crate::attribution::sentence::shape::Shape;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::sentence::verb::VerbGroup;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Frame;
use crate::document::rule::Rule;

/// A report and the words behind its verb.
pub(crate) struct Said<'a> {
    sentence: Sentence<'a>,
    report: &'a Report,
    content: &'a Range<usize>,
    rule: Rule,
}

impl<'a> Said<'a> {
    /// The words that a rule takes for the content of `report`.
    pub(crate) fn new(
        sentence: Sentence<'a>,
        report: &'a Report,
        content: &'a Content,
    ) -> Said<'a> {
        let (content, rule) = content;
        Said {
            sentence,
            report,
            content,
            rule: *rule,
        }
    }

    /// Whether they were said.
    pub(crate) fn is_said(&self) -> bool {
        if self.sentence.has_quote(self.content) {
            return true;
        }
        if self.is_denied() || self.is_noun() || Shape(self.sentence).is_time(self.content) {
            return false;
        }
        match self.rule {
            // "proposed just that in May"
            Rule::SaidThat => {
                !self.sentence.is_plain(self.content.start, Class::PREP) || self.is_finite()
            }
            Rule::SaidClause => self.is_clause(),
            _ => true,
        }
    }

    /// "Opening remarks We begin at ten": a noun at the end of a heading, and the next line. What
    /// is said without a mark begins in lower case, unless a name or "I" comes first.
    fn is_noun(&self) -> bool {
        let (sentence, start) = (self.sentence, self.content.start);
        let function = Class::PRONOUN | Class::DET | Class::PREP | Class::AUX;
        self.report.cue.noun
            && self.rule == Rule::SaidClause
            && start == self.report.verb + 1
            && sentence.is_capital(start)
            && sentence.has(start, function)
            && !sentence.word(start).starts_with("I'")
            && !sentence.word(start).starts_with("I\u{2019}")
            && sentence.word(start) != "I"
    }

    /// "never said that": a clause whose verb is negated, unless it is a question or was denied.
    fn is_denied(&self) -> bool {
        let verb = self.report.verb;
        let negated = VerbGroup::new(self.sentence, verb).has_helper(Class::NEGATION);
        let denies = self.sentence.is_any(verb, &["deny", "denied", "denies"]);
        let clause = matches!(self.rule, Rule::SaidThat | Rule::SaidClause);
        negated && clause && !denies && !self.is_question()
    }

    /// Whether a clause without "that" is the content: it is finite if the verb needs that.
    fn is_clause(&self) -> bool {
        let sentence = self.sentence;
        let start = self.content.start;
        if self.is_other_object() || self.is_question_object() {
            return false;
        }
        if sentence.is_any(self.report.verb, &["call", "calls", "called", "calling"]) {
            return !self.is_telephoned();
        }
        let pronoun = sentence.has(start, Class::PRONOUN) && !sentence.has(start, Class::OBJECT);
        self.report.cue.frame != Frame::Clause
            || self.is_question()
            || pronoun
            || sentence.is_word(start, "to")
            || self.is_finite()
    }

    /// A handle, an object, or words that belong to the clause around the report.
    fn is_other_object(&self) -> bool {
        let sentence = self.sentence;
        let (start, end) = (self.content.start, self.content.end);
        // "She tweets @berg."
        let handle = self.content.len() == 1 && sentence.word(start).starts_with(['@', '#']);
        // "the things that Berg said about ships"
        let spoken = sentence.is_any(self.report.verb, &["said", "says", "say", "saying"])
            && sentence.is_any(start, &["about", "of"]);
        // "the gaps that she promised to bridge have grown"
        let infinitive =
            sentence.is_word(start, "to") && sentence.has(start + 2, Class::AUX) && start + 2 < end;
        // "if you watch what he said this week"
        let what = self.report.cue.frame != Frame::Object
            && self
                .report
                .block
                .start
                .checked_sub(1)
                .is_some_and(|before| sentence.is_word(before, "what"));
        // "Berg said nothing", "said nothing about it"
        let nothing = sentence.is_word(start, "nothing") && !self.is_finite();
        handle || spoken || infinitive || what || nothing
    }

    /// "asked a question", "asked him questions about the ship", "asked about them in May": the
    /// text leaves out what was asked.
    fn is_question_object(&self) -> bool {
        let sentence = self.sentence;
        let (start, end) = (self.content.start, self.content.end);
        if !sentence.is_any(self.report.verb, &["ask", "asks", "asked", "asking"]) {
            return false;
        }
        let object = Class::DET | Class::OBJECT | Class::PREP;
        let at = (start..end)
            .find(|&at| !sentence.has(at, object))
            .unwrap_or(end);
        let colon = (start..end).any(|at| sentence.is_mark(at, b':'));
        if sentence.is_any(at, &["question", "questions"]) && !colon {
            return true;
        }
        let shape = Shape(sentence);
        let pronoun = at > start && sentence.has(at - 1, Class::OBJECT);
        pronoun && (at == end || shape.is_time(&(at - 1..end)) || shape.is_time(&(at..end)))
    }

    /// "called Anna Berg": on the telephone.
    fn is_telephoned(&self) -> bool {
        let sentence = self.sentence;
        let (start, end) = (self.content.start, self.content.end);
        noun::right(sentence.text, sentence.tokens, start, end).is_some_and(|object| {
            object.end >= end && (object.head_is_name() || object.end - object.start == 1)
        })
    }

    /// "whether it sails", "anything about it".
    fn is_question(&self) -> bool {
        let start = self.content.start;
        self.sentence.is_in(start, &lists::QUESTION_WORDS)
            || self.sentence.is_word(start, "anything")
    }

    fn is_finite(&self) -> bool {
        Shape(self.sentence).is_finite(self.content)
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;
    use crate::document::rule::Rule;

    /// Checks what is said in `text`, by which rule; always by Anna Berg.
    fn check(text: &str, expected: &[(&str, Rule)]) {
        let found = attribute(&[text]);
        let said: Vec<(&str, Rule)> = found[0]
            .iter()
            .map(|found| (&text[found.range.clone()], found.rule))
            .collect();
        assert_eq!(said, expected, "{text}");
        for found in &found[0] {
            assert_eq!(found.speaker.as_deref(), Some("Anna Berg"), "{text}");
        }
    }

    #[test]
    fn what_is_denied_was_not_said() {
        check("Anna Berg did not say that the ferry stays.", &[]);
        check("Anna Berg never said the ferry stays.", &[]);
        check(
            "Anna Berg denied that the ferry stays.",
            &[("the ferry stays", Rule::SaidThat)],
        );
    }

    #[test]
    fn nothing_was_said() {
        check("Anna Berg said nothing.", &[]);
        check("Anna Berg said nothing about the ferry.", &[]);
        check(
            "Anna Berg said nothing would change.",
            &[("nothing would change", Rule::SaidClause)],
        );
    }

    #[test]
    fn a_heading_does_not_report_the_next_line() {
        check("Opening remarks We begin with coffee in the hall.", &[]);
        check(
            "Anna Berg claims the ferry will stay.",
            &[("the ferry will stay", Rule::SaidClause)],
        );
    }

    #[test]
    fn a_verb_of_clauses_takes_no_thing() {
        check("Anna Berg declared victory.", &[]);
        check("Anna Berg claimed the prize for crossing oceans.", &[]);
        check(
            "Anna Berg declared the ferry would stay.",
            &[("the ferry would stay", Rule::SaidClause)],
        );
    }

    #[test]
    fn a_question_or_a_call_has_no_content() {
        check("Anna Berg asked him a question.", &[]);
        check("Anna Berg called Otto Holm.", &[]);
    }
}
