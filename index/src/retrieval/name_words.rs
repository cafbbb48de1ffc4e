//! The words of the names that tell what a passage is about though they are not in its text: its speakers', its section's.

use std::sync::{PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::StrColumn;

use crate::fields::names::NameKind;
use crate::text::stem::{Stemming, WordTerms, word_terms};
use crate::text::token::words;

impl NameKind {
    /// What is compared: a speaker's name as it is spelt, a title in any form.
    pub fn form(self, terms: &WordTerms) -> &str {
        match self {
            NameKind::Speaker => &terms.exact,
            NameKind::Section => &terms.stem,
        }
    }
}

/// The column of one segment, and the stemmer of its names' words.
pub(crate) type OfColumn = (u32, NameKind, Stemming);

/// The words of each name of a column, by the name's ordinal.
type WordsByOrdinal = FxHashMap<u64, Box<[Box<str>]>>;

/// The words of the names that were met: names are few, and cut into words once.
#[derive(Default)]
pub(crate) struct NameWords {
    known: RwLock<FxHashMap<OfColumn, WordsByOrdinal>>,
}

impl NameWords {
    /// Shows the words of each name of a column whose ordinal is given.
    pub fn each(
        &self,
        of: OfColumn,
        ordinals: &FxHashSet<u64>,
        column: &StrColumn,
        mut show: impl FnMut(u64, &[Box<str>]),
    ) -> tantivy::Result<()> {
        let mut unknown = Vec::new();
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            let known = known.get(&of);
            for &ordinal in ordinals {
                match known.and_then(|known| known.get(&ordinal)) {
                    Some(in_name) => show(ordinal, in_name),
                    None => unknown.push(ordinal),
                }
            }
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let (_, which, stemming) = of;
        let mut found = Vec::with_capacity(unknown.len());
        let mut name = String::new();
        for ordinal in unknown {
            name.clear();
            column.ord_to_str(ordinal, &mut name)?;
            let in_name: Box<[Box<str>]> = words(&name)
                .filter_map(|word| word_terms(word, stemming))
                .map(|terms| which.form(&terms).into())
                .collect();
            show(ordinal, &in_name);
            found.push((ordinal, in_name));
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(of).or_default().extend(found);
        Ok(())
    }
}
