//! Which names of an index mean one person: "Pete Hegseth", "Hegseth", "U.S. Defense Secretary Pete Hegseth".
//!
//! A wrong join is worse than a missing one. Names of one spelling are one; a name that says less than another (a surname
//! alone, an initial for a given name, no middle name, no "Jr.") joins the one person whose full name explains it, and
//! stays alone where two could. The answer depends on the set of names alone, and takes time in proportion to it: each
//! full name enters all shorter forms it has (at most 26) into one map, in which every other name is looked up.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::attribution::name::form::{Form, Given, folded_words, form};
use crate::speakers::called::Shown;
use crate::speakers::pattern::{Part, Pattern};

/// A speaker's name as documents use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name<'a> {
    /// As the documents spell it.
    pub text: &'a str,
    /// What documents show of it.
    pub shown: Shown,
}

/// From how many documents on an index is large: see [`join`].
pub(crate) const LARGE: u64 = 20;

/// The names of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    /// The fullest of them, without title.
    pub name: String,
    /// All of them, in the order of the alphabet.
    pub forms: Vec<String>,
}

/// Joins names. Gives the persons with more than one, by name. `names` holds each once, in any order.
///
/// In a large index a surname alone joins only whom two documents name in full, or the surname's own. Reporters use a surname
/// alone for the well known; whoever is named in full once among 700 stories is not whom another story means (of seven
/// surnames that the rule above joins in as many stories, this keeps the four right ones and none of the three wrong ones).
pub(crate) fn join(names: &[Name<'_>], large: bool) -> Vec<Joined> {
    let mut names = names.to_vec();
    names.sort_unstable();
    let mut joiner = Joiner {
        large,
        ..Joiner::default()
    };
    joiner.read(&names);
    joiner.explain();
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); joiner.names.len()];
    for name in 0..joiner.names.len() {
        let person = joiner.person[joiner.node_of[name]];
        groups[person].push(name);
    }
    let mut joined: Vec<Joined> = groups
        .into_iter()
        .filter(|group| group.len() > 1)
        .map(|group| Joined {
            name: joiner.fullest(&group),
            forms: group
                .iter()
                .map(|name| joiner.names[*name].0.to_owned())
                .collect(),
        })
        .collect();
    joined.sort_unstable_by(|one, other| (&one.name, &one.forms).cmp(&(&other.name, &other.forms)));
    joined
}

/// Names of one spelling with what each says.
type Patterns = Vec<(usize, Pattern)>;

/// Whom a pattern means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    One(usize),
    Several,
}

#[derive(Default)]
struct Joiner<'a> {
    /// Whether there are many documents.
    large: bool,
    /// Names of persons.
    names: Vec<(&'a str, Form, Shown)>,
    /// Names of one spelling are one node: the number of the first.
    node_of: Vec<usize>,
    /// The node that each node is explained by, itself if by none.
    person: Vec<usize>,
    numbers: FxHashMap<String, u32>,
    /// Words that may be somebody's surname in a name that cannot be told, and given names: no surname alone is safe to join.
    unsafe_words: FxHashSet<String>,
}

impl<'a> Joiner<'a> {
    fn number(&mut self, word: &str) -> u32 {
        match self.numbers.get(word) {
            Some(number) => *number,
            None => {
                let number = self.numbers.len() as u32 + 1;
                self.numbers.insert(word.to_owned(), number);
                number
            }
        }
    }

