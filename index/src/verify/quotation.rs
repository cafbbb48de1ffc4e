//! Reads a quotation: its words, and what its ellipses and brackets say about the source.
//!
//! An ellipsis ("…", "...", ". . .", each also in brackets) may hide words of the source. Square
//! brackets hold words that replace or add words, or letters that alter one ("\[t\]he"). Round
//! brackets are words as any other, unless an ellipsis is all that they hold. Ranges are bytes of
//! the quotation.

use std::ops::Range;

use crate::text::fold::fold;
use crate::verify::token::{IndexedWord, Key, Lexicon, indexed_words};

/// Words of a quotation that are checked. A longer one is a text, not a quotation; the words beyond
/// count as not found.
pub const MAX_WORDS: usize = 5_000;

/// Longest content of brackets, in bytes. Others were not meant to change the words.
const BRACKET_BYTES: usize = 200;

/// A quotation, read.
#[derive(Debug, Default)]
pub(super) struct Quotation {
    /// Its words and brackets, in order.
    pub items: Vec<Item>,
    /// Its ellipses between two items, in order: the item after each, and its bytes.
    pub ellipses: Vec<(usize, Range<usize>)>,
    /// Whether an ellipsis is the last thing in it.
    pub is_open_ended: bool,
    /// Words beyond [`MAX_WORDS`], which are not among the items.
    pub beyond: usize,
    /// Bytes from its first word to its last.
    pub range: Range<usize>,
}

/// A word or a bracket of a quotation.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its bytes.
    pub range: Range<usize>,
}

/// What an item of a quotation is.
#[derive(Clone, Debug)]
pub(super) enum ItemKind {
    /// A word: its number and that of its first letters, and its term in the index.
    Word {
        key: Key,
        start: Key,
        term: Option<String>,
        /// Number among the words of the quotation, as the index counts them.
        position: u32,
    },
    /// A word with letters in brackets: the number of the whole word, and the letters outside of
    /// the brackets.
    Altered { key: Key, kept: Kept },
    /// Words in brackets: their numbers.
    Bracket(Vec<Key>),
}

/// The letters of an altered word that the source has, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// "\[t\]he", "\[un\]likely".
    End(String),
    /// "walk\[ed\]".
    Start(String),
}

impl Item {
    /// The number of a plain word. `None` for a bracket and an altered word.
    pub fn word(&self) -> Option<Key> {
        match self.kind {
            ItemKind::Word { key, .. } => Some(key),
            _ => None,
        }
    }

    /// Whether it counts as a word of the quotation: not what brackets add.
    pub fn is_word(&self) -> bool {
        !matches!(self.kind, ItemKind::Bracket(_))
    }
}

impl Quotation {
    /// Reads a quotation.
    pub fn new(text: &str, lexicon: &mut Lexicon) -> Quotation {
        let spans = spans(text);
        let mut quotation = Quotation::default();
        let mut plain_from = 0;
        let mut position = 0;
        let end = text.len();
        let last = Span {
            kind: SpanKind::Ellipsis,
            range: end..end,
        };
        for span in spans.iter().chain([&last]) {
            // An altered word is cut out with the letters around its brackets.
            let whole = match span.kind {
                SpanKind::Letters => word_around(text, &span.range),
                _ => span.range.clone(),
            };
            if whole.start < plain_from {
                continue;
            }
            quotation.add_words(text, plain_from..whole.start, &mut position, lexicon);
            quotation.add_span(text, span, &whole, &mut position, lexicon);
            plain_from = whole.end;
        }
        quotation.finish(text);
        quotation
    }

    /// The number of words, without those in brackets.
    pub fn word_count(&self) -> usize {
        self.beyond + self.items.iter().filter(|item| item.is_word()).count()
    }

    /// Whether an ellipsis is before the item with this number.
    pub fn has_ellipsis_before(&self, item: usize) -> bool {
        let found = self
            .ellipses
            .binary_search_by_key(&item, |(before, _)| *before);
        found.is_ok()
    }

