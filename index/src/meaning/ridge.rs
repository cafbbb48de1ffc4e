//! Ridge regression: the linear map that takes one set of vectors nearest to another.
//!
//! With the rows `x` and `y` of each example, and `I` the identity, the map `M` is the least of
//! `sum |x M - y|² + RIDGE |M|²`, which is `M = (X'X + RIDGE I)^-1 X'Y`: solved by Cholesky's
//! decomposition, in 64-bit numbers, always in the same order, so that equal examples give equal
//! bits.
//!
//! Source: Hoerl and Kennard, "Ridge Regression", Technometrics 12, 1970.

/// How strongly the map is held to small numbers. See `retrieval/README.md` for what other values
/// give.
const RIDGE: f64 = 0.03;

/// Collects examples, and then gives the map.
pub(crate) struct Ridge {
    dimensions: usize,
    /// `X'X`, row by row.
    own: Vec<f64>,
    /// `X'Y`, row by row.
    cross: Vec<f64>,
}

impl Ridge {
    /// Without examples.
    pub fn new(dimensions: usize) -> Ridge {
        Ridge {
            dimensions,
            own: vec![0.0; dimensions * dimensions],
            cross: vec![0.0; dimensions * dimensions],
        }
    }

    /// Adds an example: `x` should become `y`.
    pub fn add(&mut self, x: &[f32], y: &[f32]) {
        let d = self.dimensions;
        for (row, x_row) in x.iter().enumerate().take(d) {
            let factor = f64::from(*x_row);
            let own = &mut self.own[row * d..(row + 1) * d];
            for (sum, x) in own.iter_mut().zip(x) {
                *sum += factor * f64::from(*x);
            }
            let cross = &mut self.cross[row * d..(row + 1) * d];
            for (sum, y) in cross.iter_mut().zip(y) {
                *sum += factor * f64::from(*y);
            }
        }
    }

    /// The map, row by row: component `r` of `x` adds row `r` times itself to the result.
    pub fn map(mut self) -> Vec<f64> {
        let d = self.dimensions;
        for place in 0..d {
            self.own[place * d + place] += RIDGE;
        }
        decompose(&mut self.own, d);
        solve(&self.own, &mut self.cross, d);
        self.cross
    }
}

/// Cholesky's decomposition of a symmetric matrix, in place: its lower half becomes `L` of `L L'`.
fn decompose(matrix: &mut [f64], d: usize) {
    for row in 0..d {
        for column in 0..=row {
            let (before, from) = matrix.split_at(row * d);
            let own = &from[..column];
            let other = if column == row {
                own
            } else {
                &before[column * d..column * d + column]
            };
            let product: f64 = own.iter().zip(other).map(|(one, two)| one * two).sum();
            let rest = matrix[row * d + column] - product;
            matrix[row * d + column] = if column == row {
                // Positive, because the ridge was added; rounding must not make it 0.
                rest.max(f64::MIN_POSITIVE).sqrt()
            } else {
                rest / matrix[column * d + column]
            };
        }
    }
}

/// Solves `L L' M = right` in place, for all columns of `right` together.
fn solve(lower: &[f64], right: &mut [f64], d: usize) {
    let subtract = |right: &mut [f64], from: usize, row: usize, factor: f64| {
        for column in 0..d {
            right[from * d + column] -= factor * right[row * d + column];
        }
    };
    for row in 0..d {
        for before in 0..row {
            subtract(right, row, before, lower[row * d + before]);
        }
        let diagonal = lower[row * d + row];
        right[row * d..(row + 1) * d]
            .iter_mut()
            .for_each(|x| *x /= diagonal);
    }
    for row in (0..d).rev() {
        for after in row + 1..d {
            subtract(right, row, after, lower[after * d + row]);
        }
        let diagonal = lower[row * d + row];
        right[row * d..(row + 1) * d]
            .iter_mut()
            .for_each(|x| *x /= diagonal);
    }
}

#[cfg(test)]
mod tests {
    use super::Ridge;

    #[test]
    fn many_examples_of_a_map_give_that_map() {
        let d = 3;
        let expected = [1.0, 2.0, 0.5, -1.0, 0.0, 3.0, 0.25, 1.0, -2.0];
        let mut ridge = Ridge::new(d);
        for number in 0..3_000u32 {
            let x: Vec<f32> = (0..3)
                .map(|n| ((number * 7 + n * 13) % (11 + n)) as f32 - 5.0)
                .collect();
            let y: Vec<f32> = (0..3)
                .map(|column| (0..3).map(|row| x[row] * expected[row * 3 + column]).sum())
                .collect();
            ridge.add(&x, &y);
        }
        for (found, expected) in ridge.map().iter().zip(expected) {
            assert!((found - f64::from(expected)).abs() < 1e-3, "{found}");
        }
    }

    #[test]
    fn without_examples_the_map_is_zero() {
        assert!(Ridge::new(4).map().iter().all(|x| *x == 0.0));
    }
}
