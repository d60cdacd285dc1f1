//! Splitting and percent-decoding a form body, strictly or as bytes.
//!
//! `form_urlencoded` decodes as browsers do: it keeps an invalid `%zz` and replaces bytes that are not UTF-8. A payment
//! parameter that was altered in transit must not be accepted, so both are errors in [`parse_pairs`]. Signatures cover
//! bytes, so [`decode_pairs`] accepts both and replaces nothing.

use super::error::{FormError, FormErrorKind};
use crate::hex;

/// The maximum number of pairs in a body, so that the sender cannot decide how much memory is used.
pub(super) const MAX_PAIRS: usize = 1000;

/// Decodes a body into its pairs, in order, with names as written.
///
/// A pair without `=` has an empty value; empty pairs (`a=1&&b=2`) are skipped. At most
/// [`FormTree::MAX_PAIRS`](crate::FormTree::MAX_PAIRS) pairs are accepted. The input may be any bytes: whatever cannot
/// be decoded is an error.
///
/// ```
/// let pairs = payspec_core::parse_pairs(b"card%5Bnumber%5D=4&label=a+b").unwrap();
/// assert_eq!(pairs[0], ("card[number]".to_owned(), "4".to_owned()));
/// assert_eq!(pairs[1].1, "a b");
/// ```
pub fn parse_pairs(body: &[u8]) -> Result<Vec<(String, String)>, FormError> {
    let mut pairs = Vec::new();
    for (number, (name, value)) in (1..).zip(split(body)) {
        let name = text(name).map_err(|kind| FormError::at(kind, "", number))?;
        if number > MAX_PAIRS {
            return Err(FormError::at(FormErrorKind::TooManyPairs, &name, number));
        }
        let value = text(value).map_err(|kind| FormError::at(kind, &name, number))?;
        pairs.push((name, value));
    }
    Ok(pairs)
}

/// Decodes a body into its pairs of bytes, in order. A `%` that is not followed by two hexadecimal digits is kept as
/// is, as in browsers and PHP, and bytes need not be UTF-8. Otherwise like [`parse_pairs`].
///
/// # Errors
///
/// Returns an error if there are more than [`FormTree::MAX_PAIRS`](crate::FormTree::MAX_PAIRS) pairs.
///
/// ```
/// let pairs = payspec_core::decode_pairs(b"label=caf%E9+100%").unwrap();
/// assert_eq!(pairs, [(b"label".to_vec(), b"caf\xe9 100%".to_vec())]);
/// ```
pub fn decode_pairs(body: &[u8]) -> Result<Vec<BytePair>, FormError> {
    let mut pairs = Vec::new();
    for (number, (name, value)) in (1..).zip(split(body)) {
        if number > MAX_PAIRS {
            return Err(FormError::at(FormErrorKind::TooManyPairs, "", number));
        }
        pairs.push((decode(name, b' ').0, decode(value, b' ').0));
    }
    Ok(pairs)
}

/// A name and a value as bytes.
type BytePair = (Vec<u8>, Vec<u8>);

/// Splits a body into its non-empty pairs, without decoding.
fn split(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        match pair.iter().position(|&byte| byte == b'=') {
            Some(place) => (&pair[..place], &pair[place + 1..]),
            None => (pair, &[][..]),
        }
    })
}

fn text(encoded: &[u8]) -> Result<String, FormErrorKind> {
    match decode(encoded, b' ') {
        (_, false) => Err(FormErrorKind::InvalidPercent),
        (decoded, true) => String::from_utf8(decoded).map_err(|_| FormErrorKind::InvalidUtf8),
    }
}

/// Decodes a text, in which `+` stands for `plus`, and returns whether every `%` was followed by two hexadecimal digits.
pub(crate) fn decode(text: &[u8], plus: u8) -> (Vec<u8>, bool) {
    let mut decoded = Vec::with_capacity(text.len());
    let mut is_strict = true;
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let escaped = match after {
            [high, low, ..] if byte == b'%' => hex::digit(*high).zip(hex::digit(*low)),
            _ => None,
        };
        decoded.push(match escaped {
            Some((high, low)) => {
                rest = &after[2..];
                high * 16 + low
            }
            None if byte == b'+' => plus,
            None => {
                is_strict &= byte != b'%';
                byte
            }
        });
    }
    (decoded, is_strict)
}
