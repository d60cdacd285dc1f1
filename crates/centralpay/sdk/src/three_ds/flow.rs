//! From a card to a proof, in the browser: the steps before the challenge.

use centralpay_model::{
    AcsTransId, AuthenticateThreeDs, AuthenticateThreeDsRequired, CheckThreeDsVersion, CreateTransaction, Currency,
    PointOfSaleId, ThreeDsAuthentication, ThreeDsAuthenticationInd, ThreeDsDeviceChannel, ThreeDsErrorDetails,
    ThreeDsMessageCategory, ThreeDsPriorAuthMethod, ThreeDsProof, ThreeDsServerTransId, ThreeDsTransStatus,
    ThreeDsVersion,
};
use payspec_core::UnreadableMembers;
use payspec_core::{Amount, DateTime};
use serde::{Deserialize, Serialize};

use super::binding::CardBinding;
use super::{
    Advice, Browser, Challenge, FormError, FrameForm, Liability, PriorAuthentication, PriorAuthenticationRequired,
    ThreeDsError, Waiting,
};
use crate::CardSource;
use crate::one_click::KeptCard;

/// What an authentication is for. The payment has to be of the same amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    /// In minor units.
    pub amount: Amount,
    /// The currency of the amount.
    pub currency: Currency,
}

/// The shop, for the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The shop's address (`threeDSRequestorURL`).
    pub url: String,
    /// Where the bank sends its frame back to after a challenge, by POST (`notificationURL`).
    ///
    /// Cookies with `SameSite=Lax` do not come along; an id in the path finds the stored [`Pending`](super::Pending) again.
    pub notification_url: String,
}

/// Whether a card takes part in 3-D Secure 2.
#[derive(Debug, Clone, PartialEq)]
pub enum Enrolment {
    /// It does, and an authentication has begun.
    Enrolled(Enrolled),
    /// It does not. The payment can be made without a proof; many banks then answer with a soft decline, and the
    /// merchant bears the risk. The document's way out, 3-D Secure 1 (“FAQ 3DS 2.2”), exists no longer.
    NotEnrolled,
    /// The answer reports an error of the protocol. Do not go on with it.
    Failed(Box<ThreeDsErrorDetails>),
}

impl Enrolment {
    /// Judges what came of [`versioning`](crate::ThreeDs::versioning), which runs on a server under PCI DSS only.
    ///
    /// Only an answer that states it ([`CARD_NOT_ENROLLED`](CheckThreeDsVersion::CARD_NOT_ENROLLED)) says that the card is
    /// not enrolled. A 404 or 410 without that message comes from a proxy or a wrong address and says nothing about the
    /// card: read as "not enrolled", it would let every payment go through without an authentication.
    ///
    /// # Errors
    ///
    /// Any other failure of the call. Do not make the payment without an authentication because of one.
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
/// This state belongs to no card yet: the API has only seen a card number, which must not be kept. What
/// [`authenticate`](Self::authenticate) is given is what is authenticated.
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
    /// From the answer to the versioning, without a look at its `error_details`: [`Enrolment::of_call`] has one.
    pub fn new(version: ThreeDsVersion, purchase: Purchase) -> Self {
        let data = version.three_ds_method_data_form.and_then(|form| form.three_ds_method_data);
        // Both or neither (L13725).
        let method = version.three_ds_method_url.zip(data).map(|(url, data)| Method { url, data });
        Self { trans_id: version.three_ds_server_trans_id, purchase, method }
    }

    /// Returns the authentication.
    pub const fn trans_id(&self) -> &ThreeDsServerTransId {
        &self.trans_id
    }

    /// Returns the form that the bank wants posted in a hidden frame, or `None` when it does without.
    ///
    /// The frame's end is reported to CentralPay, not to the shop, so there is nothing to wait for (“3DS 2.2 BRW
    /// (paiement unitaire)”).
    ///
    /// # Errors
    ///
    /// [`FormError`] when the bank's address is not `https`. The authentication can go on without the form.
    pub fn method_form(&self) -> Result<Option<FrameForm>, FormError> {
        let form = |method: &Method| {
            // The document's sample is broken into lines; base64 does not heed them.
            let data: String = method.data.split_whitespace().collect();
            FrameForm::new(&method.url, [("threeDSMethodData", data)])
        };
        self.method.as_ref().map(form).transpose()
    }

    /// Returns the question for the bank, and what understands its answer.
    ///
    /// From here on the flow belongs to `card`: [`Authenticated`] makes no payment with another, even if its state is
    /// stored and read on the way. **That `card` is the card whose number was asked about with `versioning` is for the
    /// caller to know**: no answer says which number a token was made from.
    ///
    /// Do not give the question another card than this one.
    /// The question can be completed: `three_ds_requestor_challenge_ind` for a wish about a challenge,
    /// `three_ds_requestor_authentication_ind` when this is the first payment of a series.
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

/// The bank was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the answer says whether the payment may be made"]
pub struct Asked {
    trans_id: ThreeDsServerTransId,
    purchase: Purchase,
    card: CardBinding,
}

impl Asked {
    /// Judges the bank's answer.
    ///
    /// # Errors
    ///
    /// [`ThreeDsError`] when it is none, is about something else, or lacks what its status needs.
    pub fn answered(self, answer: ThreeDsAuthentication) -> Result<Step, ThreeDsError> {
        // An id that cannot be read, or is given twice, is not one that was left out.
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

/// What comes next.
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

/// The proof of an authentication of one card. It is used right away, and not stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Authenticated {
    proof: ThreeDsProof,
    purchase: Purchase,
    card: CardBinding,
    acs_trans_id: Option<AcsTransId>,
    challenged: bool,
}

impl Authenticated {
    /// Returns the authentication.
    pub const fn trans_id(&self) -> &ThreeDsServerTransId {
        &self.proof.three_ds_server_trans_id
    }

