//! Rules of a world, for requests and for deliveries: a target, which of its occurrences are affected, and the fault.
//!
//! Each rule counts what matches it, even if another rule applies. If several match, those with a number take precedence over
//! those with a probability; otherwise the one that was added first applies.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::occurrence::{Counter, Occurrence};
use super::random::Random;

/// Identifies a rule among those of its kind in its world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RuleId(u64);

const PREFIX: &str = "rule-";

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.0)
    }
}

impl FromStr for RuleId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.strip_prefix(PREFIX).unwrap_or_default().parse().map(Self)
    }
}

/// A rule, with its counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule<T, F> {
    /// Identifies it.
    pub id: RuleId,
    /// The requests or events that it applies to.
    pub target: T,
    /// Which of these are affected.
    pub occurrence: Occurrence,
    /// The fault.
    pub fault: F,
    /// The number of matches.
    pub seen: u64,
    /// The number of times the fault was applied.
    pub hits: u64,
}

/// `rule-1: no. 2 of POST /transaction: drop-after-commit (1 of 3 disturbed)`.
impl<T: fmt::Display, F: fmt::Display> fmt::Display for Rule<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, target, occurrence, fault, seen, hits } = self;
        write!(f, "{id}: {occurrence} {target}: {fault} ({hits} of {seen} disturbed)")
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept<T, F> {
    id: RuleId,
    target: T,
    fault: F,
    counter: Counter,
}

/// The rules of one kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rules<T, F> {
    kind: Cow<'static, str>,
    kept: Vec<Kept<T, F>>,
    added: u64,
}

impl<T: Clone, F: Clone> Rules<T, F> {
    pub(crate) fn new(kind: &'static str) -> Self {
        Self { kind: Cow::Borrowed(kind), kept: Vec::new(), added: 0 }
    }

    /// Adds a rule. Its random numbers follow from the seed, the name of the world and the number of the rule.
    pub(crate) fn add(&mut self, (seed, world): (u64, &str), target: T, occurrence: Occurrence, fault: F) -> RuleId {
        self.added += 1;
        let random = Random::new(seed, &format!("{}/{world}/{}", self.kind, self.added));
        let (id, counter) = (RuleId(self.added), Counter::new(occurrence, random));
        self.kept.push(Kept { id, target, fault, counter });
        id
    }

    /// Counts something, and finds what happens to it.
    pub(crate) fn meet(&mut self, matches: impl Fn(&T) -> bool) -> Option<F> {
        let mut found: Option<&mut Kept<T, F>> = None;
        for rule in self.kept.iter_mut().filter(|rule| matches(&rule.target)) {
            let rank = rule.counter.occurrence().rank();
            let is_first = found.as_ref().is_none_or(|known| rank < known.counter.occurrence().rank());
            if rule.counter.concerns_next() && is_first {
                found = Some(rule);
            }
        }
        found.map(|rule| {
            rule.counter.hits += 1;
            rule.fault.clone()
        })
    }

    pub(crate) fn list(&self) -> Vec<Rule<T, F>> {
        let rule = |kept: &Kept<T, F>| Rule {
            id: kept.id,
            target: kept.target.clone(),
            occurrence: kept.counter.occurrence(),
            fault: kept.fault.clone(),
            seen: kept.counter.seen,
            hits: kept.counter.hits,
        };
        self.kept.iter().map(rule).collect()
    }

    /// Removes rules; returns their number.
    pub(crate) fn remove(&mut self, is_removed: impl Fn(RuleId) -> bool) -> usize {
        let before = self.kept.len();
        self.kept.retain(|rule| !is_removed(rule.id));
        before - self.kept.len()
    }
}
