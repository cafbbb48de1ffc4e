//! JSON Lines: each line is a paragraph, or a document with its `paragraphs`.
//!
//! Keys: `id` or `_id`, `doc`, `title`, `section` (text or list), `speaker` or `speakers` (text or
//! list), `date`, `text` (without one, the title is the text), `lang`, `start` (seconds or a clock
//! time), `paragraphs` (texts or objects). Each may also be in an object `metadata`. An empty
//! string means no value; other keys are ignored. The file is read line by line, so that memory is
//! bounded by the longest line and document part.

use std::io::{BufRead, Read};
use std::ops::Range;

use encoding_rs::Encoding;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::records::documents::{Place, Records, field};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::options::ReadOptions;

// Longer lines are skipped: a document has a few MiB at most.
const LINE_BYTES: u64 = 64 << 20;

/// JSON Lines.
pub struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let line = head
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or(head)
            .trim_ascii();
        if !(line.starts_with(b"{\"") && line.ends_with(b"}")) {
            return Likeness::None;
        }
        let Ok(record) = serde_json::from_slice::<Value>(line) else {
            return Likeness::None;
        };
        // A JSON transcript may be on one line, too.
        let alone = head.trim_ascii_end().len() <= line.len();
        let known = field(&record, "text").is_some() || field(&record, "paragraphs").is_some();
        let is_list = |value: &Value| value[0].is_object() || value.is_object();
        let listed = record.as_object().is_some_and(|fields| {
            let mut others = fields
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "paragraphs" | "metadata"));
            others.any(|(key, value)| key == "media" || is_list(value))
        });
        if alone && (listed || !known) {
            Likeness::Possible
        } else {
            Likeness::Certain
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let path = source.path().to_owned();
        let mut records = Records::new(options);
        // Only UTF-8 is read as a stream. Other encodings are rare in JSON; such files are decoded
        // whole.
        let marked = Encoding::for_bom(source.head()?)
            .is_some_and(|(encoding, _)| encoding != encoding_rs::UTF_8);
        if marked || options.encoding.is_some() {
            let text = source.long_text(options.encoding.as_deref(), undeclared, sink)?;
            records
                .read(&mut text.as_bytes(), sink)
                .map_err(|failure| failure.at(&path))?;
        } else {
            source.note_encoding("UTF-8".to_owned());
            records
                .read(source.reader(), sink)
                .map_err(|failure| failure.at(&path))?;
        }
        Ok(())
    }
}

/// What failed: the source or the sink.
enum Failure {
    Source(std::io::Error),
    Sink(Error),
}

impl Failure {
    fn at(self, path: &std::path::Path) -> Error {
        match self {
            Self::Source(source) => Error::Read {
                path: path.to_owned(),
                source,
            },
            Self::Sink(error) => error,
        }
    }
}

impl Records<'_> {
    fn read(&mut self, reader: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Failure> {
        let mut buffer = Vec::new();
        let mut start = 0_usize;
        let mut number = 0_u64;
        loop {
            buffer.clear();
            let taken = Read::take(&mut *reader, LINE_BYTES + 1)
                .read_until(b'\n', &mut buffer)
                .map_err(Failure::Source)?;
            if taken == 0 {
                break;
            }
            number += 1;
            let mut length = taken;
            if !buffer.ends_with(b"\n") && taken as u64 > LINE_BYTES {
                length += skip_line(reader).map_err(Failure::Source)?;
                sink.problem(problem(
                    number,
                    format!("longer than {} MiB; skipped", LINE_BYTES >> 20),
                ));
            } else {
                let line = if number == 1 {
                    buffer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&buffer)
                } else {
                    &buffer
                };
                if number == 1 {
                    length -= taken - line.len();
                }
                let trimmed = line.trim_ascii();
                if !trimmed.is_empty() {
                    let span = start..start + line.trim_ascii_end().len();
                    self.line(trimmed, number, span, sink)
                        .map_err(Failure::Sink)?;
                }
            }
            start += length;
        }
        self.end(sink).map_err(Failure::Sink)
    }

    fn line(
        &mut self,
        line: &[u8],
        number: u64,
        span: Range<usize>,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let decoded = String::from_utf8_lossy(line);
        if let std::borrow::Cow::Owned(_) = decoded {
            sink.problem(problem(
                number,
                "not valid UTF-8; read with replacement characters".to_owned(),
            ));
        }
        let value = match serde_json::from_str::<Value>(&decoded) {
            Ok(value) => value,
            Err(error) => {
                sink.problem(problem(
                    number,
                    format!("not JSON: {}; skipped", reason(&error)),
                ));
                return Ok(());
            }
        };
        let Value::Object(_) = value else {
            sink.problem(problem(number, "not a JSON object; skipped".to_owned()));
            return Ok(());
        };
        let place = Place {
            line: u32::try_from(number).unwrap_or(u32::MAX),
            span,
        };
        self.take(value, &place, sink)
    }
}

