//! What a segment holds, read back through tantivy.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

use crate::document::Utterance;
use crate::fields::schema::Fields;
use crate::segment::testing::searcher;
use crate::text::stem::Stemming;

/// A segment of records with these texts, the parts of each that are quoted, and their titles.
fn segment(records: &[(&str, &[&str], &[&str])]) -> (tantivy::Searcher, Fields) {
    searcher(|segments, _| {
        for (text, quoted, titles) in records {
            let utterance = |part: &&str| {
                let start = text.find(part).expect("a part of the text");
                Utterance {
                    range: start..start + part.len(),
                    verbatim: true,
                    ..Utterance::default()
                }
            };
            let utterances: Vec<Utterance> = quoted.iter().map(utterance).collect();
            let titles: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
            let mut record = segments.record().expect("a record");
            record.words(text, &utterances, &titles, Stemming::NONE);
            record.store(b"stored").expect("stored");
        }
    })
}

/// Every term of a field with its records and positions.
fn postings((searcher, _): &(tantivy::Searcher, Fields), field: Field) -> Vec<String> {
    let segment = searcher.segment_reader(0);
    let inverted = segment.inverted_index(field).expect("postings");
    let mut terms = inverted.terms().stream().expect("terms");
    let mut found = Vec::new();
    while terms.advance() {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let postings = inverted.read_postings_from_terminfo(terms.value(), option);
        let mut postings = postings.expect("postings");
        while postings.doc() != TERMINATED {
            let mut positions = Vec::new();
            postings.positions(&mut positions);
            let term = String::from_utf8_lossy(terms.key()).into_owned();
            let (record, frequency) = (postings.doc(), postings.term_freq());
            found.push(format!("{term:?} {record} x{frequency} {positions:?}"));
            postings.advance();
        }
    }
    found
}

#[test]
fn pairs_of_common_words_have_the_position_of_the_first_word() {
    let segment = segment(&[("best", &[], &[]), ("one of the best of", &[], &[])]);
    assert_eq!(
        postings(&segment, segment.1.exact),
        [
            "\"\\u{1}of the\" 1 x1 [1]",
            "\"\\u{1}one of\" 1 x1 [0]",
            "\"best\" 0 x1 [0]",
            "\"best\" 1 x1 [3]",
            "\"of\" 1 x2 [1, 4]",
            "\"one\" 1 x1 [0]",
            "\"the\" 1 x1 [2]",
        ]
    );
    let norms = segment.0.segment_reader(0);
    let norms = norms
        .get_fieldnorms_reader(segment.1.exact)
        .expect("lengths");
    assert_eq!((norms.fieldnorm(0), norms.fieldnorm(1)), (1, 7));
}

#[test]
fn only_words_in_utterances_are_said_and_utterances_are_far_apart() {
    let text = "\"Dig now,\" she said. \"Or never.\"";
    let segment = segment(&[(text, &["Dig now,", "Or never."], &[])]);
    assert_eq!(
        postings(&segment, segment.1.said),
        [
            "\"\\u{2}dig\" 0 x1 [999]",
            "\"\\u{2}never\" 0 x1 [2001]",
            "\"\\u{2}now\" 0 x1 [1000]",
            "\"\\u{2}or\" 0 x1 [2000]",
            "\"dig\" 0 x1 [999]",
            "\"never\" 0 x1 [2001]",
            "\"now\" 0 x1 [1000]",
            "\"or\" 0 x1 [2000]",
        ]
    );
}

#[test]
fn a_whole_turn_has_no_said_words_unless_it_has_a_title() {
    let whole = segment(&[("Dig now.", &["Dig now."], &[])]);
    assert_eq!(postings(&whole, whole.1.said), [""; 0]);
    let titled = segment(&[("Dig now.", &["Dig now."], &["Harbour"])]);
    assert_eq!(postings(&titled, titled.1.said).len(), 4);
    let text = postings(&titled, titled.1.text);
    assert_eq!(
        text,
        ["\"dig\" 0 x1 []", "\"harbour\" 0 x2 []", "\"now\" 0 x1 []"]
    );
}

#[test]
fn records_without_words_are_skipped() {
    let empty = ("", &[][..], &[][..]);
    let mut records = vec![empty; 100];
    records.push(("dig", &[], &[]));
    records.extend(vec![empty; 100]);
    records.push(("dig", &[], &[]));
    let segment = segment(&records);
    let expected = ["\"dig\" 100 x1 [0]", "\"dig\" 201 x1 [0]"];
    assert_eq!(postings(&segment, segment.1.exact), expected);
}
