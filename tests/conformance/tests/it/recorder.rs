//! A transport that sends nothing and keeps what it was given.

use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, StatusCode};
use payspec_core::{ApiSpec, AuthScheme};
use payspec_http::transport::{HttpRequest, HttpResponse, Transport, TransportFuture};
use serde_json::{Value, json};

/// Keeps requests. Those for a token are answered with one, all others with an error.
#[derive(Clone)]
pub(crate) struct Recorder {
    api: &'static ApiSpec,
    requests: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Recorder {
    pub(crate) fn new(api: &'static ApiSpec) -> Self {
        Self { api, requests: Arc::default() }
    }

    /// The requests since the last time, in their order.
    pub(crate) fn take(&self) -> Vec<HttpRequest> {
        std::mem::take(&mut self.requests.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The body of the response to a request for a token.
    fn token(&self, path: &str) -> Option<Value> {
        let mut tokens = self.api.auth.iter().filter_map(|auth| match auth.scheme {
            AuthScheme::Token(token) => Some(token),
            _ => None,
        });
        let token = tokens.find(|token| path.ends_with(token.path))?;
        let member = token.answer.rsplit('.').fold(json!("token"), |value, name| json!({ name: value }));
        Some(member)
    }
}

impl Transport for Recorder {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        let path = request.uri().path_and_query().map_or("", |path| path.as_str());
        let (status, body) = match self.token(path) {
            Some(token) => (StatusCode::OK, token),
            None => (StatusCode::IM_A_TEAPOT, Value::Null),
        };
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        Box::pin(async move { Ok(HttpResponse::new(status, HeaderMap::new(), body.to_string())) })
    }
}
