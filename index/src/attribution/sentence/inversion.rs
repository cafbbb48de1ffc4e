//! The source behind the reporting verb: "..., said Anna Berg".
//!
//! Positions are tokens of the sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::sentence::apposition::Apposition;
use crate::attribution::sentence::description::Description;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};

/// A verb whose source may follow it.
pub(crate) struct Inversion<'a> {
    sentence: Sentence<'a>,
    verb: usize,
}

impl<'a> Inversion<'a> {
    /// The verb at `verb`.
    pub(crate) fn new(sentence: Sentence<'a>, verb: usize) -> Inversion<'a> {
        Inversion { sentence, verb }
    }

    /// The phrase behind the verb if it can be the source.
    pub(crate) fn source(&self) -> Option<Phrase> {
        let sentence = self.sentence;
        let next = sentence.tokens.get(self.verb + 1)?;
        let object = next.has(Class::OBJECT) && !next.has(Class::POSSESSIVE);
        if !next.is_word() || sentence.is_word(self.verb + 1, "that") || object {
            return None;
        }
        let end = sentence.tokens.len();
        let source = noun::right(sentence.text, sentence.tokens, self.verb + 1, end)?;
        // "told the board" is never "told by the board"; "asked Berg" may be.
        let told = sentence
            .cue(self.verb)
            .is_some_and(|cue| cue.frame == Frame::Tell);
        let asked = sentence.is_any(self.verb, &["asked", "asks"]);
        if told && (!asked || sentence.is_word(source.end, "that")) {
            return None;
        }
        (!self.opens_clause(source) && self.can_speak(source)).then_some(source)
    }

    /// The source behind the verb with all that describes it, and where it ends. `apposed` is the
    /// source before the verb if an apposition divides them.
    pub(crate) fn described_source(&self, apposed: Option<Phrase>) -> Option<(Phrase, usize)> {
        let sentence = self.sentence;
        let source = self.source()?;
        if self.is_content(source) {
            return None;
        }
        let closes = source.end >= sentence.last() || sentence.has(source.end, Class::REL);
        let near = apposed.is_some_and(|apposed| Apposition(sentence).is_near(apposed, self.verb));
        if apposed.is_some() && (!closes || near) {
            return None;
        }
        let description = Description(sentence);
        let end = description.apposition_end(source.end);
        // "said one owner of a shop who would not be named": all of it describes the source.
        let definite =
            sentence.is_word(source.start, "the") && sentence.has(source.end + 1, Class::REL);
        let described = matches!(source.head, Head::Common(_))
            && !definite
            && !sentence.is_plain(end, Class::PREP);
        let relative = described && sentence.has(source.end, Class::REL);
        let end = if relative || sentence.is_word(source.end, "that") {
            description.clause_end(source.end)
        } else {
            end
        };
        // ", who added that it sinks" tells more about the source without naming it.
        let aside = sentence.is_mark(source.end, b',') && sentence.has(source.end + 1, Class::REL);
        let source = match description.apposed_name(source) {
            Some(head) => Phrase { head, ..source },
            None if described && aside => source,
            None if described => Phrase { end, ..source },
            None => source,
        };
        Some((source, end))
    }

    /// Whether a verb behind the phrase makes it the subject of what is said.
    fn opens_clause(&self, source: Phrase) -> bool {
        let sentence = self.sentence;
        sentence.tokens.get(source.end).is_some_and(|token| {
            let verb = token.has(Class::ANY_VERB) && !token.has(Class::PREP);
            let adverb =
                token.plain(Class::ADVERB) && sentence.is_plain(source.end + 1, Class::ANY_VERB);
            let reports = token.cue.is_some_and(|cue| cue.form != Form::Ing);
            token.is_word() && !token.capital && (verb || adverb || reports)
        })
    }

    /// Whether a phrase of this kind can speak. Behind a quotation that is speech, any can.
    fn can_speak(&self, source: Phrase) -> bool {
        let sentence = self.sentence;
        match source.head {
            Head::Name(..) | Head::Pronoun(_) => true,
            Head::Common(at) => {
                let speech = self.verb > 0
                    && sentence.is_quote(self.verb - 1)
                    && !sentence.is_short_quote(self.verb - 1);
                speech
                    || sentence.is_capital(at)
                    || sentence.has(at, Class::SOURCE_NOUN | Class::TITLE)
            }
        }
    }

    /// Whether the phrase begins what is said: "..., admitted it withheld".
    fn is_content(&self, source: Phrase) -> bool {
        let sentence = self.sentence;
        if self.verb > 0 && sentence.is_quote(self.verb - 1) {
            return false;
        }
        let ends = Class::PREP | Class::TIME | Class::REL | Class::ADVERB;
        let goes_on = sentence
            .tokens
            .get(source.end)
            .is_some_and(|next| next.is_word() && !next.has(ends));
        let pronoun = matches!(source.head, Head::Pronoun(_));
        (pronoun && goes_on) || sentence.is_word(source.start, "it")
    }
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
    fn the_verb_may_come_first() {
        check(
            "“It sails,” said one captain who would not be named.",
            "one captain who would not be named",
        );
        check("It sails, said Anna Berg, the mayor.", "Anna Berg");
    }
}
