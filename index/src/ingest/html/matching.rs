//! Which blocks of a page are in the article that the library extracted.
//!
//! The library gives markup of its own, without offsets. That is cut into blocks as the page was,
//! and both rows of blocks are aligned: blocks that occur once in each anchor the others. Between
//! two anchors, a block whose words were changed by the library is found by its letters.
//!
//! Texts are compared without white space. Method: patience diff,
//! <https://bramcohen.livejournal.com/73318.html>.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use crate::ingest::block::Block;
use crate::ingest::html::items::Item;
use crate::text::ascending::longest_ascending;

/// How often the space between two anchors is searched for further ones. Each search costs a pass,
/// and pages of people need three.
const MAX_DEPTH: usize = 16;

/// Letters are compared by this many bytes at a time: one or two words.
const WINDOW_BYTES: usize = 8;

/// Every so many bytes of a block, a window is looked up.
const STEP_BYTES: usize = 2;

/// What was found of an article among the blocks of a page.
pub struct Matches {
    /// Whether each block of the page is in the article.
    pub in_article: Vec<bool>,
    /// Bytes of these blocks, without white space.
    pub found: usize,
    /// Bytes of the whole article, without white space.
    pub all: usize,
}

/// Finds the blocks of an article in a page.
pub fn matches(items: &[Item], article: &[Block]) -> Matches {
    let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let page: Vec<String> = items.iter().map(|item| bare(&item.block.text)).collect();
    let article: Vec<String> = article.iter().map(|block| bare(&block.text)).collect();
    let hasher = RandomState::new();
    let numbers = |texts: &[String]| texts.iter().map(|text| hasher.hash_one(text)).collect();
    let alignment = Alignment {
        page: numbers(&page),
        article: numbers(&article),
    };
    let anchors = alignment.anchors();
    let mut in_article = vec![false; page.len()];
    for (index, _) in &anchors {
        in_article[*index] = true;
    }
    for (here, there) in gaps(&anchors, page.len(), article.len()) {
        let windows = windows(&article[there]);
        for index in here {
            in_article[index] = is_mostly_in(&page[index], &windows);
        }
    }
    let found = (0..page.len()).filter(|index| in_article[*index]);
    Matches {
        found: found.map(|index| page[index].len()).sum(),
        all: article.iter().map(String::len).sum(),
        in_article,
    }
}

/// Two rows of blocks, each block as the hash of its text.
struct Alignment {
    page: Vec<u64>,
    article: Vec<u64>,
}

impl Alignment {
    /// Pairs of equal blocks, which ascend in both rows.
    fn anchors(&self) -> Vec<(usize, usize)> {
        let mut anchors = Vec::new();
        let mut open = vec![(0..self.page.len(), 0..self.article.len(), 0)];
        while let Some((mut here, mut there, depth)) = open.pop() {
            // Blocks next to an anchor are often equal, too, and may be frequent ones.
            while !here.is_empty()
                && !there.is_empty()
                && self.page[here.start] == self.article[there.start]
            {
                anchors.push((here.start, there.start));
                (here.start, there.start) = (here.start + 1, there.start + 1);
            }
            while !here.is_empty()
                && !there.is_empty()
                && self.page[here.end - 1] == self.article[there.end - 1]
            {
                (here.end, there.end) = (here.end - 1, there.end - 1);
                anchors.push((here.end, there.end));
            }
            let inside = longest_ascending(&self.single(&here, &there));
            if inside.is_empty() || depth == MAX_DEPTH {
                continue;
            }
            let (mut page, mut article) = (here.start, there.start);
            for (index, other) in &inside {
                open.push((page..*index, article..*other, depth + 1));
                (page, article) = (index + 1, other + 1);
            }
            open.push((page..here.end, article..there.end, depth + 1));
            anchors.extend(inside);
        }
        anchors.sort_unstable();
        anchors
    }

