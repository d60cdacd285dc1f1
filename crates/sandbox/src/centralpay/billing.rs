//! The course of a subscription: its periods, the collection of its invoices, and its end.

use centralpay_model::{
    Currency, EventType, Invoice, InvoiceItem, InvoiceItemType, InvoiceType, SubscriptionModel, SubscriptionStatus,
};
use payspec_core::{Amount, CalendarDate};

use super::charge::{Charge, charge, is_approved};
use super::collections::{Collections, FinalAction};
use super::dates::date_time;
use super::events::tell;
use super::invoice_items::KeptItem;
use super::invoices::{KeptInvoice, total};
use super::subscriptions::Kept;
use super::{chosen, paris, request_shares as shares, subscription_models};
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::status::change;
use crate::engine::step::Step;
use crate::engine::world::Task;

/// The beginning of a period, at the hour of collection.
pub(super) static BILL: Task = Task { name: "subscription.bill", run: bill };

/// The end of a period, at midnight.
pub(super) static END_PERIOD: Task = Task { name: "subscription.end-period", run: end_period };

/// A planned attempt to collect an invoice.
pub(super) static COLLECT: Task = Task { name: "invoice.collect", run: collect };

/// Who makes an attempt to collect an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The platform, in the request that creates the subscription.
    First,
    /// The platform, at the planned time.
    Planned,
    /// The merchant. It does not count.
    ByHand,
}

/// What an attempt has led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempted {
    Paid,
    /// Refused, but not for the last time.
    Retried,
    /// Refused for the last time.
    Over,
}

fn bill(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(kept) = step.get::<Kept>(id).filter(|kept| !kept.is_ended()) else { return Ok(()) };
    let mut kept = Kept::clone(&kept);
    if let Some(mut invoice) = begin_period(step, &mut kept)? {
        attempt(step, &mut kept, &mut invoice, Mode::Planned)?;
        complete(step, &mut kept)?;
    }
    step.put(kept);
    Ok(())
}

/// Begins the first period and charges it.
pub(super) fn first_period(step: &mut Step<'_>, kept: &mut Kept) -> Result<Attempted, Failure> {
    let Some(mut invoice) = begin_period(step, kept)? else { return Ok(Attempted::Paid) };
    attempt(step, kept, &mut invoice, Mode::First)
}

/// Begins the next period and plans the one after it. There is no invoice while the subscription is halted.
fn begin_period(step: &mut Step<'_>, kept: &mut Kept) -> Result<Option<KeptInvoice>, Failure> {
    let model = kept.shown.subscription_model.as_deref().cloned();
    let model = model.ok_or_else(|| Failure::new("a subscription has no model"))?;
    let (start, next) = (day(kept, &model, kept.begun), day(kept, &model, kept.begun.saturating_add(1)));
    kept.begun = kept.begun.saturating_add(1);
    kept.shown.current_period_start = start.map(paris::date);
    kept.shown.current_period_end = next.and_then(|next| next.checked_add_days(-1)).map(paris::date);
    if let Some((midnight, at)) = next.and_then(|next| paris::midnight(next).zip(paris::at(next, kept.utc_hour))) {
        let id = kept.id().to_owned();
        step.later(midnight, &END_PERIOD, &id);
        if !is_last(kept) {
            step.later(at, &BILL, &id);
        }
    }
    if kept.is_halted {
        return Ok(None);
    }
    let invoice_id = step.random().uuid();
    let (price, quantity) = (subscription_models::price(&model), kept.shown.quantity.unwrap_or(1));
    let mut item = InvoiceItem::new(step.random().uuid());
    item.creation_date = Some(date_time(step.now()));
    item.invoice_id = Some(invoice_id.clone().into());
    item.subscription_id = Some(kept.shown.subscription_id.clone());
    item.customer_id.clone_from(&kept.shown.customer_id);
    item.kind = Some(InvoiceItemType::Subscription);
    item.quantity = Some(quantity);
    item.amount = Some(Amount::from_minor(price));
    item.total_amount = Some(Amount::from_minor(price.saturating_mul(quantity)));
    item.currency.clone_from(&model.currency);
    item.additional_data = Some(payspec_core::Metadata::new());
    tell(step, &EventType::InvoiceItemCreated, item.invoice_item_id.as_str(), &item, None)?;
    step.put(KeptItem::new(item.clone()));
    let invoice = invoice(step, kept, &invoice_id, InvoiceType::Subscription, vec![item], model.currency);
    tell(step, &EventType::InvoiceCreated, &invoice_id, &invoice.shown, None)?;
    step.put(invoice.clone());
    Ok(Some(invoice))
}

