//! A movement as figures.

use payspec_core::Amount;

use super::facts::Facts;
use super::left_out::Reason;
use super::role::{Role, has_service_fee};

/// What rows say of a movement, with its signs sorted out.
#[derive(Debug)]
pub(super) struct Movement {
    pub(super) code: &'static str,
    pub(super) role: Role,
    pub(super) currency: String,
    /// What changed hands with the other side, never below zero: what was paid, what reached the bank.
    pub(super) moved: Amount,
    /// What CentralPay took; below zero when it gave a fee back.
    pub(super) fee: Amount,
    pub(super) service_fee: bool,
    /// What the account has more.
    pub(super) effect: Amount,
    /// For a debit with an amount: whether it is written below zero.
    pub(super) signed: Option<bool>,
}

/// A movement and what it counts for.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) movement: Movement,
    /// It was made in the period.
    pub(super) is_made: bool,
    /// Its money became available, or left, in the period.
    pub(super) is_available: bool,
}

impl Judged {
    /// Judges what the rows of a movement say together.
    ///
    /// # Errors
    ///
    /// What they say does not make sense, or not all is there.
    pub(super) fn of(facts: &Facts) -> Result<Self, Reason> {
        let is_made = facts.made.ok_or(Reason::NoDate)?;
        if !facts.is_successful {
            return Err(Reason::NoStatus);
        }
        let movement = Movement::of(facts)?;
        // What leaves the account is gone at once; what comes in waits for its date.
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
            // Written below zero, a debit costs the amount and its fee; above, the fee is a part of the amount.
            _ if gross.is_zero() => (Amount::ZERO, net, None),
            _ if gross < Amount::ZERO => (size(gross)?, net, Some(true)),
            // But for payments that are undone: A is gross, so what is taken off it is, too.
            Role::ReceivedUndone => (gross, less(gross.checked_add(fee).ok_or(Reason::TooLarge)?)?, Some(false)),
            _ if net < Amount::ZERO => return Err(Reason::FeeAboveDebit),
            _ => (net, less(gross)?, Some(false)),
        };
        Ok(Self { code, role, currency, moved, fee, service_fee: has_service_fee(kind), effect, signed })
    }
}
