//! Files that mean harm, or have come to it: each is refused with a reason, or read as far as it
//! goes. None panics or hangs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use onrecord_index::Index;
use onrecord_index::ingest::formats::FORMATS;
use onrecord_index::ingest::sink::Collected;
use onrecord_index::ingest::{read_bytes, read_file};
use onrecord_index::options::ReadOptions;
use onrecord_index::update::{NoProgress, Report, UpdateOptions};

/// Indexes what lies in a folder made for it.
fn indexed(fill: impl FnOnce(&Path)) -> Report {
    indexed_as(&UpdateOptions::default(), fill)
}

fn indexed_as(options: &UpdateOptions, fill: impl FnOnce(&Path)) -> Report {
    let folder = tempfile::tempdir().expect("a folder");
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).expect("a folder");
    fill(&texts);
    let index = Index::create(&folder.path().join("index")).expect("an index");
    index
        .update(&[texts], options, &NoProgress)
        .expect("a report")
}

fn reasons(report: &Report) -> Vec<String> {
    report
        .failures
        .iter()
        .map(|failure| failure.problem.message.clone())
        .collect()
}

#[test]
fn a_hundred_thousand_nested_tags_end_no_reader() {
    const DEEP: usize = 100_000;
    let texts = [
        format!("<html>{}x", "<div><b><ul><li>".repeat(DEEP)),
        format!("<TEI><text>{}x", "<div><sp>".repeat(DEEP)),
        format!("<tt>{}x", "<p><span>".repeat(DEEP)),
        format!("{{\\rtf1 {}x", "{\\b ".repeat(DEEP)),
        "[".repeat(DEEP),
        "{\"a\":".repeat(DEEP),
        "> ".repeat(DEEP),
    ];
    for text in texts {
        for format in FORMATS {
            // The plain and the marked-up reader have no depth to lose themselves in, and take
            // their time over such lines.
            if matches!(format.name(), "plain" | "mail" | "table") {
                continue;
            }
            let options = ReadOptions {
                format: Some(format.name().to_owned()),
                attribution: false,
                ..ReadOptions::default()
            };
            let mut sink = Collected::default();
            let _ = read_bytes("a", text.clone().into_bytes(), &options, &mut sink);
        }
    }
}

#[test]
fn a_file_cut_short_anywhere_is_read_or_refused() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer
        .write_all(b"Anna Berg: The harbour is full.\n")
        .expect("packed");
    let packed = packer.finish().expect("packed");
    for end in 0..packed.len() {
        let mut sink = Collected::default();
        let _ = read_bytes(
            "a.txt.gz",
            packed[..end].to_vec(),
            &ReadOptions::default(),
            &mut sink,
        );
    }
}

#[test]
fn a_refused_file_is_named_with_the_reason_and_the_others_are_read() {
    let report = indexed(|texts| {
        fs::write(texts.join("good.txt"), "Anna Berg: It is full.\n").expect("written");
        fs::write(texts.join("a.docx"), b"PK\x03\x04 and no more").expect("written");
        fs::write(texts.join("b.pdf"), b"%PDF-1.4 and no more").expect("written");
        fs::write(texts.join("c.xz"), b"\xFD7zXZ\0 and no more").expect("written");
    });
    assert_eq!(report.added, 1);
    let names: Vec<_> = report
        .failures
        .iter()
        .filter_map(|failure| failure.path.file_name())
        .collect();
    assert_eq!(names, ["a.docx", "b.pdf", "c.xz"]);
    assert!(
        reasons(&report)
            .iter()
            .all(|reason| !reason.is_empty() && !reason.contains("bug")),
        "{report:?}"
    );
}

#[test]
fn a_file_beyond_the_limit_is_refused_with_the_reason_and_json_lines_are_not() {
    let mut options = ReadOptions::default();
    options.limits.file_bytes = 20;
    let read = |name: &str, text: &str| {
        let mut sink = Collected::default();
        read_bytes(name, text.as_bytes().to_vec(), &options, &mut sink)
            .map(|_| sink.documents.len())
            .map_err(|error| error.to_string())
    };
    assert_eq!(read("a.txt", "The harbour is full"), Ok(1));
    let refused = |name: &str, limit: u64| {
        Err(format!(
            "{name}: is larger than {limit} bytes, the limit for this format: split it, or raise the limit with \
             --max-file-size"
        ))
    };
    assert_eq!(
        read("a.txt", "The harbour is full of silt."),
        refused("a.txt", 20)
    );
    assert_eq!(
        read("a.jsonl", "{\"text\":\"The harbour is full of silt.\"}"),
        Ok(1)
    );
    // All paragraphs of a page are held at once; those of a plain text or a table are not.
    options.limits.file_bytes = 1_000;
    options.limits.whole_bytes = 20;
    let read = |name: &str, text: &str| {
        let mut sink = Collected::default();
        read_bytes(name, text.as_bytes().to_vec(), &options, &mut sink)
            .map(|_| sink.documents.len())
            .map_err(|error| error.to_string())
    };
    let text = "The harbour is full of silt.\n";
    assert_eq!(read("a.txt", text), Ok(1));
    assert_eq!(
        read("a.csv", "speaker,text\nAnna,The harbour is full.\n"),
        Ok(1)
    );
    for name in ["a.md", "a.html", "a.srt", "a.vtt"] {
        assert_eq!(read(name, text), refused(name, 20));
    }
    let rich = format!("{{\\rtf1 {text}}}");
    assert_eq!(read("a.rtf", &rich), refused("a.rtf", 20));
    let mail = format!("From: a@b.c\nSubject: x\n\n{text}");
    assert_eq!(read("a.eml", &mail), refused("a.eml", 20));
}

