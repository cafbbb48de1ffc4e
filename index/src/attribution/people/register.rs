//! The people of one story: every name it gives them, and what it says of their sex.
//!
//! Built from the whole story before anything is attributed, because a headline or a first paragraph may give a surname
//! whose full name comes later. A surname that two people of the story share names nobody, unless the story names one of
//! them in full three times as often as all others.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::attribution::name::parts;
use crate::attribution::people::mentions::{Found, Names};
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon;

/// Index of a person in a [`Register`].
pub(crate) type PersonId = usize;

/// Somebody whom the story names.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// The longest form of the name, as worded.
    pub(crate) name: String,
    /// Its folded words.
    pub(crate) parts: Vec<String>,
    /// What the story says of the person's sex.
    pub(crate) sex: Option<Sex>,
    /// How often the full name stands in the story.
    count: usize,
    /// How often the surname stood alone before that.
    after_surname: usize,
    /// A given name, a title or an apposition says that this is a person.
    sure: bool,
}

/// What a pronoun must agree with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    He,
    She,
}

/// A name that stood alone so often means somebody the reader knows: a headline and the paragraph below it name a stranger twice.
const ACQUAINTED: usize = 3;

/// A surname that stood alone so often before a full name means somebody else.
const STRANGER: usize = 20;

/// The people of one story.
#[derive(Debug, Default)]
pub(crate) struct Register {
    people: Vec<Person>,
    by_last: FxHashMap<String, Vec<PersonId>>,
    by_first: FxHashMap<String, Vec<PersonId>>,
    /// Answers already given: the same few names are asked for all the time.
    known: RefCell<FxHashMap<String, Option<PersonId>>>,
}

impl Register {
    /// Tells the people apart that these names name.
    pub(crate) fn new(names: &Names) -> Register {
        let mut found: Vec<(Vec<String>, &str, Found)> = names
            .found
            .iter()
            .filter(|(_, found)| found.count > 0)
            .map(|(worded, found)| (parts::parts(worded), *worded, *found))
            .collect();
        // The longest forms first; of two alike, the one that came first.
        found.sort_by_key(|(parts, _, found)| (std::cmp::Reverse(parts.len()), found.order));
        let alone: FxHashMap<String, (bool, usize)> = found
            .iter()
            .filter(|(parts, ..)| parts.len() == 1)
            .map(|(parts, _, found)| (parts[0].clone(), (found.sure, found.count)))
            .collect();
        found.retain(|(parts, _, found)| !two_names(parts, found, &alone));
        let mut register = Register::default();
        for (parts, worded, found) in &found {
            let Some(last) = parts.last() else { continue };
            let known = register
                .by_last
                .get(last)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let same: Vec<PersonId> = known
                .iter()
                .copied()
                .filter(|&id| parts::same_parts(&register.people[id].parts, parts))
                .take(2)
                .collect();
            let stranger = |id: &PersonId| register.people[*id].after_surname >= STRANGER;
            if parts.len() == 1 && !same.is_empty() && same.iter().all(stranger) {
                register.add(parts.clone(), worded, found, found.sure);
                continue;
            }
            if let [one] = same.as_slice() {
                register.people[*one].merge(found);
                if parts.len() > 1 {
                    register.met(*one, parts, found);
                }
                continue;
            }
            if parts.len() == 1 && (!same.is_empty() || register.by_first.contains_key(last)) {
                continue;
            }
            let sure = found.sure || alone.get(last).is_some_and(|&(sure, _)| sure);
            register.add(parts.clone(), worded, found, sure);
        }
        register
    }

    fn add(&mut self, parts: Vec<String>, worded: &str, found: &Found, sure: bool) {
        let id = self.people.len();
        if let Some(last) = parts.last() {
            self.by_last.entry(last.clone()).or_default().push(id);
        }
        let mut person = Person {
            name: worded.to_owned(),
            parts,
            sex: None,
            count: 0,
            after_surname: usize::MAX,
            sure,
        };
        person.merge(found);
        let parts = person.parts.clone();
        self.people.push(person);
        self.met(id, &parts, found);
    }

    /// Notes by which short names a person can go whom the story names in full, in one form or another.
    fn met(&mut self, id: PersonId, parts: &[String], found: &Found) {
        let (first_alone, last_alone) = found.alone_before;
        let person = &mut self.people[id];
        person.after_surname = person.after_surname.min(last_alone);
        // Whom the story called by a first name before is not somebody whom it names in full later.
        if parts.len() > 1
            && first_alone < ACQUAINTED
            && let Some(first) = parts.first()
        {
            let known = self.by_first.entry(first.clone()).or_default();
            if !known.contains(&id) {
                known.push(id);
            }
        }
    }

