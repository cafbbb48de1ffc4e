//! Compares names, dates and spellings with what a query asks for, in the simplest way.

use onrecord_index::text::fold::fold;
use onrecord_index::text::token::words;

pub fn folded(text: &str) -> Vec<String> {
    words(text)
        .map(|word| fold(word.text))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The words that a name must contain. A word with `*` matches those that start with it.
pub fn wanted(name: &str) -> Vec<String> {
    let words = name
        .split(' ')
        .flat_map(|word| match word.strip_suffix('*') {
            Some(start) => vec![format!("{}*", fold(start))],
            None => folded(word),
        });
    words.collect()
}

pub fn holds(name: &str, wanted: &[String]) -> bool {
    let has = folded(name);
    wanted.iter().all(|word| match word.strip_suffix('*') {
        Some(start) => has.iter().any(|own| own.starts_with(start)),
        None => has.contains(word),
    })
}

/// Whether a text fits a pattern in which `*` matches any number of characters.
pub fn fits(text: &str, pattern: &str) -> bool {
    match pattern.chars().next() {
        None => text.is_empty(),
        Some('*') => {
            (0..=text.len()).any(|at| text.is_char_boundary(at) && fits(&text[at..], &pattern[1..]))
        }
        Some(c) => text.starts_with(c) && fits(&text[c.len_utf8()..], &pattern[c.len_utf8()..]),
    }
}

/// Whether a document is at a path or below it. The path may begin at any folder of the
/// document's own. After a `#` comes the document's name in a file of several.
pub fn at_path(path: &str, doc: &str, pattern: &str) -> bool {
    let is_at = |pattern: &str| {
        let (path, pattern) = (fold(path), fold(pattern));
        let pattern = pattern.trim_end_matches('/').replace("**", "*");
        let folders = (0..path.len()).filter(|at| *at == 0 || path[..*at].ends_with('/'));
        let mut begins = folders.filter(|at| *at == 0 || !pattern.starts_with('/'));
        begins.any(|at| fits(&path[at..], &pattern) || fits(&path[at..], &format!("{pattern}/*")))
    };
    let hashes = pattern.char_indices().filter(|(_, c)| *c == '#');
    let mut records = hashes.map(|(at, _)| (&pattern[..at], &pattern[at + 1..]));
    is_at(pattern) || records.any(|(file, name)| is_at(file) && fits(&fold(doc), &fold(name)))
}

/// A date touches a range if one of its days is in it. Dates compare as text when what is missing
/// is written as zeros for the first day, and as the last month and day for the last one.
pub fn dated(date: &str, range: &str) -> bool {
    let first = |date: &str| format!("{date}{}", &"0000-00-00"[date.len()..]);
    let last = |date: &str| format!("{date}{}", &"0000-12-99"[date.len()..]);
    if let Some((from, to)) = range.split_once("..") {
        let begins = to.is_empty() || first(date) <= last(to);
        return begins && (from.is_empty() || last(date) >= first(from));
    }
    if let Some(bound) = range.strip_prefix(">=") {
        return last(date) >= first(bound);
    }
    if let Some(bound) = range.strip_prefix("<=") {
        return first(date) <= last(bound);
    }
    if let Some(bound) = range.strip_prefix('>') {
        return last(date) > last(bound);
    }
    if let Some(bound) = range.strip_prefix('<') {
        return first(date) < first(bound);
    }
    first(date) <= last(range) && last(date) >= first(range)
}

/// Letters inserted, deleted, replaced, or swapped with their neighbour; no letter twice.
pub fn differences(one: &[char], other: &[char]) -> usize {
    match (one, other) {
        ([], rest) | (rest, []) => rest.len(),
        ([a, one_rest @ ..], [b, other_rest @ ..]) => {
            if a == b {
                return differences(one_rest, other_rest);
            }
            // Words that differ this much in length are far apart anyway.
            if one.len().abs_diff(other.len()) > 2 || one.len().min(other.len()) > 12 {
                return 3;
            }
            let mut least = differences(one_rest, other)
                .min(differences(one, other_rest))
                .min(differences(one_rest, other_rest))
                + 1;
            if let ([_, c, one_rest @ ..], [_, d, other_rest @ ..]) = (one, other)
                && a == d
                && b == c
            {
                least = least.min(differences(one_rest, other_rest) + 1);
            }
            least
        }
    }
}
