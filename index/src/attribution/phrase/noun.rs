//! Noun phrases that name a source, found without a parser: to the left of a verb or to its right. Positions are those of
//! the sentence's tokens.

use crate::attribution::phrase::head::{Head, STOPS, head, name_at_end, offices};
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::{Kind, Token};

/// A noun phrase and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) head: Head,
}

impl Phrase {
    /// Whether it is about somebody or something by name.
    pub(crate) fn head_is_name(&self) -> bool {
        matches!(self.head, Head::Name(..))
    }
}

/// Whether a token may stand inside a noun phrase, read from right to left.
fn continues_left(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    match token.kind {
        Kind::Possessive | Kind::Number => true,
        Kind::Quote(_) => at > 0 && tokens[at].end - tokens[at].start < 60,
        Kind::Mark(mark) => matches!(mark, b'&' | b'/'),
        Kind::Word => {
            if token.has(Class::PERSONAL_PRONOUN) && !token.has(Class::POSSESSIVE) {
                return false;
            }
            if token.capital {
                return !(at == 0 && token.has(Class::COMMON))
                    && !token.has(Class::TIME | Class::REL)
                    || is_may(token);
            }
            if token.has(Class::NOUN_PHRASE_OPENER) {
                return !is_that(token);
            }
            if token.has(STOPS) && !token.has(Class::TITLE_OR_ROLE) {
                return false;
            }
            if token.has(Class::ADVERB | Class::TIME | Class::CONJ | Class::PREP) {
                return false;
            }
            token.cue.is_none_or(|cue| cue.noun)
        }
    }
}

fn is_may(token: &Token) -> bool {
    token.has(Class::GIVEN)
}

fn is_that(token: &Token) -> bool {
    token.has(Class::SUBORD)
}

/// The noun phrase that ends before `end`, not reaching before `floor`.
pub(crate) fn left(text: &str, tokens: &[Token], end: usize, floor: usize) -> Option<Phrase> {
    let mut start = end;
    if end > floor && tokens[end - 1].has(Class::PRONOUN) && !tokens[end - 1].has(Class::REL) {
        return Some(Phrase {
            start: end - 1,
            end,
            head: Head::Pronoun(end - 1),
        });
    }
    while start > floor && end - start < 40 {
        let at = start - 1;
        let token = &tokens[at];
        if token.is(b')') {
            match (at.saturating_sub(8).max(floor)..at)
                .rev()
                .find(|&open| tokens[open].is(b'('))
            {
                Some(open) => start = open,
                None => break,
            }
            continue;
        }
        // "Upon his \"empathy,\" Berg said": a quotation with a stop inside is no part of a phrase.
        if token.is_quote()
            && text[token.start..token.end]
                .trim_end_matches(['"', '\'', '\u{201D}', '\u{2019}'])
                .ends_with([',', '!', '?'])
        {
            break;
        }
        if continues_left(tokens, at) {
            start = at;
            // An article opens the phrase, unless a preposition ties it to another noun.
            if !token.capital && token.has(Class::NOUN_PHRASE_OPENER) {
                let numeral = at > floor && tokens[at - 1].plain(Class::NOUN_PHRASE_OPENER);
                let tied = at > floor + 1
                    && tokens[at - 1].plain(Class::CONNECTIVE)
                    && (continues_left(tokens, at - 2) || tokens[at - 2].has(Class::DET))
                    && !opens_clause(tokens, at - 1, floor);
                if !numeral && !tied {
                    break;
                }
            }
            continue;
        }
        let joins = token.is_word()
            && !token.capital
            && token.has(Class::CONNECTIVE)
            && !is_subordinator(text, token);
        if joins
            && start < end
            && at > floor
            && (continues_left(tokens, at - 1) || tokens[at - 1].has(Class::DET))
            && !opens_clause(tokens, at, floor)
        {
            start = at;
            continue;
        }
        break;
    }
    while start < end && tokens[start].plain(Class::CONNECTIVE) {
        start += 1;
    }
    // The article that opens the sentence.
    if start == floor + 1
        && start < end
        && tokens[floor].has(Class::NOUN_PHRASE_OPENER)
        && !is_that(&tokens[floor])
    {
        start = floor;
    }
    if start == end {
        // "Another said", "Both said"
        let alone = end == floor + 1 && stands_alone(text, &tokens[floor]);
        return alone.then_some(Phrase {
            start: floor,
            end,
            head: Head::Common(floor),
        });
    }
    let head = head(text, tokens, start, end)?;
    if let Head::Common(at) = head
        && !tokens[at].capital
        && !tokens[at].has(Class::SOURCE_WORD)
        && let Some(behind) = (at..end).rev().find(|&at| tokens[at].plain(Class::PREP))
        && let Some(name) = name_at_end(tokens, behind + 1, end)
    {
        // "prepares for the storm Berg said": what stands before the preposition is no source.
        return Some(Phrase {
            start: behind + 1,
            end,
            head: name,
        });
    }
    Some(Phrase { start, end, head })
}

