//! What a test expects of webhooks.

use std::collections::BTreeMap;
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
///
/// All events since the creation of the world count, also those before the expectation. An event arrives when a receiver
/// acknowledges it, or when it happens if there is no address to post it to. One that is lost on purpose does not arrive,
/// unless it is redelivered.
#[derive(Debug, Clone)]
#[must_use = "nothing is checked before `within_virtual`"]
pub struct Expectation<'w> {
    world: &'w WorldHandle,
    events: Events,
    times: Option<usize>,
}

/// The events that are meant.
#[derive(Debug, Clone)]
struct Events {
    name: String,
    about: Option<String>,
}

/// The error of an expectation: what was expected, and what happened instead, in order.
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
        Self { world, events: Events { name: name.to_owned(), about: None }, times: None }
    }

    /// Only counts events about the object with this identifier.
    pub fn about(mut self, id: impl AsRef<str>) -> Self {
        self.events.about = Some(id.as_ref().to_owned());
        self
    }

    /// Expects exactly this number of events, instead of one or more.
    pub fn times(mut self, number: usize) -> Self {
        self.times = Some(number);
        self
    }

    /// Advances the clock until the event has arrived, by this duration at most, and returns the event. With a number of
    /// [`times`](Self::times), the clock is advanced by all of it, and the last event is returned, if there is one. This is
    /// completed even if the returned future is dropped.
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
        let (events, is_counted) = (self.events.clone(), self.times.is_some());
        self.world.shared.run_while(time, move |world| is_counted || events.arrived(world).is_empty()).await;
        self.world.inspect(|world| {
            let mut arrived = self.events.arrived(world);
            let is_met = self.times.map_or(!arrived.is_empty(), |times| arrived.len() == times);
            if is_met { Ok(arrived.pop()) } else { Err(self.unmet(world, start, time, arrived.len())) }
        })
    }

    fn unmet(&self, world: &World, start: Instant, time: Duration, count: usize) -> Unmet {
        let number = match self.times {
            None => "expected".to_owned(),
            Some(0) => "expected no".to_owned(),
            Some(times) => format!("expected {times} times"),
        };
        let Events { name, about } = &self.events;
        let about = about.as_ref().map_or(String::new(), |about| format!(" about {about}"));
        let mut text = format!("{number} {name}{about} within {time:?} of virtual time");
        if self.times.is_some() {
            text.push_str(&format!(", and {count} arrived"));
        }
        let lines: Vec<String> =
            world.events().iter().enumerate().map(|(position, event)| line(world, start, position, event)).collect();
        text.push_str(&what_happened("events", world, &lines));
        Unmet(text)
    }
}

impl Events {
    fn arrived(&self, world: &World) -> Vec<Arc<Event>> {
        let is_meant = |event: &Arc<Event>| {
            event.name == self.name && self.about.as_ref().is_none_or(|about| *about == event.about)
        };
        // By event: whether a receiver has acknowledged it.
        let mut posted = BTreeMap::new();
        for delivery in world.deliveries() {
            *posted.entry(delivery.event_number).or_insert(false) |= delivery.is_acknowledged();
        }
        let has_arrived = |position: usize| posted.get(&position).copied().unwrap_or_else(|| !world.is_lost(position));
        let all = world.events().iter().enumerate();
        let arrived = all.filter(|(position, event)| is_meant(event) && has_arrived(*position));
        arrived.map(|(_, event)| Arc::clone(event)).collect()
    }
}

/// The last lines of what happened, below a heading.
pub(super) fn what_happened(what: &str, world: &World, lines: &[String]) -> String {
    let mut text = format!("; {what} of the world `{}` (seed {}) since its creation", world.name(), world.seed());
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
fn line(world: &World, start: Instant, position: usize, event: &Arc<Event>) -> String {
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
        text.push_str(&format!("{} {attempts}", printable::text(&delivery.url, 80)));
    }
    if separator == ": " && world.is_lost(position) {
        text.push_str(": lost");
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
