//! Puts the letters of a line in the order in which they are read.
//!
//! Letters written from right to left (Arabic, Hebrew) are drawn from left to right by most
//! programs. A line with more of them than of others is turned around, except for its numbers and
//! Latin words; in another line, only they are turned around. Their forms that depend on their
//! neighbours become plain letters, and ligatures the letters they join.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A letter, or the letters of a ligature, on a line.
#[derive(Clone, Debug)]
pub struct Letter {
    text: String,
    /// How far along the line it begins, in points.
    along: f64,
}

impl Letter {
    /// A letter at this place.
    pub fn new(text: &str, along: f64) -> Self {
        Self {
            text: plain(text),
            along,
        }
    }

    /// A space between words.
    pub fn space(along: f64) -> Self {
        Self {
            text: " ".to_owned(),
            along,
        }
    }

    /// Whether it is white space, or nothing.
    pub fn is_space(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether a clause may end with it.
    pub fn ends_clause(&self) -> bool {
        self.text
            .ends_with(['.', ',', ';', ':', '!', '?', '”', '"', '’', ')'])
    }

    fn is_right_to_left(&self) -> bool {
        self.text.chars().any(is_right_to_left)
    }

    /// Whether it is read from left to right, as numbers are in any text.
    fn is_left_to_right(&self) -> bool {
        self.text
            .chars()
            .any(|c| c.is_alphanumeric() && !is_right_to_left(c))
    }
}

/// The text of a line, with single spaces. The letters are in the order in which they are drawn.
pub fn in_reading_order(letters: Vec<Letter>) -> String {
    let right = letters.iter().filter(|one| one.is_right_to_left()).count();
    let letters = if right == 0 {
        letters
    } else {
        turned(letters, right)
    };
    let mut text = String::new();
    for letter in &letters {
        if !letter.is_space() {
            text.push_str(&letter.text);
        } else if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
    text
}

/// The letters of a line of which `right` are read from right to left.
fn turned(letters: Vec<Letter>, right: usize) -> Vec<Letter> {
    let left = letters.iter().filter(|one| one.is_left_to_right()).count();
    let mut clusters = clusters(letters);
    // Already in reading order: drawn from right to left.
    let backwards = clusters
        .windows(2)
        .filter(|pair| pair[1][0].along < pair[0][0].along)
        .count();
    if backwards * 2 > clusters.len() {
        return clusters.concat();
    }
    clusters.sort_by(|one, other| one[0].along.total_cmp(&other[0].along));
    let is_right = |cluster: &Vec<Letter>| cluster[0].is_right_to_left();
    let is_left = |cluster: &Vec<Letter>| cluster[0].is_left_to_right();
    if right > left {
        clusters.reverse();
        reverse_runs(&mut clusters, is_left, is_right);
    } else {
        reverse_runs(&mut clusters, is_right, is_left);
    }
    clusters.concat()
}

/// Letters with the marks above or below them.
fn clusters(letters: Vec<Letter>) -> Vec<Vec<Letter>> {
    let mut clusters: Vec<Vec<Letter>> = Vec::new();
    for letter in letters {
        let is_mark = !letter.text.is_empty() && letter.text.chars().all(is_combining_mark);
        match clusters.last_mut() {
            Some(cluster) if is_mark => cluster.push(letter),
            _ => clusters.push(vec![letter]),
        }
    }
    clusters
}

/// Reverses runs that begin and end with a cluster that is `wanted` and have none that `ends` them.
fn reverse_runs(
    clusters: &mut [Vec<Letter>],
    wanted: impl Fn(&Vec<Letter>) -> bool,
    ends: impl Fn(&Vec<Letter>) -> bool,
) {
    let mut at = 0;
    while at < clusters.len() {
        if !wanted(&clusters[at]) {
            at += 1;
            continue;
        }
        let mut last = at;
        let mut next = at;
        while next < clusters.len() && !ends(&clusters[next]) {
            if wanted(&clusters[next]) {
                last = next;
            }
            next += 1;
        }
        clusters[at..=last].reverse();
        at = next;
    }
}

/// Hebrew, Arabic, Syriac and Thaana, and the Arabic forms that depend on their neighbours.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
        && !matches!(c, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// A text with plain letters instead of ligatures and of forms that depend on their neighbours.
fn plain(text: &str) -> String {
    let is_form = |c: char| matches!(c, '\u{FB00}'..='\u{FB06}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}');
    if text.contains(is_form) {
        text.nfkc().filter(|c| *c != '\u{640}').collect()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Letter, in_reading_order};

    /// `drawn`: the letters of a line in the order of their places.
    fn check(drawn: &str, read: &str) {
        let letters = |backwards: bool| -> Vec<Letter> {
            let letters = drawn.chars().zip(0_u8..);
            let mut letters: Vec<Letter> = letters
                .map(|(c, place)| Letter::new(&c.to_string(), f64::from(place)))
                .collect();
            if backwards {
                letters.reverse();
            }
            letters
        };
        assert_eq!(in_reading_order(letters(false)), read, "{drawn}");
    }

    #[test]
    fn arabic_and_hebrew_are_read_from_right_to_left() {
        check("ءانيملا يف", "في الميناء");
        check("םולש", "שלום");
        check("\u{FEF3}\u{FE93}", "ةي");
        check("2025 ماع يف", "في عام 2025");
    }

    #[test]
    fn words_in_other_letters_keep_their_order() {
        check("BBC יתשר", "רשתי BBC");
        check("The word םולש means peace", "The word שלום means peace");
        check("No Hebrew", "No Hebrew");
    }

    #[test]
    fn ligatures_are_letters() {
        check("o\u{FB03}ce  x", "office x");
    }
}
