//! Folding of one token: compatibility forms, case and diacritics, so that `Łódź`, `LODZ` and `lodz` are one term.
//!
//! Two steps, because stemmers want a language's own letters: [`lower`] (NFKC and lower case, diacritics kept) is what a
//! stemmer reads; [`strip`] removes the marks afterwards. [`fold`] is both. Marks that are letters in their script
//! (Indic vowel signs, Thai, kana voicing, Cyrillic й) stay.

use unicode_normalization::UnicodeNormalization;

/// NFKC and lower case, without invisible characters; diacritics are kept.
pub fn lower(token: &str) -> String {
    if token.is_ascii() {
        return token.to_ascii_lowercase();
    }
    let composed = token
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

/// Removes diacritics from a token that [`lower`] has been over.
pub fn strip(token: &str) -> String {
    if token.is_ascii() {
        return token.to_owned();
    }
    let mut out = String::with_capacity(token.len());
    let mut previous = '\0';
    for c in token.nfd() {
        let letter_of_its_own = c == '\u{0306}' && previous == 'и';
        if !is_diacritic(c) || letter_of_its_own {
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

/// The form under which a token is indexed and compared: [`lower`], then [`strip`].
///
/// ```
/// use onrecord_index::text::fold::fold;
/// assert_eq!(fold("İstanbul"), "istanbul");
/// assert_eq!(fold("ﬁve"), "five");
/// assert_eq!(fold("Straße"), "strasse");
/// assert_eq!(fold("Łódź"), "lodz");
/// assert_eq!(fold("cafe\u{301}"), "cafe");
/// ```
pub fn fold(token: &str) -> String {
    if token.is_ascii() {
        return token.to_ascii_lowercase();
    }
    strip(&lower(token))
}

/// Marks that only decorate a letter: combining diacritics, Arabic vowel points and tatweel, Hebrew points.
fn is_diacritic(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}' | '\u{0591}'..='\u{05C7}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{06D6}'..='\u{06ED}')
}

/// Characters that nobody sees: soft hyphen, joiners, direction marks, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Letters whose stroke or ligature no decomposition takes off.
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

    fn check(token: &str, folded: &str) {
        assert_eq!(fold(token), folded, "{token}");
        assert_eq!(fold(folded), folded, "folding {token} twice");
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
