//! "SPEAKER: text" and its kin: what may be the label of a speaking turn at the head of a paragraph.
//!
//! Only the shape is told here. Whether "Note: ..." is a speaker is for the whole document to say, which sees whether it
//! comes again, and beside whom.
//!
//! Shapes: `Anna Berg: text`, `ANNA BERG (chair): text`, `PICARD (in dressing gown):` alone, `Mr. INOUYE. text`,
//! `The PRESIDING OFFICER. text`, `Q. text`, `[Anna Berg] text`; times before or behind the name are read:
//! `Anna Berg: 00:01:02`, `[00:01] Anna Berg: text`, `Anna Berg [00:01]: text`.

/// A label longer than this is a sentence with a colon in it.
const LABEL_BYTES: usize = 90;

/// A name of more words than this is a sentence with a colon in it.
const NAME_WORDS: usize = 6;

/// What may be a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    /// The label as written, without the colon, the time and the brackets around it.
    pub written: &'a str,
    /// The name in it: without the parenthesis or the office behind it.
    pub name: &'a str,
    /// How it is written.
    pub shape: Shape,
    /// Milliseconds, if a time stands beside it.
    pub time_ms: Option<u64>,
    /// Byte at which the speech begins; the text's length if the label stands alone.
    pub rest: usize,
}

/// How a label is written, which tells how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `Anna Berg: text`.
    Colon,
    /// `ANNA BERG: text`.
    Capitals,
    /// `Audience member: text`: not every word begins like a name.
    Loose,
    /// `Mr. INOUYE. text`, `The PRESIDING OFFICER. text`.
    Titled,
    /// `Mr. Berg. text`, `The Chairman. text`: an ordinary sentence might read so.
    Address,
    /// `Q. text`, `A: text`.
    Letter,
    /// `[Anna Berg] text`.
    Bracket,
}

/// The label that a paragraph may begin with.
///
/// ```
/// use onrecord_index::text::label::label;
/// let found = label("ANNA BERG (chair): Good evening.").expect("a label");
/// assert_eq!((found.name, found.written), ("ANNA BERG", "ANNA BERG (chair)"));
/// assert_eq!(label("At 10:30 the doors opened."), None);
/// ```
pub fn label(text: &str) -> Option<Label<'_>> {
    let (time_before, start) = match leading_time(text) {
        Some((ms, end)) => (Some(ms), end),
        None => (None, 0),
    };
    let head_end = floor_char_boundary(text, start + LABEL_BYTES);
    let head = &text[start..head_end];
    let mut found = bracketed(head)
        .or_else(|| titled(head))
        .or_else(|| letter(head))
        .or_else(|| with_colon(head))?;
    found.rest += start;
    if found.time_ms.is_none() {
        found.time_ms = time_before;
    }
    found.rest = skip_space(text, found.rest);
    if let Some((ms, end)) = leading_time(&text[found.rest..]) {
        found.time_ms.get_or_insert(ms);
        found.rest = skip_space(text, found.rest + end);
    }
    Some(found)
}

/// A time at the beginning of a text: `00:01:02`, `[01:02]`, `(1:02:03.45)`. Gives milliseconds and where the text goes on.
pub fn leading_time(text: &str) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    let close = match bytes.first()? {
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        b'0'..=b'9' => None,
        _ => return None,
    };
    let start = usize::from(close.is_some());
    let (ms, length) = clock(&text[start..])?;
    let mut end = start + length;
    match close {
        Some(close) if bytes.get(end) == Some(&close) => end += 1,
        Some(_) => return None,
        // "10:30 the doors opened" is a sentence: a bare time must show seconds or hours, or stand alone.
        None if length < 7 && end != text.len() => return None,
        None if bytes
            .get(end)
            .is_some_and(|byte| !byte.is_ascii_whitespace()) =>
        {
            return None;
        }
        None => {}
    }
    let rest = &text[end..];
    Some((ms, end + rest.len() - rest.trim_start().len()))
}

