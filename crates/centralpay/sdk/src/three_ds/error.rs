//! Why a flow cannot go on.

use std::fmt;

use centralpay_model::{ThreeDsErrorCode, ThreeDsErrorDetails};

use super::{FormError, MessageError};

/// A step of 3-D Secure that does not fit the ones before it, or that failed. The payment must not be made.
///
/// `Display` shows no value of an answer: what comes back from the bank passes through the browser.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ThreeDsError {
    /// The answer reports an error of the protocol.
    Reported(Box<ThreeDsErrorDetails>),
    /// The bank has sent the browser back with an error instead of an outcome.
    RefusedByBank(Box<ThreeDsErrorDetails>),
    /// The answer is about another authentication than the question.
    OtherAuthentication,
    /// The card is not the one that was authenticated: the proof of one card must not pay with another.
    OtherCard,
    /// The answer does not name its authentication.
    NoId,
    /// Neither the answers nor the challenge told the bank's id, which later authentications refer to.
    NoBankId,
    /// The answer has no `transStatus`.
    NoStatus,
    /// The bank has authenticated and the proof (`authenticationValue`) is missing.
    NoProof,
    /// The bank wants a challenge, and where or what to post is missing or is no base64.
    NoChallenge,
    /// The browser came back without `cres`, or with several.
    NoResponse,
    /// What the browser brought back cannot be read.
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
                    "the bank did not understand the challenge; the vendor asks first whether all steps ran in frames \
                     of one page",
                )?;
                return write_code(f, details);
            }
            Self::OtherAuthentication => "the answer is about another authentication than the question",
            Self::OtherCard => {
                "this is not the card that was authenticated; pay with that card, or authenticate the cardholder with \
                 this one"
            }
            Self::NoBankId => {
                "the bank's id of the authentication is not known (`acsTransID`), so later ones cannot refer to it"
            }
            Self::NoId => "the answer does not name its authentication (`threeDSServerTransID`)",
            Self::NoStatus => "the answer does not say how the authentication went (`transStatus`)",
            Self::NoProof => "the bank has authenticated and the answer lacks the proof (`authenticationValue`)",
            Self::NoChallenge => {
                "the bank wants a challenge and the answer does not say where and with what (`acsURL`, \
                 `base64EncodedChallengeRequest`)"
            }
            Self::NoResponse => "the browser came back from the bank without an answer, or with several (`cres`)",
            Self::Message(error) => return error.fmt(f),
            Self::Form(error) => return error.fmt(f),
        };
        f.write_str(text)
    }
}

/// Returns the code, when it is one that is known: an unknown one may be anything.
fn write_code(f: &mut fmt::Formatter<'_>, details: &ThreeDsErrorDetails) -> fmt::Result {
    match details.error_code.as_ref().and_then(ThreeDsErrorCode::row) {
        Some(row) => write!(f, " (error {} of 3-D Secure)", row.code),
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
