//! Which phrase of a sentence is the source of a report.
//!
//! It is before the verb ("Berg said", "Berg, the mayor, said", "Berg, who ..., said"), behind it
//! (", said Berg"), or is that of the verb before ("Berg rose and said", "Berg rose, saying").
//! Positions are tokens of the sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::phrase::subject::subject;
use crate::attribution::sentence::apposition::Apposition;
use crate::attribution::sentence::doer::Doer;
use crate::attribution::sentence::finding::Finding;
use crate::attribution::sentence::inversion::Inversion;
use crate::attribution::sentence::participle::Participle;
use crate::attribution::sentence::report::{Link, Report};
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::sentence::verb::VerbGroup;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Form};
use crate::document::rule::Rule;

/// An adjunct between a conjunction and its verb is shorter.
const ADJUNCT_TOKENS: usize = 8;

/// How near behind the verb a quotation must be to show that the words were said.
const QUOTE_TOKENS: usize = 7;

/// The same for a participle, which is often nothing but an attribute.
const PARTICIPLE_QUOTE_TOKENS: usize = 3;

/// A verb that reports and whose source is to be found.
pub(crate) struct SourceSearch<'a> {
    sentence: Sentence<'a>,
    verb: usize,
    cue: Cue,
    /// First token of the verb group; that of "went on to say" begins with "went".
    group: usize,
    /// What the verbs before it report.
    found: &'a [Finding],
}

