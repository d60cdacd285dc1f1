//! What a request to the control API has.

use payspec_core::server::{DecodeOperation, ReceivedRequest};
use serde_json::{Map, Value};

use crate::engine::request::Request;

/// The parts of a request that have parameters.
pub(super) struct Received<'a> {
    pub(super) parts: ReceivedRequest<'a>,
    query: &'a str,
    body: &'a [u8],
}

impl<'a> Received<'a> {
    pub(super) fn of(request: &Request<'a>, path: &'a [(&'static str, String)]) -> Self {
        let Request { query, body, .. } = *request;
        let mut parts = ReceivedRequest::new().path(path).query(query).body(body);
        for (name, value) in request.headers {
            parts = parts.header(name, value);
        }
        // What is not JSON is a form, also if the request does not say so.
        if request.header("Content-Type").is_none() && !is_json(body) {
            parts = parts.header("Content-Type", "application/x-www-form-urlencoded");
        }
        Self { parts, query, body }
    }

    /// A parameter that the operation does not have: whoever misspells a name should be told so, and not that the right one is
    /// missing.
    pub(super) fn misspelt<O: DecodeOperation>(&self) -> Option<String> {
        let form = |text: &'a [u8]| form_urlencoded::parse(text).map(|(name, _)| name.into_owned());
        let in_body: Vec<String> = if is_json(self.body) {
            serde_json::from_slice::<Map<String, Value>>(self.body)
                .unwrap_or_default()
                .into_iter()
                .map(|(name, _)| name)
                .collect()
        } else {
            form(self.body).collect()
        };
        let mut all = form(self.query.as_bytes()).chain(in_body);
        all.find(|name| !O::PARAMETERS.contains(&name.as_str()))
    }
}

fn is_json(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"{")
}
