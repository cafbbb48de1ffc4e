//! Numbers by value: "5 million" is "five million" and "5,000,000", "7%" is "seven per cent".
//!
//! Words are folded, as [`token`](crate::verify::token) compares them. Values are exact.

use std::ops::Range;

use crate::verify::languages::Language;

/// Values count in millionths, so that "3.5 million" is exact.
const PARTS: u128 = 1_000_000;

/// Digits of a fraction that are read; numbers with more are compared as words.
const MAX_FRACTION: usize = 6;

/// Digits of a number that are read; longer ones are compared as words.
const MAX_DIGITS: usize = 18;

/// Words of a number in words. The longest that people say has about ten.
const MAX_WORDS: usize = 16;

/// The value of a number, with what counts besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// In millionths.
    value: u128,
    is_negative: bool,
    is_ordinal: bool,
    /// "$", "%" or nothing.
    unit: String,
}

impl Number {
    /// Whether it says how many: "one" may be a pronoun, an ordinal number a place in a row.
    pub fn is_count(&self) -> bool {
        !self.is_ordinal && self.value != PARTS
    }
}

/// The numbers in a row of folded words, each as long as possible. `apart` says of each word
/// whether a mark separates it from the word before: there a number ends.
pub(super) fn numbers_in(
    words: &[&str],
    apart: &[bool],
    language: &Language,
) -> Vec<(Range<usize>, Number)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let limit = words.len().min(at + MAX_WORDS);
        let mark = apart[at + 1..limit].iter().position(|apart| *apart);
        let end = mark.map_or(limit, |mark| at + 1 + mark);
        match number_at(&words[at..end], language) {
            Some((number, length)) => {
                found.push((at..at + length, number));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether what is written between two words separates them: any mark but a hyphen.
pub(super) fn is_apart(between: &str) -> bool {
    between.contains(|c: char| {
        !c.is_whitespace() && !matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{AD}')
    })
}

/// Whether a folded word can be part of a number.
pub(super) fn is_number_word(word: &str, language: &Language) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
        || language.number(word).is_some()
        || is_minus(word, language)
}

/// Whether a folded word makes the number after it negative. The French and the Spanish word are
/// also part of "at least".
fn is_minus(word: &str, language: &Language) -> bool {
    word == "minus" && matches!(language.code, "en" | "de")
}

/// The number that these words begin with, and how many words it takes.
fn number_at(words: &[&str], language: &Language) -> Option<(Number, usize)> {
    match words.split_first() {
        Some((first, rest)) if is_minus(first, language) => {
            let (mut number, length) = positive_at(rest, language)?;
            number.is_negative = true;
            Some((number, length + 1))
        }
        _ => positive_at(words, language),
    }
}

/// The number without "minus" that these words begin with, and how many words it takes.
fn positive_at(words: &[&str], language: &Language) -> Option<(Number, usize)> {
    let mut sum = Sum::new(language);
    let mut length = 0;
    // "a hundred"
    let opens = usize::from(language.is_english() && words.first() == Some(&"a"));
    if opens > 0 && !words.get(1).is_some_and(|word| sum.is_multiplier(word)) {
        return None;
    }
    let mut at = opens;
    while let Some(word) = words.get(at) {
        if !sum.add(word) {
            let joins = sum.may_join(word) && words.get(at + 1).is_some_and(|next| sum.adds(next));
            if !joins {
                break;
            }
        } else {
            length = at + 1;
        }
        at += 1;
    }
    let mut number = (length > 0).then(|| sum.finish()).flatten()?;
    if number.unit.is_empty()
        && let Some((sign, taken)) = language.unit(&words[length..])
    {
        sign.clone_into(&mut number.unit);
        length += taken;
    }
    Some((number, length))
}

/// Adds up the words of a number.
struct Sum<'l> {
    language: &'l Language,
    /// What is complete: whole thousands, millions.
    total: u128,
    /// What the next multiplier multiplies.
    current: u128,
    is_begun: bool,
    /// Whether it begins with digits: then only a multiplier belongs to it.
    is_in_digits: bool,
    /// The last multiplier from a thousand. The next is less.
    multiplier: u64,
    is_too_large: bool,
    number: Number,
}

