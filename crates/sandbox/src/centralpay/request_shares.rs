//! What is paid of the shares of payment requests.

use std::collections::BTreeMap;

use centralpay_model::{
    CaptureStatus, CreateTransaction, EventType, PaymentMethod, PaymentRequestBreakdownId, PaymentRequestPayment,
    PaymentRequestStatus, PaymentStatus, Transaction, TransactionSource,
};
use payspec_core::Amount;
use serde::{Deserialize, Serialize};

use super::charge::is_approved;
use super::dates::date_time;
use super::events::tell;
use super::payment_requests::Kept;
use super::refusal::Refusal;
use super::{chosen, instalments, subscriptions};
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::status::{Status, change};
use crate::engine::step::Step;

/// What is paid of a share.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Share {
    /// Minor units.
    pub(super) paid: i64,
    /// Authorised payments that wait for their capture.
    waiting: BTreeMap<String, i64>,
    /// Whether nothing is left to pay, whatever was paid: a card was checked, or a series has begun.
    is_settled: bool,
    /// The latest subscription or payment in instalments with which the payer pays it.
    pub(super) series: Option<String>,
}

/// Which share an identifier belongs to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ShareOf {
    pub(super) id: String,
    pub(super) request: String,
    pub(super) index: usize,
}

impl Object for ShareOf {
    const KIND: &'static str = "centralpay.payment-request-share";

    fn id(&self) -> &str {
        &self.id
    }
}

/// Which share the secret part of a link belongs to. No identifier is accepted in its place, nor it as one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LinkOf {
    pub(super) secret: String,
    /// The identifier of the share.
    pub(super) share: String,
}

impl Object for LinkOf {
    const KIND: &'static str = "centralpay.payment-request-link";

    fn id(&self) -> &str {
        &self.secret
    }
}

/// A payment request.
pub(super) fn request(step: &Step<'_>, id: &str) -> Option<Kept> {
    step.get::<Kept>(id).map(|kept| Kept::clone(&kept))
}

/// The request and the share that the secret part of a link belongs to.
pub(super) fn by_link(step: &Step<'_>, secret: &str) -> Option<(Kept, usize)> {
    find(step, &step.get::<LinkOf>(secret)?.share)
}

/// The request and the share that an identifier belongs to.
pub(super) fn find(step: &Step<'_>, id: &str) -> Option<(Kept, usize)> {
    let share = step.get::<ShareOf>(id)?;
    Some((request(step, &share.request)?, share.index))
}

/// What is left to pay of a share, in minor units.
pub(super) fn left(kept: &Kept, index: usize) -> i64 {
    let Some(share) = kept.shares.get(index).filter(|share| !share.is_settled) else { return 0 };
    amount(kept, index).saturating_sub(share.paid).saturating_sub(share.waiting.values().sum())
}

/// Whether nothing more is expected of a share.
pub(super) fn is_settled(kept: &Kept, index: usize) -> bool {
    let share = kept.shares.get(index);
    share.is_none_or(|share| share.is_settled) || (left(kept, index) == 0 && amount(kept, index) > 0)
}

/// Whether a subscription or a payment in instalments still collects a share. Another payment would be one too many.
pub(super) fn is_collected(step: &Step<'_>, kept: &Kept, index: usize) -> bool {
    let Some(series) = kept.shares.get(index).and_then(|share| share.series.as_deref()) else { return false };
    step.get::<instalments::Kept>(series).is_some_and(|plan| plan.is_running())
        || step.get::<subscriptions::Kept>(series).is_some_and(|subscription| subscription.is_running())
}

pub(super) fn amount(kept: &Kept, index: usize) -> i64 {
    let share = kept.shown.breakdowns.iter().flatten().nth(index);
    share.and_then(|share| share.amount).map_or(0, Amount::minor)
}

/// Checks that a payment fits the share that it names.
pub(super) fn check(step: &mut Step<'_>, params: &CreateTransaction) -> Result<(), Refusal> {
    let named = params.payment_request_breakdown_id.as_ref().filter(|id| !id.as_str().is_empty());
    let Some(id) = named else { return Ok(()) };
    let (kept, index) =
        find(step, id.as_str()).ok_or_else(|| Refusal::no("share of a payment request", id.as_str()))?;
    step.chose(chosen::OVERPAID_REQUESTS);
    if !kept.is_active() {
        return Err(Refusal::of("paymentRequestBreakdownId", "the payment request is not active"));
    }
    if is_settled(&kept, index) {
        return Err(Refusal::of("paymentRequestBreakdownId", "the share is paid"));
    }
    if is_collected(step, &kept, index) {
        step.chose(chosen::SHARE_WITH_A_RUNNING_SERIES);
        let why = "the share is being collected by a subscription or in instalments";
        return Err(Refusal::of("paymentRequestBreakdownId", why));
    }
    if kept.shown.currency.as_ref() != Some(&params.currency) {
        return Err(Refusal::of("currency", "expected that of the payment request"));
    }
    let left = left(&kept, index);
    if params.amount.minor() > left {
        return Err(Refusal::of("amount", format!("{left} of the share is left to pay")));
    }
    Ok(())
}

/// Notes on a payment which request it pays.
pub(super) fn mark(step: &Step<'_>, payment: &mut Transaction, share: Option<PaymentRequestBreakdownId>) {
    let share = share.filter(|id| !id.as_str().is_empty());
    if let Some((id, (kept, _))) = share.and_then(|id| find(step, id.as_str()).map(|found| (id, found))) {
        payment.payment_request_id = Some(kept.shown.payment_request_id);
        payment.payment_request_breakdown_id = Some(id);
    }
}

