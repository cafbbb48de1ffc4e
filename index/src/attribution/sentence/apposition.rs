//! An apposition between a source and its verb: "Berg, the mayor of Lindal, said".
//!
//! It closes right before the verb and opens behind the name that it describes, or it holds the
//! name itself ("the mayor, Anna Berg, said"). Positions are tokens of the sentence.

use crate::attribution::name::parts;
use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Kind;

/// The names of two people have at most this many tokens: "Anna K. Berg and Otto L. Holm".
const NAMES_TOKENS: usize = 7;

/// The appositions of a sentence.
pub(crate) struct Apposition<'a>(pub(crate) Sentence<'a>);

impl Apposition<'_> {
    /// "Anna Berg, 32, a captain who said": the name that the phrase describes.
    pub(crate) fn described_by(&self, phrase: Phrase) -> Option<Phrase> {
        let Apposition(sentence) = self;
        if !matches!(phrase.head, Head::Common(_)) {
            return None;
        }
        let tokens = &sentence.tokens[..phrase.start];
        let end = tokens
            .iter()
            .rposition(|token| !token.is(b',') && token.kind != Kind::Number)
            .map_or(0, |at| at + 1);
        if end == phrase.start {
            return None;
        }
        noun::left(sentence.text, sentence.tokens, end, 0).filter(Phrase::head_is_name)
    }

    /// The phrase before the apposition that the comma, dash or quotation at `close` closes.
    pub(crate) fn source_before(&self, close: usize) -> Option<Phrase> {
        let Apposition(sentence) = self;
        let dash = sentence.is_mark(close, b'-');
        let floor = self.floor(close);
        // The first token behind `floor` cannot open it: a source comes before it.
        (floor + 1..close)
            .filter(|&open| sentence.is_mark(open, if dash { b'-' } else { b',' }))
            .find_map(|open| self.source_between(floor, open, close))
            .or_else(|| self.bracketed(close))
            .or_else(|| self.full_name(close))
    }

    /// Whether the apposition between a source and the verb group at `group` is short or begins as
    /// most do, which leaves no doubt that it is one.
    pub(crate) fn is_near(&self, source: Phrase, group: usize) -> bool {
        let Apposition(sentence) = self;
        (source.start..group)
            .find(|&at| sentence.is_mark(at, b','))
            .is_some_and(|comma| {
                sentence.has(comma + 1, Class::DESCRIPTION_OPENER) || group - comma <= 6
            })
    }

    /// Whether the words from `start` to `close` look like an apposition rather than a clause.
    pub(crate) fn is_likely(&self, start: usize, close: usize) -> bool {
        let Apposition(sentence) = self;
        let Some(first) = sentence.tokens.get(start) else {
            return false;
        };
        if first.kind == Kind::Number {
            return true;
        }
        if !first.is_word() {
            return false;
        }
        if sentence.is_word(start + 1, "by") {
            return true;
        }
        let opener = Class::DET
            | Class::REL
            | Class::POSSESSIVE
            | Class::PREP
            | Class::TITLE
            | Class::ROLE
            | Class::ROLES
            | Class::ADVERB;
        if first.has(opener) {
            // A pronoun such as "it" opens a clause.
            return !first.has(Class::PRONOUN) || first.has(Class::REL);
        }
        if first.capital {
            let names = |at: usize| sentence.is_capital(at) || sentence.is_word(at, "and");
            let listed = close - start <= NAMES_TOKENS && (start..close).all(names);
            let short = (close - start <= 4 || listed) && !first.has(Class::COMMON);
            let owner = sentence
                .tokens
                .get(start + 1)
                .is_some_and(|token| token.kind == Kind::Possessive);
            return first.has(Class::PLACE) || short || owner;
        }
        let verb = Class::ANY_VERB | Class::CONJ | Class::PRONOUN;
        !first.has(verb) && (first.cue.is_none() || sentence.word(start).ends_with("ing"))
    }

    /// Where the stretch before `close` begins that can hold a source and its apposition.
    fn floor(&self, close: usize) -> usize {
        let Apposition(sentence) = self;
        (0..close)
            .rev()
            .find(|&at| {
                let speech = sentence.is_quote(at) && !sentence.is_short_quote(at);
                speech || sentence.is_mark(at, b';') || sentence.is_mark(at, b':')
            })
            .map_or(0, |at| at + 1)
    }

    /// The source whose apposition opens at `open` and closes at `close`, not reaching before
    /// `floor`.
    fn source_between(&self, floor: usize, open: usize, close: usize) -> Option<Phrase> {
        let Apposition(sentence) = self;
        let from = (floor..open)
            .rev()
            .find(|&at| {
                let comma_inside = sentence.is_quote(at) && sentence.ends_in_comma(at);
                sentence.is_comma_or_dash(at) || comma_inside
            })
            .map_or(floor, |at| at + 1);
        let source = noun::left(sentence.text, sentence.tokens, open, from)?;
        if self.is_aside(source) {
            return None;
        }
        if !self.opens_clause(source, from) || !self.can_speak(source) {
            return None;
        }
        if let Some(named) = self.name_inside(source, open, close) {
            return Some(named);
        }
        let dash = sentence.is_mark(close, b'-');
        if dash && let Some(named) = self.described_by(source) {
            return Some(Phrase {
                end: close,
                ..named
            });
        }
        let likely = self.is_likely(open + 1, close)
            || self.is_likely(self.behind_party(open + 1, close), close);
        (dash || likely).then_some(Phrase {
            end: close,
            ..source
        })
    }

    /// Whether a phrase opens the clause that begins at `from`: nothing but a word that joins
    /// clauses, an adverb, a time or "Former" comes before it.
    fn opens_clause(&self, source: Phrase, from: usize) -> bool {
        let Apposition(sentence) = self;
        let Some(before) = source.start.checked_sub(1).filter(|_| source.start > from) else {
            return true;
        };
        let opener = Class::CONJ | Class::SUBORD | Class::REL | Class::ADVERB | Class::TIME;
        let former = before == 0 && sentence.has(0, Class::TITLE);
        sentence.has(before, opener) || former
    }

    /// "R-Ohio, speaking in Lindal": behind the party and its comma.
    fn behind_party(&self, start: usize, close: usize) -> usize {
        let Apposition(sentence) = self;
        let party = parts::is_party(sentence.word(start)) && sentence.is_mark(start + 1, b',');
        let goes_on = party && start + 2 < close;
        start + if goes_on { 2 } else { 0 }
    }

    /// "Sen. Anna Berg (D-Ohio), said": a comma behind brackets that closes nothing.
    fn bracketed(&self, close: usize) -> Option<Phrase> {
        let Apposition(sentence) = self;
        let bracket = close > 0 && sentence.is_mark(close - 1, b')');
        if !bracket || !sentence.is_mark(close, b',') {
            return None;
        }
        let source = noun::left(sentence.text, sentence.tokens, close, self.floor(close))?;
        source.head_is_name().then_some(source)
    }

    /// "One captain backing Mr. Holm, Anna Berg of Lindal, said": a full name between the commas
    /// is the source, whatever describes it before.
    fn full_name(&self, close: usize) -> Option<Phrase> {
        let Apposition(sentence) = self;
        let open = (0..close)
            .rev()
            .find(|&at| sentence.is_comma_or_dash(at) || !is_name_part(*sentence, at))
            .filter(|&at| sentence.is_mark(at, b','))?;
        let named = noun::left(sentence.text, sentence.tokens, close, open + 1)?;
        let Head::Name(first, last) = named.head else {
            return None;
        };
        let given = sentence.has(first, Class::GIVEN) && last - first >= 2;
        let place = sentence.has(last - 1, Class::PLACE);
        (named.start == open + 1 && given && !place && open > 0).then_some(Phrase {
            end: close,
            ..named
        })
    }

    /// Whether a phrase between commas is no source: a party, a state, a place, a participle.
    fn is_aside(&self, source: Phrase) -> bool {
        let Apposition(sentence) = self;
        let start = source.start;
        let one_word = source.end == start + 1;
        let word = sentence.word(start);
        // "Sen. Berg, R-Ohio, speaking in Lindal, said": party and state.
        let party = one_word && parts::is_party(word);
        // "Alarmed by the storm, Mayor Berg, the chair, said": a participle at the head.
        let person = Class::GIVEN | Class::ROLES | Class::ROLE;
        let ending = ["ed", "ing"]
            .iter()
            .any(|ending| sentence.word(0).ends_with(ending));
        let participle =
            start == 0 && sentence.has(1, Class::PREP) && !sentence.has(0, person) && ending;
        // "in Lindal, OH, after the storm, Mayor Berg said": a state.
        let state = one_word
            && start > 0
            && sentence.is_mark(start - 1, b',')
            && word.len() == 2
            && parts::is_acronym(word);
        // "in Lindal, after the storm, Mayor Berg (Green), said": a place.
        // "Lena Paris, a captain, said" has a surname.
        let place = matches!(source.head, Head::Name(first, last)
            if sentence.has(last - 1, Class::PLACE)
                && !sentence.has(last - 1, Class::GIVEN)
                && (first > 0 || last == 1 || sentence.has(first, Class::PLACE)));
        party || participle || state || place
    }

    fn can_speak(&self, source: Phrase) -> bool {
        let Apposition(sentence) = self;
        match source.head {
            Head::Name(..) | Head::Pronoun(_) => true,
            Head::Common(at) => {
                sentence.has(at, Class::SOURCE_NOUN)
                    || sentence.is_in(source.start, &lists::PEOPLE_DETERMINERS)
            }
        }
    }

    /// "the mayor, Anna Berg, said": the phrase with the name that its apposition holds.
    fn name_inside(&self, source: Phrase, open: usize, close: usize) -> Option<Phrase> {
        let Apposition(sentence) = self;
        if !matches!(source.head, Head::Common(_)) {
            return None;
        }
        let named = noun::right(sentence.text, sentence.tokens, open + 1, close)?;
        let full = matches!(named.head, Head::Name(first, last) if last - first >= 2);
        let closed = named.end == close || sentence.is_mark(named.end, b',');
        (full && closed).then_some(Phrase {
            start: source.start,
            end: close,
            head: named.head,
        })
    }
}

