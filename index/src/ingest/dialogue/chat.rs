//! Chats as messengers save them. Times are times of day, so messages have a date and no start.
//!
//! WhatsApp <https://faq.whatsapp.com/1180414079177245>: `04/03/2025, 10:01 - Anna Berg: text` on
//! Android, `[04/03/2025, 10:01:22] Anna Berg: text` on iOS. IRC: `[10:01] <anna> text`, and the
//! logs of irssi and WeeChat. LINE and Zoom's recordings: `10:01⇥Anna Berg⇥text`. KakaoTalk:
//! `[Anna Berg] [오전 10:01] text`. DiscordChatExporter: `[04/03/2025 10:01] anna` above the text;
//! Telegram: `Anna Berg, [04.03.2025 10:01]`; Slack and Discord as copied: `Anna Berg  10:01 AM`.

use crate::ingest::dialogue::entry::{Entry, Line, Said, in_order, name};
use crate::ingest::dialogue::stamp::{Stamp, stamp};
use crate::text::boilerplate::is_byline;
use crate::text::clock::clock;
use crate::text::label::notice::is_notice;

/// Marks of direction that telephones write before a line or a notice.
const DIRECTIONS: [char; 5] = ['\u{200E}', '\u{200F}', '\u{202A}', '\u{202C}', '\u{FEFF}'];

/// A stamp at the start of a line, in brackets or not. Returns the byte after it and whether it was
/// in brackets.
fn leading(text: &str) -> Option<(Stamp, usize, bool)> {
    let bare = text.trim_start_matches(DIRECTIONS);
    let at = text.len() - bare.len();
    match bare.strip_prefix(['[', '(']) {
        Some(inner) => {
            let (found, end) = stamp(inner)?;
            let after = inner[end..].strip_prefix([']', ')'])?;
            Some((found, text.len() - after.len(), true))
        }
        None => stamp(bare).map(|(found, end)| (found, at + end, false)),
    }
}

/// WhatsApp and its like: a date, a time, a name and a colon. Without a name, it is a notice.
pub fn dated(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let (found, mut at, in_brackets) = leading(text)?;
    // Without a date, "AM" in brackets says that it is a time of day.
    let is_half = || text[..at].to_ascii_lowercase().contains("m]");
    if found.day.is_none() && !(in_brackets && is_half()) {
        return None;
    }
    if !in_brackets {
        // Android: a dash; a comma in Korea.
        let sign = text[at..].chars().next()?;
        let after_space = text[..at].ends_with(char::is_whitespace);
        let ends = matches!(sign, '-' | '–' | '—') && after_space;
        if !ends && sign != ',' {
            return None;
        }
        at += sign.len_utf8();
    }
    let rest = &text[at..];
    let said_at = text.len() - rest.trim_start().len();
    let notice = Entry {
        day: found.day,
        ..Entry::new(Said::Nobody, said_at)
    };
    let Some((written, said)) = rest.split_once(':') else {
        return (!rest.trim().is_empty()).then_some(notice);
    };
    let is_label = said.is_empty() || said.starts_with([' ', '\u{200E}', '\u{202F}']);
    // iOS marks what nobody wrote with a sign before it.
    let is_notice = said.trim_start_matches(' ').starts_with('\u{200E}');
    let Some(name) = name(written).filter(|_| is_label && !is_notice) else {
        return Some(notice);
    };
    Some(Entry {
        day: found.day,
        // Logs and diaries have the same shape, with seconds or without.
        loose: true,
        ..Entry::new(Said::By(name), text.len() - said.len())
    })
}

/// IRC: a time and a name in angle brackets. A star, `-!-`, `***` or an arrow begins a notice.
pub fn angled(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let (day, at) = match leading(text) {
        Some((found, at, _)) => (found.day, at),
        // Some clients write no time at all.
        None => (None, 0),
    };
    let rest = text[at..].trim_start();
    let at = text.len() - rest.len();
    if let Some(inner) = rest.strip_prefix('<') {
        let close = inner.find('>')?;
        let said = &inner[close + 1..];
        // The signs before a name say which rights it has.
        let written = inner[..close].trim_start_matches([' ', '@', '+', '%', '&', '~', '!']);
        let is_tag = at == 0 && inner.starts_with(['/', '!', '?']);
        if !said.starts_with(' ') || written.contains(' ') || is_tag {
            return None;
        }
        return Some(Entry {
            day,
            ..Entry::new(Said::By(name(written)?), text.len() - said.len())
        });
    }
    let signs = ["* ", "*** ", "-!- ", "--> ", "<-- ", "-- ", "=== "];
    let is_notice = at > 0 && signs.iter().any(|sign| rest.starts_with(sign));
    is_notice.then(|| Entry {
        day,
        ..Entry::new(Said::Nobody, at)
    })
}

