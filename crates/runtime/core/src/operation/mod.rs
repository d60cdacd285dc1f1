//! A request as data: what an operation is, and what it needs from whoever sends it.

mod auth;
mod evidence;
mod service;
mod spec;

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::rules::{Fields, Profile, Violation, Violations};
use crate::{Blob, Form, FormProblem, FromResponse, json};

pub use auth::{AuthScheme, AuthSpec, TokenCarrier, TokenSpec};
pub use evidence::{Evidence, EvidenceLevel};
pub use service::{Outcome, ServiceHost, ServiceSpec};
pub use spec::{
    ApiSpec, BodyFormat, EnvironmentSpec, ErrorFormat, HeaderUse, IdempotencySpec, ListStyle, ListedErrors, Method,
    OperationSpec, PagingSpec, PagingStyle, ReasonSpec, ResponseSpec, SuccessCodes, SuccessId, SuccessSpec, ToldBy,
};

/// A request to one operation of an API: its parameters, and a constant description of the rest.
///
/// Implemented by the parameter types of the generated model crates; sending is the work of
/// `payspec-http`.
pub trait Operation: Send + Sync {
    /// The description of the operation.
    const SPEC: &'static OperationSpec;

    /// What the operation answers when it succeeds.
    type Output: FromResponse;

    /// The values of the `{name}` parts of the path, not percent-encoded.
    fn path_parameters(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        Vec::new()
    }

    /// Writes the parameters: the query for an operation without a body, the body otherwise. An operation that
    /// sends JSON writes none here.
    fn encode(&self, form: &mut Form);

    /// The members of the body of an operation that sends JSON ([`BodyFormat::Json`]).
    ///
    /// # Errors
    ///
    /// When the parameters have no JSON form, which those of generated types always have.
    fn encode_json(&self) -> Result<Map<String, Value>, serde_json::Error> {
        Ok(Map::new())
    }

    /// The files of an operation that sends a body of several parts ([`BodyFormat::Multipart`]), by name.
    fn files(&self) -> Vec<(&'static str, &Blob)> {
        Vec::new()
    }

    /// Checks the parameters against the rules of the operation and those profiles that apply by
    /// themselves.
    fn validate(&self) -> Result<(), Violations> {
        self.validate_for(None)
    }

    /// Checks the parameters like [`validate`](Self::validate), and against a profile in addition.
    fn validate_for(&self, profile: Option<&'static Profile>) -> Result<(), Violations> {
        let mut found = unusable_path_parameters(self);
        let result = judged(self, &mut found, |fields| rules_of::<Self>(profile, fields));
        all(found, result)
    }

    /// Checks parameters like [`validate_for`](Self::validate_for), given as [`encode`](Self::encode) has written them: for
    /// whoever needs both. JSON is not written so, and is checked anew.
    fn validate_encoded(&self, form: &Form, profile: Option<&'static Profile>) -> Result<(), Violations> {
        if Self::SPEC.body == BodyFormat::Json {
            return self.validate_for(profile);
        }
        let mut found = unusable_path_parameters(self);
        let result = judged_form(self, form, &mut found, |fields| rules_of::<Self>(profile, fields));
        all(found, result)
    }

    /// Returns what is doubtful about the parameters: violations of rules that only warn, and values that the API's
    /// description does not know. Nothing is refused for them.
    fn warnings(&self) -> Option<Violations> {
        if !Self::SPEC.can_warn() {
            return None;
        }
        let mut found = unknown_in_path(self);
        // What cannot be sent faithfully is an error, and `validate` tells of it.
        let judge = |fields: &dyn Fields| {
            let unknown = crate::rules::check_known_values(Self::SPEC.known_values, fields);
            let advised = crate::rules::check(Self::SPEC.warnings, &[], None, fields);
            all(advised.err().into_iter().flatten().collect(), unknown.map_or(Ok(()), Err))
        };
        found.extend(judged(self, &mut Vec::new(), judge).err().into_iter().flatten());
        Violations::from_vec(found)
    }

    /// Checks the parameters against an object as it is now: those rules that no look at the request alone can judge, and
    /// that the request does not name another object of the kind.
    /// `object` is its name in the description, `known` what was read of it.
    ///
    /// # Errors
    ///
    /// Every rule that is broken, all at once.
    fn validate_against(&self, object: &str, known: &impl Serialize) -> Result<(), Violations>
    where
        Self: Sized,
    {
        let mut found = Vec::new();
        let result = match serde_json::to_value(known) {
            Ok(known) => {
                found.extend(another_object(self, object, &known));
                judged(self, &mut found, |fields| {
                    crate::rules::check_preconditions(Self::SPEC.preconditions, object, &known, fields)
                })
            }
            Err(_) => Err(unfaithful_json().into()),
        };
        all(found, result)
    }
}

