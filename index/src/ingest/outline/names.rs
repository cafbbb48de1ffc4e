//! What the speakers of a document's labels are called.
//!
//! Titles go unless they tell two people apart; names in capitals take the form that the text gives them; a short form and initials
//! stand for the one full name that they fit.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::ingest::block::Block;
use crate::ingest::outline::labels::{Seen, Speaker, key};
use crate::ingest::outline::roster::Roster;
use crate::text::label::name::{examiner, is_capitals, without_titles};
use crate::text::label::questions::is_question;
use crate::text::label::shape::Shape;

pub fn canonical(
    accepted: Vec<Seen>,
    listed: &[String],
    roster: &Roster,
    blocks: &[Block],
) -> HashMap<String, Speaker> {
    // With "Mr. BERG" and "Mrs. BERG" in one document the title tells them apart.
    let mut titles: HashMap<String, Vec<String>> = HashMap::new();
    for one in &accepted {
        let title = title(&one.name);
        let of_name = titles
            .entry(without_titles(&one.name).to_ascii_lowercase())
            .or_default();
        // Two titles of which one is a woman's are all that is asked for.
        if !title.is_empty()
            && !of_name.contains(&title)
            && (of_name.len() < 2 || is_womans(&title))
        {
            of_name.push(title);
            of_name.truncate(4);
        }
    }
    let bare: Vec<&str> = accepted
        .iter()
        .map(|one| {
            let bare = without_titles(&one.name);
            let own = title(&one.name);
            let others = titles
                .get(&bare.to_ascii_lowercase())
                .map_or(&[][..], Vec::as_slice);
            let shared = !own.is_empty()
                && others
                    .iter()
                    .any(|other| *other != own && (is_womans(other) || is_womans(&own)));
            if shared { one.name.as_str() } else { bare }
        })
        .collect();
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
    let forms = Forms::of(listed, roster, &shown);
    accepted
        .iter()
        .zip(&shown)
        .map(|(one, name)| {
            let speaker = match (one.shape, one.name.as_str()) {
                (Shape::Letter, name) if is_question(name) => Speaker::Asks,
                (Shape::Letter, _) => Speaker::Answers,
                _ if examiner(&one.name).is_some() => {
                    let bare = without_titles(examiner(&one.name).unwrap_or(name));
                    let known = forms.by_case.get(&bare.to_ascii_lowercase());
                    Speaker::Examines(
                        known.map_or_else(|| bare.to_owned(), |known| (*known).clone()),
                    )
                }
                _ => Speaker::Named(forms.longest(name)),
            };
            (key(&one.name), speaker)
        })
        .collect()
}

/// "SMITH" of "SMITH of New Jersey": the place is not in capitals.
fn without_place(name: &str) -> &str {
    match name.split_once(" of ") {
        Some((head, place)) if is_capitals(head) && !is_capitals(place) => head,
        _ => name,
    }
}

/// What stands before the name in a label, in lower case: "mr.".
fn title(name: &str) -> String {
    let bare = without_titles(name);
    name[..name.len() - bare.len()].trim().to_lowercase()
}

/// Two labels differ in a title if one is a woman's: "Mr. BERG" and "Mrs. BERG" do, "Dr. BERG" and "Mr. BERG" do not.
fn is_womans(title: &str) -> bool {
    title.starts_with("mrs") || title.starts_with("ms") || title.starts_with("miss")
}

/// The speakers that a front matter lists, by the words of their names: lists and labels may both be long.
pub struct Fulls<'l> {
    listed: &'l [String],
    /// Places in `listed`, ascending.
    by_word: HashMap<String, Vec<usize>>,
}

impl<'l> Fulls<'l> {
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

    /// Those that `name` is the whole or a part of, in order: "Berg" of "Anna Berg", but not "Anna Lund".
    pub fn with(&self, name: &str) -> impl Iterator<Item = &'l String> {
        let name = without_titles(name).to_lowercase();
        let mut of_words: Vec<&[usize]> = name
            .split_whitespace()
            .map(|word| self.by_word.get(word).map_or(&[][..], Vec::as_slice))
            .collect();
        // The rarest word names the candidates, the others are looked up among theirs.
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

/// The full names that short labels may stand for.
struct Forms<'n> {
    fulls: Fulls<'n>,
    roster: &'n Roster,
    /// Labels by themselves, in lower case; the first of each.
    by_case: HashMap<String, &'n String>,
    /// By first and by last word, labels and people present of two to four words.
    by_end: HashMap<String, Only<'n>>,
    by_initials: HashMap<String, Only<'n>>,
}

/// The one name of a kind, which may come more than once.
enum Only<'n> {
    One(&'n String),
    Several,
}

impl<'n> Only<'n> {
    fn note(forms: &mut HashMap<String, Only<'n>>, key: String, name: &'n String) {
        forms
            .entry(key)
            .and_modify(|only| {
                if matches!(only, Only::One(known) if *known != name) {
                    *only = Only::Several;
                }
            })
            .or_insert(Only::One(name));
    }

