//! The other voices of a report: people who speak together, and the person who is quoted.
//!
//! "Councillors Holm, Berg and Dahl said": each of them speaks. "Holm, quoting Berg, said": Holm
//! relays the words of Berg. Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::phrase::head::{Head, name_at_end};
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;

/// A longer list of people is a list of something else.
const MAX_PEOPLE: usize = 8;

/// How far behind the verb "quoting" may be.
const QUOTING_TOKENS: usize = 3;

/// The people that `source` lists besides the one that it is about.
///
/// A list has a conjunction before its last name, and one of the names has a given name or a title,
/// so that no list of places or teams is one of people.
pub(super) fn others(sentence: Sentence<'_>, source: &Phrase) -> Vec<Phrase> {
    let Head::Name(_, end) = source.head else {
        return Vec::new();
    };
    let mut found: Vec<Phrase> = Vec::new();
    let mut has_conjunction = false;
    // The name that `source` is about may be the last of the list or one before it.
    let mut end = last_name_end(sentence, source, end);
    while found.len() < MAX_PEOPLE {
        let Some(phrase) = name_before(sentence, end) else {
            break;
        };
        found.push(phrase);
        let mut at = phrase.start;
        let comma = |at: usize| at > 0 && sentence.is_mark(at - 1, b',');
        if at > 0 && sentence.has(at - 1, Class::CONJ) && sentence.is_word(at - 1, "and") {
            has_conjunction = true;
            at -= 1;
            at -= usize::from(comma(at));
        } else if has_conjunction && comma(at) {
            at -= 1;
        } else {
            break;
        }
        end = at;
    }
    let is_known = |phrase: &Phrase| is_known(sentence, phrase);
    if !has_conjunction || found.len() < 2 || !found.iter().any(is_known) {
        return Vec::new();
    }
    found.retain(|phrase| phrase.head != source.head);
    found.reverse();
    found
}

/// The end of the last name of the list that `source` is in, whose own name ends at `end`.
fn last_name_end(sentence: Sentence<'_>, source: &Phrase, end: usize) -> usize {
    let behind = end + usize::from(sentence.is_mark(end, b','));
    let joined = sentence.is_word(behind, "and") && behind + 1 < source.end;
    let limit = source.end;
    let next = joined
        .then(|| noun::right(sentence.text, sentence.tokens, behind + 1, limit))
        .flatten();
    match next.map(|phrase| phrase.head) {
        Some(Head::Name(_, last)) => last,
        _ => end,
    }
}

/// The full name, or the title and surname, that ends at `end`. Its phrase starts with its title.
fn name_before(sentence: Sentence<'_>, end: usize) -> Option<Phrase> {
    let tokens = sentence.tokens;
    let floor = (0..end)
        .rev()
        .find(|&at| !(tokens[at].is_word() && (tokens[at].capital || particle(sentence, at))))
        .map_or(0, |at| at + 1);
    let Head::Name(first, last) = name_at_end(tokens, floor, end)? else {
        return None;
    };
    let titled = first > floor && sentence.has(first - 1, Class::TITLE_OR_ROLE);
    let is_full = (2..=4).contains(&(last - first));
    let is_surname = last - first == 1 && (titled || !sentence.has(floor.max(1) - 1, Class::PREP));
    let thing = Class::ORG | Class::BRAND | Class::ROLES | Class::TEXT | Class::PLACE;
    let is_thing = sentence.has(last - 1, thing) && !titled;
    ((is_full || is_surname) && !is_thing).then_some(Phrase {
        start: if titled { floor } else { first },
        end,
        head: Head::Name(first, last),
    })
}

/// Whether a given name or a title shows that the phrase names a person.
fn is_known(sentence: Sentence<'_>, phrase: &Phrase) -> bool {
    let Head::Name(first, _) = phrase.head else {
        return false;
    };
    first > phrase.start || sentence.has(first, Class::GIVEN)
}

fn particle(sentence: Sentence<'_>, at: usize) -> bool {
    sentence.has(at, Class::PARTICLE)
}

/// "Holm, quoting Berg, said", "said Holm, quoting Berg": the person whose words are relayed.
pub(super) fn quoted(
    sentence: Sentence<'_>,
    source: &Phrase,
    cue: &Range<usize>,
) -> Option<Phrase> {
    let start = source.start.min(cue.start);
    let end = source.end.max(cue.end) + QUOTING_TOKENS;
    let at = (start..end.min(sentence.tokens.len())).find(|&at| {
        let opens = at > 0 && sentence.is_mark(at - 1, b',');
        opens && sentence.is_word(at, "quoting")
    })?;
    let phrase = noun::right(
        sentence.text,
        sentence.tokens,
        at + 1,
        sentence.tokens.len(),
    )?;
    phrase.head_is_name().then_some(phrase)
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks who says the first words of a sentence: each person, and whether the words are
    /// relayed.
    fn check(text: &str, expected: &[(&str, bool)]) {
        let found = attribute(&[text]).remove(0);
        let range = found.first().map(|first| first.range.clone());
        let voices: Vec<(&str, bool)> = found
            .iter()
            .filter(|utterance| Some(&utterance.range) == range.as_ref())
            .map(|utterance| {
                let speaker = utterance.speaker.as_deref().unwrap_or("");
                (speaker, utterance.relayed)
            })
            .collect();
        assert_eq!(voices, expected, "{text}");
    }

    #[test]
    fn each_person_of_a_list_speaks() {
        check(
            "Anna Berg and Otto Holm said in a joint letter that it sails.",
            &[("Otto Holm", false), ("Anna Berg", false)],
        );
        check(
            "Councillors Anna Berg, Karl Dahl and Otto Holm said they would sail.",
            &[
                ("Otto Holm", false),
                ("Anna Berg", false),
                ("Karl Dahl", false),
            ],
        );
    }

    #[test]
    fn a_place_before_a_name_does_not_speak() {
        check(
            "In Lindal, Anna Berg said it sails.",
            &[("Anna Berg", false)],
        );
    }

    #[test]
    fn who_is_quoted_speaks_through_somebody_else() {
        check(
            "Anna Berg, quoting Otto Holm, said it sails.",
            &[("Anna Berg", false), ("Otto Holm", true)],
        );
    }
}