#[test]
fn each_limit_on_archives_names_the_archive_and_the_member() {
    let packed = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).expect("packed");
        packer.finish().expect("packed")
    };
    let archive = |members: &[(&str, &[u8])]| {
        let mut archive = tar::Builder::new(Vec::new());
        for (name, bytes) in members {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            archive
                .append_data(&mut header, name, *bytes)
                .expect("appended");
        }
        archive.into_inner().expect("an archive")
    };
    let mut options = UpdateOptions::default();
    options.read.limits.members = 2;
    options.read.limits.depth = 2;
    let report = indexed_as(&options, |texts| {
        let one: (&str, &[u8]) = ("one.txt", b"One.");
        let write =
            |name: &str, bytes: Vec<u8>| fs::write(texts.join(name), bytes).expect("written");
        let deep = packed(&packed(b"Silt."));
        write("deep.tar", archive(&[one, ("in/deep.txt.gz.gz", &deep)]));
        write(
            "many.tar",
            archive(&[one, ("two.txt", b"Two."), ("three.txt", b"Three.")]),
        );
        // Up to 16 MiB any ratio will do.
        let bomb = packed(&vec![b' '; 17 << 20]);
        write("ratio.tar", archive(&[("bomb.txt.gz", &bomb), one]));
    });
    options.read.limits.bytes = 1000;
    let small = indexed_as(&options, |texts| {
        let members: [(&str, &[u8]); 2] = [("one.txt", b"One."), ("mud.txt", &[b'm'; 2000])];
        fs::write(texts.join("size.tar"), archive(&members)).expect("written");
    });
    let found: Vec<(String, String)> = [&report, &small]
        .into_iter()
        .flat_map(|report| &report.failures)
        .map(|failure| {
            let name = failure.path.file_name().unwrap_or_default();
            (
                name.to_string_lossy().into_owned(),
                failure.problem.message.clone(),
            )
        })
        .collect();
    let expected = [
        (
            "deep.tar",
            "in/deep.txt.gz.gz: archives lie in archives deeper than 2, which is the limit; skipped",
        ),
        (
            "many.tar",
            "has more than 2 members, which is the limit; the rest is left out",
        ),
        (
            "ratio.tar",
            "bomb.txt.gz: unpacks to more than 250 times its size, which is the limit; skipped",
        ),
        (
            "size.tar",
            "mud.txt: unpacks to more than 1000 bytes, which is the limit; skipped",
        ),
    ];
    assert_eq!(
        found,
        expected.map(|(name, message)| (name.to_owned(), message.to_owned()))
    );
    // The files beside them are read.
    assert_eq!((report.added, small.added), (3, 1));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_names_that_are_not_utf8_are_taken_as_they_are() {
    use std::os::unix::ffi::OsStringExt;

    let report = indexed(|texts| {
        std::os::unix::fs::symlink(texts, texts.join("loop")).expect("a link");
        let name = std::ffi::OsString::from_vec(b"caf\xE9.txt".to_vec());
        fs::write(texts.join(name), "The harbour is full.\n").expect("written");
        let pipe = texts.join("pipe.txt");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()));
        let refused = read_file(&pipe, &ReadOptions::default(), &mut Collected::default());
        assert!(
            refused
                .expect_err("refused")
                .to_string()
                .contains("is not a regular file")
        );
    });
    assert_eq!((report.added, report.failures.len()), (1, 0));
}

#[test]
fn a_file_that_shrinks_while_it_is_read_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("a.jsonl");
    let record = "{\"text\":\"The harbour is full.\"}\n";
    fs::write(&path, record.repeat(20_000)).expect("written");
    /// Cuts the file short as soon as something of it was read.
    struct Cutting<'a>(&'a Path, usize);
    impl onrecord_index::ingest::sink::Sink for Cutting<'_> {
        fn document(
            &mut self,
            document: onrecord_index::document::Document,
        ) -> onrecord_index::error::Result<()> {
            self.1 += document.paragraphs.len();
            let file = fs::OpenOptions::new()
                .write(true)
                .open(self.0)
                .expect("opened");
            file.set_len(0).expect("cut");
            Ok(())
        }
        fn problem(&mut self, _: onrecord_index::ingest::sink::Problem) {}
    }
    let mut sink = Cutting(&path, 0);
    let options = ReadOptions {
        attribution: false,
        ..ReadOptions::default()
    };
    read_file(&path, &options, &mut sink).expect("readable");
    assert!(sink.1 > 0);
}
