//! Plain text: wire copy, transcripts, minutes, plays, books.
//!
//! How lines make paragraphs is found once per file, or part of a long one: each line is a
//! paragraph, or lines are wrapped and are joined. Wrapped paragraphs end at a blank line, and
//! where a sentence ends on a short line or before an indented one.

mod headings;
mod layout;
mod lines;
mod numbered;
mod parts;
mod script;

use std::cell::LazyCell;

use crate::error::Result;
use crate::ingest::block::{Block, Break, Part, push_squeezed, squeeze};
use crate::ingest::dialogue;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::hyphens::{Compounds, end_line};
use crate::ingest::outline::{self, page::Page};
use crate::ingest::plain::headings::{agenda, heading, underlines};
use crate::ingest::plain::layout::{Layout, is_item, joins};
use crate::ingest::plain::lines::{Line, bare, lines};
use crate::ingest::plain::parts::{PART, Size, parts};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;
use crate::text::boilerplate::image;
use crate::text::horizontal_rule::{is_rule, is_story_end, rule_of};

/// Plain text. Any text can be read as plain text.
pub struct Plain;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn sniff(&self, _: &[u8]) -> Likeness {
        Likeness::Possible
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.long_text(options.encoding.as_deref(), undeclared, sink)?;
        documents(&text, PART, options, sink)
    }
}

/// Makes a document of a text, a long one in parts.
fn documents(text: &str, size: Size, options: &ReadOptions, sink: &mut dyn Sink) -> Result<()> {
    let mut page = Page::default();
    for part in parts(text, size) {
        let lines = lines(&text[part.span.clone()], part.span.start, part.lines);
        let document = outline::document(page.clone(), of_lines(&lines), options);
        page.continue_after(&document);
        sink.document(document)?;
    }
    Ok(())
}

/// The blocks of a plain text.
#[cfg(any(feature = "html", feature = "pdf"))]
pub fn blocks(text: &str) -> Vec<Block> {
    of_lines(&lines(text, 0, 0))
}

fn of_lines(lines: &[Line<'_>]) -> Vec<Block> {
    if let Some(blocks) = conversation(lines) {
        return blocks;
    }
    if let Some(numbered) = numbered::paragraphs(lines) {
        return numbered;
    }
    let layout = Layout::of(lines);
    let names = script::names(lines);
    let agenda = agenda(lines);
    let compounds = LazyCell::new(|| Compounds::of(lines.iter().map(|line| line.text)));
    let mut blocks: Vec<Block> = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        let next = lines.get(index + 1);
        let alone = line.after_blank
            && next.is_none_or(|next| next.after_blank || rule_of(next.text).is_some());
        if is_story_end(line.text) {
            blocks.push(bare(Part::End, &line));
        } else if is_rule(line.text) {
            blocks.push(bare(Part::Rule, &line));
        } else if rule_of(line.text).is_some() {
            // A thin rule is only decoration.
        } else if let Some((caption, rest)) = image(line.text) {
            images(&mut blocks, &line, caption, rest);
        } else if let Some(name) = names.get(&index) {
            index = script::speech(&mut blocks, lines, index, name, &compounds);
            continue;
        } else if agenda.contains(&index) {
            blocks.push(Block {
                text: squeeze(line.text),
                ..bare(Part::Heading(2), &line)
            });
        } else if let Some(level) = heading(lines, index, alone, &blocks) {
            blocks.push(Block {
                text: squeeze(line.text),
                ..bare(Part::Heading(level), &line)
            });
            if next.is_some_and(|next| !next.after_blank && underlines(next.text, line.text)) {
                index += 1;
            }
        } else {
            let first = blocks.len();
            index = paragraph(&mut blocks, lines, index, layout, &compounds);
            for block in &mut blocks[first..] {
                // In a play, a speech ends before the next paragraph.
                block.ends_turn = !names.is_empty();
            }
            continue;
        }
        index += 1;
    }
    blocks
}

