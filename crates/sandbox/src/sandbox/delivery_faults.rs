//! The faults of a world's webhooks.

use std::time::Duration;

use super::world::WorldHandle;
use crate::centralpay;
use crate::engine::delivery_faults::{DeliveryFault, DeliveryFaultRule, EventTarget};
use crate::engine::occurrence::Occurrence;
use crate::engine::rule_error::RuleError;
use crate::engine::rules::RuleId;

/// The delivery faults of a world: which events are affected, and how. By default, a rule applies to every event.
///
/// Rules count events from the moment they are added, and apply to deliveries to all URLs.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = payspec_sandbox::Sandbox::start().await?;
/// let world = sandbox.world("checkout");
/// world.webhooks().faults().of_event("TRANSACTION_CAPTURED").twice()?;
/// world.webhooks().faults().nth(1).of_event("TRANSACTION_SUCCEEDED").after_newer()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a rule is added by the method of a fault"]
pub struct DeliveryFaults<'w> {
    world: &'w WorldHandle,
    occurrence: Occurrence,
    target: EventTarget,
}

impl<'w> DeliveryFaults<'w> {
    pub(super) fn of(world: &'w WorldHandle) -> Self {
        Self { world, occurrence: Occurrence::Every, target: EventTarget::default() }
    }

    /// Applies the rule to one event only: the one with this number, counted from 1.
    pub fn nth(mut self, number: u64) -> Self {
        self.occurrence = Occurrence::Nth(number);
        self
    }

    /// Applies the rule with this probability. The seed of the sandbox determines which events are affected.
    pub fn rate(mut self, probability: f64) -> Self {
        self.occurrence = Occurrence::Rate(probability);
        self
    }

    /// Restricts the rule to events with a name.
    pub fn of_event(mut self, name: impl AsRef<str>) -> Self {
        self.target.name = Some(name.as_ref().to_owned());
        self
    }

    /// Delivers the event twice.
    ///
    /// # Errors
    ///
    /// There is no such event, or a number is out of range.
    pub fn twice(self) -> Result<RuleId, RuleError> {
        self.apply(DeliveryFault::Twice)
    }

    /// Delays the delivery, in virtual time.
    ///
    /// # Errors
    ///
    /// There is no such event, or a number is out of range.
    pub fn late(self, by: Duration) -> Result<RuleId, RuleError> {
        self.apply(DeliveryFault::Late(by))
    }

    /// Never delivers the event, unless it is [redelivered](super::Webhooks::redeliver).
    ///
    /// # Errors
    ///
    /// There is no such event, or a number is out of range.
    pub fn lost(self) -> Result<RuleId, RuleError> {
        self.apply(DeliveryFault::Lost)
    }

    /// Delivers the event after the next one.
    ///
    /// # Errors
    ///
    /// There is no such event, or a number is out of range.
    pub fn after_next(self) -> Result<RuleId, RuleError> {
        self.apply(DeliveryFault::AfterNext)
    }

    /// Delivers the event after the next one about the same object: the older state arrives last.
    ///
    /// # Errors
    ///
    /// There is no such event, or a number is out of range.
    pub fn after_newer(self) -> Result<RuleId, RuleError> {
        self.apply(DeliveryFault::AfterNewer)
    }

    /// Adds a rule.
    ///
    /// # Errors
    ///
    /// There is no such event, or a number is out of range.
    pub fn apply(self, fault: DeliveryFault) -> Result<RuleId, RuleError> {
        centralpay::check_delivery_fault(&self.target, self.occurrence)?;
        Ok(self.world.shared.with(|world| world.add_delivery_fault(self.target, self.occurrence, fault)))
    }

    /// The rules, in the order in which they were added, with their counts.
    pub fn list(&self) -> Vec<DeliveryFaultRule> {
        self.world.inspect(crate::engine::world::World::delivery_faults)
    }

    /// Removes a rule; returns `false` if there is none.
    pub fn remove(&self, id: RuleId) -> bool {
        self.world.shared.with(|world| world.remove_delivery_faults(|known| known == id)) > 0
    }

    /// Removes all rules.
    pub fn clear(&self) {
        self.world.shared.with(|world| world.remove_delivery_faults(|_| true));
    }
}
