//! A transport that plays a script, and writes down what it was asked.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use payspec_http::testing::{VirtualClock, responding};
use payspec_http::transport::{HttpRequest, HttpResponse, TransportError, TransportErrorKind};
use payspec_http::{ClientBuilder, RetryPolicy};

use super::api::builder;

/// What the script says to a request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Line {
    /// An answer with a status and a body.
    Says(u16, &'static str),
    /// The same, with `Retry-After`.
    Later(u16, &'static str),
    /// A success whose body is cut off.
    CutOff,
    /// A failure below HTTP.
    Fails(TransportErrorKind),
}

pub(crate) const PAID: Line = Line::Says(200, r#"{"id": "p-1", "status": "PAID"}"#);

/// The date of the scripts: 1994-11-06 08:49:37 UTC.
pub(crate) fn today() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)
}

/// What a script was asked, and the time that passed meanwhile.
#[derive(Clone)]
pub(crate) struct Script {
    asked: Arc<Mutex<Vec<HttpRequest>>>,
    pub(crate) clock: Arc<VirtualClock>,
}

impl Script {
    /// A builder of a client that hears these lines; the last one again and again. Waits are the longest there are, and
    /// take no time.
    pub(crate) fn of(lines: impl Into<Vec<Line>>) -> (Self, ClientBuilder) {
        let lines = lines.into();
        let script = Self { asked: Arc::default(), clock: Arc::new(VirtualClock::at(today())) };
        let asked = Arc::clone(&script.asked);
        let builder = builder("https://api.example.com")
            .retry(RetryPolicy::new())
            .clock(Arc::clone(&script.clock) as _)
            .jitter(Arc::new(|longest: Duration| longest))
            .transport(responding(move |request| {
                let mut asked = asked.lock().expect("no test panics in here");
                asked.push(request.clone());
                lines[(asked.len() - 1).min(lines.len() - 1)].play()
            }));
        (script, builder)
    }

    pub(crate) fn asked(&self) -> Vec<HttpRequest> {
        self.asked.lock().expect("no test panics in here").clone()
    }

    /// The idempotency keys it was asked with.
    pub(crate) fn keys(&self) -> Vec<String> {
        let key = |request: &HttpRequest| request.headers().get("idempotence-key").map(text);
        self.asked().iter().filter_map(key).collect()
    }

    /// The queries it was asked with.
    pub(crate) fn queries(&self) -> Vec<String> {
        self.asked().iter().map(|request| request.uri().query().unwrap_or_default().to_owned()).collect()
    }

    /// The waits between attempts, in milliseconds.
    pub(crate) fn waits(&self) -> Vec<u128> {
        self.clock.slept().iter().map(Duration::as_millis).collect()
    }
}

impl Line {
    fn play(self) -> Result<HttpResponse, TransportError> {
        match self {
            Self::Says(status, body) => Ok(response(status, &[("request-id", "req-42")], body)),
            Self::Later(status, when) => Ok(response(status, &[(RETRY_AFTER.as_str(), when)], "")),
            Self::CutOff => Err(TransportError::new(TransportErrorKind::Interrupted).with_received(response(
                200,
                &[("request-id", "req-42")],
                r#"{"id": "#,
            ))),
            Self::Fails(kind) => Err(TransportError::new(kind)),
        }
    }
}

fn response(status: u16, headers: &[(&str, &str)], body: &'static str) -> HttpResponse {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(
            HeaderName::from_bytes(name.as_bytes()).expect("a name"),
            HeaderValue::from_str(value).expect("a value"),
        );
    }
    HttpResponse::new(StatusCode::from_u16(status).expect("a status"), map, body)
}

fn text(value: &HeaderValue) -> String {
    value.to_str().expect("a text").to_owned()
}
