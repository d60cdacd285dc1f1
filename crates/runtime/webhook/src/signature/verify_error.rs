//! The reason why verification failed.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use payspec_core::FormError;

use super::CustomVerifyError;
use super::spec::KeyEncoding;
use crate::Reason;

/// The reason why verification failed. Respond with 500 if the receiver [is misconfigured](Self::is_misconfigured), so
/// that the API delivers again, and with 401 otherwise, and do nothing else. Contains no text of the delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// All secrets of the verifier are blank: anyone could sign with a blank secret.
    NoSecret,
    /// No signature is valid, and a secret starts or ends with white space or an invisible character, which counts as
    /// part of it: the file that it was read from may end with a line break.
    UntrimmedSecret,
    /// No signature is valid, and a secret does not have the API's encoding.
    MalformedSecret {
        /// The API's encoding.
        encoding: KeyEncoding,
    },
    /// The verifier has no public key.
    NoPublicKey,
    /// A key of the verifier is not an RSA key in the expected format; in tests, also the private key of a
    /// [`Signer`](crate::testing::Signer).
    MalformedKey {
        /// What is wrong with it: `is a certificate: ..`.
        reason: &'static str,
    },
    /// The API names the key of each delivery, and a key of the verifier has no ID.
    NoKeyId {
        /// The header in which deliveries name their key.
        header: &'static str,
    },
    /// The ID of a key of the verifier starts or ends with white space or an invisible character, so no delivery names
    /// it.
    UntrimmedKeyId {
        /// What is wrong with it: `ends with a line break`.
        reason: &'static str,
    },
    /// The delivery names a key that the verifier does not have: the API may have changed its keys.
    UnknownKey {
        /// The header with the ID of the key.
        header: &'static str,
    },
    /// The API signs in a way that its description does not contain, and no
    /// [`DeliveryVerifier`](crate::DeliveryVerifier) is set.
    NoVerifier,
    /// The [`DeliveryVerifier`](crate::DeliveryVerifier) rejected the delivery.
    Custom(CustomVerifyError),
    /// There is no signature.
    NoSignature {
        /// The headers that were checked.
        headers: &'static [&'static str],
    },
    /// The event has no signature, or two.
    NoSignatureMember {
        /// The [path](payspec_core::Path) that was checked.
        member: &'static str,
    },
    /// Each event should have its own signature, but the delivery has no list of events.
    NoEvents(Reason),
    /// The signature header is present, but no value in it starts with the prefix.
    NoPrefix {
        /// The expected prefix.
        prefix: &'static str,
    },
    /// A signed header, or the one with the signing time, is missing.
    NoHeader {
        /// The missing header.
        header: &'static str,
    },
    /// A signed header, or the one with the signing time, is repeated.
    RepeatedHeader {
        /// The header.
        header: &'static str,
    },
    /// The API signs the target of its requests, but the verifier got none, or one without the signed host.
    NoTarget,
    /// The signature header is malformed: it has the wrong encoding or length.
    Malformed,
    /// No signature is valid. The secret may belong to another account or environment, or the body may have been parsed
    /// and re-serialised: verify the bytes as received.
    Wrong,
    /// None of the first signatures is valid, and the others are not checked: the sender must not decide how long
    /// verification takes.
    TooManySignatures {
        /// The number of signatures checked.
        looked_at: usize,
    },
    /// Fields of a form are signed, but the body has too many of them.
    NotAForm(FormError),
    /// Members of a JSON object are signed, but the body, which starts like one, is not valid.
    NotJson,
    /// The signature is valid, but the API does not sign this type of event: what identifies it was added.
    NeverSigned,
    /// The signature is valid, but the body has no readable signing time.
    NoTimestamp {
        /// The member that was checked.
        member: &'static str,
    },
    /// The signature is valid, but the signing time is malformed.
    UnreadableTime {
        /// The header, or the prefix of the value.
        at: &'static str,
    },
    /// The signature is valid but too old: a replayed delivery, or a wrong clock.
    TooOld {
        /// The age of the signature.
        by: Duration,
        /// The maximum age.
        tolerance: Duration,
    },
    /// The signature is valid but from the future: one of the clocks is wrong.
    TooNew {
        /// How far ahead it is.
        by: Duration,
        /// How far ahead it may be.
        tolerance: Duration,
    },
}

