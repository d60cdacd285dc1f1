//! Card tokens: usable once, within 5 minutes.

use centralpay_model::test_values::TestCard;
use centralpay_model::{
    CardDetails, CardDetailsRequired, CardToken, CardTokenStatus, CreateCardToken, Currency, EventType, GetCardToken,
    windows,
};
use payspec_core::Amount;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::dates::{closes, date_time, month};
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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptToken {
    pub(super) token: CardToken,
    pub(super) face: Face,
    /// What its holder confirmed in a wallet.
    confirmed: Option<(Amount, Currency)>,
}

impl Object for KeptToken {
    const KIND: &'static str = "centralpay.card-token";

    fn id(&self) -> &str {
        self.token.card_token_id.as_str()
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateCardToken) -> Result<Done<CardToken>, Refusal> {
    if params.apple_pay_token.is_some() {
        return Err(encrypted_apple_pay(step));
    }
    let ids = params.google_pay_message_id.as_ref().zip(params.google_pay_transaction_id.as_ref());
    if ids.is_some_and(|(one, other)| one != other) {
        step.chose(chosen::GOOGLE_PAYMENT_ID);
        return Err(Refusal::of("googlePayMessageId", "it differs from `googlePayTransactionId`"));
    }
    let is_wallet = params.online_payment_cryptogram.is_some() || params.google_pay_token.is_some();
    let mut face = match (params.card.as_deref(), params.google_pay_token.as_deref()) {
        (Some(details), _) => face(step, details, is_wallet),
        (None, encrypted) => {
            let details = decrypted(step, encrypted.unwrap_or_default())?;
            face(step, &details, is_wallet)
        }
    };
    let mut token = CardToken::new(step.random().uuid());
    face.card.card_token_id = Some(token.card_token_id.clone());
    token.creation_date = Some(date_time(step.now()));
    token.card = Some(Box::new(face.card.clone()));
    change(&mut token.status, CardTokenStatus::Unused)?;
    let id = token.card_token_id.as_str().to_owned();
    step.later(closes(windows::CARD_TOKEN, step.now()), &life::EXPIRE_TOKEN, &id);
    tell(step, &EventType::CardTokenCreated, &id, &token, None)?;
    let confirmed = params.amount.zip(params.currency).filter(|_| is_wallet);
    step.put(KeptToken { token: token.clone(), face, confirmed });
    Ok(token.into())
}

/// Encrypted tokens of Apple Pay are described and not in service.
pub(super) fn encrypted_apple_pay(step: &mut Step<'_>) -> Refusal {
    step.chose(chosen::ENCRYPTED_APPLE_TOKENS_ARE_REFUSED);
    Refusal::of("applePayToken", "encrypted tokens of Apple Pay are not accepted yet")
}

/// The card of an encrypted token of Google Pay: always the same, because only Google and the vendor have its key.
fn decrypted(step: &mut Step<'_>, encrypted: &str) -> Result<CardDetails, Refusal> {
    step.chose(chosen::ENCRYPTED_GOOGLE_TOKENS);
    let token: Value = serde_json::from_str(encrypted).unwrap_or_default();
    let missing = ["signature", "protocolVersion", "signedMessage"].into_iter().find(|name| !token[*name].is_string());
    if let Some(missing) = missing {
        return Err(Refusal::of("googlePayToken", format!("expected Google's token, JSON with the text `{missing}`")));
    }
    let (year, _) = month(step.now());
    Ok(CardDetails::new(CardDetailsRequired {
        number: TestCard::VISA_EUROPE_CONSUMER_DEBIT.as_str().into(),
        expiration_month: "12".to_owned(),
        expiration_year: (year + 3).to_string(),
    }))
}

/// Checks that a payment is what the cardholder confirmed in a wallet.
pub(super) fn check_wallet(step: &mut Step<'_>, id: &str, amount: Amount, currency: &Currency) -> Result<(), Refusal> {
    let kept = step.get::<KeptToken>(id);
    let Some((confirmed, in_currency)) = kept.as_ref().and_then(|kept| kept.confirmed.as_ref()) else { return Ok(()) };
    step.chose(chosen::WALLET_AMOUNTS);
    if *confirmed != amount {
        return Err(Refusal::of("amount", format!("the cardholder confirmed {} in the wallet", confirmed.minor())));
    }
    if in_currency != currency {
        return Err(Refusal::of(
            "currency",
            format!("the cardholder confirmed {} in the wallet", in_currency.as_str()),
        ));
    }
    Ok(())
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
