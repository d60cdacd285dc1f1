//! A movement in figures.

use payspec_core::Amount;

use super::facts::Facts;
use super::left_out::Reason;
use super::role::{Role, has_service_fee};

/// A movement with its signs normalised.
#[derive(Debug)]
pub(super) struct Movement {
    pub(super) code: &'static str,
    pub(super) role: Role,
    pub(super) currency: String,
    /// The amount exchanged with the other party, never negative: what was paid, or what reached the bank.
    pub(super) moved: Amount,
    /// CentralPay's fee; negative if it was given back.
    pub(super) fee: Amount,
    pub(super) service_fee: bool,
    /// The effect on the account.
    pub(super) effect: Amount,
    /// For a debit with an amount: whether it is negative.
    pub(super) signed: Option<bool>,
}

/// A movement and how it counts.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) movement: Movement,
    /// Whether it was made in the period.
    pub(super) is_made: bool,
    /// Whether its money became available, or left, in the period.
    pub(super) is_available: bool,
}

impl Judged {
    /// Evaluates the combined rows of a movement.
    ///
    /// # Errors
    ///
    /// Returns an error if they are inconsistent or incomplete.
    pub(super) fn of(facts: &Facts) -> Result<Self, Reason> {
        let is_made = facts.made.ok_or(Reason::NoDate)?;
        if !facts.is_successful {
            return Err(Reason::NoStatus);
        }
        let movement = Movement::of(facts)?;
        // Outgoing money leaves at once; incoming money becomes available on its date.
        let is_available = facts.dated.unwrap_or(is_made && !movement.role.is_incoming());
        Ok(Self { movement, is_made, is_available })
    }
}

impl Movement {
    fn of(facts: &Facts) -> Result<Self, Reason> {
        let kind = facts.kind.as_ref().ok_or(Reason::NoType)?;
        let role = Role::of(kind).ok_or(Reason::UnknownType)?;
        let code = kind.row().ok_or(Reason::UnknownType)?.code;
        let currency = facts.currency()?.as_str().to_owned();
        let gross = facts.gross.ok_or(Reason::NoAmount)?;
        let fee = facts.fee.unwrap_or_default();
        let net = gross.checked_sub(fee).ok_or(Reason::TooLarge)?;
        if facts.net.is_some_and(|written| written != net) {
            return Err(Reason::NetIsNotGrossLessFee);
        }
        let size = |amount: Amount| amount.minor().checked_abs().map(Amount::from_minor).ok_or(Reason::TooLarge);
        let less = |amount: Amount| Amount::ZERO.checked_sub(amount).ok_or(Reason::TooLarge);
        let (moved, effect, signed) = match role {
            Role::FeeOnly => (Amount::ZERO, less(fee)?, None),
            role if role.is_incoming() => {
                if gross < Amount::ZERO {
                    return Err(Reason::CreditBelowZero);
                }
                (gross, net, None)
            }
            // A negative debit costs the amount and its fee; a positive one includes the fee.
            _ if gross.is_zero() => (Amount::ZERO, net, None),
            _ if gross < Amount::ZERO => (size(gross)?, net, Some(true)),
            // Except for reversed payments: A is gross, so what is subtracted from it is gross, too.
            Role::ReceivedUndone => (gross, less(gross.checked_add(fee).ok_or(Reason::TooLarge)?)?, Some(false)),
            _ if net < Amount::ZERO => return Err(Reason::FeeAboveDebit),
            _ => (net, less(gross)?, Some(false)),
        };
        Ok(Self { code, role, currency, moved, fee, service_fee: has_service_fee(kind), effect, signed })
    }
}
