//! Manual pages and completions cover every command.

mod desk;

use std::fs;

use desk::Desk;

/// Names of the commands, as `onrecord --help` lists them.
fn commands(desk: &Desk) -> Vec<String> {
    let help = desk.check(&["--help"], 0).out;
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let (list, _) = list.split_once("\n\n").expect("an end of the list");
    let name = |line: &str| line.split_whitespace().next().map(str::to_owned);
    let names: Vec<String> = list.lines().filter_map(name).collect();
    assert!(names.len() >= 16, "{names:?}");
    names
}

#[test]
fn every_command_has_a_manual_page() {
    let desk = Desk::new();
    desk.check(&["man", "--out", "share/man1"], 0);
    let page = |name: &str| {
        let path = desk.path().join(format!("share/man1/{name}.1"));
        fs::read_to_string(path).expect("a page")
    };
    assert!(page("onrecord").contains("onrecord\\-search(1)"));
    for command in commands(&desk) {
        let page = page(&format!("onrecord-{command}"));
        assert_eq!(desk.check(&["man", &command], 0).out, page);
        assert!(page.contains(".SH SYNOPSIS"), "{command}: {page}");
        assert!(page.contains("\\fB\\-\\-help\\fR"), "{command}: {page}");
    }
    assert!(page("onrecord-search").contains("Skip the first N results"));
    // Former spellings are accepted but not advertised.
    assert!(!page("onrecord-index").contains("\\fB\\-\\-format\\fR"));
    assert!(!page("onrecord-eval").contains("\\fB\\-\\-json\\fR"));
}

#[test]
fn every_command_has_help_and_a_transcript() {
    let desk = Desk::new();
    let transcripts = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd");
    for command in commands(&desk) {
        let help = desk.check(&["help", &command], 0).out;
        assert!(help.contains("Usage: onrecord"), "{command}: {help}");
        let transcript = fs::read_to_string(format!("{transcripts}/{command}.md"));
        let transcript = transcript.unwrap_or_default();
        let run = format!("$ onrecord {command}");
        assert!(transcript.contains(&run), "no transcript of {command}");
    }
}

#[test]
fn completions_know_every_command() {
    let desk = Desk::new();
    let commands = commands(&desk);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = desk.check(&["completions", shell], 0).out;
        for command in &commands {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("input-format"), "{shell}");
    }
}

#[test]
fn the_readme_says_what_is_read() {
    use onrecord_index::ingest::described::DESCRIBED;
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
    let readme = readme.expect("a readme");
    for row in DESCRIBED {
        let cells = [row.what, row.speakers, row.times, row.sections, row.dates];
        let line = format!("\n| {} |\n", cells.join(" | ")).replace("|  |", "| |");
        let line = line.replace("|  |", "| |");
        assert!(readme.contains(&line), "README.md lacks the row{line}");
    }
}
