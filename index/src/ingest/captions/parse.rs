//! The cue syntax that WebVTT and SRT share: a line with two times and `-->`, then text up to a
//! blank line.
//!
//! The formats differ in what lines outside a cue mean, see [`LooseLines`]. Times are milliseconds
//! from the start of the recording.

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
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let shown = whole.trim();
        let from = start + (whole.len() - whole.trim_start().len());
        start += whole.len();
        if shown.contains("-->") {
            parser.begin_cue(shown, number, sink);
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

struct Parser {
    loose_lines: LooseLines,
    cues: Vec<Cue>,
    /// Lines after a blank line. The last may turn out to be the next cue's identifier.
    loose: Vec<CueLine>,
    in_cue: bool,
}

impl Parser {
    /// Takes a line with `-->`, which starts a cue.
    fn begin_cue(&mut self, line: &str, number: u32, sink: &mut dyn Sink) {
        self.drop_identifier();
        self.settle_loose_lines();
        self.in_cue = false;
        let problem = match times(line) {
            Some((start_ms, end_ms)) if end_ms >= start_ms => {
                self.cues.push(Cue {
                    start_ms,
                    end_ms,
                    lines: Vec::new(),
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

/// The two times of `00:01.000 --> 00:02.500 align:start`.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((time(start.trim())?, time(end.split_whitespace().next()?)?))
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
