//! The name in a label: its titles, offices and particles, and whether it looks like a name at all.
//!
//! Looks at the words of one name only, and not at the rest of the document.

use crate::text::label::shape::Shape;
use crate::text::word_list::WordList;

static TITLES: WordList = WordList::new(include_str!("lists/titles.txt"));
static OFFICES: WordList = WordList::new(include_str!("lists/offices.txt"));
static ROLES: WordList = WordList::new(include_str!("lists/roles.txt"));
static PARTICLES: WordList = WordList::new(include_str!("lists/particles.txt"));
static FUNCTION_WORDS: WordList = WordList::new(include_str!("lists/function_words.txt"));
static JOINING_WORDS: WordList = WordList::new(include_str!("lists/joining_words.txt"));
static SURNAME_PREFIXES: WordList = WordList::new(include_str!("lists/surname_prefixes.txt"));

/// Most words of a name. Longer ones are sentences with a colon in them.
const NAME_WORDS: usize = 6;

/// The name in a label as written, without a parenthesis or office after it, and how it is written.
/// `None` if it does not look like a name.
pub fn name_in(written: &str) -> Option<(&str, Shape)> {
    if is_telephone(written) || is_address(written) {
        return Some((written, Shape::Colon));
    }
    let mut name = written;
    if let Some(open) = name.find(['(', '[', '（']) {
        if !name.ends_with([')', ']', '）']) {
            return None;
        }
        name = name[..open].trim_end();
    }
    let office = name.find(", ");
    let name = name[..office.unwrap_or(name.len())]
        .trim_matches(['*', '_'])
        .trim();
    let (count, loose) = words_of_name(name)?;
    let first = name.split_whitespace().next()?;
    if count > NAME_WORDS || !name.starts_with(char::is_alphabetic) || JOINING_WORDS.contains(first)
    {
        return None;
    }
    if is_capitals(name) {
        return Some((name, Shape::Capitals));
    }
    // A sentence begins like this and no name does, except THE PRESIDENT in capitals.
    let short = count - if name.ends_with(" pro tempore") { 2 } else { 0 };
    let named_office = first == "The" && short <= 3;
    if FUNCTION_WORDS.contains(first) && !named_office {
        return None;
    }
    if !loose && first != "The" {
        return Some((name, Shape::Colon));
    }
    office.is_none().then_some((name, Shape::Loose))
}

/// The number of words of a name, and whether some begin as no name does. `None` if a word cannot
/// be part of a name.
fn words_of_name(name: &str) -> Option<(usize, bool)> {
    let (mut count, mut loose) = (0, false);
    for word in name.split_whitespace() {
        count += 1;
        let begins = count == 1;
        let first = word.chars().next()?;
        let ends_sentence = word.ends_with('.')
            && !is_title(word)
            && word.chars().count() > 2
            && !matches!(word, "St." | "Jr." | "Sr." | "Ph.D.");
        let has_sign = word.contains(['/', '\\', '@', '#', '$', '%', '*', ',']);
        // "@anna" and "anna_berg" are names of users.
        let is_user = word.starts_with('@') || word.contains('_');
        if ends_sentence || (begins && has_sign && !is_user) {
            return None;
        }
        let number = first.is_numeric() || is_numbered(word);
        // "iPhone" is written so, and begins a name as "Phone" does.
        let camel =
            first.is_lowercase() && word[first.len_utf8()..].starts_with(char::is_uppercase);
        let upper_case = first.is_uppercase() || camel || (number && !begins);
        // Letters of scripts without case count as upper case.
        let no_case = first.is_alphabetic() && !first.is_lowercase();
        if upper_case || no_case || is_particle(word) {
            continue;
        }
        let sign = matches!(first, '&' | '#' | '-' | '–');
        if !sign && (begins || !first.is_alphanumeric()) {
            return None;
        }
        loose = true;
    }
    Some((count, loose))
}

/// Whether a word is a number with its sign: "№1", "#1", "nº1".
fn is_numbered(word: &str) -> bool {
    word.strip_prefix(['№', '#'])
        .or_else(|| word.strip_prefix("nº"))
        .or_else(|| word.strip_prefix("n°"))
        .is_some_and(|rest| rest.chars().all(char::is_numeric))
}

