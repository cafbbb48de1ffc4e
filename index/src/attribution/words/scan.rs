//! Tokens of a paragraph: words with their classes, punctuation marks, and quotations as one token
//! each.
//!
//! This is not the tokenizer of the index: attribution rules need commas, possessives,
//! abbreviations with their full stop and hyphenated words in one piece, and nobody searches for
//! these. Offsets are bytes of the paragraph.

use crate::attribution::words::class::Class;
use crate::attribution::words::cue::Cue;
use crate::attribution::words::lexicon;
use crate::attribution::words::quote::Quote;
use crate::text::sentence::stop_ends_sentence;
use crate::text::word_list::WordList;

/// A word, a mark or a whole quotation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
    /// The classes of a word; empty for other tokens.
    pub(crate) class: Class,
    /// Set if the word is a form of a reporting verb.
    pub(crate) cue: Option<Cue>,
    /// Whether it is a word that is written as a name: with a capital at its start or after an
    /// article ("al-Rashid").
    pub(crate) capital: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word with at least one letter, or a contracted verb ('ll).
    Word,
    /// A word without letters.
    Number,
    /// 's or ’s, or the bare apostrophe after a plural.
    Possessive,
    /// A punctuation mark. All dashes are `-`, an ellipsis is `~`, and marks that no rule asks for
    /// are a space.
    Mark(u8),
    /// A quotation, as an index into the paragraph's quotations.
    Quote(usize),
}

impl Token {
    /// Whether it is this punctuation mark.
    pub(crate) fn is(&self, mark: u8) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether it is a quotation.
    pub(crate) fn is_quote(&self) -> bool {
        matches!(self.kind, Kind::Quote(_))
    }

    /// Whether it is a word, not a number.
    pub(crate) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it has one of these classes.
    pub(crate) fn has(&self, class: Class) -> bool {
        self.class.intersects(class)
    }

    /// Whether it has one of these classes and is not written as a name.
    pub(crate) fn plain(&self, class: Class) -> bool {
        !self.capital && self.class.intersects(class)
    }

    /// A token that has no class: a mark, a number, a possessive or a quotation.
    fn without_class(start: usize, end: usize, kind: Kind) -> Token {
        Token {
            start,
            end,
            kind,
            class: Class::empty(),
            cue: None,
            capital: false,
        }
    }
}

/// Appends the tokens of `text` from byte `from` on to `tokens`, and returns the byte where it
/// stopped.
///
/// It stops at the end of the text, or at a full stop, `!` or `?` once there are `enough` tokens,
/// or at any mark once there are twice as many. `quotes` are the quotations of the whole text;
/// `next_quote` is the first of them that was not read yet.
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
        let quote = quotes.get(*next_quote);
        if let Some(quote) = quote
            && quote.start <= at
        {
            tokens.push(quotation(quote, *next_quote));
            *next_quote += 1;
            at = quote.end.max(at);
            continue;
        }
        let space = space_length(text, at);
        if space > 0 {
            at += space;
            continue;
        }
        if is_word_byte(bytes[at]) && !starts_mark(&bytes[at..]) {
            let limit = quote.map_or(bytes.len(), |quote| quote.start);
            at = push_word(text, at, limit, tokens);
            continue;
        }
        let (end, kind) = punctuation(text, at);
        tokens.push(Token::without_class(at, end, kind));
        at = end;
        let stop = matches!(kind, Kind::Mark(b'.' | b'!' | b'?'));
        if (tokens.len() >= enough && stop) || tokens.len() >= 2 * enough {
            break;
        }
    }
    at
}

/// Puts one token per quotation into `tokens`, which were read as if there were no quotations.
pub(crate) fn with_quotes(tokens: &[Token], quotes: &[Quote]) -> Vec<Token> {
    let mut whole = Vec::with_capacity(tokens.len());
    let mut next = 0;
    for token in tokens {
        while let Some(quote) = quotes.get(next)
            && quote.start <= token.start
        {
            whole.push(quotation(quote, next));
            next += 1;
        }
        let inside = next > 0 && token.start < quotes[next - 1].end;
        if !inside {
            whole.push(*token);
        }
    }
    whole
}

fn quotation(quote: &Quote, index: usize) -> Token {
    Token::without_class(quote.start, quote.end, Kind::Quote(index))
}

/// Length of the white space or invisible character at byte `at`; 0 if there is none.
fn space_length(text: &str, at: usize) -> usize {
    let byte = text.as_bytes()[at];
    if byte < 0x80 {
        return usize::from(byte.is_ascii_whitespace());
    }
    text[at..]
        .chars()
        .next()
        .filter(|c| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}'))
        .map_or(0, char::len_utf8)
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || is_sign(byte)
}

/// Signs that are part of the word next to them.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'$' | b'@' | b'#' | b'_' | b'%')
}

