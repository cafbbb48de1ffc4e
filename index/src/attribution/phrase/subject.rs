//! The subject of a sentence: the first noun phrase of its main clause, behind datelines and
//! adverbials. Positions are tokens of the sentence.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{Phrase, right, word_ends};
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;
use crate::text::word_list::WordList;

static ADVERBIAL_OPENERS: WordList = WordList::new(include_str!("lists/adverbial_openers.txt"));

static TIME_UNITS: WordList = WordList::new(include_str!("lists/time_units.txt"));

/// A time before the subject is shorter: "less than a few weeks later,".
const MAX_TIME_TOKENS: usize = 8;

/// A sentence with more adverbials before its subject is not read further.
const MAX_ADVERBIALS: usize = 5;

/// A dateline has at most this many tokens before its dash.
const MAX_DATELINE_TOKENS: usize = 10;

/// The subject of the sentence, if it comes before `limit`.
pub(crate) fn subject(text: &str, tokens: &[Token], limit: usize) -> Option<Phrase> {
    let reader = Reader {
        text,
        tokens,
        limit,
    };
    let start = reader.subject_start()?;
    right(text, tokens, start, limit).filter(|phrase| match phrase.head {
        // A determiner alone ("This is") is not somebody.
        Head::Common(at) => phrase.end > phrase.start + 1 || !tokens[at].has(Class::DET),
        _ => true,
    })
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    limit: usize,
}

impl Reader<'_> {
    /// Where the subject begins. `None` if the sentence ends before it.
    fn subject_start(&self) -> Option<usize> {
        let mut start = dateline(self.tokens);
        for _ in 0..MAX_ADVERBIALS {
            start += self.skipped(start);
            let first = self.tokens.get(start).filter(|_| start < self.limit)?;
            if self.is_adverb_before_subject(start) {
                return Some(start + 1);
            }
            let is_adverbial = first.is_quote()
                || self.opens_adverbial(start)
                || self.is_rest_of_place(start)
                || self.is_time(start)
                || self.opens_graded_adverb(start);
            if !is_adverbial {
                break;
            }
            let ends = |at: &usize| {
                let token = &self.tokens[*at];
                token.is(b',') || (token.is_quote() && *at > start)
            };
            start = (start..self.limit).find(ends)? + 1;
        }
        Some(start)
    }

    /// Number of marks and conjunctions from `start` on.
    fn skipped(&self, start: usize) -> usize {
        let is_skipped = |at: &usize| {
            let token = &self.tokens[*at];
            token.has(Class::CONJ) || (!token.is_word() && !token.is_quote())
        };
        (start..self.limit).take_while(is_skipped).count()
    }

    /// "Then Berg left": an adverb before the subject without a comma.
    fn is_adverb_before_subject(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let other = Class::PREP | Class::SUBORD | Class::DET | Class::TIME | Class::GIVEN;
        let is_adverb = token.is_word() && token.has(Class::ADVERB) && !token.has(other);
        let is_subject = |next: &Token| {
            let is_name = next.capital && !next.has(Class::TIME);
            next.is_word() && (is_name || next.plain(Class::PRONOUN))
        };
        is_adverb && self.tokens.get(at + 1).is_some_and(is_subject)
    }

    /// Whether an adverbial begins at `at`: "In May,", "Asked about it,", "Speaking in Lindal,".
    fn opens_adverbial(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_given = token.capital && token.has(Class::GIVEN);
        if !token.is_word() || is_given {
            return false;
        }
        let word = &self.text[token.start..token.end];
        let opens_clause = token.has(Class::CLAUSE_OPENER) && !token.has(Class::DET);
        let is_listed = || {
            let mut openers = ADVERBIAL_OPENERS.entries().iter();
            openers.any(|opener| word.eq_ignore_ascii_case(opener))
        };
        let is_preposition = |next: &Token| next.plain(Class::PREP);
        // "Backed by Berg,"
        let is_participle = || {
            word_ends(self.text, token, "ed") && self.tokens.get(at + 1).is_some_and(is_preposition)
        };
        opens_clause
            || token.cue.is_some()
            || word.ends_with("ing")
            || is_listed()
            || is_participle()
    }

    /// "in Lindal, Norway, on Sunday": the place between two commas goes on with the adverbial.
    fn is_rest_of_place(&self, start: usize) -> bool {
        let is_name = |at: &usize| self.tokens[*at].is_word() && self.tokens[*at].capital;
        let words = (start..self.limit).take_while(is_name).count();
        let is_place = (1..=3).contains(&words)
            && (self.tokens[start + words - 1].has(Class::PLACE) || self.is_state(start));
        let has_comma_before = start > 1 && self.tokens[start - 1].is(b',');
        let behind = self.tokens.get(start + words);
        is_place && has_comma_before && behind.is_some_and(|next| next.is(b','))
    }

    /// "N.H.": capitals with full stops.
    fn is_state(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let word = &self.text.as_bytes()[token.start..token.end];
        let is_stop = |(at, byte): (usize, &u8)| (at % 2 == 1) == (*byte == b'.');
        word.len() > 2 && word.iter().enumerate().all(is_stop)
    }

    /// "A few days later,", "The day before,": a time before the subject.
    fn is_time(&self, start: usize) -> bool {
        let limit = self.limit.min(start + MAX_TIME_TOKENS);
        let Some(comma) = (start..limit).find(|&at| self.tokens[at].is(b',')) else {
            return false;
        };
        let Some(last) = comma.checked_sub(1).filter(|&last| last > start) else {
            return false;
        };
        let word = |at: usize| &self.text[self.tokens[at].start..self.tokens[at].end];
        let unit = word(last - 1);
        let is_unit = self.tokens[last - 1].has(Class::TIME)
            || TIME_UNITS
                .entries()
                .iter()
                .any(|entry| unit.eq_ignore_ascii_case(entry));
        is_unit && ["after", "ago", "before", "earlier", "later"].contains(&word(last))
    }

    /// "Most recently,": a determiner before an adverb opens an adverbial.
    fn opens_graded_adverb(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let is_adverb = |next: &Token| next.plain(Class::ADVERB) && !next.has(Class::DET);
        token.is_word() && token.has(Class::DET) && self.tokens.get(at + 1).is_some_and(is_adverb)
    }
}

