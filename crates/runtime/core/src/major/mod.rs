//! Amounts in major units: `10.00` for 1000 cents.
//!
//! In Rust an amount is in minor units ([`Amount`](crate::Amount)). How many decimals it has on the wire depends on the
//! currency in the same object, so the object that contains both reads and writes it. For generated code. The caller
//! passes the number of decimals, because currency tables are not part of this crate.

mod read;
mod write;

pub use read::{DecimalAmount, Decimals, MemberError, fill_converted, read_amount};
pub use write::{Amounts, Major};

/// The format of an amount: its number of decimals, as text or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountFormat {
    /// The number of decimals of the currency. `None` if it is not known: the currency is missing, not in the table, or
    /// has no decimals there.
    pub decimals: Option<u8>,
    /// Whether it is a number in JSON rather than a string.
    pub is_number: bool,
}
