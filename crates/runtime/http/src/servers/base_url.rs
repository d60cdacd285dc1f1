//! Validation of the base URL.

use std::fmt;
use std::sync::Arc;

use url::{Host, Url};

use crate::config_error::ConfigError;

/// An `https://` address, or an `http://` loopback address; without credentials, query, fragment or trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl(Arc<Parts>);

#[derive(PartialEq, Eq)]
struct Parts {
    text: Arc<str>,
    host: Arc<str>,
    port: u16,
    is_loopback: bool,
    loopback_without_tls: bool,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        // Messages never contain the text: it may hold a password.
        let url = Url::parse(text.trim()).map_err(|error| {
            ConfigError::new("the base URL is not an absolute URL: use one such as `https://api.example.com/v2`")
                .with_source(error)
        })?;
        // `https:api.example` and `https:/api.example` parse as if the slashes were there, but are typos.
        if url.has_host() && !has_slashes(text.trim()) {
            return Err(ConfigError::new(
                "the base URL does not have `//` right before its host: give one such as `https://api.example.com/v2`",
            ));
        }
        let Some(host) = url.host() else {
            return Err(ConfigError::new("the base URL has no host: use one such as `https://api.example.com/v2`"));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ConfigError::new(
                "the base URL contains credentials: remove them and set them on the builder, for \
                 example with `.basic(..)`",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(ConfigError::new(
                "the base URL has a query or a fragment: remove it from the `?` or `#` on; parameters \
                 belong to each call",
            ));
        }
        let is_loopback = is_loopback(&host);
        let loopback_without_tls = match url.scheme() {
            "https" => false,
            "http" if is_loopback => true,
            "http" => {
                return Err(ConfigError::new(format!(
                    "the base URL would send credentials unencrypted to `{host}`: use `https://`; \
                     plain `http://` is accepted for loopback only (127.0.0.1, [::1], localhost)"
                )));
            }
            scheme => {
                return Err(ConfigError::new(format!("the base URL starts with `{scheme}:`: use `https://`")));
            }
        };
        let bare = match &host {
            Host::Domain(name) => (*name).into(),
            Host::Ipv4(address) => address.to_string().into(),
            Host::Ipv6(address) => address.to_string().into(),
        };
        let port = url.port_or_known_default().unwrap_or(443);
        let text = url.as_str().trim_end_matches('/').into();
        Ok(Self(Arc::new(Parts { text, host: bare, port, is_loopback, loopback_without_tls })))
    }

    /// Returns the address without a trailing slash, so that a path starting with `/` can be appended.
    pub(crate) fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Returns `true` if this matches a described address: the same, or with values for the variables in its host.
    pub(crate) fn fits(&self, described: &str) -> bool {
        if !described.contains('{') {
            return Self::parse(described).is_ok_and(|described| described == *self);
        }
        let mut pieces = described.split('{');
        let Some(rest) = pieces.next().and_then(|start| self.0.text.strip_prefix(start)) else { return false };
        let texts: Vec<&str> = pieces.filter_map(|piece| Some(piece.split_once('}')?.1)).collect();
        follow(rest, &texts)
    }

