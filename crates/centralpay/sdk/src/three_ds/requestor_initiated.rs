//! Later payments of a series, authenticated without the cardholder ("3RI").

use centralpay_model::{
    AcsTransId, AuthenticateThreeDs, AuthenticateThreeDsRequired, CreateTransaction, Currency, ThreeDsAuthentication,
    ThreeDsAuthenticationInd, ThreeDsChallengeInd, ThreeDsDeviceChannel, ThreeDsMessageCategory,
    ThreeDsPriorAuthMethod, ThreeDsProof, ThreeDsProofRequired, ThreeDsTransStatus, ThreeDsYesNo, ThreeRiInd,
};
use payspec_core::DateTime;
use serde::{Deserialize, Serialize};

use super::binding::CardBinding;
use super::flow::{is_agreed, reported, status};
use super::{AuthenticatedPaymentRequired, Purchase, Refused, ThreeDsError};
use crate::CardSource;
use crate::one_click::KeptCard;

/// A browser authentication that later ones refer to. Store it with the [`KeptCard`] of the series.
///
/// It belongs to that card, and [`authenticate`](Self::authenticate) rejects another. A salted digest of the card's IDs
/// is stored. One that an earlier version stored without its card is rejected when it is read: have the cardholder
/// authenticate again or, if the card is certain, read its three members and create it again with [`new`](Self::new).
///
/// The documentation requires the bank's ID, `acsTransId`, here (“3DS 2.2 3RI (paiements récurrents)”). No documented
/// response has it, but the request of a challenge contains it. The documentation's example uses a different ID, the
/// one from the versioning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriorAuthentication {
    /// The bank's ID of the authentication (`threeDSReqPriorRef`).
    pub acs_trans_id: AcsTransId,
    /// The time of the authentication (`threeDSReqPriorAuthTimestamp`); sent in UTC, to the minute.
    pub at: DateTime,
    /// How the cardholder was authenticated (`threeDSReqPriorAuthMethod`).
    pub method: ThreeDsPriorAuthMethod,
    card: CardBinding,
}

/// The arguments of [`PriorAuthentication::new`] in addition to the card, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorAuthenticationRequired {
    /// The bank's ID of the authentication (`threeDSReqPriorRef`).
    pub acs_trans_id: AcsTransId,
    /// The time of the authentication (`threeDSReqPriorAuthTimestamp`).
    pub at: DateTime,
    /// How the cardholder was authenticated (`threeDSReqPriorAuthMethod`).
    pub method: ThreeDsPriorAuthMethod,
}

/// A series of payments, of which the authentication is the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The kind of payments: usually `ThreeRiInd::Recurring` or `ThreeRiInd::Instalment`.
    pub kind: ThreeRiInd,
    /// The last possible day of the series (`recurringExpiry`).
    pub until: DateTime,
    /// The minimum number of days between two payments (`recurringFrequency`). The documentation's example has 0.
    pub every_days: i64,
}

impl PriorAuthentication {
    /// Creates an authentication of `card` from its data.
    ///
    /// [`Authenticated::prior`](super::Authenticated::prior) creates it from a browser authentication and checks the
    /// card. Here the caller must ensure that exactly this card was authenticated.
    pub fn new(card: &KeptCard, required: PriorAuthenticationRequired) -> Self {
        let PriorAuthenticationRequired { acs_trans_id, at, method } = required;
        let card = CardBinding::of(acs_trans_id.as_str(), &CardSource::from(card.clone()));
        Self { acs_trans_id, at, method, card }
    }

    /// Returns the request to the bank about a later payment, made now (`date`), and the state that handles its
    /// response.
    ///
    /// It requests no challenge and no authentication elsewhere, because the cardholder is not present. The currency is
    /// sent as a number with its exponent, as in the documentation's example. Data about the customer's account
    /// (`ch_acc_date`, `payment_acc_age`, ...) can be added and increases the chance of approval.
    ///
    /// The first payment should not have been smaller than this one (“Transaction carte récurrente”).
    ///
    /// # Errors
    ///
    /// Returns [`ThreeDsError::OtherCard`] if `card` is not the authenticated one, or if
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
            // The documentation's value, which "forces" the authentication into 3RI (L13959).
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

/// The request to the bank about a payment without the cardholder has been created.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the response says whether the payment may be made"]
pub struct AskedWithoutCardholder {
    card: KeptCard,
    purchase: Purchase,
}

impl AskedWithoutCardholder {
    /// Evaluates the bank's response. Its ID is new: there was no versioning.
    ///
    /// The page on these payments names only Y as an approval and lists A as for the browser, where both are; here both
    /// are as well.
    ///
    /// # Errors
    ///
    /// Returns a [`ThreeDsError`] if the response is invalid or lacks its ID.
    pub fn answered(self, answer: ThreeDsAuthentication) -> Result<StepWithoutCardholder, ThreeDsError> {
        let reported = reported(answer.error_details.as_ref(), answer.unreadable());
        let status = status(answer.trans_status, reported)?;
        let Some(trans_id) = answer.three_ds_server_trans_id else { return Err(ThreeDsError::NoId) };
        Ok(match status {
            status if is_agreed(&status) => {
                // No `cavv`, even if the response has one (L14007).
                let mut proof = ThreeDsProof::new(ThreeDsProofRequired { three_ds_server_trans_id: trans_id, status });
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

/// The next step, without the cardholder.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum StepWithoutCardholder {
    /// Make the payment.
    Authenticated(AuthenticatedSeries),
    /// The bank requires the cardholder. Do not make the payment; ask the customer to come back and authenticate in the
    /// browser, starting with the versioning. [`Refused::advice`] about a challenge applies to the browser.
    CardholderNeeded(Refused),
    /// Do not make the payment.
    Refused(Refused),
}

/// A payment of a series that the bank has approved.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthenticatedSeries {
    proof: ThreeDsProof,
    card: KeptCard,
    purchase: Purchase,
}

impl AuthenticatedSeries {
    /// Returns the value of `3ds` for a payment with `card`, for requests that [`payment`](Self::payment) does not
    /// create; it has no `cavv`.
    ///
    /// # Errors
    ///
    /// Returns [`ThreeDsError::OtherCard`] if `card` is not the authenticated one.
    pub fn proof(&self, card: &KeptCard) -> Result<&ThreeDsProof, ThreeDsError> {
        if *card == self.card { Ok(&self.proof) } else { Err(ThreeDsError::OtherCard) }
    }

    /// Creates the payment, with the authenticated amount and stored card, and the proof.
    ///
    /// Send it with the profile [`CreateTransaction::THREE_RI`].
    pub fn payment(self, required: AuthenticatedPaymentRequired) -> CreateTransaction {
        self.card.payment(required.of(self.purchase)).three_ds(self.proof)
    }
}
