//! Other ways to write the words of a query that the search itself does not look for: `e-mail` for
//! `email`, `U.S.` for `US`.
//!
//! Whether an index has them is for the caller to find out.

use crate::query::Query;
use crate::query::node::{Node, NodeKind};
use crate::text::fold::fold;
use crate::text::token::{Cut, Word, words};
use crate::text::word_list::WordList;

static BEGINNINGS: WordList = WordList::new(include_str!("lists/hyphenated_beginnings.txt"));

/// Letters that must follow a beginning: of shorter words one is a part by chance.
const MIN_REST: usize = 4;

/// Spellings to try: each costs a search.
const MAX_SPELLINGS: usize = 12;

/// Words of a phrase to look at. A longer one is a quotation, whose spelling was copied.
const MAX_WORDS: usize = 12;

/// Letters of an abbreviation that its full stops make another word. Longer ones are found either
/// way.
const MAX_ABBREVIATION: usize = 2;

/// A part of a query in another spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// How the part is written.
    pub text: String,
    /// The query with only this part.
    pub query: Query,
    /// Whether the spelling is also that of another word: `US` without its full stops is "us".
    pub ambiguous: bool,
}

impl Spelling {
    /// Its words, folded. All must be in an index that has the spelling.
    pub(crate) fn folded_words(&self) -> impl Iterator<Item = &str> {
        let parts = self.query.parts().iter();
        let elements = parts.flat_map(|part| match &part.node.kind {
            NodeKind::Phrase(elements) => &elements[..],
            _ => &[],
        });
        elements.map(|element| &*element.folded)
    }
}

impl Query {
    /// Its parts in other spellings, as far as a search for it does not find them.
    ///
    /// ```
    /// use onrecord_index::query::Query;
    /// let query = Query::parse("email \"US Navy\"").unwrap();
    /// let others: Vec<String> = query.spellings().into_iter().map(|other| other.text).collect();
    /// assert_eq!(others, ["e-mail", "e-mails", "U.S. Navy"]);
    /// ```
    pub fn spellings(&self) -> Vec<Spelling> {
        let mut found = Vec::new();
        for part in self.parts() {
            self.add_spellings(&part.node, &mut found);
            if found.len() >= MAX_SPELLINGS {
                found.truncate(MAX_SPELLINGS);
                break;
            }
        }
        found
    }

    fn add_spellings(&self, node: &Node, found: &mut Vec<Spelling>) {
        match &node.kind {
            NodeKind::Word(_) | NodeKind::Phrase(_) => {}
            NodeKind::Or(nodes) if nodes.iter().all(|other| other.span == node.span) => {}
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                return nodes
                    .iter()
                    .for_each(|node| self.add_spellings(node, found));
            }
            NodeKind::Said(node, _) => return self.add_spellings(node, found),
            _ => return,
        }
        let Some(typed) = self.text().get(node.span.clone()) else {
            return;
        };
        let bare = typed.trim_matches(|c: char| c.is_whitespace() || "\"“”„«»".contains(c));
        let is_quoted = bare.len() < typed.len();
        let found_words: Vec<Word<'_>> = words(bare).take(MAX_WORDS).collect();
        for (number, word) in found_words.iter().enumerate() {
            let mut others = others(bare, word);
            // Outside quotation marks both spellings are searched for.
            if is_quoted {
                others.extend(hyphens(bare, word, found_words.get(number + 1)));
            }
            for other in others {
                let text = format!(
                    "{}{}{}",
                    &bare[..word.start],
                    other.text,
                    &bare[other.end..]
                );
                let phrase = format!("\"{}\"", text.replace('"', " "));
                if let Ok(phrase) = Query::parse(&phrase) {
                    found.push(Spelling {
                        text,
                        query: self.with_parts_of(&phrase),
                        ambiguous: other.ambiguous,
                    });
                }
            }
        }
    }
}

/// What may be written instead of a word.
struct Other {
    text: String,
    /// Byte at which it ends in what was typed.
    end: usize,
    ambiguous: bool,
}

/// Other spellings of a word of a text.
fn others(typed: &str, word: &Word<'_>) -> Vec<Other> {
    let mut others = Vec::new();
    if word.cut != Cut::Boundary {
        return others;
    }
    let other = |text: String| Other {
        text,
        end: word.end(),
        ambiguous: false,
    };
    others.extend(with_points(word.text).map(other));
    if let Some(text) = without_points(word.text) {
        let point = typed[word.end()..].starts_with('.');
        others.push(Other {
            text,
            end: word.end() + usize::from(point),
            ambiguous: true,
        });
    }
    others.extend(grouped(word.text).into_iter().map(other));
    let is_part = typed[..word.start].ends_with('-') || typed[word.end()..].starts_with('-');
    if !is_part {
        others.extend(with_hyphen(word.text).into_iter().map(other));
    }
    others
}

/// An abbreviation in capitals with its full stops. Some are found either way: "UK".
fn with_points(word: &str) -> Option<String> {
    let is_capital = |c: char| c.is_ascii_uppercase();
    let is_short = (2..=MAX_ABBREVIATION).contains(&word.len());
    if !(is_short && word.chars().all(is_capital) || word == "am") {
        return None;
    }
    let points: String = word.chars().flat_map(|c| [c, '.']).collect();
    (fold(points.trim_end_matches('.')) != fold(word)).then_some(points)
}

