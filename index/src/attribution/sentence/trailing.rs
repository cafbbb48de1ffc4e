//! What is said behind the verb: "Berg said that ...", "said, \"...\"", "The plan, Berg said, was".
//!
//! Positions are tokens of the sentence.

use crate::attribution::sentence::adjunct::Adjuncts;
use crate::attribution::sentence::clause::{Clause, Content};
use crate::attribution::sentence::lists;
use crate::attribution::sentence::report::{Link, Report};
use crate::attribution::sentence::shape::Shape;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::sentence::verb::behind_particle;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::attribution::words::scan::Kind;
use crate::document::rule::Rule;

/// How far behind its first word the subject of "mending the ferry will take" may reach.
const GERUND_TOKENS: usize = 12;

/// The words behind a report.
pub(crate) struct Trailing<'a> {
    sentence: Sentence<'a>,
    report: &'a Report,
    /// The first of them.
    start: usize,
    /// Whether a quotation before the report is its content already.
    has_leading_quote: bool,
}

impl<'a> Trailing<'a> {
    /// The words behind `report`, from `start` on.
    pub(crate) fn new(
        sentence: Sentence<'a>,
        report: &'a Report,
        start: usize,
        has_leading_quote: bool,
    ) -> Trailing<'a> {
        Trailing {
            sentence,
            report,
            start,
            has_leading_quote,
        }
    }

    /// What is said in them.
    pub(crate) fn content(&self) -> Option<Content> {
        let sentence = self.sentence;
        let last = sentence.last();
        let frame = self.report.cue.frame;
        if self.start >= last {
            return None;
        }
        if frame == Frame::About {
            return self.object_of_particle(last);
        }
        // Straight to a quotation: said, "..." and said: "..."
        let next = (self.start..last)
            .find(|&at| !sentence.is_comma_or_dash(at) && !self.is_colon_or_ellipsis(at))
            .unwrap_or(last);
        // "told \"Lindal Today,\"": the title of a programme.
        let title = matches!(frame, Frame::Tell | Frame::Object)
            && next == self.start
            && sentence.is_title(next);
        if sentence.is_quote(next) && !title {
            return self.clause(next, Rule::SaidQuote);
        }
        if (self.start..next).any(|at| sentence.is_mark(at, b':')) {
            return self.clause(next, Rule::SaidColon);
        }
        if let Some((start, rule)) = self.behind_adjuncts(last) {
            return self.clause(start, rule);
        }
        let needs_opener = matches!(frame, Frame::Quote | Frame::That);
        let parenthesis = frame == Frame::That && self.report.is_between_commas(sentence);
        if parenthesis && !self.has_leading_quote {
            let resumed = self.resumed(self.start + 1);
            return resumed.filter(|(content, _)| Shape(sentence).is_finite(content));
        }
        // "pledged to work with both towns"
        let pledges = sentence.is_in(self.report.verb, &lists::PLEDGES)
            && sentence.is_word(self.start, "to")
            && !sentence.has(self.start + 1, Class::NOUN_PHRASE_OPENER);
        if pledges && !self.has_leading_quote {
            return self.clause(self.start, Rule::SaidClause);
        }
        if self.has_leading_quote || needs_opener || self.report.link == Link::Inverted {
            return None;
        }
        self.clause_behind_verb(last)
    }

    /// "spoke of the ferry"; "pointed out in December, \"...\"", where only a quotation is content.
    fn object_of_particle(&self, last: usize) -> Option<Content> {
        let sentence = self.sentence;
        let start = behind_particle(sentence, self.report.verb)?;
        let object = sentence.tokens.get(start).is_some_and(|token| {
            let noun = !token.has(Class::PREP) || token.has(Class::SUBORD);
            token.is_quote() || (token.is_word() && noun)
        });
        if object {
            return self.clause(start, Rule::SaidAbout);
        }
        let (start, rule) = Adjuncts(sentence).content_start(start, last)?;
        if rule != Rule::SaidQuote {
            return None;
        }
        self.clause(start, rule)
    }

    /// Where the content begins behind adjuncts alone: said in Oslo, "..."; said on Monday: "..."
    fn behind_adjuncts(&self, last: usize) -> Option<(usize, Rule)> {
        let sentence = self.sentence;
        let (start, rule) = Adjuncts(sentence).content_start(self.start, last)?;
        let quote_frame = self.report.cue.frame == Frame::Quote;
        let verb = start > self.start + 1 && Shape(sentence).is_finite(&(start..start + 1));
        let rejected = match rule {
            Rule::SaidThat => self.has_leading_quote || quote_frame || verb,
            Rule::SaidQuote => self.has_leading_quote && sentence.is_title(start),
            _ => false,
        };
        (!rejected).then_some((start, rule))
    }

    /// A clause that neither a word nor a mark introduces.
    fn clause_behind_verb(&self, last: usize) -> Option<Content> {
        let sentence = self.sentence;
        let start = self.start;
        if sentence.is_comma_or_dash(start) {
            return self.resumed(start + 1);
        }
        if sentence.has(start, Class::CONJ) {
            return None;
        }
        let frame = self.report.cue.frame;
        // "cited in the Herald": a participle; but "called for", "called on".
        let attribute = frame == Frame::Object
            && sentence.has(start, Class::PREP)
            && !sentence.has(start, Class::DET)
            && !sentence.is_any(start, &["for", "on", "upon"]);
        if attribute {
            return None;
        }
        let start = match frame {
            Frame::Tell | Frame::Urge => {
                let behind = Adjuncts(sentence).addressee_end(start, last);
                if behind < last && sentence.is_comma_or_dash(behind) {
                    return self.resumed(behind + 1);
                }
                let topic = sentence.is_any(behind, &["about", "to", "of", "for"]);
                let place = frame == Frame::Tell
                    && sentence.has(behind, Class::PREP)
                    && !sentence.is_capital(behind)
                    && !topic;
                if behind >= last || place {
                    return None;
                }
                behind
            }
            Frame::Any | Frame::Clause => Adjuncts(sentence).end(start, last)?,
            _ => start,
        };
        self.clause(start, Rule::SaidClause)
    }

    /// "The plan, Berg said, was dead": what goes on behind a report between commas.
    fn resumed(&self, start: usize) -> Option<Content> {
        let sentence = self.sentence;
        let before = self.report.block.start.checked_sub(1)?;
        let aside = sentence.tokens.get(start).is_none_or(|token| {
            let ing = token.is_word() && sentence.word(start).ends_with("ing");
            let participle = ing && !self.is_gerund_subject(start);
            let reports = token.cue.is_some_and(|cue| cue.form == Form::Ing);
            token.has(Class::REL) || participle || reports
        });
        if aside || !sentence.is_comma_or_dash(before) {
            return None;
        }
        self.clause(start, Rule::Split)
    }

    /// "mending it will take a year": a word in -ing with a verb of its own behind it is the
    /// subject of what is said.
    fn is_gerund_subject(&self, start: usize) -> bool {
        let sentence = self.sentence;
        let end = sentence.last().min(start + GERUND_TOKENS);
        let stops = Class::REL | Class::SUBORD;
        (start + 1..end)
            .take_while(|&at| {
                let token = &sentence.tokens[at];
                let part = token.is_word() || token.kind == Kind::Possessive;
                part && !token.plain(stops) && !sentence.is_word(at, "that")
            })
            .any(|at| sentence.is_plain(at, Class::MODAL | Class::BE))
    }

    fn clause(&self, start: usize, rule: Rule) -> Option<Content> {
        Clause(self.sentence).content(start, rule)
    }

    fn is_colon_or_ellipsis(&self, at: usize) -> bool {
        self.sentence.is_mark(at, b':') || self.sentence.is_mark(at, b'~')
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks what is said in `text`.
    fn check(text: &str, expected: &[&str]) {
        let found = attribute(&[text]);
        let said: Vec<&str> = found[0]
            .iter()
            .map(|utterance| &text[utterance.range.clone()])
            .collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn a_title_behind_told_is_not_the_whole_content() {
        check(
            "Anna Berg told \"Lindal Today\" she would sail.",
            &["\"Lindal Today\" she would sail", "\"Lindal Today\""],
        );
    }

    #[test]
    fn a_quotation_follows_adjuncts() {
        check(
            "Anna Berg said in Lindal on Monday, \"We sail at noon.\"",
            &["\"We sail at noon.\""],
        );
        check(
            "Anna Berg pointed out in December, \"We sail at noon.\"",
            &["\"We sail at noon.\""],
        );
    }

    #[test]
    fn a_gerund_can_be_the_subject_of_what_is_said() {
        check(
            "If it sinks, Anna Berg said, raising it will take a year.",
            &["If it sinks", "raising it will take a year"],
        );
        check(
            "The ferry sails, Anna Berg said, smiling.",
            &["The ferry sails"],
        );
    }

    #[test]
    fn a_pledge_is_an_infinitive() {
        check("Anna Berg pledged to mend it.", &["to mend it"]);
    }

    #[test]
    fn a_participle_behind_its_verb_is_not_said() {
        check("Anna Berg, cited in the Herald, left.", &[]);
    }
}
