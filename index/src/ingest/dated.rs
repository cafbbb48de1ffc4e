//! The date in a file's name ("2024-03-11-council.txt", "debates2024-03-11a.xml"), for documents
//! without any.
//!
//! Only a whole date counts: a year alone may be anything ("2001-a-space-odyssey").

use std::path::Path;

use crate::document::Document;
use crate::error::Result;
use crate::ingest::date::date_in;
use crate::ingest::sink::{Problem, Sink};

/// Passes documents to another sink. Those without any date get the one in the file's name.
pub struct Dated<'s> {
    sink: &'s mut dyn Sink,
    date: Option<String>,
}

impl<'s> Dated<'s> {
    /// For the documents of the file at `path`.
    pub fn new(sink: &'s mut dyn Sink, path: &Path) -> Self {
        let date = path
            .file_name()
            .and_then(|name| date_of_name(&name.to_string_lossy()));
        Self { sink, date }
    }
}

impl Sink for Dated<'_> {
    fn document(&mut self, mut document: Document) -> Result<()> {
        if self.date.is_some() && document.paragraphs.iter().all(|one| one.date.is_none()) {
            for paragraph in &mut document.paragraphs {
                paragraph.date.clone_from(&self.date);
            }
        }
        self.sink.document(document)
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(problem);
    }
}

/// The whole date in a name, with hyphens, full stops or underscores.
fn date_of_name(name: &str) -> Option<String> {
    const DATE_BYTES: usize = "YYYY-MM-DD".len();
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len())
        .filter(|at| digit(*at) && (*at == 0 || !digit(at - 1)) && !digit(at + DATE_BYTES))
        .filter_map(|at| name.get(at..at + DATE_BYTES))
        .filter(|found| found.as_bytes()[4] == found.as_bytes()[7])
        .find_map(|found| date_in(&found.replace(['_', '.'], "-")))
        .filter(|found| found.len() == DATE_BYTES)
}

#[cfg(test)]
mod tests {
    use super::date_of_name;

    #[test]
    fn a_whole_date_is_found_in_a_name() {
        let check = |name, expected: Option<&str>| {
            assert_eq!(date_of_name(name).as_deref(), expected, "{name}")
        };
        check("2024-03-11-council.txt", Some("2024-03-11"));
        check("debates2024-03-11a.xml", Some("2024-03-11"));
        check("talk_2024_03_11.md", Some("2024-03-11"));
        check("2024.03.11.srt", Some("2024-03-11"));
        check("1790-Washington-1.txt", None);
        check("2024-13-11.txt", None);
        check("2024-02-31.txt", None);
        check("12024-03-115.txt", None);
        check("é2024-03-1é.txt", None);
    }
}
