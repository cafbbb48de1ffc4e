//! Rolling captions: removes the lines that a cue repeats from the cue before it.
//!
//! Live captions scroll: each cue shows the last line (or lines) of the previous cue again above
//! the new one, or shows a single line that grows word by word.

use crate::ingest::captions::cue::Cue;

/// How long after the end of a cue the next one may still repeat it, in milliseconds. Rolling cues
/// follow each other without a gap; a second allows for rounded times.
const GAP_MS: u64 = 1000;

/// Fewest pairs of neighbouring cues from which rolling can be recognized.
const MIN_PAIRS: usize = 3;

/// What a cue repeats from the cue before it.
#[derive(Debug, PartialEq, Eq)]
enum Repeat {
    Nothing,
    /// This many lines at its start are the last lines of the previous cue.
    Lines(usize),
    /// Its only line begins with this many bytes of the previous cue's only line.
    Prefix(usize),
    /// It begins with this many words that the previous cue ends with.
    Words(usize),
}

/// Removes repeated lines if at least a third of the cues repeat something.
///
/// "No." may well follow "No." in a dialogue. Only where repeating is common does it come from
/// rolling.
pub fn remove_repeated_lines(cues: &mut [Cue]) {
    let pairs = cues.len().saturating_sub(1);
    let rolling = (1..cues.len())
        .filter(|index| repeat(&cues[index - 1], &cues[*index]) != Repeat::Nothing)
        .count();
    if pairs < MIN_PAIRS || rolling * 3 < pairs {
        return;
    }
    // From the last to the first, so that each cue is compared with the unchanged one before it.
    for index in (1..cues.len()).rev() {
        let (before, rest) = cues.split_at_mut(index);
        match repeat(&before[index - 1], &rest[0]) {
            Repeat::Nothing => {}
            Repeat::Lines(count) => {
                rest[0].lines.drain(..count);
            }
            Repeat::Prefix(bytes) => {
                let first = &mut rest[0].lines[0];
                first.text.drain(..bytes);
                first.text = first.text.trim_start().to_owned();
            }
            Repeat::Words(count) => drop_words(&mut rest[0], count),
        }
    }
}

fn repeat(before: &Cue, cue: &Cue) -> Repeat {
    if before.lines.is_empty() || cue.lines.is_empty() || cue.start_ms > before.end_ms + GAP_MS {
        return Repeat::Nothing;
    }
    let most = before.lines.len().min(cue.lines.len());
    for count in (1..=most).rev() {
        let tail = &before.lines[before.lines.len() - count..];
        let same = tail
            .iter()
            .zip(&cue.lines)
            .all(|(old, new)| old.text == new.text);
        if same {
            return Repeat::Lines(count);
        }
    }
    if let ([old], [new]) = (before.lines.as_slice(), cue.lines.as_slice())
        && new.text.len() > old.text.len()
        && new.text.starts_with(&old.text)
        && new.text[old.text.len()..].starts_with(' ')
    {
        return Repeat::Prefix(old.text.len());
    }
    match repeated_words(before, cue) {
        0 => Repeat::Nothing,
        count => Repeat::Words(count),
    }
}

/// How many words at the start of a cue are those at the end of the cue before it: the lines were
/// broken elsewhere.
fn repeated_words(before: &Cue, cue: &Cue) -> usize {
    // Speakers repeat a word or two themselves. A screen has no more than some forty words.
    const FEWEST: usize = 3;
    const MOST: usize = 60;
    let old = before
        .lines
        .iter()
        .rev()
        .flat_map(|line| line.text.split_whitespace().rev());
    let mut old: Vec<&str> = old.take(MOST).collect();
    old.reverse();
    let new = cue
        .lines
        .iter()
        .flat_map(|line| line.text.split_whitespace());
    let new: Vec<&str> = new.take(MOST).collect();
    let most = old.len().min(new.len());
    (FEWEST..=most)
        .rev()
        .find(|count| old[old.len() - count..] == new[..*count])
        .unwrap_or(0)
}

/// Removes so many words from the start of a cue.
fn drop_words(cue: &mut Cue, count: usize) {
    let mut left = count;
    for line in &mut cue.lines {
        let words = line.text.split_whitespace().count();
        let taken = words.min(left);
        left -= taken;
        if taken > 0 {
            let kept: Vec<&str> = line.text.split_whitespace().skip(taken).collect();
            line.text = kept.join(" ");
        }
    }
    cue.lines.retain(|line| !line.text.is_empty());
}
