//! The initial values of fields.

use serde_json::Value;

#[cfg(all(feature = "server", feature = "testing"))]
use crate::server::made::{self, Random};
use crate::{Amount, CardNumber, DateTime, Decimal, Empty, IdText, Map, Metadata, Page, Secret, UnreadableMembers};

/// The initial value of a field. That of a required field is never visible: decoding fails unless it is replaced.
pub trait Blank {
    fn blank() -> Self;

    /// Makes up a value, for tests of decoding.
    #[cfg(all(feature = "server", feature = "testing"))]
    fn made(random: &mut Random) -> Self
    where
        Self: Sized;
}

/// Expands to its content if requests can be decoded.
#[cfg(feature = "server")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_server {
    ($($content:tt)*) => { $($content)* };
}

/// Expands to nothing, because the feature `server` is not on.
#[cfg(not(feature = "server"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_server {
    ($($content:tt)*) => {};
}

/// Expands to its content if values can be made up, which only tests of decoding do.
#[cfg(all(feature = "server", feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_made {
    ($($content:tt)*) => { $($content)* };
}

/// Expands to nothing, because the features `server` and `testing` are not both on.
#[cfg(not(all(feature = "server", feature = "testing")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_made {
    ($($content:tt)*) => {};
}

macro_rules! made {
    ($make:path) => {
        #[cfg(all(feature = "server", feature = "testing"))]
        fn made(random: &mut Random) -> Self {
            $make(random)
        }
    };
}

impl<T: Blank> Blank for Option<T> {
    fn blank() -> Self {
        None
    }

    made!(made::option);
}

impl<T: Blank> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    made!(made::list);
}

impl<T: Blank> Blank for Map<T> {
    fn blank() -> Self {
        Self::new()
    }

    made!(made::map);
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    #[cfg(all(feature = "server", feature = "testing"))]
    fn made(random: &mut Random) -> Self {
        Self::new(T::made(random))
    }
}

macro_rules! blanks {
    ($($ty:ty = $blank:expr, $make:path;)*) => {
        $(
            impl Blank for $ty {
                fn blank() -> Self {
                    $blank
                }

                made!($make);
            }
        )*
    };
}

blanks! {
    String = String::new(), made::text;
    i64 = 0, made::integer;
    bool = false, made::boolean;
    Value = Value::Null, made::value;
    Amount = Amount::from_minor(0), made::amount;
    CardNumber = CardNumber::from(""), made::card_number;
    Secret = Secret::from(""), made::secret;
    DateTime = DateTime::blank_text(), made::date;
    Decimal = Decimal::blank_digits(), made::decimal;
    IdText = IdText::blank_text(), made::id;
    Metadata = Metadata::new(), made::metadata;
}

impl Blank for Empty {
    fn blank() -> Self {
        Self
    }

    #[cfg(all(feature = "server", feature = "testing"))]
    fn made(_: &mut Random) -> Self {
        Self
    }
}

impl<T: Blank> Blank for Page<T> {
    fn blank() -> Self {
        Self::default()
    }

    made!(made::page);
}

/// Only recovery sets members aside.
impl Blank for UnreadableMembers {
    fn blank() -> Self {
        Self::default()
    }

    #[cfg(all(feature = "server", feature = "testing"))]
    fn made(_: &mut Random) -> Self {
        Self::default()
    }
}
