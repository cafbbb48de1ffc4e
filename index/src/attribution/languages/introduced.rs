//! Sources without a verb: "laut Berg", "selon Berg", "Berg zufolge", "so Berg".

use crate::attribution::languages::class::{Class, Sex};
use crate::attribution::languages::phrase::{Head, Phrase};
use crate::attribution::languages::report::{Reports, SPLIT};
use crate::attribution::languages::source::Voice;
use crate::attribution::languages::table::Introduction;
use crate::attribution::languages::tokens::{Kind, Token};
use crate::attribution::languages::verb::ends_clause;
use crate::document::rule::Rule;

impl Reports<'_> {
    /// Attributes what the source introduced at `at`, if one is, says.
    pub(crate) fn introduced_source(&mut self, at: usize) {
        let Some((length, place)) = self.introduction(at) else {
            return;
        };
        let names = self.names();
        let end = at + length;
        if place == Introduction::BehindSource {
            self.postposed(at, end);
            return;
        }
        let cue = self.resolver.words(at, end).to_lowercase();
        let (voice, end, is_sure) = match place {
            Introduction::His => (self.resolver.owner(at, end, Sex::Male), end, true),
            Introduction::Hers => (self.resolver.owner(at, end, Sex::Female), end, true),
            _ => {
                // "so auch Berg"
                let is_adverb = |at: &usize| names.tokens[*at].is(Class::ADVERB);
                let from = (end..names.tokens.len()).find(|at| !is_adverb(at));
                let Some(phrase) = from.and_then(|from| names.phrase(from)) else {
                    return;
                };
                let voice = self.resolver.voice(&phrase, None);
                (voice, phrase.end, is_sure(&phrase))
            }
        };
        let is_limited = matches!(place, Introduction::BehindWords | Introduction::BesideQuote);
        if let Some(quote) = self.quote_ending_before(at) {
            self.beside_quote(quote, end, &voice, &cue);
        } else if place == Introduction::BesideQuote {
            self.before_quote(end, &voice, &cue);
        } else if at > 0 && self.tokens()[at - 1].kind == Kind::Comma {
            if !is_limited || is_sure {
                self.interrupted(at - 1, end, &voice, Some(cue.clone()), Rule::AccordingTo);
                if let Some(next) = self.quote_split_off(end) {
                    let range = self.quotes[next].start..self.quotes[next].end;
                    self.push(range, &voice, true, Some(cue), Rule::Split);
                }
            }
        } else if !is_limited {
            if at == 0 {
                self.opening(end, &voice, &cue);
            } else {
                self.inside((at, end), is_sure, &voice, &cue);
            }
        }
    }

    /// The length of the phrase at `at` that introduces a source, and where it may be.
    fn introduction(&self, at: usize) -> Option<(usize, Introduction)> {
        let names = self.names();
        if !names.tokens[at].is(Class::SOURCE) {
            return None;
        }
        let mut buffer = String::new();
        let mut other = String::new();
        let (first, _) = names.lexicon.find(names.word(at), &mut buffer);
        let found = names.lexicon.sources(first).iter().find(|phrase| {
            phrase.words.iter().enumerate().all(|(ahead, wanted)| {
                let there = ahead == 0 || at + ahead < names.tokens.len();
                there && names.lexicon.find(names.word(at + ahead), &mut other).0 == *wanted
            })
        })?;
        Some((found.words.len(), found.place))
    }

    /// "...", so Berg, "..."
    fn beside_quote(&mut self, quote: usize, end: usize, voice: &Voice, cue: &str) {
        let range = self.quotes[quote].start..self.quotes[quote].end;
        let cue = Some(cue.to_owned());
        self.push(range, voice, true, cue.clone(), Rule::AccordingTo);
        // „Das bleibt“ laut Berg „noch lange so“.
        let adjacent = self.tokens().get(end).and_then(Token::quote);
        if let Some(next) = adjacent.or_else(|| self.quote_split_off(end)) {
            let range = self.quotes[next].start..self.quotes[next].end;
            self.push(range, voice, true, cue, Rule::Split);
        }
    }

    /// Pour Berg, "..."
    fn before_quote(&mut self, end: usize, voice: &Voice, cue: &str) {
        let tokens = self.tokens();
        // "Pour Berg, interrogée hier, « ... »"
        let limit = tokens.len().min(end + SPLIT);
        let at = (end..limit).find(|at| tokens[*at].quote().is_some());
        let before = at.and_then(|at| at.checked_sub(1));
        let comma = before.map(|at| tokens[at].kind);
        let quote = at.and_then(|at| tokens[at].quote());
        if let (Some(Kind::Comma | Kind::Colon), Some(quote)) = (comma, quote) {
            let range = self.quotes[quote].start..self.quotes[quote].end;
            self.push(range, voice, true, Some(cue.to_owned()), Rule::AccordingTo);
        }
    }

    /// Selon Berg, ...; laut Berg ist ...: what follows the source at `end`.
    fn opening(&mut self, end: usize, voice: &Voice, cue: &str) {
        let tokens = self.tokens();
        let mut start = end;
        // "Selon Berg, maire de Valmont, ...": the last comma before the clause.
        let is_comma = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|token| token.kind == Kind::Comma)
        };
        if !self.resolver.table.comma_clauses && !is_comma(start) {
            let ahead = (start..tokens.len().min(start + 12)).find(|at| is_comma(*at));
            match ahead {
                Some(comma) => start = comma,
                None => return,
            }
        }
        if is_comma(start) {
            start += 1;
        }
        let cue = Some(cue.to_owned());
        if let Some(quote) = tokens.get(start).and_then(Token::quote) {
            let range = self.quotes[quote].start..self.quotes[quote].end;
            self.push(range, voice, true, cue, Rule::AccordingTo);
            return;
        }
        if let Some(range) = self.content(start, tokens.len()) {
            self.push_clause(range, voice, cue, Rule::AccordingTo);
        }
    }

    /// Die Fähre bleibt laut Berg im Hafen: both sides of the source `at..end`.
    fn inside(&mut self, (at, end): (usize, usize), is_sure: bool, voice: &Voice, cue: &str) {
        let tokens = self.tokens();
        let cue = Some(cue.to_owned());
        let quotes: Vec<usize> = tokens[end..].iter().filter_map(Token::quote).collect();
        for quote in &quotes {
            let range = self.quotes[*quote].start..self.quotes[*quote].end;
            self.push(range, voice, true, cue.clone(), Rule::AccordingTo);
        }
        let starts_clause = tokens[at - 1].is(Class::CONJUNCTION | Class::SUBORDINATOR)
            || ends_clause(&tokens[at - 1]);
        let is_quoted = tokens.iter().any(|token| token.quote().is_some());
        if is_quoted || starts_clause || !is_sure {
            return;
        }
        if let Some(range) = self.content(0, at) {
            self.push(range, voice, false, cue.clone(), Rule::AccordingTo);
        }
        if let Some(range) = self.content(end, tokens.len()) {
            self.push(range, voice, false, cue, Rule::Split);
        }
    }

    /// Berg zufolge ist ...
    fn postposed(&mut self, at: usize, end: usize) {
        let names = self.names();
        let Some(phrase) = (0..at.min(2)).find_map(|start| names.phrase(start)) else {
            return;
        };
        if phrase.end != at {
            return;
        }
        let voice = self.resolver.voice(&phrase, None);
        let cue = self.resolver.words(at, end).to_lowercase();
        self.opening(end, &voice, &cue);
    }
}

/// Whether a phrase behind "so" is a source and no part of a clause.
fn is_sure(phrase: &Phrase) -> bool {
    let noun = Class::ROLE | Class::TITLE | Class::ORGANISATION;
    match phrase.head {
        Head::Name { .. } | Head::Surname(_) => true,
        Head::Noun(class) => class.intersects(noun),
        Head::Pronoun(_) => false,
    }
}
