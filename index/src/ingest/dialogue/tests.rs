//! Texts that programs save of a conversation, each in the shape that its program writes.

use proptest::prelude::*;

use crate::document::Kind;
use crate::ingest::testing::{collected, document};

/// Checks speaker, start, date and text of each paragraph: `name|start|date|text`.
fn check(text: &str, expected: &[&str]) {
    let document = document("a.txt", text);
    let found: Vec<String> = document
        .paragraphs
        .iter()
        .map(|p| {
            let start = p.start_ms.map(|ms| ms.to_string()).unwrap_or_default();
            let date = p.date.clone().unwrap_or_default();
            format!("{}|{start}|{date}|{}", p.speakers.join("+"), p.text)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn whatsapp_has_a_date_and_a_dash_or_brackets() {
    check(
        "14/03/2025, 10:00 - Messages are encrypted.\n14/03/2025, 10:01 - Anna Berg: Is it \
         full?\n14/03/2025, 10:02 - +47 900 12 345: It is.\nAll of it: to the brim.\n",
        &[
            "|||Messages are encrypted.",
            "Anna Berg||2025-03-14|Is it full?",
            "+47 900 12 345||2025-03-14|It is. All of it: to the brim.",
        ],
    );
    check(
        "[04.03.25, 10:01:22] Anna Berg: Is it full?\n[04.03.25, 10:02:22] ~ Karl: It \
         is.\n[04.03.25, 10:03:22] Karl: \u{200E}image omitted\n",
        &[
            "Anna Berg||2025-03-04|Is it full?",
            "Karl||2025-03-04|It is.",
            "|||Karl: \u{200E}image omitted",
        ],
    );
    // Which number is the month cannot be known, so there is no date.
    check(
        "04/03/2025, 10:01 - Anna Berg: Is it full?\n04/03/2025, 10:02 - Karl: It is.\n",
        &["Anna Berg|||Is it full?", "Karl|||It is."],
    );
}

#[test]
fn logs_of_programs_are_no_chats() {
    for text in [
        "[2025-03-04 10:01:22] INFO: The boat is in.\n[2025-03-04 10:01:23] ERROR: It is not.\n",
        "2025-03-04 10:01:22,123 - root - INFO - in: one\n2025-03-04 10:01:23,123 - root - INFO - \
         out: two\n",
        "boats.txt 04/03/2025 10:01\nnets.txt 04/03/2025 10:02\nquay.txt 04/03/2025 10:03\n",
    ] {
        let document = document("a.txt", text);
        assert!(
            document.paragraphs.iter().all(|p| p.speakers.is_empty()),
            "{text}"
        );
    }
}

#[test]
fn items_with_times_are_no_messages() {
    for text in [
        "Registration 9:00 AM\nTea is in the hall.\nOpening Remarks 9:30 AM\nThe chair greets the \
         guests.\nPanel Discussion 10:00 AM\nNets are debated.\n",
        "Departure, 04.03.2025 10:01\nThe quay was changed.\nArrival, 04.03.2025 12:01\nNets on \
         belt 3.\n",
        "10:01\tLondon\tArrives\n10:20\tParis\tDeparts\n10:40\tLondon\tDeparts again\n",
        "[2025-03-04 10:01:22] Backup: copied 3 nets\n[2025-03-04 10:02:22] Backup: copied 4 \
         nets\n[2025-03-04 10:03:22] Mail Queue: flushed\n",
        "04/03/2025, 10:01 - Dentist: bring the card\n05/03/2025, 11:00 - Lunch: with Anna\n",
        "[10:00] Arsenal: goal by Berg\n[10:09] Chelsea: corner\n[10:12] Arsenal: goal by Holm\n",
        "Anna Berg  10:00\nI went there.\n\nChapter One  12:30\nIt was dark.\n\nOld Quay  \
         14:00\nBoats came in.\n",
    ] {
        let document = document("a.txt", text);
        assert!(
            document.paragraphs.iter().all(|p| p.speakers.is_empty()),
            "{text}"
        );
    }
}

#[test]
fn facts_of_persons_are_no_speech() {
    for page in [
        "<dl><dt>Anna Berg</dt><dd>Mayor of the town since 1999.</dd><dt>Karl Holm</dt><dd>Her \
         deputy.</dd></dl>",
        "<table><tr><th>Player</th><th>Remark</th></tr><tr><td>Karl Holm</td><td>Scored two goals \
         in May.</td></tr><tr><td>Otto Lund</td><td>Injured since June.</td></tr></table>",
    ] {
        let document = document("a.html", page);
        assert!(
            document.paragraphs.iter().all(|p| p.speakers.is_empty()),
            "{page}"
        );
    }
}

#[test]
fn calls_name_who_writes_and_to_whom_it_goes() {
    check(
        "10:01:22 From  Anna Berg  to  Everyone:\n\tIs it full?\n10:01:40 From  Karl Holm  to  Anna \
         Berg(Direct Message):\n\tIt is: all of it.\n10:02:00 From  Anna Berg  to  \
         Everyone:\n\tReacted to \"It is\" with a thumb\n",
        &[
            "Anna Berg|||Is it full?",
            "Karl Holm|||It is: all of it.",
            "|||Reacted to \"It is\" with a thumb",
        ],
    );
    check(
        "0:0:0.0 --> 0:0:3.510\nBerg, Anna\nIs it full?\n\n0:0:3.900 --> 0:1:7.20\nKarl Holm\nIt is.\n",
        &["Anna Berg|0||Is it full?", "Karl Holm|3900||It is."],
    );
    check(
        "00:58:04\tAnna Berg:\tIs it full?\n00:58:20\tKarl Holm:\tIt is.\n",
        &[
            "Anna Berg|3484000||Is it full?",
            "Karl Holm|3500000||It is.",
        ],
    );
}

#[test]
fn chats_of_networks_have_names_in_brackets_or_above() {
    check(
        "[10:01] <anna> is it full?\n[10:02] * karl nods\n[10:03] <@karl> it is\n",
        &["anna|||is it full?", "|||* karl nods", "karl|||it is"],
    );
    check(
        "10:01 < anna> is it full?\n10:02 -!- lars [~l@h] has joined #boats\n10:03 <+karl> it is\n",
        &[
            "anna|||is it full?",
            "|||-!- lars [~l@h] has joined #boats",
            "karl|||it is",
        ],
    );
    check(
        "2025-03-04 10:01:22\tanna\tis it full?\n2025-03-04 10:01:40\t@karl\tit is\n",
        &["anna||2025-03-04|is it full?", "karl||2025-03-04|it is"],
    );
    check(
        "Anna Berg  10:01 AM\nIs it full?\n\nKarl Holm  10:02 AM\nIt is.\nAll of it.\n",
        &["Anna Berg|||Is it full?", "Karl Holm|||It is. All of it."],
    );
    check(
        "The harbour\n\n[2025-03-04 10:01] anna\nIs it full?\n\n[2025-03-04 10:02] karl\nIt is.\n",
        &[
            "|||The harbour",
            "anna||2025-03-04|Is it full?",
            "karl||2025-03-04|It is.",
        ],
    );
    check(
        "Anna Berg, [04.03.2025 10:01]\nIs it full?\n\nKarl Holm, [04.03.2025 10:02]\nIt is.\n",
        &[
            "Anna Berg||2025-03-04|Is it full?",
            "Karl Holm||2025-03-04|It is.",
        ],
    );
    check(
        "[Anna Berg] [오전 10:01] Is it full?\n[Karl Holm] [오전 10:02] It is.\n",
        &["Anna Berg|||Is it full?", "Karl Holm|||It is."],
    );
}

#[test]
fn times_before_or_above_each_line_are_those_of_a_recording() {
    check(
        "[00:00.000 --> 00:03.440]  Is it full?\n[00:09.000 --> 00:10.000]  It is.\n",
        &["|0||Is it full?", "|9000||It is."],
    );
    check(
        "[0.00s -> 3.44s] Is it full?\n[9.00s -> 10.00s] It is.\n",
        &["|0||Is it full?", "|9000||It is."],
    );
    check(
        "0.000000\t3.440000\tIs it full?\n9.000000\t10.000000\tIt is.\n",
        &["|0||Is it full?", "|9000||It is."],
    );
    check(
        "0:00\nis it full\n0:03\nit is\n1:02\nall of it\n",
        &["|0||is it full it is all of it"],
    );
}

#[test]
fn a_programme_keeps_its_times() {
    let document = document(
        "a.txt",
        "Programme\n\n10:00 Doors open\n10:30 Anna Berg speaks\n11:00 Coffee\n",
    );
    let text: Vec<&str> = document
        .paragraphs
        .iter()
        .map(|p| p.text.as_str())
        .collect();
    assert!(
        text.join(" ").contains("10:30 Anna Berg speaks"),
        "{text:?}"
    );
    assert!(document.paragraphs.iter().all(|p| p.start_ms.is_none()));
}

#[test]
fn a_message_in_a_page_is_found_between_its_breaks() {
    let page = "<html><body><p>0:0:0.0 --&gt; 0:0:3.510<br>Anna Berg<br>Is it \
                full?</p><p>0:0:3.900 --&gt; 0:0:7.2<br>Karl Holm<br>It is.</p></body></html>";
    let document = document("a.html", page);
    let found: Vec<(Kind, &str, Option<u64>)> = document
        .paragraphs
        .iter()
        .map(|p| (p.kind, p.speakers[0].as_str(), p.start_ms))
        .collect();
    assert_eq!(
        found,
        [
            (Kind::Body, "Anna Berg", Some(0)),
            (Kind::Body, "Karl Holm", Some(3900))
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever lines a conversation has, no reader panics, and each word comes out.
    #[test]
    fn any_conversation_is_read_without_a_panic(
        lines in prop::collection::vec(
            prop_oneof![
                "04/03/2025, 10:0[0-9] - [A-Za-z: é\u{200E}]{0,12}",
                "10:01:2[0-9] From [A-Za-z ]{0,9} to Everyone:[a-z ]{0,5}",
                "\\[10:0[0-9]\\] <[@+a-zé]{0,6}>[ a-z]{0,9}",
                "0:0:[0-9][.]0 --> 0:0:9[.0-9]{0,3}",
                "\\[?[0-9:.]{1,9}( --> | - |s -> )?[0-9:.]{0,9}\\]? ?[a-zé ]{0,9}",
                "[ 0-9]{1,3} +[QA]?\\.? *[A-Za-z é]{0,20}",
                "[A-Z][a-z]{2,5} +1?[0-9]:[0-5][0-9] [AP]M",
                "\\PC{0,20}",
            ],
            0..40,
        ),
    ) {
        let text = lines.join("\n");
        let found = collected("a.txt", &text);
        for document in &found.documents {
            for paragraph in &document.paragraphs {
                prop_assert!(text.get(paragraph.span.clone()).is_some());
            }
        }
    }
}

/// Four turns of two people, each written by `line`, as a plain text.
fn turns(line: impl Fn(&str, &str, usize) -> String) -> String {
    let said = ["It is full.", "How full?", "There is no berth.", "I see."];
    let names = ["Anna Berg", "Karl Holm"];
    let lines = (0..4).map(|index| line(names[index % 2], said[index], index + 3));
    lines.collect()
}

#[test]
fn names_with_signs_beside_the_text_speak() {
    let shapes = [
        turns(|name, said, _| format!("({name}) {said}\n")),
        turns(|name, said, _| format!("**{name}** {said}\n\n")),
        turns(|name, said, _| format!("*{name}:* {said}\n")),
        turns(|name, said, _| format!("- {name}: {said}\n")),
        turns(|name, said, _| format!(">> {name}: {said}\n")),
        turns(|name, said, at| format!("{at}. {name}: {said}\n")),
        turns(|name, said, _| format!("{name} — {said}\n\n")),
        turns(|name, said, at| format!("{name} [00:0{at}] {said}\n")),
        turns(|name, said, at| format!("{name}, 00:0{at}: {said}\n")),
        turns(|name, said, at| format!("[{name}, 00:0{at}] {said}\n")),
        turns(|name, said, at| format!("[{name} 00:0{at}]\n{said}\n\n")),
        turns(|name, said, at| format!("{name}\t00:00:0{at}\t{said}\n")),
        turns(|name, said, at| format!("00:0{at}\n{name}\n{said}\n\n")),
        turns(|name, said, at| format!("{name}\n00:0{at}\n{said}\n\n")),
        turns(|name, said, at| format!("00:0{at} {name}\n{said}\n\n")),
        turns(|name, said, at| format!("{name}\n0 minutes {at} seconds\n{said}\n\n")),
        turns(|name, said, at| format!("{name} {at} seconds\n0:0{at}\n{said}\n\n")),
        turns(|name, said, at| format!("[10:0{at} AM] {name}: {said}\n")),
    ];
    for text in shapes {
        let document = document("a.txt", &text);
        let found: Vec<(String, &str)> = document
            .paragraphs
            .iter()
            .map(|one| (one.speakers.join("+"), one.text.as_str()))
            .collect();
        let expected = [
            ("Anna Berg", "It is full."),
            ("Karl Holm", "How full?"),
            ("Anna Berg", "There is no berth."),
            ("Karl Holm", "I see."),
        ]
        .map(|(name, said)| (name.to_owned(), said));
        assert_eq!(found, expected, "{text}");
        // A time beside a name is that of the recording.
        let is_timed = text.contains(":03") || text.contains("seconds");
        let timed = is_timed && !text.contains("AM");
        let start = document.paragraphs[0].start_ms;
        assert_eq!(start, timed.then_some(3000), "{text}");
    }
}

#[test]
fn times_beside_some_labels_leave_the_other_labels() {
    check(
        "Anna: [00:04] It is full.\n\nKarl: How full?\n\nAnna: [00:09] To the brim.\n\nKarl: I see.\n\n\
         Anna [00:15]: Yes.\n\nKarl [00:18]: Well.\n",
        &[
            "Anna|4000||It is full.",
            "Karl|||How full?",
            "Anna|9000||To the brim.",
            "Karl|||I see.",
            "Anna|15000||Yes.",
            "Karl|18000||Well.",
        ],
    );
}

#[test]
fn lists_and_casts_with_the_same_signs_are_no_conversations() {
    for text in [
        "Anna Berg — captain of the ferry\nKarl Holm — harbour master\nEva Dahl — pilot\n",
        "- Monday: closed all day\n- Tuesday: open at noon\n- Monday: closed again\n",
        "(Laughter) It is full.\n(Applause) It is late.\n(Laughter) It goes.\n(Applause) Good.\n",
        "1. Depth: four metres\n2. Width: nine metres\n3. Depth: five metres\n4. Width: ten\n",
        "**Free Berths** There are four.\n\n**Late Boats** There are two.\n\n**Free Berths** None.\n\n**Late Boats** None.\n",
    ] {
        let document = document("a.txt", text);
        let speakers: Vec<&String> = document
            .paragraphs
            .iter()
            .flat_map(|one| &one.speakers)
            .collect();
        assert!(speakers.is_empty(), "{text}: {speakers:?}");
    }
}
