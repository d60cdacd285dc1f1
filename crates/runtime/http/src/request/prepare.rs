//! From an operation to a finished request, without I/O.

use std::borrow::Cow;
use std::sync::Arc;

use payspec_core::{
    BodyFormat, EncodedParameters, Form, FromResponse, Operation, OperationSpec, ServiceSpec, Violation, Violations,
};

use super::build::Outgoing;
use super::expected::Expected;
use super::options::CallOptions;
use crate::auth::{Credential, TokenSource};
use crate::config::Config;
use crate::error::Error;
use crate::error::Failure;
use crate::idempotency::{self, IdempotencyKey};
use crate::observe;
use crate::retry::{Bounds, HostBudget};
use crate::servers::BaseUrl;
use crate::signing::RequestSigner;
use crate::transport::{HttpRequest, Transport};

/// A request that is ready to be sent, repeatedly if necessary: its key stays the same.
pub(crate) struct Prepared {
    pub(crate) spec: &'static OperationSpec,
    pub(crate) transport: Arc<dyn Transport>,
    /// The retry budget of the host.
    pub(crate) budget: HostBudget,
    /// The source of the token that the call needs.
    pub(crate) token: Option<Arc<TokenSource>>,
    /// Signs each attempt.
    pub(crate) signer: Option<Arc<dyn RequestSigner>>,
    /// The operation's service, if its address is inferred.
    pub(crate) guessed: Option<&'static ServiceSpec>,
    pub(crate) request: HttpRequest,
    /// The base URL that the address of the request begins with.
    pub(crate) base: BaseUrl,
    pub(crate) expected: Expected,
    pub(crate) idempotency_key: Option<IdempotencyKey>,
    pub(crate) bounds: Bounds,
}

/// Builds the request of one call.
///
/// Only what depends on the type of the operation is generic, because it is compiled once per operation.
pub(crate) fn prepare<O: Operation>(operation: &O, options: &CallOptions, config: &Config) -> Result<Prepared, Error> {
    let encoded = encoded(operation, options);
    if observe::is_enabled(config.observer.as_deref())
        && let Some(found) = operation.warnings_encoded(&encoded)
    {
        observe::warned(config.observer.as_deref(), O::SPEC, &found);
    }
    let path_values = operation.path_parameters();
    let checked = refuse_empty(O::SPEC, &path_values, &options.parameters).and_then(|()| {
        let result = operation.validate_encoded(&encoded, options.profile);
        unless_waived(O::SPEC, result, options)
    });
    finish(O::SPEC, <O::Output as FromResponse>::ACCEPT, checked.map(|()| encoded), &path_values, options, config)
}

fn finish(
    spec: &'static OperationSpec,
    accept: &'static str,
    parameters: Result<EncodedParameters<'_>, Box<Failure>>,
    path_values: &[(&'static str, Cow<'_, str>)],
    options: &CallOptions,
    config: &Config,
) -> Result<Prepared, Error> {
    // The key was created with the call, before anything could fail, so that every outcome can report it.
    let key = options.idempotency_key.clone().filter(|_| spec.idempotency_key);
    let made = parameters.and_then(|parameters| {
        let bounds = bounds(options, config, key.is_some())?;
        let server = config.servers.of(spec)?;
        let outgoing = Outgoing { spec, server, options, config, keyed: key.is_some(), accept };
        let expected = expected(spec, path_values, &parameters, options, config);
        Ok((outgoing.request(parameters, path_values, bounds.timeout)?, expected, server, bounds))
    });
    match made {
        Ok((request, expected, server, bounds)) => {
            let (transport, guessed, base) = (Arc::clone(&server.transport), server.guessed, server.base.clone());
            let token = spec.auth.and_then(|auth| match config.credential(auth).1? {
                Credential::Token(source) => Some(Arc::clone(source)),
                _ => None,
            });
            let signer = spec.auth.and_then(|auth| config.signers.get(config.credential(auth).0.name)).map(Arc::clone);
            Ok(Prepared {
                spec,
                transport,
                budget: server.budget.clone(),
                token,
                signer,
                guessed,
                request,
                base,
                expected,
                idempotency_key: key,
                bounds,
            })
        }
        Err(failure) => Err(Error::new(spec, key, failure)),
    }
}

