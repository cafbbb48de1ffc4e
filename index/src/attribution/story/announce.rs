//! Sources that a colon or a signature names: "More from Anna Berg: ...", "- Anna Berg, captain".
//! Positions are tokens of the sentence or paragraph.

use crate::attribution::people::resolve::{Resolver, Voice};
use crate::attribution::phrase::head::Head;
use crate::attribution::phrase::noun::{Phrase, left, right};
use crate::attribution::words::class::Class;
use crate::attribution::words::scan::Kind;
use crate::document::Source;

/// A quotation of fewer words that begins in lower case is a title or a term, not speech.
const SPEECH_WORDS: usize = 6;

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
/// words about it.
pub(super) fn signature(paragraph: &Resolver<'_>) -> Option<Voice> {
    let Resolver { text, tokens, .. } = *paragraph;
    tokens.first().filter(|token| token.is(b'-'))?;
    let phrase = right(text, tokens, 1, tokens.len())?;
    let ends = tokens
        .get(phrase.end)
        .is_none_or(|token| matches!(token.kind, Kind::Mark(b'.' | b',' | b'(')));
    (ends && phrase.head_is_name()).then(|| paragraph.voice(&phrase))
}
