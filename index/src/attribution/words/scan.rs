//! Tokens of a paragraph with their punctuation, a quotation being one token, cut into sentences.
//!
//! This is not the index's tokenizer: rules need commas, possessives, abbreviations with their stop, and hyphenated
//! words whole, none of which is ever searched. Offsets are bytes. A sentence has at most [`SENTENCE_TOKENS`] tokens, so
//! that every rule may look through the whole sentence and attribution stays linear in the length of the text.

use std::ops::Range;

use crate::attribution::words::class::Class;
use crate::attribution::words::cue::{Cue, Frame};
use crate::attribution::words::lexicon;
use crate::attribution::words::quote::Quote;
use crate::text::sentence::stop_ends_sentence;
use crate::text::word_list::WordList;

static NOT_ADVERBS: WordList = WordList::new(include_str!("lists/not_adverbs.txt"));
static ARTICLES: WordList = WordList::new(include_str!("lists/arabic_articles.txt"));

/// A longer run without a sentence end is no sentence of prose.
const SENTENCE_TOKENS: usize = 300;

/// A word, a mark or a whole quotation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    pub(crate) class: Class,
    pub(crate) cue: Option<Cue>,
    /// A word that begins with an upper-case letter.
    pub(crate) capital: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Number,
    /// 's or ’s, or the bare apostrophe behind a plural.
    Possessive,
    /// A mark; dashes of every make are `-`.
    Mark(u8),
    /// The quotation of that index.
    Quote(usize),
}

impl Token {
    pub(crate) fn is(&self, mark: u8) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(crate) fn is_quote(&self) -> bool {
        matches!(self.kind, Kind::Quote(_))
    }

    pub(crate) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// A word of one of these classes.
    pub(crate) fn has(&self, class: Class) -> bool {
        self.class.intersects(class)
    }

    /// A word of one of these classes that is not written as a name.
    pub(crate) fn plain(&self, class: Class) -> bool {
        !self.capital && self.class.intersects(class)
    }
}

/// Reads tokens of `text` from byte `from` into `tokens`, stopping behind a sentence end once there are `enough`. Gives the
/// byte to go on from. `quotes` are those of the whole text; `next_quote` counts those already passed.
pub(crate) fn read(
    text: &str,
    quotes: &[Quote],
    next_quote: &mut usize,
    from: usize,
    enough: usize,
    tokens: &mut Vec<Token>,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if let Some(quote) = quotes.get(*next_quote)
            && quote.start <= at
        {
            tokens.push(mark(quote.start, quote.end, Kind::Quote(*next_quote)));
            *next_quote += 1;
            at = quote.end.max(at);
            continue;
        }
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if byte >= 0x80
            && let Some(space) = text[at..]
                .chars()
                .next()
                .filter(|c| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}'))
        {
            at += space.len_utf8();
            continue;
        }
        let limit = quotes
            .get(*next_quote)
            .map_or(bytes.len(), |quote| quote.start);
        if is_word_byte(byte) && !starts_mark(&bytes[at..]) {
            at = word(text, at, limit, tokens);
        } else {
            let (end, kind) = punctuation(text, at);
            tokens.push(mark(at, end, kind));
            at = end;
            if tokens.len() >= enough && matches!(kind, Kind::Mark(b'.' | b'!' | b'?'))
                || tokens.len() >= 2 * enough
            {
                break;
            }
        }
    }
    at
}

/// `tokens`, read as if there were no quotations, with each quotation as one token.
pub(crate) fn with_quotes(tokens: &[Token], quotes: &[Quote]) -> Vec<Token> {
    let mut whole = Vec::with_capacity(tokens.len());
    let mut next = 0;
    for token in tokens {
        while let Some(quote) = quotes.get(next)
            && quote.start <= token.start
        {
            whole.push(mark(quote.start, quote.end, Kind::Quote(next)));
            next += 1;
        }
        let inside = next > 0 && token.start < quotes[next - 1].end;
        if !inside {
            whole.push(*token);
        }
    }
    whole
}

