//! Questions and answers whose speakers are not named: `Q. text`, `A: text`, `Frage: text`, `问：text`.

use crate::text::label::{Label, Shape};
use crate::text::word_list::WordList;

static QUESTIONS: WordList = WordList::new(include_str!("lists/questions.txt"));
static ANSWERS: WordList = WordList::new(include_str!("lists/answers.txt"));

/// Whether this label asks, whoever it may be.
pub fn asks(name: &str) -> bool {
    QUESTIONS.contains(name)
}

/// Whether this label answers, whoever it may be.
pub fn answers(name: &str) -> bool {
    ANSWERS.contains(name)
}

/// `Q. text`, `A: text`, `Q - text`, `Q1: text`, `Frage: text`. Only Q and A have a full stop: "P. Berg" is a name.
pub fn letter(head: &str) -> Option<Label<'_>> {
    let name = QUESTIONS
        .prefix_of(head)
        .or_else(|| ANSWERS.prefix_of(head))
        .filter(|word| !continues(head, word.len()))?;
    let mut end = name.len();
    if matches!(name, "Q" | "A") {
        end += head[end..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count()
            .min(3);
    }
    let behind = &head[end..];
    let signs: &[&str] = match name {
        "Q" | "A" => &[".", ":", "：", " -", " –", " —"],
        _ if name.chars().count() == 1 => &[":", "：", " -", " –", " —"],
        _ => &[":", "："],
    };
    let sign = signs.iter().find(|sign| behind.starts_with(**sign))?;
    if *sign != "：" && !matches!(behind.as_bytes().get(sign.len()), None | Some(b' ')) {
        return None;
    }
    Some(Label {
        written: &head[..end],
        name: &head[..name.len()],
        shape: Shape::Letter,
        time_ms: None,
        rest: end + sign.len(),
    })
}

/// Whether a word goes on behind `end`.
fn continues(head: &str, end: usize) -> bool {
    head[end..].starts_with(char::is_alphabetic)
}
