//! Security schemes -> ways to authenticate.

use std::collections::HashSet;

use super::notes::Notes;
use super::place::Place;
use super::servers::Server;
use super::{texts, words};
use crate::names::{self, RESERVED_SETTERS};

/// Where a token is given.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) path: String,
    /// The address of another host, which becomes a service.
    pub(super) host: Option<String>,
}

/// A way to authenticate.
#[derive(Debug, Clone)]
pub(super) struct Scheme {
    /// The keys in the document: several where they give the same credentials.
    pub(super) keys: Vec<String>,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) docs: String,
    pub(super) pointer: String,
    pub(super) instead_of: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Basic,
    Bearer,
    Header(String),
    Token(Token),
}

/// Reads the schemes of a document.
pub(super) fn read(root: &Place<'_>, servers: &[Server], notes: &Notes) -> Vec<Scheme> {
    let of = |path: &[&str]| root.path(path).map(|all| all.named()).unwrap_or_default();
    let all = of(&["components", "securitySchemes"]).into_iter().chain(of(&["securityDefinitions"]));
    let named = named(root);
    let all = all.filter(|(key, _)| named.is_empty() || named.contains(key));
    let mut schemes: Vec<Scheme> = Vec::new();
    let mut setters: Vec<String> = Vec::new();
    for (key, place) in all {
        let Some(place) = place.resolved() else { continue };
        let Some(kind) = kind(&place, servers, notes) else { continue };
        let name = words::kebab(&words::of(key));
        let mut name = if names::is_kebab(&name) && name != "none" { name } else { "account".to_owned() };
        while schemes.iter().any(|known| known.name == name) {
            name.push_str("-key");
        }
        let setter_of = |name: &str| match &kind {
            Kind::Basic => "credentials".to_owned(),
            Kind::Header(parameter) if !names::is_authorization(parameter) => names::snake(parameter),
            Kind::Header(_) | Kind::Bearer | Kind::Token(_) => names::snake(name),
        };
        let is_usable = |setter: &str| names::is_identifier(setter) && !RESERVED_SETTERS.contains(&setter);
        if !is_usable(&setter_of(&name)) {
            name.push_str("-key");
        }
        let setter = setter_of(&name);
        if !is_usable(&setter) {
            let what = "The name of the header of a key is already used by a setting of the client.";
            notes.left_out(&place.pointer, what, "Add it by hand.");
            continue;
        }
        // A second way to give the same credentials is the same one to a client.
        if let Some(at) = setters.iter().position(|known| *known == setter) {
            schemes[at].keys.push(key.to_owned());
            continue;
        }
        setters.push(setter);
        let docs = place.text("description").and_then(texts::sentences);
        if docs.is_some() {
            notes.settle(format!("{}/description", place.pointer));
        }
        let docs = docs.unwrap_or_else(|| said(&kind).to_owned());
        schemes.push(Scheme {
            keys: vec![key.to_owned()],
            name,
            kind,
            docs,
            pointer: place.pointer.clone(),
            instead_of: None,
        });
    }
    schemes
}

/// The schemes that the document or any operation names.
pub(super) fn named<'d>(root: &Place<'d>) -> HashSet<&'d str> {
    let paths = root.get("paths").map(|paths| paths.named()).unwrap_or_default();
    let items = paths.into_iter().filter_map(|(_, item)| item.resolved());
    let operations = items.flat_map(|item| item.entries()).map(|(_, operation)| operation);
    let security = std::iter::once(root.clone()).chain(operations).filter_map(|place| place.get("security"));
    let requirements = security.flat_map(|security| security.items());
    requirements.flat_map(|requirement| requirement.named()).map(|(key, _)| key).collect()
}

fn said(kind: &Kind) -> &'static str {
    match kind {
        Kind::Basic => "Login and password.",
        Kind::Bearer => "A key, sent as a bearer token.",
        Kind::Header(_) => "An API key.",
        Kind::Token(_) => "Id and secret of a client, exchanged for a token.",
    }
}

