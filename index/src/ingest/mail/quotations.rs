//! The blocks of a message's text, and who wrote each: the sender, the author of a quotation, or
//! the sender of a letter that was forwarded as text.
//!
//! Quoted lines start with `>`, and are as deep as there are signs. They belong to the author in
//! the line above them, or to nobody. A signature is a byline.

use crate::document::rule::Rule;
use crate::ingest::block::{Block, Part, Voice};
use crate::ingest::mail::announcement::{announcement, of_text};
use crate::ingest::mail::forwarded::{header, is_announced};
use crate::ingest::plain;

/// The blocks of a message's plain text. Quoted lines and the sender's own are never in one block.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut body = Body::default();
    let mut rest = text;
    while !rest.is_empty() {
        let depth = quoted(rest);
        let end = rest
            .split_inclusive('\n')
            .take_while(|line| quoted(line) == depth)
            .map(str::len)
            .sum();
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        if depth == 0 {
            let author = body.forwarded.clone();
            body.forwarded = body.add(piece, depth, author);
        } else {
            let bare: Vec<&str> = piece
                .lines()
                .map(|line| line.trim_start_matches(['>', ' ']))
                .collect();
            let name = body.quoted_from.get(depth - 1).cloned().flatten();
            body.add(&bare.join("\n"), depth, Author::Other(name));
        }
    }
    body.blocks
}

/// Marks what is quoted in the blocks of a message in HTML: all that follows a header or a line
/// that announces a quotation, which mail programs put below the sender's own words.
pub fn mark_quoted(blocks: &mut [Block]) {
    let mut author = Author::Sender;
    for index in 0..blocks.len() {
        let above = index
            .checked_sub(1)
            .map(|before| blocks[before].text.clone());
        let lines: Vec<&str> = blocks[index..].iter().take(4).flat_map(lines_of).collect();
        // Before the header is a picture of a line, or nothing.
        let above = above.filter(|line| is_announced(line));
        if let Some(header) = header(above.as_deref(), &lines) {
            author = Author::Other(header.sender);
            blocks[index].part = Part::Aside;
            continue;
        }
        let block = &mut blocks[index];
        if let Some(announced) = of_text(&block.text) {
            author = Author::Other(announced.author);
            block.part = Part::Aside;
        } else if let Author::Other(name) = &author {
            *block = quoted_block(std::mem::take(block), name.as_deref());
        }
    }
}

/// The lines of a block.
fn lines_of(block: &Block) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(block.breaks.iter().map(|line| line.at));
    let ends = block.breaks.iter().map(|line| line.at);
    let ends = ends.chain([block.text.len()]);
    starts
        .zip(ends)
        .filter_map(|(start, end)| block.text.get(start..end))
}

/// Who wrote a text.
#[derive(Clone, Debug, Default)]
enum Author {
    /// The sender of the message.
    #[default]
    Sender,
    /// Somebody else, or nobody knows who.
    Other(Option<String>),
}

/// The blocks of a message so far.
#[derive(Default)]
struct Body {
    blocks: Vec<Block>,
    /// The author of the next quoted lines, by their level.
    quoted_from: Vec<Option<String>>,
    /// Who wrote the lines that are not quoted: somebody else below the header of a letter.
    forwarded: Author,
}

impl Body {
    /// Adds a text whose lines are all of one level of quotation. Returns the author of its end.
    fn add(&mut self, text: &str, depth: usize, mut author: Author) -> Author {
        let lines: Vec<&str> = text.lines().collect();
        let (mut at, mut from) = (0, 0);
        while at < lines.len() {
            let above = at.checked_sub(1).map(|above| lines[above]);
            if let Some(header) = header(above, &lines[at..]) {
                self.add_words(&lines[from..at].join("\n"), &author);
                from = at + header.lines;
                self.add_aside(&lines[at..from].join("\n"), true);
                author = Author::Other(header.sender);
            } else if let Some(announced) = announcement(&lines[at..]) {
                self.add_words(&lines[from..at].join("\n"), &author);
                from = at + announced.lines;
                // The mail program writes the line above a quotation.
                self.add_aside(&lines[at..from].join(" "), false);
                let has_more = lines[from..].iter().any(|line| !line.trim().is_empty());
                if has_more && announced.is_dated {
                    // Not every program marks the lines of a quotation.
                    author = Author::Other(announced.author);
                } else {
                    self.quoted_from.truncate(depth);
                    self.quoted_from.resize(depth, None);
                    self.quoted_from.push(announced.author);
                }
            } else {
                at += 1;
                continue;
            }
            at = from;
        }
        self.add_words(&lines[from..].join("\n"), &author);
        author
    }

    /// Adds lines that a mail program wrote.
    fn add_aside(&mut self, text: &str, quoted: bool) {
        for block in plain::blocks(text) {
            self.blocks.push(Block {
                part: Part::Aside,
                quoted,
                ..block
            });
        }
    }

    /// Adds the words of one author.
    fn add_words(&mut self, text: &str, author: &Author) {
        let (words, signature) = signed(text);
        for mut block in plain::blocks(words) {
            if matches!(block.part, Part::Rule | Part::End) || is_announced(&block.text) {
                block.part = Part::Aside;
            } else if let Author::Other(name) = author {
                block = quoted_block(block, name.as_deref());
            }
            self.blocks.push(block);
        }
        for block in plain::blocks(signature) {
            self.blocks.push(Block {
                part: Part::Byline,
                ..block
            });
        }
    }
}

/// A block that somebody else than the sender wrote.
fn quoted_block(block: Block, name: Option<&str>) -> Block {
    Block {
        part: if name.is_some() {
            Part::Text
        } else {
            Part::Aside
        },
        voice: name.map(|name| Voice {
            names: vec![name.to_owned()],
            rule: Rule::Voice,
            opens_turn: false,
        }),
        quoted: true,
        ..block
    }
}

/// How many levels of quotation a line is in: 0 for the sender's own words.
fn quoted(line: &str) -> usize {
    line.chars()
        .take_while(|c| matches!(c, '>' | ' '))
        .filter(|c| *c == '>')
        .count()
}

/// A text without its signature, and the signature: what follows a line `-- `.
fn signed(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "--" {
            return (&text[..at], &text[at + line.len()..]);
        }
        at += line.len();
    }
    (text, "")
}
