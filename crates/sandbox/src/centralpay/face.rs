//! What the sandbox keeps of a card: everything but its number.

use centralpay_model::test_values::{TestCard, TestCardNetwork, TestCardRow};
use centralpay_model::{Card, CardBrand, CardDetails, CardProductType, CardRegion, CardType, Country};
use payspec_core::{CardNumber, Metadata};
use serde::{Deserialize, Serialize};

use super::chosen;
use super::dates::date_time;
use crate::engine::random::fingerprint;
use crate::engine::step::Step;

/// A row of the vendor's list of test cards.
type Row = &'static TestCardRow;

/// A card as the sandbox knows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Face {
    /// As answers show it.
    pub(super) card: Card,
    /// What the vendor's list says of it.
    #[serde(with = "row_name")]
    pub(super) row: Option<Row>,
    /// Whether the security code was given.
    pub(super) with_cvv: bool,
    /// Whether it is the card of a wallet, which has authenticated its holder.
    pub(super) is_wallet: bool,
}

/// A row is written as its name: its code is the card's number.
mod row_name {
    use super::{Deserialize, Row, Serialize, TestCard};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it")]
    pub(super) fn serialize<S: serde::Serializer>(row: &Option<Row>, serializer: S) -> Result<S::Ok, S::Error> {
        row.map(|row| row.name).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Row>, D::Error> {
        let Some(name) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let row = TestCard::rows().iter().find(|row| row.name == name);
        row.map(Some).ok_or_else(|| serde::de::Error::custom(format_args!("there is no test card `{name}`")))
    }
}

/// What the vendor's list says of a number.
pub(super) fn row_of(number: &CardNumber) -> Option<&'static TestCardRow> {
    TestCard::from(number.expose()).row()
}

/// Takes what is kept of a card as it was entered.
pub(super) fn face(step: &mut Step<'_>, details: &CardDetails, is_wallet: bool) -> Face {
    let row = row_of(&details.number);
    step.chose(if row.is_none() { chosen::CARD_NOT_LISTED } else { chosen::CARD_ATTRIBUTES });
    let mut card = Card::new();
    card.card_id = Some(step.random().uuid().into());
    card.creation_date = Some(date_time(step.now()));
    card.first6 = details.number.first6().map(str::to_owned);
    card.last4 = details.number.last4().map(str::to_owned);
    card.expiration_month = details.expiration_month.parse().ok();
    card.expiration_year = details.expiration_year.parse().ok();
    card.cardholder_name.clone_from(&details.holder_name);
    card.cardholder_email.clone_from(&details.holder_email);
    // The bank is not asked about it, even if `check` was sent.
    card.check = Some(false);
    card.fingerprint = Some(fingerprint(step.world().seed(), details.number.expose()));
    card.commercial_brand = Some(brand(details.number.expose(), row));
    card.additional_data = Some(Metadata::new());
    let is_european = row.is_none_or(|row| row.region.as_ref().is_none_or(|region| *region == CardRegion::Europe));
    let in_eea = row.and_then(|row| row.eea).unwrap_or(is_european);
    card.country = row.and_then(|row| row.country.clone()).or_else(|| in_eea.then_some(Country::FRA));
    card.card_type = Some(row.and_then(|row| row.card_type.clone()).unwrap_or(CardType::Debit));
    card.product_type = Some(row.and_then(|row| row.product_type.clone()).unwrap_or(CardProductType::Consumer));
    card.region = Some(row.and_then(|row| row.region.clone()).unwrap_or(CardRegion::Europe));
    card.european_economic_area = Some(in_eea);
    Face { card, row, with_cvv: details.cvc.is_some(), is_wallet }
}

fn brand(number: &str, row: Option<&TestCardRow>) -> CardBrand {
    match (row.map(|row| &row.network), number.as_bytes().first()) {
        (Some(TestCardNetwork::CarteBancaire), _) => CardBrand::Cb,
        (Some(TestCardNetwork::Mastercard), _) | (None, Some(b'2' | b'5')) => CardBrand::Mastercard,
        (Some(TestCardNetwork::AmericanExpress), _) | (None, Some(b'3')) => CardBrand::from("AMEX"),
        _ => CardBrand::Visa,
    }
}
