//! The first reading of a paragraph: its quotations, its names and, unless the story is very long,
//! its tokens. Offsets are bytes of the paragraph.

use std::ops::Range;

use crate::attribution::name::nickname::is_nickname;
use crate::attribution::name::word_name::unmask;
use crate::attribution::people::mentions::Names;
use crate::attribution::words::class::Class;
use crate::attribution::words::quote::{self, Quote};
use crate::attribution::words::scan::{self, Token};
use crate::attribution::words::sentences::sentences;

/// Tokens of a paragraph that are held at once if they are not kept. A longer paragraph is read in
/// stretches that end with a sentence.
const STRETCH_TOKENS: usize = 4096;

/// A headline has at least this many words: in a shorter line capitals tell nothing.
const MIN_HEADLINE_WORDS: usize = 4;

/// A headline has at most this many words.
const MAX_HEADLINE_WORDS: usize = 24;

/// Bytes per token that a token list is given room for. Few texts have more tokens than that.
const BYTES_PER_TOKEN: usize = 5;

/// A paragraph after the first reading.
pub(crate) struct Reading {
    pub(crate) quotes: Vec<Quote>,
    /// The bytes of the names that can be people's, in order.
    mentions: Vec<Range<usize>>,
    /// `None` if the story is too long to keep them.
    kept: Option<Kept>,
}

struct Kept {
    tokens: Vec<Token>,
    sentences: Vec<Range<usize>>,
}

impl Reading {
    /// Reads a paragraph and adds its names, those inside quotations included, to `names`.
    pub(super) fn new<'a>(
        text: &'a str,
        keep_tokens: bool,
        names: &mut Names<'a>,
        buffer: &mut Vec<Token>,
    ) -> Reading {
        let mut quotes = quote::quotes(text);
        let mut mentions = Vec::new();
        if !keep_tokens {
            each_stretch(text, &[], buffer, |tokens| {
                names.read(text, tokens, false, &mut mentions);
            });
            return Reading {
                quotes,
                mentions,
                kept: None,
            };
        }
        // First as if there were no quotations, for the names inside them.
        let mut tokens = Vec::with_capacity(text.len() / BYTES_PER_TOKEN);
        scan::read(text, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
        // A nickname is no quotation: the words around it are one name.
        quotes.retain(|quote| {
            let range = quote.start..quote.end;
            let is_nickname = is_nickname(text, &range);
            if is_nickname {
                tokens.retain(|token| !range.contains(&token.start));
            }
            !is_nickname
        });
        unmask(text, &mut tokens);
        let is_headline = soften_headline(&mut tokens);
        names.read(text, &tokens, is_headline, &mut mentions);
        if !quotes.is_empty() {
            tokens = scan::with_quotes(&tokens, &quotes);
        }
        let sentences = sentences(text, &quotes, &tokens);
        Reading {
            quotes,
            mentions,
            kept: Some(Kept { tokens, sentences }),
        }
    }

    /// The names outside quotations in a sentence with these tokens, as bytes of the paragraph.
    pub(crate) fn mentions(&self, tokens: &[Token]) -> impl Iterator<Item = Range<usize>> {
        let start = tokens.first().map_or(0, |token| token.start);
        let end = tokens.last().map_or(0, |token| token.end);
        let first = self.mentions.partition_point(|name| name.start < start);
        let mentions = self.mentions[first..].iter();
        let mentions = mentions.take_while(move |name| name.end <= end);
        let is_quoted = |name: &&Range<usize>| {
            let at = self.quotes.partition_point(|quote| quote.end <= name.start);
            self.quotes
                .get(at)
                .is_some_and(|quote| quote.start <= name.start)
        };
        mentions.filter(move |name| !is_quoted(name)).cloned()
    }

    /// The tokens of the paragraph, if they were kept.
    pub(crate) fn tokens(&self) -> Option<&[Token]> {
        self.kept.as_ref().map(|kept| kept.tokens.as_slice())
    }

    /// Calls `f` with the tokens of each sentence of `text`, the paragraph that was read.
    pub(crate) fn each_sentence(
        &self,
        text: &str,
        buffer: &mut Vec<Token>,
        mut f: impl FnMut(&[Token]),
    ) {
        if let Some(Kept { tokens, sentences }) = &self.kept {
            sentences.iter().for_each(|range| f(&tokens[range.clone()]));
            return;
        }
        each_stretch(text, &self.quotes, buffer, |tokens| {
            sentences(text, &self.quotes, tokens)
                .into_iter()
                .for_each(|range| f(&tokens[range]));
        });
    }
}

/// Calls `f` with the tokens of `text`, stretch by stretch.
fn each_stretch(
    text: &str,
    quotes: &[Quote],
    tokens: &mut Vec<Token>,
    mut f: impl FnMut(&[Token]),
) {
    let (mut at, mut next_quote) = (0, 0);
    while at < text.len() {
        tokens.clear();
        at = scan::read(text, quotes, &mut next_quote, at, STRETCH_TOKENS, tokens);
        f(tokens);
    }
}

/// If a paragraph is a headline in title case, treats its words that are not names as if they had
/// no capital. Returns whether it is one: at least 70 % of its words are capitalised.
fn soften_headline(tokens: &mut [Token]) -> bool {
    let words = || tokens.iter().filter(|token| token.is_word());
    let capitals = words().filter(|token| token.capital).count();
    let count = words().take(MAX_HEADLINE_WORDS + 1).count();
    let is_short = (MIN_HEADLINE_WORDS..=MAX_HEADLINE_WORDS).contains(&count);
    if !is_short || capitals * 10 < count * 7 {
        return false;
    }
    let name = Class::GIVEN | Class::TITLE | Class::PLACE | Class::BRAND | Class::ORG;
    for token in tokens.iter_mut().skip(1).filter(|token| token.is_word()) {
        let is_unknown = token.class.is_empty() || token.class.intersects(name);
        token.capital &= is_unknown && token.cue.is_none();
    }
    true
}
