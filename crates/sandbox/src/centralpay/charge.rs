//! Payments that the platform makes by itself: those of subscriptions and instalments.

use centralpay_model::{
    CardId, CreateTransaction, CreateTransactionRequired, Currency, CustomerId, Transaction, TransactionSource,
    TransactionStatus,
};
use payspec_core::Amount;

use super::cards;
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::three_ds::Proof;
use super::transactions::authorise;
use crate::engine::failure::Failure;
use crate::engine::step::Step;

/// A payment of a series: who pays, by which card.
#[derive(Debug)]
pub(super) struct Charge {
    pub(super) amount: Amount,
    pub(super) currency: Currency,
    pub(super) customer: CustomerId,
    pub(super) card: CardId,
    pub(super) end_user_ip: Option<String>,
}

/// Charges a stored card. `mark` notes on the payment what it is for.
pub(super) fn charge(
    step: &mut Step<'_>,
    charge: Charge,
    mark: impl FnOnce(&mut Transaction),
) -> Result<Transaction, Failure> {
    let face = cards::find(step, charge.card.as_str()).map_err(unexpected)?.face;
    let mut params = CreateTransaction::new(CreateTransactionRequired {
        amount: charge.amount,
        currency: charge.currency,
        point_of_sale_id: Merchant::of(step.world()).point_of_sale_id.into(),
        end_user_ip: charge.end_user_ip.unwrap_or_default(),
    });
    params.customer_id = Some(charge.customer);
    params.card_id = Some(charge.card);
    params.source = Some(TransactionSource::ECommerce);
    authorise(step, params, &face, Proof::OfSeries, mark).map_err(unexpected)
}

/// Whether the bank has approved a payment.
pub(super) fn is_approved(payment: &Transaction) -> bool {
    payment.transaction_status == Some(TransactionStatus::Success)
}

/// Nobody is there to be refused: what cannot be done is a mistake of the sandbox.
fn unexpected(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Failed(failure) => failure,
        refusal => Failure::new(format!("a planned payment is refused: {refusal:?}")),
    }
}
