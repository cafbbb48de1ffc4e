//! What checking a quotation promises: grades by edits, speakers by evidence, ranges that fit.

use std::sync::OnceLock;

use onrecord_index::Index;
use onrecord_index::query::Query;
use onrecord_index::query::node::FieldFilter;
use onrecord_index::update::UpdateOptions;
use onrecord_index::verify::report::{
    Claim, EditKind, Flags, Grade, MarkKind, SpeakerVerdict, Standing, Verdict,
};
use onrecord_index::verify::{Sources, Verifier, compare};
use proptest::prelude::*;

const MINUTES: &str = "\
ANNA BERG: The harbour is not full, and we have four large boats in it, because of May. I mean, \
the ferry was late [laughs] on Monday. We must dredge the northern basin before the winter comes.

KARL HOLM: It is only one of the things that we are going to do. The budget of the port has \
grown by 5 million in three years... and nobody asked why.

ANNA BERG: The council will vote in June, unless the mayor asks for more time. All of us want a \
clean quay.

PRESIDENT: The session of the council is closed until the first of March.
";

const STORY: &str = "\
The town of Norhaven woke to fog over the old lighthouse.

“The lighthouse is a danger to every ship,” Otto Dahl said, “and nobody repairs it.”

Ida Krogh said that the keeper had left the lighthouse in a bad state.
";

const CAPTIONS: &str = "WEBVTT

00:00.000 --> 00:02.000
<v Nora Feld>When the tide turns in the morning

00:02.000 --> 00:04.000
<v Nora Feld>every boat of the fleet

00:09.000 --> 00:12.000
<v Nora Feld>leaves through the narrow channel
";

/// The index of these texts, made once.
fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(made)
}

fn made() -> Index {
    let index = Index::in_memory().expect("an index");
    for (name, text) in [
        ("minutes.txt", MINUTES),
        ("story.txt", STORY),
        ("tide.vtt", CAPTIONS),
    ] {
        let report = index.add_bytes(name, text.into(), &UpdateOptions::default());
        assert!(report.expect("a report").failures.is_empty(), "{name}");
    }
    index
}

fn verifier(index: &Index) -> Verifier {
    Verifier::new(&index.searcher().expect("a searcher"), &Sources::default()).expect("a verifier")
}

fn verdict(quote: &str, speaker: Option<&str>) -> Verdict {
    let index = index();
    let mut claim = Claim::new(quote);
    claim.speaker = speaker.map(str::to_owned);
    let verdict = verifier(index).check(&claim).expect("a verdict");
    check_ranges(quote, &verdict);
    verdict
}

fn check_ranges(quote: &str, verdict: &Verdict) {
    for place in verdict.source.iter().chain(&verdict.others) {
        let exact = &place.selector.exact;
        for edit in &place.edits {
            assert_eq!(quote[edit.quote.clone()], edit.quote_text);
            assert_eq!(exact[edit.source.clone()], edit.source_text);
        }
        for mark in &place.marks {
            assert!(
                quote.get(mark.quote.clone()).is_some() && exact.get(mark.source.clone()).is_some()
            );
        }
        for part in &place.parts {
            assert!(exact.get(part.exact.clone()).is_some());
        }
    }
}

fn check(quote: &str, grade: Grade, flags: Flags) {
    let verdict = verdict(quote, None);
    assert_eq!(
        (verdict.grade, verdict.flags),
        (grade, flags),
        "{quote}: {verdict:#?}"
    );
}

fn check_speaker(quote: &str, speaker: &str, expected: SpeakerVerdict) {
    let verdict = verdict(quote, Some(speaker));
    assert_eq!(verdict.speaker, expected, "{speaker}: {quote}");
}

#[test]
fn the_same_words_are_exact_or_folded() {
    let none = Flags::empty();
    check("We must dredge the northern basin", Grade::Exact, none);
    check("“We must dredge the northern basin”", Grade::Exact, none);
    check("we must dredge the Northern basin", Grade::Folded, none);
    check("We must — dredge the northern basin", Grade::Folded, none);
    check("has grown by five million in 3 years", Grade::Folded, none);
    check("the ferry was late on Monday", Grade::Folded, none);
    check("in three years, and nobody asked why", Grade::Folded, none);
    check(
        "one of the things that we are going to do",
        Grade::Exact,
        none,
    );
}

