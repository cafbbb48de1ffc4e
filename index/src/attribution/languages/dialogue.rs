//! Reports inside quoted words: « Le pont, a dit Berg, restera », and lines of dialogue that a dash
//! opens: —Llueve —dijo Ana—. Hace frío.

use std::ops::Range;

use crate::attribution::languages::class::Class;
use crate::attribution::languages::name::Names;
use crate::attribution::languages::phrase::Phrase;
use crate::attribution::languages::table::Manner;
use crate::attribution::languages::tokens::{Kind, Token};
use crate::attribution::languages::verb::{Report, ends_clause, report_at};

/// A report between two parts of quoted words.
pub(crate) struct Aside {
    /// Where the first part ends.
    pub(crate) end: usize,
    /// Where the second part starts: the end of the words if there is none.
    pub(crate) next: usize,
    pub(crate) report: Report,
    /// `None`: the subject is understood.
    pub(crate) subject: Option<Phrase>,
}

/// How far behind a report the mark that ends it may be, in tokens.
const FAR: usize = 12;

/// The first report inside the quoted words of a sentence.
pub(crate) fn aside(names: Names<'_>) -> Option<Aside> {
    let tokens = names.tokens;
    (1..tokens.len()).find_map(|at| {
        if !matches!(tokens[at - 1].kind, Kind::Comma | Kind::Stop | Kind::Dash) {
            return None;
        }
        let start = (at..tokens.len()).find(|at| !tokens[*at].is(Class::ADVERB))?;
        let report = report_at(names.text, tokens, names.lexicon, start)?;
        if report.manner == Manner::Call || tokens[report.start].kind == Kind::Capital {
            return None;
        }
        let subject = match report.subject {
            Some(at) => names.phrase(at),
            None => names.subject_behind(report.end),
        };
        let end = subject.map_or(report.end, |phrase| phrase.end.max(report.end));
        // A dash that opens it closes it: "—No —dijo Ana, y se fue—. Llueve."
        let is_dashed = tokens[at - 1].kind == Kind::Dash && at > 1;
        let dash = (end..tokens.len()).find(|at| tokens[*at].kind == Kind::Dash);
        let mark = match dash {
            Some(dash) if is_dashed => Some(dash),
            None if is_dashed => None,
            _ => (end..tokens.len().min(end + FAR)).find(|at| ends_clause(&tokens[*at])),
        };
        let limit = tokens.last().map_or(0, |token| token.end);
        let next = match mark {
            Some(mark) => behind_marks(tokens, mark).unwrap_or(limit),
            None if is_dashed || end + FAR >= tokens.len() => limit,
            None => return None,
        };
        let before = &tokens[at - 1];
        Some(Aside {
            end: if before.kind == Kind::Stop {
                before.end
            } else {
                before.start
            },
            next,
            report,
            subject,
        })
    })
}

/// Where the words behind the marks at `at` start. `None` if none follow.
fn behind_marks(tokens: &[Token], at: usize) -> Option<usize> {
    let next = tokens[at..].iter().find(|token| !ends_clause(token));
    next.map(|token| token.start)
}

/// The words of a line of dialogue, behind its dash. `None` if a paragraph is none.
pub(crate) fn line(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let words = text[start..].strip_prefix(['—', '–'])?;
    let words = words.trim_start();
    // A dash and a name sign the words above; a dash and a number open a list.
    let is_speech = words.starts_with(|letter: char| {
        letter.is_alphabetic() || matches!(letter, '¿' | '¡' | '«' | '"' | '“' | '…')
    });
    is_speech.then_some(text.len() - words.len()..text.trim_end().len())
}
