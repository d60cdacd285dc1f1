//! What is stored between two requests of the browser.

use serde::{Deserialize, Serialize};

use super::{Challenge, Enrolled, Waiting};

/// What a server stores while the browser is elsewhere, under an id of its own.
///
/// Small, and free of secrets: it holds no card data, no card token and no proof. Which card it belongs to is stored as the
/// kind of the [`CardSource`](crate::CardSource) and a salted digest (SHA-256) of its ids, with which nobody can pay.
///
/// - **A state belongs to one card**, the one that [`Enrolled::authenticate`] was given. A payment with another is refused
///   ([`ThreeDsError::OtherCard`](super::ThreeDsError::OtherCard)). The token or the ids of the kept card are stored by the shop, with the order; a token
///   lives for 5 minutes.
/// - A state that an earlier version has stored without its card is refused when it is read: begin again with the
///   versioning.
/// - What is stored is what the flow trusts when the browser comes back: the amount, and which authentication is asked
///   about. So it must not be kept in the browser itself, not even signed: an old one would still be good.
/// - **Take it out of the store when it is used**, in one step (`DELETE ... RETURNING`, `GETDEL`). Browsers repeat
///   requests, and anyone can post the same answer of the bank again; a state that is still there leads to the same
///   proof again, and to a second payment.
/// - Give the payment an [idempotency key](crate::Call::idempotency_key) of the
///   [authentication](super::Authenticated::trans_id) in any case: one authentication, one payment.
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
    /// The bank was not asked yet.
    Enrolled(Enrolled),
    /// The browser shows the bank's page.
    Challenge(Challenge),
    /// The result is not read yet.
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
