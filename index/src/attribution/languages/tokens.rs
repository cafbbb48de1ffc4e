//! The tokens of a paragraph, sentence by sentence.
//!
//! A quotation is one token. Offsets are bytes of the paragraph.

use crate::attribution::languages::class::Class;
use crate::attribution::languages::lexicon::{Entry, Lexicon};
use crate::attribution::languages::marks::Quote;

/// Longest sentence, in tokens. Every rule looks at no more, so that time stays linear.
const LONGEST_SENTENCE: usize = 300;
/// Numbers up to this many digits may be ordinals, "am 3. Mai", and their full stop ends nothing.
const ORDINAL_DIGITS: usize = 2;

/// What a noun can be.
const NOUN: Class = Class::TITLE
    .union(Class::ROLE)
    .union(Class::ORGANISATION)
    .union(Class::PLACE)
    .union(Class::TEXT);

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word in lower case.
    Word,
    /// A word with a capital.
    Capital,
    Number,
    /// A quotation: its index among those of the paragraph.
    Quote(usize),
    Comma,
    Colon,
    Semicolon,
    /// A full stop, a question mark and the like.
    Stop,
    Dash,
    Open,
    Close,
    Other,
}

/// A token of a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    pub(crate) class: Class,
    /// What it is as a noun, also by the last part of a compound.
    pub(crate) noun: Class,
    pub(crate) entry: Option<&'static Entry>,
}

impl Token {
    /// Whether a list says one of these about the word.
    pub(crate) fn is(&self, class: Class) -> bool {
        self.class.intersects(class)
    }

    pub(crate) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Capital)
    }

    /// A word with a capital that can be part of a name.
    pub(crate) fn is_capital(&self) -> bool {
        self.kind == Kind::Capital
    }

    pub(crate) fn quote(&self) -> Option<usize> {
        match self.kind {
            Kind::Quote(at) => Some(at),
            _ => None,
        }
    }
}

/// Reads the sentences of `text` from `range`, one after the other.
pub(crate) struct Sentences<'a> {
    text: &'a str,
    quotes: &'a [Quote],
    lexicon: &'static Lexicon,
    at: usize,
    end: usize,
    next_quote: usize,
    buffer: String,
}

