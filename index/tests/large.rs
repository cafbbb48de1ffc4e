//! Sources of a size at which anything that takes the square of it would not end while somebody
//! waits for these tests: one for each place where that was so. `fuzz/linear.py` measures many
//! more.

use onrecord_index::Index;
use onrecord_index::options::ReadOptions;
use onrecord_index::query::Query;
use onrecord_index::searcher::Request;
use onrecord_index::update::UpdateOptions;

/// Words that are all different: "Aa", "Ab", ... in letters alone.
fn word(number: usize) -> String {
    let mut rest = number;
    let mut word = "A".to_owned();
    for _ in 0..4 {
        word.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    word
}

/// `count` times the piece that `piece` makes of a number.
fn pieces(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

/// Indexes a source; gives how many passages it has. Nothing is wrong with it.
fn passages(name: &str, contents: impl Into<Vec<u8>>) -> u64 {
    let (passages, problems) = indexed(name, contents);
    assert!(problems.is_empty(), "{problems:?}");
    passages
}

/// Indexes a source; gives how many passages it has, and what is wrong with it.
fn indexed(name: &str, contents: impl Into<Vec<u8>>) -> (u64, Vec<String>) {
    let index = Index::in_memory().expect("an index");
    let options = UpdateOptions {
        read: ReadOptions {
            attribution: false,
            ..ReadOptions::default()
        },
        ..UpdateOptions::default()
    };
    let report = index
        .add_bytes(name, contents.into(), &options)
        .expect("indexed");
    let problems = report.failures.into_iter();
    let problems = problems.map(|failure| failure.problem.message).collect();
    (report.counts.passages, problems)
}

#[test]
fn a_paragraph_of_a_hundred_thousand_lines() {
    assert!(passages("a.txt", "x\n".repeat(100_000)) > 0);
}

/// Each label is followed by all the others.
#[test]
fn a_block_of_ten_thousands_of_labels() {
    assert!(passages("a.md", "A: b\n".repeat(50_000)) > 0);
}

#[test]
fn ten_thousands_of_different_labels() {
    const COUNT: usize = 10_000;
    let surnames = pieces(COUNT, |n| format!("{} Berg: It is full.\n\n", word(n)));
    assert_eq!(passages("a.txt", surnames), COUNT as u64);
    let capitals = pieces(COUNT, |n| {
        format!("{} BERG: Berg says it is full.\n\n", word(n).to_uppercase())
    });
    assert_eq!(passages("a.txt", capitals), COUNT as u64);
    let short = pieces(COUNT, |n| {
        format!("{0} Berg: Yes.\n\n{0}: No.\n\n", word(n))
    });
    assert_eq!(passages("a.txt", short), 2 * COUNT as u64);
}

#[test]
fn records_of_two_documents_in_turn_and_of_many_sections() {
    // The language is given: telling it takes a test build milliseconds for each document.
    const COUNT: usize = 5_000;
    let turns = pieces(COUNT, |n| {
        format!("{{\"doc\":\"{}\",\"lang\":\"en\",\"text\":\"A\"}}\n", n % 2)
    });
    assert_eq!(passages("a.jsonl", turns), COUNT as u64);
    let sections = pieces(COUNT, |n| {
        format!(
            "{{\"doc\":\"a\",\"section\":\"{}\",\"text\":\"Full.\"}}\n",
            word(n)
        )
    });
    assert_eq!(passages("a.jsonl", sections), COUNT as u64);
}

#[test]
fn a_paragraph_with_as_many_speakers_as_it_has_letters() {
    let names = pieces(30_000, |n| format!("\"{}\",", word(n)));
    let text = "It is full. ".repeat(10_000);
    let record = format!("{{\"text\":\"{text}\",\"speakers\":[{names}\"Anna\"]}}");
    let (passages, problems) = indexed("a.jsonl", record);
    assert!(passages > 50);
    assert_eq!(problems, ["has 30001 speakers; the first 256 are kept"]);
}

#[test]
fn a_cue_of_one_line_with_ten_thousands_of_voices() {
    let voices = "<v Anna>It is <v Karl>full. ".repeat(20_000);
    let text = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{voices}\n");
    assert!(passages("a.vtt", text) > 0);
}

#[cfg(feature = "html")]
#[test]
fn a_page_of_ampersands_and_a_tag_of_attributes() {
    let signs = format!("<html><body><p>{}", "&".repeat(1_000_000));
    assert!(passages("a.html", signs) > 0);
    let attributes = pieces(40_000, |n| format!("{}=1 ", word(n)));
    let page = format!("<html><body><p {attributes}>The harbour is full.</p>");
    assert_eq!(passages("a.html", page), 1);
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_of_thousands_of_pages() {
    const PAGES: usize = 3_000;
    let kids = pieces(PAGES, |n| format!("{} 0 R ", 4 + n));
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {PAGES}/Kids[{kids}]/MediaBox[0 0 600 800]>>"),
        "<</Length 0>>stream\n\nendstream".to_owned(),
    ];
    objects.extend((0..PAGES).map(|_| "<</Type/Page/Parent 2 0 R/Contents 3 0 R>>".to_owned()));
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (number, object) in objects.iter().enumerate() {
        places.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let (start, size) = (pdf.len(), objects.len() + 1);
    pdf.push_str(&format!(
        "xref\n0 {size}\n0000000000 65535 f \n{places}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    ));
    let index = Index::in_memory().expect("an index");
    let report = index.add_bytes("a.pdf", pdf.into_bytes(), &UpdateOptions::default());
    assert_eq!(report.expect("indexed").added, 1);
}

#[test]
fn a_query_of_thousands_of_words() {
    const COUNT: usize = 4_000;
    let index = Index::in_memory().expect("an index");
    let records = pieces(500, |n| {
        let held = pieces(8, |k| format!("{} ", word(n * 8 + k)));
        format!(
            "{{\"lang\":\"en\",\"speaker\":\"{held}\",\"section\":\"{held}\",\"text\":\"{held}\"}}\n"
        )
    });
    index
        .add_bytes("a.jsonl", records.into_bytes(), &UpdateOptions::default())
        .expect("indexed");
    let searcher = index.searcher().expect("a searcher");
    for query in [
        pieces(COUNT, |n| format!("{} ", word(n))),
        pieces(COUNT, |n| format!("x{} ", word(n))),
        pieces(COUNT, |n| format!("\"{} {}\" ", word(n), word(n + 1))),
        pieces(COUNT, |n| format!("{} OR ", word(n))) + "x",
        pieces(COUNT / 2, |n| format!("({} OR {}) ", word(n), word(n + 1))),
        pieces(200, |n| format!("speaker:{} ", word(5_000 + n))),
    ] {
        let parsed = Query::parse(&query).expect("a query");
        let request = Request {
            limit: Some(10),
            ..Request::default()
        };
        let answer = searcher.search(&parsed, &request).expect("an answer");
        assert!(answer.hits().all(|hit| hit.is_ok()));
        let suggestions = searcher.suggestions(&parsed).expect("suggestions");
        assert!(suggestions.len() <= 5, "{suggestions:?}");
    }
}
