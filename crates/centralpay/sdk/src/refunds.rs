//! The refundable amount of a payment.
//!
//! The rules of [`CreateRefund`](crate::model::CreateRefund) check a single refund: it must not exceed the captured
//! amount. This module takes earlier refunds into account.
//!
//! ```
//! use payspec::centralpay::model::{CreateRefund, Transaction};
//! use payspec::centralpay::{Amount, refunds};
//!
//! let json = r#"{"transactionId":"t-1","captureStatus":"CLEARED","amountCaptured":1500,"amountRefunded":1000}"#;
//! let payment: Transaction = serde_json::from_str(json)?; // read it right before
//! let left = refunds::left(&payment).ok_or("the payment does not say what was refunded")?;
//! assert_eq!(left, Amount::from_minor(500));
//!
//! let params = CreateRefund::new().transaction_id(payment.transaction_id.clone()).amount(left);
//! params.validate_against_transaction(&payment)?; // send it with client.refunds().create(params)
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use centralpay_model::Transaction;
use payspec_core::Amount;

/// Returns the amount of a payment that can still be refunded: the captured amount minus the refunded amount, or zero
/// if more was refunded than captured.
///
/// Returns `None` if the payment lacks one of the amounts. Whether a refund is possible at all is a separate question:
/// see [`validate_against_transaction`](crate::model::CreateRefund::validate_against_transaction).
pub fn left(payment: &Transaction) -> Option<Amount> {
    let left = payment.amount_captured?.checked_sub(payment.amount_refunded?)?;
    Some(left.max(Amount::ZERO))
}
