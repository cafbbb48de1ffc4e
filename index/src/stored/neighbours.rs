//! What passages share that stand one behind the other, and which of them holds it.

use crate::hit::Passage;

/// Passages of one source that are written into one segment one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Neighbours {
    /// The last that what is shared was written with, without its own words.
    pub(super) first: Option<Passage>,
    /// How many were written since.
    since: u32,
}

impl Neighbours {
    /// How far before the next passage the one stands that what it shares was written with. 0 if it is to be written with itself.
    pub(super) fn distance(&mut self, passage: &Passage) -> u32 {
        match &self.first {
            Some(first) if share(first, passage) => self.since += 1,
            _ => {
                self.since = 0;
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
        self.since
    }
}

fn share(one: &Passage, other: &Passage) -> bool {
    one.id.document == other.id.document
        && one.section_number == other.section_number
        && one.section == other.section
        && one.date == other.date
        && one.lang == other.lang
        && one.doc == other.doc
        && one.path == other.path
}
