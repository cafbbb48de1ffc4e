//! The elements of TEI, ParlaMint, Akoma Ntoso and publicwhip files.
//!
//! Each `<sp>`, `<u>`, `<speech>` and the like is one turn. Divisions are sections. Stage
//! directions and notes are paragraphs of their own.

use quick_xml::events::BytesStart;

use crate::ingest::block::{Part, squeeze};
use crate::ingest::lang;
use crate::ingest::tei::elements::{Role, closes_block, role};
use crate::ingest::tei::speakers::Speaker;
use crate::ingest::tei::transcript::{Division, Open, Purpose, Speech, Transcript};
use crate::ingest::xml::attribute;

/// Where in a file of speeches the reader is.
#[derive(Default)]
pub struct SpeechReader {
    /// The identifier of the person whose entry in the header is open.
    person: Option<String>,
    /// The label of a note that says who speaks next.
    announced: String,
}

impl SpeechReader {
    /// An element begins. Returns what its text is used for, and the division that it is.
    pub fn start(
        &mut self,
        transcript: &mut Transcript<'_>,
        element: &BytesStart<'_>,
        name: &str,
    ) -> (Purpose, Option<Division>) {
        let parent = transcript.purpose();
        if let Some(purpose) = self.start_metadata(transcript, element, name) {
            (purpose, None)
        } else if parent == Purpose::Skipped {
            (parent, None)
        } else {
            self.start_content(transcript, element, name)
        }
    }

    /// An element of the header, or one that is metadata wherever it is. `None`: it is neither.
    fn start_metadata(
        &mut self,
        transcript: &mut Transcript<'_>,
        element: &BytesStart<'_>,
        name: &str,
    ) -> Option<Purpose> {
        let parent = transcript.purpose();
        let in_header = parent == Purpose::Skipped;
        let date_wanted = transcript.page.date.is_none();
        match name {
            "sic" | "orig"
                if transcript
                    .open
                    .last()
                    .is_some_and(|open| open.name == "choice") =>
            {
                return Some(Purpose::Skipped);
            }
            "title"
                if in_header
                    && transcript.is_in("titleStmt")
                    && transcript.page.title.is_none() =>
            {
                transcript.side_text.clear();
                return Some(Purpose::Title);
            }
            "person" | "personGrp" | "org" => {
                self.person = attribute(element, "id");
                transcript.side_text.clear();
            }
            "TLCPerson" | "TLCRole" | "TLCOrganization" => {
                let id = attribute(element, "eId").or_else(|| attribute(element, "id"));
                if let (Some(id), Some(shown)) = (id, attribute(element, "showAs")) {
                    transcript.speakers.set_name(id, squeeze(&shown));
                }
            }
            "persName" | "orgName" | "name" if in_header && self.wants_name(transcript) => {
                transcript.side_text.clear();
                return Some(Purpose::Name);
            }
            // Of all dates in the header, only that of the sitting or the performance is the day
            // on which the words were spoken.
            "date"
                if in_header
                    && date_wanted
                    && (transcript.is_in("setting") || transcript.is_in("settingDesc")) =>
            {
                transcript.page.date = transcript.date(attribute(element, "when"));
            }
            "FRBRdate" if date_wanted => {
                transcript.page.date = transcript.date(attribute(element, "date"));
            }
            _ if transcript.page.lang.is_none() && role(name) == Some(Role::Root) => {
                transcript.page.lang =
                    attribute(element, "lang").and_then(|code| lang::given(&code));
            }
            _ => return None,
        }
        Some(parent)
    }

    /// Whether the person whose entry is open has no name yet.
    fn wants_name(&self, transcript: &Transcript<'_>) -> bool {
        self.person
            .as_ref()
            .is_some_and(|id| !transcript.speakers.has_name(id))
    }

