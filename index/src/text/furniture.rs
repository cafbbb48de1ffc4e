//! The furniture of a page: rules between stories, datelines, bylines, captions, credit lines, stage directions,
//! headings of plain text. Each function looks at one line or paragraph alone; where it may stand is for the outline.

/// A rule has at least this many signs; fewer are a thematic break inside a story.
const RULE_SIGNS: usize = 5;

/// A line of five or more dashes, equals signs, asterisks or the like: the next story begins behind it.
pub fn is_rule(line: &str) -> bool {
    rule_of(line).is_some_and(|(sign, count)| count >= RULE_SIGNS && !(sign == '_' && count < 10))
}

/// A short line of underscores: the story's body ends, what follows still belongs to it.
pub fn is_end(line: &str) -> bool {
    rule_of(line).is_some_and(|(sign, count)| sign == '_' && (2..10).contains(&count))
}

/// A line of one sign alone, spaces left aside: which, and how many. Thin for what it is: short ones are breaks.
pub fn rule_of(line: &str) -> Option<(char, usize)> {
    let line = line.trim();
    let sign = line
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '=' | '*' | '_' | '~' | '#' | '—' | '–' | '─' | '═'))?;
    let mut count = 0;
    for c in line.chars() {
        if c == sign {
            count += 1;
        } else if c != ' ' {
            return None;
        }
    }
    (count >= 2).then_some((sign, count))
}

/// A dateline at the head of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline<'a> {
    /// Place, agency and date as written, without the dash: "BRUSSELS (AP)".
    pub text: &'a str,
    /// Byte at which the story begins.
    pub end: usize,
}

/// The dateline that a paragraph begins with.
///
/// ```
/// use onrecord_index::text::furniture::dateline;
/// assert_eq!(dateline("BRUSSELS (AP) — Ministers met.").map(|found| found.text), Some("BRUSSELS (AP)"));
/// assert_eq!(dateline("The harbour — once full — is empty."), None);
/// ```
pub fn dateline(text: &str) -> Option<Dateline<'_>> {
    const DATELINE_BYTES: usize = 90;
    let mut at = 0;
    let dash = loop {
        let rest = &text[at..];
        let (offset, length) = [" — ", " – ", " -- ", " - ", "— ", " —"]
            .iter()
            .filter_map(|dash| rest.find(dash).map(|offset| (offset, dash.len())))
            .min()?;
        if at + offset > DATELINE_BYTES {
            return None;
        }
        // "SAINT-DENIS — " has a hyphen, and " - " may part place and date; the first dash with a name before it counts.
        if is_dateline(&text[..at + offset]) {
            break (at + offset, at + offset + length);
        }
        at += offset + length;
    };
    let rest = &text[dash.1..];
    let end = dash.1 + rest.len() - rest.trim_start().len();
    (end < text.len()).then_some(Dateline {
        text: text[..dash.0].trim_end(),
        end,
    })
}

/// `PLACE`, `PLACE, Region`, `PLACE (AGENCY)`, `PLACE, March 3 (AGENCY)`: the place in capitals.
fn is_dateline(head: &str) -> bool {
    let head = head.trim();
    let (place, agency) = match head.find('(') {
        Some(open) if head.ends_with(')') => {
            (head[..open].trim(), Some(&head[open + 1..head.len() - 1]))
        }
        Some(_) => return false,
        None => (head, None),
    };
    if agency.is_some_and(|agency| {
        agency.is_empty() || agency.len() > 40 || !agency.starts_with(|c: char| c.is_uppercase())
    }) {
        return false;
    }
    let mut parts = place.split(',');
    let first = parts.next().unwrap_or("").trim();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let words = first.split_whitespace().count();
    let capitals = letters >= 3
        && words <= 5
        && !first
            .chars()
            .any(|c| c.is_lowercase() || matches!(c, ':' | '"' | '?' | '!'));
    let rest_is_short = parts.clone().count() <= 3
        && parts.all(|part| {
            let part = part.trim();
            part.split_whitespace().count() <= 4
                && part.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        });
    let named = agency.is_some()
        && words <= 4
        && first.starts_with(char::is_uppercase)
        && first
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase));
    rest_is_short && (capitals || named)
}

/// "By ANNA BERG and KARL HOLM": who wrote the story.
pub fn is_byline(line: &str) -> bool {
    let line = line.trim();
    let Some(names) = [
        "By ",
        "BY ",
        "by ",
        "Von ",
        "Par ",
        "Por ",
        "Story by ",
        "Written by ",
    ]
    .iter()
    .find_map(|by| line.strip_prefix(by)) else {
        return false;
    };
    let names = names.trim();
    if names.len() > 150
        || names.is_empty()
        || names.ends_with(['.', '?', '!', ':', ';']) && !names.ends_with("Jr.")
    {
        return false;
    }
    let mut count = 0;
    for word in names.split_whitespace() {
        count += 1;
        let bare = word.trim_matches([',', '|', '(', ')', '/', '-', '–', '—']);
        let small = matches!(
            bare,
            "" | "and"
                | "AND"
                | "with"
                | "of"
                | "for"
                | "the"
                | "in"
                | "de"
                | "van"
                | "von"
                | "der"
                | "den"
                | "la"
                | "und"
                | "et"
                | "y"
                | "del"
                | "al"
        );
        if !small && !bare.starts_with(char::is_uppercase) {
            return false;
        }
    }
    count <= 20
}

