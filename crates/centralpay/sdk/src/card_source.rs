//! Which card is charged: one by a token, or one that is kept.

use centralpay_model::{
    CardTokenId, CreateTransaction, CreateTransactionRequired, Currency, PointOfSaleId, TransactionSource,
};
use payspec_core::Amount;

use crate::one_click::KeptCard;

/// Which card is authenticated and charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardSource {
    /// By a token: once, within 5 minutes. An authentication and the payment that follows it take the same token.
    Token(CardTokenId),
    /// A card that is kept for a customer.
    Kept(KeptCard),
}

impl CardSource {
    /// An ordinary payment (`source` `EC`) with this card, to be completed with what else is known.
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
