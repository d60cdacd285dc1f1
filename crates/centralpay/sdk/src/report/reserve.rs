//! The reserve: the merchant's money that CentralPay withholds, C of the report.

use payspec_core::Amount;
use payspec_core::CalendarDate;

use crate::schedule::{Interval, IntervalUnit, ScheduleError};

/// A rolling reserve: a share of the incoming money of the last days, as set in the contract (“Principes de réserve”),
/// recalculated daily.
///
/// CentralPay has three kinds of guarantee, and the contract determines those of an account: a *collateral*, a fixed
/// sum that is paid once; a *floor*, a fixed sum that is withheld from payments, above which payouts start; and the
/// rolling reserve, whose money is released after a number of days, usually 90 to 180. All three are shown in the
/// portal under Administration, payouts (*somme des cautions*, *seuil fixe*, *seuil variable*). Only this one can be
/// calculated from an export.
///
/// The formula is the documentation's: the incoming money of the last days, times the share. It does not say how a
/// fraction of a cent is rounded, whether the closing day is included, or whether reversals are subtracted. This
/// implementation rounds up, includes the closing day, and leaves the rest to its argument; expect small differences,
/// and take C from the portal if it must be exact.
///
/// ```
/// use payspec::centralpay::Amount;
/// use payspec::centralpay::report::RollingReserve;
///
/// // The documentation's example: 5 % of the incoming money of 90 days.
/// let reserve = RollingReserve { basis_points: 500, days: 90 };
/// assert_eq!(reserve.amount(Amount::from_minor(1_000_000)), Some(Amount::from_minor(50_000)));
/// let days = reserve.days_until("2024-03-31".parse()?)?;
/// assert_eq!(days, ("2024-01-02".parse()?, "2024-03-31".parse()?));
/// // For A of these days: `MonthlyReport::of_days(days.0, days.1)`.
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollingReserve {
    /// The withheld share, in hundredths of a percent: 500 for 5 %.
    pub basis_points: u32,
    /// The number of days whose incoming money counts.
    pub days: u32,
}

impl RollingReserve {
    /// Returns the reserve for the incoming money of these days; zero if it is not positive, and `None` if the reserve
    /// does not fit into 64 bits.
    pub fn amount(self, received: Amount) -> Option<Amount> {
        let share = i128::from(received.minor().max(0)) * i128::from(self.basis_points);
        let rounded_up = share / 10_000 + i128::from(share % 10_000 != 0);
        i64::try_from(rounded_up).ok().map(Amount::from_minor)
    }

    /// Returns the first and last day of the basis for a closing day.
    ///
    /// # Errors
    ///
    /// Returns an error if the closing day does not exist, if the reserve has no days, or if they start before the
    /// calendar does.
    pub fn days_until(self, closing: CalendarDate) -> Result<(CalendarDate, CalendarDate), ScheduleError> {
        let before = self.days.checked_sub(1).ok_or(ScheduleError::ZeroInterval)?;
        Ok((Interval::new(1, IntervalUnit::Day)?.nth_before(closing, before)?, closing))
    }
}
