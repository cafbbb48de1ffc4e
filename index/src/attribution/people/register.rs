//! The people of one story: their names, and what the story tells about their sex.
//!
//! The register is built from the whole story before anything is attributed, because a headline or
//! a first paragraph can give a surname whose full name comes later. A surname that two people
//! share means nobody, unless the story names one of them in full at least three times as often as
//! all the others together.

use std::cell::RefCell;
use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::attribution::name::nickname::is_given_name;
use crate::attribution::name::parts::{is_generation, parts, same_parts};
use crate::attribution::name::sex::{Sex, sex_of_given_name};
use crate::attribution::people::evidence::Signs;
use crate::attribution::people::mentions::{Found, Names};
use crate::attribution::people::name_form::{
    ACQUAINTED, LoneNames, NameForm, bodies, is_two_names,
};
use crate::attribution::people::offices::{HeldOffice, Office};
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;

/// Index of a person in a [`Register`].
pub(crate) type PersonId = usize;

/// A person named in the story.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// The longest form of the name, as written.
    pub(crate) name: String,
    /// The folded words of the name.
    pub(crate) parts: Vec<String>,
    /// The sex, as far as the story tells it.
    pub(crate) sex: Option<Sex>,
    /// Whether a title or a given name tells the sex, rather than pronouns.
    is_sex_told: bool,
    /// Whether a title tells the sex.
    has_sex_title: bool,
    /// How often the story gives a form of the name.
    count: usize,
    /// How often the surname occurred alone before the full name first did.
    surname_alone_before: usize,
    /// A given name, title, apposition or reporting verb says that this is a person.
    is_sure: bool,
}

/// A surname that occurred alone this often before a full name belongs to somebody else.
const STRANGER: usize = 20;

/// A surname means the foremost of several people if the story names that person in full this many
/// times as often as all the others.
const FOREMOST: usize = 3;

/// The people of one story.
#[derive(Debug, Default)]
pub(crate) struct Register {
    people: Vec<Person>,
    by_last: FxHashMap<String, Vec<PersonId>>,
    by_first: FxHashMap<String, Vec<PersonId>>,
    /// Names of bodies that look like names of people, as written.
    bodies: FxHashSet<String>,
    /// The offices that persons of the story hold.
    holders: Vec<(HeldOffice, PersonId)>,
    /// Answers given before: the same few names are looked up all the time.
    answers: RefCell<FxHashMap<String, Option<PersonId>>>,
}

impl Register {
    /// Finds out which people these names belong to.
    pub(crate) fn new(names: &Names) -> Register {
        let mut forms: Vec<NameForm> = names
            .found
            .iter()
            .filter(|(_, found)| found.count > 0)
            .map(|(worded, found)| NameForm {
                parts: parts(worded),
                worded,
                found: *found,
            })
            .collect();
        // The longest forms first; among equals, the one that comes first in the story.
        forms.sort_by_key(|form| (Reverse(form.parts.len()), form.found.order));
        let alone: LoneNames = forms
            .iter()
            .filter(|form| form.parts.len() == 1)
            .map(|form| (form.parts[0].clone(), form.found))
            .collect();
        forms.retain(|form| !is_two_names(form, &alone));
        let mut register = Register {
            bodies: bodies(&forms),
            ..Register::default()
        };
        forms.retain(|form| !register.bodies.contains(form.worded));
        for form in &forms {
            register.add_form(form, &alone);
        }
        register.divide_couples(names);
        for (office, name) in names.offices.held() {
            if let Some(id) = register.named(name) {
                register.holders.push((office.owned(), id));
            }
        }
        register
    }

    /// The only person of the story who can be called by this office.
    pub(crate) fn holder(&self, office: &Office<'_>) -> Option<PersonId> {
        let holders = self.holders.iter();
        let mut fitting = holders.filter(|(held, _)| held.answers_to(office));
        let (_, id) = fitting.next()?;
        fitting.all(|(_, other)| other == id).then_some(*id)
    }

    /// Makes two persons of a surname that both a woman and somebody else have with a title: "Mrs.
    /// Berg" is not the "Captain Berg" of the same story.
    fn divide_couples(&mut self, names: &Names) {
        let mut women: Vec<_> = names.women.iter().collect();
        women.sort_unstable();
        for (worded, title) in women {
            let parts = parts(worded);
            let (Some(found), [last]) = (names.found.get(worded), parts.as_slice()) else {
                continue;
            };
            let &[id] = self.with_last(last) else {
                continue;
            };
            let person = &mut self.people[id];
            if person.parts.len() > 1 || found.titled <= found.she {
                continue;
            }
            let is_man = found.he > 0;
            person.sex = is_man.then_some(Sex::He);
            person.is_sex_told = is_man;
            let wife = Person {
                name: format!("{title} {worded}"),
                sex: Some(Sex::She),
                is_sex_told: true,
                is_sure: true,
                ..person.clone()
            };
            self.by_last
                .entry(last.clone())
                .or_default()
                .push(self.people.len());
            self.people.push(wife);
        }
    }

