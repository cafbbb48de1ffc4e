//! How the lines of a file make paragraphs, and whether a line goes on with the one before.

use crate::ingest::plain::lines::Line;
use crate::text::boilerplate::{dateline, image, is_byline, is_byline_tail};
use crate::text::horizontal_rule::rule_of;
use crate::text::label::label;

/// Nobody wraps lines wider than this, in characters; wider ones are paragraphs.
const WIDEST_WRAP: usize = 150;

/// Lines narrower than this are not wrapped, they are short.
const NARROWEST_WRAP: usize = 45;

/// How many lines are looked at to tell how a file is laid out.
const SAMPLE_LINES: usize = 20_000;

/// How the lines of a file make paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Every line is a paragraph.
    Lines,
    /// Lines are short and nothing parts paragraphs: a line goes on only where it plainly does.
    Narrow,
    /// Lines are wrapped at about this many characters.
    Wrapped(usize),
    /// Lines are short, blank lines part paragraphs: verse, notes.
    Short,
}

impl Layout {
    /// Told once a file, from its first lines.
    pub fn of(lines: &[Line<'_>]) -> Self {
        let sample = &lines[..lines.len().min(SAMPLE_LINES)];
        let mut widths: Vec<usize> = sample.iter().map(width_of).collect();
        if widths.is_empty() {
            return Layout::Lines;
        }
        let at = (widths.len() - 1) * 19 / 20;
        let width = *widths.select_nth_unstable(at).1;
        if width > WIDEST_WRAP {
            return Layout::Lines;
        }
        let pairs = || sample.windows(2).filter(|pair| !pair[1].after_blank);
        let (mut all, mut full, mut ended) = (0, 0, 0);
        for pair in pairs() {
            all += 1;
            full += usize::from(width_of(&pair[0]) + 1 + first_word(pair[1].text) + SLACK > width);
            ended += usize::from(ends_sentence(pair[0].text));
        }
        let blanks = sample.iter().skip(1).any(|line| line.after_blank);
        if width >= NARROWEST_WRAP && full * 5 >= all * 2 && ended * 10 < all * 8 && all > 0 {
            Layout::Wrapped(width)
        } else if blanks {
            Layout::Short
        } else {
            Layout::Narrow
        }
    }
}

/// Whether line `at` continues the paragraph that began at line `first`.
pub fn joins(lines: &[Line<'_>], first: usize, at: usize, layout: Layout) -> bool {
    let (before, line) = (&lines[at - 1], &lines[at]);
    if line.after_blank
        || layout == Layout::Lines
        || rule_of(line.text).is_some()
        || image(line.text).is_some()
        || is_item(line.text)
    {
        return false;
    }
    let stands_at_head = first == at - 1;
    if stands_at_head && is_byline(before.text) || dateline(line.text).is_some() {
        return false;
    }
    if stands_at_head
        && first > 0
        && is_byline(lines[first - 1].text)
        && is_byline_tail(before.text)
    {
        return false;
    }
    // "Norhaven Press.\npp. 46-50": no sentence begins with a small letter where others begin with a capital.
    let goes_on = line.text.starts_with(char::is_lowercase)
        && !lines[first].text.starts_with(char::is_lowercase)
        && label(line.text).is_none();
    let ends_sentence = ends_sentence(before.text) && !goes_on;
    match layout {
        Layout::Lines => false,
        Layout::Narrow => !ends_sentence && line.text.starts_with(char::is_lowercase),
        Layout::Wrapped(width) => {
            // The first word of this line would have fitted on the line before: somebody ended that line on purpose.
            let short = width_of(before) + 1 + first_word(line.text) + SLACK <= width;
            let indented = line.indent >= before.indent + 2
                && (at - 1 == first || line.indent >= lines[first].indent)
                && at - 1 > first;
            !(ends_sentence && (short || indented))
        }
        Layout::Short => {
            !ends_sentence && !before.text.ends_with(':') && label(line.text).is_none()
        }
    }
}

/// How much shorter than the width a full line may be, in characters, beyond the word that did not fit.
const SLACK: usize = 8;

fn width_of(line: &Line<'_>) -> usize {
    line.indent + line.text.chars().count()
}

fn first_word(text: &str) -> usize {
    text.split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count())
}

/// Whether a sentence ends with the text.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_'])
        .ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '।', '؟'])
}

/// "- item", "* item", "• item", "12. item".
pub fn is_item(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('-' | '*' | '•' | '+' | '–') => chars.next() == Some(' '),
        Some('0'..='9') => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            text.len() - rest.len() <= 3 && (rest.starts_with(". ") || rest.starts_with(") "))
        }
        _ => false,
    }
}
