//! Simulated failures of deliveries, by [rules](super::rules).

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::rules::Rule;

/// A simulated failure of the deliveries of an event, to all URLs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeliveryFault {
    /// It is delivered twice.
    Twice,
    /// It is delivered this much later, in virtual time.
    Late(Duration),
    /// It is never delivered, unless it is [redelivered](super::world::World::redeliver).
    Lost,
    /// It is delivered after the next event. Without one, it is delivered when attempts would end.
    AfterNext,
    /// It is delivered after the next event about the same object. Without one, it is delivered when attempts would end.
    AfterNewer,
}

impl DeliveryFault {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Twice => "twice",
            Self::Late(_) => "late",
            Self::Lost => "lost",
            Self::AfterNext => "after-next",
            Self::AfterNewer => "after-newer",
        }
    }
}

impl fmt::Display for DeliveryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late(by) => write!(f, "late {by:?}"),
            _ => f.write_str(self.name()),
        }
    }
}

/// The events that a rule applies to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EventTarget {
    /// The name of the event; absent for all of them.
    pub name: Option<String>,
}

impl EventTarget {
    /// Returns `true` for an event with a name.
    pub fn matches(&self, name: &str) -> bool {
        self.name.as_deref().is_none_or(|wanted| wanted == name)
    }
}

impl fmt::Display for EventTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or("events"))
    }
}

/// A rule that simulates failures of deliveries, with its counts.
pub type DeliveryFaultRule = Rule<EventTarget, DeliveryFault>;
