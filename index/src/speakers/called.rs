//! The names by which one document calls its speakers, and what it shows of them.
//!
//! A name may look short for another document's full name and be none: a podcast that labels its hosts "Jerod Holm" and
//! "Adam Berg" and a guest "Shaw" means what the guest is called, not a surname; a story in which both Jon Holm and Jon Holm
//! Jr. speak has two Holms. Such names are *whole*: nothing is to be added to them.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::attribution::name::form::{Form, form};
use crate::document::Utterance;
use crate::document::rule::Rule;

/// Speakers with full names among whose labels a name of one word is whole.
const FULL_NAMES: usize = 2;

/// A name that a document uses for a speaker.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Called {
    /// As it is stored.
    pub name: String,
    /// What they show of it.
    pub shown: Shown,
}

/// What documents show of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// Whether one shows that it is a name of its own and short for no other.
    pub whole: bool,
    /// Whether it is a surname beside a full name with it.
    pub beside: bool,
    /// In how many documents it stands, two at most: more tell nothing more.
    pub documents: u8,
}

impl Shown {
    /// What two sources show together.
    pub fn add(&mut self, other: Shown) {
        self.whole |= other.whole;
        self.beside |= other.beside;
        self.documents = (self.documents + other.documents).min(2);
    }
}

/// Gathers the names of a source, document by document.
#[derive(Debug, Default)]
pub(crate) struct Calling {
    /// Of the present document: whether a label gives the name.
    names: FxHashMap<String, bool>,
    /// Of the documents before it.
    source: FxHashMap<String, Shown>,
}

impl Calling {
    /// Hears the speakers of a passage.
    pub fn hear(&mut self, speakers: &[String], utterances: &[Utterance]) {
        for speaker in speakers {
            let is_labelled = |utterance: &Utterance| {
                utterance.speaker.as_ref() == Some(speaker)
                    && matches!(utterance.rule, Rule::Label | Rule::Voice)
            };
            match self.names.get_mut(speaker) {
                Some(true) => {}
                Some(labelled) => *labelled = utterances.iter().any(is_labelled),
                None => {
                    self.names
                        .insert(speaker.clone(), utterances.iter().any(is_labelled));
                }
            }
        }
    }

    /// The document has ended.
    pub fn end_document(&mut self) {
        let names: Vec<(String, bool)> = self.names.drain().collect();
        let forms: Vec<Option<Form>> = names.iter().map(|(name, _)| form(name)).collect();
        let labelled: Vec<&Form> = names
            .iter()
            .zip(&forms)
            .filter_map(|((_, labelled), form)| {
                form.as_ref()
                    .filter(|form| *labelled && !form.given.is_empty())
            })
            .collect();
        let surnames: FxHashSet<&str> = labelled.iter().map(|form| form.surname.as_str()).collect();
        let without_suffix: FxHashSet<&str> = forms
            .iter()
            .flatten()
            .filter(|form| form.suffix.is_none())
            .flat_map(|form| form.spellings.iter().map(|spelling| spelling.trim_end()))
            .collect();
        let all_surnames: FxHashSet<&str> = forms
            .iter()
            .flatten()
            .filter(|form| !form.given.is_empty())
            .map(|form| form.surname.as_str())
            .collect();
        let mut shown = Vec::with_capacity(names.len());
        for ((_, is_labelled), form) in names.iter().zip(&forms) {
            let whole = form.as_ref().is_some_and(|form| {
                let is_called_so = *is_labelled
                    && form.given.is_empty()
                    && labelled.len() >= FULL_NAMES
                    && !surnames.contains(&*form.surname);
                let is_beside_another = form.suffix.as_ref().is_some_and(|suffix| {
                    form.spellings.iter().any(|spelling| {
                        let other = spelling.strip_suffix(suffix.as_str());
                        other.is_some_and(|other| without_suffix.contains(other.trim_end()))
                    })
                });
                is_called_so || is_beside_another
            });
            let is_beside =
                |form: &Form| form.given.is_empty() && all_surnames.contains(&*form.surname);
            shown.push(Shown {
                whole,
                beside: form.as_ref().is_some_and(is_beside),
                documents: 1,
            });
        }
        for ((name, _), shown) in names.into_iter().zip(shown) {
            self.source.entry(name).or_default().add(shown);
        }
    }

    /// The names of the whole source, in the order of the alphabet.
    pub fn finish(mut self) -> Vec<Called> {
        self.end_document();
        let mut called: Vec<Called> = self
            .source
            .into_iter()
            .map(|(name, shown)| Called { name, shown })
            .collect();
        called.sort_unstable();
        called
    }
}

#[cfg(test)]
mod tests {
    use super::Calling;
    use crate::document::Utterance;
    use crate::document::rule::Rule;

    fn check(rule: Rule, names: &[&str], whole: &[&str]) {
        let mut calling = Calling::default();
        for name in names {
            let utterance = Utterance {
                speaker: Some((*name).to_owned()),
                rule,
                ..Utterance::default()
            };
            calling.hear(&[(*name).to_owned()], &[utterance]);
        }
        let called = calling.finish();
        let found: Vec<&str> = called
            .iter()
            .filter(|called| called.shown.whole)
            .map(|called| &*called.name)
            .collect();
        assert_eq!(found, whole, "{names:?}");
    }

    #[test]
    fn a_label_of_one_word_among_full_names_is_a_name_of_its_own() {
        check(Rule::Label, &["Jerod Holm", "Adam Berg", "Shaw"], &["Shaw"]);
        check(Rule::Label, &["Jerod Holm", "Adam Berg", "Berg"], &[]);
        check(Rule::Label, &["Jerod Holm", "Shaw"], &[]);
        check(Rule::Label, &["Dahl", "Berg", "Shaw"], &[]);
        check(Rule::Record, &["Jerod Holm", "Adam Berg", "Shaw"], &[]);
        check(Rule::QuoteSaid, &["Jerod Holm", "Adam Berg", "Shaw"], &[]);
    }

    #[test]
    fn father_and_son_in_one_document_are_two() {
        check(
            Rule::QuoteSaid,
            &["Jon Holm", "Jon Holm Jr."],
            &["Jon Holm Jr."],
        );
        check(Rule::QuoteSaid, &["Jon Dahl", "Jon Holm Jr."], &[]);
    }

    #[test]
    fn documents_are_looked_at_one_by_one() {
        let mut calling = Calling::default();
        calling.hear(&["Jon Holm".to_owned()], &[]);
        calling.end_document();
        calling.hear(&["Jon Holm Jr.".to_owned()], &[]);
        assert!(calling.finish().iter().all(|called| !called.shown.whole));
    }
}
