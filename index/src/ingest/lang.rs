//! The language of a document, as an ISO 639-1 code.
//!
//! Detected once per document, from its first paragraphs: by its letters if the detector is
//! certain, else by its function words ("the", "of"), which are most of what a sentence shows.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::document::{Kind, Paragraph};
use crate::text::word_list::entries;

// Bytes of text for the first and, if that is not certain, the second attempt. A document may start
// with a list of names or a greeting.
const SAMPLES: [usize; 2] = [1 << 10, 8 << 10];

/// The language of these paragraphs. `None` if it is not certain, or has no ISO 639-1 code.
pub fn detect(paragraphs: &[Paragraph]) -> Option<String> {
    for bytes in SAMPLES {
        let sample = sample(paragraphs, bytes);
        let found = whatlang::detect(&sample)?;
        if found.is_reliable() {
            return two_letters(found.lang().code()).map(str::to_owned);
        }
        if sample.len() < bytes {
            return by_function_words(&sample).map(str::to_owned);
        }
    }
    None
}

/// The language whose function words a text has: at least two different ones that together are as
/// clear as one that no other language has, and twice as clear as those of any other language.
fn by_function_words(text: &str) -> Option<&'static str> {
    static LANGUAGES: OnceLock<HashMap<&str, Vec<&str>>> = OnceLock::new();
    let languages = LANGUAGES.get_or_init(|| {
        let rows = entries(include_str!("lists/function_words.txt"));
        let columns = rows.filter_map(|row| row.split_once(' '));
        columns
            .map(|(word, languages)| (word, languages.split(' ').collect()))
            .collect()
    });
    let lower = text.to_lowercase();
    let words: HashSet<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    // How many words speak for each language, and how clearly: UNIQUE for a word of its own, half
    // of that for a word that another language has, too.
    const UNIQUE: usize = 840;
    let mut evidence: HashMap<&str, (usize, usize)> = HashMap::new();
    for of_word in words.iter().filter_map(|word| languages.get(word)) {
        for language in of_word {
            let (count, weight) = evidence.entry(language).or_default();
            *count += 1;
            *weight += UNIQUE / of_word.len();
        }
    }
    let (language, (count, weight)) = evidence.iter().max_by_key(|(_, (_, weight))| *weight)?;
    let mut others = evidence.iter().filter(|(other, _)| *other != language);
    let is_clear = others.all(|(_, (_, other))| other * 2 <= *weight);
    (*count >= 2 && *weight >= UNIQUE && is_clear).then_some(*language)
}

fn sample(paragraphs: &[Paragraph], bytes: usize) -> String {
    let mut sample = String::with_capacity(bytes + 256);
    for paragraph in paragraphs
        .iter()
        .filter(|paragraph| paragraph.kind == Kind::Body)
    {
        let end = paragraph.text.len().min(bytes);
        sample.push_str(&paragraph.text[..paragraph.text.floor_char_boundary(end)]);
        sample.push('\n');
        if sample.len() >= bytes {
            break;
        }
    }
    sample
}

/// The language that a source gives, without its region: "en" for "en-GB". `None` if it is not a
/// code.
pub fn given(code: &str) -> Option<String> {
    let code = code
        .trim()
        .split(['-', '_'])
        .next()
        .unwrap_or("")
        .to_lowercase();
    match code.len() {
        2 if code.is_ascii() => Some(code),
        3 => two_letters(&code).map(str::to_owned),
        _ => None,
    }
}

/// The ISO 639-1 code for an ISO 639-3 code, for the languages that the detector knows.
fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    CODES
        .iter()
        .find(|(three, _)| *three == code)
        .map(|(_, two)| *two)
}

#[cfg(test)]
mod tests {
    use super::{detect, given};
    use crate::document::Paragraph;

    #[test]
    fn a_beginning_that_says_little_does_not_hide_the_language() {
        let names = "Kim Lee, Ana Sol, Oto Lin, Per Dahl, Mia Ros. ";
        let paragraph = |text: String| Paragraph {
            text,
            ..Paragraph::default()
        };
        let greeting = paragraph(names.repeat(30));
        assert_eq!(detect(std::slice::from_ref(&greeting)), None);
        let speech = "We have come to talk about the harbour and what it is worth to the town. ";
        let found = detect(&[greeting, paragraph(speech.repeat(90))]);
        assert_eq!(found.as_deref(), Some("en"));
    }

    #[test]
    fn function_words_tell_the_language_of_a_sentence() {
        let check = |text: &str, expected: Option<&str>| {
            let paragraph = Paragraph {
                text: text.to_owned(),
                ..Paragraph::default()
            };
            assert_eq!(detect(&[paragraph]).as_deref(), expected, "{text}");
        };
        check("The pilots left on Monday over unpaid wages.", Some("en"));
        check("Die Lotsen gingen am Montag wegen der Löhne.", Some("de"));
        check("Les pilotes sont partis lundi.", Some("fr"));
        check("Pilots leave port", None);
    }

    #[test]
    fn given_codes_lose_their_region() {
        assert_eq!(given("en-GB").as_deref(), Some("en"));
        assert_eq!(given("deu").as_deref(), Some("de"));
        assert_eq!(given("german"), None);
    }
}
