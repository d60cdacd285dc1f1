//! The URL of an environment is one that a client can be built with, and means what it seems to.

use std::net::{Ipv4Addr, Ipv6Addr};

use payspec_core::HostLabel;

use std::collections::HashMap;

use super::scope::Scope;
use super::text;
use crate::diag::{Diagnostic, code};
use crate::raw::api::Environment;
use crate::raw::{Named, Sp};
use crate::resolve::host;
use crate::source::Span;

/// What is wrong, and what to do about it.
type Wrong = (&'static str, &'static str);

const NO_PLACE: Wrong = ("is not a valid URL", "write scheme, host and, if needed, a path, without a query");

const LONG_PART: Wrong =
    ("has a host label that is too long", "a label of a host has at most 63 characters (RFC 1035)");

const LONG_HOST: Wrong = ("has a host that is too long", "a host has at most 253 characters (RFC 1035)");

/// Names in braces are taken for something that may stand there: [`host_variables`](super::host_variables) looks at
/// them.
pub(super) fn base_url(scope: &Scope<'_>, url: &Sp<String>) {
    let Some((wrong, help)) = wrong_url(&filled(url)) else { return with_examples(scope, url) };
    let mut diagnostic = Diagnostic::new(code::BASE_URL, url.span, format!("the base URL {wrong}")).help(help);
    let mended = mended_url(url);
    if let Some(place) = text::inner(url)
        && mended != url.value
        && wrong_url(&filled(&mended)).is_none()
    {
        diagnostic = diagnostic.patch(place, mended, "use this URL");
    }
    scope.report(diagnostic);
}

/// Environments of one name each have a place of their own: with the address of another a test would move money.
pub(super) fn distinct(scope: &Scope<'_>, environments: &Named<Environment>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (_, environment) in environments {
        let url = &environment.base_url;
        if scope.is_replaced(url.span) {
            continue;
        }
        let Some(first) = seen.insert(&url.value, url.span) else { continue };
        scope.report(
            Diagnostic::new(code::BASE_URL, url.span, "two environments have the same base URL")
                .label("duplicate")
                .also(first, "first defined here")
                .help(
                    "correct one of them; if one address serves both, describe one environment and explain it \
                    in its `docs`",
                ),
        );
    }
}

/// The address of a script is one that a page can load: that of a whole file, the same for all accounts.
pub(super) fn script_url(scope: &Scope<'_>, url: &Sp<String>) {
    let wrong = match wrong_url(url) {
        _ if url.contains(['{', '}']) => {
            Some(("contains a variable", "write the whole address: a script has the same address for all accounts"))
        }
        wrong => wrong,
    };
    if let Some((wrong, help)) = wrong {
        let message = format!("the URL of the script {wrong}");
        scope.report(Diagnostic::new(code::BASE_URL, url.span, message).help(help));
    }
}

/// Whether clients can be built with a URL. Names in braces are taken for something that may stand there.
pub(crate) fn is_base_url(url: &str) -> bool {
    wrong_url(&filled(url)).is_none()
}

/// A host that is too long with the examples of its variables is none that anybody has.
fn with_examples(scope: &Scope<'_>, url: &Sp<String>) {
    let variables = |name: &str| Some(scope.api?.host_variables.get(name)?.example.as_str());
    let is_long = |wrong: &Wrong| [LONG_PART, LONG_HOST].contains(wrong);
    let Some((wrong, help)) = wrong_url(&host::filled(url, variables)).filter(is_long) else { return };
    // An example that cannot stand in a host is reported where it stands.
    let is_right = |name: &str| variables(name).is_some_and(|example| HostLabel::try_from(example).is_ok());
    if host::variables(url).all(is_right) {
        let message = format!("with the example values of its variables, the base URL {wrong}");
        scope.report(Diagnostic::new(code::BASE_URL, url.span, message).help(help));
    }
}

fn filled(url: &str) -> String {
    let filled = host::filled(url, |_| None);
    // In place of a port, what may stand there is a number.
    if filled == url { filled } else { filled.replacen(":x", ":1", 1) }
}

fn wrong_url(url: &str) -> Option<Wrong> {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        let has_scheme = ["https:", "http:"].iter().any(|scheme| url.starts_with(scheme));
        let wrong = if has_scheme { "does not have `//` right before its host" } else { "has no scheme" };
        return Some((wrong, "start it with `https://`"));
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if url.contains(['{', '}']) {
        return Some((
            "has an unbalanced brace",
            "write the name of a variable in braces: `https://{account}.shop.example`",
        ));
    }
    if url.contains(|c: char| !c.is_ascii_graphic() || "?#{}\\\"<>^`|".contains(c)) {
        return Some(NO_PLACE);
    }
    if authority.contains('@') {
        return Some((
            "contains a user name or password",
            "remove everything up to the `@`: clients take credentials separately, as described in `auth`",
        ));
    }
    let (name, port) = match authority.rfind(':').filter(|colon| !authority[*colon..].contains(']')) {
        Some(colon) => (&authority[..colon], Some(&authority[colon + 1..])),
        None => (authority, None),
    };
    if let Some(wrong) = wrong_host(name) {
        return Some(wrong);
    }
    if port.is_some_and(|port| !is_port(port)) {
        return Some(("has an invalid port", "a port is a number from 1 to 65535; the default is 443"));
    }
    if url.starts_with("http://") && !is_this_machine(name) {
        return Some(("is not encrypted", "use `https://`; plain `http://` is for localhost only"));
    }
    if path.ends_with('/') {
        return Some(("ends with a slash", "remove it: paths of operations start with a slash"));
    }
    let has_steps = path.split('/').skip(1).any(|segment| matches!(segment, "" | "." | ".."));
    has_steps.then_some(("has an empty or relative segment", "write the path without `//`, `/./` and `/../`"))
}

