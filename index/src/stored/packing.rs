//! Which symbol table packs a batch of records, and when another one is made.
//!
//! A table fits texts like those it was made of: one language, one way to write. Each says what part of held-out texts it leaves;
//! a batch of which the table before leaves much more is tried with the others, and what none fits is collected until it is
//! worth a table of its own. Tables are made ever more seldom, so that texts that none makes shorter take little time.

use std::sync::{Arc, Mutex, PoisonError};

use crate::stored::Encoded;
use crate::stored::symbols::{Fit, Packer, SymbolTable};
use crate::stored::tables::Tables;

/// Tables an index has at most. Every search reads them: 1 to 2 KB each.
const TABLES: usize = 40;

/// Bytes that a table is made of at most.
const SAMPLE_BYTES: usize = 64 << 10;

/// Bytes that one text gives of them at most.
const TEXT_BYTES: usize = SAMPLE_BYTES / 16;

/// Bytes of a batch that tables are tried on.
const TRIED_BYTES: usize = 8 << 10;

/// Bytes that no table fits before the first is made; each time twice as many as before, up to the last.
const PATIENCE_BYTES: std::ops::RangeInclusive<usize> = 8 << 10..=16 << 20;

/// How much more than of its held-out texts a table may leave of others.
const SLACK: f64 = 1.15;

/// Bytes that say nothing, as few as they are.
const SMALL_BYTES: f64 = 100.0;

/// Tables that are made of the same texts, of which the best is taken: making one looks at some of them, by chance.
const TRIALS: usize = 4;

/// What part of the best older table's a new one must leave.
const GAIN: f64 = 0.96;

/// A record as it is stored.
#[derive(Debug)]
pub(crate) struct Packed {
    /// As it was encoded.
    pub head: Vec<u8>,
    /// Its words.
    pub words: Vec<u8>,
    /// What packed them. `None`: nothing.
    pub table: Option<Arc<SymbolTable>>,
}

/// A table that records can be packed by.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    table: Arc<SymbolTable>,
    packer: Arc<Packer>,
}

/// Packs the records of a run, for several threads.
#[derive(Debug)]
pub(crate) struct Packing(Mutex<State>);

#[derive(Debug)]
struct State {
    tables: Tables,
    choices: Vec<Choice>,
    /// Words that no table fits.
    misfits: Vec<String>,
    misfit_bytes: usize,
    patience: usize,
}

impl Packing {
    /// With the tables that an index has.
    pub fn new(tables: Tables) -> Packing {
        let choice = |table: &Arc<SymbolTable>| {
            Some(Choice {
                table: table.clone(),
                packer: Arc::new(Packer::new(table)?),
            })
        };
        Packing(Mutex::new(State {
            choices: tables.iter().filter_map(choice).collect(),
            tables,
            misfits: Vec::new(),
            misfit_bytes: 0,
            patience: *PATIENCE_BYTES.start(),
        }))
    }

    /// The tables that its records need, and all older ones.
    pub fn tables(&self) -> Tables {
        self.lock().tables.clone()
    }

