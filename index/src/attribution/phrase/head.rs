//! What a noun phrase is about: the name in it without titles and offices, or the noun for people, a body or a text.
//! Positions are those of the sentence's tokens.

use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;

/// The word or words that a phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// "he"
    Pronoun(usize),
    /// The name without titles: "Olga Berg" of "Energy Minister Olga Berg".
    Name(usize, usize),
    /// "spokesman" of "a spokesman for Olga Berg".
    Common(usize),
}

/// Words that end a noun phrase.
pub(crate) const STOPS: Class = Class::AUX
    .union(Class::REL)
    .union(Class::VERB)
    .union(Class::NEGATION)
    .union(Class::SUBORD);

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

/// What the phrase `start..end` is about.
pub(crate) fn head(text: &str, tokens: &[Token], start: usize, end: usize) -> Option<Head> {
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
            .is_some_and(|next| next.is_word() && next.has(Class::TITLE_OR_ROLE));
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
    let thing =
        Class::ORG | Class::BRAND | Class::PLACE | Class::ROLES | Class::TEXT | Class::COMMON;
    let role = before.plain(Class::TITLE_OR_ROLE) || before.capital && before.has(Class::TITLE);
    let named = before.is_word() && before.capital && !before.has(thing) || before.is(b')') || role;
    // What describes the name ends it: "Anna Berg of Lindal and Otto Holm of Oslo".
    let stop = (at + 1..end)
        .find(|&at| tokens[at].plain(Class::PREP) || tokens[at].is(b'('))
        .unwrap_or(end);
    let Head::Name(first, last) = name_at_end(tokens, at + 1, stop)? else {
        return None;
    };
    let titled = first > at + 1 && tokens[first - 1].has(Class::TITLE_OR_ROLE);
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

/// "Lindal News and former harbour master Anna Berg": behind the conjunction at `at` an office of few words and a full name.
pub(crate) fn offices(tokens: &[Token], at: usize) -> bool {
    office_end(tokens, at).is_some()
}

/// Position of the name behind the office that the conjunction at `at` joins to what stands before it.
fn office_end(tokens: &[Token], at: usize) -> Option<usize> {
    let name = (at + 2..tokens.len().min(at + 7)).find(|&name| {
        tokens[name].capital
            && tokens[name].has(Class::GIVEN)
            && tokens[name - 1].plain(Class::TITLE_OR_ROLE)
    })?;
    let surname = tokens
        .get(name + 1)
        .is_some_and(|next| next.is_word() && next.capital);
    let office = tokens[at + 1..name].iter().all(|token| {
        token.is_word()
            && token.cue.is_none()
            && !token.has(STOPS | Class::PREP | Class::CONJ | Class::DET | Class::PRONOUN)
            || token.has(Class::TITLE_OR_ROLE)
    });
    (surname && office).then_some(name)
}

/// Whether what follows the head noun begins here: "voters in Lindal", "aides familiar with", "a pastor backing Berg".
fn modifies(text: &str, token: &Token) -> bool {
    let word = &text[token.start..token.end];
    token.plain(Class::PREP)
        || token.is_word()
            && !token.capital
            && word.len() > 4
            && word.ends_with("ing")
            && token.class.is_empty()
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
        && !tokens[first - 1]
            .has(Class::ROLE | Class::ROLES | Class::TITLE | Class::ORG | Class::DET)
        && !tokens[first - 1].capital
        && !office.has(Class::ROLES)
        && text[tokens[preposition].start..tokens[preposition].end] == *"of"
    {
        return Some(Head::Name(first, last));
    }
    if !office.has(Class::TITLE_OR_ROLE)
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
pub(crate) fn name_at_end(tokens: &[Token], start: usize, end: usize) -> Option<Head> {
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
            && token.has(Class::ROLE | Class::ROLES | Class::TEXT | Class::DET | Class::POSSESSIVE);
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
pub(crate) fn office_words(words: &[Token]) -> usize {
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
    let body = words[given - 1].has(Class::ORG | Class::BRAND | Class::TEXT | Class::ROLES);
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
pub(crate) fn behind_given(words: &[Token]) -> bool {
    let given = |word: &Token| word.capital && word.has(Class::GIVEN);
    match words {
        [.., before, last] if last.capital && last.is_word() && last.end - last.start <= 2 => {
            given(before)
        }
        [.., last] => given(last),
        [] => false,
    }
}
