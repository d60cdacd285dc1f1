//! Additional hosts of an API.

use super::error_kind::ErrorKind;
use super::evidence::Evidence;

/// An additional host of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceSpec {
    /// Its name: `onboarding`.
    pub name: &'static str,
    /// Its known addresses.
    pub hosts: &'static [ServiceHost],
    /// The method of the API's own client builder that sets its address, for messages: `onboarding_at`.
    pub setter: &'static str,
    /// The meanings of codes in its responses, replacing [`ErrorFormat::outcomes`](crate::ErrorFormat::outcomes). Empty
    /// if they are the same.
    pub outcomes: &'static [(&'static str, ErrorKind)],
}

/// The address of a service in one environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceHost {
    /// The name of the environment: `test`.
    pub environment: &'static str,
    /// The start of every URL, without a trailing slash. Its host may contain variables in braces.
    pub base_url: &'static str,
    /// How well the address is known.
    pub evidence: Evidence,
}
