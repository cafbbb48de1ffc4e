//! Texts generated from a seed, and what an index folder may contain.

use std::collections::BTreeSet;
use std::fs;

use crate::desk::Desk;

/// Numbers from a seed (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) % end
    }

    fn one<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len() as u64) as usize]
    }
}

const NAMES: [&str; 6] = [
    "Anna Berg",
    "Karl Holm",
    "Jonas Lind",
    "Mette Dahl",
    "Ivar Strand",
    "Liv Aas",
];
const THINGS: [&str; 8] = [
    "ferry", "harbour", "dredger", "tram", "school", "budget", "lantern", "sandbank",
];
const VERBS: [&str; 6] = ["waits", "closes", "opens", "grows", "sinks", "returns"];

/// A text of some paragraphs, with labels and with quotations in prose.
pub fn text(random: &mut Random) -> String {
    let mut text = String::from("NORHAVEN (NWA) — The town council met on Monday.\n\n");
    for _ in 0..4 + random.below(12) {
        let (name, thing, verb) = (random.one(&NAMES), random.one(&THINGS), random.one(&VERBS));
        let number = random.below(10_000);
        text += &match random.below(3) {
            0 => format!("\"The {thing} {verb}, and {number} people know it,\" said {name}.\n\n"),
            1 => format!(
                "{}: The {thing} {verb} after {number} days.\n\n",
                name.to_uppercase()
            ),
            _ => format!("{name} told reporters that the {thing} {verb} in {number} years.\n\n"),
        };
    }
    text
}

/// Writes `files` texts below `texts`.
pub fn write(desk: &Desk, random: &mut Random, files: u64) {
    for number in 0..files {
        desk.write(&name(number), text(random));
    }
}

/// Changes some of the first `files` texts, deletes some, and writes some again.
pub fn change(desk: &Desk, random: &mut Random, files: u64) {
    for _ in 0..=files / 12 {
        let name = name(random.below(files));
        if random.below(5) == 0 {
            let _ = fs::remove_file(desk.path().join(name));
        } else {
            desk.write(&name, text(random));
        }
    }
}

fn name(number: u64) -> String {
    format!("texts/{:02}/{number}.txt", number % 17)
}

/// Files in the folder of an index that do not belong to its last commit.
pub fn leftovers(desk: &Desk, index: &str) -> Vec<String> {
    let meta = fs::read(desk.path().join(index).join("meta.json")).expect("a commit");
    let meta: serde_json::Value = serde_json::from_slice(&meta).expect("an object");
    let payload = meta["payload"].as_str().expect("a payload");
    let payload: serde_json::Value = serde_json::from_str(payload).expect("an object");
    let sources = payload["sources"].as_str().expect("a list of sources");
    let speakers = payload["speakers"]["file"].as_str().unwrap_or_default();
    let symbols = payload["symbols"].as_str().unwrap_or_default();
    let segments: BTreeSet<String> = meta["segments"]
        .as_array()
        .expect("segments")
        .iter()
        .map(|segment| {
            segment["segment_id"]
                .as_str()
                .expect("an id")
                .replace('-', "")
        })
        .collect();
    let mut left: Vec<String> = desk
        .files(index)
        .iter()
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    left.retain(|name| {
        let id = name.split('.').next().unwrap_or_default();
        let known = [
            "meta.json",
            sources,
            speakers,
            symbols,
            ".tantivy-meta.lock",
            ".tantivy-writer.lock",
        ];
        !segments.contains(id) && !known.contains(&name.as_str())
    });
    left
}

/// Turns an index into one of an earlier version: another version number, another compression, and
/// no checksum.
pub fn age(desk: &Desk, index: &str) {
    let path = desk.path().join(index).join("meta.json");
    let meta = fs::read(&path).expect("a file");
    let mut meta: serde_json::Value = serde_json::from_slice(&meta).expect("an object");
    let payload = meta["payload"].as_str().expect("a payload");
    let mut make: serde_json::Value = serde_json::from_str(payload).expect("an object");
    make["schema_version"] = 0.into();
    meta["payload"] = make.to_string().into();
    meta["index_settings"]["docstore_compression"] = "lz4".into();
    meta.as_object_mut().expect("an object").remove("checksum");
    fs::write(&path, meta.to_string()).expect("a file");
}
