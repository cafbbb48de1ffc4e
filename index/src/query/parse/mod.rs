//! The parser of the query language: written by hand, with a span for every node.
//!
//! Juxtaposition binds tighter than `OR`: `a b OR c` is `(a b) OR c`. Nothing that the user typed
//! is dropped silently: it becomes part of the tree, an error with its span, or a note. Plain words
//! never are an error.
//!
//! This file is the grammar. `cursor` reads characters, `term` words and phrases, `field` filters;
//! `words` splits text, `bound` limits how much a query may ask.

mod bound;
pub(super) mod cursor;
mod field;
mod term;
#[cfg(test)]
mod tests;
pub(super) mod words;

use std::ops::Range;

use crate::error::QueryError;
use crate::query::node::{Clauses, Node, NodeKind, Part};
use crate::query::parse::cursor::{Cursor, MAX_DEPTH, Operator, is_quote, too_deep, unclosed};
use crate::query::parse::field::{FieldName, field_name, filter, require_value};
use crate::query::parse::term::{bare, phrase};

/// Parses a whole query.
pub(super) fn parse(text: &str) -> Result<Clauses, QueryError> {
    let mut cursor = Cursor::new(text);
    let sequence = alternatives(&mut cursor, 0)?;
    if cursor.peek() == Some(')') {
        return Err(QueryError::at(
            cursor.at..cursor.at + 1,
            "this bracket closes nothing: remove it, or add ( before",
        ));
    }
    // Text without a word is ignored next to something else. Alone it must not mean "everything".
    if sequence.is_empty()
        && let Some(note) = cursor.notes.pop()
    {
        return Err(QueryError::at(0..text.len(), note));
    }
    let mut clauses = Clauses {
        notes: cursor.notes,
        ..Clauses::default()
    };
    for Part { node, required } in sequence {
        match node.kind {
            NodeKind::Not(inner) => clauses.excluded.push(*inner),
            NodeKind::All => {}
            _ if node.kind.is_filter() => clauses.filters.push(node),
            _ => clauses.parts.push(Part { node, required }),
        }
    }
    bound::check(&clauses)?;
    Ok(clauses)
}

/// What is written side by side.
type Sequence = Vec<Part>;

/// `a b OR c`: sequences joined by OR. A single sequence stays as it is; several become one node.
fn alternatives(cursor: &mut Cursor<'_>, depth: usize) -> Result<Sequence, QueryError> {
    let start = cursor.at;
    let mut sequences = vec![sequence(cursor, depth)?];
    let mut last_or = None;
    while let Some(operator) = cursor.operator(Operator::Or) {
        if sequences.last().is_some_and(Vec::is_empty) {
            return Err(misplaced(Operator::Or, operator));
        }
        last_or = Some(operator);
        sequences.push(sequence(cursor, depth)?);
    }
    if let (Some(operator), Some(true)) = (last_or, sequences.last().map(Vec::is_empty)) {
        return Err(misplaced(Operator::Or, operator));
    }
    if sequences.len() == 1 {
        return Ok(sequences.pop().unwrap_or_default());
    }
    for sequence in &sequences {
        note_required(cursor, sequence);
    }
    let nodes = sequences.into_iter().map(nodes).map(conjunction).collect();
    Ok(vec![optional(Node {
        kind: NodeKind::Or(nodes),
        span: start..cursor.at,
    })])
}

/// The error for AND or OR without something on each side.
fn misplaced(operator: Operator, span: Range<usize>) -> QueryError {
    let name = operator.name();
    let word = name.to_ascii_lowercase();
    let message =
        format!("{name} needs something on both sides; to search for the word, write \"{word}\"");
    QueryError::at(span, message)
}

/// `a b -c`: up to OR, a closing bracket or the end.
fn sequence(cursor: &mut Cursor<'_>, depth: usize) -> Result<Sequence, QueryError> {
    let mut sequence = Sequence::new();
    let mut and = None;
    loop {
        cursor.skip_space();
        if let Some(operator) = cursor.operator(Operator::And) {
            if sequence.is_empty() || and.is_some() {
                return Err(misplaced(Operator::And, operator));
            }
            and = Some(operator);
            continue;
        }
        if cursor.peek().is_none_or(|c| c == ')') || cursor.is_next(Operator::Or) {
            break;
        }
        let before = sequence.len();
        item(cursor, depth, &mut sequence)?;
        if sequence.len() > before {
            and = None;
        }
    }
    match and {
        Some(operator) => Err(misplaced(Operator::And, operator)),
        None => Ok(sequence),
    }
}

