//! The bytes that are signed.

use std::borrow::Cow;

use payspec_core::{FormError, parse_pairs};

use super::SignedContent;

/// The signed bytes of a body. Of a field that a form has twice, the last counts, as in PHP.
pub(super) fn of(signed: SignedContent, body: &[u8]) -> Result<Cow<'_, [u8]>, FormError> {
    let SignedContent::FormFields(fields) = signed else { return Ok(Cow::Borrowed(body)) };
    let pairs = parse_pairs(body)?;
    let value = |field: &&str| pairs.iter().rev().find(|(name, _)| name == field).map(|(_, value)| value.as_str());
    Ok(Cow::Owned(fields.iter().filter_map(value).collect::<String>().into_bytes()))
}
