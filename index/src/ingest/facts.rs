//! Completes documents by what is known besides their texts: what the user states, the date in the
//! name of the file, the days of datelines, and the last time stamp before each paragraph.
//!
//! A date that a record or dateline gives stays as it is: what is stated and what the name says are
//! about the document as a whole.

use std::path::Path;
use std::sync::Arc;

use crate::document::fact::{Fact, FactKind, Origin};
use crate::document::{Document, Kind};
use crate::error::Result;
use crate::facts::date;
use crate::facts::dateline::day;
use crate::facts::matching::date_of;
use crate::facts::stated::StatedFacts;
use crate::ingest::lang;
use crate::ingest::sink::{Problem, Sink};
use crate::text::boilerplate::dateline;

/// Passes documents to another sink, with all that is known about them.
pub struct FactsSink<'s> {
    sink: &'s mut dyn Sink,
    stated: Arc<StatedFacts>,
    /// The date in the name of the file.
    of_name: Option<String>,
    /// The key of the last document: its next part continues it.
    key: Option<Option<String>>,
    /// The last time stamp in the document so far.
    last_ms: Option<u64>,
    /// The day of the last dateline, and the number of the story that it is in.
    story: Option<(u32, String)>,
    /// Problems of which only the first is passed on, after that one.
    unreported: u64,
    reported: bool,
}

impl<'s> FactsSink<'s> {
    /// For the documents of the file at `path`.
    pub fn new(sink: &'s mut dyn Sink, path: &Path, stated: Arc<StatedFacts>) -> Self {
        let name = path.file_name();
        Self {
            sink,
            stated,
            of_name: name.and_then(|name| date_of_name(&name.to_string_lossy())),
            key: None,
            last_ms: None,
            story: None,
            unreported: 0,
            reported: false,
        }
    }

    /// Reports how many problems were not passed on. Call it after the last document.
    pub fn finish(self) {
        if self.unreported > 0 {
            let dates = if self.unreported == 1 {
                "date"
            } else {
                "dates"
            };
            let message = format!("{} more {dates} not understood; left out", self.unreported);
            self.sink.problem(Problem {
                message,
                ..Problem::default()
            });
        }
    }

    fn complete(&mut self, document: &mut Document) {
        if self.key.as_ref() != Some(&document.key) {
            self.key = Some(document.key.clone());
            self.last_ms = None;
            self.story = None;
        }
        self.date(document);
        self.datelines(document);
        self.times(document);
        if let Some(fact) = self.stated.get(FactKind::Title) {
            document.title = Some(fact.value.clone());
            let first = document.paragraphs.first_mut();
            if let Some(first) = first.filter(|first| first.title.is_none()) {
                first.title = Some(fact.value.clone());
            }
        }
        if let Some(lang) = self.stated.value(FactKind::Lang).and_then(lang::given) {
            document.lang = Some(lang);
        }
        if let Some(section) = self.stated.value(FactKind::Section) {
            for one in &mut document.sections {
                one.path.insert(0, section.to_owned());
                one.number = 1;
                one.titled = true;
            }
        }
        for fact in self.stated.facts() {
            if fact.kind != FactKind::Role {
                document.facts.retain(|known| known.kind != fact.kind);
            }
            document.facts.push(fact.clone());
        }
    }

    /// Sets the stated date, or the one in the name if the document has none.
    fn date(&self, document: &mut Document) {
        let own = document
            .facts
            .iter()
            .find(|fact| fact.kind == FactKind::Date);
        let own = own.map(|fact| fact.value.clone());
        let dates = document
            .paragraphs
            .iter()
            .filter_map(|one| one.date.as_ref());
        let (first, last) = (dates.clone().min().cloned(), dates.max().cloned());
        let stated = self.stated.value(FactKind::Date);
        if let Some(stated) = stated {
            for paragraph in &mut document.paragraphs {
                if paragraph.date == own {
                    paragraph.date = Some(stated.to_owned());
                }
            }
        } else if let Some(first) = first {
            if own.is_none() {
                let last = last.filter(|last| *last != first);
                document
                    .facts
                    .extend([Some(first), last].into_iter().flatten().map(|value| Fact {
                        kind: FactKind::Date,
                        value,
                        origin: Origin::Record,
                    }));
            }
        } else if let Some(date) = &self.of_name {
            for paragraph in &mut document.paragraphs {
                paragraph.date = Some(date.clone());
            }
            document.facts.push(Fact {
                kind: FactKind::Date,
                value: date.clone(),
                origin: Origin::FileName,
            });
        }
    }

