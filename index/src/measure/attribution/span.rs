//! Spans of scalar values: what of them is compared, and how much two of them share.

pub(super) fn intersection_over_union(one: (usize, usize), other: (usize, usize)) -> f64 {
    let shared = one.1.min(other.1).saturating_sub(one.0.max(other.0));
    if shared == 0 {
        return 0.0;
    }
    shared as f64 / (one.1.max(other.1) - one.0.min(other.0)) as f64
}

/// A span without white space, marks and a leading "that".
pub(super) fn trim(text: &[char], start: usize, end: usize) -> (usize, usize) {
    let (mut start, mut end) = (start.min(text.len()), end.min(text.len()));
    let whole = (start, end);
    loop {
        if start < end && is_edge(text[start]) {
            start += 1;
            continue;
        }
        let that = text[start..end]
            .iter()
            .take(4)
            .map(char::to_ascii_lowercase)
            .eq("that".chars());
        if that
            && !text
                .get(start + 4)
                .filter(|_| start + 4 < end)
                .is_some_and(|c| c.is_alphanumeric() || *c == '_')
        {
            start += 4;
            continue;
        }
        break;
    }
    while end > start && is_edge(text[end - 1]) {
        end -= 1;
    }
    if end > start { (start, end) } else { whole }
}

pub(super) fn is_edge(c: char) -> bool {
    c.is_whitespace()
        || "\"'\u{2018}\u{2019}\u{201C}\u{201D}\u{201E}.,;:!?-\u{2013}\u{2014}".contains(c)
}
