//! Whatever a text, a name, a title, a file's name, a query or an argument holds: what the program prints moves no terminal, runs
//! in no spreadsheet, and is no markup. Every command, in every format, over a corpus that means harm; the bytes are looked at.

mod desk;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use desk::archive;

/// What no output may hold raw: a title of a window, colours, the cursor moved, a bell, a backspace, NUL, DEL, a carriage return, a
/// control of eight bits, an override of direction, an isolate, a line separator.
const HARM: &str = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{1b}[2J\u{8}\u{0}\u{7f}\r\u{9b}31m\u{202e}desrever\u{2066}\u{2028}";
/// What no document may hold as markup.
const MARKUP: &str = "<script>alert(1)</script> [a](javascript:b) `c` *d* _e_ | f ~~g~~ &lt;";

/// [`HARM`] without NUL, which no argument and no file name can hold.
fn harm() -> String {
    HARM.replace('\u{0}', "")
}

fn fill(folder: &Path) {
    let write = |name: &str, contents: String| {
        fs::write(folder.join(name), contents).expect("written");
    };
    let harm_in_name = harm();
    let json = |text: &str| serde_json::Value::from(text).to_string();
    let record = |speaker: &str, section: &str, text: &str| {
        format!(
            "{{\"doc\":{0},\"id\":{0},\"date\":\"2025-01-02{HARM_JSON}\",\"title\":{0},\"lang\":\"en\",\"speaker\":{1},\"section\":{2},\"text\":{3}}}\n",
            json(&format!("=doc {HARM}")),
            json(speaker),
            json(section),
            json(text),
            HARM_JSON = "\\u001b[31m"
        )
    };
    let mut records = String::new();
    for sign in ["=", "+", "-", "@", "\t", "\r", " =", "＝"] {
        let text = format!("{sign}cmd|'/C calc'!A0 harbour {MARKUP} {HARM} said \"{HARM} full\"");
        records.push_str(&record(
            &format!("{sign}Anna {HARM}Berg {MARKUP}"),
            &format!("{sign}Item {HARM} {MARKUP}"),
            &text,
        ));
    }
    // The name of a file holds all that a name can hold.
    write(
        &format!("={}records.jsonl", harm_in_name.replace('/', "")),
        records,
    );
    // A text with NULs is taken for a binary file.
    let raw = harm();
    write(
        "talk.md",
        format!(
            "# The {raw}harbour\n\n**Anna {raw}Berg:** The {raw}harbour is full.\n\n**Karl Holm:** No {raw}harbour.\n"
        ),
    );
    write(
        "story.txt",
        format!(
            "NORHAVEN (NWA) — \"The {raw} harbour is full,\" said Anna {raw} Berg.\n\nHarbour {raw} Master Anna Berg said that the harbour was {raw} full.\n"
        ),
    );
    write(
        "talk.vtt",
        format!(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna {raw} Berg>The harbour {raw} is full.\n"
        ),
    );
    write(
        "page.html",
        format!(
            "<html lang=en><head><title>The harbour &#27;[31m {raw}</title></head><body><h1>Harbour &#x9b;&#27;</h1><p>The harbour &#27;[31m&#8238; is full {raw}.</p></body></html>"
        ),
    );
    write(
        "table.csv",
        format!("speaker,text\n\"=Anna {raw}\",\"=harbour {raw}\"\n"),
    );
    write(
        &format!("{}broken.docx", harm_in_name.replace('/', "")),
        "PK\u{3}\u{4} and no more".to_owned(),
    );
    write(
        &format!("{}broken.jsonl", harm_in_name.replace('/', "")),
        format!("{{\"text\":\"harbour\"}}\n{{\"{raw}\n"),
    );
}

fn run(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(args)
        .current_dir(folder)
        .env_remove("ONRECORD_INDEX")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

/// The text without the escapes that are ours: colours, and links around a place.
fn without_ours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let ours = [
            "\u{1b}[1;33m",
            "\u{1b}[1m",
            "\u{1b}[2m",
            "\u{1b}[0m",
            "\u{1b}]8;;\u{1b}\\",
        ];
        if let Some(escape) = ours.iter().find(|escape| rest.starts_with(**escape)) {
            rest = &rest[escape.len()..];
        } else if let Some(link) = rest.strip_prefix("\u{1b}]8;;file:///") {
            let end = link.find("\u{1b}\\").expect("a link ends");
            let plain = |byte: u8| byte.is_ascii_graphic();
            assert!(link[..end].bytes().all(plain), "a link's address: {link:?}");
            rest = &link[end + 2..];
        } else {
            panic!("an escape that is not ours: {rest:?}");
        }
    }
    out + rest
}

/// Nothing in it moves a terminal.
fn check_terminal(args: &[&str], bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).expect("what is printed is UTF-8");
    let colored = args.contains(&"always");
    let text = if colored { without_ours(&text) } else { text };
    for c in text.chars() {
        let harmless = c == '\n' || c == '\t' || !c.is_control();
        let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
        assert!(harmless && !turns, "{args:?} prints {c:?}: {text:?}");
    }
    text
}

