//! The output of an operation whose response has no body.

use serde::{Serialize, Serializer};

/// The output of an operation whose response has no body. Only an empty body is accepted: anything else is not
/// described, and may be a maintenance page or an error. It serialises as `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Empty;

impl Serialize for Empty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}
