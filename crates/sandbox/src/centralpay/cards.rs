//! Cards that are stored for a customer.

use centralpay_model::{Card, CreateCard, Customer, EventType, GetCard, SearchCard, UpdateCard};
use serde::{Deserialize, Serialize};

use super::card_tokens::spend;
use super::dates::date_time;
use super::events::tell;
use super::face::{Face, face};
use super::handlers::Done;
use super::refusal::Refusal;
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::step::Step;

/// A stored card.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptCard {
    id: String,
    pub(super) face: Face,
}

impl Object for KeptCard {
    const KIND: &'static str = "centralpay.card";

    fn id(&self) -> &str {
        &self.id
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateCard) -> Result<Done<Card>, Refusal> {
    let customer = find_customer(step, params.customer_id.as_str())?;
    let mut face = match (params.card_token_id.as_ref(), params.card.as_deref()) {
        (Some(token), _) if !token.as_str().is_empty() => spend(step, token.as_str())?,
        (_, Some(details)) => face(step, details, false),
        _ => return Err(Refusal::of("cardTokenId", "a token or a card is required")),
    };
    face.card.merchant_card_id = params.merchant_card_id;
    face.card.description = params.description;
    if let Some(data) = params.additional_data {
        face.card.additional_data = Some(data);
    }
    let (card, customer) = store(step, face, customer)?;
    step.put(customer);
    Ok(card.into())
}

/// Stores a card for a customer, who is returned with it. A card that the customer has keeps its identifier.
pub(super) fn store(step: &mut Step<'_>, mut face: Face, mut customer: Customer) -> Result<(Card, Customer), Failure> {
    // The bank renews a card under the same number.
    let identity = |card: &Card| (card.fingerprint.clone(), card.expiration_year, card.expiration_month);
    let known = customer.cards.iter().flatten().find(|known| identity(known) == identity(&face.card));
    if let Some(known) = known.filter(|known| known.fingerprint.is_some()) {
        return Ok((known.clone(), customer));
    }
    let Some(id) = face.card.card_id.clone() else { return Err(Failure::new("a card has no identifier")) };
    face.card.customer_id = Some(customer.customer_id.clone());
    face.card.creation_date = Some(date_time(step.now()));
    face.card.card_token_id = None;
    // A stored card is charged without its security code, and a wallet's proof is for one payment.
    (face.with_cvv, face.is_wallet) = (false, false);
    let card = face.card.clone();
    customer.cards.get_or_insert_default().push(card.clone());
    step.put(KeptCard { id: id.as_str().to_owned(), face });
    Ok((card, customer))
}

pub(super) fn get(step: &mut Step<'_>, params: GetCard) -> Result<Done<Card>, Refusal> {
    Ok(find(step, params.card_id.as_str())?.face.card.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchCard) -> Vec<Card> {
    let cards = step.all::<KeptCard>().map(|kept| kept.face.card.clone());
    let cards = cards.filter(|card| params.customer_id.is_none() || card.customer_id == params.customer_id);
    cards.filter(|card| params.merchant_card_id.is_none() || card.merchant_card_id == params.merchant_card_id).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateCard) -> Result<Done<Card>, Refusal> {
    let mut kept = find(step, params.card_id.as_str())?;
    let before = kept.face.card.clone();
    let card = &mut kept.face.card;
    super::life::replace(&mut card.cardholder_name, params.cardholder_name);
    super::life::replace(&mut card.cardholder_email, params.cardholder_email);
    super::life::replace(&mut card.merchant_card_id, params.merchant_card_id);
    super::life::replace(&mut card.description, params.description);
    super::life::replace(&mut card.additional_data, params.additional_data);
    let card = card.clone();
    tell(step, &EventType::CardUpdated, &kept.id, &card, Some(&before))?;
    if let Some(customer) = card.customer_id.as_ref().and_then(|id| step.get::<Customer>(id.as_str())) {
        let mut customer = Customer::clone(&customer);
        for known in customer.cards.iter_mut().flatten().filter(|known| known.card_id == card.card_id) {
            known.clone_from(&card);
        }
        step.put(customer);
    }
    step.put(kept);
    Ok(card.into())
}

/// A stored card.
pub(super) fn find(step: &Step<'_>, id: &str) -> Result<KeptCard, Refusal> {
    let kept = step.get::<KeptCard>(id).ok_or_else(|| Refusal::no("card", id))?;
    Ok(KeptCard::clone(&kept))
}

/// The card of a customer that a payment or an authentication names, or the one that was stored last.
pub(super) fn of_customer(step: &mut Step<'_>, customer: &str, card: Option<&str>) -> Result<Face, Refusal> {
    let customer = find_customer(step, customer)?;
    let stored = customer.cards.as_deref().unwrap_or_default();
    let Some(card) = card else {
        step.chose(super::chosen::CARD_OF_CUSTOMER);
        let last = stored.last().and_then(|card| card.card_id.clone());
        let last = last.ok_or_else(|| Refusal::of("customerId", "the customer has no stored card"))?;
        return Ok(find(step, last.as_str())?.face);
    };
    let kept = find(step, card)?;
    if kept.face.card.customer_id.as_ref() != Some(&customer.customer_id) {
        return Err(Refusal::of("cardId", "the card belongs to another customer"));
    }
    Ok(kept.face)
}

pub(super) fn find_customer(step: &Step<'_>, id: &str) -> Result<Customer, Refusal> {
    let customer = step.get::<Customer>(id).ok_or_else(|| Refusal::no("customer", id))?;
    Ok(Customer::clone(&customer))
}