    /// Returns what goes into `3ds` of a payment with `card`, for requests that [`payment`](Self::payment) does not
    /// make.
    ///
    /// # Errors
    ///
    /// [`ThreeDsError::OtherCard`] when `card` is not the one that was authenticated.
    pub fn proof(&self, card: &CardSource) -> Result<&ThreeDsProof, ThreeDsError> {
        self.card.check(self.trans_id().as_str(), card)?;
        Ok(&self.proof)
    }

    /// Returns what was authenticated.
    pub const fn purchase(&self) -> &Purchase {
        &self.purchase
    }

    /// Returns who bears the risk of the payment, by the usual rules of the networks.
    pub const fn liability(&self) -> Liability {
        Advice::of(&self.proof.status).liability
    }

    /// Returns the payment with `card`: of the amount and currency that were authenticated, with the proof.
    ///
    /// Send it with the profile [`CreateTransaction::BROWSER_THREE_DS`], and with an idempotency key made of
    /// [`trans_id`](Self::trans_id), so that an answer of the bank that is posted twice pays once.
    ///
    /// # Errors
    ///
    /// [`ThreeDsError::OtherCard`] when `card` is not the one that was authenticated: another token, another kept card, or
    /// a kept card where a token was authenticated. To keep the card of a first payment, keep it before the authentication
    /// ([`one_click`](crate::one_click)).
    pub fn payment(
        self,
        card: &CardSource,
        point_of_sale: impl Into<PointOfSaleId>,
        end_user_ip: impl Into<String>,
    ) -> Result<CreateTransaction, ThreeDsError> {
        self.card.check(self.trans_id().as_str(), card)?;
        let Purchase { amount, currency } = self.purchase;
        Ok(card.payment(amount, currency, point_of_sale, end_user_ip).three_ds(self.proof))
    }

    /// Returns what later payments with the kept card refer to, without the cardholder; `at` is when this
    /// authentication was made.
    ///
    /// # Errors
    ///
    /// - [`ThreeDsError::OtherCard`] when `card` is not the kept card that was authenticated. After the authentication of a
    ///   token nobody but the caller knows which kept card it belongs to; [`PriorAuthentication::new`] takes their word.
    /// - [`ThreeDsError::NoBankId`] when neither the answers nor the challenge told the bank's id. The document wants that
    ///   id and shows no answer that has it, so without a challenge there may be none.
    pub fn prior(&self, card: &KeptCard, at: impl Into<DateTime>) -> Result<PriorAuthentication, ThreeDsError> {
        self.card.check(self.trans_id().as_str(), &CardSource::from(card.clone()))?;
        let method =
            if self.challenged { ThreeDsPriorAuthMethod::Challenge } else { ThreeDsPriorAuthMethod::Frictionless };
        let acs_trans_id = self.acs_trans_id.clone().ok_or(ThreeDsError::NoBankId)?;
        Ok(PriorAuthentication::new(card, PriorAuthenticationRequired { acs_trans_id, at: at.into(), method }))
    }
}

/// The bank has not authenticated. The payment must not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub(super) trans_id: ThreeDsServerTransId,
    pub(super) status: ThreeDsTransStatus,
}

impl Refused {
    /// Returns the authentication.
    pub const fn trans_id(&self) -> &ThreeDsServerTransId {
        &self.trans_id
    }

    /// Returns what the bank says.
    pub const fn status(&self) -> &ThreeDsTransStatus {
        &self.status
    }

    /// Returns what to do.
    pub const fn advice(&self) -> Advice {
        Advice::of(&self.status)
    }
}

/// An authentication that goes no further.
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
        let mut proof = ThreeDsProof::new(trans_id, status).cavv(value);
        proof.eci = eci;
        Ok(Step::Authenticated(Authenticated { proof, purchase, card, acs_trans_id, challenged }))
    }
}

/// Returns the status of an answer, or the error that it reports instead. An answer that lets the payment be made and
/// reports an error as well contradicts itself, so it does not.
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

/// Returns `true` if a status lets the payment be made.
pub(super) const fn is_agreed(status: &ThreeDsTransStatus) -> bool {
    matches!(status, ThreeDsTransStatus::Authenticated | ThreeDsTransStatus::Attempted)
}

/// Returns an error that says something: an empty object is none. One that cannot be read, or is given twice, is an
/// error of which nothing is known.
pub(super) fn reported(
    details: Option<&ThreeDsErrorDetails>,
    unreadable: &UnreadableMembers,
) -> Option<ThreeDsErrorDetails> {
    if unreadable.get("errorDetails").is_some() {
        return Some(ThreeDsErrorDetails::default());
    }
    details.filter(|details| **details != ThreeDsErrorDetails::default()).cloned()
}

/// Returns `true` if two ids are the same: UUIDs may be written in capitals.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}
