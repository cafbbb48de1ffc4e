//! The persons of one story, by the names it gives them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::attribution::languages::class::{Class, Sex};
use crate::attribution::languages::name::{Evidence, Names, Run};
use crate::attribution::languages::offices::Offices;
use crate::attribution::languages::tokens::Kind;

/// Index of a person in the register.
pub(crate) type PersonId = usize;

/// Most persons with one surname that are kept apart. With more, a surname means nobody.
const NAMESAKES: usize = 8;

/// Most titled surnames that are compared with each possible name.
const TITLED: usize = 64;
/// Most words of a phrase that introduces a source: "nach den Worten von".
const INTRODUCTION: usize = 4;
/// How far an office may be before the name behind its comma, in tokens.
const OFFICE: usize = 10;

/// A person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// In the longest form of the story, without titles.
    pub(crate) name: String,
    pub(crate) sex: Option<Sex>,
}

/// The persons of a story.
#[derive(Debug, Default)]
pub(crate) struct Register {
    persons: Vec<Person>,
    /// By the first two words of a name.
    by_name: FxHashMap<String, PersonId>,
    /// By each word behind the first.
    by_surname: FxHashMap<String, Vec<PersonId>>,
    /// By the first word.
    by_given: FxHashMap<String, Vec<PersonId>>,
    /// Surnames behind a title, until the whole story is read.
    titled: Vec<(String, Option<Sex>)>,
    /// Two unknown words that may be a name, if their last word is a surname elsewhere.
    possible: Vec<String>,
    /// Single words beside a reporting verb.
    alone: FxHashSet<String>,
    /// Given names that are the subject of a reporting verb alone: "sagte Lena".
    given: Vec<(String, Option<Sex>)>,
    offices: Offices,
}

impl Register {
    pub(crate) fn person(&self, id: PersonId) -> &Person {
        &self.persons[id]
    }

    /// How many persons there are.
    pub(crate) fn len(&self) -> usize {
        self.persons.len()
    }

    /// The names of the persons who share this surname.
    pub(crate) fn namesakes(&self, surname: &str) -> Vec<String> {
        let ids = self.by_surname.get(surname).into_iter().flatten();
        ids.map(|id| self.persons[*id].name.clone()).collect()
    }

    /// Whether a word names somebody, or is beside a reporting verb somewhere in the story.
    pub(crate) fn speaks(&self, word: &str) -> bool {
        self.alone.contains(word) || self.named(word, None).is_some()
    }

    /// Adds the persons that a sentence names.
    pub(crate) fn read(&mut self, names: Names<'_>) {
        let mut at = 0;
        while at < names.tokens.len() {
            let end = names.run_end(at);
            if end == at {
                if names.noun_class(at).contains(Class::ROLE) {
                    self.offices.note_open(names, at);
                }
                at += 1;
                continue;
            }
            self.read_run(names, at, end);
            at = end;
        }
    }

    fn read_run(&mut self, names: Names<'_>, start: usize, end: usize) {
        // Most runs where nouns have capitals: one word without a title before it is no full name.
        let before = start.checked_sub(1).map(|at| &names.tokens[at]);
        let is_titled = before.is_some_and(|token| token.is(Class::TITLE | Class::ROLE));
        if end == start + 1 && !is_titled {
            if names.noun_class(start).contains(Class::ROLE) {
                self.offices.note_open(names, start);
            }
            if is_beside_verb(names, start, end) {
                self.alone.insert(names.word(start).to_owned());
            }
            if names.tokens[start].is(Class::GIVEN) && speaks(names, start) {
                let sex = names.tokens[start].class.sex();
                self.given.push((names.word(start).to_owned(), sex));
            }
            return;
        }
        let Run::Person {
            first,
            last,
            sex,
            evidence,
        } = names.run(start, end)
        else {
            return;
        };
        self.offices.note(names, start, first, last);
        let name = names.name(first, last);
        if last - first == 1 {
            if evidence == Evidence::Title {
                self.titled.push((name, sex));
            }
        } else if evidence > Evidence::TwoWords || is_beside_report(names, start, end) {
            self.add(name, sex);
        } else {
            self.possible.push(name);
        }
    }

