//! A checksum as the last member of a JSON object, so that a flipped bit in the file is noticed.
//!
//! The file stays valid JSON: readers that do not know the member `checksum` ignore it. The
//! checksum is the first 64 bits of the BLAKE3 hash of everything before it, in hexadecimal digits.

const KEY: &[u8] = b",\n  \"checksum\": \"";
const END: &[u8] = b"\"\n}\n";

/// Appends the checksum to a JSON object. Returns `json` unchanged if it does not end as an object.
pub(crate) fn append(json: &[u8]) -> Vec<u8> {
    let Some(body) = json.trim_ascii_end().strip_suffix(b"}") else {
        return json.to_vec();
    };
    let body = body.trim_ascii_end();
    [body, KEY, checksum(body).as_bytes(), END].concat()
}

/// Whether the checksum matches. `None` if the file has none.
pub(crate) fn is_valid(json: &[u8]) -> Option<bool> {
    let start = memchr::memmem::rfind(json, KEY)?;
    let (body, ending) = json.split_at(start);
    Some(ending == [KEY, checksum(body).as_bytes(), END].concat())
}

fn checksum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::{append, is_valid};

    #[test]
    fn an_object_with_a_checksum_is_still_an_object() {
        let json = append(b"{\n  \"a\": [1, 2]\n}\n");
        let object: serde_json::Value = serde_json::from_slice(&json).expect("an object");
        assert_eq!(object["a"][1], 2);
        assert_eq!(is_valid(&json), Some(true));
        assert_eq!(is_valid(b"{\n  \"a\": 1\n}\n"), None);
        assert_eq!(append(b"[1]\n"), b"[1]\n");
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let json = append(b"{\n  \"a\": [1, 2]\n}\n");
        for bit in 0..json.len() * 8 {
            let mut flipped = json.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(is_valid(&flipped), Some(true), "bit {bit}");
        }
    }
}
