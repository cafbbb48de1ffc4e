//! Cues of subtitles to paragraphs: what WebVTT and SRT (and their kin) have in common.
//!
//! A cue is a line of screen text, not a paragraph: consecutive cues of one speaker are joined until the speaker changes,
//! [`PAUSE_MS`] pass in silence, or a sentence ends and enough has been said. Times are milliseconds from the start of the
//! recording. Captions that roll up (each cue repeats the line before) give every line once.

use std::ops::Range;

use crate::ingest::block::{Block, Break, Voice, push_squeezed};
use crate::ingest::sink::{Problem, Sink};
use crate::text::stage_direction::is_bracket;

/// Silence after which a new paragraph begins, whoever speaks.
const PAUSE_MS: u64 = 3000;

/// A paragraph longer than this, in bytes, ends at the next end of a sentence: about half a minute of speech.
const ENOUGH_BYTES: usize = 300;

/// A paragraph longer than this ends with its cue: some transcripts have no full stops.
const LIMIT_BYTES: usize = 1200;

/// A cue of a subtitle file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cue {
    /// When it appears.
    pub start_ms: u64,
    /// When it goes.
    pub end_ms: u64,
    /// Its lines of text, markup and all.
    pub lines: Vec<CueLine>,
}

/// A line of a cue's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CueLine {
    /// Its text; what was taken as markup is gone once the reader has been over it.
    pub text: String,
    /// Its place in the decoded source.
    pub span: Range<usize>,
    /// Counted from 1.
    pub line: u32,
    /// Who speaks it, if the markup names somebody.
    pub voice: Option<String>,
    /// Whoever spoke before has stopped: "- " or ">>" stood before it.
    pub opens: bool,
}

/// How the lines between cues are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// They are comments, styles and the like (WebVTT).
    Comments,
    /// They are text of the cue before, parted by a blank line (SRT).
    Text,
}

/// The cues of a file: a line of times, then text up to a blank line.
pub fn cues(text: &str, between: Between, sink: &mut dyn Sink) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    // Lines behind a blank line, of which the last may turn out to be the next cue's identifier.
    let mut loose: Vec<CueLine> = Vec::new();
    let mut in_cue = false;
    let mut start = 0;
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let shown = whole.trim();
        let from = start + (whole.len() - whole.trim_start().len());
        start += whole.len();
        if shown.contains("-->") {
            let before = if in_cue {
                cues.last_mut().map(|cue| &mut cue.lines)
            } else {
                Some(&mut loose)
            };
            if let Some(lines) = before {
                let is_id = !in_cue
                    || lines
                        .last()
                        .is_some_and(|last| last.text.bytes().all(|byte| byte.is_ascii_digit()));
                if is_id {
                    lines.pop();
                }
            }
            keep(&mut cues, &mut loose, between);
            in_cue = false;
            match times(shown) {
                Some((start_ms, end_ms)) if end_ms >= start_ms => {
                    cues.push(Cue {
                        start_ms,
                        end_ms,
                        lines: Vec::new(),
                    });
                    in_cue = true;
                }
                Some(_) => sink.problem(Problem {
                    line: Some(line.into()),
                    byte: None,
                    message: "cue ends before it starts; skipped".to_owned(),
                }),
                None => sink.problem(Problem {
                    line: Some(line.into()),
                    byte: None,
                    message: "cue has no times; skipped".to_owned(),
                }),
            }
        } else if shown.is_empty() {
            // In WebVTT a line of white space is a line: rolling captions begin with one.
            if between == Between::Comments
                && in_cue
                && !whole.trim_end_matches(['\n', '\r']).is_empty()
            {
                continue;
            }
            in_cue = false;
            if between == Between::Comments {
                loose.clear();
            }
        } else {
            let piece = CueLine {
                text: shown.to_owned(),
                span: from..from + shown.len(),
                line,
                voice: None,
                opens: false,
            };
            match cues.last_mut().filter(|_| in_cue) {
                Some(cue) => cue.lines.push(piece),
                None => loose.push(piece),
            }
        }
    }
    keep(&mut cues, &mut loose, between);
    cues
}

/// Lines that no cue has claimed go to the cue before, or nowhere.
fn keep(cues: &mut [Cue], loose: &mut Vec<CueLine>, between: Between) {
    match cues.last_mut().filter(|_| between == Between::Text) {
        Some(cue) => cue.lines.append(loose),
        None => loose.clear(),
    }
}

/// `00:01.000 --> 00:02.500 align:start`. Hours and digits may be missing.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((time(start.trim())?, time(end.split_whitespace().next()?)?))
}

