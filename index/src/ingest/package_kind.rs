//! What the zip archive of a document holds, by the names of its members.
//!
//! Documents of office programs and books are zip archives. Their members may be in any order, so
//! the names are read from the headers before each member, as far as they are in the first bytes of
//! the file.
//!
//! Formats: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT> (4.3.7), ECMA-376 part 2,
//! OpenDocument 1.3 part 2, EPUB Open Container Format 3.3.

/// A kind of document that is a zip archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageKind {
    /// Word (`.docx`).
    Word,
    /// PowerPoint (`.pptx`).
    PowerPoint,
    /// Excel (`.xlsx`).
    Excel,
    /// Visio (`.vsdx`).
    Visio,
    /// OpenDocument text (`.odt`).
    OdText,
    /// OpenDocument presentation (`.odp`).
    OdPresentation,
    /// OpenDocument spreadsheet (`.ods`).
    OdSpreadsheet,
    /// OpenDocument drawing or another one.
    OdOther,
    /// A book (`.epub`).
    Epub,
    /// Pages, Numbers or Keynote.
    AppleWork,
}

impl PackageKind {
    /// The usual ending of its files, if no reader reads it.
    #[cfg(feature = "archive")]
    pub fn unread_ending(self) -> Option<&'static str> {
        match self {
            PackageKind::Excel => Some("xlsx"),
            PackageKind::Visio => Some("vsdx"),
            PackageKind::OdPresentation => Some("odp"),
            PackageKind::OdSpreadsheet => Some("ods"),
            PackageKind::OdOther => Some("odg"),
            PackageKind::AppleWork => Some("pages"),
            PackageKind::Word
            | PackageKind::PowerPoint
            | PackageKind::OdText
            | PackageKind::Epub => None,
        }
    }

    /// The name of the format that reads it.
    #[cfg(feature = "archive")]
    pub fn format(self) -> Option<&'static str> {
        match self {
            PackageKind::Word => Some("docx"),
            PackageKind::PowerPoint => Some("pptx"),
            PackageKind::OdText => Some("odt"),
            PackageKind::Epub => Some("epub"),
            _ => None,
        }
    }

    /// The kind of a file that begins with these bytes. `None` if it is another zip archive or no
    /// archive, or if what says so comes later.
    pub fn of_head(head: &[u8]) -> Option<Self> {
        let members = members(head);
        let media_type = members
            .iter()
            .find(|(name, _)| *name == b"mimetype")
            .map(|(_, contents)| *contents);
        let names: Vec<&[u8]> = members.into_iter().map(|(name, _)| name).collect();
        Self::of_members(&names, media_type)
    }

    /// The kind of an archive with these members. `media_type` is the contents of `mimetype`.
    pub fn of_members(names: &[&[u8]], media_type: Option<&[u8]>) -> Option<Self> {
        if let Some(kind) = media_type.and_then(Self::of_media_type) {
            return Some(kind);
        }
        let has = |wanted: &str| names.contains(&wanted.as_bytes());
        let has_folder =
            |folder: &str| names.iter().any(|name| name.starts_with(folder.as_bytes()));
        let is_office = has("[Content_Types].xml") || has("_rels/.rels");
        let is_apple = names.iter().any(|name| name.ends_with(b".iwa"));
        if has_folder("word/") && (is_office || has("word/document.xml")) {
            Some(PackageKind::Word)
        } else if has_folder("ppt/") && (is_office || has("ppt/presentation.xml")) {
            Some(PackageKind::PowerPoint)
        } else if has_folder("xl/") && (is_office || has("xl/workbook.xml")) {
            Some(PackageKind::Excel)
        } else if has_folder("visio/") && is_office {
            Some(PackageKind::Visio)
        } else if has("META-INF/container.xml") {
            Some(PackageKind::Epub)
        } else if is_apple {
            Some(PackageKind::AppleWork)
        } else {
            None
        }
    }

    fn of_media_type(media_type: &[u8]) -> Option<Self> {
        let media_type = String::from_utf8_lossy(media_type);
        let media_type = media_type.trim();
        if media_type == "application/epub+zip" {
            return Some(PackageKind::Epub);
        }
        let kind = media_type.strip_prefix("application/vnd.oasis.opendocument.")?;
        Some(match kind {
            _ if kind.starts_with("text") => PackageKind::OdText,
            _ if kind.starts_with("presentation") => PackageKind::OdPresentation,
            _ if kind.starts_with("spreadsheet") => PackageKind::OdSpreadsheet,
            _ => PackageKind::OdOther,
        })
    }
}

/// The names and packed contents of the members whose headers are in these bytes.
fn members(head: &[u8]) -> Vec<(&[u8], &[u8])> {
    const SIGNATURE: &[u8] = b"PK\x03\x04";
    const HEADER_BYTES: usize = 30;
    /// The flag of a member whose size is written behind it.
    const SIZE_FOLLOWS: u16 = 1 << 3;
    let short = |at: usize| {
        let bytes = head.get(at..at + 2)?;
        Some(u16::from_le_bytes([bytes[0], bytes[1]]))
    };
    let mut members = Vec::new();
    let mut at = 0;
    while head.get(at..at + 4) == Some(SIGNATURE) {
        let (Some(flags), Some(low), Some(high), Some(name), Some(extra)) = (
            short(at + 6),
            short(at + 18),
            short(at + 20),
            short(at + 26),
            short(at + 28),
        ) else {
            break;
        };
        let start = at + HEADER_BYTES + usize::from(name) + usize::from(extra);
        let Some(name) = head.get(at + HEADER_BYTES..at + HEADER_BYTES + usize::from(name)) else {
            break;
        };
        let size = usize::from(low) | (usize::from(high) << 16);
        let rest = head.get(start..).unwrap_or_default();
        let length = if flags & SIZE_FOLLOWS == 0 {
            size
        } else {
            memchr::memmem::find(rest, SIGNATURE).unwrap_or(rest.len())
        };
        members.push((name, &rest[..length.min(rest.len())]));
        at = start.saturating_add(length);
    }
    members
}

#[cfg(test)]
mod tests {
    use super::PackageKind;
    use crate::ingest::testing::zip;

    fn check(members: &[(&str, &[u8])], expected: Option<PackageKind>) {
        assert_eq!(PackageKind::of_head(&zip(members)), expected, "{members:?}");
    }

    #[test]
    fn a_document_is_known_by_its_members_in_any_order() {
        check(
            &[("docProps/app.xml", b"x"), ("word/document.xml", b"x")],
            Some(PackageKind::Word),
        );
        check(
            &[
                ("[Content_Types].xml", b"x"),
                ("ppt/slides/slide1.xml", b"x"),
            ],
            Some(PackageKind::PowerPoint),
        );
        check(
            &[("_rels/.rels", b"x"), ("xl/workbook.xml", b"x")],
            Some(PackageKind::Excel),
        );
        check(
            &[("OEBPS/a.xhtml", b"x"), ("META-INF/container.xml", b"x")],
            Some(PackageKind::Epub),
        );
        check(
            &[("Index/Document.iwa", b"x")],
            Some(PackageKind::AppleWork),
        );
    }

    #[test]
    fn an_archive_with_a_document_in_it_is_an_archive() {
        let document = zip(&[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")]);
        check(&[("a.docx", &document), ("notes.txt", b"x")], None);
        check(&[("word/notes.txt", b"x")], None);
        assert_eq!(PackageKind::of_head(b"PK\x03\x04"), None);
        assert_eq!(PackageKind::of_head(b""), None);
    }
}
