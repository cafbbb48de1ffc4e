//! The head of a noun phrase: the name in it without titles and offices, or the noun for people, an
//! organisation or a text. Positions are tokens of the sentence.

use std::ops::Range;

use crate::attribution::words::class::Class;
use crate::attribution::words::scan::{Kind, Token};
use crate::text::word_list::WordList;

/// The word or words that a phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// "he"
    Pronoun(usize),
    /// From the first token to behind the last, without titles: "Olga Berg" in "Energy Minister
    /// Olga Berg".
    Name(usize, usize),
    /// "spokesman" in "a spokesman for Olga Berg"
    Common(usize),
}

/// Words that end a noun phrase.
pub(crate) const STOPS: Class = Class::AUX
    .union(Class::REL)
    .union(Class::VERB)
    .union(Class::NEGATION)
    .union(Class::SUBORD);

static OFFICE_WORDS: WordList = WordList::new(include_str!("lists/office_words.txt"));

/// What the phrase `start..end` is about.
pub(crate) fn head(text: &str, tokens: &[Token], start: usize, end: usize) -> Option<Head> {
    let mut core = end;
    let conjunction = (start + 1..end).find(|&at| tokens[at].plain(Class::CONJ));
    if let Some(at) = conjunction {
        if let Some(name) = joined_name(tokens, start, end) {
            return Some(name);
        }
        if !joins_adjectives(text, tokens, start..end, at) {
            core = at;
        }
    }
    core = without_last_brackets(tokens, start, core);
    if let Some(at) = (start + 1..core).find(|&at| opens_description(text, tokens, at)) {
        match office_name(text, tokens, at, core) {
            Some(name) => return Some(name),
            None => core = at,
        }
    }
    core = without_marks(tokens, start, core);
    if core == start {
        // "85% of voters", "Six in 10"
        let last = tokens.get(end - 1)?;
        let is_counted = last.is_word() || (last.kind == Kind::Number && end > start + 1);
        return is_counted.then_some(Head::Common(end - 1));
    }
    name_at_end(tokens, start, core).or(Some(Head::Common(core - 1)))
}

/// Whether the conjunction at `at` joins what describes one noun: "current and former captains",
/// "complete but unofficial returns".
fn joins_adjectives(text: &str, tokens: &[Token], phrase: Range<usize>, at: usize) -> bool {
    let (before, last) = (&tokens[at - 1], &tokens[phrase.end - 1]);
    let word = |at: usize| &text[tokens[at].start..tokens[at].end];
    let is_noun = last.is_word() && !last.capital && at + 2 < phrase.end;
    let is_described = before.is_word() && before.cue.is_none() && at - 1 == phrase.start;
    let is_opener = at == 1 && ["former", "future", "retired"].contains(&word(at + 1));
    let is_adjective = !before.capital && before.class.is_empty();
    let joins = word(at) == "but" || last.has(Class::SOURCE_NOUN);
    is_noun && is_described && joins && (is_opener || is_adjective)
}

/// The end of the phrase without brackets: "Speaker of the House Rep. Olga Berg (D-Ohio)".
fn without_last_brackets(tokens: &[Token], start: usize, mut end: usize) -> usize {
    while end > start + 1
        && tokens[end - 1].is(b')')
        && let Some(open) = (start + 1..end).rev().find(|&at| tokens[at].is(b'('))
    {
        end = open;
    }
    end
}

/// The end of the phrase without punctuation and brackets.
fn without_marks(tokens: &[Token], start: usize, mut end: usize) -> usize {
    while end > start && !tokens[end - 1].is_word() {
        let open = tokens[end - 1].is(b')').then(|| {
            let mut inside = (start..end).rev();
            inside.find(|&at| tokens[at].is(b'('))
        });
        end = open.flatten().unwrap_or(end - 1);
    }
    end
}

