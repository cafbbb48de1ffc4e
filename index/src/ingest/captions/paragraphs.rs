//! Joins cues into paragraphs, because a cue is a screenful of text and rarely a whole sentence.
//!
//! Consecutive lines are joined until the speaker changes, nobody speaks for [`PAUSE_MS`], a sound
//! or a song interrupts, or the paragraph is long enough. Times are milliseconds from the start of
//! the recording.

use crate::document::rule::Rule;
use crate::ingest::block::{Block, Break, Voice, push_squeezed};
use crate::ingest::captions::cue::{Cue, CueLine};
use crate::text::stage_direction::is_bracket;

/// A silence of this length starts a new paragraph, even for the same speaker. Longer than a
/// speaker's pause between two sentences, shorter than most scene changes.
const PAUSE_MS: u64 = 3000;

/// A paragraph of this many bytes ends with its sentence: about half a minute of speech.
const ENOUGH_BYTES: usize = 300;

/// A paragraph of this many bytes ends with its line: automatic captions may have no full stops.
const LIMIT_BYTES: usize = 1200;

/// Characters that end a sentence, in the scripts in which captions are common.
const SENTENCE_ENDS: [char; 10] = ['.', '!', '?', '…', '。', '！', '？', '۔', '؟', '।'];

/// The paragraphs of a caption file, as blocks. Cues must be in reading order, without markup.
pub fn blocks(cues: Vec<Cue>) -> Vec<Block> {
    let mut joiner = Joiner::default();
    for cue in cues {
        for line in cue.lines.into_iter().filter(|line| !line.text.is_empty()) {
            joiner.add(line, cue.start_ms);
        }
        joiner.end_cue(cue.end_ms);
    }
    joiner.blocks.extend(joiner.block);
    joiner.blocks
}

/// The paragraphs so far, and the one being joined.
#[derive(Default)]
struct Joiner {
    blocks: Vec<Block>,
    /// The paragraph being joined, and its speaker.
    block: Option<Block>,
    voice: Option<String>,
    /// When the latest cue so far disappears.
    last_end_ms: u64,
    /// The same, until the first line of the next cue asks for it.
    silent_since_ms: Option<u64>,
}

impl Joiner {
    fn add(&mut self, line: CueLine, start_ms: u64) {
        let silent_since = self.silent_since_ms.take();
        let pause = silent_since.is_some_and(|since| start_ms >= since + PAUSE_MS);
        let song = is_song(&line.text);
        if self.ends_before(&line, pause, song) {
            self.blocks.extend(self.block.take());
        }
        if let Some(block) = &mut self.block {
            append(block, &line, start_ms);
            return;
        }
        let mut text = String::with_capacity(line.text.len());
        push_squeezed(&mut text, &line.text);
        self.block = Some(Block {
            text,
            span: line.span,
            line: Some(line.line),
            start_ms: Some(start_ms),
            voice: line.voice.clone().map(|name| Voice {
                names: vec![name],
                rule: Rule::Voice,
                opens_turn: false,
            }),
            ends_turn: line.opens || pause || song,
            ..Block::default()
        });
        self.voice = line.voice;
    }

    /// Whether the paragraph ends before `line`.
    fn ends_before(&self, line: &CueLine, pause: bool, song: bool) -> bool {
        let Some(block) = &self.block else {
            return false;
        };
        let last = block.text.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
        let new_speaker = line.voice != self.voice || line.opens || pause;
        // Sounds and songs are nobody's speech: each is a paragraph of its own.
        let interrupted =
            song || is_bracket(&line.text) || is_bracket(&block.text) || is_song(&block.text);
        let long_enough = (block.text.len() >= ENOUGH_BYTES && last.ends_with(SENTENCE_ENDS))
            || block.text.len() >= LIMIT_BYTES;
        new_speaker || interrupted || long_enough
    }

    fn end_cue(&mut self, end_ms: u64) {
        self.last_end_ms = end_ms.max(self.last_end_ms);
        self.silent_since_ms = Some(self.last_end_ms);
    }
}

fn append(block: &mut Block, line: &CueLine, start_ms: u64) {
    block.text.push(' ');
    block.breaks.push(Break {
        at: block.text.len(),
        source: line.span.start,
        line: line.line,
        start_ms: Some(start_ms),
    });
    push_squeezed(&mut block.text, &line.text);
    block.span.end = line.span.end;
}

/// Whether a line is sung: "♪ We sail tonight ♪". The previous speaker's turn ends before it.
fn is_song(text: &str) -> bool {
    text.trim_start().starts_with(['♪', '♫', '♬'])
}
