//! The names to show for the speakers of a document's labels.
//!
//! Titles are left out unless they distinguish two people. Names in capitals take the form that the
//! text gives them. A short name or initials become the full name if exactly one fits.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::ingest::block::Block;
use crate::ingest::outline::roster::Roster;
use crate::ingest::outline::seen::{Seen, Speaker, key};
use crate::text::label::name::{examiner, is_capitals, without_titles};
use crate::text::label::questions::is_question;
use crate::text::label::shape::Shape;
use crate::text::word_list::WordList;

/// Ranks, roles and ordinals, in lower case.
static RANKS: WordList = WordList::new(include_str!("lists/ranks.txt"));

/// The speaker of each label, by the label's key.
pub fn canonical(
    accepted: &[Seen],
    listed: &[String],
    roster: &Roster,
    blocks: &[Block],
) -> HashMap<String, Speaker> {
    let bare = without_shared_titles(accepted);
    let heads: Vec<&str> = bare.iter().map(|name| without_place(name)).collect();
    let cased = cased_forms(&heads, blocks);
    let shown: Vec<String> = bare
        .iter()
        .zip(&heads)
        .map(|(name, head)| match cased.get(&head.to_lowercase()) {
            Some(form) => format!("{form}{}", &name[head.len()..]),
            None => (*name).to_owned(),
        })
        .collect();
    let full_names = FullNames::of(listed, roster, &shown);
    accepted
        .iter()
        .zip(&shown)
        .map(|(one, name)| (key(&one.name), speaker(one, name, &full_names)))
        .collect()
}

/// The names without titles, but with them where two people share a name: "Mr. BERG", "Mrs. BERG".
fn without_shared_titles(accepted: &[Seen]) -> Vec<&str> {
    // Two titles show whether a name is shared, if one of them is a woman's. Four are enough.
    const MAX_TITLES: usize = 4;
    let mut titles: HashMap<String, Vec<String>> = HashMap::new();
    for one in accepted {
        let title = title(&one.name);
        let of_name = titles
            .entry(without_titles(&one.name).to_ascii_lowercase())
            .or_default();
        let is_new = !title.is_empty() && !of_name.contains(&title);
        if is_new && (of_name.len() < 2 || is_womans(&title)) {
            of_name.push(title);
            of_name.truncate(MAX_TITLES);
        }
    }
    accepted
        .iter()
        .map(|one| {
            let bare = without_titles(&one.name);
            let own = title(&one.name);
            let others = titles
                .get(&bare.to_ascii_lowercase())
                .map_or(&[][..], Vec::as_slice);
            let is_shared = !own.is_empty()
                && others
                    .iter()
                    .any(|other| *other != own && (is_womans(other) || is_womans(&own)));
            if is_shared { one.name.as_str() } else { bare }
        })
        .collect()
}

/// The speaker of a label whose name is shown as `name`, or in a longer form of it.
fn speaker(one: &Seen, name: &str, full_names: &FullNames<'_>) -> Speaker {
    match (one.shape, one.name.as_str()) {
        (Shape::Letter, letter) if is_question(letter) => Speaker::Asks,
        (Shape::Letter, _) => Speaker::Answers,
        (_, written) if examiner(written).is_some() => {
            let bare = without_titles(examiner(written).unwrap_or(name));
            let known = full_names.by_case.get(&bare.to_ascii_lowercase());
            Speaker::Examines(known.map_or_else(|| bare.to_owned(), |known| (*known).clone()))
        }
        _ => Speaker::Named(full_names.longest(name)),
    }
}

/// "SMITH" for "SMITH of New Jersey": the state is not in capitals.
fn without_place(name: &str) -> &str {
    match name.split_once(" of ") {
        Some((head, place)) if is_capitals(head) && !is_capitals(place) => head,
        _ => name,
    }
}

/// The title before the name in a label, in lower case: "mr.". Empty if there is none.
fn title(name: &str) -> String {
    let bare = without_titles(name);
    name[..name.len() - bare.len()].trim().to_lowercase()
}

