//! Folding of words: removes differences of case, diacritics and compatibility forms, so that
//! `Łódź`, `LODZ` and `lodz` are the same term.
//!
//! There are two steps, because stemmers need the letters of their language: [`lower`] (NFKC and
//! lower case, with diacritics) is what a stemmer reads, and [`strip`] removes diacritics
//! afterwards. [`fold`] does both. Marks that are letters in their script (Indic and Thai vowel
//! signs, kana voicing, the breve of Cyrillic й) stay. Digits of every script are the same, and
//! numbers and abbreviations have one spelling (see `number`).

use unicode_normalization::UnicodeNormalization;

use crate::text::number::indexed_spelling;

/// A word in NFKC and lower case, without invisible characters and with straight apostrophes. Keeps
/// diacritics.
pub fn lower(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return word.to_ascii_lowercase();
    }
    if word.is_ascii() {
        return plain_spelling(word.to_ascii_lowercase());
    }
    let composed = word
        .nfkc()
        .filter(|c| !is_invisible(*c))
        .flat_map(char::to_lowercase);
    plain_spelling(composed.map(same_letter).nfc().collect())
}

/// The indexed spelling of a number or an abbreviation.
fn plain_spelling(word: String) -> String {
    indexed_spelling(&word).unwrap_or(word)
}

/// One character for those that are typed for the same letter or sign: apostrophes, digits of all
/// scripts, the kaf, yeh and heh of Persian, Urdu and Arabic keyboards.
fn same_letter(c: char) -> char {
    /// The zeros of scripts with digits of their own; their other digits follow.
    const ZEROS: [char; 15] = [
        '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}',
        '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{ED0}', '\u{1040}', '\u{17E0}',
    ];
    match c {
        ..'\u{2BC}' => c,
        '\u{2019}' | '\u{2018}' | '\u{2BC}' => '\'',
        '\u{6A9}' | '\u{6AA}' => '\u{643}',
        '\u{6CC}' => '\u{64A}',
        '\u{6BE}' | '\u{6C1}' | '\u{6D5}' => '\u{647}',
        '\u{660}'..='\u{17E9}' => {
            let digit = |zero: &char| u32::from(c).wrapping_sub(u32::from(*zero));
            let value = ZEROS.iter().map(digit).find(|value| *value < 10);
            value
                .and_then(|value| char::from_digit(value, 10))
                .unwrap_or(c)
        }
        _ => c,
    }
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
    plain_spelling(if out.is_ascii() {
        out
    } else {
        out.nfc().collect()
    })
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
    // Nearly every word.
    if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return word.to_ascii_lowercase();
    }
    let lowered = lower(word);
    if lowered.is_ascii() {
        return lowered;
    }
    strip(&lowered)
}

/// Whether a character is a mark that people leave out in searches: combining diacritics, Arabic
/// vowel points and tatweel, Hebrew points, the nukta of Hindi.
fn is_diacritic(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}' | '\u{0591}'..='\u{05C7}'
            | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}'
            | '\u{093C}'
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
/// stroke, final sigma, final forms of Arabic. Stemmers tell these apart.
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
        // Arabic writers use either letter at the end of a word.
        'ى' => "ي",
        'ة' | 'ە' | 'ہ' => "ه",
        'ٱ' => "ا",
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

    fn check_same(one: &str, other: &str) {
        assert_eq!(fold(one), fold(other), "{one} and {other}");
    }

    #[test]
    fn letters_of_persian_urdu_and_arabic_keyboards_are_the_same() {
        check_same("کتاب", "كتاب");
        check_same("علی", "علي");
        check_same("على", "علي");
        check_same("کہ", "كه");
        check_same("أحمد", "احمد");
        check_same("إلى", "الي");
        check_same("مؤسسة", "موسسه");
        check_same("می\u{200C}کند", "میکند");
    }

    #[test]
    fn digits_of_every_script_are_the_same() {
        check("٢٠٢٥", "2025");
        check("۲۰۲۵", "2025");
        check("२०२५", "2025");
        check("CO₂", "co2");
        check("١٬٠٠٠", "1000");
    }

    #[test]
    fn the_nukta_goes() {
        check_same("क़लम", "कलम");
        check_same("\u{958}लम", "कलम");
    }

    #[test]
    fn numbers_and_abbreviations_have_one_spelling() {
        check("1,000", "1000");
        check("1\u{202F}000", "1000");
        check("Ph.D", "phd");
        check("C.I.A", "cia");
        check("U.S", "u.s");
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(
            word in "[a-zÀ-ž0-9.,'’ \u{a0}\u{300}-\u{308}\u{93c}क़ख़٠-٩٬۰-۹كکىیةہۀأئ०-९₀-₉²]{1,9}",
        ) {
            let folded = fold(&word);
            proptest::prop_assert_eq!(fold(&folded), folded.clone(), "{}", word);
        }
    }
}
