//! What happens to payments over time, and the steps from one status to the next.

use centralpay_model::{CaptureStatus, CardTokenStatus, EventType, Refund, RefundStatus, Transaction};
use payspec_core::Amount;

use super::card_tokens::KeptToken;
use super::dates::{date, date_time};
use super::events::tell;
use super::merchant::Merchant;
use super::request_shares as shares;
use super::transactions::code_of;
use crate::engine::failure::Failure;
use crate::engine::ledger::Account;
use crate::engine::status::change;
use crate::engine::step::Step;
use crate::engine::world::Task;

/// The time from a capture or a refund to its clearing.
pub(super) const UNTIL_CLEARED: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

/// A card token that was not used in time.
pub(super) static EXPIRE_TOKEN: Task = Task { name: "card-token.expire", run: expire_token };

/// An authorised payment that was not captured in time.
pub(super) static EXPIRE: Task = Task { name: "transaction.expire", run: expire };

/// The debit of a captured payment.
pub(super) static CLEAR: Task = Task { name: "transaction.clear", run: clear };

/// The credit of a refund.
pub(super) static CLEAR_REFUND: Task = Task { name: "refund.clear", run: clear_refund };

/// Replaces a value by one that was sent.
pub(super) fn replace<T>(value: &mut Option<T>, sent: Option<T>) {
    if sent.is_some() {
        *value = sent;
    }
}

/// Captures an amount of a payment.
pub(super) fn capture(step: &mut Step<'_>, payment: &mut Transaction, amount: Amount) -> Result<(), Failure> {
    change(&mut payment.capture_status, CaptureStatus::Captured)?;
    payment.amount_captured = Some(amount);
    payment.payout_amount = Some(amount);
    let rest = payment.amount.map_or(0, Amount::minor).saturating_sub(amount.minor());
    payment.residual_amount = Some(Amount::from_minor(rest));
    payment.capture_date = Some(date_time(step.now()));
    payment.movement_id = Some(step.random().uuid().into());
    payment.arn = Some(step.random().text(b"0123456789", 23));
    let (id, currency) = of(payment);
    step.book(&id, &currency, amount.minor(), Account::Issuers, Account::InTransit);
    step.later(step.now() + UNTIL_CLEARED, &CLEAR, &id);
    Ok(())
}

/// Cancels a payment that is not cleared.
pub(super) fn cancel(step: &mut Step<'_>, payment: &mut Transaction) -> Result<(), Failure> {
    let now = Some(date_time(step.now()));
    if payment.capture_status == Some(CaptureStatus::Captured) {
        payment.capture_cancellation_date = now;
        let (id, currency) = of(payment);
        let captured = payment.amount_captured.map_or(0, Amount::minor);
        step.book(&id, &currency, captured, Account::InTransit, Account::Issuers);
    } else {
        payment.authorization_cancellation_date = now;
    }
    change(&mut payment.capture_status, CaptureStatus::Canceled)?;
    payment.cancel_movement_id = Some(step.random().uuid().into());
    Ok(())
}

/// Books a refund from the merchant's account, or back to it.
pub(super) fn book_refund(step: &mut Step<'_>, refund: &Refund, is_undone: bool) {
    let wallet = Account::Wallet(Merchant::of(step.world()).wallet_id);
    let (from, to) = if is_undone { (Account::InTransit, wallet) } else { (wallet, Account::InTransit) };
    let (currency, amount) = money_of(refund);
    step.book(refund.refund_id.as_str(), &currency, amount, from, to);
}

/// Replaces a refund in the list of its payment, and counts what is refunded.
pub(super) fn show_refund(payment: &mut Transaction, refund: &Refund) {
    let refunds = payment.refunds.get_or_insert_default();
    match refunds.iter_mut().find(|known| known.refund_id == refund.refund_id) {
        Some(known) => known.clone_from(refund),
        None => refunds.push(refund.clone()),
    }
    let counts = |refund: &&Refund| !matches!(refund.status, Some(RefundStatus::Canceled | RefundStatus::Failure));
    let refunded = refunds.iter().filter(counts).map(|refund| refund.amount.map_or(0, Amount::minor)).sum();
    payment.amount_refunded = Some(Amount::from_minor(refunded));
    payment.refunded = Some(refunded > 0);
}

fn of(payment: &Transaction) -> (String, String) {
    (payment.transaction_id.as_str().to_owned(), code_of(payment.currency.as_ref()).to_owned())
}

fn money_of(refund: &Refund) -> (String, i64) {
    (code_of(refund.currency.as_ref()).to_owned(), refund.amount.map_or(0, Amount::minor))
}

fn expire_token(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(kept) = step.get::<KeptToken>(id) else { return Ok(()) };
    if kept.token.status == Some(CardTokenStatus::Unused) {
        let mut kept = KeptToken::clone(&kept);
        change(&mut kept.token.status, CardTokenStatus::Expired)?;
        step.put(kept);
    }
    Ok(())
}

fn expire(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(payment) = step.get::<Transaction>(id) else { return Ok(()) };
    if payment.capture_status == Some(CaptureStatus::Uncaptured) {
        let mut payment = Transaction::clone(&payment);
        change(&mut payment.capture_status, CaptureStatus::Expired)?;
        tell(step, &EventType::TransactionExpired, id, &payment, None)?;
        step.put(payment.clone());
        shares::processed(step, &payment)?;
    }
    Ok(())
}

fn clear(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(payment) = step.get::<Transaction>(id) else { return Ok(()) };
    if payment.capture_status == Some(CaptureStatus::Captured) {
        let mut payment = Transaction::clone(&payment);
        change(&mut payment.capture_status, CaptureStatus::Cleared)?;
        payment.clearing_date = Some(date(step.now()));
        payment.clearing_number = Some(step.random().text(b"0123456789", 6));
        let (_, currency) = of(&payment);
        let wallet = Account::Wallet(Merchant::of(step.world()).wallet_id);
        let captured = payment.amount_captured.map_or(0, Amount::minor);
        step.book(id, &currency, captured, Account::InTransit, wallet);
        step.put(payment);
    }
    Ok(())
}

fn clear_refund(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(refund) = step.get::<Refund>(id) else { return Ok(()) };
    if refund.status == Some(RefundStatus::Uncleared) {
        let mut refund = Refund::clone(&refund);
        change(&mut refund.status, RefundStatus::Cleared)?;
        refund.clearing_date = Some(date(step.now()));
        let (currency, amount) = money_of(&refund);
        step.book(id, &currency, amount, Account::InTransit, Account::Issuers);
        if let Some(payment) = refund.transaction_id.as_ref().and_then(|id| step.get::<Transaction>(id.as_str())) {
            let mut payment = Transaction::clone(&payment);
            show_refund(&mut payment, &refund);
            step.put(payment);
        }
        step.put(refund);
    }
    Ok(())
}
