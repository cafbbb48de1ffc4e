//! The names that stand in one story, as worded, with what the words around them say of each.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::attribution::name::parts::{self, Sort};
use crate::attribution::phrase::head;
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Form, Frame};
use crate::attribution::words::scan::{Kind, Token};

/// Names found while reading, before they are told apart.
#[derive(Default)]
pub(crate) struct Names<'a> {
    pub(crate) found: FxHashMap<&'a str, Found>,
}

/// What was seen of one wording.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    sort: Sort,
    /// Its place in the order in which they were met.
    pub(crate) order: usize,
    /// How often its first and its last word stood alone before the name was met first.
    pub(crate) alone_before: (usize, usize),
    pub(crate) count: usize,
    /// A given name, a title or an apposition says that this is a person.
    pub(crate) sure: bool,
    /// How often a word beside it told the sex.
    pub(crate) he: usize,
    pub(crate) she: usize,
}

impl<'a> Names<'a> {
    /// Takes up the names in these tokens of `text`. In a headline a run of capitals is a name only if a given name says so.
    pub(crate) fn read(&mut self, text: &'a str, tokens: &[Token], headline: bool) {
        let mut at = 0;
        while at < tokens.len() {
            let token = &tokens[at];
            if !token.is_word() || !token.capital {
                at += 1;
                continue;
            }
            let start = at;
            while at < tokens.len() && in_name(text, tokens, at, start) {
                at += 1;
            }
            if at == start {
                at += 1;
                continue;
            }
            self.run(text, tokens, start..at, headline);
        }
    }

    /// Takes up one run of capitalised words.
    fn run(&mut self, text: &'a str, tokens: &[Token], range: Range<usize>, headline: bool) {
        let Range { start, end } = range;
        let opens = start == 0
            || matches!(
                tokens[start - 1].kind,
                Kind::Mark(b'.' | b'!' | b'?' | b':' | b'"' | b' ') | Kind::Quote(_)
            );
        let mut start = start;
        while start < end
            && opens
            && tokens[start].has(Class::COMMON | Class::PREP | Class::SUBORD | Class::CONJ)
            && !tokens[start].has(Class::GIVEN)
        {
            start += 1;
        }
        // "Suddenly Holm rose", "Meeting Holm, she rose", "Call Holm!", "Poor Holm!": a word that the sentence begins with.
        if opens && end - start > 1 && begins_sentence(text, &tokens[start], end - start) {
            start += 1;
        }
        // The name proper stands behind the last title.
        let mut first = start;
        let mut title =
            start > 0 && !tokens[start - 1].capital && tokens[start - 1].has(Class::TITLE_OR_ROLE);
        let (mut he, mut she) = sexes(tokens, start.checked_sub(1));
        for at in start..end {
            let surname = at + 1 == end && head::behind_given(&tokens[first..at]);
            if tokens[at].has(Class::TITLE) && !surname {
                first = at + 1;
                title = true;
                let (is_he, is_she) = sexes(tokens, Some(at));
                (he, she) = (he || is_he, she || is_she);
            }
        }
        while end.saturating_sub(first) >= 3
            && tokens[first].has(Class::PLACE)
            && !tokens[first].has(Class::GIVEN)
        {
            first += 1;
        }
        // "In Lindal Berg rose"
        if end - first == 2
            && first == start
            && first > 0
            && tokens[first - 1].has(Class::PREP)
            && tokens[first].has(Class::PLACE)
            && !tokens[first].has(Class::GIVEN)
            && !tokens[first + 1].has(Class::PLACE | Class::ORG | Class::ROLES)
        {
            first += 1;
        }
        // "Holm van": a particle ends no name; nor do letters like "FRS".
        let mut end = end;
        while end > first && !tokens[end - 1].capital {
            end -= 1;
        }
        if end - first >= 3
            && parts::is_letters(&text[tokens[end - 1].start..tokens[end - 1].end])
            && text[tokens[first].start..tokens[end - 1].start].contains(char::is_lowercase)
        {
            end -= 1;
        }
        let office = head::office_words(&tokens[first..end]);
        title |= office > 0;
        first += office;
        if first >= end {
            return;
        }
        let worded = &text[tokens[first].start..tokens[end - 1].end];
        if worded.len() > NAME_BYTES {
            return;
        }
        let order = self.found.len();
        let alone = |at: usize| {
            let word = &text[tokens[at].start..tokens[at].end];
            self.found.get(word).map_or(0, |found| found.count)
        };
        let alone_before = if end - first == 1 || self.found.contains_key(worded) {
            (0, 0)
        } else {
            (alone(first), alone(end - 1))
        };
        let found = self.found.entry(worded).or_insert_with(|| {
            let words: Vec<&str> = tokens[first..end]
                .iter()
                .map(|token| &text[token.start..token.end])
                .collect();
            Found {
                sort: parts::sort(&words),
                order,
                alone_before,
                count: 0,
                sure: false,
                he: 0,
                she: 0,
            }
        });
        // "The Green List" is a body, also at the head of a sentence.
        let the = office == 0
            && first == start
            && first > 0
            && (tokens[first - 1].plain(Class::DET)
                || text[tokens[first - 1].start..tokens[first - 1].end] == *"The");
        let guessed = headline && end - first != 2;
        if found.sort == Sort::Other || (the || guessed) && found.sort != Sort::Person {
            return;
        }
        let apposition = tokens.get(end).is_some_and(|token| token.is(b','))
            && tokens.get(end + 1).is_some_and(|token| {
                token.plain(Class::DESCRIPTION_OPENER) || token.kind == Kind::Number
            });
        let says = tokens
            .get(end)
            .is_some_and(|token| token.cue.is_some() && !token.capital);
        // "Accordingly, the ferry stays", "Experience shows": a word at the head of its sentence needs more than that.
        let word = opens && first == start && end - first == 1 && office == 0 && !title;
        let speaks = tokens.get(end).is_some_and(|token| {
            token.cue.is_some_and(|cue| {
                !cue.noun && matches!(cue.frame, Frame::Any | Frame::Tell | Frame::Quote)
            })
        });
        let (apposition, says) = (apposition && !word, says && (!word || speaks));
        found.count += 1;
        found.sure |= found.sort == Sort::Person || title || apposition || says;
        found.he += usize::from(he);
        found.she += usize::from(she);
    }
}

