//! The elements of the old Hansard: `<p><member>Mr. Berg</member><membercontribution>: I rise.</membercontribution></p>`.
//!
//! A contribution is spoken by the member who was named last in its section: a paragraph without a `<member>` goes on with what they
//! say. What stands outside a contribution is nobody's speech: the number of a question, what the House did. Sections
//! bear their titles; the names of constituencies and the numbers of columns are left out.
//!
//! Format: the XML of the digitised Commons and Lords Hansard, 1803 to 2005.

use quick_xml::events::BytesStart;

use crate::ingest::block::Part;
use crate::ingest::date::day;
use crate::ingest::tei::walk::{Division, Reading, Speech, Use};
use crate::ingest::xml::attribute;

/// The element that holds what a member says.
pub const CONTRIBUTION: &str = "membercontribution";

/// A contribution without the colon that parts it from the member's name.
pub fn contribution(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == ':')
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
                let label = self.header_text.split_whitespace().collect::<Vec<_>>();
                let label = label.join(" ");
                let label = label.trim_end_matches([':', ',', ';', ' ']).to_owned();
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