/// `H:MM:SS`, `MM:SS`, with a fraction behind `.` or `,`. Gives milliseconds and the length in bytes.
pub fn clock(text: &str) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    let mut parts = [0_u64; 3];
    let mut count = 0;
    let mut at = 0;
    loop {
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() && at - start < 4 {
            parts[count] = parts[count] * 10 + u64::from(bytes[at] - b'0');
            at += 1;
        }
        if at == start || (count > 0 && at - start != 2) {
            return None;
        }
        count += 1;
        if count < 3
            && bytes.get(at) == Some(&b':')
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        {
            at += 1;
        } else {
            break;
        }
    }
    if count < 2 || (parts[count - 1] > 59) || (count == 3 && parts[1] > 59) {
        return None;
    }
    let seconds = parts[..count]
        .iter()
        .fold(0, |total, part| total * 60 + part);
    let mut ms = seconds * 1000;
    if matches!(bytes.get(at), Some(b'.' | b','))
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    {
        at += 1;
        let mut unit = 100;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            ms += u64::from(bytes[at] - b'0') * unit;
            unit /= 10;
            at += 1;
        }
    }
    Some((ms, at))
}

/// A name without the titles before it, and without "The".
///
/// ```
/// use onrecord_index::text::label::without_titles;
/// assert_eq!(without_titles("Mr. INOUYE"), "INOUYE");
/// assert_eq!(without_titles("The PRESIDING OFFICER"), "PRESIDING OFFICER");
/// assert_eq!(without_titles("Lady Macbeth"), "Lady Macbeth");
/// ```
pub fn without_titles(name: &str) -> &str {
    let mut name = name.trim();
    while let Some((first, rest)) = name.split_once(char::is_whitespace) {
        let rest = rest.trim_start();
        // A title that is the whole name but for one office ("Senator Majority") would leave nothing of use; titles are
        // only taken off before something that begins like a name.
        if is_title(first) && rest.chars().next().is_some_and(char::is_uppercase) {
            name = rest;
        } else {
            break;
        }
    }
    name
}

/// Titles that are no part of a name. "Lady", "Lord", "King" and "Sir" are: in a play they tell two people apart.
#[rustfmt::skip]
fn is_title(word: &str) -> bool {
    const LONGEST: usize = 14;
    let bare = word.trim_end_matches('.').as_bytes();
    let mut lower = [0_u8; LONGEST];
    let Some(lower) = lower.get_mut(..bare.len()) else { return false };
    lower.copy_from_slice(bare);
    lower.make_ascii_lowercase();
    matches!(&*lower,
        b"mr" | b"mrs" | b"ms" | b"miss" | b"mx" | b"dr" | b"prof" | b"professor" | b"sen" | b"senator" | b"rep" |
        b"representative" | b"gov" | b"gen" | b"col" | b"capt" | b"lt" | b"sgt" | b"hon" | b"the" | b"councillor" |
        b"councilor" | b"councilman" | b"councilwoman" | b"cllr" | b"alderman" | b"congressman" | b"congresswoman" |
        b"commissioner" | b"supervisor" | b"herr" | b"frau" | b"monsieur" | b"madame")
}

/// `[Anna Berg] text`, `[Anna Berg]: text`.
fn bracketed(head: &str) -> Option<Label<'_>> {
    let inner = head.strip_prefix('[')?;
    let close = inner.find(']')?;
    let (written, mut rest) = (inner[..close].trim(), close + 2);
    if head[rest..].starts_with(':') {
        rest += 1;
    } else if head[rest..].starts_with('(') {
        return None;
    }
    let (name, shape) = name_in(written)?;
    if shape == Shape::Loose {
        return None;
    }
    Some(Label {
        written,
        name,
        shape: Shape::Bracket,
        time_ms: None,
        rest,
    })
}

