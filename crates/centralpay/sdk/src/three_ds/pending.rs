//! The state stored between two requests from the browser.

use serde::{Deserialize, Serialize};

use super::{Challenge, Enrolled, Waiting};

/// The state that a server stores while the browser is at the bank, under an ID of its own.
///
/// It is small and contains no secrets: no card data, no card token and no proof. Its card is stored as the kind of the
/// [`CardSource`](crate::CardSource) and a salted digest (SHA-256) of its IDs, which cannot be used to pay.
///
/// - **A state belongs to one card**, the one passed to [`Enrolled::authenticate`]. A payment with another is rejected
///   ([`ThreeDsError::OtherCard`](super::ThreeDsError::OtherCard)). The shop stores the token or the IDs of the stored
///   card with the order; a token is valid for 5 minutes.
/// - A state that an earlier version stored without its card is rejected when it is read: start again with the
///   versioning.
/// - The flow trusts the stored state when the browser comes back: the amount, and which authentication it is about. So
///   it must not be stored in the browser, not even signed: an old one would still be valid.
/// - **Remove it from the store when it is used**, atomically (`DELETE ... RETURNING`, `GETDEL`). Browsers repeat
///   requests, and anyone can post the same bank response again; a state that is still stored leads to the same proof
///   again, and to a second payment.
/// - Always derive the payment's [idempotency key](crate::Call::idempotency_key) from the
///   [authentication](super::Authenticated::trans_id): one authentication, one payment.
///
/// ```
/// use payspec::centralpay::three_ds::Pending;
///
/// let stored = r#"{"step":"waiting","transId":"7d031b8e","purchase":{"amount":1500,"currency":"EUR"},
///     "card":"token:q1Lp1cTQPzzDAhnTyRnMmbFG1cmJP2DBkxJ7Ep0gRxw"}"#;
/// let pending: Pending = serde_json::from_str(stored)?;
/// assert!(matches!(&pending, Pending::Waiting(waiting) if waiting.trans_id().as_str() == "7d031b8e"));
///
/// let of_an_earlier_version = r#"{"step":"waiting","transId":"7d031b8e","purchase":{"amount":1500,"currency":"EUR"}}"#;
/// let error = serde_json::from_str::<Pending>(of_an_earlier_version).unwrap_err();
/// assert!(error.to_string().contains("Authenticate the cardholder again"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "camelCase")]
pub enum Pending {
    /// The bank has not been asked yet.
    Enrolled(Enrolled),
    /// The browser shows the bank's page.
    Challenge(Challenge),
    /// The result has not been read yet.
    Waiting(Waiting),
}

impl From<Enrolled> for Pending {
    fn from(state: Enrolled) -> Self {
        Self::Enrolled(state)
    }
}

impl From<Challenge> for Pending {
    fn from(state: Challenge) -> Self {
        Self::Challenge(state)
    }
}

impl From<Waiting> for Pending {
    fn from(state: Waiting) -> Self {
        Self::Waiting(state)
    }
}
