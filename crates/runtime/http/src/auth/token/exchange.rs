//! Exchanging credentials for a token: one request, and the interpretation of its response.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use payspec_core::{ErrorKind, Form, Secret, TokenCarrier, TokenSpec, printable};

use super::{TimeLeft, TokenContext};
use crate::error::meaning::{self, Meaning};
use crate::error::{Failure, RetryAfter, Scalar, explain, scalar};
use crate::transport::{HttpRequest, TransportError};
use crate::wiping;

/// How long before its expiry a token is refreshed (or a tenth of its lifetime, if that is less), to allow for the
/// duration of a request.
const MARGIN: Duration = Duration::from_secs(30);
/// The maximum length of a reason quoted in an error, in characters.
const LONGEST_REASON: usize = 500;

/// A token returned by the token endpoint.
pub(super) struct Granted {
    pub(super) text: Secret,
    /// How long the token is used, counted from the start of the request for it.
    pub(super) life: Duration,
}

/// Requests a token. `call` is the call that needs it.
pub(super) async fn exchange(
    spec: &'static TokenSpec,
    credentials: &[Secret],
    context: TokenContext<'_>,
    call: &HttpRequest,
    time: TimeLeft,
) -> Result<Granted, Box<Failure>> {
    let server = context.servers.of_token(spec)?;
    let address = format!("{}{}", server.base.as_str(), spec.path);
    let uri: Uri =
        address.parse().map_err(|_| Failure::configuration("the address of the token endpoint is not valid"))?;
    let mut form = Form::from_pairs(spec.send.iter().copied());
    for (name, value) in spec.parameters.iter().zip(credentials) {
        form.push(*name, value.expose());
    }
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(header::USER_AGENT, context.user_agent.clone());
    let body = wiping::bytes(form.encode().into_bytes());
    let (operation, timeout, max_response_bytes) = (call.operation, time.left()?, call.max_response_bytes);
    let (method, repeatable) = (Method::POST, true);
    let request = HttpRequest { operation, method, uri, headers, body, timeout, max_response_bytes, repeatable };
    let answer = server.transport.send(request).await.map_err(cut_off)?;
    let status = answer.status.as_u16();
    let outcomes = meaning::outcomes(context.api, spec.service);
    let meaning = meaning::of_code(outcomes, context.api, None, status, &answer.body)
        .unwrap_or_else(|| meaning::of_status(status));
    let given = meaning.ok().and_then(|()| read(spec, &answer.body));
    if given.is_some() {
        server.budget.earn();
    }
    // A body that may hold a token is never kept.
    given.ok_or_else(|| {
        let mut explanation = explain(&context.api.errors, &answer.body);
        explanation.fields.clear();
        explanation.message = Some(why(credentials, &answer.body).unwrap_or_else(|| {
            let member = spec.answer;
            format!("the token endpoint returned no token (`{member}` of the response is missing or not a token)")
        }));
        let request_id = explanation.request_id.clone();
        Failure::answer(without_token(meaning))
            .with_explanation(explanation)
            .with_retry_after(RetryAfter::read(&answer.headers))
            .with_answer(status, request_id, &Bytes::new())
    })
}

fn read(spec: &TokenSpec, body: &[u8]) -> Option<Granted> {
    let Scalar::Text(text) = scalar(body, spec.answer)? else { return None };
    let text = Secret::from(text.into_owned());
    // Some servers write seconds with a fraction.
    let life = spec.lifetime.and_then(|path| scalar(body, path)?.as_str().trim().parse().ok());
    let life = life.and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok());
    let life = life.unwrap_or(Duration::from_secs(spec.lifetime_seconds.into()));
    let life = life.saturating_sub(MARGIN.min(life / 10));
    is_token(spec.carrier, text.expose()).then_some(Granted { text, life })
}

/// Returns the OAuth 2.0 error: its description, or else its code.
fn why(credentials: &[Secret], body: &[u8]) -> Option<String> {
    let text = |name: &str| match scalar(body, name)? {
        Scalar::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    };
    let text = text("error_description").or_else(|| text("error"))?;
    // The server may echo what it was sent.
    let echoes = credentials.iter().any(|secret| text.contains(secret.expose()));
    let text = printable::text(&text, LONGEST_REASON);
    (!echoes).then(|| format!("the token endpoint returned an error: {text}"))
}

/// Returns what a failed token request means for the call that needed it. "Not found" and "declined" are about the
/// token, not about the call.
fn without_token(meaning: Meaning) -> ErrorKind {
    match meaning {
        Err(kind @ (ErrorKind::Server | ErrorKind::RateLimited | ErrorKind::Unexpected)) => kind,
        // OAuth 2.0 responds with 400 to wrong credentials (RFC 6749, section 5.2).
        Err(_) | Ok(()) => ErrorKind::Unauthenticated,
    }
}

/// Returns the failure of an exchange whose response was truncated. An error status counts, and the body is discarded:
/// it may hold a token.
fn cut_off(error: TransportError) -> Box<Failure> {
    let (error, received) = error.without_received();
    let Some(received) = received else { return Failure::transport(error) };
    let status = received.status.as_u16();
    match meaning::of_status(status) {
        meaning @ Err(_) => Failure::answer(without_token(meaning))
            .cut_off_by(error)
            .with_retry_after(RetryAfter::read(&received.headers))
            .with_answer(status, None, &Bytes::new()),
        Ok(()) => Failure::transport(error),
    }
}

/// Returns `true` if a text is usable as a token. One that is not a valid header value would fail every call.
fn is_token(carrier: TokenCarrier, text: &str) -> bool {
    match carrier {
        TokenCarrier::Bearer | TokenCarrier::Header { .. } => {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
        }
        TokenCarrier::Query { .. } => !text.trim().is_empty(),
    }
}
