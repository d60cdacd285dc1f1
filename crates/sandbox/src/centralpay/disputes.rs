//! Disputes of card payments. Cardholders and their banks have no API, so they are raised and decided on demand.

use centralpay_model::{
    CardBrand, Dispute, DisputeReason, DisputeStatus, EventType, GetDispute, SearchDispute, Transaction, UpdateDispute,
    windows,
};
use payspec_core::{Amount, DateTime};
use serde::{Deserialize, Serialize};

use super::chosen;
use super::dates::{closes, date, date_time};
use super::events::tell;
use super::handlers::Done;
use super::life::replace;
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::transactions::{code_of, find as find_payment};
use crate::engine::failure::Failure;
use crate::engine::ledger::Account;
use crate::engine::objects::Object;
use crate::engine::status::{change, statuses};
use crate::engine::step::Step;
use crate::engine::time::Instant;
use crate::engine::world::{Task, World};

statuses!(DisputeStatus);

/// A dispute that was not answered in time.
pub(super) static LOSE: Task = Task { name: "dispute.lose", run: lose_unanswered };

/// A dispute, and what the merchant did about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptDispute {
    pub(super) dispute: Dispute,
    /// Until when it can be answered.
    until: Instant,
    is_answered: bool,
}

impl Object for KeptDispute {
    const KIND: &'static str = "centralpay.dispute";

    fn id(&self) -> &str {
        self.dispute.dispute_id.as_str()
    }
}

/// What happens to a dispute outside of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeAct {
    /// The merchant answers it in the portal, with proof that the payment is valid.
    Answer,
    /// The bank accepts the answer to a question.
    Close,
    /// The bank rejects the dispute, and its amount returns to the merchant.
    Win,
    /// The bank upholds the dispute.
    Lose,
}

/// Has the cardholder dispute a payment as fraudulent, all of it or an amount in minor units. Returns the identifier of
/// the dispute. A question about the payment becomes the dispute.
///
/// # Errors
///
/// The payment does not exist, is not cleared, or is disputed already; the time to dispute it is over; the amount is not
/// between 1 and what was captured.
pub fn raise_dispute(world: &mut World, transaction: &str, amount: Option<i64>) -> Result<String, Refusal> {
    raise_dispute_because(world, transaction, amount, DisputeReason::Fraudulent)
}

/// Has the cardholder dispute a payment for a reason. The vendor lists none, so any code is accepted.
///
/// # Errors
///
/// As for [`raise_dispute`].
pub fn raise_dispute_because(
    world: &mut World,
    transaction: &str,
    amount: Option<i64>,
    reason: DisputeReason,
) -> Result<String, Refusal> {
    act(world, |step| raise(step, transaction, amount, reason))
}

/// Has the cardholder's bank ask about a payment. Nothing is debited. Returns the identifier of the dispute.
///
/// # Errors
///
/// As for [`raise_dispute`].
pub fn question_payment(world: &mut World, transaction: &str) -> Result<String, Refusal> {
    act(world, |step| question(step, transaction))
}

/// Applies an event outside the API to a dispute.
///
/// # Errors
///
/// The dispute does not exist, its status does not allow it, or the time to answer is over.
pub fn act_on_dispute(world: &mut World, dispute: &str, what: DisputeAct) -> Result<(), Refusal> {
    act(world, |step| match what {
        DisputeAct::Answer => answer(step, dispute),
        DisputeAct::Close => close(step, dispute),
        DisputeAct::Win => decide(step, dispute, DisputeStatus::ChargebackWon),
        DisputeAct::Lose => decide(step, dispute, DisputeStatus::ChargebackLost),
    })
}

