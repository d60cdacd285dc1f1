//! What a test expects of webhooks.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use payspec_core::printable;

use super::world::WorldHandle;
use crate::engine::delivery::{Attempt, Delivery, Event, Outcome};
use crate::engine::time::Instant;
use crate::engine::world::World;

/// The number of lines that a failure shows: the last ones.
pub(super) const SHOWN: usize = 40;

/// An event that is expected to arrive, or not to.
#[derive(Debug, Clone)]
#[must_use = "nothing is checked before `within_virtual`"]
pub struct Expectation<'w> {
    world: &'w WorldHandle,
    name: String,
    about: Option<String>,
    times: Option<usize>,
}

/// What was expected, and what arrived instead, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet(String);

impl Unmet {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unmet {}

impl<'w> Expectation<'w> {
    pub(super) fn of(world: &'w WorldHandle, name: &str) -> Self {
        Self { world, name: name.to_owned(), about: None, times: None }
    }

    /// Only counts events about the object with this identifier.
    pub fn about(mut self, id: impl AsRef<str>) -> Self {
        self.about = Some(id.as_ref().to_owned());
        self
    }

    /// Expects exactly this number of events, instead of one or more.
    pub fn times(mut self, number: usize) -> Self {
        self.times = Some(number);
        self
    }

    /// Lets virtual time pass until the event has arrived, for this long at most, and returns it. With a number of
    /// [`times`](Self::times), all of the time passes, and the last event is returned, if there is one.
    ///
    /// # Panics
    ///
    /// The expectation is not met. The message says what arrived instead.
    #[track_caller]
    pub fn within_virtual(self, time: Duration) -> impl Future<Output = Option<Arc<Event>>> + Send + use<'w> {
        let caller = Location::caller();
        async move {
            match self.try_within_virtual(time).await {
                Ok(event) => event,
                Err(unmet) => panic!("{unmet}\nexpected at {caller}"),
            }
        }
    }

    /// The same as [`within_virtual`](Self::within_virtual), without a panic.
    ///
    /// # Errors
    ///
    /// The expectation is not met.
    pub async fn try_within_virtual(self, time: Duration) -> Result<Option<Arc<Event>>, Unmet> {
        let start = self.world.clock().now();
        let counts = |world: &World| self.times.is_some() || self.arrived(world).is_empty();
        self.world.shared.run_while(time, counts).await;
        self.world.inspect(|world| {
            let mut arrived = self.arrived(world);
            let is_met = self.times.map_or(!arrived.is_empty(), |times| arrived.len() == times);
            if is_met { Ok(arrived.pop()) } else { Err(self.unmet(world, start, time, arrived.len())) }
        })
    }

    fn arrived(&self, world: &World) -> Vec<Arc<Event>> {
        let is_meant = |event: &&Arc<Event>| {
            event.name == self.name && self.about.as_ref().is_none_or(|about| *about == event.about)
        };
        let has_arrived = |event: &&Arc<Event>| {
            let mut deliveries = deliveries(world, event).peekable();
            deliveries.peek().is_none() || deliveries.any(Delivery::is_acknowledged)
        };
        world.events().iter().filter(is_meant).filter(has_arrived).cloned().collect()
    }

    fn unmet(&self, world: &World, start: Instant, time: Duration, count: usize) -> Unmet {
        let number = match self.times {
            None => "expected".to_owned(),
            Some(0) => "expected no".to_owned(),
            Some(times) => format!("expected {times} times"),
        };
        let about = self.about.as_ref().map_or(String::new(), |about| format!(" about {about}"));
        let mut text = format!("{number} {}{about} within {time:?} of virtual time", self.name);
        if self.times.is_some() {
            text.push_str(&format!(", and {count} arrived"));
        }
        let lines: Vec<String> = world.events().iter().map(|event| line(world, start, event)).collect();
        text.push_str(&what_happened("events", world, &lines));
        Unmet(text)
    }
}

/// The last lines of what happened, below a heading.
pub(super) fn what_happened(what: &str, world: &World, lines: &[String]) -> String {
    let mut text = format!("; {what} of the world `{}` (seed {})", world.name(), world.seed());
    match lines.len() {
        0 => text.push_str(": none"),
        count if count > SHOWN => text.push_str(&format!(", the last {SHOWN} of {count}:")),
        _ => text.push(':'),
    }
    for line in lines.iter().skip(lines.len().saturating_sub(SHOWN)) {
        text.push_str("\n  ");
        text.push_str(line);
    }
    text
}

fn deliveries<'w>(world: &'w World, event: &'w Arc<Event>) -> impl Iterator<Item = &'w Delivery> {
    world.deliveries().iter().filter(move |delivery| Arc::ptr_eq(&delivery.event, event))
}

/// `+2s TRANSACTION_CAPTURED about 5b9c: twice, http://127.0.0.1:9/hook 503, 200`.
fn line(world: &World, start: Instant, event: &Arc<Event>) -> String {
    let mut text = format!("{} {} about {}", moment(event.at, start), event.name, event.about);
    let mut separator = ": ";
    for delivery in deliveries(world, event) {
        text.push_str(separator);
        separator = "; ";
        if let Some(fault) = &delivery.fault {
            text.push_str(&format!("{fault}, "));
        }
        let attempts: Vec<String> = delivery.attempts.iter().map(attempt).collect();
        let attempts = if attempts.is_empty() { "not delivered".to_owned() } else { attempts.join(", ") };
        text.push_str(&format!("{} {attempts}", printable::text(&delivery.subscription.url, 80)));
    }
    text
}

fn attempt(attempt: &Attempt) -> String {
    match &attempt.outcome {
        Some(Outcome::Answered(status)) => status.to_string(),
        Some(Outcome::Failed(why)) => printable::text(why, 120).to_string(),
        None => "being made".to_owned(),
    }
}

/// A moment, from the one at which something was expected.
pub(super) fn moment(at: Instant, start: Instant) -> String {
    if at >= start { format!("+{:?}", at.since(start)) } else { format!("-{:?}", start.since(at)) }
}
