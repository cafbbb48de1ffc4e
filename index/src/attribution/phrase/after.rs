//! Finds where the noun phrase behind a verb ends, reading from left to right. Positions are tokens
//! of the sentence.

use crate::attribution::phrase::head::{STOPS, joins_office};
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::{Kind, Token};
use crate::text::word_list::WordList;

static SOURCE_PREPOSITIONS: WordList = WordList::new(include_str!("lists/source_prepositions.txt"));

/// Longer phrases are not searched: a phrase that names a source is much shorter.
const MAX_TOKENS: usize = 40;

/// What is in brackets behind a name is shorter than this: "(D-Ohio)".
const BRACKET_TOKENS: usize = 8;

/// A quotation in a phrase has fewer bytes than this: it is a nickname or a scare quote.
const QUOTE_BYTES: usize = 40;

/// Where the noun phrase that begins at `start` ends, with the prepositional phrases that belong to
/// it.
pub(super) fn end_after(text: &str, tokens: &[Token], start: usize, limit: usize) -> usize {
    let mut reader = Reader {
        text,
        tokens,
        start,
        limit,
        end: start,
        is_named: false,
    };
    while reader.end < limit && reader.end - start < MAX_TOKENS {
        let Some(last) = reader.last_of_next() else {
            break;
        };
        reader.is_named = reader.is_named_with_next();
        reader.end = last + 1;
    }
    reader.end
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    start: usize,
    limit: usize,
    /// Behind the last token of the phrase so far.
    end: usize,
    /// The phrase so far ends in a name.
    is_named: bool,
}

