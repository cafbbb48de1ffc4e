//! Passages are encoded and decoded again.

use proptest::prelude::*;

use crate::document::rule::Rule;
use crate::document::{Source, Utterance};
use crate::hit::{Passage, PassageId};
use crate::stored::encode::EncodedPassage;
use crate::stored::groups::Groups;
use crate::stored::head::Head;

fn utterances() -> impl Strategy<Value = Vec<Utterance>> {
    let utterance = (
        0usize..4,
        proptest::option::of("[AB]"),
        "[AB]?",
        any::<bool>(),
    )
        .prop_map(|(start, speaker, speaker_text, verbatim)| Utterance {
            range: start..12,
            speaker,
            speaker_text,
            source: Source::Person,
            verbatim,
            cue: verbatim.then(|| "said".to_owned()),
            rule: Rule::QuoteSaid,
            relayed: start == 1,
        });
    proptest::collection::vec(utterance, 0..4)
}

prop_compose! {
    fn passages()(
        (ordinal, place, line, turn) in any::<(u32, u32, Option<u32>, Option<u32>)>(),
        (doc, path) in ("[a/.]{0,2}", "[a/.]{0,2}"),
        source_id in proptest::option::of("[a#]{0,3}"),
        speakers in proptest::collection::vec("[AB]", 0..3),
        section in proptest::collection::vec("[a-c]", 0..2),
        span in (0usize..1 << 40, 0usize..1 << 40),
        utterances in utterances(),
    ) -> Passage {
        Passage {
            id: PassageId { document: "d".to_owned(), ordinal, part: line },
            parts: line,
            text: "twelve bytes".to_owned(),
            span: span.0..span.0 + span.1,
            start_ms: line.map(u64::from),
            after_ms: line.xor(turn).map(|ms| u64::from(ms) / 500 * 500),
            lang: turn.map(|_| "en".to_owned()),
            doc, path, place, line, turn, source_id, speakers, section, utterances,
            ..Passage::default()
        }
    }
}

proptest! {
    #[test]
    fn passages_are_read_as_they_were_written(
        passages in proptest::collection::vec(passages(), 1..6),
    ) {
        let mut groups = Groups::default();
        let encoded = passages.iter().map(|passage| EncodedPassage::new(passage, &mut groups));
        let encoded: Vec<EncodedPassage> = encoded.collect::<Result<_, _>>().expect("bytes");
        for (at, passage) in passages.iter().enumerate() {
            let (own, rest) = Head::decode(&encoded[at].head).expect("a head");
            prop_assert!(rest.is_empty());
            let first = &encoded[at - own.distance() as usize];
            let (first, _) = Head::decode(&first.head).expect("a head");
            let decoded = own.passage(&encoded[at].words, &first).expect("a passage");
            prop_assert_eq!(&decoded, passage);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..80),
        first in proptest::collection::vec(any::<u8>(), 0..80),
        words in ".{0,9}",
    ) {
        if let (Ok((own, _)), Ok((first, _))) = (Head::decode(&bytes), Head::decode(&first))
            && let Ok(passage) = own.passage(&words, &first)
        {
            for utterance in &passage.utterances {
                prop_assert!(passage.text.get(utterance.range.clone()).is_some());
            }
        }
    }
}

#[test]
fn a_group_stores_what_it_shares_once() {
    let passage = |ordinal, section: &str| Passage {
        id: PassageId {
            document: "document".to_owned(),
            ordinal,
            part: None,
        },
        section: vec![section.to_owned()],
        ..Passage::default()
    };
    let mut groups = Groups::default();
    let mut stored = |ordinal, section| {
        let encoded = EncodedPassage::new(&passage(ordinal, section), &mut groups);
        let bytes = encoded.expect("bytes").head;
        let holds = bytes.windows(8).any(|window| window == b"document");
        (Head::decode(&bytes).expect("a head").0.distance(), holds)
    };
    assert_eq!(stored(1, "one"), (0, true));
    assert_eq!(stored(2, "one"), (1, false));
    assert_eq!(stored(3, "one"), (2, false));
    assert_eq!(stored(4, "two"), (0, true));
    assert_eq!(stored(5, "two"), (1, false));
}
