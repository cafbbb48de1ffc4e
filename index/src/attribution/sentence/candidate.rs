//! Which words of a sentence report.
//!
//! A form of a reporting verb reports if it is active, says that something was said rather than
//! that it might be, has a subject, and is no noun here. Positions are tokens of the sentence.

use crate::attribution::phrase::noun;
use crate::attribution::sentence::agreement::Agreement;
use crate::attribution::sentence::inversion::Inversion;
use crate::attribution::sentence::lists;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::sentence::verb::{VerbGroup, behind_particle};
use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Form, Frame};
use crate::attribution::words::scan::{Kind, Token};

/// How far a sentence that begins with its verb may run before its quotation opens.
const OPENING_TOKENS: usize = 24;

/// A word that may report: a form of a reporting verb.
pub(crate) struct Candidate<'a> {
    sentence: Sentence<'a>,
    at: usize,
    cue: Cue,
}

impl<'a> Candidate<'a> {
    /// The word at `at`, which the lexicon gives as `cue`.
    pub(crate) fn new(sentence: Sentence<'a>, at: usize, cue: Cue) -> Candidate<'a> {
        Candidate { sentence, at, cue }
    }

    /// Whether it reports here: a verb, active, with a subject.
    pub(crate) fn reports(&self) -> bool {
        if self.at == 0 {
            return self.opens_sentence();
        }
        let sentence = self.sentence;
        // "Berg Tweeted" is written like the name of the service.
        let capital =
            sentence.is_capital(self.at) && !sentence.is_any(self.at, &["tweeted", "tweets"]);
        if capital || self.is_determined() || self.is_fixed_phrase() {
            return false;
        }
        if self.cue.frame == Frame::About
            && (behind_particle(sentence, self.at).is_none()
                || sentence.is_word(self.at, "pointing"))
        {
            return false;
        }
        // "Berg, quoting Holm, said": whose words Berg passes on, not what she says.
        if sentence.is_word(self.at, "quoting") && sentence.is_capital(self.at + 1) {
            return false;
        }
        let before = &sentence.tokens[self.at - 1];
        let preposition = before.is_word()
            && before.has(Class::PREP)
            && !before.has(Class::ADVERB)
            && !before.capital;
        if preposition {
            return self.is_infinitive() || self.is_gerund();
        }
        let group = VerbGroup::new(sentence, self.at);
        if self.is_conditional() || self.is_passive(&group) || group.is_doubted() {
            return false;
        }
        // "more pledged delegates", "whose state"
        if sentence.is_any(self.at - 1, &["more", "most", "whose"])
            || self.is_noun_before_verb()
            || self.gives_a_name()
        {
            return false;
        }
        self.is_form_of(&group)
    }

    /// Whether it reports as the first word: "Saying it sails, ...", "Said Anna Berg: ...".
    fn opens_sentence(&self) -> bool {
        if self.cue.noun || self.cue.form == Form::Base {
            return false;
        }
        if self.cue.form == Form::Ing {
            return true;
        }
        let rest = &self.sentence.tokens[1..];
        let quotation = rest.iter().take(OPENING_TOKENS).any(Token::is_quote);
        self.sentence.is_capital(1)
            && (quotation || self.sentence.ends_in_colon())
            && Inversion::new(self.sentence, 0).source().is_some()
    }

    /// Whether a determiner makes it a noun: "the claims", "Berg's note".
    fn is_determined(&self) -> bool {
        let sentence = self.sentence;
        let before = &sentence.tokens[self.at - 1];
        if before.kind == Kind::Possessive {
            return true;
        }
        before.is_word()
            && before.has(Class::NOUN_PHRASE_OPENER)
            && !before.has(Class::PRONOUN | Class::ADVERB)
            && !sentence.is_in(self.at - 1, &lists::LONE_DETERMINERS)
            && !sentence.is_relative_that(self.at - 1)
    }

    /// "quips/quotes/photos", "think tank".
    fn is_fixed_phrase(&self) -> bool {
        let sentence = self.sentence;
        let slash = sentence.is_mark(self.at - 1, b'/') || sentence.is_mark(self.at + 1, b'/');
        let tank =
            sentence.is_word(self.at, "think") && sentence.is_any(self.at + 1, &["tank", "tanks"]);
        slash || tank
    }

    /// "went on to say", "declined to say".
    fn is_infinitive(&self) -> bool {
        self.sentence.is_word(self.at - 1, "to")
            && self.cue.form == Form::Base
            && self.at >= 2
            && self.sentence.is_in(self.at - 2, &lists::INFINITIVE_VERBS)
    }

    /// "by saying", "after announcing".
    fn is_gerund(&self) -> bool {
        let speaks = matches!(self.cue.frame, Frame::Any | Frame::Clause | Frame::Tell);
        self.cue.form == Form::Ing
            && !self.cue.noun
            && speaks
            && self.sentence.is_in(self.at - 1, &lists::PARTICIPLE_OPENERS)
    }

    /// "if promised", "as announced": it only tells how or on which condition.
    fn is_conditional(&self) -> bool {
        self.sentence.is_any(self.at - 1, &["when", "if", "as"])
    }

    /// "praised by"; also "adds to", which makes something larger.
    fn is_passive(&self, group: &VerbGroup<'_>) -> bool {
        let sentence = self.sentence;
        let by =
            self.cue.form == Form::Past && sentence.is_word(self.at + 1, "by") && group.is_bare();
        let adds =
            sentence.is_any(self.at, &["adds", "add"]) && sentence.is_word(self.at + 1, "to");
        by || adds
    }

    /// "Jobs report gives", "Southern states that have": a noun before a finite verb.
    fn is_noun_before_verb(&self) -> bool {
        let finite = matches!(self.cue.form, Form::Base | Form::Present);
        let next = self.at + 1 + usize::from(self.sentence.is_word(self.at + 1, "that"));
        let verb = self
            .sentence
            .tokens
            .get(next)
            .is_some_and(|next| next.plain(Class::ANY_VERB) && !next.has(Class::PREP));
        self.cue.noun && finite && verb
    }

    /// "runs a weekly show with Anna Berg called \"Low Water\"": a participle behind what another
    /// verb does, which gives the name of something.
    fn gives_a_name(&self) -> bool {
        let sentence = self.sentence;
        let is_name = sentence.is_capital(self.at + 1) || sentence.is_short_quote(self.at + 1);
        if !sentence.is_word(self.at, "called") || !is_name {
            return false;
        }
        let goes_on = |at: &usize| {
            let token = &sentence.tokens[*at];
            token.is_word() && !token.has(Class::CONJ | Class::REL | Class::SUBORD)
        };
        let start = (0..self.at).rev().take_while(goes_on).last();
        let clause = start.unwrap_or(self.at)..self.at;
        let does =
            |at: &usize| sentence.is_plain(*at, Class::ANY_VERB) && sentence.cue(*at).is_none();
        let thing = |at: &usize| sentence.is_any(*at, &["a", "an"]);
        clause
            .clone()
            .find(does)
            .is_some_and(|verb| (verb + 1..clause.end).any(|at| thing(&at)))
    }

    /// "with Anna Berg saying": a participle with a subject of its own behind "with".
    fn is_absolute(&self) -> bool {
        let sentence = self.sentence;
        let speaks = matches!(self.cue.frame, Frame::Any | Frame::Clause | Frame::Tell);
        let Some(phrase) = noun::left(sentence.text, sentence.tokens, self.at, 0) else {
            return false;
        };
        let with = phrase.start > 0 && sentence.is_word(phrase.start - 1, "with");
        speaks && !self.cue.noun && with
    }

    /// Whether its form fits its helpers and the subject before them.
    fn is_form_of(&self, group: &VerbGroup<'_>) -> bool {
        let be = group.has_helper(Class::BE);
        let agreement = Agreement::new(self.sentence, group.start);
        match self.cue.form {
            Form::Past if be => false,
            Form::Past => {
                let verb = !self.cue.noun || matches!(self.cue.frame, Frame::Any | Frame::Clause);
                let have = group
                    .helpers()
                    .iter()
                    .any(|token| token.has(Class::AUX) && !token.has(Class::BE));
                verb || have || agreement.is_subject()
            }
            Form::Base => {
                let helped = (group.start..self.at).any(|at| {
                    self.sentence.tokens[at].has(Class::MODAL)
                        || self.sentence.is_in(at, &lists::DO_FORMS)
                });
                helped || agreement.is_plural()
            }
            Form::Present => !self.cue.noun || (agreement.is_subject() && agreement.is_singular()),
            Form::Ing => {
                let before = &self.sentence.tokens[self.at - 1];
                let joined = before.is(b',')
                    || before.is(b'-')
                    || before.is_quote()
                    || before.has(Class::CONJ);
                let text = before.plain(Class::TEXT) && !self.cue.noun;
                be || joined || !group.is_bare() || text || self.is_absolute()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks how many things are said in `text`.
    fn check(text: &str, expected: usize) {
        assert_eq!(attribute(&[text])[0].len(), expected, "{text}");
    }

    #[test]
    fn nouns_passives_and_doubts_do_not_report() {
        check(
            "The ferry reports of the board, its claims and its calls are old.",
            0,
        );
        check("The ferry was called a wreck.", 0);
        check("Anna Berg could say that it sails.", 0);
        check("Anna Berg was criticized by the board.", 0);
        check("A ship called Spring sails.", 0);
        check(
            "She has a weekly show with Anna Berg called \"Low Water\".",
            0,
        );
        check("In May Otto Holm, a baker, called the ferry a wreck.", 1);
    }

    #[test]
    fn verbs_with_a_subject_report() {
        check("He's said that it sails.", 1);
        check("Anna Berg on Monday said it sails.", 1);
        check("Anna Berg went on to say that it sails.", 1);
        check("Anna Berg declined to say if it sails.", 1);
    }

    #[test]
    fn a_participle_may_come_first() {
        check("not asking for a berth. So if we find a way of", 0);
    }
}