impl Reader<'_> {
    /// The last token of what comes next and belongs to the phrase: one token, or brackets and what
    /// is in them. `None` if the phrase ends here.
    fn last_of_next(&self) -> Option<usize> {
        let token = self.token();
        let continues = match token.kind {
            Kind::Possessive | Kind::Number | Kind::Mark(b'&' | b'/') => true,
            Kind::Quote(_) => !self.is_empty() && token.end - token.start < QUOTE_BYTES,
            Kind::Mark(b'(') => {
                let to = self.limit.min(self.end + BRACKET_TOKENS);
                return (self.end..to).find(|&close| self.tokens[close].is(b')'));
            }
            Kind::Mark(_) => false,
            Kind::Word if token.capital => self.name_word_continues(),
            Kind::Word => self.word_continues(),
        };
        continues.then_some(self.end)
    }

    fn name_word_continues(&self) -> bool {
        let token = self.token();
        if self.is_empty() {
            return true;
        }
        // "the editor I met"
        if token.has(Class::PRONOUN) {
            return false;
        }
        let is_time = token.has(Class::TIME) && !token.has(Class::GIVEN);
        // "a Wednesday editorial"
        let describes_text = self.previous().plain(Class::DET)
            && self.next().is_some_and(|next| next.plain(Class::TEXT));
        !is_time || describes_text
    }

    fn word_continues(&self) -> bool {
        let token = self.token();
        if token.has(Class::NOUN_PHRASE_OPENER) {
            let can_follow = Class::CONNECTIVE | Class::DET | Class::ADVERB;
            let opens = self.is_empty() || self.previous().plain(can_follow);
            return opens && !token.has(Class::SUBORD);
        }
        if token.has(Class::PREP) {
            return self.is_tied_by_preposition();
        }
        if token.has(Class::CONJ) {
            return self.is_joined_by_conjunction();
        }
        if self.is_past_tense() {
            return false;
        }
        if self.is_named {
            if self.is_between_names() || self.is_before_role() || self.is_behind_first_word() {
                return true;
            }
            // Behind a name any word but a noun for people, an organisation or a text is the verb.
            if !token.has(Class::SOURCE_NOUN | Class::TITLE) {
                return false;
            }
        }
        // "the first mayor", "last year's winner"
        if token.has(Class::ADVERBIAL) && !self.is_empty() {
            let previous = self.previous();
            if previous.has(Class::DET) || previous.kind == Kind::Possessive {
                return true;
            }
        }
        self.is_noun()
    }

    /// Whether a preposition ties what follows to the phrase. Behind a name only "of" does: "Anna
    /// Berg of the harbour board".
    fn is_tied_by_preposition(&self) -> bool {
        let token = self.token();
        let word = &self.text[token.start..token.end];
        let ties = match self.is_named {
            true => word == "of",
            false => SOURCE_PREPOSITIONS.contains(word),
        };
        let is_noun = |next: &Token| next.is_word() && !next.has(Class::TIME);
        ties && !self.is_empty() && self.next().is_some_and(is_noun)
    }

    /// Whether a conjunction joins another noun to the phrase.
    fn is_joined_by_conjunction(&self) -> bool {
        let joins = |next: &Token| {
            let is_source = match self.is_named {
                true => (next.capital && !next.has(Class::COMMON)) || next.plain(Class::TITLE),
                false => next.capital || next.has(Class::DET | Class::ROLES | Class::ROLE),
            };
            next.is_word() && is_source
        };
        !self.is_empty() && (self.next().is_some_and(joins) || joins_office(self.tokens, self.end))
    }

    /// "the Berg campaign launched a ship": a word in -ed behind a source and before an object is
    /// the verb.
    fn is_past_tense(&self) -> bool {
        let token = self.token();
        let is_unknown = token.class.is_empty() || token.class == Class::COMMON;
        if self.is_empty() || !is_unknown || !self.ends_in_ed() {
            return false;
        }
        let previous = self.previous();
        let is_behind_source = previous.capital || previous.has(Class::SOURCE_NOUN);
        let opens_object = Class::NOUN_PHRASE_OPENER | Class::OBJECT;
        // "reached out": a verb of two words.
        let is_particle = |next: &Token| {
            let word = &self.text[next.start..next.end];
            ["away", "back", "down", "off", "out", "up"].contains(&word)
        };
        let is_object = |next: &Token| {
            let opens = next.capital || next.kind == Kind::Number || next.plain(opens_object);
            opens || is_particle(next)
        };
        is_behind_source && self.next().is_some_and(is_object)
    }

    /// "Berg constituent Otto Holm": a word of no class between two names.
    fn is_between_names(&self) -> bool {
        let token = self.token();
        let is_unknown = token.class.is_empty() && token.cue.is_none() && !self.ends_in_ed();
        let is_given = |next: &Token| next.capital && next.has(Class::GIVEN);
        let is_surname = |next: &Token| next.is_word() && next.capital;
        is_unknown
            && self.next().is_some_and(is_given)
            && self.tokens.get(self.end + 2).is_some_and(is_surname)
    }

    /// "Berg campaign manager": a noun before a title or a noun for a person.
    fn is_before_role(&self) -> bool {
        let token = self.token();
        let is_noun =
            token.cue.is_none() && !token.has(STOPS | Class::PERSONAL_PRONOUN | Class::TIME);
        let is_role = |next: &Token| next.is_word() && next.has(Class::TITLE_OR_ROLE);
        is_noun && self.next().is_some_and(is_role)
    }

    /// "Local rights groups": a noun between the first word of the sentence and a source.
    fn is_behind_first_word(&self) -> bool {
        let token = self.token();
        let word = &self.text[token.start..token.end];
        let is_first = self.end == 1 && self.start == 0 && !self.previous().has(Class::GIVEN);
        let is_verb = (word.ends_with('s') && word != "rights") || word.ends_with("ed");
        let is_source = |next: &Token| next.plain(Class::ROLES | Class::ORG);
        is_first
            && !is_verb
            && token.class.is_empty()
            && token.cue.is_none()
            && self.next().is_some_and(is_source)
    }

    /// Whether the word can be a noun or describe one.
    fn is_noun(&self) -> bool {
        let token = self.token();
        if token.has(Class::TITLE_OR_ROLE) {
            return true;
        }
        let is_adverb = token.has(Class::ADVERB) && !self.is_empty();
        let is_other = token.has(STOPS | Class::PERSONAL_PRONOUN | Class::TIME);
        !is_adverb && !is_other && token.cue.is_none_or(|cue| cue.noun)
    }

    /// Whether the phrase ends in a name once the next token belongs to it.
    fn is_named_with_next(&self) -> bool {
        let token = self.token();
        match token.kind {
            Kind::Word => {
                let not_name = Class::TITLE | Class::PLACE | Class::NOUN_PHRASE_OPENER;
                let is_name = token.capital && !token.has(not_name);
                is_name && (self.is_named || self.is_empty() || self.name_can_follow())
            }
            Kind::Possessive => false,
            _ => self.is_named,
        }
    }

    /// Whether a name can begin behind the last word: a title, a role, a place or another name.
    fn name_can_follow(&self) -> bool {
        let previous = self.previous();
        previous.capital || previous.has(Class::TITLE_OR_ROLE) || previous.kind == Kind::Possessive
    }

    fn is_empty(&self) -> bool {
        self.end == self.start
    }

    fn token(&self) -> &Token {
        &self.tokens[self.end]
    }

    fn previous(&self) -> &Token {
        &self.tokens[self.end - 1]
    }

    fn next(&self) -> Option<&Token> {
        self.tokens.get(self.end + 1)
    }

    fn ends_in_ed(&self) -> bool {
        let token = self.token();
        let word = &self.text[token.start..token.end];
        word.len() > "ed".len() + 2 && word.ends_with("ed")
    }
}
