//! Faults: what goes wrong with requests, by rules that are added on demand.
//!
//! A rule names an operation, which of its requests, and a [`Fault`]. Each rule counts the requests that match it, also
//! those that another rule disturbs. If several concern one request, those that count come before those by chance, and
//! otherwise the one that was added first applies.

use std::fmt;
use std::time::Duration;

use super::occurrence::{Counter, Occurrence};
use super::random::Random;

/// What goes wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The bank refuses the payment with this code.
    Decline(String),
    /// The request is executed, and answered after this much real time: clients measure their timeouts in it.
    Delay(Duration),
    /// It is answered with this status, 500 to 599.
    Status(u16, Moment),
    /// The connection is closed without an answer.
    Drop(Moment),
    /// It is executed; the connection is closed in the middle of the answer's body.
    CutBody,
    /// It is executed; the answer arrives whole, and its body is broken JSON.
    MalformedBody,
    /// It is not executed; the answer is a redirect (302) to this URL.
    Redirect(String),
    /// It is executed and answered. The next request on the same connection meets a server that has just closed it.
    CloseIdle,
}

/// Whether a fault happens before a request is executed or after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nothing is executed.
    BeforeCommit,
    /// The request is executed, and the client does not learn of it.
    AfterCommit,
}

impl Fault {
    /// Its name, in journals and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Decline(_) => "decline",
            Self::Delay(_) => "delay",
            Self::Status(_, Moment::BeforeCommit) => "status",
            Self::Status(_, Moment::AfterCommit) => "status-after-commit",
            Self::Drop(Moment::BeforeCommit) => "drop-before-commit",
            Self::Drop(Moment::AfterCommit) => "drop-after-commit",
            Self::CutBody => "cut-body",
            Self::MalformedBody => "malformed-body",
            Self::Redirect(_) => "redirect",
            Self::CloseIdle => "close-idle",
        }
    }

    /// Returns `true` if the request is executed.
    pub fn is_executed(&self) -> bool {
        !matches!(self, Self::Status(_, Moment::BeforeCommit) | Self::Drop(Moment::BeforeCommit) | Self::Redirect(_))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::Decline(code) => write!(f, " {code}"),
            Self::Delay(by) => write!(f, " {by:?}"),
            Self::Status(status, _) => write!(f, " {status}"),
            Self::Redirect(to) => write!(f, " {to}"),
            Self::Drop(_) | Self::CutBody | Self::MalformedBody | Self::CloseIdle => Ok(()),
        }
    }
}

/// The requests that a rule is about. What is absent matches anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    /// The HTTP method, in capital letters.
    pub method: Option<String>,
    /// The path as the spec writes it, such as `/transaction/{transactionId}/capture`; the names in braces do not matter.
    pub path: Option<String>,
}

impl Target {
    /// Returns `true` for an operation with a method and a path, as the spec writes it.
    pub fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted == method)
            && self.path.as_deref().is_none_or(|wanted| is_same_path(wanted, path))
    }
}

fn is_same_path(one: &str, other: &str) -> bool {
    let is_parameter = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let (mut one, mut other) = (one.trim_end_matches('/').split('/'), other.trim_end_matches('/').split('/'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || (is_parameter(a) && is_parameter(b)) => {}
            _ => return false,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.method, &self.path) {
            (Some(method), Some(path)) => write!(f, "{method} {path}"),
            (Some(only), None) | (None, Some(only)) => f.write_str(only),
            (None, None) => f.write_str("requests"),
        }
    }
}

/// Identifies a rule in its world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaultId(u64);

impl fmt::Display for FaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fault-{}", self.0)
    }
}

/// A rule, with what it has done so far.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    /// Identifies it.
    pub id: FaultId,
    /// The requests that it is about.
    pub target: Target,
    /// Which of them it concerns.
    pub occurrence: Occurrence,
    /// What goes wrong with those.
    pub fault: Fault,
    /// The number of requests that it was about.
    pub seen: u64,
    /// The number of requests that it has disturbed.
    pub hits: u64,
}

/// `no. 2 of POST /transaction: drop-after-commit (1 of 3)`.
impl fmt::Display for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, target, occurrence, fault, seen, hits } = self;
        write!(f, "{id}: {occurrence} {target}: {fault} ({hits} of {seen} disturbed)")
    }
}

/// The rules of a world.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    rules: Vec<(FaultId, Target, Fault, Counter)>,
    added: u64,
}

