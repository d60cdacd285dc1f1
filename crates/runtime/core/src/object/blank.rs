//! The initial values of fields.

use serde_json::Value;

use crate::{Amount, CardNumber, DateTime, Decimal, IdText, Map, Metadata, Secret, UnreadableMembers};

/// The initial value of a field. That of a required field is never visible: decoding fails unless it is replaced.
pub trait Blank {
    fn blank() -> Self;
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for Map<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}

macro_rules! blanks {
    ($($ty:ty = $blank:expr;)*) => {
        $(
            impl Blank for $ty {
                fn blank() -> Self {
                    $blank
                }
            }
        )*
    };
}

blanks! {
    String = String::new();
    i64 = 0;
    bool = false;
    Value = Value::Null;
    Amount = Amount::from_minor(0);
    CardNumber = CardNumber::from("");
    Secret = Secret::from("");
    DateTime = DateTime::blank_text();
    Decimal = Decimal::blank_digits();
    IdText = IdText::blank_text();
    Metadata = Metadata::new();
    UnreadableMembers = UnreadableMembers::default();
}