fn check_csv(args: &[&str], text: &str) {
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut cells = 0;
    for row in rows.records() {
        for cell in row.expect("a row").iter() {
            cells += 1;
            let begins = cell.trim_start().chars().next();
            let formula = begins.is_some_and(|c| "=+-@＝＋－＠".contains(c));
            assert!(
                !formula && !cell.starts_with(['\t', '\r']),
                "{args:?}: {cell:?}"
            );
        }
    }
    assert!(cells > 0, "{args:?}");
}

/// No character of the texts is left that would be markup; our own marks are `**` and the `>` of a quotation.
fn check_markdown(args: &[&str], text: &str) {
    for line in text.lines() {
        let line = line
            .strip_prefix("> ")
            .or(line.strip_prefix('>'))
            .unwrap_or(line);
        let ours = line.replace("\\\\", "").replace("**", "");
        let mut before = ' ';
        for c in ours.chars() {
            let table = c == '|' && line.starts_with('|');
            assert!(
                !"<[`_~&".contains(c) && (c != '|' || table) || before == '\\',
                "{args:?}: {c:?} in {line:?}"
            );
            before = c;
        }
    }
}

#[test]
fn no_output_does_anything_but_show() {
    let desk = tempfile::tempdir().expect("a folder");
    let here = desk.path();
    let texts = here.join("texts");
    fs::create_dir(&texts).expect("a folder");
    fill(&texts);
    let hostile = harm();
    let queries = format!("class {hostile}{MARKUP}\tharbour {hostile}\n=a\tfull\n");
    fs::write(here.join("queries.txt"), queries.replace('\r', "")).expect("written");
    fs::write(here.join("bad.txt"), format!("a\t\"harbour {hostile}")).expect("written");
    let topic = serde_json::json!({"_id": hostile, "text": "harbour"}).to_string();
    fs::write(here.join("topics.jsonl"), topic).expect("written");
    let qrels = format!(
        "query-id\tcorpus-id\tscore\n{0}\t{0}\t1\nno{0}\t{0}\t1\n",
        hostile.replace(['\r', '\u{2028}'], "")
    );
    fs::write(here.join("qrels.tsv"), qrels).expect("written");
    fs::write(here.join("gold.jsonl"), format!("{{\"id\":\"{hostile}")).expect("written");
    let gold = serde_json::json!({"id": hostile, "paragraphs": [format!("\"It is {hostile} full,\" Anna Berg said.")], "quotes": []});
    fs::write(here.join("good.jsonl"), gold.to_string()).expect("written");

    let index = run(here, &["index", "texts"]);
    assert_eq!(index.status.code(), Some(5), "{index:?}");
    check_terminal(&["index"], &index.stdout);
    let told = check_terminal(&["index"], &index.stderr);
    assert!(
        told.contains("broken.docx") && told.contains("broken.jsonl:2"),
        "{told}"
    );
    let refused = here.join("refused");
    fs::create_dir(&refused).expect("a folder");
    let story = "The harbour is full, said nobody. ".repeat(40);
    let member = format!("{}member.txt", hostile.replace('/', ""));
    fs::write(refused.join("a.tar"), archive(&[(&member, &story)])).expect("written");
    fs::write(refused.join(format!("{member}.md")), &story).expect("written");
    let speakers: Vec<String> = (0..300).map(|n| format!("{hostile} {n}")).collect();
    let many = serde_json::json!({"text": "harbour", "id": hostile, "speaker": speakers});
    fs::write(refused.join("many.jsonl"), many.to_string()).expect("written");
    for (limits, named) in [
        (&["--max-unpacked", "100"][..], "member.txt"),
        (&["--max-file-size", "100"], "member.txt.md"),
        (&[], "many.jsonl:1"),
    ] {
        let args = [&["index", "refused", "--index", named], limits].concat();
        let index = run(here, &args);
        assert_eq!(index.status.code(), Some(5), "{index:?}");
        check_terminal(&args, &index.stdout);
        let told = check_terminal(&args, &index.stderr);
        assert!(told.contains(named), "{told}");
    }
    let gone = format!("gone {}", hostile.replace('/', ""));
    assert_eq!(
        run(here, &["index", "texts", "--index", &gone])
            .status
            .code(),
        Some(5)
    );
    fs::remove_file(here.join(&gone).join("meta.json")).expect("a file to remove");
    for args in [
        &["search", "harbour", "--index", &gone][..],
        &["check", "--index", &gone],
    ] {
        let ended = run(here, args);
        assert_eq!(ended.status.code(), Some(3), "{ended:?}");
        assert!(check_terminal(args, &ended.stderr).contains("gone"));
    }
    let listed = run(here, &["search", "*", "-n", "0", "--format", "jsonl"]);
    let ids: Vec<String> = String::from_utf8_lossy(&listed.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an object"))
        .map(|hit| hit["id"].as_str().expect("an id").to_owned())
        .collect();
    assert!(ids.len() >= 12, "{ids:?}");

    let mut runs: Vec<Vec<String>> = Vec::new();
    let mut add = |args: &[&str]| runs.push(args.iter().map(|arg| (*arg).to_owned()).collect());
    for format in ["text", "json", "jsonl", "csv", "markdown"] {
        for color in ["never", "always"] {
            let asked = [
                "search",
                "harbour full",
                "-n",
                "0",
                "-C",
                "1",
                "--facets",
                "speaker,section,doc,kind,lang",
                "--explain",
            ];
            add(&[&asked[..], &["--format", format, "--color", color]].concat());
            for id in &ids {
                add(&["get", id, "-C", "1", "--format", format, "--color", color]);
            }
        }
        add(&[
            "search",
            "harbour",
            "--count",
            "--facets",
            "speaker,section,doc",
            "--format",
            format,
        ]);
        add(&["search", &format!("harbour {hostile}"), "--format", format]);
        add(&["search", "harbour", "-p", "texts", "--format", format]);
    }
    for id in &ids {
        add(&["why", id, "--color", "never"]);
        add(&["why", id, "--color", "always"]);
    }
    for list in ["speakers", "sections", "docs"] {
        for format in ["text", "json"] {
            add(&[list, "--format", format]);
            add(&[list, &hostile, "--format", format]);
        }
    }
    for format in ["text", "json"] {
        add(&["status", "--sources", "--format", format]);
    }
    add(&["check"]);
    for format in ["text", "json", "markdown", "csv", "html"] {
        add(&[
            "bench",
            "queries.txt",
            "--rounds",
            "1",
            "--format",
            format,
            "--save",
            "run.json",
        ]);
        add(&[
            "bench",
            "queries.txt",
            "--rounds",
            "1",
            "--format",
            format,
            "--compare",
            "run.json",
        ]);
        add(&[
            "bench",
            "queries.txt",
            "--rounds",
            "1",
            "--format",
            format,
            "--fail-if",
            &format!("class {hostile}{MARKUP}.p99>1ns"),
        ]);
        add(&[
            "bench",
            "queries.txt",
            "--rounds",
            "1",
            "--format",
            format,
            "--fail-if",
            "mean>1ns",
        ]);
    }
    for json in [&[][..], &["--json"]] {
        add(&[
            &["eval", "topics.jsonl", "qrels.tsv", "--corpus", "texts"],
            json,
        ]
        .concat());
        add(&[
            &["eval", "topics.jsonl", "qrels.tsv", "--filter", "doc=x"],
            json,
        ]
        .concat());
        add(&[&["eval-speakers", "good.jsonl"], json].concat());
    }
    // Mistakes, with the harm in what is said of them.
    add(&["search", &format!("\"{hostile}")]);
    add(&["search", &format!("spaeker:{hostile}")]);
    add(&["search", &format!("{hostile} (")]);
    add(&["search", "harbour", "--speaker", &hostile]);
    add(&[
        "search",
        "harbour",
        "--speaker",
        &format!("nobody {hostile}"),
    ]);
    add(&["search", "harbour", "--section", &hostile]);
    add(&["search", "harbour", "--since", &hostile]);
    add(&["search", "harbour", "--kind", &hostile]);
    add(&["search", "harbour", "--format", &hostile]);
    add(&["search", "harbour", "-n", &hostile]);
    add(&["search", "harbour", "--index", &hostile]);
    add(&["search", "harbour", "-p", &hostile]);
    add(&["search", "harbour", "-p", "texts", "--encoding", &hostile]);
    add(&["search", "harbour", &format!("--{hostile}")]);
    add(&["get", &hostile]);
    add(&["why", &hostile]);
    add(&["help", &hostile]);
    add(&["completions", &hostile]);
    add(&[&hostile]);
    add(&["index", &hostile]);
    add(&["index", "texts", "--format", &hostile]);
    add(&["index", "texts", "--map", &hostile]);
    add(&["index", "texts", "--index", "queries.txt"]);
    add(&["remove", &hostile]);
    add(&["bench", &hostile]);
    add(&["bench", "bad.txt"]);
    add(&["bench", "queries.txt", "--fail-if", &hostile]);
    add(&["bench", "queries.txt", "--compare", "queries.txt"]);
    add(&["eval", &hostile, "qrels.tsv"]);
    add(&["eval", "topics.jsonl", "bad.txt"]);
    add(&["eval", "topics.jsonl", "qrels.tsv", "--filter", &hostile]);
    add(&["eval", "topics.jsonl", "qrels.tsv", "--fail-if", &hostile]);
    add(&["eval-speakers", "gold.jsonl"]);
    add(&["eval-speakers", &hostile]);

    for args in &runs {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = run(here, &args);
        assert!(output.status.code().is_some(), "{args:?} was ended");
        let out = check_terminal(&args, &output.stdout);
        let err = check_terminal(&args, &output.stderr);
        assert!(!err.contains("panicked"), "{args:?}: {err}");
        let format = args
            .iter()
            .position(|arg| *arg == "--format")
            .and_then(|at| args.get(at + 1).copied());
        let counts = args.contains(&"--count");
        match format {
            Some("csv") if !counts && !out.is_empty() => check_csv(&args, &out),
            Some("markdown") if !counts => check_markdown(&args, &out),
            Some("html") => assert!(!out.contains("<script") && !out.contains("<a "), "{out}"),
            _ => {}
        }
    }
}
