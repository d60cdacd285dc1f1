//! The faults of a world.

use std::time::Duration;

use payspec_core::OperationSpec;

use super::world::WorldHandle;
use crate::centralpay;
use crate::engine::faults::{Fault, FaultRule, Moment, Target};
use crate::engine::occurrence::Occurrence;
use crate::engine::rule_error::RuleError;
use crate::engine::rules::RuleId;

/// The faults of a world: which of its requests go wrong, and how. Without more, a rule is about every request.
///
/// Rules count the requests that the credentials of this world reach, from the moment at which they are added. Of several
/// that concern one request, those that count come first.
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
#[must_use = "a rule is added by the method that says what goes wrong"]
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

    /// Concerns one request only: the one with this number, counted from 1.
    pub fn nth(mut self, number: u64) -> Self {
        self.occurrence = Occurrence::Nth(number);
        self
    }

    /// Concerns some requests by chance, with this probability. Which ones follows from the seed of the sandbox.
    pub fn rate(mut self, probability: f64) -> Self {
        self.occurrence = Occurrence::Rate(probability);
        self
    }

    /// Is about an operation: `CreateTransaction::SPEC`.
    pub fn on(self, operation: &OperationSpec) -> Self {
        self.at(Some(operation.method.as_str()), operation.path)
    }

    /// Is about the GET request to a path, as the spec writes it: `/transaction/{transactionId}`.
    pub fn get(self, path: &str) -> Self {
        self.at(Some("GET"), path)
    }

    /// Is about the POST request to a path, as the spec writes it.
    pub fn post(self, path: &str) -> Self {
        self.at(Some("POST"), path)
    }

    /// Is about the PUT request to a path, as the spec writes it.
    pub fn put(self, path: &str) -> Self {
        self.at(Some("PUT"), path)
    }

    /// Is about the DELETE request to a path, as the spec writes it.
    pub fn delete(self, path: &str) -> Self {
        self.at(Some("DELETE"), path)
    }

    /// Is about all requests to a path, as the spec writes it.
    pub fn path(self, path: &str) -> Self {
        self.at(None, path)
    }

    fn at(mut self, method: Option<&str>, path: &str) -> Self {
        self.target = Target { method: method.map(str::to_owned), path: Some(path.to_owned()) };
        self
    }

    faults! {
        /// Has the bank refuse the payment with a code of the vendor's table, such as `51`.
        decline(code: &str) = Fault::Decline(code.to_owned());
        /// Executes the request and answers later, in real time: clients measure their timeouts in it.
        delay(by: Duration) = Fault::Delay(by);
        /// Answers with a status of 500 to 599, and executes nothing.
        status(status: u16) = Fault::Status(status, Moment::BeforeCommit);
        /// Executes the request, and answers with a status of 500 to 599.
        status_after_commit(status: u16) = Fault::Status(status, Moment::AfterCommit);
        /// Closes the connection without an answer, and executes nothing.
        drop_before_commit() = Fault::Drop(Moment::BeforeCommit);
        /// Executes the request, and closes the connection without an answer.
        drop_after_commit() = Fault::Drop(Moment::AfterCommit);
        /// Executes the request, and closes the connection in the middle of the answer's body.
        cut_body() = Fault::CutBody;
        /// Executes the request, and answers with half of the body, as if that were all.
        malformed_body() = Fault::MalformedBody;
        /// Answers with a redirect to a URL, and executes nothing.
        redirect(to: &str) = Fault::Redirect(to.to_owned());
        /// Executes the request and answers. The next request on the same connection meets a server that has just closed
        /// it, and is not read.
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

    /// The rules, in the order in which they were added, with what each has done.
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
