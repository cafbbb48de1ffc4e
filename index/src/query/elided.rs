//! Quotations with something left out, as in `"the town … this council"`: which places in a text
//! hold all the pieces, in order and not too far apart.
//!
//! Retrieval, highlighting and the search over paragraph ends decide with this one function.
//! Positions count words.

use crate::query::node::Element;

/// Words that an ellipsis may hide: about three sentences. More would join what belongs to
/// different thoughts.
pub(crate) const MAX_HIDDEN: usize = 50;

/// The positions that a piece takes.
pub(crate) fn width(piece: &[Element]) -> usize {
    match (piece.first(), piece.last()) {
        (Some(first), Some(last)) => (last.offset - first.offset) as usize + 1,
        _ => 0,
    }
}

/// Whether the words from `start` on are those of a piece. A negative start lies before the text.
/// What lies before or after the text is not compared.
pub(crate) fn fits_at(
    piece: &[Element],
    start: isize,
    length: usize,
    is_element: &impl Fn(&Element, usize) -> bool,
) -> bool {
    let first = piece.first().map_or(0, |first| first.offset);
    piece.iter().all(|element| {
        let position = start + (element.offset - first) as isize;
        let inside = usize::try_from(position).ok().filter(|at| *at < length);
        inside.is_none_or(|position| is_element(element, position))
    })
}

/// Where each piece starts, for each place in a text of `length` words that holds all of them. Of
/// several ways to go on from one place, the nearest.
///
/// `is_element` tells whether the word at a position is that of a piece.
pub(crate) fn places(
    pieces: &[Vec<Element>],
    length: usize,
    is_element: &impl Fn(&Element, usize) -> bool,
) -> Vec<Vec<usize>> {
    // From the last piece to the first: for each start, the index of the next piece's start.
    let mut chains: Vec<Vec<(usize, usize)>> = Vec::with_capacity(pieces.len());
    for piece in pieces.iter().rev() {
        let width = width(piece);
        let last_start = (length + 1).saturating_sub(width.max(1));
        let starts =
            (0..last_start).filter(|start| fits_at(piece, *start as isize, length, is_element));
        let found = match chains.last() {
            None => starts.map(|start| (start, 0)).collect(),
            Some(followed) => starts
                .filter_map(|start| {
                    let end = start + width;
                    let next = followed.partition_point(|(place, _)| *place < end);
                    let (place, _) = followed.get(next)?;
                    (place - end <= MAX_HIDDEN).then_some((start, next))
                })
                .collect(),
        };
        chains.push(found);
    }
    let Some(firsts) = chains.last() else {
        return Vec::new();
    };
    let follow = |(start, next): &(usize, usize)| {
        let mut places = vec![*start];
        let mut next = *next;
        for followed in chains.iter().rev().skip(1) {
            let (place, after) = followed[next];
            places.push(place);
            next = after;
        }
        places
    };
    firsts.iter().map(follow).collect()
}

#[cfg(test)]
mod tests {
    use super::{MAX_HIDDEN, places};
    use crate::query::node::Element;

    fn check(text: &str, pieces: &[&str], expected: &[&[usize]]) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let element = |(offset, word): (u32, &str)| Element {
            offset,
            folded: word.to_owned(),
            prefix: false,
            before: String::new(),
            after: String::new(),
        };
        let pieces: Vec<Vec<Element>> = pieces
            .iter()
            .map(|piece| (0..).zip(piece.split(' ')).map(element).collect())
            .collect();
        let is_element = |element: &Element, at: usize| words[at] == element.folded;
        assert_eq!(
            places(&pieces, words.len(), &is_element),
            expected,
            "{text}"
        );
    }

    #[test]
    fn pieces_follow_each_other_in_order() {
        check("a b x c d", &["a b", "c d"], &[&[0, 3]]);
        check("c d x a b", &["a b", "c d"], &[]);
        check("a b c", &["a b", "b c"], &[]);
        check("a b b c", &["a b", "b c"], &[&[0, 2]]);
        check("a x a y b z b", &["a", "b"], &[&[0, 4], &[2, 4]]);
        check("a b c", &["a b c"], &[&[0]]);
        check("", &["a"], &[]);
    }

    #[test]
    fn many_pieces_are_found_in_a_long_text() {
        let pieces = vec!["a"; 1_000];
        let only: Vec<usize> = (0..1_000).collect();
        check(&"a ".repeat(1_000), &pieces, &[&only]);
    }

    #[test]
    fn an_ellipsis_hides_a_limited_number_of_words() {
        let hidden = |words: usize| format!("a {} b", "x ".repeat(words));
        check(&hidden(MAX_HIDDEN), &["a", "b"], &[&[0, MAX_HIDDEN + 1]]);
        check(&hidden(MAX_HIDDEN + 1), &["a", "b"], &[]);
        // A later piece may be in reach although an earlier one like it is not.
        check("a b x c b c", &["a", "b", "c"], &[&[0, 1, 3]]);
    }
}
