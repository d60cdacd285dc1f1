//! Shares of a payment for other accounts. They are shown on the payment; transfers are not modelled.

use centralpay_model::{CreateTransaction, Transaction, TransactionTransfer, TransferRequest};
use payspec_core::Amount;

use super::chosen;
use super::refusal::Refusal;
use crate::engine::step::Step;

/// Checks the shares that a payment asks for.
pub(super) fn check(step: &mut Step<'_>, params: &CreateTransaction) -> Result<(), Refusal> {
    let shares = params.transfer.as_deref().unwrap_or_default();
    if shares.is_empty() {
        return Ok(());
    }
    step.chose(chosen::TRANSFERS_OF_A_PAYMENT);
    let sum: i128 = shares.iter().map(|share| i128::from(share.amount.minor())).sum();
    if sum > i128::from(params.amount.minor()) {
        return Err(Refusal::of("transfer", "the shares are more than the amount of the payment"));
    }
    let mut references: Vec<&str> = shares.iter().filter_map(|share| share.merchant_transfer_id.as_deref()).collect();
    let asked = references.len();
    references.sort_unstable();
    references.dedup();
    let is_known = |share: &TransactionTransfer| {
        share.merchant_transfer_id.as_deref().is_some_and(|known| references.binary_search(&known).is_ok())
    };
    let is_repeated = references.len() < asked
        || step.all::<Transaction>().any(|payment| payment.transaction_transfers.iter().flatten().any(&is_known));
    if is_repeated {
        return Err(Refusal::of("transfer", "a reference of a transfer was used before"));
    }
    Ok(())
}

/// The shares as the payment shows them.
pub(super) fn shown(asked: Option<Vec<TransferRequest>>) -> Vec<TransactionTransfer> {
    let share = |asked: TransferRequest| {
        let mut share = TransactionTransfer::new();
        share.destination_wallet_id = Some(asked.destination_wallet_id);
        share.amount = Some(asked.amount);
        share.fee = Some(asked.fee.unwrap_or(Amount::from_minor(0)));
        share.escrow_date = asked.escrow_date;
        share.merchant_transfer_id = asked.merchant_transfer_id;
        share
    };
    asked.into_iter().flatten().map(share).collect()
}
