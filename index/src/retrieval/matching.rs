//! Decides whether one passage matches a node of a query, and with which of its words.
//!
//! Highlighting uses it, and retrieval where the index alone cannot tell. It must agree with what
//! the index finds: both read the same tree, the same tokens and the same terms. Offsets are bytes
//! of the passage's text.

use std::ops::Range;
use std::sync::Arc;

use crate::fields::schema::{SECTION_SEPARATOR, date_number};
use crate::fields::words::UtteranceCursor;
use crate::hit::Passage;
use crate::index::source_id::is_below;
use crate::query::date::touches;
use crate::query::elided::{places, width};
use crate::query::name::{holds_words, meets};
use crate::query::near::stretches;
use crate::query::node::{Element, FieldFilter, Node, NodeKind, QueryWord};
use crate::query::path::PathFilter;
use crate::query::suggest::is_within;
use crate::speakers::Speakers;
use crate::text::fold::fold;
use crate::text::stem::Stemming;
use crate::text::term_cache::{CachedWord, CachedWords, TermCache};
use crate::text::token::{Cut, Word, words};

/// What the values of a query's filters mean in the index as a whole. One passage alone does not
/// tell.
#[derive(Clone, Debug, Default)]
pub(crate) struct FilterContext {
    /// Values of `doc:` filters that are the whole name of a document.
    pub exact_docs: Vec<String>,
    /// The folder that relative paths start at. `None` unless a `path:` filter asks for it.
    pub root: Option<String>,
    /// The speakers and their aliases. Empty if the query has no filter on speakers.
    pub speakers: Arc<Speakers>,
}

/// A passage's words, ready to be compared with queries.
pub(crate) struct PassageMatcher<'a> {
    passage: &'a Passage,
    stemming: Stemming,
    cached: CachedWords<'a>,
    words: Vec<Token<'a>>,
    /// The words of the titles that are searched with the passage.
    titles: Vec<&'a CachedWord>,
    context: &'a FilterContext,
}

/// A word of the passage's text.
struct Token<'a> {
    range: Range<usize>,
    exact: &'a str,
    cached: &'a CachedWord,
    cut: Cut,
}

/// Which words of the passage count.
#[derive(Clone, Copy)]
enum Scope<'s> {
    Anywhere,
    /// Those inside verbatim utterances of the wanted speakers. Holds the number of each word's
    /// utterance; `None` for a word that does not count.
    Said(&'s [Option<usize>]),
}

impl Scope<'_> {
    /// Whether the word with this number counts.
    fn includes(self, number: usize) -> bool {
        match self {
            Scope::Anywhere => true,
            Scope::Said(utterances) => utterances[number].is_some(),
        }
    }

    /// Whether a phrase may contain both words: both count and lie in the same utterance.
    fn joins(self, number: usize, other: usize) -> bool {
        match self {
            Scope::Anywhere => true,
            Scope::Said(utterances) => {
                utterances[number].is_some() && utterances[number] == utterances[other]
            }
        }
    }
}

