//! The source right before its verb: "Anna Berg said".
//!
//! A form of a reporting verb behind a noun often describes the noun instead ("a party called
//! Spring"); then there is no report. Positions are tokens of the sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::phrase::subject::subject;
use crate::attribution::sentence::apposition::Apposition;
use crate::attribution::sentence::far_subject::far_subject;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Form, Frame};
use crate::attribution::words::scan::Kind;

/// How near behind the verb a quotation must be to show that the words were said.
const QUOTE_TOKENS: usize = 7;

/// How far a relative clause may run between its pronoun and an infinitive in it.
const RELATIVE_TOKENS: usize = 12;

/// A verb group with its subject right before it.
pub(crate) struct Doer<'a> {
    sentence: Sentence<'a>,
    verb: usize,
    cue: Cue,
    /// First token of the verb group.
    group: usize,
}

impl<'a> Doer<'a> {
    /// The verb at `verb`, which the lexicon gives as `cue`, with helpers from `group` on.
    pub(crate) fn new(sentence: Sentence<'a>, verb: usize, cue: Cue, group: usize) -> Doer<'a> {
        Doer {
            sentence,
            verb,
            cue,
            group,
        }
    }

    /// The source. `None` if there is none or the verb does not report.
    pub(crate) fn source(&self) -> Option<Phrase> {
        let sentence = self.sentence;
        if let Some(subject) = far_subject(sentence, self.group) {
            // "Anna Berg, the pilot who owns the ship said"
            let named = self.named_before_apposition(subject, &["a", "an", "the"]);
            return Some(named.unwrap_or(subject));
        }
        let phrase = noun::left(
            sentence.text,
            sentence.tokens,
            self.group,
            self.clause_start(),
        )?;
        let source = self.subject_beyond(phrase)?;
        let attribute = self.cue.form == Form::Past
            && self.group == self.verb
            && (self.is_attribute_of_thing(source)
                || self.is_attribute_in_apposition(source)
                || self.is_attribute_of_name(source));
        if attribute || self.is_relative_without_pronoun(source) || self.is_noun_behind(source) {
            return None;
        }
        // "Anna Berg, president of the ferry board stated": an apposition that no comma closes.
        if sentence.is_plain(source.start, Class::TITLE_OR_ROLE) {
            return Some(Apposition(sentence).described_by(source).unwrap_or(source));
        }
        if let Some(named) = self.named_before_apposition(source, &["a", "an"]) {
            return Some(named);
        }
        Some(source)
    }

    /// "Sen. Anna Berg, a captain in Lindal said": the same with an article. The name must open its
    /// clause, or it is not the subject ("For Anna Berg, a captain said").
    fn named_before_apposition(&self, source: Phrase, articles: &[&str]) -> Option<Phrase> {
        let sentence = self.sentence;
        let Head::Common(noun) = source.head else {
            return None;
        };
        let article = sentence.is_any(source.start, articles);
        let closed = sentence.is_mark(self.verb + 1, b',');
        if !article || closed || !sentence.is_plain(noun, Class::TITLE_OR_ROLE) {
            return None;
        }
        let named = Apposition(sentence).described_by(source)?;
        let Head::Name(first, last) = named.head else {
            return None;
        };
        let opens = named.start == 0
            || sentence.is_quote(named.start - 1)
            || sentence.is_mark(named.start - 1, b',');
        let titled = first > named.start;
        let person = titled || (last - first >= 2 && sentence.has(first, Class::GIVEN));
        (opens && person).then_some(named)
    }

    /// The subject itself where the phrase before the verb belongs to words that only describe it:
    /// "a captain speaking to Berg said", "a captain who came to mend ships said", "and like Berg
    /// has said".
    fn subject_beyond(&self, phrase: Phrase) -> Option<Phrase> {
        let sentence = self.sentence;
        let Some(before) = phrase.start.checked_sub(1) else {
            return Some(phrase);
        };
        let joined = before > 0
            && (sentence.is_mark(before - 1, b',') || sentence.is_plain(before - 1, Class::CONJ));
        if joined && sentence.is_any(before, &["like", "unlike"]) {
            return subject(sentence.text, sentence.tokens, before);
        }
        let speaking = before > 1
            && sentence.has(before, Class::PREP)
            && sentence.is_any(before - 1, &["speaking", "talking", "writing"]);
        if speaking {
            let described = noun::left(sentence.text, sentence.tokens, before - 1, 0)
                .filter(|phrase| !matches!(phrase.head, Head::Pronoun(_)));
            return described.or(Some(phrase));
        }
        let infinitive = sentence.is_word(before, "to")
            && matches!(phrase.head, Head::Common(at)
                if sentence.tokens[at].class == Class::empty());
        if infinitive {
            let pronoun = (before.saturating_sub(RELATIVE_TOKENS)..before)
                .rev()
                .take_while(|&at| sentence.tokens[at].is_word())
                .find(|&at| sentence.is_word(at, "who"))?;
            return noun::left(sentence.text, sentence.tokens, pronoun, 0);
        }
        Some(phrase)
    }

    /// "the things Anna Berg said about ships": what she said of them is left out.
    fn is_relative_without_pronoun(&self, source: Phrase) -> bool {
        let sentence = self.sentence;
        let Head::Name(first, _) = source.head else {
            return false;
        };
        if first == source.start || sentence.has_quote_near(self.verb + 1, QUOTE_TOKENS) {
            return false;
        }
        let before = &sentence.tokens[first - 1];
        before.is_word()
            && !before.capital
            && before.class == Class::empty()
            && sentence.word(first - 1).ends_with("things")
    }

    /// "the ferry reports": a noun behind a noun for a thing.
    fn is_noun_behind(&self, source: Phrase) -> bool {
        let thing = matches!(source.head, Head::Common(at)
            if !self.sentence.has(at, Class::SOURCE_NOUN | Class::DET));
        self.cue.noun && self.cue.form != Form::Past && thing
    }

    /// "a party called Spring", "the plan criticized last year".
    fn is_attribute_of_thing(&self, source: Phrase) -> bool {
        let sentence = self.sentence;
        let Head::Common(at) = source.head else {
            return false;
        };
        let quoted = source.start > 0 && sentence.is_quote(source.start - 1);
        if quoted || self.cue.frame == Frame::Quote || sentence.is_word(self.verb, "said") {
            return false;
        }
        let people = Class::ROLE | Class::ROLES | Class::TEXT | Class::TITLE;
        if sentence.has(at, people) {
            return false;
        }
        let body = sentence.has(at, Class::ORG | Class::BRAND) || sentence.is_capital(at);
        let indefinite = sentence.is_any(source.start, &["a", "an", "any", "no"]);
        !body || (indefinite && self.cue.frame == Frame::Object)
    }

    /// ", a plan announced in May": an apposition and its participle.
    fn is_attribute_in_apposition(&self, source: Phrase) -> bool {
        let sentence = self.sentence;
        let quoted = source.start > 1 && sentence.is_quote(source.start - 2);
        // "The ship sank, a captain said."
        let people = Class::TITLE_OR_ROLE | Class::ROLES;
        matches!(source.head, Head::Common(at) if !sentence.has(at, people))
            && source.start > 0
            && sentence.is_comma_or_dash(source.start - 1)
            && sentence.is_any(source.start, &["a", "an"])
            && !quoted
    }

    /// "a super PAC called Spring"
    fn is_attribute_of_name(&self, source: Phrase) -> bool {
        let sentence = self.sentence;
        let Head::Name(first, _) = source.head else {
            return false;
        };
        let indefinite = sentence.is_any(source.start, &["a", "an"]);
        self.cue.frame == Frame::Object
            && first > source.start
            && indefinite
            && !sentence.has(first - 1, Class::TITLE_OR_ROLE)
    }

    /// First token of the clause that the verb is in.
    fn clause_start(&self) -> usize {
        self.sentence.tokens[..self.group]
            .iter()
            .rposition(|token| matches!(token.kind, Kind::Mark(b',' | b';' | b':' | b'-')))
            .map_or(0, |at| at + 1)
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks the source of the first thing said in `text`: the person, else the words. `None` if
    /// nothing is said.
    fn check(text: &str, expected: Option<&str>) {
        let found = attribute(&[text]);
        let source = found[0].first().map(|utterance| {
            utterance
                .speaker
                .as_ref()
                .unwrap_or(&utterance.speaker_text)
        });
        assert_eq!(source.map(String::as_str), expected, "{text}");
    }

    #[test]
    fn a_participle_behind_its_noun_does_not_report() {
        check("A party called Spring won.", None);
        check("A plan criticized in May was dead.", None);
        check("It was the ferry, a plan announced in May.", None);
    }

    #[test]
    fn the_subject_is_beyond_what_describes_it() {
        check(
            "A captain speaking to Otto Holm said it sails.",
            Some("A captain speaking to Otto Holm"),
        );
        check(
            "Anna Berg, president of the ferry board stated it sails.",
            Some("Anna Berg"),
        );
        check(
            "On Friday, Sen. Anna Berg, a captain in the north told them it sails.",
            Some("Anna Berg"),
        );
        check("For Anna Berg, a captain said it sails.", Some("a captain"));
    }
}