/// The sentences of `tokens`, as ranges of their positions.
pub(crate) fn sentences(text: &str, quotes: &[Quote], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (position, token) in tokens.iter().enumerate() {
        let ends = match token.kind {
            Kind::Mark(b'.' | b'!' | b'?') => {
                // Closing brackets and further stops belong to it.
                !tokens
                    .get(position + 1)
                    .is_some_and(|next| matches!(next.kind, Kind::Mark(b')' | b'.' | b'!' | b'?')))
                    && !tokens
                        .get(position + 1)
                        .is_some_and(|next| next.is_word() && !next.capital)
            }
            Kind::Mark(b')') => {
                position > start
                    && matches!(tokens[position - 1].kind, Kind::Mark(b'.' | b'!' | b'?'))
            }
            Kind::Quote(index) => {
                quote_ends_sentence(text, &quotes[index], &tokens[position + 1..])
            }
            _ => false,
        };
        if ends || position + 1 - start >= SENTENCE_TOKENS {
            found.push(start..position + 1);
            start = position + 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

/// Whether a sentence ends with a quotation: it ends in a stop, and no "she said" follows.
fn quote_ends_sentence(text: &str, quote: &Quote, rest: &[Token]) -> bool {
    let inner =
        text[quote.inner_start..quote.inner_end].trim_end_matches(['\'', '\u{2019}', ' ', ')']);
    let Some(next) = rest.first() else {
        return true;
    };
    if next.is_quote() {
        return inner.ends_with(['.', '!', '?', '…', '-', '—']);
    }
    if !inner.ends_with(['.', '!', '?', '…', '-', '—']) {
        return false;
    }
    if !next.is_word() {
        return matches!(next.kind, Kind::Number);
    }
    if !next.capital && !inner.ends_with('.') {
        return false;
    }
    if next.capital && next.has(Class::PRONOUN | Class::COMMON) && !next.has(Class::GIVEN) {
        return true;
    }
    // "Why?" Berg went on.
    let goes_on = rest.windows(2).take(4).any(|pair| {
        let word = |token: &Token| &text[token.start..token.end];
        matches!(
            (word(&pair[0]), word(&pair[1])),
            ("went" | "goes", "on")
                | ("shot" | "fired" | "shoots" | "fires", "back")
                | ("cut", "in")
        )
    });
    if goes_on {
        return false;
    }
    // "Why?" Berg, the mayor, asked.
    let name = rest
        .iter()
        .take_while(|token| token.is_word() && token.capital)
        .count();
    if !inner.ends_with('.')
        && (1..=4).contains(&name)
        && rest.get(name).is_some_and(|token| token.is(b','))
    {
        let close = (name + 1..rest.len().min(name + 26)).find(|&at| {
            rest[at].is(b',') && rest.get(at + 1).is_some_and(|verb| verb.cue.is_some())
        });
        if close.is_some_and(|close| !rest[name..close].iter().any(|token| token.is(b'.'))) {
            return false;
        }
    }
    // "Why?" Anna Berg asked. "I won't." She said so.
    let verb = rest
        .iter()
        .take(9)
        .position(|token| token.cue.is_some() && !token.capital);
    let Some(verb) = verb else {
        return next.capital;
    };
    let name_only = rest[..verb]
        .iter()
        .all(|token| token.is_word() && (token.capital || token.has(Class::TITLE_OR_ROLE)));
    let short = verb == 0 || (name_only && verb <= 5);
    let told = rest[verb].cue.is_some_and(|cue| cue.frame == Frame::Tell);
    let closed = told
        || rest.get(verb + 1).is_none_or(|token| {
            !token.is_word() || token.has(Class::PREP | Class::TIME) || verb == 0
        });
    !(short && closed)
}

fn mark(start: usize, end: usize, kind: Kind) -> Token {
    Token {
        start,
        end,
        kind,
        class: Class::empty(),
        cue: None,
        capital: false,
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'$' | b'@' | b'#' | b'_' | b'%')
}

/// Marks of more than one byte that are no part of a word: dashes, dots, quotation marks, special spaces.
fn starts_mark(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xE2, 0x80, ..]
            | [0xC2, 0xA0 | 0xAB | 0xBB, ..]
            | [0xEF, 0xBB, 0xBF, ..]
            | [0xE3, 0x80, ..]
    )
}

fn punctuation(text: &str, at: usize) -> (usize, Kind) {
    let bytes = text.as_bytes();
    if bytes[at].is_ascii() {
        let mut end = at + 1;
        if bytes[at] == b'-' {
            while bytes.get(end) == Some(&b'-') {
                end += 1;
            }
        }
        let kind = if bytes[at] == b'\'' {
            possessive_or_mark(bytes, at)
        } else {
            Kind::Mark(bytes[at])
        };
        return (end, kind);
    }
    let end = at + text[at..].chars().next().map_or(1, char::len_utf8);
    let kind = match &bytes[at..end] {
        [0xE2, 0x80, 0x90..=0x95] => Kind::Mark(b'-'),
        [0xE2, 0x80, 0xA6] => Kind::Mark(b'~'),
        [0xE3, 0x80, 0x82] => Kind::Mark(b'.'),
        [0xE2, 0x80, 0x99] => possessive_or_mark(bytes, at),
        _ => Kind::Mark(b' '),
    };
    (end, kind)
}

fn possessive_or_mark(bytes: &[u8], at: usize) -> Kind {
    if at > 0 && matches!(bytes[at - 1], b's' | b'S' | b'x' | b'z') {
        Kind::Possessive
    } else {
        Kind::Mark(b' ')
    }
}

/// Reads the word at `at`, which ends before `limit`; pushes it, its possessive, and gives where to go on.
fn word(text: &str, at: usize, limit: usize, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    // Most words are letters before a space or a comma.
    let run = bytes[at..limit]
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let plain = bytes.get(at + run).is_none_or(|next| {
        matches!(
            next,
            b' ' | b',' | b';' | b':' | b'!' | b'?' | b')' | b'"' | b'\n'
        )
    });
    if run > 0 && plain && (at + run < limit || limit == bytes.len()) {
        push_word(text, at, at + run, true, tokens);
        return at + run;
    }
    let mut end = at;
    let mut letters = false;
    let mut apostrophe = false;
    while end < limit {
        let byte = bytes[end];
        if byte.is_ascii_alphanumeric() {
            letters |= byte.is_ascii_alphabetic();
            end += 1;
            continue;
        }
        if byte >= 0x80 {
            if starts_mark(&bytes[end..]) {
                let inner_apostrophe = bytes[end..].starts_with("\u{2019}".as_bytes())
                    && bytes.get(end + 3).is_some_and(u8::is_ascii_alphabetic);
                if !inner_apostrophe {
                    break;
                }
                apostrophe = true;
                end += 3;
                continue;
            }
            letters = true;
            end += text[end..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let next = bytes.get(end + 1).copied().unwrap_or(b' ');
        let joins = match byte {
            b'$' | b'@' | b'#' | b'_' | b'%' => true,
            b'\'' => end > at && next.is_ascii_alphabetic(),
            b'-' => {
                end > at
                    && (next.is_ascii_alphanumeric()
                        || next >= 0x80 && !starts_mark(&bytes[end + 1..]))
            }
            b'.' => end > at && (next.is_ascii_alphanumeric() || !stop_ends_sentence(text, end)),
            b',' => end > at && bytes[end - 1].is_ascii_digit() && next.is_ascii_digit(),
            _ => false,
        };
        if !joins {
            break;
        }
        apostrophe |= byte == b'\'';
        end += 1;
    }
    if end == at {
        end = at + 1;
    }
    let whole = &text[at..end];
    let (owner, suffix) = if apostrophe {
        split_suffix(whole)
    } else {
        (whole.len(), Suffix::None)
    };
    push_word(text, at, at + owner, letters, tokens);
    if suffix == Suffix::Contraction || suffix == Suffix::Possessive {
        let kind = if suffix == Suffix::Possessive {
            Kind::Possessive
        } else {
            Kind::Word
        };
        let class = if suffix == Suffix::Possessive {
            Class::empty()
        } else {
            Class::AUX
        };
        tokens.push(Token {
            start: at + owner,
            end,
            kind,
            class,
            cue: None,
            capital: false,
        });
    }
    // "U.S." may end a sentence with its own stop.
    if whole.ends_with('.') && bytes.get(end).is_none() {
        tokens.push(mark(end - 1, end, Kind::Mark(b'.')));
    }
    end
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    Possessive,
    Contraction,
}

/// Where a word's possessive or contracted ending begins.
fn split_suffix(word: &str) -> (usize, Suffix) {
    for apostrophe in ["'", "\u{2019}"] {
        let Some(at) = word.rfind(apostrophe) else {
            continue;
        };
        let owner = &word[..at];
        let kind = match &word[at + apostrophe.len()..] {
            _ if owner.is_empty() => continue,
            "s" | "S" if lexicon::class(owner).intersects(Class::PRONOUN) || is_there(owner) => {
                Suffix::Contraction
            }
            "s" | "S" => Suffix::Possessive,
            "d" | "ll" | "ve" | "re" | "m" => Suffix::Contraction,
            _ => continue,
        };
        return (at, kind);
    }
    (word.len(), Suffix::None)
}

/// "al-Rashid", "d'Arc": an article joined to a name, small though the name is not.
fn behind_article(word: &str) -> bool {
    let bytes = word.as_bytes();
    let joint = bytes
        .iter()
        .take(4)
        .position(|byte| matches!(byte, b'-' | b'\'' | 0xE2));
    let Some((article, name)) = joint.and_then(|at| word.split_at_checked(at)) else {
        return false;
    };
    let mut name = name.chars();
    let known = match name.next() {
        Some('-') => ARTICLES.contains(article),
        Some('\'' | '\u{2019}') => article == "d" || article == "l",
        _ => false,
    };
    known && name.next().is_some_and(char::is_uppercase)
}

fn is_there(word: &str) -> bool {
    ["there", "that", "here", "what"]
        .iter()
        .any(|other| word.eq_ignore_ascii_case(other))
}

fn push_word(text: &str, start: usize, end: usize, letters: bool, tokens: &mut Vec<Token>) {
    let word = &text[start..end];
    if !letters {
        tokens.push(mark(start, end, Kind::Number));
        return;
    }
    let bare = word.strip_suffix('.').unwrap_or(word);
    let capital = match bare.as_bytes().first() {
        Some(first) if first.is_ascii() => first.is_ascii_uppercase(),
        _ => bare.chars().next().is_some_and(char::is_uppercase),
    };
    let capital = capital || behind_article(bare);
    let mut entry = lexicon::entry(bare);

    if entry.class.is_empty()
        && entry.cue.is_none()
        && let Some(hyphen) = bare.rfind('-')
    {
        // "ex-governor", "then-Sen": the last part says what it is. Its cue is no verb here.
        entry.class = lexicon::class(&bare[hyphen + 1..]);
    }
    if entry.class.is_empty()
        && !capital
        && bare.len() > 4
        && bare.as_bytes().ends_with(b"ly")
        && !NOT_ADVERBS.contains(bare)
    {
        entry.class = Class::ADVERB;
    }
    tokens.push(Token {
        start,
        end,
        kind: Kind::Word,
        class: entry.class,
        cue: entry.cue,
        capital,
    });
}

#[cfg(test)]
mod tests {
    use super::{read, sentences};
    use crate::attribution::words::quote::quotes;

    fn check(text: &str, expected: &[&str]) {
        let spans = quotes(text);
        let mut tokens = Vec::new();
        let end = read(text, &spans, &mut 0, 0, usize::MAX / 4, &mut tokens);
        assert_eq!(end, text.len());
        let found: Vec<&str> = sentences(text, &spans, &tokens)
            .into_iter()
            .map(|range| &text[tokens[range.start].start..tokens[range.end - 1].end])
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_quotation_is_one_token_of_its_sentence() {
        check(
            "\"We left. All of us,\" she said. \"Yes.\" It rained.",
            &[
                "\"We left. All of us,\" she said.",
                "\"Yes.\"",
                "It rained.",
            ],
        );
        check(
            "\"Why?\" Anna Berg asked. \"No reason.\"",
            &["\"Why?\" Anna Berg asked.", "\"No reason.\""],
        );
        check(
            "\"Why?\" Nobody at the table knew.",
            &["\"Why?\"", "Nobody at the table knew."],
        );
    }

    #[test]
    fn abbreviations_do_not_cut() {
        check(
            "Gen. Berg left the U.S. in May. He won't.",
            &["Gen. Berg left the U.S. in May.", "He won't."],
        );
    }
}
