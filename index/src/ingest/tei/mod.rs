//! Speech marked up in XML: TEI plays, parliamentary corpora (ParlaMint), Akoma Ntoso debates,
//! publicwhip files, and the historic Hansard.
//!
//! The speaker comes from the attribute `who` (or its like) of each speech and the header's list of
//! persons, see `speakers`. Divisions are sections; one without a heading is named by its type and
//! number. The verse lines of a group are joined into a paragraph.
//!
//! Formats: <https://tei-c.org/guidelines/>, <https://clarin-eric.github.io/ParlaMint/>,
//! <https://docs.oasis-open.org/legaldocml/akn-core/v1.0/>,
//! <https://parser.theyworkforyou.com/>.

mod elements;
mod hansard;
mod speakers;
mod speech;
mod transcript;
mod walk;

use crate::error::Result;
use crate::ingest::encoding::xml_declared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::outline;
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::ingest::tei::elements::{Role, role};
use crate::ingest::tei::walk::Walk;
use crate::ingest::unread::Unread;
use crate::ingest::xml::{Node, Nodes, root};
use crate::options::ReadOptions;

/// Speech in XML. The speaker comes from the `who` of each speech and the header's persons.
pub struct Tei;

impl Format for Tei {
    fn name(&self) -> &'static str {
        "tei"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml", "tei", "akn"]
    }

    fn sniff(&self, head: &[u8]) -> Likeness {
        let is_root = |name: &str| name == hansard::ROOT || role(name) == Some(Role::Root);
        if root(head).as_deref().is_some_and(is_root) {
            Likeness::Certain
        } else {
            Likeness::None
        }
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        // Most files with the ending `.xml` are something else altogether.
        if options.format.is_none() && self.sniff(source.head()?) == Likeness::None {
            let head = source.head()?;
            let unread = Unread::xml(root(head).as_deref(), head);
            return Err(source.unread(unread));
        }
        let text = source.text(options.encoding.as_deref(), xml_declared, sink)?;
        let mut walk = Walk::new(&text);
        let mut nodes = Nodes::new(&text);
        for node in &mut nodes {
            match node {
                Node::Start(element) => walk.start(&element),
                Node::End(name) => walk.end(&name),
                Node::Text(text, start, end) => walk.text(&text, start, end),
            }
        }
        if let Some(problem) = nodes.problem(&text) {
            sink.problem(problem);
        }
        for problem in walk.take_problems() {
            sink.problem(problem);
        }
        let (page, blocks) = walk.finish();
        sink.document(outline::document(page, blocks, options))
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Kind};
    use crate::ingest::read_bytes;
    use crate::ingest::sink::Collected;
    use crate::options::ReadOptions;

    fn read(text: &str) -> Document {
        let mut sink = Collected::default();
        read_bytes(
            "a.xml",
            text.as_bytes().to_vec(),
            &ReadOptions::default(),
            &mut sink,
        )
        .expect("readable");
        assert!(sink.problems.is_empty(), "{:?}", sink.problems);
        sink.documents.remove(0)
    }

    fn check(text: &str, expected: &[&str]) {
        let document = read(text);
        let found: Vec<String> = document
            .paragraphs
            .iter()
            .map(|p| {
                let path = document.sections[p.section].path.join(">");
                let turn = p.turn.map_or_else(String::new, |turn| turn.to_string());
                format!(
                    "{path}|{}|{turn}|{}|{}",
                    p.kind.name(),
                    p.speakers.join("+"),
                    p.text
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    const PLAY: &str = "<?xml version=\"1.0\"?>
<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"en\"><teiHeader><titleStmt><title>The Sandbank</title><title>A play</title></titleStmt>
<listPerson><person xml:id=\"anna\"><persName>Anna Berg</persName></person></listPerson></teiHeader>
<text><body><div type=\"act\"><head>Act One</head><head>In the harbour</head>
<div type=\"scene\"><stage>Fog.</stage>
<sp who=\"#anna\"><speaker>ANNA.</speaker><stage>alone</stage><lg><l>The tide &amp; the mud</l><l>are one.</l></lg><p>Who is <stage>(listens)</stage> there?</p></sp>
<sp who=\"#karl\"><speaker>KARL</speaker><p>I.</p></sp>
<sp who=\"#karl\"><speaker>KARL, the pilot.</speaker><p>I, the pilot.</p></sp>
<sp who=\"#anna #karl\"><speaker>BOTH</speaker><p>Silt!</p></sp>
<sp><speaker>A voice:</speaker><p>Ahoy!</p></sp></div></div></body></text></TEI>";

    #[test]
    fn each_speech_of_a_play_is_one_turn_in_its_scene() {
        let act = "Act One In the harbour";
        let scene = format!("{act}>scene 1");
        let expected = [
            format!("{act}|heading|||{act}"),
            format!("{scene}|heading|||scene 1"),
            format!("{scene}|stage-direction|||Fog."),
            format!("{scene}|stage-direction|||alone"),
            format!("{scene}|body|1|Anna Berg|The tide & the mud are one."),
            format!("{scene}|body|1|Anna Berg|Who is"),
            format!("{scene}|stage-direction|||(listens)"),
            format!("{scene}|body|1|Anna Berg|there?"),
            format!("{scene}|body|2|KARL, the pilot|I."),
            format!("{scene}|body|3|KARL, the pilot|I, the pilot."),
            format!("{scene}|body|4|Anna Berg+KARL, the pilot|Silt!"),
            format!("{scene}|body|5|A voice|Ahoy!"),
        ];
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(PLAY, &expected);
        assert_eq!(read(PLAY).title.as_deref(), Some("The Sandbank"));
    }

    #[test]
    fn parliaments_name_speakers_by_who() {
        check(
            "<TEI><teiHeader><person xml:id='BergAnna'><persName><surname>Berg</surname> <forename>Anna</forename></persName></person></teiHeader><text><body><div type='debateSection'><head>Item 4</head><note type='speaker'>The Speaker:</note><u who='#chair'><seg>Order.</seg></u><u who='#BergAnna'><seg>Thank you.</seg><kinesic><desc>Applause</desc></kinesic><seg>I mean it.</seg></u></div></body></text></TEI>",
            &[
                "Item 4|heading|||Item 4",
                "Item 4|body|1|The Speaker|Order.",
                "Item 4|body|2|Berg Anna|Thank you.",
                "Item 4|stage-direction|||Applause",
                "Item 4|body|2|Berg Anna|I mean it.",
            ],
        );
    }

    #[test]
    fn akoma_ntoso_speeches_have_the_shown_name() {
        check(
            "<akomaNtoso><debate><meta><references><TLCPerson eId='berg' showAs='Anna Berg'/></references></meta><debateBody><debateSection><heading>Harbour</heading><speech by='#berg'><from>Ms Berg</from><p>It is full.</p></speech></debateSection></debateBody></debate></akomaNtoso>",
            &[
                "Harbour|heading|||Harbour",
                "Harbour|body|1|Anna Berg|It is full.",
            ],
        );
    }

    #[test]
    fn contributions_to_the_historic_hansard_are_their_members_and_go_on() {
        check(
            "<hansard><session><volume>9</volume></session><houseofcommons><date format='1938-10-03'>Monday 3 October 1938</date><section><title>PRAYERS</title><p>[Mr. SPEAKER <i>in the Chair</i>]</p></section><oralquestions><title>ORAL ANSWERS</title><section><title>NORHAVEN</title>
<p>7. <member>Mr. Berg</member> <memberconstituency>(Norhaven)</memberconstituency><membercontribution>asked the Minister whether the harbour is full.</membercontribution></p>
<p><member>The Minister (Mr. K. Holm)</member><membercontribution>: It is <col>8</col>full.</membercontribution></p><p><membercontribution>I regret it: <quote>Silt is silt.</quote> So I was told.</membercontribution></p>
<p>The House was cleared.</p></section></oralquestions><section><title>TIDES</title><p><membercontribution>Who is there?</membercontribution></p></section></houseofcommons></hansard>",
            &[
                "PRAYERS|heading|||PRAYERS",
                "PRAYERS|body|||[Mr. SPEAKER in the Chair]",
                "ORAL ANSWERS|heading|||ORAL ANSWERS",
                "ORAL ANSWERS>NORHAVEN|heading|||NORHAVEN",
                "ORAL ANSWERS>NORHAVEN|body|1|Mr. Berg|asked the Minister whether the harbour is full.",
                "ORAL ANSWERS>NORHAVEN|body|2|K. Holm|It is full.",
                "ORAL ANSWERS>NORHAVEN|body|2|K. Holm|I regret it:",
                "ORAL ANSWERS>NORHAVEN|body|2|K. Holm|Silt is silt.",
                "ORAL ANSWERS>NORHAVEN|body|2|K. Holm|So I was told.",
                "ORAL ANSWERS>NORHAVEN|body|||The House was cleared.",
                "TIDES|heading|||TIDES",
                "TIDES|body|||Who is there?",
            ],
        );
    }

    #[test]
    fn entities_that_a_document_defines_do_not_grow() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE TEI [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]><TEI><text><body><sp><speaker>A</speaker><p>one &b;&x; two</p></sp></body></text></TEI>";
        let document = read(bomb);
        assert_eq!(document.paragraphs[0].text, "one two");
        assert_eq!(document.paragraphs[0].kind, Kind::Body);
    }

    #[test]
    fn a_text_that_breaks_off_is_read_so_far_and_a_deep_one_to_its_end() {
        let mut sink = Collected::default();
        let broken = "<TEI><text><p>One.</p><p>Two <b".as_bytes().to_vec();
        read_bytes("a.xml", broken, &ReadOptions::default(), &mut sink).expect("readable");
        assert_eq!(
            (sink.problems.len(), sink.documents[0].paragraphs.len()),
            (1, 2)
        );
        let deep = format!(
            "<TEI><text>{}<p>One.</p>{}",
            "<q>".repeat(100_000),
            "</q>".repeat(100_000)
        );
        assert_eq!(read(&deep).paragraphs[0].text, "One.");
    }
}