    fn in_forms(forms: &HashMap<String, Only<'n>>, key: &str) -> Option<&'n String> {
        match forms.get(key) {
            Some(Only::One(name)) => Some(name),
            _ => None,
        }
    }
}

impl<'n> Forms<'n> {
    fn of(listed: &'n [String], roster: &'n Roster, shown: &'n [String]) -> Self {
        let mut by_case = HashMap::new();
        for name in shown {
            by_case.entry(name.to_ascii_lowercase()).or_insert(name);
        }
        let mut by_end = HashMap::new();
        for full in shown.iter().chain(&roster.names) {
            let words: Vec<String> = full.split_whitespace().map(str::to_lowercase).collect();
            // "QUEEN MARGARET", "FIRST LORD", "Lady Macbeth" are other people than "Margaret", "Lord", "Macbeth".
            if let [first, .., last] = &words[..]
                && words.len() <= 4
                && !is_rank(first)
            {
                Only::note(&mut by_end, first.clone(), full);
                Only::note(&mut by_end, last.clone(), full);
            }
        }
        let mut by_initials = HashMap::new();
        for full in listed.iter().chain(shown).chain(&roster.names) {
            Only::note(&mut by_initials, initials(full), full);
        }
        Self {
            fulls: Fulls::of(listed),
            roster,
            by_case,
            by_end,
            by_initials,
        }
    }

    /// The full name that a short label stands for, if exactly one fits: listed names first, then longer labels.
    fn longest(&self, name: &str) -> String {
        if let Some(full) = only(self.fulls.with(name)) {
            return full.clone();
        }
        let lower = name.to_lowercase();
        if let Some(full) = self.roster.full(name) {
            // "Anna (AB)" in a talk of Anna Berg.
            return only(self.fulls.with(full)).unwrap_or(full).clone();
        }
        let longer = if is_initials(name) {
            Only::in_forms(&self.by_initials, &lower)
        } else if name.contains(' ') || is_rank(&lower) {
            None
        } else {
            Only::in_forms(&self.by_end, &lower)
        };
        longer.map_or_else(|| name.to_owned(), Clone::clone)
    }
}

/// The one value of an iterator, which may come more than once.
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

fn is_rank(word: &str) -> bool {
    const WORDS: &str = "\
        first|second|third|fourth|fifth|sixth|old|young|other|another|both|all|lady|lord|\
        king|queen|prince|princess|duke|duchess|earl|count|countess|sir|saint|st|st.|\
        servant|soldier|gentleman|citizen|audience|speaker|member|voice|chair|chairman|\
        president|officer|clerk|moderator|host|guest";
    WORDS.split('|').any(|known| known == word)
}

/// For names written in capitals, the form in ordinary letters that the document's own text gives them.
fn cased_forms(names: &[&str], blocks: &[Block]) -> HashMap<String, String> {
    // Names by their last word: a text's words are looked up one by one. Many names may share one; their lengths are few,
    // and tell what of the text may be one of them.
    let mut by_last: HashMap<String, BTreeSet<usize>> = HashMap::new();
    let mut wanted: HashSet<String> = HashSet::new();
    for name in names.iter().filter(|name| is_capitals(name)) {
        let lower = name.to_lowercase();
        if let Some(last) = lower.split_whitespace().next_back() {
            by_last
                .entry(last.to_owned())
                .or_default()
                .insert(lower.len());
        }
        wanted.insert(lower);
    }
    let mut forms = HashMap::new();
    if by_last.is_empty() {
        return forms;
    }
    for block in blocks {
        let mut rest = block.text.as_str();
        let mut base = 0;
        while let Some(start) = rest.find(char::is_alphabetic) {
            let word = &rest[start..];
            let end = word
                .find(|c: char| !c.is_alphabetic() && c != '-' && c != '\'' && c != '’')
                .unwrap_or(word.len());
            let word = &word[..end];
            let (word_start, word_end) = (base + start, base + start + end);
            base = word_end;
            rest = &block.text[base..];
            if word.len() < 3
                || !word.starts_with(char::is_uppercase)
                || !word.chars().any(char::is_lowercase)
            {
                continue;
            }
            let word = word
                .strip_suffix("'s")
                .or_else(|| word.strip_suffix("’s"))
                .unwrap_or(word);
            let Some(lengths) = by_last.get(&word.to_lowercase()) else {
                continue;
            };
            for length in lengths {
                let head = length.saturating_sub(word.len());
                let Some(from) = word_start.checked_sub(head) else {
                    continue;
                };
                let Some(form) = block.text.get(from..word_start + word.len()) else {
                    continue;
                };
                if form.starts_with(char::is_uppercase)
                    && !is_capitals(form)
                    && let Some(name) = wanted.take(&form.to_lowercase())
                {
                    forms.insert(name, form.to_owned());
                }
            }
            if wanted.is_empty() {
                return forms;
            }
        }
    }
    forms
}
