//! The table of kinds of files that are known and not read.
//!
//! Signatures are those that `file(1)` knows; the streams of OLE 2 documents are those of MS-CFB
//! files that office programs write.

/// A kind of file that is known and not read.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct UnreadKind {
    /// What it is, with its article: "a Word 97 document".
    pub what: &'static str,
    /// Endings of its files, in lower case and without the dot.
    pub endings: &'static [&'static str],
    /// What to do instead. Empty: the file holds no text.
    pub instead: &'static str,
    /// What its files begin with or contain. Empty: only the ending says what it is.
    pub(super) signs: &'static [Sign],
}

/// What says that a file is of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    /// These bytes at this offset.
    Bytes(usize, &'static [u8]),
    /// A stream of this name in an OLE 2 document. Empty: any OLE 2 document.
    Stream(&'static str),
}

use Sign::{Bytes, Stream};

/// A kind that holds text.
const fn kind(
    what: &'static str,
    endings: &'static [&'static str],
    instead: &'static str,
    signs: &'static [Sign],
) -> UnreadKind {
    UnreadKind {
        what,
        endings,
        instead,
        signs,
    }
}

/// A kind that holds no text. Its endings are in a list.
const fn textless(what: &'static str, signs: &'static [Sign]) -> UnreadKind {
    kind(what, &[], "", signs)
}