    /// The runs of plain words between ellipses and brackets, as ranges of items.
    pub fn pieces(&self) -> Vec<Range<usize>> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        for (number, item) in self.items.iter().enumerate() {
            if item.word().is_none() {
                continue;
            }
            match pieces.last_mut() {
                Some(piece) if piece.end == number && !self.has_ellipsis_before(number) => {
                    piece.end = number + 1;
                }
                _ => pieces.push(number..number + 1),
            }
        }
        pieces
    }

    /// A part of it as a quotation of its own.
    pub fn part(&self, items: Range<usize>) -> Quotation {
        let own = self.items[items.clone()].to_vec();
        let inside =
            |(before, _): &&(usize, Range<usize>)| items.start < *before && *before < items.end;
        let ellipses = self.ellipses.iter().filter(inside);
        Quotation {
            ellipses: ellipses
                .map(|(before, range)| (before - items.start, range.clone()))
                .collect(),
            is_open_ended: false,
            beyond: 0,
            range: match (own.first(), own.last()) {
                (Some(first), Some(last)) => first.range.start..last.range.end,
                _ => 0..0,
            },
            items: own,
        }
    }

    fn add_words(
        &mut self,
        text: &str,
        range: Range<usize>,
        position: &mut u32,
        lexicon: &mut Lexicon,
    ) {
        if range.is_empty() {
            return;
        }
        let plain = &text[range.clone()];
        let room = MAX_WORDS.saturating_sub(self.items.len());
        let tokens = lexicon.tokens(plain, range.start);
        let indexed = indexed_words(plain);
        self.beyond += tokens.len().saturating_sub(room);
        let first = *position;
        for (token, IndexedWord { term, position: at }) in
            tokens.into_iter().zip(indexed).take(room)
        {
            *position = first + at + 1;
            self.items.push(Item {
                kind: ItemKind::Word {
                    key: token.key,
                    start: token.start,
                    term,
                    position: first + at,
                },
                range: token.range(),
            });
        }
    }

    fn add_span(
        &mut self,
        text: &str,
        span: &Span,
        whole: &Range<usize>,
        position: &mut u32,
        lexicon: &mut Lexicon,
    ) {
        // Words on both sides of it are not next to each other in the source.
        *position += 1;
        match span.kind {
            SpanKind::Ellipsis => {
                self.is_open_ended = !span.range.is_empty();
                let is_new = self
                    .ellipses
                    .last()
                    .is_none_or(|(at, _)| *at != self.items.len());
                if !self.items.is_empty() && is_new && !span.range.is_empty() {
                    self.ellipses.push((self.items.len(), span.range.clone()));
                }
            }
            SpanKind::Words if self.items.len() < MAX_WORDS => {
                let inner = &text[span.range.start + 1..span.range.end - 1];
                let tokens = lexicon.tokens(inner, 0);
                let keys = tokens.iter().map(|token| token.key);
                self.items.push(Item {
                    kind: ItemKind::Bracket(keys.collect()),
                    range: span.range.clone(),
                });
            }
            SpanKind::Letters if self.items.len() < MAX_WORDS => {
                let before = &text[whole.start..span.range.start];
                let after = &text[span.range.end..whole.end];
                let word: String = text[whole.clone()].replace(['[', ']'], "");
                let Some(token) = lexicon.tokens(&word, 0).first().copied() else {
                    return;
                };
                let kept = if before.is_empty() {
                    Kept::End(fold(after))
                } else {
                    Kept::Start(fold(before))
                };
                self.items.push(Item {
                    kind: ItemKind::Altered {
                        key: token.key,
                        kept,
                    },
                    range: whole.clone(),
                });
            }
            SpanKind::Words | SpanKind::Letters => self.beyond += 1,
        }
    }

    /// Drops the ellipsis at the end, and notes where the words are.
    fn finish(&mut self, text: &str) {
        let count = self.items.len();
        self.ellipses.retain(|(before, _)| *before < count);
        if let (Some(first), Some(last)) = (self.items.first(), self.items.last()) {
            self.range = first.range.start..last.range.end;
            let rest = &text[self.range.end..];
            self.is_open_ended =
                rest.contains('\u{2026}') || rest.contains("..") || rest.contains(". .");
        }
    }
}

/// An ellipsis or brackets.
#[derive(Debug)]
struct Span {
    kind: SpanKind,
    range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SpanKind {
    Ellipsis,
    /// Brackets around words.
    Words,
    /// Brackets around letters of a word.
    Letters,
}

/// The ellipses and brackets of a quotation, in order.
fn spans(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'[' => bracket(text, at, ']'),
            b'(' => bracket(text, at, ')').filter(|span| span.kind == SpanKind::Ellipsis),
            b'.' | 0xE2 => {
                let end = ellipsis_end(text, at);
                end.map(|end| Span {
                    kind: SpanKind::Ellipsis,
                    range: at..end,
                })
            }
            _ => None,
        };
        match found {
            Some(span) => {
                at = span.range.end;
                spans.push(span);
            }
            None => at += 1,
        }
    }
    spans
}

