//! Compressed files (`.gz`, `.zst`, `.xz`, `.bz2`), read as the file inside.
//!
//! The file inside has the same name without the extension: `a.md.gz` is read as `a.md`. It is
//! unpacked as it is read, so that JSON Lines of any length take little memory.

use std::cell::Cell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::error::{Error, Result};
use crate::ingest::bounded::{Bounded, Counted};
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::members::deeper;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// A file compressed as a whole.
pub struct Compressed;

// The first bytes of each kind of compressed file.
const GZIP: &[u8] = b"\x1F\x8B";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";
const XZ: &[u8] = b"\xFD7zXZ\0";
const BZIP2: &[u8] = b"BZh";

// Memory that unpacking xz may use, in KiB. The highest compression level needs this much.
const XZ_MEMORY_KIB: u32 = 128 << 10;

impl Format for Compressed {
    fn name(&self) -> &'static str {
        "compressed"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[
            "gz", "zst", "xz", "bz2", "tgz", "tzst", "txz", "tbz2", "tbz",
        ]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let bzip2 = head.starts_with(BZIP2)
            && head.get(3).is_some_and(u8::is_ascii_digit)
            && head.get(4..10) == Some(b"1AY&SY");
        if bzip2 || [GZIP, ZSTD, XZ].iter().any(|magic| head.starts_with(magic)) {
            Likeness::Certain
        } else {
            Likeness::None
        }
    }

    fn is_container(&self) -> bool {
        true
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        formats: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let meter = deeper(source, options)?;
        let path = source.path().to_owned();
        let inner = inner_name(&path);
        let head = source.head()?.to_owned();
        let failed = |error: std::io::Error| Error::Read {
            path: path.clone(),
            source: error,
        };
        let packed = Rc::new(Cell::new(0));
        let counted = Counted::new(source.reader(), packed.clone());
        let unpacker: Box<dyn Read + '_> = if head.starts_with(GZIP) {
            Box::new(flate2::read::MultiGzDecoder::new(counted))
        } else if head.starts_with(ZSTD) {
            let decoder = ruzstd::decoding::StreamingDecoder::new(counted)
                .map_err(|error| failed(std::io::Error::other(error.to_string())))?;
            Box::new(decoder)
        } else if head.starts_with(XZ) {
            Box::new(lzma_rust2::XzReader::new_mem_limit(
                counted,
                true,
                XZ_MEMORY_KIB,
            ))
        } else if head.starts_with(BZIP2) {
            Box::new(bzip2::read::MultiBzDecoder::new(counted))
        } else {
            return Err(source.unreadable("is not a compressed file, in spite of its name"));
        };
        let bounded = Bounded::new(unpacker, options.limits, meter.clone(), packed);
        let inner = Source::unpacked(&inner, bounded, meter).map_err(failed)?;
        // `--format compressed` says nothing about the file inside.
        let options = ReadOptions {
            format: None,
            ..options.clone()
        };
        let reading = formats.read(inner, &options, sink)?;
        source.note_encoding(reading.encoding);
        Ok(())
    }
}

/// The name of the file inside: "a.md" for "a.md.gz", "a.tar" for "a.tgz".
fn inner_name(path: &Path) -> PathBuf {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("tgz" | "tzst" | "txz" | "tbz2" | "tbz") => path.with_extension("tar"),
        Some("gz" | "zst" | "xz" | "bz2") => path.with_extension(""),
        _ => path.to_owned(),
    }
}