/// Whether a title is a woman's. "Mr. BERG" and "Mrs. BERG" are two people; "Dr. BERG" and "Mr.
/// BERG" may be one.
fn is_womans(title: &str) -> bool {
    title.starts_with("mrs") || title.starts_with("ms") || title.starts_with("miss")
}

/// The speakers in the front matter, by the words of their names, as there may be many speakers and
/// labels.
pub struct ListedNames<'l> {
    listed: &'l [String],
    /// Indexes in `listed`, ascending.
    by_word: HashMap<String, Vec<usize>>,
}

impl<'l> ListedNames<'l> {
    /// Indexes the names.
    pub fn of(listed: &'l [String]) -> Self {
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, full) in listed.iter().enumerate() {
            for word in full.to_lowercase().split_whitespace() {
                let places = by_word.entry(word.to_owned()).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        Self { listed, by_word }
    }

    /// The listed names that have all words of `name`, in the order of the list: "Anna Berg" for
    /// "Berg", but not for "Anna Lund".
    pub fn with(&self, name: &str) -> impl Iterator<Item = &'l String> {
        let name = without_titles(name).to_lowercase();
        let mut of_words: Vec<&[usize]> = name
            .split_whitespace()
            .map(|word| self.by_word.get(word).map_or(&[][..], Vec::as_slice))
            .collect();
        // The rarest word has the fewest candidates; the other words are looked up among them.
        of_words.sort_by_key(|places| places.len());
        let mut of_words = of_words.into_iter();
        let candidates = of_words.next().unwrap_or(&[]);
        let others: Vec<&[usize]> = of_words.collect();
        let listed = self.listed;
        candidates
            .iter()
            .filter(move |place| {
                others
                    .iter()
                    .all(|places| places.binary_search(place).is_ok())
            })
            .map(move |place| &listed[*place])
    }
}

/// The full names that short labels may be short for.
struct FullNames<'n> {
    listed: ListedNames<'n>,
    roster: &'n Roster,
    /// Labels by their lower case; of those that differ in case only, the first.
    by_case: HashMap<String, &'n String>,
    /// Labels and people present with two to four words, by the first and by the last word.
    by_end: UniqueNames<'n>,
    by_initials: UniqueNames<'n>,
}

/// Names by a key, with `None` for a key that several names share.
#[derive(Default)]
struct UniqueNames<'n>(HashMap<String, Option<&'n String>>);

impl<'n> UniqueNames<'n> {
    fn insert(&mut self, key: String, name: &'n String) {
        self.0
            .entry(key)
            .and_modify(|known| *known = known.filter(|known| *known == name))
            .or_insert(Some(name));
    }

    fn get(&self, key: &str) -> Option<&'n String> {
        *self.0.get(key)?
    }
}

impl<'n> FullNames<'n> {
    fn of(listed: &'n [String], roster: &'n Roster, shown: &'n [String]) -> Self {
        let mut by_case = HashMap::new();
        for name in shown {
            by_case.entry(name.to_ascii_lowercase()).or_insert(name);
        }
        let mut by_end = UniqueNames::default();
        let named = shown.iter().filter(|name| examiner(name).is_none());
        for full in named.chain(&roster.names) {
            let words: Vec<String> = full.split_whitespace().map(str::to_lowercase).collect();
            // "QUEEN MARGARET" and "Margaret" are two people, and so are "FIRST LORD" and "Lord".
            if let [first, .., last] = &words[..]
                && words.len() <= 4
                && !is_rank(first)
            {
                by_end.insert(first.clone(), full);
                by_end.insert(last.clone(), full);
            }
        }
        let mut by_initials = UniqueNames::default();
        for full in listed.iter().chain(shown).chain(&roster.names) {
            by_initials.insert(initials(full), full);
        }
        Self {
            listed: ListedNames::of(listed),
            roster,
            by_case,
            by_end,
            by_initials,
        }
    }

