//! The list of an index's sources, in a form that every version can read, so that any version can
//! rebuild an index.
//!
//! One JSON object per line: the path (relative to the folder that contains the index, or absolute)
//! and the settings it was read with. The first line also has the roots, under `roots`. Keys are
//! only added; unknown keys are skipped. The name of the file contains a hash of its contents.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::facts::pattern::PathPattern;
use crate::index::account::SourceAccount;
use crate::index::source_id::{SourceId, file_of};
use crate::options::{FieldMap, Limits, ReadOptions};
use crate::storage::directory::META;
use crate::storage::named_file::SOURCES;
use crate::storage::segment_files::MISMATCH;

/// The key in the payload of a commit that names the list.
pub(crate) const KEY: &str = "sources";

/// The settings that change what is read from a source. Defaults are not written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ReadSettings {
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub(super) attribution: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) format: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) encoding: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) map: Option<String>,
    /// Patterns of paths that state facts. `None`: the user gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) facts: Option<Vec<String>>,
}

/// An entry of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SourceEntry {
    /// The path as text.
    pub path: String,
    /// The bytes of the path; `None` if it is valid Unicode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<Vec<u8>>,
    /// Whether it was given as bytes or documents, so that `path` is only its name.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_memory: bool,
    /// How it was read.
    #[serde(flatten)]
    pub settings: ReadSettings,
}

/// A file or folder that the user gave, and how to read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Root {
    /// Its path and settings.
    #[serde(flatten)]
    pub entry: SourceEntry,
    /// The limits it was read with; `None` if they were the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// The number of the device it was on; `None` if the system has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<u64>,
}

/// What the list has.
#[derive(Debug, Default)]
pub(crate) struct SourceList {
    /// The sources, by path.
    pub sources: Vec<SourceEntry>,
    /// The roots, by path. Empty in a list of an earlier version.
    pub roots: Vec<Root>,
}

/// A line that is read.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    roots: Vec<Root>,
    /// `None` in the only line of a list without sources.
    #[serde(flatten)]
    source: Option<SourceEntry>,
}

/// The first line that is written.
#[derive(Serialize)]
struct FirstLine<'a> {
    #[serde(flatten)]
    source: Option<&'a SourceEntry>,
    roots: &'a [&'a Root],
}

impl ReadSettings {
    /// The settings in these options.
    pub fn of(options: &ReadOptions) -> ReadSettings {
        ReadSettings {
            attribution: options.attribution,
            format: options.format.clone(),
            encoding: options.encoding.clone(),
            map: options.map.as_ref().map(FieldMap::to_string),
            facts: options.facts.as_ref().map(|patterns| {
                let patterns = patterns.iter();
                patterns
                    .map(|pattern| pattern.written().to_owned())
                    .collect()
            }),
        }
    }

    /// The settings in an account. `None` if it was not read from a file.
    pub fn of_account(account: &SourceAccount) -> Option<ReadSettings> {
        serde_json::from_str(&account.options).ok()
    }

    /// The patterns that state facts. Those that this version cannot parse are left out.
    pub fn facts(&self) -> Option<Vec<PathPattern>> {
        let patterns = self.facts.as_ref()?.iter();
        let patterns = patterns.filter_map(|pattern| PathPattern::with_captures(pattern).ok());
        Some(patterns.collect())
    }

    /// `options` with these settings. A field map that this version cannot parse is left out.
    pub fn apply_to(&self, options: &ReadOptions) -> ReadOptions {
        ReadOptions {
            attribution: self.attribution,
            format: self.format.clone(),
            encoding: self.encoding.clone(),
            map: self
                .map
                .as_deref()
                .and_then(|map| FieldMap::parse(map).ok()),
            facts: self.facts(),
            ..options.clone()
        }
    }

    /// The settings as JSON, which is equal for equal settings.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl SourceEntry {
    /// The entry of a source.
    pub fn of(account: &SourceAccount) -> SourceEntry {
        let settings = ReadSettings::of_account(account);
        SourceEntry {
            path: account.path.clone(),
            bytes: account.path_bytes.clone(),
            in_memory: account.in_memory,
            settings: settings.unwrap_or_else(|| ReadSettings::of(&ReadOptions::default())),
        }
    }

    /// The bytes of the path, which tell it from every other.
    pub fn identity(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or(self.path.as_bytes())
    }

