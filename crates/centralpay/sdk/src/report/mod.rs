//! The totals of the monthly financial report, recomputed from an export of operations.
//!
//! CentralPay adds a report (*rapport financier*) to each month's invoice, with nine totals named A to I. The same
//! totals can be calculated from the [accounting export](crate::files::ExportedOperation), to verify it:
//!
//! | | total | from the export |
//! | --- | --- | --- |
//! | A | incoming money | gross of [`Role::Received`], minus what was [reversed](Role::ReceivedUndone) before it arrived |
//! | B | incoming money after all fees | A − I |
//! | C | the reserve held as a guarantee on the closing day | **not in the export**: the portal shows it |
//! | D | the amount available to the merchant on the closing day | E − C |
//! | E | C and D together | E of the previous month, plus what became available since |
//! | F | payouts to the merchant's bank | what reached the bank by [`Role::Withdrawn`], minus what [came back](Role::WithdrawnUndone) |
//! | G | fees and commissions on transactions | fees of card, transfer and direct debit transactions |
//! | H | fees of technical operations: authorisations, disputes, payouts and so on | fees of everything else |
//! | I | all fees | G + H |
//!
//! The formulas of B, E and I are the documentation's (“Exports comptables”); which operations make up A, F, G and H is
//! our interpretation of its wording. [`Totals::by_type`] has the figures of each type, for other interpretations.
//!
//! # What the export does not show
//!
//! - The reserve, and any balance: pass E of the previous report and C to [`Totals::closing`]. For a rolling reserve,
//!   [`RollingReserve`] calculates C from the incoming money of the last days.
//! - Fees that CentralPay takes from a commission account or bills at the end of the month instead (“Glossaire
//!   CentralPay”): they are not rows of this account.
//! - Transfers from another account to this one: the type `TRANSFER` is documented as a debit and treated as one.
//! - Whether debits are negative. Both are accepted: a negative debit costs its net amount, a positive one its gross
//!   amount, as payouts and transfers of the API do. Reversed payments count with their gross amount either way, as A
//!   does, plus their fee: negative if it is given back. [`MonthlyReport::signs_are_mixed`] reports a file with both.
//!
//! Rows of other months are ignored, whatever they contain. An inconsistent row (its net amount is not gross minus fee,
//! a currency is missing, its type is new) is excluded from the totals; [`MonthlyReport::left_out`] lists them with the
//! reasons. **With excluded rows, the totals are not the report's.** The same is true if a row of the file could not be
//! read: stop there, or count such rows yourself. A movement that is added twice counts once, and a row with sums of
//! others does not count: [`MonthlyReport::skipped`].
//!
//! ```
//! use payspec::centralpay::Amount;
//! use payspec::centralpay::files::{AmountUnit, CsvReader, ExportedOperation, ReadOptions};
//! use payspec::centralpay::model::Currency;
//! use payspec::centralpay::report::MonthlyReport;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let export = "\
//! movement_creation_date,movement_id,movement_gross_amount,movement_gross_currency,movement_fee_amount,movement_status,movement_source_type
//! 2024-01-05T12:44:06+01:00,m-1,10000,EUR,150,success,TRANSACTION
//! 2024-01-05T12:44:06+01:00,m-2,0,EUR,5,success,AUTHORIZATION
//! 2024-01-31T01:00:00+01:00,m-3,8000,EUR,20,success,PAYOUT
//! ";
//! let mut report = MonthlyReport::of(2024, 1);
//! let options = ReadOptions::new().amounts(AmountUnit::Minor); // this export is in cents
//! for row in CsvReader::<ExportedOperation, _>::with(options, export.as_bytes())? {
//!     report.add(&row?);
//! }
//! assert!(report.left_out().is_empty());
//! let euros = report.totals(&Currency::EUR).expect("there are rows in euros");
//! let minor = Amount::from_minor;
//! assert_eq!((euros.a_received, euros.b_net), (minor(10_000), minor(9_825)));
//! assert_eq!(euros.f_withdrawn, minor(7_980));
//! assert_eq!((euros.g_service_fees, euros.h_technical_fees, euros.i_fees), (minor(150), minor(25), minor(175)));
//! # Ok(())
//! # }
//! ```

