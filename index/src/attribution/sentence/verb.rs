//! A verb with the words before it that belong to it: auxiliaries, adverbs, times.
//!
//! Positions are tokens of the sentence.

use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;

/// Words that open a time, one behind the other: "late", "on", "this".
const MAX_TIME_OPENERS: usize = 3;

/// A verb and its helpers: "had also said", "on Monday said".
#[derive(Clone, Copy)]
pub(crate) struct VerbGroup<'a> {
    sentence: Sentence<'a>,
    /// Position of the first helper; that of the verb if it has none.
    pub(crate) start: usize,
    /// Position of the verb.
    verb: usize,
}

impl<'a> VerbGroup<'a> {
    /// The group of the verb at `verb`.
    pub(crate) fn new(sentence: Sentence<'a>, verb: usize) -> VerbGroup<'a> {
        let mut group = VerbGroup {
            sentence,
            start: verb,
            verb,
        };
        while let Some(start) = group.earlier_start() {
            group.start = start;
        }
        group
    }

    /// The tokens before the verb.
    pub(crate) fn helpers(&self) -> &'a [Token] {
        &self.sentence.tokens[self.start..self.verb]
    }

    /// Whether a helper has one of these classes.
    pub(crate) fn has_helper(&self, class: Class) -> bool {
        self.helpers().iter().any(|token| token.has(class))
    }

    /// Whether the verb has no helper.
    pub(crate) fn is_bare(&self) -> bool {
        self.start == self.verb
    }

    /// Whether a modal leaves open that anything was said: "could say", "might say".
    pub(crate) fn is_doubted(&self) -> bool {
        (self.start..self.verb).any(|at| {
            self.sentence.tokens[at].has(Class::MODAL)
                && self.sentence.is_in(at, &lists::DOUBTING_MODALS)
        })
    }

    /// The start of the group if the tokens right before it belong to it as well.
    fn earlier_start(&self) -> Option<usize> {
        let last = self.start.checked_sub(1)?;
        if self.is_time(last) {
            return Some(self.time_start(last));
        }
        self.is_helper(last).then_some(last)
    }

    fn is_helper(&self, at: usize) -> bool {
        let token = &self.sentence.tokens[at];
        let adverb = token.has(Class::ADVERBIAL) && !token.has(Class::DET);
        let helper =
            token.has(Class::AUX | Class::NEGATION) || adverb || self.sentence.is_word(at, "both");
        token.is_word() && !token.capital && helper
    }

    /// Whether the token at `at` ends a time: "Berg on Monday said", "Berg late Monday night said".
    fn is_time(&self, at: usize) -> bool {
        let token = &self.sentence.tokens[at];
        if at == 0 || !token.is_word() || !token.has(Class::TIME) || token.has(Class::GIVEN) {
            return false;
        }
        // "Anna Sun said": a short word behind another capitalised one is a part of a name.
        let short = self.sentence.word(at).len() <= 4;
        let part_of_name = token.capital && self.sentence.is_capital(at - 1) && short;
        !part_of_name
    }

    /// The first token of the time that ends with the token at `last`. Never the first of the
    /// sentence: a subject comes before it.
    fn time_start(&self, last: usize) -> usize {
        let sentence = self.sentence;
        let mut start = last;
        while start > 1
            && sentence.has(start - 1, Class::ADVERBIAL)
            && !sentence.has(start - 1, Class::DET)
        {
            start -= 1;
        }
        // "late on", "early this", "on the last"
        for _ in 0..MAX_TIME_OPENERS {
            let opens = sentence.is_in(start - 1, &lists::TIME_OPENERS);
            if start > 1 && (opens || sentence.is_any(start - 1, &["on", "in"])) {
                start -= 1;
            }
        }
        start
    }
}

/// The position behind the preposition that a verb like "spoke" needs. `None` if it is not there.
pub(crate) fn behind_particle(sentence: Sentence<'_>, verb: usize) -> Option<usize> {
    let first = sentence.word(verb).as_bytes().first()?;
    let particles: &[&str] = match first.to_ascii_lowercase() {
        b's' | b't' => &["about", "of", "out", "up"],
        b'p' => &["to", "out"],
        b'c' | b'b' => &["about", "that", "of"],
        _ => &["to", "at", "that", "about"],
    };
    sentence.is_any(verb + 1, particles).then_some(verb + 2)
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks which words report the first thing said in `text`.
    fn check(text: &str, expected: &str) {
        let found = attribute(&[text]);
        let cue = found[0].first().and_then(|first| first.cue.as_deref());
        assert_eq!(cue, Some(expected), "{text}");
    }

    #[test]
    fn helpers_and_times_belong_to_the_verb() {
        check("Anna Berg had also said it sails.", "had also said");
        check("Anna Berg on Monday said it sails.", "on Monday said");
        check(
            "Anna Berg late Monday night said it sails.",
            "late Monday night said",
        );
        check(
            "Anna Berg late on Sunday said it sails.",
            "late on Sunday said",
        );
        check(
            "Anna Berg only this week announced that it sails.",
            "only this week announced",
        );
    }
}
