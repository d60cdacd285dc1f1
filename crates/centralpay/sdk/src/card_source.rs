//! Which card is charged: one by a token, or one that is kept.

use centralpay_model::{
    CardTokenId, CreateTransaction, CreateTransactionRequired, Currency, PointOfSaleId, TransactionSource,
};
use payspec_core::Amount;
use serde::{Deserialize, Serialize};

use crate::one_click::KeptCard;

/// Which card is authenticated and charged.
///
/// It is a reference to a card that CentralPay has, and no card data, so it can be stored with the order while the
/// cardholder is at the bank. PCI DSS lets nobody keep the verification code (CVC) once a payment is authorised, not even
/// encrypted (requirement 3.3), and lets a card number be kept only where it is unreadable (3.5): this type can hold
/// neither. Who has the merchant's credentials can charge what it refers to, so
///
/// - store it on the server, next to the [`Pending`](crate::three_ds::Pending) state and never in the browser, and delete
///   both when they are used;
/// - a token is good for one payment within 5 minutes, and the time at the bank is among these: where a challenge may take
///   longer, keep the card first ([`one_click`](crate::one_click)) and authenticate that.
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
    /// By a token: once, within 5 minutes. An authentication and the payment that follows it take the same token.
    Token(CardTokenId),
    /// A card that is kept for a customer.
    Kept(KeptCard),
}

impl CardSource {
    /// Returns an ordinary payment (`source` `EC`) with this card, to be completed with what else is known.
    pub fn payment(
        &self,
        amount: Amount,
        currency: Currency,
        point_of_sale: impl Into<PointOfSaleId>,
        end_user_ip: impl Into<String>,
    ) -> CreateTransaction {
        let params = CreateTransaction::new(CreateTransactionRequired {
            amount,
            currency,
            point_of_sale_id: point_of_sale.into(),
            end_user_ip: end_user_ip.into(),
        })
        .source(TransactionSource::ECommerce);
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