    /// The blocks that occur once in both ranges, in the order of the page.
    fn single(&self, here: &Range<usize>, there: &Range<usize>) -> Vec<(usize, usize)> {
        let counted = |numbers: &[u64]| {
            let mut seen: HashMap<u64, (usize, usize)> = HashMap::new();
            for (index, number) in numbers.iter().enumerate() {
                seen.entry(*number).or_insert((index, 0)).1 += 1;
            }
            seen
        };
        if here.is_empty() || there.is_empty() {
            return Vec::new();
        }
        let page = counted(&self.page[here.clone()]);
        let article = counted(&self.article[there.clone()]);
        let mut pairs: Vec<(usize, usize)> = page
            .into_iter()
            .filter(|(_, (_, count))| *count == 1)
            .filter_map(|(number, (index, _))| match article.get(&number) {
                Some((other, 1)) => Some((here.start + index, there.start + other)),
                _ => None,
            })
            .collect();
        pairs.sort_unstable();
        pairs
    }
}

/// The ranges of both rows between anchors, where both have blocks.
fn gaps(
    anchors: &[(usize, usize)],
    page: usize,
    article: usize,
) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut here, mut there) = (0, 0);
    let mut gaps = Vec::new();
    for (index, other) in anchors.iter().copied().chain([(page, article)]) {
        if here < index && there < other {
            gaps.push((here..index, there..other));
        }
        (here, there) = (index + 1, other + 1);
    }
    gaps
}

/// All windows of some texts.
fn windows(texts: &[String]) -> HashSet<[u8; WINDOW_BYTES]> {
    let joined = texts.concat();
    let bytes = joined.as_bytes().windows(WINDOW_BYTES);
    bytes
        .filter_map(|window| <[u8; WINDOW_BYTES]>::try_from(window).ok())
        .collect()
}

/// Whether most windows of a text are among these. A text without a window is not.
fn is_mostly_in(text: &str, windows: &HashSet<[u8; WINDOW_BYTES]>) -> bool {
    let looked_up = text.as_bytes().windows(WINDOW_BYTES).step_by(STEP_BYTES);
    let all = looked_up.len();
    let found = looked_up.filter(|window| windows.contains(*window)).count();
    found * 10 > all * 6
}

#[cfg(test)]
mod tests {
    use super::matches;
    use crate::ingest::block::Block;
    use crate::ingest::html::items::Item;

    /// `page`: the blocks of a page, one a line; `+` begins those that are in the article.
    fn check(page: &str, article: &str) {
        let block = |text: &str| Block {
            text: text.to_owned(),
            ..Block::default()
        };
        let items: Vec<Item> = page
            .lines()
            .map(|line| Item {
                block: block(line.trim_start_matches('+')),
                in_main: false,
                in_article: false,
                region: None,
                byline: false,
                linked: 0,
            })
            .collect();
        let article: Vec<Block> = article.lines().map(block).collect();
        let expected: Vec<bool> = page.lines().map(|line| line.starts_with('+')).collect();
        assert_eq!(matches(&items, &article).in_article, expected, "{page}");
    }

    #[test]
    fn words_of_a_menu_inside_the_first_paragraph_do_not_hide_it() {
        check(
            "Town\nThe harbour\n+The town has a harbour.\n+It is full.\nTown",
            "The town has a harbour.\nIt is full.",
        );
    }

    #[test]
    fn a_teaser_with_words_from_the_end_does_not_hide_the_beginning() {
        check(
            "It is full, and the ferry waits outside.\n+The town has a harbour.\n+Nobody pays for it.\n+It is full, and the ferry waits outside.",
            "The town has a harbour.\nNobody pays for it.\nIt is full, and the ferry waits outside.",
        );
    }

    #[test]
    fn frequent_blocks_are_found_next_to_others() {
        check(
            "Edit\n+Costs\n+Edit\n+The dredger costs a lot.\n+Edit\n+Nobody pays.\nEdit",
            "Costs\nEdit\nThe dredger costs a lot.\nEdit\nNobody pays.",
        );
    }

    #[test]
    fn a_block_that_the_library_has_shortened_or_joined_is_found() {
        check(
            "Menu of the town\n+The harbour of the town is full of silt [1] since the spring.\n+And the ferries wait outside.\n+The council met on Monday.\nImprint of the town",
            "The harbour of the town is full of silt since the spring.And the ferries wait outside.\nThe council met on Monday.",
        );
    }
}