impl<'a> PassageMatcher<'a> {
    /// Splits a passage into words. `terms` caches their terms between passages.
    pub fn new(
        passage: &'a Passage,
        terms: &'a mut TermCache,
        context: &'a FilterContext,
    ) -> PassageMatcher<'a> {
        let stemming = Stemming::of(passage.lang.as_deref());
        // Nearly every word takes at least five bytes with the space after it.
        let mut in_text: Vec<Word<'_>> = Vec::with_capacity(passage.text.len() / 5 + 1);
        in_text.extend(words(&passage.text));
        let in_titles: Vec<Word<'_>> = passage
            .titles
            .iter()
            .flat_map(|title| words(title))
            .collect();
        let (cached, numbers) = terms.add(in_text.iter().chain(&in_titles).copied(), stemming);
        let (numbers, title_numbers) = numbers.split_at(in_text.len());
        let token = |(word, number): (&Word<'_>, &usize)| {
            cached.at(*number).map(|cached| Token {
                range: word.start..word.end(),
                exact: &cached.exact,
                cached,
                cut: word.cut,
            })
        };
        let title = |number: &usize| cached.at(*number);
        let mut tokens = Vec::with_capacity(in_text.len());
        tokens.extend(in_text.iter().zip(numbers).filter_map(token));
        PassageMatcher {
            passage,
            stemming,
            cached,
            words: tokens,
            titles: title_numbers.iter().filter_map(title).collect(),
            context,
        }
    }

    /// For each word, the number of the verbatim utterance that contains it.
    ///
    /// With `voices`, only utterances of speakers with one of these names count.
    fn utterances(&self, voices: Option<&[Vec<String>]>) -> Vec<Option<usize>> {
        let counts = |speaker: Option<&str>| match voices {
            None => true,
            Some(voices) => {
                let matches = |name: &str| {
                    voices
                        .iter()
                        .any(|wanted| self.context.speakers.holds(name, wanted))
                };
                speaker.is_some_and(matches)
            }
        };
        let verbatim = self
            .passage
            .utterances
            .iter()
            .filter(|u| u.verbatim && counts(u.speaker.as_deref()));
        let mut spoken = UtteranceCursor::new(verbatim.map(|u| u.range.clone()));
        self.words
            .iter()
            .map(|token| spoken.group(token.range.clone()))
            .collect()
    }

    /// Whether the passage matches a node. If it does, the byte ranges that match are appended to
    /// `highlights`.
    pub fn find(&self, node: &Node, highlights: &mut Vec<Range<usize>>) -> bool {
        self.find_in(node, Scope::Anywhere, highlights)
    }

    fn find_in(&self, node: &Node, scope: Scope<'_>, highlights: &mut Vec<Range<usize>>) -> bool {
        let before = highlights.len();
        match &node.kind {
            NodeKind::All => true,
            NodeKind::Field(filter) => self.passes(filter),
            NodeKind::Word(word) => self.find_word(word, scope, highlights),
            NodeKind::Prefix(prefix) => {
                for token in self
                    .in_scope(scope)
                    .filter(|token| token.exact.starts_with(&**prefix))
                {
                    highlights.push(self.prefix_range(token, prefix));
                }
                highlights.len() > before
            }
            NodeKind::Fuzzy(word, allowed) => {
                let near = |token: &Token<'_>| is_within(token.exact, word, usize::from(*allowed));
                self.find_tokens(scope, near, highlights)
            }
            NodeKind::Phrase(elements) => self.find_phrase(elements, scope, highlights),
            NodeKind::Elided(pieces) => self.find_elided(pieces, scope, highlights),
            NodeKind::Near(elements, between) => {
                self.find_near(elements, *between, scope, highlights)
            }
            NodeKind::And(nodes) => {
                let all = nodes
                    .iter()
                    .all(|node| self.find_in(node, scope, highlights));
                if !all {
                    highlights.truncate(before);
                }
                all
            }
            NodeKind::Or(nodes) => {
                // Every alternative that matches is highlighted, so none is skipped.
                let found = nodes
                    .iter()
                    .filter(|node| self.find_in(node, scope, highlights))
                    .count();
                found > 0
            }
            NodeKind::Not(inner) => {
                let found = self.find_in(inner, scope, highlights);
                highlights.truncate(before);
                !found
            }
            NodeKind::Said(inner, voices) => {
                let utterances = self.utterances(voices.as_deref());
                self.find_in(inner, Scope::Said(&utterances), highlights)
            }
        }
    }

    fn find_word(
        &self,
        word: &QueryWord,
        scope: Scope<'_>,
        highlights: &mut Vec<Range<usize>>,
    ) -> bool {
        // The cache knows the stem of a word that is in the text. That of any other is computed.
        let computed;
        let stem = match self.cached.get(word.text()) {
            Some(cached) => cached.stem(),
            None => match word.terms(self.stemming) {
                Some(terms) => {
                    computed = terms.stem;
                    &*computed
                }
                None => return false,
            },
        };
        let in_title =
            matches!(scope, Scope::Anywhere) && self.titles.iter().any(|word| word.has_stem(stem));
        self.find_tokens(scope, |token| token.cached.has_stem(stem), highlights) || in_title
    }

    fn in_scope(&self, scope: Scope<'_>) -> impl Iterator<Item = &Token<'a>> {
        let numbered = self.words.iter().enumerate();
        numbered
            .filter(move |(number, _)| scope.includes(*number))
            .map(|(_, token)| token)
    }

    /// Whether the passage passes a filter.
    fn passes(&self, filter: &FieldFilter) -> bool {
        let passage = self.passage;
        match filter {
            FieldFilter::Speaker(wanted) => passage
                .speakers
                .iter()
                .any(|name| self.context.speakers.holds(name, wanted)),
            FieldFilter::Section(wanted) => {
                holds_words(&passage.section.join(SECTION_SEPARATOR), wanted)
            }
            FieldFilter::SectionNumber(number) => u64::from(passage.section_number) == *number,
            FieldFilter::Doc(name) if self.context.exact_docs.contains(name) => {
                passage.doc == *name
            }
            FieldFilter::Doc(pattern) => meets(&passage.doc, pattern),
            FieldFilter::Path(pattern) => {
                let filter = PathFilter::new(pattern, self.context.root.as_deref());
                filter.meets(&passage.path, &passage.doc)
            }
            FieldFilter::Within {
                path, holds_index, ..
            } => is_below(&passage.path, path, *holds_index),
            FieldFilter::Kind(kind) => passage.kind == *kind,
            FieldFilter::Lang(lang) => passage.lang.as_ref() == Some(lang),
            FieldFilter::Date(from, to) => passage.date.as_ref().is_some_and(|date| {
                u32::try_from(date_number(date)).is_ok_and(|date| touches(date, *from, *to))
            }),
        }
    }

    /// Highlights the tokens in scope that match; false if there are none.
    fn find_tokens(
        &self,
        scope: Scope<'_>,
        matches: impl Fn(&Token<'_>) -> bool,
        highlights: &mut Vec<Range<usize>>,
    ) -> bool {
        let before = highlights.len();
        highlights.extend(
            self.in_scope(scope)
                .filter(|token| matches(token))
                .map(|token| token.range.clone()),
        );
        highlights.len() > before
    }

    /// The part of a token that a prefix matches. In a script without spaces the prefix is one
    /// character, and the token is that character and the next.
    fn prefix_range(&self, token: &Token<'_>, prefix: &str) -> Range<usize> {
        if token.cut != Cut::Pair || token.exact == prefix {
            return token.range.clone();
        }
        let token_text = &self.passage.text[token.range.clone()];
        let end = token_text
            .char_indices()
            .map(|(offset, _)| offset)
            .skip(1)
            .find(|end| fold(&token_text[..*end]) == prefix);
        token.range.start..token.range.start + end.unwrap_or(token_text.len())
    }

    /// The number of words in the passage's text.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The byte range of the word with this number. Of the `last` word of a phrase only what the
    /// phrase has of it.
    pub fn word_range(&self, number: usize, last: Option<&Element>) -> Range<usize> {
        match (self.words.get(number), last) {
            (Some(word), Some(last)) if last.prefix => self.prefix_range(word, &last.folded),
            (Some(word), _) => word.range.clone(),
            (None, _) => 0..0,
        }
    }

    /// Whether the word with this number is the given word of a phrase.
    pub fn is_element(&self, element: &Element, number: usize) -> bool {
        self.words.get(number).is_some_and(|token| {
            if element.prefix {
                token.exact.starts_with(&*element.folded)
            } else {
                token.exact == &*element.folded
            }
        })
    }

    fn find_phrase(
        &self,
        elements: &[Element],
        scope: Scope<'_>,
        highlights: &mut Vec<Range<usize>>,
    ) -> bool {
        let (Some(first), Some(last)) = (elements.first(), elements.last()) else {
            return false;
        };
        let before = highlights.len();
        for start in 0..self.words.len() {
            if !self.is_element(first, start) {
                continue;
            }
            let number = |element: &Element| start + (element.offset - first.offset) as usize;
            if !elements
                .iter()
                .all(|element| self.is_element(element, number(element)))
            {
                continue;
            }
            let end = number(last);
            if !scope.joins(start, end) {
                continue;
            }
            let last_range = if last.prefix {
                self.prefix_range(&self.words[end], &last.folded)
            } else {
                self.words[end].range.clone()
            };
            let from = self.words[start].range.start;
            let text = &self.passage.text;
            highlights.push(
                from - same_before(&text[..from], &first.before)
                    ..last_range.end + same_after(&text[last_range.end..], &last.after),
            );
        }
        highlights.len() > before
    }

    /// Highlights the pieces of a quotation with something left out, but not what is left out.
    fn find_elided(
        &self,
        pieces: &[Vec<Element>],
        scope: Scope<'_>,
        highlights: &mut Vec<Range<usize>>,
    ) -> bool {
        let before = highlights.len();
        let is_element = |element: &Element, number: usize| self.is_element(element, number);
        for starts in places(pieces, self.words.len(), &is_element) {
            let end = |number: usize| starts[number] + width(&pieces[number]) - 1;
            if !scope.joins(starts[0], end(pieces.len() - 1)) {
                continue;
            }
            for (number, start) in starts.iter().enumerate() {
                let from = self.word_range(*start, None).start;
                let last = pieces[number].last();
                highlights.push(from..self.word_range(end(number), last).end);
            }
        }
        highlights.len() > before
    }

    fn find_near(
        &self,
        elements: &[Element],
        between: u32,
        scope: Scope<'_>,
        highlights: &mut Vec<Range<usize>>,
    ) -> bool {
        let before = highlights.len();
        let (distinct, needs) = distinct_words(elements);
        let between = between + unused_positions(elements);
        let mut start = 0;
        while start < self.words.len() {
            // Under `said:` each utterance is searched alone.
            let end = (start..self.words.len())
                .find(|number| *number > start && !scope.joins(start, *number))
                .unwrap_or(self.words.len());
            if scope.includes(start) {
                let occurrences: Vec<(u32, usize)> = (start..end)
                    .flat_map(|number| {
                        let here = distinct
                            .iter()
                            .enumerate()
                            .filter(move |(_, element)| self.is_element(element, number));
                        here.map(move |(word, _)| (number as u32, word))
                    })
                    .collect();
                for (first, last) in stretches(&occurrences, &needs, between) {
                    for (number, word) in &occurrences[first..=last] {
                        let token = &self.words[*number as usize];
                        highlights.push(match distinct[*word] {
                            element if element.prefix => self.prefix_range(token, &element.folded),
                            _ => token.range.clone(),
                        });
                    }
                }
            }
            start = end;
        }
        highlights.len() > before
    }
}

/// How many bytes at the end of `text` repeat the punctuation that the user typed before a phrase,
/// as in `"£5.2"`.
fn same_before(text: &str, typed: &str) -> usize {
    let pairs = text.chars().rev().zip(typed.chars().rev());
    common_length(pairs)
}

/// How many bytes at the start of `text` repeat the punctuation that the user typed after a phrase,
/// as in `"56.2%"`.
fn same_after(text: &str, typed: &str) -> usize {
    common_length(text.chars().zip(typed.chars()))
}

fn common_length(pairs: impl Iterator<Item = (char, char)>) -> usize {
    pairs
        .take_while(|(one, other)| one == other && !one.is_whitespace())
        .map(|(one, _)| one.len_utf8())
        .sum()
}

/// How many positions of a `"..."~N` no element takes.
///
/// The last character of a run in a script without spaces has a position, but the pair before it
/// already contains it.
pub(crate) fn unused_positions(elements: &[Element]) -> u32 {
    let positions = elements.last().map_or(0, |last| last.offset + 1);
    positions - elements.len() as u32
}

/// The distinct words of a `"..."~N`, and how often the query gives each.
pub(crate) fn distinct_words(elements: &[Element]) -> (Vec<&Element>, Vec<usize>) {
    let mut distinct: Vec<&Element> = Vec::new();
    let mut needs: Vec<usize> = Vec::new();
    for element in elements {
        match distinct
            .iter()
            .position(|known| known.folded == element.folded && known.prefix == element.prefix)
        {
            Some(number) => needs[number] += 1,
            None => {
                distinct.push(element);
                needs.push(1);
            }
        }
    }
    (distinct, needs)
}
