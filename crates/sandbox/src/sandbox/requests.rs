//! The requests to a world, and what a test expects of them.

use std::ops::Deref;

use payspec_core::{OperationSpec, printable};

use super::expect::{Unmet, what_happened};
use super::world::WorldHandle;
use crate::engine::journal::Entry;

/// A copy of a world's request log, in order.
#[derive(Debug, Clone)]
pub struct Requests {
    world: WorldHandle,
    entries: Vec<Entry>,
}

impl Requests {
    pub(super) fn of(world: &WorldHandle) -> Self {
        Self { world: world.clone(), entries: world.inspect(|world| world.journal().to_vec()) }
    }

    /// Expects requests to an operation: `CreateRefund::SPEC`.
    ///
    /// ```no_run
    /// # fn example(world: payspec_sandbox::WorldHandle, create_refund: &payspec_core::OperationSpec) {
    /// world.requests().expect(create_refund).times(1);
    /// # }
    /// ```
    pub fn expect<'r>(&'r self, operation: &'r OperationSpec) -> RequestExpectation<'r> {
        RequestExpectation { requests: self, operation, status: None }
    }
}

impl Deref for Requests {
    type Target = [Entry];

    fn deref(&self) -> &[Entry] {
        &self.entries
    }
}

/// Requests that are expected.
#[derive(Debug, Clone, Copy)]
#[must_use = "nothing is checked before `times`"]
pub struct RequestExpectation<'r> {
    requests: &'r Requests,
    operation: &'r OperationSpec,
    status: Option<u16>,
}

impl RequestExpectation<'_> {
    /// Only counts requests whose client was sent this status, which is that of a [fault](super::Faults) if one applied; 0
    /// for requests without a response, because the connection was closed.
    pub fn answered(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Expects exactly this number of requests. Repetitions with the same idempotency key count.
    ///
    /// # Panics
    ///
    /// There were more or fewer. The message lists the requests.
    #[track_caller]
    pub fn times(self, number: usize) {
        if let Err(unmet) = self.try_times(number) {
            panic!("{unmet}");
        }
    }

    /// The same as [`times`](Self::times), without a panic.
    ///
    /// # Errors
    ///
    /// There were more or fewer.
    pub fn try_times(self, number: usize) -> Result<(), Unmet> {
        let Self { requests, operation, status } = self;
        let is_meant = |entry: &&Entry| {
            entry.operation == Some(operation.id) && status.is_none_or(|status| entry.status == status)
        };
        let count = requests.iter().filter(is_meant).count();
        if count == number {
            return Ok(());
        }
        let answered = status.map_or(String::new(), |status| format!(" answered with {status}"));
        let mut text = format!(
            "expected {number} requests to {} ({} {}){answered}, and there were {count}",
            operation.id,
            operation.method.as_str(),
            operation.path
        );
        let lines: Vec<String> = requests.iter().map(line).collect();
        text.push_str(&requests.world.inspect(|world| what_happened("requests", world, &lines)));
        Err(Unmet::new(text))
    }
}

/// `POST /v2/rest/refund refund.create 200, repeated, drop-after-commit`.
fn line(entry: &Entry) -> String {
    let operation = entry.operation.unwrap_or("no operation");
    let mut text = format!("{} {} {operation}", entry.method, printable::text(&entry.path, 80));
    text.push_str(&if entry.status == 0 { " not answered".to_owned() } else { format!(" {}", entry.status) });
    if entry.repeated {
        text.push_str(", repeated");
    }
    if let Some(fault) = entry.fault {
        text.push_str(&format!(", {fault}"));
    }
    text
}
