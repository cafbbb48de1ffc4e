//! Labels in brackets: keeps `[Anna Berg]: Good evening.` from being parsed as a link definition.

use std::borrow::Cow;

/// Replaces the bracket of a label while Markdown is parsed. It has the same length, so that spans
/// stay right, and is not markup.
pub const MASK: &str = "\u{1}";

/// Replaces the bracket of each `[Anna Berg]: Good evening.` by [`MASK`].
///
/// To Markdown such a line defines a link and shows nothing. In a real definition an address
/// follows, and after it nothing but a title in quotation marks.
pub fn mask_labels(text: &str) -> Cow<'_, str> {
    let mut masked: Option<String> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_start();
        if is_bracket_label(shown) {
            let bracket = at + line.len() - shown.len();
            masked
                .get_or_insert_with(|| text.to_owned())
                .replace_range(bracket..=bracket, MASK);
        }
        at += line.len();
    }
    masked.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether a line is `[Name]: words` and not the definition of a link.
fn is_bracket_label(line: &str) -> bool {
    let Some((name, rest)) = line
        .strip_prefix('[')
        .and_then(|inner| inner.split_once("]:"))
    else {
        return false;
    };
    if !name.starts_with(char::is_alphabetic) || name.contains(['[', ']']) {
        return false;
    }
    let mut words = rest.split_whitespace();
    let first = words.next().unwrap_or("").trim_end_matches('.');
    let address = first.starts_with(['<', '#']) || first.contains(['/', '@', '.']);
    let titled = words
        .next()
        .is_none_or(|word| word.starts_with(['"', '\'', '(']));
    !(address && titled)
}
