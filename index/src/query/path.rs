//! Compares the paths of documents with what the user wrote after `path:`.
//!
//! A pattern matches a file, or a folder with everything below it, and may begin at any folder of
//! the path. A `*` matches any number of characters, `/` among them; `**` means the same. Case and
//! accents make no difference, as for names.

use std::path::Path;

use crate::query::name::glob;
use crate::text::fold::fold;

/// Separates the path of a file from the name of a record in it.
pub(crate) const RECORD: char = '#';

/// What the user wrote after `path:`, ready to be compared.
pub(crate) struct PathFilter {
    /// All of it, as the path of a file or folder.
    pub whole: FolderPattern,
    /// The ways to read it as the path of a file and the name of a record in it, as in
    /// `wire.jsonl#story-1`. Both may have a `#` of their own, so there may be several.
    pub records: Vec<(FolderPattern, RecordPattern)>,
}

impl PathFilter {
    /// `root` is the folder that relative paths start at. `None`: it is not known.
    pub fn new(typed: &str, root: Option<&str>) -> PathFilter {
        let splits = typed.match_indices(RECORD);
        let halves = splits.map(|(at, _)| (&typed[..at], &typed[at + RECORD.len_utf8()..]));
        let records = halves.filter(|(path, record)| !path.is_empty() && !record.is_empty());
        PathFilter {
            whole: FolderPattern::new(typed, root),
            records: records
                .map(|(path, record)| (FolderPattern::new(path, root), RecordPattern(fold(record))))
                .collect(),
        }
    }

    /// Whether a document matches: its path, and its name.
    pub fn meets(&self, path: &str, doc: &str) -> bool {
        let is_record =
            |(file, record): &(FolderPattern, RecordPattern)| record.meets(doc) && file.meets(path);
        self.whole.meets(path) || self.records.iter().any(is_record)
    }
}

/// The folded name of a record, or a pattern with `*`.
pub(crate) struct RecordPattern(String);

impl RecordPattern {
    /// Whether the name of a record matches.
    pub fn meets(&self, name: &str) -> bool {
        glob(&fold(name), &self.0)
    }
}

/// The path of a file or a folder, or a pattern with `*`.
pub(crate) struct FolderPattern {
    /// The folded pattern, in all the forms that `/**/` allows.
    forms: Vec<String>,
    /// Whether it must begin where the path begins.
    anchored: bool,
    /// Whether it is the folder that relative paths start at, or a folder around it.
    holds_root: bool,
}

impl FolderPattern {
    fn new(typed: &str, root: Option<&str>) -> FolderPattern {
        let typed = typed.replace('\\', "/");
        let mut pattern = typed.trim();
        let mut anchored = pattern.starts_with('/');
        let folder = Path::new(pattern.trim_end_matches('/'));
        let holds_root = anchored && root.is_some_and(|root| Path::new(root).starts_with(folder));
        if let Some(below) = root.and_then(|root| pattern.strip_prefix(root)?.strip_prefix('/')) {
            pattern = below;
        }
        while let Some(rest) = strip_first(pattern, &["./", "../", "**/"]) {
            pattern = rest;
            anchored = false;
        }
        let pattern = fold(pattern.trim_end_matches('/'));
        let mut forms = vec![pattern.replace("**", "*")];
        if pattern.contains("/**/") {
            forms.push(pattern.replace("/**/", "/").replace("**", "*"));
        }
        FolderPattern {
            forms,
            anchored,
            holds_root,
        }
    }

    /// Whether a path matches.
    pub fn meets(&self, path: &str) -> bool {
        if self.holds_root && !Path::new(path).is_absolute() {
            return true;
        }
        let path = fold(path).replace('\\', "/");
        // Most paths do not have the letters at all. That is checked before any folder is tried.
        let has_letters = |form: &String| form.split('*').all(|piece| path.contains(piece));
        if !self.forms.iter().any(has_letters) {
            return false;
        }
        let begins = path.match_indices('/').map(|(slash, _)| slash + 1);
        let begins = std::iter::once(0).chain(begins.filter(|_| !self.anchored));
        begins
            .map(|begin| &path[begin..])
            .any(|rest| self.forms.iter().any(|form| holds(rest, form)))
    }
}

/// Whether the rest of a path is what a pattern says, or below it.
fn holds(rest: &str, pattern: &str) -> bool {
    if !pattern.contains('*') {
        let after = rest.strip_prefix(pattern);
        return after.is_some_and(|after| after.is_empty() || after.starts_with('/'));
    }
    glob(rest, pattern) || glob(rest, &format!("{pattern}/*"))
}

/// The text after the first of these beginnings that it has.
fn strip_first<'t>(text: &'t str, beginnings: &[&str]) -> Option<&'t str> {
    beginnings.iter().find_map(|begin| text.strip_prefix(begin))
}

#[cfg(test)]
mod tests {
    use super::{FolderPattern, PathFilter};

    fn check(pattern: &str, path: &str, expected: bool) {
        let root = Some("/home/anna/news");
        let found = FolderPattern::new(pattern, root).meets(path);
        assert_eq!(found, expected, "path:{pattern} {path}");
    }

    #[test]
    fn a_pattern_is_a_file_or_a_folder_and_all_below() {
        let path = "town/council/march.txt";
        for pattern in ["town", "town/", "town/council", "town/council/march.txt"] {
            check(pattern, path, true);
        }
        check("council/march.txt", path, true);
        check("march.txt", path, true);
        check("Town/COUNCIL", path, true);
        check("./town/council", path, true);
        check("../town", path, true);
        check("town\\council", path, true);
        check("march", path, false);
        check("tow", path, false);
        check("council/town", path, false);
        check("łodz", "Łódź/a.txt", true);
    }

    #[test]
    fn a_star_matches_any_characters_and_slashes() {
        let path = "town/council/march.txt";
        for pattern in [
            "*council*",
            "town/*",
            "town/**",
            "**/council/*",
            "*.txt",
            "c*.txt",
            "town/*/march.txt",
            "town/**/march.txt",
            "town/**/council/march.txt",
            "*coun*",
            "to*/council",
            "*",
        ] {
            check(pattern, path, true);
        }
        check("ouncil*", path, false);
        check("*.md", path, false);
        check("hearing/*", path, false);
    }

    #[test]
    fn a_path_from_the_root_begins_there() {
        check("/town", "town/a.txt", false);
        check("/home/anna/news/town", "town/a.txt", true);
        check("/home/anna/news/council", "town/council/a.txt", false);
        check("/home/anna/news", "town/a.txt", true);
        check("/home/anna/", "town/a.txt", true);
        check("/home/anna", "/home/karl/a.txt", false);
        check("/srv/news", "/srv/news/a.txt", true);
        check("/news", "/srv/news/a.txt", false);
        check("news", "/srv/news/a.txt", true);
    }

    #[test]
    fn a_record_is_named_after_its_file() {
        let check = |pattern: &str, path: &str, record: &str| {
            PathFilter::new(pattern, None).meets(path, record)
        };
        assert!(check("wire.jsonl#Story 1", "a/wire.jsonl", "story 1"));
        assert!(check("wire.jsonl##1", "a/wire.jsonl", "#1"));
        assert!(check("c#/wire.jsonl#1", "c#/wire.jsonl", "1"));
        assert!(!check("wire.jsonl#1", "a/wire.jsonl", "12"));
        assert!(!check("#1", "a/wire.jsonl", "1"));
    }
}
