//! What the words around a name say for and against its being the name of a person.
//!
//! Each sign is read from one sentence, or from the beginning of the next one. [`person`] decides
//! what all of them together mean. Positions are tokens of the text.
//!
//! [`person`]: super::person

use crate::attribution::name::sex::sex_of;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::{Kind, Token};
use crate::text::word_list::WordList;

static BODY_NOUNS: WordList = WordList::new(include_str!("lists/body_nouns.txt"));
static HEADS_OF_BODIES: WordList = WordList::new(include_str!("lists/heads_of_bodies.txt"));

/// Adverbs and auxiliaries between a name and its verb: "has also said".
const MAX_BEFORE_VERB: usize = 3;

/// An apposition is not read further than this many tokens.
const MAX_APPOSITION: usize = 10;

/// A sentence is not read further than this many tokens to find the next one.
const MAX_SENTENCE: usize = 40;

/// Words between "The" and the noun that renames a body: "The Swedish car maker".
const MAX_ATTRIBUTES: usize = 3;

bitflags::bitflags! {
    /// What a story shows about a name.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Signs: u16 {
        /// It begins with a given name.
        const GIVEN = 1;
        /// A title or a noun for a person comes before it.
        const TITLE = 1 << 1;
        /// An age, an office or "who" follows it.
        const DESCRIBED = 1 << 2;
        /// "Berg said she"
        const HE_SHE = 1 << 3;
        /// "Holmvik says its", "Holmvik cut its"
        const ITS = 1 << 4;
        /// "Holmvik said it would"
        const IT = 1 << 5;
        /// "Holmvik said it was", where "it" is often the weather or the affair.
        const WEAK_IT = 1 << 6;
        /// "Holmvik Rovers said their"
        const THEIR = 1 << 7;
        /// "Holmvik, which"
        const WHICH = 1 << 8;
        /// "Holmvik, the country's oldest bank"
        const BODY_DESCRIBED = 1 << 9;
        /// "the bank, Holmvik", "car maker Holmvik"
        const BODY_BEFORE = 1 << 10;
        /// "Holmvik said ... The bank"
        const RENAMED = 1 << 11;
        /// "founder of Holmvik"
        const EMPLOYER = 1 << 12;
        /// "companies like Holmvik"
        const LISTED = 1 << 13;
        /// "Holm & Sons"
        const JOINED = 1 << 14;
    }
}

/// A name in its text.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a, 't> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'t [Token],
    /// The first token of the name.
    pub(crate) first: usize,
    /// Behind the last token of the name.
    pub(crate) end: usize,
}

impl Context<'_, '_> {
    /// What speaks against a person around the name, and which pronoun the clause has for it.
    pub(crate) fn signs(&self) -> Signs {
        let mut signs = Signs::empty();
        signs.set(Signs::WHICH, self.is_before_which());
        signs.set(Signs::BODY_DESCRIBED, self.is_described_as_body());
        signs.set(Signs::DESCRIBED, self.is_described_as_person());
        signs.set(Signs::BODY_BEFORE, self.is_behind_body());
        signs.set(Signs::EMPLOYER, self.is_employer());
        signs.set(Signs::LISTED, self.is_listed());
        signs.set(Signs::JOINED, self.is_joined());
        signs | self.pronoun()
    }

    /// The pronoun right behind the verb of the name, or behind its "that".
    fn pronoun(&self) -> Signs {
        let Some((mut at, reports)) = self.behind_verb() else {
            return Signs::empty();
        };
        if reports && self.is_word(at, "that") {
            at += 1;
        }
        let mut signs = match self.word(at) {
            "its" => Signs::ITS,
            "it" if reports && self.is_plan(at + 1) => Signs::IT,
            "it" if reports => Signs::WEAK_IT,
            "their" => Signs::THEIR,
            word if reports && sex_of(word).is_some() && self.has(at, Class::ANY_PRONOUN) => {
                Signs::HE_SHE
            }
            _ => Signs::empty(),
        };
        signs.set(Signs::RENAMED, reports && self.is_renamed(at));
        signs
    }

    /// Behind the verb of the name, and whether it reports.
    fn behind_verb(&self) -> Option<(usize, bool)> {
        let between = Class::ADVERBIAL | Class::AUX;
        let limit = self.tokens.len().min(self.end + MAX_BEFORE_VERB);
        let at = (self.end..limit)
            .find(|&at| !self.tokens[at].plain(between))
            .unwrap_or(limit);
        let verb = self.tokens.get(at)?;
        let is_noun = verb.has(Class::CONNECTIVE | Class::DET | Class::SUBORD | Class::REL);
        if !verb.is_word() || verb.capital || is_noun {
            return None;
        }
        let reports = verb.cue.is_some_and(|cue| !cue.noun);
        Some((at + 1, reports))
    }

    /// "would shut", "has no plans": what is not said of the weather or of an affair.
    fn is_plan(&self, at: usize) -> bool {
        let is_affair = ["be", "been", "take", "mean", "make", "rain", "seem", "come"];
        let mut next = at + 1;
        while self
            .tokens
            .get(next)
            .is_some_and(|token| token.plain(Class::ADVERB | Class::NEGATION))
        {
            next += 1;
        }
        let opens = [
            "would", "will", "had", "has", "plans", "planned", "expects", "expected",
        ];
        opens.contains(&self.word(at)) && !is_affair.contains(&self.word(next))
    }

    /// "Holmvik, which is based in"
    fn is_before_which(&self) -> bool {
        self.is_mark(self.end, b',') && self.is_word(self.end + 1, "which")
    }

