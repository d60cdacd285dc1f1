//! The amount that arrives from a transfer.
//!
//! A transfer moves an amount to another account, possibly minus a fee; the recipient sees both (“Transfert
//! indépendant”). The fee is deducted from the amount. If the account has another currency, the response has a `rate`.
//!
//! ```
//! use payspec::centralpay::Amount;
//! use payspec::centralpay::transfers::{Outgoing, exchanged};
//!
//! // The documentation's example: of 100 with a fee of 30, 70 arrive.
//! let transfer = Outgoing { amount: Amount::from_minor(100), fee: Amount::from_minor(30) };
//! assert_eq!(transfer.net()?, Amount::from_minor(70));
//! assert_eq!(exchanged(Amount::from_minor(140), &"1".parse()?)?, Amount::from_minor(140));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

use payspec_core::Amount;

use crate::Decimal;
use crate::number::Number;

/// The amount and the fee of a transfer, a payout or the reversal of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing {
    /// The amount that leaves the account.
    pub amount: Amount,
    /// The fee, which is deducted from the amount.
    pub fee: Amount,
}

impl Outgoing {
    /// Returns the amount that arrives: the amount minus the fee.
    ///
    /// # Errors
    ///
    /// Returns an error if the fee is negative or greater than the amount.
    pub const fn net(self) -> Result<Amount, TransferError> {
        let Self { amount, fee } = self;
        if fee.minor() < 0 || fee.minor() > amount.minor() {
            return Err(TransferError::Fee);
        }
        match amount.checked_sub(fee) {
            Some(net) => Ok(net),
            None => Err(TransferError::TooLarge),
        }
    }
}

/// Returns the amount in the currency of the other account (`exchangedAmount`): the amount times `rate`.
///
/// All samples have a rate of 1 and a fee of 0. So it is not known whether the platform converts the amount before or
/// after the fee, nor how it rounds; a product that is not an integer number of minor units is therefore an error here,
/// and the `exchangedAmount` in the response is authoritative.
///
/// # Errors
///
/// Returns an error if the rate is not a positive decimal number of up to 18 digits, or if the product is not an
/// integer or does not fit.
pub fn exchanged(amount: Amount, rate: &Decimal) -> Result<Amount, TransferError> {
    let rate: Number = rate.as_str().parse().map_err(|_| TransferError::Rate)?;
    if rate.unscaled() <= 0 {
        return Err(TransferError::Rate);
    }
    let product = i128::from(amount.minor()) * i128::from(rate.unscaled());
    let unit = 10_i128.pow(u32::from(rate.scale()));
    let fit = |number: i128| i64::try_from(number).map(Amount::from_minor).map_err(|_| TransferError::TooLarge);
    let below = product.div_euclid(unit);
    if product.rem_euclid(unit) == 0 {
        fit(below)
    } else {
        Err(TransferError::NotWhole { below: fit(below)?, above: fit(below + 1)? })
    }
}

/// The reason why the amounts of a transfer are not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferError {
    /// The fee is negative or greater than the amount.
    Fee,
    /// The rate is not a positive decimal number of up to 18 digits.
    Rate,
    /// The product is between two minor units, and the platform's rounding is not documented.
    NotWhole {
        /// The next lower integer.
        below: Amount,
        /// The next higher integer.
        above: Amount,
    },
    /// The result does not fit into 64 bits.
    TooLarge,
}

impl fmt::Display for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fee => f.write_str("the fee must be neither negative nor greater than the amount"),
            Self::Rate => f.write_str("an exchange rate must be a positive decimal number of up to 18 digits"),
            Self::NotWhole { below, above } => write!(
                f,
                "the amount is between {below} and {above} minor units; the platform's rounding is not \
                 documented, so use the amount in its response"
            ),
            Self::TooLarge => f.write_str("the amount is too large"),
        }
    }
}

impl std::error::Error for TransferError {}
