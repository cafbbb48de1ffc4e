//! The elements of the historic Hansard:
//! `<p><member>Mr. Berg</member><membercontribution>: I rise.</membercontribution></p>`.
//!
//! The speaker of a contribution is the last `<member>` of its section, so a paragraph without one
//! continues the same member's speech. Text outside contributions is nobody's speech: the number of
//! a question, what the House did. Constituencies and column numbers are skipped.
//!
//! Format: the XML of the digitised Commons and Lords Hansard, 1803 to 2005,
//! <https://www.hansard-archive.parliament.uk/>.

use quick_xml::events::BytesStart;

use crate::ingest::block::{Part, squeeze};
use crate::ingest::tei::speakers::Speaker;
use crate::ingest::tei::transcript::{Division, Purpose, Speech, Transcript};
use crate::ingest::xml::attribute;
use crate::text::label::name::without_titles;
use crate::text::word_list::WordList;

/// The root element of a file.
pub const ROOT: &str = "hansard";

/// The element that holds what a member says.
const CONTRIBUTION: &str = "membercontribution";

static SECTIONS: WordList = WordList::new(include_str!("lists/hansard_sections.txt"));
static PARAGRAPHS: WordList = WordList::new(include_str!("lists/hansard_paragraphs.txt"));

/// Where in a file of the historic Hansard the reader is.
#[derive(Default)]
pub struct HansardReader {
    /// The speech of the last member named in this section, while no contribution is open.
    floor: Option<Speech>,
}

impl HansardReader {
    /// An element begins. Returns what its text is used for, and the division that it is.
    pub fn start(
        &mut self,
        transcript: &mut Transcript<'_>,
        element: &BytesStart<'_>,
        name: &str,
    ) -> (Purpose, Option<Division>) {
        let parent = transcript.purpose();
        match name {
            "title" => {
                self.floor = None;
                let in_list = transcript.is_in("castList") || transcript.is_in("list");
                transcript.begin_heading(in_list);
            }
            "date" => {
                let date = transcript.date(attribute(element, "format"));
                transcript.page.date = transcript.page.date.take().or(date);
                return (Purpose::Skipped, None);
            }
            "member" => {
                end_question_number(transcript);
                transcript.side_text.clear();
                return (Purpose::Label, None);
            }
            "memberconstituency" | "col" | "image" => return (Purpose::Skipped, None),
            CONTRIBUTION => {
                end_question_number(transcript);
                transcript.speech = self.floor.take();
            }
            "tr" => {
                transcript.end_block();
                transcript.current.part = Part::Plain;
            }
            "td" | "th" => transcript.line_ends = true,
            "br" => {
                transcript.line_ends = true;
                return (parent, None);
            }
            _ if SECTIONS.contains(name) => {
                transcript.end_block();
                self.floor = None;
                let division = Division {
                    headed: true,
                    ..Division::default()
                };
                return (Purpose::Skipped, Some(division));
            }
            _ if PARAGRAPHS.contains(name) => transcript.end_block(),
            // Part of a line, or of the description of the volume.
            _ => return (parent, None),
        }
        (Purpose::Shown, None)
    }

    /// An element of this name has ended.
    pub fn close(&mut self, transcript: &mut Transcript<'_>, name: &str) {
        match name {
            "member" => {
                let label = person(&squeeze(&transcript.side_text));
                self.floor = (!label.is_empty()).then(|| Speech {
                    speaker: Speaker {
                        label,
                        ..Speaker::default()
                    },
                    ..Speech::default()
                });
            }
            CONTRIBUTION => {
                transcript.end_block();
                self.floor = transcript.speech.take();
            }
            "tr" | "title" => transcript.end_block(),
            _ if PARAGRAPHS.contains(name) => transcript.end_block(),
            _ => {}
        }
    }
}

/// A text without white space at its start and, at the start of a contribution, without the colon
/// that separates it from the member's name.
pub fn bare<'t>(transcript: &Transcript<'_>, text: &'t str) -> &'t str {
    if transcript.current.text.is_empty() && transcript.is_in(CONTRIBUTION) {
        text.trim_start_matches(|c: char| c.is_whitespace() || c == ':')
    } else {
        text.trim_start()
    }
}

/// Ends the block before a member's name or words. The number of a question is not a paragraph.
fn end_question_number(transcript: &mut Transcript<'_>) {
    if !transcript.current.text.contains(char::is_alphabetic) {
        transcript.current.text.clear();
    }
    transcript.end_block();
}

/// The name in a member's label: "Karl Holm" in "The Minister of Ports (Mr. Karl Holm)".
///
/// A title before a mere surname stays: it may be all that distinguishes two members.
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
