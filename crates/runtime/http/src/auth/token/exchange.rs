//! Exchanging credentials for a token: one request, and what its answer says.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Uri, header};
use payspec_core::{ErrorKind, Form, Secret, TokenCarrier, TokenSpec, printable};

use super::{TimeLeft, TokenContext};
use crate::error::meaning::{self, Meaning};
use crate::error::{Failure, RetryAfter, Scalar, explain, scalar};
use crate::transport::{HttpRequest, TransportError};
use crate::wiping;

/// A token is got anew this long before it expires, or a tenth of its life where that is less: a request takes time.
const MARGIN: Duration = Duration::from_secs(30);
/// The longest reason that is repeated, in characters.
const LONGEST_REASON: usize = 500;

/// What a server of tokens gave.
pub(super) struct Granted {
    pub(super) text: Secret,
    /// How long it is used, counted from when it was asked for.
    pub(super) life: Duration,
}

/// Asks for a token. `call` is the one it is for.
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
        address.parse().map_err(|_| Failure::configuration("the address where tokens are given is not valid"))?;
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
    // A body that may hold a token is not kept, whatever it says.
    given.ok_or_else(|| {
        let mut explanation = explain(&context.api.errors, &answer.body);
        explanation.fields.clear();
        explanation.message = Some(why(credentials, &answer.body).unwrap_or_else(|| {
            let member = spec.answer;
            format!("no token was given for the credentials (`{member}` of the answer is missing, or is no token)")
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
    // Some write seconds with a fraction.
    let life = spec.lifetime.and_then(|path| scalar(body, path)?.as_str().trim().parse().ok());
    let life = life.and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok());
    let life = life.unwrap_or(Duration::from_secs(spec.lifetime_seconds.into()));
    let life = life.saturating_sub(MARGIN.min(life / 10));
    is_token(spec.carrier, text.expose()).then_some(Granted { text, life })
}

/// Returns what OAuth 2.0 says is wrong: a sentence, or a word.
fn why(credentials: &[Secret], body: &[u8]) -> Option<String> {
    let text = |name: &str| match scalar(body, name)? {
        Scalar::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    };
    let text = text("error_description").or_else(|| text("error"))?;
    // Whoever answers could repeat what it was sent.
    let echoes = credentials.iter().any(|secret| text.contains(secret.expose()));
    let text = printable::text(&text, LONGEST_REASON);
    (!echoes).then(|| format!("no token was given for the credentials: {text}"))
}

/// Returns what it is to a call that no token was given for it. That something is not there, or was declined, is said
/// of the token and not of what the call is about.
fn without_token(meaning: Meaning) -> ErrorKind {
    match meaning {
        Err(kind @ (ErrorKind::Server | ErrorKind::RateLimited | ErrorKind::Unexpected)) => kind,
        // OAuth 2.0 answers 400 to credentials that are wrong (RFC 6749, section 5.2).
        Err(_) | Ok(()) => ErrorKind::Unauthenticated,
    }
}

/// Returns the failure of an exchange whose answer was cut off. A status of failure counts, and nothing of the body is
/// kept: it may hold a token.
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

/// Returns `true` if a text can be a token: one that a header cannot carry would fail every call.
fn is_token(carrier: TokenCarrier, text: &str) -> bool {
    match carrier {
        TokenCarrier::Bearer | TokenCarrier::Header { .. } => {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
        }
        TokenCarrier::Query { .. } => !text.trim().is_empty(),
    }
}
