//! Amounts that an API writes in major units: `10.00` for 1000 cents.
//!
//! In Rust an amount is in minor units ([`Amount`](crate::Amount)); how many decimals it has on the wire depends on the
//! currency beside it, so it is read and written by the object that has both. Generated code does that with what is here.
//! The number of decimals comes from the caller, as the tables of currencies are not in this crate.

mod read;
mod write;

pub use read::{DecimalAmount, Decimals, MemberError, fill_converted, read_amount};
pub use write::{Amounts, Major};

/// How an amount is written: with so many decimals, as a text or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountFormat {
    /// As many decimals as the currency has. `None` where nobody knows: there is no currency, or one that the table does
    /// not have or gives no decimals.
    pub decimals: Option<u8>,
    /// It is a number in JSON, and otherwise text.
    pub is_number: bool,
}
