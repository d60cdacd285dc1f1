//! Later payments of a series, authenticated without the cardholder ("3RI").

use centralpay_model::{
    AcsTransId, AuthenticateThreeDs, AuthenticateThreeDsRequired, CreateTransaction, Currency, PointOfSaleId,
    ThreeDsAuthentication, ThreeDsAuthenticationInd, ThreeDsChallengeInd, ThreeDsDeviceChannel, ThreeDsMessageCategory,
    ThreeDsPriorAuthMethod, ThreeDsProof, ThreeDsTransStatus, ThreeDsYesNo, ThreeRiInd,
};
use payspec_core::DateTime;
use serde::{Deserialize, Serialize};

use super::binding::CardBinding;
use super::flow::{is_agreed, reported, status};
use super::{Purchase, Refused, ThreeDsError};
use crate::CardSource;
use crate::one_click::KeptCard;

/// An authentication in the browser that later ones refer to. Store it with the [`KeptCard`] of the series.
///
/// It belongs to that card, and [`authenticate`](Self::authenticate) refuses another. Of the card, a salted digest of its
/// ids is stored. One that an earlier version has stored without its card is refused when it is read: have the cardholder
/// authenticate again, or, if it is certain which card it was, read its three members and make it anew with
/// [`new`](Self::new).
///
/// The document wants the bank's id, `acsTransId`, here (“3DS 2.2 3RI (paiements récurrents)”). No documented answer
/// has it; a challenge tells it inside its request. The document's example gives another id, the one that starts with
/// the versioning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriorAuthentication {
    /// The authentication, by its id at the bank (`threeDSReqPriorRef`).
    pub acs_trans_id: AcsTransId,
    /// When it was made (`threeDSReqPriorAuthTimestamp`); sent in UTC, to the minute.
    pub at: DateTime,
    /// How the cardholder was authenticated (`threeDSReqPriorAuthMethod`).
    pub method: ThreeDsPriorAuthMethod,
    card: CardBinding,
}

/// What [`PriorAuthentication::new`] takes beside the card, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorAuthenticationRequired {
    /// Its id at the bank (`threeDSReqPriorRef`).
    pub acs_trans_id: AcsTransId,
    /// When it was made (`threeDSReqPriorAuthTimestamp`).
    pub at: DateTime,
    /// How the cardholder was authenticated (`threeDSReqPriorAuthMethod`).
    pub method: ThreeDsPriorAuthMethod,
}

/// The payments that one authentication is the first of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What the payments are: `ThreeRiInd::Recurring` or `ThreeRiInd::Instalment` as a rule.
    pub kind: ThreeRiInd,
    /// The day after which there are no more (`recurringExpiry`).
    pub until: DateTime,
    /// The least number of days between two (`recurringFrequency`). The document's example has 0.
    pub every_days: i64,
}

impl PriorAuthentication {
    /// Creates an authentication of `card` from what is known of it.
    ///
    /// [`Authenticated::prior`](super::Authenticated::prior) makes it from a flow in the browser and checks the card. Here
    /// the caller answers for it that this card was authenticated, and no other.
    pub fn new(card: &KeptCard, required: PriorAuthenticationRequired) -> Self {
        let PriorAuthenticationRequired { acs_trans_id, at, method } = required;
        let card = CardBinding::of(acs_trans_id.as_str(), &CardSource::from(card.clone()));
        Self { acs_trans_id, at, method, card }
    }

