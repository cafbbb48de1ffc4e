//! Disks that are full, read-only media, files without permission, and a folder that is deleted.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use onrecord_index::Index;
use onrecord_index::error::Error;
use onrecord_index::query::Query;
use onrecord_index::searcher::Request;

use crate::corpus::{self, Random, leftovers};
use crate::desk::{Desk, Ended, STORY, check, run};
use crate::sized;

#[test]
fn a_limit_on_file_size_keeps_the_last_commit() {
    let desk = Desk::new();
    corpus::write(&desk, &mut Random::new(5), 12);
    desk.check(&["index", "texts", "--quiet", "--index", "index"], 0);
    let before = desk.listing("index");
    corpus::write(&desk, &mut Random::new(6), 12);
    let mut failed = 0;
    for blocks in [0, 1, 2, 4, 8, 16, 32, 1_000] {
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}");
        let ended = run(desk.shell(&limit, &["index", "texts", "--quiet", "--index", "index"]));
        if ended.status == 0 {
            assert!(desk.listing("index") != before, "{blocks} blocks");
            break;
        }
        is_refused(&ended, "File too large");
        desk.check(&["check", "--index", "index"], 0);
        assert!(desk.listing("index") == before, "{blocks} blocks");
        // Unfinished files must not keep the full disk full.
        assert_eq!(leftovers(&desk, "index"), Vec::<String>::new());
        failed += 1;
    }
    assert!((3..8).contains(&failed), "{failed} sizes were too small");
}

#[test]
fn a_disk_that_is_full_keeps_the_last_commit() {
    let desk = Desk::new();
    let Some(disk) = sized(None, Disk::mount(&desk, "disk", "size=3m")) else {
        return;
    };
    corpus::write(&desk, &mut Random::new(5), 400);
    desk.check(&["index", "texts", "--quiet", "--index", "disk/index"], 0);
    let before = desk.listing("disk/index");
    let mut failed = 0;
    for round in 0..40 {
        corpus::write(&desk, &mut Random::new(round), 400 + 100 * round);
        let ended = desk.run(&["index", "texts", "--quiet", "--index", "disk/index"]);
        desk.check(&["check", "--index", "disk/index"], 0);
        if ended.status != 0 {
            is_refused(&ended, "No space left on device");
            assert_eq!(leftovers(&desk, "disk/index"), Vec::<String>::new());
            failed += 1;
        }
    }
    assert!(failed > 0 && desk.listing("disk/index").len() >= before.len());
    disk.remount("ro");
    desk.check(&["search", "harbour", "--index", "disk/index"], 0);
    desk.check(&["check", "--index", "disk/index"], 0);
    desk.check(&["status", "--index", "disk/index"], 0);
    let ended = desk.run(&["index", "texts", "--index", "disk/index"]);
    is_refused(&ended, "Read-only file system");
    eprintln!("{failed} of 40 runs found the disk full");
}

#[test]
fn an_index_of_another_user_can_be_searched_but_not_written() {
    let desk = Desk::new();
    desk.write("a.txt", STORY);
    desk.check(&["index", "a.txt", "--quiet", "--index", "index"], 0);
    set_modes(&desk.path().join("index"), 0o555, 0o444);
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o755)).expect("a mode");
    let as_nobody = |args: &[&str]| unprivileged(&desk, args);
    for args in [
        &["search", "ferry"][..],
        &["check"],
        &["status"],
        &["speakers"],
    ] {
        check(as_nobody(&[args, &["--index", "index"]].concat()), 0);
    }
    let ended = run(as_nobody(&["index", "a.txt", "--index", "index"]));
    is_refused(&ended, "Permission denied");
    // A folder that may not be read is not reported as a missing index.
    set_modes(&desk.path().join("index"), 0o000, 0o000);
    let ended = run(as_nobody(&["search", "ferry", "--index", "index"]));
    is_refused(&ended, "Permission denied");
    set_modes(&desk.path().join("index"), 0o755, 0o644);
}

#[test]
fn a_source_without_permission_is_named_and_keeps_its_passages() {
    let desk = Desk::new();
    desk.write("texts/a.txt", STORY);
    desk.write("texts/b.txt", STORY);
    fs::set_permissions(desk.path(), fs::Permissions::from_mode(0o777)).expect("a mode");
    check(
        unprivileged(&desk, &["index", "texts", "--quiet", "--index", "index"]),
        0,
    );
    desk.write("texts/b.txt", STORY.replace("ferry", "tram"));
    set_modes(&desk.path().join("texts/b.txt"), 0o000, 0o000);
    let ended = check(
        unprivileged(&desk, &["index", "texts", "--index", "index"]),
        5,
    );
    assert!(
        ended.err.contains("b.txt: Permission denied"),
        "{}",
        ended.err
    );
    assert_eq!(
        desk.check(&["search", "ferry", "--count", "--index", "index"], 0)
            .out,
        "2\n"
    );
}

