//! What an input format is: one unit struct in one file of this folder, and one line in `FORMATS`.

use crate::error::Result;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// A kind of file that can be read.
pub trait Format: Sync {
    /// Its name for `--format` and in reports: lower-case, one word.
    fn name(&self) -> &'static str;

    /// Endings of file names, lower-case and without the dot, the usual one first.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether a source that begins with these bytes is of this format. A [`Likeness::Certain`] overrules the ending of
    /// the file's name.
    fn sniff(&self, head: &[u8]) -> Likeness;

    /// Reads a source and hands its documents on, in reading order. A bad part of it is a problem for the sink; an error
    /// means that nothing more of this source can be read.
    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        sink: &mut dyn Sink,
    ) -> Result<()>;
}

/// How much a source looks like a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Not at all.
    None,
    /// It may be; the file's name decides.
    Possible,
    /// It bears the format's mark.
    Certain,
}
