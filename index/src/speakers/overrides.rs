//! Applies the rules of a `speakers.toml` to the people of the alias table.
//!
//! A name in a rule moves from the person it was joined to, to the rule's speaker. A name that a
//! rule excludes stays alone.

use rustc_hash::FxHashMap;

use crate::query::name::holds_words;
use crate::speakers::join::Person;
use crate::speakers::rules::{Rule, Rules, key};

/// A person with several names, some of them perhaps given by the user.
#[derive(Debug, Default)]
pub(super) struct ListedSpeaker {
    /// The name under which the person is listed.
    pub name: String,
    /// Names as documents write them, in alphabetical order.
    pub forms: Vec<String>,
    /// Names that the user gave the person, the listed name included.
    pub aliases: Vec<String>,
}

impl From<Person> for ListedSpeaker {
    fn from(person: Person) -> ListedSpeaker {
        ListedSpeaker {
            name: person.name,
            forms: person.forms,
            aliases: Vec::new(),
        }
    }
}

impl ListedSpeaker {
    /// All names of the person.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = self.forms.iter().chain(&self.aliases).chain([&self.name]);
        all.map(String::as_str)
    }

    /// Whether one of the names contains all the wanted words.
    pub fn holds(&self, wanted: &[String]) -> bool {
        self.names().any(|name| holds_words(name, wanted))
    }

    fn of_rule(rule: &Rule) -> ListedSpeaker {
        ListedSpeaker {
            name: rule.name.clone(),
            forms: Vec::new(),
            aliases: rule.names().cloned().collect(),
        }
    }
}

/// The people after the rules: those of the table that still have several names, then one for each
/// rule.
pub(super) fn apply(rules: &Rules, mut people: Vec<ListedSpeaker>) -> Vec<ListedSpeaker> {
    if rules.speakers.is_empty() {
        return people;
    }
    let index = RuleIndex::new(rules);
    let speakers = rules.speakers.iter();
    let mut speakers: Vec<ListedSpeaker> = speakers.map(ListedSpeaker::of_rule).collect();
    for person in &mut people {
        let rule_of_person = index.of_person(person);
        person.forms.retain(|form| {
            let rule = index.of_name(form).or(rule_of_person);
            if let Some(rule) = rule {
                speakers[rule].forms.push(form.clone());
            }
            rule.is_none()
        });
    }
    for (speaker, rule) in speakers.iter_mut().zip(&rules.speakers) {
        let never: Vec<String> = rule.never.iter().map(|name| key(name)).collect();
        speaker.forms.retain(|form| !never.contains(&key(form)));
        speaker.forms.sort_unstable();
    }
    people.retain(|person| person.forms.len() > 1);
    people.extend(speakers);
    people
}

/// Finds the rule for a name or a person.
struct RuleIndex {
    /// The rule with each name or alias, by its key.
    of_key: FxHashMap<String, usize>,
    /// The key of each rule's listed name.
    listed: Vec<String>,
}

impl RuleIndex {
    fn new(rules: &Rules) -> RuleIndex {
        let mut of_key = FxHashMap::default();
        for (number, rule) in rules.speakers.iter().enumerate() {
            of_key.extend(rule.names().map(|name| (key(name), number)));
        }
        RuleIndex {
            of_key,
            listed: rules.speakers.iter().map(|rule| key(&rule.name)).collect(),
        }
    }

    /// The rule that has this name as its listed name or an alias.
    fn of_name(&self, name: &str) -> Option<usize> {
        self.of_key.get(&key(name)).copied()
    }

    /// The rule that takes over all names of a person: it has the person's listed name, or its own
    /// listed name is one of the person's. An alias that is only one of the person's other names
    /// moves alone.
    fn of_person(&self, person: &ListedSpeaker) -> Option<usize> {
        self.of_name(&person.name).or_else(|| {
            let mut forms = person.forms.iter().map(|form| key(form));
            forms.find_map(|form| self.listed.iter().position(|listed| *listed == form))
        })
    }
}
