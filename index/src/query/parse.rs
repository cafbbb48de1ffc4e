//! The parser: hand-written, total on plain words, with a span on every node.
//!
//! Juxtaposition binds tighter than `OR`: `a b OR c` is `(a b) OR c`. Nothing the user typed is dropped without a word: it
//! becomes part of the tree, an error with its place, or a note.

use std::ops::Range;

use crate::document::Kind;
use crate::error::QueryError;
use crate::query::node::{Element, FieldFilter, Node, NodeKind, QueryWord};
use crate::query::suggest::nearest;
use crate::query::{Part, Query};
use crate::text::fold::fold;
use crate::text::stem::{Stemming, word_terms};
use crate::text::token::{Cut, words};

/// Brackets inside brackets that are followed; deeper ones are an error.
const DEPTH: usize = 100;

/// Widest `"..."~N`.
const WIDEST: u32 = 100;

const FIELDS: [&str; 7] = ["speaker", "section", "doc", "kind", "date", "lang", "said"];

/// Reads a whole query.
pub(super) fn parse(text: &str) -> Result<Query, QueryError> {
    let mut parser = Parser {
        text,
        at: 0,
        notes: Vec::new(),
    };
    let sequence = parser.alternatives(0)?;
    if parser.peek() == Some(')') {
        return Err(error(
            parser.at..parser.at + 1,
            "this bracket closes nothing: take it out, or open one before",
        ));
    }
    // What holds no word is passed over beside something else; alone it does not mean everything.
    if sequence.is_empty()
        && let Some(note) = parser.notes.pop()
    {
        return Err(error(0..text.len(), note));
    }
    let mut query = Query {
        notes: parser.notes,
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
    Ok(query)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    notes: Vec<String>,
}

/// What stands side by side, each with its `+`.
type Sequence = Vec<(Node, bool)>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        // Control characters stand for nothing, in a query as in a text.
        let blank = |c: char| c.is_whitespace() || c.is_control();
        self.at += rest.len() - rest.trim_start_matches(blank).len();
    }

    /// `a b OR c`: sequences with OR between them. One sequence stays as it is; several become one node.
    fn alternatives(&mut self, depth: usize) -> Result<Sequence, QueryError> {
        let start = self.at;
        let mut sequences = vec![self.sequence(depth)?];
        let mut last_or = None;
        while let Some(operator) = self.operator("OR") {
            if let Some(empty) = sequences.last().filter(|sequence| sequence.is_empty()) {
                debug_assert!(empty.is_empty());
                return Err(error(
                    operator,
                    "OR stands between two things to look for; for the word, write \"or\"",
                ));
            }
            last_or = Some(operator);
            sequences.push(self.sequence(depth)?);
        }
        if let (Some(operator), Some(true)) = (last_or, sequences.last().map(Vec::is_empty)) {
            return Err(error(
                operator,
                "OR stands between two things to look for; for the word, write \"or\"",
            ));
        }
        if sequences.len() == 1 {
            return Ok(sequences.pop().unwrap_or_default());
        }
        for sequence in &sequences {
            self.note_required(sequence);
        }
        let nodes = sequences.into_iter().map(conjunction).collect();
        Ok(vec![(
            Node {
                kind: NodeKind::Or(nodes),
                span: start..self.at,
            },
            false,
        )])
    }

    /// `a b -c`: until OR, a closing bracket or the end.
    fn sequence(&mut self, depth: usize) -> Result<Sequence, QueryError> {
        let mut sequence = Sequence::new();
        let mut and = None;
        loop {
            self.skip_space();
            if let Some(operator) = self.operator("AND") {
                if sequence.is_empty() || and.is_some() {
                    return Err(error(
                        operator,
                        "AND stands between two things to look for; for the word, write \"and\"",
                    ));
                }
                and = Some(operator);
                continue;
            }
            if self.peek().is_none_or(|c| c == ')') || self.operator_ahead("OR") {
                break;
            }
            let before = sequence.len();
            self.item(depth, &mut sequence)?;
            if sequence.len() > before {
                and = None;
            }
        }
        match and {
            Some(operator) => Err(error(
                operator,
                "AND stands between two things to look for; for the word, write \"and\"",
            )),
            None => Ok(sequence),
        }
    }

    /// One thing to look for, with the signs before it.
    fn item(&mut self, depth: usize, sequence: &mut Sequence) -> Result<(), QueryError> {
        let start = self.at;
        if depth > DEPTH {
            return Err(error(
                start..start + self.peek().map_or(0, char::len_utf8),
                format!("more than {DEPTH} signs and brackets stand inside each other"),
            ));
        }
        if let Some(operator) = self.operator("NOT") {
            self.skip_space();
            if self.peek().is_none_or(|c| c == ')') {
                return Err(error(
                    operator,
                    "NOT stands before what must not be there; for the word, write \"not\"",
                ));
            }
            return self.negated(start, depth + 1, sequence);
        }
        let next_is_space = |text: &str| {
            text[1..]
                .chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || c == ')')
        };
        match self.peek() {
            Some('-') if !next_is_space(&self.text[self.at..]) => {
                self.at += 1;
                self.negated(start, depth + 1, sequence)
            }
            Some('+') if !next_is_space(&self.text[self.at..]) => {
                self.at += 1;
                let mut inner = Sequence::new();
                self.item(depth + 1, &mut inner)?;
                sequence.extend(inner.into_iter().map(|(node, _)| (node, true)));
                Ok(())
            }
            Some('(') => {
                let node = self.group(depth)?;
                sequence.push((node, false));
                Ok(())
            }
            Some(c) if is_quote(c) => {
                let node = self.phrase()?;
                sequence.push((node, false));
                Ok(())
            }
            _ => self.word_or_field(depth, sequence),
        }
    }

    fn negated(
        &mut self,
        start: usize,
        depth: usize,
        sequence: &mut Sequence,
    ) -> Result<(), QueryError> {
        let mut inner = Sequence::new();
        self.item(depth, &mut inner)?;
        if inner.is_empty() {
            return Ok(());
        }
        let node = conjunction(inner);
        let span = start..self.at;
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

    fn group(&mut self, depth: usize) -> Result<Node, QueryError> {
        let start = self.at;
        if depth >= DEPTH {
            return Err(error(
                start..start + 1,
                format!("brackets are nested deeper than {DEPTH}"),
            ));
        }
        self.at += 1;
        let inner = self.alternatives(depth + 1)?;
        if self.peek() != Some(')') {
            return Err(error(
                start..start + 1,
                "this bracket is not closed: add ) where the group ends",
            ));
        }
        self.at += 1;
        if inner.is_empty() {
            return Err(error(
                start..self.at,
                "there is nothing to look for between these brackets",
            ));
        }
        self.note_required(&inner);
        let node = conjunction(inner);
        Ok(Node {
            kind: node.kind,
            span: start..self.at,
        })
    }

    /// A `+` counts only where parts stand side by side in the whole query.
    fn note_required(&mut self, sequence: &Sequence) {
        if sequence.iter().any(|(_, required)| *required) {
            let note =
                "+ changes nothing inside brackets or beside OR, where every word must be there";
            self.notes.push(note.to_owned());
        }
    }

    /// `"..."`, `"..."~N`.
    fn phrase(&mut self) -> Result<Node, QueryError> {
        let start = self.at;
        let (content, offset) = self.quoted()?;
        let slop = self.tilde()?;
        let span = start..self.at;
        // A quotation mark of the text itself is written \".
        let elements = elements(&without_escapes(content));
        if elements.is_empty() {
            return Err(error(
                span,
                "there is no word between these quotation marks",
            ));
        }
        if let Some(star) = content.find('*') {
            let place = offset + star;
            return Err(error(
                place..place + 1,
                "a * has no meaning between quotation marks",
            ));
        }
        let kind = match slop {
            None => NodeKind::Phrase(elements),
            Some((words, place)) if words > WIDEST => {
                return Err(error(
                    place,
                    format!("at most {WIDEST} words may lie between: \"...\"~{WIDEST}"),
                ));
            }
            Some((words, _)) => NodeKind::Near(elements, words),
        };
        Ok(Node { kind, span })
    }

    /// What stands between a quotation mark here and the next, and where it begins.
    fn quoted(&mut self) -> Result<(&'a str, usize), QueryError> {
        let start = self.at;
        let open = self.peek().map_or(1, char::len_utf8);
        let inside = start + open;
        let mut before = None;
        let Some((length, close)) = self.text[inside..].char_indices().find(|(_, c)| {
            let escaped = before.replace(*c) == Some('\\');
            is_quote(*c) && !escaped
        }) else {
            return Err(error(
                start..inside,
                "this quotation mark is not closed: add \" where the phrase ends",
            ));
        };
        self.at = inside + length + close.len_utf8();
        Ok((&self.text[inside..inside + length], inside))
    }

    /// `~N` behind a phrase or word, and where the number stands. `~` alone is 1.
    fn tilde(&mut self) -> Result<Option<(u32, Range<usize>)>, QueryError> {
        if self.peek() != Some('~') {
            return Ok(None);
        }
        let start = self.at;
        let digits = self.text[start + 1..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        self.at = start + 1 + digits;
        let number = &self.text[start + 1..self.at];
        let value = if number.is_empty() {
            Ok(1)
        } else {
            number.parse()
        };
        value
            .map(|value| Some((value, start..self.at)))
            .map_err(|_| error(start..self.at, "this number is too large"))
    }

    fn word_or_field(&mut self, depth: usize, sequence: &mut Sequence) -> Result<(), QueryError> {
        let start = self.at;
        let rest = &self.text[start..];
        let name_length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if name_length > 0 && rest[name_length..].starts_with(':') {
            let name = rest[..name_length].to_ascii_lowercase();
            let after = &rest[name_length + 1..];
            if FIELDS.contains(&name.as_str()) {
                self.at = start + name_length + 1;
                let node = self.field(&name, start, depth)?;
                sequence.push((node, false));
                return Ok(());
            }
            let is_address = after.starts_with("//");
            if let (false, [likely, ..]) = (is_address, &nearest(&name, FIELDS)[..]) {
                let message = format!(
                    "there is no field {name}: did you mean {likely}:? (to search for the words, write \"{name} ...\")"
                );
                return Err(error(start..start + name_length, message));
            }
        }
        self.word(sequence)
    }

    /// A run of characters without space, bracket or quotation mark.
    fn raw_word(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest
            .char_indices()
            .find(|(_, c)| {
                c.is_whitespace() || c.is_control() || matches!(c, '(' | ')') || is_quote(*c)
            })
            .map_or(rest.len(), |(offset, _)| offset);
        self.at = start + length;
        start..self.at
    }

    fn word(&mut self, sequence: &mut Sequence) -> Result<(), QueryError> {
        let span = self.raw_word();
        let raw = &self.text[span.clone()];
        if raw == "*" {
            sequence.push((
                Node {
                    kind: NodeKind::All,
                    span,
                },
                false,
            ));
            return Ok(());
        }
        if let Some((stem, distance)) = fuzzy_suffix(raw) {
            let folded = single_word(stem)
                .ok_or_else(|| error(span.clone(), "~ stands behind a single word"))?;
            if !(1..=2).contains(&distance) {
                return Err(error(
                    span,
                    format!("spellings may be off by 1 or 2: write {stem}~ or {stem}~2"),
                ));
            }
            sequence.push((
                Node {
                    kind: NodeKind::Fuzzy(folded, distance as u8),
                    span,
                },
                false,
            ));
            return Ok(());
        }
        if let Some(stem) = raw.strip_suffix('*').filter(|stem| !stem.contains('*')) {
            let folded = single_word(stem).ok_or_else(|| {
                error(
                    span.clone(),
                    "a * stands behind the beginning of one word: negot*",
                )
            })?;
            sequence.push((
                Node {
                    kind: NodeKind::Prefix(folded),
                    span,
                },
                false,
            ));
            return Ok(());
        }
        if let Some(star) = raw.find('*') {
            let place = span.start + star;
            return Err(error(
                place..place + 1,
                "a * stands only at the end of a word: negot*",
            ));
        }
        self.plain(raw, span, sequence);
        Ok(())
    }

    /// Bare text: words of unspaced scripts side by side, other words that belong together as a phrase (`AT&T`).
    fn plain(&mut self, raw: &str, span: Range<usize>, sequence: &mut Sequence) {
        let found = found_words(raw);
        let unspaced = found.iter().any(|(word, _)| word.cut != Cut::Boundary);
        match &found[..] {
            [] => self.notes.push(format!(
                "{} has no word in it and was not searched for",
                shown(raw)
            )),
            [(word, _)] if word.cut == Cut::Boundary => {
                sequence.push((
                    Node {
                        kind: NodeKind::Word(QueryWord::new(*word)),
                        span,
                    },
                    false,
                ));
            }
            _ if unspaced => {
                for (word, alone) in found {
                    let at = span.start + word.start;
                    let span = at..at + word.text.len();
                    let kind = match (word.cut, alone) {
                        (Cut::Tail, true) => NodeKind::Prefix(fold(word.text)),
                        // The last character of a run stands in the pair before.
                        (Cut::Tail, false) => continue,
                        _ => NodeKind::Word(QueryWord::new(word)),
                    };
                    sequence.push((Node { kind, span }, false));
                }
            }
            _ => sequence.push((
                Node {
                    kind: NodeKind::Phrase(elements(raw)),
                    span,
                },
                false,
            )),
        }
    }

    fn field(&mut self, name: &str, start: usize, depth: usize) -> Result<Node, QueryError> {
        match self.peek() {
            Some('(') if name == "said" => {
                let inner = self.group(depth)?;
                return self.said(inner, start);
            }
            Some('(') => {
                let group = self.field_group(name, depth)?;
                return Ok(Node {
                    kind: group,
                    span: start..self.at,
                });
            }
            Some(c) if is_quote(c) && name == "said" => {
                let inner = self.phrase()?;
                return self.said(inner, start);
            }
            Some(c) if !c.is_whitespace() && c != ')' => {}
            _ => {
                return Err(error(
                    start..self.at,
                    format!(
                        "{name}: needs a value right behind it, as in {}",
                        example(name)
                    ),
                ));
            }
        }
        if name == "said" {
            let value = self.at;
            if let Some(sign @ ('-' | '+')) = self.peek() {
                return Err(error(
                    value..value + 1,
                    format!("write {sign} before said:, as in {sign}said:dredging"),
                ));
            }
            let mut inner = Sequence::new();
            self.word(&mut inner)?;
            if inner.is_empty() {
                return Err(error(
                    value..self.at,
                    format!("said: needs a word, as in {}", example(name)),
                ));
            }
            let inner = conjunction(inner);
            return self.said(inner, start);
        }
        let quoted = self.peek().is_some_and(is_quote);
        let (value, place) = if quoted {
            let (value, at) = self.quoted()?;
            (value, at..at + value.len())
        } else {
            let span = self.raw_word();
            (&self.text[span.clone()], span)
        };
        let filter = field_filter(name, value, place)?;
        if !quoted && matches!(name, "speaker" | "section") && self.followed_by_capital() {
            self.notes.push(format!(
                "{name}:{value} takes one word; for a longer name write {name}:\"{value} ...\"",
                value = shown(value)
            ));
        }
        Ok(Node {
            kind: NodeKind::Field(filter),
            span: start..self.at,
        })
    }

    fn said(&self, inner: Node, start: usize) -> Result<Node, QueryError> {
        let span = start..self.at;
        if let Some(place) = no_words(&inner) {
            return Err(error(
                place,
                "said: takes words, phrases and groups of them",
            ));
        }
        Ok(Node {
            kind: NodeKind::Said(Box::new(inner), None),
            span,
        })
    }

    /// `speaker:(a OR "b c")`.
    fn field_group(&mut self, name: &str, depth: usize) -> Result<NodeKind, QueryError> {
        if depth >= DEPTH {
            return Err(error(
                self.at..self.at + 1,
                format!("brackets are nested deeper than {DEPTH}"),
            ));
        }
        let open = self.at;
        self.at += 1;
        let mut nodes = Vec::new();
        // Values before the last OR.
        let mut or = 0;
        let mut last_or = None;
        loop {
            self.skip_space();
            if let Some(operator) = self.operator("OR") {
                if nodes.len() == or {
                    return Err(error(operator, "OR stands between two values"));
                }
                or = nodes.len();
                last_or = Some(operator);
                continue;
            }
            match self.peek() {
                Some(')') => break,
                Some(sign) => {
                    let is_sign = matches!(sign, '-' | '+')
                        || self.operator_ahead("AND")
                        || self.operator_ahead("NOT");
                    if is_sign {
                        return Err(error(
                            self.at..self.at + 1,
                            format!("only OR stands between the values of {name}:(...)"),
                        ));
                    }
                    if nodes.len() > or {
                        return Err(error(
                            self.at..self.at + sign.len_utf8(),
                            format!(
                                "write OR between two values of {name}:(...), or quotation marks around a value of several words"
                            ),
                        ));
                    }
                    nodes.push(self.field(name, self.at, depth + 1)?);
                }
                None => {
                    return Err(error(
                        open..open + 1,
                        "this bracket is not closed: add ) where the group ends",
                    ));
                }
            }
        }
        self.at += 1;
        if let Some(operator) = last_or.filter(|_| nodes.len() == or) {
            return Err(error(operator, "OR stands between two values"));
        }
        match nodes.len() {
            0 => Err(error(
                open..self.at,
                "there is nothing between these brackets",
            )),
            _ => Ok(NodeKind::Or(nodes)),
        }
    }

    /// The word `OR`, `AND` or `NOT`, standing alone and in capitals.
    fn operator(&mut self, name: &str) -> Option<Range<usize>> {
        self.skip_space();
        if !self.operator_ahead(name) {
            return None;
        }
        let start = self.at;
        self.at += name.len();
        Some(start..self.at)
    }

    fn operator_ahead(&self, name: &str) -> bool {
        self.text[self.at..].strip_prefix(name).is_some_and(|rest| {
            rest.chars()
                .next()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c))
        })
    }

    fn followed_by_capital(&self) -> bool {
        let rest = &self.text[self.at..];
        let word = rest.trim_start();
        rest.len() > word.len()
            && word.chars().next().is_some_and(char::is_uppercase)
            && !["OR", "AND", "NOT"]
                .iter()
                .any(|operator| word.split_whitespace().next() == Some(operator))
    }
}

