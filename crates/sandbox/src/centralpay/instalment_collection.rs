//! The collection of instalments, and how a plan ends.

use centralpay_model::{Currency, EventType, InstallmentPaymentStatus, InstallmentType};
use payspec_core::{Amount, CalendarDate};

use super::charge::{Charge, charge, is_approved};
use super::collections::Collections;
use super::events::tell;
use super::instalments::{Kept, instalment_in_event};
use super::refusal::Refusal;
use super::{chosen, paris, request_shares as shares};
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::status::change;
use crate::engine::step::Step;
use crate::engine::time::Instant;
use crate::engine::world::Task;

/// The planned attempts of a plan at a time.
pub(super) static COLLECT: Task = Task { name: "installment-payment.collect", run: collect };

/// What an attempt has led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attempted {
    Paid,
    /// Refused, with another attempt to come.
    Retried,
    /// Refused for the last time.
    Over,
}

/// Collects what is due in the request that creates the plan, and plans the rest.
pub(super) fn begin(step: &mut Step<'_>, kept: &mut Kept) -> Result<(), Refusal> {
    let is_of_request = kept.shown.payment_request_id.is_some();
    let (mut is_first, mut is_over) = (true, false);
    for index in due(kept, step.now()) {
        let attempted = attempt(step, kept, index)?;
        if is_first && attempted != Attempted::Paid && !is_of_request {
            step.chose(chosen::REFUSED_FIRST_PAYMENT);
            fail(step, kept)?;
            cancel(step, kept)?;
            return Ok(kept.tell(step, &EventType::InstallmentPaymentFailed)?);
        }
        is_first = false;
        is_over = attempted == Attempted::Over;
        if is_over {
            break;
        }
        settle(step, kept, attempted)?;
    }
    plan(step, kept);
    kept.tell(step, &EventType::InstallmentPaymentCreated)?;
    if is_over {
        settle(step, kept, Attempted::Over)?;
    }
    Ok(complete(step, kept)?)
}

/// The instalments that are due, in the order of the plan.
fn due(kept: &Kept, now: Instant) -> Vec<usize> {
    let due = kept.due.iter().enumerate().filter(|(_, due)| due.is_some_and(|due| due <= now));
    due.map(|(index, _)| index).collect()
}

/// Has everything collected that is still planned.
fn plan(step: &mut Step<'_>, kept: &Kept) {
    let mut times: Vec<Instant> = kept.due.iter().flatten().copied().collect();
    times.sort_unstable();
    times.dedup();
    for at in times {
        step.later(at, &COLLECT, kept.id());
    }
}

fn collect(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(kept) = step.get::<Kept>(id) else { return Ok(()) };
    let mut kept = Kept::clone(&kept);
    for index in due(&kept, step.now()) {
        if !kept.is_running() {
            break;
        }
        let attempted = attempt(step, &mut kept, index)?;
        settle(step, &mut kept, attempted)?;
        complete(step, &mut kept)?;
        if attempted == Attempted::Paid {
            shares::series_paid(step, kept.shown.payment_request_breakdown_id.as_ref())?;
        }
    }
    step.put(kept);
    Ok(())
}

/// Attempts to collect an instalment.
fn attempt(step: &mut Step<'_>, kept: &mut Kept, index: usize) -> Result<Attempted, Failure> {
    let (customer, card) = (kept.shown.customer_id.clone(), kept.shown.card_id.clone());
    let instalment = kept.shown.installments.iter_mut().flatten().nth(index);
    let (Some(instalment), Some((customer, card))) = (instalment, customer.zip(card)) else {
        return Err(Failure::new("a payment in instalments lacks an instalment or its card"));
    };
    let amount = instalment.amount.unwrap_or(Amount::ZERO);
    let currency = instalment.currency.clone().unwrap_or(Currency::EUR);
    let id = instalment.installment_id.clone();
    let asked = Charge { amount, currency, customer, card, end_user_ip: kept.shown.end_user_ip.clone() };
    let payment = charge(step, asked, |payment| payment.installment_id = Some(id))?;
    let attempts = instalment.attempt_count.unwrap_or(0).saturating_add(1);
    instalment.attempt_count = Some(attempts);
    instalment.transactions.get_or_insert_default().push(payment.transaction_id.clone());
    let attempted = if is_approved(&payment) {
        instalment.paid = Some(true);
        kept.plan(index, None);
        Attempted::Paid
    } else {
        let days = Collections::of(step).instalments.retry(attempts);
        let again = days.and_then(|days| paris::day(step.now()).checked_add_days(days));
        match again.and_then(|day| paris::at(day, kept.utc_hour)) {
            Some(again) => {
                kept.plan(index, Some(again));
                step.later(again, &COLLECT, kept.id());
                Attempted::Retried
            }
            // The planned time stays on it, as in the sample.
            None => Attempted::Over,
        }
    };
    if let Some(instalment) = kept.shown.installments.iter().flatten().nth(index) {
        let shown = instalment_in_event(step, instalment);
        let kind = match attempted {
            Attempted::Paid => EventType::InstallmentTransactionSucceeded,
            Attempted::Retried | Attempted::Over => EventType::InstallmentTransactionFailed,
        };
        tell(step, &kind, shown.installment_id.as_str(), &shown, None)?;
    }
    Ok(attempted)
}

