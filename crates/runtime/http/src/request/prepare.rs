//! From an operation to a finished request, without I/O.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use payspec_core::{
    Blob, BodyFormat, Form, FromResponse, Operation, OperationSpec, Profile, ServiceSpec, Violation, Violations,
};
use serde_json::{Map, Value};

use super::build::Outgoing;
use super::expected::Expected;
use super::options::CallOptions;
use super::parameters::Parameters;
use crate::auth::{Credential, TokenSource};
use crate::config::Config;
use crate::error::Error;
use crate::error::Failure;
use crate::observe;
use crate::retry::Bounds;
use crate::transport::{HttpRequest, Transport};

/// A request that is ready to be sent, as often as need be: its key stays the same.
pub(crate) struct Prepared {
    pub(crate) spec: &'static OperationSpec,
    pub(crate) transport: Arc<dyn Transport>,
    /// Where the token comes from that the call needs.
    pub(crate) token: Option<Arc<TokenSource>>,
    /// The service whose address is a guess.
    pub(crate) guessed: Option<&'static ServiceSpec>,
    pub(crate) request: HttpRequest,
    pub(crate) expected: Expected,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) bounds: Bounds,
}

/// Makes the request of one call.
///
/// Only what depends on the type of the operation is generic, for it is compiled once per operation.
pub(crate) fn prepare<O: Operation>(operation: &O, options: &CallOptions, config: &Config) -> Result<Prepared, Error> {
    if O::SPEC.can_warn()
        && observe::is_enabled(config.observer.as_deref())
        && let Some(found) = warnings(operation, &options.parameters)
    {
        observe::warned(config.observer.as_deref(), O::SPEC, &found);
    }
    let parameters = parameters(operation, options);
    finish(O::SPEC, <O::Output as FromResponse>::ACCEPT, parameters, &operation.path_parameters(), options, config)
}

fn finish(
    spec: &'static OperationSpec,
    accept: &'static str,
    parameters: Result<Parameters, Box<Failure>>,
    path_values: &[(&'static str, Cow<'_, str>)],
    options: &CallOptions,
    config: &Config,
) -> Result<Prepared, Error> {
    // It was made with the call, before anything could fail, so that every outcome can tell it.
    let key = options.idempotency_key.clone().filter(|_| spec.idempotency_key);
    let made = parameters.and_then(|parameters| {
        let bounds = bounds(options, config, key.is_some())?;
        let server = config.servers.of(spec)?;
        let outgoing = Outgoing { spec, server, options, config, key: key.as_deref(), accept };
        let expected = expected(spec, path_values, &parameters, options, config);
        Ok((outgoing.request(parameters, path_values, bounds.timeout)?, expected, server, bounds))
    });
    match made {
        Ok((request, expected, server, bounds)) => {
            let (transport, guessed) = (Arc::clone(&server.transport), server.guessed);
            let token = spec.auth.and_then(|auth| match config.credential(auth).1? {
                Credential::Token(source) => Some(Arc::clone(source)),
                _ => None,
            });
            Ok(Prepared { spec, transport, token, guessed, request, expected, idempotency_key: key, bounds })
        }
        Err(failure) => Err(Error::new(spec, key, failure)),
    }
}

/// What a successful response has to show.
fn expected(
    spec: &OperationSpec,
    path_values: &[(&'static str, Cow<'_, str>)],
    parameters: &Parameters,
    options: &CallOptions,
    config: &Config,
) -> Expected {
    let anything = options.any_success || config.any_success.contains(spec.id);
    Expected::of(&spec.success, anything, |name| {
        let in_path = path_values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string());
        in_path.or_else(|| parameters.value(name))
    })
}

/// What the attempts are bounded by: what the call says, or else the client.
fn bounds(options: &CallOptions, config: &Config, keyed: bool) -> Result<Bounds, Box<Failure>> {
    let policy = options.retry.unwrap_or(config.retry);
    policy.check().map_err(|error| Failure::configuration(error.to_string()))?;
    let timeout = options.timeout.unwrap_or(config.timeout);
    let deadline = options.deadline.unwrap_or(config.deadline);
    for (name, duration) in [("Call::timeout", timeout), ("Call::deadline", deadline)] {
        if duration.is_zero() {
            return Err(Failure::configuration(format!("`{name}` is zero: give it some seconds")));
        }
    }
    let idempotency = config.api.idempotency.as_ref().filter(|_| keyed);
    let key_window = idempotency.map(|idempotency| Duration::from_secs(idempotency.window_seconds));
    Ok(Bounds { policy, timeout, deadline, key_window })
}

/// Returns what is doubtful about an operation with parameters that its description may not have.
pub(crate) fn warnings<O: Operation>(operation: &O, extra: &Form) -> Option<Violations> {
    if extra.is_empty() {
        return operation.warnings();
    }
    Extended { operation, extra }.warnings()
}