/// `Mr. INOUYE. text`, `Senator Berg. text`, `The PRESIDING OFFICER (Mr. Dahl). text`.
fn titled(head: &str) -> Option<Label<'_>> {
    let (first, after) = head.split_once(' ')?;
    if !is_title(first)
        && !matches!(
            first,
            "Chairman" | "Chairwoman" | "Chairperson" | "Chair" | "Judge" | "Justice" | "Audience"
        )
    {
        return None;
    }
    let mut name_end = None;
    let base = first.len() + 1;
    let mut depth = 0;
    for (offset, c) in after.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ':' | ';' | ',' | '?' | '!' | '"' if depth == 0 => return None,
            '.' if depth == 0 => {
                let tail = &after[offset + 1..];
                let word = after[..offset].rsplit([' ', '(']).next().unwrap_or("");
                // The full stop of an initial or of "St." is not the label's end.
                let abbreviates = word.chars().count() == 1
                    || matches!(word, "St" | "Jr" | "Sr" | "Dr" | "Mr" | "Mrs" | "Ms");
                if abbreviates {
                    continue;
                }
                if tail.is_empty() || tail.starts_with(' ') {
                    name_end = Some(offset);
                }
                break;
            }
            _ => {}
        }
    }
    let end = name_end?;
    let written = &head[..base + end];
    let (name, _) = name_in(written)?;
    let tail = without_place(&name[first.len()..]);
    let like_a_name = tail.split_whitespace().all(|word| {
        is_particle(word)
            || matches!(word, "pro" | "tempore")
            || word.starts_with(char::is_uppercase)
    });
    if !like_a_name || tail.split_whitespace().count() > 3 {
        return None;
    }
    let shape = if is_capitals(tail.trim_end_matches(" pro tempore")) {
        Shape::Titled
    } else {
        Shape::Address
    };
    // "The Guardian. ..." ends a sentence or begins a note; "The Chairman. ..." speaks.
    if first.eq_ignore_ascii_case("the") && !is_office(tail) {
        return None;
    }
    Some(Label {
        written,
        name,
        shape,
        time_ms: None,
        rest: base + end + 1,
    })
}

/// Offices that records of proceedings use for a name.
fn is_office(words: &str) -> bool {
    const OFFICES: &str = "\
        president|chairman|chairwoman|chairperson|chair|speaker|court|clerk|witness|\
        moderator|mayor|governor|reporter|bailiff|officer|secretary|minister|judge|marshal|\
        sergeant|attorney|solicitor|counsel|foreman|juror|defendant|tempore|justice|delegate|members|\
        audience";
    words.split_whitespace().next_back().is_some_and(|word| {
        OFFICES
            .split('|')
            .any(|office| office.eq_ignore_ascii_case(word))
    })
}

/// "SMITH of New Jersey" without the place.
fn without_place(name: &str) -> &str {
    name.find(" of ").map_or(name, |at| &name[..at])
}

/// `Q. text`, `A: text`, `Q - text`.
fn letter(head: &str) -> Option<Label<'_>> {
    let behind = head.strip_prefix(['Q', 'A'])?;
    let sign = [".", ":", " -", " –", " —"]
        .iter()
        .find(|sign| behind.starts_with(**sign))?;
    if !matches!(behind.as_bytes().get(sign.len()), None | Some(b' ')) {
        return None;
    }
    Some(Label {
        written: &head[..1],
        name: &head[..1],
        shape: Shape::Letter,
        time_ms: None,
        rest: 1 + sign.len(),
    })
}

/// `Name: text`, `Name (role): text`, `Name [00:01]: text`, and `Name 00:00:10` alone.
fn with_colon(head: &str) -> Option<Label<'_>> {
    // A colon or a time: most paragraphs of prose have neither within a label's reach.
    if !head.contains([':', '：']) {
        return None;
    }
    let mut depth = 0_u32;
    for (offset, c) in head.char_indices() {
        match c {
            '(' | '[' => {
                if depth == 0
                    && let Some((ms, length)) = time_behind(&head[offset..])
                {
                    return finish(head, offset, offset + length, Some(ms));
                }
                depth += 1;
            }
            ')' | ']' => depth = depth.checked_sub(1)?,
            '0'..='9' if depth == 0 && offset > 0 && head.as_bytes()[offset - 1] == b' ' => {
                if let Some((ms, length)) = time_behind(&head[offset..]) {
                    return finish(head, offset, offset + length, Some(ms));
                }
            }
            ':' if depth == 0 => return finish(head, offset, offset + 1, None),
            '：' if depth == 0 => return finish(head, offset, offset + c.len_utf8(), None),
            '?' | '!' | ';' | '"' | '“' | '”' | '<' | '>' | '{' | '}' | '=' | '|' | '\n' | '。'
            | '،' => return None,
            _ => {}
        }
    }
    None
}

/// A time behind a name: `[00:01]:`, `00:00:10`, with whatever colon follows.
fn time_behind(text: &str) -> Option<(u64, usize)> {
    let bytes = text.as_bytes();
    let bracket = matches!(bytes.first(), Some(b'[' | b'('));
    let (ms, length) = clock(&text[usize::from(bracket)..])?;
    let mut end = length + usize::from(bracket);
    if bracket {
        if !matches!(bytes.get(end), Some(b']' | b')')) {
            return None;
        }
        end += 1;
    } else if length < 7 {
        return None;
    }
    match bytes.get(end) {
        Some(b':') => Some((ms, end + 1)),
        None => Some((ms, end)),
        _ => None,
    }
}

