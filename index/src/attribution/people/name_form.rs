//! The wordings of names in a story, and what they tell before it is known who the people are: that
//! a wording names a body, or is two names that only happen to be next to each other.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::attribution::people::mentions::Found;
use crate::attribution::people::person::{Candidate, Surname};
use crate::attribution::words::class::Class;
use crate::attribution::words::lexicon::class;

/// A given name that occurred alone this often belongs to somebody the story is already about, not
/// to a person named in full later. A headline and the paragraph below it name a new person twice.
pub(super) const ACQUAINTED: usize = 3;

/// Two given names in a row are two people if each occurs alone this many times as often as both
/// together: "Anna Otto" could be one person.
const TWO_GIVEN_NAMES: usize = 20;

/// Two other words in a row are two names if each occurs alone this many times as often as both
/// together.
const TWO_NAMES: usize = 3;

/// A wording of a name in the story.
pub(super) struct NameForm<'a> {
    pub parts: Vec<String>,
    pub worded: &'a str,
    pub found: Found,
}

/// The wordings that name bodies.
pub(super) fn bodies(forms: &[NameForm]) -> FxHashSet<String> {
    let mut full: FxHashMap<&str, usize> = FxHashMap::default();
    for form in forms.iter().filter(|form| form.parts.len() > 1) {
        let candidate = form.candidate(Surname::Unknown);
        if let Some(last) = form.parts.last().filter(|_| !candidate.is_body()) {
            let order = full.entry(last).or_insert(form.found.order);
            *order = form.found.order.min(*order);
        }
    }
    let is_body = |form: &&NameForm| {
        let surname = match form.parts.as_slice() {
            [name] => full.get(name.as_str()).map_or(Surname::Unknown, |&order| {
                if order < form.found.order {
                    Surname::Introduced
                } else {
                    Surname::Early
                }
            }),
            _ => Surname::Unknown,
        };
        form.candidate(surname).is_body()
    };
    let bodies = forms.iter().filter(is_body);
    bodies.map(|form| form.worded.to_owned()).collect()
}

impl NameForm<'_> {
    fn candidate(&self, surname: Surname) -> Candidate {
        Candidate {
            signs: self.found.signs,
            words: self.parts.len(),
            surname,
        }
    }
}

/// The names of one word, folded.
pub(super) type LoneNames = FxHashMap<String, Found>;

/// Whether two names only happen to be next to each other: "In Lindal Berg rose", "On seeing Anna
/// Otto rose". Each of them then occurs alone far more often than both together.
pub(super) fn is_two_names(form: &NameForm, alone: &LoneNames) -> bool {
    let [one, other] = form.parts.as_slice() else {
        return false;
    };
    let together = form.found.count;
    let count = |part: &String| alone.get(part).map_or(0, |found| found.count);
    let is_given = |part: &String| class(part).intersects(Class::GIVEN);
    let times = match (is_given(one), is_given(other)) {
        (true, true) => TWO_GIVEN_NAMES,
        (true, false) => return false,
        // "By the Ponds Anna sat": hardly any name ends in a given name.
        (false, true) if count(other) >= TWO_GIVEN_NAMES * together => return true,
        (false, true) if form.found.alone_before.1 >= ACQUAINTED => return true,
        (false, _) => TWO_NAMES,
    };
    count(one).min(count(other)) >= times * together
}
