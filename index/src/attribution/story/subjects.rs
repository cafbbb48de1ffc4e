//! Who the sentences of a story are about, and so who its pronouns mean.

use std::ops::Range;

use crate::attribution::name::sex::{Sex, sex_of};
use crate::attribution::people::register::PersonId;
use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::Phrase;
use crate::attribution::phrase::subject::subject;
use crate::attribution::story::about::{fronted_end, is_caption, is_object_her, owner_of_kin};
use crate::attribution::story::read::Story;
use crate::attribution::story::reading::Reading;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;
use crate::document::Source;

/// No pronoun is longer.
const MAX_PRONOUN_BYTES: usize = 7;

impl Story {
    /// Counts which pronouns follow each person's name: "she" in a sentence about Anna Berg, or in
    /// the sentences behind it, shows that she is a woman.
    pub(super) fn learn_sexes(
        &mut self,
        paragraphs: &[&str],
        readings: &[Reading],
        buffer: &mut Vec<Token>,
    ) {
        let mut votes = vec![[0_u32; 2]; self.register.len()];
        let mut kin = vec![None; self.register.len()];
        for (text, reading) in paragraphs.iter().zip(readings) {
            let mut about = None;
            reading.each_sentence(text, buffer, |tokens| {
                let subject = subject(text, tokens, tokens.len());
                if let Some(subject) = subject.filter(Phrase::head_is_name) {
                    about = self.resolver(text, tokens).person(&subject);
                }
                let Some(person) = about else { return };
                if let Some(subject) = subject.filter(Phrase::head_is_name) {
                    kin[person] = kin[person].or(owner_of_kin(text, tokens, subject.end));
                }
                let words = tokens.iter().filter(|token| token.is_word());
                for token in words.filter(|token| token.end - token.start <= MAX_PRONOUN_BYTES) {
                    if !token.has(Class::ANY_PRONOUN) {
                        continue;
                    }
                    match sex_of(&text[token.start..token.end]) {
                        Some(Sex::He) => votes[person][0] += 1,
                        Some(Sex::She) => votes[person][1] += 1,
                        None => {}
                    }
                }
            });
        }
        for (person, [he, she]) in votes.into_iter().enumerate() {
            // "Ashley Berg lost his brother": a given name that the story contradicts.
            match kin[person] {
                Some(Sex::He) if she == 0 => self.register.correct_sex(person, Sex::He),
                Some(Sex::She) if he == 0 => self.register.correct_sex(person, Sex::She),
                _ => {}
            }
            // More than two thirds must agree.
            if he > 2 * she {
                self.register.learn_sex(person, Sex::He, he);
            } else if she > 2 * he {
                self.register.learn_sex(person, Sex::She, she);
            }
        }
    }

    /// Adds the persons that the pronouns of a sentence mean to `found`, with the pronouns' bytes.
    pub(crate) fn pronouns(
        &mut self,
        text: &str,
        reading: &Reading,
        tokens: &[Token],
        found: &mut Vec<(Range<usize>, String)>,
    ) {
        let subject = subject(text, tokens, tokens.len());
        let people = self.people_in(text, reading, tokens);
        let person = subject.and_then(|phrase| self.about(text, tokens, &phrase));
        // A pronoun before the name in the subject means somebody else: "Her mother, Olga Holm,
        // sailed".
        let subject_start = subject.map_or(0, |phrase| match phrase.head {
            Head::Name(first, _) => first,
            _ => phrase.end,
        });
        let ahead = subject.filter(|_| person.is_some());
        let ahead = ahead.and_then(|subject| Some((fronted_end(text, tokens, &subject)?, person?)));
        let (mut is_noted, mut has_subject) = (false, false);
        for (at, token) in tokens.iter().enumerate() {
            if at >= subject_start && !is_noted {
                // From its subject on the sentence is about that person.
                has_subject = self.note_subject(text, tokens, subject);
                is_noted = true;
            }
            if !token.is_word() || !token.has(Class::ANY_PRONOUN) {
                continue;
            }
            let word = &text[token.start..token.end];
            let Some(sex) = sex_of(word) else {
                continue;
            };
            // "In his youth, Berg sailed"
            let means_subject = ahead.filter(|&(end, id)| {
                let known = self.register.person(id).sex;
                at < end && known.is_none_or(|known| known == sex)
            });
            // "Berg told him": an object is not the subject. "her" may be a possessive.
            let is_object = word.eq_ignore_ascii_case("him") || is_object_her(text, tokens, at);
            let except = person.filter(|_| is_object && is_noted);
            let nearest = || self.focus.nearest(&self.register, sex, except);
            if let Some(id) = means_subject.map(|(_, id)| id).or_else(nearest) {
                let name = self.register.person(id).name.clone();
                found.push((token.start..token.end, name));
            }
        }
        self.focus.mention(&people, has_subject);
    }

    /// The people that a sentence names outside its quotations.
    pub(super) fn people_in(
        &self,
        text: &str,
        reading: &Reading,
        tokens: &[Token],
    ) -> Vec<PersonId> {
        let names = reading.mentions(tokens);
        let is_body = |words: &str| self.register.is_body(words);
        names
            .map(|name| &text[name])
            .filter(|words| !is_body(words))
            .filter_map(|words| self.register.named(words))
            .collect()
    }

    /// The person that a sentence with this subject is about.
    pub(super) fn about(&self, text: &str, tokens: &[Token], subject: &Phrase) -> Option<PersonId> {
        let resolver = self.resolver(text, tokens);
        resolver
            .person(subject)
            .or_else(|| resolver.apposed(subject))
    }

    /// Notes who a sentence with this subject is about. Returns whether it is somebody.
    pub(super) fn note_subject(
        &mut self,
        text: &str,
        tokens: &[Token],
        subject: Option<Phrase>,
    ) -> bool {
        let Some(phrase) = subject.filter(|phrase| !is_caption(text, tokens, phrase)) else {
            return false;
        };
        let person = self.about(text, tokens, &phrase);
        let resolver = self.resolver(text, tokens);
        let is_shared = || match phrase.head {
            Head::Name(first, last) => self.register.is_shared_surname(resolver.words(first, last)),
            _ => false,
        };
        let stranger = resolver.stranger(&phrase);
        let is_unknown = || phrase.head_is_name() && resolver.identity(&phrase).1 == Source::Person;
        match person {
            Some(person) => self.focus.set(person),
            None if is_shared() => self.focus.set_ambiguous(),
            None if resolver.is_open_office(&phrase) => self.focus.set_ambiguous(),
            None if resolver.is_like_somebody(&phrase) => self.focus.set_ambiguous(),
            None if is_unknown() => self.focus.set_unknown(),
            None => match stranger {
                Some(sex) => self.focus.set_stranger(sex),
                None => return false,
            },
        }
        true
    }
}
