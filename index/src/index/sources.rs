//! The list of an index's sources, in a form that any later version can read: one JSON object a line, with the path as it is
//! kept (relative to the folder that holds the index, or absolute) and what was said about how to read it.
//!
//! Keys are only ever added; who does not know one skips it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::record::Book;
use crate::options::FieldMap;
use crate::options::ReadOptions;
use crate::storage::directory::{IndexDirectory, META};
use crate::storage::named_file::SOURCES;

/// The key under which a commit's payload names the list.
pub(crate) const KEY: &str = "sources";

/// What changes how a source is read. What is absent is as usual.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct HowRead {
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    attribution: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    map: Option<String>,
}

/// A source as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recorded {
    /// As it is shown.
    path: String,
    /// The bytes of a path that is no Unicode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<Vec<u8>>,
    #[serde(flatten)]
    pub how: HowRead,
}

impl HowRead {
    /// What these options say.
    pub fn of(options: &ReadOptions) -> HowRead {
        HowRead {
            attribution: options.attribution,
            format: options.format.clone(),
            encoding: options.encoding.clone(),
            map: options.map.as_ref().map(FieldMap::to_string),
        }
    }

    /// Options that say so, and are else as `options`. A map that this version cannot read is left out.
    pub fn options(&self, options: &ReadOptions) -> ReadOptions {
        ReadOptions {
            attribution: self.attribution,
            format: self.format.clone(),
            encoding: self.encoding.clone(),
            map: self
                .map
                .as_deref()
                .and_then(|map| FieldMap::parse(map).ok()),
            ..options.clone()
        }
    }

    /// As one line that is equal where the options are.
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Recorded {
    /// The source of a bookkeeping record.
    pub fn of(book: &Book) -> Recorded {
        let how = serde_json::from_str(&book.options);
        Recorded {
            path: book.path.clone(),
            bytes: book.path_bytes.clone(),
            how: how.unwrap_or_else(|_| HowRead::of(&ReadOptions::default())),
        }
    }

    /// Where it lies, if relative paths begin at `root`.
    pub fn file(&self, root: &Path) -> PathBuf {
        #[cfg(unix)]
        if let Some(bytes) = &self.bytes {
            use std::os::unix::ffi::OsStrExt;
            return root.join(std::ffi::OsStr::from_bytes(bytes));
        }
        root.join(&self.path)
    }
}

fn yes() -> bool {
    true
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde calls"
)]
fn is_yes(value: &bool) -> bool {
    *value
}

/// Writes the list; gives its name.
pub(crate) fn write(
    directory: &IndexDirectory,
    sources: &BTreeMap<String, Recorded>,
) -> io::Result<String> {
    let mut lines = Vec::new();
    // In the order of paths, which is the order of their names, too: the same sources make the same list.
    let mut sorted: Vec<&Recorded> = sources.values().collect();
    sorted.sort_by(|one, other| (&one.path, &one.bytes).cmp(&(&other.path, &other.bytes)));
    for source in sorted {
        serde_json::to_writer(&mut lines, source)?;
        lines.push(b'\n');
    }
    let name = SOURCES.name_of(&lines);
    directory.replace(Path::new(&name), &lines)?;
    Ok(name)
}

/// Reads the list of the last commit of whatever version, damaged or not.
pub(crate) fn read(index: &Path) -> Result<Vec<Recorded>> {
    let Some(name) = named(index).or_else(|| newest(index)) else {
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
        return Err(damaged(BROKEN.to_owned()));
    }
    serde_json::Deserializer::from_slice(&lines)
        .into_iter()
        .collect::<serde_json::Result<Vec<Recorded>>>()
        .map_err(|error| damaged(error.to_string()))
}

/// What is wrong with a list whose name is not its hash.
pub(crate) const BROKEN: &str = "checksum does not match";

/// Whether a list is as it was written.
pub(crate) fn is_whole(index: &Path, name: &str) -> bool {
    std::fs::read(index.join(name)).is_ok_and(|lines| SOURCES.name_of(&lines) == name)
}

/// The list that the last commit names.
fn named(index: &Path) -> Option<String> {
    let meta = std::fs::read(index.join(META)).ok()?;
    let meta: serde_json::Value = serde_json::from_slice(&meta).ok()?;
    list_of(meta["payload"].as_str()?)
}

/// The list that a payload names.
pub(crate) fn list_of(payload: &str) -> Option<String> {
    let payload: serde_json::Value = serde_json::from_str(payload).ok()?;
    let name = payload[KEY].as_str().filter(|name| SOURCES.is(name))?;
    Some(name.to_owned())
}

/// The youngest list, where the file that would name it cannot be read.
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

/// What there is of an index whose [`META`] is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remains {
    /// No file of an index.
    Nothing,
    /// Files of segments, but nothing that tells what they were made from.
    Segments,
    /// The list of its sources, from which it can be built anew.
    List,
}

/// What there is in a folder that has no [`META`].
pub(crate) fn remains(folder: &Path) -> Remains {
    if newest(folder).is_some() {
        return Remains::List;
    }
    let is_segment = |entry: std::fs::DirEntry| {
        Path::new(&entry.file_name())
            .extension()
            .is_some_and(|ending| ending == "store")
    };
    let mut entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    match entries.any(is_segment) {
        true => Remains::Segments,
        false => Remains::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_later_version_is_read() {
        let line = r#"{"path":"a.txt","format":"plain","depth":3}"#;
        let source: Recorded = serde_json::from_str(line).expect("a source");
        assert!(source.how.attribution);
        assert_eq!(source.how.format.as_deref(), Some("plain"));
        assert_eq!(source.file(Path::new("/r")), Path::new("/r/a.txt"));
    }

    #[test]
    fn what_is_as_usual_is_not_written() {
        let how = HowRead::of(&ReadOptions::default());
        assert_eq!(how.line(), "{}");
        let source = Recorded {
            path: "a.txt".to_owned(),
            bytes: None,
            how,
        };
        let line = serde_json::to_string(&source).expect("a line");
        assert_eq!(line, r#"{"path":"a.txt"}"#);
    }
}
