//! TAR archives: each member is read as a file with its name.
//!
//! Members are read in the order of the archive, so that an archive of any size takes little
//! memory. Links, folders and devices are skipped.

use std::cell::Cell;
use std::rc::Rc;

use crate::error::Result;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::members::{Members, deeper};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// TAR archives.
pub struct Tar;

impl Format for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tar"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        if head.get(257..262) == Some(b"ustar") {
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
        let broken = source.unreadable("is not a readable TAR archive");
        let mut archive = tar::Archive::new(source.reader());
        let mut members = Members::new(sink, options, formats, meter);
        let Ok(entries) = archive.entries() else {
            return Err(broken);
        };
        let mut any = false;
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(_) if !any => return Err(broken),
                Err(error) => {
                    members.problem(format!("the archive is cut off: {error}"));
                    break;
                }
            };
            any = true;
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            match members.wants(&name) {
                Ok(true) => {
                    // TAR does not compress: only the compressed file around it has a ratio to
                    // check.
                    let packed = Rc::new(Cell::new(u64::MAX));
                    members.read(&name, entry, packed)?;
                }
                Ok(false) => {}
                Err(reason) => {
                    members.problem(reason);
                    break;
                }
            }
        }
        members.finish();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::{Limits, ReadOptions};

    fn tar(members: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = tar::Builder::new(Vec::new());
        for (name, text) in members {
            let mut header = tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            header.set_mode(0o644);
            archive
                .append_data(&mut header, name, text.as_bytes())
                .expect("appended");
        }
        archive.into_inner().expect("an archive")
    }

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).expect("packed");
        packer.finish().expect("packed")
    }

    fn check(name: &str, bytes: Vec<u8>, limits: Limits, keys: &[&str], problems: &[&str]) {
        let mut sink = Collected::default();
        let options = ReadOptions {
            limits,
            ..ReadOptions::default()
        };
        let outcome = read_bytes(name, bytes, &options, &mut sink);
        let mut found: Vec<String> = sink.problems.iter().map(ToString::to_string).collect();
        if let Err(error) = outcome {
            let source = std::error::Error::source(&error).map(ToString::to_string);
            found.push(source.unwrap_or_else(|| error.to_string()));
        }
        assert_eq!(found, problems);
        let found: Vec<&str> = sink
            .documents
            .iter()
            .map(|d| d.key.as_deref().unwrap_or(""))
            .collect();
        assert_eq!(found, keys);
    }

    #[test]
    fn the_key_of_a_document_is_the_path_of_its_member() {
        let archive = tar(&[
            ("a/one.txt", "One."),
            ("two.md", "Two."),
            (".hidden.txt", "No."),
            ("x.bin", "No."),
            ("x.png", "No."),
            ("a/one.txt", "Again."),
        ]);
        let keys = ["a/one.txt", "two.md", "a/one.txt#2"];
        let unknown = [
            "x.bin: is text, but has an unknown ending; rename it to end in .txt to \
             read it; skipped",
        ];
        check("a.tar", archive.clone(), Limits::default(), &keys, &unknown);
        check("a.txt", gz(&archive), Limits::default(), &keys, &unknown);
        check(
            "a.md.gz",
            gz(b"# One\n\nTwo."),
            Limits::default(),
            &[""],
            &[],
        );
    }

    #[test]
    fn every_kind_of_compression_is_unpacked() {
        let text = b"Anna Berg: The harbour is full.\n".repeat(50);
        let mut bz2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
        bz2.write_all(&text).expect("packed");
        let zst = ruzstd::encoding::compress_to_vec(
            &text[..],
            ruzstd::encoding::CompressionLevel::Fastest,
        );
        for (name, bytes) in [
            ("a.txt.gz", gz(&text)),
            ("a.txt.bz2", bz2.finish().expect("packed")),
            ("a.txt.zst", zst),
        ] {
            let mut sink = Collected::default();
            let reading = read_bytes(name, bytes, &ReadOptions::default(), &mut sink).expect(name);
            assert_eq!(reading.encoding, "UTF-8", "{name}");
            assert_eq!(sink.documents[0].paragraphs.len(), 50, "{name}");
        }
    }

    #[test]
    fn exceeded_limits_are_reported() {
        let archive = tar(&[("one.txt", "One."), ("two.txt", "Two.")]);
        let limits = Limits {
            members: 1,
            ..Limits::default()
        };
        check(
            "a.tar",
            archive.clone(),
            limits,
            &["one.txt"],
            &["has more than 1 members, which is the limit; the rest is left out"],
        );
        let bomb = gz(&vec![b' '; 40 << 20]);
        check(
            "a.txt.gz",
            bomb,
            Limits::default(),
            &[],
            &["unpacks to more than 250 times its size, which is the limit"],
        );
        let limits = Limits {
            bytes: 1000,
            ..Limits::default()
        };
        check(
            "a.txt.gz",
            gz(&[b'a'; 5000]),
            limits,
            &[],
            &["unpacks to more than 1000 bytes, which is the limit"],
        );
        let limits = Limits {
            depth: 1,
            ..Limits::default()
        };
        check(
            "a.tar.gz",
            gz(&archive),
            limits,
            &[],
            &["a.tar: archives lie in archives deeper than 1, which is the limit"],
        );
        let nested = gz(&gz(&gz(&gz(&gz(b"One.")))));
        check(
            "a.gz",
            nested,
            Limits::default(),
            &[],
            &["a: archives lie in archives deeper than 3, which is the limit"],
        );
    }

    #[test]
    fn an_archive_that_is_cut_off_gives_the_members_before_the_cut() {
        let archive = tar(&[("one.txt", "One."), ("two.txt", "Two.")]);
        let packed = gz(&archive);
        let mut sink = Collected::default();
        let options = ReadOptions::default();
        assert!(read_bytes("a.tar", archive[..700].to_vec(), &options, &mut sink).is_ok());
        assert!(read_bytes("a.tar.gz", packed[..20].to_vec(), &options, &mut sink).is_err());
    }
}
