//! What each form of query finds and highlights, from what is typed to the highlighted words.

use onrecord_index::Index;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::query::{Match, Query};
use onrecord_index::searcher::{Property, Request, Sort};
use onrecord_index::update::UpdateOptions;

/// An index of sources, each a name and its content, each added on its own.
fn index(files: &[(&str, &str)]) -> Index {
    let index = Index::in_memory().expect("an index");
    for (name, text) in files {
        index
            .add_bytes(name, text.as_bytes().to_vec(), &UpdateOptions::default())
            .expect("a report");
    }
    index
}

/// A JSON line of English text.
fn en(text: &str) -> String {
    serde_json::json!({"section": "S", "lang": "en", "text": text}).to_string()
}

/// Each hit as its text with marks in brackets, in the order of the sources; or where the query is
/// wrong and why.
fn found_in(index: &Index, typed: &str) -> Vec<String> {
    let query = match Query::parse(typed) {
        Ok(query) => query,
        Err(error) => return vec![format!("error at {:?}: {}", error.span, error.message)],
    };
    let searcher = index.searcher().expect("a searcher");
    let request = Request {
        limit: None,
        sort: Sort::Place,
        matching: Match::All,
        count: true,
        ..Request::default()
    };
    let answer = searcher.search(&query, &request).expect("an answer");
    let hits: Vec<String> = answer
        .hits()
        .map(|hit| {
            let hit = hit.expect("a hit");
            let mut shown = hit.passage.text.clone();
            for mark in hit.highlights.iter().rev() {
                shown.insert(mark.end, ']');
                shown.insert(mark.start, '[');
            }
            shown
        })
        .collect();
    assert_eq!(answer.total, Some(hits.len() as u64), "{typed}");
    hits
}

fn check_in(texts: &[&str], typed: &str, expected: &[&str]) {
    let lines: Vec<String> = texts.iter().map(|text| en(text)).collect();
    let index = index(&[("a.jsonl", &lines.join("\n"))]);
    assert_eq!(found_in(&index, typed), expected, "{typed}");
}

#[test]
fn an_excluded_phrase_is_excluded_wherever_it_occurs() {
    let texts = [
        "the war",
        "the special envoy and war",
        "war",
        "envoy special war",
    ];
    check_in(
        &texts,
        "war -\"special envoy\"",
        &["the [war]", "[war]", "envoy special [war]"],
    );
    check_in(
        &texts,
        "-(war \"special envoy\")",
        &["the war", "war", "envoy special war"],
    );
}

