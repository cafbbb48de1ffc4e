//! The source of a participle: "Berg rose, saying", "with Berg saying", "Recalling it, Berg left".
//!
//! Positions are tokens of the sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{self, Phrase};
use crate::attribution::phrase::subject::subject;
use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;

/// How far before the participle a subordinate clause may open that it belongs to.
const CLAUSE_TOKENS: usize = 20;

/// A participle that reports.
pub(crate) struct Participle<'a> {
    sentence: Sentence<'a>,
    /// First token of its verb group.
    group: usize,
}

impl<'a> Participle<'a> {
    /// The participle whose verb group starts at `group`.
    pub(crate) fn new(sentence: Sentence<'a>, group: usize) -> Participle<'a> {
        Participle { sentence, group }
    }

    /// "Speaking to reporters, Berg said": the phrase behind the first comma.
    pub(crate) fn subject_after_comma(&self) -> Option<Phrase> {
        let sentence = self.sentence;
        let end = sentence.tokens.len();
        let comma = (0..end).find(|&at| {
            let inside = sentence.is_quote(at) && sentence.ends_in_comma(at);
            sentence.is_mark(at, b',') || inside
        })?;
        noun::right(sentence.text, sentence.tokens, comma + 1, end)
    }

    /// "with Berg saying": the subject of its own behind "with".
    pub(crate) fn subject_behind_with(&self) -> Option<Phrase> {
        let sentence = self.sentence;
        let phrase = noun::left(sentence.text, sentence.tokens, self.group, 0)?;
        let with = phrase.start > 0 && sentence.is_word(phrase.start - 1, "with");
        (with && !matches!(phrase.head, Head::Pronoun(_))).then_some(phrase)
    }

    /// The name or text right before it, the subject of the clause that "when" or "as" opens, or
    /// that of the sentence.
    pub(crate) fn subject(&self) -> Option<Phrase> {
        let sentence = self.sentence;
        let before = &sentence.tokens[self.group.checked_sub(1)?];
        if before.is_word() && before.capital {
            return noun::left(sentence.text, sentence.tokens, self.group, 0);
        }
        if before.plain(Class::TEXT) {
            return self.source_of_text();
        }
        self.clause_subject()
            .or_else(|| subject(sentence.text, sentence.tokens, self.group))
    }

    /// "the report saying": the text; "Berg issued a statement saying": Berg.
    fn source_of_text(&self) -> Option<Phrase> {
        let sentence = self.sentence;
        let subject = subject(sentence.text, sentence.tokens, self.group)?;
        let text = noun::left(sentence.text, sentence.tokens, self.group, 0)?;
        let issued = (text.start.saturating_sub(4)..text.start)
            .any(|at| sentence.is_in(at, &lists::ISSUING_VERBS));
        Some(if issued { subject } else { text })
    }

    /// "when Holm rose, shouting": the subject of a subordinate clause, if it is a person.
    fn clause_subject(&self) -> Option<Phrase> {
        let sentence = self.sentence;
        let floor = self.group.saturating_sub(CLAUSE_TOKENS).max(1);
        let opener = (floor..self.group)
            .rev()
            .find(|&at| sentence.is_in(at, &lists::PARTICIPLE_CLAUSES))?;
        let phrase = noun::right(sentence.text, sentence.tokens, opener + 1, self.group)?;
        let person = match phrase.head {
            Head::Name(..) => true,
            Head::Pronoun(at) => sentence.is_any(at, &["he", "she", "they"]),
            Head::Common(at) => sentence.has(at, Class::ROLE | Class::ROLES),
        };
        let next = sentence.tokens.get(phrase.end)?;
        // "after Holm on Monday", "as mayor in May": no clause.
        let clause = next.is_word() && !next.plain(Class::PREP | Class::TIME);
        // "Berg rose after they left, saying": what many do before a comma is over.
        let many = matches!(phrase.head, Head::Pronoun(at) if sentence.is_word(at, "they"));
        let over = many && sentence.is_mark(self.group - 1, b',');
        (clause && person && !over).then_some(phrase)
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks the source of the first thing said in `text`: the person, else the words.
    fn check(text: &str, expected: &str) {
        let found = attribute(&[text]);
        let source = found[0].first().map(|utterance| {
            utterance
                .speaker
                .as_ref()
                .unwrap_or(&utterance.speaker_text)
        });
        assert_eq!(source.map(String::as_str), Some(expected), "{text}");
    }

    #[test]
    fn the_nearest_clause_has_the_subject() {
        check(
            "Nobody laughed when Otto Holm rose, shouting \"it sails at once, my friends.\"",
            "Otto Holm",
        );
    }

    #[test]
    fn a_preposition_opens_no_clause() {
        check(
            "Anna Berg went after Holm on Monday, calling it \"a wreck of a ship\".",
            "Anna Berg",
        );
        check(
            "Anna Berg rose after they left, saying that it sails.",
            "Anna Berg",
        );
    }

    #[test]
    fn a_participle_behind_with_has_a_subject_of_its_own() {
        check(
            "The ferry left, with half of the captains saying it sails.",
            "half of the captains",
        );
    }

    #[test]
    fn who_issues_a_text_says_it() {
        check(
            "Anna Berg issued a statement saying that it sails.",
            "Anna Berg",
        );
    }
}
