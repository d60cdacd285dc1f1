//! Enums that may grow: a value that this version does not know is kept rather than rejected.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::printable::Short;

/// The wire text of a value that this version does not know.
///
/// It cannot be constructed outside this crate's macros, so an enum made with [`open_enum!`](crate::open_enum) contains
/// it only after reading a text that matches no variant: code that matches on a known variant never misses a value that
/// was constructed as `Unrecognized`.
///
/// Cloning is cheap: the text is shared.
#[derive(Clone)]
pub struct UnknownValue(Text);

/// A received text, or a constant.
#[derive(Clone)]
enum Text {
    Shared(Arc<str>),
    Static(&'static str),
}

impl UnknownValue {
    /// Returns the text as received.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Shared(text) => text,
            Text::Static(text) => text,
        }
    }

    /// Creates a constant, for codes that an API adds to those of a table.
    pub(crate) const fn constant(text: &'static str) -> Self {
        Self(Text::Static(text))
    }
}

impl PartialEq for UnknownValue {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for UnknownValue {}

impl Hash for UnknownValue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Short(self.as_str()).fmt(f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Returns the initial value of a required field.
#[doc(hidden)]
pub const fn no_value() -> UnknownValue {
    UnknownValue::constant("")
}

/// Creates an unknown value from received text, for the macros.
#[doc(hidden)]
pub fn unknown(text: &str) -> UnknownValue {
    UnknownValue(Text::Shared(Arc::from(text)))
}

/// Implements the methods and traits of an enum whose values are texts on the wire and may grow.
///
/// The enum is declared by hand (or by the generator), so that its documentation, derives and attributes are visible
/// where it is defined. It derives `Clone, PartialEq, Eq, Hash`, and its last variant is `Unrecognized(UnknownValue)`:
///
/// ```
/// /// Whether the money was taken.
/// #[derive(Clone, PartialEq, Eq, Hash)]
/// #[non_exhaustive]
/// pub enum CaptureStatus {
///     /// The amount was taken.
///     Captured,
///     /// The amount is only reserved.
///     Uncaptured,
///     /// A value this version does not know; it keeps its wire text.
///     Unrecognized(payspec_core::UnknownValue),
/// }
/// payspec_core::open_enum!(CaptureStatus { Captured = "CAPTURED", Uncaptured = "UNCAPTURED" });
///
/// assert_eq!(CaptureStatus::from("CAPTURED"), CaptureStatus::Captured);
/// let new = CaptureStatus::from("REVERSED");
/// assert!(!new.is_known());
/// assert_eq!(new.as_str(), "REVERSED");
/// assert_eq!(CaptureStatus::KNOWN.len(), 2);
/// assert_eq!(CaptureStatus::WIRE_VALUES, ["CAPTURED", "UNCAPTURED"]);
/// ```
///
/// A value with several spellings names the usual one first: `Canceled = "CANCEL" | "CANCELLED"` reads both and writes
/// the first.
///
/// The macro adds `KNOWN`, `WIRE_VALUES` (their texts), `as_str`, `is_known`, `From<&str>`, `From<String>`, `FromStr` (which never
/// fails), `Display` (the wire text), `Debug` (the wire text; `Unrecognized("...")` for an unknown one),
/// `AsRef<str>`, `Serialize`, `Deserialize` (from a string, number or boolean) and
/// [`FormValue`](crate::FormValue).
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal $(| $also:literal)*),* $(,)? }) => {
        #[allow(deprecated)]
        impl $name {
            /// All values that this version knows, in the order of definition.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The texts of these values on the wire, in the same order.
            pub const WIRE_VALUES: &'static [&'static str] = &[$($text),*];

            /// Returns the wire text of this value.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }

            /// Returns `true` if this version knows the value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !$crate::__private::core::matches!(self, Self::Unrecognized(_))
            }
        }

        #[allow(deprecated)]
        impl $crate::__private::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text $(| $also)* => Self::$variant,)*
                    other => Self::Unrecognized($crate::__private::unknown(other)),
                }
            }
        }

        #[allow(deprecated)]
        impl $crate::__private::core::fmt::Debug for $name {
            #[inline]
            fn fmt(
                &self,
                f: &mut $crate::__private::core::fmt::Formatter<'_>,
            ) -> $crate::__private::core::fmt::Result {
                match self {
                    Self::Unrecognized(value) => f.debug_tuple("Unrecognized").field(value).finish(),
                    known => f.write_str(known.as_str()),
                }
            }
        }

        $crate::__text_impls!($name, code_of, Self::Unrecognized($crate::__private::no_value()), Self::WIRE_VALUES);
    };
}

/// Trait implementations shared by enums, IDs and codes; each type provides `as_str` and `From<&str>`. They are
/// `#[inline]`: a model has a hundred such types, and a program uses a few.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_impls {
    ($name:ident, $read:ident, $blank:expr, $known:expr) => {
        impl $crate::__private::core::convert::From<$crate::__private::std::string::String> for $name {
            #[inline]
            fn from(text: $crate::__private::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl $crate::__private::core::str::FromStr for $name {
            type Err = $crate::__private::core::convert::Infallible;

            #[inline]
            // Not `Self::Err`: the enum may have a variant of that name.
            fn from_str(
                text: &str,
            ) -> $crate::__private::core::result::Result<Self, $crate::__private::core::convert::Infallible> {
                $crate::__private::core::result::Result::Ok(Self::from(text))
            }
        }

        impl $crate::__private::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::core::fmt::Formatter<'_>) -> $crate::__private::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::__private::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $crate::FormValue for $name {
            #[inline]
            fn form_value(&self) -> $crate::__private::std::borrow::Cow<'_, str> {
                $crate::__private::std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_scalar(deserializer)
            }
        }

        impl $crate::__private::FromScalar for $name {
            #[inline]
            fn from_scalar(
                scalar: $crate::__private::Scalar<'_>,
            ) -> $crate::__private::core::result::Result<Self, $crate::__private::std::string::String> {
                let text = $crate::__private::$read(scalar, $crate::__private::core::stringify!($name))?;
                $crate::__private::core::result::Result::Ok(Self::from(&*text))
            }
        }

        impl $crate::__private::Blank for $name {
            #[inline]
            fn blank() -> Self {
                $blank
            }

            $crate::__if_made! {
                fn made(random: &mut $crate::server::Random) -> Self {
                    Self::from(random.word($known).as_str())
                }
            }
        }
    };
}
