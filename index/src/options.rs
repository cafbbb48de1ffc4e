//! Options of reading: format, encoding, names of fields, and limits on sizes. Plain data.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::facts::pattern::PathPattern;
use crate::facts::stated::StatedFacts;

/// Limits on the size of sources and on what is unpacked from archives.
///
/// What exceeds a limit is not read, and the reason is reported. What was read before is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of one source that is held in memory, members of archives included. JSON Lines are
    /// read line by line and may be longer. Default: 1 GiB, two hundred times a long book.
    pub file_bytes: u64,
    /// Bytes of one source whose paragraphs are all held in memory: every format but plain text,
    /// JSON Lines and tables, which go to the sink in parts. Default: 64 MiB, ten times a long
    /// book, since a paragraph of one letter takes a hundred times its bytes.
    pub whole_bytes: u64,
    /// Bytes unpacked from one file, all its members together. Default: 4 GiB, more than any
    /// collection of texts that is sent by mail or downloaded.
    pub bytes: u64,
    /// Bytes unpacked for each packed byte, checked from 16 MiB on. Default: 250. Text shrinks to a
    /// twentieth at best, an archive made to fill the disk to a thousandth.
    pub ratio: u64,
    /// Members of one file, those of archives inside it included. Default: 100,000.
    pub members: u64,
    /// Levels of archives inside archives; a `.tar.gz` has two. Default: 3.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            whole_bytes: 64 << 20,
            bytes: 4 << 30,
            ratio: 250,
            members: 100_000,
            depth: 3,
        }
    }
}

/// How sources are read. Set what differs from the default:
///
/// ```
/// use onrecord_index::options::ReadOptions;
/// let options = ReadOptions {
///     format: Some("markdown".to_owned()),
///     ..ReadOptions::default()
/// };
/// assert!(options.attribution);
/// ```
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// Whether speakers are found in prose, where there are no labels. Default: true.
    pub attribution: bool,
    /// The name of the format to read every source as, such as "markdown". Reading fails with an
    /// unknown name. Default: each source's format is detected by its content and its name.
    pub format: Option<String>,
    /// The label of the encoding to read every source in, as the WHATWG lists them
    /// ("windows-1252"). Reading fails with an unknown label. Default: each source's encoding is
    /// detected.
    pub encoding: Option<String>,
    /// The names of the fields in records (JSON Lines and tables). Default: the usual names.
    pub map: Option<FieldMap>,
    /// Patterns of paths whose captures state facts about sources. An update with `None` (the
    /// default) keeps those that each source was read with.
    pub facts: Option<Vec<PathPattern>>,
    /// What is stated about the source to be read, as an update finds it by `facts` and
    /// `documents.toml`. Default: nothing.
    pub stated: Arc<StatedFacts>,
    /// Limits on sizes. Default: see [`Limits`].
    pub limits: Limits,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            attribution: true,
            format: None,
            encoding: None,
            map: None,
            facts: None,
            stated: Arc::default(),
            limits: Limits::default(),
        }
    }
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The record's identifier.
    Id,
    /// The key of the document that the record belongs to.
    Doc,
    /// The title of the document or the record.
    Title,
    /// The title of the section, or titles from the outermost on.
    Section,
    /// The speaker, or a list of speakers.
    Speaker,
    /// The date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Date,
    /// The words.
    Text,
    /// The language, an ISO 639 code.
    Lang,
    /// The time from the start of the recording: seconds or a clock time.
    Start,
    /// The list of paragraphs, in a record that is a whole document.
    Paragraphs,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 10] = [
        Self::Id,
        Self::Doc,
        Self::Title,
        Self::Section,
        Self::Speaker,
        Self::Date,
        Self::Text,
        Self::Lang,
        Self::Start,
        Self::Paragraphs,
    ];

    /// Its name in a map and in JSON Lines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Doc => "doc",
            Self::Title => "title",
            Self::Section => "section",
            Self::Speaker => "speaker",
            Self::Date => "date",
            Self::Text => "text",
            Self::Lang => "lang",
            Self::Start => "start",
            Self::Paragraphs => "paragraphs",
        }
    }

    /// The field with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// The names that a source uses for the fields of its records: `speaker=SpeakerName,text=Body`.
///
/// A name may be a path: `meta.author.name` reaches into objects, `words.0` into lists. If
/// `paragraphs` names a list (one meeting per line with a list of turns), the other fields are read
/// from each element first, and from the record if the element has none. Fields that are not in the
/// map keep their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    /// Each field with its name or path in the source.
    names: Vec<(Field, String)>,
}

impl FieldMap {
    /// Reads `FIELD=NAME,FIELD=NAME`. The error is a message that says what is wrong.
    ///
    /// ```
    /// use onrecord_index::options::{Field, FieldMap};
    /// let map = FieldMap::parse("speaker=Name, text=Body").unwrap();
    /// assert_eq!(map.name(Field::Text), Some("Body"));
    /// assert!(FieldMap::parse("talker=Name").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut names = Vec::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (field, name) = pair
                .split_once('=')
                .ok_or_else(|| format!("`{}` is not FIELD=NAME", pair.trim()))?;
            let field = Field::named(field.trim()).ok_or_else(|| {
                let known = Field::ALL.map(Field::name).join(", ");
                format!("unknown field `{}`: fields are {known}", field.trim())
            })?;
            if name.trim().is_empty() {
                return Err(format!("`{}` has no name after `=`", pair.trim()));
            }
            names.push((field, name.trim().to_owned()));
        }
        if names.is_empty() {
            return Err("the map is empty: write FIELD=NAME,...".to_owned());
        }
        Ok(Self { names })
    }

    /// The name or path of a field. `None` if the map has none.
    pub fn name(&self, field: Field) -> Option<&str> {
        self.iter()
            .find(|(known, _)| *known == field)
            .map(|(_, name)| name)
    }

    /// Each field in the map with its name or path.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.names
            .iter()
            .map(|(field, name)| (*field, name.as_str()))
    }
}

impl fmt::Display for FieldMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (field, name)) in self.names.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(f, "{comma}{}={name}", field.name())?;
        }
        Ok(())
    }
}
