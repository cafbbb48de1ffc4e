//! A checksum in the last line of a small JSON object, so that the file that names everything else is not believed when a bit
//! of it has flipped. The file stays JSON: who does not know the key reads over it.

/// What is wrong with a file whose seal does not fit.
pub(crate) const BROKEN: &str = "checksum does not match";

const KEY: &[u8] = b",\n  \"checksum\": \"";
const END: &[u8] = b"\"\n}\n";

/// The object with a checksum as its last member. What is no object comes back as it is.
pub(crate) fn seal(json: &[u8]) -> Vec<u8> {
    let Some(body) = json.trim_ascii_end().strip_suffix(b"}") else {
        return json.to_vec();
    };
    let body = body.trim_ascii_end();
    [body, KEY, checksum(body).as_bytes(), END].concat()
}

/// Whether the checksum fits. `None` if there is none.
pub(crate) fn check(sealed: &[u8]) -> Option<bool> {
    let at = memchr::memmem::rfind(sealed, KEY)?;
    let (body, seal) = sealed.split_at(at);
    Some(seal == [KEY, checksum(body).as_bytes(), END].concat())
}

/// 64 bits of BLAKE3, in hexadecimal digits.
fn checksum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_object_is_an_object_still() {
        let sealed = seal(b"{\n  \"a\": [1, 2]\n}\n");
        let object: serde_json::Value = serde_json::from_slice(&sealed).expect("an object");
        assert_eq!(object["a"][1], 2);
        assert_eq!(check(&sealed), Some(true));
        assert_eq!(check(b"{\n  \"a\": 1\n}\n"), None);
        assert_eq!(seal(b"[1]\n"), b"[1]\n");
    }

    #[test]
    fn no_flipped_bit_passes_for_sealed() {
        let sealed = seal(b"{\n  \"a\": [1, 2]\n}\n");
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(check(&flipped), Some(true), "bit {bit}");
        }
    }
}
