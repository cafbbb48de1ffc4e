//! The zip archive of an office document, whose members are the parts of one document.
//!
//! Parts are XML. Each is unpacked when it is asked for, within the same limits as the
//! members of an archive.

use std::cell::Cell;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::rc::Rc;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Error, Result};
use crate::ingest::block::squeeze;
use crate::ingest::bounded::Bounded;
use crate::ingest::encoding::{self, xml_declared};
use crate::ingest::source::{Meter, Source, too_large};
use crate::ingest::xml::{Node, Nodes, attribute, local};
use crate::options::{Limits, ReadOptions};

/// An office document that is open for reading.
pub struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    path: PathBuf,
    limits: Limits,
    meter: Rc<Meter>,
}

impl Package {
    /// Reads the archive's directory. Fails if the source is not a zip archive.
    pub fn open(source: &mut Source<'_>, options: &ReadOptions) -> Result<Self> {
        let meter = source.meter();
        let bytes = source.bytes()?;
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| source.unreadable(&format!("its archive cannot be read: {error}")))?;
        Ok(Self {
            archive,
            path: source.path().to_owned(),
            limits: options.limits,
            meter,
        })
    }

    /// The text of a part, or `None` if there is none with this name. Fails if the part cannot be
    /// unpacked or is too large.
    pub fn text(&mut self, name: &str) -> Result<Option<String>> {
        let unreadable = |reason: String| Error::Unreadable {
            path: self.path.clone(),
            reason,
        };
        let member = match self.archive.by_name(name) {
            Ok(member) => member,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(unreadable(format!("{name} cannot be read: {error}"))),
        };
        let packed = Rc::new(Cell::new(member.compressed_size()));
        let mut bytes = Vec::new();
        let limit = self.limits.whole_bytes;
        Bounded::new(member, self.limits, self.meter.clone(), packed)
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(format!("{name} {error}")))?;
        if bytes.len() as u64 > limit {
            return Err(unreadable(format!("{name} {}", too_large(limit))));
        }
        match encoding::decode(bytes, None, xml_declared) {
            Ok(decoded) => Ok(Some(decoded.text)),
            Err(reason) => Err(unreadable(format!("{name} {reason}"))),
        }
    }

    /// The title in the properties of a document of Office Open XML. `None` if it has none.
    pub fn title(&mut self) -> Result<Option<String>> {
        let core = self.text("docProps/core.xml")?;
        Ok(core.and_then(|core| element_text(&core, "title")))
    }

    /// The names of all parts, in the order of the archive.
    pub fn names(&self) -> Vec<String> {
        let names = self.archive.file_names().flatten();
        names.map(std::borrow::Cow::into_owned).collect()
    }

    /// The relationships of a part: identifier, type, and the path of the part it names. Those of
    /// the whole package are at the empty name.
    ///
    /// Format: ECMA-376, part 2.
    pub fn relationships(&mut self, part: &str) -> Result<Vec<(String, String, String)>> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = joined(folder, &format!("_rels/{file}.rels"));
        let Some(text) = self.text(&path)? else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for node in Nodes::new(&text) {
            let Node::Start(element) = node else { continue };
            if local(&element) == "Relationship" {
                let value = |name| attribute(&element, name).unwrap_or_default();
                found.push((value("Id"), value("Type"), joined(folder, &value("Target"))));
            }
        }
        Ok(found)
    }

    /// The part that another one names in a relationship of this type.
    pub fn target(
        &mut self,
        part: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<String>> {
        let mut found = self.relationships(part)?.into_iter();
        Ok(found
            .find(|(_, kind, _)| is_wanted(kind))
            .map(|(_, _, target)| target))
    }
}

/// The path of a part that is named from a folder of the package.
pub fn joined(folder: &str, target: &str) -> String {
    let absolute = target.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    let from = if absolute { "" } else { folder };
    for part in from.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The text of the first element with this name. `None` if there is none or it is empty.
pub fn element_text(xml: &str, name: &str) -> Option<String> {
    let mut inside = false;
    let mut found = String::new();
    for node in Nodes::new(xml) {
        match node {
            Node::Start(element) if local(&element) == name => inside = true,
            Node::End(end) if inside && end == name => break,
            Node::Text(text, ..) if inside => found.push_str(&text),
            _ => {}
        }
    }
    Some(squeeze(&found)).filter(|text| !text.is_empty())
}
