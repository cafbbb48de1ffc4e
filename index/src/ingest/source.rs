//! A source to be read: its bytes or text, whole or as a stream, within the limits on size.
//!
//! It remembers the encoding that was found. Sources in one archive share a [`Meter`], which counts
//! what was unpacked.

use std::cell::Cell;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::error::{Error, Result};
use crate::ingest::encoding::{self, Decoded};
use crate::ingest::sink::Sink;
use crate::ingest::unread::Unread;
use crate::options::Limits;

// Bytes at the start of a source that formats are detected by: enough for the headers of any
// format.
const HEAD_BYTES: usize = 64 << 10;

/// A file, or bytes from elsewhere, that a format reads.
pub struct Source<'a> {
    path: &'a Path,
    reader: Reader<'a>,
    encoding: Option<String>,
    /// Its size in bytes, as far as it is known.
    size: usize,
    /// What was unpacked so far of the archive that it is in.
    meter: Option<Rc<Meter>>,
    /// How many bytes of it may be held in memory.
    limits: Limits,
    /// Whether it was found in a folder or an archive, and not named.
    is_found: bool,
}

/// Where the bytes of a source come from.
enum Reader<'a> {
    Memory(Cursor<Vec<u8>>),
    Stream(Box<dyn BufRead + 'a>),
}

impl Reader<'_> {
    fn stream(&mut self) -> &mut dyn BufRead {
        match self {
            Reader::Memory(bytes) => bytes,
            Reader::Stream(reader) => &mut **reader,
        }
    }
}

/// What was unpacked of one archive, archives inside it included.
#[derive(Debug, Default)]
pub struct Meter {
    /// Bytes unpacked.
    pub bytes: Cell<u64>,
    /// Members counted, skipped ones included.
    pub members: Cell<u64>,
    /// Levels of archives inside archives.
    pub depth: Cell<u32>,
}