fn finish(head: &str, name_end: usize, rest: usize, time_ms: Option<u64>) -> Option<Label<'_>> {
    // "http://": a label's colon is followed by white space. Scripts without spaces use a wide colon.
    let wide = head[..rest].ends_with('：');
    if !wide
        && head[rest..]
            .chars()
            .next()
            .is_some_and(|c| !c.is_whitespace())
    {
        return None;
    }
    let written = head[..name_end].trim_end();
    let written = written.trim_end_matches([':', '-', '–', '—']).trim_end();
    let (name, shape) = name_in(written)?;
    Some(Label {
        written,
        name,
        shape,
        time_ms,
        rest,
    })
}

/// The name in a label, without the parenthesis or the office behind it, and how it is written.
fn name_in(written: &str) -> Option<(&str, Shape)> {
    let mut name = written;
    if let Some(open) = name.find(['(', '[', '（']) {
        if !name.ends_with([')', ']', '）']) {
            return None;
        }
        name = name[..open].trim_end();
    }
    let mut has_office = false;
    if let Some(comma) = name.find(", ") {
        name = &name[..comma];
        has_office = true;
    }
    let name = name.trim_matches(['*', '_']).trim();
    let mut loose = false;
    let mut count = 0;
    for word in name.split_whitespace() {
        count += 1;
        let first = word.chars().next()?;
        let full_stop = word.ends_with('.')
            && !is_title(word)
            && word.chars().count() > 2
            && !matches!(word, "St." | "Jr." | "Sr." | "Ph.D.");
        if full_stop
            || word.contains(['/', '\\', '@', '#', '$', '%', '*', '_', ','])
                && count == 1
                && !word.starts_with('@')
                && !word.contains('_')
        {
            return None;
        }
        if first.is_uppercase() || (first.is_ascii_digit() && count > 1) || is_particle(word) {
            continue;
        }
        if first.is_alphabetic() && !first.is_lowercase() {
            continue;
        }
        if matches!(first, '&' | '#' | '-' | '–') || (first.is_alphanumeric() && count > 1) {
            loose = true;
            continue;
        }
        return None;
    }
    let first = name.split_whitespace().next().unwrap_or("");
    if matches!(first, "and" | "of" | "the" | "e" | "y" | "und" | "et") {
        return None;
    }
    if count == 0 || count > NAME_WORDS || !name.chars().next().is_some_and(char::is_alphabetic) {
        return None;
    }
    let shape = if is_capitals(name) {
        Shape::Capitals
    } else if loose {
        Shape::Loose
    } else {
        Shape::Colon
    };
    let first = name.split_whitespace().next().unwrap_or("");
    // A sentence begins so, no name; but THE PRESIDENT in capitals is one.
    if shape != Shape::Capitals && is_function_word(first) && !(first == "The" && count <= 3) {
        return None;
    }
    let shape = if shape == Shape::Colon && first == "The" {
        Shape::Loose
    } else {
        shape
    };
    (shape != Shape::Loose || !has_office).then_some((name, shape))
}

/// Whether a name is written in capitals; "McCAIN", "von" and "of" pass.
pub fn is_capitals(name: &str) -> bool {
    // Nearly every name that is asked about is an ordinary one, and shows it by having no two capitals together.
    if name.is_ascii()
        && !name
            .as_bytes()
            .windows(2)
            .any(|pair| pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase())
    {
        return false;
    }
    let mut capitals = 0;
    for word in name.split_whitespace() {
        if is_particle(word) {
            continue;
        }
        let word = ["Mc", "Mac", "De", "La", "Le", "Du", "Van"]
            .iter()
            .find_map(|prefix| word.strip_prefix(prefix).filter(|rest| rest.len() > 1))
            .unwrap_or(word);
        if word.chars().any(char::is_lowercase) {
            return false;
        }
        capitals += word.chars().filter(|c| c.is_uppercase()).count();
    }
    capitals >= 2
}

