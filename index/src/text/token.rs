//! The tokenizer for indexing, queries and highlights: what a word is.
//!
//! Words are those of UAX 29 (<https://unicode.org/reports/tr29/>), except that a colon separates
//! words: an apostrophe or full stop inside a word belongs to it (`don't`, `U.S`), a hyphen does
//! not. A possessive 's is cut off, so that `Hegseth's` is found and highlighted as `Hegseth`.
//! Scripts written without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) give overlapping
//! pairs of characters, and the last character of a run again on its own. Offsets are bytes of the
//! text.

use unicode_segmentation::UnicodeSegmentation;

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
        while end < self.chunk_end {
            let byte = bytes[end];
            if is_word_byte(byte) {
                alphanumeric |= byte != b'_';
                end += 1;
            } else if end > start
                && end + 1 < self.chunk_end
                && joins(bytes[end - 1], byte, bytes[end + 1])
            {
                end += 1;
            } else {
                break;
            }
        }
        self.at = end;
        if !alphanumeric {
            return None;
        }
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
                    let word = Word {
                        text: &text[piece_start..piece_end],
                        start: piece_start,
                        cut: Cut::Boundary,
                    };
                    words.push(without_possessive(word));
                }
            }
            piece_start = piece_end + 1;
        }
    }
    pairs(text, run, words);
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
    use super::{Cut, words};

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
}
