//! Rows that are in no total, and why.

use std::fmt;

use centralpay_model::MovementId;

/// More rows than these are counted but not named.
const MAX_NAMED: usize = 1000;

/// The rows that are in no total although they should be.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    count: u64,
    named: Vec<Named>,
}

#[derive(Debug, Clone)]
struct Named {
    row: u64,
    movement: MovementId,
    reason: Reason,
    /// Another row of the movement may say what this one lacks.
    is_incomplete: bool,
}

impl LeftOut {
    pub(super) fn push(&mut self, row: u64, movement: &MovementId, reason: Reason, is_incomplete: bool) {
        self.count += 1;
        if self.named.len() < MAX_NAMED {
            self.named.push(Named { row, movement: movement.clone(), reason, is_incomplete });
        }
    }

    /// Takes back that rows of a movement are incomplete: `count` in all.
    pub(super) fn take_back(&mut self, movement: &MovementId, count: u64) {
        self.count = self.count.saturating_sub(count);
        self.named.retain(|named| !named.is_incomplete || named.movement != *movement);
    }

    /// Returns `true` if every row is in the totals.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns how many there are.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Returns the first thousand: which row it was, counted from 1 as they were added, its movement and the reason.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &MovementId, Reason)> {
        self.named.iter().map(|named| (named.row, &named.movement, named.reason))
    }
}

/// Why a row is in no total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It does not say whether the movement took place.
    NoStatus,
    /// It has a status that this version does not know.
    UnknownStatus,
    /// It does not say what kind of operation it is.
    NoType,
    /// It is an operation of a type that this version does not know.
    UnknownType,
    /// It has no gross amount.
    NoAmount,
    /// It has no currency.
    NoCurrency,
    /// Its amounts are in several currencies.
    SeveralCurrencies,
    /// The net amount is not the gross amount less the fee.
    NetIsNotGrossLessFee,
    /// It is a debit above zero whose fee, a part of it, is greater than itself.
    FeeAboveDebit,
    /// It adds to the account by its type, and takes from it by its sign.
    CreditBelowZero,
    /// It has no date.
    NoDate,
    /// Its date is in no form that is understood: use [`of_all_rows`](super::MonthlyReport::of_all_rows).
    UnreadableDate,
    /// A sum would not fit into 64 bits with it.
    TooLarge,
    /// The same movement was given before with another value somewhere, which counts; one of the two is wrong or out of
    /// date. A value that one of them has and the other lacks is none.
    GivenBeforeOtherwise,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoStatus => "the row has no status",
            Self::UnknownStatus => "the status is not known",
            Self::NoType => "the row has no type of operation",
            Self::UnknownType => "the type of operation is not known",
            Self::NoAmount => "the row has no gross amount",
            Self::NoCurrency => "the row has no currency",
            Self::SeveralCurrencies => "the amounts are in several currencies",
            Self::NetIsNotGrossLessFee => "the net amount is not the gross amount less the fee",
            Self::FeeAboveDebit => "the fee is greater than the debit that it is a part of",
            Self::CreditBelowZero => "the amount is below zero although the operation adds to the account",
            Self::NoDate => "the row has no date",
            Self::UnreadableDate => "the date is in no form that is understood; use `MonthlyReport::of_all_rows`",
            Self::TooLarge => "a sum would not fit into 64 bits with it",
            Self::GivenBeforeOtherwise => "the movement was given before with other figures",
        })
    }
}
