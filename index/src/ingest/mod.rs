//! Reading: raw bytes to [`Document`](crate::document::Document)s.
//!
//! Bytes are decoded, the format is told by the file's name and its first bytes, a reader of that format gives blocks,
//! and the outline makes a document of them. A new format is one file here and one line in [`FORMATS`].

#[cfg(feature = "archive")]
mod archive;
mod captions;
pub mod encoding;
pub mod format;
#[cfg(feature = "office")]
mod office;
mod records;
pub mod sink;
pub mod source;
pub mod walk;

mod block;
mod date;
mod dated;
mod frontmatter;
#[cfg(feature = "html")]
mod html;
mod lang;
#[cfg(feature = "mail")]
mod mail;
mod markdown;
#[cfg(feature = "html")]
mod markup;
mod outline;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
#[cfg(feature = "html")]
mod proceedings;
mod rtf;
mod tei;
#[cfg(test)]
mod testing;
mod xml;

use std::path::Path;

use crate::error::{Error, Result};
use crate::ingest::dated::Dated;
use crate::ingest::format::{Format, Likeness};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// Every format that can be read. Where two are equally like a source, the first one has it.
pub const FORMATS: &[&dyn Format] = &[
    #[cfg(feature = "office")]
    &office::docx::Docx,
    #[cfg(feature = "office")]
    &office::odt::Odt,
    #[cfg(feature = "office")]
    &office::epub::Epub,
    #[cfg(feature = "pdf")]
    &pdf::Pdf,
    #[cfg(feature = "archive")]
    &archive::compressed::Compressed,
    #[cfg(feature = "archive")]
    &archive::tarball::Tar,
    #[cfg(feature = "archive")]
    &archive::zipped::Zip,
    &rtf::Rtf,
    &captions::webvtt::WebVtt,
    &captions::srt::Srt,
    &captions::ass::Ass,
    &captions::ttml::Ttml,
    #[cfg(feature = "html")]
    &captions::sami::Sami,
    &tei::Tei,
    &records::jsonl::JsonLines,
    &records::transcript::Transcript,
    &records::table::Table,
    #[cfg(feature = "html")]
    &html::Html,
    #[cfg(feature = "mail")]
    &mail::Mail,
    &markdown::Markdown,
    &plain::Plain,
];

/// What was assumed about a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Name of the format it was read as.
    pub format: &'static str,
    /// Its encoding, and how it was told: "UTF-8", "windows-1252 (detected)". Empty for formats that are no text.
    pub encoding: String,
}

/// Reads a file into `sink`.
///
/// Fails if it cannot be opened or read, is no regular file, or is of no format that can be read; what of it was read
/// before is with the sink already. Bad parts of it are the sink's problems, and no failure.
pub fn read_file(path: &Path, options: &ReadOptions, sink: &mut dyn Sink) -> Result<Reading> {
    read(Source::open(path)?, options, sink)
}

/// Reads bytes that came from elsewhere: standard input, a test. `name` stands for a path.
///
/// ```
/// use onrecord_index::ingest::read_bytes;
/// use onrecord_index::options::ReadOptions;
/// use onrecord_index::ingest::sink::Collected;
/// let mut sink = Collected::default();
/// let text = b"**Anna Berg:** The harbour is full.\n\n**Karl Holm:** I know.\n".to_vec();
/// let reading = read_bytes("talk.md", text, &ReadOptions::default(), &mut sink)?;
/// assert_eq!((reading.format, reading.encoding.as_str()), ("markdown", "UTF-8"));
/// let paragraph = &sink.documents[0].paragraphs[0];
/// assert_eq!((paragraph.speakers[0].as_str(), paragraph.text.as_str()), ("Anna Berg", "The harbour is full."));
/// # Ok::<(), onrecord_index::error::Error>(())
/// ```
pub fn read_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Reading> {
    read(Source::from_bytes(name, bytes), options, sink)
}

/// The format of that name.
pub fn format_named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The format whose files have this path's ending.
pub fn format_of_path(path: &Path) -> Option<&'static dyn Format> {
    let extension = path.extension()?.to_str()?.to_lowercase();
    FORMATS
        .iter()
        .copied()
        .find(|format| format.extensions().contains(&extension.as_str()))
}

/// The format of a source: by its mark, else by the ending of its name, else by its look. `None`: it is like nothing
/// that can be read.
pub fn detect(path: &Path, head: &[u8]) -> Option<&'static dyn Format> {
    let by_look = |likeness| {
        FORMATS
            .iter()
            .copied()
            .find(|format| format.sniff(head) >= likeness)
    };
    by_look(Likeness::Certain)
        .or_else(|| format_of_path(path))
        .or_else(|| by_look(Likeness::Possible))
}

pub(crate) fn read(
    mut source: Source<'_>,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Result<Reading> {
    source.limit(options.limits);
    let format = match &options.format {
        Some(name) => format_named(name).ok_or_else(|| {
            let known: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
            source.unreadable(&format!(
                "no format is called `{name}` (there are {})",
                known.join(", ")
            ))
        })?,
        None => {
            let path = source.path().to_owned();
            let found = detect(&path, source.head()?);
            found.ok_or(Error::UnknownFormat { path })?
        }
    };
    let path = source.path().to_owned();
    // An archive's members bear names of their own.
    if matches!(format.name(), "compressed" | "tar" | "zip") {
        format.read(&mut source, options, sink)?;
    } else {
        format.read(&mut source, options, &mut Dated::new(sink, &path))?;
    }
    Ok(Reading {
        format: format.name(),
        encoding: source.encoding().unwrap_or("").to_owned(),
    })
}