    /// Returns the question for the bank about a later payment, made now (`date`), and what understands its answer.
    ///
    /// It asks for no challenge and no authentication elsewhere, as nobody is there. The currency is sent as a number
    /// with its exponent, as in the document's example. What the shop knows of the customer's account (`ch_acc_date`,
    /// `payment_acc_age`, ...) can be added and makes the bank more willing.
    ///
    /// The first payment should not have been smaller than this one (“Transaction carte récurrente”).
    ///
    /// # Errors
    ///
    /// [`ThreeDsError::OtherCard`] when `card` is not the one that was authenticated, or when
    /// [`acs_trans_id`](Self::acs_trans_id) was changed.
    pub fn authenticate(
        &self,
        card: KeptCard,
        purchase: Purchase,
        series: &Series,
        date: impl Into<DateTime>,
    ) -> Result<(AuthenticateThreeDs, AskedWithoutCardholder), ThreeDsError> {
        self.card.check(self.acs_trans_id.as_str(), &CardSource::from(card.clone()))?;
        let row = purchase.currency.row();
        let number = row.and_then(|row| row.numeric).map(Currency::from);
        let authentication_ind = match series.kind {
            ThreeRiInd::Recurring => ThreeDsAuthenticationInd::Recurring,
            ThreeRiInd::Instalment => ThreeDsAuthenticationInd::Instalment,
            _ => ThreeDsAuthenticationInd::Payment,
        };
        let mut params = AuthenticateThreeDs::new(AuthenticateThreeDsRequired {
            device_channel: ThreeDsDeviceChannel::MerchantInitiated,
            // The document's value, which "forces" the authentication into 3RI (L13959).
            message_category: ThreeDsMessageCategory::NonPayment,
            purchase_amount: purchase.amount,
            purchase_currency: number.unwrap_or_else(|| purchase.currency.clone()),
        })
        .customer_id(&card.customer_id)
        .card_id(&card.card_id)
        .three_ri_ind(series.kind.clone())
        .three_ds_requestor_authentication_ind(authentication_ind)
        .three_ds_requestor_challenge_ind(ThreeDsChallengeInd::NoChallenge)
        .three_ds_requestor_dec_req_ind(ThreeDsYesNo::No)
        .three_ds_req_prior_ref(&self.acs_trans_id)
        .three_ds_req_prior_auth_method(self.method.clone())
        .three_ds_req_prior_auth_timestamp(self.at.clone())
        .purchase_date(date)
        .recurring_expiry(series.until.clone())
        .recurring_frequency(series.every_days);
        params.purchase_exponent = row.and_then(|row| row.minor_units).map(i64::from);
        Ok((params, AskedWithoutCardholder { card, purchase }))
    }
}

/// The bank was asked about a payment without the cardholder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the answer says whether the payment may be made"]
pub struct AskedWithoutCardholder {
    card: KeptCard,
    purchase: Purchase,
}

impl AskedWithoutCardholder {
    /// Judges the bank's answer. Its id is new: there was no versioning.
    ///
    /// The page on these payments names only Y as a yes and lists A as it does for the browser, where both are;
    /// here both are as well.
    ///
    /// # Errors
    ///
    /// [`ThreeDsError`] when it is none, or lacks its id.
    pub fn answered(self, answer: ThreeDsAuthentication) -> Result<StepWithoutCardholder, ThreeDsError> {
        let reported = reported(answer.error_details.as_ref(), answer.unreadable());
        let status = status(answer.trans_status, reported)?;
        let Some(trans_id) = answer.three_ds_server_trans_id else { return Err(ThreeDsError::NoId) };
        Ok(match status {
            status if is_agreed(&status) => {
                // No `cavv`, even if the answer has one (L14007).
                let mut proof = ThreeDsProof::new(trans_id, status);
                proof.eci = answer.eci;
                StepWithoutCardholder::Authenticated(AuthenticatedSeries {
                    proof,
                    card: self.card,
                    purchase: self.purchase,
                })
            }
            ThreeDsTransStatus::ChallengeRequired | ThreeDsTransStatus::DecoupledChallengeRequired => {
                StepWithoutCardholder::CardholderNeeded(Refused { trans_id, status })
            }
            status => StepWithoutCardholder::Refused(Refused { trans_id, status }),
        })
    }
}

/// What comes next, without the cardholder.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum StepWithoutCardholder {
    /// Make the payment.
    Authenticated(AuthenticatedSeries),
    /// The bank wants the cardholder. Do not make the payment; ask the customer to come back and authenticate in the
    /// browser, from the versioning on. What [`Refused::advice`] says about a challenge is for the browser.
    CardholderNeeded(Refused),
    /// Do not make the payment.
    Refused(Refused),
}

/// A payment of a series that the bank has agreed to.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthenticatedSeries {
    proof: ThreeDsProof,
    card: KeptCard,
    purchase: Purchase,
}

impl AuthenticatedSeries {
    /// Returns what goes into `3ds` of a payment with `card`, for requests that [`payment`](Self::payment) does not
    /// make; it has no `cavv`.
    ///
    /// # Errors
    ///
    /// [`ThreeDsError::OtherCard`] when `card` is not the one that was authenticated.
    pub fn proof(&self, card: &KeptCard) -> Result<&ThreeDsProof, ThreeDsError> {
        if *card == self.card { Ok(&self.proof) } else { Err(ThreeDsError::OtherCard) }
    }

    /// Returns the payment: of the amount that was authenticated, with the kept card that was, and the proof.
    ///
    /// Send it with the profile [`CreateTransaction::THREE_RI`].
    pub fn payment(self, point_of_sale: impl Into<PointOfSaleId>, end_user_ip: impl Into<String>) -> CreateTransaction {
        let Purchase { amount, currency } = self.purchase;
        self.card.payment(amount, currency, point_of_sale, end_user_ip).three_ds(self.proof)
    }
}
