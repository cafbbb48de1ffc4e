//! Whether a document's labels are speakers: the evidence of how often, where and how each was seen.

use std::collections::HashSet;

use crate::ingest::block::{Block, Part};
use crate::ingest::outline::labels::Seen;
use crate::ingest::outline::names::Fulls;
use crate::text::label::name::{examiner, is_office, is_role, is_titled};
use crate::text::label::questions::{is_answer, is_question};
use crate::text::label::shape::Shape;

/// Where fewer paragraphs than this share bear a label, a text is no transcript from end to end, and its labels need to read like names.
const SPARSE: f64 = 0.15;

/// The labels that are speakers, of all that were seen in `texts` paragraphs. `listed` are the speakers that the front matter names.
pub fn accept(
    mut seen: Vec<Seen>,
    texts: usize,
    listed: &[String],
    blocks: &[Block],
    speech: bool,
) -> Vec<Seen> {
    let letters = questions(&mut seen);
    let first_text = blocks
        .iter()
        .position(|block| block.part == Part::Text)
        .unwrap_or(0);
    let share = |count: usize| count as f64 / texts.max(1) as f64;
    let fulls = Fulls::of(listed);
    let is_listed = |one: &Seen| fulls.with(&one.name).next().is_some();
    let all: usize = seen.iter().map(|one| one.count).sum();
    if share(all) < SPARSE {
        let common = common_words(&seen, blocks);
        seen.retain(|one| is_listed(one) || reads_like_a_name(one, &common));
    }
    // "Host: Anna Berg" stands once, and tells who it is; "Host:" again and again speaks.
    for one in seen
        .iter_mut()
        .filter(|one| one.notice && is_role(&one.name))
    {
        one.notice = one.count < 3 && one.timed < 2;
    }
    let is_candidate = |one: &&Seen| !one.notice && !matches!(one.shape, Shape::Letter);
    let candidates: Vec<&Seen> = seen.iter().filter(is_candidate).collect();
    let repeated: usize = candidates
        .iter()
        .filter(|one| one.upright >= 2)
        .map(|one| one.upright)
        .sum();
    let repeaters = candidates.iter().filter(|one| one.upright >= 2).count();
    let upright: usize = candidates.iter().map(|one| one.upright).sum();
    let distinct = candidates.len();
    let timed: usize = candidates.iter().map(|one| one.timed).sum();
    let titled: usize = seen.iter().map(|one| one.titled).sum();
    let addresses: usize = seen
        .iter()
        .filter(|one| one.shape == Shape::Address)
        .map(|one| one.count)
        .sum();
    let coverage = share(upright);
    let person_like = |one: &Seen| {
        one.shape == Shape::Capitals || (one.shape == Shape::Colon && one.name.contains(' '))
    };
    let all_person_like = candidates.iter().all(|one| person_like(one));
    let has_listed = seen.iter().any(is_listed);
    // One bold line again and again among other text is a heading; two people take turns.
    let bold_again =
        (repeaters >= 2 || coverage >= SPARSE) && candidates.iter().any(|one| one.bold >= 2);
    let labelled = titled > 0
        || has_listed
        || timed >= 2
        || bold_again
        || (repeated >= 4
            && repeaters >= 2
            && (share(repeated) >= 0.15 || (repeated >= 20 && share(repeated) >= 0.05)))
        || (repeated >= 3 && coverage >= 0.5)
        || (distinct >= 2 && upright >= 2 && coverage >= 0.6 && all_person_like);
    // Subtitles name a speaker who is out of sight, in capitals and now and then.
    let capitals = candidates
        .iter()
        .filter(|one| one.shape == Shape::Capitals)
        .map(|one| one.count);
    let subtitled = speech && capitals.clone().sum::<usize>() >= 3 && capitals.count() >= 2;
    seen.into_iter()
        .filter(|one| {
            if is_listed(one) {
                return true;
            }
            if one.notice {
                return false;
            }
            let again = one.count >= 2;
            match one.shape {
                _ if one.titled > 0 => true,
                Shape::Titled => true,
                Shape::Letter => letters,
                Shape::Address => again || (one.name.contains(' ') && addresses + titled >= 4),
                Shape::Bracket => labelled && (again || coverage >= 0.5),
                _ if one.timed > 0 && timed >= 2 => true,
                // Where somebody is examined, court and counsel speak between questions and answers.
                Shape::Capitals
                    if letters
                        && (is_titled(&one.name)
                            || is_office(&one.name)
                            || examiner(&one.name).is_some()) =>
                {
                    true
                }
                Shape::Capitals if subtitled => true,
                // A talk under one bold label at its very beginning is the one case where a lone label is trusted.
                _ if one.bold > 0 && !labelled => {
                    one.shape == Shape::Colon
                        && one.name.contains(' ')
                        && one.first_block == first_text
                }
                Shape::Loose => labelled && again && (one.bold > 0 || coverage >= 0.3),
                _ if !labelled => false,
                _ if one.upright == 0 => one.count >= 3,
                _ => {
                    again
                        || coverage >= 0.6
                        || (person_like(one) && coverage >= 0.3)
                        || one.bold > 0
                }
            }
        })
        .collect()
}

/// Whether questions and answers take turns. Letters that do not are somebody's initials, and are treated as such.
fn questions(seen: &mut [Seen]) -> bool {
    let count = |seen: &[Seen], wanted: fn(&str) -> bool| -> usize {
        seen.iter()
            .filter(|one| one.shape == Shape::Letter && wanted(&one.name))
            .map(|one| one.count)
            .sum()
    };
    let (asked, answered) = (count(seen, is_question), count(seen, is_answer));
    let q = count(seen, |name| name == "Q");
    let letters = (asked >= 1 && answered >= 1 && asked + answered >= 3) || q >= 2;
    // "P:" and "R:" among "M:" and "O:" are people.
    let others = seen
        .iter()
        .any(|one| one.shape != Shape::Letter && one.name.chars().count() == 1 && one.count >= 2);
    for one in seen.iter_mut().filter(|one| one.shape == Shape::Letter) {
        if !matches!(one.name.as_str(), "Q" | "A") && (!letters || others) {
            one.shape = Shape::Colon;
        }
    }
    letters
}

/// The words of labels that the text also writes in small letters.
fn common_words(seen: &[Seen], blocks: &[Block]) -> HashSet<String> {
    let wanted: HashSet<String> = seen.iter().flat_map(|one| words(&one.name)).collect();
    let mut common = HashSet::new();
    for block in blocks {
        for word in block.text.split(|c: char| !c.is_alphabetic()) {
            if word.starts_with(char::is_lowercase) && wanted.contains(word) {
                common.insert(word.to_owned());
            }
        }
    }
    common
}

/// The words of a name that tell whose it is, in small letters.
fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_lowercase)
}

/// Whether a label names a person and not a thing. "Practice Tips" again and again in bold is a heading: its words stand in the text in
/// small letters, as those of names do not. One plain word may be both ("Mark", "Will").
fn reads_like_a_name(one: &Seen, common: &HashSet<String>) -> bool {
    let exempt = one.titled > 0
        || one.timed > 0
        || matches!(one.shape, Shape::Titled | Shape::Address | Shape::Letter)
        || is_role(&one.name)
        || is_titled(&one.name)
        || is_office(&one.name);
    let mut words = words(&one.name).peekable();
    exempt
        || words.peek().is_none()
        || (one.bold == 0 && one.shape == Shape::Colon && !one.name.contains(' '))
        || words.any(|word| !common.contains(&word))
}