    /// Makes persons of the titled surnames that belong to no full name.
    pub(crate) fn complete(&mut self) {
        for name in std::mem::take(&mut self.possible) {
            let surname = name.rsplit(' ').next().unwrap_or(&name);
            let is_titled = || {
                self.titled
                    .iter()
                    .take(TITLED)
                    .any(|(titled, _)| titled == surname)
            };
            if self.alone.contains(surname) || is_titled() {
                self.add(name, None);
            }
        }
        for (name, sex) in std::mem::take(&mut self.titled) {
            let fits = |id: &&PersonId| {
                let person = &self.persons[**id];
                person.sex.is_none() || sex.is_none() || person.sex == sex
            };
            let known = self
                .by_surname
                .get(&name)
                .and_then(|ids| ids.iter().find(fits));
            match known.copied() {
                Some(id) => {
                    let person = &mut self.persons[id];
                    person.sex = person.sex.or(sex);
                }
                None => {
                    let id = self.persons.len();
                    insert(&mut self.by_surname, &name, id);
                    self.persons.push(Person { name, sex });
                }
            }
        }
        for (name, sex) in std::mem::take(&mut self.given) {
            if !self.by_given.contains_key(&name) && !self.by_surname.contains_key(&name) {
                let id = self.persons.len();
                insert(&mut self.by_given, &name, id);
                self.persons.push(Person { name, sex });
            }
        }
    }

    /// The only person who holds the office of a noun.
    pub(crate) fn holder(&self, noun: &str, has_compounds: bool) -> Option<PersonId> {
        self.named(self.offices.holder(noun, has_compounds)?, None)
    }

    /// The person that a name of several words, or a surname, means. `None` if nobody, or several.
    pub(crate) fn named(&self, name: &str, sex: Option<Sex>) -> Option<PersonId> {
        if name.contains(' ') {
            return self.by_name.get(key(name)).copied();
        }
        if let Some(found) = self.one(self.by_surname.get(name), sex) {
            return Some(found);
        }
        if self.by_surname.contains_key(name) {
            return None;
        }
        self.one(self.by_given.get(name), sex)
    }

    /// The only one of these persons that the sex fits.
    fn one(&self, ids: Option<&Vec<PersonId>>, sex: Option<Sex>) -> Option<PersonId> {
        let ids = ids.filter(|ids| ids.len() < NAMESAKES)?;
        let mut fitting = ids.iter().filter(|id| {
            let own = self.persons[**id].sex;
            own.is_none() || sex.is_none() || own == sex
        });
        match (fitting.next(), fitting.next()) {
            (Some(id), None) => Some(*id),
            _ => None,
        }
    }

    fn add(&mut self, name: String, sex: Option<Sex>) {
        if let Some(id) = self.by_name.get(key(&name)) {
            let person = &mut self.persons[*id];
            person.sex = person.sex.or(sex);
            if name.len() > person.name.len() && name.starts_with(person.name.as_str()) {
                let id = *id;
                for word in name[person.name.len()..].split(' ') {
                    if starts_with_capital(word) {
                        insert(&mut self.by_surname, word, id);
                    }
                }
                self.persons[id].name = name;
            }
            return;
        }
        let id = self.persons.len();
        self.by_name.insert(key(&name).to_owned(), id);
        let mut words = name.split(' ').filter(|word| starts_with_capital(word));
        if let Some(given) = words.next() {
            insert(&mut self.by_given, given, id);
        }
        for word in words {
            insert(&mut self.by_surname, word, id);
        }
        self.persons.push(Person { name, sex });
    }
}

/// Adds `id` to the persons with this name, unless it is there or they are too many.
fn insert(map: &mut FxHashMap<String, Vec<PersonId>>, name: &str, id: PersonId) {
    let ids = map.entry(name.to_owned()).or_default();
    if ids.len() < NAMESAKES && !ids.contains(&id) {
        ids.push(id);
    }
}