    /// Dates stories by the days in their datelines, where the date of the document is exact.
    fn datelines(&mut self, document: &mut Document) {
        for paragraph in &mut document.paragraphs {
            let Some(section) = document.sections.get(paragraph.section) else {
                continue;
            };
            let Some(date) = &paragraph.date else {
                continue;
            };
            if paragraph.kind == Kind::Body
                && paragraph.text.contains(',')
                && let Some(dateline) = dateline(&paragraph.text)
                && let Ok(Some(date)) = date::read(date)
                && let Some(day) = date.exact().and_then(|date| day(dateline.text, date))
            {
                self.story = Some((section.number, day.to_string()));
            }
            if let Some((number, day)) = &self.story
                && *number == section.number
            {
                paragraph.date = Some(day.clone());
            }
        }
    }

    /// Notes the last time stamp before each paragraph that has none of its own.
    fn times(&mut self, document: &mut Document) {
        for paragraph in &mut document.paragraphs {
            match paragraph.start_ms {
                Some(ms) => self.last_ms = Some(ms),
                None => paragraph.after_ms = self.last_ms,
            }
        }
    }
}

impl Sink for FactsSink<'_> {
    fn document(&mut self, mut document: Document) -> Result<()> {
        self.complete(&mut document);
        self.sink.document(document)
    }

    fn problem(&mut self, problem: Problem) {
        if problem.first_only && std::mem::replace(&mut self.reported, true) {
            self.unreported += 1;
        } else {
            self.sink.problem(problem);
        }
    }
}

/// The whole date in the name of a file: "2024-03-11-council.txt", "20240311.txt", "Interview 5
/// March 2024.txt". A year or month alone may be anything ("2001-a-space-odyssey").
fn date_of_name(name: &str) -> Option<String> {
    of_numbers(name).or_else(|| of_words(name))
}

fn of_numbers(name: &str) -> Option<String> {
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts = (0..bytes.len()).filter(|at| digit(*at) && (*at == 0 || !digit(at - 1)));
    starts
        .flat_map(|at| ["YYYY-MM-DD".len(), "YYYYMMDD".len()].map(|length| (at, at + length)))
        .filter(|(_, end)| !digit(*end) && digit(end - 1))
        .filter_map(|(at, end)| name.get(at..end))
        .find_map(|found| {
            let separators: Vec<char> = found.chars().filter(|c| !c.is_ascii_digit()).collect();
            let is_date = match separators[..] {
                [] => found.len() == 8,
                [one, other] => one == other && matches!(one, '-' | '_' | '.'),
                _ => false,
            };
            is_date.then(|| date_of(found)).flatten()
        })
        .map(|date| date.to_string())
}