fn act<R>(world: &mut World, action: impl FnOnce(&mut Step<'_>) -> Result<R, Refusal>) -> Result<R, Refusal> {
    let mut step = Step::new(world);
    let result = action(&mut step)?;
    let changes = step.finish();
    world.commit(changes).map_err(|error| Refusal::Failed(Failure::new(error.to_string())))?;
    Ok(result)
}

fn raise(
    step: &mut Step<'_>,
    transaction: &str,
    amount: Option<i64>,
    reason: DisputeReason,
) -> Result<String, Refusal> {
    let payment = disputable(step, transaction)?;
    let captured = payment.amount_captured.map_or(0, Amount::minor);
    let amount = amount.unwrap_or(captured);
    if !(1..=captured).contains(&amount) {
        return Err(Refusal::of("amount", format!("expected 1 to {captured}, what was captured")));
    }
    let asked = of_payment(step, transaction);
    let mut kept = match &asked {
        Some(kept) if kept.dispute.status == Some(DisputeStatus::RetrievalNoticed) => kept.clone(),
        Some(_) => return Err(Refusal::of("transactionId", "the payment is disputed already")),
        None => begin(step, &payment),
    };
    change(&mut kept.dispute.status, DisputeStatus::ChargebackNoticed)?;
    kept.dispute.amount = Some(Amount::from_minor(amount));
    kept.dispute.reason = Some(reason);
    kept.dispute.movement_id = Some(step.random().uuid().into());
    kept.is_answered = false;
    kept.until = closes(windows::DISPUTE_ANSWER, step.now());
    step.later(kept.until, &LOSE, kept.id());
    let wallet = Account::Wallet(Merchant::of(step.world()).wallet_id);
    book(step, &kept.dispute, wallet, Account::Issuers);
    let kind = if asked.is_some() { EventType::DisputeUpdated } else { EventType::DisputeCreated };
    tell(step, &kind, kept.id(), &kept.dispute, asked.as_ref().map(|asked| &asked.dispute))?;
    keep(step, &kept)?;
    let payment = find_payment(step, transaction)?;
    tell(step, &EventType::TransactionDisputed, transaction, &payment, None)?;
    Ok(kept.id().to_owned())
}

fn question(step: &mut Step<'_>, transaction: &str) -> Result<String, Refusal> {
    let payment = disputable(step, transaction)?;
    if of_payment(step, transaction).is_some() {
        return Err(Refusal::of("transactionId", "the payment is disputed already"));
    }
    let mut kept = begin(step, &payment);
    change(&mut kept.dispute.status, DisputeStatus::RetrievalNoticed)?;
    kept.until = closes(windows::RETRIEVAL_ANSWER, step.now());
    tell(step, &EventType::DisputeCreated, kept.id(), &kept.dispute, None)?;
    keep(step, &kept)?;
    Ok(kept.id().to_owned())
}

/// A payment that its cardholder can still dispute.
fn disputable(step: &Step<'_>, transaction: &str) -> Result<Transaction, Refusal> {
    let payment = find_payment(step, transaction)?;
    if payment.clearing_date.is_none() {
        return Err(Refusal::of(
            "captureStatus",
            "only a cleared payment can be disputed; it is cleared 24 hours after its capture: advance the clock",
        ));
    }
    let is_cb = payment.card.as_ref().and_then(|card| card.commercial_brand.as_ref()) == Some(&CardBrand::Cb);
    let window = if is_cb { windows::CARD_DISPUTE_CB } else { windows::CARD_DISPUTE };
    let made = payment.creation_date.as_ref().and_then(DateTime::unix_seconds).unwrap_or_default();
    if step.now() >= closes(window, Instant::from_unix_millis(made.saturating_mul(1_000))) {
        return Err(Refusal::of("transactionId", "the time to dispute the payment is over"));
    }
    Ok(payment)
}

fn begin(step: &mut Step<'_>, payment: &Transaction) -> KeptDispute {
    let mut dispute = Dispute::new(step.random().uuid());
    dispute.creation_date = Some(date_time(step.now()));
    dispute.dispute_date = Some(date(step.now()));
    dispute.transaction_id = Some(payment.transaction_id.clone());
    dispute.amount = payment.amount_captured;
    dispute.currency.clone_from(&payment.currency);
    dispute.fee = Some(Amount::from_minor(0));
    dispute.reason = Some(DisputeReason::Fraudulent);
    dispute.additional_data = Some(payspec_core::Metadata::new());
    KeptDispute { dispute, until: step.now(), is_answered: false }
}

fn answer(step: &mut Step<'_>, id: &str) -> Result<(), Refusal> {
    let kept = find(step, id)?;
    let is_open =
        matches!(kept.dispute.status, Some(DisputeStatus::RetrievalNoticed | DisputeStatus::ChargebackNoticed));
    if !is_open || step.now() >= kept.until {
        return Err(Refusal::of("status", "the time to answer is over, or the dispute is decided"));
    }
    step.put(KeptDispute { is_answered: true, ..kept });
    Ok(())
}

fn close(step: &mut Step<'_>, id: &str) -> Result<(), Refusal> {
    let kept = find(step, id)?;
    if kept.dispute.status != Some(DisputeStatus::RetrievalNoticed) || !kept.is_answered {
        return Err(Refusal::of("status", "only a question that was answered is closed"));
    }
    settle(step, kept, DisputeStatus::RetrievalClose)
}

fn decide(step: &mut Step<'_>, id: &str, verdict: DisputeStatus) -> Result<(), Refusal> {
    let kept = find(step, id)?;
    if kept.dispute.status != Some(DisputeStatus::ChargebackNoticed) {
        return Err(Refusal::of("status", "only a dispute that was noticed is decided"));
    }
    settle(step, kept, verdict)
}

/// Ends a dispute, and returns its amount if it was won.
fn settle(step: &mut Step<'_>, mut kept: KeptDispute, status: DisputeStatus) -> Result<(), Refusal> {
    let before = kept.dispute.clone();
    if status == DisputeStatus::ChargebackWon {
        kept.dispute.won_movement_id = Some(step.random().uuid().into());
        let wallet = Account::Wallet(Merchant::of(step.world()).wallet_id);
        book(step, &kept.dispute, Account::Issuers, wallet);
    }
    change(&mut kept.dispute.status, status)?;
    tell(step, &EventType::DisputeUpdated, kept.id(), &kept.dispute, Some(&before))?;
    keep(step, &kept)
}

fn lose_unanswered(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(kept) = step.get::<KeptDispute>(id) else { return Ok(()) };
    if kept.dispute.status == Some(DisputeStatus::ChargebackNoticed) && !kept.is_answered {
        let settled = settle(step, KeptDispute::clone(&kept), DisputeStatus::ChargebackLost);
        return settled.map_err(|refusal| Failure::new(format!("it cannot be lost: {refusal:?}")));
    }
    Ok(())
}

fn book(step: &mut Step<'_>, dispute: &Dispute, from: Account, to: Account) {
    let currency = code_of(dispute.currency.as_ref());
    step.book(dispute.dispute_id.as_str(), currency, dispute.amount.map_or(0, Amount::minor), from, to);
}

/// Keeps a dispute, also on its payment.
fn keep(step: &mut Step<'_>, kept: &KeptDispute) -> Result<(), Refusal> {
    if let Some(transaction) = &kept.dispute.transaction_id {
        let mut payment = find_payment(step, transaction.as_str())?;
        payment.dispute = Some(Box::new(kept.dispute.clone()));
        step.put(payment);
    }
    step.put(kept.clone());
    Ok(())
}

/// The amount of a payment that a dispute has returned to the cardholder, or may return, in minor units.
pub(super) fn disputed(payment: &Transaction) -> i64 {
    let Some(dispute) = &payment.dispute else { return 0 };
    let is_gone = matches!(dispute.status, Some(DisputeStatus::ChargebackNoticed | DisputeStatus::ChargebackLost));
    if is_gone { dispute.amount.map_or(0, Amount::minor) } else { 0 }
}

fn of_payment(step: &Step<'_>, transaction: &str) -> Option<KeptDispute> {
    let mut all = step.all::<KeptDispute>();
    let found = all.find(|kept| kept.dispute.transaction_id.as_ref().is_some_and(|id| id.as_str() == transaction))?;
    Some(KeptDispute::clone(&found))
}

pub(super) fn get(step: &mut Step<'_>, params: GetDispute) -> Result<Done<Dispute>, Refusal> {
    Ok(find(step, params.dispute_id.as_str())?.dispute.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchDispute) -> Vec<Dispute> {
    let is_found = |dispute: &Dispute| {
        (params.transaction_id.is_none() || dispute.transaction_id == params.transaction_id)
            && (params.status.is_none() || dispute.status == params.status)
    };
    step.all::<KeptDispute>().filter(|kept| is_found(&kept.dispute)).map(|kept| kept.dispute.clone()).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateDispute) -> Result<Done<Dispute>, Refusal> {
    step.chose(chosen::ANSWERING_A_DISPUTE);
    let mut kept = find(step, params.dispute_id.as_str())?;
    let before = kept.dispute.clone();
    replace(&mut kept.dispute.description, params.description);
    replace(&mut kept.dispute.additional_data, params.additional_data);
    tell(step, &EventType::DisputeUpdated, kept.id(), &kept.dispute, Some(&before))?;
    keep(step, &kept)?;
    Ok(kept.dispute.into())
}

fn find(step: &Step<'_>, id: &str) -> Result<KeptDispute, Refusal> {
    let kept = step.get::<KeptDispute>(id).ok_or_else(|| Refusal::no("dispute", id))?;
    Ok(KeptDispute::clone(&kept))
}
