//! Meetings as the programs for calls save them.
//!
//! Zoom's chat <https://support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0067312>:
//! `10:01:22 From Anna Berg to Everyone:` with the text on the lines below, or behind the colon.
//! Microsoft Teams, the first download of transcripts: `0:0:0.0 --> 0:0:3.510`, the name on the
//! next line, then the text.

use crate::ingest::captions::parse::{is_unpadded, time};
use crate::ingest::dialogue::entry::{Entry, Line, Said, in_order, name};
use crate::ingest::dialogue::stamp::stamp;

/// "From" and "to" as Zoom writes them, by language.
const FROM_TO: [(&str, &str); 7] = [
    ("From", "to"),
    ("From", "To"),
    ("Von", "An"),
    ("De", "à"),
    ("De", "para"),
    ("De", "a"),
    ("Da", "a"),
];

/// Zoom's chat.
pub fn from_to(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (found, at) = stamp(text)?;
    let rest = text[at..].trim_start();
    // The last colon of the head: a text may have more, and a name none.
    let (head, said) = rest.split_once(':')?;
    FROM_TO.iter().find_map(|(from, to)| {
        let after = head.strip_prefix(from)?.strip_prefix([' ', '\t'])?;
        let to_everyone = format!(" {to} ");
        let (written, receiver) = match after.split_once(to_everyone.as_str()) {
            Some((written, receiver)) => (written, receiver.trim()),
            None => (after, ""),
        };
        // Without a receiver, only English is clear enough.
        if receiver.is_empty() && *from != "From" {
            return None;
        }
        let reacts = said.trim().is_empty()
            && lines
                .get(index + 1)
                .is_some_and(|next| next.text.trim_start().starts_with("Reacted to \""));
        let said_by = if reacts {
            Said::Nobody
        } else {
            Said::By(name(written)?)
        };
        Some(Entry {
            day: found.day,
            ..Entry::new(said_by, text.len() - said.len())
        })
    })
}

/// Teams' old transcripts. Their times have single digits, unlike those of any caption format.
pub fn arrow_above_name(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text.trim();
    let (start, end) = text.split_once("-->")?;
    let (start, end) = (start.trim(), end.trim());
    let (start_ms, end_ms) = (time(start)?, time(end)?);
    let is_unpadded = [start, end].iter().any(|time| is_unpadded(time));
    let next = lines.get(index + 1).filter(|next| !next.stop)?;
    if !is_unpadded || next.text.contains("-->") {
        return None;
    }
    let found = name(next.text).filter(|name| !name.ends_with(['.', '!', '?', ',']));
    // Without a name, the text follows at once.
    let has_text = lines
        .get(index + 2)
        .is_some_and(|line| !line.stop && !line.text.contains("-->"));
    let (said, heads) = match found.filter(|_| has_text) {
        Some(name) => (Said::By(in_order(&name)), 2),
        None => (Said::Nobody, 1),
    };
    Some(Entry {
        start_ms: Some(start_ms),
        end_ms: Some(end_ms),
        lines: heads,
        ..Entry::new(said, lines[index].text.len())
    })
}
