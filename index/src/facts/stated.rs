//! What is stated about one source, and which of several statements counts.

use crate::document::fact::{Fact, FactKind, Form, Origin};
use crate::text::fold::fold;

/// What `--facts` and `documents.toml` state about a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedFacts {
    /// At most one of each kind but roles, in the order of their kinds.
    facts: Vec<Fact>,
    /// Each role with its label as compared and the person who has it.
    roles: Vec<(String, String)>,
    /// How text without labels is read.
    pub(crate) form: Option<Form>,
}

impl StatedFacts {
    /// States a fact, unless one of its kind is stated already.
    pub(crate) fn state(&mut self, kind: FactKind, value: String, origin: Origin) {
        if self.value(kind).is_none() {
            self.add(kind, value, origin);
        }
    }

    /// States the form, unless it is stated already.
    pub(crate) fn state_form(&mut self, form: Form, origin: Origin) {
        if self.form.is_none() {
            self.form = Some(form);
            self.add(FactKind::Form, form.name().to_owned(), origin);
        }
    }

    /// States who has a role, unless somebody is stated to have it.
    pub(crate) fn state_role(&mut self, label: &str, name: String, origin: Origin) {
        if self.person_in_role(label).is_none() {
            self.add(FactKind::Role, format!("{label} = {name}"), origin);
            self.roles.push((role_key(label), name));
        }
    }

    fn add(&mut self, kind: FactKind, value: String, origin: Origin) {
        self.facts.push(Fact {
            kind,
            value,
            origin,
        });
        self.facts.sort();
    }

    /// The facts.
    pub(crate) fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// Whether nothing is stated.
    pub(crate) fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The value of a fact.
    pub(crate) fn value(&self, kind: FactKind) -> Option<&str> {
        self.get(kind).map(|fact| fact.value.as_str())
    }

    /// A fact.
    pub(crate) fn get(&self, kind: FactKind) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.kind == kind)
    }

    /// The person behind a label that is a role.
    pub(crate) fn person_in_role(&self, label: &str) -> Option<&str> {
        if self.roles.is_empty() {
            return None;
        }
        let key = role_key(label);
        let mut roles = self.roles.iter();
        roles
            .find(|(role, _)| *role == key)
            .map(|(_, name)| name.as_str())
    }
}

/// The form in which labels of roles are compared: "The PRESIDENT." is "President". "Mr. President"
/// is not: those words address somebody.
pub(crate) fn role_key(label: &str) -> String {
    let folded = fold(label);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::StatedFacts;
    use crate::document::fact::{FactKind, Origin};

    #[test]
    fn the_first_statement_of_a_kind_counts() {
        let mut stated = StatedFacts::default();
        stated.state(FactKind::Speaker, "Anna Berg".to_owned(), Origin::Option);
        stated.state(FactKind::Speaker, "Karl Holm".to_owned(), Origin::Entry(3));
        stated.state(FactKind::Date, "1861".to_owned(), Origin::Entry(3));
        stated.state_role("The Mayor", "Anna Berg".to_owned(), Origin::Entry(3));
        assert_eq!(stated.value(FactKind::Speaker), Some("Anna Berg"));
        assert_eq!(stated.person_in_role("MAYOR."), Some("Anna Berg"));
        assert_eq!(stated.person_in_role("Mayor Holm"), None);
        assert_eq!(stated.person_in_role("Mr. Mayor"), None);
        let kinds: Vec<&str> = stated.facts().iter().map(|fact| fact.kind.name()).collect();
        assert_eq!(kinds, ["date", "speaker", "role"]);
    }
}