/// Notes a payment that the bank has approved or refused, and tells what follows for its request.
pub(super) fn note(step: &mut Step<'_>, payment: &Transaction) -> Result<(), Failure> {
    let Some((mut kept, index)) = of(step, payment) else { return Ok(()) };
    let id = payment.transaction_id.as_str().to_owned();
    list(step, &mut kept, index, &id, PaymentMethod::Transaction);
    step.chose(chosen::ORDER_OF_PAYMENT_EVENTS);
    if !is_approved(payment) {
        tell(step, &EventType::PaymentRequestTransactionFailed, &id, payment, None)?;
        step.put(kept);
        return Ok(());
    }
    tell(step, &EventType::PaymentRequestTransactionSucceeded, &id, payment, None)?;
    let is_free = amount(&kept, index) == 0;
    if let Some(share) = kept.shares.get_mut(index) {
        if is_free || payment.source == Some(TransactionSource::CardCheck) {
            share.is_settled = true;
        } else if payment.capture_status == Some(CaptureStatus::Captured) {
            share.paid = share.paid.saturating_add(payment.amount_captured.map_or(0, Amount::minor));
        } else {
            share.waiting.insert(id, payment.amount.map_or(0, Amount::minor));
        }
    }
    refresh(step, kept)
}

/// Notes that a payment that waited was captured, cancelled or has expired.
pub(super) fn processed(step: &mut Step<'_>, payment: &Transaction) -> Result<(), Failure> {
    let Some((mut kept, index)) = of(step, payment) else { return Ok(()) };
    let Some(share) = kept.shares.get_mut(index) else { return Ok(()) };
    if share.waiting.remove(payment.transaction_id.as_str()).is_none() {
        step.chose(chosen::PAID_REQUESTS_STAY_PAID);
        return Ok(());
    }
    step.chose(chosen::ACCEPTED_PAYMENTS_END);
    if payment.capture_status == Some(CaptureStatus::Captured) {
        share.paid = share.paid.saturating_add(payment.amount_captured.map_or(0, Amount::minor));
    }
    refresh(step, kept)
}

/// Notes that the first payment of a subscription or of a plan has paid a share.
pub(super) fn series_paid(step: &mut Step<'_>, share: Option<&PaymentRequestBreakdownId>) -> Result<(), Failure> {
    let Some((mut kept, index)) = share.and_then(|id| find(step, id.as_str())) else { return Ok(()) };
    if !kept.is_active() || is_settled(&kept, index) {
        return Ok(());
    }
    if let Some(share) = kept.shares.get_mut(index) {
        share.is_settled = true;
    }
    step.chose(chosen::PAID_BY_THE_FIRST_OF_A_SERIES);
    refresh(step, kept)
}

/// Lists a payment on its share.
pub(super) fn list(step: &mut Step<'_>, kept: &mut Kept, index: usize, id: &str, method: PaymentMethod) {
    let now = date_time(step.now());
    step.chose(chosen::FLAGS_OF_A_SHARE);
    if let Some(share) = kept.shown.breakdowns.iter_mut().flatten().nth(index) {
        let mut payment = PaymentRequestPayment::new();
        payment.uuid = Some(id.to_owned());
        payment.payment_method = Some(method);
        payment.creation_date = Some(now.clone());
        share.payments.get_or_insert_default().push(payment);
        share.payment_attempted = Some(true);
        share.last_payment_attempt = Some(now);
    }
}

fn of(step: &Step<'_>, payment: &Transaction) -> Option<(Kept, usize)> {
    find(step, payment.payment_request_breakdown_id.as_ref()?.as_str())
}

/// Sets the statuses that follow from what is paid, and keeps the request.
fn refresh(step: &mut Step<'_>, mut kept: Kept) -> Result<(), Failure> {
    let shares = kept.shown.breakdowns.iter_mut().flatten().zip(&kept.shares);
    let (mut all_paid, mut is_waiting, mut some_paid) = (true, false, false);
    for (shown, share) in shares {
        let amount = shown.amount.map_or(0, Amount::minor);
        let status = if share.is_settled || (amount > 0 && share.paid >= amount) {
            PaymentStatus::Paid
        } else if !share.waiting.is_empty() {
            PaymentStatus::Accepted
        } else if share.paid > 0 {
            PaymentStatus::PartiallyPaid
        } else {
            PaymentStatus::Unpaid
        };
        all_paid &= status == PaymentStatus::Paid;
        is_waiting |= status == PaymentStatus::Accepted;
        some_paid |= matches!(status, PaymentStatus::Paid | PaymentStatus::PartiallyPaid);
        shown.paid = Some(status == PaymentStatus::Paid);
        follow(&mut shown.status, status)?;
    }
    let status = match (all_paid, is_waiting, some_paid) {
        (true, ..) => PaymentStatus::Paid,
        (_, true, _) => PaymentStatus::Accepted,
        (_, _, true) => PaymentStatus::PartiallyPaid,
        _ => PaymentStatus::Unpaid,
    };
    let was_paid = kept.shown.payment_status == Some(PaymentStatus::Paid);
    follow(&mut kept.shown.payment_status, status)?;
    if all_paid && !was_paid {
        if kept.is_active() {
            kept.end(step, PaymentRequestStatus::Closed, &EventType::PaymentRequestPaid)?;
        } else {
            tell(step, &EventType::PaymentRequestPaid, kept.id(), &kept.shown, None)?;
        }
    }
    kept.expire(step)?;
    step.put(kept);
    Ok(())
}

/// Changes a status, unless it is the same.
fn follow<S: Status>(status: &mut Option<S>, to: S) -> Result<(), Failure> {
    if status.as_ref() == Some(&to) { Ok(()) } else { change(status, to) }
}
