//! The fields of a body, for signatures over single values.

use std::borrow::Cow;

use payspec_core::{Path, decode_pairs};
use serde_json::value::RawValue;

use super::VerifyError;
use super::spec::BodyForm;
use crate::body;
use crate::delivery::{Object, take_apart};
use crate::members::{is_string, text_of};

/// The fields of a body, parsed once.
pub(super) enum Fields<'a> {
    Form(Vec<(Vec<u8>, Vec<u8>)>),
    Json(Object<'a>),
}

impl<'a> Fields<'a> {
    pub(super) fn read(form: BodyForm, bytes: &'a [u8]) -> Result<Self, VerifyError> {
        let is_json = form == BodyForm::Json || form == BodyForm::FormOrJson && body::is_object(bytes);
        if !is_json {
            return Ok(Self::Form(decode_pairs(bytes).map_err(VerifyError::NotAForm)?));
        }
        let object = take_apart(bytes).map_err(|_| VerifyError::NotJson)?;
        if object.read.is_err() {
            return Err(VerifyError::NotJson);
        }
        Ok(Self::Json(object))
    }

    /// Returns the value of a field as signed. If it is repeated, the last counts, as in PHP.
    pub(super) fn value(&self, name: &str) -> Result<Cow<'a, [u8]>, VerifyError> {
        let empty = Cow::Borrowed(&b""[..]);
        match self {
            Self::Form(pairs) => {
                let found = pairs.iter().rev().find(|(known, _)| *known == name.as_bytes());
                Ok(found.map_or(empty, |(_, value)| Cow::Owned(value.clone())))
            }
            Self::Json(object) => match at(object, name)?.pop() {
                Some(value) if is_string(value) => {
                    Ok(Cow::Owned(text_of(value).ok_or(VerifyError::NotJson)?.into_bytes()))
                }
                Some(value) if value.get() != "null" => Ok(Cow::Borrowed(value.get().as_bytes())),
                _ => Ok(empty),
            },
        }
    }

    /// Returns the text of a field that must not be repeated.
    pub(super) fn only(&self, name: &str) -> Result<Option<Vec<u8>>, VerifyError> {
        match self {
            Self::Form(pairs) => {
                let value = only(pairs.iter().filter(|(known, _)| *known == name.as_bytes()));
                Ok(value.map(|(_, value)| value.clone()))
            }
            Self::Json(object) => {
                let value = only(at(object, name)?.into_iter()).filter(|value| is_string(value));
                Ok(value.and_then(text_of).map(String::into_bytes))
            }
        }
    }
}

/// Returns the values at a path.
fn at<'a>(object: &Object<'a>, path: &str) -> Result<Vec<&'a RawValue>, VerifyError> {
    object.members.all_certain(Path::new(path)).map_err(|_| VerifyError::NotJson)
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
