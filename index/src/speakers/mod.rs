//! The aliases of speakers: which names in different documents belong to one person. The list of
//! speakers, facets and the speaker filter count such names as one.
//!
//! A passage stores its speakers under the names that its document uses. The alias table covers all
//! names of an index ([`join`]). It is made again when a run adds or removes names, stored with
//! that run's commit, and read when a search involves speakers. A `speakers.toml` in the folder
//! that holds the index's overrides it ([`rules`]); it is read together with the table, so no
//! update is needed.

pub(crate) mod join;
pub(crate) mod names;
mod overrides;
mod owner;
mod parsed;
mod pattern;
pub(crate) mod roster;
pub(crate) mod rules;
pub(crate) mod table;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::query::name::{holds_words, meets};
use crate::speakers::join::Person;
use crate::speakers::overrides::{ListedSpeaker, apply};
use crate::speakers::rules::{Rules, key};

/// The people with several names. Each has a number, starting at 0.
#[derive(Debug, Default)]
pub(crate) struct Speakers {
    people: Vec<ListedSpeaker>,
    /// The person of each name as passages store it.
    of_form: FxHashMap<String, usize>,
    /// The person of each name in `speakers.toml`, by the name's [`key`].
    of_key: FxHashMap<String, usize>,
}

impl Speakers {
    /// The people of the alias table, with the user's rules applied to them.
    pub fn new(people: Vec<Person>, rules: &Rules) -> Speakers {
        let people = apply(rules, people.into_iter().map(ListedSpeaker::from).collect());
        let mut of_key = FxHashMap::default();
        let mut of_form = FxHashMap::default();
        for (number, person) in people.iter().enumerate() {
            of_key.extend(person.aliases.iter().map(|alias| (key(alias), number)));
            of_form.extend(person.forms.iter().map(|form| (form.clone(), number)));
        }
        Speakers {
            people,
            of_form,
            of_key,
        }
    }

    /// The number of the person with this name, if that person has other names too.
    pub fn number(&self, name: &str) -> Option<usize> {
        let found = self.of_form.get(name).copied();
        // The user may have written the name differently from the document.
        found.or_else(|| match self.of_key.is_empty() {
            true => None,
            false => self.of_key.get(&key(name)).copied(),
        })
    }

    /// Whether nobody has several names.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The name under which a person is listed.
    pub fn name(&self, number: usize) -> &str {
        &self.people[number].name
    }

    /// The listed name of the speaker called `name`: `name` itself if there is no other.
    pub fn listed<'s>(&'s self, name: &'s str) -> &'s str {
        self.number(name)
            .map_or(name, |number| &self.people[number].name)
    }

    /// Whether one of the names of this speaker contains all the wanted words (see
    /// [`holds_words`]).
    pub fn holds(&self, name: &str, wanted: &[String]) -> bool {
        holds_words(name, wanted)
            || self
                .number(name)
                .is_some_and(|number| self.people[number].holds(wanted))
    }

    /// The people for which [`holds`](Self::holds) is true with any of these values.
    pub fn matching(&self, values: &[Vec<String>]) -> FxHashSet<usize> {
        let matches = |person: &ListedSpeaker| values.iter().any(|wanted| person.holds(wanted));
        let people = self.people.iter().enumerate();
        people
            .filter(|(_, person)| matches(person))
            .map(|(number, _)| number)
            .collect()
    }

    /// A person's names as documents write them, in alphabetical order.
    pub fn forms(&self, number: usize) -> &[String] {
        &self.people[number].forms
    }

    /// Names that the user gave a person.
    pub fn aliases(&self, number: usize) -> &[String] {
        &self.people[number].aliases
    }

    /// Whether any name of a person matches a pattern.
    pub fn meets(&self, number: usize, pattern: &str) -> bool {
        self.people[number].names().any(|name| meets(name, pattern))
    }
}

#[cfg(test)]
mod tests {
    use super::Speakers;
    use super::join::Person;
    use super::rules::{Rule, Rules};

    fn person(name: &str, forms: &[&str]) -> Person {
        Person {
            name: name.to_owned(),
            forms: forms.iter().map(|form| (*form).to_owned()).collect(),
        }
    }

    fn rule(name: &str, aliases: &[&str], never: &[&str]) -> Rule {
        let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Rule {
            name: name.to_owned(),
            aliases: texts(aliases),
            never: texts(never),
        }
    }

    /// Checks the names under which speakers are listed. The alias table joins "Anna Berg" with
    /// "Berg", and "Otto Holm" with "Holm".
    fn check(rules: &[Rule], expected: &[(&str, &str)]) {
        let people = vec![
            person("Anna Berg", &["Anna Berg", "Berg"]),
            person("Otto Holm", &["Holm", "Otto Holm"]),
        ];
        let speakers = Speakers::new(
            people,
            &Rules {
                speakers: rules.to_vec(),
            },
        );
        for (name, listed) in expected {
            assert_eq!(speakers.listed(name), *listed, "{name} under {rules:?}");
        }
    }

    #[test]
    fn without_rules_joined_names_are_one_person() {
        check(
            &[],
            &[
                ("Berg", "Anna Berg"),
                ("Anna Berg", "Anna Berg"),
                ("Dahl", "Dahl"),
                ("berg", "berg"),
            ],
        );
    }

    #[test]
    fn an_alias_joins_its_speaker() {
        check(
            &[rule("Anna Berg", &["Murch"], &[])],
            &[
                ("Murch", "Anna Berg"),
                ("MURCH", "Anna Berg"),
                ("Berg", "Anna Berg"),
            ],
        );
        check(
            &[rule("A", &["Anna Berg", "Otto Holm"], &[])],
            &[("Berg", "A"), ("Holm", "A"), ("Otto Holm", "A")],
        );
        check(
            &[rule("Otto Holm", &["Berg"], &[])],
            &[
                ("Berg", "Otto Holm"),
                ("Holm", "Otto Holm"),
                ("Anna Berg", "Anna Berg"),
            ],
        );
    }

    #[test]
    fn a_rule_changes_the_listed_name() {
        check(
            &[rule("Berg", &[], &[])],
            &[("Anna Berg", "Berg"), ("Berg", "Berg")],
        );
    }

    #[test]
    fn an_excluded_name_stays_alone() {
        check(
            &[rule("Anna Berg", &[], &["BERG"])],
            &[("Berg", "Berg"), ("Anna Berg", "Anna Berg")],
        );
    }

    #[test]
    fn all_words_of_a_value_are_in_one_of_the_names() {
        let people = vec![person(
            "Pete Hegseth",
            &["Hegseth", "U.S. Defense Secretary Pete Hegseth"],
        )];
        let rules = Rules {
            speakers: vec![rule("Anna Berg", &["Murch"], &[])],
        };
        let speakers = Speakers::new(people, &rules);
        let wanted = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<String>>();
        for (name, words, expected) in [
            ("Hegseth", "pete", true),
            ("Hegseth", "secretary hegseth", true),
            ("Hegseth", "hegseth", true),
            ("Hegseth", "anna", false),
            ("Murch", "anna berg", true),
            ("Murch", "anna murch", false),
            ("Anna Berg", "murch", true),
        ] {
            assert_eq!(
                speakers.holds(name, &wanted(words)),
                expected,
                "{name}, {words}"
            );
            let matching = speakers.matching(&[wanted(words)]);
            let number = speakers.number(name).expect("a person");
            assert_eq!(matching.contains(&number), expected, "{name}, {words}");
        }
    }
}
