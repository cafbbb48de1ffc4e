//! The subject of a sentence: the first noun phrase of its main clause, behind datelines and adverbials.

use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{Phrase, right, word_ends};
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Token;

/// The subject of the sentence: the first noun phrase of its main clause, before `limit`.
pub(crate) fn subject(text: &str, tokens: &[Token], limit: usize) -> Option<Phrase> {
    let mut start = dateline(tokens);
    for _ in 0..5 {
        while start < limit
            && (!tokens[start].is_word() && !tokens[start].is_quote()
                || tokens[start].has(Class::CONJ))
        {
            start += 1;
        }
        let first = tokens.get(start).filter(|_| start < limit)?;
        // "Then Berg left": no comma divides them.
        let joined = first.is_word()
            && first.has(Class::ADVERB)
            && !first.has(Class::PREP | Class::SUBORD | Class::DET | Class::TIME | Class::GIVEN)
            && tokens.get(start + 1).is_some_and(|next| {
                next.is_word()
                    && (next.capital && !next.has(Class::TIME) || next.plain(Class::PRONOUN))
            });
        if joined {
            start += 1;
            break;
        }
        let adverbial = first.is_word()
            && (first.has(Class::CLAUSE_OPENER) && !first.has(Class::DET)
                || is_here(text, first)
                || first.cue.is_some()
                || ends_in_ing(text, first)
                || word_ends(text, first, "ed")
                    && tokens
                        .get(start + 1)
                        .is_some_and(|next| next.plain(Class::PREP)))
            && !(first.capital && first.has(Class::GIVEN));
        // "in Lindal, Norway, on Sunday": the comma behind a place ends nothing.
        let run = (start..limit)
            .take_while(|&at| tokens[at].is_word() && tokens[at].capital)
            .count();
        let place = (1..=3).contains(&run)
            && tokens[start + run - 1].has(Class::PLACE)
            && start > 1
            && tokens[start - 1].is(b',')
            && tokens.get(start + run).is_some_and(|next| next.is(b','));
        let most = first.is_word()
            && first.has(Class::DET)
            && tokens
                .get(start + 1)
                .is_some_and(|next| next.plain(Class::ADVERB) && !next.has(Class::DET));
        if !adverbial && !first.is_quote() && !place && !most {
            break;
        }
        let comma = (start..limit)
            .find(|&at| tokens[at].is(b',') || tokens[at].is_quote() && at > start)?;
        start = comma + 1;
    }
    right(text, tokens, start, limit).filter(|phrase| match phrase.head {
        Head::Common(at) => phrase.end > phrase.start + 1 || !tokens[at].has(Class::DET),
        _ => true,
    })
}

/// Behind "LINDAL (AP) -", if the sentence opens with a place in capitals and a dash.
fn dateline(tokens: &[Token]) -> usize {
    let dash = tokens.iter().take(10).position(|token| token.is(b'-'));
    let placed = |dash: &usize| {
        tokens[..*dash]
            .iter()
            .all(|token| token.capital || !token.is_word())
    };
    dash.filter(placed).map_or(0, |dash| dash + 1)
}

fn is_here(text: &str, token: &Token) -> bool {
    [
        "here",
        "there",
        "elsewhere",
        "asked",
        "pressed",
        "early",
        "late",
        "hours",
        "days",
        "weeks",
        "months",
        "years",
        "minutes",
        "moments",
    ]
    .iter()
    .any(|word| text[token.start..token.end].eq_ignore_ascii_case(word))
}

fn ends_in_ing(text: &str, token: &Token) -> bool {
    text[token.start..token.end].ends_with("ing")
}

#[cfg(test)]
mod tests {
    use super::subject;
    use crate::attribution::words::scan;

    #[test]
    fn the_subject_stands_behind_adverbials() {
        for (text, expected) in [
            ("In May, on a Sunday, Olga Berg left.", "Olga Berg"),
            ("LINDAL (AP) — Mayor Olga Berg left.", "Mayor Olga Berg"),
            ("Speaking in Lindal, Norway, on Sunday, she left.", "she"),
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