mod facts;
mod left_out;
mod movement;
mod reserve;
mod role;
mod seen;
mod totals;

pub use left_out::{LeftOut, Reason};
pub use reserve::RollingReserve;
pub use role::Role;
pub use seen::Skipped;
pub use totals::{Closing, ClosingRequired, Totals, TypeTotals};

use std::collections::BTreeMap;

use centralpay_files::ExportedOperation;
use centralpay_model::{Currency, MovementId, MovementStatus};
use payspec_core::{CalendarDate, DateTime};

use facts::Facts;
use movement::Judged;
use seen::{Known, Seen, is_summary};
use totals::Sums;

/// The totals of a month by currency, accumulated row by row.
///
/// Rows may come in any order, and from several overlapping exports: a movement counts once. If one row of a movement
/// has a value that another lacks, such as an available date that was filled in between two exports, it counts with the
/// value, whichever row comes first. If rows have different values, the first counts, and the second is
/// [excluded](Self::left_out). Recognising movements takes about 200 bytes of memory for each one in the period.
#[derive(Debug, Clone)]
pub struct MonthlyReport {
    period: Period,
    by_currency: BTreeMap<String, Sums>,
    left_out: LeftOut,
    seen: Seen,
    skipped: Skipped,
    rows: u64,
    signed: bool,
    unsigned: bool,
}

/// The period of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    All,
    /// Year and month.
    Month(i16, u8),
    /// From one day to another, inclusive.
    Days(CalendarDate, CalendarDate),
}

impl MonthlyReport {
    /// Creates a report of one month. Add the rows of the month, and for E earlier rows that became available in it;
    /// other rows are ignored. Dates count as written, at their own offset. Months are 1 to 12; no row is in any other.
    pub fn of(year: i16, month: u8) -> Self {
        Self::over(Period::Month(year, month))
    }

    /// Creates a report of the days from `first` to `last`, inclusive: for a period other than a month, or for the
    /// basis of a [`RollingReserve`].
    pub fn of_days(first: CalendarDate, last: CalendarDate) -> Self {
        Self::over(Period::Days(first, last))
    }

    /// Creates a report of all rows added, whatever their dates: for a period other than a month, or for an export
    /// whose dates have no known format. It has no E.
    pub fn of_all_rows() -> Self {
        Self::over(Period::All)
    }

    fn over(period: Period) -> Self {
        let (by_currency, left_out) = (BTreeMap::new(), LeftOut::default());
        let (seen, skipped) = (Seen::default(), Skipped::default());
        Self { period, by_currency, left_out, seen, skipped, rows: 0, signed: false, unsigned: false }
    }

    /// Adds a row. Failed movements are ignored, as are repeated movements and rows with sums of others
    /// ([`skipped`](Self::skipped)).
    pub fn add(&mut self, row: &ExportedOperation) {
        self.rows += 1;
        if let Err(reason) = self.count(row) {
            self.left_out.push(self.rows, &row.movement_id, reason, false);
        }
    }

    fn count(&mut self, row: &ExportedOperation) -> Result<(), Reason> {
        if is_summary(row) {
            self.skipped.summaries += 1;
            return Ok(());
        }
        if row.movement_status == Some(MovementStatus::Failed) {
            return Ok(());
        }
        let made = self.is_within(row.movement_creation_date.as_ref(), true)?;
        let dated = row.movement_available_date.as_ref().map(|date| self.is_within(Some(date), false)).transpose()?;
        let dated = dated.flatten();
        let id = &row.movement_id;
        let is_outside = made == Some(false) && dated != Some(true);
        if is_outside && self.seen.get(id).is_none() {
            return Ok(());
        }
        let counted =
            Facts::of(row, made, dated, |text| self.seen.digest(text)).and_then(|facts| self.count_facts(id, facts));
        counted.or_else(|fault| if is_outside { Ok(()) } else { Err(fault) })
    }