#[test]
fn ellipses_and_brackets_are_elided() {
    let none = Flags::empty();
    check(
        "We must dredge … before the winter comes.",
        Grade::Elided,
        none,
    );
    check(
        "[T]he northern basin before the winter comes",
        Grade::Elided,
        none,
    );
    check(
        "We must dredge [the basin] before the winter comes.",
        Grade::Elided,
        none,
    );
    check(
        "[The town] must dredge the northern basin",
        Grade::Elided,
        none,
    );
    check(
        "The harbour is … full, and we have four large boats",
        Grade::Elided,
        Flags::HIDES_NEGATION,
    );
}

#[test]
fn every_change_is_an_edit_with_its_flag() {
    check(
        "The harbour is full, and we have four large boats",
        Grade::Altered,
        Flags::NEGATION,
    );
    check(
        "has grown by 6 million in three years",
        Grade::Altered,
        Flags::NUMBER,
    );
    check("the ferry was late on Friday", Grade::Altered, Flags::DATE);
    check(
        "The council may vote in June, unless the mayor asks",
        Grade::Altered,
        Flags::MODAL,
    );
    check(
        "Some of us want a clean quay",
        Grade::Altered,
        Flags::QUANTITY,
    );
    check(
        "We must dredge the southern basin before the winter",
        Grade::Altered,
        Flags::empty(),
    );
    let verdict = verdict("We must clean the northern basin before the winter", None);
    assert_eq!(verdict.edits.len(), 1);
    assert_eq!(verdict.edits[0].kind, EditKind::Substitute);
    assert_eq!(verdict.edits[0].source_text, "dredge");
}

/// Checks a quotation against a text that is all of its source.
fn check_compared(quote: &str, source: &str, grade: Grade, flags: Flags) {
    let comparison = compare(quote, source);
    assert_eq!(
        (comparison.grade, comparison.flags),
        (grade, flags),
        "{quote}: {comparison:#?}"
    );
}

#[test]
fn a_number_is_read_to_the_next_mark() {
    for (quote, source) in [
        (
            "the team ranked 25 ferries won",
            "the team ranked twenty. Five ferries won",
        ),
        (
            "we paid 1,012 people for it",
            "we paid ten, twelve people for it",
        ),
        (
            "we sent 2030 letters to them",
            "we sent twenty, thirty letters to them",
        ),
        (
            "the sea will rise by 25m here",
            "the sea will rise by 2.5 m here",
        ),
        ("a fund of £35 m for it", "a fund of £3.5m for it"),
    ] {
        check_compared(quote, source, Grade::Altered, Flags::NUMBER);
    }
    for (quote, source) in [
        (
            "In 2024 ships sank in the bay",
            "In 2020 four ships sank in the bay",
        ),
        (
            "In 1915 miners left the old pit",
            "In 1900 fifteen miners left the old pit",
        ),
        ("in March 2025 of us left", "in March 2020, five of us left"),
    ] {
        check_compared(quote, source, Grade::Altered, Flags::NUMBER | Flags::DATE);
    }
}

#[test]
fn a_number_in_another_form_is_folded() {
    for (quote, source) in [
        (
            "it rose by 12.5 % this year",
            "it rose by 12.5 percent this year",
        ),
        (
            "it was -5 degrees in the hall",
            "it was minus five degrees in the hall",
        ),
        ("a pack of 1.5kg of rice", "a pack of 1.5 kg of rice"),
    ] {
        check_compared(quote, source, Grade::Folded, Flags::empty());
    }
}

#[test]
fn brackets_cover_no_negation_and_no_number() {
    let source = "the clerk who left in May, never lied";
    for quote in [
        "the clerk who left in May, [sic] lied",
        "the clerk who left in May, [] lied",
        "the clerk who left in May, [has] lied",
    ] {
        check_compared(quote, source, Grade::Altered, Flags::NEGATION);
    }
    for (quote, source) in [
        (
            "We [did not] extend the deal with them",
            "We extend the deal with them",
        ),
        (
            "the board is not [un]able to act",
            "the board is not able to act",
        ),
        ("we can[not] act on this today", "we can act on this today"),
    ] {
        check_compared(quote, source, Grade::Altered, Flags::NEGATION);
    }
    check_compared(
        "we sold [the] boats to the town",
        "we sold five boats to the town",
        Grade::Altered,
        Flags::NUMBER,
    );
    for (quote, source) in [
        (
            "[the committee is] late with the report",
            "they're late with the report",
        ),
        ("we [did not] see the report", "we didn't see the report"),
        (
            "the clerk who left in May, [sic] lied",
            "the clerk who left in May, lied",
        ),
    ] {
        check_compared(quote, source, Grade::Elided, Flags::empty());
    }
}

