//! The totals of the monthly financial report, recomputed from an export of operations.
//!
//! CentralPay puts a report (*rapport financier*) beside each month's invoice, with nine totals named A to I. The same
//! totals come out of the [accounting export](crate::files::ExportedOperation), so that one can be held against the other:
//!
//! | | total | from the export |
//! | --- | --- | --- |
//! | A | what came in | gross of [`Role::Received`], less what was [taken back](Role::ReceivedUndone) before it arrived |
//! | B | what came in after all fees | A − I |
//! | C | the reserve held as a guarantee on the closing day | **not in the export**: the portal shows it |
//! | D | what is at the merchant's disposal on the closing day | E − C |
//! | E | C and D together | E of the month before, and what became available since |
//! | F | what was paid out to the merchant's bank | what reached the bank by [`Role::Withdrawn`], less what [came back](Role::WithdrawnUndone) |
//! | G | fees and commissions on transactions | fees of card, transfer and direct debit transactions |
//! | H | fees of technical operations: authorisations, disputes, payouts and so on | fees of everything else |
//! | I | all fees | G + H |
//!
//! The formulas of B, E and I are the document's (“Exports comptables”); which operations make up A, F, G and H is our
//! reading of its words. [`Totals::by_type`] has the figures of each type, for those who read them otherwise.
//!
//! # What cannot be told from the export
//!
//! - The reserve, and any balance: give E of the report before and C to [`Totals::closing`]. Of a rolling reserve,
//!   [`RollingReserve`] computes C from what came in during the last days.
//! - Fees that CentralPay takes from an account for commissions or bills at the end of the month instead (“Glossaire
//!   CentralPay”): they are not rows of this account.
//! - Transfers that another account sent to this one: the type `TRANSFER` is documented as a debit and taken for one.
//! - Whether debits are negative. Both ways are read: a debit below zero costs its net amount, one above zero its gross
//!   amount, as payouts and transfers of the API do. Payments that are undone count with their gross amount either way, as
//!   A does, and their fee beside it: below zero when it is given back. [`MonthlyReport::signs_are_mixed`] tells when a
//!   file has both.
//!
//! Rows of other months are of no concern, whatever they hold. A row that does not make sense by itself (its net amount is not gross less fee, a currency is missing, a type is new)
//! is in no total; [`MonthlyReport::left_out`] says which and why. **With rows left out, the totals are not the report's.**
//! The same is true when a row of the file could not be read: end there, or count such rows yourself. A movement that is
//! given twice and a row that adds up others are counted once and not at all: [`MonthlyReport::skipped`].
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
pub use totals::{Closing, Totals, TypeTotals};

use std::collections::BTreeMap;

use centralpay_files::ExportedOperation;
use centralpay_model::{Currency, MovementId, MovementStatus};
use payspec_core::{CalendarDate, DateTime};

use facts::Facts;
use movement::Judged;
use seen::{Known, Seen, is_summary};
use totals::Sums;

/// The totals of a month, by currency, while rows are added.
///
/// Rows may come in any order, and from several exports that overlap: a movement counts once. Where one row of a movement
/// has a value that another lacks, such as the available date that was filled in between two exports, it counts with
/// the value, whichever row comes first. Rows that have different values contradict each other: the first counts, and
/// the second is [left out](Self::left_out). To recognise a movement takes some 200 bytes of memory for each that concerns
/// the period.
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

/// The rows that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Period {
    All,
    /// Year and month.
    Month(i16, u8),
    /// From one day to another, both included.
    Days(CalendarDate, CalendarDate),
}

impl MonthlyReport {
    /// Creates a report of one month. Give it the rows of the month, and for E those before it that became available in
    /// it; of other rows nothing is counted. Dates count as they are written, in the offset they have. Months are 1 to
    /// 12; no row is in any other.
    pub fn of(year: i16, month: u8) -> Self {
        Self::over(Period::Month(year, month))
    }

    /// Creates a report of the days from `first` to `last`, both included: for a period that is not a month, or for
    /// what a [`RollingReserve`] is a share of.
    pub fn of_days(first: CalendarDate, last: CalendarDate) -> Self {
        Self::over(Period::Days(first, last))
    }

    /// A report of all rows it is given, whatever their dates: for a period that is not a month, or for an export whose
    /// dates are in no form that is understood. It has no E.
    pub fn of_all_rows() -> Self {
        Self::over(Period::All)
    }

    fn over(period: Period) -> Self {
        let (by_currency, left_out) = (BTreeMap::new(), LeftOut::default());
        let (seen, skipped) = (Seen::default(), Skipped::default());
        Self { period, by_currency, left_out, seen, skipped, rows: 0, signed: false, unsigned: false }
    }

    /// Adds a row. Movements that failed count nowhere, nor do movements that were given before and rows that add up
    /// others ([`skipped`](Self::skipped)).
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

    /// Counts a movement that is in no total yet, though rows of it may have been left out.
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

    /// Changes the totals by a movement, which counts as a whole or not at all, in the place of what was known of it.
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

    /// Returns `true` if a date lies in the period, or `None` where that needs one and there is none.
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

    /// Returns how many rows it was given.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Returns the totals in one currency, or `None` when no row counts in it.
    pub fn totals(&self, currency: &Currency) -> Option<Totals> {
        self.by_currency.get(currency.as_str())?.totals(self.period != Period::All)
    }

    /// Returns the currencies that there are totals in, by their codes.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.by_currency.keys().map(|code| Currency::from(code.as_str()))
    }

    /// Returns the rows that are in no total although they should be.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// Returns how many rows are in no total because what they say is in it already: movements that were given twice, and
    /// sums of other rows.
    pub fn skipped(&self) -> Skipped {
        self.skipped
    }

    /// Returns `true` if some debits are below zero and others above: then one kind is misread, most likely transfers
    /// that came in.
    pub fn signs_are_mixed(&self) -> bool {
        self.signed && self.unsigned
    }
}
