//! What a type of operation does to the totals.

use centralpay_model::OperationType;

/// What a type of operation does to the totals. The reading is ours; the types are the document's (“Portail
/// utilisateur”).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// Money that comes in from outside: card payments, incoming transfers, direct debits, deposits. Part of A.
    Received,
    /// A payment cancelled before its money arrived: `..._CANCEL` of these. Taken off A.
    ReceivedUndone,
    /// Money that goes to the merchant's bank: payouts. F.
    Withdrawn,
    /// A payout cancelled or come back. Taken off F.
    WithdrawnUndone,
    /// Money that leaves otherwise: refunds, disputes, transfers to other accounts, credits to cards, payments that are
    /// given back after they arrived. In no letter but those of balances and fees.
    Spent,
    /// What was spent and comes back: won disputes, cancelled refunds, transfers and credits.
    SpentUndone,
    /// No money moves but the fee: authorisations, which block an amount on a card.
    FeeOnly,
}

impl Role {
    /// The role of a type; `None` for one that this version does not know.
    pub fn of(kind: &OperationType) -> Option<Self> {
        Some(match kind.canonical() {
            OperationType::TRANSACTION
            | OperationType::SCT_TRANSACTION
            | OperationType::SDD_TRANSACTION
            | OperationType::DEPOSIT => Self::Received,
            OperationType::TRANSACTION_CANCEL
            | OperationType::SCT_TRANSACTION_CANCEL
            | OperationType::SDD_TRANSACTION_CANCEL => Self::ReceivedUndone,
            OperationType::PAYOUT => Self::Withdrawn,
            OperationType::PAYOUT_CANCEL | OperationType::PAYOUT_REVERSAL => Self::WithdrawnUndone,
            // The page calls a refund a credit; a refund of a payment takes its money from the account all the same.
            OperationType::REFUND
            | OperationType::DISPUTE
            | OperationType::TRANSFER
            | OperationType::CREDIT
            | OperationType::SCT_TRANSACTION_REFUND
            | OperationType::SCT_TRANSACTION_REVERSAL
            | OperationType::SDD_TRANSACTION_REVERSAL => Self::Spent,
            OperationType::REFUND_CANCEL
            | OperationType::DISPUTE_WON
            | OperationType::TRANSFER_CANCEL
            | OperationType::TRANSFER_REVERSAL
            | OperationType::CREDIT_CANCEL => Self::SpentUndone,
            OperationType::AUTHORIZATION => Self::FeeOnly,
            _ => return None,
        })
    }

    /// Returns `true` if money comes into the account.
    pub fn is_incoming(self) -> bool {
        matches!(self, Self::Received | Self::WithdrawnUndone | Self::SpentUndone)
    }
}

/// Returns `true` if the fee of a type is one on transactions (G); all others are technical (H).
pub(super) fn has_service_fee(kind: &OperationType) -> bool {
    matches!(
        kind.canonical(),
        OperationType::TRANSACTION
            | OperationType::TRANSACTION_CANCEL
            | OperationType::SCT_TRANSACTION
            | OperationType::SCT_TRANSACTION_CANCEL
            | OperationType::SDD_TRANSACTION
            | OperationType::SDD_TRANSACTION_CANCEL
    )
}
