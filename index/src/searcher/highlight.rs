//! Finds the byte ranges of a passage to highlight: the words that made it a hit, and no others.
//!
//! A phrase is highlighted as a whole, and its words nowhere else. Stems, prefixes and near
//! spellings highlight the words that matched; `said:` only those inside the utterance. Words next
//! to each other in the query and in the text are one highlight. The words of a title are searched
//! but are not part of the text, so they are not highlighted.

use std::ops::Range;

use crate::hit::Passage;
use crate::query::Query;
use crate::query::node::NodeKind;
use crate::retrieval::matching::{FilterContext, PassageMatcher};
use crate::text::stem::Stemming;
use crate::text::term_cache::TermCache;

/// The byte ranges of `passage.text` that match the query's parts: ascending, disjoint, on `char`
/// boundaries.
///
/// `terms` caches the terms of words between passages.
pub(crate) fn highlights(
    query: &Query,
    passage: &Passage,
    terms: &mut TermCache,
    context: &FilterContext,
) -> Vec<Range<usize>> {
    if query.parts().is_empty() {
        return Vec::new();
    }
    // Cache the query's words, so that the stem of each is computed once and not for every passage.
    let mut words = Vec::new();
    for part in query.parts() {
        part.node
            .kind
            .each_word(&mut |word| words.push(word.word()));
    }
    let stemming = Stemming::of(passage.lang.as_deref());
    terms.add(words.into_iter(), stemming);
    let matcher = PassageMatcher::new(passage, terms, context);
    let only_rank = query.only_rank(stemming);
    let deciding = found(&matcher, query, &passage.text, |part| !only_rank[part]);
    // A passage that matches some of the parts may have none but those that only rank.
    if deciding.is_empty() && only_rank.contains(&true) {
        return merged(found(&matcher, query, &passage.text, |part| {
            only_rank[part]
        }));
    }
    merged(deciding)
}

/// What a passage has of some parts of a query, by their numbers.
fn found(
    matcher: &PassageMatcher<'_>,
    query: &Query,
    text: &str,
    is_wanted: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut previous_word: Vec<Range<usize>> = Vec::new();
    for (number, part) in query.parts().iter().enumerate() {
        let first = found.len();
        if is_wanted(number) {
            matcher.find(&part.node, &mut found);
        }
        let word = match part.node.kind {
            NodeKind::Word(_) => found[first..].to_vec(),
            _ => Vec::new(),
        };
        add_gaps(text, &previous_word, &word, &mut found);
        previous_word = word;
    }
    found
}

/// Adds the space between two words that are next to each other in the text, as they are in the
/// query, so that both become one highlight.
fn add_gaps(
    text: &str,
    one: &[Range<usize>],
    other: &[Range<usize>],
    highlights: &mut Vec<Range<usize>>,
) {
    let mut others = other.iter().peekable();
    for first in one {
        while others.next_if(|second| second.start < first.end).is_some() {}
        if let Some(second) = others.peek()
            && second.start > first.end
            && text[first.end..second.start]
                .chars()
                .all(char::is_whitespace)
        {
            highlights.push(first.end..second.start);
        }
    }
}