/// Whether a capital word before a name is no part of it, but only the first of its sentence. `words` are those of both.
fn begins_sentence(text: &str, token: &Token, words: usize) -> bool {
    const KINDS: &[&str] = &["Poor", "Old", "Young", "Little", "Dear"];
    let word = &text[token.start..token.end];
    let participle = words == 2 && word.len() > 5 && word.ends_with("ing");
    let adverb = word.len() > 4 && word.ends_with("ly");
    let order = token.cue.is_some_and(|cue| cue.form == Form::Base);
    !token.has(Class::GIVEN | Class::TITLE)
        && (token.has(Class::ADVERB) || adverb || participle || order || KINDS.contains(&word))
}

/// No name is longer.
const NAME_BYTES: usize = 100;

fn sexes(tokens: &[Token], at: Option<usize>) -> (bool, bool) {
    at.map_or((false, false), |at| {
        (tokens[at].has(Class::HE), tokens[at].has(Class::SHE))
    })
}

/// Whether the token at `at` goes on with the run of name words that began at `start`.
fn in_name(text: &str, tokens: &[Token], at: usize, start: usize) -> bool {
    let token = &tokens[at];
    if !token.is_word() || at - start > 8 {
        return false;
    }
    // "An... Anna!"
    if at > start && text[tokens[at - 1].start..token.start].contains("..") {
        return false;
    }
    if token.capital {
        return !(at > start && token.has(Class::PRONOUN))
            && !(token.has(Class::TIME) && !token.has(Class::GIVEN));
    }
    let particle = token.has(Class::PARTICLE) && at > start;
    particle
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.is_word() && (next.capital || next.has(Class::PARTICLE)))
}
