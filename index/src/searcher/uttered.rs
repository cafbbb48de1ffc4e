//! Finds the utterances of a hit that a query asks for.
//!
//! They are those that hold a highlighted word, and with a filter on speakers only theirs. Where
//! one is inside another, the inner one has the word. A query of filters alone has no words, and
//! asks for all of them.

use std::ops::Range;

use crate::document::Utterance;
use crate::hit::Passage;
use crate::query::Query;
use crate::query::node::voices;
use crate::retrieval::matching::FilterContext;

/// The indexes of `passage.utterances` that the query asks for, ascending. `highlights` are the
/// passage's.
pub(super) fn uttered(
    query: &Query,
    passage: &Passage,
    highlights: &[Range<usize>],
    context: &FilterContext,
) -> Vec<usize> {
    let wanted = voices(query.filters());
    let is_wanted = |utterance: &Utterance| match (&wanted, &utterance.speaker) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(wanted), Some(name)) => {
            let mut wanted = wanted.iter();
            wanted.any(|words| context.speakers.holds(name, words))
        }
    };
    let utterances = &passage.utterances;
    let mut candidates: Vec<usize> = (0..utterances.len()).collect();
    candidates.retain(|number| is_wanted(&utterances[*number]));
    if query.parts().is_empty() {
        return candidates;
    }
    let mut uttered = vec![false; utterances.len()];
    for highlight in highlights {
        let holds = |number: &usize| {
            let range = &utterances[*number].range;
            range.start < highlight.end && highlight.start < range.end
        };
        let holding = || candidates.iter().copied().filter(holds);
        for number in holding() {
            let is_inner = |other: usize| is_inside(&utterances[other], &utterances[number]);
            uttered[number] |= !holding().any(is_inner);
        }
    }
    candidates.retain(|number| uttered[*number]);
    candidates
}

/// Whether an utterance is inside another, longer one.
fn is_inside(inner: &Utterance, outer: &Utterance) -> bool {
    let (inner, outer) = (&inner.range, &outer.range);
    inner != outer && outer.start <= inner.start && inner.end <= outer.end
}

#[cfg(test)]
mod tests {
    use super::uttered;
    use crate::document::Utterance;
    use crate::hit::Passage;
    use crate::query::Query;
    use crate::retrieval::matching::FilterContext;
    use crate::searcher::highlight::highlights;
    use crate::text::term_cache::TermCache;

    const TEXT: &str = "Anna said she was late. “No ferry came,” she said. “No,” said Karl.";
    const UTTERED: &[(&str, &str)] = &[
        ("she was late.", "Anna"),
        ("“No ferry came,”", "Anna"),
        ("ferry", "Eva"),
        ("“No,”", "Karl"),
    ];

    fn check(typed: &str, expected: &[&str]) {
        let utterance = |(words, speaker): &(&str, &str)| {
            let start = TEXT.find(words).expect("words of the text");
            Utterance {
                range: start..start + words.len(),
                speaker: Some((*speaker).to_owned()),
                verbatim: words.starts_with('“'),
                ..Utterance::default()
            }
        };
        let passage = Passage {
            text: TEXT.to_owned(),
            utterances: UTTERED.iter().map(utterance).collect(),
            lang: Some("en".to_owned()),
            ..Passage::default()
        };
        let query = Query::parse(typed).expect("a query");
        let context = FilterContext::default();
        let found = highlights(&query, &passage, &mut TermCache::default(), &context);
        let found: Vec<&str> = uttered(&query, &passage, &found, &context)
            .into_iter()
            .map(|number| UTTERED[number].0)
            .collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn an_utterance_is_asked_for_by_a_word_in_it() {
        check("late", &["she was late."]);
        check("no", &["“No ferry came,”", "“No,”"]);
        check("\"she said\"", &[]);
        check("said:no", &["“No ferry came,”", "“No,”"]);
    }

    #[test]
    fn a_word_is_that_of_the_inner_utterance() {
        check("ferry", &["ferry"]);
        check("ferry speaker:anna", &["“No ferry came,”"]);
    }

    #[test]
    fn filters_alone_ask_for_all_that_the_speakers_say() {
        check("speaker:anna", &["she was late.", "“No ferry came,”"]);
        check(
            "speaker:anna OR speaker:karl",
            &["she was late.", "“No ferry came,”", "“No,”"],
        );
        check(
            "*",
            &["she was late.", "“No ferry came,”", "ferry", "“No,”"],
        );
    }
}
