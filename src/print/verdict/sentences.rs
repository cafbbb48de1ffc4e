//! What was found of a quotation, in sentences that every format for people uses.

use onrecord_index::hit::Stale;
use onrecord_index::verify::report::{
    Edit, EditKind, Flags, Grade, Mark, MarkKind, Place, SpeakerVerdict, Standing, Verdict,
};

use crate::paths::Paths;
use crate::print::number::{clock, counted, number};
use crate::print::printer::{Checked, Position, Totals};

/// Edits that a headline names. More would not be read before the words themselves.
const NAMED_EDITS: usize = 3;

/// Characters of hidden words that are shown.
const HIDDEN: usize = 200;

/// The answer: the grade, and what is different.
pub(in crate::print) fn headline(checked: &Checked<'_>) -> String {
    let verdict = checked.verdict;
    // Of words that are another text's, nobody asks what the change is about.
    let flags = match verdict.grade {
        Grade::Altered => changes(verdict.flags),
        _ => Flags::empty(),
    };
    let flags: Vec<&str> = flags.names().collect();
    let flags = match flags.is_empty() {
        true => String::new(),
        false => format!(" ({})", flags.join(", ")),
    };
    format!("{}{flags}: {}", verdict.grade.name(), found(verdict))
}

/// The flags that say what an edit is about. The others have sentences of their own.
fn changes(flags: Flags) -> Flags {
    flags
        & (Flags::NEGATION
            | Flags::NUMBER
            | Flags::DATE
            | Flags::NAME
            | Flags::QUANTITY
            | Flags::MODAL)
}

/// What was found, without the grade.
pub(in crate::print) fn found(verdict: &Verdict) -> String {
    match verdict.grade {
        Grade::Exact => match verdict.count {
            0 | 1 => "a source has these words".to_owned(),
            count => format!("these words are at {} places", number(count as u64)),
        },
        Grade::Folded => "the same words, with other signs, capitals or figures".to_owned(),
        Grade::Elided => elided(verdict),
        Grade::Altered => edits(&verdict.edits),
        Grade::Spliced => format!(
            "parts from {}, with nothing that says so",
            counted(verdict.others.len() as u64 + 1, "place", "places")
        ),
        Grade::Near => match verdict.edits.len() as u64 {
            0 => "a source has words like these, and no source has these".to_owned(),
            count => format!(
                "no source has these words; the nearest differs in {}",
                counted(count, "place", "places")
            ),
        },
        Grade::NotFound => "no source has words like these".to_owned(),
    }
}

fn elided(verdict: &Verdict) -> String {
    let marks = verdict
        .source
        .as_ref()
        .map_or(&[][..], |place| &place.marks);
    let count = |kind| marks.iter().filter(|mark| mark.kind == kind).count() as u64;
    let (ellipses, brackets) = (count(MarkKind::Ellipsis), count(MarkKind::Bracket));
    let mut what = Vec::new();
    if ellipses > 0 {
        let hidden = hidden(verdict).map(|text| text.split_whitespace().count() as u64);
        let words = counted(hidden.sum(), "word", "words");
        let at = counted(ellipses, "ellipsis", "ellipses");
        what.push(format!("{words} left out at {at}"));
    }
    if brackets > 0 {
        let brackets = counted(brackets, "word or words", "places");
        what.push(match brackets.starts_with("1 ") {
            true => "one change in brackets".to_owned(),
            false => format!("changes in brackets at {brackets}"),
        });
    }
    match what.is_empty() {
        true => "every word is there, in this order".to_owned(),
        false => format!("every word is there, {}", what.join(", ")),
    }
}

/// What the ellipses hide.
fn hidden(verdict: &Verdict) -> impl Iterator<Item = &str> {
    let place = verdict.source.as_ref();
    let marks = place.map_or(&[][..], |place| &place.marks).iter();
    let is_ellipsis = |mark: &&Mark| mark.kind == MarkKind::Ellipsis;
    marks.filter(is_ellipsis).filter_map(move |mark| {
        let text = place?.selector.exact.get(mark.source.clone())?;
        Some(text.trim())
    })
}

/// What was edited: `the source has "25", not "15"`.
fn edits(edits: &[Edit]) -> String {
    if edits.is_empty() {
        return "the source has other words".to_owned();
    }
    let mut named: Vec<String> = edits.iter().take(NAMED_EDITS).map(edited).collect();
    let more = edits.len().saturating_sub(NAMED_EDITS) as u64;
    if more > 0 {
        named.push(format!(
            "and {}",
            counted(more, "more change", "more changes")
        ));
    }
    named.join("; ")
}

fn edited(edit: &Edit) -> String {
    let (ours, theirs) = (edit.quote_text.trim(), edit.source_text.trim());
    match edit.kind {
        EditKind::Substitute => format!("the source has \"{theirs}\", not \"{ours}\""),
        EditKind::Insert => format!("the source has no \"{ours}\""),
        EditKind::Omit => format!("\"{theirs}\" is left out"),
        EditKind::Move => format!("\"{ours}\" is elsewhere in the source"),
    }
}