#[test]
fn a_hyphen_that_makes_another_word_is_altered() {
    let none = Flags::empty();
    check_compared(
        "They will resign in the spring",
        "They will re-sign in the spring",
        Grade::Altered,
        none,
    );
    check_compared(
        "They will reopen in the spring",
        "They will re-open in the spring",
        Grade::Folded,
        none,
    );
}

#[test]
fn a_changed_word_at_the_end_is_a_substitution() {
    let verdict = verdict("We must dredge the northern harbour", None);
    assert_eq!(verdict.edits.len(), 1);
    assert_eq!(verdict.edits[0].source_text, "basin");
}

#[test]
fn a_sentence_that_goes_on_is_flagged() {
    check(
        "we have four large boats in it.",
        Grade::Folded,
        Flags::GOES_ON,
    );
    check(
        "We must dredge the northern basin before the winter comes.",
        Grade::Exact,
        Flags::empty(),
    );
}

#[test]
fn parts_of_different_places_are_spliced() {
    let quote = "We must dredge the northern basin has grown by 5 million in three years";
    let verdict = verdict(quote, Some("Anna Berg"));
    assert_eq!(verdict.grade, Grade::Spliced);
    assert_eq!(verdict.speaker, SpeakerVerdict::Unknown);
    assert_eq!(verdict.others.len(), 1);
}

#[test]
fn an_ellipsis_over_another_turn_is_altered() {
    let quote = "before the winter comes … The council will vote in June";
    check(
        quote,
        Grade::Altered,
        Flags::OTHER_TURN | Flags::HIDES_NEGATION,
    );
    let quote = "the northern basin before the winter comes … the ferry was late";
    check(quote, Grade::Altered, Flags::ORDER);
}

#[test]
fn words_over_the_ends_of_cues_are_found() {
    let quote = "the tide turns in the morning every boat of the fleet leaves through the channel";
    check(quote, Grade::Altered, Flags::empty());
    let quote = "in the morning every boat of the fleet leaves through the narrow channel";
    let verdict = verdict(quote, Some("Nora Feld"));
    assert!(verdict.grade <= Grade::Folded, "{verdict:#?}");
    assert_eq!(verdict.speaker, SpeakerVerdict::Same);
}

#[test]
fn a_long_quotation_runs_over_as_many_paragraphs_as_it_needs() {
    // Each has words of its own, in an order of its own.
    let sentence = |number: usize| {
        let word = |at: usize| format!("word{}", (number * 10 + at * 7) % 613);
        (0..10).map(word).collect::<Vec<_>>().join(" ") + "."
    };
    let paragraphs: Vec<String> = (0..60).map(sentence).collect();
    let index = Index::in_memory().expect("an index");
    let speech = paragraphs.join("\n\n");
    let added = index.add_bytes("speech.txt", speech.into(), &UpdateOptions::default());
    added.expect("a source");
    let check = |quote: String, grade: Grade| {
        let found = verifier(&index).check(&Claim::new(&quote));
        assert_eq!(found.expect("a verdict").grade, grade, "{quote}");
    };
    check(paragraphs[2..58].join(" "), Grade::Exact);
    let changed = paragraphs[2..58].join(" ").replace("word300", "word1");
    check(changed, Grade::Altered);
}

#[test]
fn what_no_source_has_is_not_found() {
    check(
        "Penguins rarely read newspapers in the desert",
        Grade::NotFound,
        Flags::empty(),
    );
    check("", Grade::NotFound, Flags::empty());
    check("…", Grade::NotFound, Flags::empty());
}

#[test]
fn the_speaker_is_judged_by_evidence() {
    let quote = "We must dredge the northern basin before the winter comes.";
    check_speaker(quote, "Anna Berg", SpeakerVerdict::Same);
    check_speaker(quote, "berg", SpeakerVerdict::Same);
    check_speaker(quote, "Karl Holm", SpeakerVerdict::Other);
    check_speaker(
        "The session of the council is closed",
        "Karl Holm",
        SpeakerVerdict::Unknown,
    );
    check_speaker(
        "The town of Norhaven woke to fog",
        "Karl Holm",
        SpeakerVerdict::Unknown,
    );
    check_speaker(
        "Penguins rarely read newspapers",
        "Karl Holm",
        SpeakerVerdict::Unknown,
    );
    let changed = "We must clean the northern basin before the winter comes.";
    check_speaker(changed, "Karl Holm", SpeakerVerdict::Other);
}