/// Sorts ranges, and joins those that overlap or touch.
pub(super) fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::highlights;
    use crate::document::Utterance;
    use crate::hit::Passage;
    use crate::query::Query;
    use crate::retrieval::matching::FilterContext;
    use crate::text::term_cache::TermCache;

    fn check_passage(passage: &Passage, query: &str, expected: &[&str]) {
        let query = Query::parse(query).expect("a query");
        let context = FilterContext::default();
        let found = highlights(&query, passage, &mut TermCache::default(), &context);
        let text = &passage.text;
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn check_in(lang: &str, text: &str, query: &str, expected: &[&str]) {
        let quote = text.find('“').zip(text.find('”'));
        let utterances = quote
            .map(|(start, end)| Utterance {
                range: start..end,
                verbatim: true,
                ..Utterance::default()
            })
            .into_iter()
            .collect();
        let passage = Passage {
            text: text.to_owned(),
            lang: Some(lang.to_owned()),
            utterances,
            ..Passage::default()
        };
        check_passage(&passage, query, expected);
    }

    fn check_titled(title: &str, text: &str, query: &str, expected: &[&str]) {
        let passage = Passage {
            text: text.to_owned(),
            titles: vec![title.to_owned()],
            ..Passage::default()
        };
        check_passage(&passage, query, expected);
    }

    fn check(text: &str, query: &str, expected: &[&str]) {
        check_in("en", text, query, expected);
    }

    #[test]
    fn words_are_highlighted_in_all_their_forms() {
        check(
            "He ended the wars. The end.",
            "ending war",
            &["ended", "wars", "end"],
        );
        check("Hegseth's remarks", "hegseth", &["Hegseth"]);
        check("cafe\u{301}, ﬁve", "cafe five", &["cafe\u{301}", "ﬁve"]);
    }

    #[test]
    fn words_next_to_each_other_in_query_and_text_are_one_highlight() {
        check(
            "NATO said NATO membership; membership NATO",
            "NATO membership",
            &["NATO", "NATO membership", "membership", "NATO"],
        );
        check(
            "harbour-dredging",
            "harbour dredging",
            &["harbour", "dredging"],
        );
    }

    #[test]
    fn a_phrase_is_one_highlight_and_its_words_nowhere_else() {
        check(
            "NATO said NATO membership is membership.",
            "\"NATO membership\"",
            &["NATO membership"],
        );
        check(
            "end the war, end the war",
            "“end the war”",
            &["end the war", "end the war"],
        );
        check("AT&T and T", "AT&T", &["AT&T"]);
        check("the \"end\"", r#""\"end\"""#, &["\"end\""]);
        check("£5.2% of 5.2", "\"£5.2%\"", &["£5.2%", "5.2"]);
        check("Berg's, Berg.", "\"Berg's.\"", &["Berg's", "Berg"]);
    }

    #[test]
    fn words_near_each_other_are_highlighted_one_by_one() {
        check("war x to end x x x war", "\"end war\"~2", &["war", "end"]);
        check_in("zh", "在北约成员国", "\"北约 成员\"~0", &["北约成员"]);
        check_in("zh", "他有136次擒杀", "\"次 136\"~0", &["136次"]);
    }

    #[test]
    fn prefixes_and_near_spellings_highlight_what_matched() {
        check(
            "negotiate, negotiation, nego",
            "negot*",
            &["negotiate", "negotiation"],
        );
        check(
            "Zelenskyy or Zelensky",
            "zelensky~1",
            &["Zelenskyy", "Zelensky"],
        );
    }

    #[test]
    fn excluded_words_and_filters_highlight_nothing() {
        check("war and peace", "war -truce speaker:x kind:body", &["war"]);
    }

    #[test]
    fn the_function_words_of_a_question_are_not_highlighted() {
        check("who is at war and how", "how is the war", &["war"]);
        check("who is at war and how", "how is", &["is", "how"]);
        check("who is at war and how", "how is who", &["who", "is", "how"]);
        check("who is at war and how", "+how is war", &["war", "how"]);
        check(
            "who is at war and how",
            "\"is at\" the war",
            &["is at", "war"],
        );
    }

    #[test]
    fn what_did_not_make_it_a_hit_is_not_highlighted() {
        check("war and peace", "(war speaker:x) OR peace", &["peace"]);
        check("war and peace", "(war kind:body) OR x", &["war"]);
        check("war and peace", "(war -peace) OR and", &["and"]);
        check_titled(
            "Harbour",
            "war at peace",
            "(harbour war) OR (peace -harbour)",
            &["war"],
        );
    }

    #[test]
    fn said_highlights_only_inside_the_utterance() {
        check(
            "The war: “End the war,” he said of the war.",
            "said:war",
            &["war"],
        );
        check("Dredging “has begun” he said", "said:\"dredging has\"", &[]);
    }

    #[test]
    fn scripts_without_spaces_highlight_their_characters() {
        check_in("zh", "在北约成员国", "北约成员", &["北约成员"]);
        check_in("zh", "战争与和平", "战", &["战"]);
        check_in("zh", "他有136次擒杀", "\"136 次\"", &["136次"]);
        check_in("ar", "قال مُحَمَّد اليوم", "محمد", &["مُحَمَّد"]);
    }
}
