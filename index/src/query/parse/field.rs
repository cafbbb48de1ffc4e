//! Filters as they are typed: `speaker:hegseth`, `section:2`, `path:town/council`,
//! `date:2025-01..2025-03`, `kind:(caption OR heading)`.

use std::ops::Range;

use crate::document::Kind;
use crate::error::QueryError;
use crate::query::node::{FieldFilter, Node, NodeKind};
use crate::query::parse::cursor::{
    Cursor, MAX_DEPTH, Operator, is_quote, shown, too_deep, unclosed,
};
use crate::query::suggest::nearest;

/// A name that may be followed by a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldName {
    Speaker,
    Section,
    Doc,
    Path,
    Kind,
    Date,
    Lang,
    /// Not a filter: searches words inside verbatim utterances.
    Said,
}

impl FieldName {
    const ALL: [FieldName; 8] = [
        FieldName::Speaker,
        FieldName::Section,
        FieldName::Doc,
        FieldName::Path,
        FieldName::Kind,
        FieldName::Date,
        FieldName::Lang,
        FieldName::Said,
    ];

    /// As it is typed, without the colon.
    pub fn name(self) -> &'static str {
        match self {
            FieldName::Speaker => "speaker",
            FieldName::Section => "section",
            FieldName::Doc => "doc",
            FieldName::Path => "path",
            FieldName::Kind => "kind",
            FieldName::Date => "date",
            FieldName::Lang => "lang",
            FieldName::Said => "said",
        }
    }

    /// Examples for messages.
    pub fn example(self) -> &'static str {
        match self {
            FieldName::Speaker => "speaker:berg, speaker:berg* or speaker:\"anna berg\"",
            FieldName::Section => "section:harbour or section:2",
            FieldName::Doc => "doc:minutes.md or doc:*minutes*",
            FieldName::Path => "path:town/council, path:council/*.md or path:*council*",
            FieldName::Kind => "kind:caption",
            FieldName::Date => "date:2024-03 or date:2024-01..2024-06",
            FieldName::Lang => "lang:de",
            FieldName::Said => "said:dredging or said:\"harbour dredging\"",
        }
    }
}

/// Reads the name of a field and its colon. `None` if none is next: `10:30` and web addresses are
/// text.
///
/// Fails if a name is next that looks like a misspelt field.
pub(super) fn field_name(cursor: &mut Cursor<'_>) -> Result<Option<FieldName>, QueryError> {
    let rest = cursor.rest();
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let Some(after) = rest[length..].strip_prefix(':').filter(|_| length > 0) else {
        return Ok(None);
    };
    let typed = &rest[..length];
    let mut fields = FieldName::ALL.into_iter();
    if let Some(field) = fields.find(|field| field.name().eq_ignore_ascii_case(typed)) {
        cursor.at += length + 1;
        return Ok(Some(field));
    }
    let is_address = after.starts_with("//");
    let names = FieldName::ALL.map(FieldName::name);
    let likely = nearest(&typed.to_ascii_lowercase(), names).first().copied();
    if let Some(likely) = likely.filter(|_| !is_address) {
        let message = format!(
            "unknown field {typed}: did you mean {likely}:? \
             (to search for the words, write \"{typed} ...\")"
        );
        return Err(QueryError::at(cursor.at..cursor.at + length, message));
    }
    if !is_address && after.starts_with(char::is_alphanumeric) {
        cursor.notes.push(format!(
            "{typed}: is not a field, so it was searched for as a word; fields are {}",
            names.join(", ")
        ));
    }
    Ok(None)
}

/// Reads the value of a filter. `start` is where its name, or a value inside brackets, starts.
pub(super) fn filter(
    cursor: &mut Cursor<'_>,
    field: FieldName,
    start: usize,
    depth: usize,
) -> Result<Node, QueryError> {
    require_value(cursor, field, start)?;
    let kind = if cursor.peek() == Some('(') {
        values(cursor, field, depth)?
    } else {
        NodeKind::Field(value(cursor, field)?)
    };
    Ok(Node {
        kind,
        span: start..cursor.at,
    })
}

/// Fails if nothing follows the colon.
pub(super) fn require_value(
    cursor: &Cursor<'_>,
    field: FieldName,
    start: usize,
) -> Result<(), QueryError> {
    match cursor.peek() {
        Some(c) if !c.is_whitespace() && c != ')' => Ok(()),
        _ => Err(QueryError::at(
            start..cursor.at,
            format!(
                "{}: needs a value right after it, as in {}",
                field.name(),
                field.example()
            ),
        )),
    }
}