fn problem(line: u64, message: String) -> Problem {
    Problem {
        line: Some(line),
        byte: None,
        message,
        ..Problem::default()
    }
}

/// What is wrong with a line, and the column. The line in Serde's message is left out: it is always
/// 1.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let cause = message
        .split(" at line ")
        .next()
        .unwrap_or(&message)
        .to_owned();
    format!("{cause} at column {}", error.column())
}

/// Skips the rest of a line. Returns its length in bytes.
fn skip_line(reader: &mut dyn BufRead) -> std::io::Result<usize> {
    let mut skipped = 0;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let (used, found) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        reader.consume(used);
        skipped += used;
        if found {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::ingest::testing::collected;
    use crate::options::FieldMap;
    use crate::options::ReadOptions;

    fn read(text: &str) -> Collected {
        collected("a.jsonl", text)
    }

    fn shown(document: &Document) -> Vec<String> {
        let show = |p: &crate::document::Paragraph| {
            format!(
                "{}|{}|{}",
                document.sections[p.section].path.join(">"),
                p.speakers.join("+"),
                p.text
            )
        };
        document.paragraphs.iter().map(show).collect()
    }

    fn check(text: &str, expected: &[(Option<&str>, &[&str])], problems: &[&str]) {
        let sink = read(text);
        let found: Vec<(Option<&str>, Vec<String>)> = sink
            .documents
            .iter()
            .map(|document| (document.key.as_deref(), shown(document)))
            .collect();
        let expected: Vec<(Option<&str>, Vec<String>)> = expected
            .iter()
            .map(|(key, lines)| (*key, lines.iter().map(|line| (*line).to_owned()).collect()))
            .collect();
        assert_eq!(found, expected);
        let found: Vec<String> = sink.problems.iter().map(ToString::to_string).collect();
        assert_eq!(found, problems);
    }

    #[test]
    fn consecutive_records_of_one_doc_are_one_document() {
        check(
            "{\"doc\":\"a\",\"section\":\"S\",\"speaker\":\"Anna Berg\",\"text\":\"One.\"}\n{\"doc\":\"a\",\"section\":[\"S\",\"T\"],\"text\":\"Two.\"}\n\n{\"doc\":\"b\",\"section\":\"S\",\"text\":\"Three.\",\"speakers\":[\"Anna Berg\",\"Karl Holm\"]}\n",
            &[
                (Some("a"), &["S|Anna Berg|One.", "S>T||Two."]),
                (Some("b"), &["S|Anna Berg+Karl Holm|Three."]),
            ],
            &[],
        );
    }

    #[test]
    fn records_without_doc_are_the_files_one_document() {
        check(
            "{\"text\":\"One.\",\"speaker\":\"\"}\n{\"text\":\"Two.\",\"metadata\":{\"speaker\":\"Anna Berg\"}}",
            &[(None, &["One.||One.", "One.|Anna Berg|Two."])],
            &[],
        );
    }

    #[test]
    fn a_line_may_be_a_document_with_paragraphs() {
        check(
            "{\"id\":\"m1\",\"title\":\"Meeting\",\"paragraphs\":[\"One.\",{\"text\":\"Two.\",\"speaker\":\"Anna Berg\"},3]}\n",
            &[(Some("m1"), &["Meeting||One.", "Meeting|Anna Berg|Two."])],
            &["line 1: paragraph 3 is neither text nor an object; skipped"],
        );
    }

    #[test]
    fn a_bad_line_is_reported_and_the_rest_is_read() {
        check(
            "{\"section\":\"S\",\"text\":\"One.\"}\n{\"text\":\nnull\n[1]\n{\"text\":5}\n{\"section\":\"S\",\"text\":\"Two.\"}\n",
            &[(None, &["S||One.", "S||Two."])],
            &[
                "line 2: not JSON: EOF while parsing a value at column 8; skipped",
                "line 3: not a JSON object; skipped",
                "line 4: not a JSON object; skipped",
                "line 5: `text` is not a string; skipped",
            ],
        );
    }

    #[test]
    fn a_record_without_a_text_is_reported_with_its_keys() {
        check(
            "{\"body\":\"One.\",\"by\":\"Anna Berg\"}\n{\"text\":\"\",\"by\":\"Anna Berg\"}\n{\"id\":\"m\",\"paragraphs\":[{\"words\":\"One.\"},{\"text\":null,\"by\":\"Anna Berg\"},{\"words\":\"Two.\"},\"Three.\"]}\n",
            &[(Some("m"), &["Three.||Three."])],
            &[
                "line 1: no `text` among its keys (`body`, `by`): name the one that is with --map text=NAME; skipped",
                "line 2: no `text`; skipped",
                "line 3: 2 of 4 paragraphs: no `text` among its keys (`words`): name the one that is with --map text=NAME; skipped",
            ],
        );
    }

    #[test]
    fn a_title_without_a_text_is_the_text() {
        check(
            "{\"title\":\"The harbour\",\"text\":\"\"}\n{\"title\":\"The mill\"}\n{\"title\":\"The quay\",\"body\":\"It is full of boats.\"}\n{\"title\":\"The weir\",\"text\":7}\n",
            &[(
                None,
                &[
                    "The harbour||The harbour",
                    "The harbour||The mill",
                    "The harbour||The quay",
                ],
            )],
            &[
                "line 3: no `text` among its keys (`body`, `title`): name the one that is with --map text=NAME; only its title was read",
                "line 4: `text` is not a string; skipped",
            ],
        );
    }

    #[test]
    fn speakers_over_the_limit_of_a_turn_are_reported() {
        let names: Vec<String> = (0..300).map(|n| format!("\"Anna {n}\"")).collect();
        let names = names.join(",");
        let sink = read(&format!(
            "{{\"text\":\"One.\"}}\n{{\"text\":\"Two.\",\"speakers\":[{names}]}}\n{{\"paragraphs\":[{{\"text\":\"Three.\",\"speakers\":[{names}]}}]}}\n"
        ));
        let problems: Vec<String> = sink.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 2, "{problems:?}");
        for (line, problem) in [2, 3].into_iter().zip(&problems) {
            assert!(
                problem.contains(&format!("{line}"))
                    && problem.ends_with("has 300 speakers; the first 256 are kept"),
                "{problem}"
            );
        }
    }

    #[test]
    fn ids_dates_titles_and_lines_are_kept() {
        let sink =
            read("{\"_id\":7,\"title\":\"T\",\"date\":\"2024-03-11T09:00\",\"text\":\" a\\n b \"}");
        let paragraph = &sink.documents[0].paragraphs[0];
        assert_eq!(
            (
                paragraph.source_id.as_deref(),
                paragraph.title.as_deref(),
                paragraph.date.as_deref(),
                paragraph.line
            ),
            (Some("7"), Some("T"), Some("2024-03-11"), Some(1))
        );
        assert_eq!(paragraph.text, "a b");
    }

    #[test]
    fn a_date_that_does_not_exist_is_reported_and_left_out() {
        let sink = read(concat!(
            "{\"text\":\"One.\",\"date\":\"2024-02-31\"}\n",
            "{\"id\":\"m\",\"date\":\"2024-13\",\"paragraphs\":[\"Two.\",",
            "{\"text\":\"Three.\",\"date\":\"2024-02-29\"}]}\n",
        ));
        let problems: Vec<String> = sink.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "line 1: date `2024-02-31` does not exist; left out",
                "line 2: date `2024-13` does not exist; left out",
            ]
        );
        let paragraphs = sink.documents.iter().flat_map(|one| &one.paragraphs);
        let dates: Vec<Option<&str>> = paragraphs.map(|one| one.date.as_deref()).collect();
        assert_eq!(dates, [None, None, Some("2024-02-29")]);
    }

    #[test]
    fn a_key_that_is_used_again_later_is_another_document() {
        check(
            "{\"doc\":\"a\",\"section\":\"S\",\"text\":\"1\"}\n{\"doc\":\"b\",\"section\":\"S\",\"text\":\"2\"}\n{\"doc\":\"a\",\"section\":\"S\",\"text\":\"3\"}\n",
            &[
                (Some("a"), &["S||1"]),
                (Some("b"), &["S||2"]),
                (Some("a#2"), &["S||3"]),
            ],
            &[],
        );
    }

    #[test]
    fn a_map_renames_fields_and_reaches_into_lists() {
        let mut sink = Collected::default();
        let options = ReadOptions {
            attribution: false,
            map: FieldMap::parse(
                "paragraphs=talk.turns,speaker=who,text=words.0,start=at,title=name",
            )
            .ok(),
            ..ReadOptions::default()
        };
        let text = "{\"name\":\"Meeting\",\"talk\":{\"turns\":[{\"who\":\"Anna Berg\",\"words\":[\"One.\"],\"at\":1.5},{\"who\":\"Karl Holm\",\"words\":[\"Two.\"]}]}}\n";
        read_bytes("a.jsonl", text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
        let document = &sink.documents[0];
        assert_eq!(
            shown(document),
            ["Meeting|Anna Berg|One.", "Meeting|Karl Holm|Two."]
        );
        assert_eq!(document.paragraphs[0].start_ms, Some(1500));
    }

    #[test]
    fn parts_of_a_large_document_continue_its_sections() {
        let words = "silt ".repeat(200_000);
        let line = format!("{{\"text\":\"{words}\"}}\n{{\"section\":\"S\",\"text\":\"Mud.\"}}\n");
        let sink = read(&line.repeat(20));
        assert!(sink.documents.len() > 1);
        let mut numbers: Vec<(u32, &[String])> = sink
            .documents
            .iter()
            .flat_map(|part| &part.sections)
            .map(|section| (section.number, section.path.as_slice()))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 2, "{numbers:?}");
    }

    #[test]
    fn an_empty_file_is_a_document_without_paragraphs() {
        check("", &[(None, &[])], &[]);
    }
}