    /// Packs a batch, by the table that packed the last one if it fits.
    pub fn pack(&self, batch: Vec<Encoded>, last: &mut Option<Choice>) -> Vec<Packed> {
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
            None => batch.into_iter().map(as_it_is).collect(),
        }
    }

    fn choose(&self, words: &[&str], bytes: usize) -> Option<Choice> {
        let sample = sample(words);
        let choices = self.lock().choices.clone();
        let best = best(&choices, &sample);
        if let Some((choice, left)) = &best
            && choice.fits(size(&sample), *left)
        {
            return best.map(|(choice, _)| choice);
        }
        let made = self.lock().misfit(words, bytes);
        let choice = best.map(|(choice, _)| choice);
        made.or(choice)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The table that leaves least of some texts, and how much.
fn best(choices: &[Choice], texts: &[&str]) -> Option<(Choice, usize)> {
    let left = |choice: &Choice| size(&choice.pack(texts.iter().copied()));
    let tried = choices.iter().map(|choice| (choice, left(choice)));
    let best = tried.min_by_key(|(_, left)| *left);
    best.map(|(choice, left)| (choice.clone(), left))
}

impl State {
    /// Collects what no table fits. Gives the table that is made of it when it is enough, if it does well.
    fn misfit(&mut self, texts: &[&str], bytes: usize) -> Option<Choice> {
        if self.choices.len() >= TABLES {
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
        if self.misfit_bytes < self.patience {
            return None;
        }
        self.patience = (self.patience * 2).min(*PATIENCE_BYTES.end());
        self.misfit_bytes = 0;
        let misfits = std::mem::take(&mut self.misfits);
        self.train(&misfits)
    }

    /// Makes a table of some of the texts, and keeps it if it does well on the others.
    fn train(&mut self, texts: &[String]) -> Option<Choice> {
        let (mut shown, mut held_out) = (Vec::new(), Vec::new());
        for (number, text) in texts.iter().enumerate() {
            // Not every other one: questions and answers take turns.
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
            made_of: size(texts),
            leaves: left as f64 / size(&held_out) as f64,
        };
        // One that was made of few does not stand in the way of one that is made of enough.
        let rivals = self.choices.iter();
        let rivals = rivals.filter(|rival| is_full(rival.table.fit) || !is_full(fit));
        let rivals: Vec<Choice> = rivals.cloned().collect();
        let before = best(&rivals, &held_out).map(|(_, left)| left);
        let before = before.unwrap_or(usize::MAX).min(size(&held_out));
        if left as f64 > before as f64 * GAIN {
            return None;
        }
        let table = Arc::new(packer.table(self.new_id(&packer)?, fit));
        self.tables.add(table.clone());
        let choice = Choice {
            table,
            packer: Arc::new(packer),
        };
        self.choices.push(choice.clone());
        Some(choice)
    }

    /// A free id, from the table's own hash.
    fn new_id(&self, packer: &Packer) -> Option<u8> {
        let hash = blake3::hash(&packer.table(1, Fit::default()).to_bytes());
        let mut ids = hash.as_bytes().iter().copied();
        ids.find(|&id| id != 0 && self.tables.get(id).is_none())
    }
}

/// Whether a table was made of as many bytes as one may be, but for a letter that was too long.
fn is_full(fit: Fit) -> bool {
    fit.made_of + char::MAX.len_utf8() > SAMPLE_BYTES
}

impl Choice {
    fn pack<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<Vec<u8>> {
        texts.map(|text| self.packer.pack(text)).collect()
    }

    /// Whether it leaves about as little of texts as of those it was tried on. One that was made of few does not fit, as a better
    /// one can be had.
    fn fits(&self, bytes: usize, left: usize) -> bool {
        let most = self.table.fit.leaves * SLACK * bytes as f64 + SMALL_BYTES;
        is_full(self.table.fit) && left as f64 <= most
    }

    /// What it did not make shorter stays as it was.
    fn finish(&self, batch: Vec<Encoded>, packed: Vec<Vec<u8>>) -> Vec<Packed> {
        let records = batch.into_iter().zip(packed);
        records
            .map(|(record, words)| match words.len() < record.words.len() {
                true => Packed {
                    head: record.head,
                    words,
                    table: Some(self.table.clone()),
                },
                false => as_it_is(record),
            })
            .collect()
    }
}

fn as_it_is(record: Encoded) -> Packed {
    Packed {
        head: record.head,
        words: record.words.into_bytes(),
        table: None,
    }
}

/// Texts from all over a batch.
fn sample<'t>(words: &[&'t str]) -> Vec<&'t str> {
    let every = size(words).div_ceil(TRIED_BYTES).max(1);
    let sample = words.iter().step_by(every);
    let cut = |text: &'t str| &text[..text.floor_char_boundary(TRIED_BYTES)];
    sample.map(|text| cut(text)).collect()
}

fn size<T: AsRef<[u8]>>(texts: &[T]) -> usize {
    texts.iter().map(|text| text.as_ref().len()).sum()
}

#[cfg(test)]
mod tests {
    use super::{Choice, Packed, Packing, SAMPLE_BYTES};
    use crate::stored::Encoded;
    use crate::stored::tables::Tables;

