//! Which byte ranges of a passage to mark: exactly the words that made it a hit.
//!
//! A phrase marks the phrase, in one piece, and not its words elsewhere; stems, prefixes and near spellings mark the words
//! that matched; `said:` marks only inside the utterance. A title's words are searched but are not in the text, so nothing
//! marks them. Words that stand side by side both in the query and in the text are marked in one piece.

use std::ops::Range;

use crate::hit::Passage;
use crate::query::Query;
use crate::query::node::NodeKind;
use crate::retrieval::matching::{Known, Tokens};
use crate::text::stem::Stemming;
use crate::text::term_cache::TermCache;

/// The byte ranges of `passage.text` that answer the query's parts: ascending, disjoint, on `char` boundaries.
///
/// `known` is what the index says of its filters' values.
pub(crate) fn highlights(
    query: &Query,
    passage: &Passage,
    terms: &mut TermCache,
    known: &Known,
) -> Vec<Range<usize>> {
    if query.parts().is_empty() {
        return Vec::new();
    }
    let mut asked = Vec::new();
    for part in query.parts() {
        part.node
            .kind
            .each_word(&mut |word| asked.push(word.word()));
    }
    terms.add(asked.into_iter(), Stemming::of(passage.lang.as_deref()));
    let tokens = Tokens::new(passage, terms, known);
    let mut marks = Vec::new();
    let mut of_word_before: Vec<Range<usize>> = Vec::new();
    for part in query.parts() {
        let first = marks.len();
        tokens.find(&part.node, &mut marks);
        let of_word = match part.node.kind {
            NodeKind::Word(_) => marks[first..].to_vec(),
            _ => Vec::new(),
        };
        join_neighbours(&passage.text, &of_word_before, &of_word, &mut marks);
        of_word_before = of_word;
    }
    merged(marks)
}

/// Two words that stand side by side in the query and in the text are marked in one piece, as a phrase is.
fn join_neighbours(
    text: &str,
    one: &[Range<usize>],
    other: &[Range<usize>],
    marks: &mut Vec<Range<usize>>,
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
            marks.push(first.end..second.start);
        }
    }
}

/// Overlapping and touching ranges become one; words with a space between them stay apart.
fn merged(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
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
    use crate::retrieval::matching::Known;
    use crate::text::term_cache::TermCache;

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
        let query = Query::parse(query).expect("a query");
        let marks = highlights(
            &query,
            &passage,
            &mut TermCache::default(),
            &Known::default(),
        );
        let found: Vec<&str> = marks.into_iter().map(|mark| &text[mark]).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn check_titled(title: &str, text: &str, query: &str, expected: &[&str]) {
        let passage = Passage {
            text: text.to_owned(),
            titles: vec![title.to_owned()],
            ..Passage::default()
        };
        let query = Query::parse(query).expect("a query");
        let marks = highlights(
            &query,
            &passage,
            &mut TermCache::default(),
            &Known::default(),
        );
        let found: Vec<&str> = marks.into_iter().map(|mark| &text[mark]).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn check(text: &str, query: &str, expected: &[&str]) {
        check_in("en", text, query, expected);
    }

    #[test]
    fn words_are_marked_in_all_their_forms() {
        check(
            "He ended the wars. The end.",
            "ending war",
            &["ended", "wars", "end"],
        );
        check("Hegseth's remarks", "hegseth", &["Hegseth"]);
        check("cafe\u{301}, ﬁve", "cafe five", &["cafe\u{301}", "ﬁve"]);
    }

    #[test]
    fn words_side_by_side_in_query_and_text_are_marked_in_one_piece() {
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
    fn a_phrase_is_marked_as_one_and_its_words_nowhere_else() {
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
    fn words_near_each_other_are_marked_one_by_one() {
        check("war x to end x x x war", "\"end war\"~2", &["war", "end"]);
        check_in("zh", "在北约成员国", "\"北约 成员\"~0", &["北约成员"]);
        check_in("zh", "他有136次擒杀", "\"次 136\"~0", &["136次"]);
    }

    #[test]
    fn prefixes_and_near_spellings_mark_what_matched() {
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
    fn excluded_words_and_filters_mark_nothing() {
        check("war and peace", "war -truce speaker:x kind:body", &["war"]);
    }

    #[test]
    fn what_did_not_make_it_a_hit_is_not_marked() {
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
    fn said_marks_only_inside_the_utterance() {
        check(
            "The war: “End the war,” he said of the war.",
            "said:war",
            &["war"],
        );
        check("Dredging “has begun” he said", "said:\"dredging has\"", &[]);
    }

    #[test]
    fn scripts_without_spaces_mark_their_characters() {
        check_in("zh", "在北约成员国", "北约成员", &["北约成员"]);
        check_in("zh", "战争与和平", "战", &["战"]);
        check_in("zh", "他有136次擒杀", "\"136 次\"", &["136次"]);
        check_in("ar", "قال مُحَمَّد اليوم", "محمد", &["مُحَمَّد"]);
    }
}
