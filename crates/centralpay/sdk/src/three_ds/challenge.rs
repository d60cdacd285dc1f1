//! The challenge: the bank's page in a frame, what it returns, and the result.

use centralpay_model::{AcsTransId, GetThreeDsResult, ThreeDsResult, ThreeDsServerTransId, ThreeDsTransStatus};
use serde::{Deserialize, Serialize};

use super::binding::CardBinding;
use super::flow::{Ended, is_agreed, is_same, status};
use super::message::{self, ChallengeRequest, ChallengeResponse};
use super::{FormError, FrameForm, Purchase, Refused, Step, ThreeDsError};

/// The bank requires a challenge: show its page in a frame of the same page.
///
/// The test platform asks for a code there: 1234 succeeds (Y), 4444 succeeds as an attempt (A), and 1111, 2222 and 3333
/// fail with N, R and U (“3DS 2.2 BRW (paiement unitaire)”).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
    trans_id: ThreeDsServerTransId,
    purchase: Purchase,
    card: CardBinding,
    acs_url: String,
    creq: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acs_trans_id: Option<AcsTransId>,
}

impl Challenge {
    /// Creates the challenge that precedes a result.
    pub(super) fn new(before: Waiting, acs_url: String, creq: &str) -> Result<Self, ThreeDsError> {
        let creq: String = creq.split_whitespace().collect();
        if !message::is_base64(&creq) {
            return Err(ThreeDsError::NoChallenge);
        }
        let Waiting { trans_id, purchase, card, acs_trans_id } = before;
        let acs_trans_id =
            acs_trans_id.or_else(|| ChallengeRequest::decode(&creq).ok().map(|request| request.acs_trans_id));
        let challenge = Self { trans_id, purchase, card, acs_url, creq, acs_trans_id };
        // Detected now rather than when the page is rendered.
        challenge.form()?;
        Ok(challenge)
    }

    /// Returns the ID of the authentication.
    pub const fn trans_id(&self) -> &ThreeDsServerTransId {
        &self.trans_id
    }

    /// Returns the form that opens the bank's page.
    ///
    /// # Errors
    ///
    /// Returns a [`FormError`] if the stored state was modified: it was validated on creation.
    pub fn form(&self) -> Result<FrameForm, FormError> {
        FrameForm::new(&self.acs_url, [("creq", self.creq.as_str())])
    }

    /// Handles what the frame returns: the decoded form that is posted to the notification URL.
    ///
    /// The field is `cres`, or `finalCresValue` elsewhere in the documentation, ignoring case. A bank that did not
    /// understand the request sends `error` instead, with an empty `threeDSSessionData` (“FAQ 3DS 2.2”); the vendor's
    /// advice is to check that all steps run in frames of one page. Other fields are ignored.
    ///
    /// The response comes through the browser and proves nothing. It can end the payment, but only the result that is
    /// read from the API can permit it.
    ///
    /// # Errors
    ///
    /// Returns a [`ThreeDsError`] if there is no response, or if it cannot be decoded or is about another
    /// authentication.
    pub fn returned<N: AsRef<str>, V: AsRef<str>>(
        self,
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Returned, ThreeDsError> {
        let (mut response, mut error) = (None, None);
        for (name, value) in fields {
            let (name, value) = (name.as_ref().to_ascii_lowercase(), value.as_ref());
            let kept = match name.as_str() {
                "cres" | "finalcresvalue" => &mut response,
                "error" | "erro" => &mut error,
                _ => continue,
            };
            if value.trim().is_empty() {
                continue;
            }
            // Both names may be present, but must not contradict each other.
            if kept.as_ref().is_some_and(|kept: &String| kept != value) {
                return Err(ThreeDsError::NoResponse);
            }
            *kept = Some(value.to_owned());
        }
        match (response, error) {
            (Some(response), _) => self.responded(&ChallengeResponse::decode(&response)?),
            (None, Some(error)) => Err(ThreeDsError::RefusedByBank(Box::new(message::decode_error(&error)?))),
            (None, None) => Err(ThreeDsError::NoResponse),
        }
    }

    fn responded(self, response: &ChallengeResponse) -> Result<Returned, ThreeDsError> {
        // In the documentation's sample, the request has a different ID from the response that contains it. The bank
        // repeats the request's ID, so either identifies this challenge.
        let asked = ChallengeRequest::decode(&self.creq).ok();
        let id = response.three_ds_server_trans_id.as_str();
        let known = [Some(&self.trans_id), asked.as_ref().map(|asked| &asked.three_ds_server_trans_id)];
        if !known.into_iter().flatten().any(|known| is_same(known.as_str(), id)) {
            return Err(ThreeDsError::OtherAuthentication);
        }
        if let (Some(known), Some(told)) = (&self.acs_trans_id, &response.acs_trans_id)
            && !is_same(known.as_str(), told.as_str())
        {
            return Err(ThreeDsError::OtherAuthentication);
        }
        let status = response.trans_status.clone();
        if !is_agreed(&status) {
            return Ok(Returned::Refused(Refused { trans_id: self.trans_id, status }));
        }
        Ok(Returned::ReadResult(Waiting {
            trans_id: self.trans_id,
            purchase: self.purchase,
            card: self.card,
            acs_trans_id: self.acs_trans_id.or_else(|| response.acs_trans_id.clone()),
        }))
    }

    /// Continues to the result although the frame never came back: the cardholder may have closed the page after the
    /// challenge.
    pub fn abandoned(self) -> Waiting {
        let Self { trans_id, purchase, card, acs_trans_id, .. } = self;
        Waiting { trans_id, purchase, card, acs_trans_id }
    }
}

/// The browser's report after a challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Returned {
    /// The challenge was passed, according to the browser: read the result.
    ReadResult(Waiting),
    /// The challenge was not passed. Do not make the payment.
    Refused(Refused),
}

/// The result must be read from the API: after a challenge, or after the cardholder has authenticated elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    pub(super) trans_id: ThreeDsServerTransId,
    pub(super) purchase: Purchase,
    pub(super) card: CardBinding,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) acs_trans_id: Option<AcsTransId>,
}

impl Waiting {
    /// Returns the ID of the authentication.
    pub const fn trans_id(&self) -> &ThreeDsServerTransId {
        &self.trans_id
    }

    /// Returns the request for the result: [`results`](crate::ThreeDs::results) takes its ID.
    pub fn question(&self) -> GetThreeDsResult {
        GetThreeDsResult::new(&self.trans_id)
    }

    /// Evaluates the result.
    ///
    /// Returns [`Step::Waiting`] while the bank still waits for the cardholder. How long that may take is not
    /// documented.
    ///
    /// # Errors
    ///
    /// Returns a [`ThreeDsError`] if it is about another authentication, or lacks what its status requires.
    pub fn result(self, result: ThreeDsResult) -> Result<Step, ThreeDsError> {
        if !is_same(result.three_ds_server_trans_id.as_str(), self.trans_id.as_str()) {
            return Err(ThreeDsError::OtherAuthentication);
        }
        match status(result.trans_status, None)? {
            ThreeDsTransStatus::ChallengeRequired | ThreeDsTransStatus::DecoupledChallengeRequired => {
                Ok(Step::Waiting(self))
            }
            status => Ended {
                trans_id: self.trans_id,
                purchase: self.purchase,
                card: self.card,
                acs_trans_id: self.acs_trans_id.or(result.acs_trans_id),
                challenged: true,
                status,
                authentication_value: result.authentication_value,
                eci: result.eci,
            }
            .step(),
        }
    }
}
