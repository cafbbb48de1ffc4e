//! Reporting verbs in a sentence: "sagte", "teilte ... mit", "a-t-il dit", "ha dicho".

use crate::attribution::languages::class::Class;
use crate::attribution::languages::lexicon::{Lexicon, Verb};
use crate::attribution::languages::table::Manner;
use crate::attribution::languages::tokens::{Kind, Token};

/// How far the particle or the participle may be from its verb, in tokens.
const FAR: usize = 40;
/// How many words may be between "a" and "dit": a pronoun, a negation, adverbs.
const BETWEEN: usize = 4;

/// A reporting verb: the tokens `start..end`, and maybe a part of it further behind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Report {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) manner: Manner,
    /// The pronoun between the parts of the verb: "il" of "a-t-il dit".
    pub(crate) subject: Option<usize>,
    /// The token of a particle or participle at the end of the clause.
    pub(crate) tail: Option<usize>,
    /// The token that shows the number: the finite verb.
    pub(crate) finite: usize,
    pub(crate) negated: bool,
    /// The verb and its auxiliary end a clause that is no main clause: "wie Berg erklärt hat".
    pub(crate) is_final: bool,
}

/// The report whose verb is at `at`. `None` if none is.
pub(crate) fn report_at(
    text: &str,
    tokens: &[Token],
    lexicon: &Lexicon,
    at: usize,
) -> Option<Report> {
    let token = &tokens[at];
    if token.is(Class::AUXILIARY)
        && let Some(report) = perfect(text, tokens, lexicon, at)
    {
        return Some(report);
    }
    if !token.is(Class::REPORT) || (token.kind == Kind::Capital && at > 0) {
        return None;
    }
    if is_not_finite(tokens, lexicon, at) {
        return None;
    }
    let verbs = &token.entry?.verbs;
    let separated = verbs.iter().find_map(|verb| {
        let far = if lexicon.has_noun_capitals() { FAR } else { 1 };
        let particle = particle_behind(text, tokens, at, verb, far)?;
        Some((verb, Some(particle)))
    });
    let (verb, tail) = separated.or_else(|| {
        let whole = verbs.iter().find(|verb| verb.particle.is_none());
        whole.map(|verb| (verb, None))
    })?;
    // "fait savoir"
    let is_joined = !lexicon.has_noun_capitals() && tail == Some(at + 1);
    Some(Report {
        start: at,
        end: at + 1 + usize::from(is_joined),
        manner: verb.manner,
        subject: None,
        tail: tail.filter(|tail| *tail != at && !is_joined),
        finite: at,
        negated: is_negated(tokens, at, at + 1),
        is_final: false,
    })
}

/// The report of an auxiliary at `at` and its participle.
fn perfect(text: &str, tokens: &[Token], lexicon: &Lexicon, at: usize) -> Option<Report> {
    let report = |participle: usize, end: usize, tail| {
        let verbs = tokens[participle].entry?.verbs.iter();
        // "a fait savoir"
        let next = tokens.get(end).map(|token| &text[token.start..token.end]);
        let joined = verbs
            .clone()
            .find(|verb| verb.particle.is_some() && verb.particle == next);
        let verb = joined.or_else(|| verbs.clone().find(|verb| verb.particle.is_none()))?;
        Some(Report {
            start: at,
            end: end + usize::from(joined.is_some()),
            manner: verb.manner,
            subject: (at + 1..end).find(|at| tokens[*at].is(Class::PRONOUN)),
            tail,
            finite: at,
            negated: is_negated(tokens, at, participle),
            is_final: false,
        })
    };
    if lexicon.has_noun_capitals() {
        // At the end of its clause.
        let end = (at + 1..tokens.len().min(at + FAR)).find(|at| ends_clause(&tokens[*at]));
        let end = end.unwrap_or(tokens.len());
        if end == at + 1 {
            // At the end of a clause that is no main clause: "wie Berg erklärt hat".
            let participle = at.checked_sub(1)?;
            let is_participle = tokens[participle].is(Class::PARTICIPLE);
            let report = is_participle.then(|| report(participle, at + 1, None))??;
            return Some(Report {
                start: participle,
                is_final: true,
                ..report
            });
        }
        let last = end.checked_sub(1).filter(|last| *last > at)?;
        let is_participle = tokens[last].is(Class::PARTICIPLE);
        return is_participle.then(|| report(last, at + 1, Some(last)))?;
    }
    // "s'est exclamée", but not "est annoncé": an auxiliary that is a verb of its own needs "se".
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    if tokens[at].is(Class::VERB) && !before.is_some_and(|token| token.is(Class::ADVERB)) {
        return None;
    }
    let skipped = Class::PRONOUN | Class::ADVERB | Class::NEGATION;
    let participle = (at + 1..tokens.len().min(at + 1 + BETWEEN))
        .find(|at| !tokens[*at].is(skipped))
        .filter(|at| tokens[*at].is(Class::PARTICIPLE))?;
    report(participle, participle + 1, None)
}

