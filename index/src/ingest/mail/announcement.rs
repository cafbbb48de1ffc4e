//! The line that mail programs write above a quotation: "On Sun, 10 Mar 2024 at 12:00, Karl Holm
//! <karl@example.org> wrote:", in the languages of `lists/wrote.txt`.
//!
//! It has a word for "wrote", or an address, and ends with a colon; long ones are wrapped. The
//! author is the name beside the address or the word. A name that cannot be separated from the date
//! beside it is nobody's.

use crate::ingest::block::squeeze;
use crate::text::word_list::WordList;

/// Words for "wrote".
static WROTE: WordList = WordList::new(include_str!("lists/wrote.txt"));

/// Words of a date that begin with a capital letter.
static DATE_WORDS: WordList = WordList::new(include_str!("lists/date_words.txt"));

/// Longer lines, in bytes, are text. The longest real ones name a group and a list's address.
const MAX_BYTES: usize = 300;

/// A wrapped announcement takes up to this many lines.
const MAX_LINES: usize = 3;

/// Words in a name: more are a phrase.
const MAX_WORDS: usize = 5;

/// Words in names that begin with a small letter.
const PARTICLES: [&str; 16] = [
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "ibn", "la", "ter",
    "van", "von",
];

/// The line above a quotation.
#[derive(Debug, PartialEq, Eq)]
pub struct Announcement {
    /// How many lines it takes.
    pub lines: usize,
    /// Who wrote what is quoted.
    pub author: Option<String>,
    /// Whether it has a date or an address, so that what follows is a letter even if no sign marks
    /// its lines.
    pub is_dated: bool,
}

/// The announcement that begins with the first of these lines.
pub fn announcement(lines: &[&str]) -> Option<Announcement> {
    let first = lines.first()?;
    let mut text = String::new();
    for (index, line) in lines.iter().take(MAX_LINES).enumerate() {
        let goes_on = index == 0 || (begins(first) && !line.trim().is_empty());
        if !goes_on || text.len() + line.len() > MAX_BYTES {
            return None;
        }
        text.push(' ');
        text.push_str(line);
        if let Some(found) = of_text(&squeeze(&text)) {
            return Some(Announcement {
                lines: index + 1,
                ..found
            });
        }
    }
    None
}

/// Whether a text is an announcement as a whole.
pub fn of_text(text: &str) -> Option<Announcement> {
    let head = text.strip_suffix([':', '：'])?.trim_end();
    if text.len() > MAX_BYTES || head.is_empty() {
        return None;
    }
    let address = address(head);
    let verb = verb(head);
    let has_digit = head.contains(|c: char| c.is_ascii_digit());
    let is_dated = has_digit || address.is_some();
    // Without a word for "wrote", a date and an address at the very end say the same.
    let ends_with_address = address.is_some_and(|(_, end)| end == head.len());
    let is_announcement = match verb {
        // "The council wrote to Anna:" is a sentence.
        Some((_, end)) => end == head.len() || is_dated,
        None => has_digit && ends_with_address,
    };
    is_announcement.then(|| Announcement {
        lines: 1,
        author: author(head, address, verb),
        is_dated,
    })
}

/// Whether a wrapped announcement may begin with this line: with a date, or a name beside an
/// address.
fn begins(line: &str) -> bool {
    let line = line.trim();
    let first = line.split(' ').next().unwrap_or_default();
    let first = first.trim_end_matches([',', '.']);
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let has_year = line
        .split(|c: char| !c.is_ascii_digit())
        .any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")));
    let is_dated = has_digit(line) && (DATE_WORDS.contains(first) || has_digit(first));
    is_dated || (has_year && line.contains(':')) || address(line).is_some()
}

/// The range of an e-mail address with the brackets around it.
fn address(text: &str) -> Option<(usize, usize)> {
    let at = text.find('@')?;
    let is_inside = |c: char| !c.is_whitespace() && !"<>()[]\"".contains(c);
    let start = text[..at].rfind(|c| !is_inside(c));
    let start = start.map_or(0, |before| text.ceil_char_boundary(before + 1));
    let length = text[at..].find(|c| !is_inside(c));
    let end = length.map_or(text.len(), |length| at + length);
    if start == at || end == at + 1 {
        return None;
    }
    let opening = text[..start].trim_end_matches(['<', '(', '[']).len();
    let closing = text[end..].trim_start_matches(['>', ')', ']']).len();
    Some((opening, text.len() - closing))
}

