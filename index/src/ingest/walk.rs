//! Finds the files to read: the given files, and those in the given folders.
//!
//! In folders, hidden files, files that ignore files exclude, and links are left out; without links
//! there can be no loop. A path that is given itself is always taken.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::ingest::formats::FORMATS;
use crate::ingest::sink::Problem;

/// What [`walk`] found.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files, each once, sorted by path.
    pub files: Vec<Found>,
    /// Paths that are missing or cannot be read, with the reason.
    pub problems: Vec<(PathBuf, Problem)>,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its path: as given, or starting with the given folder.
    pub path: PathBuf,
    /// Whether the path itself was given. Only then is an unknown format a failure.
    pub named: bool,
    /// Whether some format has its extension.
    pub known_format: bool,
}

/// Finds the files at and below `paths`. Never fails: what cannot be read is in [`Walk::problems`].
pub fn walk(paths: &[PathBuf]) -> Walk {
    let mut walk = Walk::default();
    // One file may be below several of the paths, and its path may be spelled in several ways.
    let mut seen: HashMap<PathBuf, usize> = HashMap::new();
    for path in paths {
        match path.metadata() {
            Err(error) => walk.problems.push((path.clone(), problem(&error))),
            Ok(metadata) if metadata.is_dir() => folder(path, &mut walk, &mut seen),
            Ok(_) => add(path.clone(), true, &mut walk, &mut seen),
        }
    }
    walk.files.sort_by(|one, other| one.path.cmp(&other.path));
    walk
}

fn folder(path: &Path, walk: &mut Walk, seen: &mut HashMap<PathBuf, usize>) {
    let entries = WalkBuilder::new(path)
        .require_git(false)
        .follow_links(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != ".onrecord")
        .build();
    for entry in entries {
        match entry {
            Ok(entry) => {
                if entry.file_type().is_some_and(|kind| kind.is_file()) {
                    add(entry.into_path(), false, walk, seen);
                }
                // Bad lines in ignore files are not reported: the walk ignores them.
            }
            Err(error) => {
                let place = path_of(&error).unwrap_or(path).to_owned();
                let message = match error.io_error() {
                    Some(cause) => problem(cause).message,
                    None => error.to_string(),
                };
                walk.problems.push((
                    place,
                    Problem {
                        message,
                        ..Problem::default()
                    },
                ));
            }
        }
    }
}

fn add(path: PathBuf, named: bool, walk: &mut Walk, seen: &mut HashMap<PathBuf, usize>) {
    let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
    if let Some(index) = seen.get(&identity) {
        walk.files[*index].named |= named;
        return;
    }
    seen.insert(identity, walk.files.len());
    let known_format = FORMATS.of_path(&path).is_some();
    walk.files.push(Found {
        path,
        named,
        known_format,
    });
}

fn problem(error: &std::io::Error) -> Problem {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    Problem {
        message,
        ..Problem::default()
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::Partial(errors) => errors.first().and_then(path_of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::walk;

    /// Lays out a folder, walks it and the paths named, and compares the files found.
    fn check(files: &[(&str, &str)], named: &[&str], expected: &[(&str, bool, bool)]) {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, text).expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).expect("a link");
        let paths: Vec<PathBuf> = named.iter().map(|name| folder.path().join(name)).collect();
        let found = walk(&paths);
        assert!(found.problems.is_empty(), "{:?}", found.problems);
        let found: Vec<(String, bool, bool)> = found
            .files
            .iter()
            .map(|file| {
                (
                    file.path
                        .strip_prefix(folder.path())
                        .expect("below")
                        .display()
                        .to_string(),
                    file.named,
                    file.known_format,
                )
            })
            .collect();
        let expected: Vec<(String, bool, bool)> = expected
            .iter()
            .map(|(path, named, known)| ((*path).to_owned(), *named, *known))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn hidden_and_ignored_files_in_folders_are_left_out() {
        check(
            &[
                ("b.md", ""),
                ("a/c.txt", ""),
                ("a/.d.txt", ""),
                (".onrecord/x.txt", ""),
                ("e.bin", ""),
                ("f.txt", ""),
                (".gitignore", "f.txt\n"),
            ],
            &[""],
            &[
                ("a/c.txt", false, true),
                ("b.md", false, true),
                ("e.bin", false, false),
            ],
        );
    }

    #[test]
    fn a_given_path_is_taken_once() {
        check(
            &[("a.txt", ""), (".b.txt", "")],
            &["", "a.txt", ".b.txt"],
            &[(".b.txt", true, true), ("a.txt", true, true)],
        );
    }

    #[test]
    fn a_missing_path_is_a_problem() {
        let found = walk(&[PathBuf::from("no/such/folder")]);
        assert_eq!((found.files.len(), found.problems.len()), (0, 1));
    }
}