fn kind(place: &Place<'_>, servers: &[Server], notes: &Notes) -> Option<Kind> {
    let left_out = |what: &str, instead: &str| {
        notes.left_out(&place.pointer, what, instead);
        None
    };
    let name = place.text("name").unwrap_or_default();
    match (place.text("type").unwrap_or_default(), place.text("scheme").map(str::to_lowercase).as_deref()) {
        ("basic", _) | ("http", Some("basic")) => Some(Kind::Basic),
        ("http", Some("bearer")) => Some(Kind::Bearer),
        ("http", _) => left_out(
            "Requests use an HTTP authentication scheme other than `basic` and `bearer`.",
            "Add it to `auth` by hand, for example as `signing`.",
        ),
        ("apiKey", _) => match place.text("in") {
            Some("header") if names::is_authorization(name) => {
                let says_bearer = place.text("description").is_some_and(|text| text.contains("Bearer"));
                Some(if says_bearer { Kind::Bearer } else { Kind::Header(name.to_owned()) })
            }
            Some("header") if is_header(name) => Some(Kind::Header(name.to_owned())),
            Some("query") => left_out(
                "A key is sent in the query.",
                "Keys are supported in headers and bodies only: check whether the API accepts it there too.",
            ),
            Some("cookie") => left_out("A key is sent in a cookie.", "API clients do not send cookies; remove it."),
            Some("header") => left_out("A key is sent in a header whose name is not valid in HTTP.", "Add it by hand."),
            _ => left_out("A key is neither in a header nor in the query.", "Add it by hand."),
        },
        ("oauth2", _) => Some(oauth(place, servers, notes)),
        ("openIdConnect", _) => {
            notes.guessed(
                &place.pointer,
                "The token endpoint is described in another document.",
                "The scheme is `bearer` now, for callers that already have a token; alternatively use `scheme: \
                    token`.",
            );
            Some(Kind::Bearer)
        }
        ("mutualTLS", _) => left_out(
            "Clients authenticate with a certificate.",
            "Users configure it in their own transport; it is not part of a spec.",
        ),
        _ => left_out("A security scheme has a type that is not part of OpenAPI.", "Add it to `auth` by hand."),
    }
}

/// Client credentials are exchanged for a token; with all other flows the caller has one.
fn oauth(place: &Place<'_>, servers: &[Server], notes: &Notes) -> Kind {
    let flow = place.path(&["flows", "clientCredentials"]).or_else(|| {
        let is_application = place.text("flow") == Some("application");
        is_application.then(|| place.clone())
    });
    let token = flow.as_ref().and_then(|flow| token(flow.text("tokenUrl")?, servers));
    let Some(token) = token else {
        notes.guessed(
            &place.pointer,
            "A token requires the consent of a user.",
            "The scheme is `bearer` now, for callers that already have a token.",
        );
        return Kind::Bearer;
    };
    if let Some(url) = flow.and_then(|flow| flow.get("tokenUrl")) {
        notes.settle(url.pointer);
    }
    notes.guessed(
        &place.pointer,
        "Client credentials are exchanged for a token as in RFC 6749: both are sent in the form, and the response \
            has `access_token` and `expires_in`.",
        "Correct `token` of the scheme if the API differs; without `expires_in`, a token is assumed to last 5 \
            minutes.",
    );
    Kind::Token(token)
}

fn token(url: &str, servers: &[Server]) -> Option<Token> {
    let is_path = |path: &str| path.starts_with('/') && path.len() > 1 && !path.contains(['{', '}', '#', ' ']);
    if let Some(path) =
        servers.iter().find_map(|server| url.strip_prefix(server.url.as_str())).filter(|path| is_path(path))
    {
        return Some(Token { path: path.to_owned(), host: None });
    }
    if is_path(url) {
        return Some(Token { path: url.to_owned(), host: None });
    }
    let rest = url.strip_prefix("https://")?;
    let at = rest.find('/')?;
    let (host, path) = (format!("https://{}", &rest[..at]), &rest[at..]);
    (is_path(path) && crate::check::is_base_url(&host)).then(|| Token { path: path.to_owned(), host: Some(host) })
}

/// Whether a name is a token of RFC 9110.
pub(super) fn is_header(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_token) && !name.contains('`')
}
