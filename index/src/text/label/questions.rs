//! Labels of questions and answers that name no speaker: `Q. text`, `A: text`, `Frage: text`,
//! `问：text`.

use crate::text::label::shape::{Label, Shape};
use crate::text::word_list::WordList;

static QUESTIONS: WordList = WordList::new(include_str!("lists/questions.txt"));
static ANSWERS: WordList = WordList::new(include_str!("lists/answers.txt"));

/// Whether the name in a label is a word for a question.
pub fn is_question(name: &str) -> bool {
    QUESTIONS.contains(name)
}

/// Whether the name in a label is a word for an answer.
pub fn is_answer(name: &str) -> bool {
    ANSWERS.contains(name)
}

/// The label of a question or answer at the start of a text: `Q. text`, `A: text`, `Q - text`, `Q1:
/// text`, `Frage: text`. Only Q and A may have a full stop: "P. Berg" is a name.
pub fn question_or_answer(text: &str) -> Option<Label<'_>> {
    let continues = |end: usize| text[end..].starts_with(char::is_alphabetic);
    let name = QUESTIONS
        .prefix_of(text)
        .or_else(|| ANSWERS.prefix_of(text))
        .filter(|word| !continues(word.len()))?;
    let mut end = name.len();
    if matches!(name, "Q" | "A") {
        // Numbered questions have three digits at most.
        end += text[end..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count()
            .min(3);
    }
    let after = &text[end..];
    let signs: &[&str] = match name {
        "Q" | "A" => &[".", ":", "：", " -", " –", " —"],
        _ if name.chars().count() == 1 => &[":", "：", " -", " –", " —"],
        _ => &[":", "："],
    };
    let sign = signs.iter().find(|sign| after.starts_with(**sign))?;
    if *sign != "：" && !matches!(after.as_bytes().get(sign.len()), None | Some(b' ')) {
        return None;
    }
    Some(Label {
        written: &text[..end],
        name: &text[..name.len()],
        shape: Shape::Letter,
        time_ms: None,
        rest: end + sign.len(),
    })
}
