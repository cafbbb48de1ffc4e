//! The elements of the old Hansard: `<p><member>Mr. Berg</member><membercontribution>: I rise.</membercontribution></p>`.
//!
//! A contribution is spoken by the member who was named last in its section: a paragraph without a `<member>` goes on with what they
//! say. What stands outside a contribution is nobody's speech: the number of a question, what the House did. Sections
//! bear their titles; the names of constituencies and the numbers of columns are left out.
//!
//! Format: the XML of the digitised Commons and Lords Hansard, 1803 to 2005.

use quick_xml::events::BytesStart;

use crate::ingest::block::{Part, squeeze};
use crate::ingest::date::day;
use crate::ingest::tei::walk::{Division, Reading, Speech, Use};
use crate::ingest::xml::attribute;
use crate::text::label::name::without_titles;

/// The element that holds what a member says.
pub const CONTRIBUTION: &str = "membercontribution";

/// A contribution without the colon that parts it from the member's name.
pub fn contribution(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == ':')
}

/// The person of a member's label: "The Minister of Ports (Mr. Karl Holm)" is Karl Holm. A title before a surname alone stays: it may
/// be all that tells two members apart.
fn person(label: &str) -> String {
    let label = label.trim_end_matches([':', ',', ';', ' ']);
    let titled = |name: &str| !name.starts_with("The ") && without_titles(name) != name;
    let named = match label.split_once('(') {
        Some((office, behind)) => {
            let (inner, office) = (behind.trim_end_matches(')').trim(), office.trim());
            if titled(inner) {
                inner
            } else if titled(office) {
                office
            } else {
                label
            }
        }
        None => label,
    };
    let bare = without_titles(named);
    let full = bare.split_whitespace().count() > 1;
    if full { bare } else { named }.to_owned()
}

impl Reading<'_> {
    /// An element begins. Gives what the text in it is for, and the division that it is.
    pub(super) fn hansard(
        &mut self,
        element: &BytesStart<'_>,
        name: &str,
    ) -> (Use, Option<Division>) {
        let parent = self.what();
        match name {
            "section" | "oralquestions" | "department" | "group" | "debates" | "writtenanswers" => {
                self.flush();
                self.floor = None;
                let division = Division {
                    headed: true,
                    ..Division::default()
                };
                return (Use::Nothing, Some(division));
            }
            "title" => {
                self.floor = None;
                self.head();
            }
            "date" => {
                let date = attribute(element, "format").and_then(|date| day(&date));
                self.page.date = self.page.date.take().or(date);
                return (Use::Nothing, None);
            }
            "member" => {
                self.flush_number();
                self.header_text.clear();
                return (Use::Label, None);
            }
            "memberconstituency" | "col" | "image" => return (Use::Nothing, None),
            CONTRIBUTION => {
                self.flush_number();
                self.speech = self.floor.take();
            }
            "p" | "quote" | "blockquote" | "li" | "caption" => self.flush(),
            "tr" => {
                self.flush();
                self.current.part = Part::Plain;
            }
            "td" | "th" => self.line_ends = true,
            "br" => {
                self.line_ends = true;
                return (parent, None);
            }
            // A part of a line, or of the volume's own description.
            _ => return (parent, None),
        }
        (Use::Shown, None)
    }

    /// An element has ended.
    pub(super) fn hansard_closed(&mut self, name: &str) {
        match name {
            "member" => {
                let label = person(&squeeze(&self.header_text));
                self.floor = (!label.is_empty()).then(|| Speech {
                    label,
                    ..Speech::default()
                });
            }
            CONTRIBUTION => {
                self.flush();
                self.floor = self.speech.take();
            }
            "p" | "quote" | "blockquote" | "li" | "caption" | "tr" | "title" => self.flush(),
            _ => {}
        }
    }

    /// Ends the block before a member's name or words. The number of a question is no paragraph.
    fn flush_number(&mut self) {
        if !self.current.text.contains(char::is_alphabetic) {
            self.current.text.clear();
        }
        self.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::person;

    #[test]
    fn a_person_is_known_by_the_name_and_a_surname_by_its_title() {
        for (label, expected) in [
            ("Mrs. Anna Berg", "Anna Berg"),
            ("Mrs. Berg:", "Mrs. Berg"),
            ("The Minister of Ports (Mr. Karl Holm)", "Karl Holm"),
            ("The Minister of Ports (Mr. Holm)", "Mr. Holm"),
            ("The Minister (Karl Holm)", "Minister (Karl Holm)"),
            ("Mr. Berg (Norhaven)", "Mr. Berg"),
            ("Hon. Members", "Hon. Members"),
            ("The Attorney-General", "The Attorney-General"),
        ] {
            assert_eq!(person(label), expected);
        }
    }
}
