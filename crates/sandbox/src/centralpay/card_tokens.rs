//! Card tokens: usable once, within 5 minutes.

use centralpay_model::{CardToken, CardTokenStatus, CreateCardToken, EventType, GetCardToken, windows};
use payspec_core::Operation;

use super::dates::{closes, date_time};
use super::events::tell;
use super::face::{Face, face};
use super::handlers::Done;
use super::refusal::Refusal;
use super::{chosen, life};
use crate::engine::objects::Object;
use crate::engine::status::change;
use crate::engine::step::Step;

/// Identifiers of tokens are as good as cards for a while, so they are not repeated.
const UNKNOWN: &str = "the card token does not exist";

/// A token, and the card that it stands for.
#[derive(Debug, Clone)]
pub(super) struct KeptToken {
    pub(super) token: CardToken,
    pub(super) face: Face,
}

impl Object for KeptToken {
    const KIND: &'static str = "centralpay.card-token";

    fn id(&self) -> &str {
        self.token.card_token_id.as_str()
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateCardToken) -> Result<Done<CardToken>, Refusal> {
    let Some(details) = params.card.as_deref() else {
        let name = if params.google_pay_token.is_some() { "googlePayToken" } else { "applePayToken" };
        return Err(Refusal::parameter(CreateCardToken::SPEC.id, name));
    };
    let mut face = face(step, details, params.online_payment_cryptogram.is_some());
    let mut token = CardToken::new(step.random().uuid());
    face.card.card_token_id = Some(token.card_token_id.clone());
    token.creation_date = Some(date_time(step.now()));
    token.card = Some(Box::new(face.card.clone()));
    change(&mut token.status, CardTokenStatus::Unused)?;
    let id = token.card_token_id.as_str().to_owned();
    step.later(closes(windows::CARD_TOKEN, step.now()), &life::EXPIRE_TOKEN, &id);
    tell(step, &EventType::CardTokenCreated, &id, &token, None)?;
    step.put(KeptToken { token: token.clone(), face });
    Ok(token.into())
}

pub(super) fn get(step: &mut Step<'_>, params: GetCardToken) -> Result<Done<CardToken>, Refusal> {
    let id = params.card_token_id.as_str();
    let kept = step.get::<KeptToken>(id).ok_or_else(|| Refusal::NotFound(UNKNOWN.to_owned()))?;
    Ok(kept.token.clone().into())
}

/// The card of a token that can still be used.
pub(super) fn peek(step: &mut Step<'_>, id: &str) -> Result<Face, Refusal> {
    let kept = step.get::<KeptToken>(id);
    let Some(kept) = kept else {
        step.chose(chosen::TOKEN_UNUSABLE);
        return Err(Refusal::NotFound(UNKNOWN.to_owned()));
    };
    match kept.token.status {
        Some(CardTokenStatus::Unused) => Ok(kept.face.clone()),
        Some(CardTokenStatus::Used) => Err(unusable(step, "the card token was used")),
        _ => Err(unusable(step, "the card token has expired: it was not used within 5 minutes")),
    }
}

/// Uses a token for its only time.
pub(super) fn spend(step: &mut Step<'_>, id: &str) -> Result<Face, Refusal> {
    let face = peek(step, id)?;
    if let Some(kept) = step.get::<KeptToken>(id) {
        let mut kept = KeptToken::clone(&kept);
        change(&mut kept.token.status, CardTokenStatus::Used)?;
        step.put(kept);
    }
    Ok(face)
}

fn unusable(step: &mut Step<'_>, why: &str) -> Refusal {
    step.chose(chosen::TOKEN_UNUSABLE);
    Refusal::of("cardTokenData", why)
}
