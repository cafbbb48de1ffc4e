//! Names in the text of a draft: at the start of a clause, in a signature, with a place.
//!
//! Whether a name is a person's is for attribution to say; here only its shape counts.

use crate::text::word_list::WordList;

/// Words before the name in a clause that introduces a quotation: "For Anna Berg, ...".
static BEFORE_NAMES: WordList = WordList::new(include_str!("lists/before_names.txt"));

/// Small words inside names.
static PARTICLES: WordList = WordList::new(include_str!("lists/name_particles.txt"));

/// Letters of the longest title that ends with a full stop before a name: "Capt.", "Sens.".
const MAX_TITLE_LETTERS: usize = 4;

/// Words of the longest signature, "Anna Berg, harbour master of Norhaven, in March 2024".
const MAX_SIGNATURE_WORDS: usize = 12;

/// The name that a clause is about: the capitalised words at its start, after words such as "For"
/// or "and". A following "of Norhaven" belongs to it.
pub(super) fn subject(clause: &str) -> Option<&str> {
    let mut at = 0;
    // Numbers of items and posts, time stamps: "3. Berg", "5/ Berg", "12:30 Berg".
    let trimmed = clause.trim_start_matches(|c: char| !c.is_alphabetic());
    at += clause.len() - trimmed.len();
    for _ in 0..3 {
        let word = word_at(&clause[at..]);
        if word.is_empty() || !BEFORE_NAMES.contains(&word.to_lowercase()) {
            break;
        }
        at += word.len();
        at += clause[at..].len() - clause[at..].trim_start_matches([' ', ',']).len();
    }
    name_at(&clause[at..])
}

/// The name at the start of a text.
pub(super) fn name_at(text: &str) -> Option<&str> {
    let (mut end, mut at) = (0, 0);
    loop {
        let word = word_at(&text[at..]);
        let next = at + word.len();
        if begins_name(word) {
            end = next;
        } else if end == 0 || !PARTICLES.contains(word) {
            break;
        }
        // "J. Berg", "Mr. Berg": the stop of an initial or a title.
        let is_short = word.chars().count() <= MAX_TITLE_LETTERS;
        let stop = usize::from(is_short && text[next..].starts_with(". "));
        if !text[next + stop..].starts_with(' ') {
            break;
        }
        at = next + stop + 1;
    }
    let name = &text[..end];
    (end > 0).then(|| with_place(text, name))
}

/// A name with the "of Norhaven" that follows it.
fn with_place<'a>(text: &'a str, name: &str) -> &'a str {
    let rest = &text[name.len()..];
    if let Some(place) = rest.strip_prefix(" of ") {
        let mut end = 0;
        loop {
            let word = word_at(&place[end..]);
            if !begins_name(word) {
                break;
            }
            end += word.len();
            if !place[end..].starts_with(' ') || !begins_name(word_at(&place[end + 1..])) {
                break;
            }
            end += 1;
        }
        if end > 0 {
            return &text[..name.len() + 4 + end];
        }
    }
    &text[..name.len()]
}

/// The name without a place behind it. `None` if it has none.
pub(super) fn without_place(name: &str) -> Option<&str> {
    name.split_once(" of ").map(|(name, _)| name)
}

/// A surname as the text writes it with a place: "Berg" in "Berg of Norhaven said".
pub(super) fn completed<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    if name.contains(' ') {
        return None;
    }
    let mut found = text.match_indices(name);
    found.find_map(|(at, _)| {
        let is_word = !text[..at].ends_with(char::is_alphanumeric);
        let full = with_place(&text[at..], name);
        (is_word && full.len() > name.len()).then_some(full)
    })
}

/// Whether a paragraph is the signature of the quotation above it: a dash and a name.
pub(super) fn is_signature(text: &str) -> bool {
    signed_name(text).is_some()
}

/// The name in a signature: "— Anna Berg, harbour master".
pub(super) fn signed_name(text: &str) -> Option<&str> {
    let dashes = ['—', '–', '-', '―', '~', ' '];
    let rest = text.trim_start_matches(dashes);
    let is_short = text
        .split_whitespace()
        .take(MAX_SIGNATURE_WORDS + 1)
        .count();
    let has_dash = rest.len() < text.len() && is_short <= MAX_SIGNATURE_WORDS;
    let name = has_dash.then(|| name_at(rest)).flatten()?;
    // A sentence may begin with a dash, too.
    let after = &rest[name.len()..];
    (after.is_empty() || after.starts_with([',', ' ', '(', '.', ':'])).then_some(name)
}

/// Where a signature behind the words of a block quotation begins: "... stays. — Anna Berg".
pub(super) fn signature_start(text: &str) -> Option<usize> {
    let (at, _) = text.rmatch_indices(['—', '–', '―']).next()?;
    let ends = text[..at]
        .trim_end()
        .ends_with(['.', '!', '?', '”', '"', '»', '“', '…']);
    (at > 0 && ends && is_signature(&text[at..])).then(|| text[..at].trim_end().len())
}

/// The word at the start of a text, apostrophes and hyphens included.
fn word_at(text: &str) -> &str {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    let end = text.find(|c| !is_inside(c)).unwrap_or(text.len());
    let word = &text[..end];
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

fn begins_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{completed, signature_start, signed_name, subject};

    #[test]
    fn a_clause_is_about_the_name_at_its_start() {
        let check = |clause, expected| assert_eq!(subject(clause), expected, "{clause}");
        check("Anna Berg remembers the winter: ", Some("Anna Berg"));
        check(
            "; and Holm of New Norhaven answered that ",
            Some("Holm of New Norhaven"),
        );
        check(" For Eva van Dahl, ", Some("Eva van Dahl"));
        check("nobody was brief: ", None);
        check("J. Berg’s answer: ", Some("J. Berg"));
        check("3. Mr. Berg recognized that ", Some("Mr. Berg"));
        check("5/ Berg, a captain: ", Some("Berg"));
    }

    #[test]
    fn a_signature_is_a_dash_and_a_name() {
        assert_eq!(
            signed_name("— Anna Berg, harbour master"),
            Some("Anna Berg")
        );
        assert_eq!(signed_name("Anna Berg"), None);
        assert_eq!(signed_name("- the council"), None);
        assert_eq!(signature_start("It stays. — Anna Berg"), Some(9));
        assert_eq!(signature_start("It stays — Anna Berg was right"), None);
    }

    #[test]
    fn a_surname_is_completed_by_its_place() {
        let text = "On Monday Berg of Norhaven spoke. Berg left.";
        assert_eq!(completed(text, "Berg"), Some("Berg of Norhaven"));
        assert_eq!(completed(text, "Holm"), None);
    }
}
