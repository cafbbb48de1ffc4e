//! Numbers and times as people read them.

use indicatif::HumanCount;

/// A number with thousands separators: 12,345.
pub(crate) fn number(value: u64) -> String {
    HumanCount(value).to_string()
}

/// A number with what it counts: `1 passage`, `2,000 passages`.
pub(crate) fn counted(count: u64, one: &str, several: &str) -> String {
    let noun = if count == 1 { one } else { several };
    format!("{} {noun}", number(count))
}

/// A time in a recording: 1:02:03, or 2:03.
pub(crate) fn clock(ms: u64) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Bytes in millions: 1.5 MB.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::{clock, number};

    #[test]
    fn numbers_and_times_as_people_read_them() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(clock(3_723_000), "1:02:03");
        assert_eq!(clock(63_999), "1:03");
    }
}
