//! JSON transcripts, each as its service writes it, and lists of records.

use crate::ingest::read_bytes;
use crate::ingest::sink::Collected;
use crate::options::ReadOptions;

fn check(text: &str, expected: &[(&str, Option<u64>, &str)]) {
    let mut sink = Collected::default();
    read_bytes(
        "a.json",
        text.as_bytes().to_vec(),
        &ReadOptions::default(),
        &mut sink,
    )
    .expect("readable");
    let found: Vec<(String, Option<u64>, &str)> = sink.documents[0]
        .paragraphs
        .iter()
        .map(|p| (p.speakers.join("+"), p.start_ms, p.text.as_str()))
        .collect();
    let expected: Vec<(String, Option<u64>, &str)> = expected
        .iter()
        .map(|(name, start, text)| ((*name).to_owned(), *start, *text))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn segments_of_one_speaker_are_joined() {
    check(
        "{\"segments\":[{\"start\":0.5,\"end\":1.5,\"text\":\" Is it\",\"speaker\":\"SPEAKER_00\"},{\"start\":1.5,\"end\":2.0,\"text\":\" full?\",\"speaker\":\"SPEAKER_00\"},{\"start\":2.1,\"end\":3,\"text\":\" It is.\",\"speaker\":\"SPEAKER_01\"}],\"language\":\"en\"}",
        &[
            ("SPEAKER_00", Some(500), "Is it full?"),
            ("SPEAKER_01", Some(2100), "It is."),
        ],
    );
}

#[test]
fn utterances_may_be_timed_in_milliseconds_or_number_their_speakers() {
    check(
        "{\"utterances\":[{\"speaker\":\"A\",\"start\":500,\"end\":1500,\"text\":\"Is it full?\"},{\"speaker\":\"B\",\"start\":2100,\"end\":2900,\"text\":\"It is.\"}]}",
        &[
            ("Speaker A", Some(500), "Is it full?"),
            ("Speaker B", Some(2100), "It is."),
        ],
    );
    check(
        "{\"results\":{\"utterances\":[{\"speaker\":0,\"start\":0.5,\"end\":1.5,\"transcript\":\"Is it full?\"},{\"speaker\":1,\"start\":2.1,\"end\":2.9,\"transcript\":\"It is.\"}]}}",
        &[
            ("Speaker 0", Some(500), "Is it full?"),
            ("Speaker 1", Some(2100), "It is."),
        ],
    );
}

#[test]
fn other_json_is_not_read() {
    for text in [
        "{}",
        "[1,2]",
        "{\"segments\":[]}",
        "{\"segments\":[{\"a\":1}]}",
    ] {
        let mut sink = Collected::default();
        let options = ReadOptions::default();
        assert!(
            read_bytes("a.json", text.as_bytes().to_vec(), &options, &mut sink).is_err(),
            "{text}"
        );
    }
}

#[test]
fn podcasts_and_pipelines_name_their_segments_otherwise() {
    check(
        r#"{"version":"1.0.0","segments":[{"speaker":"Anna Berg","startTime":0.5,"endTime":2,"body":"Is it full?"},{"speaker":"Karl Holm","startTime":5.5,"body":"It is."}]}"#,
        &[
            ("Anna Berg", Some(500), "Is it full?"),
            ("Karl Holm", Some(5500), "It is."),
        ],
    );
    check(
        r#"{"speakers":[{"speaker":"SPEAKER_00","timestamp":[0.0,1.5],"text":" Is it full?"},{"speaker":"SPEAKER_01","timestamp":[4.2,null],"text":" It is."}],"chunks":[{"timestamp":[0.0,1.5],"text":" Is it full?"}],"text":" Is it full?"}"#,
        &[
            ("SPEAKER_00", Some(0), "Is it full?"),
            ("SPEAKER_01", Some(4200), "It is."),
        ],
    );
    check(
        r#"{"transcription":[{"timestamps":{"from":"00:00:00,500","to":"00:00:01,000"},"offsets":{"from":500,"to":1000},"text":" Is it full?"},{"offsets":{"from":9000,"to":9500},"text":" It is."}]}"#,
        &[("", Some(500), "Is it full?"), ("", Some(9000), "It is.")],
    );
}

#[test]
fn services_that_list_words_have_sentences_made_of_them() {
    check(
        r#"{"results":{"transcripts":[{"transcript":"Full? Yes."}],"speaker_labels":{"segments":[{"items":[{"start_time":"0.5","speaker_label":"spk_0"},{"start_time":"3.5","speaker_label":"spk_1"}]}]},"items":[{"start_time":"0.5","end_time":"0.9","alternatives":[{"content":"Full"}],"type":"pronunciation"},{"alternatives":[{"content":"?"}],"type":"punctuation"},{"start_time":"3.5","end_time":"3.9","alternatives":[{"content":"Yes"}],"type":"pronunciation"},{"alternatives":[{"content":"."}],"type":"punctuation"}]}}"#,
        &[("spk_0", Some(500), "Full?"), ("spk_1", Some(3500), "Yes.")],
    );
    check(
        r#"{"format":"2.9","results":[{"type":"word","start_time":0.5,"end_time":0.9,"alternatives":[{"content":"Full","speaker":"S1"}]},{"type":"punctuation","attaches_to":"previous","start_time":0.9,"end_time":0.9,"alternatives":[{"content":"?","speaker":"S1"}]},{"type":"word","start_time":3.5,"end_time":3.9,"alternatives":[{"content":"Yes","speaker":"S2"}]}]}"#,
        &[("S1", Some(500), "Full?"), ("S2", Some(3500), "Yes")],
    );
    check(
        r#"{"results":[{"alternatives":[{"transcript":"full yes"}]},{"alternatives":[{"transcript":"full yes","words":[{"startTime":"0.5s","endTime":"0.9s","word":"full","speakerTag":1},{"startTime":"3.5s","endTime":"3.9s","word":"yes","speakerTag":2}]}]}]}"#,
        &[
            ("Speaker 1", Some(500), "full"),
            ("Speaker 2", Some(3500), "yes"),
        ],
    );
    check(
        r#"{"results":[{"alternatives":[{"transcript":"full yes ","timestamps":[["full",0.5,0.9],["yes",3.5,3.9]]}],"final":true}],"speaker_labels":[{"from":0.5,"to":0.9,"speaker":0},{"from":3.5,"to":3.9,"speaker":1}]}"#,
        &[
            ("Speaker 0", Some(500), "full"),
            ("Speaker 1", Some(3500), "yes"),
        ],
    );
    check(
        r#"{"language_code":"en","text":"Full? Yes.","words":[{"text":"Full?","start":0.5,"end":0.9,"type":"word","speaker_id":"speaker_0"},{"text":" ","type":"spacing"},{"text":"Yes.","start":3.5,"end":3.9,"type":"word","speaker_id":"speaker_1"}]}"#,
        &[
            ("speaker_0", Some(500), "Full?"),
            ("speaker_1", Some(3500), "Yes."),
        ],
    );
    check(
        r#"{"results":{"channels":[{"alternatives":[{"transcript":"full yes","words":[{"word":"full","start":0.5,"end":0.9,"speaker":0,"punctuated_word":"Full?"},{"word":"yes","start":3.5,"end":3.9,"speaker":1,"punctuated_word":"Yes."}]}]}]}}"#,
        &[
            ("Speaker 0", Some(500), "Full?"),
            ("Speaker 1", Some(3500), "Yes."),
        ],
    );
}

#[test]
fn phrases_and_events_have_times_in_other_units() {
    check(
        r#"{"recognizedPhrases":[{"speaker":1,"offset":"PT0.5S","duration":"PT1S","offsetInTicks":5000000,"nBest":[{"lexical":"full","display":"Full?"}]},{"speaker":2,"offset":"PT3.5S","nBest":[{"display":"Yes."}]}]}"#,
        &[
            ("Speaker 1", Some(500), "Full?"),
            ("Speaker 2", Some(3500), "Yes."),
        ],
    );
    check(
        r#"{"phrases":[{"speaker":1,"offsetMilliseconds":500,"durationMilliseconds":900,"text":"Full?"},{"speaker":2,"offsetMilliseconds":3500,"text":"Yes."}]}"#,
        &[
            ("Speaker 1", Some(500), "Full?"),
            ("Speaker 2", Some(3500), "Yes."),
        ],
    );
    check(
        r#"{"wireMagic":"pb3","events":[{"tStartMs":0,"dDurationMs":9000,"id":1},{"tStartMs":500,"dDurationMs":900,"segs":[{"utf8":"is it"},{"utf8":" full","tOffsetMs":200}]},{"tStartMs":700,"aAppend":1,"segs":[{"utf8":"\n"}]},{"tStartMs":9500,"dDurationMs":900,"segs":[{"utf8":"it is"}]}]}"#,
        &[("", Some(500), "is it full"), ("", Some(9500), "it is")],
    );
}

#[test]
fn tables_of_speakers_name_their_numbers() {
    check(
        r#"{"speakers":[{"id":0,"name":"Anna Berg"},{"id":1,"name":""}],"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Full","ts":0.5,"end_ts":0.9},{"type":"punct","value":"?"}]},{"speaker":1,"elements":[{"type":"text","value":"Yes.","ts":3.5,"end_ts":3.9}]}]}"#,
        &[
            ("Anna Berg", Some(500), "Full?"),
            ("Speaker 1", Some(3500), "Yes."),
        ],
    );
}

#[test]
fn lists_of_records_are_read_as_json_lines_are() {
    check(
        r#"[{"speaker":"Anna Berg","text":"Full?"},{"who":"Karl Holm","text":"Yes."}]"#,
        &[("Anna Berg", None, "Full?"), ("Karl Holm", None, "Yes.")],
    );
    check(
        r#"{"name":"Boats","messages":[{"from":"Anna Berg","date":"2025-03-04T10:01:22","text":["See ",{"type":"link","text":"here"}]}]}"#,
        &[("Anna Berg", None, "See here")],
    );
    check(
        r#"[{"doc":"a","paragraphs":[{"speaker":"Anna Berg","text":"Full?"},"Yes."]}]"#,
        &[("Anna Berg", None, "Full?"), ("", None, "Yes.")],
    );
}

#[test]
fn other_json_says_what_it_is() {
    let mut sink = Collected::default();
    let text = br#"{"version":3,"files":["a","b"]}"#.to_vec();
    let refused = read_bytes("a.json", text, &ReadOptions::default(), &mut sink);
    assert_eq!(
        refused.expect_err("not a transcript").to_string(),
        "a.json: is JSON without a transcript or records, an object with `files`, `version`: \
         name the text with --map text=KEY,speaker=KEY"
    );
}

#[test]
fn strange_values_are_no_times_and_end_no_reader() {
    for text in [
        r#"{"segments":[{"start":-1,"end":1e308,"text":"Full?"},{"start":1e400,"text":"Yes."}]}"#,
        r#"{"segments":[{"start":1e18,"end":"x","text":"Full?"},{"start":null,"text":"Yes."}]}"#,
        r#"{"results":{"items":[{"alternatives":[]},{"alternatives":[{"content":7}]}]}}"#,
        r#"{"results":[{"type":"word","alternatives":[null]}]}"#,
        r#"{"events":[{"segs":[{"utf8":"a"}],"tStartMs":"soon","dDurationMs":-4}]}"#,
        r#"{"words":[null,1,"a"],"text":"a"}"#,
        r#"[{"text":[[[]]]},{"text":{"text":"a"}}]"#,
    ] {
        let mut sink = Collected::default();
        let _ = read_bytes(
            "a.json",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        );
    }
}

#[test]
fn items_whose_words_are_under_another_name_are_reported() {
    let problems = |text: &str| {
        let mut sink = Collected::default();
        let options = ReadOptions::default();
        read_bytes("a.json", text.into(), &options, &mut sink).expect("readable");
        let messages = sink.problems.into_iter().map(|one| one.message);
        messages.collect::<Vec<_>>()
    };
    assert_eq!(
        problems(
            "[{\"speaker\":\"A\",\"start\":1,\"text\":\"It is full.\"},{\"name\":\"Chair\",\"comment\":\"It is not.\"},{\"user\":\"bob\",\"message\":\"It is.\"}]"
        ),
        ["2 of 3 items have no words under a known name; name it with --map text=NAME"]
    );
    // A silence has no words.
    assert_eq!(
        problems(
            "[{\"start\":1,\"text\":\"It is full.\"},{\"speaker\":\"A\",\"start\":2,\"text\":\"\"},{\"start\":3,\"id\":7}]"
        ),
        Vec::<String>::new()
    );
}