    /// Adds a form to the person it belongs to, or as a new person.
    fn add_form(&mut self, form: &NameForm, alone: &LoneNames) {
        let Some(last) = form.parts.last() else {
            return;
        };
        let is_single = form.parts.len() == 1;
        let same: Vec<PersonId> = self.same_people(&form.parts).take(2).collect();
        let is_stranger = |id: &PersonId| self.people[*id].surname_alone_before >= STRANGER;
        if is_single && !same.is_empty() && same.iter().all(is_stranger) {
            self.add_person(form, form.found.is_person);
        } else if let [id] = same.as_slice() {
            self.people[*id].merge(&form.found);
            if !is_single {
                self.note_short_names(*id, form);
            }
        } else if !is_single || (same.is_empty() && !self.by_first.contains_key(last)) {
            let is_person = alone.get(last).is_some_and(|found| found.is_person);
            self.add_person(form, form.found.is_person || is_person);
        }
    }

    /// The people who can have a name of these parts.
    fn same_people<'r>(&'r self, parts: &'r [String]) -> impl Iterator<Item = PersonId> + 'r {
        let known = parts.last().map_or(&[][..], |last| self.with_last(last));
        let is_same = |id: &PersonId| same_parts(&self.people[*id].parts, parts);
        known.iter().copied().filter(is_same)
    }

    fn with_last(&self, last: &str) -> &[PersonId] {
        self.by_last.get(last).map_or(&[], Vec::as_slice)
    }

    fn add_person(&mut self, form: &NameForm, is_sure: bool) {
        let id = self.people.len();
        if let Some(last) = form.parts.last() {
            self.by_last.entry(last.clone()).or_default().push(id);
        }
        let mut person = Person {
            name: form.worded.to_owned(),
            parts: form.parts.clone(),
            sex: None,
            is_sex_told: false,
            has_sex_title: false,
            count: 0,
            surname_alone_before: usize::MAX,
            is_sure,
        };
        person.merge(&form.found);
        self.people.push(person);
        self.note_short_names(id, form);
    }

    /// Notes which short names can mean a person whose name the story gives in this form.
    fn note_short_names(&mut self, id: PersonId, form: &NameForm) {
        let (first_alone, last_alone) = form.found.alone_before;
        let person = &mut self.people[id];
        person.surname_alone_before = person.surname_alone_before.min(last_alone);
        let [first, _, ..] = form.parts.as_slice() else {
            return;
        };
        if first_alone < ACQUAINTED {
            let known = self.by_first.entry(first.clone()).or_default();
            if !known.contains(&id) {
                known.push(id);
            }
        }
    }

    /// The person with this index.
    pub(crate) fn person(&self, id: PersonId) -> &Person {
        &self.people[id]
    }

    /// Number of people.
    pub(crate) fn len(&self) -> usize {
        self.people.len()
    }

    /// Sets a person's sex, unless a title or a given name tells it. `pronouns` is how many
    /// pronouns show it: several of them for a name that comes again belong to a person.
    pub(crate) fn learn_sex(&mut self, id: PersonId, sex: Sex, pronouns: u32) {
        let person = &mut self.people[id];
        person.sex.get_or_insert(sex);
        person.is_sure |= person.count > 1 && pronouns > 1;
    }

    /// Notes the sex that the words beside a name show, unless a title tells another.
    pub(crate) fn correct_sex(&mut self, id: PersonId, sex: Sex) {
        let person = &mut self.people[id];
        if !person.has_sex_title {
            person.sex = Some(sex);
        }
    }

    /// Whether the story shows that this is a person, so that a pronoun can mean it.
    pub(crate) fn is_sure(&self, id: PersonId) -> bool {
        let person = &self.people[id];
        person.is_sure || person.is_sex_told || (person.count > 1 && person.parts.len() > 1)
    }

    /// The person that these words mean; `None` if nobody, or if several people are possible.
    pub(crate) fn named(&self, words: &str) -> Option<PersonId> {
        if let Some(answer) = self.answers.borrow().get(words) {
            return *answer;
        }
        let answer = self.find(words);
        self.answers.borrow_mut().insert(words.to_owned(), answer);
        answer
    }

    /// The person of this sex that a title and these words mean: "Mr. Berg". It is not Anna Berg.
    pub(crate) fn titled(&self, words: &str, sex: Sex) -> Option<PersonId> {
        let fits = |id: &PersonId| {
            let person = &self.people[*id];
            !person.is_sex_told || person.sex == Some(sex)
        };
        if let [last] = parts(words).as_slice() {
            let fitting = self.with_last(last).iter().copied().filter(fits);
            let is_told = |id: &PersonId| self.people[*id].sex == Some(sex);
            let found = only(fitting.clone().filter(is_told));
            if let Some(id) = found.or_else(|| only(fitting)) {
                return Some(id);
            }
        }
        self.named(words).filter(fits)
    }