#[test]
fn the_files_of_an_index_obey_the_umask() {
    for (umask, mode) in [("022", 0o644), ("027", 0o640), ("077", 0o600)] {
        let desk = Desk::new();
        desk.write("a.txt", STORY);
        let umask = format!("umask {umask}");
        check(
            desk.shell(&umask, &["index", "a.txt", "--quiet", "--index", "index"]),
            0,
        );
        for file in desk.files("index") {
            let found = file.metadata().expect("a file").permissions().mode() & 0o777;
            assert_eq!(found, mode, "{}", file.display());
        }
    }
}

#[test]
fn a_running_search_outlives_its_folder() {
    let desk = Desk::new();
    corpus::write(&desk, &mut Random::new(7), 12);
    desk.check(&["index", "texts", "--quiet", "--index", "index"], 0);
    let folder = desk.path().join("index");
    let index = Index::open(&folder).expect("an index");
    let searcher = index.searcher().expect("a searcher");
    let query = Query::parse("harbour").expect("a query");
    let texts = || -> Vec<String> {
        let answer = searcher.search(&query, &Request::default());
        let answer = answer.expect("an answer");
        answer
            .hits()
            .map(|hit| hit.expect("a hit").passage.text)
            .collect()
    };
    let before = texts();
    fs::remove_dir_all(&folder).expect("a folder");
    assert!(!before.is_empty() && texts() == before);
    assert!(matches!(
        index.searcher().err(),
        Some(Error::NoIndex { .. })
    ));
    assert!(matches!(index.status(), Err(Error::NoIndex { .. })));
    assert!(matches!(Index::open(&folder), Err(Error::NoIndex { .. })));
    desk.check(&["search", "harbour", "--index", "index"], 3);
}

#[test]
fn a_run_whose_folder_is_deleted_says_so() {
    let desk = Desk::new();
    corpus::write(&desk, &mut Random::new(7), 40);
    let folder = desk.path().join("index");
    let mut command = desk.command(&["index", "texts", "--index", "index"]);
    command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let run = command.spawn().expect("the program runs");
    while !folder.join(".tantivy-writer.lock").exists() {
        std::thread::yield_now();
    }
    let _ = fs::remove_dir_all(&folder);
    let ended = crate::desk::ended(run.wait_with_output().expect("it ends"));
    crate::desk::is_decent(&ended);
    assert!(
        matches!(ended.status, 3 | 74),
        "{}: {}",
        ended.status,
        ended.err
    );
    assert!(ended.err.contains("index"), "{}", ended.err);
}

/// Checks that a run failed for this reason of the operating system, and printed it once.
fn is_refused(ended: &Ended, reason: &str) {
    assert_eq!(ended.status, 74, "{}{}", ended.out, ended.err);
    crate::desk::is_decent(ended);
    assert!(ended.err.contains(reason), "{}", ended.err);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
}

/// A command run by a user that file permissions restrict. They do not restrict root.
fn unprivileged(desk: &Desk, args: &[&str]) -> Command {
    if !is_root() {
        return desk.command(args);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
        .arg(env!("CARGO_BIN_EXE_onrecord"))
        .args(args);
    desk.here(command)
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    id.stdout == b"0\n"
}

fn set_modes(path: &Path, of_folder: u32, of_file: u32) {
    if path.is_dir() {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
        for entry in fs::read_dir(path).expect("a folder").flatten() {
            set_modes(&entry.path(), of_folder, of_file);
        }
    }
    let mode = if path.is_dir() { of_folder } else { of_file };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

/// A disk in memory. Only root can mount it.
struct Disk {
    at: std::path::PathBuf,
}

impl Disk {
    fn mount(desk: &Desk, name: &str, options: &str) -> Option<Disk> {
        let at = desk.path().join(name);
        fs::create_dir_all(&at).expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&at);
        mount
            .status()
            .is_ok_and(|status| status.success())
            .then_some(Disk { at })
    }

    fn remount(&self, options: &str) {
        let mut mount = Command::new("mount");
        mount
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.at);
        assert!(mount.status().expect("mount runs").success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.at).status();
    }
}
