//! Packs batches of records: chooses the symbol table of a batch, and makes new tables when needed.
//!
//! A table fits texts like those it was trained on: one language and one style. Each table knows to
//! what share of their size it packs such texts. If the last table does clearly worse on a batch,
//! the others are tried. Texts that no table fits are collected until there are enough to train a
//! new one. After each attempt twice as many are needed, so that texts that no table can make
//! shorter cost little time. Sizes are in bytes.

use std::sync::{Arc, Mutex};

use crate::storage::lock::lock;
use crate::stored::encode::EncodedPassage;
use crate::stored::symbols::{Fit, Packer, SymbolTable};
use crate::stored::tables::SymbolTables;

/// Maximum number of tables in an index. Every search reads all of them, at 1 to 2 KB each.
const MAX_TABLES: usize = 40;

/// Maximum size of the texts that a table is trained on. More does not make it better.
const SAMPLE_BYTES: usize = 64 << 10;

/// Maximum share of one text in the sample, so that no single text decides.
const TEXT_BYTES: usize = SAMPLE_BYTES / 16;

/// Size of the sample of a batch that tables are tried on.
const TRIAL_BYTES: usize = 8 << 10;

/// Size of the texts that no table fits before a new one is trained: the first time, and at most.
/// It doubles with each attempt.
const TRAIN_AFTER_BYTES: std::ops::RangeInclusive<usize> = 8 << 10..=16 << 20;

/// A table fits texts if it packs them at most this much worse than the texts it was tested on.
const TOLERANCE: f64 = 1.15;

/// Added to the permitted size: for a batch of a few bytes the ratio means little.
const TOLERANCE_BYTES: f64 = 100.0;

/// Number of tables that are trained on the same texts in different order. The best one is kept:
/// training looks at a random part of its texts.
const TRIALS: usize = 4;

/// A new table is kept only if its result is at most this share of the best existing one.
const GAIN: f64 = 0.96;

/// A record whose texts are packed.
#[derive(Debug)]
pub(crate) struct PackedPassage {
    /// The head as it was encoded.
    pub head: Vec<u8>,
    /// The packed texts.
    pub words: Vec<u8>,
    /// The table that packed them. `None` if they are stored as they are.
    pub table: Option<Arc<SymbolTable>>,
}

/// A table with its packer.
#[derive(Clone, Debug)]
pub(crate) struct TablePacker {
    table: Arc<SymbolTable>,
    packer: Arc<Packer>,
}

/// Packs the records of a run. Shared by all threads.
#[derive(Debug)]
pub(crate) struct RecordPacker(Mutex<State>);

#[derive(Debug)]
struct State {
    tables: SymbolTables,
    choices: Vec<TablePacker>,
    /// Sample of the texts that no table fits.
    misfits: Vec<String>,
    /// Size of all texts that no table fits, since the last attempt to train one.
    misfit_bytes: usize,
    /// The next attempt comes when `misfit_bytes` reaches this.
    train_after: usize,
}

impl RecordPacker {
    /// Starts with the tables of an index.
    pub fn new(tables: SymbolTables) -> RecordPacker {
        let choice = |table: &Arc<SymbolTable>| {
            Some(TablePacker {
                table: table.clone(),
                packer: Arc::new(Packer::new(table)?),
            })
        };
        RecordPacker(Mutex::new(State {
            choices: tables.iter().filter_map(choice).collect(),
            tables,
            misfits: Vec::new(),
            misfit_bytes: 0,
            train_after: *TRAIN_AFTER_BYTES.start(),
        }))
    }

    /// All tables: those of the index and the new ones.
    pub fn tables(&self) -> SymbolTables {
        lock(&self.0).tables.clone()
    }