/// Digits alone, so no sign and no blank.
fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// What is wrong with a host, which is a name of labels (RFC 1123) or an address.
fn wrong_host(name: &str) -> Option<Wrong> {
    if let Some(address) = name.strip_prefix('[') {
        let is_address = address.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
        return (!is_address).then_some(NO_PLACE);
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let last_is_number = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    if !name.split('.').all(is_label) || last_is_number && name.parse::<Ipv4Addr>().is_err() {
        return Some(NO_PLACE);
    }
    if name.split('.').any(|label| label.len() > MAX_LABEL) {
        return Some(LONG_PART);
    }
    (name.len() > MAX_HOST).then_some(LONG_HOST)
}

/// So many letters a part of a host has at most, and all of it.
const MAX_LABEL: usize = 63;
const MAX_HOST: usize = 253;

fn is_this_machine(name: &str) -> bool {
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || address.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

fn mended_url(url: &str) -> String {
    let url = with_slashes(url);
    let encrypted = url.strip_prefix("http://").filter(|rest| !rest.starts_with("localhost"));
    let url = encrypted.map_or_else(|| url.clone(), |rest| format!("https://{rest}"));
    url.trim_end_matches('/').to_owned()
}

/// The URL with both slashes behind its scheme.
fn with_slashes(url: &str) -> String {
    let scheme = ["https:", "http:"].into_iter().find(|scheme| url.starts_with(scheme));
    match scheme {
        Some(scheme) => format!("{scheme}//{}", url[scheme.len()..].trim_start_matches('/')),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::wrong_url;

    const LONG_LABEL: &str = "https://a123456789-123456789-123456789-123456789-123456789-123456789-123.example.com";

    #[test]
    fn urls_that_a_client_can_be_built_with_pass_and_no_others() {
        for url in [
            "https://api.example.com",
            "https://api.example.com/v2/rest",
            "https://api.example.com:8443/v2",
            "https://api_1.example.com:65535",
            "https://192.0.2.7/v1",
            "https://[2001:db8::1]:443/v1",
            "http://localhost:8080",
            "http://127.0.0.1:4010/v2",
            "http://[::1]:80",
        ] {
            assert_eq!(wrong_url(url), None, "{url}");
        }
        for (url, wrong) in [
            ("api.example.com", "has no scheme"),
            ("ftp://api.example.com", "has no scheme"),
            ("https:api.example.com", "does not have `//` right before its host"),
            ("https:/api.example.com/v1", "does not have `//` right before its host"),
            ("http:localhost:8080", "does not have `//` right before its host"),
            ("https://", "is not a valid URL"),
            ("https:///v1", "is not a valid URL"),
            ("https://:443", "is not a valid URL"),
            ("https://api..example.com", "is not a valid URL"),
            ("https://-api.example.com", "is not a valid URL"),
            ("https://api.example.com?v=1", "is not a valid URL"),
            ("https://api.example.com\\v1", "is not a valid URL"),
            ("https://api.ex ample.com", "is not a valid URL"),
            ("https://ex\u{e4}mple.com", "is not a valid URL"),
            ("https://{account.example.com", "has an unbalanced brace"),
            ("https://account}.example.com", "has an unbalanced brace"),
            (LONG_LABEL, "has a host label that is too long"),
            ("https://1.2.3.4.5", "is not a valid URL"),
            ("https://[::1", "is not a valid URL"),
            ("https://user:pw@api.example.com", "contains a user name or password"),
            ("https://user@api.example.com", "contains a user name or password"),
            ("http://localhost:80@api.example.com", "contains a user name or password"),
            ("https://api.example.com:99999", "has an invalid port"),
            ("https://api.example.com:0", "has an invalid port"),
            ("https://api.example.com:", "has an invalid port"),
            ("https://api.example.com:+80", "has an invalid port"),
            ("https://api.example.com:80a/v1", "has an invalid port"),
            ("http://api.example.com", "is not encrypted"),
            ("http://localhost.example.com", "is not encrypted"),
            ("https://api.example.com/", "ends with a slash"),
            ("https://api.example.com//v1", "has an empty or relative segment"),
            ("https://api.example.com/../v1", "has an empty or relative segment"),
        ] {
            assert_eq!(wrong_url(url).map(|(wrong, _)| wrong), Some(wrong), "{url}");
        }
    }
}
