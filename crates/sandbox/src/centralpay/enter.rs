//! From a request to an operation and a world: routing and authentication.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::server::ReceivedRequest;
use payspec_core::{AuthScheme, OperationSpec};

use super::merchant::{ORIGIN, PASSWORD, PUBLISHED, is_declared, world_of_key, world_of_login};
use super::refusal::Refusal;
use super::routes::{self, Route};
use crate::engine::request::Request;

/// A request whose operation and world are known.
pub struct Entered {
    pub(super) route: &'static Route,
    pub(super) parameters: Vec<(&'static str, String)>,
    world: String,
}

impl Entered {
    /// The name of the world that the credentials choose.
    pub fn world(&self) -> &str {
        &self.world
    }
}

/// Finds the operation by the spec's addresses and the world by the credentials. A trailing slash is ignored, unless
/// `strict` is set.
///
/// # Errors
///
/// An address without an operation, and credentials that are missing or wrong.
pub fn enter(request: &Request<'_>, strict: bool) -> Result<Entered, Refusal> {
    let path = if strict { request.path } else { request.path.trim_end_matches('/') };
    let Some((route, parameters)) = routes::find(request.method, path) else {
        return Err(Refusal::NotFound(routes::missing(request.method, path)));
    };
    let world = match route.spec.auth.map(|auth| auth.scheme) {
        Some(AuthScheme::BodyParameter { names }) => by_key(request, route.spec, names)?,
        _ => by_login(request)?,
    };
    Ok(Entered { route, parameters, world })
}

/// The parts of a request that have parameters.
pub(super) fn received<'a>(request: &Request<'a>, path: &'a [(&'static str, String)]) -> ReceivedRequest<'a> {
    let received = ReceivedRequest::new().path(path).query(request.query).body(request.body);
    request.headers.iter().fold(received, |received, (name, value)| received.header(name, value))
}

fn by_login(request: &Request<'_>) -> Result<String, Refusal> {
    let given = request.header("Authorization").and_then(|value| value.split_once(' '));
    let Some((_, encoded)) = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic")) else {
        return Err(Refusal::NoCredentials);
    };
    let decoded = STANDARD.decode(encoded.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let pair = decoded.as_deref().and_then(|text| text.split_once(':'));
    let Some((login, password)) = pair else {
        return Err(Refusal::Forbidden("the login and password cannot be read".to_owned()));
    };
    match world_of_login(login) {
        Some(world) if password == PASSWORD || login == PUBLISHED => Ok(world.to_owned()),
        Some(_) => Err(Refusal::Forbidden(format!("the password is wrong; that of every sandbox is `{PASSWORD}`"))),
        None => Err(Refusal::Forbidden("unknown login; use `test-<name>` (letters, digits, `-`, `_`, `.`)".to_owned())),
    }
}

fn by_key(request: &Request<'_>, spec: &OperationSpec, names: &[&str]) -> Result<String, Refusal> {
    let credentials = received(request, &[]).credentials(spec)?;
    let Some(key) = credentials.iter().map(|(_, key)| key.expose()).find(|key| !key.is_empty()) else {
        return Err(Refusal::Forbidden(format!("the merchant public key is missing: `{}`", names.join("`, `"))));
    };
    let Some(world) = world_of_key(key) else {
        return Err(Refusal::Forbidden("unknown merchant public key; use `pk-<login>`".to_owned()));
    };
    match request.header("Origin") {
        Some(origin) if is_declared(origin) => Ok(world.to_owned()),
        Some(_) => Err(Refusal::Forbidden(format!("origin not allowed; use `{ORIGIN}` or a loopback address"))),
        None => Err(Refusal::Forbidden("the header `Origin` is missing".to_owned())),
    }
}