impl<'l> Sum<'l> {
    fn new(language: &'l Language) -> Sum<'l> {
        Sum {
            language,
            total: 0,
            current: 0,
            is_begun: false,
            is_in_digits: false,
            multiplier: u64::MAX,
            is_too_large: false,
            number: Number {
                value: 0,
                is_negative: false,
                is_ordinal: false,
                unit: String::new(),
            },
        }
    }

    fn is_multiplier(&self, word: &str) -> bool {
        let number = self.language.number(word);
        number.is_some_and(|number| number.value >= 100)
    }

    /// Whether a word may join the parts of a number: "a hundred and five".
    fn may_join(&self, word: &str) -> bool {
        self.is_begun
            && match self.language.code {
                "en" => word == "and" && self.current >= 100 * PARTS,
                "fr" => word == "et",
                "es" => word == "y",
                _ => false,
            }
    }

    /// Whether a word would add to the number.
    fn adds(&self, word: &str) -> bool {
        let number = self.language.number(word);
        number.is_some_and(|number| number.value > 0 && number.value < 100)
    }

    /// Adds a word. `false` if it does not belong to the number.
    fn add(&mut self, word: &str) -> bool {
        if self.number.is_ordinal || (!self.number.unit.is_empty() && !self.is_multiplier(word)) {
            return false;
        }
        if word.contains(|c: char| c.is_ascii_digit()) {
            return !self.is_begun && self.add_digits(word);
        }
        if let Some(number) = self.language.number(word) {
            return self.add_value(number.value, number.is_ordinal);
        }
        let parts = match self.language.code {
            "de" if !self.is_begun => compound(word, self.language),
            _ => None,
        };
        parts.is_some_and(|parts| parts.into_iter().all(|value| self.add_value(value, false)))
    }

    fn add_value(&mut self, value: u64, is_ordinal: bool) -> bool {
        let units = u128::from(value) * PARTS;
        let whole = self.current / PARTS;
        if self.is_in_digits && value < 100 {
            return false;
        }
        if value >= 1_000 {
            if (self.is_begun && self.current == 0) || value >= self.multiplier {
                return false;
            }
            self.multiply(value);
        } else if value == 100 && self.is_begun && whole > 0 && whole < 100 {
            self.current *= 100;
        } else if self.language.code == "fr" && value == 20 && whole % 100 == 4 {
            self.current += 76 * PARTS;
        } else if !self.is_begun || (self.current == 0 && self.total > 0 && value > 0) {
            self.current = units;
        } else if self.is_year(whole, value) {
            self.current = self.current * 100 + units;
        } else if fits_below(whole, value, self.language) {
            self.current += units;
        } else {
            return false;
        }
        self.is_begun = true;
        self.number.is_ordinal = is_ordinal;
        true
    }

    /// Adds a multiplier from a thousand.
    fn multiply(&mut self, value: u64) {
        let factor = if self.is_begun { self.current } else { PARTS };
        let product = factor.checked_mul(value.into());
        match product.and_then(|product| self.total.checked_add(product)) {
            Some(total) => self.total = total,
            None => self.is_too_large = true,
        }
        self.multiplier = value;
        self.current = 0;
    }

    /// Whether two numbers are the halves of a year: "nineteen ninety-five".
    fn is_year(&self, whole: u128, value: u64) -> bool {
        self.language.is_english()
            && self.total == 0
            && (10..=20).contains(&whole)
            && (10..100).contains(&value)
    }

    /// Begins with a number in digits: "5", "$3.5", "7%", "21st", "5bn".
    fn add_digits(&mut self, word: &str) -> bool {
        let Some(number) = digits(word, self.language) else {
            return false;
        };
        self.current = number.value;
        self.number = number;
        self.is_begun = true;
        self.is_in_digits = true;
        true
    }

    /// The number. `None` if there is none, or if it is too large to be exact.
    fn finish(mut self) -> Option<Number> {
        self.number.value = self.total.checked_add(self.current)?;
        (self.is_begun && !self.is_too_large).then_some(self.number)
    }
}

/// Whether a value adds to a number that ends in at least as many zeros: 5 to 20, 20 to 300.
fn fits_below(whole: u128, value: u64, language: &Language) -> bool {
    let value = u128::from(value);
    // "ten five" is two numbers, but "dix-sept" is one.
    let is_ten = whole % 100 == 10 && language.is_english();
    if value == 0 || value >= 100 || is_ten {
        return false;
    }
    let is_free = |size: u128| whole >= size && whole.is_multiple_of(size) && value < size;
    // "soixante-dix-sept", "fünf und zwanzig"
    let adds_more = match language.code {
        "fr" => (60..100).contains(&(whole % 100)) && value < 20,
        "de" => whole % 100 < 10 && value >= 20,
        _ => false,
    };
    is_free(100) || is_free(10) || adds_more
}

/// A number in digits.
fn digits(word: &str, language: &Language) -> Option<Number> {
    let bare = word.trim_start_matches(|c: char| !c.is_ascii_digit());
    let sign = &word[..word.len() - bare.len()];
    let length = bare
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        .count();
    let (written, suffix) = bare.split_at(length);
    let (whole, fraction) = match (written.split_once(['.', ',']), language.is_english()) {
        (None, _) => (written.to_owned(), ""),
        // "1.000" is a thousand in German, French and Spanish.
        (Some((whole, rest)), false) if rest.len() == 3 && written.contains('.') => {
            (format!("{whole}{rest}"), "")
        }
        (Some((whole, rest)), english) if english == written.contains('.') => {
            (whole.to_owned(), rest)
        }
        _ => return None,
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > MAX_DIGITS
        || fraction.len() > MAX_FRACTION
        || !is_number(&whole)
        || !is_number(fraction)
    {
        return None;
    }
    let padded: u128 = format!("{fraction:0<MAX_FRACTION$}").parse().ok()?;
    let value = whole.parse::<u128>().ok()? * PARTS + padded;
    let (factor, is_ordinal, unit) = match suffix {
        "" => (1, false, ""),
        "%" => (1, false, "%"),
        "st" | "nd" | "rd" | "th" if language.is_english() => (1, true, ""),
        "k" => (1_000, false, ""),
        "m" | "mn" if language.is_english() => (1_000_000, false, ""),
        "bn" | "b" if language.is_english() => (1_000_000_000, false, ""),
        "tn" if language.is_english() => (1_000_000_000_000, false, ""),
        _ => return None,
    };
    let (is_negative, unit) = match sign {
        "" => (false, unit),
        "-" => (true, unit),
        currency => (false, currency),
    };
    Some(Number {
        value: value * factor,
        is_negative,
        is_ordinal,
        unit: unit.to_owned(),
    })
}

/// The parts of a German number written as one word: "zweihundertfünfundzwanzig".
fn compound(word: &str, language: &Language) -> Option<Vec<u64>> {
    // The longest such word below a million has 60 letters.
    if word.len() > 70 {
        return None;
    }
    let mut rest = word;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let ends = (1..=rest.len())
            .rev()
            .filter(|end| rest.is_char_boundary(*end));
        let known = ends.filter_map(|end| Some((end, language.number(&rest[..end])?)));
        let (end, number) = known.into_iter().next()?;
        parts.push(number.value);
        rest = &rest[end..];
        rest = rest.strip_prefix("und").unwrap_or(rest);
    }
    (parts.len() > 1).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::{is_apart, numbers_in};
    use crate::verify::languages::language;
    use crate::verify::token::{Lexicon, comparable};

    /// Checks whether two texts that are one number each have the same value.
    fn check(code: &str, one: &str, other: &str, same: bool) {
        let language = language(Some(code));
        let number = |text: &str| {
            let words: Vec<String> = text.split(' ').map(comparable).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let found = numbers_in(&words, &vec![false; words.len()], language);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].0, 0..words.len(), "{text}: {found:?}");
            found[0].1.clone()
        };
        assert_eq!(number(one) == number(other), same, "{one} and {other}");
    }

    #[test]
    fn digits_and_words_have_the_same_value() {
        for (one, other) in [
            ("4", "four"),
            ("5 million", "five million"),
            ("5,000,000", "five million"),
            ("3.5 million", "3,500,000"),
            ("twenty three", "23"),
            ("a hundred and five", "105"),
            ("two thousand three hundred", "2,300"),
            ("nineteen ninety five", "1995"),
            ("twenty twenty four", "2024"),
            ("7%", "seven percent"),
            ("7%", "7 per cent"),
            ("$5 million", "five million dollars"),
            ("5bn", "five billion"),
            ("1st", "first"),
            ("21st", "twenty first"),
            ("a thousand", "1000"),
            ("minus five", "-5"),
            ("twelve hundred", "1,200"),
        ] {
            check("en", one, other, true);
        }
    }

    #[test]
    fn other_values_units_and_kinds_differ() {
        for (one, other) in [
            ("five million", "five billion"),
            ("5", "5%"),
            ("$5", "£5"),
            ("four", "fourth"),
            ("14", "forty"),
            ("-5", "5"),
        ] {
            check("en", one, other, false);
        }
    }

    #[test]
    fn numbers_of_other_languages_have_values() {
        check("de", "fünfundzwanzig", "25", true);
        check("de", "zweihundertdrei", "203", true);
        check("de", "zwei Millionen", "2000000", true);
        check("de", "1.000", "tausend", true);
        check("de", "3,5 Millionen", "3500000", true);
        check("fr", "quatre vingt dix sept", "97", true);
        check("fr", "mille neuf cent quatre vingt dix", "1990", true);
        check("fr", "soixante et onze", "71", true);
        check("fr", "deux cents", "200", true);
        check("fr", "dix pour cent", "10%", true);
        check("es", "treinta y cinco", "35", true);
        check("es", "dos mil quinientos", "2500", true);
    }

    /// Checks where the numbers of a text are, with its marks. A range of words is "0-2".
    fn check_places(text: &str, expected: &str) {
        let mut lexicon = Lexicon::default();
        let tokens = lexicon.tokens(text, 0);
        let words: Vec<&str> = tokens.iter().map(|t| lexicon.folded(t.key)).collect();
        let mut end = 0;
        let apart = tokens.iter().map(|token| {
            let between = &text[end..token.range().start];
            end = token.range().end;
            is_apart(between)
        });
        let apart: Vec<bool> = apart.collect();
        let found = numbers_in(&words, &apart, language(Some("en")));
        let places = found
            .iter()
            .map(|(range, _)| format!("{}-{}", range.start, range.end));
        assert_eq!(places.collect::<Vec<_>>().join(" "), expected, "{text}");
    }

    #[test]
    fn a_number_in_digits_takes_only_a_multiplier() {
        check_places("In 2020 four ships", "1-2 2-3");
        check_places("In 1900 fifteen miners", "1-2 2-3");
        check_places("5 million four ships", "0-2 2-3");
    }

    #[test]
    fn a_mark_ends_a_number() {
        check_places("ranked twenty. Five ferries", "1-2 2-3");
        check_places("ten, twelve people", "0-1 1-2");
        check_places("twenty, thirty letters", "0-1 1-2");
        check_places("five, million", "0-1 1-2");
        check_places("twenty-five, per cent", "0-2");
        check_places("twenty-five per cent", "0-4");
    }

    #[test]
    fn only_halves_of_a_year_make_one() {
        check_places("nineteen ninety-five", "0-3");
        check_places("thirty forty letters", "0-1 1-2");
        check_places("ten five", "0-1 1-2");
        check_places("zero five", "0-1 1-2");
        check_places("two thousand three thousand", "0-3 3-4");
    }

    #[test]
    fn a_number_too_large_to_be_exact_is_none() {
        check_places("999999999999999999tn trillion", "1-2");
    }

    #[test]
    fn what_is_no_number_is_left_alone() {
        let english = language(Some("en"));
        assert!(numbers_in(&["a", "boat", "and", "the"], &[false; 4], english).is_empty());
        let found = numbers_in(&["two", "and", "three"], &[false; 3], english);
        assert_eq!(found.len(), 2);
        let long = "9".repeat(40);
        assert!(numbers_in(&[&long], &[false], english).is_empty());
    }
}
