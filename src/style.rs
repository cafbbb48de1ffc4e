//! What a terminal is sent: colours, links, and never a control character of the text.

use std::borrow::Cow;
use std::io::IsTerminal;

/// Whether and how output is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    /// Standard output is a terminal: output is laid out for people.
    pub terminal: bool,
    /// Escapes for colour and links may be written.
    pub color: bool,
    /// Columns to lay out for.
    pub width: usize,
}

impl Style {
    /// The style of standard output under `--color`.
    pub fn of_stdout(color: crate::args::ColorChoice) -> Style {
        let terminal = std::io::stdout().is_terminal();
        let wanted = match color {
            crate::args::ColorChoice::Always => true,
            crate::args::ColorChoice::Never => false,
            crate::args::ColorChoice::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                terminal && !refused && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        };
        let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        Style {
            terminal,
            color: wanted,
            width: columns.clamp(40, 120),
        }
    }

    fn sgr(self, code: &str, text: &str) -> String {
        if self.color {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// A word that matched.
    pub fn mark(self, text: &str) -> String {
        if self.color {
            self.sgr("1;33", text)
        } else {
            text.to_owned()
        }
    }

    /// A name.
    pub fn name(self, text: &str) -> String {
        self.sgr("1", text)
    }

    /// What stands in the background.
    pub fn dim(self, text: &str) -> String {
        self.sgr("2", text)
    }

    /// Text that leads to a file when it is clicked.
    pub fn link(self, path: &std::path::Path, text: &str) -> String {
        let Some(path) = path
            .to_str()
            .filter(|path| self.color && path.starts_with('/'))
        else {
            return text.to_owned();
        };
        let safe = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~')
        };
        let escaped: String = path
            .bytes()
            .map(|byte| {
                if safe(byte) {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect();
        format!("\x1b]8;;file://{escaped}\x1b\\{text}\x1b]8;;\x1b\\")
    }
}

/// Whether a character could make a terminal do something, or make text look other than it is: control characters, and marks
/// that turn the direction of what follows.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Whether nothing in a text of lines is unsafe.
pub(crate) fn is_plain(text: &str) -> bool {
    text.lines().all(|line| !line.contains(is_unsafe))
}

/// The text with a replacement character for each unsafe one, and a space for tabs and line ends.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        c if is_unsafe(c) => '\u{FFFD}',
        c => c,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_that_moves_a_terminal_gets_through() {
        assert_eq!(
            plain("Anna\u{1b}[31m Berg\t\r\n"),
            "Anna\u{FFFD}[31m Berg   "
        );
        assert_eq!(plain("abc\u{202E}def\u{9b}"), "abc\u{FFFD}def\u{FFFD}");
        assert_eq!(plain("مُحَمَّد"), "مُحَمَّد");
    }
}
