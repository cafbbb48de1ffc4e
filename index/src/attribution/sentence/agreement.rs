//! Whether the word before a verb can be its subject, and in which number.
//!
//! Forms such as "claims" or "report" are nouns as well; the word before them decides.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun;
use crate::attribution::sentence::far_subject::far_subject;
use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Kind;

/// The word right before a verb group.
pub(crate) struct Agreement<'a> {
    sentence: Sentence<'a>,
    /// First token of the verb group.
    group: usize,
}

impl<'a> Agreement<'a> {
    /// The word before the verb group that starts at `group`.
    pub(crate) fn new(sentence: Sentence<'a>, group: usize) -> Agreement<'a> {
        Agreement { sentence, group }
    }

    /// Whether it ends a clear subject: a pronoun, a name, a noun for people, a body or a text.
    pub(crate) fn is_subject(&self) -> bool {
        let Some(token) = self
            .group
            .checked_sub(1)
            .map(|at| &self.sentence.tokens[at])
        else {
            return false;
        };
        match token.kind {
            Kind::Word => {
                let opens_sentence = self.group == 1 && token.has(Class::COMMON);
                let subject = Class::SOURCE_NOUN | Class::PRONOUN | Class::REL;
                (token.capital && !opens_sentence) || token.has(subject)
            }
            Kind::Mark(b')' | b',') => true,
            _ => false,
        }
    }

    /// Whether it is a singular subject of a noun in -s that is a verb here, with an article or a
    /// name: "the paper reports", not "news reports" or "Rust Belt states".
    pub(crate) fn is_singular(&self) -> bool {
        let sentence = self.sentence;
        let last = self.group - 1;
        let verb = self.group;
        let token = &sentence.tokens[last];
        let content = sentence.is_word(verb + 1, "that")
            || sentence.is_quote(verb + 1)
            || sentence.is_mark(verb + 1, b':');
        if !content && (self.is_thing() || sentence.is_word(verb, "states")) {
            return false;
        }
        // "Democratic calls": an adjective, though written like a name.
        let adjective = token.capital
            && !sentence.is_word(verb + 1, "that")
            && ["ic", "ican", "ish", "ese"]
                .iter()
                .any(|ending| sentence.word(last).ends_with(ending));
        if adjective {
            return false;
        }
        if token.has(Class::ROLES) || token.plain(Class::TEXT | Class::ORG) {
            let article = sentence.tokens[verb.saturating_sub(5)..verb]
                .iter()
                .any(|token| token.has(Class::NOUN_PHRASE_OPENER));
            return article && !token.has(Class::ROLES);
        }
        true
    }

    /// Whether it is a plural subject, as a base form has it: "voters say", "they say".
    pub(crate) fn is_plural(&self) -> bool {
        let Some(last) = self.group.checked_sub(1) else {
            return false;
        };
        let sentence = self.sentence;
        let token = &sentence.tokens[last];
        let noun = sentence.cue(self.group).is_some_and(|cue| cue.noun);
        if token.is(b',') {
            return !noun;
        }
        let singular = sentence.is_any(last, &["he", "she", "it"]);
        let pronoun = token.has(Class::PRONOUN | Class::REL) && !singular;
        let ends_in_s = sentence.word(last).ends_with('s') && !token.has(Class::AUX) && !noun;
        let name = token.capital && last > 0 && !noun;
        let word = token.has(Class::ROLES) || pronoun || ends_in_s || name;
        (token.is_word() && word) || (!noun && self.is_plural_phrase())
    }

    /// "people in the harbour", "Six in 10": the phrase before the verb
    /// is about several people.
    fn is_plural_phrase(&self) -> bool {
        let sentence = self.sentence;
        if far_subject(sentence, self.group).is_some() {
            return true;
        }
        let Some(phrase) = noun::left(sentence.text, sentence.tokens, self.group, 0) else {
            return false;
        };
        let Head::Common(at) = phrase.head else {
            return false;
        };
        // "Six in 10": the number is the last token, whatever the head is.
        let last = self.group - 1;
        let counted = sentence.tokens[last].kind == Kind::Number && last > phrase.start;
        // "People briefed on the storm": a participle may be taken for the noun.
        let is_several = |at| sentence.has(at, Class::ROLES) || sentence.is_in(at, &lists::SHARES);
        counted || (phrase.start..=at).any(is_several)
    }

    /// "the issue of Treasury notes", "Treasury notes of every sort": nothing that a body notes.
    fn is_thing(&self) -> bool {
        let sentence = self.sentence;
        let token = &sentence.tokens[self.group - 1];
        let body = token.capital && token.has(Class::ORG);
        let of_body = body && self.group >= 2 && sentence.is_word(self.group - 2, "of");
        let goes_on = sentence.is_any(self.group + 1, &["of", "which", "whose"]);
        of_body || (goes_on && !token.has(Class::PRONOUN))
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks whether something is said in `text`.
    fn check(text: &str, expected: bool) {
        assert_eq!(!attribute(&[text])[0].is_empty(), expected, "{text}");
    }

    #[test]
    fn a_form_that_is_a_noun_as_well_needs_a_subject() {
        check("The board claims that it sails.", true);
        check("The mayor of Lindalen claims that it sails.", true);
        check("The Bank of England notes that it sails.", true);
        check("Anna Berg reports from Lindalen that it sails.", true);
        check("People briefed on the storm say that it sails.", true);
        check("Six in 10 say it sails.", true);
        check("The amount of Treasury notes issued is small.", false);
        check("All issues of Harbour notes of every sort are old.", false);
    }
}
