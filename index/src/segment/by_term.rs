//! Sorts the occurrences of a segment by term. It is a counting sort, because terms are small
//! numbers.

/// The occurrences of every term, ascending for each term.
#[derive(Debug)]
pub(super) struct OccurrencesByTerm {
    /// For each term the end of its range in `occurrences`; it starts where that of the term before
    /// ends.
    ends: Vec<u32>,
    occurrences: Vec<u32>,
}

impl OccurrencesByTerm {
    /// Sorts pairs of a term and an occurrence, which must ascend for each term. Terms are numbers
    /// below `terms`. Iterates twice.
    pub fn new(terms: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> OccurrencesByTerm {
        let mut ends = vec![0u32; terms];
        // `for_each` runs through a chained iterator part by part. A `for` loop would ask at each
        // step which part it is in.
        pairs.clone().for_each(|(term, _)| ends[term as usize] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        let mut occurrences = vec![0; sum as usize];
        pairs.for_each(|(term, occurrence)| {
            let end = &mut ends[term as usize];
            occurrences[*end as usize] = occurrence;
            *end += 1;
        });
        OccurrencesByTerm { ends, occurrences }
    }

    /// The occurrences of a term.
    pub fn of(&self, term: usize) -> &[u32] {
        let start = term.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.occurrences[start as usize..self.ends[term] as usize]
    }

    /// Number of occurrences of all terms.
    pub fn len(&self) -> usize {
        self.occurrences.len()
    }
}

#[cfg(test)]
mod tests {
    use super::OccurrencesByTerm;

    #[test]
    fn occurrences_are_grouped_by_term_and_ascend() {
        let sorted =
            OccurrencesByTerm::new(4, [(2, 0), (0, 1), (2, 5), (3, 6), (2, 9)].into_iter());
        let all: Vec<&[u32]> = (0..4).map(|term| sorted.of(term)).collect();
        assert_eq!(all, [&[1][..], &[], &[0, 5, 9], &[6]]);
        assert_eq!(sorted.len(), 5);
    }
}
