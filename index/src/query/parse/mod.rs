//! The parser: hand-written, total on plain words, with a span on every node.
//!
//! Juxtaposition binds tighter than `OR`: `a b OR c` is `(a b) OR c`. Nothing the user typed is dropped without a word: it
//! becomes part of the tree, an error with its place, or a note.
//!
//! Here stands the grammar: what may stand beside and inside what. `cursor` reads, `term` knows words and phrases, `field` the
//! filters, `words` how text is cut, `bound` how much may be asked.

mod bound;
mod cursor;
mod field;
mod term;
mod words;

use std::ops::Range;

use crate::error::QueryError;
use crate::query::node::{Node, NodeKind};
use crate::query::parse::cursor::{Cursor, DEPTH, is_quote};
use crate::query::parse::field::{SAID, example, filter, name_ahead, require_value};
use crate::query::parse::term::{bare, phrase};
pub(super) use crate::query::parse::words::plain_words;
use crate::query::{Part, Query};

/// Reads a whole query.
pub(super) fn parse(text: &str) -> Result<Query, QueryError> {
    let mut cursor = Cursor::new(text);
    let sequence = alternatives(&mut cursor, 0)?;
    if cursor.peek() == Some(')') {
        return Err(QueryError::at(
            cursor.at..cursor.at + 1,
            "this bracket closes nothing: take it out, or open one before",
        ));
    }
    // What holds no word is passed over beside something else; alone it does not mean everything.
    if sequence.is_empty()
        && let Some(note) = cursor.notes.pop()
    {
        return Err(QueryError::at(0..text.len(), note));
    }
    let mut query = Query {
        notes: cursor.notes,
        ..Query::default()
    };
    for (node, required) in sequence {
        match node.kind {
            NodeKind::Not(inner) => query.excluded.push(*inner),
            NodeKind::All => {}
            kind if kind.is_filter() => query.filters.push(Node {
                kind,
                span: node.span,
            }),
            kind => query.parts.push(Part {
                node: Node {
                    kind,
                    span: node.span,
                },
                required,
            }),
        }
    }
    bound::check(&query)?;
    Ok(query)
}

/// What stands side by side, each with its `+`.
type Sequence = Vec<(Node, bool)>;

/// `a b OR c`: sequences with OR between them. One sequence stays as it is; several become one node.
fn alternatives(cursor: &mut Cursor<'_>, depth: usize) -> Result<Sequence, QueryError> {
    let start = cursor.at;
    let mut sequences = vec![sequence(cursor, depth)?];
    let mut last_or = None;
    while let Some(operator) = cursor.operator("OR") {
        if sequences.last().is_some_and(Vec::is_empty) {
            return Err(QueryError::at(
                operator,
                "OR stands between two things to look for; for the word, write \"or\"",
            ));
        }
        last_or = Some(operator);
        sequences.push(sequence(cursor, depth)?);
    }
    if let (Some(operator), Some(true)) = (last_or, sequences.last().map(Vec::is_empty)) {
        return Err(QueryError::at(
            operator,
            "OR stands between two things to look for; for the word, write \"or\"",
        ));
    }
    if sequences.len() == 1 {
        return Ok(sequences.pop().unwrap_or_default());
    }
    for sequence in &sequences {
        note_required(cursor, sequence);
    }
    let nodes = sequences.into_iter().map(nodes).map(conjunction).collect();
    Ok(vec![(
        Node {
            kind: NodeKind::Or(nodes),
            span: start..cursor.at,
        },
        false,
    )])
}

/// `a b -c`: until OR, a closing bracket or the end.
fn sequence(cursor: &mut Cursor<'_>, depth: usize) -> Result<Sequence, QueryError> {
    let mut sequence = Sequence::new();
    let mut and = None;
    loop {
        cursor.skip_space();
        if let Some(operator) = cursor.operator("AND") {
            if sequence.is_empty() || and.is_some() {
                return Err(QueryError::at(
                    operator,
                    "AND stands between two things to look for; for the word, write \"and\"",
                ));
            }
            and = Some(operator);
            continue;
        }
        if cursor.peek().is_none_or(|c| c == ')') || cursor.operator_ahead("OR") {
            break;
        }
        let before = sequence.len();
        item(cursor, depth, &mut sequence)?;
        if sequence.len() > before {
            and = None;
        }
    }
    match and {
        Some(operator) => Err(QueryError::at(
            operator,
            "AND stands between two things to look for; for the word, write \"and\"",
        )),
        None => Ok(sequence),
    }
}