    /// The full name that a label is short for, if exactly one fits: from the front matter, else
    /// from the people present, else from longer labels. Otherwise the label itself.
    fn longest(&self, name: &str) -> String {
        if let Some(full) = only(self.listed.with(name)) {
            return full.clone();
        }
        let lower = name.to_lowercase();
        if let Some(full) = self.roster.full(name) {
            // "Anna (AB)" in a talk by Anna Berg.
            return only(self.listed.with(full)).unwrap_or(full).clone();
        }
        // "LIND" may be initials or a name.
        let longer = if is_initials(name) {
            let by_end = || self.by_end.get(&lower).filter(|_| !is_rank(&lower));
            self.by_initials.get(&lower).or_else(by_end)
        } else if name.contains(' ') || is_rank(&lower) {
            None
        } else {
            self.by_end.get(&lower)
        };
        longer.map_or_else(|| name.to_owned(), String::clone)
    }
}

/// The name that all of an iterator are equal to. `None` if there is none or they differ.
fn only<'s>(mut names: impl Iterator<Item = &'s String>) -> Option<&'s String> {
    let first = names.next()?;
    names.all(|name| name == first).then_some(first)
}

/// "AvW", "MF": two to four letters, most of them capitals.
fn is_initials(name: &str) -> bool {
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    let letters = name.chars().count();
    (2..=4).contains(&letters)
        && name.chars().all(char::is_alphabetic)
        && capitals >= 2
        && name.starts_with(char::is_uppercase)
}

/// The first letters of a name of two words or more, in lower case.
fn initials(full: &str) -> String {
    if !full.contains(' ') {
        return String::new();
    }
    full.split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a word is a rank, a role or an ordinal: "King Henry" is not the full name of "Henry".
fn is_rank(word: &str) -> bool {
    RANKS.contains(word)
}

/// For names in capitals, by lower case: the form in ordinary letters that the document's text has.
fn cased_forms(names: &[&str], blocks: &[Block]) -> HashMap<String, String> {
    let mut cased = CasedForms::default();
    for name in names.iter().filter(|name| is_capitals(name)) {
        let lower = name.to_lowercase();
        if let Some(last) = lower.split_whitespace().next_back() {
            cased
                .by_last
                .entry(last.to_owned())
                .or_default()
                .insert(lower.len());
        }
        cased.wanted.insert(lower);
    }
    if cased.by_last.is_empty() {
        return cased.found;
    }
    for block in blocks {
        cased.look_through(&block.text);
        if cased.wanted.is_empty() {
            break;
        }
    }
    cased.found
}

#[derive(Default)]
struct CasedForms {
    // The words of a text are looked up one by one, as the last word of a name. Many names may
    // share a last word, but few lengths: these say how much of the text before the word to
    // compare.
    by_last: HashMap<String, BTreeSet<usize>>,
    /// Names in lower case without a form so far.
    wanted: HashSet<String>,
    found: HashMap<String, String>,
}

impl CasedForms {
    fn look_through(&mut self, text: &str) {
        let mut base = 0;
        while let Some(offset) = text[base..].find(char::is_alphabetic) {
            let start = base + offset;
            let word = &text[start..];
            let end = word
                .find(|c: char| !c.is_alphabetic() && c != '-' && c != '\'' && c != '’')
                .unwrap_or(word.len());
            let word = &word[..end];
            base = start + end;
            let is_cased =
                word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
            if word.len() >= 3 && is_cased {
                self.look_up(text, start, word);
            }
            if self.wanted.is_empty() {
                return;
            }
        }
    }

    /// Compares the names that end with `word`, which starts at `start` in the text.
    fn look_up(&mut self, text: &str, start: usize, word: &str) {
        let word = word
            .strip_suffix("'s")
            .or_else(|| word.strip_suffix("’s"))
            .unwrap_or(word);
        let Some(lengths) = self.by_last.get(&word.to_lowercase()) else {
            return;
        };
        for length in lengths {
            let before = length.saturating_sub(word.len());
            let Some(from) = start.checked_sub(before) else {
                continue;
            };
            let Some(form) = text.get(from..start + word.len()) else {
                continue;
            };
            if form.starts_with(char::is_uppercase)
                && !is_capitals(form)
                && let Some(name) = self.wanted.take(&form.to_lowercase())
            {
                self.found.insert(name, form.to_owned());
            }
        }
    }
}
