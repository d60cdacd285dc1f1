//! Keeping a card for a customer, and charging it again in one click.
//!
//! A card token can be used **once**: for a payment, or to keep the card, not for both. So a shop that wants to keep the
//! card of a first payment keeps it first, and then authenticates and pays with the kept card:
//!
//! 1. a token ([`CreateCardToken`](crate::model::CreateCardToken)), made where the card is typed in, with the
//!    merchant's public key alone, or on a server under PCI DSS. What follows needs the login and runs on a server;
//! 2. a customer with that card ([`new_customer`]), or one more card of a customer ([`further_card`]); within 5 minutes;
//! 3. the [`KeptCard`] out of the answer, to be stored: it holds two ids and no card data;
//! 4. the first payment, after 3-D Secure in the browser ([`three_ds`](crate::three_ds)) with the kept card:
//!    [`Authenticated::payment`](crate::three_ds::Authenticated::payment) takes no other card than the one authenticated;
//! 5. later payments in the same way, or with [`KeptCard::payment`]. The point of sale must allow them: option
//!    "One-click" in the portal (“Transaction carte”).
//!
//! ```no_run
//! use payspec::centralpay::model::{CardTokenId, CreateTransaction, Currency};
//! use payspec::centralpay::one_click::{self, KeptCard};
//! use payspec::centralpay::{Amount, Client};
//!
//! # async fn keep(client: Client, token: CardTokenId) -> Result<(), Box<dyn std::error::Error>> {
//! let params = one_click::new_customer(&token).email("customer@example.com");
//! let customer = client.customers().create(params).await?;
//! let card = KeptCard::of_customer(&customer, Some(&token))?;
//!
//! let payment = card.payment(Amount::from_minor(1500), Currency::EUR, "point-of-sale", "203.0.113.7");
//! client.transactions().create(payment).profile(CreateTransaction::ONE_CLICK).await?;
//! # Ok(())
//! # }
//! ```

use std::fmt;

use centralpay_model::{
    Card, CardId, CardTokenId, CreateCard, CreateCustomer, CreateTransaction, Currency, Customer, CustomerId,
    PointOfSaleId,
};
use payspec_core::Amount;
use serde::{Deserialize, Serialize};

use crate::CardSource;

/// Returns a customer with the card of a token, in one request. An e-mail address or a phone number has to be added.
pub fn new_customer(token: &CardTokenId) -> CreateCustomer {
    CreateCustomer::new().card_token_id(token)
}

/// One more card for a customer. When the card is there already, the answer has its old id.
pub fn further_card(customer: &CustomerId, token: &CardTokenId) -> CreateCard {
    CreateCard::new(customer).card_token_id(token)
}

/// A card that CentralPay keeps for a customer: what a shop stores instead of card data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptCard {
    /// The customer.
    pub customer_id: CustomerId,
    /// One of the customer's cards.
    pub card_id: CardId,
}

impl KeptCard {
    /// The card that a customer has: the one that came from `token` if that is given and shown, or the only one.
    ///
    /// # Errors
    ///
    /// [`NoCard`] when there is no card, or none to choose among several, or when the only one names another token: it may
    /// be an older card of the customer.
    pub fn of_customer(customer: &Customer, token: Option<&CardTokenId>) -> Result<Self, NoCard> {
        let cards = customer.cards.as_deref().unwrap_or_default();
        let from_token = cards.iter().find(|card| token.is_some() && card.card_token_id.as_ref() == token);
        let is_of_another = |card: &Card| token.is_some() && card.card_token_id.is_some();
        let card = match (from_token, cards) {
            (None, [card]) if is_of_another(card) => return Err(NoCard::OfAnotherToken),
            (Some(card), _) | (None, [card]) => card,
            (None, []) => return Err(NoCard::None),
            (None, _) => return Err(NoCard::Several),
        };
        Self::of_card(&customer.customer_id, card)
    }

    /// A card that was kept for a customer: the answer to [`further_card`].
    ///
    /// # Errors
    ///
    /// [`NoCard::OfAnother`] when the card says that it belongs to another customer, [`NoCard::WithoutId`] when it does not
    /// say which card it is.
    pub fn of_card(customer: &CustomerId, card: &Card) -> Result<Self, NoCard> {
        match &card.customer_id {
            Some(owner) if owner != customer => Err(NoCard::OfAnother),
            _ => {
                let card_id = card.card_id.clone().ok_or(NoCard::WithoutId)?;
                Ok(Self { customer_id: customer.clone(), card_id })
            }
        }
    }

    /// Returns a payment with the card, to be completed with what else is known: the proof of an authentication above
    /// all.
    pub fn payment(
        &self,
        amount: Amount,
        currency: Currency,
        point_of_sale: impl Into<PointOfSaleId>,
        end_user_ip: impl Into<String>,
    ) -> CreateTransaction {
        CardSource::from(self.clone()).payment(amount, currency, point_of_sale, end_user_ip)
    }
}

/// An answer does not say which card was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoCard {
    /// The customer has no card.
    None,
    /// The customer has several, and none of them names the token.
    Several,
    /// The card belongs to another customer.
    OfAnother,
    /// The only card came from another token.
    OfAnotherToken,
    /// The card is shown without its id.
    WithoutId,
}

impl fmt::Display for NoCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "the customer has no card; was the token sent along, and was it still good?",
            Self::Several => "the customer has several cards; choose one by its id",
            Self::WithoutId => "the card is shown without its id; read the customer again",
            Self::OfAnother => "the card belongs to another customer",
            Self::OfAnotherToken => {
                "the only card of the customer came from another token; choose it by its id if it is meant"
            }
        })
    }
}

impl std::error::Error for NoCard {}
