//! Identifiers: one newtype per resource, so that a refund ID cannot be used as a transaction ID.

use std::fmt;
use std::sync::Arc;

use crate::printable::Short;

/// The text of an identifier type made with [`id!`](crate::id).
///
/// It is kept exactly as received and never validated: providers' documentation shows UUIDs that are masked, lack a
/// dash or contain letters beyond `f`. Cloning is cheap: the text is shared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdText(Arc<str>);

impl IdText {
    /// Returns an empty text, which does not allocate.
    pub(crate) fn blank_text() -> Self {
        Self(Arc::default())
    }

    /// Returns the identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for IdText {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl From<String> for IdText {
    fn from(text: String) -> Self {
        Self(Arc::from(text))
    }
}

impl fmt::Debug for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Short(&self.0).fmt(f)
    }
}

/// Implements the methods and traits of an identifier type.
///
/// The struct is declared where it is documented, and derives `Clone, PartialEq, Eq, PartialOrd, Ord, Hash`:
///
/// ```
/// /// Identifies a refund.
/// #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub struct RefundId(payspec_core::IdText);
/// payspec_core::id!(RefundId);
///
/// let id = RefundId::from("bc0fac82-xxxx-xxxx");
/// assert_eq!(id.as_str(), "bc0fac82-xxxx-xxxx");
/// assert_eq!(RefundId::from(&id), id);
/// assert_eq!(format!("{id:?}"), r#"RefundId("bc0fac82-xxxx-xxxx")"#);
/// ```
///
/// The macro adds `as_str`, `From<&str>`, `From<String>`, `From<&Self>` (a cheap clone, so that setters taking `impl
/// Into<RefundId>` accept a reference), `FromStr` (which never fails), `Display`, `Debug`, `AsRef<str>`, `Serialize`,
/// `Deserialize` (from a string or an integer) and [`FormValue`](crate::FormValue). Identifiers are never validated.
///
/// `id!(CardTokenId, sensitive)` is for identifiers that grant access, such as a chargeable token: their `Debug` shows
/// only the type. `Display` still writes the text.
#[macro_export]
macro_rules! id {
    ($name:ident) => {
        impl $crate::__private::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::core::fmt::Formatter<'_>) -> $crate::__private::core::fmt::Result {
                f.debug_tuple($crate::__private::core::stringify!($name)).field(&self.0).finish()
            }
        }

        $crate::id!(@common $name);
    };
    ($name:ident, sensitive) => {
        impl $crate::__private::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::core::fmt::Formatter<'_>) -> $crate::__private::core::fmt::Result {
                f.write_str($crate::__private::core::concat!($crate::__private::core::stringify!($name), "([redacted])"))
            }
        }

        $crate::id!(@common $name);
    };
    (@common $name:ident) => {
        impl $name {
            /// Returns the identifier as text, exactly as received.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl $crate::__private::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self($crate::IdText::from(text))
            }
        }

        impl $crate::__private::core::convert::From<&$name> for $name {
            #[inline]
            fn from(id: &$name) -> Self {
                $crate::__private::core::clone::Clone::clone(id)
            }
        }

        $crate::__text_impls!($name, id_of, Self($crate::__private::Blank::blank()), &[]);
    };
}
