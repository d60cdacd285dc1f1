//! The disputes of a world: what cardholders, banks and the merchant's portal do, for which there is no API.

use centralpay_model::DisputeReason;

use super::world::WorldHandle;
use crate::centralpay::{self, DisputeAct, Refusal};

/// The disputes of a world. Deadlines are in the time of the world's clock.
#[derive(Debug, Clone, Copy)]
pub struct Disputes<'w> {
    pub(super) world: &'w WorldHandle,
}

impl Disputes<'_> {
    /// Disputes the full amount of a cleared payment. Returns the identifier of the dispute.
    ///
    /// # Errors
    ///
    /// The payment does not exist, is not cleared, or is disputed already; the time to dispute it is over.
    pub fn raise(&self, transaction: &str) -> Result<String, Refusal> {
        self.world.shared.with(|world| centralpay::raise_dispute(world, transaction, None))
    }

    /// Disputes a part of a cleared payment, in minor units. Returns the identifier of the dispute.
    ///
    /// # Errors
    ///
    /// As for [`raise`](Self::raise); the amount is not between 1 and what was captured.
    pub fn raise_for(&self, transaction: &str, amount: i64) -> Result<String, Refusal> {
        self.world.shared.with(|world| centralpay::raise_dispute(world, transaction, Some(amount)))
    }

    /// Disputes a cleared payment, or an amount of it in minor units, for a reason. Returns the identifier of the dispute.
    ///
    /// # Errors
    ///
    /// As for [`raise_for`](Self::raise_for).
    pub fn raise_because(
        &self,
        transaction: &str,
        amount: Option<i64>,
        reason: DisputeReason,
    ) -> Result<String, Refusal> {
        self.world.shared.with(|world| centralpay::raise_dispute_because(world, transaction, amount, reason))
    }

    /// Opens an inquiry of the cardholder's bank about a payment, which debits nothing. Returns the identifier of the dispute.
    ///
    /// # Errors
    ///
    /// As for [`raise`](Self::raise).
    pub fn question(&self, transaction: &str) -> Result<String, Refusal> {
        self.world.shared.with(|world| centralpay::question_payment(world, transaction))
    }

    /// Applies an event outside the API to a dispute.
    ///
    /// # Errors
    ///
    /// The dispute does not exist, its status does not allow it, or the deadline has passed.
    pub fn act(&self, dispute: &str, what: DisputeAct) -> Result<(), Refusal> {
        self.world.shared.with(|world| centralpay::act_on_dispute(world, dispute, what))
    }
}