    /// The path of the file. Relative paths start at `root`.
    pub fn file(&self, root: &Path) -> PathBuf {
        file_of(&self.path, self.bytes.as_deref(), root)
    }
}

impl Root {
    /// The root at this path and on this device, read with these options.
    pub fn new(id: SourceId, device: Option<u64>, options: &ReadOptions) -> Root {
        let is_unicode = id.identity == id.path.as_bytes();
        let mut root = Root {
            entry: SourceEntry {
                path: id.path,
                bytes: (!is_unicode).then_some(id.identity),
                in_memory: false,
                settings: ReadSettings::of(options),
            },
            limits: None,
            device,
        };
        root.read_with(options);
        root
    }

    /// Keeps the facts that were recorded `before`, unless others are stated now.
    pub fn keep_facts(&mut self, before: Option<&Root>) {
        let settings = &mut self.entry.settings;
        let before = before.and_then(|before| before.entry.settings.facts.clone());
        settings.facts = settings.facts.take().or(before);
    }

    /// The patterns that state facts about its files.
    pub fn facts(&self) -> Option<Vec<PathPattern>> {
        self.entry.settings.facts()
    }

    /// Replaces the options that it is read with.
    pub fn read_with(&mut self, options: &ReadOptions) {
        self.entry.settings = ReadSettings::of(options);
        self.limits = Some(options.limits).filter(|limits| *limits != Limits::default());
    }

    /// The root that a source is by itself.
    pub fn of(account: &SourceAccount) -> Root {
        Root {
            entry: SourceEntry::of(account),
            limits: Some(account.limits).filter(|limits| *limits != Limits::default()),
            device: None,
        }
    }
}

fn yes() -> bool {
    true
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_yes(value: &bool) -> bool {
    *value
}

/// The contents of the list, with the name of its file.
pub(crate) fn to_lines(
    sources: &BTreeMap<String, SourceEntry>,
    roots: &BTreeMap<Vec<u8>, Root>,
) -> io::Result<(String, Vec<u8>)> {
    let mut lines = Vec::new();
    // In the order of paths, so that the same sources make the same file.
    let mut sorted: Vec<&SourceEntry> = sources.values().collect();
    sorted.sort_by(|one, other| (&one.path, &one.bytes).cmp(&(&other.path, &other.bytes)));
    let roots: Vec<&Root> = roots.values().collect();
    let mut sorted = sorted.into_iter();
    if !roots.is_empty() {
        let source = sorted.next();
        let roots = &roots;
        serde_json::to_writer(&mut lines, &FirstLine { source, roots })?;
        lines.push(b'\n');
    }
    for source in sorted {
        serde_json::to_writer(&mut lines, source)?;
        lines.push(b'\n');
    }
    Ok((SOURCES.name_of(&lines), lines))
}

/// The roots in the contents of a list. None if it has none or cannot be read: it was then made by
/// an earlier version, or is damaged.
pub(crate) fn roots_of(lines: &[u8]) -> Vec<Root> {
    let first = lines.split(|byte| *byte == b'\n').next();
    let line = first.and_then(|line| serde_json::from_slice::<Line>(line).ok());
    line.map_or_else(Vec::new, |line| line.roots)
}

/// Reads the list of the index in the folder `index`, which may have any version, and may be
/// damaged.
///
/// Fails if there is no list, or if the list itself is damaged.
pub(crate) fn read(index: &Path) -> Result<SourceList> {
    let Some(name) = named_by_meta(index).or_else(|| newest(index)) else {
        return Err(Error::Unrecorded {
            path: index.to_owned(),
        });
    };
    let path = index.join(&name);
    let damaged = |reason: String| Error::Damaged {
        what: path.display().to_string(),
        reason,
    };
    let lines = std::fs::read(&path).map_err(|error| damaged(error.to_string()))?;
    if SOURCES.name_of(&lines) != name {
        return Err(damaged(MISMATCH.to_owned()));
    }
    let mut list = SourceList::default();
    for line in serde_json::Deserializer::from_slice(&lines).into_iter::<Line>() {
        let line = line.map_err(|error| damaged(error.to_string()))?;
        list.sources.extend(line.source);
        list.roots.extend(line.roots);
    }
    Ok(list)
}

/// Whether the contents of a list still match its name.
pub(crate) fn is_intact(index: &Path, name: &str) -> bool {
    std::fs::read(index.join(name)).is_ok_and(|lines| SOURCES.name_of(&lines) == name)
}

/// The name of the list in the last commit. `None` if it cannot be read.
fn named_by_meta(index: &Path) -> Option<String> {
    let meta = std::fs::read(index.join(META)).ok()?;
    let meta: serde_json::Value = serde_json::from_slice(&meta).ok()?;
    list_of(meta["payload"].as_str()?)
}

/// The name of the list in a payload.
pub(crate) fn list_of(payload: &str) -> Option<String> {
    let payload: serde_json::Value = serde_json::from_str(payload).ok()?;
    let name = payload[KEY].as_str().filter(|name| SOURCES.is(name))?;
    Some(name.to_owned())
}

/// The name of the newest list in the folder, for an index whose `meta.json` cannot be read.
fn newest(index: &Path) -> Option<String> {
    let lists = std::fs::read_dir(index)
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?.to_owned();
            let modified = entry.metadata().ok()?.modified().ok()?;
            SOURCES.is(&name).then_some((modified, name))
        });
    lists.max().map(|(_, name)| name)
}

