//! What a caller may say about how sources are read, and how far archives are followed.

use serde::{Deserialize, Serialize};

use crate::ingest::map::FieldMap;

/// How large sources may be, and how far archives are unpacked. What goes beyond is refused, with the reason; what was read before stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of one source that is held in memory as a whole, members of archives included; JSON Lines are not, and may be longer.
    /// Default: 1 GiB, two hundred times a long book.
    pub file_bytes: u64,
    /// Bytes of text of which all paragraphs are held at once, too: of pages, captions, mail, of all but plain text, records and tables,
    /// which are handed on in parts. A paragraph of a letter takes a hundred times its bytes. Default: 64 MiB, ten times a long book.
    pub whole_bytes: u64,
    /// Bytes unpacked from one file, all its members together. Default: 4 GiB, more than any collection of texts that
    /// fits a mail or a download.
    pub bytes: u64,
    /// Bytes unpacked for each byte packed, once 16 MiB are exceeded. Default: 250; text packs to a twentieth at best,
    /// a bomb to a thousandth.
    pub ratio: u64,
    /// Members of one archive. Default: 100,000.
    pub members: u64,
    /// Archives inside archives; a `.tar.gz` counts as two. Default: 3.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            whole_bytes: 64 << 20,
            bytes: 4 << 30,
            ratio: 250,
            members: 100_000,
            depth: 3,
        }
    }
}

/// How sources are read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Whether prose is attributed where no label says who speaks. Default: true.
    pub attribution: bool,
    /// Name of the format to read every source as. Default: each is told by its name and content.
    pub format: Option<String>,
    /// Label of the encoding to read every source in, as the WHATWG names them ("windows-1252"). Default: each is told
    /// by its content.
    pub encoding: Option<String>,
    /// What the fields of records (JSON Lines, tables) are called. Default: as the formats say.
    pub map: Option<FieldMap>,
    /// How far archives and compressed files are unpacked.
    pub limits: Limits,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            attribution: true,
            format: None,
            encoding: None,
            map: None,
            limits: Limits::default(),
        }
    }
}
