//! Deserializers for fields whose shape varies between responses.
//!
//! Each is used in a `serde` attribute of a field of type `Option<_>` (or `Vec<_>` for a required list):
//!
//! ```
//! #[derive(serde::Deserialize)]
//! struct Invoice {
//!     #[serde(default, deserialize_with = "payspec_core::lenient::list")]
//!     lines: Option<Vec<String>>,
//!     #[serde(default, deserialize_with = "payspec_core::lenient::integer")]
//!     attempts: Option<i64>,
//! }
//!
//! let invoice: Invoice = serde_json::from_str(r#"{"lines":{},"attempts":"3"}"#).unwrap();
//! assert_eq!(invoice.lines, Some(vec![]));
//! assert_eq!(invoice.attempts, Some(3));
//! ```
//!
//! An empty string means "no value" wherever a string is not expected, because forms cannot express it otherwise; the
//! same applies to items of a list. PHP writes an empty map as `[]` and a sparse list as an object; both occur in
//! documented samples. No message of these deserializers contains a value.

mod item;
mod items;
pub(crate) mod nested;
mod shapes;
mod value;

use serde::de::Deserializer;

use crate::Metadata;
use crate::object::received;
use crate::scalar::{self, Scalar};

pub use items::{boolean_list, booleans, integer_list, integers, text_list, texts, value_list, values};
pub use nested::{nested_items, nested_list};
pub use shapes::{boxed, items, list, object, required_object};
pub use value::value;

/// Reads additional data: `{}`, `[]` and an object are a map; `null` and `""` are `None`.
pub fn metadata<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Metadata>, D::Error> {
    value(deserializer)
}

/// Reads a text: a string, or an integer or boolean as text; `null` is `None`. A number with a fraction or too many
/// digits is rejected, because its original digits are lost.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    scalar::read(deserializer, text_of)
}

/// Reads an integer: also a float without a fraction, or a string of digits, including one with a fraction of zeros
/// (`2500.00`); `null` and `""` are `None`.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    scalar::read(deserializer, |scalar| integer_of(&scalar))
}

/// Reads a boolean: also `0`, `1`, `"0"`, `"1"`, `"true"`, `"false"`; `null` and `""` are `None`.
pub fn boolean<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    scalar::read(deserializer, |scalar| boolean_of(&scalar))
}

pub(crate) fn text_of(scalar: Scalar<'_>) -> Result<Option<String>, String> {
    match scalar {
        Scalar::Null => Ok(None),
        Scalar::Float(_) => Err(refused("text", &scalar)),
        scalar => match scalar.into_text() {
            Ok(text) => Ok(Some(text.into_owned())),
            Err(other) => Err(refused("text", &other)),
        },
    }
}

pub(crate) fn integer_of(scalar: &Scalar<'_>) -> Result<Option<i64>, String> {
    match scalar {
        Scalar::Null => Ok(None),
        Scalar::Text(text) if text.is_empty() => Ok(None),
        scalar => scalar.as_integer().map(Some).ok_or_else(|| refused("an integer", scalar)),
    }
}

pub(crate) fn boolean_of(scalar: &Scalar<'_>) -> Result<Option<bool>, String> {
    match scalar {
        Scalar::Null => Ok(None),
        Scalar::Boolean(value) => Ok(Some(*value)),
        Scalar::Text(text) => match &**text {
            "" => Ok(None),
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            text => received::boolean_of(text).map(Some).ok_or_else(|| refused("a boolean", scalar)),
        },
        number => match number.as_integer() {
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            _ => Err(refused("a boolean", scalar)),
        },
    }
}

fn refused(expected: &str, found: &Scalar<'_>) -> String {
    format!("expected {expected}, found {} that cannot be converted", found.kind())
}