/// What is left of an index without [`META`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remains {
    /// No files of an index.
    Nothing,
    /// Files of segments, but no list of sources.
    Segments,
    /// A list of sources, from which the index can be rebuilt.
    Sources,
}

/// What is left of an index in a folder without [`META`].
pub(crate) fn remains(folder: &Path) -> Remains {
    if newest(folder).is_some() {
        return Remains::Sources;
    }
    let is_segment = |entry: std::fs::DirEntry| {
        Path::new(&entry.file_name())
            .extension()
            .is_some_and(|extension| extension == "store")
    };
    let mut entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    match entries.any(is_segment) {
        true => Remains::Segments,
        false => Remains::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::{ReadSettings, Root, SourceEntry, roots_of, to_lines};
    use crate::index::source_id::SourceId;
    use crate::options::ReadOptions;

    #[test]
    fn a_line_of_a_later_version_is_read() {
        let line = r#"{"path":"a.txt","format":"plain","depth":3}"#;
        let source: SourceEntry = serde_json::from_str(line).expect("a source");
        assert!(source.settings.attribution);
        assert_eq!(source.settings.format.as_deref(), Some("plain"));
        assert_eq!(source.file(Path::new("/r")), Path::new("/r/a.txt"));
    }

    #[test]
    fn default_settings_are_not_written() {
        let settings = ReadSettings::of(&ReadOptions::default());
        assert_eq!(settings.to_json(), "{}");
        let source = SourceEntry {
            path: "a.txt".to_owned(),
            bytes: None,
            in_memory: false,
            settings,
        };
        let line = serde_json::to_string(&source).expect("a line");
        assert_eq!(line, r#"{"path":"a.txt"}"#);
    }

    #[test]
    fn roots_are_in_the_first_line_which_earlier_versions_read_as_a_source() {
        let id = |path: &str| SourceId {
            identity: path.as_bytes().to_vec(),
            path: path.to_owned(),
        };
        let root = Root::new(id("town"), None, &ReadOptions::default());
        let roots = BTreeMap::from([(b"town".to_vec(), root.clone())]);
        let mut sources = BTreeMap::new();
        let (_, lines) = to_lines(&sources, &roots).expect("a list");
        assert_eq!(lines, b"{\"roots\":[{\"path\":\"town\"}]}\n");
        assert_eq!(roots_of(&lines), std::slice::from_ref(&root));
        for path in ["town/a.txt", "town/b.txt"] {
            let source = Root::new(id(path), None, &ReadOptions::default()).entry;
            sources.insert(path.to_owned(), source);
        }
        let (_, lines) = to_lines(&sources, &roots).expect("a list");
        assert_eq!(
            String::from_utf8_lossy(&lines),
            "{\"path\":\"town/a.txt\",\"roots\":[{\"path\":\"town\"}]}\n\
             {\"path\":\"town/b.txt\"}\n"
        );
        assert_eq!(roots_of(&lines), [root]);
        assert_eq!(roots_of(b"{\"path\":\"a.txt\"}\n"), []);
        assert_eq!(roots_of(b"\0\xff"), []);
    }

    #[test]
    fn any_bytes_have_roots_or_none() {
        let bytes = proptest::collection::vec(proptest::num::u8::ANY, 0..200);
        proptest::proptest!(|(bytes in bytes)| {
            let _ = roots_of(&bytes);
        });
    }
}
