//! The quotations of a paragraph, by the quotation marks of its language.
//!
//! Quotations are disjoint: marks inside a quotation belong to it. One that is not closed runs to
//! the end of its paragraph. Offsets are bytes of the paragraph.

/// A quotation mark and the marks that may close what it opens.
type Marks = &'static [(char, &'static [char])];

/// A quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Start of the opening mark.
    pub(crate) start: usize,
    /// End of the closing mark, or of the content if there is no such mark.
    pub(crate) end: usize,
    /// The content without its marks and the white space beside them.
    pub(crate) inner: (usize, usize),
    /// Whether there is a closing mark.
    pub(crate) closed: bool,
}

/// The outermost quotations of a paragraph, in order. None is empty.
pub(crate) fn quotes(text: &str, marks: Marks) -> Vec<Quote> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, &[char])> = None;
    let mut from = 0;
    while let Some((at, letter)) = next_mark(text, from) {
        let end = at + letter.len_utf8();
        let before = text[..at].chars().next_back().unwrap_or(' ');
        from = end;
        match open {
            Some((start, inner, closing)) => {
                // “a “b”: the second mark opens, so the first was never closed.
                let opens = letter != '"' && before.is_whitespace() && opens_word(text, end);
                if closing.contains(&letter) && !opens {
                    push(&mut found, text, (start, end), (inner, at), true);
                    open = None;
                } else if opens && closing.contains(&letter) {
                    push(&mut found, text, (start, at), (inner, at), false);
                    open = closing_marks(letter, marks).map(|closing| (at, end, closing));
                }
            }
            None => {
                // A mark right behind a word closes something that was never opened.
                let behind_word = before.is_alphanumeric();
                if !behind_word && let Some(closing) = closing_marks(letter, marks) {
                    open = Some((at, end, closing));
                }
            }
        }
    }
    if let Some((start, inner, _)) = open {
        push(
            &mut found,
            text,
            (start, text.len()),
            (inner, text.len()),
            false,
        );
    }
    found
}

/// The next letter, from byte `from` on, that may be a quotation mark: every mark of the tables
/// begins with one of three bytes.
fn next_mark(text: &str, from: usize) -> Option<(usize, char)> {
    let at = from + memchr::memchr3(b'"', 0xC2, 0xE2, &text.as_bytes()[from..])?;
    text[at..].chars().next().map(|letter| (at, letter))
}

/// The marks that close what `mark` opens. `None` if it opens nothing.
fn closing_marks(mark: char, marks: Marks) -> Option<&'static [char]> {
    let found = marks.iter().find(|(opening, _)| *opening == mark);
    found.map(|(_, closing)| *closing)
}

fn opens_word(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(char::is_alphanumeric)
}

fn push(
    found: &mut Vec<Quote>,
    text: &str,
    outer: (usize, usize),
    inner: (usize, usize),
    closed: bool,
) {
    let content = &text[inner.0..inner.1];
    let start = inner.0 + (content.len() - content.trim_start().len());
    let end = inner.0 + content.trim_end().len();
    if start >= end {
        return;
    }
    found.push(Quote {
        start: outer.0,
        end: if closed { outer.1 } else { end },
        inner: (start, end),
        closed,
    });
}

#[cfg(test)]
mod tests {
    use super::quotes;
    use crate::attribution::languages::table::TABLES;

    fn check(lang: &str, text: &str, expected: &[&str]) {
        let table = TABLES.iter().find(|table| table.code == lang);
        let marks = table.expect("a language").marks;
        let found: Vec<&str> = quotes(text, marks)
            .iter()
            .map(|quote| &text[quote.start..quote.end])
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn german_marks_are_low_and_high_or_angles_both_ways() {
        check(
            "de",
            "„Ja“, sagte er. »Nein«, sagte sie.",
            &["„Ja“", "»Nein«"],
        );
        check(
            "de",
            "«Ja», sagte er. \"Nein\", sagte sie.",
            &["«Ja»", "\"Nein\""],
        );
        check(
            "de",
            "„Er sagte ‚ja‘ zu uns“, sagte sie.",
            &["„Er sagte ‚ja‘ zu uns“"],
        );
        check("de", "„Ja\", sagte er.", &["„Ja\""]);
    }

    #[test]
    fn french_and_spanish_marks_are_angles_or_curly() {
        check(
            "fr",
            "« Oui », dit-il. “Non”, dit-elle.",
            &["« Oui »", "“Non”"],
        );
        check("es", "«Sí», dijo. “No”, dijo ella.", &["«Sí»", "“No”"]);
    }

    #[test]
    fn a_quotation_that_is_never_closed_ends_with_its_paragraph() {
        check("fr", "Elle dit : « Nous restons. ", &["« Nous restons."]);
        check("es", "“", &[]);
        check("de", "ein 6\" Rohr", &[]);
    }
}
