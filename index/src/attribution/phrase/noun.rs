//! Noun phrases that can name a source: the one before a verb, and the one behind it. Positions are
//! tokens of the sentence.

use crate::attribution::phrase::after::end_after;
use crate::attribution::phrase::before::start_before;
use crate::attribution::phrase::head::{Head, head, name_at_end};
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;
use crate::text::word_list::WordList;

static LONE_QUANTIFIERS: WordList = WordList::new(include_str!("lists/lone_quantifiers.txt"));

/// A noun phrase and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its first token.
    pub(crate) start: usize,
    /// Behind its last token.
    pub(crate) end: usize,
    pub(crate) head: Head,
}

impl Phrase {
    /// Whether the phrase is about somebody or something by name.
    pub(crate) fn head_is_name(&self) -> bool {
        matches!(self.head, Head::Name(..))
    }

    fn pronoun(at: usize) -> Phrase {
        Phrase {
            start: at,
            end: at + 1,
            head: Head::Pronoun(at),
        }
    }
}

/// The noun phrase that ends before `end`. It does not reach before `floor`.
pub(crate) fn left(text: &str, tokens: &[Token], end: usize, floor: usize) -> Option<Phrase> {
    if end > floor && is_pronoun(&tokens[end - 1]) {
        return Some(Phrase::pronoun(end - 1));
    }
    let mut start = start_before(text, tokens, end, floor);
    while start < end && tokens[start].plain(Class::CONNECTIVE) {
        start += 1;
    }
    // The article that opens the sentence, or "People".
    if start == floor + 1 && start < end {
        let first = &tokens[floor];
        let is_article = first.has(Class::NOUN_PHRASE_OPENER) && !first.has(Class::SUBORD);
        let is_article = is_article || first.has(Class::ROLES);
        start -= usize::from(is_article);
    }
    // "One of his captains", where "One" opens the sentence.
    let is_of = |at: usize| &text[tokens[at].start..tokens[at].end] == "of";
    if start == floor + 2 && start < end && tokens[floor].has(Class::DET) && is_of(floor + 1) {
        start = floor;
    }
    if start == end {
        return lone_quantifier(text, tokens, end, floor);
    }
    let head = head(text, tokens, start, end)?;
    if let Head::Common(at) = head
        && !tokens[at].capital
        && !tokens[at].has(Class::SOURCE_WORD)
        && let Some(behind) = (at..end).rev().find(|&at| tokens[at].plain(Class::PREP))
        && let Some(name) = name_at_end(tokens, behind + 1, end)
    {
        // "prepares for the storm Berg said": the noun before the preposition is not a source.
        return Some(Phrase {
            start: behind + 1,
            end,
            head: name,
        });
    }
    Some(Phrase { start, end, head })
}

/// "Another said", "Both said": a single word behind `floor` that needs no noun.
fn lone_quantifier(text: &str, tokens: &[Token], end: usize, floor: usize) -> Option<Phrase> {
    if end != floor + 1 {
        return None;
    }
    let word = text[tokens[floor].start..tokens[floor].end].to_ascii_lowercase();
    LONE_QUANTIFIERS.contains(&word).then_some(Phrase {
        start: floor,
        end,
        head: Head::Common(floor),
    })
}

/// The noun phrase that begins at `start`, with the prepositional phrases that belong to it, up to
/// `limit`.
pub(crate) fn right(text: &str, tokens: &[Token], start: usize, limit: usize) -> Option<Phrase> {
    let first = tokens.get(start).filter(|_| start < limit)?;
    if first.is_word() && is_pronoun(first) {
        return Some(Phrase::pronoun(start));
    }
    let mut end = end_after(text, tokens, start, limit);
    let opens_phrase =
        |token: &Token| token.plain(Class::CONNECTIVE | Class::DET) && !token.has(Class::ROLES);
    while end > start && opens_phrase(&tokens[end - 1]) {
        end -= 1;
    }
    if end == start {
        return None;
    }
    head(text, tokens, start, end).map(|head| Phrase { start, end, head })
}

fn is_pronoun(token: &Token) -> bool {
    token.has(Class::PRONOUN) && !token.has(Class::REL)
}

/// Whether a word ends in `ending`, behind at least three bytes.
pub(crate) fn word_ends(text: &str, token: &Token, ending: &str) -> bool {
    let word = &text[token.start..token.end];
    word.len() > ending.len() + 2 && word.ends_with(ending)
}

#[cfg(test)]
mod tests {
    use super::left;
    use crate::attribution::phrase::head::Head;
    use crate::attribution::words::scan;

    /// Checks the head of the phrase that ends before the last word of `text`.
    fn check(text: &str, expected: &str) {
        let mut tokens = Vec::new();
        scan::read(text, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
        let phrase = left(text, &tokens, tokens.len() - 1, 0);
        let found = phrase.map(|phrase| match phrase.head {
            Head::Pronoun(at) | Head::Common(at) => &text[tokens[at].start..tokens[at].end],
            Head::Name(first, last) => &text[tokens[first].start..tokens[last - 1].end],
        });
        assert_eq!(found.unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn titles_and_offices_are_not_part_of_a_name() {
        check("Energy Minister Olga Berg said", "Olga Berg");
        check("Secretary of State Olga Berg said", "Olga Berg");
        check("harbour spokesman Otto Holm said", "Otto Holm");
        check("Norway's Olga Berg said", "Olga Berg");
        check("Sen. Olga Berg (D-Ohio) said", "Olga Berg");
        check("Ludwig van der Holm said", "Ludwig van der Holm");
        check(
            "Speaker of the House Rep. Olga Berg (D-Ohio) said",
            "Olga Berg",
        );
        check(
            "The Council on Ferries Executive Director Anna Berg said",
            "Anna Berg",
        );
        check("ranking Democrat Otto Holm said", "Otto Holm");
        check("Rep. Peter T. King said", "Peter T. King");
        for office in [
            "Harbour Master",
            "Fire Chief",
            "Transport Secretary",
            "Chief Medical Officer",
            "Deputy Mayor",
            "Harbour Pilot",
            "Lindal Harbour Works",
        ] {
            check(&format!("{office} Anna Berg said"), "Anna Berg");
        }
        check("J. K. Anna Berg said", "J. K. Anna Berg");
    }

    #[test]
    fn a_phrase_is_about_its_first_noun() {
        check("a spokesman for Olga Berg said", "spokesman");
        check("officials in the Harbour Department said", "officials");
        check("the Berg campaign said", "campaign");
        check("people familiar with the talks said", "people");
        check("before he said", "he");
        check("the leader of the Ferry League said", "leader");
        check("current and former captains said", "captains");
    }
}
