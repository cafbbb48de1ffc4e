//! What the reporting verbs of a sentence report.
//!
//! A verb reports the quotation before it ("...", sagte Berg), the quotation or clause behind it
//! (Berg sagte: "...", Berg a dit que ...), or the clause that it interrupts or follows.

use std::ops::Range;

use crate::attribution::languages::class::Class;
use crate::attribution::languages::draft::Draft;
use crate::attribution::languages::marks::Quote;
use crate::attribution::languages::name::Names;
use crate::attribution::languages::phrase::{Head, Phrase};
use crate::attribution::languages::source::{Resolver, Voice};
use crate::attribution::languages::table::Manner;
use crate::attribution::languages::tokens::{Kind, Token};
use crate::attribution::languages::verb::{Report, ends_clause, report_at};
use crate::document::rule::Rule;

/// How far behind its verb a quotation, a colon or "that" may be, in tokens.
const FAR: usize = 40;
/// How far behind its subject the second part of a quotation may be: "sagte Berg am Montag, „...“".
pub(crate) const SPLIT: usize = 12;
/// How many words may be between a verb and "que".
const BEFORE_THAT: usize = 10;

/// Reads the reports of one sentence.
pub(crate) struct Reports<'a> {
    pub(crate) resolver: Resolver<'a>,
    pub(crate) quotes: &'a [Quote],
    pub(crate) drafts: &'a mut Vec<Draft>,
}