/// Makes an invoice of some items and of those that wait for the next one. It is neither kept nor told.
pub(super) fn invoice(
    step: &mut Step<'_>,
    kept: &mut Kept,
    id: &str,
    kind: InvoiceType,
    mut items: Vec<InvoiceItem>,
    currency: Option<Currency>,
) -> KeptInvoice {
    for waiting in std::mem::take(&mut kept.waiting) {
        if let Some(item) = step.get::<KeptItem>(&waiting) {
            let mut item = KeptItem::clone(&item);
            item.shown.invoice_id = Some(id.into());
            items.push(item.shown.clone());
            step.put(item);
        }
    }
    let mut shown = Invoice::new(id);
    shown.creation_date = Some(date_time(step.now()));
    shown.subscription_id = Some(kept.shown.subscription_id.clone());
    shown.customer_id.clone_from(&kept.shown.customer_id);
    shown.kind = Some(kind);
    shown.amount = Some(total(&items));
    shown.currency = currency;
    shown.invoice_items = Some(items);
    (shown.paid, shown.closed, shown.attempt_count) = (Some(false), Some(false), Some(0));
    shown.transactions = Some(Vec::new());
    shown.sdd_transactions = Some(Vec::new());
    shown.transfers = Some(Vec::new());
    shown.additional_data = Some(payspec_core::Metadata::new());
    kept.open.push(id.to_owned());
    kept.last_invoice = Some(id.to_owned());
    KeptInvoice { shown, due: None }
}

fn day(kept: &Kept, model: &SubscriptionModel, n: u32) -> Option<CalendarDate> {
    let (unit, count) = subscription_models::interval(model);
    paris::nth(kept.first_day, &unit, count, n)
}

/// Whether the last period has begun.
fn is_last(kept: &Kept) -> bool {
    kept.periods.is_some_and(|periods| kept.begun >= periods)
}

fn collect(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(invoice) = step.get::<KeptInvoice>(id).filter(|invoice| invoice.is_due(step.now())) else {
        return Ok(());
    };
    let subscription = invoice.shown.subscription_id.as_ref().and_then(|id| step.get::<Kept>(id.as_str()));
    let Some(kept) = subscription.filter(|kept| !kept.is_ended()) else { return Ok(()) };
    let (mut kept, mut invoice) = (Kept::clone(&kept), KeptInvoice::clone(&invoice));
    attempt(step, &mut kept, &mut invoice, Mode::Planned)?;
    complete(step, &mut kept)?;
    step.put(kept);
    Ok(())
}

/// Attempts to collect an invoice, and keeps it. What follows the last attempt is done, unless it is the first.
pub(super) fn attempt(
    step: &mut Step<'_>,
    kept: &mut Kept,
    invoice: &mut KeptInvoice,
    mode: Mode,
) -> Result<Attempted, Failure> {
    let amount = invoice.shown.amount.unwrap_or(Amount::ZERO);
    let mut is_paid = true;
    if amount > Amount::ZERO {
        let (customer, card) = (kept.shown.customer_id.clone(), kept.shown.card_id.clone());
        let Some((customer, card)) = customer.zip(card) else {
            return Err(Failure::new("a subscription has no card"));
        };
        let currency = invoice.shown.currency.clone().unwrap_or(Currency::EUR);
        let end_user_ip = kept.shown.end_user_ip.clone();
        let id = invoice.shown.invoice_id.clone();
        let asked = Charge { amount, currency, customer, card, end_user_ip };
        let payment = charge(step, asked, |payment| payment.invoice_id = Some(id))?;
        is_paid = is_approved(&payment);
        invoice.shown.transactions.get_or_insert_default().push(payment.transaction_id);
    } else {
        step.chose(chosen::NEGATIVE_INVOICES);
    }
    if mode != Mode::ByHand {
        invoice.shown.attempt_count = Some(invoice.shown.attempt_count.unwrap_or(0).saturating_add(1));
    }
    if is_paid {
        succeed(step, kept, invoice)?;
        // Whoever starts a subscription for a payment request tells first that it has started.
        if mode != Mode::First {
            shares::series_paid(step, kept.shown.payment_request_breakdown_id.as_ref())?;
        }
        return Ok(Attempted::Paid);
    }
    let attempted = fail(step, kept, invoice, mode)?;
    if attempted == Attempted::Over && mode != Mode::First {
        finish(step, kept)?;
    }
    Ok(attempted)
}

fn succeed(step: &mut Step<'_>, kept: &mut Kept, invoice: &mut KeptInvoice) -> Result<(), Failure> {
    (invoice.shown.paid, invoice.shown.closed) = (Some(true), Some(true));
    invoice.plan(None);
    step.put(invoice.clone());
    let id = invoice.id();
    kept.open.retain(|open| open != id);
    kept.failed.retain(|failed| failed != id);
    tell(step, &EventType::InvoiceTransactionSucceeded, id, &invoice.shown, None)?;
    if kept.shown.status == Some(SubscriptionStatus::Failure) && (kept.is_halted || kept.failed.is_empty()) {
        kept.is_halted = false;
        change(&mut kept.shown.status, SubscriptionStatus::Active)?;
        let shown = kept.view(step);
        tell(step, &EventType::SubscriptionActive, kept.id(), &shown, None)?;
    }
    Ok(())
}

