//! One person under the names that different documents use: what the `speakers` list, the facet and the speaker filter count
//! as one.
//!
//! A passage stores its speakers in its document's form, whatever other documents say. Which forms mean one person is a
//! table over all names of an index ([`join`]), made when names came or went, stored in the same commit, and read when a
//! filter, a list or a facet of speakers asks for it. A `speakers.toml` beside the index ([`rules`]) has the last word; it is
//! read with the table, so that the next search obeys it.

pub(crate) mod called;
pub(crate) mod join;
mod pattern;
pub(crate) mod roll;
pub(crate) mod rules;
pub(crate) mod table;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::query::name::{holds_words, meets};
use crate::speakers::join::Joined;
use crate::speakers::rules::{Rules, key};

/// Who is who.
#[derive(Debug, Default)]
pub(crate) struct Speakers {
    people: Vec<Person>,
    /// The person of each form, exactly as it is stored.
    of_form: FxHashMap<String, usize>,
    /// The person of each name in `speakers.toml`, by its [`key`].
    of_key: FxHashMap<String, usize>,
}

/// One person with several names.
#[derive(Debug, Default)]
struct Person {
    /// The name under which they are listed.
    name: String,
    /// Their names as documents use them, in the order of the alphabet.
    forms: Vec<String>,
    /// Names that the user gave them.
    aliases: Vec<String>,
}

impl Person {
    /// Everything they are called.
    fn names(&self) -> impl Iterator<Item = &str> {
        let all = self.forms.iter().chain(&self.aliases).chain([&self.name]);
        all.map(String::as_str)
    }

    fn holds(&self, wanted: &[String]) -> bool {
        self.names().any(|name| holds_words(name, wanted))
    }
}

impl Speakers {
    /// What was joined, with the user's rules over it.
    pub fn new(joined: Vec<Joined>, rules: &Rules) -> Speakers {
        let mut people: Vec<Person> = joined
            .into_iter()
            .map(|joined| Person {
                name: joined.name,
                forms: joined.forms,
                aliases: Vec::new(),
            })
            .collect();
        let mut of_key = FxHashMap::default();
        if !rules.speakers.is_empty() {
            people = ruled(people, rules);
            for (number, person) in people.iter().enumerate() {
                of_key.extend(person.aliases.iter().map(|alias| (key(alias), number)));
            }
        }
        let mut of_form = FxHashMap::default();
        for (number, person) in people.iter().enumerate() {
            of_form.extend(person.forms.iter().map(|form| (form.clone(), number)));
        }
        Speakers {
            people,
            of_form,
            of_key,
        }
    }

    /// The number of the person with this name, if they have others, too.
    pub fn number(&self, name: &str) -> Option<usize> {
        let found = self.of_form.get(name).copied();
        // A name that the user wrote in another way than the document.
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

    /// The name under which a speaker is listed.
    pub fn listed<'s>(&'s self, name: &'s str) -> &'s str {
        self.number(name)
            .map_or(name, |number| &self.people[number].name)
    }

    /// Whether a speaker of this name is meant by these words: all of them stand in one name of theirs.
    pub fn holds(&self, name: &str, wanted: &[String]) -> bool {
        holds_words(name, wanted)
            || self
                .number(name)
                .is_some_and(|number| self.people[number].holds(wanted))
    }

    /// As [`holds`](Self::holds) for many names: the persons whom any of these values means.
    pub fn meant(&self, values: &[Vec<String>]) -> FxHashSet<usize> {
        let is_meant = |person: &Person| values.iter().any(|wanted| person.holds(wanted));
        let people = self.people.iter().enumerate();
        people
            .filter(|(_, person)| is_meant(person))
            .map(|(number, _)| number)
            .collect()
    }

    /// A person's names as documents use them, in the order of the alphabet.
    pub fn forms(&self, number: usize) -> &[String] {
        &self.people[number].forms
    }

    /// Names that the user gave a person.
    pub fn aliases(&self, number: usize) -> &[String] {
        &self.people[number].aliases
    }

    /// Whether a person fits a pattern, under whatever name.
    pub fn meets(&self, number: usize, pattern: &str) -> bool {
        self.people[number].names().any(|name| meets(name, pattern))
    }
}

/// Persons after the user's rules: what a rule names leaves the person it was joined to, and what it excludes is alone.
fn ruled(mut people: Vec<Person>, rules: &Rules) -> Vec<Person> {
    // Which rule has each name, and whether as a name or an alias.
    let mut owners: FxHashMap<String, usize> = FxHashMap::default();
    for (number, rule) in rules.speakers.iter().enumerate() {
        for name in std::iter::once(&rule.name).chain(&rule.aliases) {
            owners.insert(key(name), number);
        }
    }
    let names: Vec<String> = rules.speakers.iter().map(|rule| key(&rule.name)).collect();
    let mut ruled: Vec<Person> = rules
        .speakers
        .iter()
        .map(|rule| Person {
            name: rule.name.clone(),
            forms: Vec::new(),
            aliases: std::iter::once(&rule.name)
                .chain(&rule.aliases)
                .cloned()
                .collect(),
        })
        .collect();
    for person in &mut people {
        let of_form = |form: &String| owners.get(&key(form)).copied();
        // Who is listed under a name of the rule is that speaker whole, and so is whose name the rule is given by. A name that
        // only stands among another's is taken from there.
        let whole = owners.get(&key(&person.name)).copied().or_else(|| {
            let mut named = person.forms.iter().map(|form| key(form));
            named.find_map(|form| names.iter().position(|name| *name == form))
        });
        person.forms.retain(|form| match of_form(form).or(whole) {
            None => true,
            Some(rule) => {
                ruled[rule].forms.push(form.clone());
                false
            }
        });
    }
    for (person, rule) in ruled.iter_mut().zip(&rules.speakers) {
        let never: Vec<String> = rule.never.iter().map(|name| key(name)).collect();
        person.forms.retain(|form| !never.contains(&key(form)));
        person.forms.sort_unstable();
    }
    people.retain(|person| person.forms.len() > 1);
    people.extend(ruled);
    people
}

#[cfg(test)]
mod tests {
    use super::Speakers;
    use super::join::Joined;
    use super::rules::{Rule, Rules};

    fn joined(name: &str, forms: &[&str]) -> Joined {
        Joined {
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

    /// Under which name each is listed, with "Anna Berg" and "Berg", and "Otto Holm" and "Holm", joined without rules.
    fn check(rules: &[Rule], expected: &[(&str, &str)]) {
        let people = vec![
            joined("Anna Berg", &["Anna Berg", "Berg"]),
            joined("Otto Holm", &["Holm", "Otto Holm"]),
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
    fn without_rules_what_was_joined_is_one() {
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
    fn an_alias_joins() {
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
    fn a_rule_names_a_speaker_anew() {
        check(
            &[rule("Berg", &[], &[])],
            &[("Anna Berg", "Berg"), ("Berg", "Berg")],
        );
    }

    #[test]
    fn what_is_never_theirs_is_alone() {
        check(
            &[rule("Anna Berg", &[], &["BERG"])],
            &[("Berg", "Berg"), ("Anna Berg", "Anna Berg")],
        );
    }

    #[test]
    fn all_words_of_a_value_stand_in_one_of_the_names() {
        let people = vec![joined(
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
            let meant = speakers.meant(&[wanted(words)]);
            let number = speakers.number(name).expect("a person");
            assert_eq!(meant.contains(&number), expected, "{name}, {words}");
        }
    }
}
