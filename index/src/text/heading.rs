//! Headings of plain text, recognised by their words alone: "PART TWO", "Chapter 4", "THE HARBOUR".
//!
//! Looks at one line. Whether the line is alone between empty lines is for the caller to check.

use crate::text::word_list::WordList;

static TOP_WORDS: WordList = WordList::new(include_str!("lists/top_heading_words.txt"));
static CHAPTER_WORDS: WordList = WordList::new(include_str!("lists/chapter_words.txt"));
static NUMBERS: WordList = WordList::new(include_str!("lists/number_words.txt"));
static SCENE_OPENERS: WordList = WordList::new(include_str!("lists/scene_openers.txt"));

/// Longest heading. Longer lines are sentences.
const HEADING_BYTES: usize = 90;

/// Most words of a numbered heading, as in "Chapter 4. The Harbour". Longer lines are sentences.
const HEADING_WORDS: usize = 12;

/// The level of a heading, from 1: "PART TWO" has 1, "Chapter 4. The Harbour" 2, "THE HARBOUR" 3.
/// `None` if the line does not read like a heading.
pub fn heading_level(line: &str) -> Option<u8> {
    let line = line.trim();
    if line.len() > HEADING_BYTES || line.ends_with([',', ';', ':', '-']) {
        return None;
    }
    let has_lower_case = line.chars().any(char::is_lowercase);
    let first = line.split_whitespace().next()?;
    if SCENE_OPENERS.contains(first) && !has_lower_case {
        return Some(2);
    }
    if let Some(level) = numbered_level(line, first) {
        return Some(level);
    }
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = !has_lower_case && line.chars().any(char::is_uppercase);
    let is_sentence = line.ends_with(['!', '?', '"', '”']) || line.contains(". ");
    (capitals && letters >= 4 && !is_sentence).then_some(3)
}

/// The level of a heading with a number as its second word: "Act II", "Item 4: Harbour".
fn numbered_level(line: &str, first: &str) -> Option<u8> {
    let number = line
        .split_whitespace()
        .nth(1)?
        .trim_end_matches(['.', ':', ',', ';', '—', '–', '-']);
    if !is_number(number) || line.split_whitespace().count() > HEADING_WORDS {
        return None;
    }
    // "Part 4 of it was lost." is a sentence, "Part 4." is not.
    let only_number = first.len() + 1 + number.len() + 1 >= line.len();
    let in_capitals = first.chars().all(char::is_uppercase);
    if line.ends_with('.') && !in_capitals && !only_number {
        return None;
    }
    let first = first.to_lowercase();
    if TOP_WORDS.contains(&first) {
        Some(1)
    } else if CHAPTER_WORDS.contains(&first) {
        Some(2)
    } else {
        None
    }
}

/// Whether a word is a number: in digits (4.2), Roman (XII) or in words.
fn is_number(word: &str) -> bool {
    // The longest Roman number below forty, XXXVIII, has seven letters.
    const ROMAN_LETTERS: usize = 7;
    let lower = word.to_lowercase();
    let digits = word.chars().all(|c| c.is_ascii_digit() || c == '.');
    let roman = word.len() <= ROMAN_LETTERS && lower.chars().all(|c| "ivxlc".contains(c));
    !word.is_empty() && (digits || roman || NUMBERS.contains(&lower))
}

#[cfg(test)]
mod tests {
    use super::heading_level;

    #[test]
    fn numbered_parts_and_capitals_are_headings() {
        let check = |line, expected| assert_eq!(heading_level(line), expected, "{line}");
        check("ACT II", Some(1));
        check("INT. HARBOUR OFFICE - NIGHT", Some(2));
        check("Chapter 4. The Harbour", Some(2));
        check("Item 4: Harbour", Some(2));
        check("THE HARBOUR AT NIGHT", Some(3));
        check("The harbour at night", None);
        check("HELP!", None);
        check("NATO", Some(3));
        check("Part 4 of it was lost.", None);
        check("Part 4.", Some(1));
    }
}