/// One thing to look for, with the signs before it.
fn item(cursor: &mut Cursor<'_>, depth: usize, sequence: &mut Sequence) -> Result<(), QueryError> {
    let start = cursor.at;
    if depth > DEPTH {
        return Err(QueryError::at(
            start..start + cursor.peek().map_or(0, char::len_utf8),
            format!("more than {DEPTH} signs and brackets stand inside each other"),
        ));
    }
    if let Some(operator) = cursor.operator("NOT") {
        cursor.skip_space();
        if cursor.peek().is_none_or(|c| c == ')') {
            return Err(QueryError::at(
                operator,
                "NOT stands before what must not be there; for the word, write \"not\"",
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
        Some('-') if !next_is_space(&cursor.text[cursor.at..]) => {
            cursor.at += 1;
            negated(cursor, start, depth + 1, sequence)
        }
        Some('+') if !next_is_space(&cursor.text[cursor.at..]) => {
            cursor.at += 1;
            let mut inner = Sequence::new();
            item(cursor, depth + 1, &mut inner)?;
            sequence.extend(inner.into_iter().map(|(node, _)| (node, true)));
            Ok(())
        }
        Some('(') => {
            let node = group(cursor, depth)?;
            sequence.push((node, false));
            Ok(())
        }
        Some(c) if is_quote(c) => {
            let node = phrase(cursor)?;
            sequence.push((node, false));
            Ok(())
        }
        _ => word_or_field(cursor, depth, sequence),
    }
}

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
    sequence.push((Node { kind, span }, false));
    Ok(())
}

fn group(cursor: &mut Cursor<'_>, depth: usize) -> Result<Node, QueryError> {
    let start = cursor.at;
    if depth >= DEPTH {
        return Err(QueryError::at(
            start..start + 1,
            format!("brackets are nested deeper than {DEPTH}"),
        ));
    }
    cursor.at += 1;
    let inner = alternatives(cursor, depth + 1)?;
    if cursor.peek() != Some(')') {
        return Err(QueryError::at(
            start..start + 1,
            "this bracket is not closed: add ) where the group ends",
        ));
    }
    cursor.at += 1;
    if inner.is_empty() {
        return Err(QueryError::at(
            start..cursor.at,
            "there is nothing to look for between these brackets",
        ));
    }
    note_required(cursor, &inner);
    let node = conjunction(nodes(inner));
    Ok(Node {
        kind: node.kind,
        span: start..cursor.at,
    })
}

/// A `+` counts only where parts stand side by side in the whole query.
fn note_required(cursor: &mut Cursor<'_>, sequence: &Sequence) {
    if sequence.iter().any(|(_, required)| *required) {
        let note = "+ changes nothing inside brackets or beside OR, where every word must be there";
        cursor.notes.push(note.to_owned());
    }
}

fn word_or_field(
    cursor: &mut Cursor<'_>,
    depth: usize,
    sequence: &mut Sequence,
) -> Result<(), QueryError> {
    let start = cursor.at;
    let nodes = match name_ahead(cursor)? {
        Some(SAID) => vec![said(cursor, start, depth)?],
        Some(name) => vec![filter(cursor, name, start, depth)?],
        None => bare(cursor)?,
    };
    sequence.extend(nodes.into_iter().map(|node| (node, false)));
    Ok(())
}

/// What stands behind `said:`, which begins at `start`.
fn said(cursor: &mut Cursor<'_>, start: usize, depth: usize) -> Result<Node, QueryError> {
    require_value(cursor, SAID, start)?;
    let value = cursor.at;
    let inner = match cursor.peek() {
        Some('(') => group(cursor, depth)?,
        Some(c) if is_quote(c) => phrase(cursor)?,
        Some(sign @ ('-' | '+')) => {
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
                    format!("said: needs a word, as in {}", example(SAID)),
                ));
            }
            conjunction(nodes)
        }
    };
    if let Some(place) = no_words(&inner) {
        return Err(QueryError::at(
            place,
            "said: takes words, phrases and groups of them",
        ));
    }
    Ok(Node {
        kind: NodeKind::Said(Box::new(inner), None),
        span: start..cursor.at,
    })
}

/// The nodes of a sequence, its `+` left aside.
fn nodes(sequence: Sequence) -> Vec<Node> {
    sequence.into_iter().map(|(node, _)| node).collect()
}

/// Several things side by side as one node.
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