/// Whether a token can be in a name with its place: "Anna Berg of the Lindal Church".
fn is_name_part(sentence: Sentence<'_>, at: usize) -> bool {
    let small = Class::DET | Class::PREP | Class::PARTICLE;
    sentence.is_capital(at) || sentence.is_plain(at, small)
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
    fn appositions_and_relative_clauses_divide_source_and_verb() {
        check(
            "Anna Berg, the mayor of Lindal, said it sails.",
            "Anna Berg",
        );
        check(
            "Anna Berg, who owns a ship, a house and a dog, said it sails.",
            "Anna Berg",
        );
        check("The mayor, Anna Berg, said it sails.", "Anna Berg");
        check(
            "Sen. Anna Berg, R-Ohio, speaking in Lindal after the storm, said it sails.",
            "Anna Berg",
        );
        check("Anna Berg — never at a loss — said it sails.", "Anna Berg");
        check("Lena Paris, a captain, said it sails.", "Lena Paris");
        check(
            "Two captains, Anna Berg and Otto Holm, said it sails.",
            "Otto Holm",
        );
    }

    #[test]
    fn long_and_nested_appositions_divide_source_and_verb() {
        check(
            "Anna Berg, the head of Lindal Ferries -- the firm that runs it -- said it sails.",
            "Anna Berg",
        );
        check(
            "Sen. Anna Berg, R-Ohio, speaking in Lindal after the storm, said it sails.",
            "Anna Berg",
        );
        check("Sen. Anna Berg (D-Ohio), said it sails.", "Anna Berg");
        check(
            "Former house speaker Anna Berg, a captain, said it sails.",
            "Anna Berg",
        );
        check(
            "One captain backing Mr. Holm, Anna Berg of the Lindal Church, said it sails.",
            "Anna Berg",
        );
        check("One of her pilots, Anna Berg, said it sails.", "Anna Berg");
        check(
            "On Friday morning Anna Berg, the harbour's lawyer, said it sails.",
            "Anna Berg",
        );
        check(
            "The ship -- which the mayor, Anna Berg, called \"a wreck\" -- sails.",
            "Anna Berg",
        );
    }

    #[test]
    fn a_title_between_quotation_marks_is_no_part_of_the_source() {
        check(
            "Stepping onto the \"grand old lady,\" Anna Berg said, \"She sails at noon, my friends.\"",
            "Anna Berg",
        );
        check(
            "\"It sails at once, my friends,\" Anna Berg, Lindal's master of ropes, said of the ferry.",
            "Anna Berg",
        );
    }
}
