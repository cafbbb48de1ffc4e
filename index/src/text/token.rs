//! The tokenizer for indexing, queries and highlights: what a word is.
//!
//! Words are those of UAX 29 (<https://unicode.org/reports/tr29/>), except that a colon separates
//! words: an apostrophe or full stop inside a word belongs to it (`don't`, `U.S`), a hyphen does
//! not. A possessive 's is cut off, so that `Hegseth's` is found and highlighted as `Hegseth`. An
//! elided article is a word of its own (`l'eau`); `C++` and `CO₂` are one word each (see
//! `word_parts`). Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese)
//! give overlapping pairs of characters, and the last character of a run again on its own. Offsets
//! are bytes of the text.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::number::is_number_space;
use crate::text::word_parts::{
    SmallDigit, elision, is_elision, small_digit, takes_raised_digit, with_sign,
};

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as written, without a possessive 's.
    pub text: &'a str,
    /// Byte offset of its first character.
    pub start: usize,
    /// How it was cut out of the text.
    pub cut: Cut,
}

impl Word<'_> {
    /// Byte offset of the end of its last character.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// How a word was cut out of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Between word boundaries.
    Boundary,
    /// Two neighbouring characters of a script that puts no spaces between words.
    Pair,
    /// The last character of a run of such a script, or its only one.
    Tail,
}

/// The words of a text, in order.
///
/// ```
/// use onrecord_index::text::token::words;
/// let found: Vec<&str> = words("Hegseth's U.S. troops don't").map(|word| word.text).collect();
/// assert_eq!(found, ["Hegseth", "U.S", "troops", "don't"]);
/// let found: Vec<&str> = words("北约成员").map(|word| word.text).collect();
/// assert_eq!(found, ["北约", "约成", "成员", "员"]);
/// ```
pub fn words(text: &str) -> Words<'_> {
    Words {
        text,
        at: 0,
        chunk_end: 0,
        queue: Vec::new(),
        next: 0,
    }
}

/// Iterator over the words of a text; see [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    /// Everything before this byte was read.
    at: usize,
    /// End of the chunk around `at`: bytes between two white spaces.
    chunk_end: usize,
    /// Words of the latest chunk that is not ASCII; these are found all at once.
    queue: Vec<Word<'a>>,
    /// Index in `queue` of the next word to return.
    next: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        loop {
            if let Some(word) = self.queue.get(self.next) {
                self.next += 1;
                return Some(*word);
            }
            if self.at < self.chunk_end {
                if let Some(word) = self.next_ascii() {
                    return Some(word);
                }
                continue;
            }
            if self.at >= self.text.len() {
                return None;
            }
            self.next_chunk();
        }
    }
}

