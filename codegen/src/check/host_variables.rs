//! Variables in the hosts of base URLs are declared, and no value of one leads to a host of somebody else.

use payspec_core::HostLabel;

use super::scope::Scope;
use super::{say, text};
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::Api;
use crate::resolve::host;
use crate::resolve::host::Piece;

/// Labels at the end of a host that are the same for everybody: `example.com`.
const FIXED_LABELS: usize = 2;

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    for url in host::urls(api) {
        variables(scope, api, url);
    }
    for (name, variable) in &api.host_variables {
        let example = &variable.example;
        if let Err(error) = HostLabel::try_from(example.as_str()) {
            scope.report(
                Diagnostic::new(code::HOST_VARIABLE, example.span, format!("{error}"))
                    .label("invalid example of a host variable")
                    .help("write a value that is valid in the host: letters, digits and hyphens"),
            );
        }
        let is_used = |url: &Sp<String>| host::variables(url).any(|used| used == name.value);
        // A name that is not declared may be meant for this one.
        // So may one whose brace has no partner.
        let is_meant = |url: &Sp<String>| {
            host::filled(url, |_| None).contains(['{', '}'])
                || host::variables(url).any(|used| api.host_variables.get(used).is_none())
        };
        let is_certain = !scope.has_lost(api.span) && !host::urls(api).any(is_meant);
        if is_certain && !host::urls(api).any(is_used) {
            let message = format!("no base URL has the variable `{}`", name.value);
            scope.report(
                Diagnostic::new(code::HOST_VARIABLE, name.span, message)
                    .label("has no effect")
                    .help("write it in braces in a host, or remove it"),
            );
        }
    }
}

/// Where the variables of a URL stand.
fn variables(scope: &Scope<'_>, api: &Sp<Api>, url: &Sp<String>) {
    let start = url.find("://").map_or(0, |at| at + "://".len());
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    let authority = &url[start..end];
    let host = authority.rfind(':').map_or(authority, |colon| &authority[..colon]);
    let fixed = host.rmatch_indices('.').nth(FIXED_LABELS - 1).map_or(0, |(dot, _)| dot);
    for name in host::pieces(url).into_iter().filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name),
        Piece::Text(_) => None,
    }) {
        let at = name.as_ptr() as usize - url.as_ptr() as usize;
        let span = text::slice(url, name);
        if !(start..start + host.len()).contains(&at) {
            scope.report(
                Diagnostic::new(code::HOST_VARIABLE, span, format!("the variable `{name}` is not in the host"))
                    .label("a part of the URL that must be constant")
                    .help("a base URL has variables only in its host; what differs by call is a path parameter"),
            );
        } else if at >= start + fixed {
            scope.report(
                Diagnostic::new(
                    code::HOST_VARIABLE,
                    span,
                    format!("the value of `{name}` could point to a host of another owner"),
                )
                .label("in the last two labels of the host")
                .help("put variables before a literal domain: `https://{account}.shop.example`"),
            );
        } else if api.host_variables.get(name).is_none() && !scope.api_may_hold(name) {
            let known = api.host_variables.iter().map(|(name, _)| name.as_str());
            let mut found = say::unknown_at(code::HOST_VARIABLE, "host variable", name, span, known);
            if api.host_variables.is_empty() {
                found = found.help("declare it in `host_variables` of the `api` section, with `docs` and an `example`");
            }
            scope.report(found);
        }
    }
}
