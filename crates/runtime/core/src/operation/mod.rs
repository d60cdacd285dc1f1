//! Requests as data: what an operation is, and what sending it requires.

mod auth;
mod checks;
mod constructors;
mod encoded;
mod error_kind;
mod evidence;
mod service;
mod signing;
mod spec;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::rules::{self, Profile, Violation, Violations};
use crate::{Blob, Form, FromResponse, view};

pub use auth::{AuthScheme, AuthSpec, TokenCarrier, TokenSpec};
pub use encoded::EncodedParameters;
pub use error_kind::ErrorKind;
pub use evidence::{Evidence, EvidenceLevel};
pub use service::{ServiceHost, ServiceSpec};
pub use signing::{SigningAlgorithm, SigningPart, SigningSpec};
pub use spec::{
    ApiSpec, BodyFormat, EnvironmentSpec, ErrorFormat, HeaderUse, IdempotencySpec, ListedErrors, Method, OperationName,
    OperationSpec, PagingSpec, PagingStyle, ReasonSpec, ResponseSpec, SuccessCodes, SuccessId, SuccessSpec, ToldBy,
};

/// A request to one operation of an API: its parameters, and a constant description of the rest.
///
/// Implemented by the parameter types of the generated model crates; sending is the work of
/// `payspec-http`.
pub trait Operation: Send + Sync {
    /// The description of the operation.
    const SPEC: &'static OperationSpec;

    /// The type of a successful response.
    type Output: FromResponse;

    /// Returns the values of the `{name}` parts of the path, not percent-encoded.
    fn path_parameters(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        Vec::new()
    }

    /// Encodes the parameters as a form: the query for an operation without a body, the body otherwise. Operations with
    /// JSON bodies or without parameters write none here.
    fn encode(&self, form: &mut Form) {
        let _ = form;
    }

    /// Returns the body members of an operation that sends JSON ([`BodyFormat::Json`]).
    ///
    /// # Errors
    ///
    /// Returns an error if the parameters cannot be serialised as JSON, which never happens with generated types.
    fn encode_json(&self) -> Result<Map<String, Value>, serde_json::Error> {
        Ok(Map::new())
    }

    /// Returns the files of an operation with a multipart body ([`BodyFormat::Multipart`]), by name.
    fn files(&self) -> Vec<(&'static str, &Blob)> {
        Vec::new()
    }

    /// Encodes the parameters. Rules are evaluated on the result and the client sends it, so it is built once per call.
    fn encoded(&self) -> EncodedParameters<'_> {
        if Self::SPEC.body == BodyFormat::Json {
            return EncodedParameters::json(&|| self.encode_json());
        }
        EncodedParameters::form(&|form| self.encode(form), self.files())
    }

    /// Validates the parameters against the rules of the operation and the profiles that apply automatically.
    ///
    /// # Errors
    ///
    /// Returns all violations: broken rules and profiles, path parameters that would change the path, and values that cannot
    /// be encoded faithfully.
    fn validate(&self) -> Result<(), Violations> {
        self.validate_for(None)
    }

    /// Validates the parameters like [`validate`](Self::validate), and against an additional profile.
    ///
    /// # Errors
    ///
    /// Returns all violations, like [`validate`](Self::validate).
    fn validate_for(&self, profile: Option<&'static Profile>) -> Result<(), Violations> {
        self.validate_encoded(&self.encoded(), profile)
    }

    /// Validates parameters that are already [encoded](Self::encoded), like [`validate_for`](Self::validate_for).
    ///
    /// # Errors
    ///
    /// Returns all violations, like [`validate`](Self::validate).
    fn validate_encoded(
        &self,
        encoded: &EncodedParameters<'_>,
        profile: Option<&'static Profile>,
    ) -> Result<(), Violations> {
        validate(Self::SPEC, &self.path_parameters(), encoded, profile)
    }

    /// Returns violations of advisory rules, and values that the API description does not list. They do not prevent
    /// sending.
    fn warnings(&self) -> Option<Violations> {
        if Self::SPEC.can_warn() { self.warnings_encoded(&self.encoded()) } else { None }
    }

    /// Returns the [warnings](Self::warnings) about [encoded](Self::encoded) parameters.
    fn warnings_encoded(&self, encoded: &EncodedParameters<'_>) -> Option<Violations> {
        if Self::SPEC.can_warn() { warnings(Self::SPEC, &self.path_parameters(), encoded) } else { None }
    }

    /// Validates the preconditions of the request on the current state of an object, and that the request is about that
    /// object. `object` is the name of its type in the description, and `known` is the object as it was read.
    ///
    /// # Errors
    ///
    /// Returns all violations.
    fn validate_against(&self, object: &str, known: &impl Serialize) -> Result<(), Violations>
    where
        Self: Sized,
    {
        let Ok(known) = view::for_rules(|| serde_json::to_value(known)) else {
            return Err(encoded::unfaithful_json().into());
        };
        validate_against(Self::SPEC, &self.path_parameters(), &self.encoded(), object, &known)
    }
}