    /// Whether the story shows that these words name a body rather than a person.
    pub(crate) fn is_body(&self, words: &str) -> bool {
        self.bodies.contains(words)
    }

    /// Whether these words are a surname that several people share.
    pub(crate) fn is_shared_surname(&self, words: &str) -> bool {
        match parts(words).as_slice() {
            [last] => self.with_last(last).len() > 1,
            _ => false,
        }
    }

    /// The names of the people who share this surname.
    pub(crate) fn namesakes(&self, words: &str) -> Vec<String> {
        let parts = parts(words);
        let known = match parts.as_slice() {
            [last] => self.with_last(last),
            _ => &[],
        };
        known
            .iter()
            .map(|&id| self.people[id].name.clone())
            .collect()
    }

    fn find(&self, words: &str) -> Option<PersonId> {
        let parts = parts(words);
        match parts.as_slice() {
            [] => None,
            // "Otto Jr." is not his father.
            [_] if ends_in_generation(words) => None,
            [name] => self.find_single(name),
            [.., last] => self.find_full(&parts, last),
        }
    }

    /// The person with this surname, or else the one with this given name.
    fn find_single(&self, name: &str) -> Option<PersonId> {
        let known = self.with_last(name);
        match (known, self.by_first.get(name).map(Vec::as_slice)) {
            ([id], _) | ([], Some([id])) => Some(*id),
            _ => {
                let is_single = |id: &PersonId| self.people[*id].parts.len() == 1;
                let single = known.iter().copied().find(is_single);
                single.or_else(|| self.foremost(known))
            }
        }
    }

    /// The only person that a name of several words can mean, or else the one with exactly that
    /// name.
    fn find_full(&self, parts: &[String], last: &str) -> Option<PersonId> {
        let mut same = self.same_people(parts);
        let Some(first) = same.next() else {
            return self.find_behind_office(parts);
        };
        if same.next().is_none() {
            return Some(first);
        }
        let is_exact = |id: &PersonId| self.people[*id].parts == parts;
        self.with_last(last).iter().copied().find(is_exact)
    }

    /// The person whose full name ends these words: "Harbour Pilots Otto Holm".
    fn find_behind_office(&self, parts: &[String]) -> Option<PersonId> {
        let mut starts = 1..parts.len().saturating_sub(1);
        let start = starts.find(|&start| is_given_name(&parts[start]))?;
        let mut same = self.same_people(&parts[start..]);
        let first = same.next().filter(|&id| self.people[id].parts.len() > 1)?;
        same.next().is_none().then_some(first)
    }

    /// Of several people with one surname, the one that the story names in full far more often than
    /// all the others.
    fn foremost(&self, known: &[PersonId]) -> Option<PersonId> {
        let count = |id: PersonId| self.people[id].count;
        let first = known.iter().copied().max_by_key(|&id| count(id))?;
        let others: usize = known.iter().map(|&id| count(id)).sum::<usize>() - count(first);
        (count(first) >= FOREMOST * others.max(1)).then_some(first)
    }
}

impl Person {
    /// Adds what the story shows about another form of the name.
    fn merge(&mut self, found: &Found) {
        self.count += found.count;
        self.is_sure |= found.is_person;
        // The titles of the full name first, then its given name, then the titles of a short form.
        let titled = match found.he + found.she {
            0 => None,
            _ if found.she > found.he => Some(Sex::She),
            _ => Some(Sex::He),
        };
        self.sex = self
            .sex
            .or(titled)
            .or_else(|| self.sex_of_given_name(found));
        self.has_sex_title |= titled.is_some();
        self.is_sex_told = self.sex.is_some();
    }

    /// A single word may be a surname: "Dr. Bailey", "Kelly said".
    fn sex_of_given_name(&self, found: &Found) -> Option<Sex> {
        let first = self.parts.first()?;
        let is_given = class(first).intersects(Class::GIVEN) && !found.signs.contains(Signs::TITLE);
        let may_tell = self.parts.len() > 1 || is_given;
        may_tell.then(|| sex_of_given_name(first)).flatten()
    }
}

/// The only one of these people.
fn only(mut ids: impl Iterator<Item = PersonId>) -> Option<PersonId> {
    ids.next().filter(|_| ids.next().is_none())
}

/// Whether a name of several words ends in "Jr." or the like.
fn ends_in_generation(words: &str) -> bool {
    let last = words.split(' ').next_back().unwrap_or_default();
    is_generation(last) && words.len() > last.len()
}

#[cfg(test)]
mod tests;