/// Every kind that is known and not read. Where several fit, the first one is named.
pub const UNREAD: &[UnreadKind] = &[
    kind(
        "an encrypted office document",
        &[],
        "save it without a password",
        &[Stream("EncryptedPackage")],
    ),
    kind(
        "a Word 97 document",
        &["doc", "dot"],
        "save it as DOCX",
        &[Stream("WordDocument")],
    ),
    kind(
        "an Excel 97 workbook",
        &["xls", "xlt"],
        "save it as CSV",
        &[Stream("Workbook"), Stream("Book")],
    ),
    kind(
        "a PowerPoint 97 presentation",
        &["ppt", "pps"],
        "save it as PPTX",
        &[Stream("PowerPoint Document")],
    ),
    kind(
        "a message saved by Outlook",
        &["msg"],
        "save it as EML",
        &[Stream("__properties_version1.0")],
    ),
    kind(
        "a Visio drawing",
        &["vsd", "vsdx"],
        "save it as PDF",
        &[Stream("VisioDocument")],
    ),
    kind(
        "a Publisher document",
        &["pub"],
        "save it as PDF",
        &[Stream("Quill")],
    ),
    kind(
        "a Hangul document",
        &["hwp", "hwpx"],
        "save it as DOCX",
        &[
            Stream("HwpSummaryInformation"),
            Bytes(0, b"HWP Document File"),
        ],
    ),
    kind("a Works document", &["wps"], "save it as DOCX", &[]),
    kind(
        "an OLE 2 document",
        &[],
        "save it as DOCX or PDF",
        &[Stream("")],
    ),
    kind(
        "an Excel workbook",
        &["xlsx", "xlsm", "xlsb"],
        "save it as CSV",
        &[],
    ),
    kind(
        "an OpenDocument presentation",
        &["odp", "otp", "fodp"],
        "save it as PDF or PPTX",
        &[],
    ),
    kind(
        "an OpenDocument spreadsheet",
        &["ods", "ots", "fods"],
        "save it as CSV",
        &[],
    ),
    kind(
        "an OpenDocument drawing",
        &["odg", "fodg"],
        "save it as PDF",
        &[],
    ),
    kind("a flat OpenDocument text", &["fodt"], "save it as ODT", &[]),
    kind(
        "a document of OpenOffice 1",
        &["sxw", "sxi", "sxc"],
        "save it as ODT",
        &[],
    ),
    kind(
        "a document of Pages, Numbers or Keynote",
        &["pages", "numbers", "key"],
        "save it as DOCX or PDF",
        &[],
    ),
    kind(
        "a WordPerfect document",
        &["wpd", "wp5", "wp6"],
        "save it as DOCX",
        &[Bytes(0, b"\xFFWPC")],
    ),
    kind(
        "a OneNote section",
        &["one", "onetoc2"],
        "export it as DOCX or PDF",
        &[Bytes(0, b"\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D")],
    ),
    kind(
        "a mailbox of Outlook",
        &["pst", "ost"],
        "export it as MBOX or EML",
        &[Bytes(0, b"!BDN")],
    ),
    kind(
        "a mailbox of Outlook Express",
        &["dbx"],
        "export it as MBOX or EML",
        &[Bytes(0, b"\xCF\xAD\x12\xFE")],
    ),
    kind(
        "attachments packed by Outlook (TNEF)",
        &["tnef"],
        "have it sent as plain text or HTML",
        &[Bytes(0, b"\x78\x9F\x3E\x22")],
    ),
    kind(
        "a Kindle book",
        &["mobi", "azw", "azw3", "kfx"],
        "convert it to EPUB",
        &[Bytes(60, b"BOOKMOBI"), Bytes(0, b"\xEADRMION\xEE")],
    ),
    kind(
        "a Palm document",
        &["pdb", "prc"],
        "convert it to EPUB",
        &[Bytes(60, b"TEXtREAd")],
    ),
    kind(
        "an electronic book",
        &["fb2", "lit", "lrf"],
        "convert it to EPUB",
        &[Bytes(0, b"ITOLITLS")],
    ),
    kind(
        "a help file of Windows",
        &["chm", "hlp"],
        "convert it to HTML",
        &[Bytes(0, b"ITSF")],
    ),
    kind(
        "a scan (DjVu)",
        &["djvu", "djv"],
        "convert it to PDF and run OCR",
        &[Bytes(0, b"AT&TFORM")],
    ),
    kind("an XPS document", &["xps", "oxps"], "save it as PDF", &[]),
    kind(
        "a PostScript document",
        &["ps", "eps"],
        "convert it to PDF",
        &[Bytes(0, b"%!PS")],
    ),
    kind(
        "a web archive of Safari",
        &["webarchive"],
        "save it as HTML",
        &[],
    ),
    kind(
        "a property list in binary",
        &[],
        "convert it to XML or text",
        &[Bytes(0, b"bplist00")],
    ),
    kind(
        "an SQLite database",
        &["sqlite", "sqlite3"],
        "export its texts as CSV",
        &[Bytes(0, b"SQLite format 3\0")],
    ),
    kind(
        "an Access database",
        &["mdb", "accdb"],
        "export its texts as CSV",
        &[Bytes(4, b"Standard Jet DB"), Bytes(4, b"Standard ACE DB")],
    ),
    kind(
        "a Parquet table",
        &["parquet"],
        "export it as CSV or JSON Lines",
        &[Bytes(0, b"PAR1")],
    ),
    kind(
        "a RAR archive",
        &["rar", "cbr"],
        "unpack it",
        &[Bytes(0, b"Rar!\x1A\x07")],
    ),
    kind(
        "a 7z archive",
        &["7z", "cb7"],
        "unpack it",
        &[Bytes(0, b"7z\xBC\xAF\x27\x1C")],
    ),
    kind(
        "an archive",
        &[
            "lzh", "lha", "arj", "cab", "sit", "sitx", "ace", "lz4", "lz", "z", "br",
        ],
        "unpack it",
        &[
            Bytes(0, b"MSCF\0\0\0\0"),
            Bytes(0, b"\x1F\x9D"),
            Bytes(0, b"\x04\x22\x4D\x18"),
        ],
    ),
    kind(
        "a web crawl (WARC)",
        &["warc", "wacz"],
        "extract its pages as HTML",
        &[Bytes(0, b"WARC/")],
    ),
    kind(
        "an encrypted message",
        &["pgp", "gpg", "p7m"],
        "decrypt it",
        &[Bytes(0, b"-----BEGIN PGP MESSAGE")],
    ),
    textless(
        "a picture",
        &[
            Bytes(0, b"\x89PNG\r\n"),
            Bytes(0, b"\xFF\xD8\xFF"),
            Bytes(0, b"GIF87a"),
            Bytes(0, b"GIF89a"),
            Bytes(0, b"II*\0"),
            Bytes(0, b"MM\0*"),
            Bytes(0, b"8BPS"),
            Bytes(8, b"WEBP"),
            Bytes(4, b"ftypheic"),
            Bytes(4, b"ftypavif"),
        ],
    ),
    textless(
        "sound",
        &[
            Bytes(8, b"WAVE"),
            Bytes(0, b"ID3"),
            Bytes(0, b"fLaC"),
            Bytes(0, b"OggS"),
            Bytes(4, b"ftypM4A"),
        ],
    ),
    textless(
        "a film",
        &[
            Bytes(8, b"AVI "),
            Bytes(4, b"ftyp"),
            Bytes(0, b"\x1A\x45\xDF\xA3"),
        ],
    ),
    textless(
        "a font",
        &[
            Bytes(0, b"\0\x01\0\0\0"),
            Bytes(0, b"OTTO\0"),
            Bytes(0, b"wOFF"),
            Bytes(0, b"wOF2"),
        ],
    ),
    textless(
        "a program",
        &[
            Bytes(0, b"\x7FELF"),
            Bytes(0, b"MZ\x90\0"),
            Bytes(0, b"MZ\0\0"),
            Bytes(0, b"\xCF\xFA\xED\xFE"),
            Bytes(0, b"\xCA\xFE\xBA\xBE"),
            Bytes(0, b"\0asm"),
            Bytes(0, b"!<arch>\n"),
        ],
    ),
    // Only compressed objects of git and the like begin so. Text cannot.
    textless("compressed data", &[Bytes(0, b"x\x01")]),
];
