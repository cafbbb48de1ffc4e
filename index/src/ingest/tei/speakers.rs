//! Who the identifiers in `who` attributes are.
//!
//! A person's name is, in this order: the name in the file's header, the longest label of any
//! speech with the same identifier, the label of the speech itself, the bare identifier.

use std::collections::HashMap;

/// Who gives a speech, as the markup says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speaker {
    /// The identifiers of the persons. Several if they speak together, none if only a label is
    /// known.
    pub ids: Vec<String>,
    /// The label above or before the speech. Empty if it has none.
    pub label: String,
}

/// The persons of a file: their names in the header, and their labels in the text.
#[derive(Default)]
pub struct Speakers {
    names: HashMap<String, String>,
    longest_labels: HashMap<String, String>,
}

impl Speakers {
    /// Whether the header has named this person.
    pub fn has_name(&self, id: &str) -> bool {
        self.names.contains_key(id)
    }

    /// Gives a person the name in the header, replacing an earlier one.
    pub fn set_name(&mut self, id: String, name: String) {
        self.names.insert(id, name);
    }

    /// Gives a person the name in the header, unless there is one already.
    pub fn add_name(&mut self, id: String, name: String) {
        self.names.entry(id).or_insert(name);
    }

    /// Remembers the label of a speech. With several speakers it is nobody's own label.
    pub fn add_label(&mut self, ids: &[String], label: &str) {
        if let [id] = ids
            && !label.is_empty()
        {
            let longest = self.longest_labels.entry(id.clone()).or_default();
            if label.len() > longest.len() {
                label.clone_into(longest);
            }
        }
    }

    /// The names of the speaker. Empty if neither an identifier nor a label is known.
    ///
    /// Ask when the whole file has been read: a later label may be longer.
    pub fn names_of(&self, speaker: Speaker) -> Vec<String> {
        let known = |id: &String| {
            let name = self.names.get(id);
            name.or_else(|| self.longest_labels.get(id)).cloned()
        };
        let mut names: Vec<String> = speaker.ids.iter().filter_map(known).collect();
        names.dedup();
        if !names.is_empty() {
            names
        } else if speaker.label.is_empty() {
            speaker.ids
        } else {
            vec![speaker.label]
        }
    }
}