/// The brackets that open at a byte.
fn bracket(text: &str, at: usize, close: char) -> Option<Span> {
    let limit = text.floor_char_boundary(text.len().min(at + BRACKET_BYTES));
    let inner_end = at + 1 + text[at + 1..limit].find(['[', '(', ']', ')'])?;
    if !text[inner_end..].starts_with(close) {
        return None;
    }
    let inner = text[at + 1..inner_end].trim();
    let range = at..inner_end + 1;
    if !inner.is_empty() && ellipsis_end(inner, 0) == Some(inner.len()) {
        return Some(Span {
            kind: SpanKind::Ellipsis,
            range,
        });
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let touches =
        is_letter(text[..at].chars().next_back()) || is_letter(text[range.end..].chars().next());
    let is_letters = touches && !inner.is_empty() && inner.chars().all(char::is_alphabetic);
    let kind = if is_letters {
        SpanKind::Letters
    } else {
        SpanKind::Words
    };
    Some(Span { kind, range })
}

/// Where an ellipsis that starts at a byte ends: two dots or more, three with a space between each,
/// or the one character. `None` if there is none.
fn ellipsis_end(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    let mut dots = 0;
    let mut spaced = 0;
    for (offset, c) in text[at..].char_indices() {
        match c {
            '.' => dots += 1,
            '\u{2026}' => dots += 3,
            ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' => {
                // One space between two dots belongs to the ellipsis.
                let next = text[at + offset + c.len_utf8()..].chars().next();
                if dots == 0 || !matches!(next, Some('.' | '\u{2026}')) {
                    break;
                }
                spaced += 1;
                continue;
            }
            _ => break,
        }
        end = at + offset + c.len_utf8();
    }
    let is_ellipsis = dots >= 3 || (dots == 2 && spaced == 0);
    is_ellipsis.then_some(end)
}

/// The range of a word, some of whose letters are in brackets.
fn word_around(text: &str, brackets: &Range<usize>) -> Range<usize> {
    let is_inside = |c: &char| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}');
    let before = text[..brackets.start].chars().rev().take_while(is_inside);
    let after = text[brackets.end..].chars().take_while(is_inside);
    let start = brackets.start - before.map(char::len_utf8).sum::<usize>();
    start..brackets.end + after.map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::{ItemKind, Quotation};
    use crate::verify::token::Lexicon;

    /// Checks the items of a quotation: "|" for an ellipsis, "[n]" for brackets around n words,
    /// "~" before an altered word.
    fn check(text: &str, expected: &str) {
        let quotation = Quotation::new(text, &mut Lexicon::default());
        let mut shown = Vec::new();
        for (number, item) in quotation.items.iter().enumerate() {
            if quotation.has_ellipsis_before(number) {
                shown.push("|".to_owned());
            }
            let written = &text[item.range.clone()];
            shown.push(match &item.kind {
                ItemKind::Word { .. } => written.to_owned(),
                ItemKind::Altered { .. } => format!("~{written}"),
                ItemKind::Bracket(keys) => format!("[{}]", keys.len()),
            });
        }
        assert_eq!(shown.join(" "), expected, "{text}");
    }

    #[test]
    fn an_ellipsis_has_many_shapes() {
        for mark in [
            "…",
            "...",
            ". . .",
            "....",
            " [...] ",
            "[…]",
            "(…)",
            "[ . . . ]",
            "..",
        ] {
            check(
                &format!("the harbour{mark} is full"),
                "the harbour | is full",
            );
        }
        check("… the harbour is full ...", "the harbour is full");
        check("the harbour. Is full.", "the harbour Is full");
    }

    #[test]
    fn brackets_replace_add_or_alter() {
        check("[The harbour] is full", "[2] is full");
        check("it is full [sic]", "it is full [1]");
        check("[t]he harbour", "~[t]he harbour");
        check("they walk[ed] home", "they ~walk[ed] home");
        check("a harbour (in the north)", "a harbour in the north");
        check("a [harbour", "a harbour");
        check("a[", "a");
        check("[] a", "[0] a");
    }

    #[test]
    fn pieces_are_runs_of_plain_words() {
        let quotation = Quotation::new("a b … c [d] e f", &mut Lexicon::default());
        assert_eq!(quotation.pieces(), [0..2, 2..3, 4..6]);
        assert_eq!(quotation.word_count(), 5);
    }

    #[test]
    fn a_text_of_any_size_is_read_quickly() {
        for text in [
            "[".repeat(1 << 20),
            ". ".repeat(1 << 19),
            "a[b]".repeat(1 << 18),
        ] {
            let quotation = Quotation::new(&text, &mut Lexicon::default());
            assert!(quotation.items.len() <= super::MAX_WORDS);
        }
    }
}
