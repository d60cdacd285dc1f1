//! Rows that are excluded from the totals, and the reasons.

use std::fmt;

use centralpay_model::MovementId;

/// The maximum number of listed rows. Further ones are only counted.
const MAX_NAMED: usize = 1000;

/// The rows that are excluded from the totals although they should be included.
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
    /// Another row of the movement may contain what this one lacks.
    is_incomplete: bool,
}

impl LeftOut {
    pub(super) fn push(&mut self, row: u64, movement: &MovementId, reason: Reason, is_incomplete: bool) {
        self.count += 1;
        if self.named.len() < MAX_NAMED {
            self.named.push(Named { row, movement: movement.clone(), reason, is_incomplete });
        }
    }

    /// Removes the incomplete rows of a movement: `count` in all.
    pub(super) fn take_back(&mut self, movement: &MovementId, count: u64) {
        self.count = self.count.saturating_sub(count);
        self.named.retain(|named| !named.is_incomplete || named.movement != *movement);
    }

    /// Returns `true` if every row is included in the totals.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the number of rows.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Returns the first thousand: the number of the row, counted from 1 in the order of adding, its movement and the
    /// reason.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &MovementId, Reason)> {
        self.named.iter().map(|named| (named.row, &named.movement, named.reason))
    }
}

/// The reason why a row is excluded from the totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It has no status.
    NoStatus,
    /// It has a status that this version does not know.
    UnknownStatus,
    /// It has no operation type.
    NoType,
    /// Its operation type is unknown to this version.
    UnknownType,
    /// It has no gross amount.
    NoAmount,
    /// It has no currency.
    NoCurrency,
    /// Its amounts are in several currencies.
    SeveralCurrencies,
    /// The net amount is not the gross amount less the fee.
    NetIsNotGrossLessFee,
    /// It is a positive debit whose included fee is greater than itself.
    FeeAboveDebit,
    /// Its type adds to the account, but its sign takes from it.
    CreditBelowZero,
    /// It has no date.
    NoDate,
    /// Its date has no known format: use [`of_all_rows`](super::MonthlyReport::of_all_rows).
    UnreadableDate,
    /// A sum would not fit into 64 bits.
    TooLarge,
    /// The same movement was added before with a different value, which counts; one of the two is wrong or out of date.
    /// A value that only one of them has is no difference.
    GivenBeforeOtherwise,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoStatus => "the row has no status",
            Self::UnknownStatus => "the status is unknown",
            Self::NoType => "the row has no operation type",
            Self::UnknownType => "the operation type is unknown",
            Self::NoAmount => "the row has no gross amount",
            Self::NoCurrency => "the row has no currency",
            Self::SeveralCurrencies => "the amounts are in several currencies",
            Self::NetIsNotGrossLessFee => "the net amount is not the gross amount minus the fee",
            Self::FeeAboveDebit => "the fee is greater than the debit that includes it",
            Self::CreditBelowZero => "the amount is negative although the operation adds to the account",
            Self::NoDate => "the row has no date",
            Self::UnreadableDate => "the date has no known format; use `MonthlyReport::of_all_rows`",
            Self::TooLarge => "a sum would not fit into 64 bits",
            Self::GivenBeforeOtherwise => "the movement was added before with different figures",
        })
    }
}
