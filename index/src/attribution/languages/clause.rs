//! Reported clauses: behind their verb, before it, around it, and those that "as" introduces.

use std::ops::Range;

use crate::attribution::languages::class::Class;
use crate::attribution::languages::phrase::{Head, Phrase};
use crate::attribution::languages::report::{Reports, SPLIT};
use crate::attribution::languages::source::Voice;
use crate::attribution::languages::table::Manner;
use crate::attribution::languages::tokens::{Kind, Token};
use crate::attribution::languages::verb::{Report, ends_clause};
use crate::document::rule::Rule;

/// Fewest words of a clause without quotation marks that a verb behind it reports.
const CLAUSE: usize = 3;
/// A clause is given by its quotations alone if these are this part of it: a third.
const QUOTED: usize = 3;

impl Reports<'_> {
    /// Attributes what a clause with "as" is about: wie Berg sagte, comme l'a dit Berg.
    pub(crate) fn as_clause(&mut self, report: &Report) -> bool {
        let tokens = self.tokens();
        let Some((start, phrase)) = self.as_source(report) else {
            return false;
        };
        let voice = self.resolver.voice(&phrase, Some(report.finite));
        let cue = self.cue(report);
        let end = phrase.end.max(report.end);
        if start == 0 {
            let ahead = &tokens[end..tokens.len().min(end + SPLIT)];
            let comma = ahead.iter().position(|token| token.kind == Kind::Comma);
            let range = comma.and_then(|comma| self.content(end + comma + 1, tokens.len()));
            if let Some(range) = range {
                self.push_clause(range, &voice, cue, Rule::AsSaid);
            }
        } else if let Some(quote) = self.quote_ending_before(start) {
            let range = self.quotes[quote].start..self.quotes[quote].end;
            self.push(range, &voice, true, cue, Rule::QuoteSaid);
        } else if tokens[start - 1].kind == Kind::Comma {
            self.interrupted(start - 1, end, &voice, cue, Rule::ClauseSaid);
        }
        true
    }

    /// The token of "as" before a report, and the subject between them or behind the verb.
    fn as_source(&self, report: &Report) -> Option<(usize, Phrase)> {
        let (tokens, names) = (self.tokens(), self.names());
        let opens = |at: &usize| tokens[*at].is(Class::AS);
        let is_object = |at: &usize| tokens[*at].is(Class::ADVERB | Class::DETERMINER);
        let last = (0..report.start).rev().find(|at| !is_object(at));
        if let Some(at) = last.filter(opens) {
            return Some((at, names.subject_behind(report.end)?));
        }
        let phrase = names.subject_before(report.start)?;
        let at = phrase.start.checked_sub(1).filter(opens)?;
        Some((at, phrase))
    }

    /// Attributes the clause from the token `start` to the end of the sentence.
    pub(crate) fn clause_behind(&mut self, report: &Report, start: usize, rule: Rule) -> bool {
        if report.manner != Manner::Say {
            return false;
        }
        let Some(range) = self.content(start, self.tokens().len()) else {
            return false;
        };
        let phrase = self.resolver.subject(report);
        let is_source = phrase.is_some_and(|phrase| self.resolver.is_source(&phrase));
        if rule == Rule::SaidColon && !is_source {
            return false;
        }
        let voice = self.voice_or_understood(phrase.as_ref(), report);
        self.push_clause(range, &voice, self.cue(report), rule);
        true
    }

    /// Adds what a clause reports: its quotations alone if they are a third of it.
    pub(crate) fn push_clause(
        &mut self,
        range: Range<usize>,
        voice: &Voice,
        cue: Option<String>,
        rule: Rule,
    ) {
        let quotes = self.quotes;
        let from = quotes.partition_point(|quote| quote.start < range.start);
        let within = quotes[from..].iter();
        let within = within.take_while(|quote| quote.start < range.end);
        let quoted: usize = within.clone().map(|quote| quote.end - quote.start).sum();
        if quoted * QUOTED < range.len() {
            self.push(range, voice, false, cue, rule);
            return;
        }
        for quote in within {
            self.push(quote.start..quote.end, voice, true, cue.clone(), rule);
        }
    }

    /// Attributes the clause before the verb, and the rest that follows its subject.
    pub(crate) fn clause_before(&mut self, report: &Report) {
        let tokens = self.tokens();
        let Some(comma) = report.start.checked_sub(1) else {
            return;
        };
        if tokens[comma].kind != Kind::Comma {
            return;
        }
        let names = self.names();
        let phrase = match report.subject {
            Some(at) => names.phrase(at),
            None => names.subject_behind(report.end),
        };
        let Some(phrase) = phrase else {
            return;
        };
        // "Die Leiterin, Karla Wiese, forderte die Schließung": what is behind the verb says
        // nothing.
        let is_known = match phrase.head {
            Head::Surname(at) => self.resolver.register.speaks(names.word(at)),
            _ => self.resolver.is_source(&phrase),
        };
        if !is_known {
            return;
        }
        let voice = self.resolver.voice(&phrase, Some(report.finite));
        let end = phrase.end.max(report.end);
        self.interrupted(comma, end, &voice, self.cue(report), Rule::ClauseSaid);
    }

    /// Attributes the clause that ends at `comma`, and what goes on behind another comma from
    /// `end`.
    pub(crate) fn interrupted(
        &mut self,
        comma: usize,
        end: usize,
        voice: &Voice,
        cue: Option<String>,
        rule: Rule,
    ) {
        let tokens = self.tokens();
        let rest = self.rest_behind(end);
        let opener = &tokens[0];
        let has_mood = tokens[..comma].iter().any(|token| token.is(Class::MOOD));
        // "Selbst wenn"
        let opener = match tokens.get(1) {
            Some(next) if opener.is(Class::ADVERB) => next,
            _ => opener,
        };
        let is_aside = opener.is(Class::SUBORDINATOR | Class::PREPOSITION) && !has_mood;
        let is_content = |token: &&Token| token.is_word() || token.kind == Kind::Number;
        let words = tokens[..comma].iter().filter(is_content).count();
        let is_clause = words >= CLAUSE || (rest.is_some() && words > 1);
        if is_aside || !is_clause {
            return;
        }
        if let Some(range) = self.content(0, comma) {
            self.push_clause(range, voice, cue.clone(), rule);
        }
        if let Some(range) = rest.and_then(|start| self.content(start, tokens.len())) {
            self.push_clause(range, voice, cue, Rule::Split);
        }
    }

    /// Where the interrupted clause goes on behind a report that ends at `end`.
    fn rest_behind(&self, end: usize) -> Option<usize> {
        let tokens = self.tokens();
        let comma = (end..tokens.len().min(end + SPLIT)).find(|at| ends_clause(&tokens[*at]))?;
        let next = tokens.get(comma + 1)?;
        let goes_on = tokens[comma].kind == Kind::Comma
            && next.is_word()
            && !next.is(Class::SUBORDINATOR | Class::CONJUNCTION);
        let is_office = self.names().phrase(comma + 1).is_some_and(|phrase| {
            let ends = tokens.get(phrase.end).is_none_or(ends_clause);
            ends || matches!(phrase.head, Head::Noun(class) if class.intersects(Class::ROLE))
        });
        (goes_on && !is_office).then_some(comma + 1)
    }
}
