//! Interviews that name their guest once: in the title, or where they introduce the guest.
//!
//! The questions are paragraphs in bold that end with a question mark, or labelled "Q". Whoever
//! answers is the one person that the title names and the introduction repeats, or the only person
//! of an introduction that says that somebody was met. Otherwise nobody is named.

use crate::attribution::name::parts::{NameKind, kind};
use crate::ingest::block::{Block, Part};
use crate::ingest::outline::page::Page;
use crate::text::label::questions::question_or_answer;

/// Fewer questions do not make an interview.
const MIN_QUESTIONS: usize = 2;

/// An introduction is shorter than this, in paragraphs.
const INTRODUCTION: usize = 8;

/// Words of a full name.
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=4;

/// Words before a place rather than a person.
const PLACE_WORDS: [&str; 5] = ["at", "from", "in", "near", "of"];

/// Words of an introduction that tell that somebody was asked.
const MEETING: [&str; 7] = [
    "asked",
    "interview",
    "interviewed",
    "met",
    "spoke",
    "talked",
    "visited",
];

/// An interview with one guest.
#[derive(Debug)]
pub struct Interview {
    /// The name of the guest.
    pub guest: String,
    /// Its questions are paragraphs in bold.
    pub is_bold: bool,
}

impl Interview {
    /// The interview that these blocks are, if they are one and name its guest.
    pub fn of(page: &Page, blocks: &[Block]) -> Option<Interview> {
        let bold = blocks.iter().filter(|block| is_bold_question(block));
        let is_bold = bold.take(MIN_QUESTIONS).count() == MIN_QUESTIONS;
        let first = blocks
            .iter()
            .position(|block| is_bold_question(block) || is_labelled(block))?;
        if !is_bold && !is_labelled(&blocks[first]) {
            return None;
        }
        let before = &blocks[..first];
        let heading = before
            .iter()
            .find(|block| matches!(block.part, Part::Heading(_)));
        let title = heading
            .map(|block| block.text.as_str())
            .or(page.title.as_deref())
            .unwrap_or_default();
        let introduction: Vec<&str> = before
            .iter()
            .filter(|block| block.part == Part::Text)
            .map(|block| block.text.as_str())
            .collect();
        if introduction.len() > INTRODUCTION {
            return None;
        }
        let guest = guest(title, &introduction)?.to_owned();
        Some(Interview { guest, is_bold })
    }

    /// Whether a text speaks of the guest by name, as the guest does not.
    pub fn is_about_guest(&self, text: &str) -> bool {
        let surname = self.guest.rsplit(' ').next().unwrap_or(&self.guest);
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| word == surname)
    }
}

/// Whether a paragraph is a question in bold from beginning to end.
pub fn is_bold_question(block: &Block) -> bool {
    let text = block.text.trim_end();
    block.part == Part::Text && !text.is_empty() && block.bold >= text.len() && text.ends_with('?')
}

/// Whether a paragraph is labelled as a question or answer.
fn is_labelled(block: &Block) -> bool {
    block.part == Part::Text && question_or_answer(&block.text).is_some()
}

/// The one person that a title and an introduction name.
fn guest<'a>(title: &str, introduction: &[&'a str]) -> Option<&'a str> {
    let mut names: Vec<&str> = introduction.iter().flat_map(|text| names(text)).collect();
    names.sort_unstable();
    names.dedup();
    let in_title: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| names_in_title(title, name))
        .collect();
    if let [name] = in_title[..] {
        return Some(name);
    }
    let meets = introduction
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphabetic()))
        .any(|word| MEETING.contains(&word));
    let is_person = |name: &&str| kind(&name.split(' ').collect::<Vec<_>>()) == NameKind::Person;
    let persons: Vec<&str> = names.iter().copied().filter(is_person).collect();
    match persons[..] {
        [name] if meets && in_title.is_empty() => Some(name),
        _ => None,
    }
}

/// Whether a title has a name, and not as a place.
fn names_in_title(title: &str, name: &str) -> bool {
    let Some(at) = title.find(name) else {
        return false;
    };
    let whole = !title[at + name.len()..].starts_with(char::is_alphanumeric);
    let before = title[..at].split_whitespace().next_back();
    let is_place = before.is_some_and(|word| {
        PLACE_WORDS
            .iter()
            .any(|place| word.eq_ignore_ascii_case(place))
    });
    whole && !is_place
}

/// The runs of capitalised words of a text that can be full names, as written.
fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize, usize)> = None;
    let mut at = 0;
    for word in text.split(' ') {
        let start = at;
        at += word.len() + 1;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(offset) = word.find(bare).filter(|_| !bare.is_empty()) else {
            push(text, run.take(), &mut found);
            continue;
        };
        // "Berg's" ends a name, and so does a mark.
        let bare = bare.strip_suffix("'s").unwrap_or(bare);
        let bare = bare.strip_suffix("\u{2019}s").unwrap_or(bare);
        let (from, to) = (start + offset, start + offset + bare.len());
        if bare.starts_with(char::is_uppercase) {
            run = match run.filter(|_| offset == 0) {
                Some((first, _, count)) => Some((first, to, count + 1)),
                None => {
                    push(text, run.take(), &mut found);
                    Some((from, to, 1))
                }
            };
            if offset + bare.len() < word.len() {
                push(text, run.take(), &mut found);
            }
        } else {
            push(text, run.take(), &mut found);
        }
    }
    push(text, run, &mut found);
    found
}

/// Adds a run of capitalised words unless it is too short, too long or certainly no person.
fn push<'a>(text: &'a str, run: Option<(usize, usize, usize)>, found: &mut Vec<&'a str>) {
    let Some((from, to, count)) = run else { return };
    let name = &text[from..to];
    let words: Vec<&str> = name.split_whitespace().collect();
    if NAME_WORDS.contains(&count) && kind(&words) != NameKind::Other {
        found.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::Interview;
    use crate::ingest::block::{Block, Part};
    use crate::ingest::outline::page::Page;

    /// Checks the guest of an interview with this title and introduction, and two questions in
    /// bold.
    fn check(title: &str, introduction: &str, expected: Option<&str>) {
        let block = |text: &str, part, bold| Block {
            text: text.to_owned(),
            part,
            bold,
            ..Block::default()
        };
        let questions = ["Why ships?", "And why here?"];
        let mut blocks = vec![
            block(title, Part::Heading(1), 0),
            block(introduction, Part::Text, 0),
        ];
        for question in questions {
            blocks.push(block(question, Part::Text, question.len()));
            blocks.push(block("They float, as a rule.", Part::Text, 0));
        }
        let found = Interview::of(&Page::default(), &blocks);
        let guest = found.as_ref().map(|found| found.guest.as_str());
        assert_eq!(guest, expected, "{title} / {introduction}");
    }

    #[test]
    fn the_guest_is_named_in_the_title_and_the_introduction() {
        check(
            "An hour with Anna Berg",
            "Anna Berg builds ships. We met her in Norhaven.",
            Some("Anna Berg"),
        );
        check(
            "Ships of oak",
            "We met the builder Anna Berg at the quay.",
            Some("Anna Berg"),
        );
    }

    #[test]
    fn without_one_person_there_is_no_guest() {
        check("Five questions on ships", "Ships are large.", None);
        check(
            "A day in Old Norhaven",
            "Old Norhaven has a quay and a crane.",
            None,
        );
        check(
            "Ships of oak",
            "We met Anna Berg and Otto Holm at the quay.",
            None,
        );
    }
}
