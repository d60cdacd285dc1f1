//! The plan of a payment in instalments (French: "paiement fractionné"), calculated before it is requested.
//!
//! CentralPay creates the plan; this module predicts it for a shop, to the cent and to the day. It subtracts the
//! deposit from the amount, divides the rest, and adds the remaining cents to the first instalment.
//!
//! ```
//! use payspec::centralpay::installments::{InstallmentTerms, InstallmentTermsRequired};
//! use payspec::centralpay::schedule::Interval;
//! use payspec::centralpay::{Amount, CalendarDate};
//!
//! let day = |month, day| CalendarDate { year: 2024, month, day };
//! let terms = InstallmentTerms::new(InstallmentTermsRequired {
//!     amount: Amount::from_minor(100_000),
//!     count: 3,
//!     interval: Interval::MONTHLY,
//!     starting: day(7, 5),
//! })
//! .deposit(Amount::from_minor(20_000), day(6, 28));
//!
//! let plan: Vec<_> = terms.plan()?.iter().map(|row| (row.date, row.amount.minor())).collect();
//! assert_eq!(plan, [(day(6, 28), 20_000), (day(7, 5), 26_668), (day(8, 5), 26_666), (day(9, 5), 26_666)]);
//! # Ok::<(), payspec::centralpay::installments::PlanError>(())
//! ```
//!
//! The same terms create the request ([`InstallmentTerms::request`]), so what is requested is what was shown.
//!
//! # The fee
//!
//! The documentation (“Fractionné”) contradicts itself here, and every sample has a fee of 0, so none decides it. The
//! default follows its wording: one fee, on the first instalment, which also carries the remaining cents. The
//! alternative follows its figures; [`FeeOn`] has both, with the reasons. Once the payment is created, the
//! `installments` in its response are authoritative: compare them with the plan ([`InstallmentPlan::is_plan_of`])
//! before showing either.

use std::fmt;

use centralpay_model::{
    CreateInstallmentPayment, CreateInstallmentPaymentRequired, Currency, InstallmentPayment, IntervalUnit,
};
use payspec_core::Amount;
use payspec_core::CalendarDate;

use crate::schedule::{self, Interval, ScheduleError};

/// The maximum number of instalments: more than any real plan, so that a typo cannot exhaust memory.
const MOST_INSTALLMENTS: u32 = 1_200;

/// The terms of a payment in instalments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallmentTerms {
    amount: Amount,
    count: u32,
    interval: Interval,
    starting: CalendarDate,
    deposit: Option<(Amount, CalendarDate)>,
    fee: Amount,
    fee_on: FeeOn,
}

/// The arguments of [`InstallmentTerms::new`], by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstallmentTermsRequired {
    /// The total amount without a fee: `amount`.
    pub amount: Amount,
    /// The number of instalments, excluding a deposit: `iterationCount`.
    pub count: u32,
    /// The time between two instalments: `intervalUnit` with `intervalCount`.
    pub interval: Interval,
    /// The date of the first instalment: `startingDate`.
    pub starting: CalendarDate,
}

/// Which payments the fee (`feeAmount`) is added to.
///
/// For 1000.00 with a deposit of 200.00, three instalments and a fee of 10.00, the documentation shows 276.68, 276.66
/// and 276.66. Next to them it says that the first instalment carries the rounding and the fee, and mentions no fee for
/// the others; its text has *a* fee of 10.00. The two contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FeeOn {
    /// The wording is right: only the first instalment carries the fee. It is 276.68, the others are 266.66, and the
    /// customer pays 1010.00: the amount and the fee.
    ///
    /// This is the default. It is the only interpretation in which a fee of 10.00 is a fee of 10.00, and an older page
    /// of the vendor (`doc-api.centralpay.net/en/installment-object`) shows 266.66 for the later instalments of the
    /// same example.
    #[default]
    FirstInstallment,
    /// The figures are right: each instalment carries the whole fee, but not the deposit. The later instalments are
    /// 276.66, and the customer pays 1030.00.
    EachInstallment,
}