    /// Packs a batch. `last` is the table of the batch before; it is used again if it fits.
    pub fn pack(
        &self,
        batch: Vec<EncodedPassage>,
        last: &mut Option<TablePacker>,
    ) -> Vec<PackedPassage> {
        let bytes = batch.iter().map(|record| record.words.len()).sum();
        let words = || batch.iter().map(|record| &record.words[..]);
        if let Some(choice) = last {
            let packed = choice.pack(words());
            if choice.fits(bytes, size(&packed)) {
                return choice.finish(batch, packed);
            }
        }
        *last = self.choose(&words().collect::<Vec<_>>(), bytes);
        match last {
            Some(choice) => {
                let packed = choice.pack(words());
                choice.finish(batch, packed)
            }
            None => batch.into_iter().map(unpacked_record).collect(),
        }
    }

    fn choose(&self, words: &[&str], bytes: usize) -> Option<TablePacker> {
        let sample = sample(words);
        let choices = lock(&self.0).choices.clone();
        let best = best(&choices, &sample);
        if let Some((choice, left)) = &best
            && choice.fits(size(&sample), *left)
        {
            return best.map(|(choice, _)| choice);
        }
        let made = lock(&self.0).misfit(words, bytes);
        let choice = best.map(|(choice, _)| choice);
        made.or(choice)
    }
}

/// The table that packs the texts best, and the size of the result.
fn best(choices: &[TablePacker], texts: &[&str]) -> Option<(TablePacker, usize)> {
    let left = |choice: &TablePacker| size(&choice.pack(texts.iter().copied()));
    let tried = choices.iter().map(|choice| (choice, left(choice)));
    let best = tried.min_by_key(|(_, left)| *left);
    best.map(|(choice, left)| (choice.clone(), left))
}

impl State {
    /// Collects texts that no table fits. Once there are enough of them, trains a table and returns
    /// it if it is good.
    fn misfit(&mut self, texts: &[&str], bytes: usize) -> Option<TablePacker> {
        if self.choices.len() >= MAX_TABLES {
            return None;
        }
        self.misfit_bytes += bytes;
        let mut room = SAMPLE_BYTES.saturating_sub(size(&self.misfits));
        for text in texts {
            let text = &text[..text.floor_char_boundary(room.min(TEXT_BYTES))];
            if !text.is_empty() {
                room -= text.len();
                self.misfits.push(text.to_owned());
            }
        }
        if self.misfit_bytes < self.train_after {
            return None;
        }
        self.train_after = (self.train_after * 2).min(*TRAIN_AFTER_BYTES.end());
        self.misfit_bytes = 0;
        let misfits = std::mem::take(&mut self.misfits);
        self.train(&misfits)
    }

    /// Trains a table on three fifths of the texts. Keeps it if it does well on the others.
    fn train(&mut self, texts: &[String]) -> Option<TablePacker> {
        let (mut shown, mut held_out) = (Vec::new(), Vec::new());
        for (number, text) in texts.iter().enumerate() {
            // Not every second one: in interviews, those are all questions or all answers.
            match number % 5 {
                1 | 4 => held_out.push(text.as_str()),
                _ => shown.push(text.as_str()),
            }
        }
        if held_out.is_empty() {
            return None;
        }
        let tried = (0..TRIALS).map(|_| {
            let packer = Packer::train(&shown);
            let by = shown.len() / TRIALS;
            shown.rotate_left(by);
            let left = held_out.iter().map(|text| packer.pack(text).len());
            (left.sum::<usize>(), packer)
        });
        let (left, packer) = tried.min_by_key(|(left, _)| *left)?;
        let fit = Fit {
            sample_bytes: size(texts),
            packed_ratio: left as f64 / size(&held_out) as f64,
        };
        // A table of a full sample does not have to beat one of a small sample.
        let rivals = self.choices.iter();
        let rivals = rivals.filter(|rival| is_full(rival.table.fit) || !is_full(fit));
        let rivals: Vec<TablePacker> = rivals.cloned().collect();
        let before = best(&rivals, &held_out).map(|(_, left)| left);
        let before = before.unwrap_or(usize::MAX).min(size(&held_out));
        if left as f64 > before as f64 * GAIN {
            return None;
        }
        let table = Arc::new(packer.table(self.new_id(&packer)?, fit));
        self.tables.add(table.clone());
        let choice = TablePacker {
            table,
            packer: Arc::new(packer),
        };
        self.choices.push(choice.clone());
        Some(choice)
    }

