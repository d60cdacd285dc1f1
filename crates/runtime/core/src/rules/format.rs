//! Standard text formats: URLs, IP addresses, e-mail addresses and the like.
//!
//! A check rejects only what is certainly malformed. It accepts more than the standards do: whether an address exists,
//! or is accepted, only the server can tell.

use std::net::{IpAddr, Ipv6Addr};

/// A standard text format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum TextFormat {
    /// An absolute URL with `http` or `https` and a host.
    Url,
    /// An IP address, version 4 or 6, without a port.
    IpAddress,
    /// An e-mail address: something before an `@`, and a host after it.
    Email,
    /// A phone number: 4 to 15 digits, with or without `+`, brackets, spaces and separators. Another text is still
    /// sent, with a warning.
    Phone,
    /// A country: two letters, as in ISO 3166-1 alpha-2.
    Country,
}

impl TextFormat {
    /// Returns `true` if the text has the format. An empty text does not.
    ///
    /// ```
    /// use payspec_core::TextFormat;
    ///
    /// assert!(TextFormat::Url.matches("https://shop.example/return?order=17"));
    /// assert!(!TextFormat::Url.matches("shop.example/return"));
    /// assert!(TextFormat::IpAddress.matches("2001:db8::7") && !TextFormat::IpAddress.matches("203.0.113.7:443"));
    /// ```
    pub fn matches(self, text: &str) -> bool {
        match self {
            Self::Url => is_url(text),
            Self::IpAddress => text.parse::<IpAddr>().is_ok(),
            Self::Email => is_email(text),
            Self::Phone => is_phone(text),
            Self::Country => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()),
        }
    }

    /// Returns a description of the format, to complete "is not ...".
    pub(super) fn means(self) -> &'static str {
        match self {
            Self::Url => "an absolute URL that starts with https:// or http://",
            Self::IpAddress => "an IP address (one, without a port)",
            Self::Email => "an e-mail address",
            Self::Phone => "a phone number",
            Self::Country => "a country code of two letters (ISO 3166-1 alpha-2)",
        }
    }
}

fn has_gaps(text: &str) -> bool {
    text.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    if !(scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")) || has_gaps(text) {
        return false;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let after_user = authority.rsplit_once('@').map_or(authority, |(_, after)| after);
    match after_user.strip_prefix('[') {
        Some(literal) => literal.split_once(']').is_some_and(|(address, port)| {
            address.parse::<Ipv6Addr>().is_ok() && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
        }),
        None => match after_user.split_once(':') {
            Some((host, port)) => is_host(host) && is_port(port),
            None => is_host(after_user),
        },
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && (text.is_empty() || text.parse::<u16>().is_ok())
}

/// Returns `true` if a host contains none of the forbidden characters (the "forbidden host code points" of the URL
/// Standard).
fn is_host(text: &str) -> bool {
    !text.is_empty() && !text.contains(['<', '>', '[', ']', '^', '|', ':', '@', '"', '`', ','])
}

fn is_email(text: &str) -> bool {
    // A quoted local part may contain an `@` and spaces; a host may not.
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_trimmed = text.trim() == text && !text.contains(char::is_control);
    is_trimmed && !name.is_empty() && !host.is_empty() && !has_gaps(host)
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(text);
    (4..=15).contains(&digits) && rest.chars().all(|c| c.is_ascii_digit() || " -./()\u{a0}".contains(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(format: TextFormat, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(format.matches(text), "{format:?} {text}");
        }
        for text in wrong {
            assert!(!format.matches(text), "{format:?} {text}");
        }
    }

    #[test]
    fn urls() {
        let right = [
            "https://shop.example",
            "http://localhost:8080/notify",
            "HTTPS://Shop.Example/?a=b#c",
            "https://user:secret@shop.example:8443/",
            "https://[2001:db8::1]:443/notify",
            "https://203.0.113.7/x",
            "https://caf\u{e9}.example/\u{e9}",
            "https://shop.example/orders/{id}?token=[[TOKEN]]",
            "https://my_shop.example:/",
        ];
        let wrong = [
            "Shoes",
            "shop.example/notify",
            "//shop.example/",
            "/notify",
            "ftp://shop.example/",
            "javascript:alert(1)",
            "https://",
            "https:///notify",
            "https://:443/",
            "https://shop.example:notify/",
            "https://shop.example:99999/",
            "https://shop.example/a b",
            " https://shop.example/",
            "https://shop.example/\n",
            "https://[::1/",
            "https://[shop]/",
            "https://user@/",
            "https:/shop.example",
            "https://a.example,https://b.example",
        ];
        sorted(TextFormat::Url, &right, &wrong);
    }

    #[test]
    fn ip_addresses() {
        let right = ["203.0.113.7", "0.0.0.0", "2001:db8::7", "::1", "::ffff:203.0.113.7"];
        let wrong =
            ["pos-1", "203.0.113", "203.0.113.256", "203.0.113.7:80", "203.0.113.7, 10.0.0.1", "[::1]", "unknown"];
        sorted(TextFormat::IpAddress, &right, &wrong);
    }

    #[test]
    fn people() {
        let right = ["a@b", "buyer+tag@shop.example", "\"a b@c\"@shop.example", "\u{e9}@caf\u{e9}.example"];
        sorted(
            TextFormat::Email,
            &right,
            &["buyer", "+33600000000", "@shop.example", "a@", "a@b c", "a@b.example ", "a@b\n"],
        );
        let right = ["+33600000000", "06 00 00 00 00", "+33 (0)6-00.00/00", "2250504315545", "1234"];
        sorted(
            TextFormat::Phone,
            &right,
            &["a@b.example", "call me", "123", "1234567890123456", "++336", "0600000000 ext. 5"],
        );
        sorted(TextFormat::Country, &["FR", "ci"], &["FRA", "France", "F", "", "F1", "250", "\u{e9}"]);
    }

    const ALL: [TextFormat; 5] =
        [TextFormat::Url, TextFormat::IpAddress, TextFormat::Email, TextFormat::Phone, TextFormat::Country];

    proptest! {
        #[test]
        fn any_text_is_judged_without_panic(text in any::<String>()) {
            for format in ALL {
                prop_assert!(!(format.matches(&text) && text.is_empty()));
            }
        }

        #[test]
        fn every_address_is_one(four in any::<[u8; 4]>(), six in any::<[u16; 8]>(), port in any::<u16>()) {
            let (four, six) = (IpAddr::from(four).to_string(), IpAddr::from(six).to_string());
            prop_assert!(TextFormat::IpAddress.matches(&four) && TextFormat::IpAddress.matches(&six));
            let (with_four, with_six) = (format!("http://{four}:{port}"), format!("http://[{six}]:{port}/x"));
            prop_assert!(TextFormat::Url.matches(&with_four) && TextFormat::Url.matches(&with_six));
        }
    }
}
