//! Noun phrases that name a source, found without a parser: to the left of a verb, to its right, or as the subject of a
//! sentence. Positions are those of the sentence's tokens.

use crate::attribution::lexicon::Class;
use crate::attribution::scan::{Kind, Token};

/// A noun phrase and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) head: Head,
}

/// The word or words that a phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// "he"
    Pronoun(usize),
    /// The name without titles: "Olga Berg" of "Energy Minister Olga Berg".
    Name(usize, usize),
    /// "spokesman" of "a spokesman for Olga Berg".
    Common(usize),
}

impl Phrase {
    /// Whether it is about somebody or something by name.
    pub(super) fn head_is_name(&self) -> bool {
        matches!(self.head, Head::Name(..))
    }
}

const STOPS: Class = Class::AUX
    .with(Class::REL)
    .with(Class::VERB)
    .with(Class::NEGATION)
    .with(Class::SUBORD);

/// Words after "of" in an office: a name may follow them ("Secretary of State Olga Berg").
const OFFICE: &[&str] = &[
    "state",
    "defense",
    "defence",
    "staff",
    "treasury",
    "labor",
    "energy",
    "commerce",
    "education",
    "interior",
    "agriculture",
    "transportation",
    "health",
    "human",
    "services",
    "homeland",
    "security",
    "national",
    "intelligence",
    "veterans",
    "affairs",
    "housing",
    "operations",
    "communications",
    "police",
    "foreign",
    "house",
];

