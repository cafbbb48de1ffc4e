//! Groups of consecutive passages with the same document, path, section, date and language.

use crate::hit::Passage;

/// Finds out which group each passage belongs to. The passages must be written to one segment, one
/// directly after the other.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// The first passage of the current group, without its texts.
    pub(super) first: Option<Passage>,
    /// Number of passages in the group after the first.
    after_first: u32,
}

impl Groups {
    /// The distance in records from the next passage back to the first one of its group. 0 if it
    /// starts a group.
    pub(super) fn distance(&mut self, passage: &Passage) -> u32 {
        match &self.first {
            Some(first) if is_same_group(first, passage) => self.after_first += 1,
            _ => {
                self.after_first = 0;
                self.first = Some(Passage {
                    id: passage.id.clone(),
                    doc: passage.doc.clone(),
                    path: passage.path.clone(),
                    place: passage.place,
                    span: passage.span.clone(),
                    section: passage.section.clone(),
                    section_number: passage.section_number,
                    date: passage.date.clone(),
                    lang: passage.lang.clone(),
                    ..Passage::default()
                });
            }
        }
        self.after_first
    }
}

fn is_same_group(one: &Passage, other: &Passage) -> bool {
    one.id.document == other.id.document
        && one.section_number == other.section_number
        && one.section == other.section
        && one.date == other.date
        && one.lang == other.lang
        && one.doc == other.doc
        && one.path == other.path
}