impl<'a> Words<'a> {
    /// Begins the next chunk. A chunk of ASCII is cut word by word, any other all at once by the
    /// full rules.
    fn next_chunk(&mut self) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && bytes[self.at].is_ascii_whitespace() {
            self.at += 1;
        }
        let start = self.at;
        let mut end = start;
        let mut ascii = true;
        while end < bytes.len() && !bytes[end].is_ascii_whitespace() {
            ascii &= bytes[end].is_ascii();
            end += 1;
        }
        if ascii {
            self.chunk_end = end;
        } else {
            self.queue.clear();
            self.next = 0;
            unicode_words(self.text, start, end, &mut self.queue);
            self.at = end;
            self.chunk_end = end;
        }
    }

    /// The next word of an ASCII chunk. `None` if only marks were read, which may be before the end
    /// of the chunk.
    fn next_ascii(&mut self) -> Option<Word<'a>> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        while start < self.chunk_end && !is_word_byte(bytes[start]) {
            start += 1;
        }
        let mut end = start;
        let mut alphanumeric = false;
        let mut apostrophe = None;
        while end < self.chunk_end {
            let byte = bytes[end];
            if is_word_byte(byte) {
                alphanumeric |= byte != b'_';
                end += 1;
            } else if end > start
                && end + 1 < self.chunk_end
                && joins(bytes[end - 1], byte, bytes[end + 1])
            {
                if byte == b'\'' {
                    apostrophe = apostrophe.or(Some(end));
                }
                end += 1;
            } else {
                break;
            }
        }
        self.at = end;
        if !alphanumeric {
            return None;
        }
        if let Some(at) = apostrophe
            && is_elision(&self.text[start..at], &self.text[at + 1..end])
        {
            // The next word starts after the apostrophe.
            self.at = at + 1;
            end = at;
        }
        let (start, end) = with_sign(self.text, start, end, self.chunk_end);
        self.at = self.at.max(end);
        Some(without_possessive(Word {
            text: &self.text[start..end],
            start,
            cut: Cut::Boundary,
        }))
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether `middle` belongs to the word around it: rules WB6, WB7, WB11 and WB12 of UAX 29. The
/// colon joins letters in the standard; in our sources it separates the speaker from the text.
fn joins(before: u8, middle: u8, after: u8) -> bool {
    match middle {
        b'.' | b'\'' => {
            (before.is_ascii_alphabetic() && after.is_ascii_alphabetic())
                || (before.is_ascii_digit() && after.is_ascii_digit())
        }
        b',' | b';' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

/// A word without its possessive 's.
fn without_possessive(mut word: Word<'_>) -> Word<'_> {
    for ending in ["'s", "'S", "\u{2019}s", "\u{2019}S"] {
        if let Some(owner) = word.text.strip_suffix(ending)
            && !owner.is_empty()
        {
            word.text = owner;
            break;
        }
    }
    word
}

/// Appends the words of a chunk that is not ASCII: cut by the tables of unicode-segmentation and at
/// colons, with pairs of characters for scripts without spaces.
fn unicode_words<'a>(text: &'a str, start: usize, end: usize, words: &mut Vec<Word<'a>>) {
    let chunk = &text[start..end];
    let mut run: Option<(usize, usize)> = None;
    let mut pieces = Pieces {
        text,
        start,
        end,
        formula_end: None,
        footnote_end: None,
    };
    for (offset, segment) in chunk.split_word_bound_indices() {
        let at = start + offset;
        let mut piece_start = at;
        for piece in segment.split(':') {
            let piece_end = piece_start + piece.len();
            if piece.chars().next().is_some_and(is_unspaced) {
                run = match run {
                    Some((run_start, run_end)) if run_end == piece_start => {
                        Some((run_start, piece_end))
                    }
                    other => {
                        pairs(text, other, words);
                        Some((piece_start, piece_end))
                    }
                };
            } else {
                pairs(text, run.take(), words);
                if piece.chars().any(char::is_alphanumeric) {
                    pieces.push(piece_start, piece_end, words);
                }
            }
            piece_start = piece_end + 1;
        }
    }
    pairs(text, run, words);
}

/// Makes words of the pieces between the word boundaries of a chunk.
struct Pieces<'a> {
    text: &'a str,
    /// The range of the chunk.
    start: usize,
    end: usize,
    /// End of a word that ends in a lowered digit: what follows belongs to it, as in `H₂O`.
    formula_end: Option<usize>,
    /// End of the number of a footnote, which is no word.
    footnote_end: Option<usize>,
}

impl<'a> Pieces<'a> {
    /// Appends the words of a piece, or extends the last word by it.
    fn push(&mut self, start: usize, end: usize, words: &mut Vec<Word<'a>>) {
        let piece = &self.text[start..end];
        if let Some(digit) = piece.chars().next().and_then(small_digit) {
            self.push_small_digit(digit, start, end, words);
        } else if self.formula_end == Some(start) || self.continues_number(piece, start, words) {
            self.extend(end, words);
        } else {
            self.push_words(start, end, words);
        }
    }

    /// Appends a word, without the words that are elided before it.
    fn push_words(&self, start: usize, end: usize, words: &mut Vec<Word<'a>>) {
        let mut start = start;
        while let Some((head_end, rest)) = elision(&self.text[start..end]) {
            words.push(self.word(start, start + head_end));
            start += rest;
        }
        let (start, end) = with_sign(self.text, start, end, self.end);
        words.push(without_possessive(self.word(start, end)));
    }

    /// A small digit belongs to the word before it or is the number of a footnote. Anywhere else it
    /// is a word of its own.
    fn push_small_digit(
        &mut self,
        digit: SmallDigit,
        start: usize,
        end: usize,
        words: &mut Vec<Word<'a>>,
    ) {
        let last = words.last();
        let touching = last.filter(|word| word.cut == Cut::Boundary && word.end() == start);
        let belongs = touching.is_some_and(|word| match digit {
            SmallDigit::Raised => takes_raised_digit(word.text),
            SmallDigit::Lowered => true,
        });
        let before = self.text[self.start..start].chars().next_back();
        let is_footnote = digit == SmallDigit::Raised
            && (self.footnote_end == Some(start)
                || before.is_some_and(|c| c.is_alphabetic() || ".,;:!?\"'”’»)".contains(c)));
        if belongs {
            self.extend(end, words);
            self.formula_end = (digit == SmallDigit::Lowered).then_some(end);
        } else if is_footnote {
            self.footnote_end = Some(end);
        } else {
            words.push(self.word(start, end));
        }
    }

    /// Whether a piece continues the number before it after a space at which no line ends.
    fn continues_number(&self, piece: &str, start: usize, words: &[Word<'a>]) -> bool {
        let Some(last) = words.last() else {
            return false;
        };
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let group = last.text.rsplit(is_number_space).next().unwrap_or_default();
        let is_group = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
        let mut between = self.text[last.end()..start].chars();
        digits == 3
            && between.next().is_some_and(is_number_space)
            && between.next().is_none()
            && (1..=3).contains(&group.len())
            && last.text.split(is_number_space).all(is_group)
    }

    /// Makes the last word end at `end`.
    fn extend(&self, end: usize, words: &mut Vec<Word<'a>>) {
        if let Some(last) = words.last_mut() {
            last.text = &self.text[last.start..end];
        }
    }

    fn word(&self, start: usize, end: usize) -> Word<'a> {
        Word {
            text: &self.text[start..end],
            start,
            cut: Cut::Boundary,
        }
    }
}

/// Appends the overlapping pairs of characters of a run, and its last character alone. A combining
/// mark counts as part of the character before it.
fn pairs<'a>(text: &'a str, run: Option<(usize, usize)>, words: &mut Vec<Word<'a>>) {
    let Some((start, end)) = run else { return };
    let mut bounds: Vec<usize> = Vec::new();
    for (offset, c) in text[start..end].char_indices() {
        if bounds.is_empty() || !continues(c) {
            bounds.push(start + offset);
        }
    }
    bounds.push(end);
    for pair in bounds.windows(3) {
        words.push(Word {
            text: &text[pair[0]..pair[2]],
            start: pair[0],
            cut: Cut::Pair,
        });
    }
    let tail = bounds[bounds.len() - 2];
    words.push(Word {
        text: &text[tail..end],
        start: tail,
        cut: Cut::Tail,
    });
}

