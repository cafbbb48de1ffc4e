//! Reads `verify --batch`: JSON Lines, one quotation a line, as a stream.
//!
//! A line that cannot be read is reported with its number, and the rest goes on.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use onrecord_index::verify::report::Claim;
use serde_json::{Map, Value};

use crate::choices::has_word;
use crate::status;

/// Bytes of the longest line: a hundred times a long speech. Longer ones are not held in memory.
const MAX_LINE_BYTES: usize = 16 << 20;

/// The keys of a line.
const KEYS: [&str; 3] = ["id", "quote", "speaker"];

/// A quotation of a batch.
pub(super) struct Line {
    /// Number of the line, counted from 1.
    pub number: u64,
    pub id: Option<Value>,
    pub claim: Claim,
}

/// The lines of a batch that can be read.
pub(super) struct Batch {
    /// The file as the user named it.
    pub name: String,
    reader: Box<dyn BufRead>,
    number: u64,
    /// Keys that were reported as unknown.
    unknown: BTreeSet<String>,
    /// How many lines could not be read.
    pub unreadable: u64,
}

impl Batch {
    /// Opens a file, or standard input if it is `-`.
    pub fn open(path: &Path) -> anyhow::Result<Batch> {
        let name = path.display().to_string();
        let reader: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(BufReader::new(io::stdin()))
        } else {
            let failed = || format!("cannot read {name}");
            let file = std::fs::File::open(path).with_context(failed)?;
            if file.metadata().with_context(failed)?.is_dir() {
                anyhow::bail!("cannot read {name}: is a folder, not a file of JSON Lines");
            }
            Box::new(BufReader::new(file))
        };
        Ok(Batch {
            name,
            reader,
            number: 0,
            unknown: BTreeSet::new(),
            unreadable: 0,
        })
    }

    /// The next quotation. `None` at the end.
    pub fn next(&mut self) -> anyhow::Result<Option<Line>> {
        loop {
            self.number += 1;
            let (bytes, is_long) = match self.line() {
                Ok(Some(line)) => line,
                Ok(None) => return Ok(None),
                Err(error) => {
                    return Err(error).with_context(|| format!("cannot read {}", self.name));
                }
            };
            let line = if is_long {
                Err(format!("the line is longer than {MAX_LINE_BYTES} bytes"))
            } else {
                let bytes = match self.number {
                    1 => bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes),
                    _ => &bytes[..],
                };
                if bytes.trim_ascii().is_empty() {
                    continue;
                }
                self.parse(bytes)
            };
            match line {
                Ok(line) => return Ok(Some(line)),
                Err(message) => {
                    self.unreadable += 1;
                    status::warning(&format!("{}:{}: {message}", self.name, self.number));
                }
            }
        }
    }

    /// The bytes of the next line without its end, and whether they are only the beginning of a
    /// longer one.
    fn line(&mut self) -> io::Result<Option<(Vec<u8>, bool)>> {
        let mut bytes = Vec::new();
        let mut bounded = self.reader.by_ref().take(MAX_LINE_BYTES as u64);
        bounded.read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let is_long = bytes.len() == MAX_LINE_BYTES && !bytes.ends_with(b"\n");
        if is_long {
            self.reader.skip_until(b'\n')?;
        }
        Ok(Some((bytes, is_long)))
    }

    fn parse(&mut self, bytes: &[u8]) -> Result<Line, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
        let mut object = match serde_json::from_str(text) {
            Ok(Value::Object(object)) => object,
            Ok(_) => return Err("is not an object: write {\"quote\": \"...\"}".to_owned()),
            Err(error) => return Err(format!("is not JSON: {}", without_line(&error))),
        };
        let quote = string(&mut object, "quote")?.ok_or("has no \"quote\"")?;
        let speaker = string(&mut object, "speaker")?;
        let id = object.remove("id").filter(|id| !id.is_null());
        for key in object.into_iter().map(|(key, _)| key) {
            if self.unknown.insert(key.clone()) {
                status::warning(&format!(
                    "{}:{}: unknown key \"{key}\" is ignored; keys are {}",
                    self.name,
                    self.number,
                    KEYS.join(", ")
                ));
            }
        }
        if !has_word(&quote) {
            return Err("the quotation has no word".to_owned());
        }
        let mut claim = Claim::new(quote);
        claim.speaker = speaker.filter(|name| has_word(name));
        Ok(Line {
            number: self.number,
            id,
            claim,
        })
    }
}

/// A string of a line. `None` if it is null or absent.
fn string(object: &mut Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match object.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("\"{key}\" is not a string")),
    }
}

/// What is wrong, with the column: the line of a line is always 1.
fn without_line(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.replace(" at line 1 column ", " at column ")
}
