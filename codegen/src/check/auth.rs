//! Ways to authenticate hold what their kind needs.

use super::references::{NO_AUTH, has_codes, known_scheme};
use super::scope::Scope;
use super::{say, services};
use crate::diag::{Diagnostic, code};
use crate::names;
use crate::raw::Sp;
use crate::raw::api::{Api, Auth, BEARER, Scheme};
use crate::raw::token::{Carrier, Token};
use crate::source::Span;

const BEARER_HELP: &str = "say `scheme: bearer`, and remove `parameter` and `prefix`";

pub(super) fn check(scope: &Scope<'_>, api: &Sp<Api>) {
    for (name, auth) in &api.auth {
        parts(scope, name, auth);
        prefix(scope, auth);
        not_none(scope, name);
        if let Some(other) = &auth.instead_of {
            takes_the_place(scope, api, name, other);
        }
        if let Some(token) = &auth.token {
            self::token(scope, api, token);
        }
        services::hosts(scope, api, &auth.environments);
    }
    if let Some(name) = &api.default_auth {
        known_scheme(scope, api, name);
    }
}

fn report(scope: &Scope<'_>, span: Span, message: impl Into<String>, help: &str) {
    scope.report(Diagnostic::new(code::API_SECTION, span, message).help(help));
}

/// Which of its keys a scheme has, and which it needs.
fn parts(scope: &Scope<'_>, name: &Sp<String>, auth: &Sp<Auth>) {
    let scheme = auth.scheme.value;
    let lacks = |key: &str| !scope.misspelt(key, auth.span);
    if let (Some(first), true) =
        (auth.parameters.first(), matches!(scheme, Scheme::Basic | Scheme::Bearer | Scheme::Header | Scheme::Signature))
    {
        let help = "remove `parameters`: only `body-parameter` and `token` have several";
        report(scope, first.span, "this scheme has no parameters", help);
    }
    if let (Some(token), true) = (&auth.token, scheme != Scheme::Token) {
        report(
            scope,
            token.span,
            "only the scheme `token` exchanges anything",
            "remove `token`, or say `scheme: token`",
        );
    }
    match (scheme, &auth.parameter, auth.parameters.first()) {
        (Scheme::Basic, Some(parameter), _) => report(
            scope,
            parameter.span,
            "HTTP Basic has no parameter of its own",
            "remove `parameter`: the key travels in the header `Authorization`",
        ),
        (Scheme::Bearer, Some(parameter), _) => report(
            scope,
            parameter.span,
            "a bearer key has no parameter of its own",
            "remove `parameter`: the key travels in the header `Authorization`; for another header say `scheme: header`",
        ),
        (Scheme::Signature, Some(parameter), _) => report(
            scope,
            parameter.span,
            "a signature has no parameter of its own",
            "remove `parameter`, and say in `headers` of `signing` where the signature goes; for a key beside it say `scheme: header`",
        ),
        (Scheme::Header, None, _) if lacks("parameter") => report(
            scope,
            auth.scheme.span,
            format!("the scheme `{}` does not name its header", name.value),
            "add `parameter:` with the name of the header",
        ),
        (Scheme::BodyParameter, None, None) if lacks("parameter") && lacks("parameters") => report(
            scope,
            auth.scheme.span,
            format!("the scheme `{}` does not name its parameter", name.value),
            "add `parameter:` with the wire name of the parameter, or `parameters:` with those of several",
        ),
        (Scheme::BodyParameter, Some(_), Some(several)) => report(
            scope,
            several.span,
            "one parameter or several, not both",
            "keep `parameters`, with all of them, or `parameter`",
        ),
        (Scheme::Token, Some(parameter), _) => report(
            scope,
            parameter.span,
            "a token is given for `parameters`",
            "name what the caller gives in `parameters`; how requests carry the token stands in `token`",
        ),
        (Scheme::Token, None, None) if lacks("parameters") => report(
            scope,
            auth.scheme.span,
            format!("the scheme `{}` does not say what it gives for a token", name.value),
            "add `parameters:` with the names of the credentials",
        ),
        _ => {}
    }
    if scheme == Scheme::Token && auth.token.is_none() && lacks("token") {
        let message = format!("the scheme `{}` does not say where its token comes from", name.value);
        report(scope, auth.scheme.span, message, "add `token:` with `path`, `answer`, `lifetime_seconds` and `as`");
    }
}

/// What stands before a key in its header.
fn prefix(scope: &Scope<'_>, auth: &Auth) {
    let Some(prefix) = &auth.prefix else { return };
    let help = match auth.scheme.value {
        Scheme::Header => {
            if auth.parameter.as_ref().is_some_and(|header| names::is_authorization(header)) && prefix.value == BEARER {
                report(scope, prefix.span, "this is what the scheme `bearer` says", BEARER_HELP);
                return;
            }
            return prefix_form(scope, prefix, "key");
        }
        Scheme::Basic | Scheme::Bearer => {
            "remove `prefix`: the scheme has one of its own; for another one say `scheme: header`"
        }
        Scheme::BodyParameter => "remove `prefix`: parameters have none; for a header say `scheme: header`",
        Scheme::Signature => "write it as a part in `headers` of `signing`: `{ text: .. }`",
        Scheme::Token => "move it to `token`, beside `as: header`",
    };
    report(scope, prefix.span, "only a key in a header has a prefix", help);
}

