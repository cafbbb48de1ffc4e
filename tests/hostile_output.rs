//! Output is safe whatever a text, name, title, file name, query or argument contains: nothing in
//! it controls a terminal, is a formula in a spreadsheet, or is markup.
//!
//! Runs every command in every format over hostile texts and checks the bytes printed.

mod desk;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use desk::archive;

/// What no output may contain as it is: a window title, a colour, a cursor movement, a bell, a
/// backspace, NUL, DEL, a carriage return, an 8-bit control character, an override of the writing
/// direction, an isolate, and a line separator.
const HARM: &str = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{1b}[2J\u{8}\u{0}\u{7f}\r\
    \u{9b}31m\u{202e}desrever\u{2066}\u{2028}";
/// What no output may contain as markup.
const MARKUP: &str = "<script>alert(1)</script> [a](javascript:b) `c` *d* _e_ | f ~~g~~ &lt;";

/// [`HARM`] without NUL, which arguments and file names cannot contain.
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
            "{{\"doc\":{0},\"id\":{0},\"date\":\"2025-01-02{HARM_JSON}\",\"title\":{0},\
             \"lang\":\"en\",\"speaker\":{1},\"section\":{2},\"text\":{3}}}\n",
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
    // A file name can contain anything but NUL and a slash.
    write(
        &format!("={}records.jsonl", harm_in_name.replace('/', "")),
        records,
    );
    // Without NUL: a text with NULs is taken for a binary file.
    let raw = harm();
    write(
        "talk.md",
        format!(
            "# The {raw}harbour\n\n**Anna {raw}Berg:** The {raw}harbour is full.\n\n\
             **Karl Holm:** No {raw}harbour.\n"
        ),
    );
    write(
        "story.txt",
        format!(
            "NORHAVEN (NWA) — \"The {raw} harbour is full,\" said Anna {raw} Berg.\n\n\
             Harbour {raw} Master Anna Berg said that the harbour was {raw} full.\n"
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
            "<html lang=en><head><title>The harbour &#27;[31m {raw}</title></head>\
             <body><h1>Harbour &#x9b;&#27;</h1>\
             <p>The harbour &#27;[31m&#8238; is full {raw}.</p></body></html>"
        ),
    );
    write(
        "table.csv",
        format!("speaker,text\n\"=Anna {raw}\",\"=harbour {raw}\"\n"),
    );
    write(
        &format!("{}broken.docx", harm_in_name.replace('/', "")),
        "PK\u{3}\u{4} and nothing else".to_owned(),
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

/// The text without the escapes of the program itself: colours, and links around paths.
fn without_ours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let ours = [
            "\u{1b}[31m",
            "\u{1b}[32m",
            "\u{1b}[33m",
            "\u{1b}[4m",
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

/// Checks that nothing in the output controls a terminal, and returns it as text.
fn check_terminal(args: &[&str], bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).expect("what is printed is UTF-8");
    let colored = args.contains(&"always");
    let text = if colored { without_ours(&text) } else { text };
    for c in text.chars() {
        let harmless = c == '\n' || c == '\t' || !c.is_control();
        let turns = matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
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

/// Checks that the texts contain no markup. The program's own markup is `**`, `~~` and the `>` of
/// a quotation.
fn check_markdown(args: &[&str], text: &str) {
    for line in text.lines() {
        let line = line
            .strip_prefix("> ")
            .or(line.strip_prefix('>'))
            .unwrap_or(line);
        let ours = line.replace("\\\\", "").replace("**", "").replace("~~", "");
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
fn output_only_shows() {
    let desk = tempfile::tempdir().expect("a folder");
    let here = desk.path();
    let texts = here.join("texts");
    fs::create_dir(&texts).expect("a folder");
    fill(&texts);
    write_arguments(here);

    check_failures(here);
    check_limits(here);
    check_damage(here);

    let ids = ids(here);
    assert!(ids.len() >= 12, "{ids:?}");
    let mut runs = passages(&ids);
    runs.extend(lists());
    runs.extend(measurements());
    runs.extend(mistakes());
    for args in &runs {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        check_run(here, &args);
    }
}

/// Writes the files that commands take besides sources.
fn write_arguments(here: &Path) {
    let hostile = harm();
    let write = |name: &str, contents: String| {
        fs::write(here.join(name), contents).expect("written");
    };
    let queries = format!("class {hostile}{MARKUP}\tharbour {hostile}\n=a\tfull\n");
    write("queries.txt", queries.replace('\r', ""));
    write("bad.txt", format!("a\t\"harbour {hostile}"));
    let topic = serde_json::json!({"_id": hostile, "text": "harbour"});
    write("topics.jsonl", topic.to_string());
    let id = hostile.replace(['\r', '\u{2028}'], "");
    let qrels = format!("query-id\tcorpus-id\tscore\n{id}\t{id}\t1\nno{id}\t{id}\t1\n");
    write("qrels.tsv", qrels);
    write("gold.jsonl", format!("{{\"id\":\"{hostile}"));
    let paragraph = format!("\"It is {hostile} full,\" Anna Berg said.");
    let gold = serde_json::json!({"id": hostile, "paragraphs": [paragraph], "quotes": []});
    write("good.jsonl", gold.to_string());
}

/// Indexes the texts, two that cannot be read among them.
fn check_failures(here: &Path) {
    let index = run(here, &["index", "texts"]);
    assert_eq!(index.status.code(), Some(5), "{index:?}");
    check_terminal(&["index"], &index.stdout);
    let warned = check_terminal(&["index"], &index.stderr);
    let named = warned.contains("broken.docx") && warned.contains("broken.jsonl:2");
    assert!(named, "{warned}");
}

/// Sources that exceed a limit are named.
fn check_limits(here: &Path) {
    let hostile = harm();
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
        let warned = check_terminal(&args, &index.stderr);
        assert!(warned.contains(named), "{warned}");
    }
}

/// A damaged index with a hostile name is named.
fn check_damage(here: &Path) {
    let gone = format!("gone {}", harm().replace('/', ""));
    let index = run(here, &["index", "texts", "--index", &gone]);
    assert_eq!(index.status.code(), Some(5), "{index:?}");
    fs::remove_file(here.join(&gone).join("meta.json")).expect("a file to remove");
    for args in [
        &["search", "harbour", "--index", &gone][..],
        &["check", "--index", &gone],
    ] {
        let ended = run(here, args);
        assert_eq!(ended.status.code(), Some(3), "{ended:?}");
        assert!(check_terminal(args, &ended.stderr).contains("gone"));
    }
}

/// The ids of all passages.
fn ids(here: &Path) -> Vec<String> {
    let listed = run(here, &["search", "*", "-n", "0", "--format", "jsonl"]);
    String::from_utf8_lossy(&listed.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("an object"))
        .map(|hit| hit["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// The arguments of one run of the program.
type Arguments = Vec<String>;

fn args(args: &[&str]) -> Arguments {
    args.iter().map(|arg| (*arg).to_owned()).collect()
}

/// Runs that print passages.
fn passages(ids: &[String]) -> Vec<Arguments> {
    let query = format!("harbour {}", harm());
    let facets = "speaker,section,doc,kind,lang";
    let mut runs = Vec::new();
    for format in ["text", "json", "jsonl", "csv", "markdown"] {
        for color in ["never", "always"] {
            let output = ["--format", format, "--color", color];
            let search = ["search", "harbour full", "-n", "0", "-C", "1", "--explain"];
            runs.push(args(
                &[&search[..], &["--facets", facets], &output].concat(),
            ));
            for id in ids {
                runs.push(args(&[&["get", id, "-C", "1"][..], &output].concat()));
            }
        }
        let output = ["--format", format];
        let count = ["search", "harbour", "--count", "--facets", facets];
        runs.push(args(&[&count[..], &output].concat()));
        runs.push(args(&[&["search", &query][..], &output].concat()));
        let direct = ["search", "harbour", "-p", "texts"];
        runs.push(args(&[&direct[..], &output].concat()));
    }
    let changed = format!("the {} harbour was not full", harm());
    for color in ["never", "always"] {
        for format in ["text", "json", "jsonl", "csv", "markdown", "errors"] {
            let output = ["--format", format, "--color", color];
            for quote in ["the harbour is full", &changed] {
                let verify = ["verify", quote, "--speaker", "Anna Berg"];
                runs.push(args(&[&verify[..], &output].concat()));
            }
            for draft in ["story.txt", "talk.md", "page.html"] {
                let draft = format!("texts/{draft}");
                let verify = ["verify", "--min-words", "1", "--draft", &draft];
                runs.push(args(&[&verify[..], &output].concat()));
            }
        }
        for format in ["text", "json", "jsonl", "csv", "markdown"] {
            let trace = ["trace", "harbour is full", "--format", format, "--color"];
            runs.push(args(&[&trace[..], &[color]].concat()));
        }
    }
    for id in ids {
        runs.push(args(&["why", id, "--color", "never"]));
        runs.push(args(&["why", id, "--color", "always"]));
        runs.push(args(&["why", id, "--format", "json"]));
    }
    runs
}

/// Runs that list or check what is in the index.
fn lists() -> Vec<Arguments> {
    let mut runs = vec![args(&["check"])];
    for format in ["text", "json"] {
        for list in ["speakers", "sections", "docs"] {
            runs.push(args(&[list, "--format", format]));
            runs.push(args(&[list, &harm(), "--format", format]));
        }
        runs.push(args(&["status", "--sources", "--format", format]));
    }
    runs
}

/// Runs that measure.
fn measurements() -> Vec<Arguments> {
    let class_gate = format!("class {}{MARKUP}.p99>1ns", harm());
    let mut runs = Vec::new();
    for format in ["text", "json", "markdown", "csv", "html"] {
        for option in [
            ["--save", "run.json"],
            ["--compare", "run.json"],
            ["--fail-if", &class_gate],
            ["--fail-if", "mean>1ns"],
        ] {
            let bench = ["bench", "queries.txt", "--rounds", "1", "--format", format];
            runs.push(args(&[&bench[..], &option].concat()));
        }
    }
    for format in ["text", "json"] {
        let output = ["--format", format];
        let eval = ["eval", "topics.jsonl", "qrels.tsv"];
        runs.push(args(&[&eval[..], &["--corpus", "texts"], &output].concat()));
        runs.push(args(&[&eval[..], &["--filter", "doc=x"], &output].concat()));
        runs.push(args(
            &[&["eval-speakers", "good.jsonl"], &output[..]].concat(),
        ));
    }
    runs
}

/// Runs with a mistake, so that the program repeats a hostile argument in its message.
fn mistakes() -> Vec<Arguments> {
    let hostile = &*harm();
    let eval = ["eval", "topics.jsonl", "qrels.tsv"];
    let search = ["search", "harbour"];
    let direct = ["search", "harbour", "-p", "texts"];
    let index = ["index", "texts"];
    let bench = ["bench", "queries.txt"];
    vec![
        args(&["search", &format!("\"{hostile}")]),
        args(&["search", &format!("spaeker:{hostile}")]),
        args(&["search", &format!("{hostile} (")]),
        args(&[&search[..], &["--speaker", hostile]].concat()),
        args(&[&search[..], &["--speaker", &format!("nobody {hostile}")]].concat()),
        args(&[&search[..], &["--section", hostile]].concat()),
        args(&[&search[..], &["--since", hostile]].concat()),
        args(&[&search[..], &["--kind", hostile]].concat()),
        args(&[&search[..], &["--format", hostile]].concat()),
        args(&[&search[..], &["-n", hostile]].concat()),
        args(&[&search[..], &["--index", hostile]].concat()),
        args(&[&search[..], &["-p", hostile]].concat()),
        args(&[&direct[..], &["--encoding", hostile]].concat()),
        args(&[&search[..], &[&format!("--{hostile}")]].concat()),
        args(&["get", hostile]),
        args(&["why", hostile]),
        args(&["help", hostile]),
        args(&["completions", hostile]),
        args(&["man", "queries.txt"]),
        args(&[hostile]),
        args(&["index", hostile]),
        args(&[&index[..], &["--input-format", hostile]].concat()),
        args(&[&index[..], &["--format", hostile]].concat()),
        args(&[&index[..], &["--map", hostile]].concat()),
        args(&[&index[..], &["--index", "queries.txt"]].concat()),
        args(&["remove", hostile]),
        args(&["bench", hostile]),
        args(&["bench", "bad.txt"]),
        args(&[&bench[..], &["--fail-if", hostile]].concat()),
        args(&[&bench[..], &["--compare", "queries.txt"]].concat()),
        args(&["eval", hostile, "qrels.tsv"]),
        args(&["eval", "topics.jsonl", "bad.txt"]),
        args(&[&eval[..], &["--filter", hostile]].concat()),
        args(&[&eval[..], &["--fail-if", hostile]].concat()),
        args(&["eval-speakers", "gold.jsonl"]),
        args(&["eval-speakers", hostile]),
    ]
}

/// Runs the program and checks what it prints, by the format.
fn check_run(here: &Path, args: &[&str]) {
    let output = run(here, args);
    assert!(output.status.code().is_some(), "a signal ended {args:?}");
    let out = check_terminal(args, &output.stdout);
    let err = check_terminal(args, &output.stderr);
    assert!(!err.contains("panicked"), "{args:?}: {err}");
    let flag = args.iter().position(|arg| *arg == "--format");
    let format = flag.and_then(|at| args.get(at + 1).copied());
    let counts = args.contains(&"--count");
    match format {
        Some("csv") if !counts && !out.is_empty() => check_csv(args, &out),
        Some("markdown") if !counts => check_markdown(args, &out),
        Some("html") => assert!(!out.contains("<script") && !out.contains("<a "), "{out}"),
        _ => {}
    }
}
