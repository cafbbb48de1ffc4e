//! Tables: CSV and TSV with a header that names the columns, a paragraph a row.
//!
//! Columns are those of JSON Lines (`text`, `speaker`, `section`, `date`, `title`, `doc`, `id`, `start`), by their usual
//! names in any case, or as a map names them. A file without a column of text is no table that holds words. Commas,
//! semicolons and tabs part cells; which, the header tells.

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::ingest::block::Lines;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::records::documents::{Place, Records};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// CSV and TSV.
pub struct Table;

/// Usual names of columns, by field. The first name that a header has is taken.
const NAMES: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "utterance",
            "transcript",
            "speech",
            "quote",
            "words",
            "line",
        ],
    ),
    (
        "speaker",
        &[
            "speaker",
            "speakers",
            "speaker_name",
            "speakername",
            "name",
            "who",
            "actor",
        ],
    ),
    (
        "section",
        &["section", "heading", "topic", "agenda_item", "scene"],
    ),
    ("date", &["date", "day"]),
    ("title", &["title"]),
    ("doc", &["doc", "document", "file", "episode", "meeting"]),
    ("id", &["id", "_id"]),
    ("lang", &["lang", "language"]),
    (
        "start",
        &["start", "start_time", "time", "timestamp", "begin"],
    ),
];

impl Format for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let line = head.split(|byte| *byte == b'\n').next().unwrap_or(head);
        let line = String::from_utf8_lossy(line).to_lowercase();
        let cells: Vec<&str> = line
            .split(char::from(delimiter(&line)))
            .map(|cell| cell.trim().trim_matches('"'))
            .collect();
        if cells.contains(&"text") && cells.contains(&"speaker") {
            Likeness::Possible
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.long_text(options.encoding.as_deref(), undeclared, sink)?;
        let header_line = text.lines().next().unwrap_or("");
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter(header_line))
            .from_reader(text.as_bytes());
        let mut lines = Lines::new(&text);
        let columns = columns(reader.headers().ok(), options);
        if !columns.iter().any(|(field, _)| *field == "text") {
            if options.map.is_none() && options.format.is_none() {
                return Err(Error::UnknownFormat {
                    path: source.path().to_owned(),
                });
            }
            return Err(
                source.unreadable("no column holds the text (name it with --map text=COLUMN)")
            );
        }
        // The columns are named here; a map has nothing left to say.
        let options = ReadOptions {
            map: None,
            ..options.clone()
        };
        let mut records = Records::new(&options);
        let mut row = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    sink.problem(Problem {
                        message: format!("a row cannot be read: {error}; skipped"),
                        ..Problem::default()
                    });
                    if reader.is_done() {
                        break;
                    }
                    continue;
                }
            }
            let start = row.position().map_or(0, |position| position.byte());
            let start = usize::try_from(start).unwrap_or(usize::MAX).min(text.len());
            let end = usize::try_from(reader.position().byte())
                .unwrap_or(usize::MAX)
                .min(text.len());
            // The reader takes empty lines before a row for a part of it.
            let written = text.get(start..end).unwrap_or("");
            let start = start + (written.len() - written.trim_start().len());
            let place = Place {
                line: lines.line_of(start),
                span: start..(start + written.trim().len()),
            };
            let mut record = Map::new();
            for (field, column) in &columns {
                if let Some(cell) = row
                    .get(*column)
                    .map(str::trim)
                    .filter(|cell| !cell.is_empty())
                {
                    record.insert((*field).to_owned(), value_of(field, cell));
                }
            }
            if record.contains_key("text") {
                records.take(Value::Object(record), &place, sink)?;
            } else if row.iter().any(|cell| !cell.trim().is_empty()) {
                sink.problem(Problem {
                    line: Some(place.line.into()),
                    byte: None,
                    message: "no text in this row; skipped".to_owned(),
                });
            }
        }
        records.end(sink)
    }
}

/// A bare number in a column of times is a number of seconds.
fn value_of(field: &str, cell: &str) -> Value {
    match cell.parse::<f64>() {
        Ok(seconds) if field == "start" => Value::from(seconds),
        _ => Value::from(cell),
    }
}

/// Field and column, for every field that some column holds.
fn columns(
    header: Option<&csv::StringRecord>,
    options: &ReadOptions,
) -> Vec<(&'static str, usize)> {
    let Some(header) = header else {
        return Vec::new();
    };
    let of = |wanted: &str| {
        header.iter().position(|name| {
            name.trim()
                .trim_start_matches('\u{FEFF}')
                .eq_ignore_ascii_case(wanted)
        })
    };
    let mut columns: Vec<(&'static str, usize)> = Vec::new();
    for (field, names) in NAMES {
        let mapped = options.map.as_ref().and_then(|map| map.name(field));
        let found = match mapped {
            Some(name) => of(name).or_else(|| name.parse().ok()),
            None => names
                .iter()
                .find_map(|name| of(name))
                .filter(|column| !columns.iter().any(|(_, taken)| taken == column)),
        };
        columns.extend(found.map(|column| (*field, column)));
    }
    columns
}

/// What parts the cells: whatever comes most often in the header.
fn delimiter(header: &str) -> u8 {
    let count = |sign: u8| header.bytes().filter(|byte| *byte == sign).count();
    // Where two come equally often, the first named here; a comma is no sign of much in a line of words.
    let mut best = b',';
    for sign in [b'\t', b';'] {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::FieldMap;
    use crate::options::ReadOptions;

    fn check(name: &str, text: &str, map: Option<&str>, expected: &[(u32, &str, &str)]) {
        let mut sink = Collected::default();
        let options = ReadOptions {
            map: map.map(|map| FieldMap::parse(map).expect("a map")),
            ..ReadOptions::default()
        };
        read_bytes(name, text.as_bytes().to_vec(), &options, &mut sink).expect("readable");
        let found: Vec<(Option<u32>, String, &str)> = sink
            .documents
            .iter()
            .flat_map(|document| &document.paragraphs)
            .map(|p| (p.line, p.speakers.join("+"), p.text.as_str()))
            .collect();
        let expected: Vec<(Option<u32>, String, &str)> = expected
            .iter()
            .map(|(line, name, text)| (Some(*line), (*name).to_owned(), *text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_header_names_the_columns() {
        check(
            "a.csv",
            "Speaker,Text,Section\r\nAnna Berg,\"Is it full,\nor not?\",Harbour\r\n\r\nKarl Holm,It is.,Harbour\r\n",
            None,
            &[
                (2, "Anna Berg", "Is it full, or not?"),
                (5, "Karl Holm", "It is."),
            ],
        );
        check(
            "a.tsv",
            "text\tspeaker\nIt is.\tKarl Holm\n",
            None,
            &[(2, "Karl Holm", "It is.")],
        );
    }

    #[test]
    fn a_map_names_them_otherwise() {
        check(
            "a.csv",
            "Wer;Was\nAnna Berg;Ja.\n",
            Some("speaker=Wer,text=Was"),
            &[(2, "Anna Berg", "Ja.")],
        );
    }

    #[test]
    fn a_table_without_words_is_of_no_format() {
        let mut sink = Collected::default();
        let options = ReadOptions::default();
        assert!(read_bytes("a.csv", b"x,y\n1,2\n".to_vec(), &options, &mut sink).is_err());
    }
}