    /// The person of that index.
    pub(crate) fn person(&self, id: PersonId) -> &Person {
        &self.people[id]
    }

    /// How many people there are.
    pub(crate) fn len(&self) -> usize {
        self.people.len()
    }

    /// Notes what the pronouns around a person's name show of the person's sex, unless a title has told it.
    pub(crate) fn learn(&mut self, id: PersonId, sex: Sex) {
        self.people[id].sex.get_or_insert(sex);
    }

    /// Whether something says that this is a person: a pronoun may stand for it.
    pub(crate) fn is_sure(&self, id: PersonId) -> bool {
        let person = &self.people[id];
        person.sure || person.count > 1 && person.parts.len() > 1
    }

    /// The one person whom these words can name. `None` if nobody or several.
    pub(crate) fn named(&self, words: &str) -> Option<PersonId> {
        if let Some(answer) = self.known.borrow().get(words) {
            return *answer;
        }
        let answer = self.find(words);
        self.known.borrow_mut().insert(words.to_owned(), answer);
        answer
    }

    /// Of several bearers of a surname, the one whom the story names in full far more often than all others.
    fn foremost(&self, known: &[PersonId]) -> Option<PersonId> {
        let count = |id: PersonId| self.people[id].count;
        let first = known.iter().copied().max_by_key(|&id| count(id))?;
        let others: usize = known.iter().map(|&id| count(id)).sum::<usize>() - count(first);
        (count(first) >= 3 * others.max(1)).then_some(first)
    }

    /// Whether several people bear this surname.
    pub(crate) fn shared(&self, words: &str) -> bool {
        let parts = parts::parts(words);
        matches!(parts.as_slice(), [last] if self.by_last.get(last).is_some_and(|known| known.len() > 1))
    }

    fn find(&self, words: &str) -> Option<PersonId> {
        let parts = parts::parts(words);
        let last = parts.last()?;
        let known = self
            .by_last
            .get(last)
            .map(Vec::as_slice)
            .unwrap_or_default();
        // "Otto Jr." is not his father.
        let generation = words
            .split(' ')
            .next_back()
            .filter(|word| parts::is_suffix(word));
        if parts.len() == 1 && generation.is_some_and(|word| words.len() > word.len()) {
            return None;
        }
        if parts.len() == 1 {
            return match (known, self.by_first.get(last).map(Vec::as_slice)) {
                ([one], _) => Some(*one),
                ([], Some([one])) => Some(*one),
                _ => {
                    let alone = |id: &PersonId| self.people[*id].parts.len() == 1;
                    let alone = known.iter().copied().find(alone);
                    alone.or_else(|| self.foremost(known))
                }
            };
        }
        let mut same = known
            .iter()
            .copied()
            .filter(|&id| parts::same_parts(&self.people[id].parts, &parts));
        let first = same.next()?;
        if same.next().is_some() {
            return known
                .iter()
                .copied()
                .find(|&id| self.people[id].parts == parts);
        }
        Some(first)
    }
}

/// Whether two names only happened to meet: "In Lindal Berg rose", "On seeing Anna Otto rose". Each then stands alone far more
/// often than both stand together.
fn two_names(parts: &[String], found: &Found, alone: &FxHashMap<String, (bool, usize)>) -> bool {
    let [one, other] = parts else { return false };
    let count = |part: &String| alone.get(part).map_or(0, |&(_, count)| count);
    let given = |part: &String| lexicon::class(part).intersects(Class::GIVEN);
    let times = match (given(one), given(other)) {
        (true, true) => 20,
        (true, false) => return false,
        // "By the Ponds Anna sat": a given name closes hardly any other.
        (false, true) if count(other) >= 20 * found.count => return true,
        (false, true) if found.alone_before.1 >= ACQUAINTED => return true,
        (false, _) => 3,
    };
    count(one).min(count(other)) >= times * found.count
}

impl Person {
    fn merge(&mut self, found: &Found) {
        self.count += found.count;
        self.sure |= found.sure;
        if self.sex.is_none() && found.he + found.she > 0 {
            self.sex = Some(if found.she > found.he {
                Sex::She
            } else {
                Sex::He
            });
        }
    }
}

