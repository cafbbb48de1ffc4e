//! Other ways to write the words of a query that the search itself does not look for: `e-mail` for
//! `email`, `U.S.` for `US`.
//!
//! Whether an index has them is for the caller to find out.

use crate::query::Query;
use crate::query::node::{Node, NodeKind};
use crate::text::token::{Cut, Word, words};
use crate::text::word_list::WordList;

static BEGINNINGS: WordList = WordList::new(include_str!("lists/hyphenated_beginnings.txt"));

/// Letters that must follow a beginning: of shorter words one is a part by chance.
const MIN_REST: usize = 4;

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

impl Query {
    /// Its parts in other spellings, as far as a search for it does not find them.
    ///
    /// ```
    /// use onrecord_index::query::Query;
    /// let query = Query::parse("email \"US Navy\"").unwrap();
    /// let others: Vec<String> = query.spellings().into_iter().map(|other| other.text).collect();
    /// assert_eq!(others, ["e-mail", "U.S. Navy"]);
    /// ```
    pub fn spellings(&self) -> Vec<Spelling> {
        let mut found = Vec::new();
        for part in self.parts() {
            self.add_spellings(&part.node, &mut found);
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
        let typed = typed.trim_matches(|c: char| c.is_whitespace() || "\"“”„«»".contains(c));
        for word in words(typed) {
            for (other, ambiguous) in others(typed, &word) {
                let after = typed[word.end()..].strip_prefix(if ambiguous { "." } else { "" });
                let after = after.unwrap_or(&typed[word.end()..]);
                let text = format!("{}{other}{after}", &typed[..word.start]);
                let phrase = format!("\"{}\"", text.replace('"', " "));
                if let Ok(phrase) = Query::parse(&phrase) {
                    let query = self.with_parts_of(&phrase);
                    found.push(Spelling {
                        text,
                        query,
                        ambiguous,
                    });
                }
            }
        }
    }
}

/// Other spellings of a word, each with whether it is that of another word, too.
fn others(typed: &str, word: &Word<'_>) -> Vec<(String, bool)> {
    let text = word.text;
    let mut others = Vec::new();
    if word.cut != Cut::Boundary {
        return others;
    }
    let is_capital = |c: char| c.is_ascii_uppercase();
    if (2..=MAX_ABBREVIATION).contains(&text.len()) && text.chars().all(is_capital) {
        let points = text.chars().flat_map(|c| [c, '.']).collect();
        others.push((points, false));
    }
    let letters: String = text.split('.').collect();
    let is_pointed = text.contains('.') && text.split('.').all(|part| part.chars().count() == 1);
    if is_pointed && letters.len() <= MAX_ABBREVIATION && letters.chars().all(char::is_alphabetic) {
        others.push((letters.to_uppercase(), true));
    }
    others.extend(grouped(text).map(|grouped| (grouped, false)));
    let lower = text.to_ascii_lowercase();
    let is_part = typed[..word.start].ends_with('-') || typed[word.end()..].starts_with('-');
    if lower.bytes().all(|byte| byte.is_ascii_lowercase()) && !is_part {
        for beginning in BEGINNINGS.starting_like(&lower) {
            let rest = lower.strip_prefix(beginning);
            if rest.is_some_and(|rest| rest.len() >= MIN_REST) {
                let (beginning, rest) = text.split_at(beginning.len());
                others.push((format!("{beginning}-{rest}"), false));
            }
        }
    }
    others
}

/// A number of four to six digits with a full stop before the last three, as many languages write
/// it, or without that. In English `1.000` is one, so the index keeps the two apart.
fn grouped(text: &str) -> Option<String> {
    // Written so, these would hardly be meant as years.
    const YEARS: std::ops::Range<u32> = 1_000..2_100;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((thousands, rest)) if (1..=3).contains(&thousands.len()) && rest.len() == 3 => {
            let joined = format!("{thousands}{rest}");
            is_number(&joined).then_some(joined)
        }
        None if (4..=6).contains(&text.len()) && is_number(text) => {
            let is_year = text
                .parse()
                .is_ok_and(|year| YEARS.contains(&year) && year % 100 != 0);
            let (thousands, rest) = text.split_at(text.len() - 3);
            (!is_year).then(|| format!("{thousands}.{rest}"))
        }
        _ => None,
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
        check("email", &["e-mail"]);
        check("said:Cooperate", &["Co-operate"]);
        check("\"an email here\"", &["an e-mail here"]);
        check("e-mail ever harbour -email", &[]);
    }

    #[test]
    fn abbreviations_of_two_letters_may_have_full_stops() {
        check("US", &["U.S."]);
        check("US-led", &["U.S.-led"]);
        check("us NATO", &[]);
        check("U.S.", &["US"]);
        check("\"the U.S. Navy\"", &["the US Navy"]);
        check("J.K.", &["JK"]);
    }

    #[test]
    fn numbers_may_have_a_full_stop_before_the_last_three_digits() {
        check("1000 crowns", &["1.000"]);
        check("\"12.500 crowns\"", &["12500 crowns"]);
        check("1997 3.14 50 1234567", &[]);
    }
}
