//! Vectors as bytes: one scale for all of them, or one for each row of a table.
//!
//! A component `x` becomes `round(x / scale)`, at most 127 either way. Vectors have length 1, so a
//! component of a vector with `d` of them is about `1 / sqrt(d)`; what is more than
//! [`MAX_DEVIATIONS`] times that is cut.

/// The largest component that is kept, as a multiple of the average one. Of 1.2 million components
/// of abstracts under all-MiniLM-L6-v2, fewer than one in 100,000 is larger.
const MAX_DEVIATIONS: f32 = 6.0;

/// The largest byte of either sign.
const MAX_BYTE: f32 = 127.0;

/// The scale of vectors of length 1 with this many components.
pub(crate) fn unit_scale(dimensions: usize) -> f32 {
    (MAX_DEVIATIONS / (dimensions.max(1) as f32).sqrt()).min(1.0) / MAX_BYTE
}

/// The scale at which the largest component of a row becomes the largest byte. 0 for a row of
/// zeros.
pub(crate) fn row_scale(row: &[f32]) -> f32 {
    row.iter().fold(0.0f32, |most, x| most.max(x.abs())) / MAX_BYTE
}

/// The components as bytes, each an `i8`.
pub(crate) fn quantised(vector: &[f32], scale: f32) -> impl Iterator<Item = u8> + '_ {
    let per_step = if scale > 0.0 { 1.0 / scale } else { 0.0 };
    vector.iter().map(move |x| {
        let byte = (x * per_step).round().clamp(-MAX_BYTE, MAX_BYTE) as i8;
        byte.cast_unsigned()
    })
}

/// The dot product of a vector with a stored one; the shorter of the two decides how many
/// components count.
pub(crate) fn dot(vector: &[f32], stored: &[u8], scale: f32) -> f32 {
    // Several sums at a time, which the compiler turns into vector instructions; always in the same
    // order, so that equal vectors score equally.
    const LANES: usize = 8;
    let mut sums = [0.0f32; LANES];
    let mut chunks = vector.chunks_exact(LANES).zip(stored.chunks_exact(LANES));
    for (some, bytes) in &mut chunks {
        for (sum, (x, byte)) in sums.iter_mut().zip(some.iter().zip(bytes)) {
            *sum += x * f32::from(byte.cast_signed());
        }
    }
    let done = vector.len().min(stored.len()) / LANES * LANES;
    let rest = vector.iter().zip(stored).skip(done);
    let rest: f32 = rest
        .map(|(x, byte)| x * f32::from(byte.cast_signed()))
        .sum();
    (sums.iter().sum::<f32>() + rest) * scale
}

/// Scales a vector to length 1. One of zeros, or with a component that is no number, becomes zeros.
pub(crate) fn normalise(vector: &mut [f32]) {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    let factor = if length.is_finite() && length > 0.0 {
        1.0 / length
    } else {
        vector.fill(0.0);
        0.0
    };
    for x in vector {
        *x *= factor;
    }
}

#[cfg(test)]
mod tests {
    use super::{dot, normalise, quantised, row_scale, unit_scale};

    #[test]
    fn a_stored_vector_is_close_to_itself() {
        let mut vector: Vec<f32> = (0..381).map(|n| ((n * 37) % 19) as f32 - 9.0).collect();
        normalise(&mut vector);
        for scale in [unit_scale(vector.len()), row_scale(&vector)] {
            let stored: Vec<u8> = quantised(&vector, scale).collect();
            assert!((dot(&vector, &stored, scale) - 1.0).abs() < 0.01);
        }
    }

    #[test]
    fn vectors_without_a_length_are_zeros() {
        for mut vector in [vec![0.0; 3], vec![f32::NAN, 1.0], vec![f32::MAX; 9]] {
            normalise(&mut vector);
            assert!(vector.iter().all(|x| *x == 0.0));
            assert!(quantised(&vector, row_scale(&vector)).all(|byte| byte == 0));
        }
        assert_eq!(dot(&[1.0, 1.0], &[1], 2.0), 2.0);
    }
}