/// Small words inside a name.
#[rustfmt::skip]
fn is_particle(word: &str) -> bool {
    matches!(word,
        "de" | "da" | "di" | "du" | "del" | "della" | "der" | "den" | "des" | "dos" | "la" | "le" | "van" |
        "von" | "vom" | "zu" | "of" | "the" | "and" | "y" | "e" | "al" | "el" | "bin" | "ibn" | "ben" | "af" |
        "av" | "ter" | "und" | "et")
}

/// Words that begin sentences and no names.
#[rustfmt::skip]
fn is_function_word(word: &str) -> bool {
    matches!(word,
        "The" | "This" | "That" | "These" | "Those" | "In" | "At" | "On" | "By" | "For" | "From" | "To" |
        "With" | "And" | "But" | "Or" | "If" | "When" | "Where" | "What" | "Why" | "How" | "Who" | "So" |
        "He" | "She" | "It" | "They" | "We" | "You" | "I" | "My" | "His" | "Her" | "Our" | "Your" | "Their" |
        "There" | "Here" | "As" | "Is" | "Are" | "Was" | "A" | "An" | "Some" | "One" | "Another" | "Then" |
        "Now" | "Also" | "First" | "Second" | "Third" | "Next" | "Finally" | "After" | "Before" | "Let" |
        "See" | "Not" | "No" | "Yes" | "I'm" | "It's" | "Let's" | "That's" | "Because" | "Which" | "Do" |
        "Does" | "Did" | "Can" | "Could" | "Should" | "Would" | "Will" | "All" | "Both" | "Each" | "Every" |
        "Like" | "Just" | "Well" | "Of" | "Given" | "Using" | "Since" | "While" | "Basically")
}

/// Words that stand before a colon again and again and speak for nobody: "Note", "Date", "Photo".
pub fn is_notice(name: &str) -> bool {
    const NOTICES: &str = "\
        note|notes|warning|caution|important|update|updated|correction|summary|abstract|\
        background|example|examples|exercise|tip|hint|todo|fixme|date|time|location|venue|\
        place|subject|topic|topics|title|author|authors|source|sources|photo|photos|picture|\
        image|video|audio|slides|slide|link|links|url|website|email|e-mail|phone|tel|fax|\
        twitter|address|contact|present|absent|apologies|attendance|attendees|participants|\
        in attendance|agenda|item|action|actions|decision|decisions|resolved|resolution|\
        motion|vote|votes|ayes|noes|nays|result|results|conclusion|references|reference|\
        see also|further reading|related|tags|keywords|category|categories|monday|tuesday|\
        wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|\
        july|august|september|october|november|december|pros|cons|step|part|chapter|section|\
        scene|act|figure|fig|table|listing|appendix|ps|p.s|nb|n.b|re|cc|bcc|from|to|sent|\
        editor's note|transcript|transcript by|transcription by|transcribed by|\
        transcript completed by|translation|translated by|written by|edited by|produced by|\
        by|disclaimer|copyright|license|licence|version|status|name|description|definition|\
        theorem|lemma|proof|corollary|problem|solution|goal|goals|advantages|disadvantages|\
        benefits|drawbacks|idea|paper|papers|media|duration|episode|continued|caption|\
        credit|breaking|watch|listen|read more|read also|name of transcriber|speakers|\
        speaker|moderator's note|panelists|hosts|host|guest|guests|format|type|input|output|\
        full name|date of birth|height|transcribers|tl;dr|tldr|spoiler";
    const BEGINNINGS: &str = "\
        step |part |chapter |figure |table |item |question |section |slide |day ";
    let name = name.trim().to_lowercase();
    NOTICES.split('|').any(|notice| notice == name)
        || BEGINNINGS.split('|').any(|beginning| {
            name.strip_prefix(beginning).is_some_and(|rest| {
                rest.chars()
                    .all(|c| c.is_ascii_digit() || "ivx.".contains(c))
            })
        })
}