/// The range of the last word for "wrote".
fn verb(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_lowercase();
    // Places in the one are places in the other, unless a letter has another length in lower case.
    if lower.len() != text.len() {
        return None;
    }
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c < '\u{2E80}');
    let find = |word: &&str| {
        let at = lower.rfind(*word)?;
        let end = at + word.len();
        let is_whole =
            !is_letter(lower[..at].chars().next_back()) && !is_letter(lower[end..].chars().next());
        is_whole.then_some((at, end))
    };
    WROTE
        .entries()
        .iter()
        .filter_map(find)
        .max_by_key(|(at, end)| (*end, end - at))
}

fn author(
    head: &str,
    address: Option<(usize, usize)>,
    verb: Option<(usize, usize)>,
) -> Option<String> {
    if let Some((start, _)) = address
        && let Some(name) = name_before(&head[..start], true)
    {
        return Some(name);
    }
    let (start, end) = verb?;
    let behind_end = address.map_or(head.len(), |(at, _)| at.max(end));
    name_at_start(&head[end..behind_end]).or_else(|| name_before(&head[..start], false))
}

/// The name that a text begins with, if all of it is one.
fn name_at_start(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['<', '(', '[', ',']);
    let words: Vec<&str> = text.trim_matches(['"', ' ']).split(' ').collect();
    let is_name = words.iter().all(|word| is_name_word(word)) && is_initial(words[0]);
    (is_name && words.len() <= MAX_WORDS).then(|| words.join(" "))
}

