//! What all pages are made of.

use crate::engine::answer::{Answer, Sending};
use crate::engine::request::Request;

/// A parameter of a posted form; empty if there is none.
pub(super) fn parameter(request: &Request<'_>, name: &str) -> String {
    let found = form_urlencoded::parse(request.body).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

pub(super) fn html(title: &str, status: u16, body: &str) -> Answer {
    let page = format!("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>{body}</html>");
    Answer::new(status, "text/html; charset=utf-8", page.into_bytes())
}

/// Sends a browser to another address, with GET.
pub(super) fn see_other(url: String) -> Answer {
    Answer { status: 303, headers: vec![("Location", url)], body: Vec::new(), sending: Sending::default() }
}