impl Faults {
    /// Adds a rule. Its random numbers follow from the seed, the name of the world and the number of the rule.
    pub(crate) fn add(
        &mut self,
        (seed, world): (u64, &str),
        target: Target,
        occurrence: Occurrence,
        fault: Fault,
    ) -> FaultId {
        self.added += 1;
        let id = FaultId(self.added);
        let random = Random::new(seed, &format!("faults/{world}/{}", self.added));
        self.rules.push((id, target, fault, Counter::new(occurrence, random)));
        id
    }

    /// Counts a request, and finds what goes wrong with it.
    pub(crate) fn meet(&mut self, method: &str, path: &str) -> Option<Fault> {
        let mut found: Option<&mut (FaultId, Target, Fault, Counter)> = None;
        for rule in self.rules.iter_mut().filter(|rule| rule.1.matches(method, path)) {
            let rank = rule.3.occurrence().rank();
            if rule.3.concerns_next() && found.as_ref().is_none_or(|known| rank < known.3.occurrence().rank()) {
                found = Some(rule);
            }
        }
        found.map(|rule| {
            rule.3.hits += 1;
            rule.2.clone()
        })
    }

    pub(crate) fn list(&self) -> Vec<FaultRule> {
        let rule = |(id, target, fault, counter): &(FaultId, Target, Fault, Counter)| FaultRule {
            id: *id,
            target: target.clone(),
            occurrence: counter.occurrence(),
            fault: fault.clone(),
            seen: counter.seen,
            hits: counter.hits,
        };
        self.rules.iter().map(rule).collect()
    }

    /// Removes rules; returns their number.
    pub(crate) fn remove(&mut self, is_removed: impl Fn(FaultId) -> bool) -> usize {
        let before = self.rules.len();
        self.rules.retain(|rule| !is_removed(rule.0));
        before - self.rules.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Faults, Moment, Occurrence, Target};

    const SEED: (u64, &str) = (1, "shop");

    fn target(method: &str, path: &str) -> Target {
        Target { method: Some(method.to_owned()), path: Some(path.to_owned()) }
    }

    fn met(faults: &mut Faults, method: &str, path: &str, times: usize) -> Vec<Option<&'static str>> {
        (0..times).map(|_| faults.meet(method, path).map(|fault| fault.name())).collect()
    }

    #[test]
    fn the_second_request_of_an_operation_is_met() {
        let mut faults = Faults::default();
        let drop = Fault::Drop(Moment::AfterCommit);
        faults.add(SEED, target("POST", "/transaction"), Occurrence::Nth(2), drop);
        assert_eq!(met(&mut faults, "GET", "/transaction", 2), [None, None], "another operation");
        let expected = [None, Some("drop-after-commit"), None];
        assert_eq!(met(&mut faults, "POST", "/transaction", 3), expected);
        assert_eq!(
            faults.list()[0].to_string(),
            "fault-1: no. 2 of POST /transaction: drop-after-commit (1 of 3 disturbed)"
        );
    }

    /// A request that another rule disturbs counts as well, and counting rules come before chance.
    #[test]
    fn counted_rules_come_first_and_all_rules_count() {
        let mut faults = Faults::default();
        faults.add(SEED, Target::default(), Occurrence::Rate(1.0), Fault::CutBody);
        faults.add(SEED, Target::default(), Occurrence::Nth(2), Fault::MalformedBody);
        faults.add(SEED, target("POST", "/a/{id}"), Occurrence::Nth(2), Fault::CloseIdle);
        let (cut, malformed) = (Some("cut-body"), Some("malformed-body"));
        assert_eq!(met(&mut faults, "POST", "/a/{other}", 3), [cut, malformed, cut]);
        assert_eq!(faults.list().iter().map(|rule| rule.seen).collect::<Vec<_>>(), [3, 3, 3]);
    }

    #[test]
    fn chance_follows_from_the_seed_and_not_from_other_rules() {
        let draw = |seed, others: usize| {
            let mut faults = Faults::default();
            faults.add((seed, "shop"), Target::default(), Occurrence::Rate(0.3), Fault::CutBody);
            for _ in 0..others {
                faults.add((seed, "shop"), target("POST", "/b"), Occurrence::Rate(0.5), Fault::CloseIdle);
            }
            (0..200)
                .map(|number| faults.meet("POST", if number % 2 == 0 { "/a" } else { "/b" }))
                .map(|fault| fault == Some(Fault::CutBody))
                .collect::<Vec<bool>>()
        };
        assert_eq!(draw(1, 0), draw(1, 3));
        assert_ne!(draw(1, 0), draw(2, 0));
    }
}