#[test]
fn a_word_without_stem_is_found_once_whatever_languages_there_are() {
    let index = index(&[
        (
            "en.jsonl",
            r#"{"section":"S","lang":"en","text":"NATO 北约"}"#,
        ),
        (
            "zh.jsonl",
            r#"{"section":"S","lang":"zh","text":"北约成员"}"#,
        ),
        ("de.jsonl", r#"{"section":"S","lang":"de","text":"NATO"}"#),
    ]);
    assert_eq!(found_in(&index, "北约"), ["NATO [北约]", "[北约]成员"]);
    assert_eq!(found_in(&index, "nato"), ["[NATO]", "[NATO] 北约"]);
}

#[test]
fn a_page_far_behind_the_end_is_empty() {
    let index = index(&[("a.jsonl", &en("war"))]);
    let searcher = index.searcher().expect("a searcher");
    for typed in ["war", "war peace", "*"] {
        let query = Query::parse(typed).expect("a query");
        let request = Request {
            offset: usize::MAX,
            count: true,
            ..Request::default()
        };
        let answer = searcher.search(&query, &request).expect("an answer");
        assert_eq!((answer.len(), answer.total), (0, Some(1)));
    }
}

#[test]
fn each_form_does_what_its_reader_expects() {
    let texts = [
        "Hegseth's hegs of Hegset, Hesgeth",
        "Don’t stop. I don't: stop!",
        "To end the war is not to end a war.",
        "The U.S. and AT&T at 10:30, or a at 10",
        "See https://a.b/c or http a.b",
        "Peace or an or",
    ];
    let (hegseth, stop, war, us, link, peace) =
        (texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]);
    let check = |typed: &str, expected: &[&str]| check_in(&texts, typed, expected);
    check("hegs*", &["[Hegseth]'s [hegs] of [Hegset], Hesgeth"]);
    check("hegseth~1", &["[Hegseth]'s hegs of [Hegset], [Hesgeth]"]);
    check("don't stop", &["[Don’t stop]. I [don't]: [stop]!"]);
    check("\"don't stop\"", &["[Don’t stop]. I [don't: stop]!"]);
    check("“end the war”", &["To [end the war] is not to end a war."]);
    check("U.S.", &["The [U.S]. and AT&T at 10:30, or a at 10"]);
    check("AT&T", &["The U.S. and [AT&T] at 10:30, or a at 10"]);
    check("10:30", &["The U.S. and AT&T at [10:30], or a at 10"]);
    check("https://a.b/c", &["See [https://a.b/c] or http a.b"]);
    check("-war", &[hegseth, stop, us, link, peace]);
    check("NOT war", &[hegseth, stop, us, link, peace]);
    check("a or b", &[]);
    check(
        "a or at",
        &["The U.S. and [AT]&T [at] 10:30, [or] [a] [at] 10"],
    );
    check("*", &texts);
    check("", &texts);
    check("* -war kind:body -peace", &[hegseth, stop, us, link]);
    check("+war nothing", &["To end the [war] is not to end a [war]."]);
    check("war\u{0}\u{1b}[31m\u{7f}end", &[]);
    check(
        "war\u{0}\tend\u{85}",
        &["To [end] the [war] is not to [end] a [war]."],
    );
    check("speaker:Pete Hegseth", &[]);
    check(
        "()",
        &["error at 0..2: nothing to search for inside these brackets"],
    );
    check(
        "\"",
        &["error at 0..1: this quotation mark is not closed: add \" where the phrase ends"],
    );
    check(
        "\"*\"",
        &["error at 0..3: no word inside these quotation marks"],
    );
    check("&", &["error at 0..1: & contains no word to search for"]);
    check(
        &"war ".repeat(10_000),
        &["To end the [war] is not to end a [war]."],
    );
    check(&format!("\"war{}war\"", " ".repeat(300_000)), &[]);
    check(
        &"(".repeat(1_000),
        &["error at 100..101: brackets are nested deeper than 100"],
    );
    check(
        &format!("{}war{}", "(".repeat(90), ")".repeat(90)),
        &["To end the [war] is not to end a [war]."],
    );
    assert_eq!(war, texts[2]);
}

#[test]
fn phrases_of_very_common_words_are_found_exactly() {
    let texts = [
        "it is that that that is",
        "that that it is",
        "of the people and",
        "the of",
    ];
    let check = |typed: &str, expected: &[&str]| check_in(&texts, typed, expected);
    check(
        "\"it is\"",
        &["[it is] that that that is", "that that [it is]"],
    );
    check("\"that that that\"", &["it is [that that that] is"]);
    check(
        "\"that that\"",
        &["it is [that that that] is", "[that that] it is"],
    );
    check("\"of the people and\"", &["[of the people and]"]);
    check("\"it is that that\"", &["[it is that that] that is"]);
    check("\"the people of\"", &[]);
    // Pairs are terms of the index, but they are not words.
    check(
        "th*",
        &[
            "it is [that] [that] [that] is",
            "[that] [that] it is",
            "of [the] people and",
            "[the] of",
        ],
    );
    check("itis~1", &[]);
}

