//! Further hosts of an API, and what codes mean there.

use super::error_kind::ErrorKind;
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
    pub outcomes: &'static [(&'static str, ErrorKind)],
}

/// Where a service answers in one environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceHost {
    /// The name of the environment: `test`.
    pub environment: &'static str,
    /// The start of every URL, without a slash at the end. Its host may have variables in braces.
    pub base_url: &'static str,
    /// How well the address is known.
    pub evidence: Evidence,
}