/// Whether what describes the noun begins at `at`: "voters in Lindal".
fn opens_description(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    if token.plain(Class::PREP) {
        return true;
    }
    // "ranking Democrat Otto Holm": a participle before a role is part of it.
    let is_role = |next: &Token| next.is_word() && next.has(Class::TITLE_OR_ROLE);
    // "people briefed on the talks"
    let people = tokens[at - 1].plain(Class::ROLE | Class::ROLES);
    let is_preposition = |next: &Token| next.plain(Class::PREP);
    let is_attribute = people
        && token.class.is_empty()
        && token.cue.is_none()
        && text[token.start..token.end].ends_with("ed")
        && tokens.get(at + 1).is_some_and(is_preposition);
    if is_attribute {
        return true;
    }
    describes(text, token) && !tokens.get(at + 1).is_some_and(is_role)
}

/// Whether a word without a preposition opens what describes a noun: "aides familiar with", "a
/// pastor backing Berg".
fn describes(text: &str, token: &Token) -> bool {
    let word = &text[token.start..token.end];
    let is_unknown = token.is_word() && !token.capital && token.class.is_empty();
    let is_participle = is_unknown && word.len() > 4 && word.ends_with("ing");
    is_participle || word == "familiar" || word == "close"
}

/// The name nearest to the verb of several people who speak together: "Mr. Berg and Ms. Holm said".
/// An utterance has one speaker, and the next sentences are usually about the last one.
fn joined_name(tokens: &[Token], start: usize, end: usize) -> Option<Head> {
    let at = (start + 1..end)
        .rev()
        .find(|&at| tokens[at].plain(Class::CONJ))?;
    // What describes the name ends it: "Anna Berg of Lindal and Otto Holm of Oslo".
    let name_end = (at + 1..end)
        .find(|&at| tokens[at].plain(Class::PREP) || tokens[at].is(b'('))
        .unwrap_or(end);
    let Head::Name(first, last) = name_at_end(tokens, at + 1, name_end)? else {
        return None;
    };
    let before = Before::new(tokens, start, at);
    let joins = before.is_named || joins_two_offices(tokens, start, at, first);
    let is_thing = |token: &Token| token.has(THING) && !token.has(Class::GIVEN);
    let is_person = !tokens[first..last].iter().any(is_thing);
    let has_title = first > at + 1 && tokens[first - 1].has(Class::TITLE_OR_ROLE);
    let has_given = last - first >= 2 && tokens[first].has(Class::GIVEN);
    let follows_name = at >= start + 2 && tokens[at - 2].capital;
    let is_surname = last - first == 1
        && first == at + 1
        && !before.is_role
        && !tokens[first].has(THING)
        && !follows_name;
    let is_full = has_title || has_given || is_surname;
    (joins && is_person && is_full).then_some(Head::Name(first, last))
}

/// A word that is not part of a person's name.
const THING: Class = Class::ORG
    .union(Class::BRAND)
    .union(Class::PLACE)
    .union(Class::ROLES)
    .union(Class::TEXT)
    .union(Class::COMMON);

/// What comes before the conjunction that joins two people.
struct Before {
    /// A title or a noun for a person.
    is_role: bool,
    /// A person by name, or a role.
    is_named: bool,
}

impl Before {
    /// The word before the conjunction at `at`, or before the comma there.
    fn new(tokens: &[Token], start: usize, at: usize) -> Before {
        let has_comma = tokens[at - 1].is(b',') && at > start + 1;
        let before = &tokens[if has_comma { at - 2 } else { at - 1 }];
        let is_title = before.capital && before.has(Class::TITLE);
        let is_role = is_title || before.plain(Class::TITLE_OR_ROLE);
        let is_name = before.is_word() && before.capital && !before.has(THING);
        Before {
            is_role,
            is_named: is_name || is_role || before.is(b')'),
        }
    }
}

/// Whether the conjunction at `at` joins two offices of the person named at `name`: "Lindal News
/// and former harbour master Anna Berg".
fn joins_two_offices(tokens: &[Token], start: usize, at: usize, name: usize) -> bool {
    let describes = |token: &Token| token.plain(Class::PREP) || token.has(Class::ROLES);
    office_end(tokens, at) == Some(name) && !tokens[start..at].iter().any(describes)
}

/// Whether an office of few words and a full name follow the conjunction at `at`: "Lindal News and
/// former harbour master Anna Berg".
pub(crate) fn joins_office(tokens: &[Token], at: usize) -> bool {
    office_end(tokens, at).is_some()
}

