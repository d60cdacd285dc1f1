//! 3-D Secure: versioning, authentication, results, and the proof of a payment.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use centralpay_model::test_values::{TestCardFlow, TestCardRow};
use centralpay_model::{
    AuthenticateThreeDs, CardId, CardTokenId, CheckThreeDsVersion, CreateTransaction, GetThreeDsResult,
    ThreeDsAuthentication, ThreeDsDeviceChannel, ThreeDsMethodDataForm, ThreeDsProof, ThreeDsResult,
    ThreeDsTransStatus, ThreeDsVersion, ThreeDsYesNo,
};
use payspec_core::ToldBy;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::cards::of_customer;
use super::face::{Face, row_of};
use super::handlers::Done;
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::{card_tokens, chosen};
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::random::fingerprint;
use crate::engine::step::Step;
use crate::engine::world::Task;

/// The time that a challenge outside the page takes.
const DECOUPLED: Duration = Duration::from_secs(60);

/// The time that a cardholder has to answer a challenge.
const CHALLENGE: Duration = Duration::from_secs(10 * 60);

const OF_ANOTHER_CARD: &str = "the authentication is of another card";

pub(super) static END_CHALLENGE: Task = Task { name: "three-ds.challenge-ends", run: end_challenge };

pub(super) static PASS_DECOUPLED: Task = Task { name: "three-ds.decoupled", run: pass_decoupled };

/// An authentication, from its versioning to its result.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Authentication {
    pub(super) id: String,
    pub(super) acs_id: String,
    pub(super) notification_url: Option<String>,
    /// The card, which is the only one that it proves the holder of.
    fingerprint: Option<String>,
    /// The bank's answer; absent until the authentication is requested.
    pub(super) answer: Option<ThreeDsAuthentication>,
    /// The result, which a challenge changes.
    pub(super) result: ThreeDsResult,
    /// Whether a payment had it as its proof.
    pub(super) is_used: bool,
    /// What the cardholder confirms.
    #[serde(default)]
    pub(super) purchase: Option<Purchase>,
}

/// The page that the bank's method page leads to, below the address of the bank. It is CentralPay's and not the shop's, as in
/// the documented sample.
pub(super) const METHOD_NOTIFICATION: &str = "method-notification";

/// What a cardholder confirms, as the bank's page shows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Purchase {
    /// In minor units.
    pub(super) amount: i64,
    /// The code of ISO 4217.
    pub(super) currency: String,
    /// The last four digits of the card.
    pub(super) card: Option<String>,
    /// The language of the shop's page, if it is known.
    pub(super) language: Option<String>,
}

/// What a payment says about its cardholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// There was no authentication.
    None,
    /// The authentication succeeded.
    Passed,
    /// The cardholder was challenged, and failed or did not answer.
    Failed,
    /// An earlier payment of a series, which needs no other proof.
    OfSeries,
}

impl Object for Authentication {
    const KIND: &'static str = "centralpay.three-ds";

    fn id(&self) -> &str {
        &self.id
    }
}

pub(super) fn version(step: &mut Step<'_>, params: CheckThreeDsVersion) -> Result<Done<ThreeDsVersion>, Refusal> {
    let row = row_of(&params.acct_number);
    check_enrolled(step, row)?;
    let card = fingerprint(step.world().seed(), params.acct_number.expose());
    let authentication = begin(step, Some(card));
    let mut version = ThreeDsVersion::new(authentication.id.clone());
    step.chose(chosen::METHOD_FORM_OF_CHALLENGE_CARDS);
    if status_of(row) == ThreeDsTransStatus::ChallengeRequired {
        let bank = format!("{}/acs/{}", step.world().address(), step.world().name());
        version.three_ds_method_url = Some(format!("{bank}/method"));
        let mut form = ThreeDsMethodDataForm::new();
        let data = json!({
            "threeDSMethodNotificationURL": format!("{bank}/{METHOD_NOTIFICATION}"),
            "threeDSServerTransID": authentication.id,
        });
        let data = data.to_string();
        form.three_ds_method_data = Some(STANDARD.encode(data));
        version.three_ds_method_data_form = Some(form);
    }
    step.put(authentication);
    Ok(version.into())
}

