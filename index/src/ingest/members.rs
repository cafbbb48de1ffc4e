//! What the readers of archives and of mail share: the limits on what is unpacked, and reading
//! members by their names.
//!
//! The key of a member's document is the member's path in the archive; where a path comes again,
//! `#2` and so on is added. A member that cannot be read is a problem of the archive; the next one
//! is read. Members that no format reads are named with what they are, those of one kind in one
//! problem, unless they hold no text. So is a member in which no text is found.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use crate::document::Document;
use crate::error::{Error, Result, unknown_columns, unknown_json};
use crate::ingest::bounded::Bounded;
use crate::ingest::format::Formats;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::{Meter, Source};
use crate::ingest::unread::is_textless;
use crate::options::ReadOptions;

/// So many members that are passed over for one reason are named; the others are counted.
const MAX_NAMED: usize = 3;

/// Reasons for which members are passed over: no more are kept apart.
const MAX_REASONS: usize = 30;

/// Counts one more level of archives inside archives. Fails if that is more than the limit.
pub fn deeper(source: &Source<'_>, options: &ReadOptions) -> Result<Rc<Meter>> {
    let meter = source.meter();
    if meter.depth.get() >= options.limits.depth {
        return Err(source.unreadable(&format!(
            "archives lie in archives deeper than {}, which is the limit",
            options.limits.depth
        )));
    }
    meter.depth.set(meter.depth.get() + 1);
    Ok(meter)
}

/// Reads the members of one archive.
pub struct Members<'s> {
    sink: &'s mut dyn Sink,
    options: &'s ReadOptions,
    formats: &'s Formats,
    meter: Rc<Meter>,
    /// Keys that were given to members before.
    keys: HashSet<String>,
    /// The first members that are passed over, and how many there are, by the reason.
    passed: BTreeMap<String, (Vec<String>, usize)>,
}

impl<'s> Members<'s> {
    /// No member has been read yet.
    pub fn new(
        sink: &'s mut dyn Sink,
        options: &'s ReadOptions,
        formats: &'s Formats,
        meter: Rc<Meter>,
    ) -> Self {
        Self {
            sink,
            options,
            formats,
            meter,
            keys: HashSet::new(),
            passed: BTreeMap::new(),
        }
    }

    /// Counts a member, and says whether to unpack it: not if it is hidden or its name says that it
    /// holds no text. The error is the message for an archive with too many members.
    pub fn wants(&mut self, name: &str) -> std::result::Result<bool, String> {
        self.meter.members.set(self.meter.members.get() + 1);
        if self.meter.members.get() > self.options.limits.members {
            return Err(format!(
                "has more than {} members, which is the limit; the rest is left out",
                self.options.limits.members
            ));
        }
        let hidden = name.split(['/', '\\']).any(|part| {
            part == "__MACOSX" || (part.starts_with('.') && part != "." && part != "..")
        });
        if hidden || name.ends_with('/') {
            return Ok(false);
        }
        Ok(!is_textless(Path::new(name)))
    }

    /// Notes a member that is passed over although it may hold text.
    fn pass_over(&mut self, name: &str, reason: &str) {
        let is_new = !self.passed.contains_key(reason);
        let reason = if is_new && self.passed.len() >= MAX_REASONS {
            "are not read either"
        } else {
            reason
        };
        let (names, count) = self.passed.entry(reason.to_owned()).or_default();
        *count += 1;
        if names.len() < MAX_NAMED {
            names.push(name.to_owned());
        }
    }

    /// Reports the members that were passed over. Call it after the last member.
    pub fn finish(mut self) {
        for (reason, (names, count)) in std::mem::take(&mut self.passed) {
            let more = count - names.len();
            let names = names.join(", ");
            if more == 0 {
                self.problem(format!("{names}: {reason}; skipped"));
            } else {
                self.problem(format!(
                    "{names} and {more} more members: {reason}; skipped"
                ));
            }
        }
    }

    /// Reads a member. Fails only if the sink fails.
    pub fn read(&mut self, name: &str, reader: impl Read, packed: Rc<Cell<u64>>) -> Result<()> {
        let mut key = name.to_owned();
        let mut count = 1;
        while !self.keys.insert(key.clone()) {
            count += 1;
            key = format!("{name}#{count}");
        }
        let depth = self.meter.depth.get();
        let bounded = Bounded::new(reader, self.options.limits, self.meter.clone(), packed);
        let mut member = Member {
            key: &key,
            sink: self.sink,
            failed: false,
            is_silent: true,
        };
        let mut is_empty = false;
        let outcome = Source::unpacked(Path::new(name), bounded, self.meter.clone())
            .and_then(|mut source| {
                is_empty = source.is_empty()?;
                Ok(source.found())
            })
            .map_err(|source| Error::Read {
                path: name.into(),
                source,
            })
            .and_then(|source| self.formats.read(source, self.options, &mut member));
        self.meter.depth.set(depth);
        let (is_silent, failed) = (member.is_silent, member.failed);
        match outcome {
            Err(error) if failed => Err(error),
            Ok(reading) => {
                if let Some(message) = reading.no_text().filter(|_| is_silent && !is_empty) {
                    self.pass_over(&key, message);
                }
                Ok(())
            }
            Err(
                Error::UnknownFormat {
                    holds_text: false, ..
                }
                | Error::UnknownJson {
                    holds_text: false, ..
                },
            ) => Ok(()),
            Err(_) if is_empty => Ok(()),
            Err(Error::UnknownFormat { found, .. }) => {
                self.pass_over(&key, &found);
                Ok(())
            }
            Err(error) => {
                let reason = match &error {
                    Error::Read { source, .. } => source.to_string(),
                    Error::Unreadable { reason, .. } => reason.clone(),
                    Error::UnknownJson { found, .. } => unknown_json(found),
                    Error::UnknownColumns { columns, .. } => unknown_columns(columns),
                    error => error.to_string(),
                };
                self.problem(format!("{key}: {reason}; skipped"));
                Ok(())
            }
        }
    }

    /// Reports a problem of the archive itself.
    pub fn problem(&mut self, message: String) {
        self.sink.problem(Problem {
            message,
            ..Problem::default()
        });
    }
}

/// Puts the key of the member before the keys of its documents and the messages of its problems.
struct Member<'s> {
    key: &'s str,
    sink: &'s mut dyn Sink,
    /// Whether the sink has refused a document.
    failed: bool,
    /// Whether it has given neither a paragraph nor a problem.
    is_silent: bool,
}

impl Sink for Member<'_> {
    fn document(&mut self, mut document: Document) -> Result<()> {
        self.is_silent &= document.paragraphs.is_empty();
        document.key = Some(match document.key {
            Some(key) => format!("{}/{key}", self.key),
            None => self.key.to_owned(),
        });
        let outcome = self.sink.document(document);
        self.failed |= outcome.is_err();
        outcome
    }

    fn problem(&mut self, problem: Problem) {
        self.is_silent = false;
        self.sink.problem(Problem {
            line: None,
            byte: None,
            message: format!("{}: {problem}", self.key),
            ..Problem::default()
        });
    }
}
