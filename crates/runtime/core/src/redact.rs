//! Hides sensitive fields in `Debug`. (For error messages of JSON, see [`json`](crate::json).)
//!
//! Generated types with sensitive fields implement `Debug` with it:
//!
//! ```
//! use std::fmt;
//!
//! struct Customer {
//!     email: Option<String>,
//! }
//!
//! impl fmt::Debug for Customer {
//!     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
//!         f.debug_struct("Customer")
//!             .field("email", &payspec_core::redact::option(&self.email))
//!             .finish()
//!     }
//! }
//!
//! let customer = Customer { email: Some("jane@example.com".to_owned()) };
//! assert_eq!(format!("{customer:?}"), "Customer { email: [redacted] }");
//! ```

use std::fmt;

use crate::Patch;

/// The text printed in place of a sensitive value.
pub(crate) const TEXT: &str = "[redacted]";

/// Replaces a sensitive value: its `Debug` shows at most whether there is one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Redacted {
    present: bool,
}

/// Replaces a value; prints `[redacted]`.
pub fn value<T: ?Sized>(_value: &T) -> Redacted {
    Redacted { present: true }
}

/// Replaces an optional value; prints `[redacted]` or `None`.
pub fn option<T>(value: &Option<T>) -> Redacted {
    Redacted { present: value.is_some() }
}

/// Replaces a value that may be set, cleared or left unchanged; prints the kind of change without the value.
pub fn patch<T>(patch: &Patch<T>) -> Patch<Redacted> {
    match patch {
        Patch::Absent => Patch::Absent,
        Patch::Null => Patch::Null,
        Patch::Value(set) => Patch::Value(value(set)),
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.present { TEXT } else { "None" })
    }
}

/// Returns a parameter's name if it is safe to log, because it looks like a name.
///
/// A client that posts JSON as a form puts its whole body where a name is expected.
pub(crate) fn parameter_name(name: &str) -> Option<&str> {
    const LONGEST: usize = 64;
    const LONGEST_NUMBER: usize = 8;
    let mut digits = 0;
    let no_long_number = name.bytes().all(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits <= LONGEST_NUMBER
    });
    let usual = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.[]".contains(&byte);
    let is_name = !name.is_empty() && name.len() <= LONGEST && no_long_number && name.bytes().all(usual);
    is_name.then_some(name)
}

/// Returns an object's member names for `Debug`: only the first ones, since a foreign object may have any number.
pub(crate) fn shown_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    const MOST: usize = 32;
    let mut shown: Vec<&str> = names.map(shown_name).take(MOST + 1).collect();
    if let Some(last) = shown.get_mut(MOST) {
        *last = "…";
    }
    shown
}

/// Returns a parameter's name for `Debug`.
pub(crate) fn shown_name(name: &str) -> &str {
    parameter_name(name).unwrap_or("(not shown)")
}
