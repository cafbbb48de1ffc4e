//! ZIP archives: each member is read as a file with its name.
//!
//! The directory is at the end of an archive, so the whole file is held in memory; members are
//! unpacked one by one. Members that are encrypted or compressed in an unknown way are reported and
//! skipped. A document that is an archive, such as one of Word, goes to its own reader.

use std::cell::Cell;
use std::io::{Cursor, Read};
use std::rc::Rc;

use zip::ZipArchive;

use crate::error::Result;
use crate::ingest::format::{Format, Formats, Likeness, with_facts};
use crate::ingest::members::{Members, deeper};
use crate::ingest::package_kind::PackageKind;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::unread::Unread;
use crate::options::ReadOptions;

/// Formats of documents that are ZIP archives.
const DOCUMENTS: [&str; 4] = ["docx", "pptx", "odt", "epub"];

/// ZIP archives.
pub struct Zip;

impl Format for Zip {
    fn name(&self) -> &'static str {
        "zip"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
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
        let bytes = source.bytes()?;
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            source.unreadable(&format!("is not a readable ZIP archive: {error}"))
        })?;
        let path = source.path().to_owned();
        let kind = kind(&mut archive);
        let unread = kind.and_then(PackageKind::unread_ending);
        if let Some(unread) = unread.and_then(Unread::by_ending) {
            return Err(source.unread(unread));
        }
        // A file that is called a document is none of the archives that hold other files.
        let named = formats
            .of_path(&path)
            .filter(|format| DOCUMENTS.contains(&format.name()));
        let reader = match kind.and_then(PackageKind::format) {
            Some(name) => formats.named(name),
            None => named,
        };
        if let Some(reader) = reader {
            let mut document = source.again(archive.into_inner().into_inner());
            return with_facts(&path, options, sink, |sink| {
                reader.read(&mut document, options, formats, sink)
            });
        }
        let mut members = Members::new(sink, options, formats, meter);
        for index in 0..archive.len() {
            let (name, is_file) = match archive.by_index_raw(index) {
                Ok(member) => (
                    String::from_utf8_lossy(member.name_raw()).into_owned(),
                    member.is_file() && !member.is_symlink(),
                ),
                Err(error) => {
                    members.problem(format!("member {}: {error}; skipped", index + 1));
                    continue;
                }
            };
            match members.wants(&name) {
                Ok(wanted) if !wanted || !is_file => continue,
                Ok(_) => {}
                Err(reason) => {
                    members.problem(reason);
                    break;
                }
            }
            match archive.by_index(index) {
                Ok(member) => {
                    let packed = Rc::new(Cell::new(member.compressed_size()));
                    members.read(&name, member.take(u64::MAX), packed)?;
                }
                Err(error) => members.problem(format!("{name}: {error}; skipped")),
            }
        }
        members.finish();
        Ok(())
    }
}

/// What kind of document an archive is. Its first bytes do not always say so.
fn kind(archive: &mut ZipArchive<Cursor<Vec<u8>>>) -> Option<PackageKind> {
    /// The longest media type has 70 bytes.
    const MAX_BYTES: u64 = 200;
    let mut media_type = Vec::new();
    if let Ok(member) = archive.by_name("mimetype") {
        member.take(MAX_BYTES).read_to_end(&mut media_type).ok()?;
    }
    let names: Vec<_> = archive.file_names().flatten().collect();
    let names: Vec<&[u8]> = names.iter().map(|name| name.as_bytes()).collect();
    PackageKind::of_members(&names, Some(&media_type))
}

#[cfg(test)]
mod tests {
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::ingest::testing::zip;
    use crate::options::ReadOptions;

    #[test]
    fn members_are_read_and_a_bomb_among_them_is_skipped() {
        let archive = zip(&[
            ("one.txt", b"One."),
            ("bomb.txt", &vec![b' '; 40 << 20]),
            ("two.txt", b"Two."),
        ]);
        let mut sink = Collected::default();
        let reading =
            read_bytes("a.txt", archive, &ReadOptions::default(), &mut sink).expect("readable");
        assert_eq!(reading.format, "zip");
        let keys: Vec<Option<&str>> = sink.documents.iter().map(|d| d.key.as_deref()).collect();
        assert_eq!(keys, [Some("one.txt"), Some("two.txt")]);
        assert_eq!(
            sink.problems[0].message,
            "bomb.txt: unpacks to more than 250 times its size, which is the limit; skipped"
        );
    }

    #[test]
    fn a_truncated_archive_is_refused_with_the_reason() {
        let archive = zip(&[("one.txt", b"One.")]);
        let mut sink = Collected::default();
        let outcome = read_bytes(
            "a.zip",
            archive[..30].to_vec(),
            &ReadOptions::default(),
            &mut sink,
        );
        let message = outcome.expect_err("refused").to_string();
        assert!(
            message.starts_with("a.zip: is not a readable ZIP archive"),
            "{message}"
        );
    }
}