#[test]
fn a_quotation_in_prose_is_that_of_its_speaker() {
    let quote = "The lighthouse is a danger to every ship, and nobody repairs it.";
    let verdict = verdict(quote, Some("Otto Dahl"));
    assert_eq!(verdict.grade, Grade::Folded, "{verdict:#?}");
    assert_eq!(verdict.speaker, SpeakerVerdict::Same);
    let source = verdict.source.expect("a place");
    assert_eq!(source.standing, Standing::Quoted);
    assert!(source.marks.iter().any(|mark| mark.kind == MarkKind::Note));
    let reported = "the keeper had left the lighthouse in a bad state";
    check_speaker(reported, "Ida Krogh", SpeakerVerdict::Reported);
}

#[test]
fn filters_and_left_out_sources_restrict_what_is_searched() {
    let index = index();
    let searcher = index.searcher().expect("a searcher");
    let quote = Claim::new("We must dredge the northern basin");
    let grade = |sources: &Sources| {
        let verifier = Verifier::new(&searcher, sources).expect("a verifier");
        let verdict = verifier.check(&quote).expect("a verdict");
        (verdict.grade, verdict.searched.passages)
    };
    let all = grade(&Sources::default());
    assert_eq!(all.0, Grade::Exact);
    let story = Query::default().filter_any(FieldFilter::path("story.txt").into_iter().collect());
    let filtered = grade(&Sources {
        query: story,
        without: Vec::new(),
    });
    assert_eq!(filtered, (Grade::NotFound, 3));
    let left_out = grade(&Sources {
        query: Query::default(),
        without: FieldFilter::path("minutes.txt").into_iter().collect(),
    });
    assert_eq!(left_out.0, Grade::NotFound);
    assert!(left_out.1 < all.1);
}

#[test]
fn every_place_is_found_in_the_order_of_the_sources() {
    let index = Index::in_memory().expect("an index");
    for (name, text) in [
        (
            "c.txt",
            "ANNA BERG: The quay was closed for the whole summer.\n",
        ),
        (
            "a.txt",
            "KARL HOLM: The quay was closed for the whole winter.\n",
        ),
        ("b.txt", "IDA KROGH: Nobody came to the market.\n"),
    ] {
        let report = index.add_bytes(name, text.into(), &UpdateOptions::default());
        report.expect("a report");
    }
    let places = verifier(&index).places("The quay was closed for the whole summer.");
    let places = places.expect("places");
    let found: Vec<_> = places
        .iter()
        .map(|place| (&*place.path, place.grade))
        .collect();
    assert_eq!(found, [("a.txt", Grade::Altered), ("c.txt", Grade::Exact)]);
}

#[test]
fn quotations_of_any_size_end() {
    let index = index();
    let verifier = verifier(index);
    for quote in [
        "the ".repeat(10_000),
        "x ".repeat(1 << 19),
        "…".repeat(1 << 18),
        MINUTES.repeat(200),
    ] {
        let verdict = verifier.check(&Claim::new(quote)).expect("a verdict");
        assert!(!verdict.grade.is_verified());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn ranges_fit_whatever_the_quotation_is(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "The harbour", "is", "not", "full", "…", "[", "]", "(", "5 million", "$", "%", "“",
            "”", "the northern basin", "before", "winter", "北约", "é", ". . .", "It's", "\n", "&",
            "three", "nobody asked why", "one of the things", "-", "[T]he", "",
        ]), 0..24),
    ) {
        let quote = pieces.join(" ");
        let index = index();
        let verdict = verifier(index).check(&Claim::new(&*quote)).expect("a verdict");
        check_ranges(&quote, &verdict);
        let comparison = compare(&quote, MINUTES);
        for edit in &comparison.edits {
            prop_assert_eq!(&quote[edit.quote.clone()], &*edit.quote_text);
            prop_assert_eq!(&MINUTES[edit.source.clone()], &*edit.source_text);
        }
    }
}
