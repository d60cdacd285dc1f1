//! From a card to a proof in the browser: the steps before the challenge.

use std::fmt;

use centralpay_model::{
    AcsTransId, AuthenticateThreeDs, AuthenticateThreeDsRequired, CheckThreeDsVersion, CreateTransaction,
    CreateTransactionRequired, Currency, PointOfSaleId, ThreeDsAuthentication, ThreeDsAuthenticationInd,
    ThreeDsDeviceChannel, ThreeDsErrorDetails, ThreeDsMessageCategory, ThreeDsPriorAuthMethod, ThreeDsProof,
    ThreeDsProofRequired, ThreeDsServerTransId, ThreeDsTransStatus, ThreeDsVersion,
};
use payspec_core::{Amount, DateTime, UnreadableMembers, redact};
use serde::{Deserialize, Serialize};

use super::binding::CardBinding;
use super::{
    Advice, Browser, Challenge, FormError, FrameForm, Liability, PriorAuthentication, PriorAuthenticationRequired,
    ThreeDsError, Waiting,
};
use crate::CardSource;
use crate::one_click::KeptCard;

/// The purchase to authenticate. The payment must have the same amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// The amount, in minor units.
    pub amount: Amount,
    /// The currency of the amount.
    pub currency: Currency,
}

/// The arguments of [`Authenticated::payment`] and
/// [`AuthenticatedSeries::payment`](super::AuthenticatedSeries::payment) in addition to the card, by name. Amount and
/// currency are those of the authentication.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthenticatedPaymentRequired {
    /// The point of sale under which the payment is recorded.
    pub point_of_sale_id: PointOfSaleId,
    /// The IP address of the cardholder.
    pub end_user_ip: String,
}

/// Hides the IP address.
impl fmt::Debug for AuthenticatedPaymentRequired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticatedPaymentRequired")
            .field("point_of_sale_id", &self.point_of_sale_id)
            .field("end_user_ip", &redact::value(&self.end_user_ip))
            .finish()
    }
}

impl AuthenticatedPaymentRequired {
    /// Returns the required parameters of the payment of a purchase.
    pub(super) fn of(self, purchase: Purchase) -> CreateTransactionRequired {
        let (Self { point_of_sale_id, end_user_ip }, Purchase { amount, currency }) = (self, purchase);
        CreateTransactionRequired { amount, currency, point_of_sale_id, end_user_ip }
    }
}

/// The shop, as presented to the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The shop's address (`threeDSRequestorURL`).
    pub url: String,
    /// The URL to which the bank's frame is posted after a challenge (`notificationURL`).
    ///
    /// Cookies with `SameSite=Lax` are not sent with it; use an ID in the path to find the stored
    /// [`Pending`](super::Pending).
    pub notification_url: String,
}

/// Whether a card is enrolled in 3-D Secure 2.
#[derive(Debug, Clone, PartialEq)]
pub enum Enrolment {
    /// It is enrolled, and an authentication has started.
    Enrolled(Enrolled),
    /// It is not enrolled. The payment can be made without a proof; many banks then respond with a soft decline, and
    /// the merchant bears the risk. The documented alternative, 3-D Secure 1 (“FAQ 3DS 2.2”), no longer exists.
    NotEnrolled,
    /// The response reports a protocol error. Do not continue.
    Failed(Box<ThreeDsErrorDetails>),
}

impl Enrolment {
    /// Evaluates the result of [`versioning`](crate::ThreeDs::versioning), which runs only on a server in PCI DSS
    /// scope.
    ///
    /// Only a response that states so ([`CARD_NOT_ENROLLED`](CheckThreeDsVersion::CARD_NOT_ENROLLED)) means that the
    /// card is not enrolled. A 404 or 410 without that message comes from a proxy or a wrong address and says nothing
    /// about the card: interpreted as "not enrolled", it would let every payment through without authentication.
    ///
    /// # Errors
    ///
    /// Returns any other failure of the call. Do not make the payment without an authentication because of one.
    pub fn of_call(result: Result<ThreeDsVersion, crate::Error>, purchase: Purchase) -> Result<Self, crate::Error> {
        match result {
            Ok(version) => Ok(match reported(version.error_details.as_ref(), version.unreadable()) {
                Some(details) => Self::Failed(Box::new(details)),
                None => Self::Enrolled(Enrolled::new(version, purchase)),
            }),
            Err(error) if error.has_reason(CheckThreeDsVersion::CARD_NOT_ENROLLED) => Ok(Self::NotEnrolled),
            Err(error) => Err(error),
        }
    }
}