/// Who says the words, and whether that is who was asked for. `None` if there is nothing to say.
pub(in crate::print) fn speaker(checked: &Checked<'_>) -> Option<String> {
    let verdict = checked.verdict;
    let place = verdict.source.as_ref()?;
    let names = place.speakers.join(", ");
    let asked = checked.said_by.unwrap_or_default();
    let is_known = !names.is_empty();
    let found = match place.standing {
        _ if !is_known => "the source names no speaker".to_owned(),
        Standing::Label => format!("said by {names}"),
        Standing::Quoted => format!("said by {names}, as the source quotes it"),
        Standing::Prose => format!("what {names} said, in the words of the source"),
    };
    // Words of another text say nothing about a person.
    let is_close = verdict.grade <= Grade::Altered;
    Some(match verdict.speaker {
        SpeakerVerdict::Other => format!("said by {names}, not by {asked}"),
        SpeakerVerdict::Reported => format!("what {asked} said, in the words of the source"),
        SpeakerVerdict::Unknown if is_close && !asked.is_empty() => match is_known {
            true => format!("{found}; whether that is {asked} is not known"),
            false => format!("{found}, so {asked} is not confirmed"),
        },
        SpeakerVerdict::Unasked if is_close && checked.is_of_draft() => {
            format!("{found}; the draft names nobody")
        }
        _ => found,
    })
}

/// What a reader should know besides.
pub(in crate::print) fn notes(checked: &Checked<'_>) -> Vec<String> {
    let verdict = checked.verdict;
    let mut notes = Vec::new();
    let hides = [
        (
            Flags::HIDES_NEGATION,
            "the ellipsis hides a negation or a condition",
        ),
        (
            Flags::OTHER_TURN,
            "the ellipsis hides what somebody else says",
        ),
        (
            Flags::FAR,
            "the ellipsis joins words that are far from each other",
        ),
    ];
    let shown: Vec<String> = hidden(verdict)
        .filter(|text| !text.is_empty())
        .map(shortened)
        .collect();
    for (flag, sentence) in hides {
        if verdict.flags.contains(flag) {
            notes.push(sentence.to_owned());
        }
    }
    if !notes.is_empty() && !shown.is_empty() {
        notes.push(format!("hidden: {}", shown.join(" … ")));
    }
    if verdict.flags.contains(Flags::ORDER) {
        notes.push("the parts are in another order than in the source".to_owned());
    }
    if verdict.flags.contains(Flags::GOES_ON) {
        let suffix = verdict
            .source
            .as_ref()
            .map(|place| place.selector.suffix.trim());
        let suffix = suffix.map(whole_words).filter(|suffix| !suffix.is_empty());
        notes.push(match suffix {
            Some(suffix) => format!("the sentence goes on in the source: \"{suffix} …\""),
            None => "the sentence goes on in the source".to_owned(),
        });
    }
    if verdict.flags.contains(Flags::CLEANED) {
        notes.push("words such as \"you know\" are left out".to_owned());
    }
    if verdict.flags.contains(Flags::JOINED) && checked.fails {
        notes.push("checked as one quotation, without the words between its parts".to_owned());
    }
    notes.extend(language(verdict));
    let stale = verdict.source.as_ref().and_then(|place| place.stale);
    notes.extend(stale.map(|stale| match stale {
        Stale::Changed => "the file has changed since it was indexed".to_owned(),
        Stale::Gone => "the file is no longer there".to_owned(),
    }));
    notes
}

/// That the quotation may be translated.
fn language(verdict: &Verdict) -> Option<String> {
    let ours = verdict.language.as_deref()?;
    let theirs = verdict
        .source
        .as_ref()
        .and_then(|place| place.lang.as_deref());
    Some(match theirs {
        Some(theirs) if theirs != ours => format!(
            "the quotation is in another language ({ours}) than the source ({theirs}): it may be \
             translated"
        ),
        _ => {
            format!("no source is in the language of the quotation ({ours}): it may be translated")
        }
    })
}

/// A text that may be cut inside its last word, up to the word before.
fn whole_words(text: &str) -> &str {
    text.rsplit_once(' ').map_or(text, |(whole, _)| whole)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(HIDDEN) {
        Some((end, _)) => format!("\"{} …\"", text[..end].trim_end()),
        None => format!("\"{text}\""),
    }
}

/// Path, line and time of a place.
pub(in crate::print) fn located(place: &Place, paths: &Paths) -> String {
    let mut located = paths.cited(&place.path, &place.doc, place.line);
    if let Some(line) = place.line {
        located.push_str(&format!(":{line}"));
    }
    if let Some(ms) = place.start_ms {
        located.push_str(&format!(" at {}", clock(ms)));
    }
    located
}

/// Where a quotation is: `story.md:3:14`, or `story.docx, paragraph 3`.
pub(in crate::print) fn position(at: &Position<'_>) -> String {
    match (at.line, at.column, at.paragraph) {
        (Some(line), Some(column), _) => format!("{}:{line}:{column}", at.path),
        (Some(line), None, _) => format!("{}:{line}", at.path),
        (None, _, Some(paragraph)) => format!("{}, paragraph {paragraph}", at.path),
        (None, _, None) => at.path.to_owned(),
    }
}

/// How many quotations were checked, and what became of them.
pub(in crate::print) fn summary(totals: &Totals) -> String {
    let mut parts = vec![format!("{} verified", number(totals.verified()))];
    let grades = Grade::ALL.iter().zip(totals.grades);
    for (grade, count) in grades.filter(|(grade, count)| !grade.is_verified() && *count > 0) {
        parts.push(format!("{} {}", number(count), grade.name()));
    }
    if totals.other > 0 {
        parts.push(format!("{} said by somebody else", number(totals.other)));
    }
    let quotations = counted(totals.checked(), "quotation", "quotations");
    match totals.checked() {
        0 => "no quotations to check".to_owned(),
        _ => format!("{quotations}: {}", parts.join(", ")),
    }
}
