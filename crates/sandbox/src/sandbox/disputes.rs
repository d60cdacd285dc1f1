//! The disputes of a world: what cardholders, banks and the merchant's portal do, for which there is no API.

use super::world::WorldHandle;
use crate::centralpay::{self, DisputeAct, Refusal};

/// The disputes of a world. Times to answer are of the world's clock.
#[derive(Debug, Clone, Copy)]
pub struct Disputes<'w> {
    pub(super) world: &'w WorldHandle,
}

impl Disputes<'_> {
    /// Has the cardholder dispute a cleared payment, all of it. Returns the identifier of the dispute.
    ///
    /// # Errors
    ///
    /// The payment does not exist, is not cleared, or is disputed already; the time to dispute it is over.
    pub fn raise(&self, transaction: &str) -> Result<String, Refusal> {
        self.world.shared.with(|world| centralpay::raise_dispute(world, transaction, None))
    }

    /// The same for a part of the payment, in minor units.
    ///
    /// # Errors
    ///
    /// As for [`raise`](Self::raise); the amount is not between 1 and what was captured.
    pub fn raise_for(&self, transaction: &str, amount: i64) -> Result<String, Refusal> {
        self.world.shared.with(|world| centralpay::raise_dispute(world, transaction, Some(amount)))
    }

    /// Has the cardholder's bank ask about a payment. Nothing is debited. Returns the identifier of the dispute.
    ///
    /// # Errors
    ///
    /// As for [`raise`](Self::raise).
    pub fn question(&self, transaction: &str) -> Result<String, Refusal> {
        self.world.shared.with(|world| centralpay::question_payment(world, transaction))
    }

    /// Has something happen to a dispute.
    ///
    /// # Errors
    ///
    /// The dispute does not exist, its status does not allow it, or the time to answer is over.
    pub fn act(&self, dispute: &str, what: DisputeAct) -> Result<(), Refusal> {
        self.world.shared.with(|world| centralpay::act_on_dispute(world, dispute, what))
    }
}
