//! Pages for people: what they show, in two languages, and what they load. They also work without a script, and can be
//! posted by one: what it needs has a stable `data-testid`.
//!
//! A page is a struct of texts with a template in `templates/`. The modules of the APIs fill it in.

mod assets;
pub(crate) mod bank;
pub(crate) mod payment;
pub(crate) mod test_cards;
pub(crate) mod words;

use askama::Template;

pub(crate) use self::assets::{PATH as ASSETS, answer as asset, versioned};
use crate::engine::answer::{Answer, Sending};
use crate::engine::request::Request;

/// Pages load nothing from elsewhere and run no inline script. Forms may go anywhere: banks post to shops.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     img-src 'self' data:; frame-src 'self'; base-uri 'none'";

/// A response with a page.
pub(crate) fn html(status: u16, page: &impl Template) -> Answer {
    let (status, body) = match page.render() {
        Ok(body) => (status, body),
        Err(error) => (500, format!("the page cannot be made: {error}")),
    };
    let mut answer = Answer::new(status, "text/html; charset=utf-8", body.into_bytes());
    answer.headers.push(("Cache-Control", "no-store".to_owned()));
    answer.headers.push(("Content-Security-Policy", CONTENT_SECURITY_POLICY.to_owned()));
    // With `no-referrer`, browsers send `Origin: null` with the forms of the inspector, as for pages of other sites.
    answer.headers.push(("Referrer-Policy", "same-origin".to_owned()));
    answer
}

/// Sends a browser to another address, with GET.
pub(crate) fn see_other(url: String) -> Answer {
    Answer { status: 303, headers: vec![("Location", url)], body: Vec::new(), sending: Sending::default() }
}

/// A parameter of a posted form; empty if there is none.
pub(crate) fn posted(request: &Request<'_>, name: &str) -> String {
    find(request.body, name)
}

/// A parameter of the query; empty if there is none.
pub(crate) fn queried(request: &Request<'_>, name: &str) -> String {
    find(request.query.as_bytes(), name)
}

fn find(encoded: &[u8], name: &str) -> String {
    let found = form_urlencoded::parse(encoded).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}
