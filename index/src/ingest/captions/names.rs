//! Names on a line of their own in a cue, above what is said: `ANNA`, then "Good morning".
//!
//! One such line proves nothing: "STOP" may be a sign on a wall. They are names if at least two
//! come again, in capitals, in a file whose other lines are not in capitals.

use std::collections::HashMap;

use crate::ingest::captions::cue::Cue;
use crate::text::label::name::{is_capitals, name_in};
use crate::text::label::notice::is_notice;

/// A file has at least so many lines with names that come again.
const FEWEST: usize = 4;

/// Names of more words are headings or signs.
const NAME_WORDS: usize = 4;

/// Makes labels of the names on lines of their own: "ANNA: Good morning".
pub fn label_names(cues: &mut [Cue]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let (mut lines, mut loud) = (0_usize, 0_usize);
    for cue in cues.iter() {
        let names = usize::from(name(cue).is_some());
        if let Some(name) = name(cue) {
            *counts.entry(name.to_owned()).or_default() += 1;
        }
        for line in cue.lines.iter().skip(names) {
            lines += 1;
            loud += usize::from(!line.text.chars().any(char::is_lowercase));
        }
    }
    counts.retain(|_, count| *count >= 2);
    let repeated: usize = counts.values().sum();
    if counts.len() < 2 || repeated < FEWEST || loud * 2 > lines {
        return;
    }
    for cue in cues {
        let Some(name) = name(cue).filter(|name| counts.contains_key(*name)) else {
            continue;
        };
        let label = format!("{name}: ");
        let first = cue.lines.remove(0);
        if let Some(said) = cue.lines.first_mut() {
            said.text.insert_str(0, &label);
            said.span.start = first.span.start;
            said.line = first.line;
        }
    }
}

/// The name on the first line of a cue that has others.
fn name(cue: &Cue) -> Option<&str> {
    let [first, _, ..] = &cue.lines[..] else {
        return None;
    };
    let text = first.text.trim_end_matches(':');
    let is_name = first.voice.is_none()
        && text.split_whitespace().count() <= NAME_WORDS
        && !text.ends_with(['.', '!', '?', ',', '-'])
        && is_capitals(text)
        && name_in(text).is_some()
        && !is_notice(text);
    is_name.then_some(text)
}

#[cfg(test)]
mod tests {
    use crate::ingest::testing::{document, spoken};

    fn check(names: [&str; 4], expected: &[&str]) {
        let cue = |index: usize, name: &str| {
            format!("00:0{index},000 --> 00:0{index},900\n{name}\nThe boat is in.\n\n")
        };
        let text: String = (0..4).map(|index| cue(index, names[index])).collect();
        let document = document("a.srt", &text);
        let found: Vec<String> = spoken(&document).into_iter().map(|one| one.1).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_in_capitals_above_the_text_are_labels_if_they_come_again() {
        check(
            ["ANNA", "KARL", "ANNA", "KARL"],
            &["ANNA", "KARL", "ANNA", "KARL"],
        );
        check(["STOP", "NO ENTRY", "Anna", "Karl"], &[""]);
    }
}
