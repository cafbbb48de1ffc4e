//! A question whose asker the text leaves out: "Asked whether it sails", "when asked about it".
//!
//! Positions are tokens of the sentence.

use crate::attribution::sentence::finding::Finding;
use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::document::rule::Rule;

/// How far behind "asked" the question may begin for the verb to be passive.
const QUESTION_TOKENS: usize = 4;

/// The word "asked" where somebody is asked.
pub(crate) struct Question<'a> {
    sentence: Sentence<'a>,
    asked: usize,
}

/// The question of the word at `at`. `None` if it is not "asked" or somebody asks.
pub(crate) fn question(sentence: Sentence<'_>, at: usize) -> Option<Question<'_>> {
    if !sentence.is_word(at, "asked") {
        return None;
    }
    let passive = at == 0 || sentence.is_in(at - 1, &lists::QUESTION_OPENERS);
    let limit = sentence.tokens.len().min(at + 1 + QUESTION_TOKENS);
    let opens = (at + 1..limit).any(|at| sentence.is_in(at, &lists::QUESTION_WORDS));
    (passive && opens).then_some(Question {
        sentence,
        asked: at,
    })
}

impl Question<'_> {
    /// What is asked, up to the next comma or dash.
    pub(crate) fn finding(&self) -> Option<Finding> {
        let sentence = self.sentence;
        let last = sentence.last();
        let start =
            (self.asked + 1..last).find(|&at| sentence.is_in(at, &lists::QUESTION_WORDS))?;
        let end = (start + 1..last)
            .find(|&at| sentence.is_comma_or_dash(at))
            .unwrap_or(last);
        Some(Finding {
            content: start..end,
            source: None,
            cue: self.asked..self.asked + 1,
            rule: Rule::Asked,
            main: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;
    use crate::document::rule::Rule;

    /// Checks the rule and the words of the first thing said in `text`.
    fn check(text: &str, rule: Rule, words: &str) {
        let found = attribute(&[text]);
        let first = found[0].first();
        let found = first.map(|first| (first.rule, &text[first.range.clone()]));
        assert_eq!(found, Some((rule, words)), "{text}");
    }

    #[test]
    fn a_question_ends_before_the_answer() {
        check(
            "Asked whether the ferry stays, Anna Berg smiled.",
            Rule::Asked,
            "whether the ferry stays",
        );
        check(
            "Anna Berg was asked why it sails.",
            Rule::Asked,
            "why it sails",
        );
    }

    #[test]
    fn who_asks_is_the_source() {
        check(
            "Anna Berg asked whether the ferry stays.",
            Rule::SaidClause,
            "whether the ferry stays",
        );
    }
}