/// The line under a byline: an agency, a newspaper, an office ("Associated Press", "Staff Writer").
pub fn is_byline_tail(line: &str) -> bool {
    let line = line.trim();
    let words: Vec<&str> = line.split_whitespace().collect();
    !words.is_empty()
        && words.len() <= 6
        && line.len() <= 60
        && !line.ends_with(['.', '?', '!', ':', ',', ';', '"', '”'])
        && dateline(line).is_none()
        && words.iter().all(|word| {
            matches!(*word, "of" | "the" | "and" | "for" | "in" | "|")
                || word.starts_with(|c: char| c.is_uppercase() || c == '@')
        })
}

/// "Copp reported from Washington.", "Reporting by Anna Berg; editing by Karl Holm": who else had a hand in it.
pub fn is_credit(text: &str) -> bool {
    if text.len() > 600 {
        return false;
    }
    let inner = text
        .trim()
        .trim_start_matches(['(', '*', '_', '—', '-', ' ']);
    if inner.starts_with("Reporting by ")
        || inner.starts_with("(Reporting by ")
        || inner.starts_with("Editing by ")
    {
        return true;
    }
    let Some(first) = inner.split_inclusive(['.', ';']).next() else {
        return false;
    };
    let reported = first
        .find(" reported from ")
        .is_some_and(|at| is_names(&first[..at]));
    let contributed = [
        "contributed to this report",
        "contributed to this story",
        "contributed reporting",
        "contributed from",
    ]
    .iter()
    .any(|phrase| inner.contains(phrase));
    (reported || contributed) && !inner.contains(['"', '“'])
}

/// A list of names: short, every word a name's or an "and".
fn is_names(text: &str) -> bool {
    text.len() < 160
        && text.split_whitespace().all(|word| {
            let word = word.trim_matches(',');
            word.starts_with(char::is_uppercase)
                || matches!(
                    word,
                    "and" | "de" | "van" | "von" | "also" | "writers" | "writer" | "correspondents"
                )
        })
}

/// A Markdown image alone on its line: its alternative text, which is the caption, and the bytes behind it.
///
/// ```
/// use onrecord_index::text::furniture::image;
/// assert_eq!(image("![The harbour at noon](h.png)"), Some(("The harbour at noon", "")));
/// assert_eq!(image("![](h.png)"), Some(("", "")));
/// ```
pub fn image(line: &str) -> Option<(&str, &str)> {
    let inner = line.trim().strip_prefix("![")?;
    let close = inner.find("](")?;
    let end = close + 2 + inner[close + 2..].find(')')?;
    Some((inner[..close].trim(), inner[end + 1..].trim()))
}

/// "(Applause)", "\[laughter\]", "*(a pause)*": a paragraph that is one bracket, and says what happens.
pub fn is_bracket(text: &str) -> bool {
    const DIRECTION_BYTES: usize = 300;
    let text = text.trim_matches(['*', '_', ' ', '.']);
    let close = match text.chars().next() {
        Some('(') => ')',
        Some('[') => ']',
        Some('（') => '）',
        _ => return false,
    };
    let open = text.chars().next().unwrap_or('(');
    if text.len() > DIRECTION_BYTES || !text.ends_with(close) {
        return false;
    }
    let inner = &text[open.len_utf8()..text.len() - close.len_utf8()];
    !inner.contains([open, close]) && inner.chars().any(char::is_alphabetic)
}

/// Whether a bracket tells of a sound or a gesture, as those in transcripts do; elsewhere a bracket is an aside.
pub fn is_stage_direction(text: &str) -> bool {
    const SOUNDS: &str = "\
        applau|laugh|chuckl|cheer|boo|music|pause|silence|crosstalk|inaudible|\
        unintelligible|sigh|cough|crowd|audience|interrupt|enter|exit|exeunt|aside|shout|\
        cries|crying|whisper|recess|adjourn|rises|rising|gavel|bell|noise|jingle|break|\
        clears throat";
    if !is_bracket(text) {
        return false;
    }
    let text = text.to_lowercase();
    SOUNDS.split('|').any(|sound| text.contains(sound))
}

