//! The subject of a reporting verb: before it, or behind it where the order is inverted.

use crate::attribution::languages::class::Class;
use crate::attribution::languages::name::Names;
use crate::attribution::languages::phrase::{Head, Phrase};
use crate::attribution::languages::table::Manner;
use crate::attribution::languages::tokens::Kind;
use crate::attribution::languages::verb::Report;

/// How far before its verb a subject may begin, in tokens.
const FAR: usize = 48;
/// A verb that comes second is within this many tokens of the start of its sentence.
const SECOND: usize = 20;
/// Most places before a verb at which a subject is looked for.
const MOST_STARTS: usize = 8;
/// Most words between a verb and its subject: "sagte am Montag in Berlin der Sprecher".
const MOST_SKIPPED: usize = 7;

impl Names<'_> {
    /// The subject of a report. `None` if it has none that can be found. `known` tells whether the
    /// word at a token is the surname of somebody in the story.
    pub(crate) fn subject(self, report: &Report, known: impl Fn(usize) -> bool) -> Option<Phrase> {
        if let Some(at) = report.subject {
            return self.phrase(at);
        }
        let before = self.subject_before(report.start);
        let last = report.start.checked_sub(1).map(|at| &self.tokens[at]);
        // "... und sagte": the subject is that of the verb before.
        if last.is_some_and(|token| token.is(Class::CONJUNCTION)) {
            return before.or_else(|| self.inverted_subject(report.start));
        }
        let is_source = |phrase: &Phrase| is_source(phrase, &known);
        let behind = self.subject_behind(report.end);
        // "Nachdem Holm gegangen war, sagte Berg": the first clause has a subject of its own.
        let is_fronted = self.lexicon.has_noun_capitals()
            && self.tokens[0].is(Class::SUBORDINATOR)
            && last.is_some_and(|token| token.kind == Kind::Comma);
        match (before, behind) {
            (_, Some(next)) if is_fronted && is_source(&next) => behind,
            (Some(phrase), Some(next)) if is_source(&phrase) => {
                // "Der Zeitung sagte Karla Wiese": only a name or a pronoun comes before it.
                let is_person =
                    |phrase: &Phrase| matches!(phrase.head, Head::Name { .. } | Head::Pronoun(_));
                let is_object = report.manner == Manner::Call || is_person(&phrase);
                if is_object || !is_person(&next) {
                    before
                } else {
                    behind
                }
            }
            (Some(phrase), None) if is_source(&phrase) => before,
            (Some(_), Some(phrase)) if is_source(&phrase) => behind,
            (Some(_), _) => before,
            (None, _) => behind,
        }
    }

    /// The phrase right behind the verb that ends at `end`, or behind adverbs and times.
    pub(crate) fn subject_behind(self, end: usize) -> Option<Phrase> {
        let mut at = end;
        while at < self.tokens.len() && at - end <= MOST_SKIPPED {
            let token = &self.tokens[at];
            let next = self.tokens.get(at + 1);
            let is_day = next.is_some_and(|next| next.is(Class::TIME));
            if token.is(Class::PREPOSITION) {
                at = self.behind_prepositional(at)?;
            } else if is_day && token.is(Class::ANY_DETERMINER) {
                // "dijo el martes la alcaldesa"
                at += 2;
            } else if token.is(Class::ADVERB | Class::TIME | Class::NEGATION) {
                at += 1;
            } else {
                break;
            }
        }
        self.phrase(at).filter(|_| !self.is_object(at))
    }

    /// Whether a phrase that starts at `at` cannot be a subject: "den Bericht". "Einer der Männer"
    /// can.
    fn is_object(self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_oblique = token.is(Class::OBLIQUE) && !token.is(Class::DETERMINER);
        is_oblique && self.lexicon.has_noun_capitals() && !self.word(at).ends_with("er")
    }

    /// The first subject before the token `limit` that comes behind its verb: "In Talhof rief der
    /// Pilot und winkte". Nobody where the subject comes first in every clause.
    pub(crate) fn inverted_subject(self, limit: usize) -> Option<Phrase> {
        if !self.lexicon.has_noun_capitals() {
            return None;
        }
        let function = Class::FUNCTION - (Class::VERB | Class::AUXILIARY);
        (1..limit.min(SECOND)).find_map(|verb| {
            let before = &self.tokens[verb - 1];
            let is_adjective = before.is(Class::ANY_DETERMINER | Class::PREPOSITION);
            let token = &self.tokens[verb];
            if token.kind != Kind::Word || token.is(function) || is_adjective {
                return None;
            }
            let phrase = self.subject_behind(verb + 1)?;
            let first = &self.tokens[phrase.start];
            let is_object = first.is(Class::OBLIQUE) && !first.is(Class::DETERMINER);
            // A noun without an article is an object more often than not.
            let is_open = match phrase.head {
                Head::Noun(_) => first.is(Class::DETERMINER),
                _ => true,
            };
            (!is_object && is_open && phrase.end <= limit).then_some(phrase)
        })
    }

    /// The end of the words behind the preposition at `at`: "am Montag", "in der Halle".
    fn behind_prepositional(self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        if self.tokens.get(next)?.is(Class::ANY_DETERMINER) {
            next += 1;
        }
        while next < at + MOST_SKIPPED {
            let token = self.tokens.get(next)?;
            if token.kind != Kind::Word || token.is(Class::FUNCTION - Class::TIME) {
                break;
            }
            next += 1;
        }
        // One noun: a name right behind it is the subject.
        let token = self.tokens.get(next)?;
        let is_noun = token.is_capital() || token.kind == Kind::Number;
        Some(if is_noun { next + 1 } else { next })
    }

    /// The phrase that is the subject of the verb at `verb`, before it.
    pub(crate) fn subject_before(self, verb: usize) -> Option<Phrase> {
        let last = self.tokens.get(verb.checked_sub(1)?)?;
        if last.is(Class::SUBORDINATOR | Class::THAT) {
            return None;
        }
        let from = verb.saturating_sub(FAR);
        let opens = |at: &usize| {
            *at == from || {
                let before = &self.tokens[*at - 1];
                let is_mark = matches!(
                    before.kind,
                    Kind::Comma | Kind::Semicolon | Kind::Dash | Kind::Quote(_) | Kind::Colon
                );
                is_mark || before.is(Class::CONJUNCTION | Class::SUBORDINATOR)
            }
        };
        (from..verb)
            .filter(opens)
            .take(MOST_STARTS)
            .find_map(|start| self.subject_from(start, verb))
    }

    /// The subject that starts at `start` and belongs to the verb at `verb`.
    fn subject_from(self, start: usize, verb: usize) -> Option<Phrase> {
        let skipped = Class::CONJUNCTION | Class::ADVERB;
        let start = (start..verb).find(|at| !self.tokens[*at].is(skipped))?;
        if self.tokens[start].is(Class::OBLIQUE) && !self.tokens[start].is(Class::DETERMINER) {
            return None;
        }
        let mut phrase = self.phrase(start)?;
        if phrase.end > verb || !self.can_be_between(&phrase, verb) {
            return None;
        }
        // "Karla Wiese, Leiterin der Werft in Talhof, sagte": the apposition is part of it.
        let has_comma = self.tokens[phrase.end..verb]
            .first()
            .map(|token| token.kind);
        let is_closed = self.tokens[verb - 1].kind == Kind::Comma;
        if is_closed && has_comma == Some(Kind::Comma) && verb - 1 > phrase.end {
            phrase.end = verb - 1;
        }
        Some(phrase)
    }

    /// Whether what is between a subject and the verb at `verb` can be there.
    fn can_be_between(self, subject: &Phrase, verb: usize) -> bool {
        let between = &self.tokens[subject.end..verb];
        let commas = self.tokens[subject.start..verb]
            .iter()
            .filter(|token| token.kind == Kind::Comma)
            .count();
        let is_broken = between.iter().any(|token| {
            matches!(
                token.kind,
                Kind::Colon | Kind::Semicolon | Kind::Stop | Kind::Quote(_)
            )
        });
        let other_subject = between
            .last()
            .is_some_and(|token| token.is(Class::PRONOUN) && token.is(Class::SEX));
        // "Karla Wiese, die Leiterin, die hier wohnt, sagte": an apposition with one of its own.
        let is_name = matches!(subject.head, Head::Name { .. });
        let is_nested = is_name
            && commas > 2
            && self.tokens[verb - 1].kind == Kind::Comma
            && self
                .tokens
                .get(subject.start..verb)
                .and_then(|tokens| tokens.iter().position(|token| token.kind == Kind::Comma))
                .and_then(|comma| self.tokens.get(subject.start + comma + 1))
                .is_some_and(|token| token.is(Class::ANY_DETERMINER));
        (commas % 2 == 0 || is_nested) && !is_broken && !other_subject
    }
}

/// Whether a phrase is likely to say something: a name, a pronoun, an office or a body. `known`
/// tells whether the word at a token is the surname of somebody in the story.
pub(crate) fn is_source(phrase: &Phrase, known: impl Fn(usize) -> bool) -> bool {
    let body = Class::ROLE | Class::TITLE | Class::ORGANISATION;
    match phrase.head {
        Head::Noun(class) => class.intersects(body),
        Head::Surname(at) => known(at),
        Head::Pronoun(_) | Head::Name { .. } => true,
    }
}
