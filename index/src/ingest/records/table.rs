//! Tables: CSV and TSV files with a header. Each row is a paragraph.
//!
//! Columns are the fields of JSON Lines except `paragraphs`, under their usual names in upper or
//! lower case, or under those in a map. A file without a column of text is not read as a table.
//! Cells are separated by commas, semicolons or tabs: whichever the header has most of.

use std::ops::Range;

use serde_json::{Map, Value};

use crate::error::{Error, Result, UNKNOWN_FORMAT};
use crate::ingest::block::Lines;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::records::documents::{Place, Records};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::Source;
use crate::options::{Field, ReadOptions};

/// CSV and TSV tables.
pub struct Table;

/// Rows that are looked at for a sentence: the first may be empty.
const ROWS_LOOKED_AT: usize = 20;

/// Words of the shortest sentence: names and addresses in tables of figures have fewer.
const WORDS_OF_SENTENCE: usize = 4;

/// The usual names of the columns of each field. The first one that a header has is taken.
const COLUMN_NAMES: &[(Field, &[&str])] = &[
    (
        Field::Text,
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
        Field::Speaker,
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
        Field::Section,
        &["section", "heading", "topic", "agenda_item", "scene"],
    ),
    (Field::Date, &["date", "day"]),
    (Field::Title, &["title"]),
    (
        Field::Doc,
        &["doc", "document", "file", "episode", "meeting"],
    ),
    (Field::Id, &["id", "_id"]),
    (Field::Lang, &["lang", "language"]),
    (
        Field::Start,
        &[
            "start",
            "start_time",
            "time",
            "timestamp",
            "begin",
            "start_ms",
            "startms",
        ],
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
        if !columns.iter().any(|(field, _)| *field == Field::Text) {
            if options.map.is_none() && options.format.is_none() {
                let path = source.path().to_owned();
                let names = reader.headers().cloned();
                if !holds_sentences(&mut reader) {
                    return Err(Error::UnknownFormat {
                        path,
                        found: UNKNOWN_FORMAT.to_owned(),
                        holds_text: false,
                    });
                }
                let names = names.unwrap_or_default();
                let columns = names.iter().map(|name| name.trim().to_owned()).collect();
                return Err(Error::UnknownColumns { path, columns });
            }
            return Err(source.unreadable("no column has the text: name it with --map text=COLUMN"));
        }
        // The map is applied to the header here, and must not be applied to the records again.
        let options = ReadOptions {
            map: None,
            ..options.clone()
        };
        let per_second = per_second(&text, delimiter(header_line), &columns);
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
            let span = span_of_row(&text, start, reader.position().byte());
            let place = Place {
                line: lines.line_of(span.start),
                span,
            };
            let record = record_of(&row, &columns, per_second);
            // A title without a text is the text.
            let names = [Field::Text.name(), Field::Title.name()];
            if names.iter().any(|name| record.contains_key(*name)) {
                records.take(Value::Object(record), &place, sink)?;
            } else if row.iter().any(|cell| !cell.trim().is_empty()) {
                sink.problem(Problem {
                    line: Some(place.line.into()),
                    byte: None,
                    message: "no text in this row; skipped".to_owned(),
                    ..Problem::default()
                });
            }
        }
        records.end(sink)
    }
}

/// Whether a cell of the next rows has several words, so that the table is more than figures.
fn holds_sentences(reader: &mut csv::Reader<&[u8]>) -> bool {
    let rows = reader.records().take(ROWS_LOOKED_AT).flatten();
    rows.into_iter().any(|row| {
        row.iter()
            .any(|cell| cell.split_whitespace().nth(WORDS_OF_SENTENCE - 1).is_some())
    })
}

/// The byte range of a row, without the empty lines that the CSV reader counts as part of the next
/// row.
fn span_of_row(text: &str, start: u64, end: u64) -> Range<usize> {
    let offset = |byte| usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let (start, end) = (offset(start), offset(end));
    let written = text.get(start..end).unwrap_or("");
    let start = start + (written.len() - written.trim_start().len());
    start..(start + written.trim().len())
}

/// A row as a record: its cells by field, empty ones left out.
fn record_of(
    row: &csv::StringRecord,
    columns: &[(Field, usize)],
    per_second: f64,
) -> Map<String, Value> {
    let mut record = Map::new();
    for (field, column) in columns {
        let cell = row.get(*column).map(str::trim);
        if let Some(cell) = cell.filter(|cell| !cell.is_empty()) {
            record.insert(field.name().to_owned(), value_of(*field, cell, per_second));
        }
    }
    record
}

/// A cell as a value. A number in a column of times has so many units a second.
fn value_of(field: Field, cell: &str, per_second: f64) -> Value {
    match cell.parse::<f64>() {
        Ok(number) if field == Field::Start => Value::from(number / per_second),
        _ => Value::from(cell),
    }
}

