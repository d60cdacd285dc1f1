//! The faults of a world.

use std::time::Duration;

use payspec_core::OperationSpec;

use super::world::WorldHandle;
use crate::centralpay;
use crate::engine::faults::{Fault, FaultRule, Moment, Target};
use crate::engine::occurrence::Occurrence;
use crate::engine::rule_error::RuleError;
use crate::engine::rules::RuleId;

/// The faults of a world: which requests are affected, and how. By default, a rule applies to every request.
///
/// Rules count the requests with the credentials of this world, from the moment they are added. If several match a request,
/// those with a number take precedence.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = payspec_sandbox::Sandbox::start().await?;
/// let world = sandbox.world("checkout");
/// world.faults().nth(2).post("/transaction").drop_after_commit()?;
/// world.faults().rate(0.1).status(503)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a rule is added by the method of a fault"]
pub struct Faults<'w> {
    world: &'w WorldHandle,
    occurrence: Occurrence,
    target: Target,
}

/// Adds a rule by a method for each fault.
macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) = $fault:expr;)*) => { $(
        $(#[$doc])*
        ///
        /// # Errors
        ///
        /// The rule could never apply: there is no such operation, or a value is out of range.
        pub fn $name(self, $($argument: $kind),*) -> Result<RuleId, RuleError> {
            self.apply($fault)
        }
    )* };
}

impl<'w> Faults<'w> {
    pub(super) fn of(world: &'w WorldHandle) -> Self {
        Self { world, occurrence: Occurrence::Every, target: Target::default() }
    }

    /// Applies the rule to one request only: the one with this number, counted from 1.
    pub fn nth(mut self, number: u64) -> Self {
        self.occurrence = Occurrence::Nth(number);
        self
    }

    /// Applies the rule with this probability. The seed of the sandbox determines which requests are affected.
    pub fn rate(mut self, probability: f64) -> Self {
        self.occurrence = Occurrence::Rate(probability);
        self
    }

    /// Restricts the rule to an operation: `CreateTransaction::SPEC`.
    pub fn on(self, operation: &OperationSpec) -> Self {
        self.at(Some(operation.method.as_str()), operation.path)
    }

    /// Restricts the rule to GET requests to a path, as the spec writes it: `/transaction/{transactionId}`.
    pub fn get(self, path: &str) -> Self {
        self.at(Some("GET"), path)
    }

    /// Restricts the rule to POST requests to a path, as the spec writes it.
    pub fn post(self, path: &str) -> Self {
        self.at(Some("POST"), path)
    }

    /// Restricts the rule to PUT requests to a path, as the spec writes it.
    pub fn put(self, path: &str) -> Self {
        self.at(Some("PUT"), path)
    }

    /// Restricts the rule to DELETE requests to a path, as the spec writes it.
    pub fn delete(self, path: &str) -> Self {
        self.at(Some("DELETE"), path)
    }

    /// Restricts the rule to a path, with any method, as the spec writes it.
    pub fn path(self, path: &str) -> Self {
        self.at(None, path)
    }

    fn at(mut self, method: Option<&str>, path: &str) -> Self {
        self.target = Target { method: method.map(str::to_owned), path: Some(path.to_owned()) };
        self
    }

    faults! {
        /// Declines the payment with a bank code of the vendor's table, such as `51`.
        decline(code: &str) = Fault::Decline(code.to_owned());
        /// Executes the request and delays the response, in real time, so that clients time out.
        delay(by: Duration) = Fault::Delay(by);
        /// Responds with a status of 500 to 599 without executing the request.
        status(status: u16) = Fault::Status(status, Moment::BeforeCommit);
        /// Executes the request, and responds with a status of 500 to 599.
        status_after_commit(status: u16) = Fault::Status(status, Moment::AfterCommit);
        /// Closes the connection without executing the request.
        drop_before_commit() = Fault::Drop(Moment::BeforeCommit);
        /// Executes the request, and closes the connection without a response.
        drop_after_commit() = Fault::Drop(Moment::AfterCommit);
        /// Executes the request, and closes the connection in the middle of the response body.
        cut_body() = Fault::CutBody;
        /// Executes the request, and sends half of the response body as if it were complete.
        malformed_body() = Fault::MalformedBody;
        /// Responds with a redirect to a URL without executing the request.
        redirect(to: &str) = Fault::Redirect(to.to_owned());
        /// Executes the request and responds, then closes the connection when the next request arrives on it, without
        /// reading that.
        close_idle() = Fault::CloseIdle;
    }

    /// Adds a rule.
    ///
    /// # Errors
    ///
    /// The rule could never apply: there is no such operation, or a value is out of range.
    pub fn apply(self, fault: Fault) -> Result<RuleId, RuleError> {
        centralpay::check_fault(&self.target, self.occurrence, &fault)?;
        Ok(self.world.shared.with(|world| world.add_fault(self.target, self.occurrence, fault)))
    }

    /// The rules, in the order in which they were added, with their counts.
    pub fn list(&self) -> Vec<FaultRule> {
        self.world.inspect(crate::engine::world::World::faults)
    }

    /// Removes a rule; returns `false` if there is none.
    pub fn remove(&self, id: RuleId) -> bool {
        self.world.shared.with(|world| world.remove_faults(|known| known == id)) > 0
    }

    /// Removes all rules.
    pub fn clear(&self) {
        self.world.shared.with(|world| world.remove_faults(|_| true));
    }
}
