//! The validated settings of a client.

mod family;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use payspec_core::{ApiSpec, AuthSpec};

pub(crate) use self::family::{Addresses, Family};
use crate::auth::{Credential, TokenContext};
use crate::clock::{Clock, Jitter};
use crate::observe::Observer;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::servers::Servers;
use crate::signing::RequestSigner;

/// Validated settings: everything that is needed to build a request, except the operation.
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) api: &'static ApiSpec,
    pub(crate) servers: Arc<Servers>,
    pub(crate) family: Arc<Family>,
    /// The name of the merchant, for a client created by `with_credentials`.
    pub(crate) merchant: Option<Arc<str>>,
    pub(crate) credentials: BTreeMap<&'static str, Credential>,
    /// The request signers, by scheme.
    pub(crate) signers: BTreeMap<&'static str, Arc<dyn RequestSigner>>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) paths: BTreeMap<String, String>,
    /// The operations whose successful responses are not checked.
    pub(crate) any_success: BTreeSet<String>,
    /// The timeout of an attempt.
    pub(crate) timeout: Duration,
    /// The time limit of a call, including all attempts.
    pub(crate) deadline: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) jitter: Arc<dyn Jitter>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) blocking_inside_a_runtime: bool,
    pub(crate) max_response_bytes: usize,
    pub(crate) user_agent: HeaderValue,
}

impl Config {
    /// Returns the credential for a scheme or its alternative, together with the scheme it belongs to.
    pub(crate) fn credential(&self, auth: &'static AuthSpec) -> (&'static AuthSpec, Option<&Credential>) {
        if let Some(own) = self.credentials.get(auth.name) {
            return (auth, Some(own));
        }
        let others = self.api.auth.iter().filter(|other| other.instead_of == Some(auth.name));
        let mut given = others.filter_map(|other| Some((other, Some(self.credentials.get(other.name)?))));
        given.next().unwrap_or((auth, None))
    }

    /// Returns the context for obtaining a token.
    pub(crate) fn token_context(&self) -> TokenContext<'_> {
        TokenContext { api: self.api, servers: &self.servers, user_agent: &self.user_agent, clock: &*self.clock }
    }
}
