//! Reads files: raw bytes become [`Document`](crate::document::Document)s.
//!
//! The format is found by the file's first bytes and its name, its reader makes blocks of the text,
//! and the outline makes a document of the blocks. [`formats::FORMATS`] lists the formats.

#[cfg(feature = "archive")]
mod archive;
mod captions;
mod charset;
pub mod described;
pub mod encoding;
pub mod format;
pub mod formats;
#[cfg(feature = "office")]
mod office;
mod records;
pub mod sink;
pub mod source;
pub mod walk;

pub(crate) mod block;
#[cfg(any(feature = "archive", feature = "mail", feature = "office"))]
mod bounded;
mod date;
mod dialogue;
mod facts;
mod frontmatter;
#[cfg(feature = "html")]
mod html;
mod hyphens;
pub(crate) mod lang;
#[cfg(feature = "mail")]
mod mail;
mod markdown;
#[cfg(feature = "html")]
mod markup;
#[cfg(any(feature = "archive", feature = "mail"))]
mod members;
mod neighbours;
mod news;
mod outline;
#[cfg(any(feature = "archive", feature = "office"))]
mod package_kind;
mod page_heads;
#[cfg(feature = "pdf")]
mod pdf;
mod people;
mod plain;
#[cfg(feature = "html")]
mod proceedings;
mod rtf;
#[cfg(test)]
mod samples;
mod tei;
#[cfg(test)]
mod testing;
mod transcript;
pub mod unread;
mod xml;

use std::path::Path;

use crate::error::Result;
use crate::ingest::format::Reading;
use crate::ingest::formats::FORMATS;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// Reads a file and gives its documents to `sink`.
///
/// Fails if the file cannot be opened or read, is not a regular file, or has no known format. The
/// sink keeps what was read before the failure. Parts that cannot be read are reported to the sink
/// as problems; they are not a failure.
pub fn read_file(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Reading> {
    FORMATS.read(Source::open(path)?, options, sink)
}

/// Reads bytes from memory, as [`read_file`] reads a file. `name` is used as the path.
///
/// ```
/// use onrecord_index::ingest::read_bytes;
/// use onrecord_index::ingest::sink::Collected;
/// use onrecord_index::options::ReadOptions;
/// let mut sink = Collected::default();
/// let text = b"**Anna Berg:** The harbour is full.\n\n**Karl Holm:** I know.\n".to_vec();
/// let reading = read_bytes("talk.md", text, &ReadOptions::default(), &mut sink)?;
/// assert_eq!((reading.format, reading.encoding.as_str()), ("markdown", "UTF-8"));
/// let paragraph = &sink.documents[0].paragraphs[0];
/// assert_eq!(paragraph.speakers, ["Anna Berg"]);
/// assert_eq!(paragraph.text, "The harbour is full.");
/// # Ok::<(), onrecord_index::error::Error>(())
/// ```
pub fn read_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Reading> {
    FORMATS.read(Source::from_bytes(name, bytes), options, sink)
}