    fn count_facts(&mut self, id: &MovementId, facts: Facts) -> Result<(), Reason> {
        let is_usable = |facts: &Facts| Judged::of(facts).map_or_else(|fault| facts.is_incomplete(fault), |_| true);
        if !is_usable(&facts) {
            return Judged::of(&facts).map(|_| ());
        }
        let Some(known) = self.seen.get(id) else { return self.count_first(id, facts, 0) };
        let Some(united) = known.facts.united(&facts).ok().filter(is_usable) else {
            // What does not count itself contradicts nothing.
            let (is_counted, judged) = (known.is_counted, Judged::of(&facts));
            return match judged {
                _ if is_counted => Err(Reason::GivenBeforeOtherwise),
                Ok(_) => self.count_first(id, facts, 0),
                Err(fault) => Err(fault),
            };
        };
        if united.is_outside() {
            return Ok(());
        }
        if !known.is_counted {
            let left_out = known.left_out;
            return self.count_first(id, united, left_out);
        }
        let (old, new) = (Judged::of(&known.facts)?, Judged::of(&united)?);
        if united != known.facts {
            self.change(Some(&old), &new)?;
            self.seen.insert(id, Known { facts: united, is_counted: true, left_out: 0 });
        }
        self.skipped.repeated += 1;
        Ok(())
    }

    /// Counts a movement that is not in the totals yet, although rows of it may have been excluded.
    fn count_first(&mut self, id: &MovementId, facts: Facts, left_out: u64) -> Result<(), Reason> {
        let is_counted = match Judged::of(&facts) {
            Ok(judged) => {
                self.change(None, &judged)?;
                true
            }
            Err(fault) => {
                self.left_out.push(self.rows, id, fault, true);
                false
            }
        };
        if is_counted && left_out > 0 {
            self.left_out.take_back(id, left_out);
            self.skipped.repeated += left_out;
        }
        let left_out = if is_counted { 0 } else { left_out + 1 };
        self.seen.insert(id, Known { facts, is_counted, left_out });
        Ok(())
    }

    /// Updates the totals with a movement, completely or not at all, replacing what was known of it.
    fn change(&mut self, old: Option<&Judged>, new: &Judged) -> Result<(), Reason> {
        let mut sums = self.by_currency.get(&new.movement.currency).cloned().unwrap_or_default();
        sums.replace(old, new).ok_or(Reason::TooLarge)?;
        self.by_currency.insert(new.movement.currency.clone(), sums);
        if let Some(signed) = new.movement.signed.filter(|_| new.is_made) {
            self.signed |= signed;
            self.unsigned |= !signed;
        }
        Ok(())
    }

    /// Returns `true` if a date is in the period, or `None` if the period needs a date and there is none.
    fn is_within(&self, date: Option<&DateTime>, all: bool) -> Result<Option<bool>, Reason> {
        if self.period == Period::All {
            return Ok(Some(all));
        }
        let Some(date) = date else { return Ok(None) };
        let (year, month, day) = date.calendar_date().ok_or(Reason::UnreadableDate)?;
        Ok(Some(match self.period {
            Period::All => all,
            Period::Month(of_year, of) => (year, month) == (of_year, of),
            Period::Days(first, last) => {
                (first.year, first.month, first.day) <= (year, month, day)
                    && (year, month, day) <= (last.year, last.month, last.day)
            }
        }))
    }

    /// Returns the number of rows added.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Returns the totals in one currency, or `None` if no row counts in it.
    pub fn totals(&self, currency: &Currency) -> Option<Totals> {
        self.by_currency.get(currency.as_str())?.totals(self.period != Period::All)
    }

    /// Returns the currencies of the totals, by code.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.by_currency.keys().map(|code| Currency::from(code.as_str()))
    }

    /// Returns the rows that are excluded from the totals although they should be included.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// Returns the number of rows that are skipped because the totals already include them: repeated movements, and
    /// sums of other rows.
    pub fn skipped(&self) -> Skipped {
        self.skipped
    }

    /// Returns `true` if some debits are negative and others positive: one kind is then misinterpreted, most likely
    /// incoming transfers.
    pub fn signs_are_mixed(&self) -> bool {
        self.signed && self.unsigned
    }
}
