//! The list of all formats that can be read. A new format is one file or folder and one line here.

use crate::ingest::format::Formats;
use crate::ingest::{captions, markdown, news, plain, records, rtf, tei, transcript};

#[cfg(feature = "archive")]
use crate::ingest::archive;
#[cfg(feature = "html")]
use crate::ingest::html;
#[cfg(feature = "mail")]
use crate::ingest::mail;
#[cfg(feature = "office")]
use crate::ingest::office;
#[cfg(feature = "pdf")]
use crate::ingest::pdf;

/// Every format that can be read. Where several fit a source equally well, the first one is chosen.
pub const FORMATS: Formats = Formats::new(&[
    #[cfg(feature = "office")]
    &office::docx::Docx,
    #[cfg(feature = "office")]
    &office::pptx::Pptx,
    #[cfg(feature = "office")]
    &office::odt::Odt,
    #[cfg(feature = "office")]
    &office::epub::Epub,
    #[cfg(feature = "pdf")]
    &pdf::Pdf,
    #[cfg(feature = "archive")]
    &archive::compressed::Compressed,
    #[cfg(feature = "archive")]
    &archive::tarball::Tar,
    #[cfg(feature = "archive")]
    &archive::zipped::Zip,
    &rtf::Rtf,
    &captions::webvtt::WebVtt,
    &captions::srt::Srt,
    &captions::sbv::Sbv,
    &captions::ass::Ass,
    &captions::ttml::Ttml,
    &captions::timedtext::TimedText,
    #[cfg(feature = "html")]
    &captions::sami::Sami,
    &tei::Tei,
    #[cfg(feature = "html")]
    &news::feed::Feed,
    &news::story::Story,
    &records::jsonl::JsonLines,
    &transcript::Transcript,
    &records::table::Table,
    #[cfg(feature = "html")]
    &html::Html,
    #[cfg(feature = "mail")]
    &mail::Mail,
    #[cfg(feature = "mail")]
    &mail::mailbox::Mailbox,
    &markdown::Markdown,
    &plain::Plain,
]);
