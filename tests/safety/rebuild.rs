//! An index of an earlier version, or a damaged one, is built again from the sources it records.

use std::fs;
use std::path::PathBuf;

use crate::corpus::{self, Random, leftovers};
use crate::desk::{Desk, STORY};

/// A desk with an index of sources read in several ways.
fn desk() -> Desk {
    let desk = Desk::new();
    corpus::write(&desk, &mut Random::new(11), 10);
    desk.write("bare.txt", STORY);
    desk.write(
        "latin.txt",
        b"NORHAVEN - \"K\xe4se,\" said Mayor Karl Holm.\n",
    );
    desk.write(
        "turns.jsonl",
        "{\"who\": \"Anna Berg\", \"words\": \"The ferry is late.\"}\n",
    );
    let index = |args: &[&str]| {
        desk.check(&[&["index", "--quiet"], args].concat(), 0);
    };
    index(&["texts"]);
    index(&["bare.txt", "--no-attribution"]);
    index(&["latin.txt", "--encoding", "windows-1252"]);
    index(&["turns.jsonl", "--map", "speaker=who,text=words"]);
    desk
}

#[test]
fn an_index_of_an_earlier_version_is_rebuilt() {
    let desk = desk();
    let before = desk.listing(".onrecord");
    assert!(before.iter().any(|line| line.contains("Käse")));
    corpus::age(&desk, ".onrecord");
    let ended = desk.check(&["search", "ferry"], 3);
    assert!(
        ended
            .err
            .contains("onrecord index --rebuild --index .onrecord"),
        "{}",
        ended.err
    );
    desk.check(&["index", "texts"], 3);
    desk.check(&["index", "--rebuild"], 0);
    assert!(desk.listing(".onrecord") == before);
    assert_eq!(leftovers(&desk, ".onrecord"), Vec::<String>::new());
    desk.check(&["check"], 0);
    // Files that have not changed are not read again.
    let again = desk.check(&["index", "texts"], 0).out;
    assert!(again.starts_with("10 files unchanged"), "{again}");
}

#[test]
fn an_index_without_its_list_of_segments_is_rebuilt() {
    let desk = desk();
    let before = desk.listing(".onrecord");
    let gone = desk.path().join(".onrecord/meta.json");
    fs::remove_file(&gone).expect("a file");
    for args in [&["search", "ferry"][..], &["index", "texts"], &["check"]] {
        let ended = desk.check(args, 3);
        assert!(ended.err.contains("meta.json"), "{}", ended.err);
        assert!(ended.err.contains("index --rebuild"), "{}", ended.err);
    }
    desk.check(&["index", "--rebuild"], 0);
    assert!(desk.listing(".onrecord") == before);
    assert_eq!(leftovers(&desk, ".onrecord"), Vec::<String>::new());
    desk.check(&["check"], 0);

    // Without the list of sources it is not known what the index was made from.
    fs::remove_file(&gone).expect("a file");
    for file in desk.files(".onrecord") {
        if file.to_string_lossy().contains("sources-") {
            fs::remove_file(file).expect("a file");
        }
    }
    let ended = desk.check(&["index", "--rebuild"], 3);
    assert!(ended.err.contains("delete its folder"), "{}", ended.err);
}

#[test]
fn an_index_is_rebuilt_whichever_file_is_damaged() {
    let desk = desk();
    let before = desk.listing(".onrecord");
    let mut rebuilt = 0;
    let parts = [
        ".idx",
        ".term",
        ".pos",
        ".store",
        ".fast",
        ".fieldnorm",
        "meta.json",
        "symbols-",
    ];
    for part in parts {
        let files = desk.files(".onrecord");
        let name = |path: &&PathBuf| {
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned())
        };
        let is_part = |path: &&PathBuf| name(path).is_some_and(|name| name.contains(part));
        let file = files.iter().find(is_part).expect("such a file");
        let mut bytes = fs::read(file).expect("a file");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 2;
        fs::write(file, bytes).expect("a file");
        let name = file.file_name().expect("a name").to_string_lossy();
        let ended = desk.check(&["check"], 3);
        assert!(ended.err.contains(&*name), "{}", ended.err);
        desk.check(&["index", "--rebuild", "--quiet"], 0);
        desk.check(&["check"], 0);
        assert!(desk.listing(".onrecord") == before, "{part}");
        assert_eq!(leftovers(&desk, ".onrecord"), Vec::<String>::new());
        rebuilt += 1;
    }
    assert_eq!(rebuilt, parts.len());
}

