//! What all pages are made of.

pub(super) use payspec_core::html::escape;

use crate::engine::answer::{Answer, Sending};
use crate::engine::request::Request;

/// A parameter of a posted form; empty if there is none.
pub(super) fn parameter(request: &Request<'_>, name: &str) -> String {
    let found = form_urlencoded::parse(request.body).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// One field below the other, readable on a phone.
const STYLE: &str = "body{max-width:26rem;margin:1rem auto;padding:0 1rem;font:1rem/1.4 sans-serif}\
    label{display:block;margin:.6rem 0}input,select{display:block;box-sizing:border-box;width:100%;padding:.4rem;font:inherit}\
    button{margin:.4rem 0;padding:.5rem 1rem;font:inherit}";

pub(super) fn html(title: &str, status: u16, body: &str) -> Answer {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style>{body}</html>"
    );
    Answer::new(status, "text/html; charset=utf-8", page.into_bytes())
}

/// Sends a browser to another address, with GET.
pub(super) fn see_other(url: String) -> Answer {
    Answer { status: 303, headers: vec![("Location", url)], body: Vec::new(), sending: Sending::default() }
}
