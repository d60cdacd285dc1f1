//! Faults: simulated failures of requests, by rules.
//!
//! A [rule](super::rules) names an operation, which of its requests, and a [`Fault`].

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::rules::Rule;

/// A simulated failure of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The bank declines the payment with this code.
    Decline(String),
    /// The request is executed, and the response is delayed by this much real time.
    Delay(Duration),
    /// The response has this status, 500 to 599.
    Status(u16, Moment),
    /// The connection is closed without a response.
    Drop(Moment),
    /// The request is executed; the connection is closed in the middle of the response body.
    CutBody,
    /// The request is executed; the response is complete, and its body is malformed JSON.
    MalformedBody,
    /// The request is not executed; the response is a redirect (302) to this URL.
    Redirect(String),
    /// The request is executed; the connection is closed when the next request arrives on it.
    CloseIdle,
}

/// The moment of a fault: before or after the request is executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// The request is not executed.
    BeforeCommit,
    /// The request is executed, and the client does not receive its result.
    AfterCommit,
}

impl Fault {
    /// Its name, as in the request log and in the control API.
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

    /// The status that the client receives instead of `status`; 0 if it receives none.
    pub fn sent(&self, status: u16) -> u16 {
        match self {
            Self::Status(instead, _) => *instead,
            Self::Drop(_) => 0,
            _ => status,
        }
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

/// The requests that a rule applies to. A condition that is absent matches every request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// A rule that simulates failures of requests, with its counts.
pub type FaultRule = Rule<Target, Fault>;

#[cfg(test)]
mod tests {
    use super::{Fault, Moment, Target};
    use crate::engine::occurrence::Occurrence;
    use crate::engine::rules::Rules;

    type Faults = Rules<Target, Fault>;

    const SEED: (u64, &str) = (1, "shop");

    fn target(method: &str, path: &str) -> Target {
        Target { method: Some(method.to_owned()), path: Some(path.to_owned()) }
    }

    fn met(faults: &mut Faults, method: &str, path: &str, times: usize) -> Vec<Option<&'static str>> {
        (0..times).map(|_| faults.meet(|target| target.matches(method, path)).map(|fault| fault.name())).collect()
    }

    #[test]
    fn the_second_request_of_an_operation_is_met() {
        let mut faults = Faults::new("faults");
        let drop = Fault::Drop(Moment::AfterCommit);
        faults.add(SEED, target("POST", "/transaction"), Occurrence::Nth(2), drop);
        assert_eq!(met(&mut faults, "GET", "/transaction", 2), [None, None], "another operation");
        let expected = [None, Some("drop-after-commit"), None];
        assert_eq!(met(&mut faults, "POST", "/transaction", 3), expected);
        assert_eq!(
            faults.list()[0].to_string(),
            "rule-1: no. 2 of POST /transaction: drop-after-commit (1 of 3 disturbed)"
        );
    }

    /// A request that another rule disturbs counts as well, and counting rules come before chance.
    #[test]
    fn counted_rules_come_first_and_all_rules_count() {
        let mut faults = Faults::new("faults");
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
            let mut faults = Faults::new("faults");
            faults.add((seed, "shop"), Target::default(), Occurrence::Rate(0.3), Fault::CutBody);
            for _ in 0..others {
                faults.add((seed, "shop"), target("POST", "/b"), Occurrence::Rate(0.5), Fault::CloseIdle);
            }
            (0..200)
                .map(|number| if number % 2 == 0 { "/a" } else { "/b" })
                .map(|path| faults.meet(|target| target.matches("POST", path)))
                .map(|fault| fault == Some(Fault::CutBody))
                .collect::<Vec<bool>>()
        };
        assert_eq!(draw(1, 0), draw(1, 3));
        assert_ne!(draw(1, 0), draw(2, 0));
    }
}
