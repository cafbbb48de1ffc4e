//! What each format yields, in words: one table for `onrecord help formats` and the README.
//!
//! A row describes the formats that it names; every format of [`FORMATS`] is in one row.
//!
//! [`FORMATS`]: crate::ingest::formats::FORMATS

/// Formats that yield the same.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Described {
    /// The names of the formats, as `--input-format` takes them.
    pub names: &'static [&'static str],
    /// What they are.
    pub what: &'static str,
    /// What says who speaks. Empty: nothing.
    pub speakers: &'static str,
    /// What says when in a recording something is said. Empty: nothing.
    pub times: &'static str,
    /// What divides a document into sections. Empty: nothing.
    pub sections: &'static str,
    /// What says of which day a document or passage is. Empty: only `documents.toml`, `--facts` or
    /// the file's name.
    pub dates: &'static str,
}

/// Every format that can be read.
pub const DESCRIBED: &[Described] = &[
    Described {
        names: &["plain"],
        what: "plain text, wire copy, plays, minutes, court reporters' pages",
        speakers: "labels, prose",
        times: "beside labels or lines",
        sections: "headings, rules",
        dates: "",
    },
    Described {
        names: &["plain"],
        what: "chats and meetings as text: WhatsApp, Zoom, Teams, IRC, Slack, Discord, Telegram",
        speakers: "senders",
        times: "of recordings",
        sections: "",
        dates: "of messages",
    },
    Described {
        names: &["markdown"],
        what: "Markdown",
        speakers: "labels, front matter, prose",
        times: "beside labels",
        sections: "headings",
        dates: "front matter",
    },
    Described {
        names: &["html"],
        what: "web pages, the Congressional Record among them",
        speakers: "labels, tables, prose",
        times: "beside labels",
        sections: "headings",
        dates: "metadata",
    },
    Described {
        names: &["tei"],
        what: "TEI plays and debates, Akoma Ntoso, Hansard old and new",
        speakers: "`<sp who>`, `<u who>`, `<speech>`, `<member>`",
        times: "",
        sections: "divisions",
        dates: "metadata",
    },
    Described {
        names: &["webvtt", "srt", "sbv", "ttml", "timedtext", "sami", "ass"],
        what: "captions: WebVTT, SRT, SubViewer, TTML, YouTube's XML, SAMI, ASS",
        speakers: "voices, actors, labels, names above the text",
        times: "of cues",
        sections: "",
        dates: "",
    },
    Described {
        names: &["transcript"],
        what: "machine transcripts in JSON, of the services below; lists of records",
        speakers: "of segments or words",
        times: "of segments or words",
        sections: "of records",
        dates: "of records",
    },
    Described {
        names: &["jsonl", "table"],
        what: "JSON Lines, CSV, TSV",
        speakers: "`speaker` or `speakers` of a record, prose",
        times: "`start`",
        sections: "`section`",
        dates: "`date`",
    },
    Described {
        names: &["docx", "odt", "rtf"],
        what: "documents of word processors",
        speakers: "labels, tables, prose",
        times: "beside labels, in tables",
        sections: "headings",
        dates: "",
    },
    Described {
        names: &["pptx"],
        what: "presentations (PPTX)",
        speakers: "labels, prose",
        times: "beside labels",
        sections: "titles of slides",
        dates: "",
    },
    Described {
        names: &["epub"],
        what: "electronic books",
        speakers: "labels, prose",
        times: "",
        sections: "headings",
        dates: "",
    },
    Described {
        names: &["pdf"],
        what: "PDF with text in it",
        speakers: "labels, prose",
        times: "beside labels",
        sections: "headings",
        dates: "",
    },
    Described {
        names: &["mail", "mbox"],
        what: "e-mail, mailboxes, letters and files in them",
        speakers: "the sender, authors of what is quoted or forwarded, prose",
        times: "",
        sections: "subjects",
        dates: "headers",
    },
    Described {
        names: &["feed", "nitf"],
        what: "news in XML: RSS, Atom, NITF, NewsML",
        speakers: "prose",
        times: "",
        sections: "headlines",
        dates: "of items",
    },
    Described {
        names: &["zip", "tar", "compressed"],
        what: "archives and compressed files, with files of these formats in them",
        speakers: "",
        times: "",
        sections: "",
        dates: "",
    },
];

/// The services and programs whose JSON transcripts are read.
pub const SERVICES: &[&str] = &[
    "Whisper and what builds on it (whisper.cpp, WhisperX, insanely-fast-whisper)",
    "OpenAI",
    "AWS Transcribe",
    "Google Speech-to-Text",
    "Azure Speech",
    "IBM Watson",
    "Deepgram",
    "AssemblyAI",
    "Speechmatics",
    "Rev",
    "Gladia",
    "ElevenLabs",
    "Vosk",
    "YouTube (json3)",
    "Podcast Namespace",
    "oTranscribe",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::DESCRIBED;
    use crate::ingest::formats::FORMATS;

    #[test]
    fn every_format_is_described() {
        let described: HashSet<&str> = DESCRIBED
            .iter()
            .flat_map(|row| row.names)
            .copied()
            .collect();
        let missing: Vec<&str> = FORMATS
            .iter()
            .map(|format| format.name())
            .filter(|name| !described.contains(name))
            .collect();
        assert!(missing.is_empty(), "add these to `DESCRIBED`: {missing:?}");
    }
}
