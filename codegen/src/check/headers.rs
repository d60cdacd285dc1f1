//! Request headers can be sent: none is the client's own, none is sent twice, and their values can travel.

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::{Api, Scheme};

/// What the client writes itself, in small letters, and where a spec says what it needs to know of it.
const OWN: [(&str, &str); 8] = [
    ("authorization", "describe the scheme in `auth`: `basic`, `token`, or `header` for a key"),
    ("connection", "remove it: it is set by the connection"),
    ("content-length", "remove it: it is computed from the body"),
    (
        "content-type",
        "set how parameters are sent in `encoding`, and the type of requests without a body in \
        `without_body`",
    ),
    ("host", "set the host of the API in `environments` and `services`"),
    ("transfer-encoding", "remove it: it is set by the connection"),
    ("upgrade", "remove it: it is set by the connection"),
    ("user-agent", "remove it: users set it when they build a client"),
];

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    let key = api.idempotency.as_ref().map(|idempotency| &idempotency.header);
    for name in api.headers.iter().map(|(name, _)| name).chain(key) {
        not_own(scope, name);
    }
    if let Some(key) = key {
        not_sent_twice(scope, api, key);
    }
    for value in api.headers.iter().filter_map(|(_, header)| header.value.value.as_ref()) {
        // A line break is reported where texts are read.
        let travels = |c: char| c == ' ' || c.is_ascii_graphic() || c.is_control();
        if value.trim_matches(' ') != value.value || value.is_empty() || !value.chars().all(travels) {
            scope.report(
                Diagnostic::new(code::API_SECTION, value.span, "invalid value for a header")
                    .label("empty, surrounded by spaces, or not ASCII")
                    .help("write the value as it is sent, in visible ASCII characters"),
            );
        }
    }
}

/// Whether the client writes a header itself.
pub(super) fn is_own(name: &str) -> bool {
    OWN.iter().any(|(own, _)| name.eq_ignore_ascii_case(own))
}

fn not_own(scope: &Scope<'_>, name: &Sp<String>) {
    if let Some((_, help)) = OWN.iter().find(|(own, _)| name.eq_ignore_ascii_case(own)) {
        scope.report(
            Diagnostic::new(
                code::API_SECTION,
                name.span,
                format!("the client sets the header `{}` itself", name.value),
            )
            .label("would be overwritten or sent twice")
            .help(*help),
        );
    }
}

/// A header that carries keys carries nothing else.
fn not_sent_twice(scope: &Scope<'_>, api: &Api, key: &Sp<String>) {
    let of_schemes = api.auth.iter().filter(|(_, auth)| auth.scheme.value == Scheme::Header);
    let of_schemes = of_schemes.filter_map(|(_, auth)| auth.parameter.as_ref());
    let mut others = api.headers.iter().map(|(name, _)| name).chain(of_schemes);
    if let Some(other) = others.find(|other| other.eq_ignore_ascii_case(key)) {
        scope.report(
            Diagnostic::new(code::DUPLICATE_WIRE_NAME, key.span, format!("the header `{}` is sent twice", key.value))
                .label("carries the idempotency key")
                .also(other.span, "declared for something else")
                .help("remove one of them: the header of `idempotency` needs no other declaration"),
        );
    }
}
