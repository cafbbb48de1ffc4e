//! What an input format is, and how a source finds its format and is read by it.
//!
//! A format is one unit struct in a file or folder of its own, and one line in `formats.rs`. This
//! file knows the trait only, so that containers (archives, compressed files) can read their
//! members through it.

use std::iter::Copied;
use std::path::Path;
use std::slice::Iter;

use crate::error::Result;
use crate::ingest::facts::FactsSink;
use crate::ingest::neighbours::Neighbours;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::unread::{Unread, is_text};
use crate::options::ReadOptions;

/// A kind of file that can be read.
pub trait Format: Sync {
    /// Its name for `--format` and in reports: one word in lower case.
    fn name(&self) -> &'static str;

    /// Extensions of its files, in lower case and without the dot, the most common first.
    fn extensions(&self) -> &'static [&'static str];

    /// How much a source that starts with these bytes looks like this format.
    fn sniff(&self, head: &[u8]) -> Likeness;

    /// Whether it holds files with names of their own. Default: false.
    ///
    /// The date in a container's own file name does not date its members.
    fn is_container(&self) -> bool {
        false
    }

    /// Reads a source and gives its documents to the sink, in reading order.
    ///
    /// A container reads its members with `formats`; the other formats ignore it. A part that
    /// cannot be read is reported to the sink as a problem. An error means that the rest of the
    /// source cannot be read.
    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        formats: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()>;
}

/// How much a source looks like a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Not at all.
    None,
    /// It may be of this format: used if the file's extension is unknown.
    Possible,
    /// It has the format's signature, which overrides the file's extension.
    Certain,
}

/// How a source was read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// Name of the format.
    pub format: &'static str,
    /// The encoding and how it was found: "UTF-8", "windows-1252 (detected)". Empty for formats
    /// that are not text.
    pub encoding: String,
}

impl Reading {
    /// What to say of a source in which no text was found, and nothing wrong. `None` for formats
    /// in which all that is not white space is text.
    pub fn no_text(&self) -> Option<&'static str> {
        match self.format {
            "plain" | "markdown" | "documents" => None,
            "docx" | "odt" | "epub" | "pptx" | "html" => {
                Some("no text found; if it holds pictures of text, run OCR on them first")
            }
            _ => Some("no text found"),
        }
    }
}

/// A list of formats. Where several fit a source equally well, the first one is chosen.
#[derive(Clone, Copy)]
pub struct Formats(&'static [&'static dyn Format]);

impl Formats {
    /// A list of these formats.
    pub const fn new(formats: &'static [&'static dyn Format]) -> Self {
        Self(formats)
    }

    /// The formats, in order.
    pub fn iter(&self) -> Copied<Iter<'static, &'static dyn Format>> {
        self.0.iter().copied()
    }

    /// The format with this name.
    pub fn named(&self, name: &str) -> Option<&'static dyn Format> {
        self.iter().find(|format| format.name() == name)
    }

    /// The format that has this path's extension. Upper and lower case are the same.
    pub fn of_path(&self, path: &Path) -> Option<&'static dyn Format> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        self.iter()
            .find(|format| format.extensions().contains(&extension.as_str()))
    }

    /// The format of a source: by its signature, else by its extension, else by what it looks like.
    /// `None` if no format fits.
    pub fn detect(&self, path: &Path, head: &[u8]) -> Option<&'static dyn Format> {
        self.by_look(head, Likeness::Certain)
            .or_else(|| self.of_path(path))
            .or_else(|| self.by_look(head, Likeness::Possible))
    }

    /// Whether the contents alone say of which format a source is.
    #[cfg(feature = "mail")]
    pub(crate) fn is_certain(&self, bytes: &[u8]) -> bool {
        self.by_look(bytes, Likeness::Certain).is_some()
    }

    fn by_look(&self, head: &[u8], least: Likeness) -> Option<&'static dyn Format> {
        self.iter().find(|format| format.sniff(head) >= least)
    }

    /// The format of a file, or why it is not read. Any text could be read as plain text, but files
    /// that were only found, in a folder or an archive, are read if their contents or endings say
    /// of which format they are.
    pub(crate) fn choose(
        &self,
        path: &Path,
        head: &[u8],
        is_found: bool,
    ) -> std::result::Result<&'static dyn Format, Unread> {
        if let Some(certain) = self.by_look(head, Likeness::Certain) {
            return Ok(certain);
        }
        let by_name = self.of_path(path);
        if let Some(unread) = Unread::by_contents(path, head) {
            // A picture that is called a text is named: the text may have been lost before.
            let holds_text = unread.holds_text || by_name.is_some();
            return Err(Unread {
                holds_text,
                ..unread
            });
        }
        if let Some(format) = by_name {
            return Ok(format);
        }
        let is_text = is_text(head);
        let has_ending = path.extension().is_some();
        let unread = || {
            let by_name = Unread::by_name(path).filter(|unread| !(is_text && unread.holds_text));
            by_name.unwrap_or_else(|| Unread::unknown(is_text))
        };
        if !is_text || (is_found && has_ending) {
            return Err(unread());
        }
        self.by_look(head, Likeness::Possible).ok_or_else(unread)
    }

    /// Reads a source with the format that the options name, or with the one detected.
    pub(crate) fn read(
        &self,
        mut source: Source<'_>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<Reading> {
        source.limit(options.limits);
        let format = self.format_for(&mut source, options)?;
        if format.is_container() {
            format.read(&mut source, options, self, sink)?;
        } else {
            let path = source.path().to_owned();
            with_facts(&path, options, sink, |sink| {
                format.read(&mut source, options, self, sink)
            })?;
        }
        Ok(Reading {
            format: format.name(),
            encoding: source.encoding().unwrap_or("").to_owned(),
        })
    }

    fn format_for(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
    ) -> Result<&'static dyn Format> {
        let Some(name) = &options.format else {
            let path = source.path().to_owned();
            let is_found = source.is_found();
            let chosen = self.choose(&path, source.head()?, is_found);
            return chosen.map_err(|unread| source.unread(unread));
        };
        self.named(name).ok_or_else(|| {
            let known: Vec<&str> = self.iter().map(|format| format.name()).collect();
            let known = known.join(", ");
            source.unreadable(&format!("unknown format `{name}`: formats are {known}"))
        })
    }
}

/// Runs `read` with a sink that completes the documents of the file at `path`: with what its name
/// and the user say about it, and with the language of its other documents.
pub(crate) fn with_facts(
    path: &Path,
    options: &ReadOptions,
    sink: &mut dyn Sink,
    read: impl FnOnce(&mut dyn Sink) -> Result<()>,
) -> Result<()> {
    let mut neighbours = Neighbours::new(sink);
    let mut sink = FactsSink::new(&mut neighbours, path, options.stated.clone());
    let outcome = read(&mut sink);
    sink.finish();
    // What was read before a failure is kept.
    neighbours.finish()?;
    outcome
}

impl IntoIterator for Formats {
    type Item = &'static dyn Format;
    type IntoIter = Copied<Iter<'static, &'static dyn Format>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
