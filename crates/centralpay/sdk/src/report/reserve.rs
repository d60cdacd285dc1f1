//! The reserve: money of the merchant that CentralPay holds back, C of the report.

use payspec_core::Amount;
use payspec_core::CalendarDate;

use crate::schedule::{Interval, IntervalUnit, ScheduleError};

/// A rolling reserve: a share of what came in during the last days, both as the contract says (“Principes de réserve”), recomputed every day.
///
/// CentralPay knows three kinds of guarantee, and the contract says which an account has: a *collateral*, a fixed
/// sum that is paid once; a *floor*, a fixed sum that is kept back from payments, above which payouts begin; and
/// the rolling reserve, whose money is set free after a number of days, 90 to 180 as a rule. All three are shown in the
/// portal under Administration, payouts (*somme des cautions*, *seuil fixe*, *seuil variable*). Only this one can be
/// computed from an export.
///
/// The formula is the document's: what came in during the last days, times the share. It does not say how a fraction of a
/// cent is rounded, whether the closing day is one of the days, or whether what was undone is taken off. This rounds up,
/// counts the closing day, and leaves the rest to the figure that it is given; expect to be off by little, and take C from
/// the portal where it must be exact.
///
/// ```
/// use payspec::centralpay::Amount;
/// use payspec::centralpay::report::RollingReserve;
///
/// // The document's example: 5 % of what came in during 90 days.
/// let reserve = RollingReserve { basis_points: 500, days: 90 };
/// assert_eq!(reserve.amount(Amount::from_minor(1_000_000)), Some(Amount::from_minor(50_000)));
/// let days = reserve.days_until("2024-03-31".parse()?)?;
/// assert_eq!(days, ("2024-01-02".parse()?, "2024-03-31".parse()?));
/// // For A of these days: `MonthlyReport::of_days(days.0, days.1)`.
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollingReserve {
    /// The share that is held back, in hundredths of a percent: 500 for 5 %.
    pub basis_points: u32,
    /// How many days it is a share of.
    pub days: u32,
}

impl RollingReserve {
    /// Returns the reserve for what came in during the days; zero where nothing or less came in, and `None` where it does not
    /// fit into 64 bits.
    pub fn amount(self, received: Amount) -> Option<Amount> {
        let share = i128::from(received.minor().max(0)) * i128::from(self.basis_points);
        let rounded_up = share / 10_000 + i128::from(share % 10_000 != 0);
        i64::try_from(rounded_up).ok().map(Amount::from_minor)
    }

    /// Returns the first and the last of the days that count on a closing day.
    ///
    /// # Errors
    ///
    /// The closing day is none of the calendar, the reserve has no days, or they begin before the calendar does.
    pub fn days_until(self, closing: CalendarDate) -> Result<(CalendarDate, CalendarDate), ScheduleError> {
        let before = self.days.checked_sub(1).ok_or(ScheduleError::ZeroInterval)?;
        Ok((Interval::new(1, IntervalUnit::Day)?.nth_before(closing, before)?, closing))
    }
}