impl<'a> SourceSearch<'a> {
    /// The verb at `verb`, which the lexicon gives as `cue`, behind the reports in `found`.
    pub(crate) fn new(
        sentence: Sentence<'a>,
        verb: usize,
        cue: Cue,
        found: &'a [Finding],
    ) -> SourceSearch<'a> {
        let infinitive = verb > 0 && sentence.is_word(verb - 1, "to");
        let first = if infinitive {
            infinitive_start(sentence, verb)
        } else {
            verb
        };
        SourceSearch {
            sentence,
            verb,
            cue,
            group: VerbGroup::new(sentence, first).start,
            found,
        }
    }

    /// The report with its source. `None` if the verb turns out not to report.
    pub(crate) fn report(&self) -> Option<Report> {
        if self.is_participle() {
            return self.participle();
        }
        let apposed = self.apposed();
        if let Some(report) = self.inverted(apposed) {
            return Some(report);
        }
        if let Some(source) = apposed {
            return Some(self.with_source(source, Link::Subject));
        }
        let last = self.group.checked_sub(1)?;
        let before = &self.sentence.tokens[last];
        if before.is_word() && before.plain(Class::CONJ) {
            return self.joined();
        }
        let relative = before.is_word() && before.has(Class::REL);
        if relative || self.sentence.is_relative_that(last) {
            return self.relative();
        }
        if self.is_behind_adjunct() {
            return self.joined();
        }
        let source = Doer::new(self.sentence, self.verb, self.cue, self.group).source()?;
        Some(self.with_source(source, Link::Subject))
    }

    fn is_participle(&self) -> bool {
        let progressive = self.sentence.tokens[self.group..self.verb]
            .iter()
            .any(|token| token.has(Class::BE));
        self.cue.form == Form::Ing && !progressive
    }

    /// "Berg rose, saying": the source may be unknown if a quotation follows.
    fn participle(&self) -> Option<Report> {
        let participle = Participle::new(self.sentence, self.group);
        let source = if self.verb == 0 {
            participle.subject_after_comma()
        } else if let Some(own) = participle.subject_behind_with() {
            Some(own)
        } else if let Some(outer) = self.outer_finding() {
            outer.source
        } else {
            participle.subject()
        };
        let quoted = self
            .sentence
            .has_quote_near(self.verb + 1, PARTICIPLE_QUOTE_TOKENS);
        (source.is_some() || quoted).then(|| Report {
            verb: self.verb,
            cue: self.cue,
            block: self.group..self.verb + 1,
            source,
            link: Link::Participle,
        })
    }

    /// The last report that is not inside the content of another one. "Berg said the ferry tells a
    /// tale, adding": the ferry's tale is inside what Berg says, so that it is Berg who adds.
    fn outer_finding(&self) -> Option<&Finding> {
        let is_inside = |finding: &Finding| {
            let start = finding.cue.start;
            self.found.iter().any(|other| {
                other.cue.start < start && other.content.contains(&start) && other.source.is_some()
            })
        };
        self.found.iter().rev().find(|finding| !is_inside(finding))
    }

    /// "Berg, the mayor, said": the source before an apposition that closes right before the verb.
    fn apposed(&self) -> Option<Phrase> {
        let close = self.group.checked_sub(1)?;
        let title = self.sentence.is_short_quote(close) && self.sentence.ends_in_comma(close);
        if !self.sentence.is_comma_or_dash(close) && !title {
            return None;
        }
        Apposition(self.sentence).source_before(close)
    }

    /// "..., said Berg", behind what is said or at the head of the sentence.
    fn inverted(&self, apposed: Option<Phrase>) -> Option<Report> {
        let behind_content = self.group.checked_sub(1).is_none_or(|last| {
            self.sentence.is_quote(last) || self.sentence.is_comma_or_dash(last)
        });
        if !behind_content || self.group != self.verb {
            return None;
        }
        let inversion = Inversion::new(self.sentence, self.verb);
        let (source, end) = inversion.described_source(apposed)?;
        Some(Report {
            verb: self.verb,
            cue: self.cue,
            block: self.group..end,
            source: Some(source),
            link: Link::Inverted,
        })
    }

    /// "Berg rose and said": the source of the verb before.
    fn joined(&self) -> Option<Report> {
        let last = self.group - 1;
        let before = self
            .found
            .iter()
            .rev()
            .find(|finding| finding.rule != Rule::AccordingTo);
        let source = match before {
            Some(finding) => finding.source,
            None => subject(self.sentence.text, self.sentence.tokens, last),
        };
        Some(Report {
            verb: self.verb,
            cue: self.cue,
            block: last..self.verb + 1,
            source: Some(source?),
            link: Link::Dependent,
        })
    }

    /// "Berg rose, but in a later letter said": a conjunction and an adjunct before the verb, and
    /// no subject between.
    fn is_behind_adjunct(&self) -> bool {
        let sentence = self.sentence;
        let floor = self.group.saturating_sub(ADJUNCT_TOKENS);
        let Some(conjunction) = (floor..self.group)
            .rev()
            .find(|&at| sentence.is_plain(at, Class::CONJ))
        else {
            return false;
        };
        let opener = conjunction + 1;
        if !sentence.is_any(opener, &["at", "during", "in"]) || self.found.is_empty() {
            return false;
        }
        let object = noun::left(sentence.text, sentence.tokens, self.group, opener + 1);
        object.is_some_and(|object| {
            let fills = |at: usize| sentence.is_plain(at, Class::ADVERBIAL | Class::DET);
            let is_whole = (opener + 1..object.start).all(fills);
            is_whole && matches!(object.head, Head::Common(_))
        })
    }

    /// "Berg, who said": the phrase before the relative pronoun.
    fn relative(&self) -> Option<Report> {
        let sentence = self.sentence;
        let pronoun = self.group - 1;
        let comma = pronoun > 0 && sentence.is_mark(pronoun - 1, b',');
        let end = pronoun - usize::from(comma);
        let source = noun::left(sentence.text, sentence.tokens, end, 0)?;
        let source = Apposition(sentence).described_by(source).unwrap_or(source);
        // "a professor who once predicted a storm" tells who somebody is, unless a quotation
        // follows.
        let background = matches!(source.head, Head::Common(_))
            && sentence.tokens[pronoun].has(Class::REL)
            && !sentence.has_quote_near(self.verb + 1, QUOTE_TOKENS);
        (!background).then(|| self.with_source(source, Link::Dependent))
    }

    /// The report of a source before the verb.
    fn with_source(&self, source: Phrase, link: Link) -> Report {
        Report {
            verb: self.verb,
            cue: self.cue,
            block: source.start..self.verb + 1,
            source: Some(source),
            link,
        }
    }
}

/// The verb before an infinitive: "went" of "went on to say", "declined" of "declined to say".
fn infinitive_start(sentence: Sentence<'_>, verb: usize) -> usize {
    let on = sentence.is_word(verb.saturating_sub(2), "on");
    verb.saturating_sub(if on { 3 } else { 2 })
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks the source of the first thing said in `text`: the person, else the words.
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
    fn a_second_verb_has_the_source_of_the_first() {
        check("Anna Berg rose and said it sails.", "Anna Berg");
        check("Anna Berg rose, saying it sails.", "Anna Berg");
        let text = "Anna Berg said it sails, but in a later letter said it sinks.";
        for found in &attribute(&[text])[0] {
            assert_eq!(found.speaker.as_deref(), Some("Anna Berg"), "{text}");
        }
    }

    #[test]
    fn a_relative_clause_reports_for_the_phrase_before_it() {
        check("They met Anna Berg, who said that it sails.", "Anna Berg");
    }
}
