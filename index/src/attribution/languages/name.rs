//! Which of the words with a capital name a person.

use crate::attribution::languages::class::{Class, Sex};
use crate::attribution::languages::lexicon::Lexicon;
use crate::attribution::languages::tokens::{Kind, Token};

/// Longest run of words that is looked at as a name. Names and the titles before them are shorter.
const LONGEST_RUN: usize = 9;

/// Letters of a word that is seldom a given name.
const LONG_WORD: usize = 9;

/// What a run of words with capitals is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// The tokens `first..last` name a person.
    Person {
        first: usize,
        last: usize,
        sex: Option<Sex>,
        /// How much shows that it is a person.
        evidence: Evidence,
    },
    /// The name of a body, a firm or a place, or something that holds words.
    Body(Class),
    /// A noun for a person, without a name: only where nouns have capitals.
    Role(Class),
    Unknown,
}

/// What shows that a name is a person's. Ordered: more is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// Two words that no list knows. They are a person only as somebody who speaks.
    TwoWords,
    /// A noun for a person comes right before it.
    Role,
    /// "Herr", "Mme", "Dr.".
    Title,
    /// A given name and another word.
    GivenName,
}

/// Reads names from the tokens of a sentence.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) lexicon: &'static Lexicon,
}

impl Names<'_> {
    /// Where the run of name words that starts at `at` ends; `at` if none starts there.
    pub(crate) fn run_end(self, at: usize) -> usize {
        let mut end = at;
        while end < self.tokens.len() && end - at < LONGEST_RUN {
            if self.is_name_word(end) {
                end += 1;
                continue;
            }
            match self.behind_particles(at, end) {
                Some(next) => end = next,
                None => break,
            }
        }
        end
    }

    /// What the run `start..end` is.
    pub(crate) fn run(self, start: usize, end: usize) -> Run {
        let given = (start..end.saturating_sub(1))
            .find(|at| self.tokens[*at].is(Class::GIVEN) && !self.is_particle(*at + 1));
        let given = given.filter(|at| !self.tokens[*at].is(Class::ORGANISATION));
        if let Some(first) = given {
            return self.with_given_name(start, first, end);
        }
        let titled = (start..end)
            .rev()
            .find(|at| self.noun_class(*at).intersects(Class::TITLE | Class::ROLE));
        let body = (titled.map_or(start, |at| at + 1)..end)
            .map(|at| self.body_class(at))
            .find(|class| !class.is_empty());
        if let Some(class) = body {
            // "Präsident Norwegens"
            let is_genitive = class == Class::PLACE && self.word(end - 1).ends_with('s');
            return match titled {
                Some(at) if is_genitive && at + 2 == end && self.lexicon.has_noun_capitals() => {
                    Run::Role(self.noun_class(at))
                }
                _ => Run::Body(class),
            };
        }
        // Where nouns have no capitals, "Rey" is a surname.
        let is_word = end == start + 1 && !self.lexicon.has_noun_capitals();
        match titled {
            Some(at) if at + 1 == end && is_word => Run::Unknown,
            Some(at) if at + 1 == end => Run::Role(self.noun_class(at)),
            Some(at) => Run::Person {
                first: (at + 1..end - 1)
                    .find(|at| !self.is_particle(*at))
                    .unwrap_or(end - 1),
                last: end,
                sex: self.noun_class(at).sex(),
                evidence: if self.tokens[at].is(Class::TITLE) {
                    Evidence::Title
                } else {
                    Evidence::Role
                },
            },
            None => match self.lower_title(start) {
                Some(class) => Run::Person {
                    first: start,
                    last: end,
                    sex: class.sex(),
                    evidence: if class.contains(Class::TITLE) {
                        Evidence::Title
                    } else {
                        Evidence::Role
                    },
                },
                None if end - start > 1 && !self.is_common(start, end) => Run::Person {
                    first: self.behind_noun(start, end),
                    last: end,
                    sex: None,
                    evidence: Evidence::TwoWords,
                },
                None => Run::Unknown,
            },
        }
    }

    /// The class of the title or noun for a person right before `at`, in lower case: "le
    /// capitaine".
    fn lower_title(self, at: usize) -> Option<Class> {
        let before = self.tokens.get(at.checked_sub(1)?)?;
        let is_title = before.kind == Kind::Word && before.is(Class::TITLE | Class::ROLE);
        is_title.then_some(before.class)
    }

    /// A run whose given name is at `first`.
    fn with_given_name(self, start: usize, first: usize, end: usize) -> Run {
        let is_cut = |at: &usize| {
            self.tokens[*at].is(Class::TITLE | Class::ROLE)
                || self.lexicon.is_plain_noun(self.word(*at))
        };
        let last = (first + 2..end).find(is_cut).unwrap_or(end);
        // "Karla Wieses Sprecher Otto Meindl"
        let is_genitive = last < end
            && self.word(last - 1).ends_with('s')
            && self.noun_class(last).contains(Class::ROLE);
        if is_genitive {
            return if last + 1 == end {
                Run::Role(self.noun_class(last))
            } else {
                self.run(last, end)
            };
        }
        let is_body = |at: usize| {
            let hyphened = self.word(at).contains('-');
            let class = if hyphened {
                self.noun_class(at)
            } else {
                self.tokens[at].class
            };
            class.intersects(Class::ORGANISATION)
        };
        if (first + 1..last).any(is_body) {
            return Run::Body(Class::ORGANISATION);
        }
        let title = (start..first)
            .rev()
            .find_map(|at| self.noun_class(at).sex());
        let lower = self.lower_title(start).and_then(Class::sex);
        Run::Person {
            first,
            last,
            sex: title.or(lower).or_else(|| self.tokens[first].class.sex()),
            evidence: Evidence::GivenName,
        }
    }

    /// The class of a noun, or of the last part of a compound.
    pub(crate) fn noun_class(self, at: usize) -> Class {
        self.tokens[at].noun
    }

    /// The class of a word that is, or ends as, the name of a body or a place.
    fn body_class(self, at: usize) -> Class {
        let body = Class::ORGANISATION | Class::PLACE | Class::TEXT;
        let class = self.noun_class(at) & body;
        if !class.is_empty() {
            return class;
        }
        // "Frankreichs"
        let mut buffer = String::new();
        let Some(word) = self.word(at).strip_suffix('s') else {
            return class;
        };
        let (_, entry) = self.lexicon.find(word, &mut buffer);
        entry.map_or(class, |entry| entry.class & Class::PLACE)
    }

    /// Whether the token at `at` is a name in quotation marks, "der Sender „Kanal 10“", and nothing
    /// that somebody says.
    pub(crate) fn is_title(self, at: usize) -> bool {
        let token = &self.tokens[at];
        if token.quote().is_none() || at == 0 {
            return false;
        }
        let before = &self.tokens[at - 1];
        let content = &self.text[token.start..token.end];
        let content = content.trim_matches(|letter: char| !letter.is_alphanumeric());
        let first = content.chars().next();
        let is_site = content.contains('.') && !content.contains(' ');
        let is_named =
            is_site || first.is_some_and(|letter| letter.is_uppercase() || letter.is_numeric());
        // An article or a noun right before it.
        let is_behind = before.is_word()
            && !before.is(Class::REPORT | Class::ADVERB | Class::CONJUNCTION | Class::THAT)
            && (before.is_capital() || before.is(Class::FUNCTION) || before.is(Class::TEXT));
        is_named && is_behind
    }

    /// Where the name starts in a run of unknown words: behind a first word that is long for a
    /// given name and may be a noun for a person.
    fn behind_noun(self, start: usize, end: usize) -> usize {
        let is_noun = self.lexicon.has_noun_capitals()
            && end - start > 2
            && self.word(start).chars().count() >= LONG_WORD;
        start + usize::from(is_noun)
    }

    /// Whether the words of a run look like something else than a name: an acronym, an adjective
    /// that opens the sentence, a noun.
    fn is_common(self, start: usize, end: usize) -> bool {
        let nouns = self.lexicon.has_noun_capitals();
        // "Weiße Farmer sagen": several.
        let is_plural = end < self.tokens.len() && self.word(end).ends_with("en");
        let is_adjective = nouns && is_plural && self.word(start).ends_with('e');
        let before = start.checked_sub(1).map(|at| &self.tokens[at]);
        let opens = |token: &Token| token.is(Class::PREPOSITION) && !token.is(Class::ATTACHING);
        let is_behind = nouns && before.is_some_and(opens);
        let is_noun = (start..end).any(|at| self.lexicon.is_plain_noun(self.word(at)));
        self.is_acronym(start) || is_adjective || is_behind || is_noun
    }

    /// Whether a word has capitals only, as "BBC" has.
    fn is_acronym(self, at: usize) -> bool {
        let word = self.word(at);
        word.chars().count() > 1 && !word.ends_with('.') && !word.chars().any(char::is_lowercase)
    }

    fn is_name_word(self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_function = token.is(Class::FUNCTION) && !token.is(Class::GIVEN);
        token.is_capital() && !is_function
    }

    fn is_particle(self, at: usize) -> bool {
        self.tokens[at].is(Class::PARTICLE) && !self.tokens[at].is(Class::GIVEN)
    }

    /// Where a name goes on behind the particles at `at`: "von", "de la". `None` if it does not.
    fn behind_particles(self, start: usize, at: usize) -> Option<usize> {
        let ends_name = |class: Class| {
            class.intersects(Class::ROLE | Class::ORGANISATION | Class::TITLE | Class::PLACE)
        };
        // "Yvon Le Goff", "M. Le Goff"
        let is_capital = self.tokens.get(at).is_some_and(Token::is_capital);
        let is_titled = at > start && is_capital && self.tokens[at - 1].is(Class::TITLE);
        if at == start || (ends_name(self.noun_class(at - 1)) && !is_titled) {
            return None;
        }
        // "Karla von Orth", but not "Karla Wiese von der Werft".
        let follows_given = self.tokens[at - 1].is(Class::GIVEN) || is_titled;
        if !self.lexicon.has_long_names() && !follows_given {
            return None;
        }
        let count = (at..self.tokens.len().min(at + 2))
            .take_while(|at| self.is_particle(*at))
            .count();
        let next = at + count;
        // "Clara Robledo y Pablo Serrano": two.
        let joins = count > 0 && self.tokens[next - 1].is(Class::CONJUNCTION);
        if joins
            && self
                .tokens
                .get(next)
                .is_some_and(|token| token.is(Class::GIVEN))
        {
            return None;
        }
        // "sagte Karla Wiese der Zeitung": an article alone is none.
        let is_article = count == 1 && self.tokens[at].is(Class::DETERMINER) && !is_capital;
        let goes_on = count > 0
            && !is_article
            && next < self.tokens.len()
            && self.is_name_word(next)
            && !ends_name(self.noun_class(next));
        goes_on.then_some(next + 1)
    }

    /// The words of the tokens `first..last`, with one space between them.
    pub(crate) fn name(self, first: usize, last: usize) -> String {
        let words = (first..last).map(|at| self.word(at));
        let mut name = String::new();
        for word in words {
            if !name.is_empty() && !name.ends_with('\'') && !name.ends_with('’') {
                name.push(' ');
            }
            name.push_str(word);
        }
        name
    }

    pub(crate) fn word(&self, at: usize) -> &str {
        &self.text[self.tokens[at].start..self.tokens[at].end]
    }
}
