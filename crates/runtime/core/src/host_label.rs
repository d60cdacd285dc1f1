//! Values of variables in host names.

use std::fmt;
use std::str::FromStr;

/// The value of a variable in an environment's host: the account name in `https://{account}.example/v1`.
///
/// It is a host name label (RFC 1123) or part of one: 1 to 63 ASCII letters, digits and hyphens, with no hyphen at
/// either end. It contains no dot, slash, colon or `@`, so no value can direct a request to another domain.
///
/// ```
/// use payspec_core::HostLabel;
///
/// let account: HostLabel = "acme-1".parse().expect("a label");
/// assert_eq!(account.as_str(), "acme-1");
/// assert!("acme.example".parse::<HostLabel>().is_err());
/// assert!("acme/evil.example".parse::<HostLabel>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HostLabel(String);

impl HostLabel {
    /// Returns the value as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The maximum length of a host name label (RFC 1035, section 2.3.4).
const LONGEST: usize = 63;

impl TryFrom<String> for HostLabel {
    type Error = HostLabelError;

    fn try_from(text: String) -> Result<Self, HostLabelError> {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let problem = if text.is_empty() {
            Problem::Empty
        } else if text.len() > LONGEST {
            Problem::TooLong
        } else if !text.bytes().all(is_inner) {
            Problem::Character
        } else if text.starts_with('-') || text.ends_with('-') {
            Problem::Hyphen
        } else {
            return Ok(Self(text));
        };
        Err(HostLabelError(problem))
    }
}

impl TryFrom<&str> for HostLabel {
    type Error = HostLabelError;

    fn try_from(text: &str) -> Result<Self, HostLabelError> {
        text.to_owned().try_into()
    }
}

impl FromStr for HostLabel {
    type Err = HostLabelError;

    fn from_str(text: &str) -> Result<Self, HostLabelError> {
        text.try_into()
    }
}

impl fmt::Display for HostLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not valid in a host name label. The message does not contain it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostLabelError(Problem);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Problem {
    Empty,
    TooLong,
    Character,
    Hyphen,
}

impl fmt::Display for HostLabelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Problem::Empty => "the host name label is empty",
            Problem::TooLong => "the host name label is longer than 63 characters",
            Problem::Character => {
                "the host name label contains a character other than ASCII letters, digits and hyphens: give the name \
                 alone, without dots, slashes and a port"
            }
            Problem::Hyphen => "the host name label starts or ends with a hyphen",
        })
    }
}

impl std::error::Error for HostLabelError {}

#[cfg(test)]
mod tests {
    use super::HostLabel;

    #[test]
    fn nothing_but_a_part_of_one_label_is_taken() {
        for given in ["a", "acme", "ACME-1", "1234", "x--y", &"a".repeat(63)] {
            assert_eq!(given.parse::<HostLabel>().map(|label| label.to_string()), Ok(given.to_owned()));
        }
        for given in [
            "",
            " ",
            "a b",
            "a.b",
            ".",
            "a/b",
            "a\\b",
            "a@b",
            "a:80",
            "a?b",
            "a#b",
            "a%2eb",
            "a\n",
            "{a}",
            "-a",
            "a-",
            "a_b",
            "\u{e4}cme",
            "a\u{3002}b",
            "a\u{ff0e}b",
            "\u{2024}",
            &"a".repeat(64),
        ] {
            let error = given.parse::<HostLabel>().expect_err(given);
            assert!(given.trim().len() < 3 || !error.to_string().contains(given), "{given}");
        }
    }
}
