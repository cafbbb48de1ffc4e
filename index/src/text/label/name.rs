//! The name in a label: titles, offices, particles, and whether it reads like a name at all.

use crate::text::label::Shape;

/// A name of more words than this is a sentence with a colon in it.
const NAME_WORDS: usize = 6;

/// The name in a label, without the parenthesis or the office behind it, and how it is written.
pub fn name_in(written: &str) -> Option<(&str, Shape)> {
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

/// Titles that are no part of a name. "Lady", "Lord", "King" and "Sir" are: in a play they tell two people apart.
#[rustfmt::skip]
pub fn is_title(word: &str) -> bool {
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

/// Offices that records of proceedings use for a name.
pub fn is_office(words: &str) -> bool {
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
pub fn without_place(name: &str) -> &str {
    name.find(" of ").map_or(name, |at| &name[..at])
}

/// Small words inside a name.
#[rustfmt::skip]
pub fn is_particle(word: &str) -> bool {
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

/// Whether a name begins with a title.
pub fn is_titled(name: &str) -> bool {
    name.split_once(' ')
        .is_some_and(|(first, _)| is_title(first) && !first.eq_ignore_ascii_case("the"))
}

/// Words for somebody whose name is not known.
pub fn is_role(name: &str) -> bool {
    const ROLES: &str = "\
        audience|moderator|interviewer|interviewee|host|speaker|member|members|narrator|voice|man|woman|operator|caller|\
        student|students|participant|questioner|reporter|person|male|female|attendee|presenter|announcer|unknown|unidentified|crowd|\
        chair|interpreter|translator|respondent|facilitator|panelist|guest|press|público|audiencia|público|moderador|zuschauer";
    name.to_lowercase()
        .split(|c: char| !c.is_alphabetic())
        .any(|word| ROLES.split('|').any(|role| role == word))
}

/// Whether a label is the number of an item, or begins with one: "(iv)", "VIII.", "m. Training Expenses".
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

/// Who asks from here on, by the line "BY MR. HOLM:" of a record.
pub fn examiner(name: &str) -> Option<&str> {
    name.strip_prefix("BY ").filter(|name| is_titled(name))
}
