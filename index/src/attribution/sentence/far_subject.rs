//! A subject that a relative clause divides from its verb: "sailors who know the ship say".
//!
//! The phrase right before the verb belongs to the relative clause, not to the verb. Positions are
//! tokens of the sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::sentence::shape::Shape;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::attribution::words::scan::Kind;

/// A longer relative clause between a subject and its verb has commas around it.
const CLAUSE_TOKENS: usize = 24;

/// The subject of the verb group at `group` if a relative clause without commas is between them.
pub(crate) fn far_subject(sentence: Sentence<'_>, group: usize) -> Option<Phrase> {
    let floor = group.saturating_sub(CLAUSE_TOKENS);
    let inside = (floor..group)
        .rev()
        .take_while(|&at| is_inside(sentence, at));
    let start = inside.last()?;
    if let Some(pronoun) = (start..group).rev().find(|&at| is_who(sentence, at)) {
        return before_pronoun(sentence, pronoun, group);
    }
    before_participle(sentence, start, group)
}

/// The people before a participle that describes them: "sailors trying to save the ship say".
fn before_participle(sentence: Sentence<'_>, start: usize, group: usize) -> Option<Phrase> {
    let is_participle = |at: &usize| {
        let token = &sentence.tokens[*at];
        let word = sentence.word(*at);
        let other = Class::PREP | Class::AUX | Class::SUBORD | Class::TIME;
        let unknown = !token.has(other) && token.cue.is_none() && !token.capital;
        unknown && word.len() > 5 && word.ends_with("ing")
    };
    let participle = (start + 1..group.saturating_sub(1)).find(is_participle)?;
    let opens_object = Class::NOUN_PHRASE_OPENER | Class::PREP | Class::OBJECT;
    let next = &sentence.tokens[participle + 1];
    let takes_object = next.capital || next.plain(opens_object);
    let people = noun::left(sentence.text, sentence.tokens, participle, start)?;
    let opens =
        people.start == start || sentence.has(people.start - 1, Class::CONJ | Class::SUBORD);
    // A plural that opens the sentence may look like a name.
    let plural = people.end == 1 && sentence.word(0).ends_with('s');
    let many = plural || (people.start..people.end).any(|at| sentence.has(at, Class::ROLES));
    let last = noun::left(sentence.text, sentence.tokens, group, participle + 1);
    let other = last.is_some_and(|last| {
        let named = last.head_is_name() && last.end == group;
        let pronoun = matches!(last.head, Head::Pronoun(_));
        let joined = sentence.has(last.start - 1, Class::CONJ);
        pronoun || joined || (named && sentence.has(last.end - 1, Class::GIVEN))
    });
    let infinitive = |at: usize| sentence.is_word(at - 1, "to");
    let verb = |at: &usize| sentence.is_plain(*at, Class::ANY_VERB) && !infinitive(*at);
    let finite = (participle + 1..group).any(|at| verb(&at));
    (takes_object && opens && many && !other && !finite).then_some(people)
}

/// Whether a word is "who", also before a short verb: "who'd".
fn is_who(sentence: Sentence<'_>, at: usize) -> bool {
    let rest = sentence.word(at).strip_prefix("who");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['\'', '\u{2019}']))
}

/// The people before the relative pronoun at `pronoun`.
fn before_pronoun(sentence: Sentence<'_>, pronoun: usize, group: usize) -> Option<Phrase> {
    let last = noun::left(sentence.text, sentence.tokens, group, pronoun + 1)?;
    // "sailors who built the ship and Holm said": a second clause with a subject of its own.
    let joined = sentence.has(last.start - 1, Class::CONJ);
    let other = matches!(last.head, Head::Pronoun(_)) || joined;
    let clause = pronoun + 1..last.start;
    if other || clause.is_empty() || reports(sentence, clause.start, clause.end) {
        return None;
    }
    let verb = Shape(sentence).is_finite(&clause) || is_plural_verb(sentence, clause.start);
    let subject = noun::left(sentence.text, sentence.tokens, pronoun, 0)?;
    let people = match subject.head {
        Head::Common(at) => sentence.has(at, Class::ROLE | Class::ROLES),
        Head::Name(..) => true,
        Head::Pronoun(_) => false,
    };
    (verb && people).then_some(subject)
}

/// Whether a token can be inside a relative clause without commas.
fn is_inside(sentence: Sentence<'_>, at: usize) -> bool {
    let token = &sentence.tokens[at];
    token.is_word() || matches!(token.kind, Kind::Number | Kind::Possessive)
}

/// Whether a verb in the clause takes a clause itself: "who said Berg left".
fn reports(sentence: Sentence<'_>, start: usize, end: usize) -> bool {
    (start..end).any(|at| {
        sentence.cue(at).is_some_and(|cue| {
            let clause = !matches!(cue.frame, Frame::Object | Frame::About);
            clause && !cue.noun && cue.form != Form::Ing
        })
    })
}

/// "who live in Lindal": the word behind the pronoun is a verb that no list has.
fn is_plural_verb(sentence: Sentence<'_>, at: usize) -> bool {
    let token = &sentence.tokens[at];
    let unknown = token.class == Class::empty() || token.class == Class::COMMON;
    token.is_word() && !token.capital && unknown
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks the words that name the source of the first thing said in `text`.
    fn check(text: &str, expected: &str) {
        let found = attribute(&[text]);
        let source = found[0]
            .first()
            .map(|utterance| utterance.speaker_text.as_str());
        assert_eq!(source, Some(expected), "{text}");
    }

    #[test]
    fn the_object_of_a_relative_clause_is_no_source() {
        check(
            "Critics of the ferry who live in Lindal say it sinks.",
            "Critics of the ferry who live in Lindal",
        );
        check(
            "Sailors who saw the storm said it sinks.",
            "Sailors who saw the storm",
        );
        check(
            "Sailors trying to mend the mast of the Berg say it sinks.",
            "Sailors trying to mend the mast of the Berg",
        );
        check(
            "She met the sailors who built the ship and Otto Holm said it sinks.",
            "Otto Holm",
        );
    }
}