/// The first two words of a name.
fn key(name: &str) -> &str {
    let second = name.find(' ').map_or(name.len(), |space| space + 1);
    let end = name[second..].find(' ');
    &name[..end.map_or(name.len(), |end| second + end)]
}

fn starts_with_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a reporting verb is right before or behind the run `start..end`.
fn is_beside_verb(names: Names<'_>, start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|at| &names.tokens[at]);
    // "Karla Wiese l'a dit"
    let object = Class::ADVERB | Class::DETERMINER;
    let is_object = names.tokens.get(end).is_some_and(|token| token.is(object));
    let behind = names.tokens.get(end + usize::from(is_object));
    before.is_some_and(|token| token.is(Class::REPORT | Class::PARTICIPLE))
        || behind.is_some_and(|token| token.is(Class::REPORT | Class::AUXILIARY))
}

/// Whether the word at `at` is right before or behind a reporting verb that can be its own.
fn speaks(names: Names<'_>, at: usize) -> bool {
    let token = |at: usize| names.tokens.get(at);
    let before = at.checked_sub(1).and_then(token);
    let is_inverted = before.is_some_and(|token| {
        token.kind == Kind::Word && token.is(Class::REPORT | Class::PARTICIPLE)
    });
    is_inverted || token(at + 1).is_some_and(|token| token.is(Class::REPORT))
}

/// Whether something beside the run `start..end` of two unknown words shows that it is a person: a
/// reporting verb, a phrase that introduces a source, an age, an office.
fn is_beside_report(names: Names<'_>, start: usize, end: usize) -> bool {
    let token = |at: usize| names.tokens.get(at);
    let before = start.checked_sub(1).and_then(token);
    if before.is_some_and(|token| token.is(Class::ANY_DETERMINER)) {
        return false;
    }
    let article = usize::from(token(end + 1).is_some_and(|token| token.is(Class::ANY_DETERMINER)));
    let is_aside = |at: usize| {
        token(at).is_some_and(|token| {
            token.kind == Kind::Number || names.noun_class(at).intersects(Class::ROLE)
        })
    };
    // "Falk Ebner ist der Minister", "Falk Ebner, der Minister"
    let opens_aside = token(end).is_some_and(|token| {
        matches!(token.kind, Kind::Comma | Kind::Open) || token.is(Class::VERB)
    });
    is_beside_verb(names, start, end)
        || (opens_aside && is_aside(end + 1 + article))
        || is_behind_office(names, start)
        || is_introduced(names, start)
}

/// Whether an office and a comma come before the name at `start`: "der Leiter der Werft, Falk
/// Ebner".
fn is_behind_office(names: Names<'_>, start: usize) -> bool {
    let Some(before) = start.checked_sub(1) else {
        return false;
    };
    // "der 68-jährige Falk Ebner"
    let token = &names.tokens[before];
    if token.kind == Kind::Word
        && names
            .word(before)
            .starts_with(|letter: char| letter.is_numeric())
    {
        return true;
    }
    token.kind == Kind::Comma
        && (before.saturating_sub(OFFICE)..before)
            .rev()
            .take_while(|at| names.tokens[*at].is_word())
            .any(|at| names.noun_class(at).intersects(Class::ROLE))
}

/// Whether a phrase such as "selon" introduces the name at `start`. Where no article comes before
/// the names of bodies, as in German, a single word shows nothing.
fn is_introduced(names: Names<'_>, start: usize) -> bool {
    let mut buffer = String::new();
    let mut other = String::new();
    (1..=start.min(INTRODUCTION)).any(|length| {
        let from = start - length;
        if !names.tokens[from].is(Class::SOURCE) {
            return false;
        }
        let (first, _) = names.lexicon.find(names.word(from), &mut buffer);
        let mut phrases = names.lexicon.sources(first).iter();
        let is_short = length == 1 && names.lexicon.has_noun_capitals();
        !is_short
            && phrases.any(|phrase| {
                let mut words = phrase.words.iter().zip(from..);
                phrase.words.len() == length
                    && words
                        .all(|(word, at)| names.lexicon.find(names.word(at), &mut other).0 == *word)
            })
    })
}
