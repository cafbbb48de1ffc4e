//! What the user gave to the index is brought up to date without being named again. Passages leave
//! only when their file was deleted or is in the index under another name.

use std::fs;

use crate::desk::Desk;

const BERG: &str = "ANNA BERG: The harbour is silting up.\n";
const HOLM: &str = "KARL HOLM: The ferry waits for the tide.\n";

/// A town with two folders, and its index.
fn town() -> Desk {
    let desk = Desk::new();
    desk.write("town/council/march.txt", BERG);
    desk.write("town/hearing/march.txt", HOLM);
    desk.check(&["index", "town", "--quiet"], 0);
    desk
}

/// The paths of all passages in the index.
fn paths(desk: &Desk) -> Vec<String> {
    let path = |line: &String| {
        let json = format!("{{{line}");
        let passage: serde_json::Value = serde_json::from_str(&json).expect("a passage");
        passage["path"].as_str().expect("a path").replace('\\', "/")
    };
    desk.listing(".onrecord").iter().map(path).collect()
}

fn rename(desk: &Desk, from: &str, to: &str) {
    fs::rename(desk.path().join(from), desk.path().join(to)).expect("a new name");
}

#[test]
fn without_a_path_everything_given_before_is_brought_up_to_date() {
    let desk = town();
    desk.write("talks/one.csv", "Who,Body\nEva Dahl,The eel is back.\n");
    let map = "speaker=Who,text=Body";
    desk.check(&["index", "talks", "--map", map, "--quiet"], 0);
    desk.write("town/council/march.txt", BERG.replace("harbour", "channel"));
    desk.write("town/council/april.txt", HOLM);
    fs::remove_file(desk.path().join("town/hearing/march.txt")).expect("a file");
    // The columns of a new table are known by the map of its folder.
    desk.write("talks/two.csv", "Who,Body\nEva Dahl,The heron is late.\n");
    let ended = desk.check(&["index"], 0);
    assert!(
        ended.out.contains("3 files read (2 new, 1 changed)"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("1 gone and removed"), "{}", ended.out);
    let expected = [
        "talks/one.csv",
        "talks/two.csv",
        "town/council/april.txt",
        "town/council/march.txt",
    ];
    assert_eq!(paths(&desk), expected);
    desk.check(&["search", "heron", "--speaker", "dahl"], 0);
    // From a folder below, and when nothing has changed.
    let mut below = desk.command(&["index"]);
    below.current_dir(desk.path().join("town"));
    let ended = crate::desk::check(below, 0);
    assert!(ended.out.starts_with("4 files unchanged"), "{}", ended.out);
}

#[test]
fn a_folder_around_the_index_is_one_root() {
    let desk = Desk::new();
    desk.write("letters/march.txt", BERG);
    desk.write("town/april.txt", HOLM);
    desk.write("town/may.txt", HOLM.replace("tide", "pilot"));
    let in_town = |args: &[&str]| {
        let mut command = desk.command(args);
        command.current_dir(desk.path().join("town"));
        crate::desk::check(command, 0).out
    };
    in_town(&["index", "..", "--quiet"]);
    let status = in_town(&["status"]);
    assert_eq!(status.matches("\nroots ").count(), 1, "{status}");
    assert!(status.contains("\nfiles       3\n"), "{status}");
    assert!(!status.contains("april.txt"), "{status}");
    fs::remove_file(desk.path().join("town/april.txt")).expect("a file");
    fs::remove_file(desk.path().join("letters/march.txt")).expect("a file");
    let out = in_town(&["index"]);
    assert!(out.contains("2 gone and removed"), "{out}");
    let out = in_town(&["remove", ".."]);
    assert!(out.starts_with("1 file removed"), "{out}");
}

#[test]
fn a_renamed_folder_replaces_its_old_name() {
    let desk = town();
    rename(&desk, "town", "village");
    let ended = desk.check(&["index", "village"], 0);
    assert!(ended.out.contains("2 renamed"), "{}", ended.out);
    let expected = ["village/council/march.txt", "village/hearing/march.txt"];
    assert_eq!(paths(&desk), expected);
    let ended = desk.check(&["index"], 0);
    assert!(ended.out.starts_with("2 files unchanged"), "{}", ended.out);
    let status = desk.check(&["status"], 0).out;
    assert!(status.contains("\nroots       village\n"), "{status}");
    assert!(!status.contains("town"), "{status}");
}

#[test]
fn a_renamed_folder_takes_edited_files_with_it() {
    let desk = town();
    rename(&desk, "town", "village");
    desk.write(
        "village/council/march.txt",
        BERG.replace("harbour", "channel"),
    );
    let ended = desk.check(&["index", "village"], 0);
    assert!(ended.out.contains("2 renamed"), "{}", ended.out);
    let expected = ["village/council/march.txt", "village/hearing/march.txt"];
    assert_eq!(paths(&desk), expected);
}

/// Two folders may share some files. One that is missing is not the other one renamed.
#[test]
fn a_missing_folder_keeps_what_another_has_with_other_contents() {
    let desk = town();
    desk.write("village/council/march.txt", "EVA DAHL: The eel is back.\n");
    fs::copy(
        desk.path().join("town/hearing/march.txt"),
        desk.path().join("village/same.txt"),
    )
    .expect("a copy");
    fs::create_dir_all(desk.path().join("village/hearing")).expect("a folder");
    rename(&desk, "village/same.txt", "village/hearing/march.txt");
    desk.check(&["index", "town", "village"], 0);
    rename(&desk, "town", "away");
    let ended = desk.check(&["index"], 5);
    assert!(ended.err.contains("town"), "{}", ended.err);
    assert!(paths(&desk).contains(&"town/council/march.txt".to_owned()));
    rename(&desk, "away", "town");
    desk.check(&["index"], 0);
    assert_eq!(paths(&desk).len(), 4);
}

#[test]
fn a_file_that_is_renamed_or_moved_is_read_under_its_new_name_only() {
    let desk = town();
    rename(&desk, "town/council/march.txt", "town/council/spring.txt");
    rename(&desk, "town/hearing", "town/council/hearing");
    desk.check(&["index"], 0);
    let expected = ["town/council/hearing/march.txt", "town/council/spring.txt"];
    assert_eq!(paths(&desk), expected);
    // A file that was given by its own name.
    desk.write("note.txt", "EVA DAHL: The eel is back.\n");
    desk.check(&["index", "note.txt"], 0);
    rename(&desk, "note.txt", "town/note.txt");
    let ended = desk.check(&["index"], 0);
    assert!(ended.out.contains("1 renamed"), "{}", ended.out);
    assert!(!paths(&desk).contains(&"note.txt".to_owned()));
}

#[test]
fn what_is_missing_as_a_whole_stays_until_it_is_removed() {
    let desk = town();
    desk.write("talks/one.txt", "EVA DAHL: The eel is back.\n");
    desk.check(&["index", "talks", "--quiet"], 0);
    let before = paths(&desk);
    rename(&desk, "town", "away");
    for args in [
        &["index"][..],
        &["index", "--quiet"],
        &["index", "town"],
        &["index", "town", "talks", "--quiet"],
    ] {
        let ended = desk.check(args, 5);
        assert!(
            ended.err.contains("town: no such file or folder"),
            "{}",
            ended.err
        );
        assert!(ended.err.contains("2 files"), "{}", ended.err);
        assert!(
            ended.err.contains("`onrecord remove town`"),
            "{}",
            ended.err
        );
        assert_eq!(paths(&desk), before, "{args:?}");
    }
    assert!(desk.check(&["status"], 0).out.contains("town (missing)"));
    rename(&desk, "away", "town");
    desk.check(&["index"], 0);
    rename(&desk, "town", "away");
    desk.check(&["remove", "town"], 0);
    desk.check(&["index"], 0);
    assert_eq!(paths(&desk), ["talks/one.txt"]);
}

#[test]
fn a_drive_inside_a_folder_is_missing_by_itself() {
    let desk = town();
    desk.write("town/drive/one.txt", "EVA DAHL: The eel is back.\n");
    desk.check(&["index", "town", "--quiet"], 0);
    desk.check(&["index", "town/drive", "--quiet"], 0);
    desk.check(&["index", "town/council/march.txt", "--quiet"], 0);
    desk.check(&["index", "town", "--quiet"], 0);
    let before = paths(&desk);
    rename(&desk, "town/drive", "away");
    for args in [&["index"][..], &["index", "town"]] {
        let ended = desk.check(args, 5);
        assert!(
            ended.err.contains("`onrecord remove town/drive`"),
            "{}",
            ended.err
        );
        assert_eq!(paths(&desk), before, "{args:?}");
    }
    rename(&desk, "away", "town/drive");
    // A file that was given by its own name is deleted from a folder that is there.
    fs::remove_file(desk.path().join("town/council/march.txt")).expect("a file");
    desk.check(&["index"], 0);
    assert_eq!(
        paths(&desk),
        ["town/drive/one.txt", "town/hearing/march.txt"]
    );
}

#[test]
fn a_folder_inside_another_keeps_its_own_settings() {
    let desk = Desk::new();
    let table = "Who,Body\nEva Dahl,The eel is back.\n";
    desk.write("all/tables/one.csv", table);
    desk.write("all/march.txt", BERG);
    let map = "speaker=Who,text=Body";
    desk.check(&["index", "all/tables", "--map", map, "--quiet"], 0);
    desk.check(&["index", "all/march.txt", "--quiet"], 0);
    desk.write("all/tables/two.csv", table.replace("eel", "heron"));
    desk.check(&["index"], 0);
    assert_eq!(paths(&desk).len(), 3);
    assert!(
        desk.check(&["index"], 0)
            .out
            .starts_with("3 files unchanged")
    );
}

#[test]
fn a_rebuild_keeps_what_was_given() {
    let desk = town();
    desk.check(&["index", "--rebuild", "--quiet"], 0);
    desk.write("town/council/april.txt", HOLM);
    let ended = desk.check(&["index"], 0);
    assert!(ended.out.contains("1 file read (1 new"), "{}", ended.out);
}

#[test]
fn without_anything_to_bring_up_to_date_the_next_step_is_named() {
    let desk = Desk::new();
    for args in [&["index"][..], &["search", "ferry"]] {
        let ended = desk.check(args, 3);
        assert!(ended.err.contains("`onrecord index PATH`"), "{}", ended.err);
    }
    desk.write("empty/.keep", "");
    desk.check(&["index", "nowhere"], 5);
    let ended = desk.check(&["index"], 3);
    assert!(ended.err.contains("`onrecord index PATH`"), "{}", ended.err);
    desk.check(&["index", "empty"], 0);
    let ended = desk.check(&["search", "ferry"], 1);
    assert!(ended.err.contains("is empty"), "{}", ended.err);
    // The flags of reading belong to paths.
    desk.check(&["index", "--map", "text=Body"], 2);
}

#[test]
fn a_search_says_when_a_file_has_changed_or_is_gone() {
    let desk = town();
    let check = |query: &str, stale: &str| {
        let ended = desk.check(&["search", query, "--format", "jsonl"], 0);
        assert!(
            ended.out.contains(&format!("\"stale\":{stale}")),
            "{}",
            ended.out
        );
        assert_eq!(
            ended.err.contains("`onrecord index`"),
            stale != "null",
            "{}",
            ended.err
        );
        let hit: serde_json::Value = serde_json::from_str(&ended.out).expect("a hit");
        let id = hit["id"].as_str().expect("an id").to_owned();
        let ended = desk.check(&["get", &id], 0);
        assert_eq!(
            ended.err.contains("`onrecord index`"),
            stale != "null",
            "{}",
            ended.err
        );
    };
    check("silting", "null");
    // New times alone are no change.
    desk.write("town/council/march.txt", BERG);
    check("silting", "null");
    desk.write(
        "town/council/march.txt",
        "A line before.\n\nANNA BERG: The harbour is dredged.\n",
    );
    check("silting", "\"changed\"");
    fs::remove_file(desk.path().join("town/council/march.txt")).expect("a file");
    check("silting", "\"gone\"");
    check("ferry", "null");
    for (format, mark) in [("markdown", "file no longer there"), ("csv", ",gone")] {
        let ended = desk.check(&["search", "silting", "--format", format], 0);
        assert!(ended.out.contains(mark), "{}", ended.out);
    }
    for (format, mark) in [
        ("text", "file no longer there"),
        ("csv", ",gone"),
        ("jsonl", "\"gone\""),
    ] {
        let ended = desk.check(&["trace", "silting", "--format", format], 0);
        assert!(ended.out.contains(mark), "{}", ended.out);
        assert!(ended.err.contains("`onrecord index`"), "{}", ended.err);
    }
}

#[test]
fn standard_input_is_removed_by_its_dash_and_kept_by_other_runs() {
    let desk = town();
    let give = || {
        let mut run = desk.command(&["index", "-", "--quiet"]);
        run.stdin(std::process::Stdio::piped());
        let mut child = run.spawn().expect("the program runs");
        let mut pipe = child.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut pipe, b"EVA DAHL: The eel is back.\n").expect("it reads");
        drop(pipe);
        assert!(child.wait().expect("it ends").success());
    };
    give();
    for args in [&["index"][..], &["index", "."], &["index", "town"]] {
        desk.check(args, 0);
        let ended = desk.check(&["search", "eel", "--format", "jsonl"], 0);
        assert!(ended.out.contains("\"stale\":null"), "{}", ended.out);
    }
    desk.check(&["remove", "-"], 0);
    desk.check(&["search", "eel"], 1);
    desk.check(&["remove", "-"], 1);
    give();
    desk.check(&["remove", "(standard input)"], 0);
    desk.check(&["search", "eel"], 1);
}

