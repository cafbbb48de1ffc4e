//! What is beside the text of a document: comments, and the heads and feet of its pages.

use crate::document::rule::Rule;
use crate::ingest::block::{Block, Part, Voice};
use crate::ingest::page_heads::is_head_text;

/// A comment, which its author makes and which interrupts nobody.
pub fn by(author: &str, block: Block) -> Block {
    if author.is_empty() {
        return Block {
            part: Part::Aside,
            ..block
        };
    }
    Block {
        voice: Some(Voice {
            names: vec![author.to_owned()],
            rule: Rule::Voice,
            opens_turn: true,
        }),
        quoted: true,
        ..block
    }
}

/// Adds the head or foot of a page, if it has words and is not there yet. The pages of a document
/// repeat it, and a page number alone is no text.
pub fn push_heads(blocks: &mut Vec<Block>, heads: Vec<Block>) {
    for head in heads {
        let is_new = blocks.iter().all(|block| block.text != head.text);
        if is_new && is_head_text(&head.text) {
            blocks.push(Block {
                part: Part::Plain,
                ends_turn: true,
                cells: Vec::new(),
                ..head
            });
        }
    }
}