fn field_filter(name: &str, value: &str, place: Range<usize>) -> Result<FieldFilter, QueryError> {
    let no_word = || {
        error(
            place.clone(),
            format!("{name}: needs a word, as in {}", example(name)),
        )
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
                error(
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
                return error(place.clone(), message);
            }
            let message = format!(
                "{} is no date: write 2024, 2024-03, 2024-03-05, 2024-01..2024-06, >=2024",
                shown(value)
            );
            error(place.clone(), message)
        }),
    }
}

fn example(name: &str) -> &'static str {
    match name {
        "speaker" => "speaker:berg or speaker:\"anna berg\"",
        "section" => "section:harbour or section:2",
        "doc" => "doc:minutes.md or doc:*minutes*",
        "kind" => "kind:caption",
        "date" => "date:2024-03 or date:2024-01..2024-06",
        "lang" => "lang:de",
        _ => "said:dredging or said:\"harbour dredging\"",
    }
}

/// Several things side by side as one node.
fn conjunction(mut sequence: Sequence) -> Node {
    if sequence.len() == 1 {
        return sequence.remove(0).0;
    }
    let span = match (sequence.first(), sequence.last()) {
        (Some((first, _)), Some((last, _))) => first.span.start..last.span.end,
        _ => 0..0,
    };
    let nodes: Vec<Node> = sequence.into_iter().map(|(node, _)| node).collect();
    let kind = if nodes.is_empty() {
        NodeKind::All
    } else {
        NodeKind::And(nodes)
    };
    Node { kind, span }
}

