//! Markup inside a caption line: tags, `{\an8}` positions, and character references.
//!
//! What is not valid markup stays as text, so that "3 < 4" survives. The syntax is WebVTT's
//! (<https://www.w3.org/TR/webvtt1/#webvtt-cue-text-dom-construction-rules>), and SRT files use
//! parts of it. `{\an8}` comes from ASS and is common in SRT.

/// Longest tag, in bytes. Without a limit, each `<` of a line of nothing but `<` would be searched
/// to the end of the line.
const MAX_TAG_BYTES: usize = 400;

/// Longest numeric reference, in bytes: `&#x10FFFF;` has 10.
const MAX_REFERENCE_BYTES: usize = 12;

/// A line without markup, its character references decoded.
///
/// `on_tag` receives what is between `<` and `>`, and the text before the tag, which it may take.
pub fn without_markup(line: &str, mut on_tag: impl FnMut(&str, &mut String)) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '&', '{']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match rest.as_bytes()[0] {
            b'<' => match find_within(rest, b'>', MAX_TAG_BYTES) {
                Some(close) if is_tag(&rest[1..close]) => {
                    on_tag(&rest[1..close], &mut text);
                    close + 1
                }
                _ => {
                    text.push('<');
                    1
                }
            },
            // "{\an8}" says where on the screen the line is shown.
            b'{' => match find_within(rest, b'}', MAX_TAG_BYTES) {
                Some(close) if rest.starts_with("{\\") => close + 1,
                _ => {
                    text.push('{');
                    1
                }
            },
            _ => decode_reference(rest, &mut text),
        };
        rest = &rest[taken..];
    }
    text.push_str(rest);
    text
}

/// Where `byte` first occurs in the first `limit` bytes.
fn find_within(text: &str, byte: u8, limit: usize) -> Option<usize> {
    memchr::memchr(byte, &text.as_bytes()[..text.len().min(limit)])
}

/// Whether the text between `<` and `>` is a tag: "i", "/v", "v.loud Anna Berg", "00:00:01.000".
/// That of "3 < 4 and 5 > 4" is not.
fn is_tag(inner: &str) -> bool {
    inner
        .strip_prefix('/')
        .unwrap_or(inner)
        .starts_with(|c: char| c.is_ascii_alphanumeric())
        || inner == "/"
}

/// Decodes the character reference at the start of `rest`, which begins with `&`. Returns how many
/// bytes it took; an `&` that begins no reference stays.
fn decode_reference(rest: &str, text: &mut String) -> usize {
    if let Some((c, length)) = named_reference(rest).or_else(|| numeric_reference(rest)) {
        text.push(c);
        return length;
    }
    text.push('&');
    1
}

/// The character and the length of a named reference. WebVTT has only the first four and the
/// direction marks; quotation marks come from files that were converted from HTML.
fn named_reference(rest: &str) -> Option<(char, usize)> {
    /// The longest name is `&nbsp;`, `&quot;` or `&apos;`.
    const MAX_BYTES: usize = 6;
    let end = find_within(rest, b';', MAX_BYTES)?;
    let c = match &rest[..end] {
        "&amp" => '&',
        "&lt" => '<',
        "&gt" => '>',
        "&nbsp" => ' ',
        "&quot" => '"',
        "&apos" => '\'',
        "&lrm" => '\u{200E}',
        "&rlm" => '\u{200F}',
        _ => return None,
    };
    Some((c, end + 1))
}

/// The character and the length of a numeric reference: `&#8212;`, `&#x2014;`.
fn numeric_reference(rest: &str) -> Option<(char, usize)> {
    /// More digits than any character needs, `x` included.
    const MAX_DIGITS: usize = 8;
    let end = find_within(rest, b';', MAX_REFERENCE_BYTES)?;
    let digits = rest[..end].strip_prefix("&#")?;
    if digits.len() > MAX_DIGITS {
        return None;
    }
    let value = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    let c = char::from_u32(value.ok()?).filter(|c| *c != '\0')?;
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::without_markup;

    #[test]
    fn markup_is_removed_and_references_are_decoded() {
        let check = |line, expected: &str| {
            assert_eq!(without_markup(line, |_, _| {}), expected, "{line}");
        };
        check(
            "<i>Rain</i> &amp; snow &#8212; {\\an8}fog",
            "Rain & snow — fog",
        );
        check("3 < 4 & 5 > 4", "3 < 4 & 5 > 4");
        check("&l&lt;&bogus; <", "&l<&bogus; <");
    }
}
