//! Which of several like things a rule concerns: the second, some of them by chance, or each.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::random::Random;

/// Which of the matching requests or events a rule concerns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Occurrence {
    /// Each of them.
    Every,
    /// The one with this number, counted from 1 since the rule was added.
    Nth(u64),
    /// Some of them, with this probability from 0 to 1.
    Rate(f64),
}

impl Occurrence {
    /// Of several rules that concern the same thing, the one with the lowest rank applies: counted ones first.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::Nth(_) => 0,
            Self::Every => 1,
            Self::Rate(_) => 2,
        }
    }
}

impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every => f.write_str("every"),
            Self::Nth(number) => write!(f, "no. {number} of"),
            Self::Rate(rate) => write!(f, "{}% of", rate * 100.0),
        }
    }
}

/// Counts what matches a rule. It has random numbers of its own, so that no rule changes what another one draws, nor the
/// identifiers of objects.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Counter {
    occurrence: Occurrence,
    pub(crate) seen: u64,
    pub(crate) hits: u64,
    random: Random,
}

impl Counter {
    pub(crate) fn new(occurrence: Occurrence, random: Random) -> Self {
        Self { occurrence, seen: 0, hits: 0, random }
    }

    pub(crate) fn occurrence(&self) -> Occurrence {
        self.occurrence
    }

    /// Counts one that matches; returns `true` if the rule concerns it.
    pub(crate) fn concerns_next(&mut self) -> bool {
        self.seen += 1;
        match self.occurrence {
            Occurrence::Every => true,
            Occurrence::Nth(number) => self.seen == number,
            Occurrence::Rate(rate) => self.random.chance(rate),
        }
    }
}
