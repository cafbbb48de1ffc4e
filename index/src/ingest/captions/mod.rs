//! Readers of captions and subtitles, one file per format.
//!
//! Each reader turns its file into [`cue::Cue`]s and removes its own markup. What follows is the
//! same for all: [`rolling`] removes lines that are shown twice, [`paragraphs`] joins cues into
//! paragraphs. Times are milliseconds from the start of the recording.

pub mod ass;
pub mod cue;
pub mod paragraphs;
pub mod parse;
#[cfg(feature = "html")]
pub mod sami;
pub mod sbv;
pub mod srt;
pub mod timedtext;
pub mod ttml;
pub mod webvtt;

mod inline;
mod names;
mod rolling;