impl<'a> Reports<'a> {
    pub(crate) fn names(&self) -> Names<'a> {
        self.resolver.names
    }

    pub(crate) fn tokens(&self) -> &'a [Token] {
        self.resolver.names.tokens
    }

    /// Adds what the sentence reports.
    pub(crate) fn read(&mut self) {
        let mut at = 0;
        while at < self.tokens().len() {
            let names = self.names();
            match report_at(names.text, names.tokens, names.lexicon, at) {
                Some(report) => {
                    self.report(&report);
                    at = report.end;
                }
                None => {
                    self.introduced_source(at);
                    at += 1;
                }
            }
        }
    }

    fn report(&mut self, report: &Report) {
        if self.as_clause(report) {
            return;
        }
        if report.manner != Manner::Call && self.quote_before(report) {
            return;
        }
        if self.fronted(report) || self.called_at_end(report) || report.negated {
            return;
        }
        if report.is_final {
            // "..., die Berg angekündigt hatte, noch gebaut": the main clause goes on.
            let next = self.tokens().get(report.end);
            if next.is_some_and(|token| token.kind == Kind::Colon) {
                self.behind_verb(report);
            }
            return;
        }
        if report.manner == Manner::Cite {
            self.cited_words(report);
            return;
        }
        if !self.behind_verb(report) && report.manner == Manner::Say {
            self.clause_before(report);
        }
        self.embedded(report);
    }

    /// Attributes the quotations inside the clause behind the verb that nothing else reports: Berg
    /// sprach von einem „großen Tag“.
    fn embedded(&mut self, report: &Report) {
        let tokens = self.tokens();
        let names = self.names();
        let mut voice = None;
        for at in report.end..tokens.len() {
            let token = &tokens[at];
            let is_other = token.is(Class::REPORT) && Some(at) != report.tail;
            if token.kind == Kind::Semicolon || is_other {
                return;
            }
            let Some(quote) = token.quote() else {
                continue;
            };
            // "sprach von „Unfug“", but "sagte zum „Boten“"
            let is_about = at > 0
                && tokens[at - 1].is(Class::PREPOSITION)
                && (tokens[at - 1].is(Class::ATTACHING | Class::SUBORDINATOR)
                    || !self.resolver.table.comma_clauses);
            if names.is_title(at) && !is_about {
                continue;
            }
            let voice = voice.get_or_insert_with(|| {
                let phrase = self.resolver.subject(report);
                self.voice_or_understood(phrase.as_ref(), report)
            });
            let range = self.quotes[quote].start..self.quotes[quote].end;
            let voice = voice.clone();
            self.push(range, &voice, true, self.cue(report), Rule::SaidQuote);
        }
    }

    /// Attributes the quotation right before the verb, and the one that goes on behind its subject.
    fn quote_before(&mut self, report: &Report) -> bool {
        let Some(quote) = self.quote_ending_before(report.start) else {
            return false;
        };
        let names = self.names();
        let phrase = match report.subject {
            Some(at) => names.phrase(at),
            None => names.subject_behind(report.end),
        };
        let voice = match report.manner {
            Manner::Cite => self.cited(phrase.as_ref()),
            _ => self.voice_or_understood(phrase.as_ref(), report),
        };
        let cue = self.cue(report);
        let before = self.quotes[quote].start..self.quotes[quote].end;
        self.push(before, &voice, true, cue.clone(), Rule::QuoteSaid);
        let end = phrase.map_or(report.end, |phrase| phrase.end.max(report.end));
        if let Some(next) = self.quote_split_off(end) {
            let range = self.quotes[next].start..self.quotes[next].end;
            self.push(range, &voice, true, cue, Rule::Split);
        }
        true
    }

    /// The quotation that ends right before the token `at`, with at most a comma and words such as
    /// "so" or "se" between.
    pub(crate) fn quote_ending_before(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens();
        let mut before = at;
        // "leur cria-t-elle": an article before a verb is an object.
        let nouns = self.names().lexicon.has_noun_capitals();
        let is_object = |token: &Token| !nouns && token.is(Class::ANY_DETERMINER);
        let is_skipped = |token: &Token| token.is(Class::ADVERB) || is_object(token);
        while before > 0 && is_skipped(&tokens[before - 1]) && at - before < 2 {
            before -= 1;
        }
        let mut is_marked = false;
        if before > 0 && matches!(tokens[before - 1].kind, Kind::Comma | Kind::Dash) {
            before -= 1;
            is_marked = true;
        }
        let quote = tokens[..before].last()?.quote()?;
        // Without a mark between, the quotation must end as a sentence does, or open this one.
        let (start, end) = self.quotes[quote].inner;
        let content = &self.names().text[start..end];
        let ends = content.ends_with(['.', ',', '!', '?', '…']) || before == 1;
        let is_name = !is_marked && self.names().is_title(before - 1);
        ((is_marked || ends) && !is_name).then_some(quote)
    }

    /// The second part of a quotation that a report interrupts: behind `end`, after a comma or a
    /// colon, with no other report between.
    pub(crate) fn quote_split_off(&self, end: usize) -> Option<usize> {
        let tokens = self.tokens();
        for at in end..tokens.len().min(end + SPLIT) {
            if let Some(quote) = tokens[at].quote() {
                let before = at.checked_sub(1).map(|at| tokens[at].kind);
                let is_split = matches!(before, Some(Kind::Comma | Kind::Colon | Kind::Dash));
                return is_split.then_some(quote);
            }
            if tokens[at].is(Class::REPORT) || tokens[at].kind == Kind::Semicolon {
                return None;
            }
        }
        None
    }

    pub(crate) fn voice_or_understood(&self, phrase: Option<&Phrase>, report: &Report) -> Voice {
        match phrase {
            Some(phrase) => self.resolver.voice(phrase, Some(report.finite)),
            None if self.resolver.table.null_subjects => self.resolver.understood(report.start),
            None => Voice::default(),
        }
    }

    /// Attributes what follows the verb: a quotation, or a clause. Whether there is any.
    fn behind_verb(&mut self, report: &Report) -> bool {
        let tokens = self.tokens();
        let limit = tokens.len().min(report.end + FAR);
        for at in report.end..limit {
            let token = &tokens[at];
            match token.kind {
                Kind::Quote(quote) => return self.quote_behind(report, at, quote),
                Kind::Colon => {
                    let next = tokens.get(at + 1).and_then(Token::quote);
                    // "Berg kritisierte das Gesetz: So sagte er „...“"
                    let reports = |token: &Token| token.is(Class::REPORT);
                    let is_other = next.is_none()
                        && tokens[at + 1..].iter().any(reports)
                        && tokens[at + 1..].iter().any(|token| token.quote().is_some());
                    return match next {
                        Some(quote) => self.quote_behind(report, at + 1, quote),
                        None if is_other => false,
                        None => self.clause_behind(report, at + 1, Rule::SaidColon),
                    };
                }
                Kind::Semicolon => return false,
                Kind::Comma if self.resolver.table.comma_clauses => {
                    if let Some(found) = self.behind_comma(report, at) {
                        return found;
                    }
                }
                _ if token.is(Class::THAT) && self.is_that(report, at) => {
                    return self.clause_behind(report, at + 1, Rule::SaidThat);
                }
                _ if at > report.end && token.is(Class::REPORT) && token.kind == Kind::Word => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }

    /// Whether "that" at `at` opens what the verb reports.
    fn is_that(&self, report: &Report, at: usize) -> bool {
        let tokens = self.tokens();
        if report.manner != Manner::Say {
            return false;
        }
        if self.resolver.table.comma_clauses {
            return tokens[at - 1].kind == Kind::Comma;
        }
        let between = &tokens[report.end..at];
        let has_comma = between.iter().any(|token| token.kind == Kind::Comma);
        between.len() <= BEFORE_THAT && !has_comma
    }

    /// Reads what follows a comma behind the verb, where a comma opens a clause. `None`: nothing
    /// that is said, go on.
    fn behind_comma(&mut self, report: &Report, comma: usize) -> Option<bool> {
        let tokens = self.tokens();
        let next = tokens.get(comma + 1)?;
        if let Some(quote) = next.quote() {
            return Some(self.quote_behind(report, comma + 1, quote));
        }
        if report.manner != Manner::Say {
            return None;
        }
        if next.is(Class::THAT) {
            return Some(self.clause_behind(report, comma + 2, Rule::SaidThat));
        }
        if report.tail.is_some_and(|tail| tail > comma) || next.is(Class::SUBORDINATOR) {
            return None;
        }
        if next.is(Class::CONJUNCTION) {
            return None;
        }
        let opens_clause = tokens.get(comma + 2).is_some_and(|second| {
            let is_relative = next.is(Class::ANY_DETERMINER)
                && second.is(Class::FUNCTION - Class::TIME)
                && !second.is(Class::MOOD);
            let is_result = second.is(Class::THAT | Class::SUBORDINATOR);
            next.is_word() && second.kind != Kind::Colon && !is_relative && !is_result
        });
        let has_mood = tokens[comma + 1..]
            .iter()
            .any(|token| token.is(Class::MOOD));
        let is_before = self
            .names()
            .subject_before(report.start)
            .is_some_and(|phrase| {
                let source = self.resolver.is_source(&phrase);
                source || matches!(phrase.head, Head::Surname(_))
            });
        let fits = opens_clause && (has_mood || is_before) && !self.opens_apposition(comma);
        fits.then(|| self.clause_behind(report, comma + 1, Rule::SaidClause))
    }

    /// Whether the comma at `at` opens an apposition, which another comma closes.
    fn opens_apposition(&self, at: usize) -> bool {
        let phrase = self.names().phrase(at + 1);
        let next = phrase.and_then(|phrase| self.tokens().get(phrase.end));
        next.is_some_and(ends_clause)
    }

    /// Attributes the quotation at the token `at`, behind the verb.
    fn quote_behind(&mut self, report: &Report, at: usize, quote: usize) -> bool {
        let tokens = self.tokens();
        let phrase = self.resolver.subject(report);
        let is_marked = at > 0 && matches!(tokens[at - 1].kind, Kind::Colon | Kind::Comma);
        let is_adjacent = at == report.end || phrase.is_some_and(|phrase| phrase.end == at);
        let range = self.quotes[quote].start..self.quotes[quote].end;
        if report.manner == Manner::Call {
            let body = Class::ORGANISATION | Class::TEXT;
            if at > 0 && self.names().noun_class(at - 1).intersects(body) {
                return false;
            }
            // "Die Firma nennt sich „Nord“", "So etwas nennt man „Skonto“"
            let is_term = |at: usize| {
                let word = self.names().word(at).to_lowercase();
                matches!(word.as_str(), "sich" | "man")
            };
            let from = report.start.saturating_sub(1);
            if self.resolver.table.comma_clauses && (from..at.min(report.end + 2)).any(is_term) {
                return true;
            }
            let object = tokens[report.end].start..range.end;
            return self.called(report, phrase.as_ref(), (object, range));
        }
        if !(is_marked || is_adjacent) {
            return false;
        }
        let voice = self.voice_or_understood(phrase.as_ref(), report);
        let cue = self.cue(report);
        self.push(range, &voice, true, cue.clone(), Rule::SaidQuote);
        if let Some(next) = self.next_of_pair(at) {
            let range = self.quotes[next].start..self.quotes[next].end;
            self.push(range, &voice, true, cue, Rule::SaidQuote);
        }
        true
    }

    /// The quotation that "and" joins to the one at `at`.
    fn next_of_pair(&self, at: usize) -> Option<usize> {
        let joined = self.tokens().get(at + 1)?;
        let next = self.tokens().get(at + 2)?.quote()?;
        (joined.is(Class::CONJUNCTION)).then_some(next)
    }

    /// The bytes of the tokens `start..end` without the full stop at their end.
    pub(crate) fn content(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let tokens = self.tokens().get(start..end)?;
        let is_end = |token: &&Token| {
            !matches!(
                token.kind,
                Kind::Stop | Kind::Comma | Kind::Colon | Kind::Semicolon
            )
        };
        let first = tokens.first()?;
        let last = tokens.iter().rev().find(is_end)?;
        (first.start < last.end).then_some(first.start..last.end)
    }

    /// The reporting words.
    pub(crate) fn cue(&self, report: &Report) -> Option<String> {
        let names = self.names();
        let mut cue = names.word(report.start).to_owned();
        let others = (report.start + 1..report.end).chain(report.tail);
        for at in others.filter(|at| Some(*at) != report.subject) {
            cue.push(' ');
            cue.push_str(names.word(at));
        }
        Some(cue.to_lowercase())
    }

    pub(crate) fn push(
        &mut self,
        range: Range<usize>,
        voice: &Voice,
        verbatim: bool,
        cue: Option<String>,
        rule: Rule,
    ) {
        let is_known = self.drafts.iter().rev().take(4);
        if is_known.clone().any(|draft| draft.range == range) {
            return;
        }
        self.drafts.push(Draft {
            range,
            voice: voice.clone(),
            verbatim,
            cue,
            rule,
        });
    }
}
