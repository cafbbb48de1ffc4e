//! Finds the person that each name of an index belongs to.
//!
//! Names that tell most come first. Each enters all its shorter forms (at most 26) into one map, in
//! which the shorter names are looked up, so that the time is proportional to the number of names.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::attribution::name::form::{Form, Given};
use crate::speakers::parsed::{ParsedName, ParsedNames};
use crate::speakers::pattern::{Part, Pattern};

/// For each name the number of the name that leads its person's names.
pub(super) fn owners(names: &ParsedNames<'_>, is_large: bool) -> Vec<usize> {
    let leaders = names.first_spelled_alike();
    let count = names.names.len();
    let mut finder = OwnerFinder {
        names,
        is_large,
        candidates: FxHashMap::default(),
        owners: (0..count).collect(),
        documents: vec![0; count],
    };
    for group in groups(names, &leaders) {
        finder.place(&group);
    }
    leaders
        .iter()
        .map(|leader| finder.owners[*leader])
        .collect()
}

/// Names that share a spelling.
struct Group {
    /// The first of them.
    leader: usize,
    names: Vec<(usize, Pattern)>,
}

impl Group {
    /// How much the name tells that tells most.
    fn weight(&self) -> u32 {
        let weights = self.names.iter().map(|(_, pattern)| pattern.weight());
        weights.max().unwrap_or_default()
    }

    fn is_surname_alone(&self) -> bool {
        let mut patterns = self.names.iter().map(|(_, pattern)| pattern);
        patterns.all(|pattern| pattern.first == Part::Missing)
    }
}

/// All groups, those that tell most first.
fn groups(names: &ParsedNames<'_>, leaders: &[usize]) -> Vec<Group> {
    let mut members: FxHashMap<usize, Vec<(usize, Pattern)>> = FxHashMap::default();
    let mut words = WordNumbers::default();
    for (number, leader) in leaders.iter().enumerate() {
        let pattern = words.pattern(&names.names[number].form);
        members.entry(*leader).or_default().push((number, pattern));
    }
    let mut groups: Vec<Group> = members
        .into_iter()
        .map(|(leader, names)| Group { leader, names })
        .collect();
    groups.sort_unstable_by_key(|group| (Reverse(group.weight()), group.leader));
    groups
}

/// Numbers for words, starting at 1.
#[derive(Default)]
struct WordNumbers {
    numbers: FxHashMap<String, u32>,
}

impl WordNumbers {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.numbers.len() as u32 + 1;
        self.numbers.insert(word.to_owned(), number);
        number
    }

    fn pattern(&mut self, form: &Form) -> Pattern {
        let mut given = form.given.iter();
        let first = self.part(given.next());
        let second = self.part(given.next());
        let rest: Vec<String> = given
            .map(|given| match given {
                Given::Initial(letter) => letter.to_string(),
                Given::Word(word) => word.clone(),
            })
            .collect();
        Pattern {
            surname: self.number(&form.surname),
            first,
            second,
            rest: match rest.is_empty() {
                true => 0,
                false => self.number(&rest.join(" ")),
            },
            suffix: form
                .suffix
                .as_deref()
                .map_or(0, |suffix| self.number(suffix)),
        }
    }

    fn part(&mut self, given: Option<&Given>) -> Part {
        match given {
            None => Part::Missing,
            Some(Given::Initial(letter)) => Part::Initial(*letter),
            Some(Given::Word(word)) => {
                Part::Word(self.number(word), word.chars().next().unwrap_or_default())
            }
        }
    }
}

/// Who a pattern can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Candidate {
    Nobody,
    /// The group with this leader.
    One(usize),
    Several,
}

struct OwnerFinder<'n> {
    names: &'n ParsedNames<'n>,
    is_large: bool,
    /// Who each form of a name can mean, among the people so far.
    candidates: FxHashMap<Pattern, Candidate>,
    /// By group leader: the leader of the person it belongs to, at first itself.
    owners: Vec<usize>,
    /// By person: how many documents use one of the names, as far as that is counted.
    documents: Vec<u32>,
}

impl OwnerFinder<'_> {
    /// Joins a group to the person whose fuller name explains it, or makes it a person of its own.
    fn place(&mut self, group: &Group) {
        let is_surname = group.is_surname_alone();
        if self.is_stated(group) {
            // A surname alone is nobody's longer name.
            if !is_surname {
                self.add_person(group);
            }
            return;
        }
        if is_surname && !self.may_be_short(group) {
            return;
        }
        match self.candidate(group) {
            Candidate::One(person) => {
                if !is_surname || self.is_well_known(person, group) {
                    self.owners[group.leader] = person;
                    self.documents[person] += self.documents_with(group);
                }
            }
            Candidate::Nobody if !is_surname => self.add_person(group),
            Candidate::Nobody | Candidate::Several => {}
        }
    }

    /// Whether the user states one of the names.
    fn is_stated(&self, group: &Group) -> bool {
        let mut numbers = group.names.iter().map(|(number, _)| *number);
        numbers.any(|number| self.name(number).evidence.stated)
    }

    /// Who all names of the group together can mean.
    fn candidate(&self, group: &Group) -> Candidate {
        let mut person = Candidate::Nobody;
        let patterns = group.names.iter().map(|(_, pattern)| pattern);
        for found in patterns.filter_map(|pattern| self.candidates.get(pattern)) {
            if person != Candidate::Nobody && person != *found {
                return Candidate::Several;
            }
            person = *found;
        }
        person
    }

    fn add_person(&mut self, group: &Group) {
        let person = Candidate::One(group.leader);
        self.documents[group.leader] = self.documents_with(group);
        for (number, pattern) in &group.names {
            pattern.each_form(self.name(*number).evidence.complete, |form| {
                let candidate = self.candidates.entry(form).or_insert(person);
                if *candidate != person {
                    *candidate = Candidate::Several;
                }
            });
        }
    }

    /// Whether a surname alone can be short for a full name at all.
    fn may_be_short(&self, group: &Group) -> bool {
        group.names.iter().all(|(number, _)| {
            let ParsedName { form, evidence, .. } = self.name(*number);
            !evidence.complete && form.is_surname && !self.names.is_ambiguous(&form.surname)
        })
    }

    /// Whether other documents can call a person by the surname alone: see
    /// [`join`](crate::speakers::join::join).
    fn is_well_known(&self, person: usize, surname: &Group) -> bool {
        let mut numbers = surname.names.iter().map(|(number, _)| *number);
        !self.is_large
            || self.documents[person] > 1
            || numbers.any(|number| self.name(number).evidence.beside_full_name)
    }

    /// How many documents use names of the group, as far as that is counted.
    fn documents_with(&self, group: &Group) -> u32 {
        let numbers = group.names.iter().map(|(number, _)| *number);
        numbers
            .map(|number| u32::from(self.name(number).evidence.documents))
            .sum()
    }

    fn name(&self, number: usize) -> &ParsedName<'_> {
        &self.names.names[number]
    }
}
