//! Hexadecimal encoding of signatures, keys and percent-encoding.

/// Encodes bytes in lower case.
pub fn encode(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Decodes digits in either case. Returns `None` for any other character or an odd number of digits.
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let pairs = text.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    // Allocated at full size up front: growing would leave parts of a key behind in freed memory.
    let mut bytes = Vec::with_capacity(text.len() / 2);
    for pair in pairs {
        bytes.push(digit(pair[0])? * 16 + digit(pair[1])?);
    }
    Some(bytes)
}

/// Returns the value of a digit.
pub(crate) fn digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        assert_eq!(decode(encode(&all).as_bytes()), Some(all));
        assert_eq!((encode(&[0, 0x0a, 0xff]).as_str(), decode(b"000aFF")), ("000aff", Some(vec![0, 0x0a, 0xff])));
        for not_hex in ["0", "0g", " 00", "0x00", "+1"] {
            assert_eq!(decode(not_hex.as_bytes()), None, "{not_hex}");
        }
    }
}
