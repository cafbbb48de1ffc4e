//! Colours and links for a terminal, and the filter that keeps a text's control characters off it.
//!
//! Widths are terminal columns.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::path::Path;

use anstream::AutoStream;
use anstyle::{AnsiColor, Style as Escapes};
use clap::ValueEnum;

/// When to use colour, as `--color` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Whether and how output is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// Output is laid out for people, as it is if standard output is a terminal.
    pub terminal: bool,
    /// Escapes for colours and links are written.
    pub color: bool,
    /// Columns to lay out for.
    pub width: usize,
}

impl Style {
    /// The style of standard output under `--color`.
    pub fn of_stdout(color: ColorChoice) -> Style {
        let stdout = std::io::stdout();
        let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        Style {
            terminal: stdout.is_terminal(),
            color: match color {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                // Obeys NO_COLOR, CLICOLOR, CLICOLOR_FORCE and TERM.
                ColorChoice::Auto => AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
            },
            // Lines longer than 120 columns are hard to read; 40 hold a path.
            width: columns.clamp(40, 120),
        }
    }

    /// A word that matched.
    pub fn highlight(self, text: &str) -> String {
        let yellow = Some(AnsiColor::Yellow.into());
        self.escaped(Escapes::new().bold().fg_color(yellow), text)
    }

    /// Words that were added.
    pub fn added(self, text: &str) -> String {
        let green = Some(AnsiColor::Green.into());
        self.escaped(Escapes::new().bold().underline().fg_color(green), text)
    }

    /// Words that are missing, and what is wrong.
    pub fn missing(self, text: &str) -> String {
        let red = Some(AnsiColor::Red.into());
        self.escaped(Escapes::new().bold().fg_color(red), text)
    }

    /// A name.
    pub fn name(self, text: &str) -> String {
        self.escaped(Escapes::new().bold(), text)
    }

    /// Text of less importance.
    pub fn dim(self, text: &str) -> String {
        self.escaped(Escapes::new().dimmed(), text)
    }

    /// Text that opens a file when it is clicked. `path` must be absolute, else it is no link.
    pub fn link(self, path: &Path, text: &str) -> String {
        let absolute = |path: &&str| path.starts_with('/');
        let Some(path) = path.to_str().filter(absolute).filter(|_| self.color) else {
            return text.to_owned();
        };
        let is_literal = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
        let mut address = String::with_capacity(path.len());
        for byte in path.bytes() {
            if is_literal(byte) {
                address.push(char::from(byte));
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
        format!("\x1b]8;;file://{address}\x1b\\{text}\x1b]8;;\x1b\\")
    }

    fn escaped(self, escapes: Escapes, text: &str) -> String {
        if self.color {
            format!("{escapes}{text}{escapes:#}")
        } else {
            text.to_owned()
        }
    }
}

/// Whether a character could make a terminal do something, or make text look different from what it
/// is: control characters, and marks that turn the direction of what follows.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Whether the text, apart from its line ends, contains nothing unsafe.
pub(crate) fn is_plain(text: &str) -> bool {
    text.lines().all(|line| !line.contains(is_unsafe))
}

/// Whether a character turns the direction of the signs beside it and is not seen itself. It
/// reaches no further than the letters around it, but beside letters from left to right it can only
/// mislead.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')
}

/// Whether a letter is written from right to left: Hebrew, Arabic and the scripts like them.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && c != '\u{61C}'
}

/// The text as one safe line: a space for tabs and line ends, a replacement character for every
/// other unsafe one. Marks of direction are kept beside letters from right to left, and left out of
/// other text.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let has_marks = text.contains(is_mark) && !text.contains(is_right_to_left);
    if !has_marks && !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        c if is_unsafe(c) => '\u{FFFD}',
        c => c,
    };
    let kept = text.chars().filter(|c| !(has_marks && is_mark(*c)));
    Cow::Owned(kept.map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn control_characters_do_not_get_through() {
        assert_eq!(
            plain("Anna\u{1b}[31m Berg\t\r\n"),
            "Anna\u{FFFD}[31m Berg   "
        );
        assert_eq!(plain("abc\u{202E}def\u{9b}"), "abc\u{FFFD}def\u{FFFD}");
        assert_eq!(plain("مُحَمَّد"), "مُحَمَّد");
    }

    #[test]
    fn marks_of_direction_stay_beside_letters_that_need_them() {
        assert_eq!(plain("Anna\u{200F}: 5\u{200E}!"), "Anna: 5!");
        assert_eq!(plain("שלום\u{200F}!"), "שלום\u{200F}!");
    }
}