/// The sex that a pronoun or noun names, if any.
pub(crate) fn sex_of(word: &str) -> Option<Sex> {
    match word.to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Some(Sex::He),
        "she" | "her" | "hers" | "herself" => Some(Sex::She),
        other => {
            let class = lexicon::class(other);
            match (class.intersects(Class::HE), class.intersects(Class::SHE)) {
                (true, false) => Some(Sex::He),
                (false, true) => Some(Sex::She),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Register, Sex, sex_of};
    use crate::attribution::people::mentions::Names;
    use crate::attribution::words::scan;

    /// Checks whom `words` name in a story of one paragraph.
    fn check(story: &str, words: &str, expected: Option<&str>) {
        let mut tokens = Vec::new();
        scan::read(story, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
        let mut names = Names::default();
        names.read(story, &tokens, false);
        let register = Register::new(&names);
        let found = register
            .named(words)
            .map(|id| register.person(id).name.clone());
        assert_eq!(found.as_deref(), expected, "{words} in {story}");
    }

    #[test]
    fn a_surname_means_its_only_bearer() {
        check(
            "Mayor Olga Berg left. Berg came back.",
            "Berg",
            Some("Olga Berg"),
        );
        check(
            "Berg left. Later Olga K. Berg came back.",
            "Olga Berg",
            Some("Olga K. Berg"),
        );
        check("Olga Berg met Anna Berg.", "Berg", None);
        check("Olga Berg met Anna Berg.", "Anna Berg", Some("Anna Berg"));
        check("Mr. Berg left.", "Berg", Some("Berg"));
        let thrice = "Olga Berg met Anna Berg. Olga Berg sat. Olga Berg left.";
        check(thrice, "Berg", Some("Olga Berg"));
    }

    #[test]
    fn who_went_by_a_given_name_before_is_not_named_in_full_later() {
        let thrice = "Anna sat. Anna rose. Anna left.";
        check(
            &format!("{thrice} On the way to Lindalen Anna sang."),
            "Anna",
            Some("Anna"),
        );
        check(
            &format!("{thrice} Then came Anna Holm."),
            "Anna",
            Some("Anna"),
        );
        check(
            "Anna Holm came. Anna sat. Anna rose. Anna left.",
            "Anna",
            Some("Anna Holm"),
        );
        check(
            "Berg sat. Berg rose. Berg left. Olga Berg sang.",
            "Berg",
            Some("Olga Berg"),
        );
    }

    #[test]
    fn whoever_was_named_in_full_first_may_be_named_in_fuller_form_later() {
        let story = "Anna Holm came. Anna sat. Anna rose. Anna left. Anna Maria Holm sang.";
        check(story, "Anna", Some("Anna Maria Holm"));
    }

    #[test]
    fn who_went_by_a_surname_for_long_is_not_named_in_full_at_last() {
        let long = "Berg sat. Berg rose. ".repeat(10);
        check(
            &format!("{long} Olga Berg sang. Berg left."),
            "Berg",
            Some("Berg"),
        );
        let early = format!("Olga Berg came. {long} Olga Maria Berg sang. Berg left.");
        check(&early, "Berg", Some("Olga Maria Berg"));
        check(
            &format!("{long} Olga Berg sang."),
            "Olga Berg",
            Some("Olga Berg"),
        );
    }

    #[test]
    fn who_stammers_has_no_longer_name() {
        check("An... Anna sat. Anna left.", "Anna", Some("Anna"));
    }

    #[test]
    fn offices_and_letters_are_no_part_of_a_name() {
        check("Harbour Master Anna Berg left.", "Berg", Some("Anna Berg"));
        check("Anna Berg FRS left.", "Berg", Some("Anna Berg"));
        check("ANNA K BERG left.", "Anna Berg", Some("ANNA K BERG"));
    }

    #[test]
    fn bodies_and_places_are_nobody() {
        check("The Green List left.", "Green List", None);
        check(
            "The Harbour Committee met in New York.",
            "Harbour Committee",
            None,
        );
        check("The Harbour Committee met in New York.", "New York", None);
    }

    #[test]
    fn pronouns_and_titles_tell_sex() {
        assert_eq!(sex_of("Her"), Some(Sex::She));
        assert_eq!(sex_of("spokesman"), Some(Sex::He));
        assert_eq!(sex_of("they"), None);
    }
}