impl<'a> Sentences<'a> {
    pub(crate) fn new(
        text: &'a str,
        range: (usize, usize),
        quotes: &'a [Quote],
        lexicon: &'static Lexicon,
    ) -> Sentences<'a> {
        Sentences {
            text,
            quotes,
            lexicon,
            at: range.0,
            end: range.1,
            next_quote: quotes.partition_point(|quote| quote.start < range.0),
            buffer: String::new(),
        }
    }

    /// Replaces `tokens` by those of the next sentence. `false` at the end.
    pub(crate) fn next_into(&mut self, tokens: &mut Vec<Token>) -> bool {
        tokens.clear();
        while let Some(token) = self.token() {
            let ends = match token.kind {
                Kind::Stop => self.starts_sentence(),
                Kind::Quote(at) => self.ends_sentence(at) && self.starts_sentence(),
                _ => false,
            };
            tokens.push(token);
            if ends || tokens.len() == LONGEST_SENTENCE {
                return true;
            }
        }
        !tokens.is_empty()
    }

    /// The next token.
    fn token(&mut self) -> Option<Token> {
        let rest = &self.text[self.at..self.end];
        let start = self.at + (rest.len() - rest.trim_start().len());
        let letter = self.text[start..self.end].chars().next()?;
        if let Some(quote) = self.quotes.get(self.next_quote)
            && quote.start <= start
        {
            let kind = Kind::Quote(self.next_quote);
            self.next_quote += 1;
            self.at = quote.end.max(start);
            return Some(self.plain(start, self.at, kind));
        }
        if letter.is_numeric() {
            let end = self.run(start, |letter| {
                letter.is_alphanumeric() || matches!(letter, '.' | ',' | '-' | '\u{AD}')
            });
            let number = self.text[start..end].trim_end_matches(['.', ',', '-']);
            let mut end = start + number.len();
            // "12:30": no colon.
            let bytes = self.text.as_bytes();
            let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            if bytes.get(end) == Some(&b':') && is_digit(end + 1) && is_digit(end + 2) {
                end = (end + 3).min(self.limit());
            }
            let number = &self.text[start..end];
            self.at = end;
            let kind = if number.chars().any(char::is_alphabetic) {
                Kind::Word
            } else {
                Kind::Number
            };
            return Some(self.plain(start, end, kind));
        }
        if letter.is_alphabetic() {
            return Some(self.word(start, letter));
        }
        let kind = match letter {
            ',' => Kind::Comma,
            ':' => Kind::Colon,
            ';' => Kind::Semicolon,
            '.' | '!' | '?' | '…' => Kind::Stop,
            '-' | '–' | '—' => Kind::Dash,
            '(' | '[' => Kind::Open,
            ')' | ']' => Kind::Close,
            _ => Kind::Other,
        };
        self.at = start + letter.len_utf8();
        Some(self.plain(start, self.at, kind))
    }

    /// The word that starts at `start`: with the apostrophe of "l'" and the stop of "Dr.".
    fn word(&mut self, start: usize, first: char) -> Token {
        let limit = self.limit();
        let end = match plain_word(&self.text.as_bytes()[start..limit]) {
            Some(length) => start + length,
            None => self.joined_word(start, limit),
        };
        let end = self.with_stop(start, end.max(start + first.len_utf8()), first);
        self.at = end;
        let word = &self.text[start..end];
        let (folded, entry) = self.lexicon.find(word, &mut self.buffer);
        let mut class = entry.map_or(Class::empty(), |entry| entry.class);
        let kind = if first.is_uppercase() {
            // "im Laufe", "in der Folge": a noun.
            class -= Class::MOOD;
            Kind::Capital
        } else {
            class -= Class::GIVEN;
            Kind::Word
        };
        let noun = if kind == Kind::Capital && !class.intersects(NOUN | Class::GIVEN) {
            self.lexicon.compound(folded)
        } else {
            class & (NOUN | Class::SEX)
        };
        // The hyphen of "dit-il", and the "t" of "a-t-il", are no tokens.
        for skipped in ["-t-", "-"] {
            let rest = &self.text[end..self.end];
            if rest.starts_with(skipped) && self.is_pronoun_ahead(end + skipped.len(), self.end) {
                self.at = end + skipped.len();
                break;
            }
        }
        Token {
            start,
            end,
            kind,
            class,
            noun,
            entry,
        }
    }

    /// Where the word at `start` ends, if it has an apostrophe, a hyphen or letters beyond ASCII.
    fn joined_word(&mut self, start: usize, limit: usize) -> usize {
        let mut end = start;
        let mut letters = self.text[start..limit].char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let joins = matches!(letter, '\'' | '’' | '-' | '\u{AD}')
                && letters
                    .peek()
                    .is_some_and(|(_, next)| next.is_alphanumeric());
            if !(letter.is_alphanumeric() || joins || is_mark(letter)) {
                break;
            }
            end = start + at + letter.len_utf8();
            // "l'avoue" is two words, if the lists have "l'"; "dit-il" is two, as "il" is a
            // pronoun.
            if matches!(letter, '\'' | '’') && self.class(start, end) != Class::empty() {
                break;
            }
            if letter == '-' && self.is_pronoun_ahead(end, limit) {
                end -= 1;
                break;
            }
        }
        end
    }

    /// Whether the word at `from`, up to `limit`, is a pronoun behind its verb: "il" of "dit-il".
    fn is_pronoun_ahead(&mut self, from: usize, limit: usize) -> bool {
        let rest = &self.text[from..limit.max(from)];
        let rest = rest.strip_prefix("t-").unwrap_or(rest);
        // A run of hyphenated words may be long, so it is not read to its end.
        let mut letters = rest.char_indices().take(MAX_PRONOUN + 1);
        let end = letters.find(|(_, letter)| !letter.is_alphanumeric() && *letter != '-');
        let length = match end {
            Some((length, _)) => length,
            None if rest.chars().nth(MAX_PRONOUN).is_none() => rest.len(),
            None => return false,
        };
        if length == 0 {
            return false;
        }
        let word = &rest[..length];
        let (_, entry) = self.lexicon.find(word, &mut self.buffer);
        word.chars().all(char::is_lowercase)
            && entry.is_some_and(|entry| entry.class.contains(Class::PRONOUN))
    }

    /// `end`, behind the full stop of an abbreviation or an initial.
    fn with_stop(&mut self, start: usize, end: usize, first: char) -> usize {
        if !self.text[end..self.end].starts_with('.') {
            return end;
        }
        let is_initial = first.is_uppercase() && end == start + first.len_utf8();
        let is_abbreviation = self.class(start, end).contains(Class::ABBREVIATION);
        if is_initial || is_abbreviation {
            end + 1
        } else {
            end
        }
    }

    fn class(&mut self, start: usize, end: usize) -> Class {
        let word = &self.text[start..end];
        let (_, entry) = self.lexicon.find(word, &mut self.buffer);
        entry.map_or(Class::empty(), |entry| entry.class)
    }

    /// Whether what follows can open a sentence.
    fn starts_sentence(&self) -> bool {
        let rest = &self.text[self.at..self.end];
        let next = rest.trim_start();
        let Some(letter) = next.chars().next() else {
            return true;
        };
        // "am 3. Mai", and "3.000" was read as one number.
        let before = self.text[..self.at].trim_end_matches('.');
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let is_ordinal = before.len() < self.at && (1..=ORDINAL_DIGITS).contains(&digits);
        let is_quote = self
            .quotes
            .get(self.next_quote)
            .is_some_and(|quote| quote.start == self.end - next.len());
        let opens = letter.is_uppercase()
            || letter.is_numeric()
            || is_quote
            || matches!(letter, '¿' | '¡' | '(' | '[' | '—' | '–');
        opens && rest.len() > next.len() && !(is_ordinal && letter.is_uppercase())
    }

    /// Whether a quotation ends with the end of a sentence.
    fn ends_sentence(&self, quote: usize) -> bool {
        let (start, end) = self.quotes[quote].inner;
        self.text[start..end].ends_with(['.', '!', '?', '…'])
    }

    /// Where the run of letters from `start` for which `wanted` is true ends.
    fn run(&self, start: usize, wanted: impl Fn(char) -> bool) -> usize {
        let rest = &self.text[start..self.limit()];
        start + rest.find(|letter| !wanted(letter)).unwrap_or(rest.len())
    }

    /// Where the next quotation, or the text, begins or ends: no other token goes further.
    fn limit(&self) -> usize {
        self.quotes
            .get(self.next_quote)
            .map_or(self.end, |quote| quote.start.clamp(self.at, self.end))
    }

    fn plain(&self, start: usize, end: usize, kind: Kind) -> Token {
        Token {
            start,
            end,
            kind,
            class: Class::empty(),
            noun: Class::empty(),
            entry: None,
        }
    }
}

/// Whether a letter only changes the one before it, as a combining accent does.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}')
}

/// Letters of the longest pronoun: "elles", "ellos".
const MAX_PRONOUN: usize = 5;

/// The length of the word of ASCII letters at the start of `bytes`. `None` if it may go on.
fn plain_word(bytes: &[u8]) -> Option<usize> {
    let length = bytes
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(bytes.len());
    let goes_on = |byte: &u8| matches!(byte, b'\'' | b'-') || !byte.is_ascii();
    (length > 0 && !bytes.get(length).is_some_and(goes_on)).then_some(length)
}
