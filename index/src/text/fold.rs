//! Folding of words: removes differences of case, diacritics and compatibility forms, so that
//! `Łódź`, `LODZ` and `lodz` are the same term.
//!
//! There are two steps, because stemmers need the letters of their language: [`lower`] (NFKC and
//! lower case, with diacritics) is what a stemmer reads, and [`strip`] removes diacritics
//! afterwards. [`fold`] does both. Marks that are letters in their script (Indic and Thai vowel
//! signs, kana voicing, the breve of Cyrillic й) stay.

use unicode_normalization::UnicodeNormalization;

/// A word in NFKC and lower case, without invisible characters and with straight apostrophes. Keeps
/// diacritics.
pub fn lower(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let composed = word
        .nfkc()
        .filter(|c| !is_invisible(*c))
        .flat_map(char::to_lowercase);
    composed
        .map(|c| {
            if c == '\u{2019}' || c == '\u{2018}' || c == '\u{02BC}' {
                '\''
            } else {
                c
            }
        })
        .nfc()
        .collect()
}

/// A word without diacritics. Expects the result of [`lower`].
pub fn strip(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    let mut previous = '\0';
    for c in word.nfd() {
        let is_short_i = c == '\u{0306}' && previous == 'и';
        if !is_diacritic(c) || is_short_i {
            match plain(c) {
                Some(letters) => out.push_str(letters),
                None => out.push(c),
            }
        }
        previous = c;
    }
    if out.is_ascii() {
        out
    } else {
        out.nfc().collect()
    }
}

/// The form in which a word is indexed and compared: [`lower`], then [`strip`].
///
/// ```
/// use onrecord_index::text::fold::fold;
/// assert_eq!(fold("İstanbul"), "istanbul");
/// assert_eq!(fold("ﬁve"), "five");
/// assert_eq!(fold("Straße"), "strasse");
/// assert_eq!(fold("Łódź"), "lodz");
/// assert_eq!(fold("cafe\u{301}"), "cafe");
/// ```
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    strip(&lower(word))
}

/// Whether a character is a mark that people leave out in searches: combining diacritics, Arabic
/// vowel points and tatweel, Hebrew points.
fn is_diacritic(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}' | '\u{0591}'..='\u{05C7}'
            | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}'
    )
}

/// Whether a character has no width: soft hyphen, joiners, direction marks, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

/// The plain letters for a letter that Unicode does not decompose: ligatures, letters with a
/// stroke, final sigma.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;

    fn check(word: &str, folded: &str) {
        assert_eq!(fold(word), folded, "{word}");
        assert_eq!(fold(folded), folded, "folding {word} twice");
    }

    #[test]
    fn case_marks_and_ligatures_fold_away() {
        check("İstanbul", "istanbul");
        check("ISTANBUL", "istanbul");
        check("ﬁnance", "finance");
        check("Straße", "strasse");
        check("STRASSE", "strasse");
        check("Łódź", "lodz");
        check("cafe\u{301}", "cafe");
        check("Zelenskyy’s", "zelenskyy's");
        check("ΣΊΣΥΦΟΣ", "σισυφοσ");
    }

    #[test]
    fn marks_that_are_letters_stay() {
        check("российский", "российский");
        check("ガ", "ガ");
        check("हिन्दी", "हिन्दी");
        check("ไทยแล้ว", "ไทยแล้ว");
    }

    #[test]
    fn arabic_vowel_points_and_invisible_characters_go() {
        check("مُحَمَّد", "محمد");
        check("co\u{AD}operate", "cooperate");
    }
}