fn check_enrolled(step: &mut Step<'_>, row: Option<&TestCardRow>) -> Result<(), Refusal> {
    step.chose(chosen::THREE_DS_ENROLLED);
    if !is_not_enrolled(row) {
        return Ok(());
    }
    match CheckThreeDsVersion::CARD_NOT_ENROLLED.told_by {
        ToldBy::Message(reason) => Err(Refusal::NotFound(reason.to_owned())),
        ToldBy::Code(_) => Err(Failure::new("the spec tells a card that is not enrolled by a code").into()),
    }
}

fn is_not_enrolled(row: Option<&TestCardRow>) -> bool {
    row.is_some_and(|row| row.flow == Some(TestCardFlow::WithoutThreeDs) && row.authentication.is_none())
}

/// Authenticates a payer on the hosted page, who comes back to an address; nothing if the card is not enrolled.
pub(super) fn on_page(step: &mut Step<'_>, face: &Face, back: String) -> Option<Authentication> {
    if is_not_enrolled(face.row) {
        return None;
    }
    let mut authentication = begin(step, face.card.fingerprint.clone());
    authentication.notification_url = Some(back);
    authentication.answer = Some(decide(step, &mut authentication, status_of(face.row), true));
    step.put(authentication.clone());
    Some(authentication)
}

/// Whether the bank has confirmed who pays.
pub(super) fn has_passed(authentication: &Authentication) -> bool {
    passed(authentication.result.trans_status.as_ref())
}

/// Whether the bank still waits for the payer.
pub(super) fn is_open(authentication: &Authentication) -> bool {
    let status = authentication.result.trans_status.as_ref();
    matches!(status, Some(ThreeDsTransStatus::ChallengeRequired | ThreeDsTransStatus::DecoupledChallengeRequired))
}

/// The authentication that a bank's response to a challenge is about.
pub(super) fn id_of_response(response: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(response.trim_end_matches('=')).ok()?;
    let response: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    Some(response.get("threeDSServerTransID")?.as_str()?.to_owned())
}

fn begin(step: &mut Step<'_>, fingerprint: Option<String>) -> Authentication {
    let (id, acs_id) = (step.random().uuid(), step.random().uuid());
    let mut result = ThreeDsResult::new(id.clone());
    result.acs_trans_id = Some(acs_id.clone().into());
    Authentication {
        id,
        acs_id,
        notification_url: None,
        fingerprint,
        answer: None,
        result,
        is_used: false,
        purchase: None,
    }
}

pub(super) fn authenticate(
    step: &mut Step<'_>,
    params: AuthenticateThreeDs,
) -> Result<Done<ThreeDsAuthentication>, Refusal> {
    let token = params.card_token_id.as_ref().map(CardTokenId::as_str).filter(|id| !id.is_empty());
    let customer = params.customer_id.as_ref().map_or("", |id| id.as_str());
    let face = match token {
        Some(token) => card_tokens::peek(step, token)?,
        None => of_customer(step, customer, params.card_id.as_ref().map(CardId::as_str))?,
    };
    let is_browser = params.device_channel == ThreeDsDeviceChannel::Browser;
    check_enrolled(step, face.row)?;
    let mut authentication = if is_browser { known(step, &params)? } else { on_earlier(step, &params, &face)? };
    if authentication.fingerprint != face.card.fingerprint {
        return Err(Refusal::of("threeDSServerTransID", OF_ANOTHER_CARD));
    }
    if authentication.answer.is_some() {
        return Err(Refusal::of("threeDSServerTransID", "the authentication was requested before"));
    }
    if params.purchase_currency.row().is_none() {
        // A number: rules have refused other texts.
        step.chose(chosen::CURRENCY_OF_AUTHENTICATIONS);
    }
    authentication.purchase = Some(Purchase {
        amount: params.purchase_amount.minor(),
        currency: params.purchase_currency.as_str().to_owned(),
        card: face.card.last4.clone(),
        language: params.browser_language.clone(),
    });
    authentication.notification_url = params.notification_url;
    let status = if is_browser { status_of(face.row) } else { ThreeDsTransStatus::Authenticated };
    let answer = decide(step, &mut authentication, status, is_browser);
    authentication.answer = Some(answer.clone());
    step.put(authentication);
    Ok(answer.into())
}

fn status_of(row: Option<&'static TestCardRow>) -> ThreeDsTransStatus {
    row.and_then(|row| row.authentication.clone()).unwrap_or(ThreeDsTransStatus::Authenticated)
}