/// Where a `said:` holds something that nobody can say.
fn no_words(node: &Node) -> Option<Range<usize>> {
    match &node.kind {
        NodeKind::Field(_) | NodeKind::All | NodeKind::Said(..) => Some(node.span.clone()),
        NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().find_map(no_words),
        NodeKind::Not(node) => no_words(node),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::query::node::{FieldFilter, Node, NodeKind};

    /// A node in a form that a test can compare at sight.
    fn sketch(node: &Node) -> String {
        let list =
            |nodes: &[Node], joint: &str| nodes.iter().map(sketch).collect::<Vec<_>>().join(joint);
        match &node.kind {
            NodeKind::All => "*".to_owned(),
            NodeKind::Word(word) => word.text().to_owned(),
            NodeKind::Phrase(elements) | NodeKind::Near(elements, _) => {
                let words: Vec<String> = elements
                    .iter()
                    .map(|e| {
                        format!(
                            "{}{}@{}",
                            e.folded,
                            if e.prefix { "*" } else { "" },
                            e.offset
                        )
                    })
                    .collect();
                match &node.kind {
                    NodeKind::Near(_, slop) => format!("[{}]~{slop}", words.join(" ")),
                    _ => format!("[{}]", words.join(" ")),
                }
            }
            NodeKind::Prefix(prefix) => format!("{prefix}*"),
            NodeKind::Fuzzy(word, distance) => format!("{word}~{distance}"),
            NodeKind::And(nodes) => format!("({})", list(nodes, " & ")),
            NodeKind::Or(nodes) => format!("({})", list(nodes, " | ")),
            NodeKind::Not(node) => format!("-{}", sketch(node)),
            NodeKind::Said(node, _) => format!("said:{}", sketch(node)),
            NodeKind::Field(filter) => match filter {
                FieldFilter::Speaker(words) => format!("speaker:{}", words.join("+")),
                FieldFilter::Section(words) => format!("section:{}", words.join("+")),
                FieldFilter::SectionNumber(number) => format!("section#{number}"),
                FieldFilter::Doc(pattern) => format!("doc:{pattern}"),
                FieldFilter::Kind(kind) => format!("kind:{}", kind.name()),
                FieldFilter::Lang(lang) => format!("lang:{lang}"),
                FieldFilter::Date(from, to) => format!("date:{from}-{to}"),
            },
        }
    }

    fn check(text: &str, expected: &str) {
        let found = match parse(text) {
            Ok(query) => {
                let parts = query
                    .parts
                    .iter()
                    .map(|p| format!("{}{}", if p.required { "+" } else { "" }, sketch(&p.node)));
                let filters = query
                    .filters
                    .iter()
                    .map(|node| format!("={}", sketch(node)));
                let excluded = query
                    .excluded
                    .iter()
                    .map(|node| format!("-{}", sketch(node)));
                parts
                    .chain(filters)
                    .chain(excluded)
                    .collect::<Vec<_>>()
                    .join(" ")
            }
            Err(error) => format!("error at {:?}", error.span),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_stand_side_by_side() {
        check("troops special envoy", "troops special envoy");
        check("a or b", "a or b");
        check("don't stop", "don't stop");
        check("U.S.", "U.S");
        check("", "");
        check("   \t\n", "");
        check("*", "");
    }

    #[test]
    fn a_word_of_several_is_a_phrase() {
        check("AT&T", "[at@0 t@1]");
        check("10:30", "[10@0 30@1]");
        check("https://a.b/c", "[https@0 a.b@1 c@2]");
        check("Trump-Putin", "[trump@0 putin@1]");
    }

    #[test]
    fn quotation_marks_of_every_kind_make_phrases() {
        check("\"end the war\"", "[end@0 the@1 war@2]");
        check("“end the war”", "[end@0 the@1 war@2]");
        check("„Ende“", "[ende@0]");
        check("\"end war\"~3", "[end@0 war@1]~3");
        check("\"end war\"~101", "error at 9..13");
        check("\"open", "error at 0..1");
        check(r#""a \"b\" c" d"#, "[a@0 b@1 c@2] d");
        check(r#""open \""#, "error at 0..1");
        check("\"", "error at 0..1");
        check("\"*\"", "error at 0..3");
        check("\"\"", "error at 0..2");
    }

    #[test]
    fn or_binds_looser_than_standing_side_by_side() {
        check("a b OR c", "((a & b) | c)");
        check("a (b OR c)", "a (b | c)");
        check("a AND b", "a b");
        check("a AND (b OR c) -d", "a (b | c) -d");
        check("OR a", "error at 0..2");
        check("a OR", "error at 2..4");
        check("a AND", "error at 2..5");
        check("AND", "error at 0..3");
    }

    #[test]
    fn what_must_not_be_there() {
        check("troops -\"special envoy\"", "troops -[special@0 envoy@1]");
        check("-war", "-war");
        check("NOT war", "-war");
        check("NOT", "error at 0..3");
        check("a - b", "a b");
        check("-(a b)", "-(a & b)");
        check("--a", "a");
    }

    #[test]
    fn prefixes_and_near_spellings() {
        check("hegs*", "hegs*");
        check("hegseth~1", "hegseth~1");
        check("hegseth~", "hegseth~1");
        check("hegseth~3", "error at 0..9");
        check("w*r", "error at 1..2");
        check("*ar", "error at 0..1");
        check("a-b*", "error at 0..4");
    }

    #[test]
    fn fields_filter() {
        check("speaker:hegseth", "=speaker:hegseth");
        check("speaker:\"Pete Hegseth\" war", "war =speaker:pete+hegseth");
        check("speaker:Pete Hegseth", "Hegseth =speaker:pete");
        check("speaker:hegs*", "=speaker:hegs*");
        check("speaker:*", "=speaker:*");
        check("speaker:h*s", "error at 9..10");
        check("section:\"the har*\"", "=section:the+har*");
        check("section:2", "=section#2");
        check(
            "section:brussels kind:caption lang:DE",
            "=section:brussels =kind:caption =lang:de",
        );
        check("date:2025-01..2025-03", "=date:20250100-20250399");
        check("doc:*brussels*", "=doc:*brussels*");
        check("-speaker:berg", "-speaker:berg");
        check(
            "speaker:(berg OR \"anna lind\")",
            "=(speaker:berg | speaker:anna+lind)",
        );
        check("speaker:a OR war", "(speaker:a | war)");
        check("speaker:(anna berg)", "error at 14..15");
        check("speaker:(anna AND berg)", "error at 14..15");
        check("speaker:(anna OR -berg)", "error at 17..18");
        check("speaker:(anna OR)", "error at 14..16");
        check("speaker:(OR anna)", "error at 9..11");
        check("date:2025..2024", "error at 5..15");
    }

    #[test]
    fn a_misspelt_field_is_an_error_and_other_colons_are_text() {
        check("spaeker:hegseth", "error at 0..7");
        check("speakers:hegseth", "error at 0..8");
        check("kind:nonsense", "error at 5..13");
        check("date:soon", "error at 5..9");
        check("speaker:", "error at 0..8");
        check("speaker: berg", "error at 0..8");
        check("note:this", "[note@0 this@1]");
    }

    #[test]
    fn what_may_not_have_been_meant_is_noted() {
        let notes = |text: &str| parse(text).expect("a query").notes.join("|");
        assert!(notes("speaker:Pete Hegseth war").contains("speaker:\"Pete Hegseth\""));
        assert!(notes("speaker:Pete NOT war").is_empty());
        assert!(notes("title:harbour").contains("title: is no field"));
        for text in ["10:30", "https://a.b/c", "note: this", "a:-"] {
            assert_eq!(notes(text), "", "{text}");
        }
    }

    #[test]
    fn said_takes_words_phrases_and_groups() {
        check("said:war", "said:war");
        check("said:\"end the war\"", "said:[end@0 the@1 war@2]");
        check("said:(troops OR forces)", "said:(troops | forces)");
        check("said:(speaker:x)", "error at 5..16");
        check("said:-war", "error at 5..6");
        check("said:&", "error at 5..6");
        check("said:(war -peace)", "said:(war & -peace)");
    }

    #[test]
    fn required_parts_are_marked() {
        check("+climate policy", "+climate policy");
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        check("北约成员", "北约 约成 成员");
        check("战", "战*");
        check("\"北约 成员\"", "[北约@0 成员@2]");
        check("\"136 次\"", "[136@0 次*@1]");
    }

    #[test]
    fn brackets_are_followed_to_a_depth() {
        check("()", "error at 0..2");
        check(")", "error at 0..1");
        check("(a", "error at 0..1");
        check(&format!("{}a{}", "(".repeat(90), ")".repeat(90)), "a");
        assert!(parse(&"(".repeat(1_000)).is_err());
        assert!(parse(&"word ".repeat(10_000)).is_ok());
        for sign in ["-", "+", "NOT "] {
            assert!(parse(&format!("{}a", sign.repeat(90))).is_ok());
            assert!(parse(&format!("{}a", sign.repeat(100_000))).is_err());
        }
    }

    #[test]
    fn what_holds_no_word_is_not_everything() {
        check("&", "error at 0..1");
        check("- &", "error at 0..3");
        check("war &", "war");
    }

    #[test]
    fn a_long_word_is_cut_as_it_is_in_a_text() {
        check(
            &format!("{}*", "a".repeat(500)),
            &format!("{}*", "a".repeat(120)),
        );
    }

    #[test]
    fn control_characters_are_blanks() {
        check("a\u{0}b\u{1b}c", "a b c");
    }
}