#[test]
fn a_query_of_words_and_phrases_meets_each_language_once() {
    let index = index(&[
        (
            "en.jsonl",
            r#"{"section":"S","lang":"en","text":"wars b c"}"#,
        ),
        (
            "de.jsonl",
            r#"{"section":"S","lang":"de","text":"war b c"}"#,
        ),
        ("xx.jsonl", r#"{"section":"S","lang":"xx","text":"war"}"#),
    ]);
    assert_eq!(
        found_in(&index, "(war OR \"b c\")"),
        ["[war] [b c]", "[wars] [b c]", "[war]"]
    );
    assert_eq!(found_in(&index, "\"b c\" -war"), [] as [&str; 0]);
    assert_eq!(found_in(&index, "-war"), [] as [&str; 0]);
    assert_eq!(found_in(&index, "-wars -b"), ["war"]);
    assert_eq!(found_in(&index, "lang:de b"), ["war [b] c"]);
}

#[test]
fn said_keeps_to_one_voice_and_one_utterance() {
    let text = "“End the war,” said Anna Berg. “Harbour first,” said Karl Holm.\n";
    let index = index(&[("a.txt", text)]);
    let shown = |end: &str, harbour: &str| {
        vec![format!(
            "“{end},” said Anna Berg. “{harbour},” said Karl Holm."
        )]
    };
    let nothing: Vec<String> = Vec::new();
    for (typed, expected) in [
        ("said:war", shown("End the [war]", "Harbour first")),
        (
            "said:war speaker:berg",
            shown("End the [war]", "Harbour first"),
        ),
        ("said:war speaker:holm", nothing.clone()),
        ("(said:war speaker:holm) OR nobody", nothing.clone()),
        (
            "(said:war speaker:berg) OR (said:end speaker:holm)",
            shown("End the [war]", "Harbour first"),
        ),
        (
            "said:(war -harbour) speaker:berg",
            shown("End the [war]", "Harbour first"),
        ),
        (
            "said:(war harbour)",
            shown("End the [war]", "[Harbour] first"),
        ),
        ("said:\"the war harbour\"", nothing.clone()),
        ("said:\"war harbour\"~9", nothing.clone()),
        ("said:anna", nothing),
    ] {
        assert_eq!(found_in(&index, typed), expected, "{typed}");
    }
}

#[test]
fn what_has_left_the_index_is_neither_found_nor_counted() {
    let two = [en("war"), en("peace")].join("\n");
    let index = index(&[
        ("a.jsonl", &two),
        ("council a.jsonl", &en("war")),
        ("a.jsonl", &en("peace")),
    ]);
    assert_eq!(found_in(&index, "war"), ["[war]"]);
    assert_eq!(found_in(&index, "*"), ["peace", "war"]);
    let searcher = index.searcher().expect("a searcher");
    let request = Request {
        count: true,
        facets: vec![Property::Doc],
        ..Request::default()
    };
    let answer = searcher
        .search(&Query::parse("war").expect("a query"), &request)
        .expect("an answer");
    assert_eq!(answer.facets[0].counts, [("council a.jsonl".to_owned(), 1)]);
}

#[test]
fn files_of_one_name_in_two_folders_are_two_documents() {
    let index = index(&[
        ("town/council/march.txt", "The harbour is full.\n"),
        (
            "town/hearing/march.txt",
            "The harbour was full.\n\nAnd cold.\n",
        ),
        (
            "wire.jsonl",
            "{\"doc\": \"story 1\", \"text\": \"The harbour will be full.\"}\n",
        ),
    ]);
    let searcher = index.searcher().expect("a searcher");
    let documents = searcher.values(Property::Doc).expect("documents");
    let documents: Vec<(String, u64)> = documents
        .into_iter()
        .map(|value| (value.name, value.passages))
        .collect();
    let expected = [
        ("town/hearing/march.txt".to_owned(), 2),
        ("town/council/march.txt".to_owned(), 1),
        ("wire.jsonl#story 1".to_owned(), 1),
    ];
    assert_eq!(documents, expected);
    for (typed, expected) in [
        ("harbour path:council", 1),
        ("harbour path:town", 2),
        ("harbour path:march.txt", 2),
        ("harbour doc:march.txt", 2),
        ("harbour path:TOWN/hearing/march.txt", 1),
        ("harbour path:\"wire.jsonl#story 1\"", 1),
        ("harbour -path:town", 1),
        ("harbour path:march", 0),
    ] {
        assert_eq!(found_in(&index, typed).len(), expected, "{typed}");
    }
    let query = Query::parse("doc:march.txt").expect("a query");
    let namesakes = searcher.namesakes(&query).expect("documents");
    assert_eq!(namesakes.len(), 1);
    assert_eq!(namesakes[0].len(), 2);
}

#[test]
fn sections_belong_to_their_document() {
    let minutes = "# Reports\n\nAll is well.\n\n# Questions\n\nIs it?\n";
    let index = index(&[("monday.md", minutes), ("friday.md", minutes)]);
    let searcher = index.searcher().expect("a searcher");
    let sections = searcher.values(Property::Section).expect("sections");
    assert_eq!(sections.len(), 4);
    let monday = FieldFilter::Doc("monday.md".to_owned());
    let scope = Query::default().filter_any(vec![monday]);
    let found = searcher.values_in(Property::Section, Some("quest*"), &scope);
    let found = found.expect("sections");
    assert_eq!(found.len(), 1);
    let document = found[0].document.as_ref().expect("a document");
    assert_eq!(
        (&*found[0].name, &*document.doc),
        ("Questions", "monday.md")
    );
}

#[test]
fn facets_of_dates_are_in_order_and_count_what_has_no_date() {
    let dated = |date: &str| format!("{{\"text\": \"war\", \"date\": \"{date}\"}}");
    let lines = ["2024-03-05", "2023", "2024-03", "2024-01-02", ""].map(dated);
    let index = index(&[("a.jsonl", &lines.join("\n"))]);
    let facets = |limit: Option<usize>| {
        let request = Request {
            facets: vec![Property::Year, Property::Month],
            facet_limit: limit,
            ..Request::default()
        };
        let query = Query::parse("war").expect("a query");
        index
            .search(&query, &request)
            .expect("an answer")
            .facets
            .clone()
    };
    let counts = |counts: &[(&str, u64)]| {
        let counts = counts.iter();
        counts
            .map(|(value, count)| ((*value).to_owned(), *count))
            .collect::<Vec<_>>()
    };
    let all = facets(None);
    assert_eq!(all[0].counts, counts(&[("2023", 1), ("2024", 3)]));
    assert_eq!(
        all[1].counts,
        counts(&[("2023", 1), ("2024-01", 1), ("2024-03", 2)])
    );
    assert_eq!((all[0].without, all[1].without), (1, 1));
    let limited = facets(Some(2));
    assert_eq!(limited[1].counts, counts(&[("2023", 1), ("2024-03", 2)]));
    assert_eq!((limited[0].more, limited[1].more), (0, 1));
}

#[test]
fn an_empty_index_answers_everything_with_nothing() {
    let index = index(&[]);
    for typed in [
        "war",
        "*",
        "\"end the war\"",
        "w*",
        "war~",
        "said:war speaker:x",
        "-war",
        "date:2024",
        "北约",
    ] {
        assert_eq!(found_in(&index, typed), [] as [&str; 0], "{typed}");
    }
}

#[test]
fn near_spellings_are_those_that_the_distance_counts() {
    let texts = ["łódz lodz", "lozd", "ldo", "عمل", "علم", "北约", "abc"];
    let check = |typed: &str, expected: &[&str]| check_in(&texts, typed, expected);
    check("Łódź~", &["[łódz] [lodz]", "[lozd]"]);
    // No letter is changed twice: "ca" is not swapped and then parted.
    check("ca~2", &["[北约]"]);
    check("ldo~1", &["[ldo]"]);
    check("علم~", &["[عمل]", "[علم]"]);
}

#[test]
fn equal_passages_come_in_the_order_of_the_sources() {
    let many = vec![en("war"); 400].join("\n");
    let index = index(&[("b.jsonl", &many), ("a.jsonl", &many)]);
    let searcher = index.searcher().expect("a searcher");
    let query = Query::parse("war").expect("a query");
    for limit in [10, 300, 700] {
        let request = Request {
            limit: Some(limit),
            ..Request::default()
        };
        let answer = searcher.search(&query, &request).expect("an answer");
        let found: Vec<(String, u32)> = answer
            .hits()
            .map(|hit| hit.expect("a hit").passage)
            .map(|passage| (passage.path, passage.place))
            .collect();
        assert!(found.is_sorted() && found.len() == limit && found[0].0 == "a.jsonl");
    }
}

/// A sequence of numbers that is the same in every run.
fn numbers(mut state: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        Some((state >> 40) as usize)
    })
}

