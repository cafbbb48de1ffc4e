//! UTF-32, with a byte order mark or without.
//!
//! The mark of the little-endian form begins with that of UTF-16, so it is looked for first.

use crate::ingest::charset::Read;

/// So many bytes say whether a text without a mark is UTF-32.
const SAMPLE_BYTES: usize = 4096;

/// The order of the four bytes of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

/// The text of bytes in UTF-32. `None`: they are something else.
pub fn decode(bytes: &[u8]) -> Option<Read> {
    let (order, body) = marked(bytes).or_else(|| Some((without_mark(bytes)?, bytes)))?;
    Some(read(body, order))
}

/// The text of bytes that are stated to be in UTF-32. A byte order mark goes before what is stated.
pub fn as_given(bytes: &[u8], big: bool) -> Read {
    let order = if big { Order::Big } else { Order::Little };
    let (order, body) = marked(bytes).unwrap_or((order, bytes));
    read(body, order)
}

/// The order that a byte order mark says, and what is behind the mark.
fn marked(bytes: &[u8]) -> Option<(Order, &[u8])> {
    match bytes {
        [0xFF, 0xFE, 0, 0, body @ ..] => Some((Order::Little, body)),
        [0, 0, 0xFE, 0xFF, body @ ..] => Some((Order::Big, body)),
        _ => None,
    }
}

fn read(body: &[u8], order: Order) -> Read {
    let mut text = String::with_capacity(body.len() / 4);
    let mut has_errors = !body.len().is_multiple_of(4);
    for unit in body.chunks_exact(4) {
        let unit = [unit[0], unit[1], unit[2], unit[3]];
        let value = match order {
            Order::Little => u32::from_le_bytes(unit),
            Order::Big => u32::from_be_bytes(unit),
        };
        let c = char::from_u32(value);
        has_errors |= c.is_none();
        text.push(c.unwrap_or('\u{FFFD}'));
    }
    Read {
        text,
        name: match order {
            Order::Little => "UTF-32LE",
            Order::Big => "UTF-32BE",
        },
        has_errors,
    }
}

/// The order of a text without a mark: all its units are characters of the first planes.
fn without_mark(bytes: &[u8]) -> Option<Order> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !3];
    if sample.len() < 16 || !bytes.len().is_multiple_of(4) {
        return None;
    }
    let all = |holds: fn(&[u8]) -> bool| sample.chunks_exact(4).all(holds);
    // The upper half is empty below U+10000, and the lower is not.
    if all(|unit| unit[2] == 0 && unit[3] == 0 && (unit[0], unit[1]) != (0, 0)) {
        Some(Order::Little)
    } else if all(|unit| unit[0] == 0 && unit[1] == 0 && (unit[2], unit[3]) != (0, 0)) {
        Some(Order::Big)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn both_orders_are_read_with_and_without_a_mark() {
        let text = "Норхавн: 4 boats.";
        let little: Vec<u8> = text
            .chars()
            .flat_map(|c| (c as u32).to_le_bytes())
            .collect();
        let big: Vec<u8> = text
            .chars()
            .flat_map(|c| (c as u32).to_be_bytes())
            .collect();
        let marked = |mark: &[u8], body: &[u8]| [mark, body].concat();
        for bytes in [
            little.clone(),
            big.clone(),
            marked(&[0xFF, 0xFE, 0, 0], &little),
            marked(&[0, 0, 0xFE, 0xFF], &big),
        ] {
            let read = decode(&bytes).expect("UTF-32");
            assert_eq!((read.text.as_str(), read.has_errors), (text, false));
        }
        assert!(
            decode(&marked(&[0xFF, 0xFE, 0, 0], &[1, 2, 3])).is_some_and(|read| read.has_errors)
        );
        assert_eq!(decode(b"plain text of sixteen."), None);
        assert_eq!(decode(b""), None);
    }
}