    /// A free id, taken from the bytes of the table's hash.
    fn new_id(&self, packer: &Packer) -> Option<u8> {
        let hash = blake3::hash(&packer.table(1, Fit::default()).to_bytes());
        let mut ids = hash.as_bytes().iter().copied();
        ids.find(|&id| id != 0 && self.tables.get(id).is_none())
    }
}

/// Whether a table was trained on a full sample. The last text may end a character early.
fn is_full(fit: Fit) -> bool {
    fit.sample_bytes + char::MAX.len_utf8() > SAMPLE_BYTES
}

impl TablePacker {
    fn pack<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<Vec<u8>> {
        texts.map(|text| self.packer.pack(text)).collect()
    }

    /// Whether texts of `bytes` that it packs to `left` bytes fit the table. None fit a table of a
    /// small sample, because a better one can be trained.
    fn fits(&self, bytes: usize, left: usize) -> bool {
        let most = self.table.fit.packed_ratio * TOLERANCE * bytes as f64 + TOLERANCE_BYTES;
        is_full(self.table.fit) && left as f64 <= most
    }

    /// Joins heads and packed texts. Texts that did not become shorter are stored as they are.
    fn finish(&self, batch: Vec<EncodedPassage>, packed: Vec<Vec<u8>>) -> Vec<PackedPassage> {
        let records = batch.into_iter().zip(packed);
        records
            .map(|(record, words)| match words.len() < record.words.len() {
                true => PackedPassage {
                    head: record.head,
                    words,
                    table: Some(self.table.clone()),
                },
                false => unpacked_record(record),
            })
            .collect()
    }
}

fn unpacked_record(record: EncodedPassage) -> PackedPassage {
    PackedPassage {
        head: record.head,
        words: record.words.into_bytes(),
        table: None,
    }
}

/// A sample of texts from all over a batch.
fn sample<'t>(words: &[&'t str]) -> Vec<&'t str> {
    let every = size(words).div_ceil(TRIAL_BYTES).max(1);
    let sample = words.iter().step_by(every);
    let cut = |text: &'t str| &text[..text.floor_char_boundary(TRIAL_BYTES)];
    sample.map(|text| cut(text)).collect()
}

fn size<T: AsRef<[u8]>>(texts: &[T]) -> usize {
    texts.iter().map(|text| text.as_ref().len()).sum()
}

#[cfg(test)]
mod tests {
    use super::{PackedPassage, RecordPacker, SAMPLE_BYTES, TablePacker};
    use crate::stored::encode::EncodedPassage;
    use crate::stored::tables::SymbolTables;

    const ENGLISH: &str = "the ferry waits in the harbour and leaves for the island before nine";
    const GREEK: &str = "το πλοίο περιμένει στο λιμάνι και φεύγει για το νησί πριν από τις εννέα";

