//! Does a passage answer a part of a query, and with which of its words? One pass over the tokens decides.
//!
//! This is what highlighting marks by, and what retrieval asks where the index alone cannot tell. It must agree with what
//! the index finds: both read the same tree, the same tokens and the same terms.

use std::ops::Range;
use std::sync::Arc;

use crate::fields::schema::{SECTION_SEPARATOR, date_number};
use crate::fields::words::UtteranceCursor;
use crate::hit::Passage;
use crate::query::name::{holds_words, meets};
use crate::query::near::stretches;
use crate::query::node::{Element, FieldFilter, Node, NodeKind};
use crate::query::suggest::is_near;
use crate::speakers::Speakers;
use crate::text::fold::fold;
use crate::text::learnt::{Learnt, LearntWord, Terms};
use crate::text::stem::Stemming;
use crate::text::token::{Cut, Word, words};

/// What the whole index, and no passage alone, says of the values of a query's filters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Values of `doc:` filters that are a document's whole name.
    pub exact_docs: Vec<String>,
    /// Who is who. Nobody is known where the query names no speaker.
    pub speakers: Arc<Speakers>,
}

/// A passage's words, ready to be compared.
pub(crate) struct Tokens<'a> {
    passage: &'a Passage,
    stemming: Stemming,
    learnt: Learnt<'a>,
    words: Vec<Token<'a>>,
    /// The words of the titles that are searched with the passage.
    titles: Vec<&'a LearntWord>,
    known: &'a Known,
}

struct Token<'a> {
    range: Range<usize>,
    exact: &'a str,
    learnt: &'a LearntWord,
    cut: Cut,
}

/// Where the words must stand.
#[derive(Clone, Copy)]
enum Scope<'s> {
    Anywhere,
    /// Inside one verbatim utterance that counts: the number of the one that each word lies in.
    Said(&'s [Option<usize>]),
}

impl Scope<'_> {
    /// Whether a word counts at all.
    fn holds(self, place: usize) -> bool {
        match self {
            Scope::Anywhere => true,
            Scope::Said(groups) => groups[place].is_some(),
        }
    }

    /// Whether two words stand in one text.
    fn joins(self, place: usize, other: usize) -> bool {
        match self {
            Scope::Anywhere => true,
            Scope::Said(groups) => groups[place].is_some() && groups[place] == groups[other],
        }
    }
}