/// Returns what a successful response must contain.
fn expected(
    spec: &OperationSpec,
    path_values: &[(&'static str, Cow<'_, str>)],
    parameters: &EncodedParameters<'_>,
    options: &CallOptions,
    config: &Config,
) -> Expected {
    let anything = options.any_success || config.any_success.contains(spec.id);
    Expected::of(spec, anything, |name| {
        let in_path = path_values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string());
        in_path.or_else(|| parameters.value(name).map(Cow::into_owned))
    })
}

/// Returns the limits of the attempts: those of the call, or else those of the client.
fn bounds(options: &CallOptions, config: &Config, keyed: bool) -> Result<Bounds, Box<Failure>> {
    let policy = options.retry.unwrap_or(config.retry);
    policy.check().map_err(|error| Failure::configuration(error.to_string()))?;
    let timeout = options.timeout.unwrap_or(config.timeout);
    let deadline = options.deadline.unwrap_or(config.deadline);
    for (name, duration) in [("Call::timeout", timeout), ("Call::deadline", deadline)] {
        if duration.is_zero() {
            return Err(Failure::configuration(format!("`{name}` is zero: set it to some seconds")));
        }
    }
    let key_window = if keyed { idempotency::window(config.api) } else { None };
    Ok(Bounds { policy, timeout, deadline, key_window })
}

/// Encodes the parameters of the operation, and those added to the call.
fn encoded<'a, O: Operation>(operation: &'a O, options: &CallOptions) -> EncodedParameters<'a> {
    let mut encoded = operation.encoded();
    if !options.parameters.is_empty() {
        encoded.extend(&options.parameters);
    }
    encoded
}

/// Returns the warnings about the parameters of a call.
pub(crate) fn warnings<O: Operation>(operation: &O, options: &CallOptions) -> Option<Violations> {
    if O::SPEC.can_warn() { operation.warnings_encoded(&encoded(operation, options)) } else { None }
}

/// Returns the value of a parameter as it would be sent, whether typed or added to the call.
pub(crate) fn given<O: Operation>(operation: &O, options: &CallOptions, name: &str) -> Option<String> {
    encoded(operation, options).value(name).map(Cow::into_owned)
}

/// Rejects empty parameters added to a call where they would select all objects: an empty filter filters nothing. In a
/// body that changes something they may clear a member.
fn refuse_empty(
    spec: &OperationSpec,
    path_values: &[(&'static str, Cow<'_, str>)],
    given: &Form,
) -> Result<(), Box<Failure>> {
    let is_filter = !spec.changes_state || spec.body == BodyFormat::Query;
    let in_path = |name: &str| path_values.iter().any(|(known, _)| *known == name);
    let empty = given.pairs().iter().filter(|(name, value)| value.trim().is_empty() && (is_filter || in_path(name)));
    let found = empty.map(|(name, _)| {
        let what = "is empty (set with `Call::parameter`); set a value or remove the parameter";
        Violation::new(vec![name.clone()], "empty-parameter", what, "an empty parameter selects nothing")
    });
    Violations::from_vec(found.collect()).map_or(Ok(()), |found| Err(Failure::violations(found)))
}

/// Returns the violations, except those of rules that the caller waives. Only the description's rules can be waived,
/// not those that keep a request well-formed.
fn unless_waived(
    spec: &OperationSpec,
    result: Result<(), Violations>,
    options: &CallOptions,
) -> Result<(), Box<Failure>> {
    let names = || spec.rules.iter().map(|rule| rule.name).chain(spec.profiles.iter().map(|profile| profile.name));
    if let Some(unknown) = options.waived.iter().find(|waived| !names().any(|name| name == **waived)) {
        return Err(Failure::configuration(format!(
            "there is no rule or profile `{unknown}` to waive; this operation has: {}",
            names().collect::<Vec<_>>().join(", ")
        )));
    }
    let Err(found) = result else { return Ok(()) };
    let waived = |rule: &str| options.waived.iter().any(|name| name == rule);
    let kept = found.into_iter().filter(|violation| !waived(violation.rule())).collect();
    Violations::from_vec(kept).map_or(Ok(()), |kept| Err(Failure::violations(kept)))
}