/// Where the name begins behind the office that follows the conjunction at `at`.
fn office_end(tokens: &[Token], at: usize) -> Option<usize> {
    // An office has at most five words.
    let name = (at + 2..tokens.len().min(at + 7)).find(|&name| {
        tokens[name].capital
            && tokens[name].has(Class::GIVEN)
            && tokens[name - 1].plain(Class::TITLE_OR_ROLE)
    })?;
    let surname = tokens.get(name + 1);
    let has_surname = surname.is_some_and(|next| next.is_word() && next.capital);
    let ends_office = STOPS | Class::PREP | Class::CONJ | Class::DET | Class::PRONOUN;
    let mut office = tokens[at + 1..name].iter();
    let is_office = office.all(|token| {
        let is_noun = token.is_word() && token.cue.is_none() && !token.has(ends_office);
        is_noun || token.has(Class::TITLE_OR_ROLE)
    });
    (has_surname && is_office).then_some(name)
}

/// Whether a word names what an office is for: "Finance".
pub(crate) fn is_office_word(word: &str) -> bool {
    OFFICE_WORDS.contains(&word.to_ascii_lowercase())
}

/// The name behind an office that has a preposition at `preposition`: "Secretary of State Olga
/// Berg".
fn office_name(text: &str, tokens: &[Token], preposition: usize, end: usize) -> Option<Head> {
    let word = |at: usize| &text[tokens[at].start..tokens[at].end];
    let office = &tokens[preposition - 1];
    if let Some(name) = name_behind_body(tokens, preposition, end) {
        return Some(name);
    }
    if word(preposition) != "of" {
        return None;
    }
    if !office.has(Class::ROLES)
        && let Some(name) = name_behind_noun(tokens, preposition + 1, end)
    {
        return Some(name);
    }
    if !office.has(Class::TITLE_OR_ROLE) {
        return None;
    }
    let is_office_word = |at: &usize| {
        let (token, word) = (&tokens[*at], word(*at));
        let is_listed = word == "and" || is_office_word(word);
        is_listed || token.plain(Class::DET) || token.has(Class::PLACE)
    };
    let start = preposition + 1;
    let name_start = start + (start..end).take_while(is_office_word).count();
    if name_start == start || name_start >= end {
        return None;
    }
    // "the leader of the Ferry League": a body.
    if tokens[name_start - 1].plain(Class::DET) {
        return None;
    }
    match name_at_end(tokens, name_start, end)? {
        Head::Name(first, last) if first == name_start || tokens[first - 1].has(Class::TITLE) => {
            Some(Head::Name(first, last))
        }
        _ => None,
    }
}

/// The name behind a body that has a preposition in its name, and an office there: "the Council on
/// Ferries Executive Director Olga Berg".
fn name_behind_body(tokens: &[Token], preposition: usize, end: usize) -> Option<Head> {
    let body = &tokens[preposition - 1];
    if !body.capital || !body.has(Class::ORG) {
        return None;
    }
    let Head::Name(first, last) = name_at_end(tokens, preposition + 1, end)? else {
        return None;
    };
    let is_full = last - first >= 2 && tokens[first].has(Class::GIVEN);
    // "the Office of Mayor Olga Berg": the name of the body goes on to hers.
    let has_office = first > preposition + 2 && tokens[first - 1].has(Class::TITLE_OR_ROLE);
    let is_one_name = |token: &Token| token.is_word() && token.capital;
    let goes_on = tokens[preposition + 1..first].iter().all(is_one_name);
    (is_full && has_office && goes_on).then_some(Head::Name(first, last))
}

/// A full name behind a single plain noun at `noun`: "(master of) ceremonies Olga Berg".
fn name_behind_noun(tokens: &[Token], noun: usize, end: usize) -> Option<Head> {
    let Head::Name(first, last) = name_at_end(tokens, noun, end)? else {
        return None;
    };
    let not_plain = Class::TITLE_OR_ROLE | Class::ROLES | Class::ORG | Class::DET;
    let is_plain = |token: &Token| !token.capital && !token.has(not_plain);
    let is_found = last - first >= 2 && first == noun + 1 && is_plain(&tokens[noun]);
    is_found.then_some(Head::Name(first, last))
}

