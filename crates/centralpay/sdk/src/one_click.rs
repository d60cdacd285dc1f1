//! Storing a card for a customer, and charging it again in one click.
//!
//! A card token can be used **once**: for a payment, or to store the card, but not for both. To store the card of a
//! first payment, store it first, and then authenticate and pay with the stored card:
//!
//! 1. a token ([`CreateCardToken`](crate::model::CreateCardToken)), created where the card is entered, with only the
//!    merchant's public key, or on a server in PCI DSS scope. The following steps need the login and run on a server;
//! 2. a customer with that card ([`new_customer`]), or another card for an existing customer ([`further_card`]); within
//!    5 minutes;
//! 3. the [`KeptCard`] from the response, to be stored: it contains two IDs and no card data;
//! 4. the first payment, after 3-D Secure in the browser ([`three_ds`](crate::three_ds)) with the stored card:
//!    [`Authenticated::payment`](crate::three_ds::Authenticated::payment) accepts only the authenticated card;
//! 5. later payments in the same way, or with [`KeptCard::payment`]. The point of sale must allow them: option
//!    "One-click" in the portal (“Transaction carte”).
//!
//! ```no_run
//! use payspec::centralpay::model::{CardTokenId, CreateTransaction, CreateTransactionRequired, Currency};
//! use payspec::centralpay::one_click::{self, KeptCard};
//! use payspec::centralpay::{Amount, Client};
//!
//! # async fn keep(client: Client, token: CardTokenId) -> Result<(), Box<dyn std::error::Error>> {
//! let params = one_click::new_customer(&token).email("customer@example.com");
//! let customer = client.customers().create(params).await?;
//! let card = KeptCard::of_customer(&customer, Some(&token))?;
//!
//! let payment = card.payment(CreateTransactionRequired {
//!     amount: Amount::from_minor(1500),
//!     currency: Currency::EUR,
//!     point_of_sale_id: "point-of-sale".into(),
//!     end_user_ip: "203.0.113.7".into(),
//! });
//! client.transactions().create(payment).profile(CreateTransaction::ONE_CLICK).await?;
//! # Ok(())
//! # }
//! ```

use std::fmt;

use centralpay_model::{
    Card, CardId, CardTokenId, CreateCard, CreateCustomer, CreateTransaction, CreateTransactionRequired, Customer,
    CustomerId,
};
use serde::{Deserialize, Serialize};

use crate::CardSource;

/// Creates a customer with the card of a token, in one request. Add an e-mail address or a phone number.
pub fn new_customer(token: &CardTokenId) -> CreateCustomer {
    CreateCustomer::new().card_token_id(token)
}

/// Creates another card for a customer. If the card already exists, the response has its existing ID.
pub fn further_card(customer: &CustomerId, token: &CardTokenId) -> CreateCard {
    CreateCard::new(customer).card_token_id(token)
}

/// A card that CentralPay stores for a customer: what a shop stores instead of card data.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptCard {
    /// The customer.
    pub customer_id: CustomerId,
    /// One of the customer's cards.
    pub card_id: CardId,
}

impl KeptCard {
    /// Returns a customer's card: the one created from `token` if that is given and listed, or else the only one.
    ///
    /// # Errors
    ///
    /// Returns a [`NoCard`] error if there is no card, if there are several without the token, or if the only one has
    /// another token: it may be an older card of the customer.
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

    /// Returns a stored card from the response to [`further_card`].
    ///
    /// # Errors
    ///
    /// Returns [`NoCard::OfAnother`] if the card belongs to another customer, and [`NoCard::WithoutId`] if it has no
    /// ID.
    pub fn of_card(customer: &CustomerId, card: &Card) -> Result<Self, NoCard> {
        match &card.customer_id {
            Some(owner) if owner != customer => Err(NoCard::OfAnother),
            _ => {
                let card_id = card.card_id.clone().ok_or(NoCard::WithoutId)?;
                Ok(Self { customer_id: customer.clone(), card_id })
            }
        }
    }

    /// Creates a payment with the card; add the other parameters, above all the proof of an authentication.
    pub fn payment(&self, required: CreateTransactionRequired) -> CreateTransaction {
        CardSource::from(self.clone()).payment(required)
    }
}

/// The response does not identify the stored card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoCard {
    /// The customer has no card.
    None,
    /// The customer has several cards, and none of them has the token.
    Several,
    /// The card belongs to another customer.
    OfAnother,
    /// The only card was created from another token.
    OfAnotherToken,
    /// The card has no ID.
    WithoutId,
}

impl fmt::Display for NoCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "the customer has no card; check that the token was sent and still valid",
            Self::Several => "the customer has several cards; select one by its id",
            Self::WithoutId => "the card has no id; read the customer again",
            Self::OfAnother => "the card belongs to another customer",
            Self::OfAnotherToken => {
                "the only card of the customer was created from another token; select it by its id if it is the right \
                 one"
            }
        })
    }
}

impl std::error::Error for NoCard {}
