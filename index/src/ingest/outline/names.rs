//! What the speakers of a document's labels are called.
//!
//! Titles go unless they tell two people apart; names in capitals take the form that the text gives them; a short form and initials
//! stand for the one full name that they fit.

use std::collections::HashMap;

use crate::ingest::block::Block;
use crate::ingest::outline::labels::{Seen, Speaker, key};
use crate::ingest::outline::roster::Roster;
use crate::text::label::Shape;
use crate::text::label::asks::asks;
use crate::text::label::name::{examiner, is_capitals, without_titles};

pub fn canonical(
    accepted: Vec<Seen>,
    listed: &[String],
    roster: &Roster,
    blocks: &[Block],
) -> HashMap<String, Speaker> {
    let bare: Vec<&str> = accepted
        .iter()
        .map(|one| {
            let bare = without_titles(&one.name);
            // With "Mr. BERG" and "Mrs. BERG" in one document the title tells them apart.
            let shared = accepted.iter().any(|other| {
                other.name != one.name
                    && without_titles(&other.name).eq_ignore_ascii_case(bare)
                    && has_other_title(&one.name, &other.name)
            });
            if shared { one.name.as_str() } else { bare }
        })
        .collect();
    let cased = cased_forms(&bare, blocks);
    let shown: Vec<String> = bare
        .iter()
        .map(|name| {
            cased
                .get(&name.to_lowercase())
                .map_or((*name).to_owned(), Clone::clone)
        })
        .collect();
    accepted
        .iter()
        .zip(&shown)
        .map(|(one, name)| {
            let speaker = match (one.shape, one.name.as_str()) {
                (Shape::Letter, name) if asks(name) => Speaker::Asks,
                (Shape::Letter, _) => Speaker::Answers,
                _ if examiner(&one.name).is_some() => {
                    let bare = without_titles(examiner(&one.name).unwrap_or(name));
                    let known = shown.iter().find(|known| known.eq_ignore_ascii_case(bare));
                    Speaker::Examines(known.map_or_else(|| bare.to_owned(), Clone::clone))
                }
                _ => Speaker::Named(longest_form(name, listed, roster, &shown)),
            };
            (key(&one.name), speaker)
        })
        .collect()
}

/// Whether two labels differ in a title: "Mr. BERG" and "Mrs. BERG" do, "BERG" and "Mr. BERG" do not.
fn has_other_title(one: &str, other: &str) -> bool {
    let title = |name: &str| {
        let bare = without_titles(name);
        name[..name.len() - bare.len()].trim().to_lowercase()
    };
    let (one, other) = (title(one), title(other));
    !one.is_empty()
        && !other.is_empty()
        && one != other
        && [&one, &other].iter().any(|title| {
            title.starts_with("mrs") || title.starts_with("ms") || title.starts_with("miss")
        })
}

/// The full name that a short label stands for, if exactly one fits: listed names first, then longer labels.
fn longest_form(name: &str, listed: &[String], roster: &Roster, shown: &[String]) -> String {
    if let Some(full) = only(listed.iter().filter(|full| names_part_of(name, full))) {
        return full.clone();
    }
    let lower = name.to_lowercase();
    if let Some(full) = roster.full(name) {
        // "Anna (AB)" in a talk of Anna Berg.
        return only(listed.iter().filter(|longer| names_part_of(full, longer)))
            .unwrap_or(full)
            .clone();
    }
    let known = || listed.iter().chain(shown).chain(&roster.names);
    if is_initials(name) {
        return only(known().filter(|full| initials(full) == lower))
            .unwrap_or(&name.to_owned())
            .clone();
    }
    if name.contains(' ') || is_rank(&lower) {
        return name.to_owned();
    }
    let begins_or_ends = |full: &&String| {
        let words: Vec<String> = full.split_whitespace().map(str::to_lowercase).collect();
        // "QUEEN MARGARET", "FIRST LORD", "Lady Macbeth" are other people than "Margaret", "Lord", "Macbeth".
        (2..=4).contains(&words.len())
            && (words[0] == lower || words[words.len() - 1] == lower)
            && !is_rank(&words[0])
    };
    only(shown.iter().chain(&roster.names).filter(begins_or_ends))
        .map_or_else(|| name.to_owned(), Clone::clone)
}

