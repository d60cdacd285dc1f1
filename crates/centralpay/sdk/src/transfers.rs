//! What arrives of a transfer.
//!
//! A transfer moves an amount to another account and may keep a fee back; the one who gets it sees both (“Transfert
//! indépendant”). The fee comes off the amount. Where the account is in another currency, the answer has a `rate`.
//!
//! ```
//! use payspec::centralpay::Amount;
//! use payspec::centralpay::transfers::{Outgoing, exchanged};
//!
//! // The document's example: 100 with a fee of 30 bring 70.
//! let transfer = Outgoing { amount: Amount::from_minor(100), fee: Amount::from_minor(30) };
//! assert_eq!(transfer.net()?, Amount::from_minor(70));
//! assert_eq!(exchanged(Amount::from_minor(140), &"1".parse()?)?, Amount::from_minor(140));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

use payspec_core::Amount;

use crate::Decimal;
use crate::number::Number;

/// What is sent, and what is kept back of it: of a transfer, a payout or the reversal of a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing {
    /// What leaves the account.
    pub amount: Amount,
    /// The fee, which comes off the amount.
    pub fee: Amount,
}

impl Outgoing {
    /// Returns what arrives: the amount without the fee.
    ///
    /// # Errors
    ///
    /// When the fee is below zero or above the amount.
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
/// All samples have a rate of 1 and a fee of 0. So it is not known whether the platform takes the amount before or
/// after the fee, nor how it rounds; a product that is not a whole number of minor units is therefore an error here,
/// and the `exchangedAmount` of the answer is what counts.
///
/// # Errors
///
/// When the rate is no decimal number of up to 18 digits above zero, or the product is not whole or does not fit.
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

/// Why the amounts of a transfer do not work out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferError {
    /// The fee is below zero or above the amount.
    Fee,
    /// The rate is no decimal number of up to 18 digits above zero.
    Rate,
    /// The product lies between two minor units, and how the platform rounds is not documented.
    NotWhole {
        /// The next whole number below.
        below: Amount,
        /// The next whole number above.
        above: Amount,
    },
    /// The result does not fit into 64 bits.
    TooLarge,
}

impl fmt::Display for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fee => f.write_str("the fee comes off the amount: it is neither below zero nor above the amount"),
            Self::Rate => f.write_str("a rate of exchange is a decimal number of up to 18 digits above zero"),
            Self::NotWhole { below, above } => write!(
                f,
                "the amount comes to lie between {below} and {above} minor units; how the platform rounds is not \
                 documented, so take the amount of its answer"
            ),
            Self::TooLarge => f.write_str("the amount is too large"),
        }
    }
}

impl std::error::Error for TransferError {}
