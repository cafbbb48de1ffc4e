//! A cue of a caption file: the lines on screen between two points in time.
//!
//! Times are milliseconds from the start of the recording, spans are bytes of the decoded source.

use std::ops::Range;

/// A cue of a caption file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cue {
    /// When it appears on screen.
    pub start_ms: u64,
    /// When it disappears. Never before `start_ms`.
    pub end_ms: u64,
    /// Its lines of text.
    pub lines: Vec<CueLine>,
}

/// A line of a cue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CueLine {
    /// Its text. Still with markup when it comes from `parse`, without once its reader is done.
    pub text: String,
    /// Its bytes in the decoded source, markup included.
    pub span: Range<usize>,
    /// Its line in the source, starting at 1.
    pub line: u32,
    /// The speaker, if the markup names one.
    pub voice: Option<String>,
    /// Whether a dash or `>>` before it said that another speaker begins.
    pub opens: bool,
}

impl CueLine {
    /// Trims the text and removes a dialogue dash, or the `>>` of live captions, from its start.
    ///
    /// Either one means that another speaker begins, which is noted in `opens`.
    pub fn take_dash(&mut self) {
        let shown = self.text.trim();
        let bare = shown.trim_start_matches(['-', '–', '—', '>']).trim_start();
        let sign = &shown[..shown.len() - bare.len()];
        // "-- and so" continues the sentence that the previous cue broke off.
        self.opens = !sign.is_empty()
            && !sign.starts_with("--")
            && (sign.starts_with('>') || sign.trim().chars().count() == 1);
        self.text = if self.opens {
            bare.to_owned()
        } else {
            shown.to_owned()
        };
    }
}
