//! Text in, words out, or a message: every format is given a text in the shapes that are natural to
//! it, and each word comes out in a passage, or a message names what was left out.
//!
//! A format without a sample fails the test.

mod office;

use crate::ingest::formats::FORMATS;
use crate::ingest::read_bytes;
use crate::ingest::sink::Collected;
use crate::ingest::testing::zip;
use crate::options::ReadOptions;

/// A file, the words that must come out of it, and what its messages must name.
pub struct Sample {
    format: &'static str,
    name: &'static str,
    bytes: Vec<u8>,
    words: &'static [&'static str],
    named: &'static [&'static str],
}

/// A file of which every word comes out, and no message is needed.
pub fn sample(
    format: &'static str,
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    words: &'static [&'static str],
) -> Sample {
    Sample {
        format,
        name,
        bytes: bytes.into(),
        words,
        named: &[],
    }
}

fn samples() -> Vec<Sample> {
    let mut all = office::samples();
    all.extend(containers());
    all.extend(markup());
    all.extend(captions());
    all.extend(texts());
    all
}

#[expect(
    clippy::too_many_lines,
    reason = "a list of samples, in the order of the formats"
)]
fn containers() -> Vec<Sample> {
    use std::io::Write;
    let inner = zip(&[("deep.txt", b"A deep buoy."), ("picture.png", b"x")]);
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.resize(600, 0);
    let members: [(&str, &[u8]); 8] = [
        ("one.txt", b"A plain buoy."),
        ("folder/two.md", b"# A headed buoy\n\nIn it."),
        ("README", b"An unnamed buoy."),
        ("inner.zip", &inner),
        ("letter.doc", &old),
        ("notes.foo", b"A strange buoy."),
        (
            "data.xml",
            b"<list><one>This buoy has no known root.</one></list>",
        ),
        ("empty.vtt", b"WEBVTT\n\n"),
    ];
    let named = &[
        "letter.doc",
        "Word 97",
        "notes.foo",
        "data.xml",
        "`list`",
        "empty.vtt",
    ];
    let words = &["plain buoy", "headed buoy", "unnamed buoy", "deep buoy"];
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes).expect("appended");
    }
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(b"A packed buoy.").expect("packed");
    let part = |head: &str, body: &str| format!("--x\r\n{head}\r\n\r\n{body}\r\n");
    let letter =
        "From: Karl Holm <k@example.org>\r\nSubject: An inner subject\r\n\r\nAn inner letter.\r\n";
    let message = format!(
        "From: Anna Berg <a@example.org>\r\nSubject: An outer subject\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n{}{}{}{}{}--x--\r\n",
        part(
            "Content-Type: text/plain",
            "A plain letter.\r\n\r\n> A quoted letter.\r\n\r\n-- \r\nA signed letter."
        ),
        part("Content-Type: message/rfc822", letter),
        part(
            "Content-Type: text/plain; name=\"a.txt\"\r\nContent-Disposition: attachment; filename=\"a.txt\"",
            "An attached letter."
        ),
        part(
            "Content-Type: application/msword; name=\"old.doc\"\r\nContent-Transfer-Encoding: base64",
            "0M8R4KGxGuEAAAAA"
        ),
        part("Content-Type: text/html", "<p>A marked letter.</p>"),
    );
    let alternative = "From: Anna Berg <a@example.org>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\r\nA plain half.\r\n--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>A plain half.</p>\r\n--y\r\nContent-Type: text/plain; name=b.txt\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\nAn attached half.\r\n--y--\r\n--x--\r\n";
    let mbox = format!("From a@example.org Tue Mar  4 10:00:00 2025\n{letter}\nFrom a@example.org Tue Mar  4 11:00:00 2025\nFrom: Eva Dahl <e@example.org>\n\nA second letter.\n").replace('\r', "");
    vec![
        Sample {
            named,
            ..sample("zip", "a.zip", zip(&members), words)
        },
        Sample {
            named,
            ..sample("tar", "a.tar", tar.into_inner().expect("an archive"), words)
        },
        sample(
            "compressed",
            "a.txt.gz",
            gz.finish().expect("packed"),
            &["packed buoy"],
        ),
        Sample {
            named: &["old.doc"],
            ..sample(
                "mail",
                "a.eml",
                message,
                &[
                    "outer subject",
                    "plain letter",
                    "quoted letter",
                    "signed letter",
                    "inner subject",
                    "inner letter",
                    "attached letter",
                    "marked letter",
                ],
            )
        },
        sample(
            "mail",
            "b.eml",
            alternative,
            &["plain half", "attached half"],
        ),
        sample("mbox", "a.mbox", mbox, &["inner letter", "second letter"]),
    ]
}