    /// "Anna Berg, 42,", "Anna Berg, who", "Anna Berg, the town's first mayor"
    fn is_described_as_person(&self) -> bool {
        let start = self.end + 1;
        if !self.is_mark(self.end, b',') {
            return false;
        }
        let limit = self.tokens.len().min(start + MAX_APPOSITION);
        let is_age = self
            .tokens
            .get(start)
            .is_some_and(|token| token.kind == Kind::Number);
        let continues = |at: &usize| {
            let token = &self.tokens[*at];
            let is_verb =
                token.plain(Class::AUX | Class::VERB) || token.cue.is_some_and(|cue| !cue.noun);
            !is_verb && matches!(token.kind, Kind::Word | Kind::Number | Kind::Possessive)
        };
        let mut inside = (start..limit).take_while(continues);
        let is_role = |at: usize| self.has(at, Class::TITLE_OR_ROLE);
        is_age || self.is_word(start, "who") || self.is_word(start, "whose") || inside.any(is_role)
    }

    /// "Holmvik, the country's oldest bank,"
    fn is_described_as_body(&self) -> bool {
        let start = self.end + 1;
        if !self.is_mark(self.end, b',') || !self.has(start, Class::NOUN_PHRASE_OPENER) {
            return false;
        }
        let limit = self.tokens.len().min(start + MAX_APPOSITION);
        let is_inside = |at: &usize| {
            let token = &self.tokens[*at];
            let ends = token.plain(Class::PREP | Class::REL | Class::AUX | Class::SUBORD);
            let is_word = token.is_word() && !ends;
            is_word || matches!(token.kind, Kind::Number | Kind::Possessive)
        };
        let end = start + (start..limit).take_while(is_inside).count();
        let closes = |token: &Token| {
            matches!(token.kind, Kind::Mark(b',' | b'.' | b'-'))
                || token.plain(Class::PREP | Class::REL)
        };
        self.tokens.get(end).is_some_and(closes) && self.is_body_noun(end - 1)
    }

    /// "the bank, Holmvik,", "car maker Holmvik"
    fn is_behind_body(&self) -> bool {
        let Some(before) = self.first.checked_sub(1) else {
            return false;
        };
        if self.is_body_noun(before) {
            return true;
        }
        let is_apposed = self.is_mark(before, b',') && self.is_mark(self.end, b',');
        is_apposed && before > 1 && self.is_body_noun(before - 1) && {
            let from = before.saturating_sub(MAX_ATTRIBUTES + 2);
            (from..before - 1).any(|at| self.has(at, Class::NOUN_PHRASE_OPENER))
        }
    }

    /// "founder of Holmvik", but not "chief of Holm's staff".
    fn is_employer(&self) -> bool {
        let is_possessive = |token: &Token| token.kind == Kind::Possessive;
        self.first > 1
            && (self.is_word(self.first - 1, "of") || self.is_word(self.first - 1, "at"))
            && HEADS_OF_BODIES.contains_ignore_ascii_case(self.word(self.first - 2))
            && !self.tokens.get(self.end).is_some_and(is_possessive)
    }

    /// "companies like Holmvik", "banks such as Holmvik"
    fn is_listed(&self) -> bool {
        let Some(before) = self.first.checked_sub(2) else {
            return false;
        };
        let noun = match self.word(before + 1) {
            "like" | "including" => Some(before),
            "as" if self.is_word(before, "such") => before.checked_sub(1),
            _ => None,
        };
        noun.is_some_and(|at| {
            let word = self.word(at);
            let singular = word.strip_suffix('s').unwrap_or("");
            let body = singular.strip_suffix("ie").map(|stem| format!("{stem}y"));
            BODY_NOUNS.contains(body.as_deref().unwrap_or(singular))
        })
    }

    /// "Holm & Sons"
    fn is_joined(&self) -> bool {
        self.is_mark(self.end, b'&') || (self.first > 0 && self.is_mark(self.first - 1, b'&'))
    }

    /// Whether the sentence behind the one at `at` begins with a noun that renames a body: "The
    /// bank".
    fn is_renamed(&self, at: usize) -> bool {
        let limit = self.tokens.len().min(at + MAX_SENTENCE);
        let Some(stop) = (at..limit).find(|&at| self.is_mark(at, b'.')) else {
            return false;
        };
        let mut start = stop + 1;
        while self.tokens.get(start).is_some_and(|token| !token.is_word()) {
            start += 1;
        }
        self.word(start) == "The"
            && (start + 1..start + 2 + MAX_ATTRIBUTES)
                .take_while(|&at| self.tokens.get(at).is_some_and(Token::is_word))
                .find(|&at| self.is_body_noun(at))
                .is_some_and(|at| !self.is_word(at + 1, "of"))
    }

    fn is_body_noun(&self, at: usize) -> bool {
        let is_noun = self.tokens.get(at).is_some_and(|token| !token.capital)
            && BODY_NOUNS.contains(self.word(at));
        // "a policy maker" is a person.
        let makes_policy = at > 0
            && self.word(at) == "maker"
            && ["policy", "decision"].contains(&self.word(at - 1));
        is_noun && !makes_policy
    }

    fn has(&self, at: usize, class: Class) -> bool {
        self.tokens.get(at).is_some_and(|token| token.plain(class))
    }

    fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(mark))
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    fn word(&self, at: usize) -> &str {
        let token = self.tokens.get(at);
        token.map_or("", |token| &self.text[token.start..token.end])
    }
}
