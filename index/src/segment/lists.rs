//! Writes the lists of a field of words: for each term its records, how often it stands in each, and where.

use tantivy::fieldnorm::FieldNormReaders;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Field;

use super::at::At;
use super::sorted::ByTerm;

/// Where lists are written.
pub(super) struct Lists<'s> {
    /// The lengths of the records, which each list's best are told by.
    pub norms: &'s FieldNormReaders,
    /// The files.
    pub to: &'s mut InvertedIndexSerializer,
}

impl Lists<'_> {
    /// Writes the lists of a field whose terms are given by their numbers.
    pub fn write<'t, A: At>(
        &mut self,
        field: Field,
        terms: impl Iterator<Item = &'t str>,
        places: &ByTerm,
        at: &A,
    ) -> tantivy::Result<()> {
        if places.len() == 0 {
            return Ok(());
        }
        let mut terms: Vec<(&str, usize)> = terms
            .zip(0..)
            .filter(|(_, number)| !places.of(*number).is_empty())
            .collect();
        terms.sort_unstable();
        let norms = self.norms.get_field(field)?;
        let mut to = self.to.new_field(field, places.len() as u64, norms)?;
        let mut records: Vec<(u32, u32)> = Vec::new();
        let mut gaps: Vec<u32> = Vec::new();
        for (term, number) in terms {
            records.clear();
            gaps.clear();
            let mut before = 0;
            for place in places.of(number) {
                let (record, position) = at.at(*place);
                match records.last_mut() {
                    Some((same, frequency)) if *same == record => *frequency += 1,
                    _ => {
                        records.push((record, 1));
                        before = 0;
                    }
                }
                if A::HAS_POSITIONS {
                    gaps.push(position - before);
                    before = position;
                }
            }
            to.new_term(term.as_bytes(), records.len() as u32, true)?;
            let mut rest = &gaps[..];
            for (record, frequency) in &records {
                let here = if A::HAS_POSITIONS { *frequency } else { 0 };
                let (these, others) = rest.split_at(here as usize);
                to.write_doc(*record, *frequency, these);
                rest = others;
            }
            to.close_term()?;
        }
        to.close()?;
        Ok(())
    }
}
