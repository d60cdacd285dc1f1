//! Further hosts of an API, and what codes mean there.

use super::evidence::Evidence;

/// A further host of an API, beside the main one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceSpec {
    /// Its name: `onboarding`.
    pub name: &'static str,
    /// Where it answers, as far as that is known.
    pub hosts: &'static [ServiceHost],
    /// The method of the API's own client builder that takes its address, for messages: `onboarding_at`.
    pub setter: &'static str,
    /// What codes mean in its answers, instead of [`ErrorFormat::outcomes`](crate::ErrorFormat::outcomes). Empty where they mean what they mean
    /// elsewhere.
    pub outcomes: &'static [(&'static str, Outcome)],
}

/// Where a service answers in one environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceHost {
    /// The name of the environment: `test`.
    pub environment: &'static str,
    /// The start of every URL, without a slash at the end.
    pub base_url: &'static str,
    /// How well the address is known.
    pub evidence: Evidence,
}

/// What an answer is to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum Outcome {
    /// Done.
    Success,
    /// Understood and refused by the bank or the provider: the answer holds the declined object.
    Declined,
    /// Parameters are missing or wrong.
    Invalid,
    /// The credentials are missing or wrong.
    Unauthenticated,
    /// The credentials do not allow the operation.
    Forbidden,
    /// There is no such object.
    NotFound,
    /// Too many requests: try later.
    RateLimited,
    /// The server failed.
    Server,
}