/// The authentication that a versioning began.
fn known(step: &Step<'_>, params: &AuthenticateThreeDs) -> Result<Authentication, Refusal> {
    let id = params.three_ds_server_trans_id.as_ref().map_or("", |id| id.as_str());
    let found = step.get::<Authentication>(id).ok_or_else(|| Refusal::no("authentication", id))?;
    Ok(Authentication::clone(&found))
}

/// An authentication without the cardholder, which refers to an earlier one that succeeded.
fn on_earlier(step: &mut Step<'_>, params: &AuthenticateThreeDs, face: &Face) -> Result<Authentication, Refusal> {
    let prior = params.three_ds_req_prior_ref.as_ref().map_or("", |id| id.as_str());
    let mut all = step.all::<Authentication>().filter(|earlier| earlier.fingerprint == face.card.fingerprint);
    let is_known = all.any(|earlier| earlier.acs_id == prior && passed(earlier.result.trans_status.as_ref()));
    drop(all);
    if !is_known {
        return Err(Refusal::of(
            "threeDSReqPriorRef",
            "no successful authentication of the card has this identifier at the bank",
        ));
    }
    Ok(begin(step, face.card.fingerprint.clone()))
}

fn passed(status: Option<&ThreeDsTransStatus>) -> bool {
    matches!(status, Some(ThreeDsTransStatus::Authenticated | ThreeDsTransStatus::Attempted))
}

fn decide(
    step: &mut Step<'_>,
    authentication: &mut Authentication,
    status: ThreeDsTransStatus,
    is_browser: bool,
) -> ThreeDsAuthentication {
    let mut answer = ThreeDsAuthentication::new();
    answer.three_ds_server_trans_id = Some(authentication.id.clone().into());
    answer.acs_trans_id = Some(authentication.acs_id.clone().into());
    answer.trans_status = Some(status.clone());
    answer.contract_id = Some(Merchant::of(step.world()).contract_id.into());
    match status {
        ThreeDsTransStatus::ChallengeRequired => {
            let world = step.world();
            answer.acs_url = Some(format!("{}/acs/{}/challenge", world.address(), world.name()));
            answer.acs_challenge_mandated = Some(ThreeDsYesNo::Yes);
            let request = json!({
                "threeDSServerTransID": authentication.id, "acsTransID": authentication.acs_id,
                "messageType": "CReq", "messageVersion": "2.2.0", "challengeWindowSize": "05",
            });
            answer.base64_encoded_challenge_request = Some(STANDARD.encode(request.to_string()));
            step.chose(chosen::THREE_DS_CHALLENGE);
            step.later(step.now() + CHALLENGE, &END_CHALLENGE, &authentication.id);
        }
        ThreeDsTransStatus::DecoupledChallengeRequired => {
            step.chose(chosen::THREE_DS_DECOUPLED);
            step.later(step.now() + DECOUPLED, &PASS_DECOUPLED, &authentication.id);
        }
        _ => {}
    }
    end(step, &mut authentication.result, status, is_browser);
    answer.authentication_value.clone_from(&authentication.result.authentication_value);
    answer.eci.clone_from(&authentication.result.eci);
    answer
}

/// Ends an authentication with a status, and with the proof that belongs to it.
pub(super) fn end(step: &mut Step<'_>, result: &mut ThreeDsResult, status: ThreeDsTransStatus, has_value: bool) {
    if passed(Some(&status)) {
        let value = step.random().text(b"0123456789abcdefghijklmnopqrstuvwxyz", 20);
        result.authentication_value = has_value.then(|| STANDARD.encode(value));
        result.eci = Some(if status == ThreeDsTransStatus::Attempted { "06" } else { "05" }.to_owned());
    } else if status == ThreeDsTransStatus::NotAuthenticated {
        result.eci = Some("00".to_owned());
    }
    result.trans_status = Some(status);
}

/// A challenge that nobody answered.
#[expect(clippy::unnecessary_wraps, reason = "tasks can fail")]
fn end_challenge(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(found) = step.get::<Authentication>(id) else { return Ok(()) };
    if found.result.trans_status == Some(ThreeDsTransStatus::ChallengeRequired) {
        let mut authentication = Authentication::clone(&found);
        end(step, &mut authentication.result, ThreeDsTransStatus::NotAuthenticated, true);
        step.put(authentication);
    }
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "tasks can fail")]
fn pass_decoupled(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(found) = step.get::<Authentication>(id) else { return Ok(()) };
    let mut authentication = Authentication::clone(&found);
    end(step, &mut authentication.result, ThreeDsTransStatus::Authenticated, true);
    step.put(authentication);
    Ok(())
}

