//! Names of one person in several documents: lists, filters, `said:` and suggestions take them for
//! one, passages keep theirs.

use std::path::Path;

use onrecord_index::Index;
use onrecord_index::query::Query;
use onrecord_index::searcher::{Property, Request};
use onrecord_index::update::UpdateOptions;

const FULL: (&str, &str) = ("a.txt", "“The troops stay,” Pete Hegseth said on Monday.\n");
const SURNAME: (&str, &str) = ("b.txt", "“The budget is late,” Hegseth said on Tuesday.\n");
const TITLED: (&str, &str) = (
    "c.jsonl",
    "{\"text\": \"No comment on troops.\", \"speaker\": \"U.S. Defense Secretary Pete Hegseth\"}\n",
);
const COUSIN: (&str, &str) = (
    "d.txt",
    "“The harbour stays,” Otto Hegseth said on Monday.\n",
);

fn index(files: &[(&str, &str)]) -> Index {
    let index = Index::in_memory().expect("an index");
    for (name, text) in files {
        index
            .add_bytes(name, text.as_bytes().to_vec(), &UpdateOptions::default())
            .expect("a report");
    }
    index
}

/// Each speaker as "passages name = form | form".
fn speakers(index: &Index, pattern: Option<&str>) -> Vec<String> {
    let searcher = index.searcher().expect("a searcher");
    let values = searcher
        .values_like(Property::Speaker, pattern)
        .expect("the speakers");
    let forms = |forms: &[String]| match forms {
        [] => String::new(),
        forms => format!(" = {}", forms.join(" | ")),
    };
    values
        .iter()
        .map(|value| format!("{} {}{}", value.passages, value.name, forms(&value.forms)))
        .collect()
}

/// The speakers of the passages found, and how many are counted.
fn found(index: &Index, query: &str) -> (Vec<String>, u64) {
    let searcher = index.searcher().expect("a searcher");
    let parsed = Query::parse(query).expect("a query");
    let request = Request {
        count: true,
        ..Request::default()
    };
    let answer = searcher.search(&parsed, &request).expect("an answer");
    let names = answer
        .hits()
        .map(|hit| hit.expect("a hit").passage.speakers.concat());
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    (names, answer.total.expect("a count"))
}

#[test]
fn names_of_one_person_are_one_speaker_whatever_the_order_of_the_files() {
    let expected =
        ["3 Pete Hegseth = Hegseth | Pete Hegseth | U.S. Defense Secretary Pete Hegseth"];
    for files in [
        [FULL, SURNAME, TITLED],
        [TITLED, SURNAME, FULL],
        [SURNAME, FULL, TITLED],
    ] {
        assert_eq!(speakers(&index(&files), None), expected);
    }
    assert_eq!(speakers(&index(&[FULL, SURNAME]), Some("pete")).len(), 1);
    assert_eq!(
        speakers(&index(&[FULL, TITLED]), Some("secretary hegseth")).len(),
        1
    );
    assert_eq!(speakers(&index(&[FULL, SURNAME]), Some("otto")).len(), 0);
}

#[test]
fn a_filter_finds_every_form_by_the_words_of_any_and_passages_keep_theirs() {
    let index = index(&[FULL, SURNAME, TITLED]);
    let all = [
        "Hegseth",
        "Pete Hegseth",
        "U.S. Defense Secretary Pete Hegseth",
    ];
    for filter in [
        "pete",
        "hegseth",
        "\"pete hegseth\"",
        "\"secretary hegseth\"",
    ] {
        let (names, count) = found(&index, &format!("speaker:{filter}"));
        assert_eq!(
            (names.as_slice(), count),
            (&all.map(str::to_owned)[..], 3),
            "{filter}"
        );
    }
    assert_eq!(found(&index, "said:budget speaker:pete").0, ["Hegseth"]);
    assert_eq!(
        found(&index, "said:(budget OR troops) speaker:secretary").1,
        3
    );
    assert_eq!(found(&index, "troops -speaker:pete").1, 0);
}

#[test]
fn two_people_of_one_surname_are_never_one() {
    let index = index(&[FULL, SURNAME, COUSIN]);
    assert_eq!(
        speakers(&index, None),
        ["1 Hegseth", "1 Otto Hegseth", "1 Pete Hegseth"]
    );
    assert_eq!(found(&index, "speaker:pete").0, ["Pete Hegseth"]);
    assert_eq!(found(&index, "speaker:hegseth").1, 3);
}

