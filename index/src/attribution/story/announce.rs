//! Sources that a colon or a signature names: "More from Anna Berg: ...", "- Anna Berg, captain".
//! Positions are tokens of the sentence or paragraph.

use crate::attribution::people::resolve::{Resolver, Voice};
use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{Phrase, left, right};
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::{Kind, Token};
use crate::document::Source;

/// A quotation of fewer words that begins in lower case is a title or a term, not speech.
const SPEECH_WORDS: usize = 6;

/// What a signature says about the person is shorter, in tokens.
const CAPTION_TOKENS: usize = 10;

/// The source of what follows the colon before `position`: the person named right before the colon,
/// or else the subject of the sentence.
pub(super) fn before_colon(
    sentence: &Resolver<'_>,
    position: usize,
    subject: Option<Phrase>,
) -> Option<Phrase> {
    let Resolver { text, tokens, .. } = *sentence;
    let colon = position.checked_sub(1)?;
    if !tokens[colon].is(b':') || is_term(sentence, position) {
        return None;
    }
    let word_before = |phrase: &Phrase| {
        let before = phrase.start.checked_sub(1)?;
        Some(&text[tokens[before].start..tokens[before].end])
    };
    let named = left(text, tokens, colon, 0);
    // "A title," by Anna Berg: an excerpt of the text follows.
    if named.as_ref().and_then(word_before) == Some("by") {
        return None;
    }
    if let Some(named) = presented(sentence, colon, named.as_ref()) {
        return Some(named);
    }
    let named = named.filter(|phrase| {
        // "From the report: ..."
        let is_from = word_before(phrase).is_some_and(|word| word.eq_ignore_ascii_case("from"));
        is_from || names_person(sentence, phrase)
    });
    named.or(subject.filter(|phrase| match phrase.head {
        Head::Pronoun(_) => true,
        Head::Name(..) => names_source(sentence, phrase),
        Head::Common(at) => tokens[at].has(Class::SOURCE_NOUN),
    }))
}

/// The person of "Here's Anna Berg in May:", "More from Anna Berg:", "From Anna Berg's letter:".
/// The colon is at `colon`, and `named` is the phrase before it.
fn presented(sentence: &Resolver<'_>, colon: usize, named: Option<&Phrase>) -> Option<Phrase> {
    let Resolver { text, tokens, .. } = *sentence;
    let word = |at: usize| &text[tokens[at].start..tokens[at].end];
    let opens = |at: usize, words: &[&str]| {
        words
            .iter()
            .any(|other| word(at).eq_ignore_ascii_case(other))
    };
    let is_person = |phrase: &Phrase| names_person(sentence, phrase);
    if tokens.len() > 2 && opens(0, &["here", "here's", "here\u{2019}s"]) {
        let start = 1 + usize::from(opens(1, &["is", "'s", "\u{2019}s"]));
        return right(text, tokens, start, colon).filter(is_person);
    }
    let phrase = named?;
    let from = (phrase.start.saturating_sub(1)..phrase.end).find(|&at| opens(at, &["from"]))?;
    // What belongs to a person is the person's: "From Anna Berg's letter".
    let owner = (from + 2..phrase.end).find(|&at| tokens[at].kind == Kind::Possessive);
    let is_text = tokens[phrase.end - 1].plain(Class::TEXT);
    let end = if is_text { owner? } else { phrase.end };
    left(text, tokens, end, from + 1).filter(is_person)
}

/// "a new title: \"song painter\"": a few words that do not begin like a sentence.
fn is_term(sentence: &Resolver<'_>, position: usize) -> bool {
    let Some(token) = sentence.tokens.get(position) else {
        return false;
    };
    let words = &sentence.text[token.start..token.end];
    let inner = words.trim_matches(|c: char| !c.is_alphanumeric());
    let is_short = inner.split_whitespace().nth(SPEECH_WORDS - 1).is_none();
    is_short && inner.starts_with(char::is_lowercase)
}