#[test]
fn the_best_are_the_first_of_all_however_they_are_found() {
    // Words of every frequency, two segments, a speaker of the fewer passages and one of more than
    // half; the rarest words are the former's alone.
    let word = |number: usize, of: usize| format!("w{}", number % (1 + number / 64 % of));
    let texts: Vec<String> = (1..1_200)
        .map(|seed| {
            let length = 4 + seed as usize % 19;
            let (speaker, of) = match seed % 5 {
                0 | 1 => ("Anna Berg", 90),
                _ => ("Karl Holm", 30),
            };
            let text = numbers(seed).take(length).map(|number| word(number, of));
            let text: Vec<String> = text.collect();
            serde_json::json!({"lang": "en", "speaker": speaker, "text": text.join(" ")})
                .to_string()
        })
        .collect();
    let index = index(&[
        ("a.jsonl", &texts[..700].join("\n")),
        ("b.jsonl", &texts[700..].join("\n")),
    ]);
    let searcher = index.searcher().expect("a searcher");
    let ranked = |typed: &str, limit: Option<usize>| {
        let query = Query::parse(typed).expect("a query");
        let request = Request {
            limit,
            matching: Match::Any,
            highlight: false,
            ..Request::default()
        };
        let answer = searcher.search(&query, &request).expect("an answer");
        let hits = answer.hits().map(|hit| hit.expect("a hit"));
        hits.map(|hit| (hit.passage.id, hit.score))
            .collect::<Vec<_>>()
    };
    for many in [2, 7, 8, 30] {
        for seed in 0..6 {
            let words: Vec<String> = numbers(seed * 77 + 5)
                .take(many)
                .map(|number| word(number, 90))
                .collect();
            for query in [
                words.join(" "),
                format!("({})", words.join(" OR ")),
                format!("{} w1*", words.join(" ")),
            ] {
                for beside in [
                    "",
                    " speaker:berg",
                    " speaker:holm",
                    " -w0",
                    " -speaker:berg",
                ] {
                    let typed = format!("{query}{beside}");
                    let all = ranked(&typed, None);
                    let best = ranked(&typed, Some(10));
                    assert_eq!(best, all[..all.len().min(10)], "{typed}");
                }
            }
        }
    }
    for typed in ["w*", "w* speaker:berg", "w* -w3"] {
        assert_eq!(
            ranked(typed, Some(10)),
            ranked(typed, None)[..10],
            "{typed}"
        );
    }
}

