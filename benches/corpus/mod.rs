//! Generates texts from a seed, so that benches need no download.
//!
//! Words have Zipf's frequencies. There are transcripts with labels and news that quotes people. A
//! seed gives the same bytes on every machine.

// Each bench compiles this file and uses a part of it.
#![allow(dead_code)]

/// The generator SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

const COMMON: [&str; 24] = [
    "the", "of", "and", "to", "a", "in", "that", "is", "it", "for", "was", "on", "with", "as",
    "be", "at", "by", "this", "we", "you", "have", "not", "are", "from",
];
const SYLLABLES: [&str; 20] = [
    "har", "bour", "dre", "mi", "ton", "le", "ver", "sa", "nor", "ha", "ven", "qui", "lo", "pe",
    "ran", "te", "mu", "ski", "ol", "den",
];

/// The word with this rank in frequency, 0 being the most frequent: the first are English function
/// words, the others are made of syllables.
pub fn word(rank: usize) -> String {
    if let Some(word) = COMMON.get(rank) {
        return (*word).to_owned();
    }
    let mut number = rank;
    let mut word = String::new();
    while number > 0 {
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    word
}

/// A random word by Zipf's law over 50,000 words: the probability of rank r is proportional to 1/r.
pub fn zipf(random: &mut Random) -> String {
    let ranks: f64 = 50_000.0;
    word(ranks.powf(random.unit()) as usize - 1)
}

/// A sentence of 8 to 23 words, with a capital and a full stop.
pub fn sentence(random: &mut Random) -> String {
    let words: Vec<String> = (0..8 + random.below(16)).map(|_| zipf(random)).collect();
    let mut text = words.join(" ");
    text[..1].make_ascii_uppercase();
    text.push('.');
    text
}

const NAMES: [&str; 8] = [
    "Anna Berg",
    "Karl Holm",
    "Eva Dahl",
    "Jonas Lind",
    "Ida Krogh",
    "Per Aasen",
    "Sofie Lund",
    "Mikkel Strand",
];

/// A Markdown transcript of about `bytes` bytes.
pub fn transcript(seed: u64, bytes: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    while text.len() < bytes {
        let name = NAMES[random.below(NAMES.len())];
        let turn: Vec<String> = (0..1 + random.below(4))
            .map(|_| sentence(&mut random))
            .collect();
        text.push_str(&format!("**{name}:** {}\n\n", turn.join(" ")));
    }
    text
}

/// Lines of about `bytes` bytes in all, each with a label in capitals.
pub fn labelled(seed: u64, bytes: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    while text.len() < bytes {
        let name = NAMES[random.below(NAMES.len())].to_uppercase();
        text.push_str(&format!("{name}: {}\n", sentence(&mut random)));
    }
    text
}

/// Subtitles of about `bytes` bytes, one sentence in each cue.
pub fn subtitles(seed: u64, bytes: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    let mut number = 0;
    while text.len() < bytes {
        let (minutes, seconds) = (number / 20, number % 20 * 3);
        let (hours, minutes) = (minutes / 60, minutes % 60);
        number += 1;
        let time = format!("{hours:02}:{minutes:02}:{seconds:02}");
        text.push_str(&format!(
            "{number}\n{time},000 --> {time},900\n{}\n\n",
            sentence(&mut random)
        ));
    }
    text
}

/// JSON Lines of about `bytes` bytes, one turn in each record.
pub fn records(seed: u64, bytes: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    while text.len() < bytes {
        let name = NAMES[random.below(NAMES.len())];
        text.push_str(&format!(
            "{{\"doc\": \"talk\", \"speaker\": \"{name}\", \"text\": \"{}\"}}\n",
            sentence(&mut random)
        ));
    }
    text
}

/// A web page of about `bytes` bytes: an article between menus.
pub fn page(seed: u64, bytes: usize) -> String {
    let menu = "<ul><li><a href=\"/news\">News</a></li><li><a href=\"/sport\">Sport</a></li></ul>";
    let article: String = news(seed, bytes)
        .lines()
        .map(|line| format!("<p>{line}</p>\n"))
        .collect();
    format!(
        "<!doctype html><html><head><title>Harbour news</title></head><body><nav>{menu}</nav>\n\
         <article><h1>The harbour</h1>\n{article}</article><footer>{menu}</footer></body></html>"
    )
}

/// News of about `bytes` bytes, one paragraph in each line. Two of three paragraphs report
/// somebody's words.
pub fn news(seed: u64, bytes: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    while text.len() < bytes {
        let name = NAMES[random.below(NAMES.len())];
        let surname = name.split(' ').next_back().unwrap_or(name);
        let (one, other) = (sentence(&mut random), sentence(&mut random));
        let body = one.trim_end_matches('.');
        let paragraph = match random.below(6) {
            0 => format!("\"{body},\" {name} said. \"{other}\""),
            1 => format!("Mayor {name} said on Monday that {}", one.to_lowercase()),
            2 => format!("\"{body},\" said {surname}, who has been at sea. {other}"),
            3 => format!("According to {surname}, {} {other}", one.to_lowercase()),
            _ => format!("{one} {other}"),
        };
        text.push_str(&paragraph);
        text.push('\n');
    }
    text
}

/// Prose of about `bytes` bytes that quotes nobody and reports nothing.
pub fn quiet(seed: u64, bytes: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    while text.len() < bytes {
        text.push_str(&format!(
            "{} {}\n",
            sentence(&mut random),
            sentence(&mut random)
        ));
    }
    text
}