/// Whether the phrase names a person or an organisation.
fn names_source(sentence: &Resolver<'_>, phrase: &Phrase) -> bool {
    match sentence.identity(phrase) {
        (Some(_), _) | (None, Source::Organisation) => true,
        (None, Source::Person) => {
            // A single word that opens the sentence can be any word.
            let is_first_word = phrase.start == 0 && phrase.end == 1;
            !is_first_word || sentence.register.is_shared_surname(sentence.words(0, 1))
        }
        (None, _) => false,
    }
}

/// Whether the phrase certainly names a person.
fn names_person(sentence: &Resolver<'_>, phrase: &Phrase) -> bool {
    let person = phrase.head_is_name().then(|| sentence.person(phrase));
    person
        .flatten()
        .is_some_and(|id| sentence.register.is_sure(id))
}

/// The person who signs the quotation in the paragraph above. A signature is a dash, a name, and
/// words about it or a date; or a full name and words about it without a verb: "Anna Berg, welder".
pub(super) fn signature(paragraph: &Resolver<'_>) -> Option<Voice> {
    let Resolver { text, tokens, .. } = *paragraph;
    let has_dash = tokens.first()?.is(b'-');
    if !has_dash && !is_caption(paragraph) {
        return None;
    }
    let start = usize::from(has_dash);
    let phrase = right(text, tokens, start, tokens.len())?;
    let ends = tokens.get(phrase.end).is_none_or(|token| {
        let is_date = token.has(Class::TIME) || token.kind == Kind::Number;
        is_date || matches!(token.kind, Kind::Mark(b'.' | b',' | b'('))
    });
    (ends && phrase.head_is_name()).then(|| paragraph.voice(&phrase))
}

/// Whether a line is a full name, a comma, and a few words about the person: no verb, no full stop.
fn is_caption(paragraph: &Resolver<'_>) -> bool {
    let tokens = paragraph.tokens;
    let Some(comma) = tokens.iter().position(|token| token.is(b',')) else {
        return false;
    };
    let is_name = |token: &Token| token.is_word() && token.capital;
    let (name, about) = tokens.split_at(comma);
    let about = &about[1..];
    let is_full = (2..=4).contains(&name.len()) && name.iter().all(is_name);
    // "Anna Berg, retired welder"
    let is_role = about.iter().take(2).any(|token| token.plain(Class::ROLE));
    let verb = Class::ANY_VERB | Class::PRONOUN | Class::REL;
    let is_participle = |token: &Token| {
        let word = &paragraph.text[token.start..token.end];
        word.ends_with("ed") && !token.has(Class::AUX)
    };
    let can_describe = |token: &Token| {
        let is_verb = token.has(verb) && !is_participle(token);
        let is_word = token.is_word() && !is_verb && token.cue.is_none();
        is_word || token.is(b',') || token.kind == Kind::Number
    };
    is_full
        && (name[0].has(Class::GIVEN) || is_role)
        && (1..=CAPTION_TOKENS).contains(&about.len())
        && about.iter().all(can_describe)
}

#[cfg(test)]
mod tests {
    use crate::attribution::attribute;

    /// Checks who says the last utterance of a story.
    fn check(paragraphs: &[&str], expected: Option<&str>) {
        let found = attribute(paragraphs);
        let last = found.last().and_then(|found| found.last());
        let speaker = last.and_then(|found| found.speaker.as_deref());
        assert_eq!(speaker, expected, "{paragraphs:?}");
    }

    #[test]
    fn a_colon_presents_a_person_or_a_text_of_one() {
        for opening in [
            "Here's Berg in May 1992:",
            "From Berg's letter:",
            "What that means for the town - More from Anna Berg:",
        ] {
            let line = format!("{opening} \"The ferry is all that this town has left.\"");
            check(&["Anna Berg left.", &line], Some("Anna Berg"));
        }
        let line = "From the board's letter: \"The ferry is all that this town has left.\"";
        check(&["Anna Berg left.", line], None);
    }

    #[test]
    fn a_sentence_about_somebodys_words_announces_a_quotation() {
        let quotation = "\"The ferry is all that this town has left, and nobody pays.\"";
        check(
            &["Anna Berg went on with her remarks.", quotation],
            Some("Anna Berg"),
        );
        check(&["Anna Berg went on with her dinner.", quotation], None);
    }
}