    fn read(&mut self, names: &[Name<'a>]) {
        for name in names {
            match form(name.text) {
                Some(form) => {
                    if let Some(Given::Word(word)) = form.given.first() {
                        self.unsafe_words.insert(word.clone());
                    }
                    self.names.push((name.text, form, name.shown));
                }
                None => {
                    let words: Vec<String> = folded_words(name.text).collect();
                    if words.len() > 1 {
                        self.unsafe_words.extend(words);
                    }
                }
            }
        }
        let mut of_spelling: FxHashMap<String, usize> = FxHashMap::default();
        self.node_of = (0..self.names.len()).collect();
        for name in 0..self.names.len() {
            for spelling in &self.names[name].1.spellings {
                let other = *of_spelling.entry(spelling.clone()).or_insert(name);
                let (one, other) = (
                    root(&mut self.node_of, name),
                    root(&mut self.node_of, other),
                );
                let (first, later) = (one.min(other), one.max(other));
                self.node_of[later] = first;
            }
        }
        for name in 0..self.names.len() {
            self.node_of[name] = root(&mut self.node_of, name);
        }
        self.person = (0..self.names.len()).collect();
    }

    fn pattern(&mut self, name: usize) -> Pattern {
        let form = self.names[name].1.clone();
        let mut given = form.given.iter();
        let mut part = |given: Option<&Given>| match given {
            None => Part::Missing,
            Some(Given::Initial(letter)) => Part::Initial(*letter),
            Some(Given::Word(word)) => {
                Part::Word(self.number(word), word.chars().next().unwrap_or_default())
            }
        };
        let (first, second) = (part(given.next()), part(given.next()));
        let rest: Vec<String> = given
            .map(|given| match given {
                Given::Initial(letter) => letter.to_string(),
                Given::Word(word) => word.clone(),
            })
            .collect();
        Pattern {
            surname: self.number(&form.surname),
            first,
            second,
            rest: if rest.is_empty() {
                0
            } else {
                self.number(&rest.join(" "))
            },
            suffix: form.suffix.map_or(0, |suffix| self.number(&suffix)),
        }
    }

    /// Finds the person of every node, those that say most first.
    fn explain(&mut self) {
        let mut nodes: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (name, node) in self.node_of.iter().enumerate() {
            nodes.entry(*node).or_default().push(name);
        }
        let mut nodes: Vec<(u32, usize, Patterns)> = nodes
            .into_iter()
            .map(|(node, names)| {
                let patterns: Patterns = names
                    .into_iter()
                    .map(|name| (name, self.pattern(name)))
                    .collect();
                let weight = patterns.iter().map(|(_, pattern)| pattern.weight()).max();
                (weight.unwrap_or_default(), node, patterns)
            })
            .collect();
        nodes.sort_unstable_by_key(|(weight, node, _)| (std::cmp::Reverse(*weight), *node));
        let mut meant: FxHashMap<Pattern, Meant> = FxHashMap::default();
        let mut documents = vec![0; self.names.len()];
        for (_, node, patterns) in nodes {
            let is_surname_alone = patterns
                .iter()
                .all(|(_, pattern)| pattern.first == Part::Missing);
            if is_surname_alone && !self.may_be_short(&patterns) {
                continue;
            }
            let mut person = None;
            let mut clear = true;
            for found in patterns
                .iter()
                .filter_map(|(_, pattern)| meant.get(pattern))
            {
                match found {
                    Meant::One(found) if person.is_none_or(|person| person == *found) => {
                        person = Some(*found)
                    }
                    _ => clear = false,
                }
            }
            match person {
                Some(person) if clear => {
                    if !is_surname_alone || self.is_known(&patterns, documents[person]) {
                        self.person[node] = person;
                        documents[person] += self.documents(&patterns);
                    }
                }
                _ if !clear || is_surname_alone => {}
                _ => {
                    documents[node] = self.documents(&patterns);
                    for (name, pattern) in patterns {
                        pattern.shorter(self.names[name].2.whole, |shorter| {
                            let found = meant.entry(shorter).or_insert(Meant::One(node));
                            if *found != Meant::One(node) {
                                *found = Meant::Several;
                            }
                        });
                    }
                }
            }
        }
    }

    /// Whether a surname alone may stand for a full name.
    fn may_be_short(&self, names: &[(usize, Pattern)]) -> bool {
        names.iter().all(|(name, _)| {
            let (_, form, shown) = &self.names[*name];
            !shown.whole && form.is_surname && !self.unsafe_words.contains(&form.surname)
        })
    }

    /// Whether a person of so many documents is one whom others may call by the surname alone.
    fn is_known(&self, surname: &[(usize, Pattern)], documents: u32) -> bool {
        let beside = |name: usize| self.names[name].2.beside;
        !self.large || documents > 1 || surname.iter().any(|(name, _)| beside(*name))
    }

    /// In how many documents names stand, as far as that is counted.
    fn documents(&self, names: &[(usize, Pattern)]) -> u32 {
        let documents = names
            .iter()
            .map(|(name, _)| u32::from(self.names[*name].2.documents));
        documents.sum()
    }

    /// The name under which all of them are listed: the one that says most, written best.
    fn fullest(&self, group: &[usize]) -> String {
        let best = group.iter().min_by_key(|name| {
            let form = &self.names[**name].1;
            let length = |spelling: &String| spelling.chars().filter(|c| *c != ' ').count();
            let weight = form.spellings.iter().map(length).max();
            let small = form.shown.chars().any(char::is_lowercase);
            let capital = form.shown.starts_with(char::is_uppercase);
            let marks = form.shown.chars().filter(|c| !c.is_ascii()).count();
            let hyphens = form.shown.matches(['-', '\'']).count();
            (
                std::cmp::Reverse(weight),
                std::cmp::Reverse((small, capital)),
                std::cmp::Reverse(marks + hyphens),
                &form.shown,
            )
        });
        best.map(|name| self.names[*name].1.shown.clone())
            .unwrap_or_default()
    }
}

/// The first of the names that are one with `name`.
fn root(parents: &mut [usize], mut name: usize) -> usize {
    while parents[name] != name {
        parents[name] = parents[parents[name]];
        name = parents[name];
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Name, join};
    use crate::speakers::called::Shown;

    /// `expected`: each person as "canonical = form | form".
    fn check(names: &[&str], expected: &[&str]) {
        check_whole(names, &[], expected);
    }

    fn check_whole(names: &[&str], whole: &[&str], expected: &[&str]) {
        let mut names: Vec<Name<'_>> = names
            .iter()
            .map(|text| Name {
                text,
                shown: Shown {
                    whole: whole.contains(text),
                    ..Shown::default()
                },
            })
            .collect();
        let shown = |names: &[Name<'_>]| -> Vec<String> {
            let joined = join(names, false);
            joined
                .iter()
                .map(|joined| format!("{} = {}", joined.name, joined.forms.join(" | ")))
                .collect()
        };
        assert_eq!(shown(&names), expected, "{names:?}");
        names.reverse();
        assert_eq!(shown(&names), expected, "{names:?}, in another order");
    }

    #[test]
    fn a_surname_joins_the_one_full_name_that_explains_it() {
        check(
            &[
                "Pete Hegseth",
                "Hegseth",
                "U.S. Defense Secretary Pete Hegseth",
                "Mark Rutte",
            ],
            &["Pete Hegseth = Hegseth | Pete Hegseth | U.S. Defense Secretary Pete Hegseth"],
        );
        check(
            &["Sen. Anna Berg", "Berg"],
            &["Anna Berg = Berg | Sen. Anna Berg"],
        );
    }

    #[test]
    fn two_people_of_one_surname_stay_two_and_the_surname_alone() {
        check(&["Anna Berg", "Otto Berg", "Berg"], &[]);
        check(
            &["Anna Berg", "Otto Berg", "Anna M. Berg", "Berg"],
            &["Anna M. Berg = Anna Berg | Anna M. Berg"],
        );
        check(
            &["George W. Bush", "George H. W. Bush", "George Bush", "Bush"],
            &[],
        );
        check(&["Ann Berg", "Anna Berg"], &[]);
    }

    #[test]
    fn initials_and_middle_names_may_be_missing() {
        check(
            &[
                "Anna Maria Berg",
                "Anna M. Berg",
                "Anna Berg",
                "A. M. Berg",
                "A.M. Berg",
                "A. Berg",
                "Berg",
            ],
            &[
                "Anna Maria Berg = A. Berg | A. M. Berg | A.M. Berg | Anna Berg | Anna M. Berg | Anna Maria Berg | Berg",
            ],
        );
        check(&["Anna Berg", "Albert Berg", "A. Berg"], &[]);
        check(
            &["F. Scott Holm", "Scott Holm"],
            &["F. Scott Holm = F. Scott Holm | Scott Holm"],
        );
        check(&["Anna M. Berg", "Anna K. Berg", "Anna Berg"], &[]);
    }

    #[test]
    fn spellings_are_one_name() {
        check(
            &["René Holm", "Rene Holm", "RENE HOLM"],
            &["René Holm = RENE HOLM | Rene Holm | René Holm"],
        );
        check(
            &["Jörg Müller", "Joerg Mueller"],
            &["Jörg Müller = Joerg Mueller | Jörg Müller"],
        );
        check(
            &["Mustafa Al-Bassam", "Mustafa Al Bassam", "Mustafa Albassam"],
            &["Mustafa Al-Bassam = Mustafa Al Bassam | Mustafa Al-Bassam | Mustafa Albassam"],
        );
        check(
            &["Russell O'Connor", "Russell O’Connor"],
            &["Russell O'Connor = Russell O'Connor | Russell O’Connor"],
        );
        check(&["BERG", "Berg"], &["Berg = BERG | Berg"]);
        check(
            &["Sam Boyer", "sam boyer"],
            &["Sam Boyer = Sam Boyer | sam boyer"],
        );
        check(
            &["Anna-Lena Berg", "Anna Lena Berg"],
            &["Anna-Lena Berg = Anna Lena Berg | Anna-Lena Berg"],
        );
    }

    #[test]
    fn generations_are_one_person_unless_there_are_two() {
        check(
            &["Jon Holm", "Jon Holm Jr.", "Holm"],
            &["Jon Holm Jr. = Holm | Jon Holm | Jon Holm Jr."],
        );
        check(&["Jon Holm Sr.", "Jon Holm Jr.", "Jon Holm"], &[]);
        check(
            &["Jon Holm, Jr.", "Jon Holm Jr"],
            &["Jon Holm Jr = Jon Holm Jr | Jon Holm, Jr."],
        );
        check_whole(
            &["Jon Holm", "Jon Holm Jr.", "Holm"],
            &["Jon Holm Jr."],
            &[],
        );
        check_whole(
            &["Jon B. Holm", "Jon Holm", "Jon Holm Jr.", "Holm"],
            &["Jon Holm Jr."],
            &["Jon B. Holm = Jon B. Holm | Jon Holm"],
        );
    }

    #[test]
    fn in_a_large_index_a_surname_alone_means_somebody_known() {
        let check = |full: u8, beside: bool, expected: usize| {
            let shown = |documents, beside| Shown {
                whole: false,
                beside,
                documents,
            };
            let names = [
                Name {
                    text: "Andrew Hale",
                    shown: shown(full, false),
                },
                Name {
                    text: "Hale",
                    shown: shown(2, beside),
                },
            ];
            assert_eq!(join(&names, true).len(), expected, "{names:?}");
        };
        check(1, false, 0);
        check(2, false, 1);
        check(1, true, 1);
    }

    #[test]
    fn labels_join_nothing() {
        check(
            &[
                "Speaker 1",
                "Speaker 2",
                "Chairwoman",
                "Q.",
                "CHAIRWOMAN",
                "Audience Member",
                "Audience member",
            ],
            &[],
        );
        check(&["Jon Speaker", "Speaker"], &[]);
    }

    #[test]
    fn a_word_that_is_a_given_name_too_is_no_surname() {
        check(&["Ron Paul", "Paul"], &[]);
        check(&["Brandon Schalk", "Schalk Neethling", "Schalk"], &[]);
        check_whole(&["Zed Shaw", "Shaw"], &["Shaw"], &[]);
    }

    #[test]
    fn a_name_that_cannot_be_told_still_makes_a_surname_doubtful() {
        check(&["Anna Smith", "SMITH of New Jersey", "Smith"], &[]);
        check(&["Anna Berg", "Anna Berg and Otto Holm", "Berg"], &[]);
    }

    #[test]
    fn time_is_in_proportion_to_the_number_of_names() {
        // One surname, and every name a different given name with a different middle one: quadratic ways would not come back.
        let letters = |number: u32| -> String {
            (0..5)
                .map(|place| char::from(b'a' + (number >> (place * 4) & 15) as u8))
                .collect()
        };
        let texts: Vec<String> = (0..30_000)
            .map(|number| format!("A{0} M{0} Berg", letters(number)))
            .collect();
        let names: Vec<Name<'_>> = texts
            .iter()
            .map(|text| Name {
                text,
                shown: Shown::default(),
            })
            .collect();
        assert_eq!(join(&names, false), []);
    }
}