/// The prefix of a key or token is what a header can carry, and is told from what follows.
fn prefix_form(scope: &Scope<'_>, prefix: &Sp<String>, of: &str) {
    let text = prefix.value.as_str();
    let last = text.chars().next_back();
    if text.trim().is_empty() {
        report(
            scope,
            prefix.span,
            "this prefix says nothing",
            "remove `prefix`: without it the header has nothing else",
        );
    } else if text.chars().any(|c| c != ' ' && !c.is_ascii_graphic()) {
        let help = "write printable ASCII: a header carries nothing else (RFC 9110, section 5.5)";
        report(scope, prefix.span, "a header cannot carry this prefix", help);
    } else if text.starts_with(' ') {
        let help = "remove the blank at the start: HTTP takes blanks at the start of a header away";
        report(scope, prefix.span, "this prefix begins with a blank", help);
    } else if last.is_some_and(|last| last.is_ascii_alphanumeric()) {
        let message = format!("nothing parts this prefix from the {of} that follows it");
        let fixed = format!("\"{text} \"");
        scope.report(
            Diagnostic::new(code::API_SECTION, prefix.span, message)
                .label("ends with a letter or digit")
                .help(format!("end it with the blank or sign that stands before the {of}: `{fixed}`")),
        );
    } else if text.matches('"').count() % 2 == 1 {
        let message = format!("nothing closes the quotation mark behind the {of}");
        report(scope, prefix.span, message, "what follows a key in its header cannot be described");
    }
}

fn not_none(scope: &Scope<'_>, name: &Sp<String>) {
    if name.value == NO_AUTH {
        scope.report(
            Diagnostic::new(code::API_SECTION, name.span, "no scheme can be called `none`")
                .label("means: no authentication")
                .help("choose another name; `auth: none` sends an operation without authentication"),
        );
    }
}

/// A scheme takes the place of another one, which stands for itself.
fn takes_the_place(scope: &Scope<'_>, api: &Api, name: &Sp<String>, other: &Sp<String>) {
    let Some(taken) = api.auth.get(other) else {
        if scope.api_may_hold(other) {
            return;
        }
        let known = api.auth.iter().map(|(known, _)| known.as_str()).filter(|known| *known != name.value);
        scope.report(say::unknown(code::UNKNOWN_REFERENCE, "auth scheme", other, known));
        return;
    };
    let wrong = if other.value == name.value {
        "a scheme cannot take its own place"
    } else if taken.instead_of.is_some() {
        "that scheme takes the place of another itself"
    } else {
        return;
    };
    report(scope, other.span, wrong, "name the scheme that operations use");
}

fn token(scope: &Scope<'_>, api: &Sp<Api>, token: &Sp<Token>) {
    if let Some(service) = &token.service
        && api.services.get(service).is_none()
        && !scope.api_may_hold(service)
    {
        let known = api.services.iter().map(|(name, _)| name.as_str());
        scope.report(say::unknown(code::UNKNOWN_REFERENCE, "service", service, known));
    }
    if !token.path.starts_with('/') || token.path.contains(['{', '}', '#', ' ']) {
        report(
            scope,
            token.path.span,
            "this is not a path",
            "write it from `/` on, without placeholders: `/oauth/token`",
        );
    }
    match (token.carrier.value, &token.prefix) {
        (Carrier::Header, Some(prefix))
            if token.parameter.as_ref().is_some_and(|header| names::is_authorization(header))
                && prefix.value == BEARER =>
        {
            report(
                scope,
                prefix.span,
                "this is how a bearer token is carried",
                "say `as: bearer`, and remove `parameter` and `prefix`",
            );
        }
        (Carrier::Header, Some(prefix)) => prefix_form(scope, prefix, "token"),
        (Carrier::Bearer | Carrier::Query, Some(prefix)) => {
            report(
                scope,
                prefix.span,
                "only a token in a header of its own has a prefix",
                "remove `prefix`, or say `as: header`",
            );
        }
        (_, None) => {}
    }
    match (token.carrier.value, &token.parameter) {
        (Carrier::Header, None) if !scope.misspelt("parameter", token.span) => report(
            scope,
            token.carrier.span,
            "nobody knows which header carries the token",
            "add `parameter:` with its name, or say `as: bearer`",
        ),
        (Carrier::Query, None) if !scope.misspelt("parameter", token.span) => report(
            scope,
            token.carrier.span,
            "nobody knows which parameter carries the token",
            "add `parameter:` with its name in the query",
        ),
        (Carrier::Bearer, Some(parameter)) => report(
            scope,
            parameter.span,
            "a bearer token is carried by the header `Authorization`",
            "remove `parameter`, or say `as: query`",
        ),
        _ => {}
    }
    if token.lifetime_seconds.value == 0 {
        report(scope, token.lifetime_seconds.span, "a token that lives no second is none", "say how long it lives");
    }
    for status in token.expired_statuses.iter() {
        if !status.parse::<u16>().is_ok_and(|status| (300..500).contains(&status)) {
            let message = format!("`{}` is no status that refuses a request", status.value);
            report(scope, status.span, message, "a status from 300 to 499, in quotes");
        }
    }
    if let (Some(code), true) = (token.expired_codes.first(), !has_codes(scope, api)) {
        let help = "add `code:` to `errors`, with the member of bodies that holds the code";
        report(scope, code.span, "no body has a code that could say this", help);
    }
}