#[test]
fn a_speaker_of_two_names_in_one_passage_counts_once() {
    let both = "{\"text\": \"We stay.\", \"speakers\": [\"Anna Berg\", \"Anna M. Berg\"]}\n";
    let index = index(&[("a.jsonl", both)]);
    assert_eq!(
        speakers(&index, None),
        ["1 Anna M. Berg = Anna Berg | Anna M. Berg"]
    );
    let searcher = index.searcher().expect("a searcher");
    let request = Request {
        facets: vec![Property::Speaker],
        ..Request::default()
    };
    let query = Query::parse("stay").expect("a query");
    let answer = searcher.search(&query, &request).expect("an answer");
    assert_eq!(answer.facets[0].counts, [("Anna M. Berg".to_owned(), 1)]);
}

#[test]
fn labels_are_nobody_else() {
    let label = |name: &str| format!("{{\"text\": \"Yes.\", \"speaker\": \"{name}\"}}\n");
    let one = [label("Speaker 1"), label("Chairwoman"), label("Q.")].concat();
    let two = [
        label("Speaker 2"),
        label("Anna Chairwoman"),
        label("CHAIRWOMAN"),
    ]
    .concat();
    let index = index(&[("a.jsonl", one.as_str()), ("b.jsonl", two.as_str())]);
    assert_eq!(speakers(&index, None).len(), 6);
}

#[test]
fn names_part_and_join_again_as_files_come_and_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |(name, text): (&str, &str)| {
        std::fs::write(folder.path().join(name), text).expect("a file")
    };
    let index = Index::create(&folder.path().join("index")).expect("an index");
    let run = || {
        let paths = ["a.txt", "b.txt", "d.txt"].map(|name| folder.path().join(name));
        let there: Vec<_> = paths.into_iter().filter(|path| path.exists()).collect();
        index
            .update(
                &there,
                &UpdateOptions::default(),
                &onrecord_index::update::NoProgress,
            )
            .expect("a report");
    };
    write(FULL);
    write(SURNAME);
    run();
    let joined = ["2 Pete Hegseth = Hegseth | Pete Hegseth"];
    assert_eq!(speakers(&index, None), joined);
    write(COUSIN);
    run();
    assert_eq!(speakers(&index, None).len(), 3);
    std::fs::remove_file(folder.path().join("d.txt")).expect("the file");
    index.remove(&folder.path().join("d.txt")).expect("a count");
    assert_eq!(speakers(&index, None), joined);
    // A run that changes what is said, and nobody's name.
    write(("b.txt", "“The budget is early,” Hegseth said on Tuesday.\n"));
    run();
    assert_eq!(speakers(&index, None), joined);
    assert_eq!(found(&index, "early speaker:pete").0, ["Hegseth"]);
    index.remove(folder.path()).expect("a count");
    assert_eq!(speakers(&index, None), [""; 0]);
}

#[test]
fn speakers_toml_beside_the_index_has_the_last_word_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules =
        |text: &str| std::fs::write(folder.path().join("speakers.toml"), text).expect("a file");
    let index = Index::create(&folder.path().join("index")).expect("an index");
    for (name, text) in [FULL, SURNAME, COUSIN] {
        index
            .add_bytes(name, text.as_bytes().to_vec(), &UpdateOptions::default())
            .expect("a report");
    }
    rules("[[speaker]]\nname = \"Pete Hegseth\"\naliases = [\"hegseth\", \"SecDef\"]\n");
    assert_eq!(
        speakers(&index, None),
        ["2 Pete Hegseth = Hegseth | Pete Hegseth", "1 Otto Hegseth"]
    );
    assert_eq!(found(&index, "speaker:pete").1, 2);
    assert_eq!(found(&index, "speaker:secdef").1, 2);
    assert_eq!(found(&index, "said:budget speaker:secdef").1, 1);
    index.remove(Path::new("d.txt")).expect("a count");
    rules("[[speaker]]\nname = \"Pete Hegseth\"\nnever = [\"Hegseth\"]\n");
    assert!(speakers(&index, None).contains(&"1 Hegseth".to_owned()));
    rules("[[speaker]]\nname = \"Pete Hegseth\"\nalias = [\"x\"]\n");
    let searcher = index.searcher().expect("a searcher");
    let error = searcher
        .values(Property::Speaker)
        .expect_err("a mistake")
        .to_string();
    assert!(
        error.contains("speakers.toml:3: unknown field `alias`"),
        "{error}"
    );
    // What asks for no speaker is not troubled.
    assert_eq!(found(&index, "budget").1, 1);
}

#[test]
fn a_name_nobody_has_suggests_the_listed_one() {
    let index = index(&[FULL, SURNAME]);
    let searcher = index.searcher().expect("a searcher");
    let suggest = |query: &str| {
        let query = Query::parse(query).expect("a query");
        searcher.suggestions(&query).expect("suggestions")
    };
    assert_eq!(
        suggest("speaker:hegset"),
        ["no speaker has \"hegset\" in their name: did you mean Pete Hegseth (2)?"]
    );
    assert_eq!(suggest("speaker:pete"), [""; 0]);
}
