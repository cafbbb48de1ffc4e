//! Sentences of a paragraph, as ranges of its tokens.
//!
//! A sentence has at most [`SENTENCE_TOKENS`] tokens. So every rule may look through the whole
//! sentence, and attribution still takes time in proportion to the length of the text.

use std::ops::Range;

use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Frame;
use crate::attribution::words::quote::Quote;
use crate::attribution::words::scan::{Kind, Token};
use crate::text::word_list::WordList;

/// A longer run of tokens is not a sentence of prose but a list or a table.
const SENTENCE_TOKENS: usize = 300;

/// Marks at the end of a quotation that may end the sentence around it.
const ENDS: [char; 6] = ['.', '!', '?', '…', '-', '—'];

/// Verbs of two words that report speech: "went on", "shot back".
static PHRASAL_VERBS: WordList = WordList::new(include_str!("lists/phrasal_verbs.txt"));

/// The sentences of `tokens`, as ranges of their indices.
pub(crate) fn sentences(text: &str, quotes: &[Quote], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let ends = match token.kind {
            // Closing brackets and further stops belong to the sentence.
            Kind::Mark(b'.' | b'!' | b'?') => tokens.get(at + 1).is_none_or(|next| {
                let belongs = matches!(next.kind, Kind::Mark(b')' | b'.' | b'!' | b'?'));
                let lower_case = next.is_word() && !next.capital;
                !belongs && !lower_case
            }),
            Kind::Mark(b')') => {
                at > start && matches!(tokens[at - 1].kind, Kind::Mark(b'.' | b'!' | b'?'))
            }
            Kind::Quote(index) => quote_ends_sentence(text, &quotes[index], &tokens[at + 1..]),
            _ => false,
        };
        if ends || at + 1 - start >= SENTENCE_TOKENS {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

/// Whether a sentence ends with a quotation: the quotation ends in a stop, and no "she said" is in
/// `rest`, the tokens after it.
fn quote_ends_sentence(text: &str, quote: &Quote, rest: &[Token]) -> bool {
    let inner =
        text[quote.inner_start..quote.inner_end].trim_end_matches(['\'', '\u{2019}', ' ', ')']);
    let Some(next) = rest.first() else {
        return true;
    };
    let full_stop = inner.ends_with('.');
    if !inner.ends_with(ENDS) || next.is_quote() {
        return inner.ends_with(ENDS);
    }
    if !next.is_word() {
        return next.kind == Kind::Number;
    }
    if !next.capital && !full_stop {
        return false;
    }
    let opens = next.capital && next.has(Class::PRONOUN | Class::COMMON);
    if opens && !next.has(Class::GIVEN) {
        return true;
    }
    if has_phrasal_verb(text, rest) || (!full_stop && has_described_speaker(rest)) {
        return false;
    }
    // "Why?" Anna Berg asked. "I won't." She said so.
    let verb = rest
        .iter()
        .take(9)
        .position(|token| token.cue.is_some() && !token.capital);
    let Some(verb) = verb else {
        return next.capital;
    };
    let name_only = rest[..verb]
        .iter()
        .all(|token| token.is_word() && (token.capital || token.has(Class::TITLE_OR_ROLE)));
    let short = verb == 0 || (name_only && verb <= 5);
    let tells = rest[verb].cue.is_some_and(|cue| cue.frame == Frame::Tell);
    let closed = rest.get(verb + 1).is_none_or(|token| {
        // "Why?" Anna asked quietly, shouted back.
        let word = &text[token.start..token.end];
        let is_adverb = word == "back" || word.ends_with("ly");
        let ends = token.has(Class::PREP | Class::TIME | Class::ADVERB) || is_adverb;
        !token.is_word() || ends || verb == 0
    });
    !(short && (tells || closed))
}

/// Whether a verb of two words follows a quotation soon: "Why?" Berg went on.
fn has_phrasal_verb(text: &str, rest: &[Token]) -> bool {
    let word = |token: &Token| &text[token.start..token.end];
    rest.windows(2).take(4).any(|pair| {
        PHRASAL_VERBS
            .starting_like(word(&pair[0]))
            .iter()
            .any(|verb| verb.split_once(' ') == Some((word(&pair[0]), word(&pair[1]))))
    })
}

/// Whether a name, its description between commas and a verb follow a quotation: "Why?" Berg, the
/// mayor, asked.
fn has_described_speaker(rest: &[Token]) -> bool {
    // Longest description between the commas, in tokens.
    const DESCRIPTION: usize = 25;
    let name = rest
        .iter()
        .take_while(|token| token.is_word() && token.capital)
        .count();
    if !(1..=4).contains(&name) || !rest.get(name).is_some_and(|token| token.is(b',')) {
        return false;
    }
    let reach = rest.len().min(name + 1 + DESCRIPTION);
    let close = (name + 1..reach)
        .find(|&at| rest[at].is(b',') && rest.get(at + 1).is_some_and(|verb| verb.cue.is_some()));
    close.is_some_and(|close| !rest[name..close].iter().any(|token| token.is(b'.')))
}

#[cfg(test)]
mod tests {
    use super::sentences;
    use crate::attribution::words::quote::quotes;
    use crate::attribution::words::scan::read;

    fn check(text: &str, expected: &[&str]) {
        let spans = quotes(text);
        let mut tokens = Vec::new();
        let end = read(text, &spans, &mut 0, 0, usize::MAX / 4, &mut tokens);
        assert_eq!(end, text.len());
        let found: Vec<&str> = sentences(text, &spans, &tokens)
            .into_iter()
            .map(|range| &text[tokens[range.start].start..tokens[range.end - 1].end])
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_quotation_is_one_token_of_its_sentence() {
        check(
            "\"We left. All of us,\" she said. \"Yes.\" It rained.",
            &[
                "\"We left. All of us,\" she said.",
                "\"Yes.\"",
                "It rained.",
            ],
        );
        check(
            "\"Why?\" Anna Berg asked. \"No reason.\"",
            &["\"Why?\" Anna Berg asked.", "\"No reason.\""],
        );
        check(
            "\"Why?\" Anna asked quietly. It rained.",
            &["\"Why?\" Anna asked quietly.", "It rained."],
        );
        check(
            "\"Here!\" Anna shouted back.",
            &["\"Here!\" Anna shouted back."],
        );
        check(
            "\"Why?\" Nobody at the table knew.",
            &["\"Why?\"", "Nobody at the table knew."],
        );
    }

    #[test]
    fn abbreviations_do_not_cut() {
        check(
            "Gen. Berg left the U.S. in May. He won't.",
            &["Gen. Berg left the U.S. in May.", "He won't."],
        );
    }

    #[test]
    fn a_speaker_may_be_described_before_the_verb() {
        check(
            "\"Why?\" Anna Berg, the mayor, asked.",
            &["\"Why?\" Anna Berg, the mayor, asked."],
        );
        check(
            "\"Why?\" Anna Berg went on.",
            &["\"Why?\" Anna Berg went on."],
        );
    }
}