impl<'a> Tokens<'a> {
    /// The words of a passage.
    pub fn new(passage: &'a Passage, terms: &'a mut Terms, known: &'a Known) -> Tokens<'a> {
        let stemming = Stemming::of(passage.lang.as_deref());
        // A word and the space behind it take five bytes or more, nearly always.
        let mut in_text: Vec<Word<'_>> = Vec::with_capacity(passage.text.len() / 5 + 1);
        in_text.extend(words(&passage.text));
        let in_titles: Vec<Word<'_>> = passage
            .titles
            .iter()
            .flat_map(|title| words(title))
            .collect();
        let (learnt, places) = terms.learn(in_text.iter().chain(&in_titles).copied(), stemming);
        let (places, of_titles) = places.split_at(in_text.len());
        let token = |(word, place): (&Word<'_>, &usize)| {
            learnt.at(*place).map(|learnt| Token {
                range: word.start..word.end(),
                exact: &learnt.exact,
                learnt,
                cut: word.cut,
            })
        };
        let title = |place: &usize| learnt.at(*place);
        let mut tokens = Vec::with_capacity(in_text.len());
        tokens.extend(in_text.iter().zip(places).filter_map(token));
        Tokens {
            passage,
            stemming,
            learnt,
            words: tokens,
            titles: of_titles.iter().filter_map(title).collect(),
            known,
        }
    }

    /// The verbatim utterance that each word lies in, of those that count: anybody's, or those of these names.
    fn groups(&self, voices: Option<&[Vec<String>]>) -> Vec<Option<usize>> {
        let counts = |speaker: Option<&str>| match voices {
            None => true,
            Some(voices) => {
                let means = |name: &str| {
                    voices
                        .iter()
                        .any(|wanted| self.known.speakers.holds(name, wanted))
                };
                speaker.is_some_and(means)
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

    /// Whether the passage answers a node; if it does, the byte ranges that do are appended.
    pub fn find(&self, node: &Node, marks: &mut Vec<Range<usize>>) -> bool {
        self.find_in(node, Scope::Anywhere, marks)
    }

    fn find_in(&self, node: &Node, scope: Scope<'_>, marks: &mut Vec<Range<usize>>) -> bool {
        let before = marks.len();
        match &node.kind {
            NodeKind::All => true,
            NodeKind::Field(filter) => self.meets(filter),
            NodeKind::Word(word) => {
                // A word of the text is known; any other is worked out.
                let unknown;
                let stem = match self.learnt.of(word.text()) {
                    Some(learnt) => learnt.stem(),
                    None => match word.terms(self.stemming) {
                        Some(terms) => {
                            unknown = terms.stem;
                            &*unknown
                        }
                        None => return false,
                    },
                };
                let titled = matches!(scope, Scope::Anywhere)
                    && self.titles.iter().any(|word| word.has_stem(stem));
                self.mark_tokens(scope, |token| token.learnt.has_stem(stem), marks) || titled
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
                let near = |token: &Token<'_>| is_near(token.exact, word, usize::from(*allowed));
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
            NodeKind::Said(inner, voices) => {
                let groups = self.groups(voices.as_deref());
                self.find_in(inner, Scope::Said(&groups), marks)
            }
        }
    }

    fn in_scope(&self, scope: Scope<'_>) -> impl Iterator<Item = &Token<'a>> {
        let counted = self.words.iter().enumerate();
        counted
            .filter(move |(place, _)| scope.holds(*place))
            .map(|(_, token)| token)
    }

    fn meets(&self, filter: &FieldFilter) -> bool {
        let passage = self.passage;
        match filter {
            FieldFilter::Speaker(wanted) => passage
                .speakers
                .iter()
                .any(|name| self.known.speakers.holds(name, wanted)),
            FieldFilter::Section(wanted) => {
                holds_words(&passage.section.join(SECTION_SEPARATOR), wanted)
            }
            FieldFilter::SectionNumber(number) => u64::from(passage.section_number) == *number,
            FieldFilter::Doc(name) if self.known.exact_docs.contains(name) => passage.doc == *name,
            FieldFilter::Doc(pattern) => meets(&passage.doc, pattern),
            FieldFilter::Kind(kind) => passage.kind == *kind,
            FieldFilter::Lang(lang) => passage.lang.as_ref() == Some(lang),
            FieldFilter::Date(from, to) => passage.date.as_ref().is_some_and(|date| {
                (u64::from(*from)..=u64::from(*to)).contains(&date_number(date))
            }),
        }
    }

    fn mark_tokens(
        &self,
        scope: Scope<'_>,
        matches: impl Fn(&Token<'_>) -> bool,
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

    fn element_at(&self, element: &Element, place: usize) -> bool {
        self.words.get(place).is_some_and(|token| {
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
            marks.push(
                from - same_before(&text[..from], &first.before)
                    ..last_range.end + same_after(&text[last_range.end..], &last.after),
            );
        }
        marks.len() > before
    }

    fn find_near(
        &self,
        elements: &[Element],
        between: u32,
        scope: Scope<'_>,
        marks: &mut Vec<Range<usize>>,
    ) -> bool {
        let before = marks.len();
        let (distinct, needs) = distinct_words(elements);
        let between = between + skipped(elements);
        let mut start = 0;
        while start < self.words.len() {
            // Under `said:` each utterance is looked at alone.
            let end = (start..self.words.len())
                .find(|place| *place > start && !scope.joins(start, *place))
                .unwrap_or(self.words.len());
            if scope.holds(start) {
                let occurrences: Vec<(u32, usize)> = (start..end)
                    .flat_map(|place| {
                        let here = distinct
                            .iter()
                            .enumerate()
                            .filter(move |(_, element)| self.element_at(element, place));
                        here.map(move |(word, _)| (place as u32, word))
                    })
                    .collect();
                for (first, last) in stretches(&occurrences, &needs, between) {
                    for (place, word) in &occurrences[first..=last] {
                        let token = &self.words[*place as usize];
                        marks.push(match distinct[*word] {
                            element if element.prefix => self.prefix_range(token, &element.folded),
                            _ => token.range.clone(),
                        });
                    }
                }
            }
            start = end;
        }
        marks.len() > before
    }
}

/// Bytes of punctuation at the end of `text` that was typed, too: `"56.2%"` marks its sign, and a possessive its ending.
fn same_before(text: &str, typed: &str) -> usize {
    let pairs = text.chars().rev().zip(typed.chars().rev());
    same(pairs)
}

/// Bytes of punctuation at the beginning of `text` that was typed, too.
fn same_after(text: &str, typed: &str) -> usize {
    same(text.chars().zip(typed.chars()))
}

fn same(pairs: impl Iterator<Item = (char, char)>) -> usize {
    pairs
        .take_while(|(one, other)| one == other && !one.is_whitespace())
        .map(|(one, _)| one.len_utf8())
        .sum()
}

/// Places in a `"..."~N` that no element takes: the ends of runs of a script without spaces, which its pairs hold already.
pub(crate) fn skipped(elements: &[Element]) -> u32 {
    let places = elements.last().map_or(0, |last| last.offset + 1);
    places - elements.len() as u32
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
