//! The meaning of each authentication status for the payment.

use centralpay_model::ThreeDsTransStatus;

/// What to do after an authentication, and who bears the risk of fraud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// The next step.
    pub next: NextStep,
    /// Who bears the loss if the cardholder disputes the payment as fraudulent.
    pub liability: Liability,
    /// Both as a text, for developers.
    pub text: &'static str,
}

/// The next step after an authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NextStep {
    /// Make the payment, with the proof.
    Pay,
    /// Show the bank's page.
    Challenge,
    /// Wait for the cardholder to authenticate elsewhere.
    Wait,
    /// Do not make the payment. Another authentication may succeed.
    TryAgain,
    /// Do not make the payment.
    Stop,
}

/// Who bears the loss if the cardholder disputes the payment as fraudulent.
///
/// The documentation does not cover this. These are the usual rules of the card networks, with exceptions by region,
/// card and industry; the contract with the acquirer is authoritative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Liability {
    /// The cardholder's bank.
    Issuer,
    /// Usually the cardholder's bank, although it did not take part in the authentication.
    UsuallyIssuer,
    /// The merchant.
    Merchant,
    /// Not decided yet.
    Open,
}

impl Advice {
    /// Returns the advice for a status (`transStatus`).
    ///
    /// From the documentation: “3DS 2.2 BRW (paiement unitaire)” for an authentication, “FAQ 3DS 2.2” for its result.
    /// An unknown status stops the payment.
    pub const fn of(status: &ThreeDsTransStatus) -> Self {
        use ThreeDsTransStatus as Status;
        let (next, liability, text) = match status {
            Status::Authenticated => {
                (NextStep::Pay, Liability::Issuer, "Authenticated: make the payment with the proof.")
            }
            Status::Attempted => (
                NextStep::Pay,
                Liability::UsuallyIssuer,
                "Not authenticated, but there is proof of the attempt: make the payment with the proof.",
            ),
            Status::ChallengeRequired => (
                NextStep::Challenge,
                Liability::Open,
                "The bank requires a challenge: post its form into a frame of the page, then read the result.",
            ),
            Status::DecoupledChallengeRequired => (
                NextStep::Wait,
                Liability::Open,
                "The bank authenticates the cardholder outside the page, for example in its app: read the result \
                 later.",
            ),
            Status::NotAuthenticated => (
                NextStep::Stop,
                Liability::Merchant,
                "Not authenticated: do not make the payment. The cardholder may try another card.",
            ),
            Status::Unavailable => (
                NextStep::TryAgain,
                Liability::Merchant,
                "Authentication was not possible, for a technical or another reason: do not make the payment; \
                 authenticate once more, and give up if that fails as well. The documented alternative, 3-D Secure 1, \
                 no longer exists.",
            ),
            Status::Rejected => (
                NextStep::Stop,
                Liability::Merchant,
                "The bank refused and asks not to attempt the payment: do not make it, and do not try again with this \
                 card.",
            ),
            Status::InformationOnly => (
                NextStep::Stop,
                Liability::Merchant,
                "The bank only acknowledged the challenge preference and authenticated nobody: do not make the \
                 payment.",
            ),
            _ => {
                (NextStep::Stop, Liability::Merchant, "The status is unknown to this version: do not make the payment.")
            }
        };
        Self { next, liability, text }
    }
}
