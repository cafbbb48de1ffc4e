//! Which blocks of a page are its text.
//!
//! An extraction library says which words the article has; the blocks that hold them are kept, with the headings, captions and the
//! byline that belong to them. Where it finds no article, all blocks are kept but lists of links and what stands outside the main part.

use crate::ingest::block::{Block, Part, squeeze};
use crate::ingest::html::walk::{Item, Reading};

pub fn article(text: &str) -> Option<dom_smoothie::Article> {
    let config = dom_smoothie::Config {
        text_mode: dom_smoothie::TextMode::Raw,
        ..dom_smoothie::Config::default()
    };
    dom_smoothie::Readability::new(text, None, Some(config))
        .ok()?
        .parse()
        .ok()
}

/// The blocks that the article is made of, with its headings, captions and byline. `None` if too little of the article
/// was found again among the blocks.
pub fn chosen(reading: &Reading, article: &dom_smoothie::Article) -> Option<Vec<Block>> {
    /// How far ahead a block's words are sought: what the library has left out lies between.
    const AHEAD: usize = 64 << 10;
    /// A shorter text may stand anywhere; it must follow right on.
    const LONG: usize = 40;
    /// How far right on may be: a caption or two.
    const NEAR: usize = 300;
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let hay = bare(&article.text_content);
    let mut keep = vec![false; reading.items.len()];
    let (mut at, mut found) = (0, 0);
    for (index, item) in reading.items.iter().enumerate() {
        let needle = bare(&item.block.text);
        if needle.is_empty() {
            continue;
        }
        let reach = if needle.len() >= LONG { AHEAD } else { NEAR };
        let end = (at + reach + needle.len()).min(hay.len());
        if let Some(offset) = memchr::memmem::find(&hay.as_bytes()[at..end], needle.as_bytes()) {
            at += offset + needle.len();
            found += needle.len();
            keep[index] = true;
        }
    }
    if found * 10 < hay.len() * 6 || found < 100 {
        return None;
    }
    let is_text = |item: &Item| item.block.part == Part::Text && !item.byline;
    let texts = || (0..keep.len()).filter(|index| keep[*index] && is_text(&reading.items[*index]));
    let (first, last) = (texts().next()?, texts().next_back()?);
    // The headline stands above; the last heading of the outermost level before the text is it.
    let headline = (0..first)
        .rev()
        .find(|index| reading.items[*index].block.part == Part::Heading(1));
    let begin = headline.unwrap_or(first);
    let byline = article.byline.as_deref().map(squeeze).unwrap_or_default();
    let mut signed = false;
    let mut blocks = Vec::new();
    for (index, item) in reading.items.iter().enumerate() {
        let inside = (begin..=last).contains(&index);
        let mut block = item.block.clone();
        let names_author = index < first + 3
            && block.text.len() <= byline.len() + 60
            && !byline.is_empty()
            && block.text.contains(&byline);
        let kept = match block.part {
            Part::Heading(_) if Some(index) == headline => true,
            Part::Heading(_) => {
                inside
                    && (index + 1..keep.len())
                        .find(|next| !matches!(reading.items[*next].block.part, Part::Heading(_)))
                        .is_some_and(|next| keep[next])
            }
            Part::Caption => inside,
            _ if item.byline || names_author => {
                let here = !signed && index < first + 3 && (inside || names_author);
                if here {
                    block.part = Part::Byline;
                    signed = true;
                }
                here
            }
            _ => keep[index],
        };
        if kept {
            blocks.push(block);
        }
    }
    if !signed && !byline.is_empty() && byline.len() <= 150 {
        let at = blocks
            .iter()
            .position(|block| block.part == Part::Text)
            .unwrap_or(0);
        let start = blocks[at].span.start;
        let line = blocks[at].line;
        blocks.insert(
            at,
            Block {
                part: Part::Byline,
                text: byline,
                span: start..start,
                line,
                ..Block::default()
            },
        );
    }
    Some(blocks)
}

/// All blocks but lists of links and what stands outside the page's main part.
pub fn without_furniture(reading: Reading) -> Vec<Block> {
    let size = |wanted: fn(&Item) -> bool| -> usize {
        reading
            .items
            .iter()
            .filter(|item| wanted(item))
            .map(|item| item.block.text.len())
            .sum()
    };
    let all = size(|_| true);
    let main: fn(&Item) -> bool = if size(|item| item.in_main) * 4 > all {
        |item| item.in_main
    } else if size(|item| item.in_article) * 2 > all {
        |item| item.in_article
    } else {
        |_| true
    };
    let is_link = |item: &Item| {
        let length = item.block.text.len();
        item.linked * 10 >= length * 8 && (item.block.item || length < 60)
    };
    reading
        .items
        .into_iter()
        .filter(|item| {
            let heading = matches!(item.block.part, Part::Heading(_));
            (main(item) || item.block.part == Part::Heading(1)) && (heading || !is_link(item))
        })
        .map(|mut item| {
            if item.byline {
                item.block.part = Part::Byline;
            }
            item.block
        })
        .collect()
}
