//! A request that is not sent.

use std::sync::{Arc, Mutex, PoisonError};

use payspec_core::{AuthScheme, Path, TokenCarrier, TokenSpec, parse_pairs};
use payspec_http::testing::{responding, response};
use payspec_http::transport::{HttpRequest, TransportError, TransportErrorKind};
use serde_json::{Map, Value, json};

use super::operations::{AnyCall, Entry, Options};
use super::target::Target;
use crate::hidden::{is_hidden, without_hidden, without_numbers};
use crate::terminal::{BOLD, DIM, PLAIN, Paper};

/// Prints the request of a call.
pub(super) fn print(
    entry: &Entry,
    call: Box<dyn AnyCall>,
    target: &Target,
    key: Option<&str>,
    is_json: bool,
) -> Result<(), String> {
    let request = of(entry, call, target, key)?;
    let (method, url) = (request.method().as_str(), url(entry, &request));
    let headers: Vec<(String, String)> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            let shown = if value.is_sensitive() { "(hidden)" } else { value.to_str().unwrap_or("(not text)") };
            (name.as_str().to_owned(), shown.to_owned())
        })
        .collect();
    let body = body(entry, &request);
    if is_json {
        let headers: Map<String, Value> = headers.into_iter().map(|(name, value)| (name, value.into())).collect();
        println!(
            "{}",
            json!({ "operation": entry.spec.id, "method": method, "url": url, "headers": headers, "body": body })
        );
        return Ok(());
    }
    let mut paper = Paper::new();
    paper.line(&format!("{BOLD}{method}{BOLD:#} {url}"));
    for (name, value) in headers {
        paper.line(&format!("{DIM}{name}: {value}{DIM:#}"));
    }
    match &body {
        Value::Null => {}
        Value::Object(members) if is_form(&request) => {
            paper.line("");
            let rows: Vec<[String; 2]> = members
                .iter()
                .map(|(name, value)| [name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)])
                .collect();
            paper.columns(&rows, [PLAIN, PLAIN]);
        }
        body => paper.line(&format!("\n{body:#}")),
    }
    paper.line(&format!("\n{DIM}Nothing was sent.{DIM:#}"));
    paper.print();
    Ok(())
}

/// Has a client make the request, and takes it from the transport.
fn of(entry: &Entry, call: Box<dyn AnyCall>, target: &Target, key: Option<&str>) -> Result<HttpRequest, String> {
    let made: Arc<Mutex<Option<HttpRequest>>> = Arc::default();
    let (place, id) = (Arc::clone(&made), entry.spec.id);
    let exchange = entry.spec.auth.and_then(|auth| match auth.scheme {
        AuthScheme::Token(token) => Some(token),
        _ => None,
    });
    let transport = responding(move |request: &HttpRequest| {
        if let Some(token) = exchange.filter(|_| request.operation() != id) {
            return response(200, made_up(token));
        }
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(request.clone());
        Err(TransportError::new(TransportErrorKind::Unsendable))
    });
    let client = target.client(&|http| http.transport(Arc::clone(&transport)))?;
    let error = call.send(&client, &Options { key, waived: &[] }).err().map(|error| error.to_string());
    let request = made.lock().unwrap_or_else(PoisonError::into_inner).take();
    request.ok_or_else(|| error.unwrap_or_else(|| "the request could not be made".to_owned()))
}

/// A response to the request for a token.
fn made_up(token: &TokenSpec) -> String {
    let mut body = Map::new();
    Path::new(token.answer).put_into(&mut body, "dry-run".into());
    if let Some(lifetime) = token.lifetime {
        Path::new(lifetime).put_into(&mut body, 60.into());
    }
    Value::Object(body).to_string()
}

/// The address, of which path and query may have sensitive values.
fn url(entry: &Entry, request: &HttpRequest) -> String {
    let url = request.uri().to_string();
    let (path, query) = url.split_once('?').map_or((&url[..], None), |(path, query)| (path, Some(query)));
    let mut segments: Vec<String> = path.split('/').map(without_numbers).collect();
    // The path of the operation is the end of it.
    for (segment, described) in segments.iter_mut().rev().zip(entry.spec.path.split('/').rev()) {
        let name = described.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if name.is_some_and(|name| is_hidden(entry.api, name)) {
            described.clone_into(segment);
        }
    }
    let path = segments.join("/");
    let Some(query) = query else { return path };
    let shown = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = if is_secret(entry, name) { "(hidden)".to_owned() } else { without_numbers(value) };
        format!("{name}={value}")
    };
    format!("{path}?{}", query.split('&').map(shown).collect::<Vec<_>>().join("&"))
}

fn is_form(request: &HttpRequest) -> bool {
    let content_type = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"))
}

fn body(entry: &Entry, request: &HttpRequest) -> Value {
    if request.body().is_empty() {
        return Value::Null;
    }
    if is_form(request) {
        let pairs = parse_pairs(request.body()).unwrap_or_default();
        let mut members: Map<String, Value> = Map::new();
        for (name, value) in pairs {
            let shown = if is_secret(entry, &name) { "(hidden)".to_owned() } else { without_numbers(&value) };
            match members.get_mut(&name) {
                Some(Value::Array(items)) => items.push(shown.into()),
                Some(one) => *one = json!([one.take(), shown]),
                None => drop(members.insert(name, shown.into())),
            }
        }
        return Value::Object(members);
    }
    let body = serde_json::from_slice::<Value>(request.body());
    body.map_or_else(
        |_| format!("({} bytes)", request.body().len()).into(),
        |body| without_credentials(entry, without_hidden(entry.api, &body)),
    )
}

/// Returns `true` if a parameter is sensitive, or is a credential.
fn is_secret(entry: &Entry, name: &str) -> bool {
    is_hidden(entry.api, name) || credentials(entry).contains(&name)
}

/// The names of credentials that the API takes as parameters.
fn credentials(entry: &Entry) -> &'static [&'static str] {
    match entry.spec.auth.map(|auth| auth.scheme) {
        Some(AuthScheme::BodyParameter { names }) => names,
        Some(AuthScheme::Token(TokenSpec { carrier: TokenCarrier::Query { name }, .. })) => std::slice::from_ref(name),
        _ => &[],
    }
}

fn without_credentials(entry: &Entry, mut body: Value) -> Value {
    for name in credentials(entry) {
        if let Some(value) = body.get_mut(name) {
            *value = "(hidden)".into();
        }
    }
    body
}
