//! Words and phrases as they are typed: `troops`, `AT&T`, `negot*`, `zelensky~2`, `"end the war"`,
//! `"end war"~3`.

use std::ops::Range;

use crate::error::QueryError;
use crate::query::node::{Element, Node, NodeKind, QueryWord};
use crate::query::parse::cursor::{Cursor, is_quote, shown};
use crate::query::parse::words::{
    self, elements, found_words, other_spelling, single_word, without_elided, word_nodes,
};
use crate::text::token::Cut;

/// The largest N of `"..."~N`. It is an arbitrary bound: words further apart are hardly near.
const MAX_BETWEEN: u32 = 100;

/// Reads a bare word with its `*` or `~N`.
///
/// Returns several nodes for text of a script without spaces, and none, with a note, for text
/// without any word.
pub(super) fn bare(cursor: &mut Cursor<'_>) -> Result<Vec<Node>, QueryError> {
    let span = cursor.raw_word();
    let raw = &cursor.text[span.clone()];
    let kind = if raw == "*" {
        NodeKind::All
    } else if let Some((stem, distance)) = fuzzy_suffix(raw) {
        let folded = single_word(stem).ok_or_else(|| {
            QueryError::at(span.clone(), "~ goes after a single word, as in zelensky~")
        })?;
        if !(1..=2).contains(&distance) {
            return Err(QueryError::at(
                span,
                format!("a spelling can differ by 1 or 2 letters: write {stem}~ or {stem}~2"),
            ));
        }
        NodeKind::Fuzzy(folded, distance as u8)
    } else if let Some(stem) = raw.strip_suffix('*').filter(|stem| !stem.contains('*')) {
        let message = "* goes after the start of a single word, as in negot*";
        let folded = single_word(stem).ok_or_else(|| QueryError::at(span.clone(), message))?;
        NodeKind::Prefix(folded)
    } else if let Some(star) = raw.find('*') {
        let at = span.start + star;
        return Err(QueryError::at(
            at..at + 1,
            "* goes at the end of a word, as in negot*",
        ));
    } else {
        let nodes = plain(raw, &span);
        if nodes.is_empty() {
            let note = format!("{} contains no word to search for", shown(raw));
            cursor.notes.push(note);
        }
        note_wildcards(cursor, raw);
        return Ok(nodes);
    };
    Ok(vec![Node { kind, span }])
}

/// Notes a `?` or `~` inside a word, which other programs take for a wildcard. Web addresses may
/// have both.
fn note_wildcards(cursor: &mut Cursor<'_>, raw: &str) {
    if raw.contains(['/', '=']) {
        return;
    }
    for sign in ['?', '~'] {
        let Some((before, after)) = raw.split_once(sign) else {
            continue;
        };
        let is_inside =
            before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        if is_inside {
            cursor.notes.push(format!(
                "{sign} inside {} is no wildcard and was taken for a space: \
                 write {before}* for words that begin so, or a word and ~ for similar spellings",
                shown(raw)
            ));
        }
    }
}

/// Text without operators. Words of scripts without spaces become nodes side by side; other words
/// typed together become a phrase (`AT&T`), or the word with a hyphen and without (`e-mail`).
fn plain(raw: &str, span: &Range<usize>) -> Vec<Node> {
    let all = found_words(raw);
    let found = without_elided(&all);
    let spaced = found.iter().all(|found| found.word.cut == Cut::Boundary);
    let kind = match &found[..] {
        [only] if spaced => NodeKind::Word(QueryWord::new(only.word)),
        [_, ..] if spaced => NodeKind::Phrase(elements(raw)),
        _ => return word_nodes(found, span.start),
    };
    let node = |kind| Node {
        kind,
        span: span.clone(),
    };
    vec![match other_spelling(raw, &all) {
        Some(other) => node(NodeKind::Or(vec![node(kind), node(other)])),
        None => node(kind),
    }]
}

/// Reads a phrase: `"..."` or `"..."~N`.
pub(super) fn phrase(cursor: &mut Cursor<'_>) -> Result<Node, QueryError> {
    let start = cursor.at;
    let (content, offset) = cursor.quoted()?;
    let slop = cursor.tilde()?;
    let span = start..cursor.at;
    // A quotation mark inside the phrase is written \".
    let elements = elements(&without_escapes(content));
    if elements.is_empty() {
        return Err(QueryError::at(span, "no word inside these quotation marks"));
    }
    if let Some(star) = content.find('*') {
        let at = offset + star;
        return Err(QueryError::at(
            at..at + 1,
            "* does not work inside quotation marks: remove it",
        ));
    }
    let kind = match slop {
        None => quotation(&without_escapes(content), elements),
        Some((words, span)) if words > MAX_BETWEEN => {
            return Err(QueryError::at(
                span,
                format!(
                    "at most {MAX_BETWEEN} words can lie between them: write \"...\"~{MAX_BETWEEN}"
                ),
            ));
        }
        Some((words, _)) => NodeKind::Near(elements, words),
    };
    Ok(Node { kind, span })
}

/// A phrase, or several with an ellipsis between them. `elements` are the words of all of it.
fn quotation(text: &str, elements: Vec<Element>) -> NodeKind {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let ellipsis = next_ellipsis(rest);
        let piece = &rest[..ellipsis.as_ref().map_or(rest.len(), |range| range.start)];
        pieces.push(words::elements(piece));
        match ellipsis {
            Some(range) => rest = &rest[range.end..],
            None => break,
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    if pieces.len() > 1 {
        NodeKind::Elided(pieces)
    } else {
        NodeKind::Phrase(elements)
    }
}

/// The first `…`, or three or more full stops with or without spaces between them.
fn next_ellipsis(text: &str) -> Option<Range<usize>> {
    text.char_indices().find_map(|(start, c)| {
        if c == '…' {
            return Some(start..start + c.len_utf8());
        }
        if c != '.' {
            return None;
        }
        let rest = &text[start..];
        let after = rest.trim_start_matches(['.', ' ']);
        let run = rest[..rest.len() - after.len()].trim_end();
        let stops = run.bytes().filter(|byte| *byte == b'.').count();
        (stops >= 3).then(|| start..start + run.len())
    })
}

/// A phrase's text without the backslashes before its quotation marks.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_quote(c) && out.ends_with('\\') {
            out.pop();
        }
        out.push(c);
    }
    out
}

/// Splits `word~` and `word~2` into the word and the number. `None` if there is no `~` after a
/// word.
fn fuzzy_suffix(raw: &str) -> Option<(&str, u32)> {
    let (stem, number) = raw.rsplit_once('~')?;
    let distance = if number.is_empty() {
        Some(1)
    } else {
        number.parse().ok()
    };
    distance
        .filter(|_| !stem.is_empty())
        .map(|distance| (stem, distance))
}