fn markup() -> Vec<Sample> {
    vec![
        sample(
            "html",
            "a.html",
            "<html><head><title>a titled mole</title></head><body><h1>a headed mole</h1><figure><figcaption>a captioned mole</figcaption></figure><p>a plain mole</p><ul><li>a listed mole</ul><table><tr><td><p>a celled mole</p></td><td><p>another mole</p><p>a third mole</p></td></tr></table><dl><dt>a term of mole<dd>a defined mole</dl><details><summary>a summed mole</summary>a folded mole</details><blockquote>a quoted mole</blockquote><pre>a coded mole</pre></body></html>",
            &[
                "headed mole",
                "plain mole",
                "listed mole",
                "celled mole",
                "another mole",
                "third mole",
                "term of mole",
                "defined mole",
                "summed mole",
                "folded mole",
                "quoted mole",
                "coded mole",
                "captioned mole",
            ],
        ),
        sample(
            "markdown",
            "a.md",
            "---\ntitle: A titled sluice\n---\n\n# A headed sluice\n\nA plain sluice[^1].\n\n- A listed sluice\n\n| a | b |\n|---|---|\n| a celled sluice | c |\n\n> A quoted sluice\n\n```\na coded sluice\n```\n\n<div>A marked sluice</div>\n\n[^1]: A noted sluice.\n",
            &[
                "headed sluice",
                "plain sluice",
                "listed sluice",
                "celled sluice",
                "quoted sluice",
                "coded sluice",
                "marked sluice",
                "noted sluice",
            ],
        ),
        sample(
            "tei",
            "a.xml",
            "<TEI><text><body><div><head>A headed lock</head><sp who=\"#a\"><speaker>Anna</speaker><p>A spoken lock.</p><l>A sung lock.</l></sp><stage>A staged lock.</stage><p>A plain lock.<note>A noted lock.</note></p></div></body></text></TEI>",
            &[
                "headed lock",
                "spoken lock",
                "sung lock",
                "staged lock",
                "plain lock",
                "noted lock",
            ],
        ),
        sample(
            "feed",
            "a.rss",
            "<rss version=\"2.0\"><channel><title>x</title><item><title>A headed weir</title><description>&lt;p&gt;A plain weir.&lt;/p&gt;</description></item><item><title>y</title><content:encoded><![CDATA[<p>A whole weir.</p>]]></content:encoded></item></channel></rss>",
            &["headed weir", "plain weir", "whole weir"],
        ),
        sample(
            "nitf",
            "a.nitf",
            "<nitf><body><body.head><hedline><hl1>A headed dam</hl1></hedline></body.head><body.content><p>A plain dam.</p><media><media-caption>A captioned dam.</media-caption></media></body.content></body></nitf>",
            &["headed dam", "plain dam", "captioned dam"],
        ),
    ]
}

