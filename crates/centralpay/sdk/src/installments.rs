//! The plan of a payment in instalments (French: "paiement fractionné"), before it is asked for.
//!
//! CentralPay makes the plan; this module tells a shop what it will be, to the cent and to the day. It takes the
//! deposit off the amount, divides the rest, and puts the cents that are left over on the first instalment.
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
//! The same terms make the request ([`InstallmentTerms::request`]), so that what is asked for is what was shown.
//!
//! # The fee
//!
//! The document (“Fractionné”) contradicts itself here, and every sample has a fee of 0, so none decides it. The
//! default is what its words say: one fee, on the first instalment, which also carries the cents that are left over.
//! What the figures beside these words come to can be chosen; [`FeeOn`] has both, and why. Once the payment is made,
//! the `installments` of the answer are what counts: compare them with the plan ([`InstallmentPlan::is_plan_of`])
//! before showing either.

use std::fmt;

use centralpay_model::{
    CreateInstallmentPayment, CreateInstallmentPaymentRequired, Currency, InstallmentPayment, IntervalUnit,
};
use payspec_core::Amount;
use payspec_core::CalendarDate;

use crate::schedule::{self, Interval, ScheduleError};

/// More rows than anybody pays; keeps a slip from filling the memory.
const MOST_INSTALLMENTS: u32 = 1_200;

/// What a payment in instalments is asked for with.
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

/// What [`InstallmentTerms::new`] takes, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstallmentTermsRequired {
    /// What is paid in all, without a fee: `amount`.
    pub amount: Amount,
    /// The number of instalments, a deposit not among them: `iterationCount`.
    pub count: u32,
    /// The time between two instalments: `intervalUnit` with `intervalCount`.
    pub interval: Interval,
    /// The day of the first instalment: `startingDate`.
    pub starting: CalendarDate,
}

/// Which payments the fee (`feeAmount`) is added to.
///
/// For 1000.00 with a deposit of 200.00, three instalments and a fee of 10.00, the document prints 276.68, 276.66 and
/// 276.66. Beside them it says that the first instalment carries the rounding and the fee, and names no fee
/// for the others; its text speaks of *a* fee of 10.00. The two cannot both be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FeeOn {
    /// The words are right: only the first instalment carries the fee. It is 276.68, the others are 266.66, and the
    /// customer pays 1010.00: the amount and the fee.
    ///
    /// This is the default. It is the only reading in which a fee of 10.00 is a fee of 10.00, and an older page of the
    /// vendor (`doc-api.centralpay.net/en/installment-object`) prints 266.66 for the later instalments of the same example.
    #[default]
    FirstInstallment,
    /// The figures are right: each instalment carries the whole fee, the deposit none. The later instalments are 276.66,
    /// and the customer pays 1030.00.
    EachInstallment,
}

impl InstallmentTerms {
    /// Creates terms without a deposit and without a fee.
    pub const fn new(required: InstallmentTermsRequired) -> Self {
        let InstallmentTermsRequired { amount, count, interval, starting } = required;
        let (deposit, fee, fee_on) = (None, Amount::ZERO, FeeOn::FirstInstallment);
        Self { amount, count, interval, starting, deposit, fee, fee_on }
    }

    /// A deposit that is taken off the amount and paid on a day of its own: `depositAmount`, `depositStartingDate`.
    #[must_use]
    pub const fn deposit(mut self, amount: Amount, date: CalendarDate) -> Self {
        self.deposit = Some((amount, date));
        self
    }

    /// A fee for the customer, beside the amount: `feeAmount`. Which payments carry it is [`fee_on`](Self::fee_on).
    #[must_use]
    pub const fn fee(mut self, fee: Amount) -> Self {
        self.fee = fee;
        self
    }

    /// Which payments carry the fee, where the default of [`FeeOn`] turns out to be wrong.
    #[must_use]
    pub const fn fee_on(mut self, fee_on: FeeOn) -> Self {
        self.fee_on = fee_on;
        self
    }

    /// Returns the request that asks for these very terms. Who pays has to be added: a customer with a card, or a
    /// mandate with the day of the first direct debit.
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
    pub fn request(&self, currency: impl Into<Currency>, end_user_ip: impl Into<String>) -> CreateInstallmentPayment {
        let interval = (IntervalUnit::from(self.interval.unit()), i64::from(self.interval.count()));
        let count = i64::from(self.count);
        let mut params = CreateInstallmentPayment::new(CreateInstallmentPaymentRequired {
            amount: self.amount,
            currency: currency.into(),
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

    /// Returns the plan: the deposit if there is one, then the instalments.
    ///
    /// # Errors
    ///
    /// [`PlanError`] when the terms cannot be kept: see there.
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

/// The payments of a plan in the order in which they are listed: the deposit first.
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

    /// Returns what the customer pays in all, fees included.
    pub const fn total(&self) -> Amount {
        self.total
    }

    /// Returns `true` if a payment has the instalments of the plan: as many, with these amounts, in this order. One
    /// without an amount is none of them.
    pub fn is_plan_of(&self, payment: &InstallmentPayment) -> bool {
        let amounts = payment.installments.iter().flatten().map(|installment| installment.amount);
        self.rows.iter().map(|row| Some(row.amount)).eq(amounts)
    }

    /// Returns `true` if these are the amounts of the plan, in its order. For a payment in instalments,
    /// [`Self::is_plan_of`] minds amounts that are missing, too.
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

/// One payment of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedPayment {
    /// Deposit or instalment.
    pub kind: PlannedKind,
    /// The day on which it is debited; later when an attempt fails.
    pub date: CalendarDate,
    /// What is debited, the fee included, in minor units.
    pub amount: Amount,
    /// How much of the amount is the fee.
    pub fee: Amount,
}

/// What a payment of a plan is; `type` of an instalment on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlannedKind {
    /// `DEPOSIT` on the wire.
    Deposit,
    /// `INSTALLMENT` on the wire.
    Installment,
}

/// Why terms make no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlanError {
    /// A plan has one instalment or more.
    NoInstallment,
    /// More than 1,200 instalments: a hundred years of months.
    TooMany,
    /// The deposit is not above, or the fee below, zero. Holds which of the two.
    Negative(&'static str),
    /// What the deposit leaves is less than one minor unit for each instalment.
    NothingToShare,
    /// An amount or the total does not fit into 64 bits.
    TooLarge,
    /// The days cannot be counted.
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
            Self::NoInstallment => f.write_str("a plan has one instalment or more"),
            Self::TooMany => write!(f, "a plan has at most {MOST_INSTALLMENTS} instalments"),
            Self::Negative(what) => write!(f, "the {what} is too small; leave it out if there is none"),
            Self::NothingToShare => {
                f.write_str("the amount without the deposit is less than one minor unit for each instalment")
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