/// The blocks of a chat or another text that a program saved of a conversation. What comes before
/// it is a text like others. `None` if the lines are something else.
fn conversation(lines: &[Line<'_>]) -> Option<Vec<Block>> {
    if !dialogue::is_conversation(&of_dialogue(
        &lines[..lines.len().min(dialogue::SAMPLE_LINES)],
    )) {
        return None;
    }
    let runs = dialogue::runs(&of_dialogue(lines));
    let mut blocks = Vec::new();
    let mut at = 0;
    for run in runs {
        blocks.extend(of_lines(&lines[at..run.first]));
        blocks.extend(run.blocks);
        at = run.end;
    }
    blocks.extend(of_lines(&lines[at..]));
    Some(blocks)
}

fn of_dialogue<'a>(lines: &[Line<'a>]) -> Vec<dialogue::entry::Line<'a>> {
    let line = |line: &Line<'a>| dialogue::entry::Line {
        text: line.text,
        start: line.start,
        end: line.start + line.text.len(),
        exact: true,
        number: Some(line.number),
        stop: false,
    };
    lines.iter().map(line).collect()
}

/// Takes a line of images: the caption of each, and the text after them.
fn images(blocks: &mut Vec<Block>, line: &Line<'_>, caption: &str, rest: &str) {
    let (mut caption, mut rest) = (caption, rest);
    loop {
        if !caption.is_empty() {
            blocks.push(Block {
                text: squeeze(caption),
                ..bare(Part::Caption, line)
            });
        }
        match image(rest) {
            Some(next) => (caption, rest) = next,
            None => break,
        }
    }
    if !rest.is_empty() {
        blocks.push(Block {
            text: squeeze(rest),
            ..bare(Part::Text, line)
        });
    }
}