/// The words of a text, each with whether it is a run of an unspaced script all by itself.
fn found_words(text: &str) -> Vec<(crate::text::token::Word<'_>, bool)> {
    let mut found = Vec::new();
    let mut pair_end = None;
    for word in words(text) {
        let alone = word.cut == Cut::Tail && pair_end != Some(word.end());
        pair_end = (word.cut == Cut::Pair).then_some(word.end());
        if !fold(word.text).is_empty() {
            found.push((word, alone));
        }
    }
    found
}

/// The words of a text, each a part of a query. The end of a run of an unspaced script stands in the pair before.
pub(super) fn plain_words(text: &str) -> Vec<Part> {
    let parts = found_words(text).into_iter().filter_map(|(word, alone)| {
        let span = word.start..word.end();
        let kind = match (word.cut, alone) {
            (Cut::Tail, true) => NodeKind::Prefix(fold(word.text)),
            (Cut::Tail, false) => return None,
            _ => NodeKind::Word(QueryWord::new(word)),
        };
        Some(Part {
            node: Node { kind, span },
            required: false,
        })
    });
    parts.collect()
}

/// The words of a phrase with their positions. The end of a run of an unspaced script takes a position but says nothing new.
fn elements(text: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    let found = found_words(text);
    let start = found.first().map_or(0, |(word, _)| word.start);
    let end = found.last().map_or(0, |(word, _)| word.end());
    for (offset, (word, alone)) in found.into_iter().enumerate() {
        if (word.cut != Cut::Tail || alone)
            && let Some(terms) = word_terms(word, Stemming::NONE)
        {
            elements.push(Element {
                offset: offset as u32,
                folded: terms.exact.into(),
                prefix: alone,
                before: String::new(),
                after: String::new(),
            });
        }
    }
    if let Some(first) = elements.first_mut() {
        first.before = text[..start].to_owned();
    }
    if let Some(last) = elements.last_mut() {
        last.after = text[end..].to_owned();
    }
    elements
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

/// The folded form of a text that is one word. `None` if it is none or several.
fn single_word(text: &str) -> Option<String> {
    match &found_words(text)[..] {
        // Cut to the length of a term, as the words of texts are.
        [(only, _)] => word_terms(*only, Stemming::NONE).map(|terms| terms.exact.into()),
        _ => None,
    }
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

/// Where a `said:` holds something that nobody can say.
fn no_words(node: &Node) -> Option<Range<usize>> {
    match &node.kind {
        NodeKind::Field(_) | NodeKind::All | NodeKind::Said(..) => Some(node.span.clone()),
        NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().find_map(no_words),
        NodeKind::Not(node) => no_words(node),
        _ => None,
    }
}

/// Quotation marks of every script we read. Apostrophes and single marks never are.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '＂'
            | '〝'
            | '〞'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// A piece of the query to be repeated in a message: short, and without control characters.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

fn error(span: Range<usize>, message: impl Into<String>) -> QueryError {
    QueryError {
        message: message.into(),
        span,
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
