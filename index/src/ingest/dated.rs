//! The day in a file's name ("2024-03-11-council.txt", "debates2024-03-11a.xml"), for documents that give none.

use std::path::Path;

use crate::document::Document;
use crate::error::Result;
use crate::ingest::date::day;
use crate::ingest::sink::{Problem, Sink};

/// Passes documents on, dated by their file's name where nothing in them is dated.
pub struct Dated<'s> {
    sink: &'s mut dyn Sink,
    day: Option<String>,
}

impl<'s> Dated<'s> {
    /// Dates what is read from `path`.
    pub fn new(sink: &'s mut dyn Sink, path: &Path) -> Self {
        let day = path
            .file_name()
            .and_then(|name| day_in(&name.to_string_lossy()));
        Self { sink, day }
    }
}

impl Sink for Dated<'_> {
    fn document(&mut self, mut document: Document) -> Result<()> {
        if self.day.is_some() && document.paragraphs.iter().all(|one| one.date.is_none()) {
            for paragraph in &mut document.paragraphs {
                paragraph.date.clone_from(&self.day);
            }
        }
        self.sink.document(document)
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(problem);
    }
}

/// The whole day that a name holds. A year alone may be anything ("2001-a-space-odyssey").
fn day_in(name: &str) -> Option<String> {
    const DAY_BYTES: usize = 10;
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len())
        .filter(|at| digit(*at) && (*at == 0 || !digit(at - 1)) && !digit(at + DAY_BYTES))
        .filter_map(|at| name.get(at..at + DAY_BYTES))
        .filter(|day| day.as_bytes()[4] == day.as_bytes()[7])
        .find_map(|found| day(&found.replace(['_', '.'], "-")))
        .filter(|found| found.len() == DAY_BYTES)
}

#[cfg(test)]
mod tests {
    use super::day_in;

    #[test]
    fn a_whole_day_is_found_in_a_name() {
        let check =
            |name, expected: Option<&str>| assert_eq!(day_in(name).as_deref(), expected, "{name}");
        check("2024-03-11-council.txt", Some("2024-03-11"));
        check("debates2024-03-11a.xml", Some("2024-03-11"));
        check("talk_2024_03_11.md", Some("2024-03-11"));
        check("2024.03.11.srt", Some("2024-03-11"));
        check("1790-Washington-1.txt", None);
        check("2024-13-11.txt", None);
        check("12024-03-115.txt", None);
        check("é2024-03-1é.txt", None);
    }
}