fn fail(step: &mut Step<'_>, kept: &mut Kept, invoice: &mut KeptInvoice, mode: Mode) -> Result<Attempted, Failure> {
    let mut is_over = false;
    if mode != Mode::ByHand {
        let days = Collections::of(step).subscriptions.retry(invoice.shown.attempt_count.unwrap_or(1));
        let again = days.and_then(|days| paris::day(step.now()).checked_add_days(days));
        let again = again.and_then(|day| paris::at(day, kept.utc_hour));
        invoice.plan(again);
        is_over = again.is_none();
        if let Some(again) = again {
            step.later(again, &COLLECT, invoice.id());
        }
    }
    step.put(invoice.clone());
    let id = invoice.id().to_owned();
    tell(step, &EventType::InvoiceTransactionFailed, &id, &invoice.shown, None)?;
    if kept.is_ended() {
        return Ok(Attempted::Retried);
    }
    if kept.open.contains(&id) && !kept.failed.contains(&id) {
        kept.failed.push(id);
    }
    if kept.shown.status == Some(SubscriptionStatus::Active) {
        change(&mut kept.shown.status, SubscriptionStatus::Failure)?;
    }
    let shown = kept.view(step);
    tell(step, &EventType::SubscriptionFailure, kept.id(), &shown, None)?;
    Ok(if is_over { Attempted::Over } else { Attempted::Retried })
}

/// Does what follows the last attempt.
pub(super) fn finish(step: &mut Step<'_>, kept: &mut Kept) -> Result<(), Failure> {
    match Collections::of(step).final_action {
        FinalAction::Canceled => return fail_at_once(step, kept),
        FinalAction::Failure => {}
        FinalAction::Unpaid => {
            let shown = kept.view(step);
            tell(step, &EventType::SubscriptionUnpaid, kept.id(), &shown, None)?;
        }
    }
    kept.is_halted = true;
    Ok(())
}

/// Ends a subscription because of a failed payment.
pub(super) fn fail_at_once(step: &mut Step<'_>, kept: &mut Kept) -> Result<(), Failure> {
    kept.shown.cancel_at_period_end = Some(false);
    cancel_now(step, kept)?;
    let shown = kept.view(step);
    tell(step, &EventType::SubscriptionFailed, kept.id(), &shown, None)
}

/// Ends a subscription today.
pub(super) fn cancel_now(step: &mut Step<'_>, kept: &mut Kept) -> Result<(), Failure> {
    let today = paris::date(paris::day(step.now()));
    if kept.begun > 0 {
        kept.shown.current_period_end = Some(today.clone());
    }
    kept.shown.cancellation_date = Some(date_time(step.now()));
    end(step, kept, today)
}

/// Ends a subscription, whose open invoices are closed.
pub(super) fn end(step: &mut Step<'_>, kept: &mut Kept, last_day: payspec_core::DateTime) -> Result<(), Failure> {
    step.chose(chosen::OPEN_INVOICES_OF_A_CANCELLED_SUBSCRIPTION);
    for id in std::mem::take(&mut kept.open) {
        if let Some(invoice) = step.get::<KeptInvoice>(&id) {
            let mut invoice = KeptInvoice::clone(&invoice);
            invoice.shown.closed = Some(true);
            tell(step, &EventType::InvoiceClosed, &id, &invoice.shown, None)?;
            step.put(invoice);
        }
    }
    change(&mut kept.shown.status, SubscriptionStatus::Canceled)?;
    kept.shown.ending_date = Some(last_day);
    let shown = kept.view(step);
    tell(step, &EventType::SubscriptionCanceled, kept.id(), &shown, None)
}

/// Ends a subscription whose payments have all been made.
pub(super) fn complete(step: &mut Step<'_>, kept: &mut Kept) -> Result<(), Failure> {
    if kept.is_ended() || !is_last(kept) || !kept.open.is_empty() || kept.is_halted {
        return Ok(());
    }
    step.chose(chosen::END_OF_A_COMPLETED_SUBSCRIPTION);
    let last_day = kept.shown.current_period_end.clone();
    end(step, kept, last_day.unwrap_or_else(|| paris::date(paris::day(step.now()))))
}

fn end_period(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(kept) = step.get::<Kept>(id).filter(|kept| !kept.is_ended()) else { return Ok(()) };
    let mut kept = Kept::clone(&kept);
    if kept.shown.cancel_at_period_end == Some(true) || is_over(step, &kept) {
        let last_day = kept.shown.current_period_end.clone();
        end(step, &mut kept, last_day.unwrap_or_else(|| paris::date(paris::day(step.now()))))?;
        step.put(kept);
    }
    Ok(())
}

/// Whether the last period has ended, and nothing is left to collect.
pub(super) fn is_over(step: &Step<'_>, kept: &Kept) -> bool {
    let last_day = kept.shown.current_period_end.as_ref().and_then(paris::parse);
    is_last(kept) && kept.open.is_empty() && last_day.is_some_and(|last| last < paris::day(step.now()))
}