/// The card is enrolled: show the bank's method form, if there is one, and authenticate at the same time.
///
/// This state does not belong to a card yet: the API has only seen a card number, which must not be stored. The card
/// passed to [`authenticate`](Self::authenticate) is the one that is authenticated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Enrolled {
    pub(super) trans_id: ThreeDsServerTransId,
    pub(super) purchase: Purchase,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<Method>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Method {
    url: String,
    data: String,
}

impl Enrolled {
    /// Creates the state from the versioning response, without checking its `error_details`; [`Enrolment::of_call`]
    /// checks them.
    pub fn new(version: ThreeDsVersion, purchase: Purchase) -> Self {
        let data = version.three_ds_method_data_form.and_then(|form| form.three_ds_method_data);
        // Both or neither (L13725).
        let method = version.three_ds_method_url.zip(data).map(|(url, data)| Method { url, data });
        Self { trans_id: version.three_ds_server_trans_id, purchase, method }
    }

    /// Returns the ID of the authentication.
    pub const fn trans_id(&self) -> &ThreeDsServerTransId {
        &self.trans_id
    }

    /// Returns the form that the bank requires in a hidden frame, or `None` if it needs none.
    ///
    /// The end of the frame is reported to CentralPay, not to the shop, so there is nothing to wait for (“3DS 2.2 BRW
    /// (paiement unitaire)”).
    ///
    /// # Errors
    ///
    /// Returns a [`FormError`] if the bank's address is not `https`. The authentication can continue without the form.
    pub fn method_form(&self) -> Result<Option<FrameForm>, FormError> {
        let form = |method: &Method| {
            // The documentation's sample has line breaks; Base64 ignores them.
            let data: String = method.data.split_whitespace().collect();
            FrameForm::new(&method.url, [("threeDSMethodData", data)])
        };
        self.method.as_ref().map(form).transpose()
    }

    /// Returns the request to the bank, and the state that handles its response.
    ///
    /// From here on the flow belongs to `card`: [`Authenticated`] creates no payment with another card, even if its
    /// state was stored and read in between. **The caller must ensure that `card` is the card whose number was sent
    /// with `versioning`**: no response says which number a token was created from.
    ///
    /// Do not put another card into the request. Other parameters can be added: `three_ds_requestor_challenge_ind` for
    /// a challenge preference, `three_ds_requestor_authentication_ind` for the first payment of a series.
    pub fn authenticate(self, card: &CardSource, browser: &Browser, site: &Site) -> (AuthenticateThreeDs, Asked) {
        let params = AuthenticateThreeDs::new(AuthenticateThreeDsRequired {
            device_channel: ThreeDsDeviceChannel::Browser,
            message_category: ThreeDsMessageCategory::Payment,
            purchase_amount: self.purchase.amount,
            purchase_currency: self.purchase.currency.clone(),
        });
        let params = match card {
            CardSource::Token(token) => params.card_token_id(token),
            CardSource::Kept(kept) => params.customer_id(&kept.customer_id).card_id(&kept.card_id),
        };
        let params = browser
            .describe(params)
            .three_ds_server_trans_id(&self.trans_id)
            .three_ds_requestor_authentication_ind(ThreeDsAuthenticationInd::Payment)
            .three_ds_requestor_url(&site.url)
            .notification_url(&site.notification_url);
        let card = CardBinding::of(self.trans_id.as_str(), card);
        (params, Asked { trans_id: self.trans_id, purchase: self.purchase, card })
    }
}

/// The request to the bank has been created.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the response says whether the payment may be made"]
pub struct Asked {
    trans_id: ThreeDsServerTransId,
    purchase: Purchase,
    card: CardBinding,
}