/// The level of a line of plain text that reads as a heading: "PART TWO" 1, "Chapter 4. The Harbour" 2, "THE HARBOUR" 3.
/// The caller sees to it that the line stands alone.
pub fn heading_level(line: &str) -> Option<u8> {
    const HEADING_BYTES: usize = 90;
    let line = line.trim();
    if line.len() > HEADING_BYTES || line.ends_with([',', ';', ':', '-']) {
        return None;
    }
    let mut words = line.split_whitespace();
    let first = words.next()?;
    // A screenplay's scenes.
    if matches!(first, "INT." | "EXT." | "INT./EXT." | "INT/EXT." | "I/E.")
        && !line.chars().any(char::is_lowercase)
    {
        return Some(2);
    }
    let second = words
        .next()
        .map(|word| word.trim_end_matches(['.', ':', ',', ';', '—', '–', '-']));
    if let Some(number) = second.filter(|word| is_number(word)) {
        let whole = line.split_whitespace().count() == 2 || line.split_whitespace().count() <= 12;
        let upright = first.chars().all(char::is_uppercase)
            || !line.ends_with('.')
            || number.len() + first.len() + 2 >= line.len();
        if whole && upright {
            match first.to_lowercase().as_str() {
                "part" | "book" | "volume" | "act" => return Some(1),
                "chapter" | "scene" | "item" | "section" | "article" | "canto" | "agenda" => {
                    return Some(2);
                }
                _ => {}
            }
        }
    }
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = !line.chars().any(char::is_lowercase) && line.chars().any(char::is_uppercase);
    (capitals && letters >= 4 && !line.ends_with(['!', '?', '"', '”']) && !line.contains(". "))
        .then_some(3)
}

fn is_number(word: &str) -> bool {
    const WORDS: &str = "\
        one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|\
        fourth|fifth";
    let lower = word.to_lowercase();
    !word.is_empty()
        && (word.chars().all(|c| c.is_ascii_digit() || c == '.')
            || (word.len() <= 7 && lower.chars().all(|c| "ivxlc".contains(c)))
            || WORDS.split('|').any(|word| word == lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_five_signs_and_three_underscores_end_a_story() {
        assert!(is_rule("----------") && is_rule("=====") && is_rule("* * * * *"));
        assert!(!is_rule("---") && !is_rule("___") && !is_rule("-- a --") && !is_rule(""));
        assert!(is_end("___") && !is_end("---"));
    }

    #[test]
    fn datelines_name_a_place_in_capitals() {
        let check =
            |text, expected| assert_eq!(dateline(text).map(|found| found.text), expected, "{text}");
        check(
            "NORHAVEN (NWA) — The harbour is full.",
            Some("NORHAVEN (NWA)"),
        );
        check(
            "NORHAVEN, Denmark (Reuters) - The harbour is full.",
            Some("NORHAVEN, Denmark (Reuters)"),
        );
        check(
            "NORHAVEN, March 3 (NWA) -- The harbour is full.",
            Some("NORHAVEN, March 3 (NWA)"),
        );
        check("SAINT-LOUP — The harbour is full.", Some("SAINT-LOUP"));
        check("Berg — who owns a boat — is angry.", None);
        check("NATO said so. The rest — no.", None);
        check("NORHAVEN (NWA) — ", None);
    }

    #[test]
    fn bylines_are_names_behind_by() {
        assert!(is_byline("By ANNA LUND, KARL HOLM and EVA DAHL"));
        assert!(is_byline("By Anna Lund, Norhaven Gazette"));
        assert!(!is_byline("By the time the ship came, it was dark"));
        assert!(!is_byline("By Monday."));
        assert!(is_byline_tail("Norhaven Wire Agency") && !is_byline_tail("The harbour is full."));
    }

    #[test]
    fn credits_tell_who_else_reported() {
        assert!(is_credit(
            "Lund reported from Oslo. Agency writer Eva Dahl contributed to this report."
        ));
        assert!(is_credit("Reporting by Anna Lund; editing by Karl Holm"));
        assert!(!is_credit(
            "The harbour master reported from the bridge that all was well."
        ));
    }

    #[test]
    fn brackets_that_tell_of_sounds_are_stage_directions() {
        assert!(
            is_stage_direction("(Applause.)")
                && is_stage_direction("[laughter]")
                && is_stage_direction("*(Exit Karl)*")
        );
        assert!(!is_stage_direction("(Norhaven is a town.)") && is_bracket("(Norhaven is a town)"));
        assert!(!is_stage_direction("(Applause) and then (laughter)"));
    }

    #[test]
    fn numbered_parts_and_capitals_are_headings() {
        let check = |line, expected| assert_eq!(heading_level(line), expected, "{line}");
        check("ACT II", Some(1));
        check("INT. HARBOUR OFFICE - NIGHT", Some(2));
        check("Chapter 4. The Harbour", Some(2));
        check("Item 4: Harbour", Some(2));
        check("THE HARBOUR AT NIGHT", Some(3));
        check("The harbour at night", None);
        check("HELP!", None);
        check("NATO", Some(3));
    }
}
