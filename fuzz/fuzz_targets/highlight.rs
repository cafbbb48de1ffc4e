//! Any query over any paragraph: marks ascend, are disjoint, not empty, and lie on character boundaries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord_index::attribution::attribute;
use onrecord_index::document::speakers_of;
use onrecord_index::fuzzing::highlights;
use onrecord_index::hit::Passage;
use onrecord_index::query::Query;

fuzz_target!(|input: (&str, u8, &str)| {
    let (query_text, lang, text) = input;
    let Ok(query) = Query::parse(query_text) else { return };
    let utterances = attribute(&[text]).concat();
    let langs = ["en", "de", "zh", "ar", "tr", "th"];
    let passage = Passage {
        text: text.to_owned(),
        lang: langs.get(usize::from(lang)).map(|code| (*code).to_owned()),
        speakers: speakers_of(&utterances),
        utterances,
        ..Passage::default()
    };
    let marks = highlights(&query, &passage);
    let mut end = None;
    for mark in &marks {
        assert!(end.is_none_or(|end| mark.start > end), "{marks:?}");
        assert!(text.get(mark.clone()).is_some_and(|words| !words.is_empty()), "{marks:?}");
        end = Some(mark.end);
    }
});
