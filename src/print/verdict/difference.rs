//! A quotation with what its source has instead, in the order in which people read both.

use std::ops::Range;

use onrecord_index::verify::report::{Edit, Verdict};

/// A part of a quotation or its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::print) enum Piece<'a> {
    /// Both have it.
    Same(&'a str),
    /// Only the quotation has it.
    Added(&'a str),
    /// Only the source has it.
    Missing(&'a str),
}

/// The quotation with its edits.
pub(in crate::print) fn difference<'a>(quote: &'a str, verdict: &'a Verdict) -> Vec<Piece<'a>> {
    let pieces = verdict
        .edits
        .iter()
        .map(|edit| Piece::Missing(&edit.source_text));
    let missing: Vec<Piece<'_>> = pieces.collect();
    pieces_of(quote, &verdict.edits, &missing)
}

/// A later text with its edits against an earlier one: what only the later one has is added.
pub(in crate::print) fn inline<'a>(
    earlier: &'a str,
    later: &'a str,
    edits: &'a [Edit],
) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.source.start);
    for edit in sorted {
        push(
            &mut pieces,
            Piece::Same(slice(later, &(at..edit.source.start))),
        );
        push(&mut pieces, Piece::Missing(slice(earlier, &edit.quote)));
        push(&mut pieces, Piece::Added(slice(later, &edit.source)));
        at = edit.source.end.max(at);
    }
    push(&mut pieces, Piece::Same(slice(later, &(at..later.len()))));
    pieces
}

fn pieces_of<'a>(quote: &'a str, edits: &[Edit], missing: &[Piece<'a>]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (edit, missing) in edits.iter().zip(missing) {
        push(
            &mut pieces,
            Piece::Same(slice(quote, &(at..edit.quote.start))),
        );
        push(&mut pieces, *missing);
        push(&mut pieces, Piece::Added(slice(quote, &edit.quote)));
        at = edit.quote.end.max(at);
    }
    push(&mut pieces, Piece::Same(slice(quote, &(at..quote.len()))));
    pieces
}

fn slice<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    text.get(range.clone()).unwrap_or_default()
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, piece: Piece<'a>) {
    let (Piece::Same(text) | Piece::Added(text) | Piece::Missing(text)) = piece;
    if !text.is_empty() {
        pieces.push(piece);
    }
}

/// The signs around words that are added and missing, where there is no colour: `{+` and `[-`, with
/// as many brackets as make them different from everything in the pieces.
pub(in crate::print) struct Signs {
    brackets: usize,
}

impl Signs {
    pub(in crate::print) fn for_pieces(pieces: &[Piece<'_>]) -> Signs {
        let is_in_text = |sign: &str| {
            pieces.iter().any(|piece| {
                let (Piece::Same(text) | Piece::Added(text) | Piece::Missing(text)) = piece;
                text.contains(sign)
            })
        };
        let mut signs = Signs { brackets: 1 };
        while [("{", "+"), ("+", "}"), ("[", "-"), ("-", "]")]
            .iter()
            .any(|(open, close)| is_in_text(&signs.sign(open, close)))
        {
            signs.brackets += 1;
        }
        signs
    }

    fn sign(&self, first: &str, second: &str) -> String {
        let bracket = |text: &str| match text {
            "{" | "}" | "[" | "]" => text.repeat(self.brackets),
            sign => sign.to_owned(),
        };
        format!("{}{}", bracket(first), bracket(second))
    }

    /// A piece between its signs.
    pub(in crate::print) fn around(&self, piece: &Piece<'_>) -> String {
        match piece {
            Piece::Same(text) => (*text).to_owned(),
            Piece::Added(text) => {
                format!("{}{text}{}", self.sign("{", "+"), self.sign("+", "}"))
            }
            Piece::Missing(text) => {
                format!("{}{text}{}", self.sign("[", "-"), self.sign("-", "]"))
            }
        }
    }
}

/// Pieces with a space between words that nothing else divides, as those of a source that are
/// missing beside those that were added.
pub(in crate::print) fn spaced(parts: impl Iterator<Item = (String, bool)>) -> String {
    let mut out = String::new();
    let mut after_edit = false;
    for (text, is_edit) in parts {
        let divides = out.ends_with(char::is_whitespace) || out.is_empty();
        let begins_word = text.starts_with(|c: char| c.is_alphanumeric());
        if !divides && after_edit && (is_edit || begins_word) {
            out.push(' ');
        }
        out.push_str(&text);
        after_edit = is_edit;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Piece, Signs, spaced};

    #[track_caller]
    fn check(pieces: &[Piece<'_>], expected: &str) {
        let signs = Signs::for_pieces(pieces);
        let parts = pieces
            .iter()
            .map(|piece| (signs.around(piece), !matches!(piece, Piece::Same(_))));
        assert_eq!(spaced(parts), expected);
    }

    #[test]
    fn edits_have_signs_that_the_text_does_not_have() {
        check(
            &[
                Piece::Same("It costs "),
                Piece::Missing("nine"),
                Piece::Added("four"),
                Piece::Same(" million."),
            ],
            "It costs [-nine-] {+four+} million.",
        );
        check(
            &[Piece::Same("a [-b-] "), Piece::Added("c")],
            "a [-b-] {{+c+}}",
        );
        check(
            &[
                Piece::Same("no "),
                Piece::Missing("one"),
                Piece::Same("harbour"),
            ],
            "no [-one-] harbour",
        );
    }
}
