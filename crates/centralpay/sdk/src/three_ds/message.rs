//! The EMV 3-D Secure messages that pass through the browser: JSON in Base64.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use centralpay_model::{AcsTransId, ThreeDsErrorDetails, ThreeDsServerTransId, ThreeDsTransStatus};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The maximum length of a message, far above that of any real one.
const LONGEST: usize = 64 * 1024;

/// With or without padding, and with any unused bits: banks differ.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A message that cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageError {
    /// It is longer than 64 KiB.
    TooLong,
    /// It is not Base64.
    NotBase64,
    /// It is not the JSON of such a message: a member is missing, repeated or not a string.
    NotJson,
    /// It is a message of a different type.
    OtherType,
    /// It says that the challenge continues.
    NotFinal,
}

impl fmt::Display for MessageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the bank's message is longer than 64 KiB",
            Self::NotBase64 => "the bank's message is not Base64",
            Self::NotJson => "the bank's message is not valid 3-D Secure JSON",
            Self::OtherType => "the bank's message has the wrong type",
            Self::NotFinal => "the bank's message says that the challenge continues",
        })
    }
}

impl std::error::Error for MessageError {}

/// Decodes Base64 leniently: either alphabet, with or without padding, with line breaks, and with the spaces that a
/// plus becomes if a form is decoded twice.
fn decode(text: &str) -> Result<Vec<u8>, MessageError> {
    if text.len() > LONGEST {
        return Err(MessageError::TooLong);
    }
    let plain: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, '\r' | '\n' | '\t'))
        .map(|c| match c {
            '-' | ' ' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    ENGINE.decode(plain).map_err(|_| MessageError::NotBase64)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, MessageError> {
    serde_json::from_slice(&decode(text)?).map_err(|_| MessageError::NotJson)
}

/// Returns `true` if a text is Base64 that a form can contain.
pub(super) fn is_base64(text: &str) -> bool {
    !text.is_empty() && decode(text).is_ok()
}

/// The bank's message to the browser after a challenge (`cres`, "final CRes").
///
/// It passes through the browser unsigned, so **it proves nothing**: whoever controls the browser can write it. It
/// determines the next step; whether the payment may be made is read from the API.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChallengeResponse {
    /// The ID of the authentication.
    pub three_ds_server_trans_id: ThreeDsServerTransId,
    /// The bank's ID of the authentication.
    pub acs_trans_id: Option<AcsTransId>,
    /// The end of the challenge, according to the browser.
    pub trans_status: ThreeDsTransStatus,
}

#[derive(Deserialize)]
struct CRes {
    #[serde(rename = "messageType")]
    message_type: Option<String>,
    #[serde(rename = "threeDSServerTransID")]
    three_ds_server_trans_id: String,
    #[serde(rename = "acsTransID")]
    acs_trans_id: Option<String>,
    #[serde(rename = "challengeCompletionInd")]
    challenge_completion_ind: Option<String>,
    #[serde(rename = "transStatus")]
    trans_status: Option<String>,
}

impl ChallengeResponse {
    /// Decodes the value of `cres`.
    ///
    /// The Base64 is decoded leniently, the JSON strictly: `messageType`, if present, is `CRes`, the challenge is over,
    /// and the members that decide are strings and not repeated.
    ///
    /// # Errors
    ///
    /// Returns a [`MessageError`] if it cannot be decoded.
    pub fn decode(text: &str) -> Result<Self, MessageError> {
        let message: CRes = read(text)?;
        if message.message_type.is_some_and(|message_type| message_type != "CRes") {
            return Err(MessageError::OtherType);
        }
        if message.challenge_completion_ind.is_some_and(|completed| completed != "Y") {
            return Err(MessageError::NotFinal);
        }
        let trans_status = ThreeDsTransStatus::from(message.trans_status.ok_or(MessageError::NotJson)?);
        if matches!(
            trans_status,
            ThreeDsTransStatus::ChallengeRequired | ThreeDsTransStatus::DecoupledChallengeRequired
        ) {
            return Err(MessageError::NotFinal);
        }
        Ok(Self {
            three_ds_server_trans_id: message.three_ds_server_trans_id.into(),
            acs_trans_id: message.acs_trans_id.map(AcsTransId::from),
            trans_status,
        })
    }
}

/// The challenge request (`creq`) that the browser sends to the bank.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ChallengeRequest {
    /// The ID of the authentication. In the documentation's sample it differs from that of the response that contains
    /// it.
    #[serde(rename = "threeDSServerTransID")]
    pub three_ds_server_trans_id: ThreeDsServerTransId,
    /// The bank's ID of the authentication. Later authentications without the cardholder refer to it.
    #[serde(rename = "acsTransID")]
    pub acs_trans_id: AcsTransId,
}

impl ChallengeRequest {
    /// Decodes `base64EncodedChallengeRequest`.
    ///
    /// # Errors
    ///
    /// Returns a [`MessageError`] if it cannot be decoded.
    pub fn decode(text: &str) -> Result<Self, MessageError> {
        read(text)
    }
}

/// The data that the browser sends to the bank's method URL (`threeDSMethodData`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct MethodData {
    /// The ID of the authentication. In the documentation's sample it differs from that of the response that contains
    /// it.
    #[serde(rename = "threeDSServerTransID")]
    pub three_ds_server_trans_id: ThreeDsServerTransId,
    /// The address that the bank notifies when the frame is done: CentralPay's, not the merchant's.
    #[serde(rename = "threeDSMethodNotificationURL")]
    pub notification_url: String,
}

impl MethodData {
    /// Decodes `threeDSMethodData`.
    ///
    /// # Errors
    ///
    /// Returns a [`MessageError`] if it cannot be decoded.
    pub fn decode(text: &str) -> Result<Self, MessageError> {
        read(text)
    }
}

/// Decodes the value of `error`, which the bank sends instead of `cres` if it did not understand the challenge request.
pub(super) fn decode_error(text: &str) -> Result<ThreeDsErrorDetails, MessageError> {
    read(text)
}