/// Whether the form at `at` is an infinitive or a participle here: "wollte verlangen", "zu
/// fordern", "bemerkt hatten".
fn is_not_finite(tokens: &[Token], lexicon: &Lexicon, at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    if before.is_some_and(|token| token.is(Class::PREPOSITION)) {
        return true;
    }
    if !lexicon.has_noun_capitals() {
        return false;
    }
    let next = tokens.get(at + 1);
    if next.is_some_and(|token| token.is(Class::AUXILIARY | Class::VERB)) {
        return true;
    }
    // At the end of a clause with another verb.
    let is_last = next.is_none_or(|token| ends_clause(token) || token.is(Class::CONJUNCTION));
    is_last
        && tokens[..at]
            .iter()
            .rev()
            .take(FAR)
            .take_while(|token| !ends_clause(token))
            .any(|token| token.is(Class::VERB | Class::AUXILIARY))
}

/// Where the particle of a verb at `at` is: before a mark or at the end of the clause.
fn particle_behind(
    text: &str,
    tokens: &[Token],
    at: usize,
    verb: &Verb,
    far: usize,
) -> Option<usize> {
    let particle = verb.particle?;
    let mut found = None;
    // "heißt es", "es heißt": beside the verb.
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let is_pronoun = |at: usize| {
        let token = tokens.get(at);
        token.is_some_and(|token| {
            token.is(Class::PRONOUN) && text[token.start..token.end].eq_ignore_ascii_case(particle)
        })
    };
    if beside.into_iter().any(is_pronoun) {
        return Some(at);
    }
    for (at, token) in tokens.iter().enumerate().skip(at + 1).take(far) {
        if matches!(token.kind, Kind::Colon | Kind::Semicolon | Kind::Stop) {
            break;
        }
        if token.kind == Kind::Word && &text[token.start..token.end] == particle {
            let is_last = tokens
                .get(at + 1)
                .is_none_or(|next| ends_clause(next) || next.is(Class::CONJUNCTION | Class::THAT));
            let is_last = is_last || far == 1;
            if is_last {
                found = Some(at);
                break;
            }
        }
    }
    found
}

/// Whether a token ends the clause before it.
pub(crate) fn ends_clause(token: &Token) -> bool {
    matches!(
        token.kind,
        Kind::Comma | Kind::Colon | Kind::Semicolon | Kind::Stop | Kind::Quote(_) | Kind::Dash
    )
}

/// Whether a negation comes right before or behind the verb `start..end`, or between its parts.
fn is_negated(tokens: &[Token], start: usize, end: usize) -> bool {
    // "n'a pas dit": one word before; "sagte das nicht": two behind, but not in "dijo que no".
    let from = start.saturating_sub(1);
    let behind = tokens[end.min(tokens.len())..].iter().take(2);
    let mut behind = behind.take_while(|token| !token.is(Class::THAT) && !ends_clause(token));
    let mut within = tokens[from..end.min(tokens.len())].iter();
    within.any(|token| token.is(Class::NEGATION)) || behind.any(|token| token.is(Class::NEGATION))
}
