//! Highlights any query in any paragraph. Input: the query, a byte that chooses the language, the
//! text.
//!
//! Highlights ascend, are disjoint and not empty, and lie on character boundaries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::attribution::attribute;
use onrecord_index::document::speakers_of;
use onrecord_index::fuzzing::highlights;
use onrecord_index::hit::Passage;
use onrecord_index::query::Query;

fuzz_target!(|input: (&str, u8, &str)| {
    let (query_text, lang, text) = input;
    let Ok(query) = Query::parse(query_text) else {
        return;
    };
    let utterances = attribute(&[text]).concat();
    let langs = ["en", "de", "zh", "ar", "tr", "th"];
    let passage = Passage {
        text: text.to_owned(),
        lang: langs.get(usize::from(lang)).map(|code| (*code).to_owned()),
        speakers: speakers_of(&utterances),
        utterances,
        ..Passage::default()
    };
    let found = highlights(&query, &passage);
    let mut end = None;
    for highlight in &found {
        assert!(end.is_none_or(|end| highlight.start > end), "{found:?}");
        assert!(
            text.get(highlight.clone())
                .is_some_and(|words| !words.is_empty()),
            "{found:?}"
        );
        end = Some(highlight.end);
    }
});