impl Asked {
    /// Evaluates the bank's response.
    ///
    /// # Errors
    ///
    /// Returns a [`ThreeDsError`] if the response is invalid, is about another authentication, or lacks what its status
    /// requires.
    pub fn answered(self, answer: ThreeDsAuthentication) -> Result<Step, ThreeDsError> {
        // An ID that is unreadable or repeated is not the same as a missing one.
        let is_unclear = answer.unreadable().get("threeDSServerTransID").is_some();
        let is_other = |id: &ThreeDsServerTransId| !is_same(id.as_str(), self.trans_id.as_str());
        if is_unclear || answer.three_ds_server_trans_id.as_ref().is_some_and(is_other) {
            return Err(ThreeDsError::OtherAuthentication);
        }
        let reported = reported(answer.error_details.as_ref(), answer.unreadable());
        let status = status(answer.trans_status, reported)?;
        let Self { trans_id, purchase, card } = self;
        match status {
            ThreeDsTransStatus::ChallengeRequired => {
                let (Some(acs_url), Some(creq)) = (answer.acs_url, answer.base64_encoded_challenge_request) else {
                    return Err(ThreeDsError::NoChallenge);
                };
                let waiting = Waiting { trans_id, purchase, card, acs_trans_id: answer.acs_trans_id };
                Challenge::new(waiting, acs_url, &creq).map(Step::Challenge)
            }
            ThreeDsTransStatus::DecoupledChallengeRequired => {
                Ok(Step::Waiting(Waiting { trans_id, purchase, card, acs_trans_id: answer.acs_trans_id }))
            }
            status => Ended {
                trans_id,
                purchase,
                card,
                acs_trans_id: answer.acs_trans_id,
                challenged: false,
                status,
                authentication_value: answer.authentication_value,
                eci: answer.eci,
            }
            .step(),
        }
    }
}

/// The next step.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Step {
    /// Make the payment.
    Authenticated(Authenticated),
    /// Show the bank's page.
    Challenge(Challenge),
    /// The cardholder authenticates elsewhere: read the result later.
    Waiting(Waiting),
    /// Do not make the payment.
    Refused(Refused),
}

/// The proof of an authentication of one card. It is used immediately and not stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Authenticated {
    proof: ThreeDsProof,
    purchase: Purchase,
    card: CardBinding,
    acs_trans_id: Option<AcsTransId>,
    challenged: bool,
}

impl Authenticated {
    /// Returns the ID of the authentication.
    pub const fn trans_id(&self) -> &ThreeDsServerTransId {
        &self.proof.three_ds_server_trans_id
    }

    /// Returns the value of `3ds` for a payment with `card`, for requests that [`payment`](Self::payment) does not
    /// create.
    ///
    /// # Errors
    ///
    /// Returns [`ThreeDsError::OtherCard`] if `card` is not the authenticated one.
    pub fn proof(&self, card: &CardSource) -> Result<&ThreeDsProof, ThreeDsError> {
        self.card.check(self.trans_id().as_str(), card)?;
        Ok(&self.proof)
    }

    /// Returns the authenticated purchase.
    pub const fn purchase(&self) -> &Purchase {
        &self.purchase
    }

    /// Returns who bears the risk of the payment, by the usual rules of the networks.
    pub const fn liability(&self) -> Liability {
        Advice::of(&self.proof.status).liability
    }

    /// Creates the payment with `card`, with the authenticated amount and currency and the proof.
    ///
    /// Send it with the profile [`CreateTransaction::BROWSER_THREE_DS`], and with an idempotency key derived from
    /// [`trans_id`](Self::trans_id), so that a bank response that is posted twice pays once.
    ///
    /// # Errors
    ///
    /// Returns [`ThreeDsError::OtherCard`] if `card` is not the authenticated one: another token, another stored card,
    /// or a stored card if a token was authenticated. To store the card of a first payment, store it before the
    /// authentication ([`one_click`](crate::one_click)).
    pub fn payment(
        self,
        card: &CardSource,
        required: AuthenticatedPaymentRequired,
    ) -> Result<CreateTransaction, ThreeDsError> {
        self.card.check(self.trans_id().as_str(), card)?;
        Ok(card.payment(required.of(self.purchase)).three_ds(self.proof))
    }