pub(super) fn result(step: &mut Step<'_>, params: GetThreeDsResult) -> Result<Done<ThreeDsResult>, Refusal> {
    let id = params.three_ds_server_trans_id.as_str();
    let found = step.get::<Authentication>(id).filter(|found| found.answer.is_some());
    Ok(found.ok_or_else(|| Refusal::no("authentication", id))?.result.clone().into())
}

/// Checks the proof that a payment carries, which is used up by it.
pub(super) fn take_proof(step: &mut Step<'_>, params: &CreateTransaction, face: &Face) -> Result<Proof, Refusal> {
    let Some(proof) = &params.three_ds else { return Ok(Proof::None) };
    let (found, answer) = known_proof(step, proof, face)?;
    if found.is_used {
        return Err(unknown(step, "threeDSServerTransID", "the authentication was used by another payment"));
    }
    let was_challenged = !passed(answer.trans_status.as_ref());
    if was_challenged && has_failed(found.result.trans_status.as_ref()) {
        step.chose(chosen::PAYMENT_AFTER_A_FAILED_CHALLENGE);
        use_up(step, found);
        return Ok(Proof::Failed);
    }
    check_same(step, proof, &found)?;
    if was_challenged {
        params.validate_against_three_ds_result(&found.result)?;
    } else {
        params.validate_against_three_ds_authentication(&answer)?;
    }
    use_up(step, found);
    Ok(Proof::Passed)
}

/// Checks the proof with which a subscription or a plan starts, if it has one. It is not used up.
pub(super) fn check_proof_of_series(
    step: &mut Step<'_>,
    proof: Option<&ThreeDsProof>,
    face: &Face,
) -> Result<(), Refusal> {
    step.chose(chosen::PROOF_OF_A_SERIES);
    let Some(proof) = proof else { return Ok(()) };
    let (found, _) = known_proof(step, proof, face)?;
    // The spec's rules let no other status pass than those of a success.
    check_same(step, proof, &found)
}

/// The authentication that a proof is of. The issuer is liable for payments with its card only.
fn known_proof(
    step: &mut Step<'_>,
    proof: &ThreeDsProof,
    face: &Face,
) -> Result<(Authentication, ThreeDsAuthentication), Refusal> {
    let found = step.get::<Authentication>(proof.three_ds_server_trans_id.as_str());
    let found = found.and_then(|found| Some((Authentication::clone(&found), found.answer.clone()?)));
    let (found, answer) =
        found.ok_or_else(|| unknown(step, "threeDSServerTransID", "no authentication has this identifier"))?;
    if found.fingerprint != face.card.fingerprint {
        return Err(unknown(step, "threeDSServerTransID", OF_ANOTHER_CARD));
    }
    Ok((found, answer))
}

/// Checks that a proof says what its authentication says.
fn check_same(step: &mut Step<'_>, proof: &ThreeDsProof, found: &Authentication) -> Result<(), Refusal> {
    if found.result.trans_status.as_ref() != Some(&proof.status) {
        return Err(unknown(step, "status", "the authentication has another status"));
    }
    let cavv = proof.cavv.as_ref().filter(|cavv| !cavv.is_empty());
    if cavv.is_some() && cavv != found.result.authentication_value.as_ref() {
        return Err(unknown(step, "cavv", "the authentication has another value"));
    }
    Ok(())
}

fn unknown(step: &mut Step<'_>, member: &str, why: &str) -> Refusal {
    step.chose(chosen::PROOF_UNKNOWN);
    Refusal::of(&format!("3ds[{member}]"), why)
}

/// How a challenge ends without success.
fn has_failed(status: Option<&ThreeDsTransStatus>) -> bool {
    use ThreeDsTransStatus::{NotAuthenticated, Rejected, Unavailable};
    matches!(status, Some(NotAuthenticated | Rejected | Unavailable))
}

fn use_up(step: &mut Step<'_>, found: Authentication) {
    step.put(Authentication { is_used: true, ..found });
}