/// A time, a name and a text with tabs between them. A name may have a colon.
pub fn tabbed(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let (time, rest) = text.split_once('\t')?;
    let (found, end) = stamp(time)?;
    let (written, said) = rest.split_once('\t')?;
    if end < time.len() || said.trim().is_empty() || stamp(written).is_some() {
        return None;
    }
    let rest = text.len() - said.len();
    let written = written.trim().trim_end_matches(':');
    // WeeChat writes joins and parts with an arrow instead of a name.
    let is_sign = !written.is_empty() && !written.contains(char::is_alphanumeric);
    let said = if is_sign {
        Said::Nobody
    } else {
        Said::By(name(written.trim_start_matches(['@', '+', '%', '&', '~']))?)
    };
    Some(Entry {
        day: found.day,
        // The time in a recording has seconds and no date.
        start_ms: (found.exact && found.day.is_none()).then(|| u64::from(found.seconds) * 1000),
        loose: !found.exact,
        ..Entry::new(said, rest)
    })
}

/// KakaoTalk: a name and a time, each in brackets.
pub fn bracketed_name(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    let (written, rest) = text.strip_prefix('[')?.split_once("] [")?;
    let (_, end) = stamp(rest)?;
    let said = rest[end..].strip_prefix(']')?;
    let found = name(written).filter(|name| clock(name).is_none())?;
    Some(Entry::new(Said::By(found), text.len() - said.len()))
}

/// A name and a date or a time with "AM" alone on a line, above the text.
pub fn name_above(lines: &[Line<'_>], index: usize) -> Option<Entry> {
    let text = lines[index].text;
    // Nothing is said on this line, so it is short.
    const MAX_BYTES: usize = 120;
    let has_text = lines.get(index + 1).is_some_and(|next| !next.stop);
    if text.len() > MAX_BYTES || !has_text {
        return None;
    }
    let head = |written: &str, found: Stamp| {
        let written = written.trim_end_matches([',', ' ', '\t', '—', '–', '-', '|', '·']);
        let known = name(written)?;
        // A sentence with a time at its end is no head.
        let ends = written.ends_with(['.', '!', '?', ':', ';']);
        let first = known.split(' ').next().unwrap_or_default();
        let named = !ends
            && known.starts_with(|c: char| c.is_alphanumeric() || c == '+')
            && !is_notice(first)
            && !is_byline(text);
        named.then(|| Entry {
            day: found.day,
            loose: !found.exact,
            ..Entry::new(Said::By(in_order(&known)), text.len())
        })
    };
    if let Some((found, at, true)) = leading(text) {
        // "[04/03/2025 10:01] anna"; with a colon, it is another shape.
        found.day?;
        return head(text[at..].trim_end_matches(" (pinned)"), found);
    }
    let at = text
        .char_indices()
        .filter(|(at, c)| {
            c.is_ascii_digit()
                && !text[..*at].ends_with(|c: char| c.is_alphanumeric() || "/.-:".contains(c))
        })
        .map(|(at, _)| at)
        .find(|at| {
            let rest = &text[*at..];
            stamp(rest).is_some_and(|(_, end)| matches!(rest[end..].trim(), "" | "]" | ")"))
        })?;
    let (found, _) = stamp(&text[at..])?;
    let is_half = text[at..].contains(['m', 'M']);
    // A bare time without a date may be a time of the recording, which a label gives as well.
    if found.day.is_none() && !is_half {
        return None;
    }
    let written = text[..at].trim_end_matches(['[', '(', ' ', '\t']);
    let written = ["Today at", "Yesterday at", "today at", "yesterday at"]
        .iter()
        .find_map(|word| written.strip_suffix(word))
        .unwrap_or(written);
    head(written, found)
}
