//! What the readers of archives share: limits on what is unpacked, and members handed on under their names.
//!
//! Nothing is unpacked to disk. A member is read as a file would be, by its name and content; its documents bear its path
//! in the archive as their key. A member that cannot be read is a problem of the archive, and the next one is read.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::{Error as IoError, Read};
use std::path::Path;
use std::rc::Rc;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::ingest::sink::{Problem, Sink};
use crate::ingest::source::{Meter, Source, too_large};
use crate::ingest::{format_of_path, read};
use crate::options::{Limits, ReadOptions};

/// Bytes up to which any ratio will do: small texts of one line a thousand times over are no bomb.
const FREE_BYTES: u64 = 16 << 20;

/// Counts the bytes that are read through it.
pub struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    /// Counts into `count`.
    pub fn new(inner: R, count: Rc<Cell<u64>>) -> Self {
        Self { inner, count }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let taken = self.inner.read(buffer)?;
        self.count.set(self.count.get() + taken as u64);
        Ok(taken)
    }
}

/// Gives unpacked bytes as long as they keep within the limits.
pub struct Bounded<R> {
    inner: R,
    limits: Limits,
    meter: Rc<Meter>,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl<R> Bounded<R> {
    /// `packed` says how many bytes were read to give these.
    pub fn new(inner: R, limits: Limits, meter: Rc<Meter>, packed: Rc<Cell<u64>>) -> Self {
        Self {
            inner,
            limits,
            meter,
            packed,
            unpacked: 0,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let taken = self.inner.read(buffer)? as u64;
        self.unpacked += taken;
        self.meter.bytes.set(self.meter.bytes.get() + taken);
        if self.meter.bytes.get() > self.limits.bytes {
            return Err(IoError::other(format!(
                "unpacks to more than {} bytes, which is the limit",
                self.limits.bytes
            )));
        }
        let packed = self.packed.get().max(1);
        if self.unpacked > FREE_BYTES && self.unpacked / packed > self.limits.ratio {
            return Err(IoError::other(format!(
                "unpacks to more than {} times its size, which is the limit",
                self.limits.ratio
            )));
        }
        Ok(usize::try_from(taken).unwrap_or(usize::MAX))
    }
}

/// Goes one archive deeper. The error says that this is too deep.
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

/// Hands the members of an archive on.
pub struct Members<'s> {
    sink: &'s mut dyn Sink,
    options: &'s ReadOptions,
    meter: Rc<Meter>,
    seen: HashSet<String>,
}

impl<'s> Members<'s> {
    /// None yet.
    pub fn new(sink: &'s mut dyn Sink, options: &'s ReadOptions, meter: Rc<Meter>) -> Self {
        Self {
            sink,
            options,
            meter,
            seen: HashSet::new(),
        }
    }

    /// Whether a member of this name is worth unpacking: not hidden, and of a known ending. Counts it. The error says that
    /// there are too many.
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
        Ok(!hidden && format_of_path(Path::new(name)).is_some())
    }

    /// Reads a member. Only the sink's own failure is an error.
    pub fn read(&mut self, name: &str, reader: impl Read, packed: Rc<Cell<u64>>) -> Result<()> {
        let mut key = name.to_owned();
        let mut count = 1;
        while !self.seen.insert(key.clone()) {
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
            .and_then(|source| read(source, self.options, &mut member));
        self.meter.depth.set(depth);
        match outcome {
            Err(error) if member.failed => Err(error),
            Err(Error::UnknownFormat { .. }) | Ok(_) => Ok(()),
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

    /// Something is wrong with the archive itself.
    pub fn problem(&mut self, message: String) {
        self.sink.problem(Problem {
            message,
            ..Problem::default()
        });
    }
}

/// Names documents and problems after their member.
struct Member<'s> {
    key: &'s str,
    sink: &'s mut dyn Sink,
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
        });
    }
}

/// A zip archive whose members are parts of one document.
#[cfg(feature = "office")]
pub struct Package {
    archive: zip::ZipArchive<std::io::Cursor<Vec<u8>>>,
    path: std::path::PathBuf,
    limits: Limits,
    meter: Rc<Meter>,
}

#[cfg(feature = "office")]
impl Package {
    /// Reads the archive's directory.
    pub fn open(source: &mut Source<'_>, options: &ReadOptions) -> Result<Self> {
        let meter = source.meter();
        let bytes = source.bytes()?;
        let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes))
            .map_err(|error| source.unreadable(&format!("its archive cannot be read: {error}")))?;
        Ok(Self {
            archive,
            path: source.path().to_owned(),
            limits: options.limits,
            meter,
        })
    }

    /// The text of a part. `None`: there is no such part.
    pub fn text(&mut self, name: &str) -> Result<Option<String>> {
        let unreadable = |reason: String| Error::Unreadable {
            path: self.path.clone(),
            reason,
        };
        let member = match self.archive.by_name(name) {
            Ok(member) => member,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(unreadable(format!("{name} cannot be read: {error}"))),
        };
        let packed = Rc::new(Cell::new(member.compressed_size()));
        let mut bytes = Vec::new();
        let limit = self.limits.whole_bytes;
        Bounded::new(member, self.limits, self.meter.clone(), packed)
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(format!("{name} {error}")))?;
        if bytes.len() as u64 > limit {
            return Err(unreadable(format!("{name} {}", too_large(limit))));
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        Ok(Some(String::from_utf8_lossy(bytes).into_owned()))
    }
}