impl InstallmentTerms {
    /// Creates terms without a deposit and without a fee.
    pub const fn new(required: InstallmentTermsRequired) -> Self {
        let InstallmentTermsRequired { amount, count, interval, starting } = required;
        let (deposit, fee, fee_on) = (None, Amount::ZERO, FeeOn::FirstInstallment);
        Self { amount, count, interval, starting, deposit, fee, fee_on }
    }

    /// Sets a deposit that is subtracted from the amount and paid on its own date: `depositAmount`,
    /// `depositStartingDate`.
    #[must_use]
    pub const fn deposit(mut self, amount: Amount, date: CalendarDate) -> Self {
        self.deposit = Some((amount, date));
        self
    }

    /// Sets a fee for the customer, in addition to the amount: `feeAmount`. [`fee_on`](Self::fee_on) sets which
    /// payments carry it.
    #[must_use]
    pub const fn fee(mut self, fee: Amount) -> Self {
        self.fee = fee;
        self
    }

    /// Sets which payments carry the fee, if the default of [`FeeOn`] turns out to be wrong.
    #[must_use]
    pub const fn fee_on(mut self, fee_on: FeeOn) -> Self {
        self.fee_on = fee_on;
        self
    }

    /// Creates the request with these terms. Add the payer: a customer with a card, or a mandate with the date of the
    /// first direct debit.
    ///
    /// ```
    /// use payspec::centralpay::Amount;
    /// use payspec::centralpay::installments::{InstallmentTerms, InstallmentTermsRequired};
    /// use payspec::centralpay::model::Currency;
    /// use payspec::centralpay::schedule::Interval;
    ///
    /// let terms = InstallmentTerms::new(InstallmentTermsRequired {
    ///     amount: Amount::from_minor(100_000),
    ///     count: 3,
    ///     interval: Interval::MONTHLY,
    ///     starting: "2024-07-05".parse()?,
    /// });
    /// let shown = terms.plan()?;
    /// let params = terms.request(Currency::EUR, "203.0.113.7").customer_id("aae4d8c0").card_id("44d0691b");
    /// params.validate()?; // send it with client.installment_payments().create(params), and hold the answer
    /// // against the plan: shown.is_plan_of(&answer)
    /// # let _ = shown;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn request(&self, currency: Currency, end_user_ip: impl Into<String>) -> CreateInstallmentPayment {
        let interval = (IntervalUnit::from(self.interval.unit()), i64::from(self.interval.count()));
        let count = i64::from(self.count);
        let mut params = CreateInstallmentPayment::new(CreateInstallmentPaymentRequired {
            amount: self.amount,
            currency,
            iteration_count: count,
            interval_count: interval.1,
            interval_unit: interval.0,
            end_user_ip: end_user_ip.into(),
        })
        .starting_date(self.starting);
        if let Some((amount, date)) = self.deposit {
            params = params.deposit_amount(amount).deposit_starting_date(date);
        }
        if self.fee == Amount::ZERO { params } else { params.fee_amount(self.fee) }
    }

    /// Calculates the plan: the deposit if there is one, then the instalments.
    ///
    /// # Errors
    ///
    /// Returns a [`PlanError`] if the terms are not possible.
    pub fn plan(&self) -> Result<InstallmentPlan, PlanError> {
        let count = match self.count {
            0 => return Err(PlanError::NoInstallment),
            count if count > MOST_INSTALLMENTS => return Err(PlanError::TooMany),
            count => i64::from(count),
        };
        if self.fee < Amount::ZERO {
            return Err(PlanError::Negative("fee"));
        }
        let mut rows = Vec::new();
        let mut rest = self.amount;
        if let Some((amount, date)) = self.deposit {
            if amount <= Amount::ZERO {
                return Err(PlanError::Negative("deposit"));
            }
            rest = rest.checked_sub(amount).ok_or(PlanError::TooLarge)?;
            let date = schedule::check(date)?;
            rows.push(PlannedPayment { kind: PlannedKind::Deposit, date, amount, fee: Amount::ZERO });
        }
        let share = rest.minor() / count;
        if share <= 0 {
            return Err(PlanError::NothingToShare);
        }
        for index in 0..self.count {
            let first = index == 0;
            let surplus = if first { rest.minor() % count } else { 0 };
            let fee = if first || self.fee_on == FeeOn::EachInstallment { self.fee } else { Amount::ZERO };
            let amount = Amount::from_minor(share + surplus).checked_add(fee).ok_or(PlanError::TooLarge)?;
            let date = self.interval.nth(self.starting, index)?;
            rows.push(PlannedPayment { kind: PlannedKind::Installment, date, amount, fee });
        }
        let sum = |rows: &[PlannedPayment]| {
            rows.iter().try_fold(Amount::ZERO, |sum, row| sum.checked_add(row.amount)).ok_or(PlanError::TooLarge)
        };
        Ok(InstallmentPlan { total: sum(&rows)?, rows })
    }
}

