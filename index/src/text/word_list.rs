//! Word lists kept as text files next to the code that uses them.
//!
//! A list is a file `lists/NAME.txt` in the module's folder, or one of a language in
//! `languages/CODE/NAME.txt`. Lines at its top that begin with `#`
//! say what the list is for and where it came from; every other line is one entry, as written.
//! Entries are sorted by their bytes. A file is parsed when its list is first used, so a list that
//! nobody asks for costs nothing.

use std::ops::Range;
use std::sync::OnceLock;

/// A sorted list of words that the program was built with.
///
/// ```ignore
/// static WEEKDAYS: WordList = WordList::new(include_str!("lists/weekdays.txt"));
/// assert!(WEEKDAYS.contains("friday"));
/// ```
#[derive(Debug)]
pub(crate) struct WordList {
    file: &'static str,
    parsed: OnceLock<Parsed>,
}

#[derive(Debug)]
struct Parsed {
    entries: Vec<&'static str>,
    /// Where the entries that begin with each byte start, and at last the number of entries.
    starts: [u16; 257],
}

impl WordList {
    /// A list with the text of its file. Parses nothing yet.
    pub(crate) const fn new(file: &'static str) -> WordList {
        WordList {
            file,
            parsed: OnceLock::new(),
        }
    }

    /// All entries, in the order of the file.
    pub(crate) fn entries(&self) -> &[&'static str] {
        &self.parsed().entries
    }

    /// Whether `word` is an entry. Case counts.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.starting_like(word).contains(&word)
    }

    /// Whether `word` is an entry of a list in lower case, ignoring the case of ASCII letters.
    pub(crate) fn contains_ignore_ascii_case(&self, word: &str) -> bool {
        let first = word.bytes().next().map(|byte| byte.to_ascii_lowercase());
        self.entries()[self.range(first)]
            .iter()
            .any(|entry| entry.eq_ignore_ascii_case(word))
    }

    /// Index of `word` among [`entries`](Self::entries). `None` if it is not one.
    pub(crate) fn position(&self, word: &str) -> Option<usize> {
        let range = self.range(word.bytes().next());
        let start = range.start;
        let at = self.entries()[range]
            .iter()
            .position(|entry| *entry == word)?;
        Some(start + at)
    }

    /// The longest entry that `text` begins with. It may end inside a word of the text.
    pub(crate) fn prefix_of(&self, text: &str) -> Option<&'static str> {
        // An entry that begins with another one is sorted after it.
        let mut candidates = self.starting_like(text).iter().rev();
        candidates.find(|entry| text.starts_with(**entry)).copied()
    }

    /// The entries with the same first byte as `text`, sorted: few enough to compare each with it.
    pub(crate) fn starting_like(&self, text: &str) -> &[&'static str] {
        &self.entries()[self.range(text.bytes().next())]
    }

    /// Indices of the entries that begin with a byte.
    fn range(&self, first: Option<u8>) -> Range<usize> {
        let Some(first) = first.map(usize::from) else {
            return 0..0;
        };
        let starts = &self.parsed().starts;
        usize::from(starts[first])..usize::from(starts[first + 1])
    }

    fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| {
            let entries: Vec<&str> = entries(self.file).collect();
            // One pass, as lists are parsed while a search waits.
            let mut starts = [0u16; 257];
            for entry in &entries {
                starts[usize::from(entry.as_bytes()[0]) + 1] += 1;
            }
            for byte in 1..starts.len() {
                starts[byte] += starts[byte - 1];
            }
            Parsed { entries, starts }
        })
    }
}

/// The entries of a list file, without parsing it into a [`WordList`]: for tables that are built
/// from several files.
pub(crate) fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .skip_while(|line| line.starts_with('#'))
        .filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::WordList;

    static FRUIT: WordList =
        WordList::new("# Fruit.\n# Source: us.\nfig\nplum\nplum tree\nétrog\n");

    #[test]
    fn entries_are_the_lines_below_the_comment() {
        assert_eq!(FRUIT.entries(), ["fig", "plum", "plum tree", "étrog"]);
    }

    #[test]
    fn a_list_contains_its_entries_only() {
        for (word, expected) in [
            ("fig", true),
            ("plum tree", true),
            ("étrog", true),
            ("", false),
            ("Fig", false),
            ("figs", false),
            ("# Fruit.", false),
            ("zebra", false),
        ] {
            assert_eq!(FRUIT.contains(word), expected, "{word}");
            let at = FRUIT.position(word);
            assert_eq!(at.map(|at| FRUIT.entries()[at]), expected.then_some(word));
        }
    }

    #[test]
    fn the_case_of_a_word_may_be_ignored() {
        for (word, expected) in [
            ("FIG", true),
            ("Plum Tree", true),
            ("figs", false),
            ("", false),
        ] {
            assert_eq!(FRUIT.contains_ignore_ascii_case(word), expected, "{word}");
        }
    }

    #[test]
    fn the_longest_entry_that_a_text_begins_with_is_found() {
        for (text, expected) in [
            ("plum trees grow", Some("plum tree")),
            ("plum pie", Some("plum")),
            ("a plum", None),
            ("", None),
        ] {
            assert_eq!(FRUIT.prefix_of(text), expected, "{text}");
        }
    }

    #[test]
    fn an_empty_list_contains_nothing() {
        let list = WordList::new("# Nothing yet.\n");
        assert!(list.entries().is_empty() && !list.contains("fig"));
    }

    /// All files `lists/*.txt` and `languages/*/*.txt` below `folder`.
    fn list_files(folder: &Path, found: &mut Vec<PathBuf>) {
        for file in std::fs::read_dir(folder).expect("a folder of the sources") {
            let path = file.expect("a file of the sources").path();
            if path.is_dir() {
                list_files(&path, found);
            } else if folder.ends_with("lists")
                || (folder
                    .parent()
                    .is_some_and(|above| above.ends_with("languages")))
            {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_list_file_has_a_comment_and_sorted_distinct_entries() {
        let mut files = Vec::new();
        list_files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut files,
        );
        assert!(!files.is_empty());
        for path in files {
            let name = path.display();
            assert_eq!(
                path.extension(),
                Some("txt".as_ref()),
                "{name}: not a .txt file"
            );
            let file = std::fs::read_to_string(&path).expect("a list");
            let first = file.lines().next().unwrap_or_default();
            assert!(
                first.starts_with("# ") && first.len() > 10,
                "{name}: no comment at the top"
            );
            let entries: Vec<&str> = file
                .lines()
                .skip_while(|line| line.starts_with('#'))
                .collect();
            assert!(!entries.is_empty(), "{name}: no entries");
            for entry in &entries {
                assert_eq!(entry.trim(), *entry, "{name}: space around an entry");
                assert!(!entry.is_empty(), "{name}: an empty line");
            }
            for pair in entries.windows(2) {
                assert!(pair[0] < pair[1], "{name}: {} before {}", pair[0], pair[1]);
            }
        }
    }
}
