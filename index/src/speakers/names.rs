//! The names that the documents of one source use for their speakers, and what each document shows
//! about them.
//!
//! A name can look like a short form of some full name in another document without being one. A
//! podcast that labels its hosts "Jerod Holm" and "Adam Berg" and a guest "Shaw" uses "Shaw" as the
//! guest's whole name, not as a surname. A story that quotes both Jon Holm and Jon Holm Jr. knows
//! two Holms. Such names are *complete*: they are never short for a longer name, and "Jon Holm" is
//! not short for "Jon Holm Jr.".

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::attribution::name::form::{Form, form};
use crate::document::Utterance;
use crate::document::rule::Rule;

/// A label of one word is a complete name if its document labels at least this many speakers with
/// full names: such a document would have written a full name here too, had it known one.
const FULL_NAMES: usize = 2;

/// A name that a source uses for a speaker. Stored with the source (in the order of the fields).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct SpeakerName {
    /// The name as passages store it.
    pub name: String,
    /// What the documents of the source show about it.
    pub evidence: NameEvidence,
}

/// What documents show about a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct NameEvidence {
    /// Some document shows that the name is complete (see the module's description).
    pub complete: bool,
    /// The user states that it is a person's name: see [`join`](crate::speakers::join::join).
    pub stated: bool,
    /// Some document uses it as a surname next to a full name with that surname.
    pub beside_full_name: bool,
    /// Number of documents that use the name, at most [`MAX_DOCUMENTS`](Self::MAX_DOCUMENTS).
    pub documents: u8,
}

impl NameEvidence {
    /// Counting stops here: no rule asks for more than "one document or several".
    pub const MAX_DOCUMENTS: u8 = 2;

    /// Combines this evidence with that of other documents.
    pub fn add(&mut self, other: NameEvidence) {
        self.complete |= other.complete;
        self.stated |= other.stated;
        self.beside_full_name |= other.beside_full_name;
        self.documents = (self.documents + other.documents).min(Self::MAX_DOCUMENTS);
    }
}

/// A speaker's name as documents use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name<'a> {
    /// The name as the documents write it.
    pub text: &'a str,
    /// What the documents show about it.
    pub evidence: NameEvidence,
}

/// Collects the speakers' names of a source, document by document.
#[derive(Debug, Default)]
pub(crate) struct NameCollector {
    /// The names in the current document, and what gives them.
    document: FxHashMap<String, Given>,
    /// The names in the documents before it.
    source: FxHashMap<String, NameEvidence>,
}

impl NameCollector {
    /// Adds the speakers of a passage of the current document.
    pub fn add_passage(&mut self, speakers: &[String], utterances: &[Utterance]) {
        for speaker in speakers {
            let given = match self.document.get_mut(speaker) {
                // Both are known: no utterance can add anything.
                Some(Given {
                    labelled: true,
                    stated: true,
                }) => continue,
                Some(given) => given,
                None => self.document.entry(speaker.clone()).or_default(),
            };
            let own = utterances.iter();
            for utterance in own.filter(|one| one.speaker.as_ref() == Some(speaker)) {
                given.labelled |= matches!(utterance.rule, Rule::Label | Rule::Voice);
                given.stated |= utterance.rule == Rule::Stated;
            }
        }
    }

    /// Ends the current document: what it shows about its names is added to the source's evidence.
    pub fn end_document(&mut self) {
        let names: Vec<DocumentName> = self.document.drain().map(DocumentName::new).collect();
        let context = DocumentContext::new(&names);
        let evidence: Vec<NameEvidence> = names.iter().map(|name| context.evidence(name)).collect();
        for (name, evidence) in names.into_iter().zip(evidence) {
            self.source.entry(name.text).or_default().add(evidence);
        }
    }

    /// Ends the last document. Returns the names of the whole source in alphabetical order.
    pub fn finish(mut self) -> Vec<SpeakerName> {
        self.end_document();
        let source = self.source.into_iter();
        let mut names: Vec<SpeakerName> = source
            .map(|(name, evidence)| SpeakerName { name, evidence })
            .collect();
        names.sort_unstable();
        names
    }
}

/// What gives a name in a document.
#[derive(Clone, Copy, Debug, Default)]
struct Given {
    /// A speaker's label.
    labelled: bool,
    /// The user.
    stated: bool,
}

/// A name in the current document.
struct DocumentName {
    text: String,
    given: Given,
    /// `None` if it is not plainly the name of one person.
    form: Option<Form>,
}

impl DocumentName {
    fn new((text, given): (String, Given)) -> DocumentName {
        DocumentName {
            form: form(&text),
            text,
            given,
        }
    }
}