/// An abbreviation without its full stops, which is another word then.
fn without_points(word: &str) -> Option<String> {
    let letters: String = word.split('.').collect();
    let is_pointed = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    let is_other = is_pointed
        && letters.len() <= MAX_ABBREVIATION
        && letters.chars().all(char::is_alphabetic)
        && fold(word) != fold(&letters);
    let is_time = word == "a.m";
    is_other.then(|| {
        if is_time {
            letters
        } else {
            letters.to_uppercase()
        }
    })
}

/// A word with a hyphen after its beginning.
fn with_hyphen(word: &str) -> Vec<String> {
    let mut others = Vec::new();
    if !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return others;
    }
    let lower = word.to_ascii_lowercase();
    for beginning in BEGINNINGS.starting_like(&lower) {
        let rest = lower.strip_prefix(beginning);
        if rest.is_some_and(|rest| rest.len() >= MIN_REST) {
            let (beginning, rest) = word.split_at(beginning.len());
            // Phrases are compared as they are written, so the other number is named, too.
            let other_number = match rest.strip_suffix('s') {
                Some(one) => one.to_owned(),
                None => format!("{rest}s"),
            };
            others.push(format!("{beginning}-{rest}"));
            others.push(format!("{beginning}-{other_number}"));
        }
    }
    others
}

/// Words of a phrase with a hyphen where they have none, and without the one that they have.
fn hyphens(typed: &str, word: &Word<'_>, next: Option<&Word<'_>>) -> Vec<Other> {
    let mut others = Vec::new();
    let letters = word.text.trim_end_matches(|c: char| c.is_ascii_digit());
    if (1..word.text.len()).contains(&letters.len()) && letters.chars().all(char::is_alphabetic) {
        others.push(Other {
            text: format!("{letters}-{}", &word.text[letters.len()..]),
            end: word.end(),
            ambiguous: false,
        });
    }
    if let Some(next) = next
        && typed.get(word.end()..next.start) == Some("-")
    {
        others.push(Other {
            text: format!("{}{}", word.text, next.text),
            end: next.end(),
            ambiguous: false,
        });
    }
    others
}

/// A number of four to six digits with a full stop or a space before the last three, as many
/// languages write it, or without. In English `1.000` is one, so the index keeps them apart.
fn grouped(text: &str) -> Vec<String> {
    // Written so, these would hardly be meant as years.
    const YEARS: std::ops::Range<u32> = 1_000..2_100;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((thousands, rest)) if (1..=3).contains(&thousands.len()) && rest.len() == 3 => {
            let joined = format!("{thousands}{rest}");
            let is_number = is_number(&joined);
            is_number.then_some(joined).into_iter().collect()
        }
        None if (4..=6).contains(&text.len()) && is_number(text) => {
            let number = text.parse();
            let is_year = number.is_ok_and(|year| YEARS.contains(&year) && year % 100 != 0);
            if is_year {
                return Vec::new();
            }
            let (thousands, rest) = text.split_at(text.len() - 3);
            vec![format!("{thousands}.{rest}"), format!("{thousands} {rest}")]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::Query;

    fn check(query: &str, expected: &[&str]) {
        let query = Query::parse(query).expect("a query");
        let found = query.spellings();
        let found: Vec<&str> = found.iter().map(|other| &*other.text).collect();
        assert_eq!(found, expected, "{}", query.text());
    }

    #[test]
    fn words_may_have_a_hyphen_after_a_beginning() {
        check("email", &["e-mail", "e-mails"]);
        check("said:Cooperate", &["Co-operate", "Co-operates"]);
        check("\"an email here\"", &["an e-mail here", "an e-mails here"]);
        check("e-mail ever harbour -email", &[]);
    }

    #[test]
    fn quoted_words_may_have_a_hyphen_or_not() {
        check("\"B52 crew\"", &["B-52 crew"]);
        check("\"a sea-wall\"", &["a seawall"]);
        check("B52 sea-wall", &[]);
    }

    #[test]
    fn many_words_are_not_all_tried() {
        let query = Query::parse(&"email ".repeat(100)).expect("a query");
        assert_eq!(query.spellings().len(), super::MAX_SPELLINGS);
    }

    #[test]
    fn abbreviations_of_two_letters_may_have_full_stops() {
        check("US", &["U.S."]);
        check("US-led", &["U.S.-led"]);
        check("us NATO UK U.K.", &[]);
        check("U.S.", &["US"]);
        check("\"the U.S. Navy\"", &["the US Navy"]);
        check("J.K.", &["JK"]);
        check("am", &["a.m."]);
        check("a.m.", &["am"]);
    }

    #[test]
    fn numbers_may_be_parted_before_the_last_three_digits() {
        check("1000 crowns", &["1.000", "1 000"]);
        check("\"12.500 crowns\"", &["12500 crowns"]);
        check("1997 3.14 50 1234567", &[]);
    }
}
