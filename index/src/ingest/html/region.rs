//! The part of a page that its markup calls the article.
//!
//! The extraction library may take a notice, the author's biography or another article for the
//! text of a page, mostly where the text itself is short. The markup's own word counts where the
//! library's choice is much smaller.

use std::ops::Range;

use crate::ingest::block::{Block, Part};
use crate::ingest::html::items::{Found, Item};

/// Less text, in bytes, is a teaser.
const MIN_BYTES: usize = 200;

/// The blocks of the largest article by the page's markup, with the headline above it. `None` if
/// the blocks `chosen` so far are about half of it, or have more text that is elsewhere.
pub fn larger_article(found: &Found, chosen: &[Block]) -> Option<Vec<Block>> {
    let (region, size) = largest(&found.items)?;
    let span = span_of(&found.items, region);
    let length = |blocks: &mut dyn Iterator<Item = &Block>| -> usize {
        blocks.map(|block| block.text.len()).sum()
    };
    let all = length(&mut chosen.iter());
    let inside = length(
        &mut chosen
            .iter()
            .filter(|block| span.contains(&block.span.start)),
    );
    let elsewhere = inside * 2 < all;
    let is_larger = if elsewhere {
        size > all
    } else {
        size > all * 2
    };
    (is_larger && size >= MIN_BYTES).then(|| blocks_of(&found.items, region))
}

/// The article with most text, links aside, and its size in bytes.
fn largest(items: &[Item]) -> Option<(usize, usize)> {
    let mut sizes: Vec<usize> = Vec::new();
    for item in items.iter().filter(|item| !item.is_link()) {
        let Some(region) = item.region else { continue };
        sizes.resize(sizes.len().max(region + 1), 0);
        sizes[region] += item.block.text.len();
    }
    let sizes = sizes.into_iter().enumerate().rev();
    sizes.max_by_key(|(_, size)| *size)
}

/// From the first to the last byte of an article.
fn span_of(items: &[Item], region: usize) -> Range<usize> {
    let is_inside = |item: &&Item| item.region == Some(region);
    let spans = || items.iter().filter(is_inside).map(|item| &item.block.span);
    let start = spans().map(|span| span.start).min().unwrap_or(0);
    let end = spans().map(|span| span.end).max().unwrap_or(0);
    start..end
}

fn blocks_of(items: &[Item], region: usize) -> Vec<Block> {
    let first = items.iter().position(|item| item.region == Some(region));
    let headline = items[..first.unwrap_or(0)]
        .iter()
        .rposition(|item| item.block.part == Part::Heading(1));
    let is_kept = |(index, item): &(usize, &Item)| {
        let heading = matches!(item.block.part, Part::Heading(_));
        Some(*index) == headline || (item.region == Some(region) && (heading || !item.is_link()))
    };
    let kept = items.iter().enumerate().filter(is_kept);
    kept.map(|(_, item)| item.clone().into_block()).collect()
}

#[cfg(test)]
mod tests {
    use super::larger_article;
    use crate::ingest::html::walk::{Keep, Walk};

    /// `page`: a page. `chosen`: the words with which the blocks chosen so far begin. `expected`:
    /// the texts of its larger article, a line each, or empty.
    fn check(page: &str, chosen: &str, expected: &str) {
        let found = Walk::new(page, Keep::Text).run();
        let blocks = found.items.iter().map(|item| item.block.clone());
        let chosen: Vec<_> = blocks
            .filter(|block| block.text.starts_with(chosen))
            .collect();
        assert!(!chosen.is_empty(), "{page}");
        let larger = larger_article(&found, &chosen).unwrap_or_default();
        let texts: Vec<&str> = larger.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts.join("\n"), expected, "{page}");
    }

    const STORY: &str = "The dredger Freya left the harbour on Monday for the first time in eleven years, the port authority said, and half of the town came to look at it from the quay.";
    const NOTICE: &str =
        "Terms of the prize draw of the harbour, with names of those who may not enter.";

    #[test]
    fn an_article_by_its_markup_replaces_a_smaller_text_elsewhere() {
        for (open, close) in [
            ("<article>", "</article>"),
            ("<div class=post-content>", "</div>"),
            ("<section itemprop=articleBody>", "</section>"),
        ] {
            let page = format!(
                "<h1>Freya</h1>{open}<p>{STORY}</p><ul><li><a>More</a></ul>{STORY}{close}<p>{NOTICE}</p>"
            );
            check(&page, "Terms", &format!("Freya\n{STORY}\n{STORY}"));
            check(&page, "The dredger", "");
        }
    }

    #[test]
    fn teasers_and_comments_replace_nothing() {
        let teasers = format!("<article><p>{NOTICE}</p></article>").repeat(9);
        check(&format!("<p>{STORY}</p>{teasers}"), "The dredger", "");
        let comments = format!("<article class=comment><p>{STORY}</p><p>{STORY}</p></article>");
        check(&format!("<p>{NOTICE}</p>{comments}"), "Terms", "");
    }
}
