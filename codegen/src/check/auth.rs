//! Ways to authenticate hold what their kind needs.

use super::references::{NO_AUTH, NO_CODES, has_codes, known_scheme};
use super::scope::Scope;
use super::{say, services};
use crate::diag::{Diagnostic, code};
use crate::names;
use crate::raw::Sp;
use crate::raw::api::{Api, Auth, BEARER, Scheme};
use crate::raw::token::{Carrier, Token};
use crate::source::Span;

const BEARER_HELP: &str = "set `scheme: bearer`, and remove `parameter` and `prefix`";

pub(super) fn check(scope: &Scope<'_>, api: &Sp<Api>) {
    for (name, auth) in &api.auth {
        parts(scope, name, auth);
        distinct_parameters(scope, auth);
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

/// Which of its keys a scheme has, and which it needs. Whoever changes the scheme leaves the keys of another one, and
/// that is one mistake.
fn parts(scope: &Scope<'_>, name: &Sp<String>, auth: &Sp<Auth>) {
    let useless = useless(auth);
    let left: Vec<_> = useless.iter().filter_map(|(key, span)| Some((*key, (*span)?))).collect();
    if let Some((message, help)) = missing(scope, name, auth) {
        let is_signed = auth.scheme.value == Scheme::Signature;
        let code = if is_signed { code::SIGNING } else { code::API_SECTION };
        let found = Diagnostic::new(code, auth.scheme.span, message).help(help);
        scope.report(left.iter().fold(found, |found, (key, span)| found.also(*span, format!("`{key}` has no effect"))));
        return;
    }
    if let [(key, span)] = left.as_slice() {
        let (message, help) = of_no_use(key, auth.scheme.value);
        report(scope, *span, message, help);
    } else {
        scope.report_any(say::leftovers(
            code::API_SECTION,
            &useless,
            |keys| format!("the scheme of `{}` does not take {keys}", name.value),
            |keys| format!("remove {keys}, or use the scheme that takes them"),
        ));
    }
    if let (Scheme::BodyParameter, Some(_), Some(several)) =
        (auth.scheme.value, &auth.parameter, auth.parameters.first())
    {
        let help = "keep either `parameters`, with all of them, or `parameter`";
        report(scope, several.span, "`parameter` and `parameters` are mutually exclusive", help);
    }
    if let Some(prefix) = auth.prefix.as_ref().filter(|_| auth.scheme.value == Scheme::Header) {
        self::prefix(scope, auth, prefix);
    }
}

/// The parameters of a scheme are arguments of one setter, and environment variables of `from_env`. That one stands
/// twice is reported as it is read.
fn distinct_parameters(scope: &Scope<'_>, auth: &Auth) {
    for (index, parameter) in auth.parameters.iter().enumerate() {
        let rust = names::snake(parameter);
        let mut before = auth.parameters[..index].iter();
        let is_same = |first: &&Sp<String>| first.value != parameter.value && names::snake(first) == rust;
        let Some(first) = before.find(is_same) else { continue };
        let (name, variable) = (&parameter.value, rust.to_uppercase());
        let message = format!(
            "`{}` and `{name}` both become `{rust}` in Rust, and `.._{variable}` in the environment",
            first.value
        );
        scope.report(
            Diagnostic::new(code::DUPLICATE_RUST_NAME, parameter.span, message)
                .label("the same name again")
                .also(first.span, "first given here")
                .help("describe one of them as a scheme of its own"),
        );
    }
}

/// Whether a scheme has keys of another one, so that it is not known which it is.
pub(super) fn is_mixed(auth: &Auth) -> bool {
    useless(auth).iter().any(|(_, span)| span.is_some())
}

/// The keys that are there, and mean nothing with the scheme.
fn useless(auth: &Auth) -> [(&'static str, Option<Span>); 4] {
    use Scheme::{Basic, Bearer, BodyParameter, Header, Signature, Token};
    let scheme = auth.scheme.value;
    let none = |of: &[Scheme], span: Option<Span>| span.filter(|_| of.contains(&scheme));
    [
        ("parameter", none(&[Basic, Bearer, Signature, Token], auth.parameter.as_ref().map(|one| one.span))),
        ("parameters", none(&[Basic, Bearer, Header, Signature], auth.parameters.first().map(|first| first.span))),
        (
            "prefix",
            none(&[Basic, Bearer, BodyParameter, Signature, Token], auth.prefix.as_ref().map(|prefix| prefix.span)),
        ),
        (
            "token",
            none(&[Basic, Bearer, BodyParameter, Header, Signature], auth.token.as_ref().map(|token| token.span)),
        ),
    ]
}

/// Why a scheme has no use for a key, and what to write instead.
fn of_no_use(key: &str, scheme: Scheme) -> (&'static str, &'static str) {
    match (key, scheme) {
        ("parameters", _) => (
            "this scheme does not take `parameters`",
            "remove `parameters`: only `body-parameter` and `token` have several",
        ),
        ("token", _) => ("only the scheme `token` takes `token`", "remove `token`, or set `scheme: token`"),
        ("prefix", Scheme::Basic | Scheme::Bearer) => (
            "only a key in a header has a prefix",
            "remove `prefix`: this scheme has a fixed one; to use another, set `scheme: header`",
        ),
        ("prefix", Scheme::Signature) => {
            ("only a key in a header has a prefix", "write it as a part in `headers` of `signing`: `{ text: .. }`")
        }
        ("prefix", Scheme::Token) => {
            ("only a key in a header has a prefix", "move it to `token`, next to `as: header`")
        }
        ("prefix", _) => (
            "only a key in a header has a prefix",
            "remove `prefix`: parameters have none; for a header, set `scheme: header`",
        ),
        (_, Scheme::Bearer) => (
            "the scheme `bearer` does not take `parameter`",
            "remove `parameter`: the key is sent in the header `Authorization`; for another header, set `scheme: \
                header`",
        ),
        (_, Scheme::Signature) => (
            "a signature does not take `parameter`",
            "remove `parameter`, and set the header of the signature in `headers` of `signing`; for an additional \
                key, use `scheme: header`",
        ),
        (_, Scheme::Token) => (
            "the scheme `token` takes `parameters`, not `parameter`",
            "list the credentials in `parameters`; how requests carry the token is set in `token`",
        ),
        _ => (
            "HTTP Basic does not take `parameter`",
            "remove `parameter`: the key is sent in the header `Authorization`",
        ),
    }
}

/// What a scheme needs and has not.
fn missing(scope: &Scope<'_>, name: &Sp<String>, auth: &Sp<Auth>) -> Option<(String, &'static str)> {
    let name = &name.value;
    let lacks = |key: &str, is_there: bool| !is_there && !scope.misspelt(key, auth.span);
    let (parameter, parameters) = (auth.parameter.is_some(), !auth.parameters.is_empty());
    match auth.scheme.value {
        Scheme::Header if lacks("parameter", parameter) => Some((
            format!("the scheme `{name}` does not name its header"),
            "add `parameter:` with the name of the header",
        )),
        Scheme::BodyParameter if lacks("parameter", parameter || parameters) && lacks("parameters", parameters) => {
            Some((
                format!("the scheme `{name}` does not name its parameter"),
                "add `parameter:` with the wire name of the parameter, or `parameters:` if there are several",
            ))
        }
        Scheme::Token => match (lacks("parameters", parameters), lacks("token", auth.token.is_some())) {
            (true, true) => Some((
                format!("the scheme `{name}` specifies neither its credentials nor its token endpoint"),
                "add `parameters:` with the names of the credentials, and `token:` with `path`, `answer`, `lifetime_seconds` and `as`",
            )),
            (true, false) if !parameter => Some((
                format!("the scheme `{name}` does not specify the credentials to exchange"),
                "add `parameters:` with the names of the credentials",
            )),
            (false, true) => Some((
                format!("the scheme `{name}` does not specify its token endpoint"),
                "add `token:` with `path`, `answer`, `lifetime_seconds` and `as`",
            )),
            _ => None,
        },
        Scheme::Signature if lacks("signing", auth.signing.is_some()) => Some((
            format!("the scheme `{name}` does not specify how requests are signed"),
            "add `signing:` with `algorithm`, `signed`, `encoding` and `headers`",
        )),
        Scheme::Basic | Scheme::Bearer | Scheme::Header | Scheme::BodyParameter | Scheme::Signature => None,
    }
}

/// What stands before a key in its header.
fn prefix(scope: &Scope<'_>, auth: &Auth, prefix: &Sp<String>) {
    if auth.parameter.as_ref().is_some_and(|header| names::is_authorization(header)) && prefix.value == BEARER {
        report(scope, prefix.span, "equivalent to the scheme `bearer`", BEARER_HELP);
    } else {
        prefix_form(scope, prefix, "key");
    }
}

/// The prefix of a key or token is what a header can carry, and is distinguished from what follows.
fn prefix_form(scope: &Scope<'_>, prefix: &Sp<String>, of: &str) {
    let text = prefix.value.as_str();
    let last = text.chars().next_back();
    if text.trim().is_empty() {
        report(
            scope,
            prefix.span,
            "this prefix is empty",
            "remove `prefix`: without it, the header holds the credential alone",
        );
    } else if text.chars().any(|c| c != ' ' && !c.is_ascii_graphic()) {
        let help = "use printable ASCII: a header cannot carry anything else (RFC 9110, section 5.5)";
        report(scope, prefix.span, "invalid prefix for a header", help);
    } else if text.starts_with(' ') {
        let help = "remove the leading space: HTTP strips spaces at the start of a header";
        report(scope, prefix.span, "this prefix begins with a space", help);
    } else if last.is_some_and(|last| last.is_ascii_alphanumeric()) {
        let message = format!("nothing separates this prefix from the {of} that follows it");
        let fixed = format!("\"{text} \"");
        scope.report(
            Diagnostic::new(code::API_SECTION, prefix.span, message)
                .label("ends with a letter or digit")
                .help(format!("end it with the space or character that precedes the {of}: `{fixed}`")),
        );
    } else if text.matches('"').count() % 2 == 1 {
        let message = format!("the quotation mark is not closed after the {of}");
        report(scope, prefix.span, message, "text after a key in its header is not supported");
    }
}

fn not_none(scope: &Scope<'_>, name: &Sp<String>) {
    if name.value == NO_AUTH {
        scope.report(
            Diagnostic::new(code::API_SECTION, name.span, "a scheme cannot be called `none`")
                .label("reserved: no authentication")
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
        "a scheme cannot replace itself"
    } else if taken.instead_of.is_some() {
        "this scheme already replaces another one"
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
            "expected a path",
            "write a path that starts with `/`, without placeholders: `/oauth/token`",
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
                "equivalent to a bearer token",
                "set `as: bearer`, and remove `parameter` and `prefix`",
            );
        }
        (Carrier::Header, Some(prefix)) => prefix_form(scope, prefix, "token"),
        (Carrier::Bearer | Carrier::Query, Some(_)) | (_, None) => {}
    }
    carrier(scope, token);
    if token.lifetime_seconds.value == 0 {
        report(
            scope,
            token.lifetime_seconds.span,
            "the lifetime of a token cannot be zero",
            "set its lifetime in seconds",
        );
    }
    for status in token.expired_statuses.iter() {
        if !status.parse::<u16>().is_ok_and(|status| (300..500).contains(&status)) {
            let message = format!("`{}` is not the status of a refused request", status.value);
            report(scope, status.span, message, "use a status from 300 to 499, in quotes");
        }
    }
    if let (Some(code), true) = (token.expired_codes.first(), !has_codes(scope, api)) {
        scope.report(
            Diagnostic::new(code::API_SECTION, code.span, "`errors` has no `code` to read codes from")
                .help("add `code:` to `errors`, with the member of bodies that holds the code")
                .of_one_cause(NO_CODES),
        );
    }
}

/// The header or parameter that carries a token, where one does.
fn carrier(scope: &Scope<'_>, token: &Sp<Token>) {
    let carrier = token.carrier.value;
    let prefix = token.prefix.as_ref().filter(|_| carrier != Carrier::Header).map(|prefix| prefix.span);
    let parameter = token.parameter.as_ref().filter(|_| carrier == Carrier::Bearer).map(|parameter| parameter.span);
    let of_what = match carrier {
        Carrier::Header => Some(("header", "add `parameter:` with its name, or set `as: bearer`")),
        Carrier::Query => Some(("parameter", "add `parameter:` with the name of the query parameter")),
        Carrier::Bearer => None,
    };
    if let Some((what, help)) =
        of_what.filter(|_| token.parameter.is_none() && !scope.misspelt("parameter", token.span))
    {
        let message = format!("the {what} that carries the token is not specified");
        let found = Diagnostic::new(code::API_SECTION, token.carrier.span, message).help(help);
        scope.report(prefix.into_iter().fold(found, |found, span| found.also(span, "`prefix` has no effect")));
        return;
    }
    match (parameter, prefix) {
        (Some(_), Some(_)) => {
            let keys = [("parameter", parameter), ("prefix", prefix)];
            let found = say::leftovers(
                code::API_SECTION,
                &keys,
                |_| "a bearer token is sent in the header `Authorization`".to_owned(),
                |keys| format!("remove {keys}, or set `as: header`"),
            );
            scope.report_any(found);
        }
        (Some(span), None) => report(
            scope,
            span,
            "a bearer token is sent in the header `Authorization`",
            "remove `parameter`, or set `as: query`",
        ),
        (None, Some(span)) => {
            let message = "only a token in a custom header has a prefix";
            report(scope, span, message, "remove `prefix`, or set `as: header`");
        }
        (None, None) => {}
    }
}