    /// A batch of texts of these words in random order.
    fn batch(words: &str, bytes: usize, seed: usize) -> Vec<EncodedPassage> {
        let words: Vec<&str> = words.split(' ').collect();
        let mut state = seed;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            words[(state >> 33) % words.len()]
        };
        let mut batch: Vec<EncodedPassage> = Vec::new();
        while batch.iter().map(|record| record.words.len()).sum::<usize>() < bytes {
            let words: Vec<&str> = (0..20).map(|_| next()).collect();
            batch.push(EncodedPassage {
                head: Vec::new(),
                words: words.join(" "),
            });
        }
        batch
    }

    fn unpacked(packing: &RecordPacker, packed: &[PackedPassage]) -> Vec<String> {
        let tables = packing.tables();
        let unpack = |record: &PackedPassage| match &record.table {
            None => String::from_utf8(record.words.clone()).ok(),
            Some(table) => tables.get(table.id)?.unpack(&record.words),
        };
        packed
            .iter()
            .map(|record| unpack(record).expect("a text"))
            .collect()
    }

    /// Packs a batch and checks that it can be unpacked. Returns the ratio of the sizes.
    fn ratio(
        packing: &RecordPacker,
        last: &mut Option<TablePacker>,
        batch: Vec<EncodedPassage>,
    ) -> f64 {
        let texts: Vec<String> = batch.iter().map(|record| record.words.clone()).collect();
        let packed = packing.pack(batch, last);
        assert_eq!(unpacked(packing, &packed), texts);
        let left: usize = packed.iter().map(|record| record.words.len()).sum();
        left as f64 / texts.iter().map(String::len).sum::<usize>() as f64
    }

    #[test]
    fn each_language_gets_its_own_table_once() {
        let packing = RecordPacker::new(SymbolTables::default());
        let last = &mut None;
        let mut pack = |words, seed| ratio(&packing, last, batch(words, SAMPLE_BYTES, seed));
        for seed in 0..8 {
            pack(ENGLISH, seed);
            pack(GREEK, seed);
        }
        let tables = packing.tables().iter().count();
        assert!(pack(ENGLISH, 8) < 0.4);
        assert!(pack(GREEK, 8) < 0.4);
        assert_eq!(packing.tables().iter().count(), tables);
    }

    #[test]
    fn another_run_uses_the_existing_tables() {
        let first = RecordPacker::new(SymbolTables::default());
        ratio(&first, &mut None, batch(ENGLISH, 2 * SAMPLE_BYTES, 0));
        let second = RecordPacker::new(first.tables());
        assert!(ratio(&second, &mut None, batch(ENGLISH, 300, 1)) < 0.4);
        assert_eq!(
            second.tables().iter().count(),
            first.tables().iter().count()
        );
    }

    #[test]
    fn many_small_batches_get_a_table_that_fits() {
        let packing = RecordPacker::new(SymbolTables::default());
        let last = &mut None;
        for seed in 0..100 {
            ratio(&packing, last, batch(GREEK, 3_000, seed));
        }
        let full = |choice: &TablePacker| super::is_full(choice.table.fit);
        assert!(last.as_ref().is_some_and(full));
    }

    #[test]
    fn one_long_text_does_not_decide_for_all() {
        let packing = RecordPacker::new(SymbolTables::default());
        let record = |words: &str, times: usize| EncodedPassage {
            head: Vec::new(),
            words: words.repeat(times),
        };
        for (words, times) in [
            ("x", 70_000),
            ("\u{44f}", 40_001),
            ("", 1),
            ("\u{1F600}", 17_000),
        ] {
            ratio(
                &packing,
                &mut None,
                vec![record(words, times), record("a\u{44f}", 1)],
            );
        }
        let last = &mut None;
        for seed in 0..20 {
            ratio(&packing, last, batch(ENGLISH, SAMPLE_BYTES, seed));
        }
        assert!(ratio(&packing, last, batch(ENGLISH, SAMPLE_BYTES, 21)) < 0.4);
        let files = tantivy::directory::RamDirectory::create();
        let name = packing.tables().write(&files).expect("a file");
        let payload = serde_json::json!({crate::stored::tables::KEY: name}).to_string();
        assert!(SymbolTables::read(&payload, &files).is_ok());
    }

    #[test]
    fn few_words_are_stored_as_they_are() {
        let packing = RecordPacker::new(SymbolTables::default());
        assert_eq!(ratio(&packing, &mut None, batch(ENGLISH, 300, 0)), 1.0);
        assert_eq!(packing.tables().iter().count(), 0);
    }
}