/// Behind the dash of "LINDAL (AP) -": capitalised words and marks that open the sentence. 0
/// without a dateline.
fn dateline(tokens: &[Token]) -> usize {
    let mut opening = tokens.iter().take(MAX_DATELINE_TOKENS);
    let Some(dash) = opening.position(|token| token.is(b'-')) else {
        return 0;
    };
    let is_dateline = |token: &Token| token.capital || !token.is_word();
    match tokens[..dash].iter().all(is_dateline) {
        true => dash + 1,
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::subject;
    use crate::attribution::words::scan;

    #[test]
    fn the_subject_comes_after_adverbials() {
        for (text, expected) in [
            ("In May, on a Sunday, Olga Berg left.", "Olga Berg"),
            ("LINDAL (AP) — Mayor Olga Berg left.", "Mayor Olga Berg"),
            ("Speaking in Lindal, Norway, on Sunday, she left.", "she"),
            ("A few days later, Olga Berg left.", "Olga Berg"),
            ("The day before, in Lindal, Olga Berg left.", "Olga Berg"),
            ("In Lindal, N.H., on Sunday, Olga Berg left.", "Olga Berg"),
            ("Local rights groups left.", "Local rights groups"),
        ] {
            let mut tokens = Vec::new();
            scan::read(text, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
            let found = subject(text, &tokens, tokens.len());
            let words =
                found.map(|phrase| &text[tokens[phrase.start].start..tokens[phrase.end - 1].end]);
            assert_eq!(words, Some(expected), "{text}");
        }
    }
}
