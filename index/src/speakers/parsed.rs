//! The names of an index taken apart, and grouped by spelling.
//!
//! Only names that are plainly one person's are kept. Of the others ("SMITH of New Jersey") the
//! words are remembered, because one of them may be a surname.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::attribution::name::form::{Form, Given, folded_words, form};
use crate::speakers::names::{Name, NameEvidence};
use crate::text::role::is_role;

/// The name of one person.
pub(super) struct ParsedName<'a> {
    /// The name as documents write it.
    pub text: &'a str,
    pub form: Form,
    pub evidence: NameEvidence,
}

/// All names that are plainly one person's.
#[derive(Default)]
pub(super) struct ParsedNames<'a> {
    pub names: Vec<ParsedName<'a>>,
    /// Folded words that make a surname alone ambiguous: given names, and words of names that
    /// cannot be taken apart.
    ambiguous_words: FxHashSet<String>,
}

impl<'a> ParsedNames<'a> {
    pub fn parse(names: &[Name<'a>]) -> ParsedNames<'a> {
        let mut parsed = ParsedNames::default();
        for name in names {
            // A role is another person in each document.
            let form = form(name.text).filter(|_| !is_role(name.text));
            match form {
                Some(form) => parsed.push(name, form),
                None if is_role(name.text) => {}
                None => {
                    let words: Vec<String> = folded_words(name.text).collect();
                    if words.len() > 1 {
                        parsed.ambiguous_words.extend(words);
                    }
                }
            }
        }
        parsed
    }

    fn push(&mut self, name: &Name<'a>, form: Form) {
        if let Some(Given::Word(word)) = form.given.first() {
            self.ambiguous_words.insert(word.clone());
        }
        self.names.push(ParsedName {
            text: name.text,
            form,
            evidence: name.evidence,
        });
    }

    /// Whether a surname may also be something else in this index.
    pub fn is_ambiguous(&self, surname: &str) -> bool {
        self.ambiguous_words.contains(surname)
    }

    /// For each name the number of the first name that shares a spelling with it, directly or
    /// through other names.
    pub fn first_spelled_alike(&self) -> Vec<usize> {
        let mut parents: Vec<usize> = (0..self.names.len()).collect();
        let mut first_with: FxHashMap<&str, usize> = FxHashMap::default();
        for (number, name) in self.names.iter().enumerate() {
            for spelling in &name.form.spellings {
                let other = *first_with.entry(spelling).or_insert(number);
                let one = root(&mut parents, number);
                let other = root(&mut parents, other);
                parents[one.max(other)] = one.min(other);
            }
        }
        (0..parents.len())
            .map(|number| root(&mut parents, number))
            .collect()
    }
}

/// The root of a node in a forest of parents. Halves the path on the way.
fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}
