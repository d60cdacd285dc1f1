//! The target of a delivery.

use std::borrow::Cow;
use std::fmt;

/// The method and address of a delivery's request, for APIs that sign them.
///
/// `Debug` shows only the method: an address may contain a token.
#[derive(Clone, Copy)]
pub struct DeliveryTarget<'a> {
    method: &'a str,
    url: &'a str,
}

impl<'a> DeliveryTarget<'a> {
    /// Creates a target from a method in upper case, such as `POST`, and the address as configured at the API:
    /// `https://shop.example/hooks?shop=1`. If no signed part contains the host, path and query are enough:
    /// `/hooks?shop=1`. A server behind a proxy may see a different address from the signed one.
    pub fn new(method: &'a str, url: &'a str) -> Self {
        Self { method, url }
    }

    pub(super) fn method(self) -> &'a str {
        self.method
    }

    /// Returns the address, or `None` if it has no host.
    fn url(self) -> Option<&'a str> {
        (!self.url.starts_with('/') && self.url.contains("://")).then_some(self.url)
    }

    /// Returns the whole address, at the receiver's origin if it has no host; `None` if there is no origin either.
    pub(super) fn whole_url(self, origin: Option<&str>) -> Option<Cow<'a, str>> {
        match self.url() {
            Some(url) => Some(Cow::Borrowed(url)),
            None => origin.map(|origin| Cow::Owned(format!("{}{}", origin.trim_end_matches('/'), self.url))),
        }
    }

    /// Returns the path and query, without a fragment.
    fn path_and_query(self) -> &'a str {
        let behind_host = self.url().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        let rest = match behind_host {
            Some(host) => host.find(['/', '?', '#']).map_or("", |at| &host[at..]),
            None => self.url,
        };
        rest.split('#').next().unwrap_or_default()
    }

    pub(super) fn path(self) -> &'a str {
        match self.path_and_query().split('?').next() {
            Some(path) if !path.is_empty() => path,
            _ => "/",
        }
    }

    pub(super) fn query(self) -> &'a str {
        self.path_and_query().split_once('?').map_or("", |(_, query)| query)
    }
}

impl fmt::Debug for DeliveryTarget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeliveryTarget").field("method", &self.method).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::DeliveryTarget;

    #[test]
    fn an_address_is_taken_apart() {
        for (url, path, query, whole) in [
            ("https://shop.example/hooks/a?b=1&c=/?#d", "/hooks/a", "b=1&c=/?", true),
            ("/hooks?next=https://else.example", "/hooks", "next=https://else.example", false),
            ("/hooks", "/hooks", "", false),
            ("https://shop.example", "/", "", true),
            ("https://shop.example?a=1", "/", "a=1", true),
            ("", "/", "", false),
        ] {
            let target = DeliveryTarget::new("POST", url);
            assert_eq!((target.path(), target.query()), (path, query), "{url}");
            assert_eq!(target.url().is_some(), whole, "{url}");
        }
    }
}
