//! Words and phrases as they are typed: `troops`, `AT&T`, `negot*`, `zelensky~2`, `"end the war"`, `"end war"~3`.

use std::ops::Range;

use crate::error::QueryError;
use crate::query::node::{Node, NodeKind, QueryWord};
use crate::query::parse::cursor::{Cursor, is_quote, shown};
use crate::query::parse::words::{elements, found_words, single_word, word_nodes};
use crate::text::token::Cut;

/// Widest `"..."~N`.
const WIDEST: u32 = 100;

/// A bare word with what hangs on it. Several nodes for a text of a script without spaces; none, and a note, for one
/// without any word in it.
pub(super) fn bare(cursor: &mut Cursor<'_>) -> Result<Vec<Node>, QueryError> {
    let span = cursor.raw_word();
    let raw = &cursor.text[span.clone()];
    let kind = if raw == "*" {
        NodeKind::All
    } else if let Some((stem, distance)) = fuzzy_suffix(raw) {
        let folded = single_word(stem)
            .ok_or_else(|| QueryError::at(span.clone(), "~ stands behind a single word"))?;
        if !(1..=2).contains(&distance) {
            return Err(QueryError::at(
                span,
                format!("spellings may be off by 1 or 2: write {stem}~ or {stem}~2"),
            ));
        }
        NodeKind::Fuzzy(folded, distance as u8)
    } else if let Some(stem) = raw.strip_suffix('*').filter(|stem| !stem.contains('*')) {
        let message = "a * stands behind the beginning of one word: negot*";
        let folded = single_word(stem).ok_or_else(|| QueryError::at(span.clone(), message))?;
        NodeKind::Prefix(folded)
    } else if let Some(star) = raw.find('*') {
        let place = span.start + star;
        return Err(QueryError::at(
            place..place + 1,
            "a * stands only at the end of a word: negot*",
        ));
    } else {
        let nodes = plain(raw, &span);
        if nodes.is_empty() {
            let note = format!("{} has no word in it and was not searched for", shown(raw));
            cursor.notes.push(note);
        }
        return Ok(nodes);
    };
    Ok(vec![Node { kind, span }])
}

/// Words of unspaced scripts side by side, other words that belong together as a phrase (`AT&T`).
fn plain(raw: &str, span: &Range<usize>) -> Vec<Node> {
    let found = found_words(raw);
    let spaced = found.iter().all(|(word, _)| word.cut == Cut::Boundary);
    let kind = match &found[..] {
        [(word, _)] if spaced => NodeKind::Word(QueryWord::new(*word)),
        [_, ..] if spaced => NodeKind::Phrase(elements(raw)),
        _ => return word_nodes(found, span.start),
    };
    vec![Node {
        kind,
        span: span.clone(),
    }]
}

/// `"..."`, `"..."~N`.
pub(super) fn phrase(cursor: &mut Cursor<'_>) -> Result<Node, QueryError> {
    let start = cursor.at;
    let (content, offset) = cursor.quoted()?;
    let slop = cursor.tilde()?;
    let span = start..cursor.at;
    // A quotation mark of the text itself is written \".
    let elements = elements(&without_escapes(content));
    if elements.is_empty() {
        return Err(QueryError::at(
            span,
            "there is no word between these quotation marks",
        ));
    }
    if let Some(star) = content.find('*') {
        let place = offset + star;
        return Err(QueryError::at(
            place..place + 1,
            "a * has no meaning between quotation marks",
        ));
    }
    let kind = match slop {
        None => NodeKind::Phrase(elements),
        Some((words, place)) if words > WIDEST => {
            return Err(QueryError::at(
                place,
                format!("at most {WIDEST} words may lie between: \"...\"~{WIDEST}"),
            ));
        }
        Some((words, _)) => NodeKind::Near(elements, words),
    };
    Ok(Node { kind, span })
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

/// `word~`, `word~2`: the word and the number. `None` if there is no `~` behind a word.
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