/// Whether `name` is the whole or a part of a full name: "Berg" of "Anna Berg", but not "Anna Lund".
pub fn names_part_of(name: &str, full: &str) -> bool {
    let name = without_titles(name).to_lowercase();
    let full = full.to_lowercase();
    !name.is_empty()
        && (name == full
            || name
                .split_whitespace()
                .all(|word| full.split_whitespace().any(|part| part == word)))
}

/// The one value of an iterator, which may come more than once.
fn only<'s>(mut names: impl Iterator<Item = &'s String>) -> Option<&'s String> {
    let first = names.next()?;
    names.all(|name| name == first).then_some(first)
}

/// "AvW", "MF": two to four letters, most of them capitals.
fn is_initials(name: &str) -> bool {
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    let letters = name.chars().count();
    (2..=4).contains(&letters)
        && name.chars().all(char::is_alphabetic)
        && capitals >= 2
        && name.starts_with(char::is_uppercase)
}

/// The first letters of a name of two words or more, in lower case.
fn initials(full: &str) -> String {
    if !full.contains(' ') {
        return String::new();
    }
    full.split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_rank(word: &str) -> bool {
    const WORDS: &str = "\
        first|second|third|fourth|fifth|sixth|old|young|other|another|both|all|lady|lord|\
        king|queen|prince|princess|duke|duchess|earl|count|countess|sir|saint|st|st.|\
        servant|soldier|gentleman|citizen|audience|speaker|member|voice|chair|chairman|\
        president|officer|clerk|moderator|host|guest";
    WORDS.split('|').any(|known| known == word)
}

/// For names written in capitals, the form in ordinary letters that the document's own text gives them.
fn cased_forms(names: &[&str], blocks: &[Block]) -> HashMap<String, String> {
    // Names by their last word: a text's words are looked up one by one.
    let mut by_last: HashMap<String, Vec<String>> = HashMap::new();
    for name in names.iter().filter(|name| is_capitals(name)) {
        let lower = name.to_lowercase();
        if let Some(last) = lower.split_whitespace().next_back() {
            let names = by_last.entry(last.to_owned()).or_default();
            if !names.contains(&lower) {
                names.push(lower.clone());
            }
        }
    }
    let mut forms = HashMap::new();
    if by_last.is_empty() {
        return forms;
    }
    let mut wanted: usize = by_last.values().map(Vec::len).sum();
    for block in blocks {
        let mut rest = block.text.as_str();
        let mut base = 0;
        while let Some(start) = rest.find(char::is_alphabetic) {
            let word = &rest[start..];
            let end = word
                .find(|c: char| !c.is_alphabetic() && c != '-' && c != '\'' && c != '’')
                .unwrap_or(word.len());
            let word = &word[..end];
            let (word_start, word_end) = (base + start, base + start + end);
            base = word_end;
            rest = &block.text[base..];
            if word.len() < 3
                || !word.starts_with(char::is_uppercase)
                || !word.chars().any(char::is_lowercase)
            {
                continue;
            }
            let word = word
                .strip_suffix("'s")
                .or_else(|| word.strip_suffix("’s"))
                .unwrap_or(word);
            let Some(names) = by_last.get(&word.to_lowercase()) else {
                continue;
            };
            for name in names {
                let head = name.len().saturating_sub(word.len());
                let Some(from) = word_start.checked_sub(head) else {
                    continue;
                };
                let Some(form) = block.text.get(from..word_start + word.len()) else {
                    continue;
                };
                if form.to_lowercase() == *name
                    && form.starts_with(char::is_uppercase)
                    && !is_capitals(form)
                    && !forms.contains_key(name)
                {
                    forms.insert(name.clone(), form.to_owned());
                    wanted -= 1;
                }
            }
            if wanted == 0 {
                return forms;
            }
        }
    }
    forms
}