/// How many units of the column of times a second has: 1, or 1000 if seconds would mean less than
/// one word in half a minute, as in the tables that Whisper writes.
fn per_second(text: &str, delimiter: u8, columns: &[(Field, usize)]) -> f64 {
    // Seconds per word. Nobody speaks more slowly over a whole recording.
    const SLOWEST: f64 = 30.0;
    let column = |wanted: Field| columns.iter().find(|(field, _)| *field == wanted);
    let (Some((_, start)), Some((_, words))) = (column(Field::Start), column(Field::Text)) else {
        return 1.0;
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let is_end = |name: &str| {
        let name = name.trim().to_ascii_lowercase();
        matches!(name.as_str(), "end" | "end_time" | "stop" | "end_ms")
    };
    let end = header.iter().position(is_end);
    let (mut spoken, mut passed) = (0.0, 0.0);
    let mut before: Option<(f64, usize)> = None;
    for row in reader.records().take(ROWS_LOOKED_AT).flatten() {
        let number = |column: usize| row.get(column)?.trim().parse::<f64>().ok();
        let said = row
            .get(*words)
            .unwrap_or_default()
            .split_whitespace()
            .count();
        let Some(from) = number(*start) else { continue };
        match end.and_then(number) {
            Some(to) => {
                passed += (to - from).max(0.0);
                spoken += said as f64;
            }
            // Without an end, a row lasts until the next one.
            None => {
                if let Some((start, words)) = before {
                    passed += (from - start).max(0.0);
                    spoken += words as f64;
                }
                before = Some((from, said));
            }
        }
    }
    if spoken > 0.0 && passed / spoken > SLOWEST {
        1000.0
    } else {
        1.0
    }
}

/// Each field that has a column, with the number of the column.
fn columns(header: Option<&csv::StringRecord>, options: &ReadOptions) -> Vec<(Field, usize)> {
    let Some(header) = header else {
        return Vec::new();
    };
    let column_of = |wanted: &str| {
        header.iter().position(|name| {
            name.trim()
                .trim_start_matches('\u{FEFF}')
                .eq_ignore_ascii_case(wanted)
        })
    };
    let mut columns: Vec<(Field, usize)> = Vec::new();
    for (field, names) in COLUMN_NAMES {
        let mapped = options.map.as_ref().and_then(|map| map.name(*field));
        let found = match mapped {
            Some(name) => column_of(name).or_else(|| name.parse().ok()),
            None => names
                .iter()
                .find_map(|name| column_of(name))
                .filter(|column| !columns.iter().any(|(_, taken)| taken == column)),
        };
        columns.extend(found.map(|column| (*field, column)));
    }
    columns
}

/// What separates the cells: the character that the header has most of.
fn delimiter(header: &str) -> u8 {
    let count = |sign: u8| header.bytes().filter(|byte| *byte == sign).count();
    // A tab or semicolon must be more frequent than the commas, which may be inside the names.
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
    fn numbers_too_large_for_seconds_are_milliseconds() {
        let starts = |text: &str| {
            let document = crate::ingest::testing::document("a.tsv", text);
            document
                .paragraphs
                .iter()
                .map(|p| p.start_ms)
                .collect::<Vec<_>>()
        };
        let table = "start\tend\ttext\n0\t2500\tIs it full?\n2500\t4000\tIt is.\n";
        assert_eq!(starts(table), [Some(0), Some(2500)]);
        let seconds = "start\tend\ttext\n0\t2\tIs it full?\n2.5\t4\tIt is.\n";
        assert_eq!(starts(seconds), [Some(0), Some(2500)]);
        let starts_only = "start\ttext\n0\tIs it full?\n2500\tIt is.\n";
        assert_eq!(starts(starts_only), [Some(0), Some(2500)]);
    }

    #[test]
    fn a_map_names_the_columns() {
        check(
            "a.csv",
            "Wer;Was\nAnna Berg;Ja.\n",
            Some("speaker=Wer,text=Was"),
            &[(2, "Anna Berg", "Ja.")],
        );
    }

    #[test]
    fn a_table_without_text_is_not_read() {
        let mut sink = Collected::default();
        let options = ReadOptions::default();
        let mut error = |text: &str| {
            let bytes = text.as_bytes().to_vec();
            let read = read_bytes("a.csv", bytes, &options, &mut sink);
            read.expect_err("no column of text").to_string()
        };
        assert!(error("x,y\n1,2\n").contains("unknown format"));
        assert_eq!(
            error("Who,Said\nEva Dahl,The eel is back.\n"),
            "a.csv: no `text` among its columns (`Who`, `Said`): \
             name them with --map text=COLUMN,speaker=COLUMN"
        );
    }
}
