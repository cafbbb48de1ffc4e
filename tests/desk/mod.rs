//! Runs the program in a temporary folder.

// Each test program that includes this module uses only a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

pub const STORY: &str = "\
NORHAVEN (NWA) — Mayor Karl Holm said on Monday that the harbour would stay open.\n\
\"We shall see about the ferry,\" he said.\n";

/// A tar archive of members with these names and contents.
pub fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, contents) in members {
        let mut header = [0; 512];
        let mut put = |at: usize, text: &str| {
            header[at..at + text.len()].copy_from_slice(text.as_bytes());
        };
        put(0, name);
        put(100, "0000644\0");
        put(124, &format!("{:011o}\0", contents.len()));
        put(156, "0");
        put(257, "ustar\x0000");
        // The sum of all bytes, with spaces in the place of the sum itself.
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum::<u32>() + 8 * 32;
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        bytes.extend(header);
        bytes.extend(contents.as_bytes());
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

pub struct Desk {
    folder: TempDir,
}

/// What a command printed, and its exit status.
pub struct Ended {
    /// The exit status; -1 if a signal ended the command.
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Desk {
        Desk {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The files of a folder, by name.
    pub fn files(&self, folder: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path().join(folder)).expect("a folder");
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        files
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.args(args);
        self.here(command)
    }

    /// A command that a shell starts after `before`.
    pub fn shell(&self, before: &str, args: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(format!("{before}; exec \"$0\" \"$@\""))
            .arg(env!("CARGO_BIN_EXE_onrecord"))
            .args(args);
        self.here(command)
    }

    pub fn here(&self, mut command: Command) -> Command {
        command
            .current_dir(self.path())
            .env_remove("ONRECORD_INDEX")
            .stdin(Stdio::null());
        command
    }

    /// Starts a command and drops its output.
    pub fn start(&self, args: &[&str]) -> Child {
        let mut command = self.command(args);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the program runs")
    }

    pub fn run(&self, args: &[&str]) -> Ended {
        run(self.command(args))
    }

    /// Runs a command that must end with this status, and returns what it printed.
    pub fn check(&self, args: &[&str], status: i32) -> Ended {
        check(self.command(args), status)
    }

    /// All passages of an index as JSON, in the order of the sources, without rank and score, and
    /// without what is said of their files now.
    pub fn listing(&self, index: &str) -> Vec<String> {
        let args = [
            "search", "*", "-n", "0", "--sort", "place", "--format", "jsonl", "--index", index,
        ];
        let ended = self.run(&args);
        assert!(matches!(ended.status, 0 | 1), "{}", ended.err);
        let passage = |line: &str| {
            let mut passage = line[line.find("\"id\":").expect("an id")..].to_owned();
            for stale in ["null", "\"changed\"", "\"gone\""] {
                passage = passage.replace(&format!(",\"stale\":{stale}"), "");
            }
            passage
        };
        ended.out.lines().map(passage).collect()
    }
}

pub fn run(mut command: Command) -> Ended {
    ended(command.output().expect("the program runs"))
}

/// Runs a command that must end with this status, and returns what it printed.
pub fn check(command: Command, status: i32) -> Ended {
    let shown = format!("{command:?}");
    let ended = run(command);
    assert_eq!(
        ended.status, status,
        "{shown}\n{}\n{}",
        ended.out, ended.err
    );
    is_decent(&ended);
    ended
}

/// Checks that no control character was printed and nothing panicked.
pub fn is_decent(ended: &Ended) {
    let printed = format!("{}{}", ended.out, ended.err);
    let raw = printed
        .chars()
        .find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert_eq!(raw, None, "a control character in {printed:?}");
    assert!(!printed.contains("panicked"), "{printed}");
}

pub fn ended(output: Output) -> Ended {
    Ended {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("errors are UTF-8"),
    }
}