/// What the rules and profiles of an operation say.
fn rules_of<O: Operation + ?Sized>(profile: Option<&'static Profile>, fields: &dyn Fields) -> Result<(), Violations> {
    crate::rules::check(O::SPEC.rules, O::SPEC.profiles, profile, fields)
}

/// What was found by the way, and what a judge says.
fn all(mut found: Vec<Violation>, result: Result<(), Violations>) -> Result<(), Violations> {
    found.extend(result.err().into_iter().flatten());
    Violations::from_vec(found).map_or(Ok(()), Err)
}

/// Shows parameters to a judge as they would be sent; what cannot be sent is found by itself.
fn judged<O: Operation + ?Sized>(
    operation: &O,
    found: &mut Vec<Violation>,
    judge: impl FnOnce(&dyn Fields) -> Result<(), Violations>,
) -> Result<(), Violations> {
    if O::SPEC.body == BodyFormat::Json {
        return match operation.encode_json() {
            Ok(members) => {
                let mut members = Value::Object(members);
                let result = judge(&members);
                json::wipe(&mut members);
                result
            }
            Err(_) => Err(unfaithful_json().into()),
        };
    }
    let mut form = Form::new();
    operation.encode(&mut form);
    judged_form(operation, &form, found, judge)
}

fn judged_form<O: Operation + ?Sized>(
    operation: &O,
    form: &Form,
    found: &mut Vec<Violation>,
    judge: impl FnOnce(&dyn Fields) -> Result<(), Violations>,
) -> Result<(), Violations> {
    found.extend(form.problems().iter().map(unfaithful_field));
    let files = operation.files();
    if files.is_empty() {
        return judge(form);
    }
    // Rules ask of a file whether it is given.
    let mut with_files = form.clone();
    for (name, _) in files {
        with_files.push(name, "(a file)");
    }
    judge(&with_files)
}

fn unusable_path_parameters<O: Operation + ?Sized>(operation: &O) -> Vec<Violation> {
    operation.path_parameters().iter().filter_map(|(name, value)| unusable_path_parameter(name, value)).collect()
}

/// The values of path parameters that the description does not know.
fn unknown_in_path<O: Operation + ?Sized>(operation: &O) -> Vec<Violation> {
    let is_named = |name: &str| O::SPEC.known_values.iter().any(|known| known.field == name);
    let in_path = operation.path_parameters();
    let in_path = in_path.iter().filter(|(name, _)| is_named(name)).map(|(name, value)| (*name, value.as_ref()));
    let found = crate::rules::check_known_values(O::SPEC.known_values, &Form::from_pairs(in_path));
    found.into_iter().flatten().collect()
}

/// A path parameter that would make the request reach another path. Percent-encoding does not help: URL
/// parsers take `%2e%2e` for `..`.
fn unusable_path_parameter(name: &str, value: &str) -> Option<Violation> {
    let what = match value.trim() {
        "" => "is empty; give the identifier",
        "." | ".." => "is a dot segment; give the identifier",
        _ => return None,
    };
    Some(Violation::new(vec![name.to_owned()], "path-parameter", what, "the request would reach another path"))
}

/// A request that names another object than the one it is held against: what holds for one says nothing about another.
fn another_object<O: Operation>(operation: &O, object: &str, known: &Value) -> Option<Violation> {
    let id = O::SPEC.preconditions.iter().find(|rule| rule.object == object)?.id?;
    let known = known.get(id)?.as_str()?;
    let in_path = operation.path_parameters().into_iter().find(|(name, _)| *name == id);
    let named = match in_path {
        Some((_, named)) => named.into_owned(),
        None if O::SPEC.body == BodyFormat::Json => operation.encode_json().ok()?.get(id)?.as_str()?.to_owned(),
        None => {
            let mut form = Form::new();
            operation.encode(&mut form);
            form.get(id)?.to_owned()
        }
    };
    (named != known).then(|| {
        Violation::new(
            vec![id.to_owned()],
            "another-object",
            format!("names another `{object}` than the one it is held against"),
            "what holds for one says nothing about another",
        )
    })
}

fn unfaithful_json() -> Violation {
    Violation::new(
        Vec::new(),
        "json-encoding",
        "the parameters have no JSON form",
        "the server would not receive what was meant",
    )
}

fn unfaithful_field(problem: &FormProblem) -> Violation {
    Violation::new(
        vec![problem.name.clone()],
        "form-encoding",
        problem.message,
        "the server would not receive what was meant",
    )
}
