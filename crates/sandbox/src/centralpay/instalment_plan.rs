//! The plan of a payment in instalments: how much is due on which day.

use centralpay_model::CreateInstallmentPayment;
use payspec_core::{Amount, CalendarDate};

use super::paris;
use super::refusal::Refusal;
use super::transactions::LARGEST_AMOUNT;

/// The most instalments of a plan: a hundred years of months.
const MOST: i64 = 1_200;

/// A planned payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) is_deposit: bool,
    pub(super) day: CalendarDate,
    /// Minor units.
    pub(super) amount: i64,
}

/// Divides what the deposit leaves. The first instalment has the rounding difference and the fee.
pub(super) fn plan(
    params: &CreateInstallmentPayment,
    first_day: CalendarDate,
    deposit_day: CalendarDate,
) -> Result<Vec<Row>, Refusal> {
    let count = params.iteration_count;
    if count > MOST {
        return Err(Refusal::of("iterationCount", format!("expected at most {MOST}")));
    }
    let deposit = params.deposit_amount.map_or(0, Amount::minor);
    let fee = params.fee_amount.map_or(0, Amount::minor);
    let rest = params.amount.minor().saturating_sub(deposit);
    let share = rest.checked_div(count).unwrap_or(0);
    if share < 1 {
        return Err(Refusal::of("amount", format!("there is too little to divide by {count}")));
    }
    if fee > LARGEST_AMOUNT {
        return Err(Refusal::of("feeAmount", format!("expected at most {LARGEST_AMOUNT}")));
    }
    let mut rows = Vec::new();
    if deposit > 0 {
        rows.push(Row { is_deposit: true, day: deposit_day, amount: deposit });
    }
    for n in 0..u32::try_from(count).unwrap_or(0) {
        let day = paris::nth(first_day, &params.interval_unit, params.interval_count, n);
        let day = day.ok_or_else(|| Refusal::of("intervalCount", "the last instalment is after the year 9999"))?;
        let surplus = if n == 0 { rest - share * count + fee } else { 0 };
        rows.push(Row { is_deposit: false, day, amount: share + surplus });
    }
    Ok(rows)
}
