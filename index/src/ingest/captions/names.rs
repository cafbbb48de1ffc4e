//! Names on a line of their own in a cue, above what is said: `ANNA`, then "Good morning"; and
//! names in parentheses before it: `(Anna) Good morning`.
//!
//! One such line proves nothing: "STOP" may be a sign on a wall, and "(LAUGHS)" a sound. They are
//! names if at least two come again, in capitals in a file whose other lines are not in capitals,
//! or if they are names of people.

use std::collections::HashMap;

use crate::ingest::captions::cue::Cue;
use crate::ingest::people::is_person;
use crate::text::label::name::{is_capitals, name_in};
use crate::text::label::notice::is_notice;

/// A file has at least so many lines with names that come again.
const FEWEST: usize = 4;

/// Names of more words are headings or signs.
const NAME_WORDS: usize = 4;

/// Makes labels of the names on lines of their own: "ANNA: Good morning".
pub fn label_names(cues: &mut [Cue]) {
    take_out_of_brackets(cues);
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

/// Makes labels of names in parentheses, if they are those of people: "Anna: Good morning".
fn take_out_of_brackets(cues: &mut [Cue]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in cues.iter().filter_map(bracketed) {
        *counts.entry(name.to_owned()).or_default() += 1;
    }
    counts.retain(|name, count| *count >= 2 && is_person(&written_small(name)));
    if counts.len() < 2 || counts.values().sum::<usize>() < FEWEST {
        return;
    }
    for cue in cues {
        let name = bracketed(cue).filter(|name| counts.contains_key(*name));
        let Some(name) = name.map(str::to_owned) else {
            continue;
        };
        let text = &mut cue.lines[0].text;
        let said = text[name.len() + "()".len()..].trim_start_matches([':', ' ']);
        *text = format!("{name}: {said}");
    }
}

/// The name in parentheses before the words of a cue.
fn bracketed(cue: &Cue) -> Option<&str> {
    let text = &cue.lines.first()?.text;
    let (name, said) = text.strip_prefix('(')?.split_once(')')?;
    let fits = name.split_whitespace().count() <= NAME_WORDS && !said.trim().is_empty();
    (fits && name_in(name).is_some() && !is_notice(name)).then_some(name)
}

/// A name in capitals as it is written in a text.
fn written_small(name: &str) -> String {
    if !is_capitals(name) {
        return name.to_owned();
    }
    let small = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(String::from).unwrap_or_default();
        first + &letters.as_str().to_lowercase()
    };
    name.split(' ').map(small).collect::<Vec<_>>().join(" ")
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
        && (is_capitals(text) || is_full_name(text))
        && name_in(text).is_some()
        && !is_notice(text);
    is_name.then_some(text)
}

/// Whether a text is the name of a person with more than one word, each as names begin.
fn is_full_name(text: &str) -> bool {
    let is_initial = |word: &str| word.starts_with(char::is_uppercase);
    text.contains(' ') && text.split_whitespace().all(is_initial) && is_person(text)
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
        let full = ["Anna Berg", "Karl Holm", "Anna Berg", "Karl Holm"];
        check(full, &full);
    }

    #[test]
    fn names_of_people_in_parentheses_are_labels_and_sounds_are_not() {
        let check = |names: [&str; 4], expected: &[&str]| {
            let cue = |index: usize, name: &str| {
                format!("00:0{index},000 --> 00:0{index},900\n({name}) The boat is in.\n\n")
            };
            let text: String = (0..4).map(|index| cue(index, names[index])).collect();
            let document = document("a.srt", &text);
            let found: Vec<String> = spoken(&document).into_iter().map(|one| one.1).collect();
            assert_eq!(found, expected, "{names:?}");
        };
        let names = ["ANNA", "KARL", "ANNA", "KARL"];
        check(names, &names);
        check(["LAUGHS", "SIGHS", "LAUGHS", "SIGHS"], &[""]);
    }
}
