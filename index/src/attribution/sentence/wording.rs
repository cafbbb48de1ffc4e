//! How far the words reach that name a source without naming a person.
//!
//! "Partisans on both sides", "members who were there", "polls conducted in May": what tells which
//! ones belongs to the source. What a comma divides from it only describes it. Positions are tokens
//! of the sentence.

use std::ops::Range;

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::Phrase;
use crate::attribution::sentence::tokens::Sentence;
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Kind;
use crate::document::Source;

/// Longer descriptions are not searched.
const MAX_TOKENS: usize = 24;

/// The words of a source in a sentence.
pub(crate) struct Wording<'a> {
    sentence: Sentence<'a>,
    source: &'a Phrase,
}

impl<'a> Wording<'a> {
    /// The words that name `source`.
    pub(crate) fn new(sentence: Sentence<'a>, source: &'a Phrase) -> Wording<'a> {
        Wording { sentence, source }
    }

    /// Behind the last of them, for a source of this kind with the reporting words `cue`.
    pub(crate) fn end(&self, kind: Source, cue: &Range<usize>) -> usize {
        if matches!(self.source.head, Head::Pronoun(_)) {
            return self.source.end;
        }
        let end = self.own_end(kind);
        // "Anna Berg of Lindal", "The Herald in its report": a name needs no description.
        let ends_in_name = end > 1 && self.sentence.is_capital(end - 1);
        let named = ends_in_name || (matches!(self.source.head, Head::Name(..)) && !self.is_noun());
        if named || !self.opens_description(end) {
            return end;
        }
        let sentence = self.sentence;
        if cue.start < end {
            let according = sentence.is_word(cue.start, "according");
            return if according { self.inside_end(end) } else { end };
        }
        // Before the verb the description reaches to the verb, or it is none: "Sailors on Monday
        // put out a letter saying", "Sailors rose and said".
        let before = cue.start.saturating_sub(1);
        let participle = sentence.word(cue.end - 1).ends_with("ing");
        let joined = participle || sentence.is_plain(before, Class::CONNECTIVE);
        if self.inside_end(end) < cue.start || joined {
            return end;
        }
        cue.start
    }

    /// Behind the phrase itself, without what describes it behind a comma.
    fn own_end(&self, kind: Source) -> usize {
        let (sentence, source) = (self.sentence, self.source);
        if let Head::Name(first, last) = source.head {
            // "the Center for Ferries"
            let article = first > source.start && sentence.has(first - 1, Class::DET);
            let tied = sentence.is_any(last, &["for", "of", "on"]) && sentence.is_capital(last + 1);
            let is_body = kind != Source::Person && article && tied;
            let grows = is_body || (self.is_noun() && sentence.is_plain(last, Class::PREP));
            return if grows { source.end } else { last };
        }
        (source.start + 1..source.end)
            .find(|&at| sentence.is_mark(at, b',') && self.opens_aside(at + 1))
            .unwrap_or(source.end)
    }

    /// "Partisans on both sides": a noun that opens the sentence may look like a name.
    fn is_noun(&self) -> bool {
        self.source.head == Head::Name(0, 1) && self.sentence.word(0).ends_with('s')
    }

    /// ", which was filed in May", ", when asked": an aside.
    fn opens_aside(&self, at: usize) -> bool {
        let sentence = self.sentence;
        sentence.is_word(at, "when") || sentence.is_plain(at, Class::REL | Class::SUBORD)
    }

    /// Whether a description begins at `at`: "who", "on both sides", "trying to", "taken in".
    fn opens_description(&self, at: usize) -> bool {
        let sentence = self.sentence;
        let Some(token) = sentence.tokens.get(at).filter(|token| token.is_word()) else {
            return false;
        };
        if token.capital || sentence.is_any(at, &["that", "to"]) {
            return false;
        }
        if token.has(Class::REL) || token.plain(Class::PREP) {
            return true;
        }
        let word = sentence.word(at);
        // "polls conducted in May", but "sailors mended the ship and said".
        let past = word.ends_with("ed") && sentence.is_plain(at + 1, Class::PREP);
        let participle = word.len() > 4 && (word.ends_with("ing") || past);
        let unknown = token.class.is_empty() || token.has(Class::VERB) || token.cue.is_some();
        (participle && unknown) || word == "familiar"
    }

    /// Where the words without a comma, dash or quotation end that begin at `start`.
    fn inside_end(&self, start: usize) -> usize {
        let tokens = self.sentence.tokens;
        let is_inside = |at: &usize| {
            let kind = tokens[*at].kind;
            matches!(kind, Kind::Word | Kind::Number | Kind::Possessive)
        };
        let limit = tokens.len().min(start + MAX_TOKENS);
        (start..limit).find(|at| !is_inside(at)).unwrap_or(limit)
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks the words that name the source of the first thing said in `text`.
    fn check(text: &str, expected: &str) {
        let found = attribute(&[text]);
        let words = found[0].first().map(|found| found.speaker_text.as_str());
        assert_eq!(words, Some(expected), "{text}");
    }

    #[test]
    fn what_tells_which_source_belongs_to_it() {
        check(
            "Sailors who saw the storm said it sinks.",
            "Sailors who saw the storm",
        );
        check(
            "Partisans on both sides warn that it sinks.",
            "Partisans on both sides",
        );
        check(
            "It sinks, according to members who spoke with the Herald afterward.",
            "members who spoke with the Herald afterward",
        );
        check(
            "It sinks, according to polls conducted in May, before the storm.",
            "polls conducted in May",
        );
        check(
            "Sailors trying to save the ferry say it sinks.",
            "Sailors trying to save the ferry",
        );
    }

    #[test]
    fn what_only_describes_a_source_is_left_out() {
        check(
            "The complaint, which was filed in May, alleged that it sinks.",
            "The complaint",
        );
        check("Anna Berg of Lindal said it sinks.", "Anna Berg");
        check("The Herald in its report said it sinks.", "The Herald");
        check(
            "The board on Monday put out a letter saying that it sinks.",
            "The board",
        );
        check("The board ended its talks and said it sinks.", "The board");
    }
}
