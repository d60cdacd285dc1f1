//! Where events can be posted.

use std::fmt;
use std::str::FromStr;

use reqwest::Url;
use serde::{Deserialize, Serialize};

/// An absolute HTTP or HTTPS URL to which events are posted.
///
/// It may have a secret: a user with a password, or a token in the query. Texts (`Display` and `Debug`) show neither; only
/// [`expose`](Self::expose) returns all of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebhookUrl(Url);

/// What stands for what is not shown.
const HIDDEN: &str = "***";

impl WebhookUrl {
    /// Returns the URL as it is requested, with its secrets: the scheme and the host in lower case, with a path.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }
}

/// `https://***@shop.example/hook?token=***`: without user, password, values of the query and fragment.
impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = &self.0;
        write!(f, "{}://", url.scheme())?;
        if !url.username().is_empty() || url.password().is_some() {
            write!(f, "{HIDDEN}@")?;
        }
        f.write_str(url.host_str().unwrap_or_default())?;
        if let Some(port) = url.port() {
            write!(f, ":{port}")?;
        }
        f.write_str(url.path())?;
        let mut separator = '?';
        for part in url.query().unwrap_or_default().split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((name, _)) => write!(f, "{separator}{name}={HIDDEN}")?,
                // Without a name, it is a value.
                None => write!(f, "{separator}{HIDDEN}")?,
            }
            separator = '&';
        }
        Ok(())
    }
}

impl fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebhookUrl({self})")
    }
}

impl FromStr for WebhookUrl {
    type Err = WebhookUrlError;

    fn from_str(text: &str) -> Result<Self, WebhookUrlError> {
        let url = Url::parse(text).map_err(|error| WebhookUrlError(error.to_string()))?;
        match url.scheme() {
            "http" | "https" => Ok(Self(url)),
            _ => Err(WebhookUrlError("the scheme is neither http nor https".to_owned())),
        }
    }
}

impl TryFrom<String> for WebhookUrl {
    type Error = WebhookUrlError;

    fn try_from(text: String) -> Result<Self, WebhookUrlError> {
        text.parse()
    }
}

impl From<WebhookUrl> for String {
    fn from(url: WebhookUrl) -> Self {
        url.0.into()
    }
}

/// The reason why events cannot be posted to a URL. It does not contain the URL, which may have a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookUrlError(String);

impl fmt::Display for WebhookUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid webhook URL: {}; use an absolute URL such as `http://127.0.0.1:3000/webhooks`", self.0)
    }
}

impl std::error::Error for WebhookUrlError {}

#[cfg(test)]
mod tests {
    use super::WebhookUrl;

    #[test]
    fn only_http_and_https_are_posted_to() {
        for (text, url) in [
            ("http://127.0.0.1:3000/hook", "http://127.0.0.1:3000/hook"),
            ("HTTPS://Shop.example/Hook?a=B", "https://shop.example/Hook?a=B"),
            ("http://[::1]:3000", "http://[::1]:3000/"),
        ] {
            assert_eq!(text.parse::<WebhookUrl>().expect(text).expose(), url);
        }
        for (text, why) in [
            ("", "relative URL without a base"),
            ("/hook", "relative URL without a base"),
            ("127.0.0.1:3000/hook", "relative URL without a base"),
            ("localhost:3000/hook", "the scheme is neither http nor https"),
            ("ftp://user:hidden@shop.example/", "the scheme is neither http nor https"),
            ("http://", "empty host"),
            ("http://shop.example:99999/", "invalid port number"),
        ] {
            let error = text.parse::<WebhookUrl>().expect_err(text).to_string();
            assert!(error.contains(&format!(": {why}; use")) && !error.contains("hidden"), "{text}: {error}");
        }
    }

    #[test]
    fn texts_show_no_secret() {
        for (text, shown) in [
            ("http://127.0.0.1:3000/hook", "http://127.0.0.1:3000/hook"),
            ("http://[::1]:3000", "http://[::1]:3000/"),
            ("https://jane:hidden@shop.example/hook", "https://***@shop.example/hook"),
            ("https://hidden@shop.example:8443/", "https://***@shop.example:8443/"),
            ("https://shop.example/hook?token=hidden&a=hidden", "https://shop.example/hook?token=***&a=***"),
            ("https://shop.example/hook?hidden#hidden", "https://shop.example/hook?***"),
        ] {
            let url: WebhookUrl = text.parse().expect(text);
            assert_eq!(url.to_string(), shown);
            assert_eq!(format!("{url:?}"), format!("WebhookUrl({shown})"));
        }
    }
}
