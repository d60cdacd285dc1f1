//! Codes written in lower case.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::object::Blank;
use crate::scalar::{FromScalar, Scalar, code_of};
use crate::{FormValue, view};

/// A code of an upper-case table for an API that writes it in lower case: `eur` for `EUR`. It is read in any case. For
/// generated code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowerCase<T>(pub T);

impl<T> LowerCase<T> {
    /// Wraps several codes for writing.
    pub fn all(codes: &[T]) -> Vec<LowerCase<&T>> {
        codes.iter().map(LowerCase).collect()
    }

    /// Unwraps several codes that were read.
    pub fn unwrap_all(codes: Vec<Self>) -> Vec<T> {
        codes.into_iter().map(|code| code.0).collect()
    }
}

impl<T: AsRef<str>> FormValue for LowerCase<T> {
    fn form_value(&self) -> Cow<'_, str> {
        let code = self.0.as_ref();
        if view::is_for_rules() { Cow::Borrowed(code) } else { Cow::Owned(code.to_ascii_lowercase()) }
    }
}

impl<T: AsRef<str>> Serialize for LowerCase<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.form_value())
    }
}

impl<T: for<'t> From<&'t str>> FromScalar for LowerCase<T> {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Self, String> {
        Ok(Self(T::from(&code_of(scalar, "a code")?.to_ascii_uppercase())))
    }
}

impl<T: Blank> Blank for LowerCase<T> {
    fn blank() -> Self {
        Self(T::blank())
    }

    crate::__if_made! {
        fn made(random: &mut crate::server::Random) -> Self {
            Self(T::made(random))
        }
    }
}