    const ENGLISH: &str = "the ferry waits in the harbour and leaves for the island before nine";
    const GREEK: &str = "το πλοίο περιμένει στο λιμάνι και φεύγει για το νησί πριν από τις εννέα";

    /// A batch of texts with these words in varied order.
    fn batch(words: &str, bytes: usize, seed: usize) -> Vec<Encoded> {
        let words: Vec<&str> = words.split(' ').collect();
        let mut state = seed;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            words[(state >> 33) % words.len()]
        };
        let mut batch: Vec<Encoded> = Vec::new();
        while batch.iter().map(|record| record.words.len()).sum::<usize>() < bytes {
            let words: Vec<&str> = (0..20).map(|_| next()).collect();
            batch.push(Encoded {
                head: Vec::new(),
                words: words.join(" "),
            });
        }
        batch
    }

    fn unpacked(packing: &Packing, packed: &[Packed]) -> Vec<String> {
        let tables = packing.tables();
        let unpack = |record: &Packed| match &record.table {
            None => String::from_utf8(record.words.clone()).ok(),
            Some(table) => tables.get(table.id)?.unpack(&record.words),
        };
        packed
            .iter()
            .map(|record| unpack(record).expect("a text"))
            .collect()
    }

    /// Packs a batch and unpacks it; gives what part of it is left.
    fn leaves(packing: &Packing, last: &mut Option<Choice>, batch: Vec<Encoded>) -> f64 {
        let texts: Vec<String> = batch.iter().map(|record| record.words.clone()).collect();
        let packed = packing.pack(batch, last);
        assert_eq!(unpacked(packing, &packed), texts);
        let left: usize = packed.iter().map(|record| record.words.len()).sum();
        left as f64 / texts.iter().map(String::len).sum::<usize>() as f64
    }

    #[test]
    fn each_way_to_write_gets_its_table_and_finds_it_again() {
        let packing = Packing::new(Tables::default());
        let last = &mut None;
        let mut pack = |words, seed| leaves(&packing, last, batch(words, SAMPLE_BYTES, seed));
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
    fn another_run_packs_by_the_tables_there_are() {
        let first = Packing::new(Tables::default());
        leaves(&first, &mut None, batch(ENGLISH, 2 * SAMPLE_BYTES, 0));
        let second = Packing::new(first.tables());
        assert!(leaves(&second, &mut None, batch(ENGLISH, 300, 1)) < 0.4);
        assert_eq!(
            second.tables().iter().count(),
            first.tables().iter().count()
        );
    }

    #[test]
    fn many_small_batches_get_a_table_that_fits() {
        let packing = Packing::new(Tables::default());
        let last = &mut None;
        for seed in 0..100 {
            leaves(&packing, last, batch(GREEK, 3_000, seed));
        }
        let full = |choice: &Choice| super::is_full(choice.table.fit);
        assert!(last.as_ref().is_some_and(full));
    }

    #[test]
    fn one_long_text_does_not_stand_for_all() {
        let packing = Packing::new(Tables::default());
        let record = |words: &str, times: usize| Encoded {
            head: Vec::new(),
            words: words.repeat(times),
        };
        for (words, times) in [
            ("x", 70_000),
            ("\u{44f}", 40_001),
            ("", 1),
            ("\u{1F600}", 17_000),
        ] {
            leaves(
                &packing,
                &mut None,
                vec![record(words, times), record("a\u{44f}", 1)],
            );
        }
        let last = &mut None;
        for seed in 0..20 {
            leaves(&packing, last, batch(ENGLISH, SAMPLE_BYTES, seed));
        }
        assert!(leaves(&packing, last, batch(ENGLISH, SAMPLE_BYTES, 21)) < 0.4);
        let files = tantivy::directory::RamDirectory::create();
        let name = packing.tables().write(&files).expect("a file");
        let payload = serde_json::json!({crate::stored::tables::KEY: name}).to_string();
        assert!(Tables::read(&payload, &files).is_ok());
    }

    #[test]
    fn few_words_are_stored_as_they_are() {
        let packing = Packing::new(Tables::default());
        assert_eq!(leaves(&packing, &mut None, batch(ENGLISH, 300, 0)), 1.0);
        assert_eq!(packing.tables().iter().count(), 0);
    }
}
