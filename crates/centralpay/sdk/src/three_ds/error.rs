//! The reason why an authentication cannot continue.

use std::fmt;

use centralpay_model::{ThreeDsErrorCode, ThreeDsErrorDetails};

use super::{FormError, MessageError};

/// A step of 3-D Secure failed, or does not match the previous ones. The payment must not be made.
///
/// `Display` shows no value of a response: the bank's response passes through the browser.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThreeDsError {
    /// The response reports a protocol error.
    Reported(Box<ThreeDsErrorDetails>),
    /// The bank returned an error instead of a result through the browser.
    RefusedByBank(Box<ThreeDsErrorDetails>),
    /// The response is about a different authentication from the request.
    OtherAuthentication,
    /// The card is not the authenticated one: the proof of one card must not be used with another.
    OtherCard,
    /// The response does not contain the ID of its authentication.
    NoId,
    /// Neither the responses nor the challenge contained the bank's ID, which later authentications refer to.
    NoBankId,
    /// The response has no `transStatus`.
    NoStatus,
    /// The bank authenticated the cardholder, but the proof (`authenticationValue`) is missing.
    NoProof,
    /// The bank requires a challenge, but its address or request is missing or not Base64.
    NoChallenge,
    /// The browser returned without `cres`, or with several.
    NoResponse,
    /// The message from the browser cannot be decoded.
    Message(MessageError),
    /// The bank's page cannot be shown.
    Form(FormError),
}

impl fmt::Display for ThreeDsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Reported(details) => {
                f.write_str("the authentication failed")?;
                return write_code(f, details);
            }
            Self::RefusedByBank(details) => {
                f.write_str(
                    "the bank did not understand the challenge; check that all steps ran in frames \
                     of one page",
                )?;
                return write_code(f, details);
            }
            Self::OtherAuthentication => "the response is about a different authentication from the request",
            Self::OtherCard => {
                "this is not the authenticated card; pay with that card, or authenticate the cardholder with \
                 this one"
            }
            Self::NoBankId => {
                "the bank's id of the authentication (`acsTransID`) is unknown, so later ones cannot refer to it"
            }
            Self::NoId => "the response has no authentication id (`threeDSServerTransID`)",
            Self::NoStatus => "the response has no authentication status (`transStatus`)",
            Self::NoProof => {
                "the cardholder was authenticated, but the response lacks the proof (`authenticationValue`)"
            }
            Self::NoChallenge => {
                "the bank requires a challenge, but the response lacks its address or request (`acsURL`, \
                 `base64EncodedChallengeRequest`)"
            }
            Self::NoResponse => "the browser returned from the bank without a response, or with several (`cres`)",
            Self::Message(error) => return error.fmt(f),
            Self::Form(error) => return error.fmt(f),
        };
        f.write_str(text)
    }
}

/// Writes the code if it is a known one: an unknown one may be anything.
fn write_code(f: &mut fmt::Formatter<'_>, details: &ThreeDsErrorDetails) -> fmt::Result {
    match details.error_code.as_ref().and_then(ThreeDsErrorCode::row) {
        Some(row) => write!(f, " (3-D Secure error {})", row.code),
        None => Ok(()),
    }
}

impl std::error::Error for ThreeDsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Message(error) => Some(error),
            Self::Form(error) => Some(error),
            _ => None,
        }
    }
}

impl From<MessageError> for ThreeDsError {
    fn from(error: MessageError) -> Self {
        Self::Message(error)
    }
}

impl From<FormError> for ThreeDsError {
    fn from(error: FormError) -> Self {
        Self::Form(error)
    }
}