/// One thing to search for, with the signs before it.
fn item(cursor: &mut Cursor<'_>, depth: usize, sequence: &mut Sequence) -> Result<(), QueryError> {
    let start = cursor.at;
    if depth > MAX_DEPTH {
        return Err(QueryError::at(
            start..start + cursor.peek().map_or(0, char::len_utf8),
            format!("signs and brackets are nested deeper than {MAX_DEPTH}"),
        ));
    }
    if let Some(operator) = cursor.operator(Operator::Not) {
        cursor.skip_space();
        if cursor.peek().is_none_or(|c| c == ')') {
            return Err(QueryError::at(
                operator,
                "NOT needs something after it; to search for the word, write \"not\"",
            ));
        }
        return negated(cursor, start, depth + 1, sequence);
    }
    let next_is_space = |text: &str| {
        text[1..]
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || c == ')')
    };
    match cursor.peek() {
        // Other search boxes and most programming languages write `!` for NOT.
        Some('-' | '!') if !next_is_space(&cursor.text[cursor.at..]) => {
            cursor.at += 1;
            negated(cursor, start, depth + 1, sequence)
        }
        Some('+') if !next_is_space(&cursor.text[cursor.at..]) => {
            cursor.at += 1;
            let mut inner = Sequence::new();
            item(cursor, depth + 1, &mut inner)?;
            sequence.extend(inner.into_iter().map(|part| Part {
                required: true,
                ..part
            }));
            Ok(())
        }
        Some('(') => {
            sequence.push(optional(group(cursor, depth)?));
            Ok(())
        }
        Some(c) if is_quote(c) => {
            sequence.push(optional(phrase(cursor)?));
            Ok(())
        }
        _ => word_or_field(cursor, depth, sequence),
    }
}

/// What follows `-` or NOT, which starts at `start`.
fn negated(
    cursor: &mut Cursor<'_>,
    start: usize,
    depth: usize,
    sequence: &mut Sequence,
) -> Result<(), QueryError> {
    let mut inner = Sequence::new();
    item(cursor, depth, &mut inner)?;
    if inner.is_empty() {
        return Ok(());
    }
    let node = conjunction(nodes(inner));
    let span = start..cursor.at;
    let kind = match node.kind {
        NodeKind::Not(twice) => twice.kind,
        kind => NodeKind::Not(Box::new(Node {
            kind,
            span: node.span,
        })),
    };
    sequence.push(optional(Node { kind, span }));
    Ok(())
}

/// `(...)`.
fn group(cursor: &mut Cursor<'_>, depth: usize) -> Result<Node, QueryError> {
    let start = cursor.at;
    if depth >= MAX_DEPTH {
        return Err(too_deep(start));
    }
    cursor.at += 1;
    let inner = alternatives(cursor, depth + 1)?;
    if cursor.peek() != Some(')') {
        return Err(unclosed(start));
    }
    cursor.at += 1;
    if inner.is_empty() {
        return Err(QueryError::at(
            start..cursor.at,
            "nothing to search for inside these brackets",
        ));
    }
    note_required(cursor, &inner);
    let node = conjunction(nodes(inner));
    Ok(Node {
        kind: node.kind,
        span: start..cursor.at,
    })
}

/// Notes a `+` that has no effect: it counts only at the top level of a query.
fn note_required(cursor: &mut Cursor<'_>, sequence: &Sequence) {
    if sequence.iter().any(|part| part.required) {
        let note =
            "+ has no effect inside brackets or next to OR, where every word is required anyway";
        cursor.notes.push(note.to_owned());
    }
}

fn word_or_field(
    cursor: &mut Cursor<'_>,
    depth: usize,
    sequence: &mut Sequence,
) -> Result<(), QueryError> {
    let start = cursor.at;
    let nodes = match field_name(cursor)? {
        Some(FieldName::Said) => vec![said(cursor, start, depth)?],
        Some(field) => vec![filter(cursor, field, start, depth)?],
        None => bare(cursor)?,
    };
    sequence.extend(nodes.into_iter().map(optional));
    Ok(())
}

/// The value of `said:`, which starts at `start`.
fn said(cursor: &mut Cursor<'_>, start: usize, depth: usize) -> Result<Node, QueryError> {
    require_value(cursor, FieldName::Said, start)?;
    let value = cursor.at;
    let inner = match cursor.peek() {
        Some('(') => group(cursor, depth)?,
        Some(c) if is_quote(c) => phrase(cursor)?,
        Some(sign @ ('-' | '+' | '!')) => {
            return Err(QueryError::at(
                value..value + 1,
                format!("write {sign} before said:, as in {sign}said:dredging"),
            ));
        }
        _ => {
            let nodes = bare(cursor)?;
            if nodes.is_empty() {
                return Err(QueryError::at(
                    value..cursor.at,
                    format!("said: needs a word, as in {}", FieldName::Said.example()),
                ));
            }
            conjunction(nodes)
        }
    };
    if let Some(span) = unsayable(&inner) {
        let message = "said: takes only words, phrases and groups of them";
        return Err(QueryError::at(span, message));
    }
    Ok(Node {
        kind: NodeKind::Said(Box::new(inner), None),
        span: start..cursor.at,
    })
}

/// The nodes of a sequence, without their `+`.
fn nodes(sequence: Sequence) -> Vec<Node> {
    sequence.into_iter().map(|part| part.node).collect()
}

/// One node for all of these.
fn conjunction(mut nodes: Vec<Node>) -> Node {
    if nodes.len() == 1 {
        return nodes.remove(0);
    }
    let span = match (nodes.first(), nodes.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    };
    let kind = if nodes.is_empty() {
        NodeKind::All
    } else {
        NodeKind::And(nodes)
    };
    Node { kind, span }
}

/// The span of something inside `said:` that nobody can say, such as a filter.
fn unsayable(node: &Node) -> Option<Range<usize>> {
    match &node.kind {
        NodeKind::Field(_) | NodeKind::All | NodeKind::Said(..) => Some(node.span.clone()),
        NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().find_map(unsayable),
        NodeKind::Not(node) => unsayable(node),
        _ => None,
    }
}

/// A node written without `+`.
fn optional(node: Node) -> Part {
    Part {
        node,
        required: false,
    }
}