/// The parameters of the call, checked.
fn parameters<O: Operation>(operation: &O, options: &CallOptions) -> Result<Parameters, Box<Failure>> {
    refuse_empty(O::SPEC, &operation.path_parameters(), &options.parameters)?;
    if O::SPEC.body == BodyFormat::Json {
        let extended = Extended { operation, extra: &options.parameters };
        check::<O>(|profile| extended.validate_for(profile), options)?;
        let members = extended.encode_json();
        return members.map(Parameters::json).map_err(|_| Failure::invalid("the parameters have no JSON form"));
    }
    let mut form = Form::new();
    operation.encode(&mut form);
    let parameters = |form: Form| {
        if O::SPEC.body == BodyFormat::Multipart {
            let files = operation.files().into_iter().map(|(name, file)| (name, file.clone()));
            Parameters::WithFiles(form, files.collect())
        } else {
            Parameters::Pairs(form)
        }
    };
    // A form that could not be written faithfully is refused by the operation itself, and merging would
    // lose what it knows about that.
    if options.parameters.is_empty() || !form.problems().is_empty() {
        check::<O>(|profile| operation.validate_encoded(&form, profile), options)?;
        return Ok(parameters(form));
    }
    let extended = Extended { operation, extra: &options.parameters };
    check::<O>(|profile| extended.validate_for(profile), options)?;
    Ok(parameters(extended.merged(&form)))
}

/// Refuses empty parameters that were given for this call where they would mean all objects: a filter that is empty filters
/// nothing. In a body that changes something they may clear a member.
fn refuse_empty(
    spec: &OperationSpec,
    path_values: &[(&'static str, Cow<'_, str>)],
    given: &Form,
) -> Result<(), Box<Failure>> {
    let is_filter = !spec.changes_state || spec.body == BodyFormat::Query;
    let in_path = |name: &str| path_values.iter().any(|(known, _)| *known == name);
    let empty = given.pairs().iter().filter(|(name, value)| value.trim().is_empty() && (is_filter || in_path(name)));
    let found = empty.map(|(name, _)| {
        let what = "is empty, as given with `Call::parameter`; give a value, or do not give the parameter";
        Violation::new(vec![name.clone()], "empty-parameter", what, "an empty parameter selects nothing")
    });
    Violations::from_vec(found.collect()).map_or(Ok(()), |found| Err(Failure::violations(found)))
}

/// Returns the value of a parameter as it would be sent, whether typed or given for this call.
pub(crate) fn given<O: Operation>(operation: &O, options: &CallOptions, name: &str) -> Option<String> {
    if let Some((_, value)) = options.parameters.pairs().iter().rev().find(|(known, _)| known == name) {
        return Some(value.clone());
    }
    let own = if O::SPEC.body == BodyFormat::Json {
        Parameters::json(operation.encode_json().ok()?)
    } else {
        let mut form = Form::new();
        operation.encode(&mut form);
        Parameters::Pairs(form)
    };
    own.value(name)
}

/// Checks the rules, less those that the caller waives. Only rules of the description can be waived: what
/// keeps a request well-formed cannot.
fn check<O: Operation>(
    validate: impl FnOnce(Option<&'static Profile>) -> Result<(), Violations>,
    options: &CallOptions,
) -> Result<(), Box<Failure>> {
    let (rules, profiles) = (O::SPEC.rules, O::SPEC.profiles);
    let known =
        |name: &str| rules.iter().any(|rule| rule.name == name) || profiles.iter().any(|profile| profile.name == name);
    if let Some(unknown) = options.waived.iter().find(|name| !known(name)) {
        let names: Vec<&str> = rules.iter().map(|rule| rule.name).chain(profiles.iter().map(|p| p.name)).collect();
        return Err(Failure::configuration(format!(
            "there is no rule or profile `{unknown}` to waive; there are: {}",
            names.join(", ")
        )));
    }
    let Err(found) = validate(options.profile) else { return Ok(()) };
    let waived = |rule: &str| options.waived.iter().any(|name| name == rule);
    let kept = found.into_iter().filter(|violation| !waived(violation.rule())).collect();
    Violations::from_vec(kept).map_or(Ok(()), |kept| Err(Failure::violations(kept)))
}

/// An operation with parameters that its description does not have.
struct Extended<'a, O> {
    operation: &'a O,
    extra: &'a Form,
}

impl<O> Extended<'_, O> {
    /// The own parameters, less those that are given anew, then the extra ones, of which the last counts too.
    fn merged(&self, own: &Form) -> Form {
        let extra = self.extra.pairs();
        let given_in = |pairs: &[(String, String)], name: &str| {
            !name.ends_with("[]") && pairs.iter().any(|(given, _)| given == name)
        };
        let kept = own.pairs().iter().filter(|(name, _)| !given_in(extra, name));
        let last = extra.iter().enumerate().filter(|(at, (name, _))| !given_in(&extra[at + 1..], name));
        let all = kept.chain(last.map(|(_, pair)| pair));
        Form::from_pairs(all.map(|(name, value)| (name.as_str(), value.as_str())))
    }
}

impl<O: Operation> Operation for Extended<'_, O> {
    const SPEC: &'static OperationSpec = O::SPEC;
    type Output = O::Output;

    fn path_parameters(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        self.operation.path_parameters()
    }

    fn encode(&self, form: &mut Form) {
        let mut own = Form::new();
        self.operation.encode(&mut own);
        for (name, value) in self.merged(&own).pairs() {
            form.push(name.as_str(), value.as_str());
        }
    }

    fn files(&self) -> Vec<(&'static str, &Blob)> {
        self.operation.files()
    }

    /// In JSON an extra parameter is a member that is text.
    fn encode_json(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let mut members = self.operation.encode_json()?;
        members.extend(self.extra.pairs().iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))));
        Ok(members)
    }
}