/// Whether a token may stand inside a noun phrase, read from right to left.
fn continues_left(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    match token.kind {
        Kind::Possessive | Kind::Number => true,
        Kind::Quote(_) => at > 0 && tokens[at].end - tokens[at].start < 60,
        Kind::Mark(mark) => matches!(mark, b'&' | b'/'),
        Kind::Word => {
            if token.has(Class::PRONOUN.with(Class::OBJECT)) && !token.has(Class::POSSESSIVE) {
                return false;
            }
            if token.capital {
                return !(at == 0 && token.has(Class::COMMON))
                    && !token.has(Class::TIME.with(Class::REL))
                    || is_may(token);
            }
            if token.has(Class::DET.with(Class::POSSESSIVE)) {
                return !is_that(token);
            }
            if token.has(STOPS) && !token.has(Class::TITLE.with(Class::ROLE)) {
                return false;
            }
            if token.has(
                Class::ADVERB
                    .with(Class::TIME)
                    .with(Class::CONJ)
                    .with(Class::PREP),
            ) {
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
pub(super) fn left(text: &str, tokens: &[Token], end: usize, floor: usize) -> Option<Phrase> {
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
            if !token.capital && token.has(Class::DET.with(Class::POSSESSIVE)) {
                let numeral =
                    at > floor && tokens[at - 1].plain(Class::DET.with(Class::POSSESSIVE));
                let tied = at > floor + 1
                    && tokens[at - 1].plain(Class::PREP.with(Class::CONJ))
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
            && token.has(Class::PREP.with(Class::CONJ))
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
    while start < end && tokens[start].plain(Class::CONJ.with(Class::PREP)) {
        start += 1;
    }
    // The article that opens the sentence.
    if start == floor + 1
        && start < end
        && tokens[floor].has(Class::DET.with(Class::POSSESSIVE))
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
        && !tokens[at].has(
            Class::ROLE
                .with(Class::ROLES)
                .with(Class::ORG)
                .with(Class::TEXT)
                .with(Class::TITLE)
                .with(Class::DET),
        )
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
                    && (token.has(Class::VERB.with(Class::AUX))
                        || token.cue.is_some_and(|cue| !cue.noun))
            })
}

/// The noun phrase that begins at `start`, with the prepositional phrases that belong to it, up to `limit`.
pub(super) fn right(text: &str, tokens: &[Token], start: usize, limit: usize) -> Option<Phrase> {
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
            Kind::Word if token.has(Class::DET.with(Class::POSSESSIVE)) => {
                !is_that(token)
                    && (end == start
                        || tokens[end - 1].plain(
                            Class::PREP
                                .with(Class::CONJ)
                                .with(Class::DET)
                                .with(Class::ADVERB),
                        ))
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
                            && (next.capital
                                || next.has(Class::DET.with(Class::ROLES).with(Class::ROLE)))
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
                    && (token.class == Class::NONE || token.class == Class::COMMON)
                    && (tokens[end - 1].capital
                        || tokens[end - 1].has(
                            Class::ROLE
                                .with(Class::ROLES)
                                .with(Class::ORG)
                                .with(Class::TEXT),
                        ))
                    && tokens.get(end + 1).is_some_and(|next| {
                        next.capital
                            || next.kind == Kind::Number
                            || next.plain(Class::DET.with(Class::POSSESSIVE).with(Class::OBJECT))
                    }) =>
            {
                false
            }
            // "Berg constituent Otto Holm": a plain word between two names.
            Kind::Word
                if named
                    && token.class == Class::NONE
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
                    && tokens.get(end + 1).is_some_and(|next| {
                        next.is_word() && next.has(Class::TITLE.with(Class::ROLE))
                    })
                    && !token.has(
                        STOPS
                            .with(Class::PRONOUN)
                            .with(Class::OBJECT)
                            .with(Class::TIME)
                            .with(Class::SUBORD),
                    )
                    && token.cue.is_none() =>
            {
                true
            }
            Kind::Word
                if named
                    && !token.has(
                        Class::TITLE
                            .with(Class::ROLE)
                            .with(Class::ROLES)
                            .with(Class::ORG)
                            .with(Class::TEXT),
                    ) =>
            {
                false
            }
            // "the first mayor", "last year's winner"
            Kind::Word
                if token.has(Class::ADVERB.with(Class::TIME))
                    && end > start
                    && (tokens[end - 1].has(Class::DET)
                        || tokens[end - 1].kind == Kind::Possessive) =>
            {
                true
            }
            Kind::Word => {
                !token.has(
                    STOPS
                        .with(Class::PRONOUN)
                        .with(Class::OBJECT)
                        .with(Class::TIME),
                ) && !(token.has(Class::ADVERB) && !token.has(Class::DET) && !(end == start))
                    && token.cue.is_none_or(|cue| cue.noun)
                    || token.has(Class::TITLE.with(Class::ROLE))
            }
        };
        if !go_on {
            break;
        }
        named = match token.kind {
            Kind::Word => {
                token.capital
                    && !token.has(
                        Class::TITLE
                            .with(Class::PLACE)
                            .with(Class::DET)
                            .with(Class::POSSESSIVE),
                    )
                    && (named || start == end || previous_allows_name(tokens, end))
            }
            Kind::Possessive => false,
            _ => named,
        };
        end += 1;
    }
    while end > start
        && tokens[end - 1].plain(Class::CONJ.with(Class::PREP).with(Class::DET))
        && !tokens[end - 1].has(Class::ROLES)
    {
        end -= 1;
    }
    if end == start {
        return None;
    }
    head(text, tokens, start, end).map(|head| Phrase { start, end, head })
}

/// "Lindal News and former harbour master Anna Berg": behind the conjunction at `at` an office of few words and a full name.
fn offices(tokens: &[Token], at: usize) -> bool {
    office_end(tokens, at).is_some()
}

/// Position of the name behind the office that the conjunction at `at` joins to what stands before it.
fn office_end(tokens: &[Token], at: usize) -> Option<usize> {
    let name = (at + 2..tokens.len().min(at + 7)).find(|&name| {
        tokens[name].capital
            && tokens[name].has(Class::GIVEN)
            && tokens[name - 1].plain(Class::ROLE.with(Class::TITLE))
    })?;
    let surname = tokens
        .get(name + 1)
        .is_some_and(|next| next.is_word() && next.capital);
    let office = tokens[at + 1..name].iter().all(|token| {
        token.is_word()
            && token.cue.is_none()
            && !token.has(
                STOPS
                    .with(Class::PREP)
                    .with(Class::CONJ)
                    .with(Class::DET)
                    .with(Class::PRONOUN),
            )
            || token.has(Class::TITLE.with(Class::ROLE))
    });
    (surname && office).then_some(name)
}

/// A name begins a phrase, or stands behind a title, a role, a place or another name.
fn previous_allows_name(tokens: &[Token], at: usize) -> bool {
    let before = &tokens[at - 1];
    before.capital || before.has(Class::TITLE.with(Class::ROLE)) || before.kind == Kind::Possessive
}

/// What the phrase `start..end` is about.
fn head(text: &str, tokens: &[Token], start: usize, end: usize) -> Option<Head> {
    let mut core = end;
    let conjunction = (start + 1..end).find(|&at| tokens[at].plain(Class::CONJ));
    if let Some(at) = conjunction {
        if let Some(name) = joined_name(tokens, start, end) {
            return Some(name);
        }
        core = at;
    }
    // "Speaker of the House Rep. Olga Berg (D-Ohio)"
    while core > start + 1
        && tokens[core - 1].is(b')')
        && let Some(open) = (start + 1..core).rev().find(|&at| tokens[at].is(b'('))
    {
        core = open;
    }
    let describes = |at: usize| {
        // "ranking Democrat Otto Holm": a participle before a role belongs to it.
        let role = tokens
            .get(at + 1)
            .is_some_and(|next| next.is_word() && next.has(Class::TITLE.with(Class::ROLE)));
        modifies(text, &tokens[at]) && (!role || tokens[at].plain(Class::PREP))
    };
    if let Some(at) = (start + 1..core).find(|&at| describes(at)) {
        match office_name(text, tokens, start, at, core) {
            Some(name) => return Some(name),
            None => core = at,
        }
    }
    while core > start && !tokens[core - 1].is_word() {
        if tokens[core - 1].is(b')') {
            core = (start..core)
                .rev()
                .find(|&at| tokens[at].is(b'('))
                .unwrap_or(core - 1);
        } else {
            core -= 1;
        }
    }
    if core == start {
        // "85% of voters"
        return tokens[end - 1].is_word().then_some(Head::Common(end - 1));
    }
    name_at_end(tokens, start, core).or(Some(Head::Common(core - 1)))
}

/// Of several people who speak together, the one nearest to the verb: "Mr. Berg and Ms. Holm said". A model with one speaker
/// an utterance must take one of them, and the last is the one that the sentence goes on with.
fn joined_name(tokens: &[Token], start: usize, end: usize) -> Option<Head> {
    let at = (start + 1..end)
        .rev()
        .find(|&at| tokens[at].plain(Class::CONJ))?;
    let before = &tokens[at - 1];
    let comma = before.is(b',') && at > start + 1;
    let before = if comma { &tokens[at - 2] } else { before };
    let thing = Class::ORG
        .with(Class::BRAND)
        .with(Class::PLACE)
        .with(Class::ROLES)
        .with(Class::TEXT)
        .with(Class::COMMON);
    let role =
        before.plain(Class::ROLE.with(Class::TITLE)) || before.capital && before.has(Class::TITLE);
    let named = before.is_word() && before.capital && !before.has(thing) || before.is(b')') || role;
    // What describes the name ends it: "Anna Berg of Lindal and Otto Holm of Oslo".
    let stop = (at + 1..end)
        .find(|&at| tokens[at].plain(Class::PREP) || tokens[at].is(b'('))
        .unwrap_or(end);
    let Head::Name(first, last) = name_at_end(tokens, at + 1, stop)? else {
        return None;
    };
    let titled = first > at + 1 && tokens[first - 1].has(Class::TITLE.with(Class::ROLE));
    let given = tokens[first].has(Class::GIVEN) && last - first >= 2;
    let single = last - first == 1
        && !role
        && first == at + 1
        && !tokens[first].has(thing)
        && (at < start + 2 || !tokens[at - 2].capital);
    let name = (first..last).all(|at| !tokens[at].has(thing) || tokens[at].has(Class::GIVEN));
    // "Lindal News and former harbour master Anna Berg": two offices of one person.
    let offices = office_end(tokens, at) == Some(first)
        && !tokens[start..at]
            .iter()
            .any(|token| token.plain(Class::PREP) || token.has(Class::ROLES));
    ((named || offices) && name && (titled || given || single)).then_some(Head::Name(first, last))
}

/// Whether what follows the head noun begins here: "voters in Lindal", "aides familiar with", "a pastor backing Berg".
fn modifies(text: &str, token: &Token) -> bool {
    let word = &text[token.start..token.end];
    token.plain(Class::PREP)
        || token.is_word()
            && !token.capital
            && word.len() > 4
            && word.ends_with("ing")
            && token.class == Class::NONE
        || word == "familiar"
        || word == "close"
}

/// "Secretary of State Olga Berg": the name behind an office that has a preposition in it at `preposition`.
fn office_name(
    text: &str,
    tokens: &[Token],
    start: usize,
    preposition: usize,
    end: usize,
) -> Option<Head> {
    let office = &tokens[preposition - 1];
    // "master of ceremonies Olga Berg"
    if let Some(Head::Name(first, last)) = name_at_end(tokens, preposition + 1, end)
        && last - first >= 2
        && first == preposition + 2
        && !tokens[first - 1].has(
            Class::ROLE
                .with(Class::ROLES)
                .with(Class::TITLE)
                .with(Class::ORG)
                .with(Class::DET),
        )
        && !tokens[first - 1].capital
        && !office.has(Class::ROLES)
        && text[tokens[preposition].start..tokens[preposition].end] == *"of"
    {
        return Some(Head::Name(first, last));
    }
    if !office.has(Class::TITLE.with(Class::ROLE))
        || text[tokens[preposition].start..tokens[preposition].end] != *"of"
    {
        return None;
    }
    let mut from = preposition + 1;
    let mut passed = false;
    while from < end {
        let token = &tokens[from];
        let word = text[token.start..token.end].to_ascii_lowercase();
        let belongs = OFFICE.contains(&word.as_str())
            || token.plain(Class::DET)
            || token.has(Class::PLACE)
            || word == "and";
        if !belongs {
            break;
        }
        passed = true;
        from += 1;
    }
    let _ = start;
    if !passed || from >= end {
        return None;
    }
    match name_at_end(tokens, from, end)? {
        Head::Name(first, last) if first == from || tokens[first - 1].has(Class::TITLE) => {
            Some(Head::Name(first, last))
        }
        _ => None,
    }
}

/// The run of name words that ends at `end`, without titles; `None` if the last word is no part of a name.
fn name_at_end(tokens: &[Token], start: usize, end: usize) -> Option<Head> {
    let mut first = end;
    while first > start {
        let token = &tokens[first - 1];
        if !token.is_word() {
            break;
        }
        let title =
            token.has(Class::TITLE) && !(first == end && surname_title(tokens, start, first - 1));
        // "Supporters of Anna Berg": a noun at the head of the sentence.
        let noun = first == 1
            && token.has(
                Class::ROLE
                    .with(Class::ROLES)
                    .with(Class::TEXT)
                    .with(Class::DET)
                    .with(Class::POSSESSIVE),
            );
        let inside = token.capital && !title && !noun;
        let particle = first < end
            && !token.capital
            && token.has(Class::PARTICLE)
            && first - 1 > start
            && (tokens[first - 2].capital || tokens[first - 2].has(Class::PARTICLE));
        if !inside && !particle {
            break;
        }
        first -= 1;
    }
    while first < end && tokens[first].plain(Class::PARTICLE) {
        first += 1;
    }
    // A leading place or nation is no part of a person's name: "Ukrainian Volodymyr Bondar" keeps two words.
    while end - first >= 3 && tokens[first].has(Class::PLACE) && !tokens[first].has(Class::GIVEN) {
        first += 1;
    }
    first += office_words(&tokens[first..end]);
    (first < end).then_some(Head::Name(first, end))
}

/// How many of these name words are an office before the name itself: "Harbour Pilot Anna Berg" has two.
pub(super) fn office_words(words: &[Token]) -> usize {
    let given = words.iter().position(|word| word.has(Class::GIVEN));
    let behind = |at: usize| words.len() - at;
    let limit = given.unwrap_or(words.len());
    let role = (0..limit)
        .rev()
        .find(|&at| words[at].has(Class::ROLE) && (2..=3).contains(&(behind(at) - 1)));
    if let Some(role) = role {
        return role + 1;
    }
    let Some(given) = given.filter(|&given| given > 0 && behind(given) >= 2) else {
        return 0;
    };
    // "Lindal Harbour Works Anna Berg": words of no known role, but too many for a name; "J. K. Anna Berg" is one.
    let initials = words[..given]
        .iter()
        .any(|word| word.end - word.start <= 2 || word.has(Class::PARTICLE));
    let body = words[given - 1].has(
        Class::ORG
            .with(Class::BRAND)
            .with(Class::TEXT)
            .with(Class::ROLES),
    );
    if (given >= 2 || body) && !initials {
        given
    } else {
        0
    }
}

/// A title word that is a surname here: "Howard Dean", "Steve King".
fn surname_title(tokens: &[Token], start: usize, at: usize) -> bool {
    at > start && tokens[at].capital && behind_given(&tokens[start..at])
}

/// Whether these words end in a given name, or in one and an initial: "Howard", "Peter T.".
pub(super) fn behind_given(words: &[Token]) -> bool {
    let given = |word: &Token| word.capital && word.has(Class::GIVEN);
    match words {
        [.., before, last] if last.capital && last.is_word() && last.end - last.start <= 2 => {
            given(before)
        }
        [.., last] => given(last),
        [] => false,
    }
}

/// The subject of the sentence: the first noun phrase of its main clause, before `limit`.
pub(super) fn subject(text: &str, tokens: &[Token], limit: usize) -> Option<Phrase> {
    let mut start = dateline(tokens);
    for _ in 0..5 {
        while start < limit
            && (!tokens[start].is_word() && !tokens[start].is_quote()
                || tokens[start].has(Class::CONJ))
        {
            start += 1;
        }
        let first = tokens.get(start).filter(|_| start < limit)?;
        // "Then Berg left": no comma divides them.
        let joined = first.is_word()
            && first.has(Class::ADVERB)
            && !first.has(
                Class::PREP
                    .with(Class::SUBORD)
                    .with(Class::DET)
                    .with(Class::TIME)
                    .with(Class::GIVEN),
            )
            && tokens.get(start + 1).is_some_and(|next| {
                next.is_word()
                    && (next.capital && !next.has(Class::TIME) || next.plain(Class::PRONOUN))
            });
        if joined {
            start += 1;
            break;
        }
        let adverbial = first.is_word()
            && (first.has(
                Class::PREP
                    .with(Class::SUBORD)
                    .with(Class::ADVERB)
                    .with(Class::TIME),
            ) && !first.has(Class::DET)
                || is_here(text, first)
                || first.cue.is_some()
                || ends_in_ing(text, first)
                || word_ends(text, first, "ed")
                    && tokens
                        .get(start + 1)
                        .is_some_and(|next| next.plain(Class::PREP)))
            && !(first.capital && first.has(Class::GIVEN));
        // "in Lindal, Norway, on Sunday": the comma behind a place ends nothing.
        let run = (start..limit)
            .take_while(|&at| tokens[at].is_word() && tokens[at].capital)
            .count();
        let place = (1..=3).contains(&run)
            && tokens[start + run - 1].has(Class::PLACE)
            && start > 1
            && tokens[start - 1].is(b',')
            && tokens.get(start + run).is_some_and(|next| next.is(b','));
        let most = first.is_word()
            && first.has(Class::DET)
            && tokens
                .get(start + 1)
                .is_some_and(|next| next.plain(Class::ADVERB) && !next.has(Class::DET));
        if !adverbial && !first.is_quote() && !place && !most {
            break;
        }
        let comma = (start..limit)
            .find(|&at| tokens[at].is(b',') || tokens[at].is_quote() && at > start)?;
        start = comma + 1;
    }
    right(text, tokens, start, limit).filter(|phrase| match phrase.head {
        Head::Common(at) => phrase.end > phrase.start + 1 || !tokens[at].has(Class::DET),
        _ => true,
    })
}

/// Behind "LINDAL (AP) -", if the sentence opens with a place in capitals and a dash.
fn dateline(tokens: &[Token]) -> usize {
    let dash = tokens.iter().take(10).position(|token| token.is(b'-'));
    let placed = |dash: &usize| {
        tokens[..*dash]
            .iter()
            .all(|token| token.capital || !token.is_word())
    };
    dash.filter(placed).map_or(0, |dash| dash + 1)
}

fn is_here(text: &str, token: &Token) -> bool {
    [
        "here",
        "there",
        "elsewhere",
        "asked",
        "pressed",
        "early",
        "late",
        "hours",
        "days",
        "weeks",
        "months",
        "years",
        "minutes",
        "moments",
    ]
    .iter()
    .any(|word| text[token.start..token.end].eq_ignore_ascii_case(word))
}

fn word_ends(text: &str, token: &Token, end: &str) -> bool {
    let word = &text[token.start..token.end];
    word.len() > end.len() + 2 && word.ends_with(end)
}

fn ends_in_ing(text: &str, token: &Token) -> bool {
    text[token.start..token.end].ends_with("ing")
}

#[cfg(test)]
mod tests {
    use super::{Head, left, subject};
    use crate::attribution::scan;

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

    #[test]
    fn the_subject_stands_behind_adverbials() {
        for (text, expected) in [
            ("In May, on a Sunday, Olga Berg left.", "Olga Berg"),
            ("LINDAL (AP) — Mayor Olga Berg left.", "Mayor Olga Berg"),
            ("Speaking in Lindal, Norway, on Sunday, she left.", "she"),
        ] {
            let mut tokens = Vec::new();
            scan::read(text, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
            let found = subject(text, &tokens, tokens.len());
            let words =
                found.map(|phrase| &text[tokens[phrase.start].start..tokens[phrase.end - 1].end]);
            assert_eq!(words, Some(expected), "{text}");
        }
    }
}