/// Whether a character that is part of no word is at the start of `bytes`, which is not ASCII: a
/// dash, an ellipsis, a quotation mark, a special space.
fn starts_mark(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xE2, 0x80, ..]
            | [0xC2, 0xA0 | 0xAB | 0xBB, ..]
            | [0xEF, 0xBB, 0xBF, ..]
            | [0xE3, 0x80, ..]
    )
}

/// End and kind of the punctuation mark at byte `at`.
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

/// What an apostrophe between words is. A possessive follows a plural, or a name in x or z.
fn possessive_or_mark(bytes: &[u8], at: usize) -> Kind {
    if at > 0 && matches!(bytes[at - 1], b's' | b'S' | b'x' | b'z') {
        Kind::Possessive
    } else {
        Kind::Mark(b' ')
    }
}

/// Appends the word at byte `at`, and its possessive or contracted verb. Returns the byte after
/// them, `limit` at most.
fn push_word(text: &str, at: usize, limit: usize, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    // Most words are letters before a space or a comma.
    let run = bytes[at..limit]
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let ends_plainly = bytes.get(at + run).is_none_or(|next| {
        matches!(
            next,
            b' ' | b',' | b';' | b':' | b'!' | b'?' | b')' | b'"' | b'\n'
        )
    });
    if run > 0 && ends_plainly && (at + run < limit || limit == bytes.len()) {
        tokens.push(word_token(text, at, at + run));
        return at + run;
    }
    let extent = extent(text, at, limit);
    let end = extent.end;
    let word = &text[at..end];
    let suffix = if extent.apostrophe {
        split_suffix(word)
    } else {
        None
    };
    let owner_end = suffix.as_ref().map_or(end, |(length, _)| at + length);
    tokens.push(if extent.letters {
        word_token(text, at, owner_end)
    } else {
        Token::without_class(at, owner_end, Kind::Number)
    });
    if let Some((_, suffix)) = suffix {
        let (kind, class) = match suffix {
            Suffix::Possessive => (Kind::Possessive, Class::empty()),
            Suffix::Contraction => (Kind::Word, Class::AUX),
        };
        let token = Token::without_class(owner_end, end, kind);
        tokens.push(Token { class, ..token });
    }
    end
}

/// How far a word reaches, and what is in it.
struct Extent {
    end: usize,
    letters: bool,
    apostrophe: bool,
}

/// The extent of the word at byte `at`, one byte at least and `limit` at most.
fn extent(text: &str, at: usize, limit: usize) -> Extent {
    let bytes = text.as_bytes();
    let mut end = at;
    let (mut letters, mut apostrophe) = (false, false);
    while end < limit {
        let byte = bytes[end];
        if byte.is_ascii_alphanumeric() {
            letters |= byte.is_ascii_alphabetic();
            end += 1;
        } else if byte < 0x80 {
            if !joins(text, at, end) {
                break;
            }
            apostrophe |= byte == b'\'';
            end += 1;
        } else if starts_mark(&bytes[end..]) {
            let inner_apostrophe = bytes[end..].starts_with("\u{2019}".as_bytes())
                && bytes.get(end + 3).is_some_and(u8::is_ascii_alphabetic);
            if !inner_apostrophe {
                break;
            }
            apostrophe = true;
            end += 3;
        } else {
            letters = true;
            end += text[end..].chars().next().map_or(1, char::len_utf8);
        }
    }
    Extent {
        end: end.max(at + 1),
        letters,
        apostrophe,
    }
}

/// Whether the ASCII mark at byte `at` is part of the word that begins at byte `start`.
fn joins(text: &str, start: usize, at: usize) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let inside = at > start;
    match bytes[at] {
        byte if is_sign(byte) => true,
        b'\'' => inside && next.is_ascii_alphabetic(),
        b'-' => {
            let before_letter = next >= 0x80 && !starts_mark(&bytes[at + 1..]);
            inside && (next.is_ascii_alphanumeric() || before_letter)
        }
        b'.' => inside && (next.is_ascii_alphanumeric() || !stop_ends_sentence(text, at)),
        b',' => inside && bytes[at - 1].is_ascii_digit() && next.is_ascii_digit(),
        _ => false,
    }
}

/// What comes after the apostrophe of a word.
enum Suffix {
    /// The 's of "Berg's".
    Possessive,
    /// A verb: the 's of "he's", the 'll of "they'll".
    Contraction,
}

/// Endings of a word after its apostrophe that are verbs.
static CONTRACTIONS: WordList = WordList::new(include_str!("lists/contractions.txt"));

/// The possessive or contracted verb at the end of a word, and the length of the word before it.
fn split_suffix(word: &str) -> Option<(usize, Suffix)> {
    for apostrophe in ["'", "\u{2019}"] {
        let Some(at) = word.rfind(apostrophe).filter(|at| *at > 0) else {
            continue;
        };
        let owner = &word[..at];
        let suffix = match &word[at + apostrophe.len()..] {
            "s" | "S" if lexicon::class(owner).intersects(Class::PRONOUN) || is_there(owner) => {
                Suffix::Contraction
            }
            "s" | "S" => Suffix::Possessive,
            ending if CONTRACTIONS.contains(ending) => Suffix::Contraction,
            _ => continue,
        };
        return Some((at, suffix));
    }
    None
}

