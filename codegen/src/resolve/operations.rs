//! Operations by their names, and what follows from how they are written.

use payspec_core::{BodyFormat, Method};

use crate::names;
use crate::raw::operation::{Operation, Response};
use crate::raw::outcome::Outcome;
use crate::raw::{Document, Sp};
use crate::symbols::RawSet;

/// What `echoes` says of a parameter that a response does not repeat.
pub(crate) const NO_ECHO: &str = "none";

/// Every method but GET changes something, unless the operation says otherwise.
pub(crate) fn changes_state(raw: &Operation) -> bool {
    raw.changes_state.as_ref().map_or(raw.method.value != Method::Get, |changes| changes.value)
}

/// How the parameters travel, in an API with this encoding.
pub(crate) fn body(of_api: BodyFormat, raw: &Operation) -> BodyFormat {
    if !has_parameters(raw) && !matches!(raw.method.value, Method::Post | Method::Put | Method::Patch) {
        return BodyFormat::None;
    }
    match (&raw.encoding, raw.method.value) {
        (Some(encoding), _) => encoding.value,
        (None, Method::Get | Method::Delete) => BodyFormat::Query,
        (None, _) => of_api,
    }
}

/// Whether there are parameters next to those in the path.
pub(crate) fn has_parameters(raw: &Operation) -> bool {
    !raw.params.iter().all(|(_, field)| field.place.is_some())
}

/// The params type: `CreateRefund`, unless the spec names it.
pub(crate) fn params_name(raw: &Operation, verb: &str, resource: &str) -> String {
    raw.rust.as_ref().map_or_else(|| names::params(verb, resource), |rust| rust.name.value.clone())
}

/// The successful responses, by status.
pub(crate) fn successes(raw: &Operation) -> impl Iterator<Item = (&Sp<String>, &Sp<Response>)> {
    let responses = raw.responses.iter().map(|(status, response)| (status, response));
    responses.filter(|(_, response)| response.outcome.value == Outcome::Success)
}

/// Whether the status of a success tells what its body is.
pub(crate) fn has_several_bodies(raw: &Operation) -> bool {
    let mut bodies = successes(raw).map(|(_, response)| response.body.as_ref().map(|body| body.as_str()));
    bodies.next().is_some_and(|first| bodies.any(|other| other != first))
}

/// The operation of a `resource.verb`.
pub(crate) fn find<'a>(set: &'a RawSet, id: &str) -> Option<(String, &'a Sp<Operation>)> {
    let (resource, verb) = id.split_once('.')?;
    let of_resource =
        |document: &&Document| document.resource.as_ref().is_some_and(|known| known.name.value == resource);
    let document = set.files.iter().map(|(_, document)| document.as_ref()).find(of_resource)?;
    let operation = document.operations.get(verb)?;
    Some((params_name(operation, verb, resource), operation))
}