/// The payments of a plan, in order: the deposit first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallmentPlan {
    rows: Vec<PlannedPayment>,
    total: Amount,
}

impl InstallmentPlan {
    /// Returns the payments.
    pub fn iter(&self) -> std::slice::Iter<'_, PlannedPayment> {
        self.rows.iter()
    }

    /// Returns the total that the customer pays, including fees.
    pub const fn total(&self) -> Amount {
        self.total
    }

    /// Returns `true` if a payment has the instalments of the plan: the same number, with these amounts, in this order.
    /// An instalment without an amount does not match.
    pub fn is_plan_of(&self, payment: &InstallmentPayment) -> bool {
        let amounts = payment.installments.iter().flatten().map(|installment| installment.amount);
        self.rows.iter().map(|row| Some(row.amount)).eq(amounts)
    }

    /// Returns `true` if these are the amounts of the plan, in order. For a payment in instalments, use
    /// [`Self::is_plan_of`], which also detects missing amounts.
    pub fn has_amounts(&self, amounts: impl IntoIterator<Item = Amount>) -> bool {
        self.rows.iter().map(|row| row.amount).eq(amounts)
    }
}

impl<'a> IntoIterator for &'a InstallmentPlan {
    type Item = &'a PlannedPayment;
    type IntoIter = std::slice::Iter<'a, PlannedPayment>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A payment of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedPayment {
    /// Whether it is the deposit or an instalment.
    pub kind: PlannedKind,
    /// The date of the debit; later if an attempt fails.
    pub date: CalendarDate,
    /// The amount of the debit including the fee, in minor units.
    pub amount: Amount,
    /// The part of the amount that is the fee.
    pub fee: Amount,
}

/// The kind of a planned payment; `type` of an instalment on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlannedKind {
    /// `DEPOSIT` on the wire.
    Deposit,
    /// `INSTALLMENT` on the wire.
    Installment,
}

/// The reason why terms are not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlanError {
    /// A plan needs at least one instalment.
    NoInstallment,
    /// More than 1,200 instalments: a hundred years of months.
    TooMany,
    /// The deposit is not positive, or the fee is negative. Contains which of the two.
    Negative(&'static str),
    /// The amount without the deposit is less than one minor unit per instalment.
    NothingToShare,
    /// An amount or the total does not fit into 64 bits.
    TooLarge,
    /// The dates cannot be calculated.
    Schedule(ScheduleError),
}

impl From<ScheduleError> for PlanError {
    fn from(error: ScheduleError) -> Self {
        Self::Schedule(error)
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoInstallment => f.write_str("a plan needs at least one instalment"),
            Self::TooMany => write!(f, "a plan has at most {MOST_INSTALLMENTS} instalments"),
            Self::Negative(what) => write!(f, "the {what} is too small; omit it if there is none"),
            Self::NothingToShare => {
                f.write_str("the amount without the deposit is less than one minor unit per instalment")
            }
            Self::TooLarge => f.write_str("the amounts are too large"),
            Self::Schedule(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PlanError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Schedule(error) => Some(error),
            _ => None,
        }
    }
}