/// Takes the paragraph that starts at `index`. Returns the index of the line after it.
fn paragraph(
    blocks: &mut Vec<Block>,
    lines: &[Line<'_>],
    index: usize,
    layout: Layout,
    compounds: &LazyCell<Compounds, impl FnOnce() -> Compounds>,
) -> usize {
    let first = lines[index];
    let mut block = bare(Part::Text, &first);
    push_squeezed(&mut block.text, first.text);
    block.item = is_item(first.text);
    let mut end = index + 1;
    while end < lines.len() && joins(lines, index, end, layout) {
        let line = lines[end];
        end_line(&mut block.text, line.text, compounds);
        block.breaks.push(Break {
            at: block.text.len(),
            source: line.start,
            line: line.number,
            start_ms: None,
        });
        push_squeezed(&mut block.text, line.text);
        block.span.end = line.start + line.text.len();
        end += 1;
    }
    blocks.push(block);
    end
}

#[cfg(test)]
mod tests {
    use super::documents;
    use crate::document::{Document, Kind};
    use crate::ingest::plain::parts::Size;
    use crate::ingest::sink::Collected;
    use crate::ingest::testing::document;
    use crate::options::ReadOptions;

    fn read(text: &str) -> Document {
        document("a.txt", text)
    }

    #[test]
    fn a_long_text_is_one_document_in_parts() {
        let piece = "THE HARBOUR\n\nANNA BERG: It is full.\n\nKARL HOLM: I know.\n\n";
        let text = format!("{}Nobody wants it.\n\n", piece.repeat(18));
        let options = ReadOptions::default();
        let in_parts = |bytes, lines| {
            let mut sink = Collected::default();
            documents(&text, Size { bytes, lines }, &options, &mut sink).expect("readable");
            let found = sink.documents.iter().flat_map(|document| {
                document.paragraphs.iter().map(|paragraph| {
                    let section = &document.sections[paragraph.section];
                    (
                        section.clone(),
                        paragraph.speakers.clone(),
                        paragraph.turn,
                        paragraph.line,
                        paragraph.span.clone(),
                    )
                })
            });
            (sink.documents.len(), found.collect::<Vec<_>>())
        };
        let (one, whole) = in_parts(usize::MAX, u32::MAX);
        assert_eq!(one, 1);
        for (bytes, lines) in [(250, u32::MAX), (usize::MAX, 24)] {
            let (several, parts) = in_parts(bytes, lines);
            assert!(several > 3, "{several}");
            for (part, of_whole) in parts.iter().zip(&whole) {
                assert_eq!(part, of_whole);
            }
            assert_eq!(parts.len(), whole.len());
        }
    }

    fn check(text: &str, expected: &[(Kind, &str)]) {
        let document = read(text);
        let found: Vec<(Kind, &str)> = document
            .paragraphs
            .iter()
            .map(|paragraph| (paragraph.kind, paragraph.text.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn wire_copy_has_bylines_captions_and_credits() {
        let long = "The dredger Freya left the harbour on Monday for the first time in eleven years, the port authority said, and the town came to look at it from the quay.";
        let text = format!(
            "![The dredger](d.png)\nBy ANNA LUND and KARL HOLM\nNorhaven Wire\nNORHAVEN (NWA) — {long}\n![](e.png)\n{long}\n-----------\nOSLO (NWA) — {long}\n___\nLund reported from Oslo."
        );
        let document = read(&text);
        let kinds: Vec<Kind> = document
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.kind)
            .collect();
        use Kind::{Body, Byline, Caption, Credit};
        assert_eq!(kinds, [Caption, Byline, Byline, Body, Body, Body, Credit]);
        let sections: Vec<u32> = document
            .paragraphs
            .iter()
            .map(|paragraph| document.sections[paragraph.section].number)
            .collect();
        assert_eq!(sections, [1, 1, 1, 1, 1, 2, 2]);
        assert_eq!(
            document.sections[1].path,
            ["OSLO (NWA): The dredger Freya left the harbour on Monday for the ..."]
        );
        let lines: Vec<Option<u32>> = document
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.line)
            .collect();
        assert_eq!(lines, [1, 2, 3, 4, 6, 8, 10].map(Some));
    }

    #[test]
    fn wrapped_lines_are_joined() {
        check(
            "The harbour of Norhaven is full of silt, and nobody in the town hall\nwants to pay for the dredger that would take it out before winter,\nwhen the ferries come.\n\nThe ferries will not come.\n",
            &[
                (
                    Kind::Body,
                    "The harbour of Norhaven is full of silt, and nobody in the town hall wants to pay for the dredger that would take it out before winter, when the ferries come.",
                ),
                (Kind::Body, "The ferries will not come."),
            ],
        );
    }

    #[test]
    fn words_broken_at_the_end_of_a_line_are_joined() {
        check(
            "The harbour of Norhaven is full of silt, and the council dis-\ncussed for an hour what a well-\nknown pilot had said of the har-\nbour master.\n",
            &[(
                Kind::Body,
                "The harbour of Norhaven is full of silt, and the council discussed for an hour what a well-known pilot had said of the harbour master.",
            )],
        );
    }

    #[test]
    fn a_line_that_starts_in_lower_case_continues_after_an_abbreviation() {
        check(
            "Sources\n\n1. Berg, Anna: The silt. Norhaven Press.\npp. 46-50.\n2. Holm, p. 9\n",
            &[
                (Kind::Body, "Sources"),
                (
                    Kind::Body,
                    "1. Berg, Anna: The silt. Norhaven Press. pp. 46-50.",
                ),
                (Kind::Body, "2. Holm, p. 9"),
            ],
        );
    }

    #[test]
    fn lines_of_a_dialogue_are_turns() {
        let document = read(
            "ANNA: Is it full?\nKARL: It is.\nANNA: Since when?\nKARL: Since May.\nNobody saw it.\n",
        );
        let found: Vec<(&str, &str, Option<u32>)> = document
            .paragraphs
            .iter()
            .map(|p| (p.speakers[0].as_str(), p.text.as_str(), p.turn))
            .collect();
        assert_eq!(
            found,
            [
                ("ANNA", "Is it full?", Some(1)),
                ("KARL", "It is.", Some(2)),
                ("ANNA", "Since when?", Some(3)),
                ("KARL", "Since May.", Some(4)),
                ("KARL", "Nobody saw it.", Some(4))
            ]
        );
    }

    fn turns(document: &Document) -> Vec<String> {
        document
            .paragraphs
            .iter()
            .map(|p| {
                let path = document.sections[p.section].path.join(">");
                format!(
                    "{path}|{}|{}|{}",
                    p.kind.name(),
                    p.speakers.join("+"),
                    p.text
                )
            })
            .collect()
    }

    #[test]
    fn a_name_alone_on_its_line_is_a_speaker_in_plays() {
        let play = read(
            "ACT I\nSCENE I. A harbour.\n\nEnter ANNA and KARL.\n\nANNA.\nWho is there?\n\nKARL.\nNay, answer me: stand,\nand unfold yourself.\n\nANNA.\nLong live the pilot!\n\nExeunt all but KARL.\n\nKARL.\nHe.\n",
        );
        let scene = "ACT I>SCENE I. A harbour.";
        assert_eq!(
            turns(&play)[2..],
            [
                format!("{scene}|body||Enter ANNA and KARL."),
                format!("{scene}|body|ANNA|Who is there?"),
                format!("{scene}|body|KARL|Nay, answer me: stand, and unfold yourself."),
                format!("{scene}|body|ANNA|Long live the pilot!"),
                format!("{scene}|body||Exeunt all but KARL."),
                format!("{scene}|body|KARL|He."),
            ]
        );
        let film = read(
            "INT. HARBOUR OFFICE - NIGHT\n\nFog at the window.\n\n          ANNA\n     Is it full?\n\n          KARL\n     (tired)\n     It is.\n\n          ANNA (V.O.)\n     The tide came in.\n\n          KARL\n     Yes.\n",
        );
        let scene = "INT. HARBOUR OFFICE - NIGHT";
        assert_eq!(
            turns(&film)[1..],
            [
                format!("{scene}|body||Fog at the window."),
                format!("{scene}|body|ANNA|Is it full?"),
                format!("{scene}|stage-direction||(tired)"),
                format!("{scene}|body|KARL|It is."),
                format!("{scene}|body|ANNA|The tide came in."),
                format!("{scene}|body|KARL|Yes."),
            ]
        );
    }

    #[test]
    fn items_of_an_agenda_are_headings_but_items_of_a_list_are_not() {
        let minutes = read(
            "1. Dredging\n\nANNA: It is full.\nKARL: Yes.\nANNA: And?\nKARL: Dredge.\n\n2. Any other business\n\nANNA: None.\n",
        );
        let paths: Vec<&str> = minutes
            .sections
            .iter()
            .map(|one| one.path[0].as_str())
            .collect();
        assert_eq!(paths, ["1. Dredging", "2. Any other business"]);
        let list = read("We need\n\n1. A dredger\n\n2. A pilot\n\nand a boat.\n");
        assert_eq!(list.sections.len(), 1);
    }

    #[test]
    fn an_underlined_line_is_a_heading_and_not_the_end_of_a_story() {
        let document = read(
            "The harbour\n-----------\n\nIt is full of silt.\n\nThe town\n--------\n\nIt is not.\n",
        );
        let paths: Vec<&[String]> = document
            .sections
            .iter()
            .map(|section| section.path.as_slice())
            .collect();
        assert_eq!(paths, [["The harbour".to_owned()], ["The town".to_owned()]]);
    }

    #[test]
    fn an_empty_text_has_no_paragraphs() {
        check("", &[]);
        check("\n \r\n", &[]);
    }
}
