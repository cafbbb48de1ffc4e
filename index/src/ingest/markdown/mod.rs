//! Markdown: talks, minutes and transcripts. The speaker comes from a label (`**Anna Berg:**`), or
//! from the front matter if it lists a single speaker.
//!
//! Text is as shown, without links, emphasis, escapes and comments. Each item of a list and each
//! block of code is a paragraph. Spans are bytes of the source.
//!
//! Format: <https://spec.commonmark.org/>, with the tables and strikethrough of
//! <https://github.github.com/gfm/>.

mod labels;
mod reader;
mod tags;

use crate::error::Result;
use crate::ingest::encoding::undeclared;
use crate::ingest::format::{Format, Formats, Likeness};
use crate::ingest::frontmatter::front_matter;
use crate::ingest::markdown::reader::blocks;
use crate::ingest::outline::{self, page::Page};
use crate::ingest::sink::Sink;
use crate::ingest::source::Source;
use crate::options::ReadOptions;

/// Markdown. The speaker comes from a label, or from the front matter.
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mkd"]
    }

    fn sniff(&self, _: &[u8]) -> Likeness {
        Likeness::None
    }

    fn read(
        &self,
        source: &mut Source<'_>,
        options: &ReadOptions,
        _: &Formats,
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let text = source.text(options.encoding.as_deref(), undeclared, sink)?;
        let (page, start) = front_matter(&text, sink);
        let page = Page {
            titled: true,
            ..page
        };
        sink.document(outline::document(page, blocks(&text, start), options))
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Kind};
    use crate::ingest::testing::{document, spoken, spoken_as};

    fn read(text: &str) -> Document {
        document("a.md", text)
    }

    fn check(text: &str, expected: &[(Kind, &str, &str)]) {
        let document = read(text);
        assert_eq!(spoken(&document), spoken_as(expected), "{text}");
        for paragraph in &document.paragraphs {
            assert!(text.get(paragraph.span.clone()).is_some());
        }
    }

    #[test]
    fn a_bold_label_holds_until_the_next_one() {
        check(
            "**Anna Berg:** The *harbour* is [full](x).\n\nOf silt.\n\n**Karl Holm:** \\[04:09\\] I know.\n\n**Anna Berg:** \\[laughs\\]\n",
            &[
                (Kind::Body, "Anna Berg", "The harbour is full."),
                (Kind::Body, "Anna Berg", "Of silt."),
                (Kind::Body, "Karl Holm", "I know."),
                (Kind::StageDirection, "", "[laughs]"),
            ],
        );
    }

    #[test]
    fn times_beside_labels_are_starts() {
        let document = read(
            "**Anna Berg** [00:01:02]: Yes.\n\n**Karl Holm** [00:01:04]: No.\n\nAnd: \\[01:10\\] no.\n\n\\[01:20\\] Never.",
        );
        let found: Vec<(Option<u64>, &str)> = document
            .paragraphs
            .iter()
            .map(|p| (p.start_ms, p.text.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Some(62_000), "Yes."),
                (Some(64_000), "No."),
                (None, "And: [01:10] no."),
                (Some(80_000), "Never.")
            ]
        );
    }

    #[test]
    fn headings_make_paths_and_a_lone_first_one_is_the_title() {
        let document =
            read("# The quay\n\nIntro.\n\n## Item 1\n\nA.\n\n### Costs\n\nB.\n\n## Item 2\n\nC.\n");
        assert_eq!(document.title.as_deref(), Some("The quay"));
        let paths: Vec<String> = document
            .paragraphs
            .iter()
            .filter(|p| p.kind == Kind::Body)
            .map(|p| document.sections[p.section].path.join(" > "))
            .collect();
        assert_eq!(paths, ["The quay", "Item 1", "Item 1 > Costs", "Item 2"]);
    }

    #[test]
    fn front_matter_with_one_speaker_gives_them_every_paragraph() {
        check(
            "---\ntitle: The quay\nspeakers: ['Anna Berg']\n---\nSlides: <https://example.com/a>\n\n## Silt\n\nIt is full.\n\nQ: Of what?\n\nA: Of silt.\n\nQ: Sure?\n",
            &[
                (Kind::Body, "", "Slides: https://example.com/a"),
                (Kind::Heading, "", "Silt"),
                (Kind::Body, "Anna Berg", "It is full."),
                (Kind::Body, "", "Of what?"),
                (Kind::Body, "Anna Berg", "Of silt."),
                (Kind::Body, "", "Sure?"),
            ],
        );
    }

    #[test]
    fn a_rule_under_prose_separates_stories_and_makes_no_heading() {
        let document =
            read("NORHAVEN (NWA) — The harbour is full.\n----------\nOSLO (NWA) — It is not.\n");
        let names: Vec<&str> = document
            .sections
            .iter()
            .map(|section| section.path[0].as_str())
            .collect();
        assert_eq!(
            names,
            [
                "NORHAVEN (NWA): The harbour is full.",
                "OSLO (NWA): It is not."
            ]
        );
    }

    #[test]
    fn comments_go_and_images_become_captions() {
        check(
            "<!-- hidden -->\n\n![The quay](q.png)\n\nText with ![](r.png) a gap <!-- x --> in it.\n",
            &[
                (Kind::Caption, "", "The quay"),
                (Kind::Body, "", "Text with a gap in it."),
            ],
        );
    }

    #[test]
    fn items_and_code_are_paragraphs() {
        check(
            "- one\n- two\n  - three\n\n```\na  b\nc\n```\n",
            &[
                (Kind::Body, "", "one"),
                (Kind::Body, "", "two"),
                (Kind::Body, "", "three"),
                (Kind::Body, "", "a b c"),
            ],
        );
    }

    #[test]
    fn a_note_in_bold_is_not_a_speaker() {
        check(
            "Text.\n\n**Note:** It rains.\n\nMore.",
            &[
                (Kind::Body, "", "Text."),
                (Kind::Body, "", "Note: It rains."),
                (Kind::Body, "", "More."),
            ],
        );
    }

    #[test]
    fn a_name_in_brackets_and_a_colon_do_not_define_a_link() {
        check(
            "[Anna]: It is [full].\n\n[Karl]: Yes.\n\n[Anna]: Since [when](http://a.example)?\n\n[Karl]: May.\n\n[full]: http://b.example \"Full\"\n",
            &[
                (Kind::Body, "Anna", "It is full."),
                (Kind::Body, "Karl", "Yes."),
                (Kind::Body, "Anna", "Since when?"),
                (Kind::Body, "Karl", "May."),
            ],
        );
    }

    #[test]
    fn labels_on_lines_of_one_paragraph_split_it() {
        check(
            "Anna: Yes.\nKarl: No.\nand no.\nAnna: Oh.\nKarl: So.\n",
            &[
                (Kind::Body, "Anna", "Yes."),
                (Kind::Body, "Karl", "No. and no."),
                (Kind::Body, "Anna", "Oh."),
                (Kind::Body, "Karl", "So."),
            ],
        );
    }
}
