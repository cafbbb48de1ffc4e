//! A turn: what one speaker, or several together, say before the next speaker begins.

use crate::document::rule::Rule;
use crate::document::{Source, Utterance};

/// The most speakers that one turn can have; more are left out. The choruses of plays have a few
/// dozen.
// Every part of a turn stores all its speakers, so a list without a limit could blow up an index.
pub const MAX_SPEAKERS: usize = 256;

/// A turn.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The speakers. Empty: the source marks a speaker without a name ("Q", "A").
    pub names: Vec<String>,
    /// The speaker as the source writes it.
    pub written: String,
    /// What says who speaks.
    pub rule: Rule,
    /// Counted from 1 in a document.
    pub number: u32,
}

impl Turn {
    /// The utterances of a paragraph of `length` bytes that is spoken as a whole: one for each
    /// speaker.
    pub fn utterances(&self, length: usize) -> Vec<Utterance> {
        let whole = |speaker: Option<&String>| Utterance {
            range: 0..length,
            speaker: speaker.cloned(),
            speaker_text: if self.names.len() > 1 {
                speaker.cloned().unwrap_or_default()
            } else {
                self.written.clone()
            },
            source: if speaker.is_some() {
                Source::Person
            } else {
                Source::Unnamed
            },
            verbatim: true,
            cue: None,
            rule: self.rule,
            relayed: false,
        };
        if self.names.is_empty() {
            vec![whole(None)]
        } else {
            self.names.iter().map(|name| whole(Some(name))).collect()
        }
    }
}
