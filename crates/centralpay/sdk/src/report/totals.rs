//! The sums behind the letters.

use std::collections::BTreeMap;

use payspec_core::Amount;

use super::movement::{Judged, Movement};
use super::role::Role;

/// The totals of a month in one currency, in minor units. The letters are those of CentralPay's report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Totals {
    /// A: what came in.
    pub a_received: Amount,
    /// B = A − I: what came in, after all fees.
    pub b_net: Amount,
    /// F: what was paid out to the merchant's bank, as it arrived there.
    pub f_withdrawn: Amount,
    /// G: fees and commissions on transactions.
    pub g_service_fees: Amount,
    /// H: fees of technical operations.
    pub h_technical_fees: Amount,
    /// I = G + H: all fees.
    pub i_fees: Amount,
    /// By how much E changed in the month; `None` in a report of all rows, which knows no dates.
    pub became_available: Option<Amount>,
    /// The figures of each type of operation, by its code.
    pub by_type: BTreeMap<&'static str, TypeTotals>,
}

/// The figures of one type of operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TypeTotals {
    /// How many movements there were.
    pub movements: u64,
    /// What changed hands with the other side, never below zero: what was paid, what reached the bank.
    pub moved: Amount,
    /// What CentralPay took.
    pub fees: Amount,
    /// By how much the account changed.
    pub effect: Amount,
}

/// C, D and E: what the account holds on the closing day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Closing {
    /// C: the reserve.
    pub c_reserve: Amount,
    /// D = E − C: what is at the merchant's disposal.
    pub d_available: Amount,
    /// E: both together.
    pub e_total: Amount,
}

impl Totals {
    /// C, D and E of the closing day, from E of the report before and the reserve that the portal shows (C).
    ///
    /// Money whose day of availability has not come is in none of them, and neither is it in the report, as far as its
    /// words tell. `None` in a report of all rows, or when a sum does not fit.
    pub fn closing(&self, e_before: Amount, c_reserve: Amount) -> Option<Closing> {
        let e_total = e_before.checked_add(self.became_available?)?;
        Some(Closing { c_reserve, d_available: e_total.checked_sub(c_reserve)?, e_total })
    }
}

/// The sum or the difference of two amounts, if it fits.
type Change = fn(Amount, Amount) -> Option<Amount>;

/// What the totals are made of. Every sum of two of them fits, or a row is refused.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    received: Amount,
    withdrawn: Amount,
    service_fees: Amount,
    technical_fees: Amount,
    became_available: Amount,
    by_type: BTreeMap<&'static str, TypeTotals>,
}

impl Sums {
    /// Counts a movement in the place of what was known of it before; `None` when a sum does not fit any more.
    pub(super) fn replace(&mut self, old: Option<&Judged>, new: &Judged) -> Option<()> {
        old.map_or(Some(()), |old| self.change(old, Amount::checked_sub, Amount::checked_add, -1))?;
        self.change(new, Amount::checked_add, Amount::checked_sub, 1)?;
        self.totals(true).map(|_| ())
    }

    /// Changes all sums by a movement. `more` and `less` change places where it is taken off.
    fn change(&mut self, judged: &Judged, more: Change, less: Change, movements: i64) -> Option<()> {
        let Judged { movement, is_made, is_available } = judged;
        let Movement { moved, fee, effect, .. } = *movement;
        if *is_available {
            // The money is at the merchant's disposal, or gone.
            self.became_available = more(self.became_available, effect)?;
        }
        if !is_made {
            return Some(());
        }
        match movement.role {
            Role::Received => self.received = more(self.received, moved)?,
            Role::ReceivedUndone => self.received = less(self.received, moved)?,
            Role::Withdrawn => self.withdrawn = more(self.withdrawn, moved)?,
            Role::WithdrawnUndone => self.withdrawn = less(self.withdrawn, moved)?,
            Role::Spent | Role::SpentUndone | Role::FeeOnly => {}
        }
        let fees = if movement.service_fee { &mut self.service_fees } else { &mut self.technical_fees };
        *fees = more(*fees, fee)?;
        let of_type = self.by_type.entry(movement.code).or_default();
        *of_type = TypeTotals {
            movements: of_type.movements.checked_add_signed(movements)?,
            moved: more(of_type.moved, moved)?,
            fees: more(of_type.fees, fee)?,
            effect: more(of_type.effect, effect)?,
        };
        Some(())
    }

    pub(super) fn totals(&self, with_dates: bool) -> Option<Totals> {
        let i_fees = self.service_fees.checked_add(self.technical_fees)?;
        Some(Totals {
            a_received: self.received,
            b_net: self.received.checked_sub(i_fees)?,
            f_withdrawn: self.withdrawn,
            g_service_fees: self.service_fees,
            h_technical_fees: self.technical_fees,
            i_fees,
            became_available: with_dates.then_some(self.became_available),
            by_type: self.by_type.clone(),
        })
    }
}