    /// Returns the address as a shared text.
    pub(crate) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0.text)
    }

    /// Returns the host: a name or an IP address, without brackets.
    pub(crate) fn host(&self) -> &Arc<str> {
        &self.0.host
    }

    /// Returns the port, also if it is the default port of the scheme.
    pub(crate) fn port(&self) -> u16 {
        self.0.port
    }

    /// Returns `https` or `http`.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.0.loopback_without_tls { "http" } else { "https" }
    }

    /// Returns `true` if the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.0.is_loopback
    }

    /// Returns `true` if requests are sent unencrypted, which is only accepted for loopback addresses.
    pub(crate) fn is_loopback_without_tls(&self) -> bool {
        self.0.loopback_without_tls
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

/// Returns `true` if a text consists of values, each followed by one of these texts in order.
fn follow(text: &str, texts: &[&str]) -> bool {
    let Some((next, others)) = texts.split_first() else { return text.is_empty() };
    // A value is part of one label.
    let longest = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    (1..=longest).any(|length| text[length..].strip_prefix(next).is_some_and(|rest| follow(rest, others)))
}

/// Returns `true` if exactly two slashes follow the scheme.
fn has_slashes(url: &str) -> bool {
    let behind = url.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//"));
    behind.is_some_and(|rest| !rest.starts_with(['/', '\\']))
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_accepted_and_normalised() {
        for (given, kept, plain) in [
            ("https://api.example.com/v2/rest", "https://api.example.com/v2/rest", false),
            ("https://api.example.com/v2/rest/", "https://api.example.com/v2/rest", false),
            ("https://API.example.com", "https://api.example.com", false),
            (" https://api.example.com:8443/ ", "https://api.example.com:8443", false),
            ("http://127.0.0.1:4010/v2", "http://127.0.0.1:4010/v2", true),
            ("http://127.8.9.1", "http://127.8.9.1", true),
            ("http://[::1]:80/x", "http://[::1]/x", true),
            ("http://LOCALHOST:1", "http://localhost:1", true),
        ] {
            let url = BaseUrl::parse(given).expect(given);
            assert_eq!(url.as_str(), kept);
            assert_eq!(url.is_loopback_without_tls(), plain, "{given}");
        }
    }

    #[test]
    fn the_parts_of_an_address_are_those_of_its_server() {
        for (given, scheme, host, port) in [
            ("https://api.example.com/v2", "https", "api.example.com", 443),
            ("https://API.example.com:8443", "https", "api.example.com", 8443),
            ("http://[::1]/v2", "http", "::1", 80),
            ("http://127.0.0.1:4010", "http", "127.0.0.1", 4010),
        ] {
            let url = BaseUrl::parse(given).expect(given);
            assert_eq!((url.scheme(), &**url.host(), url.port()), (scheme, host, port));
        }
    }

    #[test]
    fn a_described_address_has_values_for_its_variables() {
        for (described, given, fits) in [
            ("https://api.example/v1", "https://api.example/v1", true),
            ("https://api.example/v1", "https://api.example/v2", false),
            ("https://{a}.example.com/v1", "https://acme-1.example.com/v1", true),
            ("https://{a}.example.com/v1", "https://acme.example.com", false),
            ("https://{a}.example.com/v1", "https://x.acme.example.com/v1", false),
            ("https://{a}.example.com/v1", "https://example.com/v1", false),
            ("https://{a}-{b}.example.com", "https://x-y-z.example.com", true),
            ("https://{a}-{b}.example.com", "https://xyz.example.com", false),
        ] {
            assert_eq!(BaseUrl::parse(given).expect(given).fits(described), fits, "{described} {given}");
        }
    }

    #[test]
    fn what_is_refused_says_how_to_fix_it() {
        for (given, part) in [
            ("", "not an absolute URL"),
            ("api.example.com/v2", "not an absolute URL"),
            ("https://", "not an absolute URL"),
            ("data:text/plain,x", "has no host"),
            ("https:api.example.com", "not have `//` right before its host"),
            ("https:/api.example.com", "not have `//` right before its host"),
            ("https:///api.example.com", "not have `//` right before its host"),
            ("https:\\\\api.example.com", "not have `//` right before its host"),
            ("http:127.0.0.1:4010", "not have `//` right before its host"),
            ("http://api.example.com", "use `https://`"),
            ("http://0.0.0.0:80", "use `https://`"),
            ("http://localhost.example.com", "use `https://`"),
            ("http://127.0.0.1.example.com", "use `https://`"),
            ("http://[::ffff:7f00:1]", "use `https://`"),
            ("ftp://api.example.com", "use `https://`"),
            ("https://login:hunter2@api.example.com", "`.basic(..)`"),
            ("https://login@api.example.com", "`.basic(..)`"),
            ("https://api.example.com?key=hunter2", "from the `?`"),
            ("https://api.example.com/#hunter2", "from the `?`"),
        ] {
            let message = BaseUrl::parse(given).expect_err(given).to_string();
            assert!(message.contains(part), "{given}: {message}");
            assert!(!message.contains("hunter2"), "{given}: {message}");
        }
    }
}