/// Changes the status of the whole after an attempt.
fn settle(step: &mut Step<'_>, kept: &mut Kept, attempted: Attempted) -> Result<(), Failure> {
    match attempted {
        Attempted::Retried => fail(step, kept),
        Attempted::Over => {
            step.chose(chosen::END_OF_AN_UNPAID_PLAN);
            change(&mut kept.shown.status, InstallmentPaymentStatus::Unpaid)?;
            kept.tell(step, &EventType::InstallmentPaymentUnpaid)
        }
        Attempted::Paid => {
            let instalments = kept.shown.installments.iter().flatten();
            let fails = instalments.clone().any(|row| row.paid != Some(true) && row.attempt_count != Some(0));
            let is_left = instalments.clone().any(|row| row.paid != Some(true));
            if kept.shown.status == Some(InstallmentPaymentStatus::Failure) && is_left && !fails {
                change(&mut kept.shown.status, InstallmentPaymentStatus::Active)?;
                kept.tell(step, &EventType::InstallmentPaymentActivated)?;
            }
            Ok(())
        }
    }
}

fn fail(step: &mut Step<'_>, kept: &mut Kept) -> Result<(), Failure> {
    if kept.shown.status == Some(InstallmentPaymentStatus::Active) {
        change(&mut kept.shown.status, InstallmentPaymentStatus::Failure)?;
    }
    kept.tell(step, &EventType::InstallmentPaymentFailure)
}

/// Ends a plan whose instalments are all paid.
fn complete(step: &mut Step<'_>, kept: &mut Kept) -> Result<(), Failure> {
    let is_paid = kept.shown.installments.iter().flatten().all(|instalment| instalment.paid == Some(true));
    if !is_paid || !kept.is_running() {
        return Ok(());
    }
    change(&mut kept.shown.status, InstallmentPaymentStatus::Paid)?;
    kept.tell(step, &EventType::InstallmentPaymentPaid)
}

/// Ends a plan, of which nothing more is collected.
pub(super) fn cancel(step: &mut Step<'_>, kept: &mut Kept) -> Result<(), Failure> {
    change(&mut kept.shown.status, InstallmentPaymentStatus::Canceled)?;
    for index in 0..kept.due.len() {
        kept.plan(index, None);
    }
    kept.tell(step, &EventType::InstallmentPaymentCanceled)
}

/// Moves the instalments that no attempt was made to collect. The deposit has a date of its own.
pub(super) fn move_to(step: &mut Step<'_>, kept: &mut Kept, first_day: CalendarDate) -> Result<(), Refusal> {
    let Some((unit, count)) = kept.shown.interval_unit.clone().zip(kept.shown.interval_count) else { return Ok(()) };
    let rows = kept.shown.installments.iter().flatten();
    let rows: Vec<(bool, bool)> =
        rows.map(|row| (row.kind == Some(InstallmentType::Deposit), row.attempt_count == Some(0))).collect();
    let mut n = 0;
    for (index, (is_deposit, is_untouched)) in rows.into_iter().enumerate() {
        if is_deposit {
            continue;
        }
        let at = paris::nth(first_day, &unit, count, n).and_then(|day| paris::at(day, kept.utc_hour));
        n += 1;
        if is_untouched {
            let at = at.ok_or_else(|| Refusal::of("startingDate", "the last instalment is after the year 9999"))?;
            kept.plan(index, Some(at));
            step.later(at, &COLLECT, kept.id());
        }
    }
    kept.shown.starting_date = Some(paris::date(first_day));
    Ok(())
}
