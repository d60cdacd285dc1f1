//! The messages of EMV 3-D Secure that pass through the browser: JSON in base64.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use centralpay_model::{AcsTransId, ThreeDsErrorDetails, ThreeDsServerTransId, ThreeDsTransStatus};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Far more than any of these messages.
const LONGEST: usize = 64 * 1024;

/// Padding or none, and whatever stands in unused bits: banks differ.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A message that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageError {
    /// It has more than 64 KiB.
    TooLong,
    /// It is not base64.
    NotBase64,
    /// It is not the JSON of such a message: a member is missing, is there twice or is no text.
    NotJson,
    /// It is a message of another type.
    OtherType,
    /// It says that the challenge goes on.
    NotFinal,
}

impl fmt::Display for MessageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the message of the bank is longer than 64 KiB",
            Self::NotBase64 => "the message of the bank is not base64",
            Self::NotJson => "the message of the bank is not the JSON that 3-D Secure has for it",
            Self::OtherType => "the message of the bank is not of the type that belongs here",
            Self::NotFinal => "the message of the bank says that the challenge goes on",
        })
    }
}

impl std::error::Error for MessageError {}

/// Base64 as it comes: with the letters of either alphabet, padded or not, broken into lines, and with the blanks that
/// a plus becomes when a form is decoded once too often.
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

/// Returns `true` if a text is base64 that a form can carry.
pub(super) fn is_base64(text: &str) -> bool {
    !text.is_empty() && decode(text).is_ok()
}

/// What the bank tells the browser after a challenge (`cres`, "final CRes").
///
/// It passes through the browser unsigned, so **it proves nothing**: whoever holds the browser can write it. It says
/// where to go on; whether the payment may be made is read from the API.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChallengeResponse {
    /// The authentication.
    pub three_ds_server_trans_id: ThreeDsServerTransId,
    /// The authentication at the bank.
    pub acs_trans_id: Option<AcsTransId>,
    /// How the challenge has ended, by the browser's word.
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
    /// Reads the value of `cres`.
    ///
    /// The base64 is read leniently, the JSON strictly: a `messageType` that is there is `CRes`, the challenge is over,
    /// and the members that decide are texts that are there once.
    ///
    /// # Errors
    ///
    /// [`MessageError`] when it cannot be read.
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

/// The challenge request (`creq`) that the browser carries to the bank.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ChallengeRequest {
    /// The authentication. In the document's sample it is another than that of the answer around it.
    #[serde(rename = "threeDSServerTransID")]
    pub three_ds_server_trans_id: ThreeDsServerTransId,
    /// The authentication at the bank. Later authentications without the cardholder refer to it.
    #[serde(rename = "acsTransID")]
    pub acs_trans_id: AcsTransId,
}

impl ChallengeRequest {
    /// Reads `base64EncodedChallengeRequest`.
    ///
    /// # Errors
    ///
    /// [`MessageError`] when it cannot be read.
    pub fn decode(text: &str) -> Result<Self, MessageError> {
        read(text)
    }
}

/// What the browser carries to the bank's method URL (`threeDSMethodData`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct MethodData {
    /// The authentication. In the document's sample it is another than that of the answer around it.
    #[serde(rename = "threeDSServerTransID")]
    pub three_ds_server_trans_id: ThreeDsServerTransId,
    /// Where the bank sends the frame when it is done: to CentralPay, not to the merchant.
    #[serde(rename = "threeDSMethodNotificationURL")]
    pub notification_url: String,
}

impl MethodData {
    /// Reads `threeDSMethodData`.
    ///
    /// # Errors
    ///
    /// [`MessageError`] when it cannot be read.
    pub fn decode(text: &str) -> Result<Self, MessageError> {
        read(text)
    }
}

/// Reads the value of `error`, which the bank sends instead of `cres` when it did not understand the challenge request.
pub(super) fn decode_error(text: &str) -> Result<ThreeDsErrorDetails, MessageError> {
    read(text)
}
