//! Files that the user names on the command line, besides sources. Every error names the file.

use std::fmt::Display;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use crate::status::BadUsage;

/// Reads and parses a file. What cannot be parsed is wrong usage.
pub(super) fn read<T, E: Display>(
    path: &Path,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> anyhow::Result<T> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse(&text).map_err(|error| BadUsage(format!("{}: {error}", path.display())).into())
}

/// Reads what [`save`] wrote.
pub(super) fn read_saved<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let parse = |text: &str| {
        serde_json::from_str(text).map_err(|error| format!("not a file from --save: {error}"))
    };
    read(path, parse)
}

/// Writes a value as JSON.
pub(super) fn save(path: &Path, value: &impl Serialize) -> anyhow::Result<()> {
    write(path, |file| Ok(serde_json::to_writer(file, value)?))
}

/// Creates or replaces a file.
pub(super) fn write(
    path: &Path,
    contents: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    let write = || {
        let mut file = BufWriter::new(fs::File::create(path)?);
        contents(&mut file)?;
        file.flush()
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}
