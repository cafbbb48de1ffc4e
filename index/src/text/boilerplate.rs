//! Boilerplate of news stories: datelines, bylines, captions and credit lines.
//!
//! Each function looks at one line or paragraph alone. Where in a story the line may be is for the
//! caller to check.

use crate::text::word_list::WordList;

static BYLINE_OPENERS: WordList = WordList::new(include_str!("lists/byline_openers.txt"));
static BYLINE_SMALL: WordList = WordList::new(include_str!("lists/byline_small_words.txt"));
static TAIL_SMALL: WordList = WordList::new(include_str!("lists/byline_tail_small_words.txt"));
static CREDIT_SMALL: WordList = WordList::new(include_str!("lists/credit_small_words.txt"));

/// Longest dateline. A dash further on is part of a sentence.
const DATELINE_BYTES: usize = 90;

/// A dateline at the start of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline<'a> {
    /// Place, agency and date as written, without the dash: "BRUSSELS (AP)".
    pub text: &'a str,
    /// Byte of the paragraph where the story begins.
    pub end: usize,
}

/// The dateline at the start of a paragraph. `None` if there is none, or nothing follows it.
///
/// ```
/// use onrecord_index::text::boilerplate::dateline;
/// let found = dateline("BRUSSELS (AP) — Ministers met.").expect("a dateline");
/// assert_eq!(found.text, "BRUSSELS (AP)");
/// assert_eq!(dateline("The harbour — once full — is empty."), None);
/// ```
pub fn dateline(text: &str) -> Option<Dateline<'_>> {
    let mut at = 0;
    let (start, end) = loop {
        let rest = &text[at..];
        let (offset, length) = [" — ", " – ", " -- ", " - ", "— ", " —"]
            .iter()
            .filter_map(|dash| rest.find(dash).map(|offset| (offset, dash.len())))
            .min()?;
        if at + offset > DATELINE_BYTES {
            return None;
        }
        // " - " may also separate the place from the date, so try each dash in turn.
        if is_dateline(&text[..at + offset]) {
            break (at + offset, at + offset + length);
        }
        at += offset + length;
    };
    let end = text.len() - text[end..].trim_start().len();
    (end < text.len()).then_some(Dateline {
        text: text[..start].trim_end(),
        end,
    })
}

/// Whether a text has one of the shapes `PLACE`, `PLACE, Region`, `PLACE (AGENCY)`, `Place
/// (AGENCY)` and `PLACE, March 3 (AGENCY)`.
fn is_dateline(text: &str) -> bool {
    // Longest agency, most words of a place, most parts after it and most words of each, as in "NEW
    // YORK CITY, New York, Tuesday, March 3 (The Associated Press)" with some room. Longer ones are
    // sentences.
    const AGENCY_BYTES: usize = 40;
    const PLACE_WORDS: usize = 5;
    const PARTS: usize = 3;
    const PART_WORDS: usize = 4;
    let text = text.trim();
    let (place, agency) = match text.find('(') {
        Some(open) if text.ends_with(')') => {
            (text[..open].trim(), Some(&text[open + 1..text.len() - 1]))
        }
        Some(_) => return false,
        None => (text, None),
    };
    let is_agency = |name: &str| name.len() <= AGENCY_BYTES && name.starts_with(char::is_uppercase);
    if agency.is_some_and(|agency| !is_agency(agency)) {
        return false;
    }
    let mut parts = place.split(',').map(str::trim);
    let first = parts.next().unwrap_or("");
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let words = first.split_whitespace().count();
    let is_prose = |c: char| c.is_lowercase() || matches!(c, ':' | '"' | '?' | '!');
    let in_capitals = letters >= 3 && words <= PLACE_WORDS && !first.contains(is_prose);
    // Only an agency makes a place in lower case a dateline.
    let named = agency.is_some()
        && (1..PLACE_WORDS).contains(&words)
        && first
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase));
    (in_capitals || named)
        && parts.clone().count() <= PARTS
        && parts.all(|part| {
            part.split_whitespace().count() <= PART_WORDS
                && part.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        })
}

/// Whether a line says who wrote the story: "By ANNA BERG and KARL HOLM".
pub fn is_byline(line: &str) -> bool {
    // Longest list of authors in bytes, and in words. Longer lines that begin with "By" are
    // sentences.
    const BYTES: usize = 150;
    const WORDS: usize = 20;
    let line = line.trim();
    let names = BYLINE_OPENERS
        .prefix_of(line)
        .and_then(|opener| line[opener.len()..].strip_prefix(' '));
    let Some(names) = names.map(str::trim) else {
        return false;
    };
    let is_sentence = names.ends_with(['.', '?', '!', ':', ';']) && !names.ends_with("Jr.");
    if names.len() > BYTES || names.is_empty() || is_sentence {
        return false;
    }
    names.split_whitespace().count() <= WORDS
        && names.split_whitespace().all(|word| {
            let bare = word.trim_matches([',', '|', '(', ')', '/', '-', '–', '—']);
            bare.is_empty() || BYLINE_SMALL.contains(bare) || bare.starts_with(char::is_uppercase)
        })
}

