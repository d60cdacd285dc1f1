//! Splitting and percent-decoding a body, strictly.
//!
//! `form_urlencoded` decodes as browsers do: it keeps an invalid `%zz` and replaces bytes that are not
//! UTF-8. A payment parameter that was altered on the way must not be accepted, so both are errors here.

use super::error::{FormError, FormErrorKind};
use super::tree::FormTree;

/// Decodes a body into its pairs, in order, names as written.
///
/// A pair without `=` has an empty value; empty pairs (`a=1&&b=2`) are skipped. At most
/// [`FormTree::MAX_PAIRS`] pairs are accepted. Any bytes are allowed: what cannot be decoded is an error.
///
/// ```
/// let pairs = payspec_core::parse_pairs(b"card%5Bnumber%5D=4&label=a+b").unwrap();
/// assert_eq!(pairs[0], ("card[number]".to_owned(), "4".to_owned()));
/// assert_eq!(pairs[1].1, "a b");
/// ```
pub fn parse_pairs(body: &[u8]) -> Result<Vec<(String, String)>, FormError> {
    let mut pairs = Vec::new();
    for pair in body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
        let number = pairs.len() + 1;
        let (name, value) = match pair.iter().position(|&byte| byte == b'=') {
            Some(place) => (&pair[..place], &pair[place + 1..]),
            None => (pair, &[][..]),
        };
        let name = decode(name).map_err(|kind| FormError::at(kind, "", number))?;
        if number > FormTree::MAX_PAIRS {
            return Err(FormError::at(FormErrorKind::TooManyPairs, &name, number));
        }
        let value = decode(value).map_err(|kind| FormError::at(kind, &name, number))?;
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn decode(text: &[u8]) -> Result<String, FormErrorKind> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match (bytes.next().and_then(hex), bytes.next().and_then(hex)) {
                (Some(high), Some(low)) => high * 16 + low,
                _ => return Err(FormErrorKind::InvalidPercent),
            },
            other => other,
        });
    }
    String::from_utf8(decoded).map_err(|_| FormErrorKind::InvalidUtf8)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
