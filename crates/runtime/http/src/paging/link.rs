//! Validation of links to the next page: they must lead to the server that sent them.
//!
//! The request for the next page carries the credentials, and a response could name any address. A link is therefore
//! followed only to the scheme, host and port of the base URL, and only below its path.

use std::fmt;

use http::Uri;
use payspec_core::printable;
use url::Url;

/// The address of a page, resolved and validated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target(pub(super) Uri);

/// The reason why a link is not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is not a valid link.
    NotALink,
    /// It leads to another scheme, host or port.
    OtherOrigin(String),
    /// It leads outside the path of the base URL.
    OutOfBase,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALink => f.write_str("is not a valid link"),
            Self::OtherOrigin(origin) => {
                write!(f, "leads to `{origin}`, a server other than the one of the base URL")
            }
            Self::OutOfBase => f.write_str("leads outside the path of the base URL"),
        }
    }
}

/// Resolves a link in the response to a request to `from`; `base` is the base URL. The query parameter `own`, which
/// carries the token of a request, is removed: each request gets its own.
pub(super) fn follow(base: &str, from: &Uri, link: &str, own: Option<&str>) -> Result<Target, Refused> {
    let not_a_link = |_| Refused::NotALink;
    let base = Url::parse(base).map_err(not_a_link)?;
    let from = Url::parse(&from.to_string()).map_err(not_a_link)?;
    if link.trim().is_empty() {
        return Err(Refused::NotALink);
    }
    let mut target = from.join(link.trim()).map_err(not_a_link)?;
    let origin = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default());
    if origin(&target) != origin(&base) {
        return Err(Refused::OtherOrigin(shown(&target)));
    }
    if !target.username().is_empty() || target.password().is_some() {
        return Err(Refused::NotALink);
    }
    if !is_below(base.path(), target.path()) {
        return Err(Refused::OutOfBase);
    }
    target.set_fragment(None);
    if let (Some(own), Some(query)) = (own, target.query()) {
        let is_other = |pair: &&str| url::form_urlencoded::parse(pair.as_bytes()).all(|(name, _)| name != own);
        let kept: Vec<&str> = query.split('&').filter(is_other).collect();
        let kept = (!kept.is_empty()).then(|| kept.join("&"));
        target.set_query(kept.as_deref());
    }
    target.as_str().parse().map(Target).map_err(|_| Refused::NotALink)
}

/// Returns `true` if a path is at or below another. Dot segments are already resolved, except those that only a server
/// would interpret.
fn is_below(base: &str, path: &str) -> bool {
    let base = base.trim_end_matches('/');
    let lower = path.to_ascii_lowercase();
    let decoded = lower.replace("%2e", ".").replace("%2f", "/").replace("%5c", "/").replace('\\', "/");
    let steps_up = decoded.split('/').any(|segment| segment == "..");
    path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && !steps_up
}

/// Returns the scheme, host and port of an address in a response, for a message.
fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let origin = format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default());
    printable::id(&origin).unwrap_or("another host").to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BASE: &str = "https://api.example/v1";

    fn followed(link: &str) -> Result<String, String> {
        let from = Uri::from_static("https://api.example/v1/payments?limit=5");
        follow(BASE, &from, link, Some("token")).map(|target| target.0.to_string()).map_err(|why| why.to_string())
    }

    #[test]
    fn links_to_the_same_place_are_followed() {
        for (link, wanted) in [
            ("https://api.example/v1/payments?page=2", "https://api.example/v1/payments?page=2"),
            ("HTTPS://API.Example:443/v1/payments?page=2", "https://api.example/v1/payments?page=2"),
            ("//api.example/v1/payments?page=2", "https://api.example/v1/payments?page=2"),
            ("/v1/payments?page=2", "https://api.example/v1/payments?page=2"),
            ("?page=2", "https://api.example/v1/payments?page=2"),
            ("refunds?page=2#top", "https://api.example/v1/refunds?page=2"),
            ("./x/../payments?q=a b", "https://api.example/v1/payments?q=a%20b"),
            (" /v1/payments?token=old&page=2&to%6ben=x ", "https://api.example/v1/payments?page=2"),
            ("/v1/payments?token=old", "https://api.example/v1/payments"),
            ("/v1/é?é", "https://api.example/v1/%C3%A9?%C3%A9"),
        ] {
            assert_eq!(followed(link).as_deref(), Ok(wanted), "{link}");
        }
    }

    #[test]
    fn credentials_go_nowhere_else() {
        let other = |origin: &str| format!("leads to `{origin}`, a server other than the one of the base URL");
        for (link, why) in [
            ("https://evil.example/v1/payments", other("https://evil.example")),
            ("//evil.example/v1/payments", other("https://evil.example")),
            ("http://api.example/v1/payments", other("http://api.example")),
            ("https://api.example:8443/v1/payments", other("https://api.example:8443")),
            ("https://api.example.evil.example/v1", other("https://api.example.evil.example")),
            ("https://api.example@evil.example/v1", other("https://evil.example")),
            ("https:\\\\evil.example\\v1", other("https://evil.example")),
            ("\\\\evil.example/v1", other("https://evil.example")),
            ("javascript:alert(1)", other("javascript://")),
            ("https://user:pass@api.example/v1/payments", "is not a valid link".to_owned()),
            ("https://", "is not a valid link".to_owned()),
            ("", "is not a valid link".to_owned()),
            ("/v2/payments", "leads outside the path of the base URL".to_owned()),
            ("/v10/payments", "leads outside the path of the base URL".to_owned()),
            ("../../admin", "leads outside the path of the base URL".to_owned()),
            ("/v1/%2e%2E/admin", "leads outside the path of the base URL".to_owned()),
            ("/v1/..%2fadmin", "leads outside the path of the base URL".to_owned()),
            ("/v1/..%5Cadmin", "leads outside the path of the base URL".to_owned()),
        ] {
            assert_eq!(followed(link), Err(why), "{link}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_followed_is_at_the_base(link in any::<String>(), odd in "[a-z0-9:/\\\\.@?#%]{0,30}") {
            for link in [link, odd] {
                if let Ok(target) = followed(&link) {
                    let rest = target.strip_prefix(BASE).expect("it begins with the base");
                    prop_assert!(rest.is_empty() || rest.starts_with(['/', '?']), "{}", target);
                }
            }
        }
    }
}
