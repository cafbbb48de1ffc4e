//! The program with files that change and with bad input: what it prints, its exit status, and that
//! nothing is lost.

mod desk;

use std::fs;
use std::process::{Command, Stdio};

use desk::{Desk, STORY, archive, ended};

#[test]
fn only_what_changed_is_done_again() {
    let desk = Desk::new();
    for name in ["texts/a.txt", "texts/b.txt", "texts/c.txt"] {
        desk.write(name, STORY);
    }
    assert!(
        desk.check(&["index", "texts"], 0)
            .out
            .starts_with("3 files read (3 new, 0 changed)")
    );
    assert!(
        desk.check(&["index", "texts"], 0)
            .out
            .starts_with("3 files unchanged")
    );
    // A new modification time alone is not a change.
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(90);
    let file = fs::File::options()
        .write(true)
        .open(desk.path().join("texts/a.txt"))
        .expect("a file");
    file.set_modified(later).expect("a time");
    assert!(
        desk.check(&["index", "texts"], 0)
            .out
            .starts_with("3 files unchanged")
    );
    desk.write("texts/b.txt", STORY.replace("ferry", "tram"));
    desk.write("texts/d.txt", STORY);
    fs::remove_file(desk.path().join("texts/c.txt")).expect("a file to remove");
    let again = desk.check(&["index", "texts"], 0).out;
    assert!(
        again.starts_with("2 files read (1 new, 1 changed)"),
        "{again}"
    );
    assert!(
        again.contains("1 file unchanged, 1 gone and removed"),
        "{again}"
    );
    assert_eq!(desk.check(&["search", "ferry", "--count"], 0).out, "2\n");
    assert_eq!(desk.check(&["search", "tram", "--count"], 0).out, "1\n");
    let kept = desk.check(&["docs"], 0).out;
    assert_eq!(kept, "2\ta.txt\n2\tb.txt\n2\td.txt\n");
    desk.check(&["check"], 0);
}

/// A source that exceeded a limit is read when the limit is raised, although it has not changed.
#[test]
fn a_raised_limit_reads_what_was_refused() {
    let desk = Desk::new();
    let long = "The ferry is late. ".repeat(100);
    let members = [("a.txt", "The ferry is late."), ("b.txt", &*long)];
    desk.write("a.tar", archive(&members));
    let limited = ["index", "a.tar", "--max-file-size", "1000"];
    desk.check(&limited, 5);
    assert_eq!(desk.check(&["search", "ferry", "--count"], 0).out, "1\n");
    let unchanged = |args: &[&str]| {
        let again = desk.check(args, 0).out;
        assert!(again.starts_with("1 file unchanged"), "{again}");
    };
    unchanged(&limited);
    desk.check(&["index", "a.tar"], 0);
    assert_eq!(desk.check(&["search", "ferry", "--count"], 0).out, "2\n");
    // It was read completely, so a lower limit changes nothing.
    unchanged(&limited);
}

