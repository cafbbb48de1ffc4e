//! Filters as they are typed: `speaker:hegseth`, `section:2`, `date:2025-01..2025-03`, `kind:(caption OR heading)`.

use std::ops::Range;

use crate::document::Kind;
use crate::error::QueryError;
use crate::query::node::{FieldFilter, Node, NodeKind};
use crate::query::parse::cursor::{Cursor, DEPTH, is_quote, shown};
use crate::query::suggest::nearest;

/// The names that a colon may follow.
const FIELDS: [&str; 7] = ["speaker", "section", "doc", "kind", "date", "lang", SAID];

/// The field that is no filter: words that somebody uttered.
pub(super) const SAID: &str = "said";

/// The field that a `name:` here names. `None` where none stands: `10:30` and addresses are text.
pub(super) fn name_ahead(cursor: &mut Cursor<'_>) -> Result<Option<&'static str>, QueryError> {
    let rest = cursor.rest();
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let Some(after) = rest[length..].strip_prefix(':').filter(|_| length > 0) else {
        return Ok(None);
    };
    let typed = rest[..length].to_ascii_lowercase();
    if let Some(field) = FIELDS.into_iter().find(|field| *field == typed) {
        cursor.at += length + 1;
        return Ok(Some(field));
    }
    let is_address = after.starts_with("//");
    if let (false, [likely, ..]) = (is_address, &nearest(&typed, FIELDS)[..]) {
        let message = format!(
            "there is no field {typed}: did you mean {likely}:? (to search for the words, write \"{typed} ...\")"
        );
        return Err(QueryError::at(cursor.at..cursor.at + length, message));
    }
    if !is_address && after.starts_with(char::is_alphanumeric) {
        cursor.notes.push(format!(
            "{typed}: is no field and was searched for as a word; fields are {}",
            FIELDS.join(", ")
        ));
    }
    Ok(None)
}

/// What stands behind a filter's name, which begins at `start`.
pub(super) fn filter(
    cursor: &mut Cursor<'_>,
    name: &str,
    start: usize,
    depth: usize,
) -> Result<Node, QueryError> {
    require_value(cursor, name, start)?;
    let kind = if cursor.peek() == Some('(') {
        values(cursor, name, depth)?
    } else {
        NodeKind::Field(value(cursor, name)?)
    };
    Ok(Node {
        kind,
        span: start..cursor.at,
    })
}

/// An error if nothing stands behind the colon.
pub(super) fn require_value(
    cursor: &Cursor<'_>,
    name: &str,
    start: usize,
) -> Result<(), QueryError> {
    match cursor.peek() {
        Some(c) if !c.is_whitespace() && c != ')' => Ok(()),
        _ => Err(QueryError::at(
            start..cursor.at,
            format!(
                "{name}: needs a value right behind it, as in {}",
                example(name)
            ),
        )),
    }
}

fn value(cursor: &mut Cursor<'_>, name: &str) -> Result<FieldFilter, QueryError> {
    let quoted = cursor.peek().is_some_and(is_quote);
    let (value, place) = if quoted {
        let (value, at) = cursor.quoted()?;
        (value, at..at + value.len())
    } else {
        let span = cursor.raw_word();
        (&cursor.text[span.clone()], span)
    };
    let filter = field_filter(name, value, place)?;
    if !quoted && matches!(name, "speaker" | "section") {
        let rest = cursor.rest_of_name();
        if !rest.is_empty() {
            let value = shown(value);
            let whole = shown(&format!("{value} {}", rest.join(" ")));
            cursor.notes.push(format!(
                "{name}:{value} takes one word, the next is searched for; for the whole name write {name}:\"{whole}\""
            ));
        }
    }
    Ok(filter)
}

/// `speaker:(a OR "b c")`.
fn values(cursor: &mut Cursor<'_>, name: &str, depth: usize) -> Result<NodeKind, QueryError> {
    if depth >= DEPTH {
        return Err(QueryError::at(
            cursor.at..cursor.at + 1,
            format!("brackets are nested deeper than {DEPTH}"),
        ));
    }
    let open = cursor.at;
    cursor.at += 1;
    let mut nodes = Vec::new();
    // Values before the last OR.
    let mut or = 0;
    let mut last_or = None;
    loop {
        cursor.skip_space();
        if let Some(operator) = cursor.operator("OR") {
            if nodes.len() == or {
                return Err(QueryError::at(operator, "OR stands between two values"));
            }
            or = nodes.len();
            last_or = Some(operator);
            continue;
        }
        match cursor.peek() {
            Some(')') => break,
            Some(sign) => {
                let is_sign = matches!(sign, '-' | '+')
                    || cursor.operator_ahead("AND")
                    || cursor.operator_ahead("NOT");
                if is_sign {
                    return Err(QueryError::at(
                        cursor.at..cursor.at + 1,
                        format!("only OR stands between the values of {name}:(...)"),
                    ));
                }
                if nodes.len() > or {
                    return Err(QueryError::at(
                        cursor.at..cursor.at + sign.len_utf8(),
                        format!(
                            "write OR between two values of {name}:(...), or quotation marks around a value of several words"
                        ),
                    ));
                }
                nodes.push(filter(cursor, name, cursor.at, depth + 1)?);
            }
            None => {
                return Err(QueryError::at(
                    open..open + 1,
                    "this bracket is not closed: add ) where the group ends",
                ));
            }
        }
    }
    cursor.at += 1;
    if let Some(operator) = last_or.filter(|_| nodes.len() == or) {
        return Err(QueryError::at(operator, "OR stands between two values"));
    }
    match nodes.len() {
        0 => Err(QueryError::at(
            open..cursor.at,
            "there is nothing between these brackets",
        )),
        _ => Ok(NodeKind::Or(nodes)),
    }
}

fn field_filter(name: &str, value: &str, place: Range<usize>) -> Result<FieldFilter, QueryError> {
    let no_word = || match value.find('*').filter(|_| name != "doc") {
        Some(star) => QueryError::at(
            place.start + star..place.start + star + 1,
            format!("a * stands only at the end of a word: {name}:berg*"),
        ),
        None => QueryError::at(
            place.clone(),
            format!("{name}: needs a word, as in {}", example(name)),
        ),
    };
    match name {
        "speaker" => FieldFilter::speaker(value).ok_or_else(no_word),
        "section" => FieldFilter::section(value).ok_or_else(no_word),
        "doc" if value.trim_matches('*').is_empty() && !value.contains('*') => Err(no_word()),
        "doc" => Ok(FieldFilter::Doc(value.to_owned())),
        "lang" => Ok(FieldFilter::Lang(value.to_lowercase())),
        "kind" => Kind::from_name(&value.to_lowercase())
            .map(FieldFilter::Kind)
            .ok_or_else(|| {
                let names: Vec<&str> = Kind::ALL.into_iter().map(Kind::name).collect();
                QueryError::at(
                    place.clone(),
                    format!(
                        "there is no kind {}: kinds are {}",
                        shown(value),
                        names.join(", ")
                    ),
                )
            }),
        _ => FieldFilter::date(value).ok_or_else(|| {
            if let Some((from, to)) = value.split_once("..")
                && FieldFilter::date(from).and(FieldFilter::date(to)).is_some()
            {
                let message = format!("{} ends before it begins", shown(value));
                return QueryError::at(place.clone(), message);
            }
            let message = format!(
                "{} is no date: write 2024, 2024-03, 2024-03-05, 2024-01..2024-06, >=2024",
                shown(value)
            );
            QueryError::at(place.clone(), message)
        }),
    }
}

/// A field as it is meant to be typed.
pub(super) fn example(name: &str) -> &'static str {
    match name {
        "speaker" => "speaker:berg, speaker:berg* or speaker:\"anna berg\"",
        "section" => "section:harbour or section:2",
        "doc" => "doc:minutes.md or doc:*minutes*",
        "kind" => "kind:caption",
        "date" => "date:2024-03 or date:2024-01..2024-06",
        "lang" => "lang:de",
        _ => "said:dredging or said:\"harbour dredging\"",
    }
}