/// What all names of one document tell about each of them.
struct DocumentContext<'d> {
    /// Number of speaker labels with a full name.
    labelled_full_names: usize,
    /// Surnames of the full names in labels.
    labelled_surnames: FxHashSet<&'d str>,
    /// Surnames of all full names.
    surnames: FxHashSet<&'d str>,
    /// Spellings of all names that have no "Jr." or the like.
    spellings_without_suffix: FxHashSet<&'d str>,
}

impl<'d> DocumentContext<'d> {
    fn new(names: &'d [DocumentName]) -> DocumentContext<'d> {
        let mut context = DocumentContext {
            labelled_full_names: 0,
            labelled_surnames: FxHashSet::default(),
            surnames: FxHashSet::default(),
            spellings_without_suffix: FxHashSet::default(),
        };
        for name in names {
            let Some(form) = &name.form else { continue };
            let is_full = !form.given.is_empty();
            if is_full && name.given.labelled {
                context.labelled_full_names += 1;
                context.labelled_surnames.insert(&form.surname);
            }
            if is_full {
                context.surnames.insert(&form.surname);
            }
            if form.suffix.is_none() {
                let spellings = form.spellings.iter().map(|spelling| spelling.trim_end());
                context.spellings_without_suffix.extend(spellings);
            }
        }
        context
    }

    /// What the document shows about one of its names.
    fn evidence(&self, name: &DocumentName) -> NameEvidence {
        let mut evidence = NameEvidence {
            documents: 1,
            stated: name.given.stated,
            ..NameEvidence::default()
        };
        if let Some(form) = &name.form {
            let is_whole_label = name.given.labelled && self.is_whole_label(form);
            evidence.complete = is_whole_label || self.has_namesake_without_suffix(form);
            evidence.beside_full_name =
                form.given.is_empty() && self.surnames.contains(&*form.surname);
        }
        evidence
    }

    /// Whether a label is all that its speaker is called, not the surname of a longer name.
    fn is_whole_label(&self, form: &Form) -> bool {
        form.given.is_empty()
            && self.labelled_full_names >= FULL_NAMES
            && !self.labelled_surnames.contains(&*form.surname)
    }

    /// Whether the document names both "Jon Holm Jr." (this name) and "Jon Holm".
    fn has_namesake_without_suffix(&self, form: &Form) -> bool {
        let Some(suffix) = &form.suffix else {
            return false;
        };
        form.spellings.iter().any(|spelling| {
            let namesake = spelling.strip_suffix(suffix.as_str()).map(str::trim_end);
            namesake.is_some_and(|namesake| self.spellings_without_suffix.contains(namesake))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::NameCollector;
    use crate::document::Utterance;
    use crate::document::rule::Rule;

    /// Checks which of the names in one document are complete.
    fn check(rule: Rule, labels: &[&str], complete: &[&str]) {
        let mut collector = NameCollector::default();
        for name in labels {
            let utterance = Utterance {
                speaker: Some((*name).to_owned()),
                rule,
                ..Utterance::default()
            };
            collector.add_passage(&[(*name).to_owned()], &[utterance]);
        }
        let names = collector.finish();
        let found: Vec<&str> = names
            .iter()
            .filter(|name| name.evidence.complete)
            .map(|name| &*name.name)
            .collect();
        assert_eq!(found, complete, "{labels:?}");
    }

    #[test]
    fn a_label_of_one_word_among_full_names_is_complete() {
        check(Rule::Label, &["Jerod Holm", "Adam Berg", "Shaw"], &["Shaw"]);
        check(Rule::Label, &["Jerod Holm", "Adam Berg", "Berg"], &[]);
        check(Rule::Label, &["Jerod Holm", "Shaw"], &[]);
        check(Rule::Label, &["Dahl", "Berg", "Shaw"], &[]);
        check(Rule::Record, &["Jerod Holm", "Adam Berg", "Shaw"], &[]);
        check(Rule::QuoteSaid, &["Jerod Holm", "Adam Berg", "Shaw"], &[]);
    }

    #[test]
    fn father_and_son_in_one_document_are_two_people() {
        check(
            Rule::QuoteSaid,
            &["Jon Holm", "Jon Holm Jr."],
            &["Jon Holm Jr."],
        );
        check(Rule::QuoteSaid, &["Jon Dahl", "Jon Holm Jr."], &[]);
    }

    #[test]
    fn each_document_is_judged_by_itself() {
        let mut collector = NameCollector::default();
        collector.add_passage(&["Jon Holm".to_owned()], &[]);
        collector.end_document();
        collector.add_passage(&["Jon Holm Jr.".to_owned()], &[]);
        assert!(
            collector
                .finish()
                .iter()
                .all(|name| !name.evidence.complete)
        );
    }
}
