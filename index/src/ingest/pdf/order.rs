//! Puts the letters of a line in the order in which they are read.
//!
//! A program may draw all letters of one font first, the spaces for example, and go back for those
//! of another. Letters of such a line are ordered by their places, and so are its gaps.
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
    /// How far along the line it begins and ends, in points.
    along: f64,
    to: f64,
    /// Whether it is no letter but a gap between the letters drawn before and after it.
    gap: bool,
}

/// A gap before a letter that is a space, in sizes of letters.
pub const SPACE: f64 = 0.1;

impl Letter {
    /// A letter at this place.
    pub fn new(text: &str, along: f64, width: f64) -> Self {
        Self {
            text: plain(text),
            along,
            to: along + width,
            gap: false,
        }
    }

    /// A gap between words, after a letter that ends here.
    pub fn gap(along: f64) -> Self {
        Self {
            text: " ".to_owned(),
            along,
            to: along,
            gap: true,
        }
    }

    /// Makes it end here, if it ends before.
    pub fn extend_to(&mut self, to: f64) {
        self.to = self.to.max(to);
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

/// The text of a line whose letters have this size, with single spaces. The letters are in the
/// order in which they are drawn.
pub fn in_reading_order(letters: Vec<Letter>, size: f64) -> String {
    let right = letters.iter().filter(|one| one.is_right_to_left()).count();
    let letters = if right > 0 {
        turned(letters, right, size)
    } else if goes_back(&letters, size) {
        by_place(clusters(letters), size).concat()
    } else {
        letters
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
fn turned(letters: Vec<Letter>, right: usize, size: f64) -> Vec<Letter> {
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
    clusters = by_place(clusters, size);
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

/// Whether a line goes back by more than a letter to draw some of its letters.
fn goes_back(letters: &[Letter], size: f64) -> bool {
    let drawn = letters.iter().filter(|letter| !letter.gap);
    let mut end = f64::NEG_INFINITY;
    drawn.fold(false, |back, letter| {
        let back = back || letter.along < end - size;
        end = letter.to;
        back
    })
}

/// Letters in the order of their places, with a space where there is a gap between two.
fn by_place(mut clusters: Vec<Vec<Letter>>, size: f64) -> Vec<Vec<Letter>> {
    clusters.retain(|cluster| !cluster[0].gap);
    clusters.sort_by(|one, other| one[0].along.total_cmp(&other[0].along));
    let mut spaced: Vec<Vec<Letter>> = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        if let Some(before) = spaced.last()
            && cluster[0].along - before[0].to > size * SPACE
        {
            let end = before[0].to;
            spaced.push(vec![Letter::gap(end)]);
        }
        spaced.push(cluster);
    }
    spaced
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
                .map(|(c, place)| Letter::new(&c.to_string(), f64::from(place), 1.0))
                .collect();
            if backwards {
                letters.reverse();
            }
            letters
        };
        assert_eq!(in_reading_order(letters(false), 1.0), read, "{drawn}");
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
    fn spaces_drawn_before_the_letters_are_between_their_words() {
        let check = |first: &[(&str, f64)], rest: &[(&str, f64)], read: &str| {
            let drawn = first.iter().chain(rest);
            let mut letters: Vec<Letter> = Vec::new();
            for (text, place) in drawn {
                if let Some(end) = letters.last().map(|letter| letter.to) {
                    letters.push(Letter::gap((end + place) / 2.0));
                }
                letters.push(Letter::new(text, *place, 1.0));
            }
            assert_eq!(in_reading_order(letters, 1.0), read);
        };
        check(
            &[(" ", 2.0), (" ", 5.0), (".", 8.0)],
            &[
                ("a", 0.0),
                ("b", 1.0),
                ("c", 3.0),
                ("d", 4.0),
                ("e", 6.0),
                ("f", 7.0),
            ],
            "ab cd ef.",
        );
        // Without drawn spaces, there is one at a gap.
        check(
            &[(".", 5.0)],
            &[("ב", 0.0), ("א", 1.0), ("ד", 3.0), ("ג", 4.0)],
            ".גד אב",
        );
    }

    #[test]
    fn ligatures_are_letters() {
        check("o\u{FB03}ce  x", "office x");
    }
}
