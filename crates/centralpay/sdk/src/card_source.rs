//! The card to charge: by token, or a stored one.

use centralpay_model::{CardTokenId, CreateTransaction, CreateTransactionRequired, TransactionSource};
use serde::{Deserialize, Serialize};

use crate::one_click::KeptCard;

/// The card to authenticate and charge.
///
/// It refers to a card stored at CentralPay and contains no card data, so it can be stored with the order while the
/// cardholder is at the bank. PCI DSS prohibits storing the verification code (CVC) after authorisation, even encrypted
/// (requirement 3.3), and allows storing a card number only if it is unreadable (3.5): this type can contain neither.
/// Anyone with the merchant's credentials can charge what it refers to, so
///
/// - store it on the server, next to the [`Pending`](crate::three_ds::Pending) state and never in the browser, and
///   delete both after use;
/// - a token is valid for one payment within 5 minutes, including the time at the bank: if a challenge may take longer,
///   store the card first ([`one_click`](crate::one_click)) and authenticate the stored card.
///
/// ```
/// use payspec::centralpay::CardSource;
/// use payspec::centralpay::model::CardTokenId;
///
/// let card = CardSource::from(CardTokenId::from("58c3b3c4"));
/// let stored = serde_json::to_string(&card)?;
/// assert_eq!(stored, r#"{"token":"58c3b3c4"}"#);
/// assert_eq!(serde_json::from_str::<CardSource>(&stored)?, card);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CardSource {
    /// By a token: once, within 5 minutes. An authentication and the payment that follows it use the same token.
    Token(CardTokenId),
    /// A card stored for a customer.
    Kept(KeptCard),
}

impl CardSource {
    /// Creates an ordinary payment (`source` `EC`) with this card; add the other parameters to it.
    pub fn payment(&self, required: CreateTransactionRequired) -> CreateTransaction {
        let params = CreateTransaction::new(required).source(TransactionSource::ECommerce);
        match self {
            Self::Token(token) => params.card_token_id(token),
            Self::Kept(card) => params.customer_id(&card.customer_id).card_id(&card.card_id),
        }
    }
}

impl From<CardTokenId> for CardSource {
    fn from(token: CardTokenId) -> Self {
        Self::Token(token)
    }
}

impl From<KeptCard> for CardSource {
    fn from(card: KeptCard) -> Self {
        Self::Kept(card)
    }
}
