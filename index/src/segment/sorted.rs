//! Where each term stands, term by term: a counting sort of what was noted word by word.

/// The places of every term, each term's ascending.
#[derive(Debug)]
pub(super) struct ByTerm {
    /// Behind each term's last place.
    ends: Vec<u32>,
    places: Vec<u32>,
}

impl ByTerm {
    /// Sorts `(term, place)`, which come ascending by place for each term. Terms are numbers below `terms`. Goes through them twice.
    pub fn new(terms: usize, noted: impl Iterator<Item = (u32, u32)> + Clone) -> ByTerm {
        let mut ends = vec![0u32; terms];
        // By `for_each`, which goes through an iterator made of several part by part, where a loop asks at each step which part it is in.
        noted.clone().for_each(|(term, _)| ends[term as usize] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        let mut places = vec![0; sum as usize];
        noted.for_each(|(term, place)| {
            let end = &mut ends[term as usize];
            places[*end as usize] = place;
            *end += 1;
        });
        ByTerm { ends, places }
    }

    /// The places of a term.
    pub fn of(&self, term: usize) -> &[u32] {
        let start = term.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.places[start as usize..self.ends[term] as usize]
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }
}

#[cfg(test)]
mod tests {
    use super::ByTerm;

    #[test]
    fn places_come_by_term_in_their_order() {
        let sorted = ByTerm::new(4, [(2, 0), (0, 1), (2, 5), (3, 6), (2, 9)].into_iter());
        let all: Vec<&[u32]> = (0..4).map(|term| sorted.of(term)).collect();
        assert_eq!(all, [&[1][..], &[], &[0, 5, 9], &[6]]);
        assert_eq!(sorted.len(), 5);
    }
}
