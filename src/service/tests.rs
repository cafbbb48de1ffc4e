//! The service on a small index: answers, limits, the deadline, and a new commit.

use std::time::Duration;

use onrecord_index::Index;
use onrecord_index::searcher::Property;
use onrecord_index::update::{NoProgress, UpdateOptions};
use serde_json::Value;
use tempfile::TempDir;

use crate::service::failure::Failure;
use crate::service::limits::{DEADLINE, MAX_LIMIT, MAX_OFFSET, MAX_QUERY_BYTES};
use crate::service::request::{Filters, ListRequest, SearchRequest};
use crate::service::{Cancel, Service};

const TALK: &str = "ANNA BERG: The harbour is full of mud.\n\nKARL HOLM: It was full in May.\n\n\
                    ANNA BERG: Then we shall dig.\n";

/// A folder with a talk and an index of it.
struct Town(TempDir);

impl Town {
    fn new() -> Town {
        let town = Town(tempfile::tempdir().expect("a folder"));
        town.write("talk.txt", TALK);
        town
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("a file");
        let index = Index::create(&self.0.path().join("index")).expect("an index");
        let options = UpdateOptions::default();
        index.update(&[path], &options, &NoProgress).expect("a run");
    }

    fn service(&self, deadline: Duration) -> Service {
        Service::new(self.0.path().join("index"), deadline)
    }
}

fn search(service: &Service, query: &str) -> Result<Value, Failure> {
    let request = SearchRequest {
        query: query.to_owned(),
        ..SearchRequest::default()
    };
    service.search(&request, &Cancel::default())
}

#[test]
fn an_answer_has_the_hits_in_pieces_and_the_state_of_the_index() {
    let town = Town::new();
    let service = town.service(DEADLINE);
    let answer = search(&service, "harbour").expect("an answer");
    assert_eq!(answer["total"], 1);
    let pieces = answer["hits"][0]["segments"].as_array().expect("pieces");
    let marked: Vec<&Value> = pieces
        .iter()
        .filter(|piece| piece["mark"] == true)
        .collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0]["text"], "harbour");
    assert_eq!(answer["hits"][0]["speakers"][0], "ANNA BERG");
    let commit = answer["freshness"]["commit"].as_str().expect("a state");
    assert_eq!(commit, service.state().expect("a state"));
    let id = answer["hits"][0]["id"].as_str().expect("an id").to_owned();
    let got = service
        .get(std::slice::from_ref(&id), 1, &Cancel::default())
        .expect("a passage");
    assert_eq!(got["hits"][0]["context"].as_array().map(Vec::len), Some(1));
    let why = service.why(&[id], &Cancel::default()).expect("reasons");
    assert_eq!(why["passages"][0]["utterances"][0]["rule"], "label");
}

#[test]
fn a_new_commit_is_seen_by_the_next_request() {
    let town = Town::new();
    let service = town.service(DEADLINE);
    let before = search(&service, "ferry").expect("an answer");
    assert_eq!(before["total"], 0);
    assert!(
        before["hints"]
            .as_array()
            .is_some_and(|hints| !hints.is_empty())
    );
    town.write("more.txt", "EVA DAHL: The ferry is late.\n");
    let after = search(&service, "ferry").expect("an answer");
    assert_eq!(after["total"], 1);
    assert_ne!(before["freshness"]["commit"], after["freshness"]["commit"]);
    std::fs::write(
        town.0.path().join("speakers.toml"),
        "[[speaker]]\nname = \"Anna Berg\"\n",
    )
    .expect("a file");
    assert_ne!(
        service.state().expect("a state"),
        after["freshness"]["commit"]
    );
}

#[test]
fn a_request_stops_at_the_deadline_and_when_nobody_waits() {
    let town = Town::new();
    let service = town.service(Duration::ZERO);
    let stopped = |outcome: Result<Value, Failure>| {
        assert!(matches!(outcome, Err(Failure::Deadline(_))), "{outcome:?}");
    };
    stopped(search(&service, "harbour"));
    stopped(service.verify(
        "the harbour is full",
        None,
        &Filters::default(),
        &Cancel::default(),
    ));
    let service = town.service(DEADLINE);
    let gone = Cancel::default();
    gone.cancel();
    stopped(service.list(Property::Speaker, &ListRequest::default(), &gone));
    assert!(search(&service, "harbour").is_ok());
}

#[test]
fn what_exceeds_a_limit_is_refused_by_name() {
    let town = Town::new();
    let service = town.service(DEADLINE);
    let check = |name: &str, change: &dyn Fn(&mut SearchRequest)| {
        let mut request = SearchRequest {
            query: "harbour".to_owned(),
            ..SearchRequest::default()
        };
        change(&mut request);
        match service.search(&request, &Cancel::default()) {
            Err(Failure::Parameter { name: refused, .. }) => assert_eq!(refused, name),
            other => panic!("{name}: {other:?}"),
        }
    };
    check("limit", &|request| request.limit = Some(MAX_LIMIT + 1));
    check("offset", &|request| request.offset = MAX_OFFSET + 1);
    check("query", &|request| {
        request.query = "x".repeat(MAX_QUERY_BYTES + 1)
    });
    check("query", &|request| request.query = " ".to_owned());
    check("context", &|request| {
        (request.limit, request.context) = (Some(100), 20)
    });
    check("speaker", &|request| {
        request.filters.speaker = vec!["a".to_owned(); 51]
    });
    check("since", &|request| {
        request.filters.since = Some("yesterday".to_owned())
    });
    check("sort", &|request| request.sort = Some("size".to_owned()));
    check("kind", &|request| {
        request.filters.kind = vec!["song".to_owned()]
    });
}

#[test]
fn a_mistake_in_a_query_has_its_place_in_characters() {
    let town = Town::new();
    let failure = search(&town.service(DEADLINE), "Fähre spaeker:x").expect_err("a failure");
    assert_eq!(failure.kind(), "bad-query");
    assert_eq!(failure.characters(), Some([6, 13]));
}

#[test]
fn quotations_are_checked_followed_and_found_in_a_draft() {
    let town = Town::new();
    let service = town.service(DEADLINE);
    let none = Filters::default();
    let verify = |quote: &str, speaker| {
        service
            .verify(quote, Some(speaker), &none, &Cancel::default())
            .expect("a verdict")
    };
    let right = verify("the harbour is full of mud", "Anna Berg");
    assert_eq!(right["verdicts"][0]["accepted"], true);
    let wrong = verify("the harbour is full of mud", "Karl Holm");
    assert_eq!(wrong["verdicts"][0]["speaker"], "other");
    let draft = "“The harbour is full of mud,” Anna Berg said.\n";
    let checked = service
        .verify_draft(draft, &none, &Cancel::default())
        .expect("verdicts");
    assert_eq!(checked["totals"]["checked"], 1);
    let span = checked["verdicts"][0]["at"]["span"]
        .as_array()
        .expect("a span");
    let at = |number: usize| span[number].as_u64().expect("an offset") as usize;
    assert!(draft[at(0)..at(1)].contains("harbour is full of mud"));
    let places = service.trace("the harbour is full of mud", &none, &Cancel::default());
    assert_eq!(
        places.expect("places")["places"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_missing_index_is_a_failure_of_the_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let service = Service::new(folder.path().join("index"), DEADLINE);
    assert_eq!(
        search(&service, "x").expect_err("a failure").kind(),
        "index"
    );
}