#[test]
fn no_source_is_dropped_silently() {
    let desk = desk();
    let before = desk.listing(".onrecord");
    let files = desk.files(".onrecord");
    fs::remove_file(desk.path().join("bare.txt")).expect("a file");
    let ended = desk.check(&["index", "--rebuild"], 74);
    assert!(
        ended.err.contains("bare.txt: no such file"),
        "{}",
        ended.err
    );
    assert!(ended.err.contains("nothing was changed"), "{}", ended.err);
    assert!(ended.err.contains("--drop-missing"), "{}", ended.err);
    assert!(desk.listing(".onrecord") == before && desk.files(".onrecord") == files);
    // A source that exists but cannot be read counts as missing.
    desk.write("bare.txt", b"\0\0\0\0");
    let ended = desk.check(&["index", "--rebuild"], 74);
    assert!(ended.err.contains("bare.txt"), "{}", ended.err);
    assert!(desk.listing(".onrecord") == before && desk.files(".onrecord") == files);
    let ended = desk.check(&["index", "--rebuild", "--drop-missing"], 5);
    assert!(ended.err.contains("bare.txt"), "{}", ended.err);
    let kept = |line: &&String| !line.contains("\"path\":\"bare.txt\"");
    let expected: Vec<&String> = before.iter().filter(kept).collect();
    assert!(expected.len() < before.len());
    assert!(desk.listing(".onrecord").iter().eq(expected));
}

#[test]
fn a_rebuild_that_is_killed_or_refused_leaves_the_old_index() {
    let desk = desk();
    let before = desk.listing(".onrecord");
    for blocks in [0, 1, 2, 4] {
        for (prepare, status) in [("ulimit -c 0", None), ("trap '' XFSZ", Some(74))] {
            let limit = format!("{prepare}; ulimit -f {blocks}");
            let mut run = desk.shell(&limit, &["index", "--rebuild", "--quiet"]);
            let ended = run.output().expect("it runs");
            assert_eq!(ended.status.code(), status, "{limit}: {ended:?}");
            desk.check(&["check"], 0);
            assert!(desk.listing(".onrecord") == before, "{limit}");
        }
    }
    desk.check(&["index", "--rebuild", "--quiet"], 0);
    assert!(desk.listing(".onrecord") == before);
    assert_eq!(leftovers(&desk, ".onrecord"), Vec::<String>::new());
}

#[test]
fn a_rebuild_waits_for_no_writer_and_needs_an_index() {
    let desk = Desk::new();
    desk.check(&["index", "--rebuild"], 3);
    desk.check(&["index", "--rebuild", "texts"], 2);
    desk.check(&["index", "--drop-missing", "texts"], 2);
    desk.write("a.txt", STORY);
    desk.check(&["index", "a.txt", "--quiet"], 0);
    let lock = fs::File::options()
        .write(true)
        .open(desk.path().join(".onrecord/.tantivy-writer.lock"));
    let lock = lock.expect("the lock");
    lock.lock().expect("a lock");
    desk.check(&["index", "--rebuild"], 75);
    drop(lock);
    // Standard input cannot be read a second time.
    let mut child = desk
        .command(&["index", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut pipe, STORY.as_bytes()).expect("it reads");
    drop(pipe);
    assert!(child.wait().expect("it ends").success());
    let ended = desk.check(&["index", "--rebuild"], 74);
    assert!(ended.err.contains("(standard input)"), "{}", ended.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_name_that_is_not_unicode_is_found_again() {
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let name = std::ffi::OsStr::from_bytes(b"k\xe4se.txt");
    fs::write(desk.path().join(name), STORY).expect("a file");
    desk.check(&["index", ".", "--quiet"], 0);
    let before = desk.listing(".onrecord");
    assert_eq!(before.len(), 2);
    desk.check(&["index", "--rebuild", "--quiet"], 0);
    assert!(desk.listing(".onrecord") == before);
}
