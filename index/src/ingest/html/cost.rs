//! What it would cost to extract the article from a page.
//!
//! The extraction library takes time that grows with the depth of the page, and with the square of
//! the length of some texts. A page that would cost too much is read without it.

/// Deepest nesting that is extracted. Pages written by people stay far below.
const MAX_DEPTH: usize = 400;

/// Largest page that is extracted, in bytes. Articles are far smaller.
const MAX_PAGE_BYTES: usize = 8 << 20;

/// Most steps spent on texts full of ampersands and on tags with thousands of attributes.
const MAX_STEPS: usize = 50_000_000;

/// The cost of a page, counted in one pass over its markup.
#[derive(Default)]
pub struct Cost {
    depth: usize,
    steps: usize,
}

impl Cost {
    /// Counts a text as it is written in the source.
    pub fn add_text(&mut self, text: &str) {
        self.steps += escape_steps(text);
    }

    /// Counts the attributes of a tag as they are written in the source. The library compares each
    /// with all others.
    pub fn add_attributes(&mut self, attributes: &str) {
        let count = memchr::memchr_iter(b'=', attributes.as_bytes()).count();
        self.steps += escape_steps(attributes) + count * count;
    }

    /// Counts how many elements are open.
    pub fn add_depth(&mut self, depth: usize) {
        self.depth = self.depth.max(depth);
    }

    /// Whether a page of this many bytes costs too much.
    pub fn is_too_high(&self, page_bytes: usize) -> bool {
        self.depth > MAX_DEPTH || self.steps > MAX_STEPS || page_bytes > MAX_PAGE_BYTES
    }
}

/// The steps in which `dom_smoothie` escapes a text: at each `&` it searches for the next `<`, 32
/// bytes at a time.
fn escape_steps(text: &str) -> usize {
    memchr::memchr_iter(b'&', text.as_bytes()).count() * (text.len() / 32)
}
