//! The content of a row, and the combined content of a movement's rows.

use std::num::NonZeroU64;

use centralpay_files::ExportedOperation;
use centralpay_model::{Currency, MovementStatus, OperationType};
use payspec_core::{Amount, DateTime};

use super::left_out::Reason;

/// The members of a row that totals depend on. Dates are digests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) kind: Option<OperationType>,
    pub(super) gross: Option<Amount>,
    pub(super) fee: Option<Amount>,
    pub(super) net: Option<Amount>,
    /// The currency of the gross amount.
    currency: Option<Currency>,
    /// The currency of the fee or the net amount.
    other_currency: Option<Currency>,
    created: Option<NonZeroU64>,
    available: Option<NonZeroU64>,
    /// Whether the movement was made in the period.
    pub(super) made: Option<bool>,
    /// Whether its money became available in the period.
    pub(super) dated: Option<bool>,
    pub(super) is_successful: bool,
}

impl Facts {
    /// Reads a row. `is_made` and `is_available` return whether its dates are in the period, and `digest` returns a
    /// number in place of a date.
    ///
    /// # Errors
    ///
    /// Returns an error if part of it cannot be used, whatever other rows of the movement contain.
    pub(super) fn of(
        row: &ExportedOperation,
        is_made: Option<bool>,
        is_available: Option<bool>,
        digest: impl Fn(&str) -> u64,
    ) -> Result<Self, Reason> {
        let dated = |date: &Option<DateTime>| date.as_ref().and_then(|date| NonZeroU64::new(digest(date.as_str()) | 1));
        let mut others = [&row.movement_fee_currency, &row.movement_net_currency].into_iter().flatten();
        let other_currency = others.next().map(Currency::canonical);
        if others.any(|other| Some(other.canonical()) != other_currency) {
            return Err(Reason::SeveralCurrencies);
        }
        Ok(Self {
            kind: row.movement_source_type.as_ref().map(OperationType::canonical),
            gross: row.movement_gross_amount,
            fee: row.movement_fee_amount,
            net: row.movement_net_amount,
            currency: row.movement_gross_currency.as_ref().map(Currency::canonical),
            other_currency,
            created: dated(&row.movement_creation_date),
            available: dated(&row.movement_available_date),
            made: is_made,
            dated: is_available,
            is_successful: match &row.movement_status {
                Some(MovementStatus::Success) => true,
                Some(_) => return Err(Reason::UnknownStatus),
                None => false,
            },
        })
    }

    /// Combines two rows of one movement.
    ///
    /// # Errors
    ///
    /// Returns an error if they contradict each other.
    pub(super) fn united(&self, other: &Self) -> Result<Self, Contradiction> {
        Ok(Self {
            kind: one(self.kind.as_ref(), other.kind.as_ref())?,
            gross: one(self.gross.as_ref(), other.gross.as_ref())?,
            fee: one(self.fee.as_ref(), other.fee.as_ref())?,
            net: one(self.net.as_ref(), other.net.as_ref())?,
            currency: one(self.currency.as_ref(), other.currency.as_ref())?,
            other_currency: one(self.other_currency.as_ref(), other.other_currency.as_ref())?,
            created: one(self.created.as_ref(), other.created.as_ref())?,
            available: one(self.available.as_ref(), other.available.as_ref())?,
            made: self.made.or(other.made),
            dated: self.dated.or(other.dated),
            is_successful: self.is_successful || other.is_successful,
        })
    }

    /// Returns `true` if the movement is outside the period.
    pub(super) fn is_outside(&self) -> bool {
        self.made == Some(false) && self.dated != Some(true)
    }

    /// Returns the movement's only currency.
    pub(super) fn currency(&self) -> Result<&Currency, Reason> {
        let gross = self.currency.as_ref().ok_or(Reason::NoCurrency)?;
        if self.other_currency.as_ref().is_some_and(|other| other != gross) {
            return Err(Reason::SeveralCurrencies);
        }
        Ok(gross)
    }

    /// Returns `true` if another row of the movement may fix this fault, by a member that is absent here.
    pub(super) fn is_incomplete(&self, fault: Reason) -> bool {
        match fault {
            Reason::NoStatus | Reason::NoType | Reason::NoAmount | Reason::NoCurrency | Reason::NoDate => true,
            Reason::NetIsNotGrossLessFee => self.fee.is_none(),
            _ => false,
        }
    }
}

/// Two rows of one movement have different values.
#[derive(Debug)]
pub(super) struct Contradiction;

/// Combines two optional members.
fn one<T: Clone + PartialEq>(left: Option<&T>, right: Option<&T>) -> Result<Option<T>, Contradiction> {
    match (left, right) {
        (Some(left), Some(right)) if left != right => Err(Contradiction),
        _ => Ok(left.or(right).cloned()),
    }
}
