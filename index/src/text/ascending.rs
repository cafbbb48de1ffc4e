//! What two texts have in common in the same order: of pairs of places, the longest selection that
//! ascends in both.
//!
//! Time is that of sorting: M. L. Fredman, On computing the length of longest increasing
//! subsequences, Discrete Mathematics 11 (1975).

/// The longest selection of pairs whose second numbers ascend. The first ones must ascend.
pub(crate) fn longest_ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the pair that ends such a selection with the smallest second number.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (number, (_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *second);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut chosen = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(number) = at {
        chosen.push(pairs[number]);
        at = before[number];
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::longest_ascending;

    fn check(seconds: &[usize], expected: &[usize]) {
        let pairs: Vec<(usize, usize)> = seconds.iter().copied().enumerate().collect();
        let found = longest_ascending(&pairs);
        let found: Vec<usize> = found.iter().map(|(_, second)| *second).collect();
        assert_eq!(found, expected, "{seconds:?}");
    }

    #[test]
    fn what_stays_in_order_is_kept() {
        check(&[], &[]);
        check(&[4], &[4]);
        check(&[3, 1, 2], &[1, 2]);
        check(&[0, 9, 1, 2, 8, 3], &[0, 1, 2, 3]);
        check(&[3, 2, 1], &[1]);
    }
}