/// The run of name words that ends at `end`, without titles; `None` if the last word is not part of
/// a name.
pub(crate) fn name_at_end(tokens: &[Token], start: usize, end: usize) -> Option<Head> {
    let mut first = end;
    while first > start && belongs_to_name(tokens, start, first - 1, end) {
        first -= 1;
    }
    while first < end && tokens[first].plain(Class::PARTICLE) {
        first += 1;
    }
    // A place or nation before a name is not part of it: "Ukrainian Volodymyr Bondar" keeps two
    // words.
    while end - first >= 3 && tokens[first].has(Class::PLACE) && !tokens[first].has(Class::GIVEN) {
        first += 1;
    }
    first += office_words(&tokens[first..end]);
    (first < end).then_some(Head::Name(first, end))
}

/// Whether the word at `at` belongs to the name that ends at `end`, as all words between do.
fn belongs_to_name(tokens: &[Token], start: usize, at: usize, end: usize) -> bool {
    let token = &tokens[at];
    if !token.is_word() {
        return false;
    }
    let is_last = at + 1 == end;
    if token.capital {
        let is_surname = is_last && is_title_surname(tokens, start, at);
        let is_title = token.has(Class::TITLE) && !is_surname;
        // "Supporters of Anna Berg": a noun that opens the sentence.
        let is_plural = token.has(Class::ROLES) && end - at >= 3;
        let is_noun = is_plural || (at == 0 && token.has(SENTENCE_NOUN));
        return !is_title && !is_noun;
    }
    let follows_name = |before: &Token| before.capital || before.has(Class::PARTICLE);
    !is_last && at > start && token.has(Class::PARTICLE) && follows_name(&tokens[at - 1])
}

/// A word that opens a sentence with a capital without being a name.
const SENTENCE_NOUN: Class = Class::ROLE
    .union(Class::ROLES)
    .union(Class::TEXT)
    .union(Class::DET)
    .union(Class::POSSESSIVE);

/// How many of these name words are an office before the name itself: two in "Harbour Pilot Anna
/// Berg".
pub(crate) fn office_words(words: &[Token]) -> usize {
    let given = words.iter().position(|word| word.has(Class::GIVEN));
    // A role with a name of two or three words behind it.
    let has_name_behind = |at: usize| matches!(words.len() - at, 3 | 4);
    let role = (0..given.unwrap_or(words.len()))
        .rev()
        .find(|&at| words[at].has(Class::ROLE) && has_name_behind(at));
    if let Some(role) = role {
        return role + 1;
    }
    let Some(given) = given.filter(|&given| given > 0 && words.len() - given >= 2) else {
        return 0;
    };
    // "Lindal Harbour Works Anna Berg" has no known role, but too many words for a name. "J. K.
    // Anna Berg" is a name.
    let before = &words[..given];
    let belongs = |word: &Token| word.end - word.start <= 2 || word.has(Class::PARTICLE);
    let organisation = Class::ORG | Class::BRAND | Class::TEXT | Class::ROLES;
    let is_office = given >= 2 || words[given - 1].has(organisation);
    if is_office && !before.iter().any(belongs) {
        given
    } else {
        0
    }
}

/// Whether the title word at `at` is a surname: "Howard Dean", "Steve King".
fn is_title_surname(tokens: &[Token], start: usize, at: usize) -> bool {
    at > start && tokens[at].capital && ends_in_given_name(&tokens[start..at])
}

/// Whether these words end in a given name, or in a given name and an initial: "Howard", "Peter
/// T.". A title word behind them is a surname.
pub(crate) fn ends_in_given_name(words: &[Token]) -> bool {
    let is_given = |word: &Token| word.capital && word.has(Class::GIVEN);
    let is_initial = |word: &Token| word.capital && word.is_word() && word.end - word.start <= 2;
    match words {
        [.., before, last] if is_initial(last) => is_given(before),
        [.., last] => is_given(last),
        [] => false,
    }
}