    /// An element of the text.
    fn start_content(
        &mut self,
        transcript: &mut Transcript<'_>,
        element: &BytesStart<'_>,
        name: &str,
    ) -> (Purpose, Option<Division>) {
        let parent = transcript.purpose();
        let Some(role) = role(name) else {
            return (parent, None);
        };
        let names_speaker = match role {
            Role::Label => transcript.speech.is_some(),
            Role::Stage => {
                name == "note" && attribute(element, "type").as_deref() == Some("speaker")
            }
            _ => false,
        };
        if names_speaker {
            transcript.end_block();
            transcript.side_text.clear();
            return (Purpose::Label, None);
        }
        match role {
            Role::Root | Role::Label => {}
            Role::Skipped => return (Purpose::Skipped, None),
            Role::Division | Role::OuterDivision => {
                transcript.end_block();
                let division = division(transcript, element, role == Role::OuterDivision);
                return (parent, Some(division));
            }
            Role::Heading => {
                let in_list = transcript.is_in("castList") || transcript.is_in("list");
                transcript.begin_heading(in_list);
            }
            Role::MajorHeading => begin_block(transcript, Part::Heading(1)),
            Role::MinorHeading => begin_block(transcript, Part::Heading(2)),
            Role::Speech => {
                transcript.end_block();
                self.begin_speech(transcript, element);
            }
            Role::Stage => begin_block(transcript, Part::Stage),
            Role::FrontMatter => begin_block(transcript, Part::Plain),
            Role::Paragraph => transcript.end_block(),
            Role::Line => transcript.line_ends = true,
        }
        (parent, None)
    }

    fn begin_speech(&mut self, transcript: &mut Transcript<'_>, element: &BytesStart<'_>) {
        // TEI has `who`, Akoma Ntoso `by`, publicwhip one of the others.
        let who = ["who", "by", "person_id", "speakerid"]
            .iter()
            .find_map(|key| attribute(element, key))
            .unwrap_or_default();
        let ids: Vec<String> = who
            .split_whitespace()
            .map(|id| id.rsplit('#').next().unwrap_or(id).to_owned())
            .filter(|id| !id.is_empty())
            .collect();
        let announced = std::mem::take(&mut self.announced);
        let label = attribute(element, "speakername").map_or(announced, |name| squeeze(&name));
        transcript.speakers.add_label(&ids, &label);
        transcript.speech = Some(Speech {
            speaker: Speaker { ids, label },
            begun: false,
        });
    }

    /// An element has ended.
    pub fn close(&mut self, transcript: &mut Transcript<'_>, open: &Open) {
        let name = open.name.as_str();
        match (open.purpose, name) {
            (Purpose::Title, "title") => {
                let title = squeeze(&transcript.side_text);
                transcript.page.title = Some(title).filter(|title| !title.is_empty());
            }
            (Purpose::Name, "persName" | "orgName" | "name") => {
                let name = squeeze(&transcript.side_text);
                if let Some(id) = self.person.clone().filter(|_| !name.is_empty()) {
                    transcript.speakers.add_name(id, name);
                }
            }
            // Between a surname and a forename.
            (Purpose::Name, _) => transcript.side_text.push(' '),
            (Purpose::Label, "speaker" | "from" | "note") => self.close_label(transcript, name),
            (Purpose::Skipped, "person" | "personGrp" | "org") => self.person = None,
            (Purpose::Skipped, _) => {}
            _ if role(name) == Some(Role::Speech) => {
                transcript.end_block();
                transcript.speech = None;
            }
            _ if closes_block(name) => transcript.end_block(),
            _ => {}
        }
    }

    fn close_label(&mut self, transcript: &mut Transcript<'_>, name: &str) {
        let label = squeeze(&transcript.side_text);
        let label = label.trim_end_matches(['.', ':', ',', ';', ' ']);
        match transcript.speech.as_mut().filter(|_| name != "note") {
            Some(speech) => {
                transcript.speakers.add_label(&speech.speaker.ids, label);
                if speech.speaker.label.is_empty() {
                    label.clone_into(&mut speech.speaker.label);
                }
            }
            None => {
                // "Anna Berg (Greens):" names her party, too.
                let name = label.split(" (").next().unwrap_or(label);
                name.clone_into(&mut self.announced);
            }
        }
    }
}

fn begin_block(transcript: &mut Transcript<'_>, part: Part) {
    transcript.end_block();
    transcript.current.part = part;
}

fn division(transcript: &mut Transcript<'_>, element: &BytesStart<'_>, outer: bool) -> Division {
    let kind = attribute(element, "type").unwrap_or_default();
    let count = transcript.innermost_division().map_or(1, |parent| {
        let count = parent.types.entry(kind.clone()).or_default();
        *count += 1;
        *count
    });
    Division {
        number: attribute(element, "n").unwrap_or_else(|| count.to_string()),
        // A division without a type has no name that could be its heading.
        headed: outer || kind.is_empty(),
        outer,
        kind,
        ..Division::default()
    }
}
