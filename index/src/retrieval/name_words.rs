//! The words of speaker names and section titles, as ranking compares them with the words of a
//! query.
//!
//! A name says what a passage is about though it is not part of the passage's text. An index has
//! few distinct names, so each is split into words once per snapshot.

use std::sync::{PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::StrColumn;

use crate::fields::names::Name;
use crate::text::stem::{Stemming, WordTerms, word_terms};
use crate::text::token::words;

impl Name {
    /// The term to compare: speakers by exact spelling, section titles by stem.
    pub fn form(self, terms: &WordTerms) -> &str {
        match self {
            Name::Speaker => &terms.exact,
            Name::Section => &terms.stem,
        }
    }
}

/// A column of names in one segment, and the stemmer for the words of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NameColumn {
    pub segment: u32,
    pub name: Name,
    pub stemming: Stemming,
}

/// The words of each name of a column, by the name's ordinal.
type WordsByOrdinal = FxHashMap<u64, Box<[Box<str>]>>;

/// The words of all names seen so far.
#[derive(Default)]
pub(crate) struct NameWords {
    cached: RwLock<FxHashMap<NameColumn, WordsByOrdinal>>,
}

impl NameWords {
    /// Calls `visit` with each of the given ordinals of a column and the words of its name, in any
    /// order.
    pub fn for_each(
        &self,
        key: NameColumn,
        ordinals: &FxHashSet<u64>,
        column: &StrColumn,
        mut visit: impl FnMut(u64, &[Box<str>]),
    ) -> tantivy::Result<()> {
        let mut unknown = Vec::new();
        {
            let cached = self.cached.read().unwrap_or_else(PoisonError::into_inner);
            let cached = cached.get(&key);
            for &ordinal in ordinals {
                match cached.and_then(|cached| cached.get(&ordinal)) {
                    Some(in_name) => visit(ordinal, in_name),
                    None => unknown.push(ordinal),
                }
            }
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let mut found = Vec::with_capacity(unknown.len());
        let mut name = String::new();
        for ordinal in unknown {
            name.clear();
            column.ord_to_str(ordinal, &mut name)?;
            let in_name: Box<[Box<str>]> = words(&name)
                .filter_map(|word| word_terms(word, key.stemming))
                .map(|terms| key.name.form(&terms).into())
                .collect();
            visit(ordinal, &in_name);
            found.push((ordinal, in_name));
        }
        let mut cached = self.cached.write().unwrap_or_else(PoisonError::into_inner);
        cached.entry(key).or_default().extend(found);
        Ok(())
    }
}