/// `H:MM:SS.mmm`, with a comma or a point, hours and leading digits left out at will.
pub fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut seconds = 0_u64;
    let mut parts = 0;
    for part in clock.split(':') {
        let value: u64 = part
            .trim()
            .parse()
            .ok()
            .filter(|value| *value < 1_000_000)?;
        seconds = seconds * 60 + value;
        parts += 1;
    }
    if !(2..=3).contains(&parts) || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut ms = 0;
    let mut unit = 100;
    for digit in fraction.bytes().take(3) {
        ms += u64::from(digit - b'0') * unit;
        unit /= 10;
    }
    Some(seconds * 1000 + ms)
}

/// Leaves out lines that a rolling caption shows again.
pub fn unroll(cues: &mut [Cue]) {
    let pairs = cues.len().saturating_sub(1);
    let rolling = (1..cues.len())
        .filter(|index| repeated(&cues[index - 1], &cues[*index]) != Again::Nothing)
        .count();
    // "No." may follow "No."; only where repeating is the rule does it come from rolling.
    if pairs < 3 || rolling * 3 < pairs {
        return;
    }
    for index in (1..cues.len()).rev() {
        let (before, rest) = cues.split_at_mut(index);
        match repeated(&before[index - 1], &rest[0]) {
            Again::Nothing => {}
            Again::Lines(count) => {
                rest[0].lines.drain(..count);
            }
            Again::Beginning(bytes) => {
                let first = &mut rest[0].lines[0];
                first.text.drain(..bytes);
                first.text = first.text.trim_start().to_owned();
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Again {
    Nothing,
    /// So many lines at the beginning were the last ones of the cue before.
    Lines(usize),
    /// The only line of the cue before has grown: so many bytes are old.
    Beginning(usize),
}

fn repeated(before: &Cue, cue: &Cue) -> Again {
    const GAP_MS: u64 = 1000;
    if before.lines.is_empty() || cue.lines.is_empty() || cue.start_ms > before.end_ms + GAP_MS {
        return Again::Nothing;
    }
    let most = before.lines.len().min(cue.lines.len());
    for count in (1..=most).rev() {
        let tail = &before.lines[before.lines.len() - count..];
        if tail
            .iter()
            .zip(&cue.lines)
            .all(|(old, new)| old.text == new.text)
        {
            return Again::Lines(count);
        }
    }
    if let ([old], [new]) = (before.lines.as_slice(), cue.lines.as_slice())
        && new.text.len() > old.text.len()
        && new.text.starts_with(&old.text)
        && new.text[old.text.len()..].starts_with(' ')
    {
        return Again::Beginning(old.text.len());
    }
    Again::Nothing
}

/// "♪ We sail tonight ♪": nobody who spoke before goes on with it.
fn is_song(text: &str) -> bool {
    text.trim_start().starts_with(['♪', '♫', '♬'])
}

/// Takes a dialogue dash, or the `>>` of live captions, off the beginning of a line: somebody else speaks.
pub fn dash(line: &mut CueLine) {
    let shown = line.text.trim();
    let bare = shown.trim_start_matches(['-', '–', '—', '>']).trim_start();
    let sign = &shown[..shown.len() - bare.len()];
    // "-- and so" goes on where the cue before broke off.
    line.opens = !sign.is_empty()
        && !sign.starts_with("--")
        && (sign.starts_with('>') || sign.trim().chars().count() == 1);
    line.text = if line.opens {
        bare.to_owned()
    } else {
        shown.to_owned()
    };
}

/// Joins cues to paragraphs.
pub fn blocks(cues: Vec<Cue>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut block: Option<Block> = None;
    // When the cue before went; asked for by the first line of each cue.
    let mut silent_since: Option<u64> = None;
    let mut last_end = 0;
    let mut name: Option<String> = None;
    for cue in cues {
        for line in cue.lines {
            if line.text.is_empty() {
                continue;
            }
            let silent = silent_since.take();
            let pause = silent.is_some_and(|since| cue.start_ms >= since + PAUSE_MS);
            let song = is_song(&line.text);
            let direction = song || is_bracket(&line.text);
            let ends = block.as_ref().is_some_and(|block| {
                let last = block.text.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
                let sentence =
                    last.ends_with(['.', '!', '?', '…', '。', '！', '？', '۔', '؟', '।']);
                line.voice != name
                    || line.opens
                    || pause
                    || direction
                    || is_bracket(&block.text)
                    || is_song(&block.text)
                    || (sentence && block.text.len() >= ENOUGH_BYTES)
                    || block.text.len() >= LIMIT_BYTES
            });
            if ends {
                blocks.extend(block.take());
            }
            match &mut block {
                Some(block) => {
                    block.text.push(' ');
                    block.breaks.push(Break {
                        at: block.text.len(),
                        source: line.span.start,
                        line: line.line,
                        start_ms: Some(cue.start_ms),
                    });
                    push_squeezed(&mut block.text, &line.text);
                    block.span.end = line.span.end;
                }
                None => {
                    let voice = line.voice.clone().map(|name| Voice {
                        names: vec![name],
                        rule: "voice",
                        opens_turn: false,
                    });
                    let opens = line.opens || pause || song;
                    name = line.voice;
                    let mut text = String::with_capacity(line.text.len());
                    push_squeezed(&mut text, &line.text);
                    block = Some(Block {
                        text,
                        span: line.span,
                        line: Some(line.line),
                        start_ms: Some(cue.start_ms),
                        voice,
                        opens,
                        ..Block::default()
                    });
                }
            }
        }
        last_end = cue.end_ms.max(last_end);
        silent_since = Some(last_end);
    }
    blocks.extend(block);
    blocks
}

/// Takes the markup out of a line: `on_tag` sees what stands between `<` and `>`. Entities are decoded.
pub fn plain(line: &str, mut on_tag: impl FnMut(&str, &mut String)) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '&', '{']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match rest.as_bytes()[0] {
            b'<' => match sign_within(rest, b'>', TAG_BYTES) {
                Some(close) if is_tag(&rest[1..close]) => {
                    on_tag(&rest[1..close], &mut text);
                    close + 1
                }
                _ => {
                    text.push('<');
                    1
                }
            },
            // "{\an8}" says where on the screen the line goes.
            b'{' => match sign_within(rest, b'}', TAG_BYTES) {
                Some(close) if rest.starts_with("{\\") => close + 1,
                _ => {
                    text.push('{');
                    1
                }
            },
            _ => entity(rest, &mut text),
        };
        rest = &rest[taken..];
    }
    text.push_str(rest);
    text
}

/// Markup longer than this is none: without a bound, a line of nothing but `<` would be searched to its end each time.
const TAG_BYTES: usize = 400;

/// Where `sign` stands in the first `limit` bytes.
fn sign_within(text: &str, sign: u8, limit: usize) -> Option<usize> {
    memchr::memchr(sign, &text.as_bytes()[..text.len().min(limit)])
}

/// "i", "/v", "v.loud Anna Berg", "00:00:01.000"; "3 < 4 and 5" is none.
fn is_tag(inner: &str) -> bool {
    inner
        .strip_prefix('/')
        .unwrap_or(inner)
        .starts_with(|c: char| c.is_ascii_alphanumeric())
        || inner == "/"
}

/// Decodes the entity that `rest` begins with; gives how many bytes it took.
fn entity(rest: &str, text: &mut String) -> usize {
    const NAMED: &[(&str, &str)] = &[
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&lrm;", "\u{200E}"),
        ("&rlm;", "\u{200F}"),
    ];
    if let Some((name, shown)) = NAMED.iter().find(|(name, _)| rest.starts_with(name)) {
        text.push_str(shown);
        return name.len();
    }
    let number = sign_within(rest, b';', 12).and_then(|end| rest[..end].strip_prefix("&#"));
    if let Some(digits) = number.filter(|digits| digits.len() <= 8) {
        let value = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        if let Some(c) = value.ok().and_then(char::from_u32).filter(|c| *c != '\0') {
            text.push(c);
            return digits.len() + 3;
        }
    }
    text.push('&');
    1
}

#[cfg(test)]
mod tests {
    use super::{plain, time};

    #[test]
    fn times_may_lack_hours_and_digits() {
        let check = |text, expected| assert_eq!(time(text), expected, "{text}");
        check("00:01.000", Some(1000));
        check("1:00:02,5", Some(3_602_500));
        check("00:00:0,000", Some(0));
        check("12", None);
        check("a:b", None);
    }

    #[test]
    fn markup_goes_and_entities_are_decoded() {
        let check = |line, expected: &str| assert_eq!(plain(line, |_, _| {}), expected, "{line}");
        check(
            "<i>Rain</i> &amp; snow &#8212; {\\an8}fog",
            "Rain & snow — fog",
        );
        check("3 < 4 & 5 > 4", "3 < 4 & 5 > 4");
        check("&l&lt;&bogus; <", "&l<&bogus; <");
    }
}