#[test]
fn ids_lead_back_to_their_passages() {
    let desk = Desk::new();
    desk.write("a.txt", STORY);
    desk.check(&["index", "a.txt", "--quiet"], 0);
    let hit = desk.check(&["search", "ferry", "--format", "jsonl"], 0).out;
    let hit: serde_json::Value = serde_json::from_str(&hit).expect("a hit");
    let id = hit["id"].as_str().expect("an id");
    assert!(
        desk.check(&["get", id, "-C", "1"], 0)
            .out
            .contains("Mayor Karl Holm said")
    );
    assert!(
        desk.check(&["get", &id[..4],], 2)
            .err
            .contains("names a document")
    );
    let why = desk.check(&["why", id], 0).out;
    assert!(
        why.contains("in these words by Karl Holm, named \"he\" here"),
        "{why}"
    );
    assert!(
        desk.check(&["get", "zzzz:1"], 1)
            .err
            .contains("no passage has the id")
    );
    desk.check(&["remove", "a.txt"], 0);
    desk.check(&["get", id], 1);
    desk.check(&["remove", "a.txt"], 1);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_indexed() {
    let desk = Desk::new();
    desk.write("texts/good.txt", STORY);
    desk.write("texts/empty.txt", "");
    desk.write("texts/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    desk.write(
        "texts/broken.txt",
        b"The \xff ferry is late, the ferry is late, the ferry \xc3\x28 is late.\n\xe2\x82",
    );
    desk.write(
        "texts/records.jsonl",
        "{\"text\": \"One ferry.\"}\n{\"text\": \n{\"text\": \"Two ferries.\"}\n",
    );
    desk.write("texts/program.exe", b"MZ\0\0");
    let ended = desk.check(&["index", "texts", "missing.txt"], 5);
    assert!(ended.err.contains("picture.txt"), "{}", ended.err);
    assert!(ended.err.contains("records.jsonl:2"), "{}", ended.err);
    assert!(
        ended.err.contains("missing.txt: no such file"),
        "{}",
        ended.err
    );
    assert!(
        ended.out.contains("1 of unknown format skipped"),
        "{}",
        ended.out
    );
    assert_eq!(desk.check(&["search", "two", "--count"], 0).out, "1\n");
    // A file that can no longer be read keeps its passages.
    desk.write("texts/good.txt", b"\0\0\0\0");
    desk.check(&["index", "texts/good.txt"], 5);
    assert!(
        desk.check(&["search", "speaker:holm", "--count"], 0)
            .out
            .starts_with('2')
    );
    // Named on the command line, a file of unknown format is a failure.
    assert!(
        desk.check(&["index", "texts/program.exe"], 5)
            .err
            .contains("program.exe")
    );
}

#[cfg(unix)]
#[test]
fn links_and_pipes_do_no_harm() {
    let desk = Desk::new();
    desk.write("texts/a.txt", STORY);
    std::os::unix::fs::symlink("..", desk.path().join("texts/loop")).expect("a link");
    let fifo = desk.path().join("texts/pipe.txt");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    desk.check(&["index", "texts"], 0);
    let ended = desk.check(&["index", "texts/pipe.txt"], 5);
    assert!(ended.err.contains("pipe.txt"), "{}", ended.err);
}

#[test]
fn a_line_of_many_megabytes_is_indexed_in_parts() {
    let desk = Desk::new();
    desk.write(
        "long.txt",
        "The ferry is late and nobody minds. ".repeat(60_000),
    );
    desk.check(&["index", "long.txt", "--quiet"], 0);
    let hits = desk
        .check(&["search", "ferry", "-n", "3", "--format", "jsonl"], 0)
        .out;
    for hit in hits.lines() {
        let hit: serde_json::Value = serde_json::from_str(hit).expect("a hit");
        assert!(hit["text"].as_str().expect("text").chars().count() <= 2_000);
        assert!(hit["id"].as_str().expect("an id").contains('.'));
    }
}

#[test]
fn standard_input_is_a_source() {
    use std::io::Write;
    let desk = Desk::new();
    let mut child = desk
        .command(&["search", "ferry", "-p", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(STORY.as_bytes())
        .expect("it reads");
    let ended = ended(child.wait_with_output().expect("it ends"));
    assert_eq!(ended.status, 0);
    assert!(ended.out.contains(":2:Karl Holm (said): "), "{}", ended.out);
}

#[test]
fn control_characters_of_a_text_are_not_printed() {
    let desk = Desk::new();
    desk.write(
        "evil\u{1b}[31m.md",
        "# Title \u{1b}[2J\n\n**Eve\u{1b}[1m Berg:** Ferry\u{7} \u{202e}late\u{9b}31m.\n",
    );
    desk.write(
        "evil.jsonl",
        r#"{"speaker": "Eve\u001b[1m Berg\u0000", "section": "\u202eA\u009b", "text": "Ferry\u001b[2J"}"#,
    );
    desk.check(&["index", "."], 0);
    for format in ["text", "json", "jsonl", "csv", "markdown"] {
        desk.check(&["search", "ferry", "--format", format], 0);
    }
    desk.check(&["speakers"], 0);
    desk.check(&["sections"], 0);
    desk.check(&["docs"], 0);
    desk.check(&["status", "--sources"], 0);
    desk.check(&["search", "fer\u{1b}ry\u{7}\"", "-p", "."], 2);
}

/// Writes a corpus, queries and judgements in the form of BEIR.
fn judged(desk: &Desk) {
    desk.write(
        "corpus.jsonl",
        "{\"_id\": \"a\", \"text\": \"The ferry is late.\"}\n\
         {\"_id\": \"b\", \"text\": \"The tram is on time.\"}\n",
    );
    desk.write(
        "queries.jsonl",
        "{\"_id\": \"1\", \"text\": \"late ferry?\"}\n\
         {\"_id\": \"2\", \"text\": \"trams (on time)\"}\n",
    );
    desk.write(
        "qrels.tsv",
        "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n",
    );
}

#[test]
fn a_ranking_is_judged_and_gated() {
    let desk = Desk::new();
    judged(&desk);
    let eval = [
        "eval",
        "queries.jsonl",
        "qrels.tsv",
        "--corpus",
        "corpus.jsonl",
    ];
    let with = |more: &[&'static str]| [&eval[..], more].concat();
    let json = desk
        .check(
            &with(&[
                "--format",
                "json",
                "--save",
                "base.json",
                "--run",
                "run.txt",
            ]),
            0,
        )
        .out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("an object");
    assert_eq!(json["queries"], 2);
    assert_eq!(json["metrics"]["ndcg@10"]["mean"], 1.0);
    let run = fs::read_to_string(desk.path().join("run.txt")).expect("a run");
    assert!(run.starts_with("1 Q0 a 1 "), "{run}");
    desk.check(
        &with(&["--compare", "base.json", "--fail-if", "ndcg@10<-0.01"]),
        0,
    );
    desk.check(&with(&["--fail-if", "ndcg@10<1.5"]), 4);
    desk.check(&with(&["--fail-if", "nonsense"]), 2);
    desk.write("qrels.tsv", "query-id\tcorpus-id\tscore\n1\n");
    assert!(desk.check(&with(&[]), 2).err.contains("qrels.tsv: line 2"));
}

#[test]
fn queries_are_timed_saved_and_compared() {
    let desk = Desk::new();
    desk.write("a.txt", STORY);
    desk.check(&["index", "a.txt", "--quiet"], 0);
    desk.write(
        "queries.txt",
        "word\tferry\nphrase\t\"harbour would\"\nnothing\ttram\n",
    );
    let text = desk
        .check(
            &[
                "bench",
                "queries.txt",
                "--rounds",
                "3",
                "--save",
                "base.json",
                "--raw",
                "raw.tsv",
            ],
            0,
        )
        .out;
    assert!(
        text.contains("phrase") && text.contains("slowest"),
        "{text}"
    );
    let raw = fs::read_to_string(desk.path().join("raw.tsv")).expect("a file");
    assert_eq!(raw.lines().count(), 3);
    assert!(
        raw.lines().all(|line| line
            .split('\t')
            .nth(3)
            .is_some_and(|nanos| nanos.split(',').count() == 3)),
        "{raw}"
    );
    for format in ["json", "markdown", "csv", "html"] {
        desk.check(
            &[
                "bench",
                "queries.txt",
                "--rounds",
                "2",
                "--compare",
                "base.json",
                "--format",
                format,
            ],
            0,
        );
    }
    desk.check(
        &[
            "bench",
            "queries.txt",
            "--rounds",
            "3",
            "--compare",
            "base.json",
            "--fail-if",
            "hits!=0",
        ],
        0,
    );
    assert!(
        desk.check(&["bench", "queries.txt", "--fail-if", "mean>0ms"], 4)
            .err
            .contains("gate failed: mean>0ms")
    );
    desk.check(&["bench", "queries.txt", "--fail-if", "mean>5%"], 2);
    desk.write("bad.txt", "ferry\n\"open\n");
    assert!(desk.check(&["bench", "bad.txt"], 2).err.contains("line 2"));
}

#[test]
fn every_passage_can_be_listed_in_the_order_of_the_sources() {
    let desk = Desk::new();
    desk.write("b.txt", STORY);
    desk.write("a.txt", STORY);
    desk.check(&["index", "b.txt", "a.txt", "--quiet"], 0);
    let listing = desk
        .check(
            &[
                "search", "*", "-n", "0", "--sort", "place", "--format", "jsonl",
            ],
            0,
        )
        .out;
    let places: Vec<(String, u64)> = listing
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a passage"))
        .map(|hit| {
            (
                hit["path"].as_str().expect("a path").to_owned(),
                hit["line"].as_u64().expect("a line"),
            )
        })
        .collect();
    let expected: Vec<(String, u64)> = ["a.txt", "b.txt"]
        .into_iter()
        .flat_map(|path| [1, 2].map(|line| (path.to_owned(), line)))
        .collect();
    assert_eq!(places, expected);
}

#[test]
fn speakers_toml_decides_and_a_mistake_in_it_has_its_line() {
    let desk = Desk::new();
    desk.write("one.txt", "“The ferry stays,” Pete Holm said.\n");
    desk.write("two.txt", "“The ferry goes,” Holm said.\n");
    desk.check(&["index", "one.txt", "two.txt"], 0);
    let forms = &["speakers", "--forms"];
    assert_eq!(desk.check(forms, 0).out, "2\tPete Holm\tHolm | Pete Holm\n");
    let json = desk.check(&["speakers", "--format", "json"], 0).out;
    assert!(
        json.contains("\"forms\":[\"Holm\",\"Pete Holm\"]"),
        "{json}"
    );
    let by_pete = &["search", "*", "--speaker", "pete", "--count"];
    assert_eq!(desk.check(by_pete, 0).out, "2\n");

    desk.write(
        "speakers.toml",
        "[[speaker]]\nname = \"Pete Holm\"\nnever = [\"Holm\"]\n",
    );
    assert_eq!(desk.check(forms, 0).out, "1\tHolm\n1\tPete Holm\n");
    assert_eq!(desk.check(by_pete, 0).out, "1\n");
    let direct = &[
        "search",
        "*",
        "--speaker",
        "pete",
        "--count",
        "-p",
        "one.txt",
        "-p",
        "two.txt",
    ];
    assert_eq!(desk.check(direct, 0).out, "1\n");

    desk.write(
        "speakers.toml",
        "# who is who\n[[speaker]]\nname = \"Pete Holm\"\nalso = [\"Holm\"]\n",
    );
    for command in [
        &forms[..],
        by_pete,
        direct,
        &["search", "ferry", "--facets", "speaker"],
    ] {
        let ended = desk.check(command, 2);
        assert!(
            ended.err.contains("speakers.toml:4: unknown field `also`"),
            "{}",
            ended.err
        );
    }
    // Nothing is indexed before the mistake is corrected.
    desk.write("three.txt", "“The ferry waits,” Anna Berg said.\n");
    for command in [
        &["index", "three.txt"][..],
        &["index"],
        &["index", "--rebuild"],
    ] {
        let ended = desk.check(command, 2);
        assert!(ended.err.contains("speakers.toml:4"), "{}", ended.err);
        assert_eq!(desk.check(&["search", "ferry", "--count"], 0).out, "2\n");
    }
}
