//! Refunds of cleared card payments.

use centralpay_model::{
    CancelRefund, CaptureStatus, CreateRefund, EventType, GetRefund, Refund, RefundStatus, SearchRefund, UpdateRefund,
};
use payspec_core::{Amount, Operation};

use super::dates::date_time;
use super::events::tell;
use super::handlers::Done;
use super::life::{self, replace, show_refund};
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::transactions::{code_of, find as find_payment};
use super::{chosen, disputes};
use crate::engine::ledger::Account;
use crate::engine::objects::Object;
use crate::engine::status::change;
use crate::engine::step::Step;

/// What a merchant can only wait for.
const UNTIL_CLEARED: &str = "the payment is cleared 24 hours after its capture; a sandbox's clock can be advanced: POST \
                             /control/worlds/{world}/clock/advance with seconds=86400";

impl Object for Refund {
    const KIND: &'static str = "centralpay.refund";

    fn id(&self) -> &str {
        self.refund_id.as_str()
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateRefund) -> Result<Done<Refund>, Refusal> {
    let Some(transaction) = params.transaction_id.clone().filter(|id| !id.as_str().is_empty()) else {
        return Err(Refusal::parameter(CreateRefund::SPEC.id, "sctTransactionId"));
    };
    let mut payment = find_payment(step, transaction.as_str())?;
    if let Err(violations) = params.validate_against_transaction(&payment) {
        if payment.capture_status == Some(CaptureStatus::Captured) {
            step.hint(UNTIL_CLEARED);
        }
        return Err(violations.into());
    }
    let minor = |amount: Option<Amount>| amount.map_or(0, Amount::minor);
    let taken = minor(payment.amount_refunded).saturating_add(disputes::disputed(&payment));
    let left = minor(payment.amount_captured).saturating_sub(taken).max(0);
    if payment.dispute.is_some() {
        step.chose(chosen::REFUND_OF_A_DISPUTED_PAYMENT);
    }
    let amount = params.amount.map_or(left, Amount::minor);
    step.chose(chosen::REFUND_TOTAL);
    if amount > left || amount < 1 {
        return Err(Refusal::of("amount", format!("{left} of the payment can be refunded")));
    }
    let currency = code_of(payment.currency.as_ref());
    check_funds(step, currency, amount)?;
    let mut refund = Refund::new(step.random().uuid());
    refund.creation_date = Some(date_time(step.now()));
    refund.transaction_id = Some(transaction.clone());
    refund.merchant_refund_id = params.merchant_refund_id;
    refund.currency.clone_from(&payment.currency);
    refund.amount = Some(Amount::from_minor(amount));
    refund.payout_currency.clone_from(&payment.payout_currency);
    refund.payout_amount = refund.amount;
    refund.commission = Some(Amount::from_minor(0));
    refund.fee = Some(Amount::from_minor(0));
    refund.description = params.description;
    refund.movement_id = Some(step.random().uuid().into());
    refund.additional_data = Some(params.additional_data.unwrap_or_default());
    change(&mut refund.status, RefundStatus::Uncleared)?;
    life::book_refund(step, &refund, false);
    step.later(step.now() + life::UNTIL_CLEARED, &life::CLEAR_REFUND, refund.refund_id.as_str());
    show_refund(&mut payment, &refund);
    tell(step, &EventType::RefundCreated, refund.refund_id.as_str(), &refund, None)?;
    tell(step, &EventType::TransactionRefunded, transaction.as_str(), &payment, None)?;
    step.put(payment);
    step.put(refund.clone());
    Ok(refund.into())
}

/// Checks that the merchant's account can pay an amount in minor units.
pub(super) fn check_funds(step: &mut Step<'_>, currency: &str, amount: i64) -> Result<(), Refusal> {
    let wallet = Account::Wallet(Merchant::of(step.world()).wallet_id);
    let balance = step.world().ledger().balance(&wallet, currency);
    if balance < amount {
        step.chose(chosen::REFUND_WITHOUT_FUNDS);
        return Err(Refusal::of("amount", format!("the account has {balance} {currency} in minor units")));
    }
    Ok(())
}

pub(super) fn get(step: &mut Step<'_>, params: GetRefund) -> Result<Done<Refund>, Refusal> {
    Ok(find(step, params.refund_id.as_str())?.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchRefund) -> Vec<Refund> {
    let is_found = |refund: &Refund| {
        (params.transaction_id.is_none() || refund.transaction_id == params.transaction_id)
            && (params.sct_transaction_id.is_none() || refund.sct_transaction_id == params.sct_transaction_id)
            && (params.merchant_refund_id.is_none() || refund.merchant_refund_id == params.merchant_refund_id)
    };
    step.all::<Refund>().filter(|refund| is_found(refund)).map(|refund| Refund::clone(&refund)).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateRefund) -> Result<Done<Refund>, Refusal> {
    let before = find(step, params.refund_id.as_str())?;
    let mut refund = before.clone();
    replace(&mut refund.merchant_refund_id, params.merchant_refund_id);
    replace(&mut refund.description, params.description);
    replace(&mut refund.additional_data, params.additional_data);
    tell(step, &EventType::RefundUpdated, before.id(), &refund, Some(&before))?;
    keep(step, &refund)?;
    Ok(refund.into())
}

pub(super) fn cancel(step: &mut Step<'_>, params: CancelRefund) -> Result<Done<Refund>, Refusal> {
    let mut refund = find(step, params.refund_id.as_str())?;
    params.validate_against_refund(&refund)?;
    change(&mut refund.status, RefundStatus::Canceled)?;
    refund.cancellation_date = Some(date_time(step.now()));
    refund.cancel_movement_id = Some(step.random().uuid().into());
    life::book_refund(step, &refund, true);
    tell(step, &EventType::RefundCanceled, params.refund_id.as_str(), &refund, None)?;
    keep(step, &refund)?;
    Ok(refund.into())
}

/// Keeps a refund, also in the list of its payment.
fn keep(step: &mut Step<'_>, refund: &Refund) -> Result<(), Refusal> {
    if let Some(transaction) = &refund.transaction_id {
        let mut payment = find_payment(step, transaction.as_str())?;
        show_refund(&mut payment, refund);
        step.put(payment);
    }
    step.put(refund.clone());
    Ok(())
}

fn find(step: &Step<'_>, id: &str) -> Result<Refund, Refusal> {
    let refund = step.get::<Refund>(id).ok_or_else(|| Refusal::no("refund", id))?;
    Ok(Refund::clone(&refund))
}
