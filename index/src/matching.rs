//! Does a passage answer a part of a query, and with which of its words? One pass over the tokens decides.
//!
//! This is what highlighting marks by, and what retrieval asks where the index alone cannot tell. It must agree with what
//! the index finds: both read the same tree, the same tokens and the same terms.

use std::ops::Range;

use crate::analysis::Spoken;
use crate::hit::Passage;
use crate::query::near::stretches;
use crate::query::node::{Element, Node, NodeKind};
use crate::query::suggest::distance;
use crate::text::fold::fold;
use crate::text::stem::{Stemming, Terms};
use crate::text::token::{Cut, words};

/// A passage's words, ready to be compared.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    stemming: Stemming,
    words: Vec<Token>,
}

struct Token {
    range: Range<usize>,
    exact: Box<str>,
    stem: Box<str>,
    cut: Cut,
    /// The utterance it lies in, of those that count.
    group: Option<usize>,
}

/// Where the words must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Anywhere,
    /// Inside one verbatim utterance that counts.
    Said,
}

impl<'a> Tokens<'a> {
    /// The words of a passage. `said:` counts the verbatim utterances of those speakers for whom `counts` holds.
    pub fn new(
        passage: &'a Passage,
        terms: &mut Terms,
        counts: impl Fn(Option<&str>) -> bool,
    ) -> Tokens<'a> {
        let stemming = Stemming::of(passage.lang.as_deref());
        let verbatim = passage
            .utterances
            .iter()
            .filter(|u| u.verbatim && counts(u.speaker.as_deref()));
        let mut spoken = Spoken::new(verbatim.map(|u| u.range.clone()));
        let mut tokens = Vec::new();
        for word in words(&passage.text) {
            let range = word.start..word.end();
            let group = spoken.group(range.clone());
            if let Some(terms) = terms.of(word, stemming) {
                tokens.push(Token {
                    range,
                    exact: terms.exact.clone(),
                    stem: terms.stem.clone(),
                    cut: word.cut,
                    group,
                });
            }
        }
        Tokens {
            text: &passage.text,
            stemming,
            words: tokens,
        }
    }

    /// Whether the passage answers a node; if it does, the byte ranges that do are appended.
    pub fn find(&self, node: &Node, marks: &mut Vec<Range<usize>>) -> bool {
        self.find_in(node, Scope::Anywhere, marks)
    }

    fn find_in(&self, node: &Node, scope: Scope, marks: &mut Vec<Range<usize>>) -> bool {
        let before = marks.len();
        match &node.kind {
            NodeKind::All | NodeKind::Field(_) => true,
            NodeKind::Word(word) => {
                let Some(terms) = word.terms(self.stemming) else {
                    return false;
                };
                self.mark_tokens(scope, |token| token.stem == terms.stem, marks)
            }
            NodeKind::Prefix(prefix) => {
                for token in self
                    .in_scope(scope)
                    .filter(|token| token.exact.starts_with(&**prefix))
                {
                    marks.push(self.prefix_range(token, prefix));
                }
                marks.len() > before
            }
            NodeKind::Fuzzy(word, allowed) => {
                let near = |token: &Token| {
                    token.exact.len().abs_diff(word.len()) <= usize::from(*allowed) * 4
                        && distance(&token.exact, word) <= usize::from(*allowed)
                };
                self.mark_tokens(scope, near, marks)
            }
            NodeKind::Phrase(elements) => self.find_phrase(elements, scope, marks),
            NodeKind::Near(elements, between) => self.find_near(elements, *between, scope, marks),
            NodeKind::And(nodes) => {
                let all = nodes.iter().all(|node| self.find_in(node, scope, marks));
                if !all {
                    marks.truncate(before);
                }
                all
            }
            NodeKind::Or(nodes) => {
                let found = nodes
                    .iter()
                    .filter(|node| self.find_in(node, scope, marks))
                    .count();
                found > 0
            }
            NodeKind::Not(inner) => {
                let found = self.find_in(inner, scope, marks);
                marks.truncate(before);
                !found
            }
            NodeKind::Said(inner) => self.find_in(inner, Scope::Said, marks),
        }
    }

    fn in_scope(&self, scope: Scope) -> impl Iterator<Item = &Token> {
        self.words
            .iter()
            .filter(move |token| scope == Scope::Anywhere || token.group.is_some())
    }

    fn mark_tokens(
        &self,
        scope: Scope,
        matches: impl Fn(&Token) -> bool,
        marks: &mut Vec<Range<usize>>,
    ) -> bool {
        let before = marks.len();
        marks.extend(
            self.in_scope(scope)
                .filter(|token| matches(token))
                .map(|token| token.range.clone()),
        );
        marks.len() > before
    }

    /// In a script without spaces a prefix is a character, and the token is that character and its neighbour.
    fn prefix_range(&self, token: &Token, prefix: &str) -> Range<usize> {
        if token.cut != Cut::Pair || *token.exact == *prefix {
            return token.range.clone();
        }
        let token_text = &self.text[token.range.clone()];
        let end = token_text
            .char_indices()
            .map(|(offset, _)| offset)
            .skip(1)
            .find(|end| fold(&token_text[..*end]) == prefix);
        token.range.start..token.range.start + end.unwrap_or(token_text.len())
    }

    fn element_at(&self, element: &Element, place: usize) -> bool {
        self.words.get(place).is_some_and(|token| {
            if element.prefix {
                token.exact.starts_with(&*element.folded)
            } else {
                *token.exact == *element.folded
            }
        })
    }

    fn find_phrase(
        &self,
        elements: &[Element],
        scope: Scope,
        marks: &mut Vec<Range<usize>>,
    ) -> bool {
        let (Some(first), Some(last)) = (elements.first(), elements.last()) else {
            return false;
        };
        let before = marks.len();
        for start in 0..self.words.len() {
            if !self.element_at(first, start) {
                continue;
            }
            let place = |element: &Element| start + (element.offset - first.offset) as usize;
            if !elements
                .iter()
                .all(|element| self.element_at(element, place(element)))
            {
                continue;
            }
            let end = place(last);
            let together = self.words[start].group.is_some()
                && self.words[start].group == self.words[end].group;
            if scope == Scope::Said && !together {
                continue;
            }
            let last_range = if last.prefix {
                self.prefix_range(&self.words[end], &last.folded)
            } else {
                self.words[end].range.clone()
            };
            marks.push(self.words[start].range.start..last_range.end);
        }
        marks.len() > before
    }

    fn find_near(
        &self,
        elements: &[Element],
        between: u32,
        scope: Scope,
        marks: &mut Vec<Range<usize>>,
    ) -> bool {
        let before = marks.len();
        let (distinct, needs) = distinct_words(elements);
        let mut start = 0;
        while start < self.words.len() {
            // Under `said:` each utterance is looked at alone.
            let group = self.words[start].group;
            let mut end = self.words.len();
            if scope == Scope::Said {
                end = start
                    + self.words[start..]
                        .iter()
                        .take_while(|token| token.group == group)
                        .count();
            }
            if scope == Scope::Anywhere || group.is_some() {
                let occurrences: Vec<(u32, usize)> = (start..end)
                    .filter_map(|place| {
                        let word = distinct
                            .iter()
                            .position(|element| self.element_at(element, place))?;
                        Some((place as u32, word))
                    })
                    .collect();
                for (first, last) in stretches(&occurrences, &needs, between) {
                    marks.extend(
                        occurrences[first..=last]
                            .iter()
                            .map(|(place, _)| self.words[*place as usize].range.clone()),
                    );
                }
            }
            start = end;
        }
        marks.len() > before
    }
}

/// The different words of a `"..."~N`, and how often each is named.
pub(crate) fn distinct_words(elements: &[Element]) -> (Vec<&Element>, Vec<usize>) {
    let mut distinct: Vec<&Element> = Vec::new();
    let mut needs: Vec<usize> = Vec::new();
    for element in elements {
        match distinct
            .iter()
            .position(|known| known.folded == element.folded && known.prefix == element.prefix)
        {
            Some(place) => needs[place] += 1,
            None => {
                distinct.push(element);
                needs.push(1);
            }
        }
    }
    (distinct, needs)
}
