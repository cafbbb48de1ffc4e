//! Noun phrases that may name a source: "der Sprecher der Werft, Jonas Petrak", "la maire", "él".

use crate::attribution::languages::class::{Class, Sex};
use crate::attribution::languages::name::{Evidence, Names, Run};
use crate::attribution::languages::tokens::{Kind, Token};

/// Most words between a determiner and its noun, or in a noun phrase in lower case.
const MOST_WORDS: usize = 8;
/// Most phrases that hang on a noun: "der Sprecher der Werft in Talhof".
const MOST_ATTACHED: usize = 4;

/// A noun phrase: the tokens `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) head: Head,
}

/// What a noun phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// The token of a pronoun.
    Pronoun(usize),
    /// A person: the tokens of the name.
    Name {
        first: usize,
        last: usize,
        sex: Option<Sex>,
        evidence: Evidence,
    },
    /// One word with a capital, which may be a surname.
    Surname(usize),
    /// Anything else: the classes of its noun.
    Noun(Class),
}

impl Names<'_> {
    /// The noun phrase that starts at `at`. `None` if none does.
    pub(crate) fn phrase(self, at: usize) -> Option<Phrase> {
        let first = self.tokens.get(at)?;
        if first.is(Class::PRONOUN) {
            return Some(Phrase {
                start: at,
                end: at + 1,
                head: Head::Pronoun(at),
            });
        }
        let has_article = first.is(Class::ANY_DETERMINER);
        let core = at + usize::from(has_article);
        let run_start = self.words_before_name(core, has_article);
        let run_end = self.run_end(run_start);
        let mut phrase = if run_end > run_start {
            self.with_run(at, core, run_start, run_end)
        } else if run_start == core && self.is_name_in_marks(core) {
            // "die „Computerwoche“"
            Phrase {
                start: at,
                end: core + 1,
                head: Head::Noun(Class::ORGANISATION),
            }
        } else if has_article && run_start > core {
            Phrase {
                start: at,
                end: run_start,
                head: Head::Noun(self.lower_noun(core, run_start)),
            }
        } else {
            return None;
        };
        let is_name = matches!(phrase.head, Head::Name { .. } | Head::Surname(_));
        phrase.end = self.with_attached(phrase.end, is_name);
        Some(self.with_apposition(phrase))
    }

    /// Where the words in lower case behind a determiner end: adjectives, and where nouns have no
    /// capitals, the noun and what hangs on it.
    fn words_before_name(self, core: usize, has_article: bool) -> usize {
        let mut at = core;
        if has_article && let Some(end) = self.behind_participle(core) {
            return end;
        }
        while at < self.tokens.len() && at - core < MOST_WORDS {
            let token = &self.tokens[at];
            let is_plain = matches!(token.kind, Kind::Word | Kind::Number)
                && !token.is(Class::FUNCTION | Class::REPORT);
            // Without a determiner only a title may come first: "señora Robledo".
            let fits = is_plain && (has_article || token.is(Class::TITLE | Class::ROLE));
            let attaches = at > core && self.attaches(at) && self.is_followed_by_noun(at);
            if !(fits || attaches) {
                break;
            }
            at += 1;
        }
        at
    }

    /// The end of the words before a noun that a participle and what belongs to it make: "die in
    /// Talhof geborene Wiese". `None` if there are none at `core`.
    fn behind_participle(self, core: usize) -> Option<usize> {
        let opens = self.tokens.get(core)?.is(Class::PREPOSITION);
        if !opens || !self.lexicon.has_noun_capitals() {
            return None;
        }
        let limit = self.tokens.len().min(core + MOST_WORDS);
        let participle = (core + 1..limit)
            .take_while(|at| self.tokens[*at].is_word() || self.tokens[*at].kind == Kind::Number)
            .find(|at| {
                let word = self.word(*at).trim_end_matches(['n', 'r', 's']);
                let is_participle = ["ene", "te", "nde"].iter().any(|end| word.ends_with(end));
                let next = self.tokens.get(at + 1);
                let plain = self.tokens[*at].kind == Kind::Word
                    && !self.tokens[*at].is(Class::FUNCTION | Class::REPORT);
                plain && is_participle && next.is_some_and(Token::is_capital)
            })?;
        Some(participle + 1)
    }

    /// Whether a word attaches the phrase behind it to the one before.
    fn attaches(self, at: usize) -> bool {
        let token = &self.tokens[at];
        let behind_preposition = at > 0 && self.tokens[at - 1].is(Class::ATTACHING);
        token.is(Class::ATTACHING) || (behind_preposition && token.is(Class::ANY_DETERMINER))
    }

    /// Whether a noun in lower case, or an article before one, comes behind a preposition.
    fn is_followed_by_noun(self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            let is_noun = next.kind == Kind::Word && !next.is(Class::FUNCTION | Class::REPORT);
            // "le président de la République"
            is_noun || next.is_capital() || next.is(Class::ANY_DETERMINER)
        })
    }

    /// The classes of the noun in lower case among `start..end`: those of its first word that has
    /// any before something is attached to it.
    fn lower_noun(self, start: usize, end: usize) -> Class {
        let noun = Class::ROLE | Class::TITLE | Class::ORGANISATION | Class::PLACE | Class::TEXT;
        let words = (start..end).take_while(|at| *at == start || !self.attaches(*at));
        let mut classes = words.map(|at| self.tokens[at].class & (noun | Class::SEX));
        classes
            .find(|class| class.intersects(noun))
            .unwrap_or_default()
    }

    /// The phrase at `start` with a run of capitals in it.
    fn with_run(self, start: usize, core: usize, run_start: usize, run_end: usize) -> Phrase {
        let has_article = core > start;
        let lower = self.lower_noun(core, run_start);
        let noun = |class| Head::Noun(class);
        let role = Class::ROLE | Class::TITLE;
        let head = match self.run(run_start, run_end) {
            Run::Person {
                first,
                last,
                sex,
                evidence,
            } => {
                // "der 68-jährige Falk Ebner"
                let has_age = run_start > core
                    && self
                        .word(run_start - 1)
                        .starts_with(|letter: char| letter.is_numeric());
                let is_body = lower.intersects(Class::ORGANISATION | Class::PLACE | Class::TEXT);
                let is_attached = run_start > core && self.attaches(run_start - 1);
                let is_name = !is_body
                    && !(is_attached && !(first > run_start && lower.intersects(role)))
                    && (!has_article
                        || evidence > Evidence::TwoWords
                        || lower.intersects(role)
                        || has_age);
                if is_name {
                    Head::Name {
                        first,
                        last,
                        sex,
                        evidence,
                    }
                } else if lower.is_empty() {
                    noun(Class::ORGANISATION)
                } else {
                    noun(lower)
                }
            }
            Run::Role(class) => noun(class),
            Run::Body(_) if lower.intersects(role) => noun(lower),
            Run::Body(class) => noun(class),
            Run::Unknown
                if !has_article
                    && run_end == run_start + 1
                    && !self.tokens[run_start].is(Class::ABBREVIATION) =>
            {
                Head::Surname(run_start)
            }
            Run::Unknown if run_start == core && has_article => noun(self.only_noun(run_start)),
            Run::Unknown => noun(lower),
        };
        Phrase {
            start,
            end: run_end,
            head,
        }
    }

    /// The classes of the noun with a capital behind a determiner: where nouns have none, it names
    /// a body.
    fn only_noun(self, at: usize) -> Class {
        let class = self.noun_class(at);
        if self.lexicon.has_noun_capitals() || class.intersects(Class::ROLE) {
            class
        } else {
            Class::ORGANISATION
        }
    }

    /// Whether the token at `at` is a short name in quotation marks.
    fn is_name_in_marks(self, at: usize) -> bool {
        let words = |at: usize| {
            let token = &self.tokens[at];
            self.text[token.start..token.end]
                .split_whitespace()
                .take(5)
                .count()
        };
        at < self.tokens.len() && self.is_title(at) && words(at) < 5
    }

    /// Where the phrases end that hang on the noun which ends at `end`: "der Werft", "(SPD)",
    /// "„Kanal 10“". No genitive hangs on the name of a person.
    fn with_attached(self, end: usize, is_name: bool) -> usize {
        let mut end = end;
        for _ in 0..MOST_ATTACHED {
            let Some(token) = self.tokens.get(end) else {
                break;
            };
            let next = match token.kind {
                Kind::Open => self.behind_parenthesis(end),
                Kind::Quote(_) if !is_name && self.is_name_in_marks(end) => end + 1,
                _ => self.behind_attached(end, is_name),
            };
            if next == end {
                break;
            }
            end = next;
        }
        end
    }

    /// The end of the parenthesis that opens at `at`; `at` if it is long.
    fn behind_parenthesis(self, at: usize) -> usize {
        let close = (at..self.tokens.len().min(at + MOST_WORDS))
            .find(|at| self.tokens[*at].kind == Kind::Close);
        close.map_or(at, |close| close + 1)
    }

    /// The end of the attached phrase that starts at `at`; `at` if none does.
    fn behind_attached(self, at: usize, is_name: bool) -> usize {
        let token = &self.tokens[at];
        let has_genitive = self.lexicon.has_noun_capitals() && !is_name;
        // "zitiert Holm den Minister": the accusative is an object.
        let is_inflected = self.word(at).ends_with("es") || self.word(at).ends_with("er");
        let is_genitive = has_genitive && token.is(Class::ANY_DETERMINER) && is_inflected;
        if !(token.is(Class::ATTACHING) || is_genitive) {
            return at;
        }
        let mut core = at + 1;
        if token.is(Class::ATTACHING)
            && self
                .tokens
                .get(core)
                .is_some_and(|token| token.is(Class::ANY_DETERMINER))
        {
            core += 1;
        }
        let run_start = self.words_before_name(core, true);
        let run_end = self.run_end(run_start);
        let nouns_have_none = !self.lexicon.has_noun_capitals();
        if run_end > run_start {
            run_end
        } else if nouns_have_none && run_start > core {
            run_start
        } else {
            at
        }
    }

    /// The phrase with the apposition behind its comma: a name behind an office, or an office
    /// behind a name.
    fn with_apposition(self, phrase: Phrase) -> Phrase {
        let is_comma = |at: usize| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.kind == Kind::Comma)
        };
        let is_role = matches!(phrase.head, Head::Noun(class) if class.intersects(Class::ROLE));
        let mut comma = phrase.end;
        // "die Leiterin beim Gipfel, Karla Wiese"
        for _ in 0..MOST_ATTACHED {
            if !is_role || is_comma(comma) {
                break;
            }
            comma = self.behind_place(comma);
        }
        if !is_comma(comma) {
            return phrase;
        }
        let start = comma + 1;
        match phrase.head {
            Head::Noun(class) if class.intersects(Class::ROLE) => {
                let end = self.run_end(start);
                match self.run(start, end) {
                    Run::Person {
                        first,
                        last,
                        sex,
                        evidence,
                    } if last - first > 1 => Phrase {
                        start: phrase.start,
                        end: self.with_attached(end, true),
                        head: Head::Name {
                            first,
                            last,
                            sex: sex.or(class.sex()),
                            evidence: evidence.max(Evidence::Role),
                        },
                    },
                    _ => phrase,
                }
            }
            Head::Name { .. } => Phrase {
                end: self.behind_office(start).unwrap_or(phrase.end),
                ..phrase
            },
            _ => phrase,
        }
    }

    /// The end of the phrase that the preposition at `at` opens; `at` if none does.
    fn behind_place(self, at: usize) -> usize {
        let opens = self
            .tokens
            .get(at)
            .is_some_and(|token| token.is(Class::PREPOSITION));
        if !opens {
            return at;
        }
        let has_article = self
            .tokens
            .get(at + 1)
            .is_some_and(|token| token.is(Class::ANY_DETERMINER));
        let run_start = self.words_before_name(at + 1 + usize::from(has_article), true);
        let end = self.run_end(run_start);
        if end > run_start {
            self.with_attached(end, false)
        } else {
            at
        }
    }

    /// The end of the office at `start`, between a comma and the next mark: "Leiter der Werft,".
    fn behind_office(self, start: usize) -> Option<usize> {
        let has_article = self.tokens.get(start)?.is(Class::ANY_DETERMINER);
        let core = start + usize::from(has_article);
        let run_start = self.words_before_name(core, true);
        let end = self.run_end(run_start).max(run_start);
        let is_office = (core..end).any(|at| self.noun_class(at).intersects(Class::ROLE));
        let end = self.with_attached(end, false);
        let is_closed = self
            .tokens
            .get(end)
            .is_none_or(|token| matches!(token.kind, Kind::Comma | Kind::Stop | Kind::Colon));
        (is_office && is_closed).then_some(end)
    }
}
