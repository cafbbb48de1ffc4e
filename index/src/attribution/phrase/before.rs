//! Finds where the noun phrase before a verb begins, reading from right to left. Positions are
//! tokens of the sentence.

use crate::attribution::phrase::head::STOPS;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::{Kind, Token};
use crate::text::word_list::WordList;

static CLAUSE_OPENERS: WordList = WordList::new(include_str!("lists/clause_openers.txt"));

/// Longer phrases are not searched: a phrase that names a source is much shorter.
const MAX_TOKENS: usize = 40;

/// What is in brackets behind a name is no longer than this: "(D-Ohio)".
const MAX_BRACKET_TOKENS: usize = 8;

/// A quotation in a phrase has fewer bytes than this: it is a nickname or a scare quote.
const QUOTE_BYTES: usize = 60;

/// How far before a conjunction a verb can be that makes it join clauses.
const CLAUSE_TOKENS: usize = 6;

/// Where the noun phrase that ends before `end` begins. It does not reach before `floor`.
pub(super) fn start_before(text: &str, tokens: &[Token], end: usize, floor: usize) -> usize {
    let reader = Reader {
        text,
        tokens,
        end,
        floor,
    };
    let mut start = end;
    while start > floor && end - start < MAX_TOKENS {
        let Some(next) = reader.extended(start) else {
            break;
        };
        start = next;
        if reader.opens_phrase(start) {
            break;
        }
    }
    start
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    end: usize,
    floor: usize,
}

impl Reader<'_> {
    /// A start further left of the phrase that begins at `start`; `None` if it goes no further.
    fn extended(&self, start: usize) -> Option<usize> {
        let at = start - 1;
        if self.tokens[at].is(b')') {
            let from = at.saturating_sub(MAX_BRACKET_TOKENS).max(self.floor);
            return (from..at).rev().find(|&open| self.tokens[open].is(b'('));
        }
        let continues = !self.is_closed_quote(at) && continues_left(self.tokens, at);
        (continues || self.joins_to_noun(start)).then_some(at)
    }

    /// A quotation with punctuation at its end is not part of a phrase: "Upon his \"empathy,\" Berg
    /// said".
    fn is_closed_quote(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let marks = ['"', '\'', '\u{201D}', '\u{2019}'];
        token.is_quote()
            && self
                .word(at)
                .trim_end_matches(marks)
                .ends_with([',', '!', '?'])
    }

    /// Whether the word before `start` joins the phrase to another noun: "of", "and".
    fn joins_to_noun(&self, start: usize) -> bool {
        let at = start - 1;
        let token = &self.tokens[at];
        let joins = token.is_word() && token.plain(Class::CONNECTIVE);
        joins
            && start < self.end
            && at > self.floor
            && !CLAUSE_OPENERS.contains(self.word(at))
            && self.is_behind_noun(at)
            && !self.joins_clauses(at)
    }

    /// Whether the word before the one at `at` can be part of a noun phrase.
    fn is_behind_noun(&self, at: usize) -> bool {
        continues_left(self.tokens, at - 1) || self.tokens[at - 1].has(Class::DET)
    }

    /// Whether an article opens the phrase at `at`. It must not follow another ("all the"), and no
    /// preposition may tie it to another noun.
    fn opens_phrase(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_article = token.plain(Class::NOUN_PHRASE_OPENER) && !is_subordinator(token);
        if !is_article {
            return false;
        }
        let follows_article =
            at > self.floor && self.tokens[at - 1].plain(Class::NOUN_PHRASE_OPENER);
        let is_tied = at > self.floor + 1
            && self.tokens[at - 1].plain(Class::CONNECTIVE)
            && self.is_behind_noun(at - 1)
            && !self.joins_clauses(at - 1);
        !follows_article && !is_tied
    }

    /// Whether the word at `at` is a conjunction behind a verb: it joins clauses, not nouns.
    fn joins_clauses(&self, at: usize) -> bool {
        let is_verb = |token: &Token| {
            let reports = token.cue.is_some_and(|cue| !cue.noun);
            !token.capital && (reports || token.has(Class::ANY_VERB))
        };
        let from = at.saturating_sub(CLAUSE_TOKENS).max(self.floor);
        self.tokens[at].has(Class::CONJ) && self.tokens[from..at].iter().any(is_verb)
    }

    fn word(&self, at: usize) -> &str {
        &self.text[self.tokens[at].start..self.tokens[at].end]
    }
}

/// Whether a token can be inside a noun phrase that is read from right to left.
fn continues_left(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    match token.kind {
        Kind::Possessive | Kind::Number => true,
        Kind::Quote(_) => at > 0 && token.end - token.start < QUOTE_BYTES,
        Kind::Mark(mark) => matches!(mark, b'&' | b'/'),
        Kind::Word => {
            let is_pronoun = token.has(Class::PERSONAL_PRONOUN) && !token.has(Class::POSSESSIVE);
            !is_pronoun && word_continues_left(token, at)
        }
    }
}

/// Whether a word that is not a pronoun can be inside a noun phrase.
fn word_continues_left(token: &Token, at: usize) -> bool {
    if token.capital {
        let opens_sentence = at == 0 && token.has(Class::COMMON);
        let is_other = opens_sentence || token.has(Class::TIME | Class::REL);
        // "May" and "April" are names too.
        return !is_other || token.has(Class::GIVEN);
    }
    if token.has(Class::NOUN_PHRASE_OPENER) {
        return !is_subordinator(token);
    }
    let is_stop = token.has(STOPS) && !token.has(Class::TITLE_OR_ROLE);
    let is_noun = token.cue.is_none_or(|cue| cue.noun);
    is_noun && !is_stop && !token.has(Class::ADVERBIAL | Class::CONNECTIVE)
}

/// "that" and the like: an article by class, but it usually opens a clause.
fn is_subordinator(token: &Token) -> bool {
    token.has(Class::SUBORD)
}