/// Words for a number of people that need no noun.
fn stands_alone(text: &str, token: &Token) -> bool {
    [
        "another", "both", "some", "many", "others", "several", "most", "one", "few", "all",
    ]
    .iter()
    .any(|word| text[token.start..token.end].eq_ignore_ascii_case(word))
}

/// "as", "since", "before", "than": prepositions that more often open a clause.
fn is_subordinator(text: &str, token: &Token) -> bool {
    matches!(
        &text[token.start..token.end],
        "as" | "since" | "before" | "after" | "until" | "than" | "but" | "nor" | "yet" | "like"
    )
}

/// A conjunction behind a verb joins clauses, not nouns.
fn opens_clause(tokens: &[Token], at: usize, floor: usize) -> bool {
    tokens[at].has(Class::CONJ)
        && tokens[at.saturating_sub(6).max(floor)..at]
            .iter()
            .any(|token| {
                !token.capital
                    && (token.has(Class::ANY_VERB) || token.cue.is_some_and(|cue| !cue.noun))
            })
}

/// The noun phrase that begins at `start`, with the prepositional phrases that belong to it, up to `limit`.
pub(crate) fn right(text: &str, tokens: &[Token], start: usize, limit: usize) -> Option<Phrase> {
    let first = tokens.get(start).filter(|_| start < limit)?;
    if first.has(Class::PRONOUN) && first.is_word() && !first.has(Class::REL) {
        return Some(Phrase {
            start,
            end: start + 1,
            head: Head::Pronoun(start),
        });
    }
    let mut end = start;
    let mut named = false;
    while end < limit && end - start < 40 {
        let token = &tokens[end];
        let go_on = match token.kind {
            Kind::Possessive | Kind::Number => true,
            Kind::Quote(_) => end > start && token.end - token.start < 40,
            Kind::Mark(b'&' | b'/') => true,
            Kind::Mark(b'(') => {
                match (end..limit.min(end + 8)).find(|&close| tokens[close].is(b')')) {
                    Some(close) => end = close,
                    None => break,
                }
                true
            }
            Kind::Mark(_) => false,
            // "the editor I met"
            Kind::Word if token.capital && token.has(Class::PRONOUN) && end > start => false,
            // "a Wednesday editorial"
            Kind::Word if token.capital => {
                !token.has(Class::TIME)
                    || is_may(token)
                    || end == start
                    || tokens[end - 1].plain(Class::DET)
                        && tokens
                            .get(end + 1)
                            .is_some_and(|next| next.plain(Class::TEXT))
            }
            Kind::Word if token.has(Class::NOUN_PHRASE_OPENER) => {
                !is_that(token)
                    && (end == start
                        || tokens[end - 1]
                            .plain(Class::PREP | Class::CONJ | Class::DET | Class::ADVERB))
            }
            Kind::Word if token.has(Class::PREP) => {
                // Behind a name only "of" belongs to the source: "Anna Berg of the harbour board".
                let word = &text[token.start..token.end];
                let ties = if named {
                    word == "of"
                } else {
                    matches!(
                        word,
                        "of" | "for"
                            | "at"
                            | "in"
                            | "from"
                            | "with"
                            | "to"
                            | "on"
                            | "close"
                            | "by"
                            | "within"
                    )
                };
                end > start
                    && ties
                    && tokens
                        .get(end + 1)
                        .is_some_and(|next| next.is_word() && !next.has(Class::TIME))
            }
            Kind::Word if token.has(Class::CONJ) => {
                end > start
                    && !named
                    && tokens.get(end + 1).is_some_and(|next| {
                        next.is_word()
                            && (next.capital || next.has(Class::DET | Class::ROLES | Class::ROLE))
                    })
                    || end > start
                        && named
                        && (offices(tokens, end)
                            || tokens.get(end + 1).is_some_and(|next| {
                                next.is_word()
                                    && (next.capital && !next.has(Class::COMMON)
                                        || next.plain(Class::TITLE))
                            }))
                    || end > start && offices(tokens, end)
            }
            // "the Berg campaign launched a ship": behind a name or a noun for people or a body a form in -ed is the verb.
            Kind::Word
                if end > start
                    && word_ends(text, token, "ed")
                    && (token.class.is_empty() || token.class == Class::COMMON)
                    && (tokens[end - 1].capital || tokens[end - 1].has(Class::SOURCE_NOUN))
                    && tokens.get(end + 1).is_some_and(|next| {
                        next.capital
                            || next.kind == Kind::Number
                            || next.plain(Class::DET | Class::POSSESSIVE | Class::OBJECT)
                    }) =>
            {
                false
            }
            // "Berg constituent Otto Holm": a plain word between two names.
            Kind::Word
                if named
                    && token.class.is_empty()
                    && token.cue.is_none()
                    && !word_ends(text, token, "ed")
                    && tokens
                        .get(end + 1)
                        .is_some_and(|next| next.capital && next.has(Class::GIVEN))
                    && tokens
                        .get(end + 2)
                        .is_some_and(|next| next.is_word() && next.capital) =>
            {
                true
            }
            // Behind a name a plain word is the verb, unless it is a noun for people, a body or a text.
            Kind::Word
                if named
                    && tokens
                        .get(end + 1)
                        .is_some_and(|next| next.is_word() && next.has(Class::TITLE_OR_ROLE))
                    && !token.has(
                        STOPS | Class::PRONOUN | Class::OBJECT | Class::TIME | Class::SUBORD,
                    )
                    && token.cue.is_none() =>
            {
                true
            }
            Kind::Word if named && !token.has(Class::SOURCE_NOUN | Class::TITLE) => false,
            // "the first mayor", "last year's winner"
            Kind::Word
                if token.has(Class::ADVERBIAL)
                    && end > start
                    && (tokens[end - 1].has(Class::DET)
                        || tokens[end - 1].kind == Kind::Possessive) =>
            {
                true
            }
            Kind::Word => {
                !token.has(STOPS | Class::PRONOUN | Class::OBJECT | Class::TIME)
                    && !(token.has(Class::ADVERB) && !token.has(Class::DET) && !(end == start))
                    && token.cue.is_none_or(|cue| cue.noun)
                    || token.has(Class::TITLE_OR_ROLE)
            }
        };
        if !go_on {
            break;
        }
        named = match token.kind {
            Kind::Word => {
                token.capital
                    && !token.has(Class::TITLE | Class::PLACE | Class::DET | Class::POSSESSIVE)
                    && (named || start == end || previous_allows_name(tokens, end))
            }
            Kind::Possessive => false,
            _ => named,
        };
        end += 1;
    }
    while end > start
        && tokens[end - 1].plain(Class::CONJ | Class::PREP | Class::DET)
        && !tokens[end - 1].has(Class::ROLES)
    {
        end -= 1;
    }
    if end == start {
        return None;
    }
    head(text, tokens, start, end).map(|head| Phrase { start, end, head })
}

/// A name begins a phrase, or stands behind a title, a role, a place or another name.
fn previous_allows_name(tokens: &[Token], at: usize) -> bool {
    let before = &tokens[at - 1];
    before.capital || before.has(Class::TITLE_OR_ROLE) || before.kind == Kind::Possessive
}

/// Whether the word is longer than `end` by more than two and ends in it.
pub(crate) fn word_ends(text: &str, token: &Token, end: &str) -> bool {
    let word = &text[token.start..token.end];
    word.len() > end.len() + 2 && word.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::left;
    use crate::attribution::phrase::head::Head;
    use crate::attribution::words::scan;

    /// Checks which words head the phrase that ends before the last word of `text`.
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
    fn titles_and_offices_are_no_part_of_a_name() {
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
    }
}
