//! The address a client talks to, checked once.

use std::fmt;
use std::sync::Arc;

use url::{Host, Url};

use crate::config_error::ConfigError;

/// An `https://` address, or an `http://` one of this machine; without credentials, query,
/// fragment or trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BaseUrl(Arc<Parts>);

#[derive(PartialEq, Eq)]
struct Parts {
    text: Arc<str>,
    host: Arc<str>,
    port: u16,
    loopback_without_tls: bool,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        // The text itself is never repeated in a message: it may hold a password.
        let url = Url::parse(text.trim()).map_err(|error| {
            ConfigError::new("the base URL is not an absolute URL: give one such as `https://api.example.com/v2`")
                .with_source(error)
        })?;
        let Some(host) = url.host() else {
            return Err(ConfigError::new("the base URL has no host: give one such as `https://api.example.com/v2`"));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ConfigError::new(
                "the base URL carries credentials: take them out and give them to the builder, for \
                 example with `.basic(..)`",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(ConfigError::new(
                "the base URL has a query or a fragment: end it before the `?` or `#`; parameters \
                 belong to each call",
            ));
        }
        let loopback_without_tls = match url.scheme() {
            "https" => false,
            "http" if is_loopback(&host) => true,
            "http" => {
                return Err(ConfigError::new(format!(
                    "the base URL would send credentials unencrypted to `{host}`: use `https://`; \
                     plain `http://` is accepted for this machine only (127.0.0.1, [::1], localhost)"
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
        Ok(Self(Arc::new(Parts { text, host: bare, port, loopback_without_tls })))
    }

    /// The address without a trailing slash; a path starting with `/` may follow.
    pub(crate) fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Whether this is a described address: the same, or with values for the variables in its host.
    pub(crate) fn fits(&self, described: &str) -> bool {
        if !described.contains('{') {
            return Self::parse(described).is_ok_and(|described| described == *self);
        }
        let mut pieces = described.split('{');
        let Some(rest) = pieces.next().and_then(|start| self.0.text.strip_prefix(start)) else { return false };
        let texts: Vec<&str> = pieces.filter_map(|piece| Some(piece.split_once('}')?.1)).collect();
        follow(rest, &texts)
    }

    /// The same, for who outlives the client's settings.
    pub(crate) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0.text)
    }

    /// The name or the address of the host; one of IPv6 without brackets.
    pub(crate) fn host(&self) -> &Arc<str> {
        &self.0.host
    }

    /// The port, also where it is that of the scheme.
    pub(crate) fn port(&self) -> u16 {
        self.0.port
    }

    /// `https` or `http`.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.0.loopback_without_tls { "http" } else { "https" }
    }

    /// Whether requests leave as plain text, which is only accepted towards this machine.
    pub(crate) fn is_loopback_without_tls(&self) -> bool {
        self.0.loopback_without_tls
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

/// Whether a text is made of values and, after each, one of these texts.
fn follow(text: &str, texts: &[&str]) -> bool {
    let Some((next, others)) = texts.split_first() else { return text.is_empty() };
    // A value is a part of one label.
    let longest = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    (1..=longest).any(|length| text[length..].strip_prefix(next).is_some_and(|rest| follow(rest, others)))
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
    fn what_is_refused_says_how_to_mend_it() {
        for (given, part) in [
            ("", "not an absolute URL"),
            ("api.example.com/v2", "not an absolute URL"),
            ("https://", "not an absolute URL"),
            ("data:text/plain,x", "has no host"),
            ("http://api.example.com", "use `https://`"),
            ("http://0.0.0.0:80", "use `https://`"),
            ("http://localhost.example.com", "use `https://`"),
            ("http://127.0.0.1.example.com", "use `https://`"),
            ("http://[::ffff:7f00:1]", "use `https://`"),
            ("ftp://api.example.com", "use `https://`"),
            ("https://login:hunter2@api.example.com", "`.basic(..)`"),
            ("https://login@api.example.com", "`.basic(..)`"),
            ("https://api.example.com?key=hunter2", "before the `?`"),
            ("https://api.example.com/#hunter2", "before the `?`"),
        ] {
            let message = BaseUrl::parse(given).expect_err(given).to_string();
            assert!(message.contains(part), "{given}: {message}");
            assert!(!message.contains("hunter2"), "{given}: {message}");
        }
    }
}