#[test]
fn no_index_is_created_among_other_files_or_next_to_a_broken_file_of_speakers() {
    let desk = Desk::new();
    desk.write("town/march.txt", BERG);
    let ended = desk.check(&["index", "town", "--index", "town"], 2);
    assert!(
        ended.err.contains("town holds other files"),
        "{}",
        ended.err
    );
    assert_eq!(desk.files("town").len(), 1);
    desk.check(&["index", "town", "--index", "town/march.txt"], 2);
    fs::create_dir(desk.path().join("new")).expect("a folder");
    desk.check(&["index", "town", "--index", "new", "--quiet"], 0);
    desk.write("speakers.toml", "[[speaker]]\nname = \n");
    let ended = desk.check(&["index", "town"], 2);
    assert!(ended.err.contains("speakers.toml:2"), "{}", ended.err);
    assert!(!desk.path().join(".onrecord").exists());
}

#[test]
fn of_two_first_runs_one_waits_or_is_told_that_the_index_is_locked() {
    let desk = Desk::new();
    for number in 0..40 {
        desk.write(&format!("town/{number}.txt"), BERG.repeat(50));
    }
    for round in 0..8 {
        let index = format!("index{round}");
        let runs = [0, 1].map(|_| desk.start(&["index", "town", "--index", &index]));
        let ended = runs.map(|mut run| run.wait().expect("it ends").code());
        assert!(ended.contains(&Some(0)), "{ended:?}");
        let fine = |code: &Option<i32>| matches!(code, Some(0 | 75));
        assert!(ended.iter().all(fine), "{ended:?}");
        desk.check(&["check", "--index", &index], 0);
    }
}
