//! Finds the headers of letters that were forwarded as text: in mail that a person passes on, in
//! replies of Outlook, and in digests of mailing lists.
//!
//! A header is a few lines such as `From: Karl Holm`, one below the other, with the sender among
//! them. It begins a text, or follows a blank line or a line of dashes.
//!
//! Format of digests: RFC 1153.

use crate::ingest::block::squeeze;
use crate::text::word_list::WordList;

/// What the line with the sender begins with.
static SENDER: WordList = WordList::new(include_str!("lists/sender_headers.txt"));

/// What the other lines of a header begin with.
static OTHER: WordList = WordList::new(include_str!("lists/other_headers.txt"));

/// A longer name of a header, in bytes, is a sentence with a colon in it.
const MAX_KEY_BYTES: usize = 30;

/// A header of fewer lines is text: "From: the town. To: the sea."
const MIN_LINES: usize = 3;

/// The header of a letter.
#[derive(Debug, PartialEq, Eq)]
pub struct Header {
    /// How many lines it has.
    pub lines: usize,
    /// The name of the sender, or the address.
    pub sender: Option<String>,
}

/// The header at the beginning of these lines. `above` is the line above them, if any.
pub fn header(above: Option<&str>, lines: &[&str]) -> Option<Header> {
    let begins = above.is_none_or(|line| !line.contains(char::is_alphabetic) || is_announced(line));
    let first = field(lines.first()?)?;
    let mut sender = None;
    let mut fields = 0;
    let mut count = 0;
    for line in lines {
        if let Some((is_sender, value)) = field(line) {
            if is_sender && sender.is_none() {
                sender = Some(value);
            }
            fields += 1;
        } else if !line.starts_with([' ', '\t']) || line.trim().is_empty() {
            break;
        }
        count += 1;
    }
    let announced = above.is_some_and(|line| line.contains("---") || is_announced(line));
    let enough = fields >= MIN_LINES - usize::from(announced);
    // Below other text, a whole header is one, too.
    let is_whole = first.0 && fields > MIN_LINES;
    if !begins && !is_whole {
        return None;
    }
    sender.filter(|_| enough).map(|sender| Header {
        lines: count,
        sender: name(&sender),
    })
}

/// Whether a line says that a letter follows: "-----Original Message-----", "Begin forwarded
/// message:".
pub fn is_announced(line: &str) -> bool {
    let line = line.trim();
    let between_dashes = line.starts_with("--") && line.ends_with("--");
    between_dashes || (line.ends_with(':') && line.to_lowercase().contains("forwarded"))
}

/// Whether a line is the sender's, and its value, if it is a line of a header.
fn field(line: &str) -> Option<(bool, String)> {
    let line = line.trim_start_matches('*');
    let (key, value) = line.split_once([':', '：'])?;
    let key = key.trim_end_matches('*').trim_end();
    if key.len() > MAX_KEY_BYTES || value.trim_matches(['*', ' ']).is_empty() {
        return None;
    }
    let key = key.to_lowercase();
    let is_sender = SENDER.contains(&key);
    (is_sender || OTHER.contains(&key)).then(|| (is_sender, squeeze(value.trim_matches('*'))))
}

/// The name in "Karl Holm <karl@example.org>", or the address where there is none.
fn name(value: &str) -> Option<String> {
    let end = value.find(['<', '[', '(']).unwrap_or(value.len());
    let bare = |text: &str| {
        text.trim_matches(['"', '\'', ' ', '<', '>', '[', ']', '(', ')'])
            .to_owned()
    };
    let name = bare(&value[..end]);
    let name = if name.is_empty() { bare(value) } else { name };
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::header;

    fn check(above: Option<&str>, text: &str, expected: Option<(usize, Option<&str>)>) {
        let lines: Vec<&str> = text.lines().collect();
        let found = header(above, &lines);
        let found = found
            .as_ref()
            .map(|header| (header.lines, header.sender.as_deref()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn headers_of_forwarded_letters_are_found() {
        let karl = Some("Karl Holm");
        check(
            Some("---------- Forwarded message ---------"),
            "From: Karl Holm <k@example.org>\nDate: Mon, 3 Mar 2025\nSubject: Six weeks\nTo: Anna\n\nIt stays.",
            Some((4, karl)),
        );
        check(
            None,
            "*Von:* Karl Holm [mailto:k@example.org]\n*Gesendet:* Montag\n*Betreff:* Bagger\n",
            Some((3, karl)),
        );
        check(
            Some("------------------------------"),
            "Date: Mon, 3 Mar 2025\nFrom: \"Karl Holm\" <k@example.org>\nSubject: Six\n weeks\n",
            Some((4, karl)),
        );
        check(
            Some("-- --"),
            "From: k@example.org\nTo: a\n",
            Some((2, Some("k@example.org"))),
        );
    }

    #[test]
    fn sentences_with_colons_are_no_headers() {
        check(None, "From: the town\nTo: the sea\nThe way is long.", None);
        check(
            Some("We sail:"),
            "From: the town\nTo: the sea\nDate: today",
            None,
        );
        check(None, "To: the sea\nDate: today\nSubject: ferry\n", None);
    }
}