/// Words that are no pronouns but are contracted with "is".
fn is_there(word: &str) -> bool {
    ["there", "that", "here", "what"]
        .iter()
        .any(|other| word.eq_ignore_ascii_case(other))
}

/// The token of a word with at least one letter.
fn word_token(text: &str, start: usize, end: usize) -> Token {
    let word = &text[start..end];
    let bare = word.strip_suffix('.').unwrap_or(word);
    let upper_case = match bare.as_bytes().first() {
        Some(first) if first.is_ascii() => first.is_ascii_uppercase(),
        _ => bare.chars().next().is_some_and(char::is_uppercase),
    };
    let capital = upper_case || has_name_after_article(bare);
    let lexicon::Entry { mut class, cue } = lexicon::entry(bare);
    if class.is_empty()
        && cue.is_none()
        && let Some(hyphen) = bare.rfind('-')
    {
        // The last part of "ex-governor" or "then-Sen" says what it is. A cue in it is no verb
        // here.
        class = lexicon::class(&bare[hyphen + 1..]);
    }
    if class.is_empty() && !capital && is_adverb(bare) {
        class = Class::ADVERB;
    }
    Token {
        start,
        end,
        kind: Kind::Word,
        class,
        cue,
        capital,
    }
}

/// Nouns and adjectives in -ly.
static NOT_ADVERBS: WordList = WordList::new(include_str!("lists/not_adverbs.txt"));

/// Whether a word that is in no list is an adverb by its ending.
fn is_adverb(word: &str) -> bool {
    // "fly", "only": shorter words in -ly are rarely adverbs, and those that are have an entry.
    const SHORTEST: usize = 5;
    word.len() >= SHORTEST && word.as_bytes().ends_with(b"ly") && !NOT_ADVERBS.contains(word)
}

/// Arabic articles that a hyphen joins to a name.
static ARABIC_ARTICLES: WordList = WordList::new(include_str!("lists/arabic_articles.txt"));

/// Whether a word is a name behind a small article: "al-Rashid", "d'Arc".
fn has_name_after_article(word: &str) -> bool {
    // 0xE2 begins a curly apostrophe. The longest article has 3 letters.
    let joint = word
        .bytes()
        .take(4)
        .position(|byte| matches!(byte, b'-' | b'\'' | 0xE2));
    let Some((article, name)) = joint.and_then(|at| word.split_at_checked(at)) else {
        return false;
    };
    let mut name = name.chars();
    let known = match name.next() {
        Some('-') => ARABIC_ARTICLES.contains(article),
        Some('\'' | '\u{2019}') => article == "d" || article == "l",
        _ => false,
    };
    known && name.next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{Kind, read};

    fn check(text: &str, expected: &[(&str, Kind)]) {
        let mut tokens = Vec::new();
        let end = read(text, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
        assert_eq!(end, text.len());
        let found: Vec<(&str, Kind)> = tokens
            .iter()
            .map(|token| (&text[token.start..token.end], token.kind))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn possessives_and_contracted_verbs_are_tokens() {
        use Kind::{Possessive, Word};
        check("Berg's", &[("Berg", Word), ("'s", Possessive)]);
        check("he’s", &[("he", Word), ("’s", Word)]);
        check("they'll", &[("they", Word), ("'ll", Word)]);
        check("won't", &[("won't", Word)]);
        check("ships'", &[("ships", Word), ("'", Possessive)]);
    }

    #[test]
    fn numbers_hyphens_and_abbreviations_are_words() {
        use Kind::{Mark, Number, Word};
        check("ex-mayor", &[("ex-mayor", Word)]);
        check("1,000 $5", &[("1,000", Number), ("$5", Number)]);
        check("U.S. in", &[("U.S.", Word), ("in", Word)]);
        check("U.S.", &[("U.S", Word), (".", Mark(b'.'))]);
        check("a -- b", &[("a", Word), ("--", Mark(b'-')), ("b", Word)]);
        check("“x…", &[("“", Mark(b' ')), ("x", Word), ("…", Mark(b'~'))]);
    }

    #[test]
    fn a_name_may_have_an_article_before_its_capital() {
        for (word, expected) in [
            ("Rashid", true),
            ("al-Rashid", true),
            ("d’Arc", true),
            ("al-rashid", false),
            ("co-Chair", false),
        ] {
            let mut tokens = Vec::new();
            read(word, &[], &mut 0, 0, usize::MAX / 4, &mut tokens);
            assert_eq!(tokens[0].capital, expected, "{word}");
        }
    }
}