fn value(cursor: &mut Cursor<'_>, field: FieldName) -> Result<FieldFilter, QueryError> {
    let quoted = cursor.peek().is_some_and(is_quote);
    let (value, span) = if quoted {
        let (value, at) = cursor.quoted()?;
        (value, at..at + value.len())
    } else {
        let span = cursor.raw_word();
        (&cursor.text[span.clone()], span)
    };
    let filter = field_filter(field, value, span)?;
    if !quoted {
        let rest = match field {
            FieldName::Speaker | FieldName::Section => cursor.rest_of_name(),
            FieldName::Doc | FieldName::Path => cursor.rest_of_file_name(value),
            _ => Vec::new(),
        };
        if !rest.is_empty() {
            let name = field.name();
            let value = shown(value);
            let whole = shown(&format!("{value} {}", rest.join(" ")));
            cursor.notes.push(format!(
                "{name}:{value} takes one word only, so {} was searched for in the text; \
                 for the whole name write {name}:\"{whole}\"",
                shown(&rest.join(" "))
            ));
        }
    }
    Ok(filter)
}

/// Reads several values in brackets: `speaker:(a OR "b c")`.
fn values(cursor: &mut Cursor<'_>, field: FieldName, depth: usize) -> Result<NodeKind, QueryError> {
    if depth >= MAX_DEPTH {
        return Err(too_deep(cursor.at));
    }
    let open = cursor.at;
    cursor.at += 1;
    let mut nodes = Vec::new();
    // The number of values before the last OR, and where that OR is.
    let mut before_or = 0;
    let mut last_or = None;
    loop {
        cursor.skip_space();
        if let Some(operator) = cursor.operator(Operator::Or) {
            if nodes.len() == before_or {
                return Err(misplaced_or(operator));
            }
            before_or = nodes.len();
            last_or = Some(operator);
            continue;
        }
        match cursor.peek() {
            Some(')') => break,
            Some(next) => {
                check_value_start(cursor, field, next, nodes.len() > before_or)?;
                nodes.push(filter(cursor, field, cursor.at, depth + 1)?);
            }
            None => return Err(unclosed(open)),
        }
    }
    cursor.at += 1;
    if let Some(operator) = last_or.filter(|_| nodes.len() == before_or) {
        return Err(misplaced_or(operator));
    }
    if nodes.is_empty() {
        let message = "no value inside these brackets";
        return Err(QueryError::at(open..cursor.at, message));
    }
    Ok(NodeKind::Or(nodes))
}

/// Fails if a value inside brackets starts with an operator, or follows another without OR. `next`
/// is its first character.
fn check_value_start(
    cursor: &Cursor<'_>,
    field: FieldName,
    next: char,
    follows_value: bool,
) -> Result<(), QueryError> {
    let name = field.name();
    let is_operator =
        matches!(next, '-' | '+') || cursor.is_next(Operator::And) || cursor.is_next(Operator::Not);
    if is_operator {
        let message = format!("only OR can join the values of {name}:(...)");
        return Err(QueryError::at(cursor.at..cursor.at + 1, message));
    }
    if follows_value {
        let message = format!(
            "write OR between two values of {name}:(...), \
             or put a value of several words in quotation marks"
        );
        let span = cursor.at..cursor.at + next.len_utf8();
        return Err(QueryError::at(span, message));
    }
    Ok(())
}

fn misplaced_or(operator: Range<usize>) -> QueryError {
    QueryError::at(operator, "OR needs a value on both sides")
}

fn field_filter(
    field: FieldName,
    value: &str,
    span: Range<usize>,
) -> Result<FieldFilter, QueryError> {
    let takes_pattern = matches!(field, FieldName::Doc | FieldName::Path);
    let no_word = || match value.find('*').filter(|_| !takes_pattern) {
        Some(star) => QueryError::at(
            span.start + star..span.start + star + 1,
            format!("* goes at the end of a word, as in {}:berg*", field.name()),
        ),
        None => QueryError::at(
            span.clone(),
            format!("{}: needs a word, as in {}", field.name(), field.example()),
        ),
    };
    match field {
        FieldName::Speaker => FieldFilter::speaker(value).ok_or_else(no_word),
        FieldName::Section => FieldFilter::section(value).ok_or_else(no_word),
        FieldName::Doc if value.is_empty() => Err(no_word()),
        FieldName::Doc => Ok(FieldFilter::Doc(value.to_owned())),
        FieldName::Path => FieldFilter::path(value).ok_or_else(no_word),
        FieldName::Lang => Ok(FieldFilter::Lang(value.to_lowercase())),
        FieldName::Kind => Kind::from_name(&value.to_lowercase())
            .map(FieldFilter::Kind)
            .ok_or_else(|| {
                let kinds = Kind::ALL.map(Kind::name).join(", ");
                let message = format!("unknown kind {}: kinds are {kinds}", shown(value));
                QueryError::at(span.clone(), message)
            }),
        FieldName::Date => FieldFilter::date(value).map_err(|error| {
            let offset = span.start;
            QueryError::at(
                offset + error.span.start..offset + error.span.end,
                error.message,
            )
        }),
        FieldName::Said => Err(no_word()),
    }
}
