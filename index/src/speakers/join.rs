//! Decides which names of an index belong to one person: "Pete Hegseth", "Hegseth", "U.S. Defense
//! Secretary Pete Hegseth".
//!
//! A wrong join is worse than a missing one. Different spellings of a name are one name. A name
//! that tells less than another (a surname alone, an initial for a given name, no middle name, no
//! "Jr.") joins the one person whose fuller name explains it; if several people fit, it stays
//! alone. The result depends on the set of names only, not on their order.

use std::cmp::Reverse;

use crate::speakers::names::Name;
use crate::speakers::owner::owners;
use crate::speakers::parsed::{ParsedName, ParsedNames};

/// An index with at least this many documents is large: see [`join`].
pub(crate) const LARGE: u64 = 20;

/// A person with several names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// The fullest of the names, without title.
    pub name: String,
    /// All names as documents write them, in alphabetical order.
    pub forms: Vec<String>,
}

/// Joins names into people. Returns the people with more than one name, sorted by name. `names`
/// holds each name once, in any order.
///
/// A name that the user states belongs to one person only: it joins other spellings of itself, and
/// shorter names may join it.
///
/// In a large index a surname alone joins a full name only if two documents use that full name, or
/// if the document with the surname has the full name too. Reporters use a bare surname for the
/// well known; somebody named in full in one of 700 stories is not who another story means. In
/// those 700 stories, of seven surnames that would be joined otherwise, this keeps the four right
/// joins and none of the three wrong ones.
pub(crate) fn join(names: &[Name<'_>], is_large: bool) -> Vec<Person> {
    let mut names = names.to_vec();
    names.sort_unstable();
    let parsed = ParsedNames::parse(&names);
    let mut groups: Vec<Vec<&ParsedName<'_>>> = vec![Vec::new(); parsed.names.len()];
    for (name, owner) in parsed.names.iter().zip(owners(&parsed, is_large)) {
        groups[owner].push(name);
    }
    let mut people: Vec<Person> = groups
        .into_iter()
        .filter(|group| group.len() > 1)
        .map(|group| Person {
            name: fullest(&group),
            forms: group.iter().map(|name| name.text.to_owned()).collect(),
        })
        .collect();
    people.sort_unstable_by(|one, other| (&one.name, &one.forms).cmp(&(&other.name, &other.forms)));
    people
}

/// The name under which a person is listed: the longest, in its best spelling (mixed case, with
/// diacritics and hyphens).
fn fullest(group: &[&ParsedName<'_>]) -> String {
    let best = group.iter().min_by_key(|name| {
        let shown = &name.form.shown;
        let letters = |spelling: &String| spelling.chars().filter(|c| *c != ' ').count();
        let length = name.form.spellings.iter().map(letters).max();
        let has_small = shown.chars().any(char::is_lowercase);
        let has_capital = shown.starts_with(char::is_uppercase);
        let diacritics = shown.chars().filter(|c| !c.is_ascii()).count();
        let hyphens = shown.matches(['-', '\'']).count();
        (
            Reverse(length),
            Reverse((has_small, has_capital)),
            Reverse(diacritics + hyphens),
            shown,
        )
    });
    best.map(|name| name.form.shown.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::join;
    use crate::speakers::names::{Name, NameEvidence};

    /// Checks the people with several names, each as "name = form | form".
    fn check(names: &[&str], expected: &[&str]) {
        check_complete(names, &[], expected);
    }

    /// Like `check`, with the names that are complete in some document.
    fn check_complete(names: &[&str], complete: &[&str], expected: &[&str]) {
        let mut names: Vec<Name<'_>> = names
            .iter()
            .map(|text| Name {
                text,
                evidence: NameEvidence {
                    complete: complete.contains(text),
                    ..NameEvidence::default()
                },
            })
            .collect();
        let shown = |names: &[Name<'_>]| -> Vec<String> {
            join(names, false)
                .iter()
                .map(|person| format!("{} = {}", person.name, person.forms.join(" | ")))
                .collect()
        };
        assert_eq!(shown(&names), expected, "{names:?}");
        names.reverse();
        assert_eq!(shown(&names), expected, "{names:?}, in another order");
    }

    #[test]
    fn a_surname_joins_the_only_full_name_that_explains_it() {
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
    fn two_people_with_one_surname_stay_apart_and_the_surname_stays_alone() {
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
                "Anna Maria Berg = A. Berg | A. M. Berg | A.M. Berg | Anna Berg | Anna M. Berg | \
                 Anna Maria Berg | Berg",
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
    fn different_spellings_are_one_name() {
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
        check_complete(
            &["Jon Holm", "Jon Holm Jr.", "Holm"],
            &["Jon Holm Jr."],
            &[],
        );
        check_complete(
            &["Jon B. Holm", "Jon Holm", "Jon Holm Jr.", "Holm"],
            &["Jon Holm Jr."],
            &["Jon B. Holm = Jon B. Holm | Jon Holm"],
        );
    }

    #[test]
    fn in_a_large_index_a_surname_alone_means_somebody_well_known() {
        let check = |full: u8, beside_full_name: bool, expected: usize| {
            let evidence = |documents, beside_full_name| NameEvidence {
                beside_full_name,
                documents,
                ..NameEvidence::default()
            };
            let names = [
                Name {
                    text: "Andrew Hale",
                    evidence: evidence(full, false),
                },
                Name {
                    text: "Hale",
                    evidence: evidence(2, beside_full_name),
                },
            ];
            assert_eq!(join(&names, true).len(), expected, "{names:?}");
        };
        check(1, false, 0);
        check(2, false, 1);
        check(1, true, 1);
    }

    #[test]
    fn a_stated_name_is_short_for_no_other() {
        let check = |names: &[&str], stated: &[&str], expected: &[&str]| {
            let names: Vec<Name<'_>> = names
                .iter()
                .map(|text| Name {
                    text,
                    evidence: NameEvidence {
                        stated: stated.contains(text),
                        ..NameEvidence::default()
                    },
                })
                .collect();
            let people = join(&names, false);
            let shown: Vec<String> = people.iter().map(|one| one.forms.join(" | ")).collect();
            assert_eq!(shown, expected, "{names:?}");
        };
        check(&["Anna Berg", "Berg"], &["Berg"], &[]);
        check(
            &["Anna Berg", "Anna M. Berg"],
            &["Anna Berg", "Anna M. Berg"],
            &[],
        );
        check(
            &["Anna Berg", "ANNA BERG"],
            &["Anna Berg"],
            &["ANNA BERG | Anna Berg"],
        );
        check(
            &["Anna Berg", "Berg"],
            &["Anna Berg"],
            &["Anna Berg | Berg"],
        );
        check(
            &["Anna Berg", "Otto Berg", "Berg"],
            &["Anna Berg", "Otto Berg"],
            &[],
        );
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
    fn a_word_that_is_also_a_given_name_is_not_joined_as_a_surname() {
        check(&["Ron Paul", "Paul"], &[]);
        check(&["Brandon Schalk", "Schalk Neethling", "Schalk"], &[]);
        check_complete(&["Zed Shaw", "Shaw"], &["Shaw"], &[]);
    }

    #[test]
    fn an_unclear_name_still_makes_a_surname_ambiguous() {
        check(&["Anna Smith", "SMITH of New Jersey", "Smith"], &[]);
        check(&["Anna Berg", "Anna Berg and Otto Holm", "Berg"], &[]);
    }

    #[test]
    fn time_is_proportional_to_the_number_of_names() {
        // One surname with 30,000 given and middle names: anything quadratic would not finish.
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
                evidence: NameEvidence::default(),
            })
            .collect();
        assert_eq!(join(&names, false), []);
    }
}
