//! Reads the folder of a model.
//!
//! | file | what it holds | needed |
//! |---|---|---|
//! | `model.onnx` | the model | yes |
//! | `vocab.txt` or `tokenizer.json` | its word pieces | one of them |
//! | `tokenizer_config.json` | `do_lower_case`: whether letters become lower case | no |
//! | `config.json` | `_name_or_path`: the model's name | no |
//! | `README.md` | `license:` in its head | no |
//!
//! That is how models are published in ONNX, except that some put `model.onnx` into a folder
//! `onnx`, where it is found, too. Nothing is ever fetched.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::meaning::entry::ModelRecord;
use crate::meaning::vocabulary::{Casing, Vocabulary};

/// Where the model itself may be.
const MODELS: [&str; 2] = ["model.onnx", "onnx/model.onnx"];

/// The largest model that is read: what the format allows in one file.
const MAX_MODEL: u64 = 2 << 30;

/// The largest of the other files.
const MAX_TEXT: u64 = 64 << 20;

/// What a model's folder holds, before the model is loaded.
pub(crate) struct ModelFolder {
    /// What is known of the model. The number of components is not known yet.
    pub record: ModelRecord,
    /// The bytes of `model.onnx`.
    pub model: Vec<u8>,
    /// The word pieces.
    pub vocabulary: Vocabulary,
}

#[derive(Default, Deserialize)]
struct TokenizerConfig {
    do_lower_case: Option<bool>,
}

#[derive(Default, Deserialize)]
struct Config {
    #[serde(rename = "_name_or_path")]
    name: Option<String>,
}

/// Reads the folder. Fails if a file that is needed is missing or cannot be read.
pub(crate) fn read(folder: &Path) -> Result<ModelFolder> {
    let unreadable = |reason: String| Error::Model {
        folder: folder.to_owned(),
        reason,
    };
    if !folder.is_dir() {
        return Err(unreadable("no such folder".to_owned()));
    }
    let mut model = None;
    for name in MODELS {
        model = model.or(bytes(&folder.join(name), MAX_MODEL).map_err(&unreadable)?);
    }
    let model = model.ok_or_else(|| unreadable("it has no model.onnx".to_owned()))?;
    let text = |name: &str| -> Result<Option<String>> {
        let bytes = bytes(&folder.join(name), MAX_TEXT).map_err(&unreadable)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    };
    let config: TokenizerConfig = parsed(text("tokenizer_config.json")?);
    let casing = match config.do_lower_case {
        Some(false) => Casing::Kept,
        _ => Casing::Lower,
    };
    let in_file = |name: &str, reason: String| unreadable(format!("{name}: {reason}"));
    let vocabulary = if let Some(lines) = text("vocab.txt")? {
        Vocabulary::of_lines(&lines, casing).map_err(|reason| in_file("vocab.txt", reason))?
    } else if let Some(json) = text("tokenizer.json")? {
        let read = Vocabulary::of_tokenizer(&json, casing);
        read.map_err(|reason| in_file("tokenizer.json", reason))?
    } else {
        let reason = "it has no word pieces: neither vocab.txt nor tokenizer.json";
        return Err(unreadable(reason.to_owned()));
    };
    let config: Config = parsed(text("config.json")?);
    let path = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let record = ModelRecord {
        name: config.name.unwrap_or_else(|| last_name(&path)),
        revision: revision(&path),
        licence: text("README.md")?.and_then(|card| licence(&card)),
        blake3: fingerprint(&model, &vocabulary),
        folder: path,
        dimensions: 0,
    };
    Ok(ModelFolder {
        record,
        model,
        vocabulary,
    })
}

/// The bytes of a file. `None` if there is none.
fn bytes(path: &Path, most: u64) -> std::result::Result<Option<Vec<u8>>, String> {
    let failed = |reason: String| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        format!("{name}: {reason}")
    };
    match path.metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(error.to_string())),
        Ok(file) if !file.is_file() => Err(failed("it is not a file".to_owned())),
        Ok(file) if file.len() > most => Err(failed(format!("it is larger than {most} bytes"))),
        Ok(_) => std::fs::read(path)
            .map(Some)
            .map_err(|error| failed(error.to_string())),
    }
}

/// A JSON object, or its default if there is none or it is another.
fn parsed<T: Default + for<'a> Deserialize<'a>>(json: Option<String>) -> T {
    let read = json.and_then(|json| serde_json::from_str(&json).ok());
    read.unwrap_or_default()
}

/// The hash of what decides about the vectors.
fn fingerprint(model: &[u8], vocabulary: &Vocabulary) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(model);
    hasher.update(if vocabulary.casing == Casing::Lower {
        b"lower"
    } else {
        b"kept"
    });
    for piece in &vocabulary.pieces {
        hasher.update(piece.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex().to_string()
}

fn last_name(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The revision of a folder `snapshots/REVISION`.
fn revision(folder: &Path) -> Option<String> {
    let above: PathBuf = folder.parent()?.file_name()?.into();
    (above.as_os_str() == "snapshots").then(|| last_name(folder))
}

/// The licence in the head of a model card, which is YAML between two lines of dashes.
fn licence(card: &str) -> Option<String> {
    let head = card.strip_prefix("---")?.split("\n---").next()?;
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix("license:"))?;
    let licence = line.trim().trim_matches(['"', '\'']);
    (!licence.is_empty()).then(|| licence.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{licence, read};

    #[test]
    fn what_is_missing_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let check = |part: &str| {
            let error = read(folder.path()).err().expect("an error").to_string();
            assert!(error.contains(part), "{error}");
        };
        check("it has no model.onnx");
        fs::create_dir(folder.path().join("onnx")).expect("a folder");
        fs::write(folder.path().join("onnx/model.onnx"), "model").expect("a file");
        check("neither vocab.txt nor tokenizer.json");
        fs::write(folder.path().join("tokenizer.json"), "{}").expect("a file");
        check("tokenizer.json: missing field");
        fs::write(folder.path().join("vocab.txt"), "a\n").expect("a file");
        check("vocab.txt: it has no piece [CLS]");
        fs::write(folder.path().join("vocab.txt"), "[UNK]\n[CLS]\n[SEP]\n").expect("a file");
        let one = read(folder.path()).expect("a model").record;
        fs::write(folder.path().join("vocab.txt"), "[UNK]\n[SEP]\n[CLS]\n").expect("a file");
        let other = read(folder.path()).expect("a model").record;
        assert_ne!(one.blake3, other.blake3);
        assert!(read(&folder.path().join("none")).is_err());
    }

    #[test]
    fn the_licence_is_in_the_head_of_the_model_card() {
        let check = |card: &str, expected: Option<&str>| {
            assert_eq!(licence(card).as_deref(), expected, "{card}");
        };
        check(
            "---\nlanguage: en\nlicense: apache-2.0\n---\n# Model\n",
            Some("apache-2.0"),
        );
        check("---\nlanguage: en\n---\nlicense: mit\n", None);
        check("license: mit\n", None);
    }
}
