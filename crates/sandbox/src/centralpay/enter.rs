//! From a request to an operation and a world: routing and authentication.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::AuthScheme;
use serde_json::Value;

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
        return Err(Refusal::NotFound(format!("there is no operation at {} of this path", request.method)));
    };
    let world = match route.spec.auth.map(|auth| auth.scheme) {
        Some(AuthScheme::BodyParameter { names }) => by_key(request, names)?,
        _ => by_login(request)?,
    };
    Ok(Entered { route, parameters, world })
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
        None => Err(Refusal::Forbidden(
            "the login is wrong; `test-` and a name of your own (letters, digits, `-`, `_`, `.`) is one".to_owned(),
        )),
    }
}

fn by_key(request: &Request<'_>, names: &[&str]) -> Result<String, Refusal> {
    let key = names.iter().find_map(|name| parameter(request, name));
    let Some(key) = key else {
        return Err(Refusal::Forbidden(format!("the merchant public key is missing: `{}`", names.join("`, `"))));
    };
    let Some(world) = world_of_key(&key) else {
        return Err(Refusal::Forbidden("the merchant public key is wrong; `pk-` and a login is one".to_owned()));
    };
    match request.header("Origin") {
        Some(origin) if is_declared(origin) => Ok(world.to_owned()),
        Some(_) => Err(Refusal::Forbidden(format!("the `Origin` is not declared; `{ORIGIN}` and this machine's are"))),
        None => Err(Refusal::Forbidden("the header `Origin` is missing".to_owned())),
    }
}

/// A parameter at the top level of the body or the query. It is read before the rest, to know the world.
fn parameter(request: &Request<'_>, name: &str) -> Option<String> {
    let is_json = request.body.trim_ascii_start().starts_with(b"{");
    if is_json {
        let body: Value = serde_json::from_slice(request.body).ok()?;
        return body.get(name)?.as_str().map(str::to_owned);
    }
    let content_type = request.header("Content-Type").unwrap_or_default();
    if content_type.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        return of_multipart(request.body, content_type, name).or_else(|| of_form(request.query.as_bytes(), name));
    }
    of_form(request.body, name).or_else(|| of_form(request.query.as_bytes(), name))
}

fn of_form(form: &[u8], name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(form);
    let (_, value) = pairs.find(|(key, value)| key == name && !value.is_empty())?;
    Some(value.into_owned())
}

/// A text of a multipart body. What is wrong with the rest is told when all of it is decoded.
fn of_multipart(body: &[u8], content_type: &str, name: &str) -> Option<String> {
    let boundary = content_type.split(';').find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    })?;
    let text = String::from_utf8_lossy(body);
    let (line, wanted) = (format!("--{boundary}"), format!("name=\"{name}\""));
    let parts = text.split(line.as_str()).filter_map(|part| part.split_once("\r\n\r\n"));
    let is_wanted = |head: &str| {
        let mut parameters = head.lines().flat_map(|line| line.split(';')).map(str::trim);
        parameters.any(|parameter| parameter == wanted)
    };
    let (_, value) = parts.into_iter().find(|(head, _)| is_wanted(head))?;
    let value = value.strip_suffix("\r\n").unwrap_or(value);
    (!value.is_empty()).then(|| value.to_owned())
}