    /// Returns the reference for later payments with the stored card and without the cardholder; `at` is the time of
    /// this authentication.
    ///
    /// # Errors
    ///
    /// - [`ThreeDsError::OtherCard`] if `card` is not the authenticated stored card. After the authentication of a
    ///   token, only the caller knows which stored card it belongs to; use [`PriorAuthentication::new`].
    /// - [`ThreeDsError::NoBankId`] if neither the responses nor the challenge contained the bank's ID. The
    ///   documentation requires that ID but shows no response that has it, so without a challenge there may be none.
    pub fn prior(&self, card: &KeptCard, at: impl Into<DateTime>) -> Result<PriorAuthentication, ThreeDsError> {
        self.card.check(self.trans_id().as_str(), &CardSource::from(card.clone()))?;
        let method =
            if self.challenged { ThreeDsPriorAuthMethod::Challenge } else { ThreeDsPriorAuthMethod::Frictionless };
        let acs_trans_id = self.acs_trans_id.clone().ok_or(ThreeDsError::NoBankId)?;
        Ok(PriorAuthentication::new(card, PriorAuthenticationRequired { acs_trans_id, at: at.into(), method }))
    }
}

/// The bank did not authenticate the cardholder. The payment must not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub(super) trans_id: ThreeDsServerTransId,
    pub(super) status: ThreeDsTransStatus,
}

impl Refused {
    /// Returns the ID of the authentication.
    pub const fn trans_id(&self) -> &ThreeDsServerTransId {
        &self.trans_id
    }

    /// Returns the bank's status.
    pub const fn status(&self) -> &ThreeDsTransStatus {
        &self.status
    }

    /// Returns the advice for the status.
    pub const fn advice(&self) -> Advice {
        Advice::of(&self.status)
    }
}

/// An authentication that has ended.
pub(super) struct Ended {
    pub(super) trans_id: ThreeDsServerTransId,
    pub(super) purchase: Purchase,
    pub(super) card: CardBinding,
    pub(super) acs_trans_id: Option<AcsTransId>,
    pub(super) challenged: bool,
    pub(super) status: ThreeDsTransStatus,
    pub(super) authentication_value: Option<String>,
    pub(super) eci: Option<String>,
}

impl Ended {
    pub(super) fn step(self) -> Result<Step, ThreeDsError> {
        let Self { trans_id, purchase, card, acs_trans_id, challenged, status, authentication_value, eci } = self;
        if !is_agreed(&status) {
            return Ok(Step::Refused(Refused { trans_id, status }));
        }
        let value = authentication_value.filter(|value| !value.is_empty()).ok_or(ThreeDsError::NoProof)?;
        let mut proof =
            ThreeDsProof::new(ThreeDsProofRequired { three_ds_server_trans_id: trans_id, status }).cavv(value);
        proof.eci = eci;
        Ok(Step::Authenticated(Authenticated { proof, purchase, card, acs_trans_id, challenged }))
    }
}

/// Returns the status of a response, or the error that it reports instead. A response that permits the payment and also
/// reports an error contradicts itself, so it does not permit it.
pub(super) fn status(
    status: Option<ThreeDsTransStatus>,
    reported: Option<ThreeDsErrorDetails>,
) -> Result<ThreeDsTransStatus, ThreeDsError> {
    match (status, reported) {
        (Some(status), Some(_)) if !is_agreed(&status) => Ok(status),
        (_, Some(details)) => Err(ThreeDsError::Reported(Box::new(details))),
        (Some(status), None) => Ok(status),
        (None, None) => Err(ThreeDsError::NoStatus),
    }
}

/// Returns `true` if a status permits the payment.
pub(super) const fn is_agreed(status: &ThreeDsTransStatus) -> bool {
    matches!(status, ThreeDsTransStatus::Authenticated | ThreeDsTransStatus::Attempted)
}

/// Returns an error with content: an empty object is none. One that is unreadable or repeated is an error without
/// details.
pub(super) fn reported(
    details: Option<&ThreeDsErrorDetails>,
    unreadable: &UnreadableMembers,
) -> Option<ThreeDsErrorDetails> {
    if unreadable.get("errorDetails").is_some() {
        return Some(ThreeDsErrorDetails::default());
    }
    details.filter(|details| **details != ThreeDsErrorDetails::default()).cloned()
}

/// Returns `true` if two IDs are the same: UUIDs are case-insensitive.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}