impl VerifyError {
    /// Returns `true` if the receiver has no usable secret, key or address, so that it could not verify any delivery.
    /// Only its operator can fix this: respond with 500, or the API may count the delivery as refused.
    pub fn is_misconfigured(&self) -> bool {
        match self {
            Self::NoSecret
            | Self::UntrimmedSecret
            | Self::MalformedSecret { .. }
            | Self::NoPublicKey
            | Self::MalformedKey { .. }
            | Self::NoKeyId { .. }
            | Self::UntrimmedKeyId { .. }
            | Self::NoVerifier
            | Self::NoTarget => true,
            Self::Custom(error) => error.is_misconfigured(),
            Self::UnknownKey { .. }
            | Self::NoSignature { .. }
            | Self::NoSignatureMember { .. }
            | Self::NoEvents(_)
            | Self::NoPrefix { .. }
            | Self::NoHeader { .. }
            | Self::RepeatedHeader { .. }
            | Self::Malformed
            | Self::Wrong
            | Self::TooManySignatures { .. }
            | Self::NotAForm(_)
            | Self::NotJson
            | Self::NeverSigned
            | Self::NoTimestamp { .. }
            | Self::UnreadableTime { .. }
            | Self::TooOld { .. }
            | Self::TooNew { .. } => false,
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSecret => f.write_str("the verifier has no secret: check where it is read from"),
            Self::UntrimmedSecret => f.write_str(
                "no signature is valid, and the secret starts or ends with white space, a line break or an invisible \
                 character: check where it is read from and trim it",
            ),
            Self::MalformedSecret { encoding } => {
                let form = match encoding {
                    KeyEncoding::Hex => "hexadecimal",
                    KeyEncoding::Base64 | KeyEncoding::Text => "Base64",
                };
                write!(f, "a secret is not valid {form}, the encoding of this API: check where it is read from")
            }
            Self::NoPublicKey => f.write_str("the verifier has no public key: check where it is read from"),
            Self::MalformedKey { reason } => write!(f, "a key of the verifier {reason}"),
            Self::NoKeyId { header } => write!(
                f,
                "a key of the verifier has no ID, but the API names the key of each delivery in `{header}`: add each \
                 key with its ID"
            ),
            Self::UntrimmedKeyId { reason } => {
                write!(f, "the ID of a key of the verifier {reason}: check where it is read from and trim it")
            }
            Self::UnknownKey { header } => write!(
                f,
                "the delivery is signed with an unknown key (named in `{header}`): check whether the API has published \
                 a new one"
            ),
            Self::NoVerifier => f.write_str("this API has a custom signature: set a `DeliveryVerifier`"),
            Self::Custom(error) => error.fmt(f),
            Self::NoPrefix { prefix } => {
                write!(f, "the signature header has no value that starts with `{prefix}`")
            }
            Self::NoHeader { header } => write!(f, "the header `{header}`, which the signature needs, is missing"),
            Self::RepeatedHeader { header } => {
                write!(f, "the header `{header}`, which the signature needs, is repeated")
            }
            Self::NoTarget => f.write_str(
                "the API signs the target of its requests: verify with a `DeliveryTarget` that has the method and the \
                 address, and set the verifier's `origin` if the address has no host",
            ),
            Self::NoSignature { headers } => {
                write!(f, "the delivery has no signature (expected in {})", headers.join(", "))
            }
            Self::NoSignatureMember { member } => write!(f, "the event has no signature (expected in `{member}`)"),
            Self::NoEvents(reason) => write!(f, "cannot be verified: {reason}"),
            Self::Malformed => f.write_str("the signature is malformed"),
            Self::Wrong => f.write_str(
                "the signature is not valid: check that the secret or public key belongs to this environment and that \
                 the body is verified as received",
            ),
            Self::TooManySignatures { looked_at } => {
                write!(
                    f,
                    "the first {looked_at} signatures of the delivery are not valid, and further ones are not checked"
                )
            }
            Self::NotAForm(error) => write!(f, "cannot be verified, because the body is not a valid form: {error}"),
            Self::NotJson => f.write_str("cannot be verified, because the body is not a JSON object"),
            Self::NeverSigned => {
                f.write_str("the API does not sign this type of event, so the signature belongs to another one")
            }
            Self::NoTimestamp { member } => write!(f, "the body has no signing time in `{member}`"),
            Self::UnreadableTime { at } => write!(f, "the signing time (`{at}`) is malformed"),
            Self::TooOld { by, tolerance } => write!(
                f,
                "the delivery was signed {} seconds ago, but {} are allowed: set the verifier's `tolerance` to change \
                 that",
                by.as_secs(),
                tolerance.as_secs()
            ),
            Self::TooNew { by, tolerance } => write!(
                f,
                "the delivery was signed {} seconds in the future, but {} are allowed: check the clock",
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
            Self::Custom(error) => Some(error),
            _ => None,
        }
    }
}