/// The first byte at or behind `at` that is no white space.
fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// The last char boundary at or before `at`.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{Shape, clock, is_notice, label};

    fn check(text: &str, expected: Option<(&str, Shape, &str)>) {
        let found = label(text).map(|found| (found.name, found.shape, &text[found.rest..]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_and_a_colon_are_a_label() {
        check(
            "Anna Berg: Good evening.",
            Some(("Anna Berg", Shape::Colon, "Good evening.")),
        );
        check(
            "ANNA BERG: Good evening.",
            Some(("ANNA BERG", Shape::Capitals, "Good evening.")),
        );
        check(
            "Ada van den Berg : Yes.",
            Some(("Ada van den Berg", Shape::Colon, "Yes.")),
        );
        check("Speaker 1: Yes.", Some(("Speaker 1", Shape::Colon, "Yes.")));
        check(
            "Audience member: Yes.",
            Some(("Audience member", Shape::Loose, "Yes.")),
        );
        check(
            "Édouard Løv: Oui.",
            Some(("Édouard Løv", Shape::Colon, "Oui.")),
        );
    }

    #[test]
    fn a_parenthesis_or_an_office_is_no_part_of_the_name() {
        check(
            "ANNA BERG (chair): Yes.",
            Some(("ANNA BERG", Shape::Capitals, "Yes.")),
        );
        check(
            "PICARD (in dressing gown):",
            Some(("PICARD", Shape::Capitals, "")),
        );
        check(
            "Senator Anna Berg (D-Ohio): Yes.",
            Some(("Senator Anna Berg", Shape::Colon, "Yes.")),
        );
        check(
            "Anna Berg, harbour master: Yes.",
            Some(("Anna Berg", Shape::Colon, "Yes.")),
        );
    }

    #[test]
    fn a_title_in_front_of_capitals_needs_no_colon() {
        check(
            "Mr. INOUYE. Mr. President, I rise.",
            Some(("Mr. INOUYE", Shape::Titled, "Mr. President, I rise.")),
        );
        check(
            "Mr. SMITH of New Jersey. I rise.",
            Some(("Mr. SMITH of New Jersey", Shape::Titled, "I rise.")),
        );
        check(
            "The PRESIDING OFFICER. Without objection.",
            Some(("The PRESIDING OFFICER", Shape::Titled, "Without objection.")),
        );
        check(
            "The PRESIDING OFFICER (Mr. Dahl). So ordered.",
            Some(("The PRESIDING OFFICER", Shape::Titled, "So ordered.")),
        );
        check(
            "Mr. Berg. Thank you.",
            Some(("Mr. Berg", Shape::Address, "Thank you.")),
        );
        check("Mr. Berg said that. Thank you.", None);
    }

    #[test]
    fn times_beside_a_label_are_read() {
        for text in [
            "Anna Berg: 00:01:02 Yes.",
            "Anna Berg [00:01:02]: Yes.",
            "[00:01:02] Anna Berg: Yes.",
            "Anna Berg: [01:02] Yes.",
            "Anna Berg 00:01:02: Yes.",
        ] {
            check(text, Some(("Anna Berg", Shape::Colon, "Yes.")));
            assert_eq!(
                label(text).and_then(|found| found.time_ms),
                Some(62_000),
                "{text}"
            );
        }
        check("Anna Berg: 00:01:02", Some(("Anna Berg", Shape::Colon, "")));
        check(
            "Anna Berg (00:01:02)",
            Some(("Anna Berg", Shape::Colon, "")),
        );
    }

    #[test]
    fn letters_and_brackets_are_labels() {
        check("Q - Where?", Some(("Q", Shape::Letter, "Where?")));
        check(
            "Q. Where were you?",
            Some(("Q", Shape::Letter, "Where were you?")),
        );
        check("A: At home.", Some(("A", Shape::Letter, "At home.")));
        check(
            "[Anna Berg] Yes.",
            Some(("Anna Berg", Shape::Bracket, "Yes.")),
        );
    }

    #[test]
    fn a_time_of_day_or_a_sentence_is_no_label() {
        check("At 10:30 the doors opened.", None);
        check("10:30 the doors opened: late.", None);
        check("https://example.com", None);
        check(
            "The harbour is full, the master said: no ship may enter.",
            None,
        );
        check("What we heard was this: nothing.", None);
        check("\"Listen: it rains,\" she said.", None);
        check("", None);
        check("A. Berg spoke", Some(("A", Shape::Letter, "Berg spoke")));
    }

    #[test]
    fn clocks_have_two_or_three_parts() {
        assert_eq!(clock("00:04:01.06 x"), Some((241_060, 11)));
        assert_eq!(clock("4:01"), Some((241_000, 4)));
        assert_eq!(clock("10:75"), None);
        assert_eq!(clock("10"), None);
    }

    #[test]
    fn notices_are_known_in_any_case() {
        assert!(is_notice("NOTE") && is_notice("Step 3") && !is_notice("Anna Berg"));
    }
}