/// The name at the end of a text, behind a date. `sure`: an address follows, so that it is a name.
fn name_before(text: &str, sure: bool) -> Option<String> {
    let text = text
        .trim_end()
        .trim_end_matches(['<', '(', '[', ','])
        .trim_end();
    if let Some(inside) = text.strip_suffix('"') {
        let start = inside.rfind('"')?;
        let name = squeeze(&inside[start + 1..]);
        return Some(name).filter(|name| !name.is_empty());
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut first = words.len();
    while first > 0 && is_name_word(words[first - 1]) && !is_date_word(&words, first - 1) {
        // "Sun, 10 Mar 2024, Karl Holm": a comma ends what is before it.
        if words[first - 1].ends_with(',') && first < words.len() {
            break;
        }
        first -= 1;
    }
    let name = &words[first..];
    let skipped = name.iter().position(|word| is_initial(word))?;
    let (name, before) = (&name[skipped..], first.checked_sub(1).map(|at| words[at]));
    let is_bounded = match before {
        None => sure || name.len() >= 2,
        Some(before) => {
            sure || before.ends_with(',')
                || before.contains(|c: char| c.is_ascii_digit())
                || matches!(before, "AM" | "PM" | "Uhr")
        }
    };
    (is_bounded && name.len() <= MAX_WORDS).then(|| name.join(" "))
}

/// Whether a word may be part of a name.
fn is_name_word(word: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’');
    !word.is_empty()
        && word.trim_end_matches(',').chars().all(is_letter)
        && (is_initial(word) || PARTICLES.contains(&word))
}

/// Whether a word belongs to the date before a name: "Mar" in "5 Mar" and "PM" in "10:15 PM", but
/// not "Jan" in "10:15, Jan Berg".
fn is_date_word(words: &[&str], index: usize) -> bool {
    let word = words[index].trim_end_matches([',', '.']);
    let has_digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let is_followed = words.get(index + 1).is_some_and(|next| has_digit(next));
    let Some(before) = index.checked_sub(1).map(|before| words[before]) else {
        return DATE_WORDS.contains(word);
    };
    let is_zone = || word == "Uhr" || word.chars().all(char::is_uppercase);
    let is_after_date = if before.contains(':') {
        is_zone()
    } else {
        !before.ends_with(',') && (has_digit(before) || DATE_WORDS.contains(before))
    };
    DATE_WORDS.contains(word) && (is_followed || is_after_date)
}

/// Whether a word begins as a name does: with a capital, or a letter that has no case.
fn is_initial(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::announcement;

    fn check(text: &str, expected: Option<(usize, Option<&str>)>) {
        let lines: Vec<&str> = text.lines().collect();
        let found = announcement(&lines);
        let found = found
            .as_ref()
            .map(|found| (found.lines, found.author.as_deref()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_author_is_found_beside_the_address_or_the_verb() {
        for text in [
            "On Mon, Mar 5, 2024 at 10:15 AM Eva Dahl <e@x.org> wrote:",
            "On Mon, Mar 5, 2024 at 10:15\u{202F}AM Eva Dahl <e@x.org> wrote:",
            "On Mon, 5 Mar 2024 at 10:15, Eva Dahl wrote:",
            "On Monday, March 5, 2024 at 10:15:00 AM GMT+1, Eva Dahl <e@x.org> wrote:",
            "On 5 Mar 2024, at 10:15, Eva Dahl <e@x.org> wrote:",
            "On 05/03/2024 10:15, Eva Dahl wrote:",
            "Eva Dahl <e@x.org> wrote on 5 March 2024:",
            "Eva Dahl wrote:",
            "Eva Dahl writes:",
            "Le lun. 5 mars 2024 à 10:15, Eva Dahl <e@x.org> a écrit :",
            "Le 5 mars 2024 à 10:15, Eva Dahl a écrit\u{A0}:",
            "Am Mo., 5. März 2024 um 10:15 Uhr schrieb Eva Dahl:",
            "Am 05.03.24 um 10:15 schrieb Eva Dahl <e@x.org>:",
            "Eva Dahl <e@x.org> schrieb am Mo., 5. März 2024, 10:15:",
            "El lun, 5 mar 2024 a las 10:15, Eva Dahl (<e@x.org>) escribió:",
            "Il giorno lun 5 mar 2024 alle ore 10:15 Eva Dahl <e@x.org> ha scritto:",
            "Em seg., 5 de mar. de 2024 às 10:15, Eva Dahl <e@x.org> escreveu:",
            "Op ma 5 mrt 2024 om 10:15 schreef Eva Dahl <e@x.org>:",
            "Op 5 mrt. 2024 om 10:15 heeft Eva Dahl <e@x.org> het volgende geschreven:",
            "Den man. 5. mar. 2024 kl. 10.15 skrev Eva Dahl <e@x.org>:",
            "ma 5. maalisk. 2024 klo 10.15 Eva Dahl (e@x.org) kirjoitti:",
            "pon., 5 mar 2024 o 10:15 Eva Dahl <e@x.org> napisał(a):",
            "пн, 5 мар. 2024 г. в 10:15, Eva Dahl <e@x.org>:",
            "2024年3月5日(火) 10:15 Eva Dahl <e@x.org>:",
            "Eva Dahl <e@x.org> 于2024年3月5日周二 10:15写道：",
            "Eva Dahl <e@x.org>, 5 Mar 2024 Sal, 10:15 tarihinde şunu yazdı:",
        ] {
            check(text, Some((1, Some("Eva Dahl"))));
        }
        check(
            "On Mon, Mar 5, 2024 at 10:15 AM \"Dahl, Eva\" <e@x.org> wrote:",
            Some((1, Some("Dahl, Eva"))),
        );
        check(
            "On Tuesday, Jan van der Berg <j@x.org> wrote:",
            Some((1, Some("Jan van der Berg"))),
        );
    }

    #[test]
    fn a_wrapped_announcement_takes_several_lines() {
        check(
            "On Mon, Mar 5, 2024 at 10:15 AM Eva Dahl\n<e@x.org> wrote:\n> It stays.",
            Some((2, Some("Eva Dahl"))),
        );
        check(
            "Le lun. 5 mars 2024 à 10:15,\nEva Dahl <e@x.org>\na écrit :",
            Some((3, Some("Eva Dahl"))),
        );
    }

    #[test]
    fn a_name_that_runs_into_the_date_is_nobodys() {
        check("On Sunday Karl Holm wrote:", Some((1, None)));
        check("On 5 Mar 2024 at 10:15, e@x.org wrote:", Some((1, None)));
        check("Somebody wrote:", Some((1, None)));
    }

    #[test]
    fn sentences_are_no_announcements() {
        check("Anna said that Karl wrote to the council:", None);
        check("The harbour has three parts:", None);
        check("See the list of 2024:", None);
        check("It rains.\nOn Sunday it was dry, he wrote:", None);
        check("Write to a@x.org by 5 March: it is late.", None);
    }
}