#[test]
fn a_quotation_may_leave_words_out() {
    let texts = ["one two three four five six", "five six one two"];
    let check = |typed: &str, expected: &[&str]| check_in(&texts, typed, expected);
    check("\"one two ... five\"", &["[one two] three four [five] six"]);
    check(
        "\"one … three … six\"",
        &["[one] two [three] four five [six]"],
    );
    check("\"six ... one two\"", &["five [six] [one two]"]);
    check("\"two … one\"", &[]);
}

#[test]
fn a_quotation_may_run_over_the_end_of_a_paragraph() {
    let text = "We look forward to four freedoms.\n\nThe first is freedom to fish.\n\n\
                The second is freedom to trade.\n";
    let index = index(&[("a.txt", text)]);
    let check = |typed: &str, expected: &[&str]| {
        assert_eq!(found_in(&index, typed), expected, "{typed}");
    };
    let both = [
        "We look forward to [four freedoms].",
        "[The first is] freedom to fish.",
    ];
    check("\"four freedoms the first is\"", &both);
    check("\"four freedoms the first is\" path:a.txt", &both);
    check("\"four freedoms the first is\" path:b.txt", &[]);
    check("\"four freedoms the first is\" -fish", &[]);
    let three = [
        "We look forward to four [freedoms].",
        "[The first is freedom to fish].",
        "[The second] is freedom to trade.",
    ];
    check(
        "\"freedoms the first is freedom to fish the second\"",
        &three,
    );
    let elided = [
        "We look forward to [four freedoms].",
        "The first is [freedom to fish].",
    ];
    check("\"four freedoms … freedom to fish\"", &elided);
    check("\"four freedoms freedom to trade\"", &[]);
    // Two words meet there by chance.
    check("\"freedoms the\"", &[]);
    check("four-freedoms-the-first", &[]);
}

#[test]
fn a_quotation_does_not_run_on_to_another_speaker_or_section() {
    let line = |speaker: &str, section: &str, text: &str| {
        let line = serde_json::json!({
            "doc": "d", "speaker": speaker, "section": section, "text": text,
        });
        line.to_string()
    };
    let lines = [
        line("Anna Berg", "Now", "We have four plain freedoms."),
        line("Karl Holm", "Now", "The first is to fish."),
        line("Karl Holm", "Now", "The second is to trade."),
        line("Karl Holm", "Later", "With every ship that comes."),
    ];
    let index = index(&[("a.jsonl", &lines.join("\n"))]);
    let check = |typed: &str, expected: &[&str]| {
        assert_eq!(found_in(&index, typed), expected, "{typed}");
    };
    check("\"four plain freedoms the first\"", &[]);
    check("\"is to trade with every ship\"", &[]);
    check(
        "\"to fish the second is\"",
        &["The first is [to fish].", "[The second is] to trade."],
    );
}
