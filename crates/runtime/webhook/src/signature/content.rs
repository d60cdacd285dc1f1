//! The bytes that are signed.

use std::borrow::Cow;

use payspec_core::decode_pairs;

use super::{SignedContent, VerifyError};
use crate::body;
use crate::delivery::take_apart;
use crate::members::{is_string, text_of};

/// The signed bytes of a body. Of a field that a body has twice, the last counts, as in PHP.
pub(super) fn of(signed: SignedContent, body: &[u8]) -> Result<Cow<'_, [u8]>, VerifyError> {
    match signed {
        SignedContent::Body => Ok(Cow::Borrowed(body)),
        SignedContent::FormOrJsonFields(fields) if body::is_object(body) => members(fields, body).map(Cow::Owned),
        SignedContent::FormFields(fields) | SignedContent::FormOrJsonFields(fields) => {
            self::fields(fields, body).map(Cow::Owned)
        }
    }
}

fn fields(fields: &[&str], body: &[u8]) -> Result<Vec<u8>, VerifyError> {
    let pairs = decode_pairs(body).map_err(VerifyError::NotAForm)?;
    let value = |field: &&str| pairs.iter().rev().find(|(name, _)| name == field.as_bytes()).map(|(_, value)| &**value);
    Ok(fields.iter().filter_map(value).collect::<Vec<_>>().concat())
}

fn members(fields: &[&str], body: &[u8]) -> Result<Vec<u8>, VerifyError> {
    let object = take_apart(body).map_err(|_| VerifyError::NotJson)?;
    object.read.map_err(|_| VerifyError::NotJson)?;
    let mut content = String::new();
    for field in fields {
        match object.members.all(field).next_back() {
            Some(value) if is_string(value) => content.push_str(&text_of(value).ok_or(VerifyError::NotJson)?),
            Some(value) if value.get() != "null" => content.push_str(value.get()),
            _ => {}
        }
    }
    Ok(content.into_bytes())
}
