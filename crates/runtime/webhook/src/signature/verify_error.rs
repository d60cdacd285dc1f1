//! Why a delivery is not taken for the API's.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use payspec_core::FormError;

use super::spec::KeyEncoding;
use crate::Reason;

/// Why a delivery is not taken for the API's. Answer it with 401 or 403 and do nothing else; no text of the delivery is
/// in here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The verifier has no secret that is more than blanks: whoever sends could sign with such a one too.
    NoSecret,
    /// No signature is right, and a secret begins or ends with a blank, a line break or an invisible character, which counts
    /// as a part of it: a file that it was read from may end with a line break.
    UntrimmedSecret,
    /// No signature is right, and a secret is not written as the API writes them.
    MalformedSecret {
        /// How it writes them.
        encoding: KeyEncoding,
    },
    /// There is no signature.
    NoSignature {
        /// The headers that were looked for.
        headers: &'static [&'static str],
    },
    /// The event has no signature of its own, or has two.
    NoSignatureMember {
        /// The [path](payspec_core::Path) that was looked at.
        member: &'static str,
    },
    /// Each event has a signature of its own, and the delivery has no list of events.
    NoEvents(Reason),
    /// The header of the signature is there, and no value in it begins as it should.
    NoPrefix {
        /// What it begins with.
        prefix: &'static str,
    },
    /// A header that is signed, or that holds the time of signing, is not there.
    NoHeader {
        /// The header that was looked for.
        header: &'static str,
    },
    /// A header that is signed, or that holds the time of signing, is there twice.
    RepeatedHeader {
        /// The header.
        header: &'static str,
    },
    /// The API signs how its requests are addressed, and the verifier was not given that, or an address without the host that
    /// is signed.
    NoTarget,
    /// What stands where a signature should is none: it is not written as one, or has another length.
    Malformed,
    /// No signature is right. The secret may be that of another account or environment, or the body may have been parsed
    /// and written again before it got here: verify the bytes as they came.
    Wrong,
    /// No signature is right among the first ones, and there are others, which are not looked at: whoever sends a delivery must
    /// not decide how long it takes.
    TooManySignatures {
        /// How many are looked at.
        looked_at: usize,
    },
    /// What is signed are fields of a form, and the body has too many for one.
    NotAForm(FormError),
    /// What is signed are members of a JSON object, and the body begins as one and is none.
    NotJson,
    /// The signature is right, and the event is of a kind that the API does not sign: what makes it look so was added.
    NeverSigned,
    /// The signature is right, and the body does not say when it was signed, or not so that it can be read.
    NoTimestamp {
        /// The member that was looked for.
        member: &'static str,
    },
    /// The signature is right, and what stands where the time of signing should is none.
    UnreadableTime {
        /// The header, or what the value begins with.
        at: &'static str,
    },
    /// The signature is right, and too old: a delivery that somebody sends again, or a clock that is wrong.
    TooOld {
        /// How long ago it was signed.
        by: Duration,
        /// How long ago it may be.
        tolerance: Duration,
    },
    /// The signature is right, and from the future: one of the clocks is wrong.
    TooNew {
        /// How far ahead.
        by: Duration,
        /// How far ahead it may be.
        tolerance: Duration,
    },
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSecret => f.write_str("there is no secret to verify with: check where it is read from"),
            Self::UntrimmedSecret => f.write_str(
                "no signature is right under a secret that begins or ends with a blank, a line break or an invisible \
                 character: check where it is read from, and trim it",
            ),
            Self::MalformedSecret { encoding } => {
                let form = match encoding {
                    KeyEncoding::Hex => "in hexadecimal digits",
                    KeyEncoding::Base64 | KeyEncoding::Text => "in Base64",
                };
                write!(f, "a secret is not written {form}, as this API writes them: check where it is read from")
            }
            Self::NoPrefix { prefix } => {
                write!(f, "the header of the signature has no value that begins with `{prefix}`")
            }
            Self::NoHeader { header } => write!(f, "the delivery has no header `{header}`, which belongs to its signature"),
            Self::RepeatedHeader { header } => {
                write!(f, "the delivery has the header `{header}` twice, which belongs to its signature")
            }
            Self::NoTarget => f.write_str(
                "the API signs how its requests are addressed: verify with a `DeliveryTarget` that has the method and the \
                 address, and set the `origin` of the verifier where the address has no host",
            ),
            Self::NoSignature { headers } => {
                write!(f, "the delivery has no signature (looked for in {})", headers.join(", "))
            }
            Self::NoSignatureMember { member } => write!(f, "the event has no signature (looked for in `{member}`)"),
            Self::NoEvents(reason) => write!(f, "nothing can be verified: {reason}"),
            Self::Malformed => f.write_str("the signature is not written as one"),
            Self::Wrong => f.write_str(
                "the signature is wrong: check that the secret is that of this environment, and that the body is \
                 verified as it came",
            ),
            Self::TooManySignatures { looked_at } => {
                write!(f, "the first {looked_at} signatures of the delivery are wrong, and those after them are not looked at")
            }
            Self::NotAForm(error) => write!(f, "the body is no form, so nothing can be verified: {error}"),
            Self::NotJson => f.write_str("the body is no JSON object, so nothing can be verified"),
            Self::NeverSigned => f.write_str("the API does not sign this kind of event, so the signature is another's"),
            Self::NoTimestamp { member } => write!(f, "the body does not say when it was signed (`{member}`)"),
            Self::UnreadableTime { at } => write!(f, "the time of signing (`{at}`) is not written as one"),
            Self::TooOld { by, tolerance } => write!(
                f,
                "the delivery was signed {} seconds ago, and {} are allowed: `tolerance` of the verifier changes that",
                by.as_secs(),
                tolerance.as_secs()
            ),
            Self::TooNew { by, tolerance } => write!(
                f,
                "the delivery was signed {} seconds from now, and {} are allowed: check the clock",
                by.as_secs(),
                tolerance.as_secs()
            ),
        }
    }
}

impl StdError for VerifyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NotAForm(error) => Some(error),
            _ => None,
        }
    }
}
