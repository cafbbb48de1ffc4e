//! The same sources give the same passages, ids, speakers and answers, whatever the number of
//! threads and the order of the sources.

use crate::corpus::{self, Random};
use crate::desk::Desk;
use crate::sized;

const QUERIES: [&str; 7] = [
    "harbour",
    "harbour ferry budget",
    "\"the dredger waits\"",
    "lant* OR sandbnak~",
    "said:tram speaker:berg",
    "+school opens days",
    "people -ferry",
];

#[test]
fn threads_and_order_change_nothing() {
    let desk = Desk::new();
    corpus::write(&desk, &mut Random::new(10), sized(30, 3_000));
    let mut folders: Vec<String> = desk
        .files("texts")
        .iter()
        .map(|path| {
            format!(
                "texts/{}",
                path.file_name().expect("a name").to_string_lossy()
            )
        })
        .collect();
    let index = |name: &str, threads: &str, folders: &[String]| {
        let mut args = vec!["index", "--quiet", "--index", name, "--threads", threads];
        args.extend(folders.iter().map(String::as_str));
        desk.check(&args, 0);
    };
    index("one", "1", &folders);
    index("many", "8", &folders);
    folders.reverse();
    index("reversed", "3", &folders);
    // One folder after the other, in several commits.
    for folder in &folders {
        index("piecemeal", "2", std::slice::from_ref(folder));
    }
    let answers = |index: &str| -> Vec<String> {
        let answer = |query: &&str| {
            let args = [
                "search",
                query,
                "-n",
                "40",
                "--facets",
                "speaker,section",
                "--format",
                "json",
                "--index",
                index,
            ];
            let ended = desk.run(&args);
            assert!(matches!(ended.status, 0 | 1), "{query}: {}", ended.err);
            ended.out
        };
        QUERIES.iter().map(answer).collect()
    };
    let (passages, answered) = (desk.listing("one"), answers("one"));
    for other in ["many", "reversed", "piecemeal"] {
        assert!(desk.listing(other) == passages, "{other}: other passages");
        for (query, (one, other_answer)) in QUERIES.iter().zip(answered.iter().zip(answers(other)))
        {
            assert_eq!(*one, other_answer, "{other}: {query}");
        }
    }
}
