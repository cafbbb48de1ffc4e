//! What the readers of archives and of mail share: the limits on what is unpacked, and reading
//! members by their names.
//!
//! The key of a member's document is the member's path in the archive; where a path comes again,
//! `#2` and so on is added. A member that cannot be read is a problem of the archive; the next one
//! is read. Members of unknown formats are named in one problem, unless they hold no text:
//! pictures, sound, fonts, programs.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::ingest::bounded::Bounded;
use crate::ingest::format::Formats;
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::{Meter, Source};
use crate::options::ReadOptions;
use crate::text::word_list::WordList;

/// Extensions of files that hold no text.
static TEXTLESS: WordList = WordList::new(include_str!("lists/textless_extensions.txt"));

/// So many members of unknown formats are named; the others are counted.
const MAX_NAMED: usize = 3;

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
    /// The first members of unknown formats, and how many there are.
    unknown: Vec<String>,
    unknown_count: usize,
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
            unknown: Vec::new(),
            unknown_count: 0,
        }
    }

    /// Counts a member, and says whether to unpack it: not if it is hidden or its extension is
    /// unknown. The error is the message for an archive with too many members.
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
        let known = self.formats.of_path(Path::new(name)).is_some();
        if !known && may_hold_text(name) {
            self.unknown_count += 1;
            if self.unknown.len() < MAX_NAMED {
                self.unknown.push(name.to_owned());
            }
        }
        Ok(known)
    }

    /// Reports the members that were not read because their format is unknown. Call it after the
    /// last member.
    pub fn finish(mut self) {
        let more = self.unknown_count - self.unknown.len();
        let names = self.unknown.join(", ");
        match (self.unknown_count, more) {
            (0, _) => {}
            (1, _) => self.problem(format!("{names}: unknown format; skipped")),
            (_, 0) => self.problem(format!("{names}: unknown formats; skipped")),
            _ => self.problem(format!(
                "{names} and {more} more members: unknown formats; skipped"
            )),
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
        };
        let outcome = Source::unpacked(Path::new(name), bounded, self.meter.clone())
            .map_err(|source| Error::Read {
                path: name.into(),
                source,
            })
            .and_then(|source| self.formats.read(source, self.options, &mut member));
        self.meter.depth.set(depth);
        match outcome {
            Err(error) if member.failed => Err(error),
            Err(Error::UnknownFormat { .. } | Error::UnknownJson { .. }) | Ok(_) => Ok(()),
            Err(error) => {
                let reason = match &error {
                    Error::Read { source, .. } => source.to_string(),
                    Error::Unreadable { reason, .. } => reason.clone(),
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

/// Whether a file with this name may hold text, by its extension.
pub fn may_hold_text(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|end| end.to_str());
    extension.is_none_or(|end| !TEXTLESS.contains(&end.to_lowercase()))
}

/// Puts the key of the member before the keys of its documents and the messages of its problems.
struct Member<'s> {
    key: &'s str,
    sink: &'s mut dyn Sink,
    /// Whether the sink has refused a document.
    failed: bool,
}

impl Sink for Member<'_> {
    fn document(&mut self, mut document: Document) -> Result<()> {
        document.key = Some(match document.key {
            Some(key) => format!("{}/{key}", self.key),
            None => self.key.to_owned(),
        });
        let outcome = self.sink.document(document);
        self.failed |= outcome.is_err();
        outcome
    }

    fn problem(&mut self, problem: Problem) {
        self.sink.problem(Problem {
            line: None,
            byte: None,
            message: format!("{}: {problem}", self.key),
            ..Problem::default()
        });
    }
}