/// Whether a name is the telephone number of a caller: "+1 (555) 010-0199", "1555\*\*\*\*\*99". A
/// date has fewer digits.
pub fn is_telephone(name: &str) -> bool {
    const DIGITS: usize = 9;
    const MAX_BYTES: usize = 24;
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let hidden = name.bytes().filter(|byte| *byte == b'*').count();
    let enough = digits + hidden >= DIGITS || (name.starts_with('+') && digits >= 7);
    enough
        && digits >= 4
        && name.len() <= MAX_BYTES
        && name
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"+()-. *".contains(&byte))
}

/// Whether a name is an e-mail address, by which some programs know their users.
fn is_address(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte))
    };
    name.split_once('@')
        .is_some_and(|(user, host)| is_part(user) && is_part(host) && host.contains('.'))
}

/// A name without the titles before it, and without "The".
///
/// ```
/// use onrecord_index::text::label::name::without_titles;
/// assert_eq!(without_titles("Mr. INOUYE"), "INOUYE");
/// assert_eq!(without_titles("The PRESIDING OFFICER"), "PRESIDING OFFICER");
/// assert_eq!(without_titles("Lady Macbeth"), "Lady Macbeth");
/// ```
pub fn without_titles(name: &str) -> &str {
    let mut name = name.trim();
    while let Some((first, rest)) = name.split_once(char::is_whitespace) {
        let rest = rest.trim_start();
        // What is left must begin as a name does.
        if is_title(first) && rest.chars().next().is_some_and(char::is_uppercase) {
            name = rest;
        } else {
            break;
        }
    }
    name
}

/// Whether a name is written in capitals. "McCAIN" and small words such as "von" and "of" are
/// allowed.
pub fn is_capitals(name: &str) -> bool {
    // A fast test first: most names are not in capitals, and have no two capitals in a row.
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
        let word = SURNAME_PREFIXES
            .prefix_of(word)
            .map(|prefix| &word[prefix.len()..])
            .filter(|rest| rest.len() > 1)
            .unwrap_or(word);
        if word.chars().any(char::is_lowercase) {
            return false;
        }
        capitals += word.chars().filter(|c| c.is_uppercase()).count();
    }
    capitals >= 2
}

/// Whether a word is a title that is not part of a name: "Mr.", "senator", "the". Case and full
/// stops are ignored.
pub fn is_title(word: &str) -> bool {
    TITLES.contains_ignore_ascii_case(word.trim_end_matches('.'))
}

/// Whether the last word is an office that records of proceedings use instead of a name: "the
/// PRESIDENT". Case is ignored.
pub fn is_office(words: &str) -> bool {
    words
        .split_whitespace()
        .next_back()
        .is_some_and(|word| OFFICES.contains_ignore_ascii_case(word))
}

/// "SMITH of New Jersey" without the place.
pub fn without_place(name: &str) -> &str {
    name.find(" of ").map_or(name, |at| &name[..at])
}

/// Whether a word is a small word inside names: "van", "of". Case counts.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Whether a name begins with a title other than "the".
pub fn is_titled(name: &str) -> bool {
    name.split_once(' ')
        .is_some_and(|(first, _)| is_title(first) && !first.eq_ignore_ascii_case("the"))
}

/// Whether a word of a label is a role, which says that the speaker's name is not known: "Audience
/// member". Case is ignored.
pub fn is_role(name: &str) -> bool {
    name.to_lowercase()
        .split(|c: char| !c.is_alphabetic())
        .any(|word| ROLES.contains(word))
}

/// Whether a label is the number of an item, or begins with one: "(iv)", "VIII.", "m. Training
/// Expenses".
pub fn is_enumerator(written: &str) -> bool {
    let first = written.split_whitespace().next().unwrap_or("");
    let bare = first.trim_matches(['(', ')', '.', '[', ']']);
    let alone = first.len() == written.len();
    let number = !bare.is_empty()
        && (bare.bytes().all(|byte| byte.is_ascii_digit())
            || bare.bytes().all(|byte| b"ivxlcIVXLC".contains(&byte)));
    let marked = first.ends_with(['.', ')']);
    (number && (alone || marked))
        || (marked && bare.chars().count() == 1 && bare.starts_with(char::is_lowercase))
        || !written.starts_with(char::is_alphanumeric)
}

/// The person who asks the questions below the line "BY MR. HOLM:" of a court record. `None` for
/// other labels.
pub fn examiner(name: &str) -> Option<&str> {
    name.strip_prefix("BY ").filter(|name| is_titled(name))
}
