//! What each status of an authentication means for the payment.

use centralpay_model::ThreeDsTransStatus;

/// What to do after an authentication, and who bears the risk of fraud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// What comes next.
    pub next: NextStep,
    /// Who bears the loss of a payment that the cardholder denies to have made.
    pub liability: Liability,
    /// Both in words, for developers.
    pub text: &'static str,
}

/// What comes after an authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NextStep {
    /// Make the payment, with the proof.
    Pay,
    /// Show the bank's page.
    Challenge,
    /// Wait for the cardholder to authenticate elsewhere.
    Wait,
    /// Do not make the payment. Another authentication may go better.
    TryAgain,
    /// Do not make the payment.
    Stop,
}

/// Who bears the loss of a payment that the cardholder denies to have made.
///
/// The document does not speak of it. This is the usual rule of the card networks, which have exceptions by region,
/// card and line of business; the contract with the acquirer is what counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Liability {
    /// The bank of the cardholder.
    Issuer,
    /// The bank of the cardholder in most cases, though it took no part in the authentication.
    UsuallyIssuer,
    /// The merchant.
    Merchant,
    /// It is not decided yet.
    Open,
}

impl Advice {
    /// What to do with a status (`transStatus`).
    ///
    /// From the document: “3DS 2.2 BRW (paiement unitaire)” for an authentication, “FAQ 3DS 2.2” for its result. A
    /// status that is not known stops the payment.
    pub const fn of(status: &ThreeDsTransStatus) -> Self {
        use ThreeDsTransStatus as Status;
        let (next, liability, text) = match status {
            Status::Authenticated => {
                (NextStep::Pay, Liability::Issuer, "Authenticated: make the payment with the proof.")
            }
            Status::Attempted => (
                NextStep::Pay,
                Liability::UsuallyIssuer,
                "Not authenticated, but there is proof that it was tried: make the payment with the proof.",
            ),
            Status::ChallengeRequired => (
                NextStep::Challenge,
                Liability::Open,
                "The bank wants a challenge: post its form into a frame of the page, then read the result.",
            ),
            Status::DecoupledChallengeRequired => (
                NextStep::Wait,
                Liability::Open,
                "The bank asks the cardholder outside of the page, in its app for example: read the result later.",
            ),
            Status::NotAuthenticated => (
                NextStep::Stop,
                Liability::Merchant,
                "Not authenticated: do not make the payment. The cardholder may try another card.",
            ),
            Status::Unavailable => (
                NextStep::TryAgain,
                Liability::Merchant,
                "It could not be done, for a technical or another reason: do not make the payment; authenticate once \
                 more, and give up if that fails as well. The document's way out, 3-D Secure 1, exists no longer.",
            ),
            Status::Rejected => (
                NextStep::Stop,
                Liability::Merchant,
                "The bank has refused and asks not to try the payment: do not make it, and do not try again with this \
                 card.",
            ),
            Status::InformationOnly => (
                NextStep::Stop,
                Liability::Merchant,
                "The bank has noted the wish about a challenge and authenticated nobody: do not make the payment.",
            ),
            _ => (
                NextStep::Stop,
                Liability::Merchant,
                "The status is not known to this version: do not make the payment.",
            ),
        };
        Self { next, liability, text }
    }
}
