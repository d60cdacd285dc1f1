//! In which members of their bodies the requests and responses of an operation stand.

use payspec_core::BodyFormat;

use super::operations::body;
use crate::raw::Path;
use crate::raw::api::{Api, Resource};
use crate::raw::operation::Operation;
use crate::raw::outcome::Outcome;
use crate::raw::wrap::{NONE, Wrap};
use crate::types::parse;

/// The envelopes of an operation.
#[derive(Default)]
pub(crate) struct Wrapped<'a> {
    pub(crate) request: Option<&'a Path>,
    pub(crate) response: Option<&'a Path>,
}

/// What is said of requests, or of responses.
pub(crate) type Direction = fn(&Wrap) -> Option<&Path>;

/// The envelopes that an operation has: as the innermost level says that says anything of the direction.
pub(crate) fn of<'a>(api: &'a Api, resource: Option<&'a Resource>, raw: &'a Operation) -> Wrapped<'a> {
    Wrapped {
        request: said(Wrap::request, api, resource, raw).filter(|_| has_request(api, raw)),
        response: said(Wrap::response, api, resource, raw).filter(|_| has_response(raw)),
    }
}

/// What the innermost level says of a direction, whether the operation has that or not.
pub(crate) fn said<'a>(
    direction: Direction,
    api: &'a Api,
    resource: Option<&'a Resource>,
    raw: &'a Operation,
) -> Option<&'a Path> {
    let of_resource = resource.and_then(|resource| resource.wrap.as_ref());
    let levels = [raw.wrap.as_ref(), of_resource, api.wrap.as_ref()];
    levels.into_iter().flatten().find_map(|wrap| direction(&wrap.value)).filter(|path| path.value != NONE)
}

/// Whether an operation sends a body that an envelope can be put around.
pub(crate) fn has_request(api: &Api, raw: &Operation) -> bool {
    // What belongs around the parts of a body is not known; it is refused.
    matches!(body(api.encoding.value, raw), BodyFormat::Json | BodyFormat::Form)
}

/// Whether a success has a body that can stand in an envelope: anything but a file.
pub(crate) fn has_response(raw: &Operation) -> bool {
    let mut successes = raw.responses.iter().filter(|(_, response)| response.outcome.value == Outcome::Success);
    let body = successes.find_map(|(_, response)| response.body.as_ref());
    body.is_some_and(|body| parse(body).is_none_or(|body| body.name != "bytes"))
}