/// Whether a letter belongs to a script that is written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0E01}'..='\u{0E4E}' | '\u{0E81}'..='\u{0ECD}' | '\u{0EDC}'..='\u{0EDF}'
            | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{109D}' | '\u{1780}'..='\u{17D3}'
            | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}'
            | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3134F}'
    )
}

/// Whether a character belongs to the one before it: vowel signs, tone marks, kana voicing,
/// variation selectors, joiners.
fn continues(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(
            c,
            '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FF9E}'
                | '\u{FF9F}' | '\u{E0100}'..='\u{E01EF}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cut, unicode_words, words};

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = words(text).collect();
        let texts: Vec<&str> = found.iter().map(|word| word.text).collect();
        assert_eq!(texts, expected, "{text}");
        for word in found {
            assert_eq!(&text[word.start..word.end()], word.text);
        }
    }

    #[test]
    fn apostrophes_and_full_stops_inside_belong_to_the_word() {
        check(
            "Don't say U.S. or e.g. example.com.",
            &["Don't", "say", "U.S", "or", "e.g", "example.com"],
        );
        check(
            "in 1,000.5 years, at 10:30",
            &["in", "1,000.5", "years", "at", "10", "30"],
        );
        check("'quoted' words' end", &["quoted", "words", "end"]);
    }

    #[test]
    fn a_possessive_is_cut_off() {
        check(
            "Hegseth's Hegseth’s HEGSETH'S 's",
            &["Hegseth", "Hegseth", "HEGSETH", "s"],
        );
    }

    #[test]
    fn hyphens_slashes_and_signs_separate_words() {
        check(
            "Russia-Ukraine AT&T a/b https://a.b/c",
            &[
                "Russia", "Ukraine", "AT", "T", "a", "b", "https", "a.b", "c",
            ],
        );
        check("__ _ ?", &[]);
    }

    #[test]
    fn an_elided_article_is_a_word_of_its_own() {
        check("l'Assemblée", &["l", "Assemblée"]);
        check(
            "l'eau d'ici, L’ÉTAT",
            &["l", "eau", "d", "ici", "L", "ÉTAT"],
        );
        check("lorsqu'il n'y a", &["lorsqu", "il", "n", "y", "a"]);
        check("jusqu'à l’an", &["jusqu", "à", "l", "an"]);
        check(
            "dell'acqua un'altra c'è",
            &["dell", "acqua", "un", "altra", "c", "è"],
        );
        check("d'aujourd'hui", &["d", "aujourd'hui"]);
        check(
            "dell'FMI D'Souza's l'O",
            &["dell", "FMI", "D", "Souza", "l", "O"],
        );
    }

    #[test]
    fn other_words_keep_their_apostrophe() {
        for word in [
            "don't",
            "O'Brien",
            "rock'n'roll",
            "prud'homme",
            "c'mon",
            "m'lord",
            "ma'am",
            "I'd",
            "o’clock",
            "Qur'an",
            "d'r",
            "Xi’an",
            "l'",
        ] {
            check(word, &[word.trim_end_matches('\'')]);
        }
    }

    #[test]
    fn signs_belong_to_the_words_of_the_list() {
        check(
            "in C++, C#; c++17 «C++»",
            &["in", "C++", "C#", "c++", "17", "C++"],
        );
        check(
            ".NET (.NET) of net. Net example.net",
            &[".NET", ".NET", "of", "net", "Net", "example.net"],
        );
        check("C+ C, A# ...net 1.net", &["C", "C", "A", "net", "1", "net"]);
    }

    #[test]
    fn small_digits_belong_to_formulas_and_units() {
        check("CO₂ H₂O C₆H₁₂O₆", &["CO₂", "H₂O", "C₆H₁₂O₆"]);
        check(
            "25 km² and m³, 20m², x²⁰",
            &["25", "km²", "and", "m³", "20m²", "x²⁰"],
        );
        check("10² ²³", &["10", "²", "²³"]);
    }

    #[test]
    fn the_number_of_a_footnote_is_no_word() {
        check(
            "the harbour¹² is. full.³",
            &["the", "harbour", "is", "full"],
        );
    }

    #[test]
    fn spaces_inside_a_number_separate_nothing() {
        check(
            "1\u{a0}000 12\u{202f}345\u{202f}678,50",
            &["1\u{a0}000", "12\u{202f}345\u{202f}678,50"],
        );
        check("1990\u{a0}300 5\u{a0}10", &["1990", "300", "5", "10"]);
    }

    #[test]
    fn marks_continue_a_word() {
        check("cafe\u{301} ﬁve Łódź", &["cafe\u{301}", "ﬁve", "Łódź"]);
        check("हिन्दी में", &["हिन्दी", "में"]);
        check("مُحَمَّد، قال", &["مُحَمَّد", "قال"]);
    }

    #[test]
    fn a_colon_separates_words_in_every_script() {
        check("Müller:Ja", &["Müller", "Ja"]);
        check("Anna:Yes", &["Anna", "Yes"]);
    }

    #[test]
    fn unspaced_scripts_give_pairs_and_a_tail() {
        check("北约成员。", &["北约", "约成", "成员", "员"]);
        check("战", &["战"]);
        check("ไทย", &["ไท", "ทย", "ย"]);
        check("在NATO的", &["在", "NATO", "的"]);
        assert_eq!(words("北约").last().map(|word| word.cut), Some(Cut::Tail));
    }

    proptest! {
        #[test]
        fn words_come_in_order_and_begin_and_end_at_characters(
            text in "[a-dlLquCN'’ʼ.,+#:_0-9²₂¹\u{a0} éà\u{301}北ไ시-]{0,24}",
        ) {
            let mut before = 0;
            for word in words(&text) {
                prop_assert!(before <= word.start, "{}", text);
                prop_assert_eq!(&text[word.start..word.end()], word.text);
                prop_assert!(!word.text.is_empty());
                // Pairs of characters overlap.
                before = if word.cut == Cut::Boundary { word.end() } else { word.start };
            }
        }

        #[test]
        fn both_ways_to_cut_a_chunk_agree_on_ascii(text in "[a-dlLqunetCN'.,+#:_0-9/-]{1,24}") {
            let fast: Vec<_> = words(&text).collect();
            let mut full = Vec::new();
            unicode_words(&text, 0, text.len(), &mut full);
            prop_assert_eq!(fast, full);
        }
    }
}