fn captions() -> Vec<Sample> {
    let words = &["first ferry", "second ferry"];
    vec![
        sample(
            "webvtt",
            "a.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>The first ferry\n\n1\n00:03.000 --> 00:04.000\n<i>The second</i> ferry\n",
            &["first ferry"],
        ),
        sample(
            "srt",
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nThe first ferry\n\n2\n00:00:03,000 --> 00:00:04,000\nThe second ferry\n",
            words,
        ),
        sample(
            "sbv",
            "a.sbv",
            "0:00:01.000,0:00:02.000\nThe first ferry\n\n0:00:03.000,0:00:04.000\nThe second ferry\n",
            words,
        ),
        sample(
            "ass",
            "a.ass",
            "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,D,Anna,0,0,0,,The first ferry\nDialogue: 0,0:00:03.00,0:00:04.00,D,,0,0,0,,{\\i1}The second ferry\n",
            words,
        ),
        sample(
            "ttml",
            "a.ttml",
            "<tt><body><div><p begin=\"1s\" end=\"2s\">The first ferry</p><p begin=\"3s\" end=\"4s\">The <span>second</span> ferry</p></div></body></tt>",
            words,
        ),
        sample(
            "timedtext",
            "a.srv1",
            "<transcript><text start=\"1\" dur=\"1\">The first ferry</text><text start=\"3\" dur=\"1\">The second ferry</text></transcript>",
            words,
        ),
        sample(
            "sami",
            "a.smi",
            "<SAMI><BODY><SYNC Start=1000><P Class=EN>The first ferry<SYNC Start=3000><P Class=EN>The second ferry</BODY></SAMI>",
            words,
        ),
        sample(
            "transcript",
            "a.json",
            "{\"segments\":[{\"start\":1,\"end\":2,\"text\":\"The first ferry\"},{\"start\":3,\"end\":4,\"text\":\"The second ferry\",\"speaker\":\"A\"}]}",
            words,
        ),
    ]
}

fn texts() -> Vec<Sample> {
    vec![
        sample(
            "plain",
            "a.txt",
            "A HEADED HULL\n\nA plain hull.\n\n  * a listed hull\n\nAnna: A spoken hull.\n",
            &["HEADED HULL", "plain hull", "listed hull", "spoken hull"],
        ),
        sample(
            "jsonl",
            "a.jsonl",
            "{\"text\":\"A plain keel.\",\"title\":\"A titled keel\"}\n{\"doc\":\"b\",\"paragraphs\":[{\"text\":\"A second keel.\"}]}\n",
            &["plain keel", "titled keel", "second keel"],
        ),
        sample(
            "table",
            "a.csv",
            "speaker,text\nAnna,\"A plain mast, \"\"a quoted mast\"\"\"\n",
            &["plain mast", "quoted mast"],
        ),
    ]
}

#[test]
fn every_format_has_a_sample() {
    let samples = samples();
    let missing: Vec<&str> = FORMATS
        .iter()
        .map(|format| format.name())
        .filter(|name| samples.iter().all(|sample| sample.format != *name))
        .collect();
    assert!(missing.is_empty(), "add samples of these: {missing:?}");
}

#[test]
fn every_word_of_a_text_comes_out_or_a_message_says_why_not() {
    let mut lost = Vec::new();
    for sample in samples() {
        let mut sink = Collected::default();
        let reading = read_bytes(
            sample.name,
            sample.bytes,
            &ReadOptions::default(),
            &mut sink,
        );
        let reading = reading.unwrap_or_else(|error| panic!("{}: {error}", sample.name));
        // A document that is an archive may be known only once its members are.
        let is_expected = [sample.format, "zip"].contains(&reading.format);
        assert!(is_expected, "{}: {}", sample.name, reading.format);
        let mut found: Vec<String> = Vec::new();
        for document in &sink.documents {
            found.extend(document.title.clone());
            found.extend(document.sections.iter().flat_map(|one| one.path.clone()));
            for paragraph in &document.paragraphs {
                found.push(paragraph.text.clone());
                found.extend(paragraph.title.clone());
            }
        }
        let missing = sample
            .words
            .iter()
            .filter(|word| !found.iter().any(|text| text.contains(**word)));
        lost.extend(missing.map(|word| format!("{}: {word}", sample.name)));
        let messages: String = sink.problems.iter().map(|one| format!("{one}\n")).collect();
        let unnamed = sample
            .named
            .iter()
            .filter(|name| !messages.contains(**name));
        lost.extend(
            unnamed.map(|name| format!("{}: no message names {name}: {messages}", sample.name)),
        );
        if sample.named.is_empty() {
            assert_eq!(messages, "", "{}", sample.name);
        }
    }
    assert!(lost.is_empty(), "lost without a word: {lost:#?}");
}
