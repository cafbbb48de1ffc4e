//! Follows a quotation through the sources: where it is first, and who copied or edited it.
//!
//! "First" is always first in this index, by date; a place without a date comes last and is
//! nobody's source. The nearest earlier place is the one whose words differ least, the earliest of
//! several.

use std::collections::HashMap;

use crate::error::Result;
use crate::hit::PassageId;
use crate::storage::interrupt;
use crate::text::fold::fold;
use crate::text::token::words;
use crate::verify::compare::compare;
use crate::verify::report::{Edit, Place};
use crate::verify::verifier::Verifier;

/// Steps of comparing two texts word by word; longer ones are compared by the words that only one
/// has. The longest quotations that anybody gives have 400 words.
const MAX_STEPS: usize = 1 << 20;

/// The places of a quotation.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Trace {
    /// Each place, the earliest first, those without a date last.
    pub places: Vec<TracedPlace>,
    /// How many of them have no date.
    pub undated: usize,
}

/// A place of a quotation, compared with the earlier ones.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TracedPlace {
    /// The place. Its grade is that of the quotation asked for.
    pub place: Place,
    /// How it relates to the earlier places.
    pub relation: Relation,
    /// The passage of the nearest earlier place. `None` for the first, and where it has no date.
    pub from: Option<PassageId>,
    /// How its words, as the source, differ from those of the first place, as the quotation.
    pub edits: Vec<Edit>,
    /// How its words differ from those of `from`. Empty without one.
    pub edits_from: Vec<Edit>,
}

/// How a place relates to the earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is the earliest.
    First,
    /// An earlier place has the same words.
    Copy,
    /// Every earlier place has other words.
    Edited,
}

impl Relation {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Relation::First => "first",
            Relation::Copy => "copy",
            Relation::Edited => "edited",
        }
    }
}

/// Finds every place that has the words of a quotation, altered at most.
///
/// Fails if the index is damaged.
///
/// ```
/// use onrecord_index::Index;
/// use onrecord_index::verify::trace::{Relation, trace};
/// use onrecord_index::verify::{Sources, Verifier};
///
/// let index = Index::in_memory()?;
/// for (name, date, words) in [("a.md", "2024-03-01", "grey"), ("b.md", "2024-05-01", "cold")] {
///     let story = format!(
///         "---\ndate: {date}\n---\n\n\"The harbour is full of {words} mud now,\" Berg said.\n"
///     );
///     index.add_bytes(name, story.into(), &Default::default())?;
/// }
/// let verifier = Verifier::new(&index.searcher()?, &Sources::default())?;
/// let found = trace(&verifier, "The harbour is full of grey mud now")?;
/// assert_eq!(found.places[0].relation, Relation::First);
/// assert_eq!(found.places[1].relation, Relation::Edited);
/// assert_eq!(found.places[1].edits[0].source_text, "cold");
/// # Ok::<(), onrecord_index::error::Error>(())
/// ```
pub fn trace(verifier: &Verifier, quote: &str) -> Result<Trace> {
    let mut places = verifier.places(quote)?;
    places.sort_by(|a, b| {
        let key = |place: &Place| (place.date.is_none(), place.date.clone());
        key(a)
            .cmp(&key(b))
            .then_with(|| (&a.path, a.place).cmp(&(&b.path, b.place)))
    });
    let undated = places.iter().filter(|place| place.date.is_none()).count();
    let mut variants = Variants::default();
    let of: Vec<usize> = places
        .iter()
        .map(|place| variants.add(&place.selector.exact))
        .collect();
    let any_dated = undated < places.len();
    let traced = (0..places.len()).map(|at| {
        interrupt::check()?;
        let place = &places[at];
        let may_have_source = place.date.is_some() || !any_dated;
        let earlier = if may_have_source {
            &of[..at]
        } else {
            &of[..places.len() - undated]
        };
        let nearest = variants.nearest(of[at], earlier);
        let relation = match nearest {
            None => Relation::First,
            Some((_, 0)) => Relation::Copy,
            Some(_) => Relation::Edited,
        };
        // Without dates nobody knows which one came first.
        let from = nearest
            .filter(|_| place.date.is_some())
            .map(|(from, _)| &places[from]);
        let edits_between =
            |other: &Place| compare(&other.selector.exact, &place.selector.exact).edits;
        Ok(TracedPlace {
            place: place.clone(),
            relation,
            from: from.map(|from| from.id.clone()),
            edits: if at > 0 {
                edits_between(&places[0])
            } else {
                Vec::new()
            },
            edits_from: from.map(edits_between).unwrap_or_default(),
        })
    });
    Ok(Trace {
        places: traced.collect::<Result<_>>()?,
        undated,
    })
}

/// The different wordings of a quotation, and how far they are from each other.
#[derive(Default)]
struct Variants {
    words: Vec<Vec<String>>,
    numbers: HashMap<Vec<String>, usize>,
    distances: HashMap<(usize, usize), usize>,
}

impl Variants {
    /// The number of a text's wording.
    fn add(&mut self, text: &str) -> usize {
        let folded: Vec<String> = words(text).map(|word| fold(word.text)).collect();
        let next = self.words.len();
        let number = *self.numbers.entry(folded.clone()).or_insert(next);
        if number == next {
            self.words.push(folded);
        }
        number
    }

    /// The first of the places, given by their wordings, that is nearest to a wording, and how many
    /// words are edited between the two.
    fn nearest(&mut self, wording: usize, places: &[usize]) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (place, other) in places.iter().enumerate() {
            let distance = self.distance(wording, *other);
            if best.is_none_or(|(_, least)| distance < least) {
                best = Some((place, distance));
            }
        }
        best
    }

    fn distance(&mut self, a: usize, b: usize) -> usize {
        if a == b {
            return 0;
        }
        let (a, b) = (a.min(b), a.max(b));
        let (first, second) = (&self.words[a], &self.words[b]);
        *self
            .distances
            .entry((a, b))
            .or_insert_with(|| match first.len() * second.len() {
                steps if steps <= MAX_STEPS => edited(first, second),
                _ => unshared(first, second),
            })
    }
}

/// How many words must be inserted, left out or replaced to make one text of another.
fn edited(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, word) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let same = diagonal + usize::from(word != other);
            diagonal = row[j + 1];
            row[j + 1] = same.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// How many words only the longer of two texts has.
fn unshared(a: &[String], b: &[String]) -> usize {
    let mut counts: HashMap<&str, isize> = HashMap::new();
    a.iter()
        .for_each(|word| *counts.entry(word).or_default() += 1);
    b.iter()
        .for_each(|word| *counts.entry(word).or_default() -= 1);
    let more = counts.values().filter(|count| **count > 0).sum::<isize>();
    let less = counts.values().filter(|count| **count < 0).sum::<isize>();
    more.max(-less).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::Variants;

    #[test]
    fn the_nearest_wording_is_the_earliest_with_the_fewest_edits() {
        let mut variants = Variants::default();
        let texts = ["a b c d", "a x c d", "A b, c d", "a x c e f"];
        let of: Vec<usize> = texts.iter().map(|text| variants.add(text)).collect();
        assert_eq!(of, [0, 1, 0, 2]);
        assert_eq!(variants.nearest(of[0], &[]), None);
        assert_eq!(variants.nearest(of[2], &of[..2]), Some((0, 0)));
        assert_eq!(variants.nearest(of[3], &of[..3]), Some((1, 2)));
    }
}
