//! Vocabularies of the description language that the runtimes share.
//!
//! They are defined here because the generator depends on no other runtime; `payspec-webhook` and `payspec-files`
//! re-export them.

/// The encoding of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum SignatureEncoding {
    /// Hexadecimal digits, in either case.
    Hex,
    /// Base64 with the standard alphabet (RFC 4648).
    Base64,
    /// Lowercase hexadecimal digits, encoded as Base64.
    Base64OfHex,
}

/// A hash function (FIPS 180-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum HashAlgorithm {
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// The encoding of a signing key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum KeyEncoding {
    /// The key is the bytes of its text.
    Text,
    /// The key as hexadecimal digits, in either case.
    Hex,
    /// The key as Base64, with the standard alphabet (RFC 4648).
    Base64,
}

/// The format of a signing time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum TimeFormat {
    /// Seconds since 1970 (UTC).
    Seconds,
    /// Milliseconds since 1970 (UTC).
    Milliseconds,
    /// Date and time with an offset (RFC 3339): `2024-01-05T12:44:06Z`.
    Rfc3339,
    /// As in the `Date` header (RFC 9110, section 5.6.7): `Fri, 05 Jan 2024 12:44:06 GMT`. For requests only.
    HttpDate,
}

/// The separator between the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
}

impl Separator {
    /// All separators.
    pub const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    /// Returns the separator character.
    pub const fn as_byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// The decimal mark of amounts in major units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum DecimalMark {
    /// `12.50`
    Dot,
    /// `12,50`
    Comma,
}

impl DecimalMark {
    /// Returns the mark as a character.
    pub const fn as_char(self) -> char {
        match self {
            Self::Dot => '.',
            Self::Comma => ',',
        }
    }
}