impl<'a> Source<'a> {
    /// Opens a file. Fails if it is not a regular file: a named pipe could wait forever, and a
    /// device may have no end.
    pub fn open(path: &'a Path) -> Result<Self> {
        let failed = |source| Error::Read {
            path: path.to_owned(),
            source,
        };
        let metadata = path.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(unreadable(path, "is a folder, not a file"));
        }
        if !metadata.is_file() {
            return Err(unreadable(
                path,
                "is not a regular file (pass its text on standard input, as `-`)",
            ));
        }
        let size = usize::try_from(metadata.len()).unwrap_or(0);
        let file = File::open(path).map_err(failed)?;
        Ok(Self {
            path,
            reader: Reader::Stream(Box::new(BufReader::with_capacity(HEAD_BYTES, file))),
            encoding: None,
            size,
            meter: None,
            limits: Limits::default(),
            is_found: false,
        })
    }

    /// A source that is in memory. `name` is used as its path, with the extension and in messages.
    pub fn from_bytes(name: &'a str, bytes: Vec<u8>) -> Self {
        let size = bytes.len();
        Self {
            path: Path::new(name),
            reader: Reader::Memory(Cursor::new(bytes)),
            encoding: None,
            size,
            meter: None,
            limits: Limits::default(),
            is_found: false,
        }
    }

    /// A source that is unpacked as it is read.
    pub fn unpacked(
        path: &'a Path,
        reader: impl Read + 'a,
        meter: Rc<Meter>,
    ) -> std::io::Result<Self> {
        // Decoders may return a few bytes at a time, but detection needs the whole head.
        let mut reader = reader;
        let mut head = Vec::new();
        reader
            .by_ref()
            .take(HEAD_BYTES as u64)
            .read_to_end(&mut head)?;
        let size = head.len();
        let reader = Cursor::new(head).chain(reader);
        Ok(Self {
            path,
            reader: Reader::Stream(Box::new(BufReader::with_capacity(HEAD_BYTES, reader))),
            encoding: None,
            size,
            meter: Some(meter),
            limits: Limits::default(),
            is_found: false,
        })
    }

    /// The same source with its bytes, which were taken, to be read by another format.
    #[cfg(feature = "archive")]
    pub fn again(&self, bytes: Vec<u8>) -> Source<'a> {
        Source {
            path: self.path,
            size: bytes.len(),
            reader: Reader::Memory(Cursor::new(bytes)),
            encoding: None,
            meter: self.meter.clone(),
            limits: self.limits,
            is_found: self.is_found,
        }
    }

    /// The same source as one that was found in a folder or an archive: text in it is only read if
    /// its ending says so.
    pub fn found(self) -> Self {
        Source {
            is_found: true,
            ..self
        }
    }

    /// Whether it was found in a folder or an archive, and not named.
    pub fn is_found(&self) -> bool {
        self.is_found
    }

    /// Sets the limits. Until then, the default ones apply.
    pub fn limit(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// The meter of the archive that it is in, or a new one.
    pub fn meter(&self) -> Rc<Meter> {
        self.meter.clone().unwrap_or_default()
    }

    /// Its path, or the name it was given.
    pub fn path(&self) -> &Path {
        self.path
    }

    /// Its first bytes, which stay to be read.
    pub fn head(&mut self) -> Result<&[u8]> {
        match self.reader.stream().fill_buf() {
            Ok(bytes) => Ok(&bytes[..bytes.len().min(HEAD_BYTES)]),
            Err(source) => Err(Error::Read {
                path: self.path.to_owned(),
                source,
            }),
        }
    }

    /// Whether it has no bytes at all. Nothing may have been read of it.
    pub fn is_empty(&mut self) -> std::io::Result<bool> {
        Ok(self.reader.stream().fill_buf()?.is_empty())
    }

    /// All its bytes, for formats that hold little text or give it to the sink in parts.
    pub fn bytes(&mut self) -> Result<Vec<u8>> {
        self.bytes_up_to(self.limits.file_bytes)
    }

    /// All its bytes, for formats that are mostly text and whose paragraphs are all held in memory.
    /// The limit is lower.
    pub fn whole_bytes(&mut self) -> Result<Vec<u8>> {
        self.bytes_up_to(self.limits.whole_bytes.min(self.limits.file_bytes))
    }

    fn bytes_up_to(&mut self, limit: u64) -> Result<Vec<u8>> {
        // The size may be wrong, so no more memory than this is reserved in advance.
        const RESERVE_BYTES: usize = 64 << 20;
        if self.size as u64 > limit {
            return Err(self.too_large(limit));
        }
        if let Reader::Memory(held) = &mut self.reader
            && held.position() == 0
        {
            return Ok(std::mem::take(held.get_mut()));
        }
        let mut bytes = Vec::with_capacity((self.size + 1).min(RESERVE_BYTES));
        let mut bounded = self.reader.stream().take(limit.saturating_add(1));
        match bounded.read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit => Err(self.too_large(limit)),
            Ok(_) => Ok(bytes),
            Err(source) => Err(Error::Read {
                path: self.path.to_owned(),
                source,
            }),
        }
    }

    fn too_large(&self, limit: u64) -> Error {
        self.unreadable(&too_large(limit))
    }

    /// All its text, for formats whose paragraphs are all held in memory.
    ///
    /// `forced` is the encoding that the options give, `declared` finds the one that the source
    /// declares. Bytes that cannot be decoded are reported to the sink.
    pub fn text(
        &mut self,
        forced: Option<&str>,
        declared: fn(&[u8]) -> Option<String>,
        sink: &mut dyn Sink,
    ) -> Result<String> {
        let bytes = self.whole_bytes()?;
        self.decoded(bytes, forced, declared, sink)
    }

    /// As [`text`](Self::text), for formats that give documents to the sink in parts, so that the
    /// limit is higher.
    pub fn long_text(
        &mut self,
        forced: Option<&str>,
        declared: fn(&[u8]) -> Option<String>,
        sink: &mut dyn Sink,
    ) -> Result<String> {
        let bytes = self.bytes()?;
        self.decoded(bytes, forced, declared, sink)
    }

    fn decoded(
        &mut self,
        bytes: Vec<u8>,
        forced: Option<&str>,
        declared: fn(&[u8]) -> Option<String>,
        sink: &mut dyn Sink,
    ) -> Result<String> {
        match encoding::decode(bytes, forced, declared) {
            Ok(Decoded {
                text,
                encoding,
                problem,
            }) => {
                self.encoding = Some(encoding);
                if let Some(problem) = problem {
                    sink.problem(problem);
                }
                Ok(text)
            }
            Err(reason) => Err(unreadable(self.path, &reason)),
        }
    }

    /// Its bytes as a stream.
    pub fn reader(&mut self) -> &mut dyn BufRead {
        self.reader.stream()
    }

    /// Sets the encoding, for formats that do not use [`text`](Self::text).
    pub fn note_encoding(&mut self, encoding: String) {
        self.encoding = Some(encoding);
    }

    /// The encoding that was found. `None` before the text is read, and for formats that are not
    /// text.
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// An error that says that no format reads this source.
    pub fn unread(&self, unread: Unread) -> Error {
        Error::UnknownFormat {
            path: self.path.to_owned(),
            found: unread.found,
            holds_text: unread.holds_text,
        }
    }

    /// An error that says why this source cannot be read.
    pub fn unreadable(&self, reason: &str) -> Error {
        unreadable(self.path, reason)
    }
}

/// The message for a source that exceeds the limit on bytes in memory.
pub fn too_large(limit: u64) -> String {
    format!(
        "is larger than {limit} bytes, the limit for this format: split it, or raise the limit with \
         --max-file-size"
    )
}

fn unreadable(path: &Path, reason: &str) -> Error {
    Error::Unreadable {
        path: PathBuf::from(path),
        reason: reason.to_owned(),
    }
}
