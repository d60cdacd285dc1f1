//! What is left of a payment to give back.
//!
//! The rules of [`CreateRefund`](crate::model::CreateRefund) look at one refund: none is above what was captured. What
//! earlier refunds have left is told here.
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

/// Returns how much of a payment can still be refunded: what was captured less what was refunded, and nothing when more
/// was refunded than captured.
///
/// `None` when the payment does not tell both amounts. It says nothing of whether a refund is possible at all: that is
/// [`validate_against_transaction`](crate::model::CreateRefund::validate_against_transaction).
pub fn left(payment: &Transaction) -> Option<Amount> {
    let left = payment.amount_captured?.checked_sub(payment.amount_refunded?)?;
    Some(left.max(Amount::ZERO))
}
