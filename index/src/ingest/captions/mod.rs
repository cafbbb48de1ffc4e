//! Captions and subtitles.

pub mod ass;
pub mod cues;
#[cfg(feature = "html")]
pub mod sami;
pub mod srt;
pub mod ttml;
pub mod webvtt;
