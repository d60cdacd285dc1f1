//! The bytes that are signed.

use std::borrow::Cow;

use payspec_core::decode_pairs;

use super::{SignedContent, VerifyError};
use crate::body;
use crate::envelope::{Members, is_string, read_members, text_of};

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
    let text = body::text(body).map_err(|_| VerifyError::NotJson)?;
    let mut members = Members::new();
    read_members(text, &mut members).map_err(|_| VerifyError::NotJson)?;
    let mut content = String::new();
    for field in fields {
        let value = members.iter().rev().find(|(name, _)| name == field).map(|(_, value)| value);
        match value {
            Some(value) if is_string(value) => content.push_str(&text_of(value).ok_or(VerifyError::NotJson)?),
            Some(value) if value.get() != "null" => content.push_str(value.get()),
            _ => {}
        }
    }
    Ok(content.into_bytes())
}