// The methods above are compiled once per operation, so code that does not depend on it is here.

type PathParameters<'a> = &'a [(&'static str, Cow<'a, str>)];

fn validate(
    spec: &OperationSpec,
    in_path: PathParameters<'_>,
    encoded: &EncodedParameters<'_>,
    profile: Option<&'static Profile>,
) -> Result<(), Violations> {
    let mut found: Vec<_> = in_path.iter().filter_map(|(name, value)| unusable_path_parameter(name, value)).collect();
    found.extend(encoded.problems());
    all(found, encoded.judge(&|fields| rules::check(spec.rules, spec.profiles, profile, fields)))
}

fn warnings(spec: &OperationSpec, in_path: PathParameters<'_>, encoded: &EncodedParameters<'_>) -> Option<Violations> {
    let mut found = unknown_in_path(spec, in_path);
    // Values that cannot be sent faithfully are errors, which `validate` reports.
    let result = encoded.judge(&|fields| {
        let unknown = rules::check_known_values(spec.known_values, fields);
        let advised = rules::check(spec.warnings, &[], None, fields);
        all(advised.err().into_iter().flatten().collect(), unknown.map_or(Ok(()), Err))
    });
    found.extend(result.err().into_iter().flatten());
    Violations::from_vec(found)
}

fn validate_against(
    spec: &OperationSpec,
    in_path: PathParameters<'_>,
    encoded: &EncodedParameters<'_>,
    object: &str,
    known: &Value,
) -> Result<(), Violations> {
    let mut found: Vec<Violation> = encoded.problems().collect();
    found.extend(another_object(spec, object, known, in_path, encoded));
    all(found, encoded.judge(&|fields| rules::check_preconditions(spec.preconditions, object, known, fields)))
}

/// Combines the violations found so far with those of a check.
fn all(mut found: Vec<Violation>, result: Result<(), Violations>) -> Result<(), Violations> {
    found.extend(result.err().into_iter().flatten());
    Violations::from_vec(found).map_or(Ok(()), Err)
}

/// Returns the values of path parameters that the description does not list.
fn unknown_in_path(spec: &OperationSpec, in_path: PathParameters<'_>) -> Vec<Violation> {
    let is_named = |name: &str| spec.known_values.iter().any(|known| known.field == name);
    let in_path = in_path.iter().filter(|(name, _)| is_named(name)).map(|(name, value)| (*name, value.as_ref()));
    let found = rules::check_known_values(spec.known_values, &Form::from_pairs(in_path));
    found.into_iter().flatten().collect()
}

/// Returns a violation for a path parameter that would change the path. Percent-encoding does not help: URL parsers
/// treat `%2e%2e` as `..`.
fn unusable_path_parameter(name: &str, value: &str) -> Option<Violation> {
    let what = match value.trim() {
        "" => "is empty; set the identifier",
        "." | ".." => "is a dot segment; set the identifier",
        _ => return None,
    };
    Some(Violation::new(vec![name.to_owned()], "path-parameter", what, "the request would have a different path"))
}

/// Returns a violation for a request about a different object from the one it is checked against, whose state does not
/// matter.
fn another_object(
    spec: &OperationSpec,
    object: &str,
    known: &Value,
    in_path: PathParameters<'_>,
    encoded: &EncodedParameters<'_>,
) -> Option<Violation> {
    let id = spec.preconditions.iter().find(|rule| rule.object == object)?.id?;
    let known = known.get(id)?.as_str()?;
    let named = match in_path.iter().find(|(name, _)| *name == id) {
        Some((_, named)) => named.as_ref(),
        None => encoded.text(id)?,
    };
    (named != known).then(|| {
        Violation::new(
            vec![id.to_owned()],
            "another-object",
            format!("names a different `{object}` from the one it is validated against"),
            "the state of one object does not apply to another",
        )
    })
}
