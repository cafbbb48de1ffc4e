//! Applies the rules for one line of text. Input: the line.
//!
//! Words, sentences, labels, quotations, boilerplate and the parts of a long paragraph lie in the
//! text, on character boundaries and in order.
#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use onrecord_index::attribution::name::parts::{parts, same_person};
use onrecord_index::fuzzing;
use onrecord_index::text::boilerplate::{dateline, image, is_byline, is_byline_tail, is_credit};
use onrecord_index::text::clock::{clock, leading_time};
use onrecord_index::text::fold::fold;
use onrecord_index::text::heading::heading_level;
use onrecord_index::text::horizontal_rule::{is_rule, is_story_end, rule_of};
use onrecord_index::text::label::label;
use onrecord_index::text::label::name::without_titles;
use onrecord_index::text::sentence::sentence_ends;
use onrecord_index::text::stage_direction::{is_bracket, is_stage_direction};
use onrecord_index::text::token::words;

fuzz_target!(|text: &str| {
    // In scripts without spaces, words are overlapping pairs of characters.
    let mut before = None;
    for word in words(text) {
        assert!(
            before < Some(word.start) && !word.text.is_empty(),
            "{word:?}"
        );
        before = Some(word.start);
        assert_eq!(word.text, &text[word.start..word.start + word.text.len()]);
        let folded = fold(word.text);
        assert_eq!(
            fold(&folded),
            folded,
            "folding a folded word changes nothing"
        );
    }
    let ends = sentence_ends(text);
    assert!(ends.windows(2).all(|pair| pair[0] < pair[1]), "{ends:?}");
    assert!(
        ends.iter()
            .all(|end| *end > 0 && text.is_char_boundary(*end))
    );

    let quotations = fuzzing::quotations(text);
    ordered(text, quotations.iter().map(|(quote, _)| quote.clone()));
    for (quote, inner) in quotations {
        assert!(quote.start <= inner.start && inner.end <= quote.end);
        assert!(text.get(inner).is_some_and(|words| !words.is_empty()));
    }
    if let Some(found) = label(text) {
        assert!(
            !found.name.is_empty() && found.written.contains(found.name),
            "{found:?}"
        );
        assert!(
            text.contains(found.written) && text.get(found.rest..).is_some(),
            "{found:?}"
        );
    }
    for (_, length) in [clock(text), leading_time(text)].into_iter().flatten() {
        assert!(length > 0 && text.get(..length).is_some());
    }
    assert!(text.contains(without_titles(text)));
    if let Some(dateline) = dateline(text) {
        assert!(text.starts_with(dateline.text.trim_start()) || text.contains(dateline.text));
        assert!(text.get(dateline.end..).is_some(), "{dateline:?}");
    }
    let _ = rule_of(text);
    let _ = (
        is_rule(text),
        is_story_end(text),
        is_byline(text),
        is_byline_tail(text),
    );
    let _ = (is_credit(text), image(text), is_bracket(text));
    let _ = (is_stage_direction(text), heading_level(text));
    assert!(parts(text).iter().all(|part| !part.is_empty()));
    if let Some((one, other)) = text.split_once('\n') {
        assert_eq!(
            same_person(one, other),
            same_person(other, one),
            "{one:?} {other:?}"
        );
    }
    if text.is_empty() {
        return;
    }
    // Only a long paragraph is cut, so repeat the text until it is long.
    let long = text.repeat(4_200 / text.len().max(1) + 1);
    let cut = fuzzing::split(&long);
    ordered(&long, cut.iter().cloned());
    let lost: usize = long.len() - cut.iter().map(Range::len).sum::<usize>();
    assert!(
        cut.len() <= 1
            || lost
                <= long
                    .chars()
                    .filter(|c| c.is_whitespace())
                    .map(char::len_utf8)
                    .sum()
    );
});

/// Panics unless ranges ascend, are disjoint and not empty, and lie on character boundaries.
fn ordered(text: &str, ranges: impl Iterator<Item = Range<usize>>) {
    let mut end = 0;
    for range in ranges {
        assert!(range.start >= end, "{range:?}");
        assert!(
            text.get(range.clone())
                .is_some_and(|words| !words.is_empty()),
            "{range:?}"
        );
        end = range.end;
    }
}
