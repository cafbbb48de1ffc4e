//! The cue syntax that WebVTT and SRT share: a line with two times and `-->`, then text up to a
//! blank line.
//!
//! The formats differ in what lines outside a cue mean, see [`LooseLines`]. A carriage return ends
//! a line only in a text without line feeds. Text may follow the times on their line. Times are
//! milliseconds from the start of the recording.

use crate::ingest::captions::cue::{Cue, CueLine};
use crate::ingest::sink::{Problem, Sink};

/// What the lines between cues are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooseLines {
    /// Comments, style sheets and the like (WebVTT).
    Comments,
    /// Text of the cue before them, after a blank line (SRT).
    Text,
}

/// The cues of a file, in order. A cue without usable times is a problem and is skipped.
pub fn cues(text: &str, loose_lines: LooseLines, sink: &mut dyn Sink) -> Vec<Cue> {
    let mut parser = Parser {
        loose_lines,
        cues: Vec::new(),
        loose: Vec::new(),
        in_cue: false,
    };
    let mut start = 0;
    for (index, whole) in lines(text).enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let shown = whole.trim();
        let from = start + (whole.len() - whole.trim_start().len());
        start += whole.len();
        if shown.contains("-->") {
            parser.begin_cue(shown, from, number, sink);
        } else if shown.is_empty() {
            parser.blank_line(whole);
        } else {
            parser.text_line(CueLine {
                text: shown.to_owned(),
                span: from..from + shown.len(),
                line: number,
                voice: None,
                opens: false,
            });
        }
    }
    parser.settle_loose_lines();
    parser.cues
}

/// The lines of a text, their ends included.
pub fn lines(text: &str) -> std::str::SplitInclusive<'_, char> {
    let has_feed = memchr::memchr(b'\n', text.as_bytes()).is_some();
    text.split_inclusive(if has_feed { '\n' } else { '\r' })
}

/// A time: `H:MM:SS.mmm`, with a comma or a point. Hours and leading zeros are optional.
pub fn time(text: &str) -> Option<u64> {
    /// More hours, minutes or seconds than any recording has; keeps the product small.
    const MAX_PART: u64 = 1_000_000;
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut seconds = 0_u64;
    let mut parts = 0;
    for part in clock.split(':') {
        let value: u64 = part.trim().parse().ok().filter(|value| *value < MAX_PART)?;
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

/// Whether a number of a time has one digit: `0:0:3.510`. No caption format
/// has such times; a meeting program does.
pub fn is_unpadded(time: &str) -> bool {
    let clock = time.split(['.', ',']).next().unwrap_or(time);
    let mut parts = clock.split(':');
    // Hours have one digit in many formats.
    parts.next();
    parts.any(|part| part.len() == 1)
}

struct Parser {
    loose_lines: LooseLines,
    cues: Vec<Cue>,
    /// Lines after a blank line. The last may turn out to be the next cue's identifier.
    loose: Vec<CueLine>,
    in_cue: bool,
}

impl Parser {
    /// Takes a line with `-->`, which starts a cue.
    /// It begins at byte `from` of the source.
    fn begin_cue(&mut self, line: &str, from: usize, number: u32, sink: &mut dyn Sink) {
        self.drop_identifier();
        self.settle_loose_lines();
        self.in_cue = false;
        let problem = match times(line) {
            Some((start_ms, end_ms, rest)) if end_ms >= start_ms => {
                let said = &line[rest..];
                let start = from + rest;
                let text = (!is_settings(said)).then(|| CueLine {
                    text: said.to_owned(),
                    span: start..start + said.len(),
                    line: number,
                    ..CueLine::default()
                });
                self.cues.push(Cue {
                    start_ms,
                    end_ms,
                    lines: text.into_iter().collect(),
                });
                self.in_cue = true;
                return;
            }
            Some(_) => "cue ends before it starts; skipped",
            None => "cue has no readable times (such as 00:01.000 --> 00:02.000); skipped",
        };
        sink.problem(Problem {
            line: Some(number.into()),
            message: problem.to_owned(),
            ..Problem::default()
        });
    }

    /// Removes the line before a cue's times if it is the cue's identifier: any line after a blank
    /// one, or a number where the blank line is missing.
    fn drop_identifier(&mut self) {
        if !self.in_cue {
            self.loose.pop();
            return;
        }
        let Some(cue) = self.cues.last_mut() else {
            return;
        };
        let is_number = |line: &CueLine| line.text.bytes().all(|byte| byte.is_ascii_digit());
        cue.lines.pop_if(|line| is_number(line));
    }

    fn blank_line(&mut self, whole: &str) {
        let comments = self.loose_lines == LooseLines::Comments;
        // In WebVTT a line of spaces is not blank: rolling captions begin with one.
        if comments && self.in_cue && !whole.trim_end_matches(['\n', '\r']).is_empty() {
            return;
        }
        self.in_cue = false;
        if comments {
            self.loose.clear();
        }
    }

    fn text_line(&mut self, line: CueLine) {
        match self.cues.last_mut().filter(|_| self.in_cue) {
            Some(cue) => cue.lines.push(line),
            None => self.loose.push(line),
        }
    }

    /// Gives the loose lines to the cue before them, or drops them.
    fn settle_loose_lines(&mut self) {
        let text = self.loose_lines == LooseLines::Text;
        match self.cues.last_mut().filter(|_| text) {
            Some(cue) => cue.lines.append(&mut self.loose),
            None => self.loose.clear(),
        }
    }
}

/// The two times of `00:01.000 --> 00:02.500 align:start`, and the byte at which the rest of the
/// line begins. Programs that print them in brackets have the text behind them.
fn times(line: &str) -> Option<(u64, u64, usize)> {
    let (start, after) = line.split_once("-->")?;
    let start = start.trim().trim_start_matches('[');
    let after = after.trim_start();
    let length = after.find(char::is_whitespace).unwrap_or(after.len());
    let end = after[..length].trim_end_matches(']');
    let rest = after[length..].trim_start();
    Some((time(start)?, time(end)?, line.len() - rest.len()))
}

/// Whether what is behind the times says where on the screen the text is: `align:start line:0%`,
/// `X1:40 X2:600`. Words of speech have no colon inside.
fn is_settings(rest: &str) -> bool {
    rest.split_whitespace().all(|word| {
        word.split_once(':').is_some_and(|(key, value)| {
            !value.is_empty()
                && !key.is_empty()
                && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_may_lack_hours_and_digits() {
        let check = |text, expected| assert_eq!(time(text), expected, "{text}");
        check("00:01.000", Some(1000));
        check("1:00:02,5", Some(3_602_500));
        check("00:00:0,000", Some(0));
        check("12", None);
        check("a:b", None);
    }
}