/// Three words in a row, one of which is the name of a month.
fn of_words(name: &str) -> Option<String> {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(3).find_map(|three| {
        // "2024" alone, "05" alone: without a month by name, order and separators would matter.
        let is_named = three
            .iter()
            .any(|word| word.chars().all(char::is_alphabetic));
        let date = is_named.then(|| date_of(&three.join(" "))).flatten()?;
        Some(date.to_string())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::date_of_name;
    use crate::document::fact::{FactKind, Form, Origin};
    use crate::document::{Document, Kind};
    use crate::facts::stated::StatedFacts;
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::ingest::testing::{collected, document};
    use crate::options::ReadOptions;

    #[test]
    fn a_whole_date_is_found_in_a_name() {
        let check = |name, expected: Option<&str>| {
            assert_eq!(date_of_name(name).as_deref(), expected, "{name}")
        };
        check("2024-03-11-council.txt", Some("2024-03-11"));
        check("debates2024-03-11a.xml", Some("2024-03-11"));
        check("talk_2024_03_11.md", Some("2024-03-11"));
        check("2024.03.11.srt", Some("2024-03-11"));
        check("20240311.txt", Some("2024-03-11"));
        check("20240311-x.txt", Some("2024-03-11"));
        check("31.01.2025.txt", Some("2025-01-31"));
        check("Interview 5 March 2024.txt", Some("2024-03-05"));
        check("march-5-2024_hearing.txt", Some("2024-03-05"));
        check("Sitzung 5. März 2024.txt", Some("2024-03-05"));
        check("1790-Washington-1.txt", None);
        check("2024-13-11.txt", None);
        check("2024-02-31.txt", None);
        check("12024-03-115.txt", None);
        check("05-03-2024.txt", None);
        check("10042024.txt", None);
        check("March 2024.txt", None);
        check("é2024-03-1é.txt", None);
    }

    #[test]
    fn only_the_first_date_that_is_not_understood_is_reported() {
        let line = |date: &str| format!("{{\"text\": \"The bell rang.\", \"date\": \"{date}\"}}\n");
        let text = [
            line("soon"),
            line("2024-03-05"),
            line("later"),
            line("never"),
        ]
        .concat();
        let found = collected("a.jsonl", &text);
        let problems: Vec<String> = found.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].starts_with("line 1: date `soon` is not understood"));
        assert_eq!(problems[1], "2 more dates not understood; left out");
        assert_eq!(found.documents[0].paragraphs.len(), 4);
    }

    #[test]
    fn a_paragraph_without_a_stamp_comes_after_the_last_one() {
        let talk = document(
            "a.txt",
            "It rains.\n\n[00:00:10] ANNA: The harbour is full.\n\nOf silt.\n\n[00:01:00] KARL: Yes.\n",
        );
        let times: Vec<_> = talk
            .paragraphs
            .iter()
            .map(|p| (p.start_ms, p.after_ms))
            .collect();
        assert_eq!(
            times,
            [
                (None, None),
                (Some(10_000), None),
                (None, Some(10_000)),
                (Some(60_000), None)
            ]
        );
    }

    #[test]
    fn the_day_of_a_dateline_dates_its_story() {
        let text = "NORHAVEN, Feb. 12 (NWA) — The ferry stays, the port said.\n\nIt is full.\n\n\
                    -----------\n\nOSLO (NWA) — The tide is low.\n";
        let dates = |name| -> Vec<Option<String>> {
            let read = document(name, text).paragraphs.into_iter();
            read.filter(|one| one.kind == Kind::Body)
                .map(|one| one.date)
                .collect()
        };
        let day = |day: &str| Some(day.to_owned());
        assert_eq!(
            dates("2024-03-05.txt"),
            [day("2024-02-12"), day("2024-02-12"), day("2024-03-05")]
        );
        assert_eq!(dates("a.txt"), [None, None, None]);
    }

    fn read(name: &str, text: &str, stated: StatedFacts) -> Document {
        let mut sink = Collected::default();
        let options = ReadOptions {
            stated: Arc::new(stated),
            ..ReadOptions::default()
        };
        read_bytes(name, text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
        sink.documents.remove(0)
    }

    fn speakers(document: &Document) -> Vec<String> {
        let bodies = document
            .paragraphs
            .iter()
            .filter(|one| one.kind == Kind::Body);
        bodies.map(|one| one.speakers.join("+")).collect()
    }

    #[test]
    fn text_without_a_label_in_a_speech_is_the_speakers_own() {
        let mut stated = StatedFacts::default();
        stated.state(FactKind::Speaker, "Anna Berg".to_owned(), Origin::Option);
        stated.state_form(Form::Speech, Origin::Option);
        stated.state_role("Chairwoman", "Eva Dahl".to_owned(), Origin::Option);
        let text = "The ferry stays, and \"nobody pays,\" Karl Holm said.\n\n\
                    The Chairwoman: Order.\n\n\
                    THE HARBOUR\n\nIt is full, and it was full in the spring as well.\n";
        let talk = read("a.txt", text, stated);
        assert_eq!(speakers(&talk), ["Anna Berg", "Eva Dahl", "Anna Berg"]);
        let rules: Vec<&str> = talk.paragraphs[0]
            .utterances
            .iter()
            .map(|one| one.rule.name())
            .collect();
        assert_eq!(rules, ["stated"]);
    }

    #[test]
    fn in_a_transcript_only_labels_name_speakers() {
        let mut stated = StatedFacts::default();
        stated.state_form(Form::Transcript, Origin::Option);
        let text =
            "\"The ferry stays,\" Karl Holm said.\n\nANNA: Order.\n\nKARL: Yes.\n\nANNA: Well.\n";
        let talk = read("a.txt", text, stated);
        assert_eq!(speakers(&talk), ["", "ANNA", "Karl", "ANNA"]);
    }

    #[test]
    fn what_is_stated_goes_before_what_the_source_says_as_a_whole() {
        let mut stated = StatedFacts::default();
        for (kind, value) in [
            (FactKind::Date, "1861"),
            (FactKind::Title, "The ferry"),
            (FactKind::Section, "Town"),
            (FactKind::Lang, "de"),
        ] {
            stated.state(kind, value.to_owned(), Origin::Entry(3));
        }
        let text =
            "---\ntitle: The quay\ndate: 2024-03-05\nlang: en\n---\n\n# One\n\nIt is full.\n";
        let found = read("2024-01-01.md", text, stated.clone());
        assert!(
            found
                .paragraphs
                .iter()
                .all(|one| one.date.as_deref() == Some("1861"))
        );
        assert_eq!(found.title.as_deref(), Some("The ferry"));
        assert_eq!(found.lang.as_deref(), Some("de"));
        assert_eq!(found.sections[0].path, ["Town", "One"]);
        let origins = found.facts.iter().map(|fact| fact.origin);
        assert!(origins.into_iter().all(|origin| origin == Origin::Entry(3)));
        let record =
            "{\"text\": \"It is full.\", \"date\": \"2024-03-05\"}\n{\"text\": \"Of silt.\"}\n";
        let found = read("a.jsonl", record, stated);
        let dates: Vec<_> = found
            .paragraphs
            .iter()
            .map(|one| one.date.as_deref())
            .collect();
        assert_eq!(dates, [Some("2024-03-05"), Some("1861")]);
    }
}
