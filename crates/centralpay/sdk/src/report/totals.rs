//! The sums behind the totals A to I.

use std::collections::BTreeMap;

use payspec_core::Amount;

use super::movement::{Judged, Movement};
use super::role::Role;

/// The totals of a month in one currency, in minor units. The letters are those of CentralPay's report.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Totals {
    /// A: incoming money.
    pub a_received: Amount,
    /// B = A − I: incoming money after all fees.
    pub b_net: Amount,
    /// F: payouts to the merchant's bank, as they arrived there.
    pub f_withdrawn: Amount,
    /// G: fees and commissions on transactions.
    pub g_service_fees: Amount,
    /// H: fees of technical operations.
    pub h_technical_fees: Amount,
    /// I = G + H: all fees.
    pub i_fees: Amount,
    /// The change of E in the month; `None` in a report of all rows, which has no dates.
    pub became_available: Option<Amount>,
    /// The figures of each operation type, by its code.
    pub by_type: BTreeMap<&'static str, TypeTotals>,
}

/// The figures of one operation type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TypeTotals {
    /// The number of movements.
    pub movements: u64,
    /// The amount exchanged with the other party, never negative: what was paid, or what reached the bank.
    pub moved: Amount,
    /// CentralPay's fees.
    pub fees: Amount,
    /// The effect on the account.
    pub effect: Amount,
}

/// C, D and E: the balance of the account on the closing day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Closing {
    /// C: the reserve.
    pub c_reserve: Amount,
    /// D = E − C: the amount available to the merchant.
    pub d_available: Amount,
    /// E: both together.
    pub e_total: Amount,
}

/// The arguments of [`Totals::closing`], by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosingRequired {
    /// E of the previous report.
    pub e_before: Amount,
    /// C of the portal: the reserve.
    pub c_reserve: Amount,
}

impl Totals {
    /// Calculates C, D and E of the closing day, from E of the previous report and the reserve in the portal (C).
    ///
    /// Money that is not available yet is in none of them, nor in the report, judging by its wording. Returns `None` in
    /// a report of all rows, or if a sum does not fit into 64 bits.
    pub fn closing(&self, required: ClosingRequired) -> Option<Closing> {
        let ClosingRequired { e_before, c_reserve } = required;
        let e_total = e_before.checked_add(self.became_available?)?;
        Some(Closing { c_reserve, d_available: e_total.checked_sub(c_reserve)?, e_total })
    }
}

/// The sum or difference of two amounts, if it fits.
type Change = fn(Amount, Amount) -> Option<Amount>;

/// The components of the totals. Every sum of two of them fits, or a row is rejected.
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
    /// Counts a movement in place of its previous content; returns `None` if a sum no longer fits.
    pub(super) fn replace(&mut self, old: Option<&Judged>, new: &Judged) -> Option<()> {
        old.map_or(Some(()), |old| self.change(old, Amount::checked_sub, Amount::checked_add, -1))?;
        self.change(new, Amount::checked_add, Amount::checked_sub, 1)?;
        self.totals(true).map(|_| ())
    }

    /// Updates all sums with a movement. To subtract it, `more` and `less` are swapped.
    fn change(&mut self, judged: &Judged, more: Change, less: Change, movements: i64) -> Option<()> {
        let Judged { movement, is_made, is_available } = judged;
        let Movement { moved, fee, effect, .. } = *movement;
        if *is_available {
            // The money is available to the merchant, or gone.
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
