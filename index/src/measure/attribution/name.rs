//! Names as the annotation compares them: by KEY, the last word, and as a whole.

use unicode_normalization::UnicodeNormalization;

pub(super) fn fold(text: &str) -> String {
    let plain = text
        .nfkc()
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    plain
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('ß', "ss")
}

/// The words of a name, folded, without leading titles and trailing "Jr.".
pub(super) fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<&str> = folded
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| {
            word.strip_suffix("'s")
                .unwrap_or(word)
                .trim_matches(|c: char| !c.is_alphanumeric() && c != '_')
        })
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1
        && words
            .last()
            .is_some_and(|last| ["jr", "sr", "ii", "iii", "iv"].contains(last))
    {
        words.pop();
    }
    let titles = words
        .iter()
        .take_while(|word| TITLES.contains(&word.replace('.', "").as_str()))
        .count();
    words.drain(..titles.min(words.len().saturating_sub(1)));
    words.into_iter().map(str::to_owned).collect()
}

pub(super) fn key(name: &str) -> Option<String> {
    words(name).pop()
}

pub(super) fn is_pronoun(text: &str) -> bool {
    fold(text)
        .split_whitespace()
        .all(|word| PRONOUNS.contains(&word))
}

pub(super) fn is_name(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !is_pronoun(text)
}

const PRONOUNS: &[&str] = &[
    "he",
    "she",
    "they",
    "him",
    "her",
    "them",
    "his",
    "their",
    "we",
    "us",
    "our",
    "i",
    "me",
    "my",
    "it",
    "its",
    "who",
    "you",
    "one",
    "himself",
    "herself",
    "themselves",
];

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "prof",
    "professor",
    "sen",
    "senator",
    "rep",
    "representative",
    "gov",
    "governor",
    "president",
    "vice",
    "vp",
    "secretary",
    "gen",
    "general",
    "col",
    "colonel",
    "capt",
    "captain",
    "lt",
    "lieutenant",
    "sgt",
    "maj",
    "major",
    "adm",
    "admiral",
    "judge",
    "justice",
    "mayor",
    "minister",
    "prime",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "father",
    "sister",
    "bishop",
    "cardinal",
    "chairman",
    "chairwoman",
    "chair",
    "director",
    "ambassador",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "attorney",
    "former",
    "ex",
    "then",
    "us",
    "gop",
    "democratic",
    "republican",
    "rabbi",
    "imam",
    "sheriff",
    "officer",
    "detective",
    "chief",
    "deputy",
    "first",
    "congressman",
    "congresswoman",
    "hon",
    "speaker",
];