/// Whether a line may follow a byline: an agency, a newspaper or an office ("Associated Press",
/// "Staff Writer").
pub fn is_byline_tail(line: &str) -> bool {
    // Most words and bytes of the name of an agency. Longer lines are sentences.
    const WORDS: usize = 6;
    const BYTES: usize = 60;
    let line = line.trim();
    let count = line.split_whitespace().count();
    let short = count > 0 && count <= WORDS && line.len() <= BYTES;
    let is_sentence = line.ends_with(['.', '?', '!', ':', ',', ';', '"', '”']);
    short
        && !is_sentence
        && dateline(line).is_none()
        && line.split_whitespace().all(|word| {
            TAIL_SMALL.contains(word) || word.starts_with(|c: char| c.is_uppercase() || c == '@')
        })
}

/// Whether a paragraph names reporters besides the author: "Copp reported from Washington.",
/// "Reporting by Anna Berg; editing by Karl Holm".
pub fn is_credit(text: &str) -> bool {
    // Longest credit line.
    const BYTES: usize = 600;
    if text.len() > BYTES {
        return false;
    }
    let inner = text
        .trim()
        .trim_start_matches(['(', '*', '_', '—', '-', ' ']);
    if inner.starts_with("Reporting by ") || inner.starts_with("Editing by ") {
        return true;
    }
    let Some(first) = inner.split_inclusive(['.', ';']).next() else {
        return false;
    };
    let reported = first
        .find(" reported from ")
        .is_some_and(|at| is_names(&first[..at]));
    let contributed = [
        "contributed to this report",
        "contributed to this story",
        "contributed reporting",
        "contributed from",
    ]
    .iter()
    .any(|phrase| inner.contains(phrase));
    (reported || contributed) && !inner.contains(['"', '“'])
}

/// Whether a text is a short list of names.
fn is_names(text: &str) -> bool {
    // Longest list of names before "reported from".
    const BYTES: usize = 160;
    text.len() < BYTES
        && text.split_whitespace().all(|word| {
            let word = word.trim_matches(',');
            word.starts_with(char::is_uppercase) || CREDIT_SMALL.contains(word)
        })
}

/// The caption of a Markdown image at the start of a line, which is its alternative text, and what
/// follows the image on the line. `None` for other lines.
///
/// ```
/// use onrecord_index::text::boilerplate::image;
/// assert_eq!(image("![The harbour at noon](h.png)"), Some(("The harbour at noon", "")));
/// assert_eq!(image("![](h.png)"), Some(("", "")));
/// ```
pub fn image(line: &str) -> Option<(&str, &str)> {
    let inner = line.trim().strip_prefix("![")?;
    let close = inner.find("](")?;
    let end = close + 2 + inner[close + 2..].find(')')?;
    Some((inner[..close].trim(), inner[end + 1..].trim()))
}

#[cfg(test)]
mod tests {
    use super::{dateline, is_byline, is_byline_tail, is_credit};

    #[test]
    fn datelines_name_a_place_in_capitals() {
        let check =
            |text, expected| assert_eq!(dateline(text).map(|found| found.text), expected, "{text}");
        check(
            "NORHAVEN (NWA) — The harbour is full.",
            Some("NORHAVEN (NWA)"),
        );
        check(
            "NORHAVEN, Denmark (Reuters) - The harbour is full.",
            Some("NORHAVEN, Denmark (Reuters)"),
        );
        check(
            "NORHAVEN, March 3 (NWA) -- The harbour is full.",
            Some("NORHAVEN, March 3 (NWA)"),
        );
        check("SAINT-LOUP — The harbour is full.", Some("SAINT-LOUP"));
        check("Berg — who owns a boat — is angry.", None);
        check("NATO said so. The rest — no.", None);
        check("NORHAVEN (NWA) — ", None);
    }

    #[test]
    fn bylines_are_names_after_by() {
        assert!(is_byline("By ANNA LUND, KARL HOLM and EVA DAHL"));
        assert!(is_byline("By Anna Lund, Norhaven Gazette"));
        assert!(!is_byline("By the time the ship came, it was dark"));
        assert!(!is_byline("By Monday."));
        assert!(is_byline_tail("Norhaven Wire Agency") && !is_byline_tail("The harbour is full."));
    }

    #[test]
    fn credits_name_other_reporters() {
        assert!(is_credit(
            "Lund reported from Oslo. Agency writer Eva Dahl contributed to this report."
        ));
        assert!(is_credit("Reporting by Anna Lund; editing by Karl Holm"));
        assert!(!is_credit(
            "The harbour master reported from the bridge that all was well."
        ));
    }
}
