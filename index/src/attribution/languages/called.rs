//! Reports whose words are not behind a colon: what a thing is called, quotations before the verb,
//! and the words of somebody who is cited.

use std::ops::Range;

use crate::attribution::languages::class::Class;
use crate::attribution::languages::phrase::{Head, Phrase};
use crate::attribution::languages::report::{Reports, SPLIT};
use crate::attribution::languages::source::Voice;
use crate::attribution::languages::table::Manner;
use crate::attribution::languages::tokens::{Kind, Token};
use crate::attribution::languages::verb::{Report, ends_clause};
use crate::document::rule::Rule;

/// Forms of the verb that makes the passive.
const PASSIVE: [&str; 5] = ["werden", "wird", "worden", "wurde", "wurden"];

/// Most tokens that a sentence opens with before its verb if they are a preposition and quotations:
/// "Von „großer“ oder gar „sehr großer Sorge“ sprach Berg".
const FRONTED: usize = 8;

/// Most words of a thing that is part of what it is called: "den Plan „eine Zumutung“".
const OBJECT: usize = 3;

impl Reports<'_> {
    /// Attributes the quotations that a sentence opens with behind a preposition: "Von einem
    /// „großen Tag“ sprach Berg", "Als „Unfug“ bezeichnete Berg den Plan".
    pub(crate) fn fronted(&mut self, report: &Report) -> bool {
        let tokens = self.tokens();
        let before = &tokens[..report.start];
        let opens = before
            .first()
            .is_some_and(|token| token.is(Class::PREPOSITION | Class::SUBORDINATOR));
        let ends = before.last().is_some_and(|token| token.quote().is_some());
        let is_part = |token: &Token| token.quote().is_some() || token.kind == Kind::Word;
        let fits = self.resolver.table.comma_clauses
            && opens
            && ends
            && report.end - report.start == 1
            && before.len() <= FRONTED
            && before[1..].iter().all(is_part);
        let phrase = self.names().subject_behind(report.end).filter(|_| fits);
        let Some(phrase) = phrase else {
            return false;
        };
        let voice = self.resolver.voice(&phrase, Some(report.finite));
        let cue = self.cue(report);
        for quote in before.iter().filter_map(Token::quote) {
            let range = self.quotes[quote].start..self.quotes[quote].end;
            self.push(range, &voice, true, cue.clone(), Rule::QuoteSaid);
        }
        true
    }

    /// Attributes what a thing is called by a verb at the end of its clause: "weil Berg den Plan
    /// als „Unfug“ bezeichnet". Who is the subject of a relative clause cannot be told.
    pub(crate) fn called_at_end(&mut self, report: &Report) -> bool {
        let tokens = self.tokens();
        let quote = report
            .start
            .checked_sub(1)
            .and_then(|at| tokens[at].quote());
        let is_last = tokens.get(report.end).is_none_or(ends_clause);
        let fits = report.manner == Manner::Call && is_last && report.start > 1;
        let Some(quote) = quote.filter(|_| fits && self.resolver.table.comma_clauses) else {
            return false;
        };
        let comma = (0..report.start - 1)
            .rev()
            .find(|at| tokens[*at].kind == Kind::Comma);
        let opener = tokens.get(comma.map_or(0, |comma| comma + 1));
        let is_relative =
            comma.is_some() && opener.is_some_and(|token| token.is(Class::ANY_DETERMINER));
        // "als" before the quotation.
        let mut end = report.start - 1;
        end -= usize::from(tokens[end - 1].is(Class::SUBORDINATOR));
        let clause = comma.map_or(0, |comma| comma + 1)..end;
        let is_passive = |at: usize| {
            let word = self.names().word(at).to_lowercase();
            PASSIVE.contains(&word.as_str())
        };
        let phrase =
            if clause.clone().any(is_passive) || is_passive(report.end.min(tokens.len() - 1)) {
                // "wird von Berg als „Unfug“ bezeichnet"
                let by = clause.clone().find(|at| tokens[*at].is(Class::ATTACHING));
                by.and_then(|by| self.names().phrase(by + 1))
            } else {
                let phrase = self.names().subject_before(end);
                phrase.filter(|_| !is_relative)
            };
        let voice = self.voice_or_understood(phrase.as_ref(), report);
        let range = self.quotes[quote].start..self.quotes[quote].end;
        self.push(range, &voice, true, self.cue(report), Rule::SaidQuote);
        true
    }

    /// Attributes the words that somebody is cited with: "Die Zeitung zitiert Berg mit den Worten
    /// „...“".
    pub(crate) fn cited_words(&mut self, report: &Report) {
        let tokens = self.tokens();
        let names = self.names();
        if !self.resolver.table.comma_clauses || report.tail.is_some() {
            return;
        }
        let limit = tokens.len().min(report.end + SPLIT);
        let Some(at) = (report.end..limit).find(|at| tokens[*at].quote().is_some()) else {
            return;
        };
        let is_announced =
            tokens[at - 1].kind == Kind::Colon || names.word(at - 1).eq_ignore_ascii_case("worten");
        let (Some(first), true) = (names.phrase(report.end), is_announced) else {
            return;
        };
        // "Berg zitiert die Zeitung": the paper before the verb, or behind it.
        let object = match names.subject_before(report.start) {
            Some(_) => Some(first),
            None => names.phrase(first.end),
        };
        let Some((object, quote)) = object.zip(tokens[at].quote()) else {
            return;
        };
        let voice = self.resolver.voice(&object, None);
        let range = self.quotes[quote].start..self.quotes[quote].end;
        self.push(range, &voice, true, self.cue(report), Rule::SaidQuote);
    }

    /// Who is cited: the phrase behind it, or the name right behind its own.
    pub(crate) fn cited(&self, phrase: Option<&Phrase>) -> Voice {
        let Some(phrase) = phrase else {
            return Voice::default();
        };
        let object = self.names().phrase(phrase.end);
        match (object, phrase.head) {
            (Some(object), _) => self.resolver.voice(&object, None),
            (None, Head::Name { first, .. }) if first > phrase.start + 1 => {
                self.resolver.voice(phrase, None)
            }
            _ => Voice::default(),
        }
    }

    /// Attributes what a thing is called: the quotation alone if it is most of that.
    pub(crate) fn called(
        &mut self,
        report: &Report,
        phrase: Option<&Phrase>,
        (object, quote): (Range<usize>, Range<usize>),
    ) -> bool {
        // "nannte Berg den Plan": behind the verb comes the subject, then the object.
        let start = phrase
            .filter(|phrase| phrase.start >= report.end)
            .and_then(|phrase| self.tokens().get(phrase.end))
            .map_or(object.start, |token| token.start);
        let whole = start.min(quote.start)..object.end;
        let voice = self.voice_or_understood(phrase, report);
        let cue = self.cue(report);
        let text = self.names().text;
        let object = text[whole.start..quote.start].split_whitespace().count();
        let is_most = letters(&text[quote.clone()]) * 2 >= letters(&text[whole.clone()]);
        if is_most || object > OBJECT {
            self.push(quote, &voice, true, cue, Rule::SaidQuote);
        } else {
            self.push(whole, &voice, false, cue, Rule::SaidAbout);
        }
        true
    }
}

/// How many letters and digits a text has.
fn letters(text: &str) -> usize {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
}
