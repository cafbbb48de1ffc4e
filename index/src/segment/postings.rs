//! Writes the postings of a field of words: for each term its records, its frequency in each, and,
//! if the field has them, its positions.

use tantivy::fieldnorm::FieldNormReaders;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::Field;

use crate::segment::by_term::OccurrencesByTerm;

/// Resolves the occurrences of a field.
pub(super) trait OccurrenceMap {
    /// Whether the field has positions.
    const HAS_POSITIONS: bool;

    /// The record and the position of an occurrence. Without positions the second is meaningless.
    fn resolve(&self, occurrence: u32) -> (u32, u32);
}

/// Writes fields of words.
pub(super) struct PostingsWriter<'s> {
    /// The lengths of the records, from which tantivy computes the best score of each block.
    pub norms: &'s FieldNormReaders,
    /// The files.
    pub to: &'s mut InvertedIndexSerializer,
}

impl PostingsWriter<'_> {
    /// Writes a field. The term with number `n` in `occurrences` is the `n`-th of `terms`.
    pub fn write<'t, M: OccurrenceMap>(
        &mut self,
        field: Field,
        terms: impl Iterator<Item = &'t str>,
        occurrences: &OccurrencesByTerm,
        map: &M,
    ) -> tantivy::Result<()> {
        if occurrences.len() == 0 {
            return Ok(());
        }
        let mut terms: Vec<(&str, usize)> = terms
            .zip(0..)
            .filter(|(_, number)| !occurrences.of(*number).is_empty())
            .collect();
        terms.sort_unstable();
        let norms = self.norms.get_field(field)?;
        let mut to = self.to.new_field(field, occurrences.len() as u64, norms)?;
        // The records of a term with its frequency in each, and the gaps between its positions.
        let mut records: Vec<(u32, u32)> = Vec::new();
        let mut gaps: Vec<u32> = Vec::new();
        for (term, number) in terms {
            records.clear();
            gaps.clear();
            let mut before = 0;
            for occurrence in occurrences.of(number) {
                let (record, position) = map.resolve(*occurrence);
                match records.last_mut() {
                    Some((last, frequency)) if *last == record => *frequency += 1,
                    _ => {
                        records.push((record, 1));
                        before = 0;
                    }
                }
                if M::HAS_POSITIONS {
                    gaps.push(position - before);
                    before = position;
                }
            }
            to.new_term(term.as_bytes(), records.len() as u32, true)?;
            let mut rest = &gaps[..];
            for (record, frequency) in &records {
                let count = if M::HAS_POSITIONS { *frequency } else { 0 };
                let (of_record, others) = rest.split_at(count as usize);
                to.write_doc(*record, *frequency, of_record);
                rest = others;
            }
            to.close_term()?;
        }
        to.close()?;
        Ok(())
    }
}
